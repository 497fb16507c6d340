"""What holds of finding terms, whatever the text and the glossary."""

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.glossary import Glossary, Term, read, shipped
from translate.languages import language
from translate.sentences import Sentence
from translate.terms import find, matcher, protected

FRENCH = language("fr")
SHIPPED = read(shipped())
WORDINGS = [wording for term in SHIPPED.terms for wording in term.claimed]
FILLERS = [
    "et",
    "donc",
    "l'",
    "d’",
    "la",
    " ",
    "-",
    ". ",
    "? ",
    ", ",
    "\n",
    "GitHub",
    "cluster",
    "à l'issue de",
    "é",
    "ﬁ",
]
TEXTS = st.lists(st.sampled_from(WORDINGS) | st.sampled_from(FILLERS) | st.text(max_size=6), max_size=14).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda space: space.join(pieces))
)


def tiled(texts: list[str], every: int) -> list[Sentence]:
    """Cut texts into sentences of some characters."""
    return [
        Sentence(turn=turn, start=start, end=min(start + every, len(text)))
        for turn, text in enumerate(texts)
        for start in range(0, len(text), every)
    ]


def glossary(terms: list[Term]) -> Glossary:
    """Make a glossary of terms."""
    return replace(SHIPPED, terms=tuple(terms))


@settings(max_examples=120, deadline=None)
@given(st.lists(TEXTS, max_size=4), st.integers(5, 200))
def test_hits_are_in_order_disjoint_inside_a_sentence_and_say_what_stands_there(texts: list[str], every: int) -> None:
    sentences = tiled(texts, every)
    hits = find(texts, sentences, SHIPPED, FRENCH)
    for before, after in itertools.pairwise(hits):
        assert before.turn < after.turn or (before.turn == after.turn and before.end <= after.start)
    for hit in hits:
        assert texts[hit.turn][hit.start : hit.end] == hit.form != ""
        assert any(
            sentence.turn == hit.turn and sentence.start <= hit.start and hit.end <= sentence.end
            for sentence in sentences
        )


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_no_hit_is_inside_a_longer_word(text: str) -> None:
    for hit in find([text], tiled([text], 10_000), SHIPPED, FRENCH):
        edges = (text[max(0, hit.start - 1) : hit.start + 1], text[hit.end - 1 : hit.end + 1])
        assert not any(len(edge) == 2 and all(letter == "_" or letter.isalnum() for letter in edge) for edge in edges)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, max_size=3), st.integers(0, 1000))
def test_the_order_of_the_entries_makes_no_difference(texts: list[str], seed: int) -> None:
    terms = random.Random(seed).sample(SHIPPED.terms, 120)  # noqa: S311 -- no secret
    sentences = tiled(texts, 60)
    assert find(texts, sentences, glossary(terms), FRENCH) == find(texts, sentences, glossary(terms[::-1]), FRENCH)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, max_size=3))
def test_an_unrelated_entry_changes_nothing(texts: list[str]) -> None:
    added = glossary([*SHIPPED.terms, Term(id="other", source="zyxw vuts", target="other")])
    sentences = tiled(texts, 60)
    assert find(texts, sentences, added, FRENCH) == find(texts, sentences, SHIPPED, FRENCH)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_protected_spans_are_in_order_disjoint_and_not_empty(text: str) -> None:
    spans = protected(text, SHIPPED, FRENCH)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize("before", ["Voici ", "Et pour l'", "Moi je dis « "])
def test_every_listed_wording_of_a_shipped_term_without_cues_is_found(before: str) -> None:
    """In a sentence that says nothing else, whole, and as its own term."""
    ready = matcher(SHIPPED, FRENCH)
    for term in SHIPPED.terms:
        for wording in () if term.need or term.deny else term.claimed:
            text = f"{before}{wording} voilà."
            (hit,) = ready.find([text], [Sentence(turn=0, start=0, end=len(text))])
            assert (hit.form, hit.term.id) == (wording, term.id)
