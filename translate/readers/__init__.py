"""From a file's bytes to an Episode: sniff the layout, read it, repair what is certain, and note everything.

    bytes ─ encoding ─► text ─ a reader ─► Draft ─ credits, damage ─► pieces ─ turns ─► Episode

Each reader is a module with `recognises` and `read` (`translate.readers.draft.Reader`); the first that recognises the
content reads it, the page reader last, since any text can be lines. Nothing that was said is lost: what becomes
neither text nor field stands in the notes.
"""

import re
import unicodedata
from dataclasses import replace
from pathlib import PurePath

from translate.document import parse
from translate.episode import Episode, Note
from translate.languages import language as known_language
from translate.readers import credits as credit_lines
from translate.readers import damage, hypertext, page, saved, sbv, segments, srt, webvtt
from translate.readers.draft import Draft, Piece, Reader, Source
from translate.readers.encoding import decode
from translate.readers.refusals import nothing_found, refuse_bytes, refuse_text
from translate.readers.turns import in_time_order, join

READERS: tuple[Reader, ...] = (segments, webvtt, hypertext, srt, sbv, page)
"""In the order in which they are asked."""

_LOOKED_FOR = (
    "turns under a page's heading `Transcription`, `Name: text`, `[0:00] Name`, a name and a time on lines of their "
    "own, plain sentences, HTML, SRT, WebVTT, SBV, and the JSON of recognisers and of Podcasting 2.0"
)


def read(data: bytes, *, name: str, language: str = "fr", by_time: bool = False) -> Episode:
    """Return the episode that a file's content holds.

    `name` is the file's name, for messages, for the fallback title and for the episode's `id`; `language` is what is
    spoken (ISO 639-1). With `by_time`, subtitle cues are put in the order of their times; else a file's order rules.
    Raises InputError for anything that is no transcript, and nothing else.
    """
    refuse_bytes(data, name)
    text, decoding = decode(data, name)
    source = Source(name=name, text=text, language=known_language(language))
    if saved.recognises(source):
        return parse(text, name=name).episode
    refuse_text(text, name)
    draft = next((reader.read(source) for reader in READERS if reader.recognises(source)), None)
    if draft is None:
        raise nothing_found(name, text, _LOOKED_FOR)
    draft, sorting = in_time_order(draft) if by_time and draft.cues else (draft, ())
    pieces, repairs = _repaired(draft, source)
    turns, timing = join(replace(draft, pieces=pieces))
    if not any(letter.isalnum() for turn in turns for letter in turn.text):
        raise nothing_found(name, text, _LOOKED_FOR)
    return Episode(
        id=slug(name),
        title=draft.title or PurePath(name).stem or name,
        language=language,
        turns=turns,
        date=draft.date,
        duration_ms=draft.duration_ms,
        chapters=draft.chapters,
        notes=(*decoding, *draft.notes, *sorting, *repairs, *timing),
        layout=draft.layout,
    )


def slug(name: str) -> str:
    """Return a file name's stem in ASCII letters, digits and hyphens: `Épisode n° 12.txt` gives `episode-n-12`."""
    stem = PurePath(name).stem.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae")
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "episode"


def _repaired(draft: Draft, source: Source) -> tuple[tuple[Piece, ...], tuple[Note, ...]]:
    """Return the pieces without invented credits and with lost letters mended, and the notes of both."""
    pieces: list[Piece] = []
    notes: list[Note] = []
    for piece in draft.pieces:
        kept, dropped = credit_lines.drop(piece, source.language)
        mended, repairs = damage.mend(kept, source.language)
        pieces.append(mended)
        notes += (*dropped, *repairs)
    return tuple(pieces), tuple(notes)


__all__ = ["READERS", "read", "slug"]
