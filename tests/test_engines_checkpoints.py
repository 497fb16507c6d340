"""Finding and reading checkpoints."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from translate.engine import Request
from translate.engines import open_engine
from translate.engines.checkpoints import EMBEDDED, find_checkpoint, read_checkpoint
from translate.errors import EngineError

Maker = Callable[..., Path]


def test_auto_is_the_embedded_checkpoint_with_inline_terms() -> None:
    checkpoint = find_checkpoint("auto", source="fr", target="en")
    assert (checkpoint.name, checkpoint.folder) == ("embedded", EMBEDDED)
    assert checkpoint.inline_terms
    assert checkpoint.language_token("en") is None


def test_auto_has_no_other_pair() -> None:
    with pytest.raises(EngineError, match="no model on this machine translates de to en") as caught:
        find_checkpoint("auto", source="de", target="en")
    assert caught.value.exit_code == 3


def test_a_folder_is_a_model(make_checkpoint: Maker) -> None:
    folder = make_checkpoint()
    engine = open_engine(model=str(folder), device="cpu")
    assert engine.translate([Request(text="Oui.")])[0].score < 0


def test_a_hub_name_is_found_in_the_hub_cache(make_checkpoint: Maker, tmp_path: Path) -> None:
    model = tmp_path / "hub" / "models--Helsinki-NLP--opus-mt-fr-en"
    (model / "snapshots").mkdir(parents=True)
    shutil.copytree(make_checkpoint(), model / "snapshots" / "abc")
    environment = {"HF_HUB_CACHE": str(tmp_path / "hub")}
    for _ in range(2):  # without `refs/main`, and with it
        found = find_checkpoint("Helsinki-NLP/opus-mt-fr-en", source="fr", target="en", environment=environment)
        assert found.folder == model / "snapshots" / "abc"
        (model / "refs").mkdir(exist_ok=True)
        (model / "refs" / "main").write_text("abc", encoding="utf-8")


def test_a_hub_reference_to_a_snapshot_that_is_gone_leaves_the_newest(make_checkpoint: Maker, tmp_path: Path) -> None:
    model = tmp_path / "models--a--b"
    shutil.copytree(make_checkpoint(), model / "snapshots" / "new")
    (model / "refs").mkdir()
    (model / "refs" / "main").write_text("gone", encoding="utf-8")
    found = find_checkpoint("a/b", source="fr", target="en", environment={"HF_HUB_CACHE": str(tmp_path)})
    assert found.folder == model / "snapshots" / "new"


def test_a_hub_name_that_is_not_on_the_machine_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="nothing is downloaded unasked") as caught:
        find_checkpoint("Helsinki-NLP/opus-mt-fr-en", source="fr", target="en", environment={"HF_HOME": str(tmp_path)})
    assert "glossub model get Helsinki-NLP/opus-mt-fr-en" in caught.value.mend


@pytest.mark.parametrize("model", ["nowhere", "/no/such/folder", "./a/b", "../b"])
def test_a_folder_that_is_not_there_is_an_engine_error(model: str) -> None:
    with pytest.raises(EngineError, match="no such model folder"):
        find_checkpoint(model, source="fr", target="en")


def test_a_file_is_no_model() -> None:
    with pytest.raises(EngineError, match="a model is a folder"):
        find_checkpoint(str(EMBEDDED / "config.json"), source="fr", target="en")


def test_a_model_of_another_pair_is_refused(make_checkpoint: Maker) -> None:
    folder = str(make_checkpoint())
    with pytest.raises(EngineError, match="the model translates fr to en, not fr to de"):
        find_checkpoint(folder, source="fr", target="de")


def test_a_multi_target_model_names_the_target_in_the_source(make_checkpoint: Maker) -> None:
    """The language token takes the place of a piece that no text makes, so that the vocabulary keeps its size."""
    folder = make_checkpoint()
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    vocabulary[">>deu<<"] = vocabulary.pop("<0x01>")
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"source_lang": "fr", "target_lang": "mul"}', encoding="utf-8")
    engine = open_engine(model=str(folder), target="de", device="cpu")
    assert engine.count_tokens("Oui.") == 4
    with pytest.raises(EngineError, match="does not translate into 'es'; it knows deu"):
        open_engine(model=str(folder), target="es", device="cpu")


def test_a_checkpoint_without_all_three_marks_has_no_inline_terms(make_checkpoint: Maker) -> None:
    folder = make_checkpoint()
    text = (folder / "vocab.json").read_text(encoding="utf-8")
    (folder / "vocab.json").write_text(text.replace("⇒", "=>>"), encoding="utf-8")
    assert not read_checkpoint(folder, name="x").inline_terms


@pytest.mark.parametrize(
    ("file", "content", "fault"),
    [
        ("config.json", "{", "cannot be read"),
        ("config.json", "[]", "unexpected list"),
        ("config.json", '{"model_type": "bart"}', "type 'bart', not 'marian'"),
        ("vocab.json", '{"</s>": 0, "<unk>": 5}', "are not 0, 1, 2"),
        ("vocab.json", '{"a": 0}', "lacks </s> or <unk>"),
        ("vocab.json", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "cannot be read"),
        ("config.json", None, "lacks this file"),
        ("vocab.json", None, "lacks this file"),
        ("source.spm", None, "cannot be read"),
        ("source.spm", "no model", "sentencepiece model cannot be read"),
        ("model.safetensors", None, "has no weights"),
        ("model.safetensors", "no weights", "weights are damaged"),
    ],
)
def test_a_missing_or_damaged_file_is_an_engine_error(
    make_checkpoint: Maker, file: str, content: str | None, fault: str
) -> None:
    folder = make_checkpoint()
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(EngineError, match=fault) as caught:
        open_engine(model=str(folder), device="cpu")
    assert str(folder) in caught.value.where


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ({"d_model": "wide"}, "unexpected 'wide' in 'd_model'"),
        ({"encoder_layers": True}, "unexpected True"),
        ({"decoder_attention_heads": 4}, "differ in their attention heads"),
        ({"normalize_before": True}, "normalize_before is true"),
        ({"decoder_start_token_id": 0}, "decoder_start_token_id is not pad_token_id"),
        ({"activation_function": "sine"}, "unknown activation_function 'sine'"),
        ({"pad_token_id": 1, "decoder_start_token_id": 1}, "<pad> has the id 1, not the last"),
        ({"encoder_layers": 2}, r"lack 'model\.encoder\.layers\.1"),
    ],
)
def test_a_configuration_that_does_not_fit_is_an_engine_error(
    make_checkpoint: Maker, config: dict[str, object], fault: str
) -> None:
    with pytest.raises(EngineError, match=fault):
        open_engine(model=str(make_checkpoint(**config)), device="cpu")


def test_a_vocabulary_of_another_size_than_the_weights_is_an_engine_error(make_checkpoint: Maker) -> None:
    folder = make_checkpoint()
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    vocabulary["one more"] = len(vocabulary)
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    with pytest.raises(EngineError, match="does not fit together"):
        open_engine(model=str(folder), device="cpu")


def test_a_padding_row_that_is_not_zero_is_refused_with_the_reason(make_checkpoint: Maker) -> None:
    folder = make_checkpoint()
    weights = load_file(folder / "model.safetensors")
    weights["model.shared.weight"][-1, 0] = 0.5
    save_file(weights, folder / "model.safetensors")
    with pytest.raises(EngineError, match="the embedding of <pad> is not zero"):
        open_engine(model=str(folder), device="cpu")


def test_weights_beyond_float16_are_kept(make_checkpoint: Maker) -> None:
    folder = make_checkpoint()
    weights = load_file(folder / "model.safetensors")
    weights["final_logits_bias"][0, 5] = -1e9
    save_file(weights, folder / "model.safetensors")
    engine = open_engine(model=str(folder), device="cpu", compute_type="float32")
    assert np.isfinite(engine.translate([Request(text="Oui.")])[0].score)


def test_a_projection_needs_no_bias(make_checkpoint: Maker) -> None:
    folder = make_checkpoint()
    weights = load_file(folder / "model.safetensors")
    del weights["final_logits_bias"]
    save_file(weights, folder / "model.safetensors")
    assert open_engine(model=str(folder), device="cpu").translate([Request(text="Oui.")])[0].score < 0


def test_the_fingerprint_follows_every_file_that_decides_a_translation(make_checkpoint: Maker) -> None:
    folder = make_checkpoint()
    prints = {read_checkpoint(folder, name="x").fingerprint}
    for file in ("config.json", "vocab.json", "source.spm", "target.spm", "model.safetensors"):
        with (folder / file).open("ab") as stream:
            stream.write(b"\n")
        prints.add(read_checkpoint(folder, name="y").fingerprint)
    assert len(prints) == 6
    (folder / "README.md").write_text("no matter", encoding="utf-8")
    assert read_checkpoint(folder, name="x").fingerprint in prints


def test_an_untied_projection_may_come_with_embeddings_that_are_stored_once(make_checkpoint: Maker) -> None:
    engine = open_engine(model=str(make_checkpoint(tied=False)), device="cpu")
    assert engine.translate([Request(text="Oui.")])[0].score < 0


def test_separate_vocabularies_are_read(make_checkpoint: Maker) -> None:
    folder = make_checkpoint(shared=False)
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    pieces = list(vocabulary)
    pieces[300:310] = reversed(pieces[300:310])
    swapped = {piece: number for number, piece in enumerate(pieces)}
    (folder / "target_vocab.json").write_text(json.dumps(swapped), encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"separate_vocabs": true}', encoding="utf-8")
    checkpoint = read_checkpoint(folder, name="x")
    assert checkpoint.vocabulary != checkpoint.target_vocabulary
    assert open_engine(model=str(folder), device="cpu").translate([Request(text="Oui.")])[0].score < 0
