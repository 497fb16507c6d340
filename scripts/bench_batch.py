"""Measure a batch: its throughput against the engine's own on the same requests, and its peak memory by episodes.

    scripts/bench batch rate TRANSCRIPT [--shape opus-mt] [--episodes 20] [--turns 20] [--at-least .90]
    scripts/bench batch memory TRANSCRIPT [--episodes 10 1000] [--turns 8] [--no-report]

Both make a season of a transcript's turns. `rate` translates it with a batch, then gives the engine alone the very
calls that the batch made, in one thread, one after another. With `--shape` the engine costs what a model of that shape
costs: the answers are the embedded model's, without its inline terms, computed beforehand; while they are asked for, a
model of random weights in that shape decodes as many tokens as the sources have. `memory` runs seasons of short
episodes with the `scripted` engine, in processes of their own; without a report they run as the one shard of one.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import ctranslate2

from scripts.bench import machine
from scripts.random_checkpoints import SHAPES, random_batch, write_checkpoint
from translate import readers
from translate.batch import Batch, Result, Task
from translate.commands.session import Session
from translate.engine import Decoding, Engine, Hypothesis, Progress, Request, silent
from translate.engines import open_engine
from translate.engines.checkpoints import read_checkpoint
from translate.engines.marian import MarianEngine, build_model
from translate.engines.weights import read_weights
from translate.glossary import Glossary
from translate.journal import open_journal
from translate.memory import open_memory
from translate.settings import DEFAULTS, Settings, combine

Question = tuple[object, ...]
"""The source and target pieces that are asked, and the options that decide the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that is waited for: `waited` must be done before it counts; it is what `known` has, or will have."""

    question: Question
    waited: ctranslate2.AsyncTranslationResult
    known: dict[Question, ctranslate2.TranslationResult]

    def result(self) -> ctranslate2.TranslationResult:
        """Wait, and return the answer."""
        return self.known.setdefault(self.question, self.waited.result())


class Replaying:
    """A translator that learns a model's answers, then gives them again at the price of a model in another shape."""

    def __init__(self, translator: ctranslate2.Translator) -> None:
        """Learn from a translator."""
        self._translator = translator
        self._known: dict[Question, ctranslate2.TranslationResult] = {}
        self._vocabulary: tuple[str, ...] = ()
        self.num_translators: int = translator.num_translators

    def weigh(self, name: str, folder: Path) -> None:
        """Answer from here on what is known, at the price of a shape; its model is made in `folder`."""
        checkpoint = read_checkpoint(write_checkpoint(folder / name, SHAPES[name]), name=name)
        (folder / "converted").mkdir()
        build_model(checkpoint, read_weights(checkpoint.weights), folder / "converted")
        self._vocabulary = checkpoint.vocabulary
        self._translator = ctranslate2.Translator(
            str(folder / "converted"),
            compute_type=self._translator.compute_type,
            inter_threads=self.num_translators,
            intra_threads=1,
        )

    def translate_batch(self, sources: Sequence[Sequence[str]], **options: Any) -> list[Answer]:  # noqa: ANN401  # CTranslate2's
        """Start a batch."""
        prefixes = options["target_prefix"] or [()] * len(sources)
        deciding = tuple(options[name] for name in ("beam_size", "num_hypotheses", "no_repeat_ngram_size"))
        asked = sources
        if self._vocabulary:
            length = max(map(len, sources))
            asked = random_batch(self._vocabulary, len(sources), length)
            options |= {"min_decoding_length": length, "max_decoding_length": length, "target_prefix": None}
        started = self._translator.translate_batch(asked, **options)
        questions = [(*source, None, *prefix, *deciding) for source, prefix in zip(sources, prefixes, strict=True)]
        if self._vocabulary and not self._known.keys() >= set(questions):
            raise ValueError("the batch asks what it did not ask before")
        return [
            Answer(question=question, waited=waited, known=self._known)
            for question, waited in zip(questions, started, strict=True)
        ]


class Recording:
    """An engine that keeps its calls."""

    def __init__(self, engine: Engine) -> None:
        """Wrap an engine."""
        self.engine = engine
        self.calls: list[tuple[Sequence[Request], Decoding]] = []
        self.signature, self.device = engine.signature, engine.device
        self.inline_terms, self.max_tokens = engine.inline_terms, engine.max_tokens

    def count_tokens(self, text: str) -> int:
        """Count as the engine does."""
        return self.engine.count_tokens(text)

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Keep the call and ask the engine."""
        self.calls.append((requests, decoding))
        return self.engine.translate(requests, decoding, progress)


class Opened:
    """A session whose one engine keeps its calls."""

    def __init__(self, engine: Engine, glossary: Glossary) -> None:
        """Keep the parts."""
        self.recording = Recording(engine)
        self._glossary = glossary

    def engine(self, settings: Settings) -> Engine:
        """Return the engine, whatever the settings."""
        del settings
        return self.recording

    def glossary(self, settings: Settings) -> Glossary:
        """Return the glossary, whatever the settings."""
        del settings
        return self._glossary


class Silent:
    """A listener that hears nothing."""

    def began(self, task: Task) -> None:
        """Hear nothing."""

    def progressed(self, task: Task, done: int, total: int) -> None:
        """Hear nothing."""

    def ended(self, result: Result) -> None:
        """Say what failed."""
        if result.error is not None:
            print(f"  {result.task.episode}: {result.error}")


def season(folder: Path, transcript: Path, count: int, turns: int) -> list[Path]:
    """Write episodes of so many turns of a transcript, each beginning elsewhere, so that no two ask the same calls."""
    said = readers.read(transcript.read_bytes(), name=transcript.name, language="fr").turns
    paths = [folder / f"episode-{number + 1}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        chosen = islice(cycle(said), number * len(said) // count, number * len(said) // count + turns)
        path.write_text("\n\n".join(f"{turn.speaker}: {turn.text}" for turn in chosen), encoding="utf-8")
    return paths


def run(folder: Path, paths: Sequence[Path], opened: Opened, settings: Settings) -> None:
    """Translate a season into a folder, with a memory and a journal."""
    settings = replace(settings, out=str(folder))
    memory = open_memory(folder / "memory.sqlite", print)
    journal = open_journal(folder / "journal.sqlite", memory=memory.identity, horizon=memory.horizon, note=print)
    work = Batch(opened=opened, memory=memory, journal=journal, listener=Silent(), people=lambda _: ())
    work.run(
        [Task(path=path, episode=path.stem, settings=replace(settings, name=path.stem)) for path in paths],
    )
    memory.close()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Do something and return how long it took: seconds on the clock, and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def rate(transcript: Path, episodes: int, turns: int, shape: str | None) -> float:
    """Measure the throughput of a batch and of the engine alone; return their ratio by processor time.

    The engine's turn lies between two of the batch, whose mean counts: a machine that slows down weighs on both.
    """
    settings = combine(Settings(model="embedded"), DEFAULTS)
    glossary = Session().glossary(settings)
    engine = open_engine(model="embedded", inline_terms=shape is None)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = season(folder, transcript, episodes, turns)
        if shape is not None:
            if not isinstance(engine, MarianEngine):
                raise TypeError(engine)
            replaying = engine._translator = Replaying(engine._translator)  # noqa: SLF001  # the engine is all but its model
            run(folder / "learning", paths, Opened(engine, glossary), settings)
            replaying.weigh(shape, folder)
        opened = Opened(engine, glossary)
        first = timed(lambda: run(folder / "first", paths, opened, settings))
        calls = tuple(opened.recording.calls)
        alone = timed(lambda: [engine.translate(requests, decoding) for requests, decoding in calls])
        second = timed(lambda: run(folder / "second", paths, opened, settings))
    batch = (first[0] + second[0]) / 2, (first[1] + second[1]) / 2
    asked = sum(len(requests) for requests, _ in calls)
    print(f"{episodes} episodes, {asked:,} requests in {len(calls)} calls, {shape or engine.signature}")
    print(f"  batch:        {batch[0]:6.1f} s wall, {batch[1]:6.1f} s processor, {asked / batch[0]:6.0f} requests/s")
    print(f"  engine alone: {alone[0]:6.1f} s wall, {alone[1]:6.1f} s processor, {asked / alone[0]:6.0f} requests/s")
    print(f"  batch / engine alone: {alone[0] / batch[0]:.2f} by wall, {alone[1] / batch[1]:.2f} by processor time")
    return alone[1] / batch[1]


def memory_use(transcript: Path, counts: Sequence[int], turns: int, *, report: bool) -> None:
    """Measure the peak memory of batches of so many episodes."""
    for count in counts:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            (folder / "script.json").write_text(json.dumps({"format": "glossub-script/1", "translations": {}}))
            season(folder, transcript, count, turns)
            command = [sys.executable, "-m", "translate", "batch", f"{folder}/episode-*", "--out", f"{folder}/out"]
            command += ["--engine", "scripted", "--model", f"{folder}/script.json", "--json"]
            command += [] if report else ["--shard", "1/1"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own command
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{count} episodes: {peak:.0f} MiB at most", flush=True)


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="what", required=True)
    for name, turns in (("rate", 20), ("memory", 8)):
        commands.add_parser(name).add_argument("path", type=Path)
        commands.choices[name].add_argument("--turns", type=int, default=turns, help="of an episode")
    commands.choices["rate"].add_argument("--episodes", type=int, default=20)
    commands.choices["rate"].add_argument("--shape", choices=tuple(SHAPES))
    commands.choices["rate"].add_argument("--at-least", type=float, default=0.0, help="else exit with 1")
    commands.choices["memory"].add_argument("--episodes", type=int, nargs="+", default=(10, 1000))
    commands.choices["memory"].add_argument("--no-report", action="store_true", help="leave out the season's report")
    options = parser.parse_args()
    print(machine())
    if options.what == "rate":
        return int(rate(options.path, options.episodes, options.turns, options.shape) < options.at_least)
    memory_use(options.path, options.episodes, options.turns, report=not options.no_report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
