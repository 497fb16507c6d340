"""Going on from a checkpoint with a user's own pairs, such as an edited bilingual transcript.

The pairs are linked by the checkpoint's own attention where they are not linked yet, marked, joined and flattened like
any others, and trained on for a few passes at a low rate. A tenth is held out where there are enough: it says whether
the pairs helped.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from scripts.training.attention import SURE, link_pairs, read_network
from scripts.training.evaluation import TestSet, Yardsticks, evaluate
from scripts.training.export import check_folder, read_shape, write_checkpoint
from scripts.training.fitting import Clock, Course, Fit, Recipe, Report, run
from scripts.training.network import Network
from scripts.training.packed import Packed
from scripts.training.pairs import Pair
from scripts.training.preparing import VOCABULARY, Preparation, phase_files, prepare, prepare_vocabulary
from scripts.training.schedule import Budget, Schedule
from scripts.training.vocabulary import Vocabulary

HELD_OUT = 10
"""Every so manieth pair is held out."""

_LEAST_HELD_OUT = 5  # fewer say nothing
_COPIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to fine-tune: passes over the pairs, seconds at most, the highest rate, padded tokens in a batch."""

    passes: int = 6
    seconds: float = 1800.0
    rate: float = 2e-4
    tokens: int = 1500
    half: bool = True
    hold_out: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it: pairs trained on and held out, steps, and chrF on those held out before and after."""

    trained: int
    held_out: int
    steps: int
    before: float | None
    after: float | None


def finetune(
    start: Path,
    pairs: Sequence[Pair],
    out: Path,
    options: Options,
    *,
    device: str,
    clock: Clock,
    tell: Callable[[Report], None],
) -> Outcome:
    """Write a checkpoint that goes on from `start` with these pairs.

    Raises `EngineError` when the checkpoint cannot be trained, `OutputError` when `out` holds something else.
    """
    check_folder(out)
    checkpoint, _ = read_shape(start)
    trained, test = _parted(pairs) if options.hold_out else (tuple(pairs), None)
    network = read_network(start, dropout=0.1)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        vocabulary = prepare_vocabulary(work, (), size=0, threads=1, given=start)
        linked = _linked(network, vocabulary, trained)
        prepare(work, {"pairs": linked}, {}, Preparation(copies=_COPIES), lambda _: None)
        course = _course(work, options, vocabulary)
        fit = Fit(network, _recipe(options, course), device=device, vocabulary=vocabulary.fingerprint)
        run(fit, course, clock=clock, tell=tell)
        languages = (checkpoint.source_language or "fr", checkpoint.target_language or "en")
        write_checkpoint(
            out,
            shape=fit.shape,
            weights={name: tensor.cpu().numpy() for name, tensor in fit.weights().items()},
            bias=fit.bias.cpu().numpy(),
            vocabulary=work / VOCABULARY,
            languages=languages,
        )
    before, after = (_chrf(folder, test, languages) for folder in (start, out))
    held_out = len(test.sources) if test else 0
    return Outcome(trained=len(trained), held_out=held_out, steps=fit.place.step, before=before, after=after)


def _parted(pairs: Sequence[Pair]) -> tuple[tuple[Pair, ...], TestSet | None]:
    """Return the pairs to train on and those held out, if they are enough to say anything."""
    held_out = pairs[HELD_OUT - 1 :: HELD_OUT]
    if len(held_out) < _LEAST_HELD_OUT:
        return tuple(pairs), None
    trained = tuple(pair for number, pair in enumerate(pairs, start=1) if number % HELD_OUT)
    test = TestSet(
        name="held out",
        sources=tuple(pair.source for pair in held_out),
        references=tuple(pair.target for pair in held_out),
    )
    return trained, test


def _linked(network: Network, vocabulary: Vocabulary, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the pairs, those without links with the network's own."""
    return tuple(
        chain.from_iterable(
            (pair,) if pair.links is not None else link_pairs(network, vocabulary, [pair], least=SURE) for pair in pairs
        )
    )


def _course(work: Path, options: Options, vocabulary: Vocabulary) -> Course:
    """Return what to train on, with as many steps as the passes take."""
    files = phase_files(work, "main")
    batches = Packed.load(files[0]).batches(tokens=options.tokens, seed=(0,), pad=vocabulary.pad, end=vocabulary.end)
    steps = options.passes * sum(1 for _ in batches)
    budget = Budget(seconds=options.seconds, steps=steps)
    return Course(main=files, final=phase_files(work, "final"), budget=budget, steps_per_report=max(1, steps // 10))


def _recipe(options: Options, course: Course) -> Recipe:
    warm_up = max(1, (course.budget.steps or 0) // 10)
    return Recipe(
        schedule=Schedule(peak=options.rate, warm_up=warm_up, hold=0.5),
        tokens=options.tokens,
        dropout=0.1,
        half=options.half,
    )


def _chrf(folder: Path, test: TestSet | None, languages: tuple[str, str]) -> float | None:
    if test is None:
        return None
    source, target = languages
    return evaluate(folder, Yardsticks(sets=(test,)), source=source, target=target).mean_chrf
