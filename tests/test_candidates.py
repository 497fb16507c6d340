"""What the glossary may lack."""

from checked_episode import NODE, Said, episode

from translate.candidates import candidates
from translate.translation import TranslatedEpisode


def told(*episodes: TranslatedEpisode) -> list[tuple[str, int, int]]:
    return [(one.text, one.count, one.episodes) for one in candidates(episodes)]


def test_a_name_of_the_trade_that_comes_back_is_a_candidate() -> None:
    said = Said(source="On déploie avec Zorglub, voilà.", target="We deploy with Zorglub, there.")
    assert told(episode(said, said, said)) == [("Zorglub", 3, 1)]
    assert told(episode(said, said)) == []
    assert told(episode(said, said), episode(said, name="b")) == [("Zorglub", 3, 2)]


def test_an_english_word_that_french_does_not_have_is_a_candidate() -> None:
    said = Said(source="On parle de l'onboarding, vraiment.", target="We talk about onboarding.")
    assert told(episode(said, said, said)) == [("onboarding", 3, 1)]


def test_a_small_word_that_no_dictionary_has_is_a_candidate() -> None:
    said = Said(source="On relance le frobnicateur, encore.", target="We restart the frobnicator, again.")
    assert told(episode(said, said, said)) == [("frobnicateur", 3, 1)]
    assert told(episode(said, said)) == []


def test_a_short_word_and_what_a_hyphen_puts_together_are_none() -> None:
    said = Said(source="On est-ce que zorg peut-être là-dessus, gnigna-gna.", target="We have time.")
    assert told(episode(said, said, said)) == []


def test_everyday_words_that_dictionaries_lack_are_none() -> None:
    said = Said(source="On a hyper le temps, Temps libre, printemps.", target="We have time.")
    assert told(episode(said, said, said)) == []


def test_a_pair_that_always_stands_together_counts_as_one() -> None:
    said = Said(source="On a Zorglub Frobnik ici.", target="We have it.")
    assert told(episode(said, said, said)) == [("Zorglub Frobnik", 3, 1)]


def test_what_is_listed_known_or_a_speaker_is_none() -> None:
    hit = Said(source="Avec un nœud, Ada mange, Ada dort.", target="With a node.", hits=((NODE, "nœud", "node"),))
    assert told(episode(hit, hit, hit)) == []


def test_a_capital_at_a_sentences_start_tells_nothing() -> None:
    said = Said(source="Gnagna parle. Gnagna dort.", target="It talks. It sleeps.")
    assert told(episode(said, said)) == []


def test_a_capital_at_a_sentences_start_counts_for_what_is_a_name_elsewhere() -> None:
    said = Said(source="Zorglub parle, et on déploie avec Zorglub.", target="It talks.")
    opening = Said(source="Zorglub dort.", target="It sleeps.")
    assert told(episode(said, said, opening)) == [("Zorglub", 5, 1)]
    assert told(episode(said, opening, opening)) == []


def test_a_candidate_says_where_it_was_first_said() -> None:
    said = Said(source="Avec Zorglub.", target="With it.")
    [one] = candidates([episode(Said(source="Oui.", target="Yes."), said, said, said)])
    assert one.first == (0, 1)
