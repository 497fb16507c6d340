"""The `marian` engine: MarianMT checkpoints on CTranslate2, the default.

int8 on a CPU, float16 on a GPU. Requests are sorted and cut into batches (`batches`), one batch per core is at work at
a time and a few wait behind, so that progress is told as batches finish and an interruption waits for little.

CTranslate2 4.8 has one flaw that is worked around here: in a beam search over several sentences, the first attention
row of a sentence is another sentence's. With a beam, the first token of an answer therefore has no link.
"""

import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ctranslate2
from ctranslate2.specs import common_spec, model_spec, transformer_spec

from translate.engine import Decoding, Hypothesis, Progress, Request, silent
from translate.engines.batches import Batch, cut_batches
from translate.engines.checkpoints import END, Checkpoint
from translate.engines.converted import Note, cache_folder, converted_model, no_note
from translate.engines.weights import Array, read_weights, variables
from translate.engines.wording import MAX_TOKENS, WordedRequest, Wording
from translate.errors import EngineError, UsageError

_CONVERSION = 1
"""Part of a converted model's name: raised when the conversion changes what it writes."""

_BATCH_SIZES = {"cpu": 32, "cuda": 128}
_COMPUTE_TYPES = {"cpu": "int8", "cuda": "float16"}
_WAITING_BATCHES = 2  # per core, beside the one at work: enough that no core ever idles
_MOST_THREADS = 16  # an episode is some thirty batches
_ACTIVATIONS = {
    "relu": common_spec.Activation.RELU,
    "gelu": common_spec.Activation.GELU,
    "swish": common_spec.Activation.SWISH,
    "silu": common_spec.Activation.SWISH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Where an engine runs: `kind` is `cpu` or `cuda`, `indices` are the GPUs (0 for the CPU)."""

    kind: str
    indices: tuple[int, ...] = (0,)


class MarianEngine:
    """A MarianMT checkpoint on CTranslate2; made by `open_marian`."""

    def __init__(
        self, checkpoint: Checkpoint, translator: ctranslate2.Translator, wording: Wording, *, batch_size: int
    ) -> None:
        """Keep the parts; `batch_size` is the most sentences in a batch."""
        self._translator = translator
        self._wording = wording
        self._batch_size = batch_size
        self._positions = checkpoint.architecture.positions
        self.model = checkpoint.name
        self.device = str(translator.device)
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

        Raises `EngineError` when the model fails or a request is longer than its positions.
        """
        worded = [self._wording.write(request) for request in requests]
        batches = cut_batches(
            [len(request.tokens) for request in worded], size=self._batch_size, positions=self._positions
        )
        hypotheses = [Hypothesis(text="", score=0.0) for _ in requests]
        waiting: deque[tuple[Batch, list[ctranslate2.AsyncTranslationResult]]] = deque()
        room = self._translator.num_translators * (1 + _WAITING_BATCHES)
        done = sum(not request.tokens for request in worded)
        try:
            for batch in (*batches, *[None] * room):
                if batch is not None:
                    waiting.append((batch, self._start(batch, worded, decoding)))
                if waiting and (batch is None or len(waiting) >= room):
                    finished, results = waiting.popleft()
                    for index, result in zip(finished.indices, results, strict=True):
                        hypotheses[index] = self._read(worded[index], result.result(), decoding)
                    done += len(results)
                    progress(done, len(requests))
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"CTranslate2 failed: {error}", where=f"{self.model} on {self.device}") from error
        return tuple(hypotheses)

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
) -> MarianEngine:
    """Open a checkpoint on a device, converting it into the cache first if need be.

    `threads` is the number of cores to use (default: all that this process may); without `inline_terms` the
    checkpoint's marks stay unused. Raises `EngineError` when the model or
    the device cannot be used, `UsageError` when `device` is no device.
    """
    wording = Wording(checkpoint, target=target, inline_terms=inline_terms)
    chosen = choose_device(device)
    folder = converted_model(
        f"marian-{checkpoint.fingerprint}-{_CONVERSION}",
        lambda part: build_model(checkpoint, read_weights(checkpoint.weights), part),
        cache=(cache or cache_folder()) / "models",
        note=note,
    )
    cores = min(threads or available_cores(), _MOST_THREADS)
    try:
        translator = ctranslate2.Translator(
            str(folder),
            device=chosen.kind,
            device_index=list(chosen.indices),
            compute_type=compute_type or _COMPUTE_TYPES[chosen.kind],
            inter_threads=cores if chosen.kind == "cpu" else 1,
            intra_threads=1,
        )
    except (RuntimeError, ValueError) as error:
        raise EngineError(
            f"the model cannot be loaded on {device}: {error}", where=checkpoint.name, mend=_device_mend(chosen)
        ) from error
    return MarianEngine(checkpoint, translator, wording, batch_size=_BATCH_SIZES[chosen.kind])


def available_cores() -> int:
    """Return the number of cores that this process may use, as far as the system says."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _device_mend(device: Device) -> str:
    return (
        "Install the CUDA libraries (pip install 'glossub[gpu]') and the NVIDIA driver, or pass `--device cpu`."
        if device.kind == "cuda"
        else "Pass another compute type; every CPU has float32."
    )


def choose_device(device: str, count_gpus: Callable[[], int] = ctranslate2.get_cuda_device_count) -> Device:
    """Return the device that `auto`, `cpu`, `cuda` or `cuda:0,1` names; `auto` is a GPU where there is one.

    Raises `UsageError` when it is none of these, `EngineError` when it asks for a GPU that is not there.
    """
    match = re.fullmatch(r"auto|cpu|cuda(?::(\d+(?:,\d+)*))?", device)
    if match is None:
        raise UsageError(f"unknown device {device!r}", mend="Pass auto, cpu, cuda, or cuda:0,1 with --device.")
    gpus = 0 if device == "cpu" else count_gpus()
    if device == "cpu" or (device == "auto" and not gpus):
        return Device(kind="cpu")
    indices = tuple(int(index) for index in match[1].split(",")) if match[1] else (0,)
    if max(indices) >= gpus:
        raise EngineError(
            f"the device {device} is not there: CTranslate2 sees {gpus} CUDA devices",
            mend="Check the NVIDIA driver (nvidia-smi), or pass `--device cpu`.",
        )
    return Device(kind="cuda", indices=indices)


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
