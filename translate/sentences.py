"""Cutting turns into what is translated at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A stretch of a turn that is translated at once: `start`, `end` in the turn's text; a turn's sentences tile it.

    `continues` says that what is said goes on after `end` without a full stop (the cut is inside a long stretch,
    or the turn
    ends in mid-sentence): no full stop may be invented there.
    """

    turn: int
    start: int
    end: int
    continues: bool = False
