"""Sentencepiece pieces with their places in the text.

The raw processor and `vocab.json` give the ids of transformers' `MarianTokenizer`, twelve times faster and without
transformers. Places come from sentencepiece's own record of an encoding (`SentencePieceText`, a protocol buffer whose
five fields are stable since 2018 while the Python names around it are not), read here by hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sentencepiece

from translate.errors import EngineError

_SPACE = "▁"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece and its span of the text, in characters; several pieces may share a character (its bytes)."""

    text: str
    start: int
    end: int


class Pieces:
    """A sentencepiece model: text to pieces and back, with places."""

    def __init__(self, path: Path) -> None:
        """Load a `.spm` file; raises `EngineError` when it is missing or is no sentencepiece model."""
        try:
            self._processor = sentencepiece.SentencePieceProcessor(model_proto=path.read_bytes())
        except (OSError, RuntimeError, ValueError) as error:
            raise EngineError(
                f"the sentencepiece model cannot be read: {error}", where=str(path), mend="Fetch the checkpoint again."
            ) from error

    def count(self, text: str) -> int:
        """Return the number of pieces of a text."""
        return len(self._processor.encode(text))

    def encode(self, text: str) -> tuple[Piece, ...]:
        """Return the pieces of a text, in order."""
        return _pieces(self._processor.encode(text, out_type="serialized_proto"), text)

    def decode(self, pieces: Sequence[str]) -> tuple[str, tuple[Piece, ...]]:
        """Return the text that pieces spell, and the pieces with their spans of it."""
        if not pieces:
            return "", ()
        record = self._processor.decode(list(pieces), out_type="serialized_proto")
        text = b"".join(value for field, value in _fields(record) if field == 1 and isinstance(value, bytes)).decode()
        # A piece of the vocabulary that is not in this model keeps its ▁ for a space.
        return text.replace(_SPACE, " "), _pieces(record, text)


def _pieces(record: bytes, text: str) -> tuple[Piece, ...]:
    """Return the pieces of a `SentencePieceText`, its byte offsets as character offsets of its text."""
    places = _character_offsets(text)
    found: list[Piece] = []
    for field, value in _fields(record):
        if field == 2 and isinstance(value, bytes):
            name, start, end = "", 0, 0
            for part, content in _fields(value):
                if part == 1 and isinstance(content, bytes):
                    name = content.decode()
                elif part == 4 and isinstance(content, int):
                    start = content
                elif part == 5 and isinstance(content, int):
                    end = content
            found.append(Piece(text=name, start=places[start], end=places[end]))
    return tuple(_shared(found))


def _shared(pieces: Sequence[Piece]) -> list[Piece]:
    """Give the pieces that spell one character together (its bytes, `…` as three dots) that character's span.

    Sentencepiece gives all of it to the last of them and an empty span before it to the others.
    """
    shared = list(pieces)
    for index in range(len(shared) - 2, -1, -1):
        piece, following = shared[index], shared[index + 1]
        if piece.start == piece.end == following.start and piece.text != _SPACE:
            shared[index] = Piece(text=piece.text, start=following.start, end=following.end)
    return shared


def _character_offsets(text: str) -> Sequence[int]:
    """Return, for each UTF-8 byte of a text and its end, the position of its character."""
    if text.isascii():
        return range(len(text) + 1)
    offsets: list[int] = []
    for position, character in enumerate(text):
        offsets.extend([position] * len(character.encode()))
    return [*offsets, len(text)]


def _fields(record: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the fields of a protocol buffer record: varints as numbers, the rest as bytes."""
    at = 0
    while at < len(record):
        key, at = _varint(record, at)
        kind = key & 7
        if kind == 0:
            number, at = _varint(record, at)
            yield key >> 3, number
            continue
        length, at = _varint(record, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)
        yield key >> 3, record[at : at + length]
        at += length


def _varint(record: bytes, at: int) -> tuple[int, int]:
    """Return a base-128 number and the position behind it."""
    number = shift = 0
    while True:
        byte = record[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7
