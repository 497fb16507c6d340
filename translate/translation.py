"""What became of an episode: a translation for every sentence, an outcome for every hit, a time for every word.

A `TranslatedEpisode` is all that the writers and every later tool need; `translation.json` is this value in full.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum

from translate.engine import Link
from translate.episode import Episode
from translate.sentences import Sentence
from translate.terms import Hit


class Status(StrEnum):
    """What became of a hit."""

    KEPT = "kept"  # the engine rendered it as the glossary says
    REPAIRED = "repaired"  # a later tier of the ladder did
    MISSED = "missed"  # nobody did, and a finding says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The one outcome of a hit: `tier` is who decided, `rendering` what stands in the target, at `start`, `end` of it.

    A missed hit has no rendering and no place (-1).
    """

    hit: Hit
    status: Status
    tier: str
    rendering: str = ""
    start: int = -1
    end: int = -1


class Doubt(StrEnum):
    """Why a translation looks wrong."""

    REPETITION = "repetition"
    LENGTH_RATIO = "length ratio"
    UNTRANSLATED = "untranslated"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A sentence's target text.

    `links` pair spans of the *turn's* text with spans of `target`, in target order. There is one outcome per hit of the
    sentence, in the order of the hits. `edited` says that a person wrote the target.
    """

    sentence: Sentence
    target: str
    links: tuple[Link, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    edited: bool = False


class Provenance(StrEnum):
    """Where a time comes from, most trusted first."""

    GIVEN = "given"  # the transcript's word times
    SEGMENT = "segment"  # inside a timed segment or turn
    ALIGNED = "aligned"  # found in the audio
    ANCHORED = "anchored"  # between marks: chapters, sync points, words that were found
    ESTIMATED = "estimated"  # from the duration alone


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTime:
    """When a word of a turn is heard, and how that is known."""

    turn: int
    start: int
    end: int
    start_ms: int
    end_ms: int
    provenance: Provenance


class Misgiving(StrEnum):
    """Why a time that was found in a recording may be wrong."""

    ABSENT = "not in the recording"
    UNCLEAR = "does not sound like the text"
    RATE = "too fast or too slow"
    GAP = "beside a stretch without text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """How far times in a stretch of a turn's text can be believed (`score`, from 0 to 1), and why they may be wrong."""

    turn: int
    start: int
    end: int
    score: float
    misgivings: tuple[Misgiving, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedEpisode:
    """An episode with its translations and word times.

    `translations` are in order and their sentences tile every turn; `words` are in order, one per word of every turn.
    `title` and `chapter_titles` are the target's. `error_band_ms` is how far a cue's start may be off, as far as
    is known. `confidences` are in order, and only there where words were found in a recording.
    """

    episode: Episode
    target_language: str
    title: str
    chapter_titles: tuple[str, ...]
    translations: tuple[Translation, ...]
    words: tuple[WordTime, ...]
    error_band_ms: int
    signature: str
    confidences: tuple[Confidence, ...] = ()


def sentence_times(translated: TranslatedEpisode) -> tuple[WordTime, ...]:
    """Return, for each translation, when its sentence is heard, with the least trusted provenance of its words."""
    order = list(Provenance)
    by_turn: list[list[WordTime]] = [[] for _ in translated.episode.turns]
    for word in translated.words:
        by_turn[word.turn].append(word)
    starts = [[word.start for word in words] for words in by_turn]
    ends = [[word.end for word in words] for words in by_turn]
    times: list[WordTime] = []
    now_ms = 0
    for translation in translated.translations:
        sentence = translation.sentence
        first = bisect_right(ends[sentence.turn], sentence.start)
        inside = by_turn[sentence.turn][first : bisect_left(starts[sentence.turn], sentence.end)]
        times.append(
            WordTime(
                turn=sentence.turn,
                start=sentence.start,
                end=sentence.end,
                start_ms=inside[0].start_ms if inside else now_ms,
                end_ms=inside[-1].end_ms if inside else now_ms,
                provenance=max((w.provenance for w in inside), key=order.index, default=Provenance.ESTIMATED),
            )
        )
        now_ms = times[-1].end_ms
    return tuple(times)


def sentence_confidences(translated: TranslatedEpisode) -> tuple[Confidence | None, ...]:
    """Return, for each translation, how far its sentence's time can be believed; None where that is not known.

    A sentence is believed as little as the least sure stretch in it.
    """
    by_turn: list[list[Confidence]] = [[] for _ in translated.episode.turns]
    for confidence in translated.confidences:
        by_turn[confidence.turn].append(confidence)
    ends = [[confidence.end for confidence in inside] for inside in by_turn]
    starts = [[confidence.start for confidence in inside] for inside in by_turn]
    known: list[Confidence | None] = []
    for sentence in (translation.sentence for translation in translated.translations):
        first = bisect_right(ends[sentence.turn], sentence.start)
        inside = by_turn[sentence.turn][first : bisect_left(starts[sentence.turn], sentence.end)]
        known.append(
            Confidence(
                turn=sentence.turn,
                start=sentence.start,
                end=sentence.end,
                score=min(confidence.score for confidence in inside),
                misgivings=tuple(dict.fromkeys(why for confidence in inside for why in confidence.misgivings)),
            )
            if inside
            else None
        )
    return tuple(known)
