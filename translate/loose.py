"""Files that belong to no episode's folder, such as a season's report: each appears whole or not at all."""

import hashlib
import os
from collections.abc import Container, Iterable
from itertools import count
from pathlib import Path

from translate import storage
from translate.errors import OutputError


def write(path: Path, pieces: Iterable[str]) -> None:
    """Write a file beside its place, wait until the disk has it, and move it there. Raises `OutputError`."""
    write_together([(path, pieces)])


def write_anew(path: Path, pieces: Iterable[str], *, force: bool) -> None:
    """Write a file as `write` does, but never over another.

    Raises `OutputError` where a file with another content stands there; with `force` that one is kept as `.bak`.
    """
    write_together([(path, pieces)], anew=(path,), force=force)


def write_together(
    files: Iterable[tuple[Path, Iterable[str]]], *, anew: Container[Path] = (), force: bool = False
) -> tuple[Path, ...]:
    """Write files as `write` does, those of `anew` as `write_anew` does, and return their paths.

    Where one of them cannot be written, or must not be, none of them is there. They take their places in order: where
    a run dies between two, the last is still `beside` its place, whole. Raises `OutputError`.
    """
    written: dict[Path, Path] = {}
    try:
        for path, pieces in files:
            written[path] = _put_beside(path, pieces)
        for path, temporary in written.items():
            _see_writable(path, temporary)
            if path in anew:
                _make_way(path, temporary, force=force)
        settle(written)
    finally:
        if all(temporary.exists() for temporary in written.values()):  # none is in its place yet
            for temporary in written.values():
                temporary.unlink()
    return tuple(written)


def settle(paths: Iterable[Path]) -> None:
    """Move those of the files that are `beside` their places there, in order; where one cannot, it and the rest stay.

    Raises `OutputError`.
    """
    for path in paths:
        try:
            if beside(path).is_file():
                storage.sync(path.parent)
                beside(path).replace(path)
                storage.sync(path.parent)
        except OSError as error:
            raise _unwritable(path, error) from error


def beside(path: Path) -> Path:
    """Return where a file is until it is moved to its place; after a run that died it may still be there."""
    return path.with_name(f".{path.name}.glossub.tmp")


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_beside(path: Path, pieces: Iterable[str]) -> Path:
    """Write a file beside its place, wait until the disk has it, and return where it is."""
    temporary = beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.writelines(piece.encode() for piece in pieces)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(path, error) from error
    return temporary


def _see_writable(path: Path, temporary: Path) -> None:
    """Raise `OutputError` for a file that may not be replaced, though it differs from what takes its place."""
    try:
        if path.is_file() and not path.stat().st_mode & 0o222 and digest(path) != digest(temporary):
            mend = "Make it writable, or move it away, if it may be replaced."
            raise OutputError("the file is read-only", where=str(path), mend=mend)
    except OSError as error:
        raise _unwritable(path, error) from error


def _make_way(path: Path, temporary: Path, *, force: bool) -> None:
    """Rename a file that differs from what takes its place to the next free `.bak`, or refuse."""
    try:
        if not path.exists() or digest(path) == digest(temporary):
            return
        if not force:
            what, mend = "there is such a file already", "Move it away, or keep it as .bak with --force."
            raise OutputError(what, where=str(path), mend=mend)
        names = (path.with_name(f"{path.name}.bak{number if number > 1 else ''}") for number in count(1))
        path.rename(next(name for name in names if not name.exists()))
    except OSError as error:
        what = f"it cannot be replaced: {error.strerror or error}"
        raise OutputError(what, where=str(path), mend="Move it away, or name another place.") from error


def _unwritable(path: Path, error: OSError) -> OutputError:
    what = f"it cannot be written: {error.strerror or error}"
    return OutputError(what, where=str(path), mend="Check the path, the permissions and the disk.")
