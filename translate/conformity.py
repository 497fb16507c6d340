"""How well subtitles obey a preset."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate.cues import Cue
from translate.presets import Preset


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformity:
    """The share of cues (0 to 1; 1 where there are none) that obey each limit of a preset.

    The gap is counted over neighbours. Line length counts the speaker's label, reading speed does not.
    """

    cues: int
    within_cps: float
    within_cpl: float
    within_lines: float
    within_duration: float
    within_gap: float


def measure(cues: Sequence[Cue], preset: Preset) -> Conformity:
    """Measure cues, in order, against a preset."""
    return Conformity(
        cues=len(cues),
        within_cps=_share([characters_per_second(cue) <= preset.cap_cps for cue in cues]),
        within_cpl=_share([max(map(len, written_lines(cue)), default=0) <= preset.cpl for cue in cues]),
        within_lines=_share([len(cue.lines) <= preset.lines for cue in cues]),
        within_duration=_share([preset.min_ms <= cue.end_ms - cue.start_ms <= preset.max_ms for cue in cues]),
        within_gap=_share([after.start_ms - cue.end_ms >= preset.gap_ms for cue, after in pairwise(cues)]),
    )


def characters_per_second(cue: Cue) -> float:
    """Return a cue's reading speed; infinite for one that takes no time."""
    duration_ms = cue.end_ms - cue.start_ms
    return cue.characters * 1000 / duration_ms if duration_ms > 0 else float("inf")


def written_lines(cue: Cue) -> tuple[str, ...]:
    """Return a cue's lines as a format without voices writes them, the label in front of the first."""
    return (cue.label + cue.lines[0], *cue.lines[1:]) if cue.lines else ()


def _share(held: Sequence[bool]) -> float:
    """Return the share of what holds; 1 where there is nothing to hold."""
    return sum(held) / len(held) if held else 1.0
