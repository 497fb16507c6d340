"""Changing a piece's text while its words keep their places."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate.episode import TimedSpan
from translate.readers.draft import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Replace `start` to `end` (half-open) by `text`."""

    start: int
    end: int
    text: str


def apply(piece: Piece, edits: Sequence[Edit]) -> Piece:
    """Return the piece after edits that are in order and disjoint; words that vanish lose their spans."""
    parts: list[str] = []
    stops: list[int] = []
    shifts: list[int] = []
    position = shift = 0
    for edit in edits:
        parts += [piece.text[position : edit.start], edit.text]
        shift += len(edit.text) - (edit.end - edit.start)
        stops.append(edit.end)
        shifts.append(shift)
        position = edit.end
    parts.append(piece.text[position:])

    def moved(place: int) -> int:
        """Map a place; inside an edit it becomes the edit's beginning."""
        index = bisect_right(stops, place)
        base = shifts[index - 1] if index else 0
        if index < len(edits) and edits[index].start < place:
            place = edits[index].start
        return place + base

    spans = (replace(word, start=moved(word.start), end=moved(word.end)) for word in piece.words)
    return trim(replace(piece, text="".join(parts), words=tuple(span for span in spans if span.start < span.end)))


def trim(piece: Piece) -> Piece:
    """Return the piece without white space at the ends of its text."""
    text = piece.text.strip()
    lead = len(piece.text) - len(piece.text.lstrip())
    if text == piece.text:
        return piece
    words = (
        TimedSpan(
            start=max(word.start - lead, 0),
            end=min(word.end - lead, len(text)),
            start_ms=word.start_ms,
            end_ms=word.end_ms,
        )
        for word in piece.words
    )
    return replace(piece, text=text, words=tuple(word for word in words if word.start < word.end))
