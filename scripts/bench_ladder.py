"""Measure the ladder on the embedded checkpoint with its marks switched off.

    scripts/bench ladder LABELS               tests/labels/terms-sealed.toml: [[form|term id]] is a hit
    scripts/bench ladder FRENCH ENGLISH       a text and a person's translation, line by line; the lines with hits count
    ... --random                              ordinary words are the terms (`glossub score --mode random`)
    ... --no-constrain, -v                    leave the search under constraints out; show what changed

Success counts the hits that are found; masked chrF holds what stands outside the terms to a person's translation,
where there is one, and to the answers of the same checkpoint with its marks on, which renders the terms of its own
accord: the plain beam and the ladder are both held to them. The terms are masked on all sides: by the outcome, where a
hit was missed by its links, and in a person's translation where the scorer finds them.
"""

import argparse
import re
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from translate import enforce, linked, pipeline
from translate.chrf import chrf
from translate.engine import Decoding, Engine, Hypothesis, Progress, Request, silent
from translate.engines import open_constrainer, open_engine
from translate.episode import Episode, Turn
from translate.glossary import Glossary, Term, read, shipped
from translate.ladder import Limits
from translate.languages import language
from translate.modes import Mode, asked
from translate.pipeline import Plan
from translate.scoring import Pair, Scores, Verdict, mask, renderings_of, score
from translate.translation import Outcome, Status

ENGLISH = language("en")
FILLER = "On en a parlé hier avec Inès. Personne n'était d'accord. Il faisait beau ce matin-là."
Result = TypeVar("Result")
MARK = re.compile(r"\[\[([^|\]]+)\|[^\]]+\]\]|\(\(([^)]+)\)\)")


def turns(path: Path) -> list[str]:
    """Return the labelled sentences that have a hit, without their labels."""
    marked = tomllib.loads(path.read_text(encoding="utf-8"))["sentences"]
    return [MARK.sub(lambda mark: mark[1] or mark[2], text) for text in marked if "[[" in text]


def parallel(paths: Sequence[Path], *, at_random: bool) -> tuple[list[str], list[str], Glossary]:
    """Return the lines that have a hit, a person's translations of them, and the glossary that they are held to."""
    sources, references = (path.read_text(encoding="utf-8").splitlines() for path in paths)
    mode = Mode.RANDOM if at_random else Mode.PROPER
    glossary = asked(read(shipped()), mode, sources=sources, references=references)
    judged_lines = score([Pair(source=source, target="") for source in sources], glossary).judged
    lines = sorted({one.pair for one in judged_lines})
    return [sources[line] for line in lines], [references[line] for line in lines], glossary


def person(plan: Plan, references: Sequence[str], glossary: Glossary) -> tuple[str, ...]:
    """Return a person's translations, a turn each, with the terms masked."""
    hits: list[list[Term]] = [[] for _ in references]
    for passage in plan.passages:
        hits[passage.sentence.turn] += [hit.term for hit in passage.hits]
    index = renderings_of(glossary)
    return tuple(mask(text, index.pay(text, wanted)[0]) for text, wanted in zip(references, hits, strict=True))


def planned(texts: Sequence[str], glossary: Glossary, engine: Engine) -> Plan:
    """Prepare turns as an episode."""
    spoken = tuple(Turn(speaker=None, text=text) for text in texts)
    return pipeline.prepare(Episode(id="bench", title="", language="fr", turns=spoken), glossary, engine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of a plan: judged hypotheses, and the turns' texts with the terms masked."""

    texts: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    missed: frozenset[tuple[int, str]]
    masked: tuple[str, ...]
    scores: Scores


def judged(plan: Plan, hypotheses: Sequence[Hypothesis], glossary: Glossary) -> Run:
    """Judge the hypotheses of a plan's passages."""
    texts: list[str] = []
    outcomes: list[Outcome] = []
    missed: set[tuple[int, str]] = set()
    masked = [""] * len(plan.episode.turns)
    for passage, hypothesis in zip(plan.passages, hypotheses, strict=False):
        owned = ((r, passage.owners[r.term]) for r in hypothesis.renderings)
        mine = tuple(replace(r, term=owner) for r, owner in owned if owner is not None)
        done = enforce.enforce(replace(hypothesis, renderings=mine), passage.hits, ENGLISH)
        spans: list[tuple[int, int] | None] = []
        for hit, outcome in enumerate(done.outcomes):
            term = passage.request.terms[passage.owners.index(hit)]
            place = linked.place(done.text, done.links, (term.start, term.end), ENGLISH)
            found = (outcome.start, outcome.end) if outcome.status is not Status.MISSED else None
            spans.append(found or ((place.start, place.end) if place else None))
        missed |= {(len(texts), o.hit.term.id) for o in done.outcomes if o.status is Status.MISSED}
        texts.append(done.text)
        outcomes += done.outcomes
        masked[passage.sentence.turn] += f" {mask(done.text, _disjoint(spans))}"
    pairs = [Pair(source=p.request.text, target=text) for p, text in zip(plan.passages, texts, strict=True)]
    scores = score(pairs, glossary)
    return Run(
        texts=tuple(texts), outcomes=tuple(outcomes), missed=frozenset(missed), masked=tuple(masked), scores=scores
    )


def _disjoint(spans: Sequence[tuple[int, int] | None]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in sorted(span for span in spans if span is not None):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def report(name: str, run: Run, references: dict[str, tuple[str, ...]]) -> None:
    """Print the outcomes by tier, and chrF outside the terms against each reference."""
    count = Counter(outcome.tier or "missed" for outcome in run.outcomes)
    good = sum(outcome.status is not Status.MISSED for outcome in run.outcomes)
    tiers = ", ".join(f"{tier} {number}" for tier, number in count.most_common())
    near = ", ".join(f"{chrf(run.masked, other):.2f} to {what}" for what, other in references.items())
    print(
        f"  {name:28s} {good}/{len(run.outcomes)} = {good / len(run.outcomes):.3f} ({tiers}); masked chrF {near}; "
        f"scored {run.scores.found}/{len(run.scores.judged)}, strays {len(run.scores.strays)}"
    )


def bench_ladder(paths: Sequence[Path], *, at_random: bool, constrained: bool, verbose: bool) -> None:
    """Print the success of each tier, the missed hits, and what the ladder costs."""
    engine, marked = open_engine(model="embedded", inline_terms=False), open_engine(model="embedded")
    if len(paths) > 1:
        texts, translations, glossary = parallel(paths, at_random=at_random)
    else:
        texts, translations, glossary = turns(paths[0]), [], read(shipped())
    plan, inline = planned(texts, glossary, engine), planned(texts, glossary, marked)
    reference = judged(inline, pipeline.translate(inline.requests, marked), glossary)
    first = pipeline.translate(plan.requests, engine)
    plain = judged(plan, first, glossary)
    references = {"marks on": reference.masked, "plain": plain.masked}
    if translations:
        references = {"a person": person(plan, translations, glossary)} | references
    print(f"ladder on {paths[0].name}: {len(plan.passages)} sentences, {len(plain.outcomes)} hits found")
    report("marks on", reference, references)
    report("plain beam", plain, references)
    cases: dict[str, tuple[Limits, Engine | None]] = {
        f"ladder, {Limits().share:.0%} asked again": (Limits(), None),
        "ladder, none asked again": (Limits(share=0), None),
        "ladder, all asked again": (Limits(share=1), None),
    }
    if constrained and find_spec("torch") is not None:
        searching = open_constrainer(model="embedded", device="cpu", source="fr", target="en")
        cases["ladder, constrained"] = (Limits(), searching)
    for name, (limits, chosen) in cases.items():
        begun = time.perf_counter()
        held = pipeline.hold(plan, first, engine, limits=limits, constrainer=chosen)
        run = judged(plan, held, glossary)
        report(name, run, references)
        print(f"    {time.perf_counter() - begun:.2f} s")
        details(run, plan, plain if verbose else run)
    if not translations:
        cost(texts, glossary, engine)


def details(run: Run, plan: Plan, before: Run) -> None:
    """Print what was missed, where the scorer disagrees with the enforcer, and what is other than before."""
    for at, term in sorted(run.missed):
        print(f"    missed: {term} in: {run.texts[at]}")
    for one in run.scores.judged:
        if one.verdict is not Verdict.FOUND and (one.pair, one.hit.term.id) not in run.missed:
            print(f"    the scorer disagrees: {one.hit.form} ({one.verdict}) in: {run.texts[one.pair]}")
    for then, now, passage in zip(before.texts, run.texts, plan.passages, strict=True):
        if then != now:
            print(f"    {passage.request.text}\n      - {then}\n      + {now}")


def cost(texts: Sequence[str], glossary: Glossary, engine: Engine) -> None:
    """Print what the ladder adds to the time of text with hits in one sentence of four, and what is asked again."""
    talk = [f"{text} {FILLER}" for text in texts if text.count(". ") == 0]
    none = replace(glossary, terms=(), fingerprint="none")
    with_terms, without = planned(talk, glossary, engine), planned(talk, none, engine)
    share = sum(bool(passage.hits) for passage in with_terms.passages) / len(with_terms.passages)
    counted = Counting(engine)
    walls: list[tuple[float, float]] = []
    processors: list[tuple[float, float]] = []
    for _ in range(7):
        _, wall, processor = timed(lambda: pipeline.translate(without.requests, engine))
        counted.asked = 0
        first, wall_first, processor_first = timed(lambda: pipeline.translate(with_terms.requests, counted))
        asked = counted.asked
        _, wall_ladder, processor_ladder = timed(lambda: pipeline.hold(with_terms, first, counted))  # noqa: B023  # run at once
        walls.append((wall, wall_first + wall_ladder))
        processors.append((processor, processor_first + processor_ladder))
    print(
        f"  cost: hits in {share:.0%} of {len(with_terms.passages)} sentences; "
        f"{_added(walls):+.1%} wall, {_added(processors):+.1%} processor time (best of {len(walls)} each); "
        f" {(counted.asked - asked) / len(with_terms.passages):.1%} requests more"
    )


def _added(times: Sequence[tuple[float, float]]) -> float:
    """Return what the best time with the ladder is over the best without, as a share."""
    return min(after for _, after in times) / min(before for before, _ in times) - 1


def timed(action: Callable[[], Result]) -> tuple[Result, float, float]:
    """Return an action's result with its wall and its processor time, in seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    result = action()
    return result, time.perf_counter() - wall, time.process_time() - processor


class Counting:
    """An engine that counts what it is asked."""

    def __init__(self, engine: Engine) -> None:
        """Count for an engine."""
        self._engine = engine
        self.asked = 0
        self.signature, self.device = engine.signature, engine.device
        self.inline_terms, self.max_tokens = engine.inline_terms, engine.max_tokens

    def count_tokens(self, text: str) -> int:
        """Count as the engine does."""
        return self._engine.count_tokens(text)

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Ask the engine."""
        self.asked += len(requests)
        return self._engine.translate(requests, decoding, progress)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--random", action="store_true")
    parser.add_argument("--no-constrain", action="store_true")
    parser.add_argument("-v", action="store_true")
    given = parser.parse_args()
    bench_ladder(given.paths, at_random=given.random, constrained=not given.no_constrain, verbose=given.v)
