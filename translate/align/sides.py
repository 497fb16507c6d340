"""On which side of a stretch without text a short sentence stands.

A path pays for every gap that it opens. Where an advertisement or a jingle is left out anyway, it may therefore put a
short answer on the wrong side of it, just to save the pause between the answer and what is said next. So each stretch
at an edge of a long gap is held against its best place at the gap's other edge, where a gap is open already: what
counts is only how alike the two signals are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from translate.align.passes import Match, costs
from translate.align.spectrum import FRAME_MS
from translate.align.warping import Path, warp

LEAST_PAIRED = 0.5
"""The share of a stretch's frames that must be paired for it to be somewhere."""
SHORT = 6_000 // FRAME_MS
"""Longer stretches are on the right side: they have enough to be told by."""
_LONG = 3_000 // FRAME_MS
_NEAR = 2_000 // FRAME_MS
_HELD = 1_000 // FRAME_MS
_APART = 0.2
"""How much less a pair must cost for a sentence to be moved."""
POOR = 0.75
"""The share of the price of leaving out above which what stands beside a gap is not believed."""

Rows = tuple[int, int]
"""The first frame of the reference and the one past the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Frames of the recording (`opens` to `closes`) without text, and the first row of the reference after them."""

    row: int
    opens: int
    closes: int


def holes(match: Match) -> Iterator[Hole]:
    """Yield the long stretches of the recording that a path leaves out, before, between and after its pairs."""
    heard = np.concatenate([[-1], match.path.recording, [len(match.recording)]])
    rows = np.concatenate([[-1], match.path.reference])
    for jump in np.flatnonzero(np.diff(heard) > _LONG):
        yield Hole(row=int(rows[jump]) + 1, opens=int(heard[jump]) + 1, closes=int(heard[jump + 1]))


def fitted(match: Match, rows: Rows, opens: int, closes: int) -> Path | None:
    """Return how a stretch of the reference would be paired with a part of the recording, if it would."""
    reference, recording = match.reference[slice(*rows)], match.recording[opens:closes]
    there = warp(reference, recording, np.zeros(len(reference), np.int64), len(recording), match.gaps)
    if len(np.unique(there.reference)) < LEAST_PAIRED * len(reference):
        return None
    return Path(reference=there.reference + rows[0], recording=there.recording + opens)


def mean_cost(match: Match, path: Path) -> float:
    """Return what the pairs of a path cost."""
    return float(costs(match.reference, match.recording, path).mean())


def settled(match: Match, stretches: Sequence[Rows]) -> Match:
    """Return a match whose short stretches beside long gaps are on the side that they are more alike.

    `stretches` are the rows of the sentences; several in a row may move together. A gap seldom cuts a sentence, so that
    doing it costs as much as to open one once more. A frame that is held for long has no place.
    """
    match = replace(match, path=_unheld(match.path))
    for row in [hole.row for hole in holes(match)]:
        moves = (move for hole in holes(match) if hole.row == row for move in _moves(match, stretches, hole))
        moved = max(moves, key=lambda move: move[0], default=None)
        if moved is not None:
            match = replace(match, path=_replaced(match.path, *moved[1:]))
    return match


def _unheld(path: Path) -> Path:
    """Return a path without the frames of the reference that it holds for longer than any sound: over music, say."""
    _, row, count = np.unique(path.reference, return_inverse=True, return_counts=True)
    kept = count[row] <= _HELD
    return Path(reference=path.reference[kept], recording=path.recording[kept])


def _moves(match: Match, stretches: Sequence[Rows], hole: Hole) -> Iterator[tuple[float, Rows, Path]]:
    """Yield what speaks for moving a stretch to the other edge, the rows that lose their place, and the new one.

    What speaks for it is in the unit of a path's cost, where a pair counts twice.
    """
    cut = [(begin, end) for begin, end in stretches if begin < hole.row < end]
    parts = [part for begin, end in cut for part in ((begin, hole.row), (hole.row, end))]
    for begins, ends in {*_runs(stretches, hole.row), *parts}:
        here = _within(match.path, (begins, ends))
        if not 0 < ends - begins <= SHORT or len(np.unique(here.reference)) < LEAST_PAIRED * (ends - begins):
            continue
        opens, closes = _edge(match.path, hole, begins, ends)
        there = fitted(match, (begins, ends), opens, closes)
        if there is None and (begins, ends) in parts and ends - begins <= closes - opens:
            there = _beside(begins, ends, opens if ends > hole.row else closes - (ends - begins))
        if there is None:
            continue
        gain = 2 * (ends - begins) * (mean_cost(match, here) - mean_cost(match, there))
        gain += match.gaps.opening if (begins, ends) in parts else -2 * _APART * (ends - begins)
        if gain > 0:
            yield gain, (min(begins, hole.row), max(ends, hole.row)), there


def _beside(begins: int, ends: int, first: int) -> Path:
    """Return rows paired with as many frames of the recording from a first one on."""
    return Path(reference=np.arange(begins, ends), recording=np.arange(first, first + ends - begins))


def _edge(path: Path, hole: Hole, begins: int, ends: int) -> tuple[int, int]:
    """Return the part of the recording where a stretch may stand on the side of a hole that it is not on."""
    reach = min(2 * (ends - begins) + _NEAR, hole.closes - hole.opens)
    if ends > hole.row:
        before = path.recording[: np.searchsorted(path.reference, begins)]
        return min(hole.opens, int(before[-1]) + 1 if len(before) else 0), hole.opens + reach
    return hole.closes - reach, hole.closes


def _runs(stretches: Sequence[Rows], row: int) -> Iterator[Rows]:
    """Yield the runs of sentences that end or begin at a row, or near it."""
    near = [(begin, end) for begin, end in stretches if row - SHORT <= end and begin <= row + SHORT]
    for at, (begin, _) in enumerate(near):
        for _, end in near[at:]:
            if min(abs(begin - row), abs(end - row)) <= _NEAR:
                yield begin, end


def _within(path: Path, rows: Rows) -> Path:
    """Return the pairs of some rows."""
    first, last = np.searchsorted(path.reference, rows)
    return Path(reference=path.reference[first:last], recording=path.recording[first:last])


def _replaced(path: Path, rows: Rows, there: Path) -> Path:
    """Return a path with the pairs of some rows replaced."""
    first, last = np.searchsorted(path.reference, rows)
    return Path(
        reference=np.concatenate([path.reference[:first], there.reference, path.reference[last:]]),
        recording=np.concatenate([path.recording[:first], there.recording, path.recording[last:]]),
    )
