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
_FAR = np.float32(1e30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What a frame left out costs, and what it costs to begin leaving out."""

    frame: float
    opening: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The matched pairs of frames (reference, recording), in order; neither index ever decreases."""

    reference: Places
    recording: Places


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a kernel, once for all later runs where a folder for that can be written, else once a run."""
    try:
        return njit(cache=True, fastmath=True, nogil=True)(function)  # type: ignore[no-any-return]  # numba has no types
    except RuntimeError:
        return njit(fastmath=True, nogil=True)(function)  # type: ignore[no-any-return]  # numba has no types


def warp(reference: Frames, recording: Frames, centre: Places, reach: int, gaps: Gaps) -> Path:
    """Return the cheapest path between frames of unit length; a pair costs 1 less the cosine between its frames.

    The path stays within `reach` frames of the recording around `centre`, which has one place per frame of the
    reference and does not decrease.
    """
    rows, columns = len(reference), len(recording)
    width = min(2 * reach + 1, columns + 1)
    low = _lows(centre, reach, rows, columns, width)
    back = np.zeros((rows + 1, width), np.uint8)
    state = np.full((3, width), _FAR, np.float32)
    state[0, 0] = 0
    state[1, 1:] = gaps.opening + gaps.frame * np.arange(1, width)
    back[0, 1:] = 1 << 3
    back[0, 1:2] = 0
    for first in range(1, rows + 1, _ROWS):
        last = min(first + _ROWS, rows + 1)
        base = max(low[first] - 1, 0)
        costs = reference[first - 1 : last - 1] @ recording[base : low[last - 1] + width - 1].T
        state = _advance(costs, base, first, low, state, back, np.float32(gaps.frame), np.float32(gaps.opening))
    steps = _trace(back, low, columns, int(np.argmin(state[:, columns - low[rows]])))
    return Path(reference=steps[0], recording=steps[1])


def _lows(centre: Places, reach: int, rows: int, columns: int, width: int) -> Places:
    """Return the first column of the band in each row; the corners are inside."""
    low = np.empty(rows + 1, np.int64)
    low[0] = 0
    low[1:] = np.clip(centre + 1 - reach, 0, columns + 1 - width)
    low[rows] = columns + 1 - width
    return np.maximum.accumulate(low)


@compiled
def _advance(  # type: ignore[no-untyped-def]  # noqa: ANN202, C901, PLR0912, PLR0913, PLR0915  # one loop, as fast as it gets
    costs, base, first, low, state, back, gap, opening
):
    width = state.shape[1]
    previous = state.copy()
    current = np.empty_like(state)
    for row in range(costs.shape[0]):
        at = first + row
        shift = low[at] - low[at - 1]
        for k in range(width):
            column = low[at] + k
            above = k + shift
            over = above - 1
            match, left_out, skipped = _FAR, _FAR, _FAR
            way = 0
            if column > 0 and column - 1 - base < costs.shape[1]:
                cost = np.float32(1) - costs[row, column - 1 - base]
                if 0 <= over < width:
                    match = previous[0, over]
                    if previous[1, over] < match:
                        match, way = previous[1, over], 1
                    if previous[2, over] < match:
                        match, way = previous[2, over], 2
                    match += 2 * cost
                if above < width and previous[0, above] + cost < match:
                    match, way = previous[0, above] + cost, 3
                if k > 0 and current[0, k - 1] + cost < match:
                    match, way = current[0, k - 1] + cost, 4
            if k > 0:
                left_out = current[0, k - 1] + opening + gap
                if current[1, k - 1] + gap < left_out:
                    left_out = current[1, k - 1] + gap
                    way |= 1 << 3
                if current[2, k - 1] + opening + gap < left_out:
                    left_out = current[2, k - 1] + opening + gap
                    way = (way & 7) | 2 << 3
            if above < width:
                skipped = previous[0, above] + opening + gap
                if previous[2, above] + gap < skipped:
                    skipped = previous[2, above] + gap
                    way |= 1 << 5
            current[0, k], current[1, k], current[2, k] = match, left_out, skipped
            back[at, k] = way
        previous, current = current, previous
    return previous


@compiled
def _trace(back, low, columns, state):  # type: ignore[no-untyped-def]  # noqa: ANN202  # compiled
    row, column = back.shape[0] - 1, columns
    steps = np.empty((2, row + column), np.int64)
    count = steps.shape[1]
    while row > 0 or column > 0:
        way = back[row, column - low[row]]
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
            state = (way >> 3) & 3
            column -= 1
            state = (0, 1, 2)[state]
        else:
            state = 2 if way >> 5 else 0
            row -= 1
    return steps[:, count:]
