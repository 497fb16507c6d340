"""Subtitle files as they are, cue by cue, for judging them: nothing is joined, mended or put in order.

The readers of transcripts share the parsing; here lines stay lines, and a cue whose times cannot be read is told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate.cues import Cue
from translate.episode import Note, NoteKind
from translate.errors import InputError
from translate.languages import Language, language
from translate.readers import srt, webvtt
from translate.readers.cue_blocks import Block, cut
from translate.readers.draft import Source
from translate.readers.encoding import decode
from translate.readers.labels import NAME
from translate.readers.markup import decode_entities, squeeze, strip_tags
from translate.readers.utterances import Utterance, names, utterances
from translate.translation import Provenance

ENDINGS = (".srt", ".vtt")
"""What the names of subtitle files end with."""

_LABEL = re.compile(rf"(?P<name>{NAME})\s?:(?: ?(?=\S)|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleFile:
    """A file's cues in the file's order, and notes of what could not be read or had to be guessed.

    A label in the text (`Name: `) is the cue's `label`; a speaker who is named goes on until another one is told.
    `second_speaker` is not None where a cue has two speakers: a name, or empty where only a dash tells.
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
    lost = (
        Note(kind=NoteKind.TIMING, place=f"line {block.number}", message=message)
        for block in found.blocks
        if (message := _unread(block))
    )
    cues = _cues([block for block in found.blocks if block.start_ms is not None], source.language)
    return SubtitleFile(name=name, cues=tuple(cues), notes=(*notes, *found.notes, *lost))


def _unread(block: Block) -> str:
    """Say what of a block's times cannot be read, if anything."""
    if block.start_ms is None:
        return "the start of a cue cannot be read; the cue is left out"
    return "the end of a cue cannot be read; it takes no time" if block.end_ms is None else ""


def _cues(blocks: Sequence[Block], spoken: Language) -> Iterator[Cue]:
    """Yield blocks as cues; where no voices are, a speaker goes on until another is told."""
    texts = [[row for row in map(_clean, block.lines) if row] for block in blocks]
    known = names(texts, spoken)
    voices = [_voices(block) for block in blocks]
    before = ""
    for block, rows, said in zip(blocks, texts, voices, strict=True):
        cue = _cue(block, rows, utterances(rows, known), said, before, known)
        if not any(voices):
            before = cue.speaker or "" if cue.second_speaker is None else cue.second_speaker
        yield cue


def _voices(block: Block) -> list[str]:
    """Return the names of a block's voices."""
    found = (voice["name"] for voice in webvtt.VOICE.finditer(" ".join(block.lines)))
    return [squeeze(decode_entities(name)) for name in found if name]


def _cue(
    block: Block,
    rows: Sequence[str],
    said: Sequence[Utterance],
    voices: Sequence[str],
    before: str,
    known: frozenset[str],
) -> Cue:
    """Return a block as a cue; `before` is who speaks where nothing else is said."""
    label, lines = _parted(rows, known)
    told = voices or [one.name or "" if one.opens else before for one in said] or [before]
    speakers = list(dict.fromkeys(told))
    shared = len(speakers) > 1 or any(one.opens and one.name is None for one in said[1:])
    return Cue(
        start_ms=block.start_ms or 0,
        end_ms=(block.start_ms or 0) if block.end_ms is None else block.end_ms,
        lines=lines,
        speaker=speakers[0] or None,
        provenance=Provenance.GIVEN,
        sentences=(),
        label=label,
        second_speaker=(speakers[1] if len(speakers) > 1 else "") if shared else None,
    )


def _parted(rows: Sequence[str], known: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Return a cue's label, with a line break where it has a line of its own, and the lines without it."""
    label = _LABEL.match(rows[0]) if rows else None
    if label is None or label["name"] not in known or rows == [label.group()]:
        return "", tuple(rows)
    rest = rows[0][label.end() :]
    return (label.group(), (rest, *rows[1:])) if rest else (f"{label.group()}\n", tuple(rows[1:]))


def _clean(row: str) -> str:
    return squeeze(decode_entities(strip_tags(webvtt.VOICE.sub(" ", row))))
