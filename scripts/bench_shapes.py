#!/usr/bin/env python3
"""Measure CTranslate2 and transformers on MarianMT shapes of random weights, and on the embedded model.

    scripts/bench shapes [--device cpu|cuda] [--seconds 5] [--shapes opus-mt,tc-big,embedded] [--sizes 1,8,32,128]
                         [--beams 1,4] [--length 32] [--threads N] [--episode EPISODE]

Needs no network: the checkpoints are made here. Random sentences of one length are decoded to exactly that length, so
that the work is the same whatever the weights say, and the same for both engines. Every engine runs in a process of its
own. Memory is the most that the row's process held (cpu: resident, with the libraries; cuda: on the whole GPU, over
what was used before). With `--episode`, `glossub subtitle` runs on it too: what the pipeline adds to the engine.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import ctranslate2

from scripts.bench import machine
from scripts.device_facts import ask_gpu, peak_memory, used_gpu_mib, without_cublas
from scripts.random_checkpoints import SHAPES, random_batch, write_checkpoint
from translate.engine import Decoding, Request
from translate.engines import open_engine
from translate.engines.checkpoints import EMBEDDED, UNKNOWN, Checkpoint, read_checkpoint
from translate.engines.devices import choose_devices, load_cublas
from translate.engines.marian import available_cores, build_model
from translate.engines.weights import read_weights
from translate.errors import EngineError, GlossubError

Result = TypeVar("Result")
Batch = Sequence[Sequence[str]]
Decode = Callable[[Batch, int], int]
"""Decodes a batch of pieces with a beam to the fixed length; returns the target tokens made."""

HEADING = "  shape      engine        precision batch beam  tokens/s  sent./s     MiB  calls"
SENTENCES = (
    "Bonjour à toutes et à tous.",
    "On a tout relancé à la main, à 4 h du matin.",
    "Il faut mesurer avant d'optimiser.",
    "Les utilisateurs, eux, n'ont rien vu.",
)
KINDS = {
    "cpu": (
        ("ctranslate2", "int8"),
        ("ctranslate2", "float32"),
        ("transformers", "float32"),
        ("transformers", "bfloat16"),
    ),
    "cuda": (("ctranslate2", "float16"), ("transformers", "bfloat16")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one process measures: an engine on a checkpoint `folder`, its conversion, and the rows that are wanted."""

    folder: Path
    converted: Path
    engine: str
    precision: str
    device: str
    threads: int
    sizes: tuple[int, ...]
    beams: tuple[int, ...]
    length: int
    seconds: float
    used_mib: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measurement: sentences per second, over `calls` calls, and the peak memory."""

    size: int
    beam: int
    calls: int
    sentences_per_second: float
    memory_mib: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A row that could not be measured, and why."""

    size: int
    beam: int
    reason: str


def measure(job: Job) -> tuple[Row | Failure, ...]:
    """Load a job's engine and measure its rows; raises `EngineError` when it cannot be loaded."""
    checkpoint = read_checkpoint(job.folder, name=job.folder.name)
    opening = {"ctranslate2": open_ctranslate2, "transformers": open_transformers}[job.engine]
    try:
        decode = opening(job, checkpoint)
    except (RuntimeError, ValueError, ImportError, OSError) as error:
        raise EngineError(f"the engine cannot be loaded: {error}", where=f"{job.engine} on {job.device}") from error
    batches = [random_batch(checkpoint.vocabulary, size, job.length) for size in job.sizes]
    return tuple(_row(job, decode, batch, beam) for beam in job.beams for batch in batches)


def open_ctranslate2(job: Job, _: Checkpoint) -> Decode:
    """Open a conversion on CTranslate2, which gives a batch all the threads."""
    if job.device == "cuda":
        load_cublas()
    translator = ctranslate2.Translator(
        str(job.converted), device=job.device, compute_type=job.precision, inter_threads=1, intra_threads=job.threads
    )

    def decode(batch: Batch, beam: int) -> int:
        results = translator.translate_batch(
            [list(sentence) for sentence in batch],
            beam_size=beam,
            min_decoding_length=job.length,
            max_decoding_length=job.length,
            disable_unk=True,
        )
        return sum(len(result.hypotheses[0]) for result in results)

    return decode


def _libraries() -> tuple[Any, Any]:  # modules have no better type
    import torch  # noqa: PLC0415  # the extra may be missing
    import transformers  # noqa: PLC0415  # the same

    return torch, transformers


def open_transformers(job: Job, checkpoint: Checkpoint) -> Decode:
    """Open a checkpoint on transformers."""
    torch, transformers = _libraries()
    transformers.utils.logging.disable_progress_bar()
    torch.set_num_threads(job.threads)
    dtype = {"float32": torch.float32, "bfloat16": torch.bfloat16}[job.precision]
    model = transformers.MarianMTModel.from_pretrained(job.folder, dtype=dtype, local_files_only=True)
    model = model.to(job.device).eval()
    model.generation_config.forced_eos_token_id = None  # it would replace the last token
    shape = checkpoint.architecture
    numbers = {piece: number for number, piece in enumerate(checkpoint.vocabulary)}

    def decode(batch: Batch, beam: int) -> int:
        inputs = torch.tensor([[numbers[piece] for piece in sentence] for sentence in batch], device=job.device)
        options = transformers.GenerationConfig(
            num_beams=beam,
            early_stopping=beam > 1,
            do_sample=False,
            min_new_tokens=job.length,
            max_new_tokens=job.length,
            suppress_tokens=[shape.pad, numbers[UNKNOWN]],
            decoder_start_token_id=shape.pad,
            pad_token_id=shape.pad,
            eos_token_id=shape.end,
        )
        with torch.inference_mode():
            answers = model.generate(inputs, attention_mask=torch.ones_like(inputs), generation_config=options)
        return sum(len(answer) - 1 for answer in answers.tolist())  # also waits for the GPU

    return decode


def _row(job: Job, decode: Decode, batch: Batch, beam: int) -> Row | Failure:
    """Measure a batch until the time is up, at least once, after a call that warms up."""
    try:
        with peak_memory(job.device, job.used_mib) as peak:
            _call(job, decode, batch, beam)
            spent, calls = _call(job, decode, batch, beam), 1
            while spent < job.seconds:
                spent += _call(job, decode, batch, beam)
                calls += 1
    except (RuntimeError, ValueError) as error:  # such as too little memory: smaller batches may well fit
        return Failure(size=len(batch), beam=beam, reason=" ".join(str(error).split()))
    return Row(
        size=len(batch), beam=beam, calls=calls, sentences_per_second=calls * len(batch) / spent, memory_mib=peak()
    )


def _call(job: Job, decode: Decode, batch: Batch, beam: int) -> float:
    """Return the seconds that a call takes; raises `EngineError` when its answers are not of the length asked for."""
    begun = time.perf_counter()
    made = decode(batch, beam)
    spent = time.perf_counter() - begun
    if made != len(batch) * job.length:
        raise EngineError(f"{made} tokens came where {len(batch)} x {job.length} were asked for", where=job.engine)
    return spent


def unavailable(engine: str, device: str) -> str:
    """Return why an engine cannot run here; nothing where it can."""
    if engine == "ctranslate2":
        return without_cublas() if device == "cuda" else ""
    if find_spec("torch") is None or find_spec("transformers") is None:
        return "transformers does not run: it is not installed (pip install 'glossub[reference]')."
    if device == "cuda" and not apart(_torch_sees_a_gpu):
        return "transformers does not run: this torch sees no CUDA device."
    return ""


def _torch_sees_a_gpu() -> bool:
    torch, _ = _libraries()
    return bool(torch.cuda.is_available())


def same_as_cpu(device: str) -> tuple[int, int]:
    """Return how many sentences the embedded model answers on a device as on the CPU (float32), and of how many."""
    requests = [Request(text=text) for text in SENTENCES]
    here, there = (
        open_engine(model="embedded", device=place, compute_type="float32").translate(requests, Decoding())
        for place in ("cpu", device)
    )
    return sum(one.text == other.text for one, other in zip(here, there, strict=True)), len(SENTENCES)


def apart(function: Callable[..., Result], *arguments: object) -> Result:
    """Return what a function gives in a process of its own; raises `EngineError` when that process dies."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(function, *arguments).result()
        except BrokenProcessPool as error:
            raise EngineError("the measuring process died: out of memory, or a library that does not fit") from error


def bench(options: argparse.Namespace, folder: Path) -> int:
    """Print a table for the shapes that are asked for; return how many rows it has."""
    rows = 0
    reasons = {engine: unavailable(engine, options.device) for engine, _ in KINDS[options.device]}
    for reason in filter(None, reasons.values()):
        print(f"  {reason}")
    kinds = [kind for kind in KINDS[options.device] if not reasons[kind[0]]]
    if options.device == "cuda" and not reasons["ctranslate2"]:
        same, of = apart(same_as_cpu, options.device)
        print(f"  check: the embedded model answers {same} of {of} sentences on the GPU as on the CPU (float32)")
    print(HEADING)
    for name in options.shapes:
        source = EMBEDDED if name == "embedded" else write_checkpoint(folder / name, SHAPES[name])
        for engine, precision in kinds:
            rows += _print_rows(name, job_for(options, source, folder / f"{name}-converted", engine, precision))
    return rows


def job_for(options: argparse.Namespace, source: Path, converted: Path, engine: str, precision: str) -> Job:
    """Return a job, its checkpoint converted once, here, so that the measuring process holds nothing of it."""
    if engine == "ctranslate2" and not converted.exists():
        converted.mkdir()
        checkpoint = read_checkpoint(source, name=source.name)
        build_model(checkpoint, read_weights(checkpoint.weights), converted)
    return Job(
        folder=source,
        converted=converted,
        engine=engine,
        precision=precision,
        device=options.device,
        threads=options.threads,
        sizes=options.sizes,
        beams=options.beams,
        length=options.length,
        seconds=options.seconds,
        used_mib=used_gpu_mib() if options.device == "cuda" else 0,
    )


def _print_rows(name: str, job: Job) -> int:
    """Measure a job and print its rows, or why there are none."""
    try:
        rows = apart(measure, job)
    except EngineError as error:
        print(f"  {name:10} {job.engine:13} {job.precision:9} {one_line(error)}", flush=True)
        return 0
    for row in rows:
        print(
            f"  {name:10} {job.engine:13} {job.precision:9} {row.size:5} {row.beam:4} {_figures(row, job)}", flush=True
        )
    return sum(isinstance(row, Row) for row in rows)


def _figures(row: Row | Failure, job: Job) -> str:
    if isinstance(row, Failure):
        return row.reason
    tokens = row.sentences_per_second * job.length
    return f"{tokens:9.0f} {row.sentences_per_second:8.1f} {row.memory_mib:7} {row.calls:6}"


def bench_pipeline(episode: Path, device: str) -> None:
    """Print what `glossub subtitle` with the embedded model spends in the engine, and what around it."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "translate", "subtitle", str(episode), "--out", out, "--json"]
        command += ["--device", device, "--model", "embedded"]
        result = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own command
    if result.returncode:
        raise EngineError(f"glossub subtitle ended with exit code {result.returncode}", where=str(episode))
    stages: dict[str, float] = json.loads(result.stdout)["seconds"]
    whole, engine = sum(stages.values()), stages["translate"]
    print(f"  pipeline on {episode.name}: {whole:.2f} s, {engine:.2f} s translate, {whole - engine:.2f} s the rest")
    print("    " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in stages.items()))


def one_line(error: GlossubError) -> str:
    """Return an error as one line."""
    return " ".join(str(error).replace("\n  ", ". ").split())


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench shapes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--device", choices=tuple(KINDS), default="cpu")
    parser.add_argument("--seconds", type=float, default=5.0, help="per row, a warming call not counted")
    parser.add_argument("--shapes", type=_names, default=(*SHAPES, "embedded"))
    parser.add_argument("--sizes", type=_numbers, default=(1, 8, 32, 128), help="sentences in a batch")
    parser.add_argument("--beams", type=_numbers, default=(1, 4))
    parser.add_argument(
        "--length", type=int, choices=range(2, 501), metavar="2..500", default=32, help="tokens, both sides"
    )
    parser.add_argument("--threads", type=int, choices=range(1, 257), metavar="N", default=available_cores())
    parser.add_argument("--episode", type=Path)
    return parser.parse_args(arguments)


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(int(part) for part in text.split(","))
    if min(numbers) < 1:
        raise argparse.ArgumentTypeError("expected whole numbers from 1, with commas between")
    return numbers


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := set(names) - {*SHAPES, "embedded"}:
        raise argparse.ArgumentTypeError(f"no such shape: {', '.join(sorted(unknown))}")
    return names


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return the exit code."""
    options = _options(arguments)
    try:
        choose_devices(options.device, ctranslate2.get_cuda_device_count)
        print(machine())
        if options.device == "cuda":
            print(f"{ask_gpu('name,driver_version,memory.total')} MiB")
        with tempfile.TemporaryDirectory() as folder:
            if not bench(options, Path(folder)):
                raise EngineError("nothing ran; the lines above say why")
        if options.episode is not None:
            bench_pipeline(options.episode, options.device)
    except GlossubError as error:
        print(f"error: {one_line(error)}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
