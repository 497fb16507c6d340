"""What the readers share: the source they are given and the draft that each of them makes of it.

A reader is a module with two functions: `recognises(source)`, which looks at the content and never at the file's
ending, and `read(source)`, which makes a `Draft`. A draft keeps the order of the input and its places; repairs,
copies, turns and times are settled afterwards, once for all layouts.
"""

from dataclasses import dataclass
from typing import Protocol

from translate.episode import Chapter, Note, TimedSpan
from translate.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file as text: line breaks are newlines, `name` is the file's name, `language` what is spoken."""

    name: str
    text: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph, a cue or a segment: `opens` says that a label, a voice or a dash begins a new turn here.

    `words` are spans of `text`; `place` says where in the input it stood (`line 12`, `segment 3`).
    """

    text: str
    place: str
    speaker: str | None = None
    opens: bool = False
    start_ms: int | None = None
    end_ms: int | None = None
    words: tuple[TimedSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An episode before repairs: pieces in the order of the input.

    With `cues` the pieces are subtitle cues or recogniser segments, joined while the speaker stays; without, a turn
    is an opening piece and what follows it.
    """

    layout: str
    pieces: tuple[Piece, ...]
    cues: bool = False
    title: str | None = None
    date: str | None = None
    duration_ms: int | None = None
    chapters: tuple[Chapter, ...] = ()
    notes: tuple[Note, ...] = ()


class Reader(Protocol):
    """What a module for a layout or a format offers."""

    def recognises(self, source: Source) -> bool:
        """Say whether the content has this format."""

    def read(self, source: Source) -> Draft:
        """Read the content; raises InputError where it breaks the format beyond reading."""
