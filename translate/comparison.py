"""How near a subtitle file's times are to a reference's: where both say the same words, how far apart they say them.

Cues are not compared with cues, since two files are hardly cut alike. The words of both files are aligned (first where
a run of four words stands exactly once in each, then between those anchors), and each cue's start is held to the time
at which the reference says its first word: the start of a cue there, or a time inside one, by its characters.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate.cues import Cue

RUN = 4
"""Words of a run that anchors the alignment."""
WITHIN_MS = (250, 500, 1000)
"""The distances of which the shares are told."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LARGEST = 200_000_000
"""Pairs of words between two anchors above which the words there are left unaligned: the texts differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Start errors over the cues whose first word the reference has: `compared` of `cues`.

    Errors are absolute, in milliseconds (None where nothing could be compared); `bias_ms` is the median of the signed
    ones, above zero where the file is late. `within` are the shares within each of `WITHIN_MS`.
    """

    cues: int
    reference_cues: int
    compared: int
    median_ms: int | None
    p90_ms: int | None
    bias_ms: int | None
    within: tuple[float, ...]


def compare(cues: Sequence[Cue], reference: Sequence[Cue]) -> Comparison:
    """Compare cues with a reference in the same language, both in order."""
    ours, theirs = _timed(cues), _timed(reference)
    pairs = dict(_aligned([word for word, _, _ in ours], [word for word, _, _ in theirs]))
    signed = sorted(
        time_ms - theirs[pairs[at]][1] for at, (_, time_ms, opens) in enumerate(ours) if opens and at in pairs
    )
    errors = sorted(map(abs, signed))
    return Comparison(
        cues=len(cues),
        reference_cues=len(reference),
        compared=len(errors),
        median_ms=_quantile(errors, 0.5),
        p90_ms=_quantile(errors, 0.9),
        bias_ms=_quantile(signed, 0.5),
        within=tuple(sum(error <= most for error in errors) / len(errors) if errors else 0.0 for most in WITHIN_MS),
    )


def _timed(cues: Sequence[Cue]) -> list[tuple[str, int, bool]]:
    """Return the words of cues with the time of each, by its place among the cue's characters; and whether it opens."""
    timed: list[tuple[str, int, bool]] = []
    for cue in cues:
        text = " ".join(cue.lines)
        duration_ms = cue.end_ms - cue.start_ms
        for number, word in enumerate(_WORD.finditer(text)):
            time_ms = cue.start_ms + (duration_ms * word.start() // len(text) if number else 0)
            timed.append((word.group().casefold(), time_ms, number == 0))
    return timed


def _aligned(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of places that hold the same word, rising on both sides."""
    anchors = [(-1, -1), *_anchors(ours, theirs), (len(ours), len(theirs))]
    for (left, right), (next_left, next_right) in pairwise(anchors):
        if left >= 0:
            yield left, right
        first, second = ours[left + 1 : next_left], theirs[right + 1 : next_right]
        if first and second and len(first) * len(second) <= _LARGEST:
            for ours_at, theirs_at in _common(first, second):
                yield left + 1 + ours_at, right + 1 + theirs_at


def _common(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence, by rows of bits (Crochemore et al. 2001).

    Bit j of row i is 0 where word j makes the longest one of the first i words of ours longer: of what repeats itself
    (a refrain, an advertisement), it takes the places that let the most words agree.
    """
    places: defaultdict[str, int] = defaultdict(int)
    for at, word in enumerate(theirs):
        places[word] |= 1 << at
    whole = (1 << len(theirs)) - 1
    rows = [whole]
    for word in ours:
        row, same = rows[-1], places.get(word, 0)
        rows.append(((row + (row & same)) | (row & ~same)) & whole)
    found: list[tuple[int, int]] = []
    left, right = len(ours), len(theirs)
    while left and right:
        seen = (1 << right) - 1
        if ours[left - 1] == theirs[right - 1]:
            left, right = left - 1, right - 1
            found.append((left, right))
        elif (rows[left - 1] & seen).bit_count() == (rows[left] & seen).bit_count():
            left -= 1
        else:
            right -= 1
    return found[::-1]


def _anchors(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest rising row of places at which a run stands that both sides have exactly once."""
    left, right = _once(ours), _once(theirs)
    pairs = [(place, right[run]) for run, place in left.items() if run in right]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [at]
    row: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Return the runs that stand once in a text and where, in order."""
    runs = list(zip(*(words[offset:] for offset in range(RUN)), strict=False))
    counted = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counted[run] == 1}


def _quantile(ordered: Sequence[int], share: float) -> int | None:
    """Return a quantile of values in order (the nearest rank); None of none."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
