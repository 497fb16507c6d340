"""The transcript as a machine speaks it: a signal in which the place of every word is known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from translate.align.pieces import Piece
from translate.align.spectrum import FRAME_MS, Power, mel_power
from translate.align.voice import Speech, Voice
from translate.engine import Progress, silent
from translate.episode import Turn

_PIECE_S, _SENTENCE_S, _TURN_S = 0.0, 0.3, 0.5
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWord:
    """A word of a turn and where the reference says it, in frames from its beginning (fractions count)."""

    piece: int
    turn: int
    start: int
    end: int
    begins: float
    ends: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The reference's mel power, the frames of each piece (first, and one past the last) and its words."""

    power: Power
    borders: tuple[tuple[int, int], ...]
    words: tuple[SpokenWord, ...]


def speak(turns: Sequence[Turn], pieces: Sequence[Piece], voice: Voice, progress: Progress = silent) -> Reference:
    """Return the pieces as a voice speaks them one after the other, with a pause at sentences and turns.

    Every piece begins on a frame. Raises what the voice raises.
    """
    words: list[SpokenWord] = []
    borders: list[tuple[int, int]] = []

    def signal() -> Iterator[NDArray[np.float32]]:
        now = 0
        for at, piece in enumerate(pieces):
            text = turns[piece.turn].text[piece.start : piece.end]
            speech = first if at == 0 else voice.speak(text)
            frame = speech.rate * FRAME_MS / 1000
            begins = np.ceil((now + _pause(pieces, at) * speech.rate) / frame)
            silence = round(begins * frame) - now
            yield np.concatenate([np.zeros(silence, np.float32), speech.samples])
            now += silence + len(speech.samples)
            borders.append((int(begins), int(np.ceil(now / frame))))
            words.extend(_words(at, piece, text, speech, float(begins)))
            progress(at + 1, len(pieces))
        yield np.zeros(round(first.rate * 0.5), np.float32)

    first = voice.speak(turns[pieces[0].turn].text[pieces[0].start : pieces[0].end])
    power = mel_power(signal(), first.rate)
    return Reference(power=power, borders=tuple(borders), words=tuple(words))


def _pause(pieces: Sequence[Piece], at: int) -> float:
    """Return the pause before a piece in seconds."""
    if at == 0 or pieces[at - 1].turn != pieces[at].turn:
        return _TURN_S
    return _PIECE_S if pieces[at - 1].sentence == pieces[at].sentence else _SENTENCE_S


def _words(at: int, piece: Piece, text: str, speech: Speech, begins: float) -> Iterator[SpokenWord]:
    """Yield a piece's words, placed by the voice's marks, and by their length between marks."""
    knots = [(0, 0)]
    for character, sample in speech.marks:
        if character > knots[-1][0] and sample > knots[-1][1]:
            knots.append((character, sample))
    if knots[-1][0] < len(text) + 1:
        knots.append((len(text) + 1, len(speech.samples)))
    characters, samples = zip(*knots, strict=True)
    frame = speech.rate * FRAME_MS / 1000
    for match in _WORD.finditer(text):
        here, there = np.interp((match.start(), match.end() + 1), characters, samples) / frame
        yield SpokenWord(
            piece=at,
            turn=piece.turn,
            start=piece.start + match.start(),
            end=piece.start + match.end(),
            begins=begins + float(here),
            ends=begins + float(there),
        )
