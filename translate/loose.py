"""Files that belong to no episode's folder, such as a season's report: each appears whole or not at all."""

import os
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
