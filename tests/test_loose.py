"""Files outside an episode's folder: each whole or not at all, those that belong together all or none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from translate import loose
from translate.errors import OutputError


def full() -> Iterator[str]:
    """Yield a piece, after which the disk is full."""
    yield "piece"
    raise OSError(28, "No space left on device")


def test_files_that_belong_together_are_all_written_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "a.tsv"
    first.write_text("old", encoding="utf-8")
    with pytest.raises(OutputError, match="No space left on device") as caught:
        loose.write_together([(first, ["new"]), (second, full())])
    assert caught.value.where == str(second)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a.html", "old")]
    assert loose.write_together([(first, ["n", "ew"]), (second, ["2"])]) == (first, second)
    assert first.read_text(encoding="utf-8") == "new"


def test_what_stands_there_is_neither_overwritten_nor_are_the_others_written(tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "a.tsv"
    second.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="there is such a file already"):
        loose.write_together([(first, ["new"]), (second, ["new"])], anew={second})
    assert [path.name for path in tmp_path.iterdir()] == ["a.tsv"]
    loose.write_anew(second, ["mi", "ne"], force=False)  # the same content is no other file
    loose.write_anew(second, ["new"], force=True)
    loose.write_anew(second, ["newer"], force=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        "a.tsv": "newer",
        "a.tsv.bak": "mine",
        "a.tsv.bak2": "new",
    }


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html" / "inside").mkdir(parents=True)
    with pytest.raises(OutputError, match="it cannot be written"):
        loose.write(tmp_path / "a.html", ["new"])
    with pytest.raises(OutputError, match="it cannot be replaced"):
        loose.write_anew(tmp_path / "a.html", ["new"], force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
