#!/usr/bin/env python3
"""Measure a batch: its throughput against the engine's own on the same requests, and its peak memory by episodes.

    scripts/bench_batch.py rate TRANSCRIPT [--episodes 20] [--model MODEL]
    scripts/bench_batch.py memory TRANSCRIPT

`rate` makes a season of shifted copies of a transcript, translates it with a batch, then gives the engine alone the
very calls that the batch made, in one thread, one after another. `memory` runs seasons of 10 and of 200 short episodes
with the `scripted` engine, in processes of their own.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from translate.batch import Batch, Result, Task
from translate.commands.session import Session
from translate.engine import Decoding, Engine, Hypothesis, Progress, Request, silent
from translate.glossary import Glossary
from translate.journal import open_journal
from translate.memory import open_memory
from translate.settings import DEFAULTS, Settings, combine


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

    def __init__(self, settings: Settings) -> None:
        """Open the engine."""
        self.session = Session()
        self.recording = Recording(self.session.engine(settings))
        self.opened = self.session.glossary(settings)

    def engine(self, settings: Settings) -> Engine:
        """Return the engine, whatever the settings."""
        del settings
        return self.recording

    def glossary(self, settings: Settings) -> Glossary:
        """Return the glossary, whatever the settings."""
        del settings
        return self.opened


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


def season(folder: Path, transcript: Path, count: int) -> list[Path]:
    """Write copies of a transcript, each beginning elsewhere, so that no two ask the same calls."""
    lines = [line for line in transcript.read_text(encoding="utf-8").splitlines() if line.strip()]
    paths = []
    for number in range(count):
        at = number * len(lines) // count
        paths.append(folder / f"episode-{number + 1}{transcript.suffix}")
        paths[-1].write_text("\n".join((*lines[at:], *lines[:at])), encoding="utf-8")
    return paths


def rate(transcript: Path, episodes: int, model: str) -> None:
    """Measure the throughput of a batch and of the engine alone."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        settings = combine(Settings(out=str(folder / "out"), model=model), DEFAULTS)
        opened = Opened(settings)
        memory = open_memory(folder / "out" / "memory.sqlite", print)
        journal = open_journal(folder / "journal.sqlite", memory=memory.identity, horizon=memory.horizon, note=print)
        work = Batch(opened=opened, memory=memory, journal=journal, listener=Silent(), people=lambda _: ())
        tasks = [
            Task(path=path, episode=path.stem, settings=replace(settings, name=path.stem))
            for path in season(folder, transcript, episodes)
        ]
        wall, processor = time.perf_counter(), time.process_time()
        work.run(tasks)
        batch = time.perf_counter() - wall, time.process_time() - processor
        memory.close()
    engine, calls = opened.recording.engine, opened.recording.calls
    wall, processor = time.perf_counter(), time.process_time()
    for requests, decoding in calls:
        engine.translate(requests, decoding)
    alone = time.perf_counter() - wall, time.process_time() - processor
    asked = sum(len(requests) for requests, _ in calls)
    print(f"{episodes} episodes, {asked:,} requests in {len(calls)} calls, {engine.signature}")
    print(f"  batch:        {batch[0]:6.1f} s wall, {batch[1]:6.1f} s processor, {asked / batch[0]:6.0f} requests/s")
    print(f"  engine alone: {alone[0]:6.1f} s wall, {alone[1]:6.1f} s processor, {asked / alone[0]:6.0f} requests/s")
    print(f"  batch / engine alone: {alone[0] / batch[0]:.2f} by wall, {alone[1] / batch[1]:.2f} by processor time")


def memory_use(transcript: Path) -> None:
    """Measure the peak memory of batches of 10 and of 200 episodes."""
    for count in (10, 200):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            (folder / "script.json").write_text(json.dumps({"format": "glossub-script/1", "translations": {}}))
            season(folder, transcript, count)
            command = [sys.executable, "-m", "translate", "batch", f"{folder}/episode-*", "--out", f"{folder}/out"]
            command += ["--engine", "scripted", "--model", f"{folder}/script.json", "--json"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own command
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{count} episodes: {peak:.0f} MiB at most", flush=True)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("rate", "memory"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--episodes", type=int, default=20)
    parser.add_argument("--model", default="auto")
    options = parser.parse_args()
    if options.what == "rate":
        rate(options.path, options.episodes, options.model)
    else:
        memory_use(options.path)


if __name__ == "__main__":
    main()
