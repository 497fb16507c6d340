"""The commands of `scripts/train`: what prints. Each takes its options and returns an exit code."""

import argparse
import os
import re
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from scripts.training import averaging, card, choosing, labels, linking, measures, pairs, preparing, vocabulary
from scripts.training.schedule import Budget, Schedule
from scripts.training.shape import SHAPES
from translate.errors import UsageError

if TYPE_CHECKING:  # torch is imported by the commands that need it
    from scripts.training.fitting import Course, Fit


def prepare(options: argparse.Namespace) -> int:
    """Make a work folder from files of pairs."""
    files = {path.name: pairs.read_pairs(path) for path in pairs.pair_files(options.data)}
    weights = options.data / "WEIGHTS.tsv"
    copies = pairs.read_copies(weights) if weights.is_file() else {}
    linked = {name: _linked(name, rows, options.links) for name, rows in files.items()}
    everything = [pair for rows in linked.values() for pair in rows]
    pieces = options.pieces or SHAPES[options.shape].pieces
    processes = os.cpu_count() or 1
    preparing.prepare_vocabulary(options.work, everything, size=pieces, threads=processes, given=options.vocabulary)
    preparation = preparing.Preparation(copies=options.copies, processes=processes)
    preparing.prepare(options.work, linked, copies, preparation, print)
    return 0


def _linked(name: str, rows: Sequence[pairs.Pair], how: str) -> Sequence[pairs.Pair]:
    """Return pairs with links: their own, else eflomal's where it is installed or asked for."""
    if how == "given" or all(pair.links is not None for pair in rows):
        return rows
    if how == "auto" and not linking.can_link():
        missing = sum(pair.links is None for pair in rows)
        print(f"{name}: {missing} pairs without links; they teach neither terms nor links (pip install eflomal)")
        return rows
    return linking.link_pairs(rows)


def fit(options: argparse.Namespace) -> int:
    """Train from a work folder inside a budget, and export."""
    from scripts.training import fitting
    from scripts.training.attention import read_network
    from scripts.training.export import check_folder
    from scripts.training.network import new_network

    check_folder(options.out)
    words = vocabulary.Vocabulary(options.work / preparing.VOCABULARY)
    shape = replace(SHAPES[options.shape], pieces=words.size)
    recipe = fitting.Recipe(
        schedule=Schedule(peak=options.rate, warm_up=options.warm_up, hold=options.hold),
        tokens=options.tokens,
        dropout=options.dropout,
        guide=options.guide,
        half=not options.float32,
    )
    network = read_network(options.start, dropout=recipe.dropout) if options.start else None
    if network is not None and network.shape.pieces != words.size:
        raise UsageError("the work folder has another vocabulary than --start", mend="prepare --vocabulary START")
    device = fitting.choose_device(options.device, options.threads)
    job = fitting.Fit(
        network or new_network(shape, dropout=recipe.dropout, seed=recipe.seed),
        recipe,
        device=device,
        vocabulary=words.fingerprint,
    )
    if options.state and options.state.is_file():
        job.load(options.state)
        print(f"goes on from step {job.place.step}, {job.place.spent:.0f} s into its cycle")
    if options.again:
        job.begin_cycle()
    course = fitting.Course(
        main=preparing.phase_files(options.work, "main"),
        final=preparing.phase_files(options.work, "final"),
        budget=Budget(seconds=options.seconds, steps=options.steps),
    )
    return _train(job, course, options)


def _train(job: "Fit", course: "Course", options: argparse.Namespace) -> int:
    """Run a training; whatever ends it, the state and an export are kept."""
    from scripts.training import fitting

    saved = reported = time.monotonic()

    def tell(report: fitting.Report) -> None:
        nonlocal reported
        now = time.monotonic()
        speed, reported = report.tokens / (now - reported), now
        print(
            f"step {report.place.step}  {report.share:5.1%}  rate {report.rate:.2e}  loss {report.loss:.3f}  guided "
            f"{report.guided:.3f}  norm up to {report.norm:.2f}  {speed:.0f} target tokens/s",
            flush=True,
        )

    def keep() -> None:
        nonlocal saved
        if time.monotonic() - saved > options.save_every:
            _save(job, options)
            saved = time.monotonic()

    usual = signal.signal(signal.SIGTERM, _interrupt)
    try:
        fitting.run(job, course, clock=time.monotonic, tell=tell, keep=keep)
    except KeyboardInterrupt:
        _save(job, options)
        print("interrupted; the same command goes on" if options.state else "interrupted; no --state was asked for")
        return 130
    finally:
        signal.signal(signal.SIGTERM, usual)
    _save(job, options)
    print(f"the budget is spent at step {job.place.step}; --again begins another cycle")
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _save(job: "Fit", options: argparse.Namespace) -> None:
    if options.state:
        job.save(options.state)
    _export(job, options.work / preparing.VOCABULARY, options.out, (options.source, options.target))
    print(f"wrote {options.out} at step {job.place.step}", flush=True)


def _export(job: "Fit", words: Path, out: Path, languages: tuple[str, str]) -> None:
    from scripts.training.export import write_checkpoint

    weights = {name: tensor.cpu().numpy() for name, tensor in job.weights().items()}
    write_checkpoint(
        out, shape=job.shape, weights=weights, bias=job.bias.cpu().numpy(), vocabulary=words, languages=languages
    )


def export(options: argparse.Namespace) -> int:
    """Write the checkpoint of a state."""
    from scripts.training.fitting import Fit, Recipe
    from scripts.training.network import Network

    words = vocabulary.Vocabulary(options.work / preparing.VOCABULARY)
    shape = replace(SHAPES[options.shape], pieces=words.size)
    job = Fit(Network(shape), Recipe(), device="cpu", vocabulary=words.fingerprint)
    job.load(options.state)
    _export(job, options.work / preparing.VOCABULARY, options.out, (options.source, options.target))
    print(f"wrote {options.out} at step {job.place.step}")
    return 0


def average(options: argparse.Namespace) -> int:
    """Write the mean of checkpoints of one training."""
    averaging.average(options.checkpoints, options.out)
    print(f"wrote {options.out}: the mean of {len(options.checkpoints)}")
    return 0


def evaluate(options: argparse.Namespace) -> int:
    """Measure a checkpoint."""
    evaluation = _evaluated(options.model, options)
    for line in _lines(evaluation):
        print(line)
    if options.json:
        options.json.write_text(measures.render(evaluation), encoding="utf-8")
    return 0


def _evaluated(model: Path, options: argparse.Namespace) -> measures.Evaluation:
    from scripts.training.evaluation import Yardsticks, read_sets
    from scripts.training.evaluation import evaluate as measure

    languages = {"source": options.source, "target": options.target}
    yardsticks = Yardsticks(
        sets=read_sets(options.sets, **languages, limit=options.limit) if options.sets else (),
        terms=labels.read_terms(options.terms),
        links=labels.read_links(options.links),
    )
    return measure(model, yardsticks, **languages, device=options.device, threads=options.threads)


def _lines(evaluation: measures.Evaluation) -> list[str]:
    lines = [f"{evaluation.model} ({evaluation.fingerprint}), {evaluation.size / 1e6:.1f} MB, on {evaluation.machine}"]
    lines += [
        f"  {one.name}: BLEU {one.bleu:.1f}, chrF {one.chrf:.1f}, {one.sentences} sentences, "
        f"{one.tokens_per_second:.0f} source tokens/s"
        for one in evaluation.sets
    ]
    lines += [
        f"  terms, {one.kind}: {one.given}/{one.terms} = {one.given / one.terms:.3f} given, "
        f"{one.plain / one.terms:.3f} without help"
        for one in evaluation.terms
    ]
    if evaluation.alignment_error is not None:
        lines.append(f"  alignment error: {evaluation.alignment_error:.3f}")
    if evaluation.sets:
        one = evaluation.sets[0]
        lines += [f"  mean chrF {evaluation.mean_chrf:.2f}", f"  {one.bleu_signature}; {one.chrf_signature}"]
    return lines


def choose(options: argparse.Namespace) -> int:
    """Say whether a candidate replaces the present checkpoint."""
    candidate, present = (_evaluated(model, options) for model in (options.candidate, options.present))
    for evaluation in (present, candidate):
        print("\n".join(_lines(evaluation)))
    conditions = choosing.judge(candidate, present)
    for condition in conditions:
        print(f"  {'yes' if condition.holds else 'NO '}  {condition.text}")
    ships = all(condition.holds for condition in conditions)
    print("ship it" if ships else "do not ship it")
    return 0 if ships else 1


def write_card(options: argparse.Namespace) -> int:
    """Write the measured part of a model card."""
    evaluations = [
        (use, measures.read(Path(path))) for use, _, path in (one.partition("=") for one in options.measured)
    ]
    published = dict(map(_published, options.published))
    measured = card.render(evaluations, published, options.other)
    if options.write is None:
        print(measured)
    else:
        text = options.write.read_text(encoding="utf-8")
        options.write.write_text(card.replace_measured(text, measured), encoding="utf-8")
    return 0


def _published(text: str) -> tuple[str, tuple[float, float]]:
    """Read what another model publishes, `SET=BLEU/CHRF`."""
    match = re.fullmatch(r"(.+)=([\d.]+)/([\d.]+)", text)
    if match is None:
        raise UsageError(f"unexpected {text!r} (expected SET=BLEU/CHRF)", where="--published")
    return match[1], (float(match[2]), float(match[3]))


def check_labels(options: argparse.Namespace) -> int:
    """Check that the terms labelled as unseen stand nowhere in the pairs."""
    sentences = labels.read_terms(options.terms)
    sources = (pair.source for path in pairs.pair_files(options.data) for pair in pairs.read_pairs(path))
    seen = labels.seen_terms(sentences, sources)
    for kind in labels.KINDS:
        print(f"{kind}: {sum(len(one.terms) for one in sentences if one.kind == kind)} terms")
    print(f"labelled as unseen but seen: {', '.join(seen) or 'none'}")
    return 1 if seen else 0


def finetune(options: argparse.Namespace) -> int:
    """Go on from a checkpoint with a user's own pairs."""
    from scripts.training import finetuning, fitting

    own = [pair for path in options.pairs for pair in pairs.read_pairs(path)]
    tuning = finetuning.Options(
        passes=options.passes,
        seconds=options.seconds,
        rate=options.rate,
        half=not options.float32,
        hold_out=not options.all,
    )
    outcome = finetuning.finetune(
        options.start,
        own,
        options.out,
        tuning,
        device=fitting.choose_device(options.device, options.threads),
        clock=time.monotonic,
        tell=lambda report: print(f"step {report.place.step}  {report.share:.0%}  loss {report.loss:.3f}", flush=True),
    )
    print(f"wrote {options.out}: {outcome.trained} pairs, {outcome.steps} steps")
    if outcome.before is not None and outcome.after is not None:
        print(f"chrF on {outcome.held_out} pairs held out: {outcome.before:.1f} before, {outcome.after:.1f} after")
        if outcome.after < outcome.before:
            print("the pairs did not help on those held out: use more of them, or fewer --passes")
    print(f"use it: glossub subtitle EPISODE --model {options.out}")
    return 0
