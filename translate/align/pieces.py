"""What is spoken at once: a sentence, or a part of one that is short enough for places in it to stay near the truth."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate.episode import Turn
from translate.languages import Language
from translate.sentences import Sentence, cut

LONGEST = 84
"""Characters of a piece: two subtitle lines."""
_BREAK = re.compile(r"(?<=[,;:…])\s+|\s+(?=[(«])")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a turn: `sentence` counts the sentences of the whole text, `start`, `end` are in the turn's text."""

    sentence: int
    turn: int
    start: int
    end: int


def sentences(turns: Sequence[Turn], language: Language) -> tuple[Sentence, ...]:
    """Return the sentences of turns, those that hold a letter or a digit only."""
    texts = [turn.text for turn in turns]
    every = cut(texts, language=language, protected=[()] * len(texts), fits=lambda _: True)
    return tuple(s for s in every if any(map(str.isalnum, texts[s.turn][s.start : s.end])))


def pieces(turns: Sequence[Turn], every: Sequence[Sentence]) -> tuple[Piece, ...]:
    """Return the pieces of sentences, in order, without space around them."""
    return tuple(
        Piece(sentence=at, turn=sentence.turn, start=start, end=end)
        for at, sentence in enumerate(every)
        for start, end in _parts(turns[sentence.turn].text, sentence.start, sentence.end)
    )


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield parts of at most `LONGEST` characters, cut after a comma in their second half, else at a space."""
    while True:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end - start <= LONGEST:
            if end > start:
                yield start, end
            return
        cuts = [m for m in _BREAK.finditer(text, start, start + LONGEST + 1) if m.start() > start + LONGEST // 2]
        cuts = cuts or [m for m in _SPACE.finditer(text, start, start + LONGEST + 1) if m.start() > start]
        stop = cuts[-1].start() if cuts else start + LONGEST
        yield start, stop
        start = stop
