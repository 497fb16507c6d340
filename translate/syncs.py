"""Sync points: words that a person heard, and when.

A point names its words as a person writes them down, so they are looked for without regard to case, accents and
punctuation, across turns as well, since a sentence may run on. Where they were said more than once, the place that is
nearest to the time counts, among those that keep the order of the other points; rarer words are placed first, and each
point that is placed tells the next ones better where they are.
"""

import re
import unicodedata
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby, pairwise

from translate.episode import Note, NoteKind, Turn
from translate.errors import UsageError
from translate.times import EXAMPLES, shown, time_ms

OPTION = "--sync"
_MEND = f'A sync point is a time and the words heard then: "12:34=je vous propose". {EXAMPLES}'
FAR_MS = 90_000
"""How far from a point's time its words may be, as far as is known without it, before that is said."""
_ALIKE = 0.7
"""How much alike words are that may be one misspelt (`difflib`'s ratio)."""
_WORD = re.compile(r"\w+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """A point as it was asked for: `words` are heard at `time_ms`; `written` is the point as a person wrote it."""

    time_ms: int
    words: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A point that was found: its first word is at `start` of a turn's text."""

    turn: int
    start: int
    time_ms: int
    sync: Sync


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A word of the text as it is compared."""

    text: str
    turn: int
    start: int
    end: int


Place = tuple[int, int]
"""A turn and a position in its text."""
Told = Callable[[Sequence[Anchor]], Callable[[Place], int]]
"""Gives, for the points placed so far, what says when a place is heard (ms) as far as they tell."""


def parse(written: str) -> Sync:
    """Read a point such as `12:34=je vous propose`. Raises `UsageError`."""
    time, mark, words = written.partition("=")
    if not mark:
        raise UsageError(f"{written!r} is no sync point", where=OPTION, mend=_MEND)
    at_ms = time_ms(time, where=f"{OPTION} {written!r}")
    if at_ms < 0:
        raise UsageError(f"{written!r} is before the episode begins", where=OPTION, mend=_MEND)
    if not _forms(words):
        raise UsageError(f"{written!r} names no words", where=OPTION, mend=_MEND)
    return Sync(time_ms=at_ms, words=words.strip(), written=written)


def find(
    syncs: Sequence[Sync], turns: Sequence[Turn], told: Told, doubt_ms: int
) -> tuple[tuple[Anchor, ...], tuple[Note, ...]]:
    """Return where points stand in the text, in order, and notes of the choices that might have been others.

    Places are equally near where their distances from a point's time differ by less than `doubt_ms`. Raises
    `UsageError` for words that nobody says, and for two points that contradict each other: equal times at different
    places, or times that run against the text.
    """
    text = [
        _Form(text=form, turn=at, start=start, end=end)
        for at, turn in enumerate(turns)
        for start, end, form in _forms(turn.text)
    ]
    by_form: dict[str, list[int]] = {}
    for index, form in enumerate(text):
        by_form.setdefault(form.text, []).append(index)
    found = [(sync, _places(sync, turns, text, by_form)) for sync in dict.fromkeys(syncs)]
    placed: list[Anchor] = []
    notes: list[Note] = []
    for sync, places in sorted(found, key=lambda one: len(one[1])):
        kept = [place for place in places if all(_agree(place, sync, other) for other in placed)]
        if not kept:
            raise _contradiction(sync, placed, places)
        heard_ms = told(placed)
        nearest = sorted(kept, key=lambda place: abs(heard_ms(place) - sync.time_ms))
        notes += _far(sync, heard_ms(nearest[0]))
        notes += _equally_near(sync, [heard_ms(place) for place in nearest[:2]], doubt_ms)
        turn, start = nearest[0]
        insort(placed, Anchor(turn=turn, start=start, time_ms=sync.time_ms, sync=sync), key=_place)
    return tuple(placed), tuple(notes)


def _place(anchor: Anchor) -> Place:
    return anchor.turn, anchor.start


def _forms(text: str) -> list[tuple[int, int, str]]:
    """Return the words of a text as they are compared, each after its place."""
    return [(*word.span(), _bare(word.group())) for word in _WORD.finditer(text)]


def _bare(word: str) -> str:
    """Return a word without case and accents."""
    if word.isascii():
        return word.casefold()
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _places(
    sync: Sync, turns: Sequence[Turn], text: Sequence[_Form], by_form: Mapping[str, Sequence[int]]
) -> list[Place]:
    """Return every place where a point's words are said; raise `UsageError` where there is none."""
    wanted = [form for *_, form in _forms(sync.words)]
    places = [
        (text[first].turn, text[first].start)
        for first in by_form.get(wanted[0], ())
        if [form.text for form in text[first : first + len(wanted)]] == wanted
    ]
    if not places:
        near = " and ".join(f'"{_written(turns, words)}"' for words in _alike(wanted, text, by_form))
        hint = f"The transcript has {near}." if near else "Nothing like it is there."
        mend = f"{hint} Copy a few words as they stand in the transcript."
        raise UsageError(f"nobody says {sync.words!r}", where=f"{OPTION} {sync.written!r}", mend=mend)
    return places


def _alike(
    wanted: Sequence[str], text: Sequence[_Form], by_form: Mapping[str, Sequence[int]]
) -> Iterator[Sequence[_Form]]:
    """Yield the stretches of the text, two at most, that have half of some words or more, or words spelt much alike."""
    votes: Counter[int] = Counter()
    for at, form in enumerate(wanted):
        for known in [form] if form in by_form else get_close_matches(form, by_form, cutoff=_ALIKE):
            votes.update({index - at for index in by_form[known]})
    for first, count in votes.most_common(2):
        if 2 * count >= len(wanted):
            yield text[max(first, 0) : first + len(wanted)]


def _written(turns: Sequence[Turn], words: Sequence[_Form]) -> str:
    """Return words as they stand in the transcript."""
    runs = [list(run) for _, run in groupby(words, key=lambda word: word.turn)]
    return " ".join(turns[run[0].turn].text[run[0].start : run[-1].end] for run in runs)


def _agree(place: Place, sync: Sync, other: Anchor) -> bool:
    """Say whether a point may be at a place beside another: later in the text is later in time."""
    before, there = place < _place(other), _place(other)
    if place == there:
        return sync.time_ms == other.time_ms
    return sync.time_ms < other.time_ms if before else sync.time_ms > other.time_ms


def _contradiction(sync: Sync, placed: Sequence[Anchor], places: Sequence[Place]) -> UsageError:
    """Return the error that names two points of which one must be wrong."""
    other = next(other for other in placed if not _agree(places[0], sync, other))
    early, late = sorted((sync, other.sync), key=lambda one: one.time_ms)
    if places[0] == _place(other):
        how = "name the same words of the text at different times"
    elif early.time_ms == late.time_ms:
        how = "have one time but different words"
    else:
        how = f"are out of order: the transcript has {late.words!r} before {early.words!r}"
    return UsageError(
        f"{early.written!r} and {late.written!r} {how}",
        where=OPTION,
        mend="Check both times, or add words so that the right place is found.",
    )


def _far(sync: Sync, told_ms: int) -> Iterator[Note]:
    """Say that a point's words are nowhere near its time, if so: the time, or the words, may be mistaken."""
    if abs(told_ms - sync.time_ms) > FAR_MS:
        away = shown(abs(round(told_ms - sync.time_ms, -3)))
        message = f"the nearest {sync.words!r} is {away} from its time, as far as the text tells: check the point"
        yield Note(kind=NoteKind.TIMING, place=f"{OPTION} {sync.written!r}", message=message)


def _equally_near(sync: Sync, times_ms: Sequence[int], doubt_ms: int) -> Iterator[Note]:
    """Say that a point might mean another place, if it might: `times_ms` are the nearest two, the nearer first."""
    for taken_ms, other_ms in pairwise(times_ms):
        if abs(other_ms - sync.time_ms) - abs(taken_ms - sync.time_ms) < doubt_ms:
            near, far = (shown(round(ms, -3)) for ms in (taken_ms, other_ms))
            message = f"{sync.words!r} is said near {near} and near {far}; the first was taken: add words to say which"
            yield Note(kind=NoteKind.TIMING, place=f"{OPTION} {sync.written!r}", message=message)
