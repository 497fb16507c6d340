"""Moving times: a shift, a stretch, another frame rate, or points whose right times are known.

A move maps old times to new ones and never turns them round. It is exact: all its arithmetic is in whole numbers, and
only the last step rounds, to the nearest millisecond. Times before the recording begins are cut at 0.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from translate.episode import Episode, TimedSpan, Turn
from translate.errors import UsageError
from translate.times import shown, time_ms
from translate.translation import TranslatedEpisode

_SLOWEST, _FASTEST = Fraction(1, 10), Fraction(10)
"""What a stretch may be: beyond that it is a mistake in writing."""
_BROADCAST = {"23.976": Fraction(24000, 1001), "29.97": Fraction(30000, 1001), "59.94": Fraction(60000, 1001)}
"""Frame rates whose usual spelling is rounded (SMPTE ST 12-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """From `first_ms` on, a time t becomes (a t + b) / c."""

    first_ms: int
    a: int
    b: int
    c: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A map from old times to new ones, as straight pieces, the first of which reaches back for ever."""

    pieces: tuple[_Piece, ...]

    def unbounded(self, ms: int) -> int:
        """Return the new time of an old one, which may lie before the recording begins."""
        at = max(bisect_right(self.pieces, ms, key=lambda piece: piece.first_ms) - 1, 0)
        piece = self.pieces[at]
        return (2 * (piece.a * ms + piece.b) + piece.c) // (2 * piece.c)

    def time(self, ms: int) -> int:
        """Return the new time of an old one, 0 at least."""
        return max(0, self.unbounded(ms))


def straight(scale: Fraction = Fraction(1), shift_ms: int = 0) -> Move:
    """Return the move that stretches times about 0, then shifts them."""
    return Move(pieces=(_piece(0, scale, Fraction(shift_ms)),))


def through(points: Sequence[tuple[int, int]]) -> Move:
    """Return the move that brings each old time of `points` (old, new) to its new one.

    Between the points, and beyond them, it is straight. One point is a shift. Raises `UsageError` for points that
    contradict each other.
    """
    ordered = sorted(points)
    for before, after in pairwise(ordered):
        if before[0] == after[0] or before[1] >= after[1]:
            first, second = (f"{shown(old)}={shown(new)}" for old, new in (before, after))
            what = f"{first!r} and {second!r} contradict each other"
            mend = "Each point is an old time and its right time; later ones must be later in both."
            raise UsageError(what, where="--at", mend=mend)
    if len(ordered) == 1:
        return straight(shift_ms=ordered[0][1] - ordered[0][0])
    pieces = []
    for (old, new), (next_old, next_new) in pairwise(ordered):
        scale = Fraction(next_new - new, next_old - old)
        pieces.append(_piece(old, scale, new - scale * old))
    return Move(pieces=tuple(pieces))


def _piece(first_ms: int, scale: Fraction, shift_ms: Fraction) -> _Piece:
    """Return a straight piece."""
    bottom = scale.denominator * shift_ms.denominator
    return _Piece(
        first_ms=first_ms,
        a=scale.numerator * shift_ms.denominator,
        b=shift_ms.numerator * scale.denominator,
        c=bottom,
    )


def parse(
    *, shift: str | None = None, stretch: str | None = None, rates: str | None = None, points: Sequence[str] = ()
) -> Move:
    """Read a move as the command line writes it: the frame rates count first, then the stretch, then the shift.

    Raises `UsageError`.
    """
    if points and (shift or stretch or rates):
        what = "points say where times go: nothing can be shifted or stretched beside them"
        raise UsageError(what, where="--at", mend="Leave out --shift, --stretch and --fps.")
    if points:
        return through([_point(point) for point in points])
    scale = _rates(rates) if rates else Fraction(1)
    if stretch:
        scale *= _number(stretch, where="--stretch", example="1.001")
    if not _SLOWEST <= scale <= _FASTEST:
        what = f"a stretch of {float(scale):g} cannot be meant"
        raise UsageError(what, where="--stretch" if stretch else "--fps", mend="Give a factor such as 1.001.")
    return straight(scale, time_ms(shift, where="--shift") if shift else 0)


def _point(text: str) -> tuple[int, int]:
    """Read a point such as `0:10=0:12.5`: an old time and its right one."""
    old, mark, new = text.partition("=")
    if not mark:
        mend = "Write it as --at 0:10=0:12.5: what stands at 0:10 belongs at 0:12.5."
        raise UsageError(f"{text!r} is no point", where="--at", mend=mend)
    return time_ms(old, where=f"--at {text!r}"), time_ms(new, where=f"--at {text!r}")


def _rates(text: str) -> Fraction:
    """Return the stretch of subtitles for one frame rate that are shown at another: `23.976=25`."""
    made_for, mark, played_at = text.partition("=")
    if not mark:
        mend = "Write it as --fps 23.976=25: made for 23.976 frames a second, played at 25."
        raise UsageError(f"{text!r} names no two frame rates", where="--fps", mend=mend)
    return _rate(made_for) / _rate(played_at)


def _rate(text: str) -> Fraction:
    spelt = text.strip().replace(",", ".")
    return _BROADCAST.get(spelt) or _number(text, where="--fps", example="23.976=25")


def _number(text: str, *, where: str, example: str) -> Fraction:
    """Return a number above 0, written as a decimal or as a fraction."""
    try:
        found = Fraction(text.strip().replace(",", "."))
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if found <= 0:
        raise UsageError(f"{text.strip()!r} is no number above 0", where=where, mend=f"Write it as {where} {example}.")
    return found


def moved(translated: TranslatedEpisode, move: Move) -> TranslatedEpisode:
    """Return an episode all of whose times are moved: words, turns, chapters, duration."""
    episode = translated.episode
    duration_ms = episode.duration_ms
    words = (
        replace(word, start_ms=move.time(word.start_ms), end_ms=move.time(word.end_ms)) for word in translated.words
    )
    return replace(
        translated,
        episode=replace(
            episode,
            turns=_turns(episode, move),
            duration_ms=None if duration_ms is None else move.time(duration_ms),
            chapters=tuple(replace(one, start_ms=move.time(one.start_ms)) for one in episode.chapters),
        ),
        words=tuple(words),
    )


def _turns(episode: Episode, move: Move) -> tuple[Turn, ...]:
    """Return an episode's turns with the times that the transcript gave moved."""

    def optional(ms: int | None) -> int | None:
        return None if ms is None else move.time(ms)

    def spans(given: Iterable[TimedSpan]) -> tuple[TimedSpan, ...]:
        return tuple(replace(span, start_ms=move.time(span.start_ms), end_ms=move.time(span.end_ms)) for span in given)

    return tuple(
        replace(
            turn,
            words=spans(turn.words),
            segments=spans(turn.segments),
            start_ms=optional(turn.start_ms),
            end_ms=optional(turn.end_ms),
        )
        for turn in episode.turns
    )
