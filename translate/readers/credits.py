"""Credits that nobody said: recognisers invent them over music, as a whole segment or a whole sentence."""

import re
from collections.abc import Iterator

from translate.episode import Note, NoteKind
from translate.languages import Language
from translate.readers.draft import Piece
from translate.readers.edits import Edit, apply

_STOP = re.compile(r"[.!?…](?=\s|\Z)")
_EDGES = " \t\xa0.!?…♪♫-–—()[]*«»\"“”'"


def drop(piece: Piece, language: Language) -> tuple[Piece, list[Note]]:
    """Return the piece without the sentences that are nothing but a credit, and a note for each."""
    if not language.credits:
        return piece, []
    credit = re.compile("|".join(f"(?:{pattern})" for pattern in language.credits), re.IGNORECASE)
    if not credit.search(piece.text):
        return piece, []
    spans = [span for span in _spans(piece.text) if credit.fullmatch(piece.text[slice(*span)].strip(_EDGES))]
    notes = [
        Note(
            kind=NoteKind.DROPPED,
            place=piece.place,
            message="a credit that recognisers invent was dropped",
            before=piece.text[start:end].strip(),
        )
        for start, end in spans
    ]
    edits = [Edit(start=start, end=end, text="") for start, end in spans]
    return apply(piece, edits), notes


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a text with the blanks after them; they tile it."""
    start = 0
    for stop in _STOP.finditer(text):
        end = stop.end() + len(text[stop.end() : stop.end() + 20]) - len(text[stop.end() : stop.end() + 20].lstrip())
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)
