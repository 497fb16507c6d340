"""One model for one output folder, unless somebody says otherwise."""

from pathlib import Path

import pytest
from small_episode import SMALL

from translate import document
from translate.agreement import check_auto, fingerprint
from translate.catalogue import EMBEDDED_MODEL
from translate.engines.fetched import Fetched, fetched_folder, write_record
from translate.errors import UsageError

OURS, OTHER = f"marian:{EMBEDDED_MODEL.fingerprint}:int8", "marian:aaaaaaaaaaaa:int8"


def make_episode(out: Path, name: str, engine: str, pair: str = "fr-en") -> None:
    """Write an episode's document as if this engine had made it."""
    signature = f"glossub/0.1.0 {engine} glossary:0123 beam=4 {pair}"
    text = document.render(SMALL, input_name="a.txt", files={}).replace(SMALL.signature, signature, 1)
    assert f'"signature": "{signature}"' in text
    (out / name).mkdir()
    (out / name / document.NAME).write_text(text, encoding="utf-8")


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetched:
    """Give a cache in which a model is recorded."""
    monkeypatch.setenv("GLOSSUB_CACHE", str(tmp_path / "home"))
    name = "Helsinki-NLP/opus-mt-fr-en"
    model = Fetched(
        name=name,
        hub="https://hub.example",
        revision="0",
        licence="",
        source="fr",
        targets=("en",),
        size=1,
        fingerprint="aaaaaaaaaaaa",
        folder=fetched_folder(tmp_path / "home", name),
    )
    model.folder.mkdir(parents=True)
    write_record(model)
    return model


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an output folder with an episode that the embedded model made."""
    folder = tmp_path / "outputs"
    folder.mkdir()
    make_episode(folder, "b", OURS)
    return folder


def test_another_model_stops_and_both_are_named(out: Path, fetched: Fetched) -> None:
    with pytest.raises(UsageError, match="with the embedded model, and auto would now take opus-mt-fr-en") as caught:
        check_auto(out, OTHER, source="fr", target="en")
    assert caught.value.where == str(out / "b")
    assert "`--model embedded`" in caught.value.mend
    assert "`--model opus-mt-fr-en`" in caught.value.mend
    assert fetched.folder.is_dir()


@pytest.mark.usefixtures("fetched")
def test_a_model_that_is_gone_is_named_by_its_fingerprint(out: Path) -> None:
    make_episode(out, "a", "reference:bbbbbbbbbbbb:float32")
    with pytest.raises(UsageError, match=r"not installed here \(fingerprint bbbbbbbbbbbb\)") as caught:
        check_auto(out, OURS, source="fr", target="en")
    assert "`--model FOLDER`" in caught.value.mend


def agrees(out: Path, signature: str, target: str = "en") -> bool:
    """Say whether an engine may go on in an output folder."""
    try:
        check_auto(out, signature, source="fr", target=target)
    except UsageError:
        return False
    return True


def test_the_same_model_goes_on_whatever_it_computes_in(out: Path) -> None:
    assert agrees(out, OURS.replace("int8", "float16"))
    assert agrees(out, OURS.replace("marian", "reference"))
    assert not agrees(out, OTHER)


def test_an_output_folder_that_is_new_or_of_another_pair_holds_nobody(out: Path, tmp_path: Path) -> None:
    assert agrees(tmp_path / "new", OTHER)
    assert agrees(out, OTHER, target="de")


def test_engines_without_a_checkpoint_hold_nobody(out: Path) -> None:
    assert agrees(out, "scripted:0123456789ab")
    make_episode(out, "a", "scripted:0123456789ab")
    assert agrees(out, OURS)


def test_a_document_that_is_none_is_left_to_who_reads_it(out: Path) -> None:
    (out / "b" / document.NAME).write_bytes(b"\xff\xfe nothing")
    assert agrees(out, OTHER)


def test_a_document_that_cannot_be_opened_is_left_to_who_reads_it(out: Path) -> None:
    (out / "c" / document.NAME).mkdir(parents=True)
    assert agrees(out, OURS)


def test_a_fingerprint_is_found_in_a_whole_signature() -> None:
    assert fingerprint(f"glossub/0.1.0 {OTHER} glossary:0 beam=4 fr-en") == "aaaaaaaaaaaa"
    assert fingerprint("glossub/0.1.0 scripted:x glossary:0 beam=4 fr-en") is None
