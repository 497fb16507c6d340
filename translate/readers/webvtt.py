"""WebVTT: voices, cue settings, entities, inline times; NOTE, STYLE and REGION blocks are left out.

A cue's text ends at a blank line, but text that follows without times of its own is read on with it: nothing that
was said is lost.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from translate.episode import Note, NoteKind
from translate.readers.cue_blocks import Block, change_note, cut, head_note, pieces, spread
from translate.readers.draft import Draft, Piece, Source
from translate.readers.markup import decode_entities, squeeze, strip_tags
from translate.readers.srt import TIMES

_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
VOICE = re.compile(r"<v(?:\.[^\s<>]{1,60})?[ \t]+(?P<name>[^<>]{1,120})>|</v>")
_HEADER = re.compile(r"(?:WEBVTT|Kind|Language|X-TIMESTAMP-MAP|Region|Style)\b", re.IGNORECASE)


def recognises(source: Source) -> bool:
    """Say whether the file begins with `WEBVTT`."""
    return source.text.lstrip().startswith("WEBVTT")


def read(source: Source) -> Draft:
    """Read the cues with their voices; without voices, speakers are found as in SRT."""
    text, asides = without_asides(source.text.lstrip())
    found = cut(text, TIMES, _is_name)
    voices = any(VOICE.search(row) for block in found.blocks for row in block.lines)
    read_on = (
        tuple(piece for block in found.blocks for piece in _voiced(block))
        if voices
        else pieces(found.blocks, source.language, _clean)
    )
    changes = () if voices else change_note(found.blocks, _clean)
    title = found.head[0].removeprefix("WEBVTT").strip(" -–—\t:") if found.head else ""
    names = [block.name for block in found.blocks if block.name and not block.name.isdigit()]
    loose = [row for row in found.head[1:] if not _HEADER.match(row)]
    return Draft(
        layout="webvtt",
        cues=True,
        pieces=read_on,
        title=title or None,
        notes=(*head_note(loose), *_aside_notes(asides), *_name_notes(names), *changes, *found.notes),
    )


def without_asides(text: str) -> tuple[str, list[str]]:
    """Return the file with its NOTE, STYLE and REGION blocks blanked, so that line numbers stay, and their lines."""
    rows = text.split("\n")
    asides: list[str] = []
    inside = False
    for index, row in enumerate(rows):
        if not row.strip():
            inside = False
        elif _ASIDE.match(row) and (index == 0 or not rows[index - 1].strip()):
            inside = True
        if inside and TIMES.match(row.strip()):
            inside = False
        if inside:
            asides.append(row.strip())
            rows[index] = ""
    return "\n".join(rows), asides


def _is_name(row: str, expected: str) -> bool:
    """Say whether the row above the times is a cue's name: it stands apart, or is the number that is due."""
    return row == expected and not VOICE.search(row)


def _clean(row: str) -> str:
    return decode_entities(strip_tags(VOICE.sub("", row)))


def _voiced(block: Block) -> list[Piece]:
    """Return one piece for each voice of a cue."""
    text = " ".join(block.lines)
    found: list[Piece] = []
    speaker: str | None = None
    position = 0
    for voice in [*VOICE.finditer(text), None]:
        words = squeeze(_clean(text[position : voice.start() if voice else len(text)]))
        if words:
            found.append(Piece(text=words, place=f"cue at line {block.number}", speaker=speaker))
        if voice:
            position, speaker = voice.end(), squeeze(decode_entities(voice["name"] or "")) or None
    return spread([replace(piece, opens=index > 0) for index, piece in enumerate(found)], block)


def _aside_notes(asides: Sequence[str]) -> tuple[Note, ...]:
    if not asides:
        return ()
    message = "comments and styles were left out"
    return (Note(kind=NoteKind.CHROME, place="NOTE, STYLE, REGION", message=message, before="\n".join(asides)),)


def _name_notes(names: Sequence[str]) -> tuple[Note, ...]:
    if not names:
        return ()
    told = "\n".join(dict.fromkeys(names))
    return (Note(kind=NoteKind.CHROME, place="cue names", message="names of cues were left out", before=told),)
