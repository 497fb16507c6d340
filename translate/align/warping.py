"""Dynamic time warping with affine gaps, inside a band.

Row `i` and column `j` say that `i` frames of the reference and `j` of the recording are used up. A cell has three
states: the last frames were matched with each other; the recording's last frame was left out (a jingle, an
advertisement); the reference's last frame was left out (text that nobody says). A matched step along both signals costs
twice what a step along one does, so that every path through a rectangle is charged for the same number of frames and
a frame left out, at a fixed price, competes fairly with a frame matched. Opening a gap costs extra.

One byte a cell holds the way back; the costs themselves live for two rows. The products of frames, which are most of
the arithmetic, are made by matrix multiplication for a block of rows at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Frames = NDArray[np.float32]
Places = NDArray[np.int64]
Bytes = NDArray[np.uint8]

_ROWS = 256
_JUMP_ROWS = 250
"""Rows on either side of a jump of the band's centre that span it: 10 s of frames of 40 ms."""
_EXTENDED = 8
_FAR = np.float32(1e30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What a frame left out costs, what beginning to leave out does, and holding one signal while the other goes on."""

    frame: float
    opening: float
    holding: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The matched pairs of frames (reference, recording), in order; neither index ever decreases."""

    reference: Places
    recording: Places


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a kernel, once for all later runs where a folder for that can be written, else once a run."""
    try:
        return njit(cache=True, fastmath=True, nogil=True)(function)
    except RuntimeError:
        return njit(fastmath=True, nogil=True)(function)


def warp(reference: Frames, recording: Frames, centre: Places, reach: int, gaps: Gaps) -> Path:
    """Return the cheapest path between frames of unit length; a pair costs 1 less the cosine between its frames.

    The path stays within `reach` frames of the recording around `centre`, which has one place per frame of the
    reference and does not decrease; where `centre` jumps, the band spans the jump for some seconds on either side.
    """
    rows, columns = len(reference), len(recording)
    low, high = _band(centre, reach, columns)
    begins = np.concatenate([[0], np.cumsum(high - low)])
    back = np.zeros(begins[-1], np.uint8)
    back[2 : high[0]] = _EXTENDED
    state = np.full((3, columns + 1), _FAR, np.float32)
    state[0, 0] = 0
    state[1, 1 : high[0]] = gaps.opening + gaps.frame * np.arange(1, high[0])
    prices = np.array([gaps.frame, gaps.opening, gaps.holding], np.float32)
    for first in range(1, rows + 1, _ROWS):
        last = min(first + _ROWS, rows + 1)
        base = max(low[first] - 1, 0)
        costs = reference[first - 1 : last - 1] @ recording[base : high[last - 1] - 1].T
        state = _advance(costs, base, first, low, high, begins, state, back, prices)
        state -= state[:, low[last - 1] : high[last - 1]].min()
    steps = _trace(back, begins, low, columns, int(np.argmin(state[:, columns])))
    return Path(reference=steps[0], recording=steps[1])


def _band(centre: Places, reach: int, columns: int) -> tuple[Places, Places]:
    """Return each row's first column and the one past its last; both corners are inside."""
    rows = len(centre)
    before = np.maximum(np.arange(rows) - _JUMP_ROWS, 0)
    after = np.minimum(np.arange(rows) + _JUMP_ROWS, rows - 1)
    earliest = np.minimum(centre, centre[before] + _JUMP_ROWS)
    latest = np.maximum(centre, centre[after] - _JUMP_ROWS)
    low = np.maximum.accumulate(np.concatenate([[0], np.clip(earliest + 1 - reach, 0, columns)]))
    high = np.maximum.accumulate(np.concatenate([[0], np.clip(latest + 2 + reach, 1, columns + 1)]))
    high[:-1] = np.maximum(high[:-1], np.minimum(low[1:] + 1, columns + 1))
    high[0], high[-1] = high[1], columns + 1
    return low.astype(np.int64), high.astype(np.int64)


@compiled
def _advance(  # pragma: no cover  # compiled  # noqa: C901, PLR0913, PLR0917  # one loop, as fast as it gets
    costs: Frames,
    base: int,
    first: int,
    low: Places,
    high: Places,
    begins: Places,
    state: Frames,
    back: Bytes,
    prices: Frames,
) -> Frames:
    """Fill in the rows of a block of costs; returns the last row's state, and the ways back in `back`."""
    gap, opening, holding = prices
    two, one = np.float32(2), np.float32(1)
    previous, current = state, np.full_like(state, _FAR)
    for at in range(first, first + costs.shape[0]):
        least, before = low[at], low[at - 1]
        for column in range(least, high[at]):
            match, left_out = _FAR, _FAR
            way = 0
            if column > 0:
                cost = one - costs[at - first, column - 1 - base]
                if column > before:
                    match = previous[0, column - 1]
                    if previous[1, column - 1] < match:
                        match, way = previous[1, column - 1], 1
                    if previous[2, column - 1] < match:
                        match, way = previous[2, column - 1], 2
                    match += two * cost
                cost += holding
                if previous[0, column] + cost < match:
                    match, way = previous[0, column] + cost, 3
                if column > least and current[0, column - 1] + cost < match:
                    match, way = current[0, column - 1] + cost, 4
            if column > least:
                left_out = current[0, column - 1] + opening + gap
                if current[1, column - 1] + gap < left_out:
                    left_out = current[1, column - 1] + gap
                    way |= 8
                if current[2, column - 1] + opening + gap < left_out:
                    left_out = current[2, column - 1] + opening + gap
                    way = (way & 7) | 16
            skipped = previous[0, column] + opening + gap
            if previous[2, column] + gap < skipped:
                skipped = previous[2, column] + gap
                way |= 32
            current[0, column], current[1, column], current[2, column] = match, left_out, skipped
            back[begins[at] + column - least] = way
        previous, current = current, previous
    return previous


@compiled
def _trace(  # pragma: no cover  # compiled
    back: Bytes, begins: Places, low: Places, columns: int, state: int
) -> Places:
    """Follow the ways back from the last corner; returns the matched pairs in order, a row for each signal."""
    row, column = len(low) - 1, columns
    steps = np.empty((2, row + column), np.int64)
    count = steps.shape[1]
    while row > 0 or column > 0:
        way = back[begins[row] + column - low[row]]
        if state == 0:
            count -= 1
            steps[0, count], steps[1, count] = row - 1, column - 1
            choice = way & 7
            if choice != 4:
                row -= 1
            if choice != 3:
                column -= 1
            state = choice if choice < 3 else 0
        elif state == 1:
            column -= 1
            state = (way >> 3) & 3
        else:
            row -= 1
            state = 2 if way >> 5 else 0
    return steps[:, count:]
