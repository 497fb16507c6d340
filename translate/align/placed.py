"""From a path through two signals to the times of words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from translate.align.passes import Match
from translate.align.reference import SpokenWord
from translate.align.spectrum import FRAME_MS
from translate.align.warping import Places
from translate.episode import TimedSpan

_LONGEST_MS = 2_000
"""No word lasts longer; one that seems to goes on over a gap."""
_FOUND = 0.5
"""The share of a word's frames that must be paired for its time to be known."""


def place(words: Sequence[SpokenWord], match: Match) -> tuple[tuple[int, TimedSpan], ...]:
    """Return the words that were found, each with its turn, in order, none beginning before the last one's end."""
    rows = len(match.reference)
    first, last = _edges(match, rows)
    paired = np.concatenate([[0], np.cumsum(np.bincount(match.path.reference, minlength=rows) > 0)])
    spans: list[tuple[int, TimedSpan]] = []
    free = 0
    for word in words:
        begins, ends = min(int(word.begins), rows - 1), min(max(int(np.ceil(word.ends)), 1), rows)
        known = paired[ends] - paired[begins]
        if ends <= begins or known < _FOUND * (ends - begins):
            continue
        start_ms = max(free, _ms(word.begins, begins, first, last))
        end_ms = min(max(start_ms, _ms(word.ends, ends - 1, first, last)), start_ms + _LONGEST_MS)
        spans.append((word.turn, TimedSpan(start=word.start, end=word.end, start_ms=start_ms, end_ms=end_ms)))
        free = end_ms
    return tuple(spans)


def unabridged(found: Sequence[tuple[int, TimedSpan]], frames: NDArray[np.int64]) -> tuple[tuple[int, TimedSpan], ...]:
    """Return words that were found in some `frames` of a recording with their times in the whole of it.

    A word does not grow by what was left out in it.
    """
    return tuple((turn, _unabridged(span, frames)) for turn, span in found)


def _unabridged(span: TimedSpan, frames: NDArray[np.int64]) -> TimedSpan:
    frame, beyond = divmod(span.start_ms, FRAME_MS)
    start_ms = int(frames[min(frame, len(frames) - 1)]) * FRAME_MS + beyond
    return replace(span, start_ms=start_ms, end_ms=start_ms + span.end_ms - span.start_ms)


def _edges(match: Match, rows: int) -> tuple[Places, Places]:
    """Return the first and one past the last frame of the recording for each row; those of the nearer paired row."""
    path = match.path
    paired, at = np.unique(path.reference, return_index=True)
    ends = np.append(at[1:], len(path.reference)) - 1
    following = np.minimum(np.searchsorted(paired, np.arange(rows)), len(paired) - 1)
    before = np.maximum(np.searchsorted(paired, np.arange(rows), side="right") - 1, 0)
    opens, closes = path.recording[at], path.recording[ends] + 1
    exact = paired[following] == np.arange(rows)
    later = np.abs(paired[following] - np.arange(rows)) <= np.abs(np.arange(rows) - paired[before])
    edge = np.where(later, opens[following], closes[before])
    return np.where(exact, opens[following], edge), np.where(exact, closes[following], edge)


def _ms(place: float, row: int, first: Places, last: Places) -> int:
    """Return the time at a place of the reference, which lies in `row`."""
    return round(float(first[row] + (place - row) * (last[row] - first[row])) * FRAME_MS)
