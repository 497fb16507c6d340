"""When each word is heard, and how that is known.

Every time that a transcript gives is a *knot*: a place in the text (counted in weights, characters + 1 per word) and
its time. Between knots words take their times in proportion to their weights. A page without time stamps has few knots:
the start, the duration, and the chapters that `translate.chapters` could tie to the text. Sync points
(`translate.syncs`) are knots that outrank all others: a chapter or a given time that contradicts one is not used.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from translate.chapters import Opening, openings
from translate.episode import Episode, Note, NoteKind, TimedSpan, Turn
from translate.error_band import expected_ms
from translate.errors import UsageError
from translate.languages import Language
from translate.syncs import OPTION, Anchor, Place, Sync, find
from translate.times import shown
from translate.translation import Confidence, Provenance, WordTime

CHARACTERS_PER_SECOND = 16.6
"""The speed of spoken French, measured on a 96-minute episode; used only where no duration is given."""

_TIMED_DOUBT_MS, _TEXT_DOUBT_MS = 5_000, 30_000
"""Two places of a sync point's words that differ by less in nearness cannot be told apart: by times that the transcript
gives, and by the text's length alone, which errs by 17 s in the median."""
_DURATION_SLACK_MS = 60_000
"""A page's duration is often cut to the minute."""
_ODD_PACE, _ODD_MS = 5, 120_000
"""How much slower or quicker than usual nobody speaks in any language, and the least difference (ms) that is said."""
_PAUSE = 7
"""The weight of the pause between two turns that have no times: 0.41 s (median of human-timed podcasts), so that the
words of a quick exchange do not come faster than anybody says them."""
_SILENT = 2.0
"""A timed turn that lasts so many times as long as its words take is taken to end in silence (a jingle, a pause)."""
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time for every word, how far they may be off (ms, median), where chapters open, and what should be known.

    `confidences` are there where words were found in a recording.
    """

    words: tuple[WordTime, ...]
    error_band_ms: int
    openings: tuple[Opening, ...] = ()
    notes: tuple[Note, ...] = ()
    confidences: tuple[Confidence, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """All knots from the text's start to its end, the sync points among them (`pins`), and whether any is a mark."""

    knots: tuple[_Knot, ...]
    pins: tuple[_Knot, ...]
    anchored: bool

    def trusts(self, word: _Word, start_ms: int, end_ms: int) -> bool:
        """Say whether a word's given times contradict no sync point."""
        return not self.pins or (
            _agrees(word.begins, start_ms, self.pins)
            and _agrees(word.ends, end_ms, self.pins)
            and all(ms == start_ms for place, ms in self.pins if place == word.begins)
        )

    def pinned(self, word: _Word) -> bool:
        """Say whether one of the two knots that a word lies between is a sync point."""
        if not self.pins:
            return False
        at = min(max(bisect_right(self.knots, word.begins, key=lambda knot: knot[0]), 1), len(self.knots) - 1)
        return any(knot in self.pins for knot in self.knots[at - 1 : at + 1])


def tell(episode: Episode, language: Language, syncs: Sequence[Sync] = ()) -> Clock:
    """Return when each word of an episode is heard; `language` is the one spoken.

    Raises `UsageError` for a sync point whose words nobody says, that lies after the episode's end, or that contradicts
    another.
    """
    timed = any(turn.start_ms is not None or turn.words or turn.segments for turn in episode.turns)
    words = _words(episode.turns, 0 if timed else _PAUSE)
    duration_ms, notes = _duration(episode, timed=timed)
    given = _given_knots(episode.turns, words) if timed else []
    anchors, said = _anchors(episode, syncs, words, given, duration_ms)
    pins = [(_begins(words, anchor.turn, anchor.start), anchor.time_ms) for anchor in anchors]
    kept = [knot for knot in given if _agrees(*knot, pins)]
    notes += (*said, *_set_aside(len(given) - len(kept), anchors))
    if timed:
        kept = sorted([*kept, *(knot for knot in _silences(episode.turns, words) if _agrees(*knot, pins))])
    found: tuple[Opening, ...] = ()
    if not timed:
        if pins and not episode.duration_ms:
            duration_ms = _lengthened(duration_ms, pins[-1], words[-1].ends)
            notes = (_unknown_duration(duration_ms, "the last sync point"), *said)
        found = _agreeing(openings(episode.turns, episode.chapters, duration_ms, language, anchors), words, pins)
        notes += _untied(found)
        kept = _chapter_knots(found, words)
    knots = _bounded(_monotone([*kept, *pins]), words[-1].ends if words else 0, duration_ms)
    scale = _Scale(knots=tuple(knots), pins=tuple(pins), anchored=len(knots) > 2)
    times = tuple(_time(word, episode.turns[word.turn], scale) for word in words)
    assumed_ms = 0 if timed or pins or episode.duration_ms else duration_ms
    tied = any(opening.turn is not None and opening.chapter.start_ms for opening in found)
    error_ms = expected_ms(times, [ms for _, ms in knots], tied=tied, assumed_ms=assumed_ms)
    if not timed and not pins and (lacking_ms := _lacking(episode)):
        notes += (_unlike(episode.turns, duration_ms),)
        error_ms = max(error_ms, lacking_ms // 2)
    return Clock(words=_ordered(times), error_band_ms=error_ms, openings=found, notes=notes)


def _duration(episode: Episode, *, timed: bool) -> tuple[int, tuple[Note, ...]]:
    """Return the duration (ms) that words are laid out over, and the note that says when it was estimated.

    Where chapters show that the estimate is too short, the last one is taken for half as long as the others are.
    """
    if timed or episode.duration_ms:
        return episode.duration_ms or 0, ()
    duration_ms = _said(episode.turns)
    marks = sorted({0, *(chapter.start_ms for chapter in episode.chapters)})
    if marks[-1] >= duration_ms and len(marks) > 1:
        duration_ms = marks[-1] + marks[-1] // (len(marks) - 1) // 2
        return duration_ms, (_unknown_duration(duration_ms, "the chapter marks"),)
    return duration_ms, (_unknown_duration(duration_ms, f"{CHARACTERS_PER_SECOND} characters a second"),)


def _said(turns: Sequence[Turn]) -> int:
    """Return how long (ms) turns take to say at the usual pace."""
    return round(sum(len(turn.text) for turn in turns) / CHARACTERS_PER_SECOND * 1000)


def _lacking(episode: Episode) -> int:
    """Return by how much (ms) a given duration and the text's differ, where that is no matter of pace any more; else 0.

    Text that lies at one end of a longer recording is off by half of that on average.
    """
    said_ms, given_ms = _said(episode.turns), episode.duration_ms or 0
    odd = given_ms and max(said_ms, given_ms) > _ODD_PACE * min(said_ms, given_ms)
    lacking_ms = abs(given_ms - said_ms)
    return lacking_ms if odd and lacking_ms >= _ODD_MS else 0


def _lengthened(duration_ms: int, last: _Knot, total: int) -> int:
    """Return an estimated duration as the last sync point corrects it: the rest is as fast as what is before."""
    place, ms = last
    return ms * total // place if place and ms else duration_ms


def _anchors(
    episode: Episode, syncs: Sequence[Sync], words: Sequence[_Word], given: Sequence[_Knot], duration_ms: int
) -> tuple[tuple[Anchor, ...], tuple[Note, ...]]:
    """Return where the sync points stand in the text, and the notes of it."""
    for sync in syncs:
        if episode.duration_ms and sync.time_ms > episode.duration_ms + _DURATION_SLACK_MS:
            what = f"{sync.written!r} is after the episode's end ({shown(episode.duration_ms)})"
            raise UsageError(what, where=OPTION, mend="Check the time.")

    def told(placed: Sequence[Anchor]) -> Callable[[Place], int]:
        pins = [(_begins(words, anchor.turn, anchor.start), anchor.time_ms) for anchor in placed]
        agreeing = [knot for knot in given if _agrees(*knot, pins)]
        knots = _bounded(_monotone([*agreeing, *pins]), words[-1].ends, duration_ms)
        return lambda place: _at(_begins(words, *place), knots, bisect_right)

    return find(syncs, episode.turns, told, _TIMED_DOUBT_MS if given else _TEXT_DOUBT_MS)


def _begins(words: Sequence[_Word], turn: int, start: int) -> int:
    """Return where the word at a position of a turn lies in weights."""
    at = bisect_right(words, (turn, start), key=lambda word: (word.turn, word.start)) - 1
    return words[max(at, 0)].begins


def _agrees(place: int, ms: int, pins: Sequence[_Knot]) -> bool:
    """Say whether a time does not contradict the sync points (in order) around its place.

    At a point's own place it may be earlier: speech pauses there.
    """
    after = bisect_left(pins, place, key=lambda pin: pin[0])
    return (not after or pins[after - 1][1] <= ms) and (after == len(pins) or ms <= pins[after][1])


def _words(turns: Sequence[Turn], pause: int) -> list[_Word]:
    """Return the words of all turns with their places in weights; between turns lies a pause of a weight."""
    words: list[_Word] = []
    now = 0
    for at, turn in enumerate(turns):
        for match in _WORD.finditer(turn.text):
            now += pause if words and words[-1].turn != at else 0
            ends = now + len(match.group()) + 1
            words.append(_Word(turn=at, start=match.start(), end=match.end(), begins=now, ends=ends))
            now = ends
    return words


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


def _silences(turns: Sequence[Turn], words: Sequence[_Word]) -> Iterator[_Knot]:
    """Yield where speech ends in turns that last far longer than their words take, by the usual pace."""
    last = {word.turn: word.ends for word in words}
    first = {word.turn: word.begins for word in reversed(words)}
    nexts = [*(turn.start_ms for turn in turns[1:]), None]
    for at, (turn, next_ms) in enumerate(zip(turns, nexts, strict=True)):
        until_ms = next_ms if turn.end_ms is None else turn.end_ms
        if turn.start_ms is None or until_ms is None or turn.words or turn.segments or at not in first:
            continue
        spoken_ms = _pace(last[at] - first[at])
        if until_ms - turn.start_ms > _SILENT * spoken_ms:
            yield last[at], turn.start_ms + spoken_ms


def _chapter_knots(found: Sequence[Opening], words: Sequence[_Word]) -> list[_Knot]:
    """Return a knot for every chapter that was tied to a place in the text."""
    return [
        (_begins(words, opening.turn, opening.start), opening.chapter.start_ms)
        for opening in found
        if opening.turn is not None and words
    ]


def _agreeing(found: Sequence[Opening], words: Sequence[_Word], pins: Sequence[_Knot]) -> tuple[Opening, ...]:
    """Return the openings, those untied that contradict a sync point."""
    return tuple(
        opening
        if opening.turn is None
        or not words
        or _agrees(_begins(words, opening.turn, opening.start), opening.chapter.start_ms, pins)
        else Opening(chapter=opening.chapter)
        for opening in found
    )


def _monotone(knots: Iterable[_Knot]) -> list[_Knot]:
    """Return the knots in the order of the text, without those that would turn time back."""
    kept: list[_Knot] = []
    for place, ms in sorted(knots, key=lambda knot: knot[0]):
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


def _time(word: _Word, turn: Turn, scale: _Scale) -> WordTime:
    """Return when one word is heard: as given, else in proportion between the knots around it."""
    given = _overlapping(turn.words, word)
    if given and scale.trusts(word, given[0].start_ms, given[-1].end_ms):
        start_ms, end_ms, provenance = given[0].start_ms, given[-1].end_ms, Provenance.GIVEN
    else:
        start_ms = _at(word.begins, scale.knots, bisect_right)
        end_ms = _at(word.ends, scale.knots, bisect_left)
        inside = turn.start_ms is not None or bool(turn.words) or bool(_overlapping(turn.segments, word))
        untimed = Provenance.ANCHORED if scale.anchored else Provenance.ESTIMATED
        provenance = Provenance.SEGMENT if inside and not scale.pinned(word) else untimed
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
        late = start_ms > time.start_ms
        ordered.append(replace(time, start_ms=start_ms, end_ms=max(start_ms, time.end_ms)) if late else time)
        now_ms = start_ms
    return tuple(ordered)


def _unknown_duration(duration_ms: int, evidence: str) -> Note:
    """Say that the duration was estimated, and from what."""
    message = f"no duration is given: about {max(1, round(duration_ms / 60_000))} min are assumed, from {evidence}"
    return Note(kind=NoteKind.TIMING, place="duration", message=message)


def _unlike(turns: Sequence[Turn], duration_ms: int) -> Note:
    """Say that a duration cannot be that of the text."""
    said = shown(_said(turns) // 1000 * 1000)
    message = (
        f"the text takes about {said} to say, the episode lasts {shown(duration_ms)}: one of them is not whole, so the "
        "times are a guess"
    )
    return Note(kind=NoteKind.TIMING, place="duration", message=message)


def _set_aside(count: int, anchors: Sequence[Anchor]) -> tuple[Note, ...]:
    """Say how many of the transcript's own times contradict the sync points, if any."""
    if not count:
        return ()
    points = ", ".join(repr(anchor.sync.written) for anchor in anchors)
    message = (
        f"{count} of the transcript's own times contradict the sync points and were set aside ({points}); "
        "if all of its times are off, move them with `glossub retime`"
    )
    return (Note(kind=NoteKind.TIMING, place=OPTION, message=message),)


def _untied(found: Sequence[Opening]) -> tuple[Note, ...]:
    """Say which chapters' marks could not be used, if any."""
    titles = [repr(opening.chapter.title) for opening in found if opening.turn is None]
    if not titles:
        return ()
    message = f"{len(titles)} of {len(found)} chapter marks could not be tied to the text: {', '.join(titles)}"
    return (Note(kind=NoteKind.TIMING, place="chapters", message=message),)
