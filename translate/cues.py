"""Cutting timed text into subtitles.

The text of an episode becomes one strip of pieces (words, or parts of a word longer than a line); `windows` finds the
cheapest cut of the strip, `schedule` gives the cues their times. No word is lost or moved, whatever else gives way.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

import numpy as np

from translate.blocks import Block
from translate.breaks import INSIDE_WORD, UNBREAKABLE, Break, breaks
from translate.episode import TimedSpan
from translate.labels import labels
from translate.languages import Language
from translate.presets import Preset, Speakers
from translate.schedule import Heard, schedule
from translate.translation import Provenance
from translate.windows import Pieces, Window, cheapest

_TRUST = tuple(Provenance)
"""Where times come from, most trusted first."""
_CLOSING = frozenset(" \u00a0\u202f?!.,;:…%)]}»”’\"'")
"""What no part of a word begins with, if there is a choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One subtitle on screen.

    `lines` hold no speaker label; `speaker` is who says them. `label` is what a format without voices writes in front
    of the first line, which has room for it; it is empty where no label is due, and ends with a line break where it has
    a line of its own. In a cue that two speakers share, each has a line with its dash, and `second_speaker` says the
    second. `sentences` are indexes into the episode's translations.
    """

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None
    provenance: Provenance
    sentences: tuple[int, ...]
    label: str = ""
    second_speaker: str | None = None

    @property
    def characters(self) -> int:
        """How much there is to read: spaces and the line break count as one each, the label not at all."""
        return sum(map(len, self.lines)) + len(self.lines) - 1

    @property
    def written(self) -> tuple[str, ...]:
        """The lines as a format without voices writes them, with the label."""
        return (*f"{self.label}{self.lines[0]}".split("\n"), *self.lines[1:]) if self.lines else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A word, or a part of one: `start`, `end` in the whole text; `price` and `stop` of the place after it."""

    start: int
    end: int
    start_ms: int
    end_ms: int
    price: float
    stop: bool
    block: int
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    """The whole text with its blocks, its pieces, and the label of each piece that would have one as a cue's first."""

    text: str
    blocks: tuple[Block, ...]
    pieces: tuple[_Piece, ...]
    labels: tuple[str, ...]


def cut(blocks: Sequence[Block], preset: Preset, language: Language) -> tuple[Cue, ...]:
    """Cut blocks into cues, in order.

    Whatever the input, the cues' text is the blocks' up to white space, every line is within the preset's length with
    its label, and cues lie in order with the preset's gap between them; what else must give way does so in the order
    that `schedule` and `windows` describe.
    """
    strip = _strip([block for block in blocks if block.words], preset, language)
    windows = cheapest(_rows(strip), preset)
    heard = [_heard(strip, window) for window in windows]
    times = schedule(heard, preset)
    return tuple(_cue(strip, window, time, preset) for window, time in zip(windows, times, strict=True))


def _strip(blocks: Sequence[Block], preset: Preset, language: Language) -> _Strip:
    """Lay blocks out as one text, with a price on every place where it may be cut."""
    words = [block.text[word.start : word.end] for block in blocks for word in block.words]
    firsts = list(accumulate((len(block.words) for block in blocks), initial=0))
    places = breaks(words, language, frozenset(last - 1 for last in firsts[1:]))
    offsets = accumulate((len(block.text) + 1 for block in blocks), initial=0)
    runs = _runs(blocks)
    forms = _labels(blocks, preset)
    pieces: list[_Piece] = []
    heads: list[str] = []
    now_ms = 0
    for index, (block, offset) in enumerate(zip(blocks, offsets, strict=False)):
        changes = index == 0 or block.speaker != blocks[index - 1].speaker
        for word, spans in _words(block, places[firsts[index] : firsts[index + 1]], index, offset, runs[index], now_ms):
            now_ms = word.start_ms
            due = preset.speakers is Speakers.ALWAYS or changes
            head = _head(forms.get(block.speaker or "", ()) if due else (), word.end - word.start, preset)
            other = head if preset.speakers is Speakers.ALWAYS else ""
            whole = head.endswith("\n") or word.end - word.start <= preset.cpl - len(head)
            parts = [word] if whole else _parts(word, block.text, spans, preset.cpl, len(head), len(other))
            changes = False
            pieces += parts
            heads += [head, *[other] * (len(parts) - 1)]
    text = " ".join(block.text for block in blocks)
    return _Strip(text=text, blocks=tuple(blocks), pieces=tuple(pieces), labels=tuple(heads))


def _words(
    block: Block, places: Sequence[Break], index: int, offset: int, run: int, now_ms: int
) -> Iterator[tuple[_Piece, Sequence[TimedSpan]]]:
    """Yield a block's words as pieces of the whole text, whose starts do not go back behind `now_ms`, with their spans.

    A sign that stands alone is of one piece with its neighbour (French `mot ?`), so that no line begins with it.
    """
    sealed = _sealed(block)
    first = 0
    for number, (word, place) in enumerate(zip(block.words, places, strict=True)):
        if place.price == UNBREAKABLE and number + 1 < len(block.words):
            continue
        opening = block.words[first]
        now_ms = max(now_ms, opening.start_ms)
        piece = _Piece(
            start=offset + opening.start,
            end=offset + word.end,
            start_ms=now_ms,
            end_ms=max(now_ms, *(span.end_ms for span in block.words[first : number + 1])),
            price=UNBREAKABLE if number in sealed else place.price,
            stop=place.stop and number not in sealed,
            block=index,
            run=run,
        )
        yield piece, block.words[first : number + 1]
        first = number + 1


def _runs(blocks: Sequence[Block]) -> list[int]:
    """Return the number of each block's stretch: one speaker's, or one turn's where nobody is named."""
    voices = [(block.speaker, None if block.speaker else block.turn) for block in blocks]
    return [run for run, (_, group) in enumerate(groupby(voices)) for _ in group]


def _labels(blocks: Sequence[Block], preset: Preset) -> dict[str, tuple[str, ...]]:
    """Return the labels of every speaker, the fullest first; none where the preset shows no names."""
    if preset.speakers not in {Speakers.CHANGE, Speakers.ALWAYS}:
        return {}
    return labels((block.speaker for block in blocks if block.speaker), preset.cpl)


def _head(forms: Sequence[str], length: int, preset: Preset) -> str:
    """Return the fullest label beside which a word of a length fits.

    If none does, the label gets a line of its own; if the cue has no other line, or the word is longer than that one as
    well, the shortest label stands beside a part of the word.
    """
    own_line = f"{forms[0].rstrip()}\n" if forms and preset.lines > 1 and length <= preset.cpl else ""
    beside = (form for form in forms if len(form) + length <= preset.cpl)
    return next(beside, own_line or (forms[-1] if forms else ""))


def _sealed(block: Block) -> frozenset[int]:
    """Return the numbers of the words that no cue and no line may end with: inside a protected span."""
    starts = [word.start for word in block.words]
    ends = [word.end for word in block.words]
    sealed: set[int] = set()
    for start, end in block.protected:
        first, last = bisect_left(ends, start + 1), bisect_left(starts, end)
        sealed.update(range(first, last - 1))
    return frozenset(sealed)


def _parts(word: _Piece, text: str, spans: Sequence[TimedSpan], cpl: int, head: int, other: int) -> list[_Piece]:
    """Return a word that is longer than its line as pieces that fit one; `spans` are its places in a block's text.

    The first stands beside a label of `head` characters, the others of `other`. No hyphen is added where a word is cut:
    what long words there are (addresses, paths, commands) would be read with it.
    """
    last = spans[-1].end
    offset = word.end - last
    cuts = [(spans[0].start, _part_end(text[:last], spans[0].start, cpl - head))]
    while cuts[-1][1] < last:
        start = cuts[-1][1] + text.startswith(" ", cuts[-1][1])
        cuts.append((start, _part_end(text[:last], start, cpl - other)))
    return [
        replace(
            word,
            start=offset + start,
            end=offset + end,
            start_ms=max(word.start_ms, _heard_ms(spans, start, 0)),
            end_ms=max(word.start_ms, _heard_ms(spans, end - 1, 1)),
            price=word.price if end == last else INSIDE_WORD,
            stop=word.stop and end == last,
        )
        for start, end in cuts
    ]


def _part_end(text: str, start: int, room: int) -> int:
    """Return where a part of a long word ends, no later than its line: before no closing sign, if there is a choice."""
    latest = min(start + room, len(text))
    ends = range(latest, start, -1)
    good = (end for end in ends if end == len(text) or (text[end] not in _CLOSING and text[end - 1] != " "))
    return next(good, latest - text.startswith(" ", latest - 1))


def _heard_ms(spans: Sequence[TimedSpan], at: int, letters: int) -> int:
    """Return when the letter at a place of the text begins (0 `letters`) or ends (1): its share of its word's time."""
    span = spans[max(bisect_left(spans, at + 1, key=lambda one: one.start) - 1, 0)]
    return span.start_ms + (span.end_ms - span.start_ms) * (at + letters - span.start) // (span.end - span.start)


def _rows(strip: _Strip) -> Pieces:
    """Return the strip's pieces as arrays."""
    pieces = strip.pieces
    return Pieces(
        start=np.array([piece.start for piece in pieces], dtype=np.int64),
        end=np.array([piece.end for piece in pieces], dtype=np.int64),
        start_ms=np.array([piece.start_ms for piece in pieces], dtype=np.int64),
        end_ms=np.array([piece.end_ms for piece in pieces], dtype=np.int64),
        price=np.array([piece.price for piece in pieces], dtype=np.float64),
        stop=np.array([piece.stop for piece in pieces], dtype=np.bool_),
        run=np.array([piece.run for piece in pieces], dtype=np.int64),
        label=np.array([len(label) for label in strip.labels], dtype=np.int64),
        apart=np.array([label.endswith("\n") for label in strip.labels], dtype=np.bool_),
        named=np.array([bool(strip.blocks[piece.block].speaker) for piece in pieces], dtype=np.bool_),
    )


def _heard(strip: _Strip, window: Window) -> Heard:
    """Return what a window's cue shows, as the schedule needs it."""
    pieces = strip.pieces[window.first : window.last]
    return Heard(
        start_ms=pieces[0].start_ms,
        end_ms=max(piece.end_ms for piece in pieces),
        characters=pieces[-1].end - pieces[0].start,
        words=len(pieces),
    )


def _cue(strip: _Strip, window: Window, time: tuple[int, int], preset: Preset) -> Cue:
    """Return the cue of a window."""
    pieces = strip.pieces[window.first : window.last]
    middles = [window.first, window.last] if window.middle is None else [window.first, window.middle, window.last]
    shared = pieces[0].run != pieces[-1].run
    dash = preset.dash if shared else ""
    blocks = strip.blocks[pieces[0].block : pieces[-1].block + 1]
    return Cue(
        start_ms=time[0],
        end_ms=time[1],
        lines=tuple(
            dash + strip.text[strip.pieces[first].start : strip.pieces[last - 1].end]
            for first, last in pairwise(middles)
        ),
        speaker=blocks[0].speaker,
        provenance=max((block.provenance for block in blocks), key=_TRUST.index),
        sentences=tuple(dict.fromkeys(block.sentence for block in blocks)),
        label=strip.labels[window.first],
        second_speaker=blocks[-1].speaker if shared else None,
    )
