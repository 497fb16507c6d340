"""A very small MarianMT checkpoint of random weights, on the embedded vocabulary."""

import json
import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from translate.engines.checkpoints import EMBEDDED

WIDTH, INNER = 16, 32


def make_checkpoint(folder: Path, *, shared: bool = True, tied: bool = True, **config: object) -> Path:
    """Write a checkpoint with one layer a side; `config` replaces values of its `config.json`."""
    folder.mkdir()
    for file in ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json"):
        shutil.copy(EMBEDDED / file, folder / file)
    values = json.loads((EMBEDDED / "config.json").read_text(encoding="utf-8"))
    values |= dict.fromkeys(("encoder_layers", "decoder_layers"), 1)
    values |= dict.fromkeys(("encoder_attention_heads", "decoder_attention_heads"), 2)
    values |= dict.fromkeys(("encoder_ffn_dim", "decoder_ffn_dim"), INNER)
    values |= {"d_model": WIDTH, "max_position_embeddings": 64, "dtype": "float32"}
    values |= {"share_encoder_decoder_embeddings": shared, "tie_word_embeddings": tied}
    (folder / "config.json").write_text(json.dumps(values | config), encoding="utf-8")
    save_file(_weights(int(values["vocab_size"]), shared=shared, tied=tied), folder / "model.safetensors")
    return folder


def _weights(pieces: int, *, shared: bool, tied: bool) -> dict[str, NDArray[np.float32]]:
    random = np.random.default_rng(7)

    def normal(*shape: int) -> NDArray[np.float32]:
        # Multiples of 1/1024 up to 2 are exact in float16, so that a converted model loses nothing.
        return (np.round(random.normal(0, 0.3, shape) * 1024).clip(-2048, 2048) / 1024).astype(np.float32)

    def linear(name: str, height: int, width: int) -> dict[str, NDArray[np.float32]]:
        return {f"{name}.weight": normal(height, width), f"{name}.bias": normal(height)}

    weights = {"final_logits_bias": normal(1, pieces)}
    weights["final_logits_bias"][0, 0] = 5  # </s>: answers end
    sides = ("encoder", "decoder")
    for name in ["model.shared.weight"] if shared else [f"model.{side}.embed_tokens.weight" for side in sides]:
        weights[name] = normal(pieces, WIDTH)
        weights[name][-1] = 0
    if not tied:
        weights["lm_head.weight"] = normal(pieces, WIDTH)
    for side in sides:
        layer = f"model.{side}.layers.0"
        attentions = ["self_attn", "encoder_attn"] if side == "decoder" else ["self_attn"]
        for attention in attentions:
            for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                weights |= linear(f"{layer}.{attention}.{part}", WIDTH, WIDTH)
        for norm in (*(f"{attention}_layer_norm" for attention in attentions), "final_layer_norm"):
            weights |= {f"{layer}.{norm}.weight": 1 + normal(WIDTH), f"{layer}.{norm}.bias": normal(WIDTH)}
        weights |= linear(f"{layer}.fc1", INNER, WIDTH) | linear(f"{layer}.fc2", WIDTH, INNER)
    return weights
