from translate.labels import labels


def test_a_name_that_takes_at_most_half_a_line_stands_in_full() -> None:
    assert labels(["Camille Durand"], 42)["Camille Durand"][0] == "Camille Durand: "


def test_a_longer_name_is_shortened_to_the_given_name_and_then_to_initials() -> None:
    assert labels(["Jean-Christophe Lacombe"], 42)["Jean-Christophe Lacombe"] == ("Jean-Christophe: ", "J.-C.L.: ")


def test_a_given_name_that_two_speakers_share_names_neither() -> None:
    found = labels(["Camille Durand-Lefebvre-Martin", "Camille Petit"], 32)
    assert found["Camille Durand-Lefebvre-Martin"] == ("C.D.-L.-M.: ",)
    assert found["Camille Petit"] == ("Camille Petit: ", "C.P.: ")


def test_a_name_of_which_nothing_fits_is_cut() -> None:
    name = "A B C D E F G H I J K L"
    assert labels([f"{name}"], 20)[name][-1] == "A: "
    assert labels([name, f"{name} M"], 20)[name] == ("A.B.C.D…: ",)


def test_odd_spaces_in_a_name_do_not_reach_the_label() -> None:
    assert labels(["Ann\n  Lee"], 42)["Ann\n  Lee"][0] == "Ann Lee: "
