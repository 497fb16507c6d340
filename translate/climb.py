"""Climbing the ladder with an engine: who is asked again, in which calls, and what of it counts.

The first rung costs nothing, since the engine gave its alternatives with its answer. Then at most a share of all
sentences, and of all text, is asked again: first those that no replacement would mend, then in order.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from translate import ladder
from translate.engine import Decoding, Engine, Hypothesis, Request
from translate.ladder import Limits, Rung


def climb(
    rungs: Sequence[Rung],
    engine: Engine,
    decoding: Decoding = Decoding(),
    *,
    requests: Sequence[Request],
    limits: Limits = Limits(),
    constrainer: Engine | None = None,
) -> tuple[Rung, ...]:
    """Try every tier for the rungs with missed hits, of `requests` in all; with a constrainer, all of them are asked.

    Raises `EngineError` as the engine and the constrainer do.
    """
    best = [ladder.of_the_beam(rung, limits.margin) if rung.missed else rung for rung in rungs]
    if constrainer is not None:
        _search(best, constrainer, decoding, limits)
    quick = replace(decoding, beam_size=min(decoding.beam_size, limits.beam_size))
    chosen = _affordable(best, requests, limits.share)
    _substitute(best, chosen, engine, quick, limits)
    _go_on(best, [at for at in chosen if best[at].missed], engine, quick, limits)
    return tuple(ladder.replaced(rung) if rung.missed else rung for rung in best)


def _affordable(best: Sequence[Rung], requests: Sequence[Request], share: float) -> list[int]:
    """Return the rungs that may be asked again, in order; one always may."""
    broken = [at for at, rung in enumerate(best) if rung.missed]
    ordered = sorted(broken, key=lambda at: ladder.is_replaceable(best[at]))[: max(1, int(share * len(requests)))]
    lengths = accumulate(len(best[at].request.text) for at in ordered)
    most = share * sum(len(request.text) for request in requests)
    return sorted(
        at for number, (at, length) in enumerate(zip(ordered, lengths, strict=True)) if not number or length <= most
    )


def _search(best: list[Rung], constrainer: Engine, decoding: Decoding, limits: Limits) -> None:
    """Search for answers that hold every term: which of them counts may not be the likeliest."""
    broken = [at for at, rung in enumerate(best) if rung.missed]
    several = replace(decoding, alternatives=limits.alternatives)
    answers = constrainer.translate([ladder.constrained(best[at]) for at in broken], several)
    _take(best, broken, answers, ladder.CONSTRAINED, limits.margin)


def _substitute(best: list[Rung], chosen: Sequence[int], engine: Engine, decoding: Decoding, limits: Limits) -> None:
    """Ask for sentences with their renderings in the source."""
    swapped = [ladder.substituted(best[at]) for at in chosen]
    answers = engine.translate([one.request for one in swapped], decoding)
    restored = [one.restored(answer) for one, answer in zip(swapped, answers, strict=True)]
    _take(best, chosen, restored, ladder.SUBSTITUTION, limits.margin)


def _go_on(best: list[Rung], chosen: Sequence[int], engine: Engine, decoding: Decoding, limits: Limits) -> None:
    """Ask for sentences to go on after their first missed rendering."""
    asked = [replace(request, terms=()) for at in chosen if (request := ladder.continued(best[at])) is not None]
    _take(best, chosen, engine.translate(asked, decoding), ladder.PREFIX, limits.margin)


def _take(best: list[Rung], places: Sequence[int], answers: Sequence[Hypothesis], tier: str, margin: float) -> None:
    """Put answers in their places where they count."""
    for at, answer in zip(places, answers, strict=True):
        best[at] = ladder.best_of(best[at], (answer, *answer.alternatives), tier, margin)
