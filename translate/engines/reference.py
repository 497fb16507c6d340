"""The `reference` engine: the same checkpoints on transformers and torch; slow, for parity and constrained search.

It needs the extra `reference`. It makes the same pieces, marks and batches as `marian`, computes in float32, and stops
a beam search as CTranslate2 does (`early_stopping=True`).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from translate.engine import Decoding, Hypothesis, Progress, Request, RequiredTerm, silent
from translate.engines.batches import cut_batches, target_limit
from translate.engines.checkpoints import UNKNOWN, Checkpoint
from translate.engines.constrained import Found, Search, Tokens
from translate.engines.devices import choose_devices
from translate.engines.wording import MAX_TOKENS, WordedRequest, Wording
from translate.errors import EngineError, MissingExtra

if TYPE_CHECKING:
    import transformers

_BATCH_SIZE = 16


def _libraries() -> "tuple[Any, Any]":  # modules have no better type
    """Import torch and transformers, or say which extra brings them."""
    try:
        import torch  # noqa: PLC0415  # the extra may be missing, and it takes seconds
        import transformers  # noqa: PLC0415  # the same
    except ImportError as error:
        raise MissingExtra(f"{error.name or 'torch'} is not installed", "reference") from error
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
        self._target_numbers = {piece: number for number, piece in enumerate(checkpoint.target_vocabulary)}
        # A letter goes on with a word, but for the `s` of a plural.
        self._joining = frozenset(
            n for piece, n in self._target_numbers.items() if piece[:1].isalnum() and piece != "s"
        )
        self._target_unknown = checkpoint.target_vocabulary.index(UNKNOWN)
        self.model = checkpoint.name
        self.device = str(model.device)
        self.signature = f"reference:{checkpoint.fingerprint}:float32{wording.variant}"
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
            with self._failing():
                read = [h for part in _parts(chosen) for h in self._answered(part, decoding, batch.max_target)]
            for index, hypothesis in zip(batch.indices, read, strict=True):
                hypotheses[index] = hypothesis
            done += len(chosen)
            progress(done, len(requests))
        return tuple(hypotheses)

    def constrain(self, request: Request, decoding: Decoding) -> Hypothesis:
        """Translate a request by a search for an answer that holds every required term (`constrained`).

        Where there is none within the limit of its length, it is translated as if it had no terms. Raises `EngineError`
        when the model fails.
        """
        bare = replace(request, terms=(), prefix="")
        worded = self._wording.write(bare)
        with self._failing():
            found = self._searched(worded, request.terms, decoding) if worded.tokens else ()
            read = [self._read(worded, list(one.tokens)) for one in found[: 1 + decoding.alternatives]]
        return replace(read[0], alternatives=tuple(read[1:])) if read else self.translate([bare], decoding)[0]

    def _searched(self, worded: WordedRequest, terms: Sequence[RequiredTerm], decoding: Decoding) -> tuple[Found, ...]:
        """Search for answers that hold the terms, with a capital where one begins the answer."""
        torch, _ = _libraries()
        shape, device = self._checkpoint.architecture, self._network.device
        source = torch.tensor([self._source_ids(worded)], device=device)
        with torch.inference_mode():
            encoded = self._network.get_encoder()(input_ids=source)[0]

        def chances(begun: Sequence[Tokens]) -> NDArray[np.floating]:
            answers = torch.tensor([[shape.pad, *tokens] for tokens in begun], device=device)
            with torch.inference_mode():
                states = self._network.model.decoder(
                    input_ids=answers, encoder_hidden_states=encoded.expand(len(begun), -1, -1), use_cache=False
                )[0]
                # Of the last place only: the vocabulary is most of the work.
                logits = self._network.lm_head(states[:, -1]) + self._network.final_logits_bias
                logits[:, [shape.pad, self._target_unknown]] = -torch.inf
                if not begun[0]:
                    logits[:, shape.end] = -torch.inf
                rows: NDArray[np.floating] = logits.log_softmax(-1).double().cpu().numpy()
            return rows

        options = [
            tuple(dict.fromkeys((t.target, t.target[:1].upper() + t.target[1:]))) for t in terms if t.target.strip()
        ]
        search = Search(
            constraints=tuple(tuple(tuple(self._target_ids(text)) for text in texts) for texts in options),
            opening=frozenset((at, 1) for at, texts in enumerate(options) if len(texts) > 1),
            end=shape.end,
            beam=decoding.beam_size,
            limit=target_limit(len(worded.tokens), shape.positions),
            length_penalty=decoding.length_penalty,
            joining=self._joining,
        )
        return search.run(chances)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Turn what torch and transformers raise into an `EngineError`."""
        try:
            yield
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"transformers failed: {error}", where=f"{self.model} on {self.device}") from error

    def _answered(self, chosen: Sequence[WordedRequest], decoding: Decoding, max_target: int) -> Iterator[Hypothesis]:
        """Yield the answer to each of some requests that begin alike, with its alternatives."""
        answers = self._generate(chosen, decoding, max_target)
        each = len(answers) // len(chosen)
        for number, worded in enumerate(chosen):
            best = self._read(worded, answers[number * each])
            others = answers[number * each + 1 : (number + 1) * each] if worded.request.is_broken_by(best.text) else []
            yield replace(best, alternatives=tuple(self._read(worded, other) for other in others))

    def _generate(self, chosen: Sequence[WordedRequest], decoding: Decoding, max_target: int) -> list[list[int]]:
        """Return the ids of the best answers to each request, as many for each, without `<pad>` and `</s>`."""
        torch, transformers = _libraries()
        shape = self._checkpoint.architecture
        longest = max(len(request.tokens) for request in chosen)
        rows = [self._source_ids(request) for request in chosen]
        inputs = torch.tensor([row + [shape.pad] * (longest - len(row)) for row in rows], device=self._network.device)
        several = any(worded.request.terms for worded in chosen)
        prefix = self._target_ids(chosen[0].request.prefix)
        begun = torch.tensor([[shape.pad, *prefix]] * len(chosen), device=self._network.device)
        options = transformers.GenerationConfig(
            num_beams=decoding.beam_size,
            num_return_sequences=min(1 + decoding.alternatives, decoding.beam_size) if several else 1,
            early_stopping=decoding.beam_size > 1,
            do_sample=False,
            min_new_tokens=1,  # as CTranslate2
            max_new_tokens=max(1, max_target - len(prefix)),
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
                inputs,
                attention_mask=(inputs != shape.pad).long(),
                decoder_input_ids=begun,
                generation_config=options,
            )
        special = (shape.pad, shape.end)
        return [[number for number in answer if number not in special] for answer in answers.tolist()]

    def _source_ids(self, worded: WordedRequest) -> list[int]:
        return [self._ids.get(token, self._unknown) for token in worded.tokens]

    def _target_ids(self, text: str) -> list[int]:
        return [self._target_numbers.get(piece, self._target_unknown) for piece in self._wording.target_pieces(text)]

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
        free = chances[min(len(self._wording.target_pieces(worded.request.prefix)), len(answer)) :]
        return self._wording.read(worded, tokens, attention, float(free.mean()))


class ConstrainedEngine:
    """The reference engine as one whose answers hold every required term, for as far as there are such answers.

    Several episodes may ask at a time: they take turns, since each search has every core.
    """

    def __init__(self, engine: ReferenceEngine) -> None:
        """Search with an engine."""
        self._engine = engine
        self._turn = Lock()
        self.signature = f"{engine.signature},constrained"
        self.device = engine.device
        self.inline_terms = False
        self.max_tokens = engine.max_tokens

    def count_tokens(self, text: str) -> int:
        """Return how many source tokens the engine makes of a text, `</s>` included."""
        return self._engine.count_tokens(text)

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Translate requests one by one; raises `EngineError` when the model fails."""
        hypotheses: list[Hypothesis] = []
        for request in requests:
            with self._turn:
                hypotheses.append(self._engine.constrain(request, decoding))
            progress(len(hypotheses), len(requests))
        return tuple(hypotheses)


def _parts(chosen: Sequence[WordedRequest]) -> Iterator[list[WordedRequest]]:
    """Yield requests in parts whose answers begin alike, so that they can be made together."""
    for _, part in groupby(chosen, key=lambda worded: worded.request.prefix):
        yield list(part)


def open_reference(
    checkpoint: Checkpoint,
    *,
    target: str,
    device: str = "auto",
    threads: int | None = None,
    inline_terms: bool = True,
) -> ReferenceEngine:
    """Open a checkpoint on torch, on the first of the devices that `device` names.

    Raises `MissingExtra`, `UsageError` when it is no device, and `EngineError` when it cannot be loaded.
    """
    torch, transformers = _libraries()
    wording = Wording(checkpoint, target=target, inline_terms=inline_terms)
    if threads is not None:
        torch.set_num_threads(threads)
    place = str(choose_devices(device, torch.cuda.device_count)[0])
    transformers.utils.logging.disable_progress_bar()
    try:
        model = transformers.MarianMTModel.from_pretrained(
            checkpoint.folder, dtype=torch.float32, attn_implementation="eager", local_files_only=True
        )
        return ReferenceEngine(checkpoint, model.to(place).eval(), wording)
    except Exception as error:  # torch, transformers and safetensors each raise their own
        raise EngineError(f"the model cannot be loaded on {device}: {error}", where=checkpoint.name) from error
