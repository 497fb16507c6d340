"""MarianMT checkpoints of random weights in the shapes of published models, and random sentences for them.

Speed depends on the shape alone once the length of the answers is forced; so no model need be fetched to measure one.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from translate.engines.checkpoints import EMBEDDED, END, UNKNOWN
from translate.engines.marks import MARKS

PAD = "<pad>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A MarianMT architecture: pieces (`<pad>` too), width of a layer and of its inner layer, heads, layers a side."""

    vocabulary: int
    width: int
    inner: int
    heads: int
    layers: int


SHAPES = {
    "opus-mt": Shape(vocabulary=59_514, width=512, inner=2048, heads=8, layers=6),
    "tc-big": Shape(vocabulary=59_514, width=1024, inner=4096, heads=16, layers=6),
}
"""The shapes of Helsinki-NLP's opus-mt and opus-mt-tc-big models, both with the vocabulary of opus-mt-fr-en."""


def write_checkpoint(folder: Path, shape: Shape) -> Path:
    """Write a checkpoint of random weights, as transformers saves them, in float16, without sentencepiece models."""
    folder.mkdir(parents=True)
    pieces = [END, UNKNOWN, *(f"▁{number}" for number in range(shape.vocabulary - 3)), PAD]
    numbers = {piece: number for number, piece in enumerate(pieces)}
    config = json.loads((EMBEDDED / "config.json").read_text(encoding="utf-8"))
    for side in ("encoder", "decoder"):
        config |= {f"{side}_layers": shape.layers, f"{side}_attention_heads": shape.heads}
        config |= {f"{side}_ffn_dim": shape.inner}
    config |= {"d_model": shape.width, "activation_function": "swish", "max_position_embeddings": 512}
    config |= dict.fromkeys(("vocab_size", "decoder_vocab_size"), shape.vocabulary)
    config |= dict.fromkeys(("pad_token_id", "decoder_start_token_id"), numbers[PAD])
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "vocab.json").write_text(json.dumps(numbers), encoding="utf-8")
    for name in ("source.spm", "target.spm"):
        (folder / name).touch()  # a checkpoint has them, and nothing is cut into pieces here
    save_file(_weights(shape), folder / "model.safetensors")
    return folder


def _weights(shape: Shape) -> dict[str, NDArray[np.float16]]:
    generator = np.random.default_rng(7)

    def normal(*sizes: int) -> NDArray[np.float16]:
        return (generator.standard_normal(sizes, dtype=np.float32) * 0.02).astype(np.float16)

    def linear(name: str, height: int, width: int) -> dict[str, NDArray[np.float16]]:
        return {f"{name}.weight": normal(height, width), f"{name}.bias": normal(height)}

    weights = {"model.shared.weight": normal(shape.vocabulary, shape.width)}
    weights["model.shared.weight"][-1] = 0  # decoding starts from <pad>, and the engines start from zero
    weights["final_logits_bias"] = np.zeros((1, shape.vocabulary), dtype=np.float16)
    for side, attentions in (("encoder", ("self_attn",)), ("decoder", ("self_attn", "encoder_attn"))):
        for layer in (f"model.{side}.layers.{index}" for index in range(shape.layers)):
            for attention in attentions:
                for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    weights |= linear(f"{layer}.{attention}.{part}", shape.width, shape.width)
            for norm in (*(f"{attention}_layer_norm" for attention in attentions), "final_layer_norm"):
                weights[f"{layer}.{norm}.weight"] = np.ones(shape.width, dtype=np.float16)
                weights[f"{layer}.{norm}.bias"] = normal(shape.width)
            weights |= linear(f"{layer}.fc1", shape.inner, shape.width) | linear(
                f"{layer}.fc2", shape.width, shape.inner
            )
    return weights


def random_batch(vocabulary: Sequence[str], size: int, length: int) -> list[list[str]]:
    """Return `size` sentences of `length` pieces each, `</s>` included, the same ones every time."""
    special = {END, UNKNOWN, PAD, *MARKS}
    pieces = [piece for piece in vocabulary if piece not in special]
    generator = random.Random(size)  # noqa: S311  # no secret
    return [[*generator.choices(pieces, k=length - 1), END] for _ in range(size)]
