"""The JSON of recognisers (Whisper, WhisperX, faster-whisper, whisper.cpp) and of Podcasting 2.0: a list of segments.

The shapes differ in the names of the same fields, so they are read as one: `text` or `body`, `start` or `startTime`,
a `speaker` or none, `words` with or without times. A segment's text rules, and words only give times to its stretches;
where it has no text, its words are what was said.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence

from translate.episode import Note, NoteKind, TimedSpan
from translate.errors import InputError
from translate.readers.draft import Draft, Piece, Source
from translate.readers.markup import squeeze
from translate.readers.stamps import IMPOSSIBLE_MS, stamp_ms

_OPENING = re.compile(r"\s*(?:\{\s*(?:[\"}]|\Z)|\[\s*(?:[\[{\]\"]|\Z))")
_LISTS = ("segments", "transcription", "chunks", "results")
_TEXTS = ("text", "body", "word", "transcript")
_STARTS = ("start", "startTime", "start_time", "from")
_ENDS = ("end", "endTime", "end_time", "to")
_WINDOW = 80
_SHAPES = "a list of segments with `text` or `body` (Whisper, WhisperX, Podcasting 2.0), alone or under `segments`"

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def recognises(source: Source) -> bool:
    """Say whether the file begins as a JSON object or list does."""
    return _OPENING.match(source.text[:2000]) is not None


def read(source: Source) -> Draft:
    """Read the segments; raises InputError with line and column where the JSON breaks, or where it has no segments."""
    document = parse(source)
    segments = _segments(document)
    if not segments:
        raise InputError(
            f"The JSON holds no transcript. Looked for {_SHAPES}. It holds {_told(document)}.",
            where=source.name,
            mend="Pass the JSON that the recogniser wrote, with its segments.",
        )
    pieces: list[Piece] = []
    notes: list[Note] = []
    for number, segment in enumerate(segments, start=1):
        piece, wordless = _piece(segment, f"segment {number}")
        pieces.append(piece)
        if wordless:
            notes.append(_unmatched(piece.place, wordless))
    podcast = any("body" in segment for segment in segments)
    return Draft(
        layout="podcast-json" if podcast else "whisper-json", cues=True, pieces=tuple(pieces), notes=tuple(notes)
    )


def parse(source: Source) -> Json:
    """Return the JSON document; raises InputError that says where it breaks, or that it is cut off."""
    try:
        document: Json = json.loads(source.text)
    except json.JSONDecodeError as fault:
        cut = fault.pos >= len(source.text.rstrip()) - 1 or fault.msg.startswith("Unterminated string")
        what = "The JSON is cut off" if cut else "The JSON is broken"
        raise InputError(
            f"{what} at line {fault.lineno}, column {fault.colno}: {fault.msg}.",
            where=source.name,
            mend="Write or copy the whole file again.",
        ) from fault
    except (RecursionError, ValueError) as fault:
        raise InputError(
            "The JSON is nested too deeply, or holds a number with thousands of digits.",
            where=source.name,
            mend="Pass the JSON that a recogniser wrote.",
        ) from fault
    return document


def _segments(document: Json) -> list[Mapping[str, Json]]:
    """Return the segments of any of the shapes; a bare text becomes one segment."""
    if isinstance(document, list):
        found: list[Mapping[str, Json]] = [
            entry for entry in document if isinstance(entry, dict) and _text(entry) is not None
        ]
        nested = [segment for entry in document if isinstance(entry, dict) for segment in _segments(entry)]
        return found or nested
    if not isinstance(document, dict):
        return []
    for key in _LISTS:
        if isinstance(document.get(key), list) and (inside := _segments(document[key])):
            return _with_words(inside, document)
    return [document] if _text(document) is not None else []


def _with_words(segments: list[Mapping[str, Json]], document: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    """Return the segments with the words that the document lists beside them (OpenAI's answer does), by their times."""
    words = document.get("words") or document.get("word_segments")
    if not isinstance(words, list) or any("words" in segment for segment in segments):
        return segments
    waiting = [word for word in words if isinstance(word, dict) and _ms(word, _STARTS) is not None]
    waiting.reverse()
    filled: list[Mapping[str, Json]] = []
    for segment in segments:
        end_ms = _ms(segment, _ENDS)
        own: list[Json] = []
        while waiting and end_ms is not None and (_ms(waiting[-1], _STARTS) or 0) < end_ms:
            own.append(waiting.pop())
        filled.append({**segment, "words": own})
    return filled


def _text(entry: Mapping[str, Json]) -> str | None:
    """Return the text of a segment or a word, of one that has none or an empty one its words; None without either."""
    texts = [value for key in _TEXTS if isinstance(value := entry.get(key), str)]
    words = entry.get("words")
    if not any(text.strip() for text in texts) and isinstance(words, list):
        parts = [part for word in words if isinstance(word, dict) and (part := _text(word))]
        if parts:
            return ("" if any(part.startswith(" ") for part in parts) else " ").join(parts)
    return next((text for text in texts if text.strip()), texts[0] if texts else None)


def _piece(segment: Mapping[str, Json], place: str) -> tuple[Piece, int]:
    """Return a segment's piece, and how many of its words do not stand in its text."""
    text = squeeze(_text(segment) or "")
    entries = segment.get("words")
    words, wordless = _words(text, entries if isinstance(entries, list) else [])
    speaker = segment.get("speaker")
    return (
        Piece(
            text=text,
            place=place,
            speaker=squeeze(str(speaker)) or None if isinstance(speaker, str | int) else None,
            start_ms=_ms(segment, _STARTS),
            end_ms=_ms(segment, _ENDS),
            words=tuple(words),
        ),
        wordless,
    )


def _words(text: str, entries: Sequence[Json]) -> tuple[list[TimedSpan], int]:
    """Return the timed words as spans of the text, matched without regard to spaces, and the number not found."""
    places = [index for index, letter in enumerate(text) if not letter.isspace()]
    letters = "".join(text[index] for index in places)
    spans: list[TimedSpan] = []
    position = missing = 0
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        word = "".join((_text(entry) or "").split())
        found = letters.find(word, position, position + len(word) + _WINDOW) if word else -1
        if found < 0:
            missing += bool(word)
            continue
        position = found + len(word)
        start_ms, end_ms = _ms(entry, _STARTS), _ms(entry, _ENDS)
        if start_ms is not None and end_ms is not None:
            start, end = places[found], places[position - 1] + 1
            spans.append(TimedSpan(start=start, end=end, start_ms=start_ms, end_ms=end_ms))
    return spans, missing


def _ms(entry: Mapping[str, Json], keys: Sequence[str]) -> int | None:
    """Return a time in milliseconds: seconds as a number or text, `hh:mm:ss`, or whisper.cpp's offsets.

    A value that is no time an episode can have is IMPOSSIBLE_MS; None is a time that is not there.
    """
    for holder, scale in ((entry, 1000), (entry.get("offsets"), 1)):
        if not isinstance(holder, dict):
            continue
        for value in (holder.get(key) for key in keys):
            if isinstance(value, str) and value.strip():
                return _clock(value) if ":" in value else _scaled(_number(value), scale)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return _scaled(value, scale)
    return None


def _number(value: str) -> float:
    try:
        return float(value.strip().removesuffix("s"))
    except ValueError:
        return math.nan


def _clock(value: str) -> int:
    found = stamp_ms(value)
    return IMPOSSIBLE_MS if found is None else found


def _scaled(value: float, scale: int) -> int:
    """Return whole milliseconds; no number that is negative, infinite or none at all."""
    return round(value * scale) if 0 <= value < 1e9 else IMPOSSIBLE_MS


def _unmatched(place: str, missing: int) -> Note:
    message = f"{missing} words that do not stand in the segment's text were left out with their times"
    return Note(kind=NoteKind.TIMING, place=place, message=message)


def _told(document: Json) -> str:
    if isinstance(document, dict):
        return f"an object with {', '.join(f'`{key[:40]}`' for key in list(document)[:8]) or 'no keys'}"
    if isinstance(document, list):
        return f"a list of {len(document)} entries"
    return "a single value"
