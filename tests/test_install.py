"""Installing models from a stand-in of the hub: whole or not at all, whatever breaks."""

import errno
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hub_stand_in import StandIn, serving

from translate.engine import Request
from translate.engines import model_name, open_engine
from translate.engines.checkpoints import find_checkpoint
from translate.engines.fetched import fetched_models
from translate.errors import EngineError, OutputError, UsageError
from translate.hub import Hub
from translate.install import install

Maker = Callable[..., Path]
NAME = "Helsinki-NLP/opus-mt-fr-en"


@pytest.fixture
def stand_in(make_checkpoint: Maker, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Serve a small checkpoint under the name of a known one."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    hub = StandIn()
    hub.add(NAME, make_checkpoint())
    with serving(hub):
        yield hub


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a cache of its own."""
    monkeypatch.setenv("GLOSSUB_CACHE", str(tmp_path / "home"))
    return tmp_path / "home"


def hub_at(stand_in: StandIn) -> Hub:
    """Return the hub that a stand-in plays; nobody waits."""
    return Hub(stand_in.address, timeout_seconds=5, wait=lambda _seconds: None)


def installed(home: Path) -> list[str]:
    """Return the names of what is installed."""
    return [model.name for model in fetched_models(home)]


def test_a_fetched_model_is_what_auto_takes_from_then_on(stand_in: StandIn, home: Path) -> None:
    assert find_checkpoint("auto", source="fr", target="en").name == "embedded"
    model = install("opus-mt-fr-en", hub_at(stand_in), cache=home)
    assert (model.name, model.licence, model.source, model.targets) == (NAME, "apache-2.0", "fr", ("en",))
    assert find_checkpoint("auto", source="fr", target="en").folder == model.folder
    for name in ("opus-mt-fr-en", NAME):
        assert find_checkpoint(name, source="fr", target="en").fingerprint == model.fingerprint
    assert model_name("auto", source="fr", target="en") == "opus-mt-fr-en"
    assert open_engine(device="cpu").translate([Request(text="Oui.")])[0].score < 0


def test_it_is_converted_when_it_is_installed(stand_in: StandIn, home: Path) -> None:
    install(NAME, hub_at(stand_in), cache=home)
    notes: list[str] = []
    open_engine(model=NAME, device="cpu", note=notes.append)
    assert notes == []


def test_progress_counts_the_bytes_of_all_files(stand_in: StandIn, home: Path) -> None:
    seen: list[tuple[int, int]] = []
    model = install(NAME, hub_at(stand_in), cache=home, progress=lambda here, total: seen.append((here, total)))
    assert [here for here, _ in seen] == sorted(here for here, _ in seen)
    assert seen[-1] == (model.size, model.size)
    assert {total for _, total in seen} == {model.size}


def test_safetensors_are_preferred_and_what_is_no_part_of_a_checkpoint_stays_there(
    stand_in: StandIn, home: Path
) -> None:
    stand_in.models[NAME] |= {"pytorch_model.bin": b"no weights", "tf_model.h5": b"other", "README.md": b"the card"}
    model = install(NAME, hub_at(stand_in), cache=home)
    names = {path.name for path in model.folder.iterdir()}
    assert {"model.safetensors", "README.md"} <= names
    assert not {"pytorch_model.bin", "tf_model.h5"} & names


def test_what_is_installed_already_is_not_fetched_again(stand_in: StandIn, home: Path) -> None:
    notes: list[str] = []
    models = [install(NAME, hub_at(stand_in), cache=home, note=notes.append) for _ in range(2)]
    assert models[0] == models[1]
    assert "opus-mt-fr-en is installed already." in notes
    assert len(stand_in.asked("model.safetensors")) == 1


def test_a_new_commit_takes_the_place_of_the_old_one(stand_in: StandIn, home: Path) -> None:
    old = install(NAME, hub_at(stand_in), cache=home)
    stand_in.revision = "f" * 40
    stand_in.models[NAME]["vocab.json"] += b"\n"
    new = install(NAME, hub_at(stand_in), cache=home)
    assert (new.folder, new.revision) == (old.folder, "f" * 40)
    assert new.fingerprint != old.fingerprint
    assert fetched_models(home) == (new,)


def test_a_damaged_model_says_so_when_it_is_used_and_is_fetched_again(stand_in: StandIn, home: Path) -> None:
    model = install(NAME, hub_at(stand_in), cache=home)
    with (model.folder / "vocab.json").open("ab") as stream:
        stream.write(b"\n")
    with pytest.raises(EngineError, match="no longer as they came") as caught:
        find_checkpoint("auto", source="fr", target="en")
    assert "glossub model get opus-mt-fr-en" in caught.value.mend
    assert install(NAME, hub_at(stand_in), cache=home) == model
    (model.folder / "vocab.json").unlink()
    assert install(NAME, hub_at(stand_in), cache=home) == model


def test_a_connection_that_breaks_is_gone_on_with_where_it_ended(stand_in: StandIn, home: Path) -> None:
    stand_in.cut = {"model.safetensors": [1000, 2000], "vocab.json": [10]}
    install(NAME, hub_at(stand_in), cache=home)
    assert stand_in.asked("model.safetensors") == ["", "bytes=1000-", "bytes=3000-"]
    assert stand_in.asked("vocab.json") == ["", "bytes=10-"]


def test_a_connection_that_only_breaks_is_an_engine_error_and_the_next_run_goes_on(
    stand_in: StandIn, home: Path
) -> None:
    stand_in.cut = {"model.safetensors": [1000, 0, 0, 0]}
    with pytest.raises(EngineError, match=r"broke 3 times at 1000 of") as caught:
        install(NAME, hub_at(stand_in), cache=home)
    assert "it goes on from there" in caught.value.mend
    assert installed(home) == []
    with pytest.raises(EngineError, match="no such folder"):
        find_checkpoint(NAME, source="fr", target="en", environment={"GLOSSUB_CACHE": str(home), "HF_HOME": str(home)})
    before = len(stand_in.asked("model.safetensors"))
    install(NAME, hub_at(stand_in), cache=home)
    assert stand_in.asked("model.safetensors")[before:] == ["bytes=1000-"]
    assert len(stand_in.asked("vocab.json")) == 1
    assert installed(home) == [NAME]
    assert [path.name for path in (home / "arriving").iterdir() if path.is_dir()] == []


def test_a_connection_that_is_reset_is_gone_on_with(stand_in: StandIn, home: Path) -> None:
    stand_in.reset = True
    stand_in.cut = {"model.safetensors": [300_000]}
    install(NAME, hub_at(stand_in), cache=home)
    assert len(stand_in.asked("model.safetensors")) == 2
    assert installed(home) == [NAME]


def test_what_arrived_of_an_older_commit_is_dropped_once_a_newer_one_is_installed(
    stand_in: StandIn, home: Path
) -> None:
    stand_in.cut = {"model.safetensors": [1000, 0, 0, 0]}
    with pytest.raises(EngineError):
        install(NAME, hub_at(stand_in), cache=home)
    stand_in.revision = "f" * 40
    install(NAME, hub_at(stand_in), cache=home)
    assert stand_in.asked("model.safetensors")[-1] == ""
    assert [path.name for path in (home / "arriving").iterdir() if path.is_dir()] == []


def test_a_server_without_ranges_starts_the_file_anew(stand_in: StandIn, home: Path) -> None:
    stand_in.ranges = False
    stand_in.cut = {"model.safetensors": [1000]}
    install(NAME, hub_at(stand_in), cache=home)
    assert installed(home) == [NAME]


@pytest.mark.parametrize("file", ["model.safetensors", "vocab.json"])
@pytest.mark.parametrize("change", ["other bytes", "too long"])
def test_a_file_with_another_hash_is_thrown_away(stand_in: StandIn, home: Path, file: str, change: str) -> None:
    right = stand_in.models[NAME][file]
    stand_in.lies = {file: right[:-1] + b"x" if change == "other bytes" else right + b"more"}
    with pytest.raises(EngineError, match="its hash is another") as caught:
        install(NAME, hub_at(stand_in), cache=home)
    assert caught.value.where == f"{NAME}/{file}"
    assert installed(home) == []
    stand_in.lies = {}
    install(NAME, hub_at(stand_in), cache=home)
    assert installed(home) == [NAME]


def test_a_model_that_is_no_marian_model_is_refused_before_its_weights_are_fetched(
    stand_in: StandIn, home: Path
) -> None:
    stand_in.models[NAME]["config.json"] = b'{"model_type": "bart"}'
    with pytest.raises(EngineError, match="type 'bart', not 'marian'"):
        install(NAME, hub_at(stand_in), cache=home)
    assert stand_in.asked("model.safetensors") == []


@pytest.mark.parametrize(
    ("gone", "lacks"),
    [("source.spm", "it lacks source.spm"), ("model.safetensors", "it lacks model.safetensors or pytorch_model.bin")],
)
def test_a_model_that_lacks_files_is_refused_before_anything_is_fetched(
    stand_in: StandIn, home: Path, gone: str, lacks: str
) -> None:
    del stand_in.models[NAME][gone]
    with pytest.raises(EngineError, match=lacks):
        install(NAME, hub_at(stand_in), cache=home)
    assert len(stand_in.requests) == 1


def test_a_model_that_cannot_be_converted_is_not_installed(stand_in: StandIn, home: Path) -> None:
    config = json.loads(stand_in.models[NAME]["config.json"])
    stand_in.models[NAME]["config.json"] = json.dumps(config | {"encoder_layers": 2}).encode()
    with pytest.raises(EngineError, match="weights lack"):
        install(NAME, hub_at(stand_in), cache=home)
    assert installed(home) == []
    assert not list(home.glob("models/marian-*/"))


@pytest.mark.parametrize("name", ["opus-mt-fr-eng", "Helsinki-NLP/opus-mt-fr-eng"])
def test_a_name_that_the_hub_does_not_know_is_an_engine_error_with_the_nearest_one(
    stand_in: StandIn, home: Path, name: str
) -> None:
    with pytest.raises(EngineError, match="no public model of this name") as caught:
        install(name, hub_at(stand_in), cache=home)
    assert caught.value.mend.startswith("Did you mean opus-mt-fr-en? ")


@pytest.mark.parametrize("name", ["fr-en", "a/b/c", "../up", "", "a/..b", "opus-mt-fr en", "auto", "embedded"])
def test_a_name_that_cannot_be_one_is_a_usage_error(stand_in: StandIn, home: Path, name: str) -> None:
    with pytest.raises(UsageError):
        install(name, hub_at(stand_in), cache=home)
    assert stand_in.requests == []


def test_a_full_disk_is_known_before_anything_is_fetched(
    stand_in: StandIn, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(home.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=10))
    with pytest.raises(OutputError, match="the disk is too full") as caught:
        install(NAME, hub_at(stand_in), cache=home)
    assert "GLOSSUB_CACHE" in caught.value.mend
    assert len(stand_in.requests) == 1


def test_a_disk_that_fills_up_on_the_way_is_an_output_error(
    stand_in: StandIn, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def full(self: Path, mode: str = "r", **options: str) -> object:
        if (self.name, mode) == ("model.safetensors", "wb"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(self, mode, **options)  # type: ignore[call-overload]  # whatever was asked for

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(OutputError, match="No space left on device") as caught:
            install(NAME, hub_at(stand_in), cache=home)
    assert caught.value.exit_code == 4
    assert installed(home) == []
    install(NAME, hub_at(stand_in), cache=home)
    assert installed(home) == [NAME]


def test_a_cache_that_cannot_be_written_is_an_output_error(stand_in: StandIn, home: Path) -> None:
    home.write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        install(NAME, hub_at(stand_in), cache=home)


def test_a_second_process_that_fetches_it_is_named(stand_in: StandIn, home: Path) -> None:
    (home / "arriving").mkdir(parents=True)
    lock = home / "arriving" / "Helsinki-NLP--opus-mt-fr-en.lock"
    with FileLock(lock), pytest.raises(EngineError, match="another process is fetching this model"):
        install(NAME, hub_at(stand_in), cache=home, lock_seconds=0.1)


def test_of_two_at_a_time_one_fetches(stand_in: StandIn, home: Path) -> None:
    models: list[object] = []
    threads = [
        threading.Thread(
            target=lambda: models.append(install(NAME, hub_at(stand_in), cache=home, lock_seconds=30)),
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert models[0] == models[1]
    assert len(stand_in.asked("model.safetensors")) == 1


def test_a_multi_target_model_serves_each_of_its_targets(stand_in: StandIn, home: Path) -> None:
    files = stand_in.models.pop(NAME)
    vocabulary = json.loads(files["vocab.json"])
    vocabulary[">>deu<<"], vocabulary[">>es<<"] = vocabulary.pop("<0x01>"), vocabulary.pop("<0x02>")
    files["vocab.json"] = json.dumps(vocabulary).encode()
    files["tokenizer_config.json"] = b'{"source_lang": "fra", "target_lang": "mul"}'
    stand_in.models["someone/many"] = files
    model = install("someone/many", hub_at(stand_in), cache=home)
    assert (model.source, set(model.targets)) == ("fr", {"de", "es"})
    assert find_checkpoint("auto", source="fr", target="de").folder == model.folder
    assert find_checkpoint("auto", source="fr", target="en").name == "embedded"


def test_where_a_checkpoint_names_no_languages_its_own_name_may(stand_in: StandIn, home: Path) -> None:
    files = stand_in.models.pop(NAME)
    files["tokenizer_config.json"] = b"{}"
    stand_in.models |= {"Helsinki-NLP/opus-mt-fr-de": files, "someone/nameless-model": files}
    model = install("opus-mt-fr-de", hub_at(stand_in), cache=home)
    assert (model.source, model.targets) == ("fr", ("de",))
    nameless = install("someone/nameless-model", hub_at(stand_in), cache=home)
    assert (nameless.source, nameless.targets) == ("", ())
    assert find_checkpoint("auto", source="fr", target="de").name == "opus-mt-fr-de"


def test_the_best_family_wins(stand_in: StandIn, home: Path) -> None:
    files = stand_in.models[NAME]
    names = ["Helsinki-NLP/opus-mt-tc-big-fr-en", "a/other"]
    stand_in.models |= dict.fromkeys(names, files)
    for name, best in (("a/other", "a/other"), (NAME, "opus-mt-fr-en"), (names[0], "opus-mt-tc-big-fr-en")):
        install(name, hub_at(stand_in), cache=home)
        assert find_checkpoint("auto", source="fr", target="en").name == best
    assert find_checkpoint("embedded", source="fr", target="en").name == "embedded"


def test_a_record_that_cannot_be_read_is_an_engine_error(stand_in: StandIn, home: Path) -> None:
    model = install(NAME, hub_at(stand_in), cache=home)
    for text in ("{", "[]", '{"format": "glossub-fetched/9"}'):
        (model.folder / "glossub.json").write_text(text, encoding="utf-8")
        with pytest.raises(EngineError, match="record of a fetched model cannot be read") as caught:
            fetched_models(home)
        assert caught.value.where == str(model.folder)


def test_a_folder_of_the_name_goes_before_a_fetched_model(
    stand_in: StandIn, home: Path, make_checkpoint: Maker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(NAME, hub_at(stand_in), cache=home)
    (tmp_path / "here").mkdir()
    shutil.copytree(tmp_path / "small", tmp_path / "here" / "opus-mt-fr-en")
    monkeypatch.chdir(tmp_path / "here")
    assert find_checkpoint("opus-mt-fr-en", source="fr", target="en").folder == Path("opus-mt-fr-en")
    assert model_name("opus-mt-fr-en", source="fr", target="en") == "opus-mt-fr-en"
    assert callable(make_checkpoint)
