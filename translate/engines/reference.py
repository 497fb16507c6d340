"""The `reference` engine: the same checkpoints on transformers and torch; slow, for parity and constrained search.

It needs the extra `reference`. It makes the same pieces, marks and batches as `marian`, computes in float32, and stops
a beam search as CTranslate2 does (`early_stopping=True`).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from translate.engine import Decoding, Hypothesis, Progress, Request, silent
from translate.engines.batches import cut_batches
from translate.engines.checkpoints import UNKNOWN, Checkpoint
from translate.engines.wording import MAX_TOKENS, WordedRequest, Wording
from translate.errors import EngineError

if TYPE_CHECKING:
    import transformers

_BATCH_SIZE = 16
_EXTRA = "Install the extra: pip install 'glossub[reference]'."


def _libraries() -> "tuple[Any, Any]":  # modules have no better type
    """Import torch and transformers, or say which extra brings them."""
    try:
        import torch  # noqa: PLC0415  # the extra may be missing, and it takes seconds
        import transformers  # noqa: PLC0415  # the same
    except ImportError as error:
        raise EngineError(f"{error.name or 'torch'} is not installed", mend=_EXTRA) from error
    return torch, transformers


class ReferenceEngine:
    """A MarianMT checkpoint on transformers; made by `open_reference`."""

    def __init__(self, checkpoint: Checkpoint, model: "transformers.MarianMTModel", wording: Wording) -> None:
        """Keep the parts."""
        self._checkpoint = checkpoint
        self._network = model
        model.generation_config.forced_eos_token_id = None  # it would replace the last token at the length limit
        self._wording = wording
        self._ids = {piece: number for number, piece in enumerate(checkpoint.vocabulary)}
        self._unknown = self._ids[UNKNOWN]
        self._target_unknown = checkpoint.target_vocabulary.index(UNKNOWN)
        self.model = checkpoint.name
        self.device = str(model.device)
        self.signature = f"reference:{checkpoint.fingerprint}:float32"
        self.inline_terms = wording.inline_terms
        self.max_tokens = min(MAX_TOKENS, checkpoint.architecture.positions)

    def count_tokens(self, text: str) -> int:
        """Return how many source tokens the engine makes of a text, `</s>` included."""
        return self._wording.count(text)

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Translate requests; `progress` is told when a batch is done. Raises `EngineError` when the model fails."""
        worded = [self._wording.write(request) for request in requests]
        hypotheses = [Hypothesis(text="", score=0.0) for _ in requests]
        done = sum(not request.tokens for request in worded)
        lengths = [len(request.tokens) for request in worded]
        for batch in cut_batches(lengths, size=_BATCH_SIZE, positions=self._checkpoint.architecture.positions):
            chosen = [worded[index] for index in batch.indices]
            try:
                answers = self._generate(chosen, decoding, batch.max_target)
                read = [self._read(request, answer) for request, answer in zip(chosen, answers, strict=True)]
            except (RuntimeError, ValueError) as error:
                raise EngineError(f"transformers failed: {error}", where=f"{self.model} on {self.device}") from error
            for index, hypothesis in zip(batch.indices, read, strict=True):
                hypotheses[index] = hypothesis
            done += len(chosen)
            progress(done, len(requests))
        return tuple(hypotheses)

    def _generate(self, chosen: Sequence[WordedRequest], decoding: Decoding, max_target: int) -> list[list[int]]:
        """Return the ids of the best answer to each request, without `<pad>` and `</s>`."""
        torch, transformers = _libraries()
        shape = self._checkpoint.architecture
        longest = max(len(request.tokens) for request in chosen)
        rows = [self._source_ids(request) for request in chosen]
        inputs = torch.tensor([row + [shape.pad] * (longest - len(row)) for row in rows], device=self._network.device)
        options = transformers.GenerationConfig(
            num_beams=decoding.beam_size,
            early_stopping=decoding.beam_size > 1,
            do_sample=False,
            min_new_tokens=1,  # as CTranslate2
            max_new_tokens=max_target,
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram_size,
            suppress_tokens=[shape.pad, self._target_unknown],
            decoder_start_token_id=shape.pad,
            pad_token_id=shape.pad,
            eos_token_id=shape.end,
        )
        with torch.inference_mode():
            answers = self._network.generate(
                inputs, attention_mask=(inputs != shape.pad).long(), generation_config=options
            )
        special = (shape.pad, shape.end)
        return [[number for number in answer if number not in special] for answer in answers.tolist()]

    def _source_ids(self, worded: WordedRequest) -> list[int]:
        return [self._ids.get(token, self._unknown) for token in worded.tokens]

    def _read(self, worded: WordedRequest, answer: list[int]) -> Hypothesis:
        """Run the answer through the model once more for its score and its attention, and read it."""
        torch, _ = _libraries()
        shape = self._checkpoint.architecture
        device = self._network.device
        with torch.inference_mode():
            output = self._network(
                input_ids=torch.tensor([self._source_ids(worded)], device=device),
                decoder_input_ids=torch.tensor([[shape.pad, *answer]], device=device),
                output_attentions=True,
            )
            logits = output.logits[0].clone()
            # What may not come is no choice, and chances are among choices: so CTranslate2 has it.
            logits[:, [shape.pad, self._target_unknown]] = -torch.inf
            logits[0, shape.end] = -torch.inf
            labels = torch.tensor([*answer, shape.end], device=device)
            chances = logits.log_softmax(-1).gather(1, labels[:, None])
        attention = output.cross_attentions[-1][0, 0, : len(answer)].tolist()
        tokens = [self._checkpoint.target_vocabulary[number] for number in answer]
        return self._wording.read(worded, tokens, attention, float(chances.mean()))


def open_reference(
    checkpoint: Checkpoint, *, target: str, device: str = "auto", threads: int | None = None
) -> ReferenceEngine:
    """Open a checkpoint on torch; raises `EngineError` when the extra is missing or the model cannot be loaded."""
    torch, transformers = _libraries()
    wording = Wording(checkpoint, target=target)
    if threads is not None:
        torch.set_num_threads(threads)
    place = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device.partition(",")[0]
    transformers.utils.logging.disable_progress_bar()
    try:
        model = transformers.MarianMTModel.from_pretrained(
            checkpoint.folder, dtype=torch.float32, attn_implementation="eager", local_files_only=True
        )
        return ReferenceEngine(checkpoint, model.to(place).eval(), wording)
    except Exception as error:  # torch, transformers and safetensors each raise their own
        raise EngineError(f"the model cannot be loaded on {device}: {error}", where=checkpoint.name) from error
