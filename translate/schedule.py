"""When each cue is on screen.

A cue wants to appear with its first word and to stay half a second past its last. Where speech is quicker than that
allows, the limits give way in this order, last first: gap, shortest duration, distance from the words, reading speed.
A shortest duration by the word is a recommendation: what it asks beyond the preset's shortest gives way to distance.
So is the time that reading takes: for it, cues share half a second with their neighbours on either side.

Starts that leave every cue its shortest duration and the gap after it are an isotonic regression: with what the cues
before it need subtracted, the starts must not decrease. Of all such starts these are the ones whose largest shift is
smallest, with at most half a second of it to the early side; cues that are not crowded do not move at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

from translate.presets import Preset

LINGER_MS = 500
"""How long a cue stays past its words when nothing hurries it."""
EARLY_MS = LATE_MS = 500
"""The most that a cue may come before its words, and after them for the sake of the reading of the one before."""
DISTANCE_MS = 1500
"""The most that a cue may stay past its words, or come after them, for the sake of reading speed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a cue shows: when it is heard, how many characters are read, and how many words they are."""

    start_ms: int
    end_ms: int
    characters: int
    words: int


def schedule(heard: Sequence[Heard], preset: Preset) -> tuple[tuple[int, int], ...]:
    """Return the times (start, end) of cues in order; starts of what is heard must not decrease.

    Cues are at least the preset's gap apart and last from its shortest to its longest duration, whatever is heard.
    """
    shortest = _shortest(heard, preset)
    starts = _starts(heard, shortest, preset)
    ends = _ends(heard, starts, shortest, preset)
    _borrow(heard, starts, ends, shortest, preset)
    _close_gaps(heard, starts, ends, preset)
    return tuple(zip(starts, ends, strict=True))


def wanted_ms(characters: int, cps: float, preset: Preset) -> int:
    """Return how long a reader needs at a reading speed, within the longest duration."""
    return min(ceil(1000 * characters / cps), preset.max_ms)


def _shortest(heard: Sequence[Heard], preset: Preset) -> list[int]:
    """Return how long each cue must last: as its words and its reading ask, as far as that keeps cues near their words.

    For its words a cue may stay as long as it stays near them. For its reading it may take what the next one lends, by
    waiting `LATE_MS`, and what it takes itself, by coming `EARLY_MS` before: `_starts` shares that out.
    """
    found: list[int] = []
    free = 0
    for cue, following in zip(heard, [*heard[1:], None], strict=False):
        start = max(cue.start_ms, free)
        near = cue.end_ms + DISTANCE_MS - start
        lent = near if following is None else following.start_ms + EARLY_MS + LATE_MS - preset.gap_ms - start
        read = min(wanted_ms(cue.characters, preset.cap_cps, preset), lent)
        found.append(max(preset.min_ms, min(max(preset.shortest_ms(cue.words), read), near)))
        free = start + found[-1] + preset.gap_ms
    return found


def _starts(heard: Sequence[Heard], shortest: Sequence[int], preset: Preset) -> list[int]:
    """Return starts that leave room for the shortest durations and the gap, with the smallest largest shift."""
    needed = list(accumulate((ms + preset.gap_ms for ms in shortest), initial=0))
    wanted = [cue.start_ms - before for cue, before in zip(heard, needed, strict=False)]
    latest = list(accumulate(wanted, max))
    earliest = list(accumulate(reversed(wanted), min))[::-1]
    return [
        max((early + late) // 2, late - EARLY_MS, 0) + before
        for early, late, before in zip(earliest, latest, needed, strict=False)
    ]


def _nexts(starts: Sequence[int], preset: Preset) -> Iterable[int]:
    """Yield, for each cue, when it must be gone for the next; the last one's is later than any duration."""
    return [*(start - preset.gap_ms for start in starts[1:]), starts[-1] + preset.max_ms] if starts else []


def _ends(heard: Sequence[Heard], starts: Sequence[int], shortest: Sequence[int], preset: Preset) -> list[int]:
    """Return ends: past the words by `LINGER_MS`, longer for a slow reader, and always before the next cue."""
    ends = []
    for cue, start, least, limit in zip(heard, starts, shortest, _nexts(starts, preset), strict=True):
        read = start + wanted_ms(cue.characters, preset.target_cps, preset)
        end = max(cue.end_ms + LINGER_MS, min(read, cue.end_ms + DISTANCE_MS))
        ends.append(max(min(end, limit, start + preset.max_ms), start + least))
    return ends


def _borrow(
    heard: Sequence[Heard], starts: list[int], ends: list[int], shortest: Sequence[int], preset: Preset
) -> None:
    """Let a cue that is read too fast come earlier, from silence and from what the cue before does not need."""
    free = 0
    for index, cue in enumerate(heard):
        needed = wanted_ms(cue.characters, preset.cap_cps, preset)
        missing = needed - (ends[index] - starts[index])
        take = min(missing, EARLY_MS - max(0, cue.start_ms - starts[index]))
        start = max(starts[index] - take, free)
        if take > 0 and start < starts[index]:
            starts[index] = start
            if index:
                ends[index - 1] = min(ends[index - 1], start - preset.gap_ms)
        kept = min(max(needed, shortest[index]), ends[index] - starts[index])
        free = starts[index] + kept + preset.gap_ms


def _close_gaps(heard: Sequence[Heard], starts: Sequence[int], ends: list[int], preset: Preset) -> None:
    """Close the gaps that would only flicker, where the preset asks for it."""
    if not preset.close_gap_ms:
        return
    for index, limit in enumerate(list(_nexts(starts, preset))[:-1]):
        if 0 < limit - ends[index] <= preset.close_gap_ms - preset.gap_ms:
            longest = min(starts[index] + preset.max_ms, heard[index].end_ms + DISTANCE_MS)
            ends[index] = max(ends[index], min(limit, longest))
