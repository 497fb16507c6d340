"""When each word is heard, and how that is known.

Every time that a transcript gives is a *knot*: a place in the text (counted in weights, characters + 1 per word) and
its time. Between knots words take their times in proportion to their weights. A page without time stamps has few knots:
the start, the duration, and the chapters that `translate.chapters` could tie to the text.

Expected errors are medians over human-timed podcasts: turn starts err by 17 s where only the ends are known, 6.5 s with
a mark every 10 minutes, 4.4 s every 5; cue starts inside a turn of known ends err by 1.3 s.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from translate.chapters import Opening, openings
from translate.episode import Episode, Note, NoteKind, TimedSpan, Turn
from translate.languages import Language
from translate.translation import Provenance, WordTime

CHARACTERS_PER_SECOND = 16.6
"""The speed of spoken French, measured on a 96-minute episode; used only where no duration is given."""

_ERRORS = ((300_000, 4_400), (600_000, 6_500), (2_700_000, 17_000))
"""The expected error (ms, median) by the longest stretch without a mark (ms), interpolated between the rows."""
_SEGMENT_ERROR_MS = 1_300
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time for every word, how far they may be off (ms, median), where chapters open, and what should be known."""

    words: tuple[WordTime, ...]
    error_band_ms: int
    openings: tuple[Opening, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word of a turn and where it lies in the weights of the whole text."""

    turn: int
    start: int
    end: int
    begins: int
    ends: int


_Knot = tuple[int, int]
"""A place in weights and its time in ms."""


def tell(episode: Episode, language: Language) -> Clock:
    """Return when each word of an episode is heard; `language` is the one spoken."""
    words = _words(episode.turns)
    total = words[-1].ends if words else 0
    timed = any(turn.start_ms is not None or turn.words or turn.segments for turn in episode.turns)
    duration_ms = episode.duration_ms or 0
    notes: tuple[Note, ...] = ()
    if not timed and not duration_ms:
        characters = sum(len(turn.text) for turn in episode.turns)
        duration_ms = round(characters / CHARACTERS_PER_SECOND * 1000)
        notes = (_unknown_duration(duration_ms),)
    found: tuple[Opening, ...] = ()
    if timed:
        knots = _given_knots(episode.turns, words)
    else:
        found = openings(episode.turns, episode.chapters, duration_ms, language)
        notes += _untied(found)
        knots = _chapter_knots(found, words)
    knots = _bounded(_monotone(knots), total, duration_ms)
    marks = len(knots) - 2
    times = tuple(_time(word, episode.turns[word.turn], knots, anchored=marks > 0) for word in words)
    return Clock(words=_ordered(times), error_band_ms=_error(times, knots), openings=found, notes=notes)


def _words(turns: Sequence[Turn]) -> list[_Word]:
    """Return the words of all turns with their places in weights."""
    spans = [(at, *match.span()) for at, turn in enumerate(turns) for match in _WORD.finditer(turn.text)]
    ends = list(accumulate(end - start + 1 for _, start, end in spans))
    starts = [0, *ends[:-1]]
    return [
        _Word(turn=turn, start=start, end=end, begins=begins, ends=after)
        for (turn, start, end), begins, after in zip(spans, starts, ends, strict=False)
    ]


def _given_knots(turns: Sequence[Turn], words: Sequence[_Word]) -> list[_Knot]:
    """Return the knots that timed turns, segments and words give, in the order of the text."""
    by_turn: list[list[_Word]] = [[] for _ in turns]
    for word in words:
        by_turn[word.turn].append(word)
    knots: list[_Knot] = []
    for turn, inside in zip(turns, by_turn, strict=True):
        if not inside:
            continue
        if turn.start_ms is not None:
            knots.append((inside[0].begins, turn.start_ms))
        starts, ends = [word.start for word in inside], [word.end for word in inside]
        for span in turn.words or turn.segments:
            first, last = bisect_right(ends, span.start), bisect_left(starts, span.end) - 1
            if first <= last:
                knots += [(inside[first].begins, span.start_ms), (inside[last].ends, span.end_ms)]
        if turn.end_ms is not None:
            knots.append((inside[-1].ends, turn.end_ms))
    return knots


def _chapter_knots(found: Sequence[Opening], words: Sequence[_Word]) -> list[_Knot]:
    """Return a knot for every chapter that was tied to a place in the text."""
    places = [(word.turn, word.start) for word in words]
    knots = []
    for opening in found:
        if opening.turn is not None and words:
            at = min(bisect_left(places, (opening.turn, opening.start)), len(words) - 1)
            knots.append((words[at].begins, opening.chapter.start_ms))
    return knots


def _monotone(knots: Sequence[_Knot]) -> list[_Knot]:
    """Return the knots without those that would turn time back."""
    kept: list[_Knot] = []
    for place, ms in knots:
        if not kept or (place >= kept[-1][0] and ms >= kept[-1][1]):
            kept.append((place, ms))
    return kept


def _bounded(knots: list[_Knot], total: int, duration_ms: int) -> list[_Knot]:
    """Return knots that begin at the text's start and reach to its end."""
    if not knots or knots[0][0] > 0:
        first_ms = knots[0][1] - _pace(knots[0][0]) if knots and knots[0][1] > duration_ms else 0
        knots = [(0, max(0, first_ms)), *knots]
    if knots[-1][0] < total:
        rest_ms = _pace(total - knots[-1][0])
        knots = [*knots, (total, duration_ms if duration_ms > knots[-1][1] else knots[-1][1] + rest_ms)]
    return knots


def _pace(weight: int) -> int:
    """Return how long (ms) so much text takes at the usual speed."""
    return round(weight / CHARACTERS_PER_SECOND * 1000)


def _time(word: _Word, turn: Turn, knots: Sequence[_Knot], *, anchored: bool) -> WordTime:
    """Return when one word is heard: as given, else in proportion between the knots around it."""
    given = _overlapping(turn.words, word)
    if given:
        start_ms, end_ms, provenance = given[0].start_ms, given[-1].end_ms, Provenance.GIVEN
    else:
        start_ms, end_ms = _at(word.begins, knots, bisect_right), _at(word.ends, knots, bisect_left)
        inside = turn.start_ms is not None or bool(turn.words) or bool(_overlapping(turn.segments, word))
        untimed = Provenance.ANCHORED if anchored else Provenance.ESTIMATED
        provenance = Provenance.SEGMENT if inside else untimed
    return WordTime(
        turn=word.turn,
        start=word.start,
        end=word.end,
        start_ms=start_ms,
        end_ms=max(start_ms, end_ms),
        provenance=provenance,
    )


def _overlapping(spans: Sequence[TimedSpan], word: _Word) -> Sequence[TimedSpan]:
    """Return the spans (in order, disjoint) that share a character with a word."""
    first = bisect_right(spans, word.start, key=lambda span: span.end)
    last = bisect_left(spans, word.end, key=lambda span: span.start)
    return spans[first:last]


def _at(place: int, knots: Sequence[_Knot], bisect: Callable[..., int]) -> int:
    """Return the time at a place in weights; where knots share it, `bisect` says which side of the pause counts."""
    at = min(max(bisect(knots, place, key=lambda knot: knot[0]), 1), len(knots) - 1)
    (left, left_ms), (right, right_ms) = knots[at - 1], knots[at]
    if right == left:
        return right_ms
    return left_ms + round((right_ms - left_ms) * (min(max(place, left), right) - left) / (right - left))


def _ordered(times: Sequence[WordTime]) -> tuple[WordTime, ...]:
    """Return times of which none begins before the one before it does."""
    now_ms, ordered = 0, []
    for time in times:
        start_ms = max(now_ms, time.start_ms)
        ordered.append(replace(time, start_ms=start_ms, end_ms=max(start_ms, time.end_ms)))
        now_ms = start_ms
    return tuple(ordered)


def _error(times: Sequence[WordTime], knots: Sequence[_Knot]) -> int:
    """Return how far (ms, median) the times are expected to be off, for the provenance that most of them have."""
    if not times:
        return 0
    count = Counter(time.provenance for time in times)
    most = count.most_common(1)[0][0]
    if most is Provenance.GIVEN:
        return 0
    if most is Provenance.SEGMENT:
        return _SEGMENT_ERROR_MS
    longest = max(right - left for (_, left), (_, right) in pairwise(knots))
    (shortest, least), *_ = _ERRORS
    if longest <= shortest:
        return least
    for (left, left_ms), (right, right_ms) in pairwise(_ERRORS):
        if longest <= right:
            return left_ms + (right_ms - left_ms) * (longest - left) // (right - left)
    return _ERRORS[-1][1]


def _unknown_duration(duration_ms: int) -> Note:
    """Say that the duration was estimated."""
    minutes = max(1, round(duration_ms / 60_000))
    message = f"no duration is given: about {minutes} min are assumed, from {CHARACTERS_PER_SECOND} characters a second"
    return Note(kind=NoteKind.TIMING, place="duration", message=message)


def _untied(found: Sequence[Opening]) -> tuple[Note, ...]:
    """Say which chapters' marks could not be used, if any."""
    titles = [repr(opening.chapter.title) for opening in found if opening.turn is None]
    if not titles:
        return ()
    message = f"{len(titles)} of {len(found)} chapter marks could not be tied to the text: {', '.join(titles)}"
    return (Note(kind=NoteKind.TIMING, place="chapters", message=message),)
