"""Values on the disk: what was put there comes back, and a disk without room is told."""

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.errors import OutputError
from translate.shelf import Shelf

FOLDER = Path(tempfile.gettempdir())


@given(st.lists(st.text() | st.tuples(st.integers(), st.binary())))
def test_what_is_put_there_comes_back(values: list[object]) -> None:
    shelf: Shelf[object] = Shelf(FOLDER)
    for number, value in enumerate(values):
        shelf.append(value)
        assert shelf[-1] == value  # what is read between two writes changes nothing
        assert shelf[number // 2] == values[number // 2]
    assert list(shelf) == values
    assert shelf[1:] == values[1:]
    assert len(shelf) == len(values)
    with pytest.raises(IndexError):
        shelf[len(values)]


def test_nothing_of_it_is_left_in_the_folder(tmp_path: Path) -> None:
    shelf: Shelf[str] = Shelf(tmp_path / "new")
    shelf.append("text")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be kept on the disk") as caught:
        Shelf(tmp_path / "file" / "folder")
    assert caught.value.where == str(tmp_path / "file" / "folder")


class _Full(io.BytesIO):
    """A file that takes one byte, or refuses."""

    def __init__(self, error: OSError | None) -> None:
        super().__init__()
        self.error = error

    def write(self, _: object, /) -> int:
        if self.error is not None:
            raise self.error
        return 1


@pytest.mark.parametrize("error", [None, OSError(28, "No space left on device")])
def test_a_full_disk_is_told(error: OSError | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: _Full(error))
    shelf: Shelf[str] = Shelf(tmp_path)
    with pytest.raises(OutputError, match="No space left on device"):
        shelf.append("text")


class _Failing(io.BytesIO):
    """A file that cannot be read."""

    def read(self, _: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: _Failing())
    shelf: Shelf[str] = Shelf(tmp_path)
    shelf.append("text")
    with pytest.raises(OutputError, match="Input/output error"):
        shelf[0]
