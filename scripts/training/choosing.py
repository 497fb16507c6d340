"""Whether a candidate replaces the checkpoint that ships: a rule, fixed before any candidate was measured.

It is judged on the development sets; the test sets are for published figures only.
"""

from dataclasses import dataclass

from scripts.training.measures import Evaluation

LEAST_GIVEN = 0.95
LEAST_UNSEEN = 0.93
MOST_DOWN = 0.3
MOST_BYTES = 60_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A part of the rule, with the numbers that decided it."""

    text: str
    holds: bool


def judge(candidate: Evaluation, present: Evaluation) -> tuple[Condition, ...]:
    """Return every part of the rule; the candidate ships when all hold."""
    before = {score.name: score.chrf for score in present.sets}
    conditions = [
        Condition(
            text=f"mean chrF is higher: {candidate.mean_chrf:.2f}, at present {present.mean_chrf:.2f}",
            holds=candidate.mean_chrf > present.mean_chrf and before.keys() == {one.name for one in candidate.sets},
        )
    ]
    for score in candidate.sets:
        old = before.get(score.name, 0.0)
        text = f"{score.name} is down by at most {MOST_DOWN}: {score.chrf:.2f}, at present {old:.2f}"
        conditions.append(Condition(text=text, holds=score.chrf >= old - MOST_DOWN))
    for kind, least in (("given", LEAST_GIVEN), ("unseen", LEAST_UNSEEN)):
        success = candidate.success(kind)
        text = f"terms, {kind}: {success:.3f}, at least {least}"
        conditions.append(Condition(text=text, holds=success >= least))
    megabytes = candidate.size / 1e6
    text = f"size: {megabytes:.1f} MB, at most {MOST_BYTES / 1e6:.0f}"
    return (*conditions, Condition(text=text, holds=candidate.size <= MOST_BYTES))
