#!/usr/bin/env python3
"""Measure Glossub: real numbers on this machine, for the text that is given.

    scripts/bench engine  TEXT     the engine alone: sentences and source tokens per second
    scripts/bench naive   TEXT     transformers one sentence at a time, on a sample, and the ratio (extra `reference`)
    scripts/bench batches TEXT     how far the make-up of a batch changes the engine's answers
    scripts/bench ladder  LABELS   what each tier of the ladder does for labelled terms (bench_ladder.py)
    scripts/bench shapes           engines on random weights of known shapes, on a CPU or a GPU (bench_shapes.py)
    scripts/bench batch           a batch against its engine, and its memory by episodes (bench_batch.py)
    scripts/bench run     EPISODE  `glossub subtitle` as a process: wall and processor time, peak memory, each stage
    scripts/bench all     EPISODE  all but `batches`

TEXT is any text file; its sentences are cut roughly (this measures the engine, not the cutting).
"""

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from translate.engine import Decoding, Engine, Hypothesis, Request
from translate.engines import open_engine
from translate.engines.checkpoints import EMBEDDED

LONGEST_WORDS = 40

Result = TypeVar("Result")


def sentences(path: Path) -> list[str]:
    """Return a text's sentences, cut at final punctuation and at 40 words, without repeated ones."""
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.!?…])\s+|\n+", path.read_text(encoding="utf-8", errors="replace")):
        words = sentence.split()
        pieces += [" ".join(words[at : at + LONGEST_WORDS]) for at in range(0, len(words), LONGEST_WORDS)]
    return list(dict.fromkeys(piece for piece in pieces if len(piece) > 3))


def machine() -> str:
    """Return what is measured on: processor, cores, versions, and how busy the machine is."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file() and (name := re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8"))):
        processor = name[1]
    packages = ("glossub", "ctranslate2", "sentencepiece", "torch", "transformers")
    versions = ", ".join(f"{package} {importlib.metadata.version(package)}" for package in packages if _has(package))
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    return f"{processor}, {os.cpu_count()} cores, {load}; Python {platform.python_version()}, {versions}"


def _has(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def timed(action: Callable[[], Result], *, times: int = 1) -> tuple[Result, float, float]:
    """Return an action's result with its best wall time and the processor time of that run, in seconds."""
    best: tuple[Result, float, float] | None = None
    for _ in range(times):
        wall, processor = time.perf_counter(), time.process_time()
        result = action()
        spent = (result, time.perf_counter() - wall, time.process_time() - processor)
        best = spent if best is None or spent[1] < best[1] else best
    if best is None:
        raise ValueError("an action is timed at least once")
    return best


def measure(engine: Engine, texts: Sequence[str], beam: int, times: int = 2) -> float:
    """Print an engine's speed with a beam; return its source tokens per second of wall time."""
    requests = [Request(text=text) for text in texts]
    tokens = sum(engine.count_tokens(text) for text in texts)
    _, wall, processor = timed(lambda: engine.translate(requests, Decoding(beam_size=beam)), times=times)
    print(
        f"  {engine.signature:42s} beam {beam}: {wall:6.2f} s wall, {processor:6.2f} s processor; "
        f"{len(texts) / wall:6.1f} sentences/s, {tokens / wall:6.0f} tokens/s, "
        f"{tokens / processor:6.0f} per core-second"
    )
    return tokens / wall


def bench_engine(path: Path) -> None:
    """Measure the engine alone, int8 and float32, beam 1 and 4."""
    texts = sentences(path)
    print(f"engine alone on {path.name}: {len(texts)} sentences")
    for compute_type in ("int8", "float32"):
        start = time.perf_counter()
        engine = open_engine(compute_type=compute_type)
        print(f"  opened in {time.perf_counter() - start:.2f} s")
        for beam in (1, 4):
            measure(engine, texts, beam)


def bench_naive(path: Path, sample: int = 40) -> None:
    """Measure transformers as its documentation shows it, one sentence at a time, against the engine."""
    if importlib.util.find_spec("torch") is None:
        print("naive transformers: torch is not installed (pip install 'glossub[reference]')")
        return
    import torch  # noqa: PLC0415  # the extra may be missing
    import transformers  # noqa: PLC0415  # the same

    warnings.simplefilter("ignore")  # its tokenizer recommends sacremoses
    tokenizer = transformers.MarianTokenizer.from_pretrained(EMBEDDED)
    model = transformers.MarianMTModel.from_pretrained(EMBEDDED, dtype=torch.float32)
    every = sentences(path)
    texts = every[:: max(1, len(every) // sample)]
    print(f"transformers one by one, float32, on {len(texts)} sentences of {path.name}; the engine on all")
    engine = open_engine()
    tokens = sum(engine.count_tokens(text) for text in texts)
    for beam in (1, 4):

        def one_by_one(size: int = beam) -> None:
            for text in texts:
                ids = model.generate(**tokenizer(text, return_tensors="pt"), num_beams=size, max_new_tokens=256)
                tokenizer.decode(ids[0], skip_special_tokens=True)

        _, wall, processor = timed(one_by_one, times=2)
        print(
            f"  transformers beam {beam}: {wall:.2f} s wall, {processor:.2f} s processor; {tokens / wall:.0f} tokens/s"
        )
        print(f"  times as fast, beam {beam}: {measure(engine, every, beam) / (tokens / wall):.1f}")


def bench_batches(path: Path) -> None:
    """Measure how far the make-up of a batch changes answers, against each sentence on its own."""
    texts = sentences(path)
    print(f"make-up of batches on {path.name}: {len(texts)} sentences; changed against each sentence alone")
    shuffled = random.Random(1).sample(range(len(texts)), len(texts))  # noqa: S311  # no secret
    for compute_type in ("int8", "float32"):
        engine = open_engine(compute_type=compute_type, threads=2)
        single = open_engine(compute_type=compute_type, threads=1)
        for beam in (1, 4):
            alone = [answer for text in texts for answer in _answers(engine, [text], beam)]
            every = _answers(engine, texts, beam)
            mixed = _answers(engine, [texts[index] for index in shuffled], beam)
            other = [_answers(engine, part, beam) for part in (texts[::2], texts[1::2])]
            back = dict(zip(shuffled, mixed, strict=True))
            cases = {
                "one call": every,
                "one call again": _answers(engine, texts, beam),
                "one call, 1 thread": _answers(single, texts, beam),
                "one call, shuffled": [back[index] for index in range(len(texts))],
                "every other sentence": [other[index % 2][index // 2] for index in range(len(texts))],
            }
            for case, answers in cases.items():
                _print_changes(f"{engine.signature} beam {beam}, {case}", alone, answers)


def _answers(engine: Engine, texts: Sequence[str], beam: int) -> tuple[Hypothesis, ...]:
    return engine.translate([Request(text=text) for text in texts], Decoding(beam_size=beam))


def _print_changes(name: str, before: Sequence[Hypothesis], after: Sequence[Hypothesis]) -> None:
    pairs = list(zip(before, after, strict=True))
    texts = sum(one.text != other.text for one, other in pairs)
    links = sum(one.text == other.text and one.links != other.links for one, other in pairs)
    drift = max((abs(one.score - other.score) for one, other in pairs if one.text == other.text), default=0.0)
    print(
        f"  {name:62s} texts {texts / len(pairs):7.2%}  links only {links / len(pairs):7.2%}  score within {drift:.1e}"
    )


def bench_run(path: Path) -> None:
    """Measure `glossub subtitle` as a user runs it, in a process of its own, and what its stages took.

    A child's peak memory counts what its parent held when it was started, so this comes before anything large.
    """
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "translate", "subtitle", str(path), "--out", out, "--json"]
        start = time.perf_counter()
        result = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own command
        wall = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"whole run on {path.name}: exit {result.returncode}; {wall:.2f} s wall, "
        f"{usage.ru_utime + usage.ru_stime:.2f} s processor, {usage.ru_maxrss / 1024:.0f} MiB at most"
    )
    if result.returncode == 0:
        stages = json.loads(result.stdout)["seconds"]
        print("  " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in stages.items()))


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("engine", "naive", "batches", "run", "all"))
    parser.add_argument("path", type=Path)
    options = parser.parse_args()
    print(machine())
    benches = {
        "engine": bench_engine,
        "naive": bench_naive,
        "batches": bench_batches,
        "run": bench_run,
    }
    chosen = ("run", "engine", "naive") if options.what == "all" else (options.what,)
    for name in chosen:
        benches[name](options.path)


if __name__ == "__main__":
    main()
