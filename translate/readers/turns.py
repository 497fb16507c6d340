"""From pieces to turns: who goes on speaking, and which times can be believed.

Cues and segments are joined while their speaker stays the same. Without speakers a turn ends at a pause of two
seconds, or at a sentence's end once it is long. Times that run backwards are dropped and noted; the text stays.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from translate.episode import Note, NoteKind, TimedSpan, Turn
from translate.readers.draft import Draft, Piece
from translate.readers.stamps import IMPOSSIBLE_MS

PAUSE_MS = 2000
"""A silence that ends a turn where no speakers are named."""

LONG = 600
"""Characters after which a turn without speakers ends at the next sentence's end."""

LATEST_MS = 100 * 3600 * 1000
"""A time beyond a hundred hours is no time in an episode."""

_SENTENCE_END = re.compile(r"[.!?…][»\"”)\s]{0,3}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Faults:
    """Places of times that were dropped or clamped, in order."""

    impossible: tuple[str, ...] = ()
    overlapping: tuple[str, ...] = ()

    def notes(self) -> Iterator[Note]:
        """Yield one note a kind of fault."""
        for places, message in (
            (self.impossible, "times that run backwards or cannot be were dropped; the text was kept"),
            (self.overlapping, "segments that end after the next one begins now end there"),
        ):
            if places:
                yield Note(kind=NoteKind.TIMING, place=_listed(places), message=message)


def join(draft: Draft) -> tuple[tuple[Turn, ...], tuple[Note, ...]]:
    """Return the turns of a draft's pieces, and notes of the times that could not be believed."""
    worded, wordless = _worded(draft.pieces)
    pieces, impossible = _believed(worded)
    turns: list[Turn] = []
    overlapping: list[str] = []
    for group in _cue_groups(pieces) if draft.cues else _labelled_groups(pieces):
        segments, clamped = _segments(group)
        overlapping += clamped
        turns.append(_turn(group, segments))
    faults = _Faults(impossible=tuple(impossible), overlapping=tuple(overlapping))
    return tuple(turns), (*wordless, *faults.notes())


def in_time_order(draft: Draft) -> tuple[Draft, tuple[Note, ...]]:
    """Return a draft whose pieces are in the order of their times, and a note of those that were not.

    A piece without a time of its own stays behind the one before it.
    """
    starts: list[int] = []
    for piece in draft.pieces:
        known = piece.start_ms not in {None, IMPOSSIBLE_MS}
        starts.append((piece.start_ms or 0) if known else max(starts[-1:], default=0))
    latest = accumulate(starts, max)
    late = [piece.place for piece, start, top in zip(draft.pieces, starts, latest, strict=True) if start < top]
    if not late:
        return draft, ()
    order = sorted(range(len(starts)), key=starts.__getitem__)
    message = "cues that stood below later ones are in the order of their times now"
    note = Note(kind=NoteKind.TIMING, place=_listed(tuple(dict.fromkeys(late))), message=message)
    return replace(draft, pieces=tuple(draft.pieces[at] for at in order)), (note,)


def _listed(places: Sequence[str]) -> str:
    """Return the first few of some places, and how many more there are."""
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    return ", ".join(places[:3]) + more


def _worded(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Note]]:
    """Return the pieces that have text, and notes of the labels that none follows.

    The turn that an empty piece opens is opened by the next one of its speaker. An empty piece that goes on with a
    turn (a credit that was dropped) is no label.
    """
    worded: list[Piece] = []
    notes: list[Note] = []
    waiting: Piece | None = None
    for piece in pieces:
        if waiting and (piece.opens or piece.speaker != waiting.speaker):
            notes += _wordless(waiting)
            waiting = None
        if not piece.text:
            speaking = worded[-1].speaker if worded else None
            waiting = waiting or (piece if piece.opens or piece.speaker != speaking else None)
        else:
            worded.append(replace(piece, opens=piece.opens or (waiting is not None and waiting.opens)))
            waiting = None
    return worded, notes + (_wordless(waiting) if waiting else [])


def _wordless(piece: Piece) -> list[Note]:
    if not piece.speaker:
        return []
    message = "a label without words was left out"
    return [Note(kind=NoteKind.CHROME, place=piece.place, message=message, before=piece.speaker)]


def _believed(pieces: Iterable[Piece]) -> tuple[list[Piece], list[str]]:
    """Return the pieces without times that break the order, lie after the end of time, or are inside out.

    A start out of order takes its end with it; one that was no time at all says nothing against the end.
    """
    given = list(pieces)
    kept = _in_order([piece.start_ms for piece in given])
    believed: list[Piece] = []
    faults: list[str] = []
    latest = 0
    for index, piece in enumerate(given):
        start_ms = piece.start_ms if index in kept else None
        lost_start = start_ms is None and piece.start_ms is not None
        latest = latest if start_ms is None else start_ms
        astray = lost_start and piece.start_ms != IMPOSSIBLE_MS
        sane = piece.end_ms is not None and not astray and latest <= piece.end_ms <= LATEST_MS
        end_ms = piece.end_ms if sane else None
        words, lost_word = _believed_words(piece.words)
        if lost_start or lost_word or end_ms != piece.end_ms:
            faults.append(piece.place)
        believed.append(replace(piece, start_ms=start_ms, end_ms=end_ms, words=words))
    return believed, faults


def _in_order(starts: Sequence[int | None]) -> frozenset[int]:
    """Return the indices of the longest run of starts that never goes back (patience sorting, n log n)."""
    tops: list[int] = []
    ends: list[int] = []
    before: dict[int, int] = {}
    for index, start in enumerate(starts):
        if start is None or not 0 <= start <= LATEST_MS:
            continue
        pile = bisect_right(tops, start)
        if pile:
            before[index] = ends[pile - 1]
        tops[pile : pile + 1] = [start]
        ends[pile : pile + 1] = [index]
    kept: set[int] = set()
    current = ends[-1] if ends else None
    while current is not None:
        kept.add(current)
        current = before.get(current)
    return frozenset(kept)


def _believed_words(words: Sequence[TimedSpan]) -> tuple[tuple[TimedSpan, ...], bool]:
    """Return the words whose times never go back, each ended where the next begins; and whether one was left out."""
    if not words:
        return (), False
    kept = _in_order([word.start_ms if word.start_ms <= word.end_ms <= LATEST_MS else None for word in words])
    believed = [word for index, word in enumerate(words) if index in kept]
    starts = [word.start_ms for word in believed[1:]]
    clamped = [
        replace(word, end_ms=min(word.end_ms, start))
        for word, start in zip(believed, [*starts, LATEST_MS], strict=False)
    ]
    return tuple(clamped), len(believed) < len(words)


def _labelled_groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        if piece.opens and group:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _cue_groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    length = 0
    for piece in pieces:
        if group and _changes(group[-1], piece, length):
            yield group
            group, length = [], 0
        group.append(piece)
        length += len(piece.text) + 1
    if group:
        yield group


def _changes(before: Piece, piece: Piece, length: int) -> bool:
    """Say whether a piece begins a new turn after `before`, which ends a turn of `length` characters."""
    if piece.speaker != before.speaker or (piece.opens and piece.speaker is None):
        return True
    if piece.speaker is not None:
        return False
    if before.end_ms is not None and piece.start_ms is not None and piece.start_ms - before.end_ms >= PAUSE_MS:
        return True
    return length >= LONG and _SENTENCE_END.search(before.text) is not None


def _segments(group: Sequence[Piece]) -> tuple[list[TimedSpan], list[str]]:
    """Return the timed pieces of a turn as spans of its text, and the places of those whose end was brought forward.

    A piece without an end lasts until the next one of the turn begins.
    """
    segments: list[TimedSpan] = []
    clamped: list[str] = []
    offset = 0
    for piece, following in zip(group, [*group[1:], None], strict=True):
        limit = following.start_ms if following else None
        end_ms = piece.end_ms
        if limit is not None and (end_ms is None or end_ms > limit):
            if end_ms is not None:
                clamped.append(piece.place)
            end_ms = limit
        if piece.start_ms is not None and end_ms is not None:
            stop = offset + len(piece.text)
            segments.append(TimedSpan(start=offset, end=stop, start_ms=piece.start_ms, end_ms=end_ms))
        offset += len(piece.text) + 1
    return segments, clamped


def _turn(group: Sequence[Piece], segments: Sequence[TimedSpan]) -> Turn:
    words: list[TimedSpan] = []
    offset = 0
    for piece in group:
        words += (replace(word, start=word.start + offset, end=word.end + offset) for word in piece.words)
        offset += len(piece.text) + 1
    return Turn(
        speaker=group[0].speaker,
        text=" ".join(piece.text for piece in group),
        words=_believed_words(words)[0],
        segments=tuple(segments),
        start_ms=group[0].start_ms,
        end_ms=group[-1].end_ms,
    )
