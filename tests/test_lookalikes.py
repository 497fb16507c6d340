"""Unlisted mishearings: what looks or sounds like a term is suggested, and ordinary words are let be."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import readers
from translate.episode import Episode, Turn
from translate.glossary import Glossary, GlossaryFile, read, shipped
from translate.languages import language
from translate.languages.spelling import WORD
from translate.lookalikes import edits, index_of, lookalikes, run_of, sounded
from translate.sentences import Sentence
from translate.terms import find
from translate.translation import Outcome, Status, TranslatedEpisode, Translation

FRENCH = language("fr")
OURS = read(shipped())
REAL_PAGE = os.environ.get("GLOSSUB_REAL_PAGE", "")


def episode(*texts: str, glossary: Glossary = OURS, speaker: str | None = None) -> TranslatedEpisode:
    """Make an episode of one-sentence turns whose terms were all missed."""
    sentences = [Sentence(turn=turn, start=0, end=len(text)) for turn, text in enumerate(texts)]
    hits = find(texts, sentences, glossary, FRENCH)
    return TranslatedEpisode(
        episode=Episode(
            id="e", title="", language="fr", turns=tuple(Turn(speaker=speaker, text=text) for text in texts)
        ),
        target_language="en",
        title="",
        chapter_titles=(),
        translations=tuple(
            Translation(
                sentence=sentence,
                target="",
                outcomes=tuple(Outcome(hit=h, status=Status.MISSED, tier="") for h in hits if h.turn == sentence.turn),
            )
            for sentence in sentences
        ),
        words=(),
        error_band_ms=0,
        signature="",
    )


def found(*texts: str, speaker: str | None = None) -> list[tuple[str, str]]:
    """Return the lookalikes in texts, each with its term's id."""
    return [(one.text, one.term.id) for one in lookalikes([episode(*texts, speaker=speaker)], OURS)]


def test_a_word_that_is_nearly_a_term_is_suggested() -> None:
    assert found("On déploie sur kubernettes demain.") == [("kubernettes", "kubernetes")]


def test_a_term_in_several_words_is_suggested_once() -> None:
    """Of stretches that overlap, the closest counts."""
    assert found("Chacun relit sa pulle rekwest avant midi.") == [("pulle rekwest", "pull-request")]


def test_what_the_glossary_suspects_is_suggested_though_a_word_of_it_is_a_term() -> None:
    assert found("Le bac log est vide.") == [("bac log", "backlog")]


def test_places_and_counts_are_kept() -> None:
    (one,) = lookalikes([episode("Sur kubernettes.", "Oui.", "Avec kubernettes !")], OURS)
    assert [(place.episode, place.start, place.end) for place in one.places] == [(0, 4, 15), (0, 5, 16)]
    assert [place.evidence.sentence for place in one.places] == [0, 2]


@pytest.mark.parametrize(
    "text",
    [
        "Le sprint du Kubernetes tourne.",  # terms themselves
        "Il faut toujours déployer tranquillement, jamais trop tard.",  # dictionary words and adverbs
        "Les springs et les strings du serveur.",  # words of the other language
        "On a dit ok, bah, euh, voilà.",
    ],
)
def test_what_is_right_is_let_be(text: str) -> None:
    assert found(text) == []


def test_speakers_names_are_let_be() -> None:
    assert found("Merci Kubernet, à bientôt.", speaker="Zoé Kubernet") == []


def test_what_the_glossary_suspects_is_told_even_of_ordinary_words() -> None:
    (one,) = lookalikes([episode("On revient des fesses avec des idées.")], OURS)
    assert (one.text, one.term.id, one.suspected, one.ordinary) == ("des fesses", "devfest", True, True)


def test_no_episode_has_no_lookalikes() -> None:
    assert lookalikes([], OURS) == ()


def test_most_of_the_listed_mishearings_would_be_found_by_likeness() -> None:
    """Of those that are not ordinary words throughout, and long enough, at least .57 find their term unlisted."""
    terms = tuple(replace(term, misheard=(), suspected=()) for term in OURS.terms)
    index = index_of(replace(OURS, terms=terms), FRENCH)
    tried = [(t, text) for t in OURS.terms for text in (*t.misheard, *t.suspected) if index.is_open(WORD.findall(text))]
    nearest = [(term, text, index.nearest(run_of(text))) for term, text in tried]
    right = [text for term, text, near in nearest if near is not None and near[0].id == term.id]
    assert len(tried) >= 80
    assert len(right) / len(tried) >= 0.57


def alarms(path: Path) -> tuple[list[str], int]:
    """Return what is suggested of a transcript though the glossary does not suspect it, and the number of words."""
    read_in = readers.read(path.read_bytes(), name=path.name, language="fr")
    texts = [turn.text for turn in read_in.turns]
    made = episode(*texts)
    named = replace(made, episode=replace(made.episode, turns=read_in.turns))
    found = [f"{one.text} ({one.term.id})" for one in lookalikes([named], OURS) if not one.suspected]
    return found, sum(len(text.split()) for text in texts)


def test_sound_transcripts_raise_hardly_an_alarm() -> None:
    """At most 5 in 10,000 words of transcripts that hold but few mishearings, which count as alarms here too."""
    folder = Path(__file__).parent
    paths = (folder / "samples" / "quai-des-devs-12.txt", *sorted((folder / "labels" / "chapters").glob("*.txt")))
    told = [alarms(path) for path in paths]
    found = [text for texts, _ in told for text in texts]
    assert len(found) / sum(words for _, words in told) <= 5 / 10_000, found


@pytest.mark.real_page
@pytest.mark.skipif(not REAL_PAGE, reason="needs GLOSSUB_REAL_PAGE")
def test_the_real_page_raises_hardly_an_alarm() -> None:
    found, words = alarms(Path(REAL_PAGE))
    assert len(found) / words <= 3 / 10_000, len(found)


def test_a_suspected_form_that_another_entry_lists_is_no_suggestion() -> None:
    text = 'language = "fr"\n[[terms]]\nid = "a"\nsource = "alphabet"\ntarget = "a"\nsuspected = ["bêta"]\n'
    text += '[[terms]]\nid = "b"\nsource = "bêta"\ntarget = "b"\n'
    own = read([GlossaryFile(name="x", text=text)])
    assert lookalikes([episode("Le bêta de demain.", glossary=own)], own) == ()


def test_words_that_sound_alike_are_folded_alike() -> None:
    assert sounded("Prométhée", FRENCH) == sounded("prometai", FRENCH)
    assert sounded("quai", FRENCH) == sounded("ké", FRENCH)


letters = st.text("abcé", max_size=6)


@settings(max_examples=60)
@given(one=letters, other=letters, most=st.integers(0, 6))
def test_edits_are_the_distance_up_to_a_limit(one: str, other: str, most: int) -> None:
    """Against the recursion that defines the distance."""

    def distance(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        if a[0] == b[0]:
            return distance(a[1:], b[1:])
        return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))

    assert edits(one, other, most) == min(distance(one, other), most + 1)
