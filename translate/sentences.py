"""Cutting turns into what is translated at once.

A turn is first cut where sentences end. A sentence of more than `LONG` words, which is what a recogniser that lost the
thread writes, is cut again at the best places to breathe, by a dynamic programme: a clause opener after a comma is the
best, a bare space the worst, and pieces near `IDEAL` words are what the engine takes well. Last, whatever is still over
the engine's limit is halved. No cut falls inside a protected span (a listed form of the glossary), a number or after an
abbreviation's full stop, unless the limit leaves no other place.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate.languages import Language
from translate.languages.lexicon import is_known

LONG = 60
"""Words above which a sentence is cut at clause openers: the design's figure."""
IDEAL = 28
"""Words of a piece that the engine takes well: the middle of what it was trained on, joined neighbours included."""

Span = tuple[int, int]

_STOP = re.compile(r"[.!?…]+(?:\s+[!?…]+)*(?:\s?[»”]|[\"')\]])*(?=\s)|\n")
_FINAL = re.compile(r"[.!?…][»”\"')\]\s]*\Z")
_NUMBER = re.compile(r"\d(?:[\d.,:]|\s(?=[\d%€$]))*[\d%€$]|n°\s\d+|\d+\s?(?:h|min|s|ms|ko|Mo|Go|To|km|%|€)\b")
_WORD = re.compile(r"\S+")
_REACH = 48
"""How many characters around a place can bear on whether to cut there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A stretch of a turn that is translated at once: `start`, `end` in the turn's text; a turn's sentences tile it.

    `continues` says that what is said goes on after `end` without a full stop (the cut is inside a long stretch, or the
    turn ends in mid-sentence): no full stop may be invented there.
    """

    turn: int
    start: int
    end: int
    continues: bool = False


def cut(
    texts: Sequence[str],
    *,
    language: Language,
    protected: Sequence[Sequence[Span]],
    fits: Callable[[str], bool],
) -> tuple[Sentence, ...]:
    """Cut the text of each turn into sentences that tile it.

    `protected` holds, per turn, the spans that no cut may enter; `fits` says whether the engine takes a text at once.
    """
    sentences: list[Sentence] = []
    for turn, text in enumerate(texts):
        barred = _merged([*protected[turn], *(match.span() for match in _NUMBER.finditer(text))])
        ends = [
            end for start, stop in _split(text, language, barred) for end in _fitting(text, start, stop, barred, fits)
        ]
        starts = [0, *ends][: len(ends)]
        sentences += [
            Sentence(turn=turn, start=start, end=end, continues=not _FINAL.search(text, start, end))
            for start, end in zip(starts, ends, strict=True)
        ]
    return tuple(sentences)


def is_final(text: str) -> bool:
    """Say whether a text ends as a sentence does."""
    return bool(_FINAL.search(text))


def _split(text: str, language: Language, barred: Sequence[Span]) -> list[Span]:
    """Return the spans between sentence ends, those of over-long stretches cut at clause openers."""
    ends = [end for end in _sentence_ends(text, language) if not _around(end, barred)]
    spans = list(pairwise([0, *ends, len(text)])) if text else []
    return [piece for start, end in spans for piece in _pieces(text, start, end, language, barred)]


def _sentence_ends(text: str, language: Language) -> list[int]:
    """Return where the next sentence starts, after each full stop that ends one."""
    ends = []
    for match in _STOP.finditer(text):
        after = _skip_space(text, match.end())
        if after < len(text) and match.start() and _ends_sentence(text, match, after, language):
            ends.append(after)
    return ends


def _ends_sentence(text: str, stop: re.Match[str], after: int, language: Language) -> bool:
    """Judge one full stop: an abbreviation's, an initial's, an enumeration's or trailing dots end no sentence."""
    mark = stop.group()
    if not set(mark) & {"!", "?"} and ("…" in mark or ".." in mark):
        return not text[after].islower()
    if mark[0] != "." or len(mark) > 1:
        return True
    before = text[max(0, stop.start() - _REACH) : stop.start()]
    word = _last_word(before)
    if word.lower() in language.abbreviations:
        return False
    if len(word) == 1 and word.isupper() and text[after].isupper():
        following = _WORD.match(text, after)
        return following is None or is_known(following.group().strip(".,;:!?…").lower(), language.code)
    enumeration = word.isdigit() and len(word) < 3
    return not (enumeration and before[: -len(word)].rstrip()[-1:] in {"", ".", ":"})


def _pieces(text: str, start: int, end: int, language: Language, barred: Sequence[Span]) -> list[Span]:
    """Cut one over-long stretch where its clauses open, minimising awkward cuts and uneven lengths."""
    words = [match.start() for match in _WORD.finditer(text, start, end)]
    if len(words) <= LONG:
        return [(start, end)]
    price = [0.0, *(_price(text, place, language, barred) for place in words[1:]), 0.0]
    best = [0.0] + [float("inf")] * len(words)
    back = [0] * (len(words) + 1)
    for there in range(1, len(words) + 1):
        for here in range(max(0, there - LONG), there):
            cost = best[here] + price[there] + 8 * ((there - here - IDEAL) / IDEAL) ** 2
            if cost < best[there]:
                best[there], back[there] = cost, here
    places, at = [], back[len(words)]
    while at:
        places.append(words[at])
        at = back[at]
    return list(pairwise([start, *reversed(places), end]))


def _price(text: str, place: int, language: Language, barred: Sequence[Span]) -> float:
    """Return what a cut before the word at `place` costs, from 0 (after a comma, at the strongest opener) to 12."""
    before = text[max(0, place - _REACH) : place].rstrip()
    abbreviation = before.endswith(".") and _last_word(before[:-1]).lower() in language.abbreviations
    if abbreviation or _around(place, barred):
        return 1000.0
    comma = before[-1:] in {",", ";", ":", "…"}
    ahead = text[place : place + _REACH].lower().replace("’", "'")
    for rank, opener in enumerate(language.clause_openers):
        if ahead.startswith(opener) and not ahead[len(opener) :][:1].isalnum():
            weakness = 4 * rank / len(language.clause_openers)
            return weakness if comma else 2 + weakness
    return 4.0 if comma else 12.0


def _fitting(text: str, start: int, end: int, barred: Sequence[Span], fits: Callable[[str], bool]) -> list[int]:
    """Return the ends of the pieces of `start`, `end` that the engine takes, halving as long as it does not."""
    if end - start <= 1 or fits(text[start:end]):
        return [end]
    middle = (start + end) // 2
    spaces = [match.end() for match in re.compile(r"\s+").finditer(text, start, end) if start < match.end() < end]
    free = [place for place in spaces if not _around(place, barred)]
    span = _around(middle, barred)
    edges = [edge for edge in span or () if start < edge < end]
    at = min(free or spaces or edges or [middle], key=lambda place: abs(place - middle))
    return [*_fitting(text, start, at, barred, fits), *_fitting(text, at, end, barred, fits)]


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, those that overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _around(place: int, barred: Sequence[Span]) -> Span | None:
    """Return the barred span (in order, disjoint) that a place is strictly inside of, if there is one."""
    at = bisect_left(barred, (place, 0)) - 1
    return barred[at] if at >= 0 and place < barred[at][1] else None


def _last_word(text: str) -> str:
    """Return the last word of a text, what is elided or opened before it left off."""
    return re.split(r"[\s('’«\"-]", text)[-1]


def _skip_space(text: str, place: int) -> int:
    """Return the first place from `place` on that is not white space."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place
