"""An engine as a parcel: what another machine opens from it is what would be opened here."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from translate.engine import Engine, Request
from translate.engines.parcels import pack, unpack
from translate.errors import EngineError, UsageError

SCRIPT = '{"format": "glossub-script/1", "translations": {"Bonjour.": "Hello."}, "inline_terms": false}'


def test_an_unpacked_checkpoint_answers_as_the_one_that_was_packed(embedded: Engine, tmp_path: Path) -> None:
    parcel, count_tokens = pack(model="auto", kind="marian", source="fr", target="en")
    there = unpack(parcel, device="cpu", threads=1, cache=tmp_path)
    requests = [Request(text="Bonjour à tous."), Request(text="Le déploiement est fini.")]
    assert there.signature == embedded.signature
    assert there.translate(requests) == embedded.translate(requests)
    assert count_tokens("Bonjour à tous.") == embedded.count_tokens("Bonjour à tous.")


def test_a_parcel_needs_nothing_of_the_machine_that_packed_it(
    make_checkpoint: Callable[..., Path], tmp_path: Path
) -> None:
    folder = make_checkpoint()
    parcel, _ = pack(model=str(folder), kind="marian", source="fr", target="en")
    folder.rename(tmp_path / "elsewhere")
    there = unpack(parcel, device="cpu", threads=1, cache=tmp_path / "cache")
    assert there.signature.startswith(f"marian:{parcel.digest}:")


def test_the_files_of_a_parcel_are_kept_once(tmp_path: Path) -> None:
    (tmp_path / "script.json").write_text(SCRIPT, encoding="utf-8")
    parcel, _ = pack(model=str(tmp_path / "script.json"), kind="scripted", source="fr", target="en")
    unpack(parcel, device="cpu", threads=1, cache=tmp_path / "cache")
    kept = tmp_path / "cache" / "models" / f"parcel-{parcel.digest}" / "script.json"
    before = kept.stat().st_mtime_ns
    unpack(replace(parcel, files=()), device="cpu", threads=1, cache=tmp_path / "cache")
    assert (kept.stat().st_mtime_ns, kept.read_text(encoding="utf-8")) == (before, SCRIPT)


def test_a_script_is_packed_too(tmp_path: Path) -> None:
    (tmp_path / "script.json").write_text(SCRIPT, encoding="utf-8")
    parcel, count_tokens = pack(model=str(tmp_path / "script.json"), kind="scripted", source="fr", target="en")
    there = unpack(parcel, device="cpu", threads=1, cache=tmp_path / "cache")
    assert there.translate([Request(text="Bonjour.")])[0].text == "Hello."
    assert not there.inline_terms
    assert count_tokens("Deux mots") == 2


@pytest.mark.parametrize(("model", "kind"), [("auto", "scripted"), ("embedded", "oracle")])
def test_what_is_no_engine_is_refused(model: str, kind: str) -> None:
    with pytest.raises(UsageError, match="there is no engine"):
        pack(model=model, kind=kind, source="fr", target="en")


def test_a_model_that_is_not_here_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no such model folder"):
        pack(model=str(tmp_path / "gone"), kind="marian", source="fr", target="en")


def test_a_file_that_cannot_be_read_is_an_error(
    make_checkpoint: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_checkpoint()

    def fails(path: Path) -> bytes:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(Path, "read_bytes", fails)
    with pytest.raises(EngineError, match=r"config\.json: the model's file cannot be read: Input/output error"):
        pack(model=str(folder), kind="marian", source="fr", target="en")
