"""An episode as it was read: who said what, and what the reader repaired or left out.

Positions are half-open `start`, `end` offsets in characters of a turn's text *as read*; every later stage speaks in
these positions. Times are whole milliseconds from the start of the recording and end in `_ms`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSpan:
    """A stretch of a turn's text with the time at which it is heard."""

    start: int
    end: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaker's uninterrupted stretch.

    `words` are word times that the transcript gave, `segments` the timed segments (subtitle cues, recogniser
    segments) that
    the text was joined from; both are in order, disjoint, and need not cover the text. `start_ms` and `end_ms`
    bound the
    turn where the transcript said so.
    """

    speaker: str | None
    text: str
    words: tuple[TimedSpan, ...] = ()
    segments: tuple[TimedSpan, ...] = ()
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter mark: its title and where it starts."""

    title: str
    start_ms: int


class NoteKind(StrEnum):
    """What a reader did to the text, or what nothing else in an episode tells."""

    REPAIRED = "repaired"  # characters were mended: `before` became `after`
    UNREPAIRED = "unrepaired"  # damage that could not be mended, kept as it was
    DROPPED = "dropped"  # words that nobody said (a recogniser's credits), removed
    COPY = "copy"  # a repeated copy of the transcript, dropped
    CHROME = "chrome"  # page furniture around the transcript, left out
    METADATA = "metadata"  # a line that became a field (title, duration, date, chapter)
    DECODED = "decoded"  # the file's bytes were read in an encoding other than UTF-8
    TIMING = "timing"  # a time that was missing, out of order or impossible
    MISSED = "missed"  # a term of a title: `before` is the title, `after` its translation without the term


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing that the reader repaired, dropped or found odd: `place` says where in the input."""

    kind: NoteKind
    place: str
    message: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A transcript as values: turns in order, chapters in order, and the reader's notes.

    `language` is the language spoken (ISO 639-1); `date` is ISO 8601 (`2025-09-30`) or None; `layout` names what
    the reader
    recognised (`podcast-page`, `srt`, ...).
    """

    id: str
    title: str
    language: str
    turns: tuple[Turn, ...]
    date: str | None = None
    duration_ms: int | None = None
    chapters: tuple[Chapter, ...] = ()
    notes: tuple[Note, ...] = ()
    layout: str = ""


def renamed(episode: Episode, names: Mapping[str, str]) -> Episode:
    """Return an episode whose speakers go by the names that a show's settings give them (as read: as shown)."""
    turns = (replace(turn, speaker=names.get(turn.speaker or "", turn.speaker)) for turn in episode.turns)
    return replace(episode, turns=tuple(turns))
