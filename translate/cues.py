"""Cutting timed text into subtitles."""

from dataclasses import dataclass

from translate.translation import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One subtitle on screen.

    `lines` hold no speaker label; `speaker` is who says them, and the first line has room for `Name: ` in front
    of it wherever the speaker differs from the cue before. `sentences` are indexes into the episode's translations.
    """

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None
    provenance: Provenance
    sentences: tuple[int, ...]
