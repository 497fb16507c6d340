"""The `marian` engine: MarianMT checkpoints on CTranslate2, the default.

int8 on a CPU, float16 on a GPU that has it, else float32. Requests are sorted and cut into batches (`batches`), one
batch per core is at work at a time and a few wait behind, so that progress is told as batches finish and an
interruption waits for little. A batch that does not fit into the memory is done in halves, and its answers say so
(`Hypothesis.halved`). An engine is on one device; of several GPUs, each has its own (`pool`).

CTranslate2 4.8 has one flaw that is worked around here: in a beam search over several sentences, the first attention
row of a sentence is another sentence's. With a beam, the first token of an answer therefore has no link.
"""

import ctypes
import os
import sys
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import ctranslate2
from ctranslate2.specs import common_spec, model_spec, transformer_spec

from translate.engine import Decoding, Engine, Hypothesis, Progress, Request, silent
from translate.engines.batches import Batch, cut_batches, halves
from translate.engines.checkpoints import END, Checkpoint
from translate.engines.converted import Note, cache_folder, converted_model, no_note
from translate.engines.devices import Device, Fault, fault, load_cublas, usable_devices
from translate.engines.pool import LostError, PooledEngine
from translate.engines.weights import Array, read_weights, variables
from translate.engines.wording import MAX_TOKENS, WordedRequest, Wording
from translate.errors import EngineError

_CONVERSION = 1
"""Part of a converted model's name: raised when the conversion changes what it writes."""

_BATCH_SIZES = {"cpu": 32, "cuda": 128}
_COMPUTE_TYPES = {"cpu": ("int8", "float32"), "cuda": ("float16", "float32")}
"""The first that a device has."""
_WAITING_BATCHES = 2  # per core, beside the one at work: enough that no core ever idles
_MOST_THREADS = 16  # an episode is some thirty batches
_CALLS_EACH = 2  # while a GPU works for one call, another is cut and written
_LOAD_MENDS = {
    "cpu": "Pass another compute type; every CPU has float32.",
    "cuda": "See with nvidia-smi whether the GPU has memory free and a driver for CUDA 12, or pass `--device cpu`.",
}
_MEMORY_MEND = "Free memory (what else is running?), or pass a smaller --beam."
_LOST_MEND = "See to the GPU (nvidia-smi), or pass another --device."
_ACTIVATIONS = {
    "relu": common_spec.Activation.RELU,
    "gelu": common_spec.Activation.GELU,
    "swish": common_spec.Activation.SWISH,
    "silu": common_spec.Activation.SWISH,
}


class MarianEngine:
    """A MarianMT checkpoint on CTranslate2; made by `open_marian`."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        translator: ctranslate2.Translator,
        wording: Wording,
        *,
        device: Device,
        note: Note = no_note,
    ) -> None:
        """Keep the parts; `note` is told, once, that a batch did not fit into the memory."""
        self._translator = translator
        self._wording = wording
        self._note = note
        self._tight = False
        self._batch_size = _BATCH_SIZES[device.kind]
        self._positions = checkpoint.architecture.positions
        self.model = checkpoint.name
        self.device = str(device)
        self.signature = f"marian:{checkpoint.fingerprint}:{translator.compute_type}{wording.variant}"
        self.inline_terms = wording.inline_terms
        self.max_tokens = min(MAX_TOKENS, checkpoint.architecture.positions)

    def count_tokens(self, text: str) -> int:
        """Return how many source tokens the engine makes of a text, `</s>` included."""
        return self._wording.count(text)

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Translate requests; `progress` is told when a batch is done.

        Raises `LostError` when the device failed for good, `EngineError` when the model fails or a request is longer
        than its positions.
        """
        worded = [self._wording.write(request) for request in requests]
        lengths = [len(request.tokens) for request in worded]
        due = deque(cut_batches(lengths, size=self._batch_size, positions=self._positions))
        hypotheses = [Hypothesis(text="", score=0.0) for _ in requests]
        halved: set[int] = set()
        waiting: deque[tuple[Batch, list[ctranslate2.AsyncTranslationResult]]] = deque()
        room = self._translator.num_translators * (1 + _WAITING_BATCHES)
        done = lengths.count(0)
        try:
            while due or waiting:
                while due and len(waiting) < room:
                    batch = due.popleft()
                    waiting.append((batch, self._start(batch, worded, decoding)))
                batch, started = waiting.popleft()
                results = self._results(batch, started)
                if results is None:
                    due.extendleft(reversed(halves(batch)))
                    halved.update(batch.indices)
                    continue
                for index, result in zip(batch.indices, results, strict=True):
                    hypothesis = self._read(worded[index], result, decoding)
                    hypotheses[index] = replace(hypothesis, halved=True) if index in halved else hypothesis
                done += len(results)
                progress(done, len(requests))
        except (RuntimeError, ValueError, MemoryError) as error:
            raise self._failure(error) from error
        return tuple(hypotheses)

    def _results(
        self, batch: Batch, started: Iterable[ctranslate2.AsyncTranslationResult]
    ) -> list[ctranslate2.TranslationResult] | None:
        """Return what came of a batch; None if it did not fit into the memory, and halves of it may."""
        try:
            return [result.result() for result in started]
        except (RuntimeError, MemoryError) as error:
            if fault(error) is not Fault.MEMORY or len(batch.indices) == 1:
                raise
        if not self._tight:
            self._tight = True
            self._note(
                f"a batch of {len(batch.indices)} sentences does not fit into the memory of {self.device}: "
                "it is done in halves, and so are others that do not fit"
            )
        return None

    def _failure(self, error: Exception) -> EngineError:
        """Return what an error of CTranslate2 is for people."""
        what, where = f"CTranslate2 failed: {error}", f"{self.model} on {self.device}"
        match fault(error):
            case Fault.LOST:
                # A model on a failed GPU cannot be freed: CTranslate2 would end the process. So it is never freed.
                ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._translator))
                return LostError(what, where=where, mend=_LOST_MEND)
            case Fault.MEMORY:
                return EngineError(f"{what} (a single sentence)", where=where, mend=_MEMORY_MEND)
            case Fault.OTHER:
                return EngineError(what, where=where)

    def _start(
        self, batch: Batch, worded: Sequence[WordedRequest], decoding: Decoding
    ) -> list[ctranslate2.AsyncTranslationResult]:
        # A beam ends with as many finished answers as it is wide, whether all are given or one: they cost nothing.
        several = any(worded[index].request.terms for index in batch.indices)
        prefixes = [list(self._wording.target_pieces(worded[index].request.prefix)) for index in batch.indices]
        started: list[ctranslate2.AsyncTranslationResult] = self._translator.translate_batch(
            [list(worded[index].tokens) for index in batch.indices],
            target_prefix=prefixes if any(prefixes) else None,
            asynchronous=True,
            beam_size=decoding.beam_size,
            num_hypotheses=min(1 + decoding.alternatives, decoding.beam_size) if several else 1,
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            max_input_length=0,  # never cut: what is too long was refused
            max_decoding_length=batch.max_target,
            disable_unk=True,
            return_scores=True,
            return_attention=True,
        )
        return started

    def _read(self, worded: WordedRequest, result: ctranslate2.TranslationResult, decoding: Decoding) -> Hypothesis:
        """Read a result; the answers after the first are the first one's alternatives."""
        best = self._read_answer(worded, result, 0, decoding)
        if not decoding.alternatives or not worded.request.is_broken_by(best.text):
            return best
        others = range(1, min(1 + decoding.alternatives, len(result.hypotheses)))
        return replace(
            best, alternatives=tuple(self._read_answer(worded, result, number, decoding) for number in others)
        )

    def _read_answer(
        self, worded: WordedRequest, result: ctranslate2.TranslationResult, number: int, decoding: Decoding
    ) -> Hypothesis:
        """Read one answer: CTranslate2's score is the sum of log-probabilities over the length to the penalty."""
        tokens = result.hypotheses[number]
        length = len(tokens) + 1  # with </s>
        free = max(1, length - len(self._wording.target_pieces(worded.request.prefix)))  # it counts no forced ones
        score = float(result.scores[number]) * length**decoding.length_penalty / free
        attention = result.attention[number]
        if decoding.beam_size > 1 and attention:
            attention = [[], *attention[1:]]
        return self._wording.read(worded, tokens, attention, score)


def open_marian(
    checkpoint: Checkpoint,
    *,
    target: str,
    device: str = "auto",
    compute_type: str | None = None,
    threads: int | None = None,
    cache: Path | None = None,
    note: Note = no_note,
    inline_terms: bool = True,
) -> Engine:
    """Open a checkpoint on a device, or on each of several, converting it into the cache first if need be.

    `threads` is the number of cores to use (default: all that this process may); without `inline_terms` the
    checkpoint's marks stay unused. Raises `EngineError` when the model or
    the device cannot be used, `UsageError` when `device` is no device.
    """
    wording = Wording(checkpoint, target=target, inline_terms=inline_terms)
    devices = usable_devices(device, ctranslate2.get_cuda_device_count, load=load_cublas, note=note)
    folder = converted_model(
        f"marian-{checkpoint.fingerprint}-{_CONVERSION}",
        lambda part: build_model(checkpoint, read_weights(checkpoint.weights), part),
        cache=(cache or cache_folder()) / "models",
        note=note,
    )
    cores = min(threads or available_cores(), _MOST_THREADS)
    engines = [
        MarianEngine(
            checkpoint,
            _load(checkpoint, folder, place, compute_type=compute_type, cores=cores),
            wording,
            device=place,
            note=note,
        )
        for place in devices
    ]
    return engines[0] if len(engines) == 1 else PooledEngine(engines, note=note, calls_each=_CALLS_EACH)


def _load(
    checkpoint: Checkpoint, folder: Path, place: Device, *, compute_type: str | None, cores: int
) -> ctranslate2.Translator:
    """Load a converted model on a device. Raises `EngineError`."""
    try:
        known = ctranslate2.get_supported_compute_types(place.kind, place.index)
        return ctranslate2.Translator(
            str(folder),
            device=place.kind,
            device_index=place.index,
            compute_type=compute_type or next(kind for kind in _COMPUTE_TYPES[place.kind] if kind in known),
            inter_threads=cores if place.kind == "cpu" else 1,
            intra_threads=1,
        )
    except (RuntimeError, ValueError, MemoryError) as error:
        what = f"the model cannot be loaded on {place}: {error}"
        raise EngineError(what, where=checkpoint.name, mend=_LOAD_MENDS[place.kind]) from error


def available_cores() -> int:
    """Return the number of cores that this process may use, as far as the system says."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def build_model(checkpoint: Checkpoint, weights: dict[str, Array], folder: Path) -> None:
    """Write a checkpoint as a CTranslate2 model, equal to `ctranslate2.converters`' own for Marian models."""
    shape = checkpoint.architecture
    if shape.activation not in _ACTIVATIONS:
        raise EngineError(f"unknown activation_function {shape.activation!r}", where=str(checkpoint.folder))
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=False,
        activation=_ACTIVATIONS[shape.activation],
    )
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = shape.width**0.5 if shape.scale_embedding else 1.0
    spec.decoder.start_from_zero_embedding = True
    for path, array in variables(checkpoint, weights).items():
        owner, _, name = path.rpartition("/")
        setattr(model_spec.index_spec(spec, owner), name, array)
    spec.register_source_vocabulary(_spoken(checkpoint.vocabulary, shape.pad))
    spec.register_target_vocabulary(_spoken(checkpoint.target_vocabulary, shape.pad))
    spec.config.eos_token = END
    spec.config.decoder_start_token = END
    try:
        spec.validate()
    except ValueError as error:
        raise EngineError(f"the checkpoint does not fit together: {error}", where=str(checkpoint.folder)) from error
    spec.optimize()
    spec.save(str(folder))


def _spoken(vocabulary: Iterable[str], pad: int) -> list[str]:
    """Return the vocabulary without `<pad>`, whose row is cut off the weights too."""
    return [piece for number, piece in enumerate(vocabulary) if number != pad]
