"""The dynamic programme that cuts a text into cues.

Every stretch of up to two lines is a window with a cost; the cheapest chain of windows from the first piece to the last
is the cut. Windows are priced one length at a time, for all places at once. The constants are those that broke 544
sentences most nearly as people did; hard limits are prices too, each far above the ones below it, so that there is
always an answer and the least important limit gives way first.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from translate.breaks import SENTENCE_END
from translate.presets import Preset
from translate.schedule import DISTANCE_MS, EARLY_MS

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CUE, CUE_BREAK = 2.16, 1.5
TWO_LINES, LINE_BREAK, BALANCE = 0.52, 0.68, 2.5
SHORT, SHORT_LENGTH = 36.0, 16
SPEED, OVER_CAP, FASTEST = 4.0, 10.0, 60.0
PAUSE = 2.0
FULL_PAUSE_MS = 1000
"""A pause that is worth `PAUSE`; two speakers with one between them share no cue, which would give the answer away."""
FORBIDDEN_FORM = 1_000.0
"""A line under half the other, a sentence's end joined to the next one's beginning: where the preset forbids them."""
DURATION = 20_000.0
"""Shorter or longer than a cue may be; above what the reading speed of two cues can cost, below a broken term."""
WORD_TIME = 1_000.0
"""Shorter than a cue's words should have, where the preset says what that is: a recommendation."""
_END_OF_TIME = np.int64(1) << 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """What is cut: words, and the parts of words that are longer than a line, as one row per piece.

    `start`, `end` are positions in the whole text; `start_ms` does not decrease. `price` and `stop` belong to the place
    after the piece; `run` numbers the stretches that no cue may cross, `label` is the room that a cue beginning here
    must leave in its first line, unless it stands `apart` on a line of its own. `named` says whether the speaker is
    known.
    """

    start: Integers
    end: Integers
    start_ms: Integers
    end_ms: Integers
    price: Floats
    stop: Flags
    run: Integers
    label: Integers
    apart: Flags
    named: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The pieces of one cue, `first` to `last` (half-open); the second line begins with `middle`, if there are two."""

    first: int
    last: int
    middle: int | None


def cheapest(pieces: Pieces, preset: Preset) -> tuple[Window, ...]:
    """Return the windows of the cheapest cut, in order; together they hold every piece once."""
    count = pieces.start.size
    if not count:
        return ()
    text_end = np.searchsorted(pieces.end, pieces.start + preset.lines * (preset.cpl + 1) - 1, side="right")
    widest = int(np.max(text_end - np.arange(count)))
    costs = np.full((count + 1, widest), np.inf)
    middles = np.zeros((count + 1, widest), dtype=np.int64)
    run_end = np.searchsorted(pieces.run, pieces.run, side="right")
    reach = np.minimum(text_end, run_end) - np.arange(count)
    for size in range(1, widest + 1):
        first = np.flatnonzero(reach >= size)
        form, middle = _forms(pieces, first, size, preset)
        fits = np.isfinite(form)
        first, last = first[fits], first[fits] + size
        costs[last, widest - size] = form[fits] + _costs(pieces, first, last, preset)
        middles[last, widest - size] = middle[fits]
    if preset.dash and preset.lines == 2:
        _add_pairs(pieces, costs, middles, preset)
    return _chain(costs, middles)


def _forms(pieces: Pieces, first: Integers, size: int, preset: Preset) -> tuple[Floats, Integers]:
    """Return the cost of a window's lines, and where the second begins (0: one line); infinite where none fit.

    A text that fits one line stays on one (Netflix, general requirements, "Line Treatment").
    """
    last = first + size
    apart = pieces.apart[first]
    label = np.where(apart, 0, pieces.label[first])
    single = pieces.end[last - 1] - pieces.start[first] + label <= preset.cpl
    best = np.where(single, 0.0, np.inf)
    middle = np.zeros(first.size, dtype=np.int64)
    if preset.lines == 1 or size == 1:
        return best, middle
    rows = np.flatnonzero(~single & ~apart)
    first, last = first[rows], last[rows]
    start, end = pieces.start[first] - pieces.label[first], pieces.end[last - 1]
    for offset in range(1, size):
        upper = pieces.end[first + offset - 1] - start
        lower = end - pieces.start[first + offset]
        cost = _line_break(pieces.price[first + offset - 1], upper, lower, preset)
        better = cost < best[rows]
        best[rows[better]] = cost[better]
        middle[rows[better]] = first[better] + offset
    return best, middle


def _line_break(price: Floats, upper: Integers, lower: Integers, preset: Preset) -> Floats:
    """Return the cost of two lines of given lengths; infinite where one is too long."""
    longer = np.maximum(upper, lower)
    ratio = 1 - np.minimum(upper, lower) / longer
    uneven = np.maximum(0, ratio - 0.5)
    cost: Floats = TWO_LINES + LINE_BREAK * price + BALANCE * (0.3 * ratio + 2 * uneven)
    if preset.balanced:
        cost = cost + FORBIDDEN_FORM * (uneven > 0)
    cost[longer > preset.cpl] = np.inf
    return cost


def _costs(pieces: Pieces, first: Integers, last: Integers, preset: Preset) -> Floats:
    """Return what windows cost beside their lines."""
    length = pieces.end[last - 1] - pieces.start[first]
    costs: Floats = CUE + CUE_BREAK * pieces.price[last - 1] + SHORT * np.maximum(0, 1 - length / SHORT_LENGTH)
    costs += _time(pieces, first, last, length, preset)
    if not preset.joins:
        sentence = np.concatenate(([0], np.cumsum(pieces.stop)))
        inside = sentence[last - 1] > sentence[first]
        opens = np.concatenate(([True], pieces.stop))[first]
        costs += FORBIDDEN_FORM * (inside & ~(opens & pieces.stop[last - 1]))
    return costs


def _time(pieces: Pieces, first: Integers, last: Integers, length: Integers, preset: Preset) -> Floats:
    """Return what the time that a window may have on screen costs: durations, reading speed, ending at a pause."""
    following = np.append(pieces.start_ms, _END_OF_TIME)
    before = np.concatenate(([-_END_OF_TIME], pieces.end_ms[:-1])) + preset.gap_ms
    start, heard = pieces.start_ms[first], pieces.end_ms[last - 1]
    gone = np.minimum(heard + DISTANCE_MS, following[last] - preset.gap_ms)
    early = np.clip(start - before[first], 0, EARLY_MS)
    room = np.maximum(gone - start + early, 1)
    speed = np.minimum(1000 * length / np.minimum(room, preset.max_ms), FASTEST)
    costs: Floats = SPEED * np.square(np.maximum(0, (speed - preset.target_cps) / 3))
    costs[speed > preset.cap_cps] *= OVER_CAP
    costs += DURATION * np.maximum(0, 1 - room / preset.min_ms)
    if preset.word_ms:
        costs += WORD_TIME * np.maximum(0, 1 - room / ((last - first) * preset.word_ms))
    over = (heard - start > preset.max_ms) & (last - first > 1)
    costs += DURATION * over * np.minimum((heard - start) / preset.max_ms, 10)
    pause = np.where(last < pieces.start.size, following[last] - heard, 0)
    return costs - PAUSE * np.clip(pause / FULL_PAUSE_MS, 0, 1)


def _add_pairs(pieces: Pieces, costs: Floats, middles: Integers, preset: Preset) -> None:
    """Price the cues that two speakers share, one line each: from a sentence's beginning to a sentence's end."""
    widest = costs.shape[1]
    opens = np.concatenate(([True], pieces.stop[:-1] | (np.diff(pieces.run) > 0)))
    closes = np.append(opens[1:], True)
    pairs = [
        (first, middle, last)
        for middle in (np.flatnonzero(np.diff(pieces.run)) + 1).tolist()
        if pieces.named[middle - 1] and pieces.named[middle]
        if pieces.start_ms[middle] - pieces.end_ms[middle - 1] < FULL_PAUSE_MS
        for first in _line_starts(pieces, opens, middle, preset)
        for last in _line_ends(pieces, closes, middle, preset)
        if last - first <= widest
    ]
    if pairs:
        first, middle, last = np.array(pairs, dtype=np.int64).T
        form = TWO_LINES + LINE_BREAK * SENTENCE_END
        costs[last, widest - (last - first)] = form + _costs(pieces, first, last, preset)
        middles[last, widest - (last - first)] = middle


def _line_starts(pieces: Pieces, opens: Flags, middle: int, preset: Preset) -> list[int]:
    """Return the sentence beginnings from which a speaker's last words before `middle` fit a line with its dash."""
    found = []
    for first in range(middle - 1, -1, -1):
        too_long = pieces.end[middle - 1] - pieces.start[first] > preset.cpl - len(preset.dash)
        if too_long or pieces.run[first] != pieces.run[middle - 1]:
            break
        if opens[first]:
            found.append(first)
    return found


def _line_ends(pieces: Pieces, closes: Flags, middle: int, preset: Preset) -> list[int]:
    """Return the places after the sentence ends up to which a speaker's first words, from `middle`, fit such a line."""
    found = []
    for last in range(middle + 1, pieces.start.size + 1):
        too_long = pieces.end[last - 1] - pieces.start[middle] > preset.cpl - len(preset.dash)
        if too_long or pieces.run[last - 1] != pieces.run[middle]:
            break
        if closes[last - 1]:
            found.append(last)
    return found


def _chain(costs: Floats, middles: Integers) -> tuple[Window, ...]:
    """Return the cheapest chain of windows.

    `costs[last, widest - size]` is the cost of the window of `size` pieces that ends before `last`: a row lies beside
    the costs of reaching each of its beginnings.
    """
    count, widest = costs.shape[0] - 1, costs.shape[1]
    reached = np.full(count + 1 + widest, np.inf)
    reached[widest] = 0.0
    column = np.zeros(count + 1, dtype=np.int64)
    for last in range(1, count + 1):
        sums = costs[last] + reached[last : last + widest]
        column[last] = chosen = sums.argmin()
        reached[last + widest] = sums[chosen]
    windows: list[Window] = []
    last = count
    while last:
        chosen = int(column[last])
        first = last - (widest - chosen)
        middle = int(middles[last, chosen])
        windows.append(Window(first=first, last=last, middle=middle or None))
        last = first
    return tuple(reversed(windows))
