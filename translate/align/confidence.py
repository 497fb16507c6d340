"""How far each sentence's place in the recording can be believed.

A path always exists; these are the marks of one that is wrong: text that was left out, frames that are no more alike
than chance, speech much faster or slower than the rest, and a short sentence beside a long gap that would fit as well
on the gap's other side.
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
        (figure, tuple(_misgivings(figure, usual, match.gaps.frame, movable=at in movable)))
        for at, figure in enumerate(figures)
    )


def score(judgement: Judgement, price: float) -> float:
    """Return a number from 0 to 1: half at a cost of the price of leaving out, less where something is missing."""
    alike = 1 / (1 + float(np.exp(10 * (judgement.cost - price))))
    return round(alike * min(1.0, judgement.coverage), 3)


def _misgivings(figure: Judgement, usual: float, price: float, *, movable: bool) -> Iterator[Misgiving]:
    if figure.coverage < LEAST_PAIRED:
        yield Misgiving.ABSENT
        return
    if figure.cost > price:
        yield Misgiving.UNCLEAR
    if not _RATES[0] <= figure.rate / usual <= _RATES[1]:
        yield Misgiving.RATE
    if movable:
        yield Misgiving.GAP


def _movable(match: Match, stretches: Sequence[Rows], figures: Sequence[Judgement]) -> Iterator[int]:
    """Yield the short stretches beside a long gap that would fit about as well inside the gap."""
    for hole in sides.holes(match):
        for at, (begins, ends) in enumerate(stretches):
            near = begins - sides.SHORT // 3 <= hole.row <= ends + sides.SHORT // 3
            if not near or not 0 < ends - begins <= sides.SHORT:
                continue
            cost = figures[at].cost
            if cost > sides.POOR * match.gaps.frame or _fits(match, (begins, ends), hole, cost):
                yield at


def _fits(match: Match, rows: Rows, hole: Hole, cost: float) -> bool:
    """Say whether a stretch would cost no more than it does, and a little, somewhere in a gap of the recording."""
    there = sides.fitted(match, rows, hole.opens, hole.closes)
    return there is not None and sides.mean_cost(match, there) <= cost + _MARGIN
