"""The episode as the page lays it out: sentences with a place of their own, under chapters, in blocks of one turn."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from translate.corrected import Corrected, corrected
from translate.episode import Chapter, Turn
from translate.translation import (
    Confidence,
    Status,
    TranslatedEpisode,
    Translation,
    WordTime,
    sentence_confidences,
    sentence_times,
)
from translate.writers.page.markup import anchor

SPEAKER_COLOURS = 8
"""How many speakers have a colour of their own; the page's style sheet has as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence of the page: its translation, its source as shown, when it is heard, and its `anchor` (an id).

    `confidence` says how far its time can be believed, where it was found in a recording.
    The anchor is made of what is said, not of when or where, so that a link to it survives another run.
    """

    translation: Translation
    source: Corrected
    time: WordTime
    anchor: str
    confidence: Confidence | None = None

    @property
    def doubts(self) -> tuple[str, ...]:
        """What is doubtful about the translation, then about the time, in words."""
        misgivings = self.confidence.misgivings if self.confidence is not None else ()
        return (*self.translation.doubts, *(f"time: {why}" for why in misgivings))

    @property
    def to_check(self) -> bool:
        """Whether a reviewer should look at the sentence: a term was missed, or something is doubtful."""
        return bool(self.doubts) or any(o.status is Status.MISSED for o in self.translation.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The rows of one turn in one chapter."""

    turn: Turn
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter with its target title and its blocks; what comes before the first chapter has none."""

    chapter: Chapter | None
    title: str
    anchor: str
    blocks: tuple[Block, ...]


def rows(translated: TranslatedEpisode) -> tuple[Row, ...]:
    """Return a row per translation, in order."""
    seen: Counter[str] = Counter()
    made: list[Row] = []
    told = zip(translated.translations, sentence_times(translated), sentence_confidences(translated), strict=True)
    for translation, time, confidence in told:
        sentence = translation.sentence
        text = translated.episode.turns[sentence.turn].text
        place = anchor("s", " ".join(text[sentence.start : sentence.end].split()))
        seen[place] += 1
        source = corrected(text, sentence.start, sentence.end, (o.hit for o in translation.outcomes))
        nth = f"-{seen[place]}" if seen[place] > 1 else ""
        anchored = place + nth
        made.append(Row(translation=translation, source=source, time=time, anchor=anchored, confidence=confidence))
    return tuple(made)


def parts(translated: TranslatedEpisode, made: Sequence[Row]) -> tuple[Part, ...]:
    """Return the rows under their chapters: one part per chapter, and one before them where something is said there."""
    chapters = translated.episode.chapters
    openings = _openings([row.time.start_ms for row in made], chapters)
    turns = translated.episode.turns
    before = Part(chapter=None, title="", anchor="opening", blocks=_blocks(turns, made[: openings[0]]))
    under = [
        Part(chapter=chapter, title=title, anchor=f"chapter-{number}", blocks=_blocks(turns, made[opening:closing]))
        for number, (chapter, title, (opening, closing)) in enumerate(
            zip(chapters, translated.chapter_titles, pairwise(openings), strict=True), start=1
        )
    ]
    return (before, *under) if before.blocks else tuple(under)


def speaker_classes(turns: Sequence[Turn]) -> dict[str, str]:
    """Return each speaker's style class, in the order in which they first speak."""
    names = dict.fromkeys(turn.speaker for turn in turns if turn.speaker is not None)
    return {name: f"speaker-{number % SPEAKER_COLOURS + 1}" for number, name in enumerate(names)}


def _openings(starts_ms: Sequence[int], chapters: Sequence[Chapter]) -> list[int]:
    """Return the index of each chapter's first row, which is the row that starts nearest to its mark; the end last."""
    openings: list[int] = []
    for chapter in chapters:
        first = openings[-1] if openings else 0
        openings.append(
            min(range(first, len(starts_ms)), key=lambda i: abs(starts_ms[i] - chapter.start_ms), default=first)
        )
    return [*openings, len(starts_ms)]


def _blocks(turns: Sequence[Turn], made: Sequence[Row]) -> tuple[Block, ...]:
    """Return rows in blocks of one turn."""
    return tuple(
        Block(turn=turns[turn], rows=tuple(inside))
        for turn, inside in groupby(made, key=lambda row: row.translation.sentence.turn)
    )
