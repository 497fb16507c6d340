"""How far each sentence's place in the recording can be believed.

A path always exists; these are the marks of one that is wrong: text that was left out and what is beside it, frames
that are no more alike than chance, speech much faster or slower than the rest, a sentence that a long gap cuts, and a
short one beside a long gap that would fit as well on the gap's other side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from translate.align import sides
from translate.align.passes import Match, costs
from translate.align.sides import LEAST_PAIRED, Hole, Rows
from translate.translation import Misgiving

_RATES = (0.5, 2.0)
_MARGIN = 0.05
_WHOLE = 0.9
"""The share of a stretch that is paired where all of it is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The figures of one stretch of the reference: mean cost of its pairs, share paired, frames heard per frame."""

    cost: float
    coverage: float
    rate: float


def judge(match: Match, stretches: Sequence[Rows]) -> tuple[tuple[Judgement, tuple[Misgiving, ...]], ...]:
    """Return what is known of each stretch of the reference, and why it may be misplaced."""
    path, cost = match.path, costs(match.reference, match.recording, match.path)
    figures = []
    for begins, ends in stretches:
        first, last = np.searchsorted(path.reference, (begins, ends))
        rows = len(np.unique(path.reference[first:last]))
        heard = len(np.unique(path.recording[first:last]))
        figures.append(
            Judgement(
                cost=float(cost[first:last].mean()) if last > first else 1.0,
                coverage=rows / max(1, ends - begins),
                rate=heard / max(1, rows),
            )
        )
    usual = float(np.median([figure.rate for figure in figures if figure.coverage > LEAST_PAIRED] or [1.0]))
    movable = set(_movable(match, stretches, figures))
    return tuple(
        (figure, tuple(_misgivings(figure, usual, unclear=unclear, movable=at in movable)))
        for at, (figure, unclear) in enumerate(zip(figures, _unclear(figures, match.gaps.frame), strict=True))
    )


def score(judgement: Judgement, price: float) -> float:
    """Return a number from 0 to 1: half at a cost of the price of leaving out, less where something is missing."""
    alike = 1 / (1 + float(np.exp(10 * (judgement.cost - price))))
    return round(alike * min(1.0, judgement.coverage), 3)


def _unclear(figures: Sequence[Judgement], price: float) -> list[bool]:
    """Return which stretches do not sound like their text.

    Where a recording ends before its text does, what is left of the text is scattered over whatever else is said
    there. So less is enough to be doubted beside a stretch that is not in the recording, and beside one so doubted.
    """
    lost = [figure.coverage < LEAST_PAIRED or figure.cost > price for figure in figures]
    poor = [figure.cost > sides.POOR * price or figure.coverage < _WHOLE for figure in figures]
    for order in (range(1, len(figures)), range(len(figures) - 2, -1, -1)):
        for at in order:
            lost[at] |= poor[at] and lost[at - order.step]
    return lost


def _misgivings(figure: Judgement, usual: float, *, unclear: bool, movable: bool) -> Iterator[Misgiving]:
    if figure.coverage < LEAST_PAIRED:
        yield Misgiving.ABSENT
        return
    if unclear:
        yield Misgiving.UNCLEAR
    if not _RATES[0] <= figure.rate / usual <= _RATES[1]:
        yield Misgiving.RATE
    if movable:
        yield Misgiving.GAP


def _movable(match: Match, stretches: Sequence[Rows], figures: Sequence[Judgement]) -> Iterator[int]:
    """Yield the stretches that a long gap cuts, and short ones beside it that would fit about as well inside it."""
    for hole in sides.holes(match):
        for at, (begins, ends) in enumerate(stretches):
            if begins < hole.row < ends:
                yield at
                continue
            near = begins - sides.SHORT // 3 <= hole.row <= ends + sides.SHORT // 3
            cost = figures[at].cost
            if not near or not 0 < ends - begins <= sides.SHORT:
                continue
            if cost > sides.POOR * match.gaps.frame or _fits(match, (begins, ends), hole, cost):
                yield at


def _fits(match: Match, rows: Rows, hole: Hole, cost: float) -> bool:
    """Say whether a stretch would cost no more than it does, and a little, somewhere in a gap of the recording."""
    there = sides.fitted(match, rows, hole.opens, hole.closes)
    return there is not None and sides.mean_cost(match, there) <= cost + _MARGIN
