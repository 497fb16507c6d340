"""The learning rate, by how much of the budget is spent: warm up by steps, hold, then cool down."""

from dataclasses import dataclass

_LEAST = 0.02  # of the peak, at the very end


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a training may take: seconds on the clock and, if they are limited too, steps."""

    seconds: float
    steps: int | None = None

    def share(self, spent: float, step: int) -> float:
        """Return the share of the budget that is spent after so many seconds and steps: 1 when it is all gone."""
        by_time = spent / self.seconds if self.seconds > 0 else 1.0
        by_steps = 0.0 if self.steps is None else step / self.steps if self.steps > 0 else 1.0
        return max(by_time, by_steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """`peak` is the highest rate, `warm_up` a number of steps, `hold` the share of the budget before cooling down."""

    peak: float = 7e-4
    warm_up: int = 1500
    hold: float = 0.6

    def cooling(self, share: float) -> bool:
        """Return whether the cooling-down has begun; it runs on the mixture nearest to the use."""
        return share >= self.hold

    def rate(self, share: float, step: int) -> float:
        """Return the rate of a step (counted from 0) at a share of the budget."""
        warm = min(1.0, (step + 1) / self.warm_up) if self.warm_up else 1.0
        cool = max(_LEAST, (1 - share) / (1 - self.hold)) if self.cooling(share) and self.hold < 1 else 1.0
        return self.peak * warm * cool
