"""How well terms are found in labelled speech: recall of the hits, and precision over everything that is found."""

import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from translate.glossary import read, shipped
from translate.languages import language
from translate.sentences import Sentence
from translate.terms import find

LABELS = Path(__file__).parent / "labels"
_MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]|\(\(([^)]+)\)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text without its marks, its hits as (start, end, term) and its traps as (start, end)."""

    text: str
    hits: tuple[tuple[int, int, str], ...]
    traps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What was missed, what was found wrongly, and how much was right, was labelled and was laid as a trap."""

    right: int
    labelled: int
    traps: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        """The share of the labelled hits that were found."""
        return self.right / self.labelled

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + len(self.wrong))


def labels(part: str) -> tuple[Labelled, ...]:
    """Read a part of the labelled set."""
    document = tomllib.loads((LABELS / f"terms-{part}.toml").read_text(encoding="utf-8"))
    return tuple(_labelled(marked) for marked in document["sentences"])


def _labelled(marked: str) -> Labelled:
    text, hits, traps, last = "", [], [], 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        word = mark.group(1) or mark.group(3)
        if mark.group(2):
            hits.append((len(text), len(text) + len(word), mark.group(2)))
        else:
            traps.append((len(text), len(text) + len(word)))
        text += word
        last = mark.end()
    return Labelled(text=text + marked[last:], hits=tuple(hits), traps=tuple(traps))


def cut(turn: int, text: str) -> list[Sentence]:
    """Cut a text after `.`, `?`, `!` and `…` where a capital follows."""
    ends = [match.end() for match in re.finditer(r"[.?!…]+\s+(?=[A-ZÀ-Ý«])", text)]
    bounds = [0, *ends, len(text)]
    return [Sentence(turn=turn, start=a, end=b) for a, b in pairwise(bounds) if a < b]


def score(part: str) -> Score:
    """Find the shipped glossary's terms in a part of the labelled set."""
    glossary, french = read(shipped()), language("fr")
    right, missed, wrong, labelled, traps = 0, [], [], 0, 0
    for example in labels(part):
        found = {
            (hit.start, hit.end, hit.term.id) for hit in find([example.text], cut(0, example.text), glossary, french)
        }
        wanted = set(example.hits)
        labelled, traps, right = labelled + len(wanted), traps + len(example.traps), right + len(found & wanted)
        missed += [f"{example.text[a:b]} ({term}) in: {example.text}" for a, b, term in sorted(wanted - found)]
        wrong += [f"{example.text[a:b]} ({term}) in: {example.text}" for a, b, term in sorted(found - wanted)]
    return Score(right=right, labelled=labelled, traps=traps, missed=tuple(missed), wrong=tuple(wrong))


def test_the_labelled_set_is_large_enough() -> None:
    """There are at least 300 hits and 150 traps, about half of each in either part."""
    parts = [labels("dev"), labels("sealed")]
    assert sum(len(example.hits) for part in parts for example in part) >= 300
    assert sum(len(example.traps) for part in parts for example in part) >= 150


@pytest.mark.parametrize("part", ["dev", "sealed", "fresh", "fourth", "fifth", "sixth", "senses"])
def test_terms_are_found_and_traps_avoided(part: str) -> None:
    """Recall is at least .98 and precision at least .97 on every part of the labelled set."""
    figures = score(part)
    assert figures.recall >= 0.98, figures.missed
    assert figures.precision >= 0.97, figures.wrong
