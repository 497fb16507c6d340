"""Checkpoints as transformers' `MarianMTModel` saves and loads them, written and read without transformers."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from scripts.training.shape import POSITIONS, Shape
from scripts.training.vocabulary import FILES as VOCABULARY_FILES
from scripts.training.vocabulary import copy_vocabulary
from translate.engines.checkpoints import Checkpoint, read_checkpoint
from translate.errors import EngineError, OutputError

Array = NDArray[np.floating]
Weights = Mapping[str, Array]
"""The weights by the names of `network`, less `bias`, which stands beside them."""

WEIGHTS_FILE = "model.safetensors"
_SETTINGS = ("config.json", "generation_config.json", "tokenizer_config.json")
_FILES = {WEIGHTS_FILE, *_SETTINGS, *VOCABULARY_FILES}
_BIAS = "final_logits_bias"
_NEVER = -1e4  # the bias of <pad>: it is never said


def check_folder(folder: Path) -> None:
    """Raise `OutputError` when a checkpoint cannot be written into a folder: it holds something else as well."""
    if not folder.exists():
        return
    others = sorted(path.name for path in folder.iterdir() if path.name not in _FILES) if folder.is_dir() else ["file"]
    if others:
        raise OutputError(
            f"this is no folder to write a checkpoint into, for it holds {others[0]}",
            where=str(folder),
            mend="Name a new folder with --out.",
        )


def write_checkpoint(  # a checkpoint is these parts
    folder: Path, *, shape: Shape, weights: Weights, bias: Array, vocabulary: Path, languages: tuple[str, str]
) -> None:
    """Write a checkpoint in half precision, replacing what an earlier call wrote, as a whole or not at all.

    `vocabulary` is a folder with the vocabulary's files. Raises `OutputError` when the folder holds anything else.
    """
    check_folder(folder)
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    copy_vocabulary(vocabulary, part)
    configuration = _configuration(shape)
    for name, values in zip(_SETTINGS, (configuration, _generation(configuration), _tokenizer(languages)), strict=True):
        _write_json(part / name, values)
    tensors = {_file_name(name): array.astype(np.float16) for name, array in weights.items()}
    tensors["model.shared.weight"][shape.pad] = 0
    tensors[_BIAS] = np.append(bias, _NEVER).astype(np.float16)[None, :]
    (part / WEIGHTS_FILE).write_bytes(save(tensors, metadata={"format": "pt"}))  # save_file hides it from other users
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)


def read_shape(folder: Path) -> tuple[Checkpoint, Shape]:
    """Read a checkpoint and its shape.

    Raises `EngineError` when it cannot be read or when it has a shape that cannot be trained here.
    """
    checkpoint = read_checkpoint(folder, name=str(folder))
    own = checkpoint.architecture
    if not (own.shared_embeddings and own.tied_projection and own.scale_embedding) or own.positions != POSITIONS:
        raise EngineError(
            f"only checkpoints with shared, tied and scaled embeddings and {POSITIONS} positions can be trained",
            where=str(folder),
        )
    if own.activation not in {"relu", "swish", "silu"} or len(checkpoint.vocabulary) >= 1 << 16:
        raise EngineError("the checkpoint's activation or vocabulary cannot be trained", where=str(folder))
    inner = json.loads((folder / "config.json").read_text(encoding="utf-8"))["encoder_ffn_dim"]
    shape = Shape(
        width=own.width,
        inner=int(inner),
        heads=own.heads,
        encoder_layers=own.encoder_layers,
        decoder_layers=own.decoder_layers,
        pieces=len(checkpoint.vocabulary),
        activation=own.activation,
    )
    return checkpoint, shape


def read_weights(folder: Path) -> tuple[dict[str, Array], Array]:
    """Return a checkpoint's weights by the names of `network`, and its bias without the one of `<pad>`, in float32."""
    path = folder / WEIGHTS_FILE
    if not path.is_file():
        raise EngineError(f"the checkpoint has no {WEIGHTS_FILE}", where=str(folder), mend="Save it as safetensors.")
    tensors = {name: array.astype(np.float32) for name, array in load_file(path).items()}
    bias = tensors.get(_BIAS, np.zeros((1, len(tensors["model.shared.weight"])), np.float32))
    trained = {name: array for name, array in tensors.items() if name == "model.shared.weight" or ".layers." in name}
    return {_own_name(name): array for name, array in trained.items()}, bias.reshape(-1)[:-1]


def _file_name(name: str) -> str:
    side, _, rest = name.partition(".")
    return f"model.{name}" if side == "shared" else f"model.{side}.layers.{rest}"


def _own_name(name: str) -> str:
    return name.removeprefix("model.").replace(".layers.", ".")


def _configuration(shape: Shape) -> dict[str, object]:
    sides = ("encoder", "decoder")
    values: dict[str, object] = {
        "model_type": "marian",
        "architectures": ["MarianMTModel"],
        "dtype": "float16",
        "is_encoder_decoder": True,
        "d_model": shape.width,
        "encoder_layers": shape.encoder_layers,
        "decoder_layers": shape.decoder_layers,
        "activation_function": shape.activation,
        "vocab_size": shape.pieces,
        "decoder_vocab_size": shape.pieces,
        "max_position_embeddings": POSITIONS,
        "static_position_embeddings": True,
        "scale_embedding": True,
        "share_encoder_decoder_embeddings": True,
        "tie_word_embeddings": True,
        "pad_token_id": shape.pad,
        "decoder_start_token_id": shape.pad,
        "eos_token_id": 0,
        "forced_eos_token_id": 0,
        "bos_token_id": None,
        "dropout": 0.1,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
    }
    values |= {f"{side}_attention_heads": shape.heads for side in sides}
    values |= {f"{side}_ffn_dim": shape.inner for side in sides}
    return dict(sorted(values.items()))


def _generation(configuration: Mapping[str, object]) -> dict[str, object]:
    names = ("decoder_start_token_id", "eos_token_id", "forced_eos_token_id", "pad_token_id")
    return {name: configuration[name] for name in names}


def _tokenizer(languages: tuple[str, str]) -> dict[str, object]:
    source, target = languages
    return {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": source,
        "target_lang": target,
        "model_max_length": POSITIONS,
        "separate_vocabs": False,
    }


def _write_json(path: Path, values: Mapping[str, object]) -> None:
    path.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
