"""Examples of cutting turns into sentences."""

import pytest

from translate.languages import language
from translate.sentences import LONG, cut, is_final

FRENCH = language("fr")


def cut_text(text: str, protected: tuple[tuple[int, int], ...] = (), most: int = 10_000) -> list[str]:
    """Return the sentences of one turn as texts, without the white space between them."""
    found = cut([text], language=FRENCH, protected=[protected], fits=lambda piece: len(piece) <= most)
    return [text[sentence.start : sentence.end].strip() for sentence in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour. Ça va ? Oui !", ["Bonjour.", "Ça va ?", "Oui !"]),
        ("M. Dupont et Mme. Martin sont là.", ["M. Dupont et Mme. Martin sont là."]),
        ("On a des outils, etc. et puis voilà.", ["On a des outils, etc. et puis voilà."]),
        ("La version 3.5 dure 1h36. Bien.", ["La version 3.5 dure 1h36.", "Bien."]),
        ("Je dirais que... à Nantes, il pleut.", ["Je dirais que... à Nantes, il pleut."]),
        ("Je ne sais plus… Enfin si.", ["Je ne sais plus…", "Enfin si."]),
        ("Il a dit « On livre. » Et puis rien.", ["Il a dit « On livre. »", "Et puis rien."]),
        ("C'est J. Dupont qui parle.", ["C'est J. Dupont qui parle."]),
        ("On code en C. Ensuite en Rust.", ["On code en C.", "Ensuite en Rust."]),
        ("1. Le plan. 2. Le code.", ["1. Le plan.", "2. Le code."]),
        ("Quoi ?! Non ! ! Si.", ["Quoi ?!", "Non ! !", "Si."]),
        ("autodidacte. c'est pas mon métier", ["autodidacte.", "c'est pas mon métier"]),
        ("On déploie avec Node.js et .NET partout.", ["On déploie avec Node.js et .NET partout."]),
        ("", []),
    ],
)
def test_sentence_ends_are_where_a_reader_sees_them(text: str, expected: list[str]) -> None:
    assert cut_text(text) == expected


def test_a_long_stretch_is_cut_at_clause_openers() -> None:
    clause = "on a regardé les tickets de la semaine avec toute l'équipe dans la grande salle"
    text = f"{clause} et du coup {clause} parce que {clause} mais {clause} donc {clause} alors {clause}"
    pieces = cut_text(text)
    assert len(text.split()) > LONG
    assert len(pieces) > 1
    assert all(piece.startswith(("on a", "et du coup", "parce que", "mais", "donc", "alors")) for piece in pieces)
    assert all(8 <= len(piece.split()) <= LONG for piece in pieces)


def test_a_listed_form_is_never_cut() -> None:
    text = "Le Product. Owner arrive."
    assert cut_text(text) == ["Le Product.", "Owner arrive."]
    assert cut_text(text, protected=((3, 17),)) == ["Le Product. Owner arrive."]


def test_a_word_without_spaces_is_cut_at_the_engines_limit() -> None:
    assert cut_text("a" * 10, most=4) == ["aa", "aaa", "aa", "aaa"]


def test_a_piece_in_the_middle_of_a_long_stretch_continues() -> None:
    text = " ".join(["mot"] * 100) + "."
    found = cut([text], language=FRENCH, protected=[()], fits=lambda _piece: True)
    assert [sentence.continues for sentence in found] == [True] * (len(found) - 1) + [False]


def test_a_turn_that_stops_in_mid_sentence_continues() -> None:
    (sentence,) = cut(["Non, non,"], language=FRENCH, protected=[()], fits=lambda _piece: True)
    assert sentence.continues


def test_another_language_is_cut_at_full_stops_alone() -> None:
    text = "Das ist gut. Und das auch."
    found = cut([text], language=language("de"), protected=[()], fits=lambda _piece: True)
    assert [text[s.start : s.end].strip() for s in found] == ["Das ist gut.", "Und das auch."]


@pytest.mark.parametrize(
    ("text", "expected"), [("Oui.", True), ("Oui. »", True), ("Oui…", True), ("oui", False), ("", False)]
)
def test_a_final_mark_may_be_followed_by_closing_quotes(text: str, *, expected: bool) -> None:
    assert is_final(text) is expected
