"""Subtitle files as they are, cue by cue, for judging them: nothing is joined, mended or put in order.

The readers of transcripts share the parsing; here lines stay lines, and a cue whose times cannot be read is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.cues import Cue
from translate.episode import Note, NoteKind
from translate.errors import InputError
from translate.languages import Language, language
from translate.readers import srt, webvtt
from translate.readers.cue_blocks import Block, cut
from translate.readers.draft import Source
from translate.readers.encoding import decode
from translate.readers.labels import NAME, accepted
from translate.readers.markup import decode_entities, squeeze, strip_tags
from translate.translation import Provenance

ENDINGS = (".srt", ".vtt")
"""What the names of subtitle files end with."""

_LABEL = re.compile(rf"(?P<name>{NAME})\s?: ?(?=\S)")
_DASH = re.compile(r"[-–—]\s?(?=[^\s\d–—-])")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleFile:
    """A file's cues in the file's order, and notes of what could not be read or had to be guessed.

    A label in the text (`Name: `) is the cue's `label`. `second_speaker` is not None where a cue has two speakers: a
    name, or empty where only a dash tells.
    """

    name: str
    cues: tuple[Cue, ...]
    notes: tuple[Note, ...]


def read(data: bytes, *, name: str, spoken: str = "en") -> SubtitleFile:
    """Read an SRT or WebVTT file; `spoken` is the language of its text (ISO 639-1).

    Raises `InputError` for a file that has no cue.
    """
    text, notes = decode(data, name)
    source = Source(name=name, text=text, language=language(spoken))
    if webvtt.recognises(source):
        text, _ = webvtt.without_asides(text.lstrip())
    found = cut(text, srt.TIMES, lambda row, expected: row.isdigit() and row == expected)
    if not found.blocks:
        mend = "SRT and WebVTT files have lines such as 00:00:01,000 --> 00:00:02,500."
        raise InputError("there is no cue in it", where=name, mend=mend)
    unread = [block for block in found.blocks if block.start_ms is None or block.end_ms is None]
    known = _names(found.blocks, source.language)
    lost = (
        Note(kind=NoteKind.TIMING, place=f"line {block.number}", message="the times of a cue cannot be read")
        for block in unread
    )
    cues = (_cue(block, known) for block in found.blocks if block not in unread)
    return SubtitleFile(name=name, cues=tuple(cues), notes=(*notes, *found.notes, *lost))


def _names(blocks: Sequence[Block], spoken: Language) -> frozenset[str]:
    """Return the speakers that labels in the text name."""
    rows = [_clean(row) for block in blocks for row in block.lines]
    return accepted((label["name"] for row in rows if (label := _LABEL.match(_undashed(row)))), len(blocks), spoken)


def _cue(block: Block, known: frozenset[str]) -> Cue:
    """Return a block as a cue."""
    voices = [
        squeeze(decode_entities(voice["name"]))
        for voice in webvtt.VOICE.finditer(" ".join(block.lines))
        if voice["name"]
    ]
    rows = [row for row in map(_clean, block.lines) if row]
    labels = [label for row in rows if (label := _LABEL.match(_undashed(row))) and label["name"] in known]
    dashes = sum(bool(_DASH.match(row)) for row in rows)
    shown = labels[0].group() if labels and rows[0].startswith(labels[0].group()) else ""
    lines = [rows[0].removeprefix(shown), *rows[1:]] if rows else []
    speakers = list(dict.fromkeys(voices or [label["name"] for label in labels]))
    shared = len(speakers) > 1 or dashes > 1
    return Cue(
        start_ms=block.start_ms or 0,
        end_ms=block.end_ms or 0,
        lines=tuple(lines),
        speaker=speakers[0] if speakers else None,
        provenance=Provenance.GIVEN,
        sentences=(),
        label=shown,
        second_speaker=(speakers[1] if len(speakers) > 1 else "") if shared else None,
    )


def _clean(row: str) -> str:
    return squeeze(decode_entities(strip_tags(webvtt.VOICE.sub("", row))))


def _undashed(row: str) -> str:
    return _DASH.sub("", row, count=1) if _DASH.match(row) else row
