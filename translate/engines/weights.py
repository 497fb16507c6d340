"""A Marian checkpoint's weights, laid out as CTranslate2's variables.

This is what `ctranslate2.converters` does for Marian models, without the torch and transformers that it needs: the
query, key and value projections are stacked, the row of `<pad>` is cut off everywhere (CTranslate2 starts decoding from
a zero vector instead), and the sinusoidal positions are computed as transformers computes them.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import safetensors
from numpy.typing import NDArray
from safetensors.numpy import load_file

from translate.engines.checkpoints import Checkpoint
from translate.engines.pickled import read_pickle
from translate.errors import EngineError

Array = NDArray[np.floating]
Weights = Mapping[str, Array]

_AGAIN = "Fetch or copy the model's folder again."


def read_weights(path: Path) -> dict[str, Array]:
    """Return the tensors of a weights file by name; raises `EngineError` when it is damaged."""
    if path.suffix != ".safetensors":
        return read_pickle(path)
    try:
        return load_file(path)
    except (OSError, safetensors.SafetensorError) as error:
        raise EngineError(f"the model's weights are damaged: {error}", where=str(path), mend=_AGAIN) from error
    except (TypeError, AttributeError, KeyError) as error:
        raise EngineError(
            "the model's weights have a type that numpy lacks (bfloat16?)",
            where=str(path),
            mend="Save the checkpoint as float16 or float32.",
        ) from error


def variables(checkpoint: Checkpoint, weights: Weights) -> dict[str, Array]:
    """Return CTranslate2's variables by path (`encoder/layer_0/self_attention/linear_0/weight`).

    Weights that float16 can hold are given as float16, positions as float32. Raises `EngineError` when a tensor is
    missing, has an odd shape, or when the row of `<pad>` is not zero: the engine would answer otherwise than the model.
    """
    layout = _Layout(checkpoint, weights)
    layout.side("encoder", checkpoint.architecture.encoder_layers)
    layout.side("decoder", checkpoint.architecture.decoder_layers)
    layout.projection()
    return layout.result


def sinusoidal_positions(count: int, width: int) -> NDArray[np.float32]:
    """Return Marian's position vectors: sines in the first half, cosines in the second.

    The formula is "Attention Is All You Need", 3.5, not interleaved: `MarianSinusoidalPositionalEmbedding` in
    transformers.
    """
    frequencies = np.power(10000.0, -2.0 * (np.arange(width) // 2) / width)
    angles = np.arange(count)[:, None] * frequencies[None, :]
    return np.concatenate([np.sin(angles[:, 0::2]), np.cos(angles[:, 1::2])], axis=1).astype(np.float32)


class _Layout:
    """The variables laid out so far."""

    def __init__(self, checkpoint: Checkpoint, weights: Weights) -> None:
        self._checkpoint = checkpoint
        self._weights = weights
        self.result: dict[str, Array] = {}

    def side(self, side: str, layers: int) -> None:
        """Lay out the embeddings, positions and layers of the encoder or the decoder."""
        shape = self._checkpoint.architecture
        embeddings = "encoder/embeddings_0" if side == "encoder" else "decoder/embeddings"
        self.result[f"{embeddings}/weight"] = self._without_pad(_half(self._embeddings(side)))
        self.result[f"{side}/position_encodings/encodings"] = sinusoidal_positions(shape.positions, shape.width)
        for index in range(layers):
            path, name = f"{side}/layer_{index}", f"model.{side}.layers.{index}"
            self._attention(f"{path}/self_attention", f"{name}.self_attn", ("qkv",))
            if side == "decoder":
                self._attention(f"{path}/attention", f"{name}.encoder_attn", ("q", "kv"))
            self._linear(f"{path}/ffn/linear_0", [f"{name}.fc1"])
            self._linear(f"{path}/ffn/linear_1", [f"{name}.fc2"])
            self._norm(f"{path}/ffn/layer_norm", f"{name}.final_layer_norm")

    def projection(self) -> None:
        """Lay out the projection onto the target vocabulary, and its bias where it has one."""
        tied = self._checkpoint.architecture.tied_projection
        weight = self._embeddings("decoder") if tied else self._tensor("lm_head.weight")
        self.result["decoder/projection/weight"] = self._without_pad(_half(weight), zero=False)
        bias = self._weights.get("final_logits_bias")
        if bias is not None and bias.any():
            self.result["decoder/projection/bias"] = self._without_pad(_half(bias.reshape(-1)), zero=False)

    def _embeddings(self, side: str) -> Array:
        """Return a side's embeddings: shared ones first if the sides share them, else the side's own first.

        A checkpoint whose projection is not tied may hold its shared embeddings once or once a side.
        """
        shape = self._checkpoint.architecture
        names = ["model.shared.weight", f"model.{side}.embed_tokens.weight"]
        if not (shape.shared_embeddings and shape.tied_projection):
            names.reverse()
        return self._tensor(names[0] if names[0] in self._weights else names[1])

    def _attention(self, path: str, name: str, stacks: tuple[str, ...]) -> None:
        for index, stack in enumerate(stacks):
            self._linear(f"{path}/linear_{index}", [f"{name}.{letter}_proj" for letter in stack])
        self._linear(f"{path}/linear_{len(stacks)}", [f"{name}.out_proj"])
        self._norm(f"{path}/layer_norm", f"{name}_layer_norm")

    def _linear(self, path: str, names: list[str]) -> None:
        for part in ("weight", "bias"):
            self.result[f"{path}/{part}"] = _half(np.concatenate([self._tensor(f"{name}.{part}") for name in names]))

    def _norm(self, path: str, name: str) -> None:
        self.result[f"{path}/gamma"] = _half(self._tensor(f"{name}.weight"))
        self.result[f"{path}/beta"] = _half(self._tensor(f"{name}.bias"))

    def _tensor(self, name: str) -> Array:
        tensor = self._weights.get(name)
        if tensor is None:
            raise EngineError(f"the model's weights lack {name!r}", where=str(self._checkpoint.weights), mend=_AGAIN)
        return tensor

    def _without_pad(self, array: Array, *, zero: bool = True) -> Array:
        """Return the rows without the last, which must be the one of `<pad>` and, in embeddings, zero."""
        pad = self._checkpoint.architecture.pad
        where = str(self._checkpoint.weights)
        if array.shape[0] != pad + 1:
            raise EngineError(
                f"<pad> has the id {pad}, not the last of {array.shape[0]}: unsupported by the engine", where=where
            )
        if zero and array[-1].any():
            raise EngineError(
                "the embedding of <pad> is not zero; decoding starts from it, and the engine starts from zero",
                where=where,
                mend="Set that row to zero and save the checkpoint again, if the model was trained so.",
            )
        return array[:-1]


def _half(array: Array) -> Array:
    """Return the array as float16 where float16 can hold it, else as float32."""
    with np.errstate(over="ignore"):
        half = array.astype(np.float16)
    return half if bool(np.isfinite(half).all()) else array.astype(np.float32)
