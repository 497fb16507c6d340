"""What a subtitle may be: the limits of the guidelines that people subtitle by.

What a guideline leaves open is the podcast preset's. One that gives a single reading speed gives the most it allows:
the speed to aim at is then the podcast's 17 characters a second, or one below the most where that is no more than 17.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TypeVar

from translate.errors import UsageError

Value = TypeVar("Value")

TARGET_BELOW_CAP = 1.0
"""How far below the highest reading speed the wanted one lies at least, in characters per second."""


class Speakers(StrEnum):
    """How a subtitle says who speaks."""

    NEVER = "never"
    CHANGE = "change"  # `Name: ` where the speaker differs from the cue before
    ALWAYS = "always"  # `Name: ` on every cue
    DASH = "dash"  # `-A` and `-B` on two lines of one cue; no names
    DASH_SPACE = "dash-space"  # `- A` and `- B`


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """The limits of a guideline.

    `cpl` is characters per line, with the speaker's label; `target_cps` and `cap_cps` are characters per second, wanted
    and at most, spaces and the line break counted as one each, the label not. `word_ms` is the time on screen that a
    cue should have for each of its words, where that is more than `min_ms`. Cues are `gap_ms` apart at least, and a
    gap of `close_gap_ms` or less is closed to exactly that.
    `balanced` forbids a line under half the other; `joins` allows a cue to hold a sentence's end and the next one's
    beginning. `source` names the guideline.
    """

    name: str
    cpl: int = 42
    lines: int = 2
    target_cps: float = 17.0
    cap_cps: float = 20.0
    word_ms: int = 0
    min_ms: int = 833
    max_ms: int = 7000
    gap_ms: int = 83
    close_gap_ms: int = 0
    speakers: Speakers = Speakers.CHANGE
    balanced: bool = False
    joins: bool = True
    source: str = ""

    @property
    def dash(self) -> str:
        """What stands before each line of a cue that two speakers share; empty where no cue may be shared."""
        return {Speakers.DASH: "-", Speakers.DASH_SPACE: "- "}.get(self.speakers, "")

    def shortest_ms(self, words: int) -> int:
        """Return how long a cue of so many words should be on screen at least."""
        return min(max(self.min_ms, words * self.word_ms), self.max_ms)


_NETFLIX = Preset(
    name="netflix-en",
    close_gap_ms=500,  # 12 frames of 24 a second, closed to two
    speakers=Speakers.DASH,
    source="Netflix Timed Text Style Guide, general requirements and English",
)

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(name="podcast", source="Glossub's own: for listening along on a phone or in a browser"),
        _NETFLIX,
        replace(
            _NETFLIX,
            name="netflix-17",
            target_cps=16.0,
            cap_cps=17.0,
            speakers=Speakers.DASH_SPACE,
            source="Netflix Timed Text Style Guide, general requirements and French",
        ),
        Preset(
            name="ted",
            cap_cps=21.0,
            min_ms=1000,
            balanced=True,
            joins=False,
            source="TED Translators' subtitling guide; the limits of the IWSLT shared task",
        ),
        Preset(
            name="bbc",
            cpl=37,
            target_cps=16.0,  # 160 words a minute, six characters to a word and its space
            cap_cps=18.0,  # 180 words a minute
            word_ms=300,  # "at least 0.3 seconds per word": the shortest duration, not the speed
            gap_ms=0,
            close_gap_ms=1000,
            source="BBC Subtitle Guidelines",
        ),
        Preset(
            name="amazon",
            target_cps=16.0,
            cap_cps=17.0,
            min_ms=1000,
            speakers=Speakers.DASH_SPACE,
            source="Amazon Prime Video timed text guide",
        ),
        Preset(
            name="arte",
            cpl=40,
            min_ms=1000,
            max_ms=10_000,
            gap_ms=200,
            speakers=Speakers.DASH_SPACE,
            source="ARTE's subtitling specification",
        ),
        Preset(name="podcast-srt", cpl=32, source="Podcasting 2.0, transcript tag, SRT"),
        Preset(
            name="shorts",
            cpl=24,
            cap_cps=25.0,
            min_ms=700,
            max_ms=5000,
            source="Glossub's own: for upright video",
        ),
    )
}
"""Every preset by name; the first is the default."""

_SIBLINGS = {"netflix-en": "netflix-17"}
"""The preset that the guideline wants for other languages than English."""


def preset(name: str) -> Preset:
    """Return a preset by name; raise `UsageError` for a name that no preset has."""
    found = PRESETS.get(name)
    if found is None:
        raise UsageError(
            f"no preset is called {name!r}", where="--preset", mend=f"Choose one of: {', '.join(PRESETS)}."
        )
    return found


def sibling(chosen: Preset, language: str) -> Preset:
    """Return what a preset is for subtitles in another language (ISO 639-1): its guideline's own preset for it.

    Numbers that were overridden stay as they were asked for.
    """
    other = _SIBLINGS.get(chosen.name)
    if other is None or language == "en":
        return chosen
    table = PRESETS[chosen.name]
    asked = {
        field.name: getattr(chosen, field.name)
        for field in fields(Preset)
        if getattr(chosen, field.name) != getattr(table, field.name)
    }
    return replace(PRESETS[other], **asked)


def twice(chosen: Preset) -> Preset:
    """Return what a preset is for cues that show two languages, one above the other.

    Time on screen by the word is left out: nobody reads the words of both.
    """
    return replace(
        chosen,
        lines=2 * chosen.lines,
        target_cps=2 * chosen.target_cps,
        cap_cps=2 * chosen.cap_cps,
        word_ms=0,
    )


def override(
    chosen: Preset,
    *,
    cpl: int | None = None,
    lines: int | None = None,
    cps: float | None = None,
    min_ms: int | None = None,
    max_ms: int | None = None,
    gap_ms: int | None = None,
    speakers: Speakers | None = None,
) -> Preset:
    """Return a preset with other numbers; raise `UsageError` for one that no subtitle could obey.

    `cps` is the highest reading speed; the wanted one is lowered where it would not lie below it.
    """
    changed = replace(
        chosen,
        cpl=_asked(cpl, chosen.cpl),
        lines=_asked(lines, chosen.lines),
        target_cps=chosen.target_cps if cps is None else min(chosen.target_cps, cps - TARGET_BELOW_CAP),
        cap_cps=_asked(cps, chosen.cap_cps),
        min_ms=_asked(min_ms, chosen.min_ms),
        max_ms=_asked(max_ms, chosen.max_ms),
        gap_ms=_asked(gap_ms, chosen.gap_ms),
        speakers=_asked(speakers, chosen.speakers),
    )
    for what, where, mend in _faults(changed):
        raise UsageError(what, where=where, mend=mend)
    return changed


def _asked(value: Value | None, default: Value) -> Value:
    """Return what was asked for, if anything was."""
    return default if value is None else value


_RANGES = (
    ("cpl", "--cpl", "characters per line", 16, 120),
    ("lines", "--lines", "lines", 1, 2),
    ("cap_cps", "--cps", "characters per second", 5, 60),
    ("min_ms", "--min-ms", "milliseconds", 100, 5000),
    ("max_ms", "--max-ms", "milliseconds", 1000, 30_000),
    ("gap_ms", "--gap-ms", "milliseconds", 0, 1000),
)


def _faults(changed: Preset) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a preset's numbers, as the parts of an error."""
    for name, option, unit, lowest, highest in _RANGES:
        value = getattr(changed, name)
        if not lowest <= value <= highest:
            yield f"{value:g} {unit} cannot be kept", option, f"Give a number from {lowest} to {highest}."
    if changed.min_ms > changed.max_ms:
        yield (
            f"a cue cannot last at least {changed.min_ms} ms and at most {changed.max_ms} ms",
            "--min-ms, --max-ms",
            "Let the shortest be below the longest.",
        )
