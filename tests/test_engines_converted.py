"""The cache of converted models: whole or not at all, once, by one process."""

import errno
import json
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from translate.engines import open_engine
from translate.engines.converted import cache_folder, converted_model, is_whole
from translate.errors import EngineError


def build(folder: Path) -> None:
    """Write what stands for a model."""
    (folder / "model.bin").write_bytes(b"weights")


def test_a_model_is_built_once(tmp_path: Path) -> None:
    notes: list[str] = []
    built = [converted_model("m", build, cache=tmp_path / "new", note=notes.append) for _ in range(2)]
    assert built == [tmp_path / "new" / "m"] * 2
    assert notes == [f"The model is converted once, into {built[0]}."]
    assert is_whole(built[0])


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "no manifest", "odd manifest"])
def test_a_damaged_model_is_noticed_and_made_again(tmp_path: Path, damage: str) -> None:
    notes: list[str] = []
    folder = converted_model("m", build, cache=tmp_path)
    if damage == "cut":
        (folder / "model.bin").write_bytes(b"wei")
    elif damage == "changed":
        (folder / "model.bin").write_bytes(b"Weights")
    elif damage == "gone":
        (folder / "model.bin").unlink()
    elif damage == "no manifest":
        (folder / "manifest.json").unlink()
    else:
        (folder / "manifest.json").write_text(json.dumps([1]), encoding="utf-8")
    assert converted_model("m", build, cache=tmp_path, note=notes.append) == folder
    assert is_whole(folder)
    assert "was damaged; it is made again" in notes[0]


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        build(folder)
        raise EngineError("no such tensor")

    with pytest.raises(EngineError, match="no such tensor"):
        converted_model("m", fail, cache=tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "m.part-killed").mkdir()
    (tmp_path / "m.part-killed" / "model.bin").write_bytes(b"half")
    converted_model("m", build, cache=tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["m"]


def test_a_full_disk_is_an_engine_error_that_names_the_variable(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder))

    with pytest.raises(EngineError, match="No space left on device") as caught:
        converted_model("m", fill, cache=tmp_path)
    assert "GLOSSUB_CACHE" in caught.value.mend


def test_a_cache_that_cannot_be_written_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(EngineError, match="cannot be written") as caught:
        converted_model("m", build, cache=tmp_path / "file" / "models")
    assert "GLOSSUB_CACHE" in caught.value.mend


def test_another_process_that_holds_the_lock_is_waited_for(tmp_path: Path) -> None:
    with FileLock(tmp_path / "m.lock"), pytest.raises(EngineError, match="another process is converting"):
        converted_model("m", build, cache=tmp_path, lock_seconds=0.1)


def test_of_two_at_a_time_one_builds(tmp_path: Path) -> None:
    builds: list[Path] = []
    together = threading.Barrier(2)

    def slow(folder: Path) -> None:
        builds.append(folder)
        build(folder)

    def ask() -> None:
        together.wait()
        converted_model("m", slow, cache=tmp_path)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(builds) == 1


def test_the_cache_is_the_users_unless_the_variable_says_otherwise() -> None:
    assert cache_folder({"GLOSSUB_CACHE": "/somewhere"}) == Path("/somewhere")
    assert cache_folder({}).name == "glossub"


def test_an_engine_says_that_it_converts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOSSUB_CACHE", str(tmp_path))
    notes: list[str] = []
    open_engine(device="cpu", note=notes.append)
    open_engine(device="cpu", note=notes.append)
    assert len(notes) == 1
