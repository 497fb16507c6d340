"""Values on the disk instead of in the memory: a season's report has as many as the season has episodes."""

import errno
import os
import pickle
import tempfile
import weakref
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar, overload

from translate.errors import OutputError

_T = TypeVar("_T")


class Shelf(Sequence[_T]):
    """Values in a nameless file, which ends with this object; each is read again whenever it is asked for."""

    def __init__(self, folder: Path) -> None:
        """Open a file on a folder's disk. Raises `OutputError`."""
        self._folder = folder
        self._ends = [0]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115  # it ends with this object
        except OSError as error:
            raise self._error(error.strerror) from error
        weakref.finalize(self, self._file.close)

    def append(self, value: _T) -> None:
        """Add a value. Raises `OutputError` where the disk is full."""
        packed = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)
        try:
            self._file.seek(self._ends[-1])
            written = self._file.write(packed)
        except OSError as error:
            raise self._error(error.strerror) from error
        if written < len(packed):
            raise self._error(os.strerror(errno.ENOSPC))
        self._ends.append(self._ends[-1] + written)

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> _T: ...
    @overload
    def __getitem__(self, at: slice) -> list[_T]: ...
    def __getitem__(self, at: int | slice) -> _T | list[_T]:
        """Read a value. Raises `OutputError` where the disk fails."""
        if isinstance(at, slice):
            return [self[one] for one in range(len(self))[at]]
        place = range(len(self))[at]
        try:
            self._file.seek(self._ends[place])
            packed = self._file.read(self._ends[place + 1] - self._ends[place])
        except OSError as error:
            raise self._error(error.strerror) from error
        value: _T = pickle.loads(zlib.decompress(packed))  # noqa: S301  # nobody else can write into the file
        return value

    def _error(self, why: str | None) -> OutputError:
        what = f"what the report is made of cannot be kept on the disk: {why}"
        return OutputError(what, where=str(self._folder), mend="Check the path, the permissions and the disk.")
