"""Files that belong to no episode's folder, such as a season's report: each appears whole or not at all."""

import os
from itertools import count
from pathlib import Path

from translate.errors import OutputError


def write(path: Path, content: str) -> None:
    """Write a file beside its place, wait until the disk has it, and move it there. Raises `OutputError`."""
    temporary = path.with_name(f".{path.name}.glossub.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                file.write(content.encode())
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        what = f"it cannot be written: {error.strerror or error}"
        raise OutputError(what, where=str(path), mend="Check the path, the permissions and the disk.") from error


def write_anew(path: Path, content: str, *, force: bool) -> None:
    """Write a file as `write` does, but never over another.

    Raises `OutputError` where a file with another content stands there; with `force` that one is kept as `.bak`.
    """
    try:
        if path.exists() and path.read_bytes() != content.encode():
            _make_way(path, force=force)
    except OSError as error:
        what = f"it cannot be replaced: {error.strerror or error}"
        raise OutputError(what, where=str(path), mend="Name another file with --out.") from error
    write(path, content)


def _make_way(path: Path, *, force: bool) -> None:
    """Rename a file to the next free `.bak`, or refuse."""
    if not force:
        what, mend = "there is such a file already", "Name another with --out, or keep it as .bak with --force."
        raise OutputError(what, where=str(path), mend=mend)
    names = (path.with_name(f"{path.name}.bak{number if number > 1 else ''}") for number in count(1))
    path.rename(next(name for name in names if not name.exists()))
