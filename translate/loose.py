"""Files that belong to no episode's folder, such as a season's report: each appears whole or not at all."""

import hashlib
import os
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

from translate.errors import OutputError


def write(path: Path, pieces: Iterable[str]) -> None:
    """Write a file beside its place, wait until the disk has it, and move it there. Raises `OutputError`."""
    _write(path, pieces, lambda _: None)


def write_anew(path: Path, pieces: Iterable[str], *, force: bool) -> None:
    """Write a file as `write` does, but never over another.

    Raises `OutputError` where a file with another content stands there; with `force` that one is kept as `.bak`.
    """

    def make_way(temporary: Path) -> None:
        try:
            if path.exists() and digest(path) != digest(temporary):
                _make_way(path, force=force)
        except OSError as error:
            what = f"it cannot be replaced: {error.strerror or error}"
            raise OutputError(what, where=str(path), mend="Name another file with --out.") from error

    _write(path, pieces, make_way)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, pieces: Iterable[str], make_way: Callable[[Path], None]) -> None:
    """Write a file beside its place, make way for it, and move it there."""
    temporary = path.with_name(f".{path.name}.glossub.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.writelines(piece.encode() for piece in pieces)
                file.flush()
                os.fsync(file.fileno())
            make_way(temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        what = f"it cannot be written: {error.strerror or error}"
        raise OutputError(what, where=str(path), mend="Check the path, the permissions and the disk.") from error


def _make_way(path: Path, *, force: bool) -> None:
    """Rename a file to the next free `.bak`, or refuse."""
    if not force:
        what, mend = "there is such a file already", "Name another with --out, or keep it as .bak with --force."
        raise OutputError(what, where=str(path), mend=mend)
    names = (path.with_name(f"{path.name}.bak{number if number > 1 else ''}") for number in count(1))
    path.rename(next(name for name in names if not name.exists()))
