"""What was said, with listed misheard terms shown as what they are: `Défesse` as `DevFest`.

A transcript is never changed: a correction is a *view* of a stretch of a turn's text, with a map between its positions
and those of the text as read. Everything that shows the source side (cues, pages, tables, the translation memory) shows
this view.

The words around a correction stay as they are. An elision or a contraction before it follows the term's sound, which
the recogniser heard right even where it wrote the wrong word: `du Défesse` becomes `du DevFest`, and `l'ixpé` `l'XP`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from translate.terms import Hit, Reason

_SENTENCE_ENDS = frozenset(".!?…")
_OPENERS = frozenset("«»“”\"'’‘()[]-–—•")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A misheard hit and where its term stands: `start`, `end` in the corrected text."""

    hit: Hit
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A stretch of a turn's text as it is shown: `start`, `end` are its bounds in the turn's text as read.

    `corrections` are in order and disjoint. Outside them, the text is the turn's, character for character.
    """

    text: str
    start: int
    end: int
    corrections: tuple[Correction, ...] = ()

    def to_corrected(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the turn's text stands in `text`.

        A span that touches a corrected form takes in the whole term; what lies outside the stretch is cut off.
        """
        touched = [(c.hit.start, c.hit.end, c.start, c.end) for c in self.corrections]
        start, end = (min(max(position, self.start), self.end) for position in (start, end))
        return _across(touched, start, end, offset=-self.start)

    def to_read(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of `text` stands in the turn's text as read.

        A span that touches a corrected term takes in the whole form that was written for it.
        """
        start, end = min(max(start, 0), len(self.text)), min(max(end, 0), len(self.text))
        if not self.corrections:
            return start + self.start, max(start, end) + self.start
        touched = [(c.start, c.end, c.hit.start, c.hit.end) for c in self.corrections]
        return _across(touched, start, end, offset=self.start)


def corrected(text: str, start: int, end: int, hits: Iterable[Hit]) -> Corrected:
    """Return the stretch `start`, `end` of a turn's text with the misheard hits inside it replaced by their terms.

    `hits` are hits of this turn, in any order; those that count for another reason, and those that are not wholly
    inside the stretch, change nothing. Of two that overlap, the first counts.
    """
    pieces: list[str] = []
    corrections: list[Correction] = []
    length, done = 0, start
    for hit in sorted((h for h in hits if h.reason is Reason.MISHEARD), key=lambda h: (h.start, h.end)):
        if hit.start < done or hit.end > end:
            continue
        before, term = text[done : hit.start], _shown(text, hit)
        at = length + len(before)
        length = at + len(term)
        pieces += (before, term)
        corrections.append(Correction(hit=hit, start=at, end=length))
        done = hit.end
    pieces.append(text[done:end])
    return Corrected(text="".join(pieces), start=start, end=end, corrections=tuple(corrections))


def _shown(text: str, hit: Hit) -> str:
    """Return the term as it is written in this place: with a capital where it opens a sentence that had one.

    A term that has capitals of its own (`iOS`) keeps its spelling everywhere.
    """
    term = hit.term.source
    if term != term.lower() or not text[hit.start : hit.end][:1].isupper() or not _opens_sentence(text, hit.start):
        return term
    return term[:1].upper() + term[1:]


def _opens_sentence(text: str, position: int) -> bool:
    """Say whether only quotes, dashes and spaces stand between a position and a sentence's end or the text's start."""
    while position > 0 and (text[position - 1].isspace() or text[position - 1] in _OPENERS):
        position -= 1
    return position == 0 or text[position - 1] in _SENTENCE_ENDS


def _across(spans: list[tuple[int, int, int, int]], start: int, end: int, offset: int) -> tuple[int, int]:
    """Move a span from one side of the map to the other.

    `spans` are (start, end here, start, end there), in order; `offset` is what the positions before the first gain.
    """
    there_start, there_end = start + offset, end + offset
    for here_start, here_end, other_start, other_end in spans:
        if here_end <= start:
            there_start = start - here_end + other_end
        elif here_start <= start:
            there_start = other_start
        if here_end <= end:
            there_end = end - here_end + other_end
        elif here_start < end:
            there_end = other_end
    return there_start, max(there_start, there_end)
