"""How far word times are expected to be off, as medians: half of the cues are nearer.

Over human-timed podcasts turn starts err by 17 s where only the ends are known, 6.5 s with a mark every 10 minutes,
4.4 s every 5; cue starts inside a turn of known ends err by 1.3 s. The marks were exact there; a chapter is now and
then tied to the wrong sentence, and its neighbourhood is then off by up to a minute. Where stretches differ, the error
is said that is not exceeded in half of the time.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise

from translate.translation import Provenance, WordTime

_MARKED = ((300_000, 4_400), (600_000, 6_500), (2_700_000, 17_000))
"""The error (ms) by the length (ms) of a stretch between marks, interpolated between the rows."""
_ENDS_MS, _ENDS_SHARE = 17_000, 20
"""The error (ms) in a stretch that reaches to an end of the recording, which is no mark: music may stand before the
first word. It is at most this part of a short stretch."""
_TIED_MS = 8_000
"""The least error (ms) between chapters: of the sentences of three invented pages with labelled openings 56 % are
nearer to the truth (tests/test_error_band.py), a quarter of their chapters being tied wrongly."""
_SEGMENT_MS = 1_300
_PACE = 0.07
"""The share of an assumed duration by which word times are off, on four pages whose duration was hidden."""


def expected_ms(times: Sequence[WordTime], marks: Sequence[int], *, tied: bool, assumed_ms: int) -> int:
    """Return how far (ms) times are expected to be off, for the provenance that most of them have.

    `marks` are the known times (ms), in order, the ends among them; `tied` says that chapters which were tied to the
    text are among them. `assumed_ms` is the duration where it was estimated from the text, else 0.
    """
    count = Counter(time.provenance for time in times)
    most = max(count, key=lambda provenance: count[provenance], default=Provenance.GIVEN)
    known = {Provenance.GIVEN: 0, Provenance.SEGMENT: _SEGMENT_MS}
    return max(known[most] if most in known else _between(marks, tied=tied), round(_PACE * assumed_ms))


def _between(marks: Sequence[int], *, tied: bool) -> int:
    """Return the error between marks."""
    stretches = [right - left for left, right in pairwise(marks)]
    errors = [_marked(stretch) for stretch in stretches]
    for end in (0, -1):
        errors[end] = max(errors[end], min(_ENDS_MS, stretches[end] // _ENDS_SHARE))
    ordered = sorted(zip(errors, stretches, strict=True))
    reached = accumulate(stretch for _, stretch in ordered)
    middle = next(error for (error, _), ms in zip(ordered, reached, strict=True) if 2 * ms >= sum(stretches))
    return max(middle, _TIED_MS) if tied else middle


def _marked(stretch: int) -> int:
    """Return the error in a stretch between two marks."""
    (shortest, least), *_ = _MARKED
    if stretch <= shortest:
        return least
    for (left, left_ms), (right, right_ms) in pairwise(_MARKED):
        if stretch <= right:
            return left_ms + (right_ms - left_ms) * (stretch - left) // (right - left)
    return _MARKED[-1][1]
