"""Converted models in the user's cache: each made once, whole or not at all, by one process.

A converted model is a folder named by its checkpoint's fingerprint. It is built beside its place under a lock and then
renamed, and its manifest, written last, holds size and hash of every file: what is cut short or damaged is noticed and
made again. The cache may be deleted at any time.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from translate.errors import EngineError

Note = Callable[[str], None]
"""Told, in a sentence, what a person may want to know: a conversion, a repair."""

_MANIFEST = "manifest.json"
_FORMAT = "glossub-converted/1"
_LOCK_SECONDS = 600.0
_MEND = "Free or allow that place, or set GLOSSUB_CACHE to a folder that can be written."


def no_note(message: str) -> None:
    """Say nothing."""


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of converted models: `GLOSSUB_CACHE` if set, else the user's cache."""
    return Path(environment.get("GLOSSUB_CACHE") or platformdirs.user_cache_path("glossub"))


def converted_model(
    name: str,
    build: Callable[[Path], None],
    *,
    cache: Path,
    note: Note = no_note,
    lock_seconds: float = _LOCK_SECONDS,
) -> Path:
    """Return the converted model called `name`, built by `build` (into an empty folder) if it is not in the cache yet.

    Raises `EngineError` when the cache cannot be written, or another process holds the lock for too long.
    """
    entry = cache / name
    if is_whole(entry):
        return entry
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with locked(cache / f"{name}.lock", doing="converting this model", seconds=lock_seconds):
            if not is_whole(entry):
                _make(entry, build, note)
    except OSError as error:
        raise EngineError(
            f"the converted model cannot be written: {error.strerror or error}", where=str(entry), mend=_MEND
        ) from error
    return entry


@contextmanager
def locked(path: Path, *, doing: str, seconds: float) -> Iterator[None]:
    """Hold a lock file that other processes respect.

    Raises `EngineError`, which says what the other is `doing`, when it is not free within so many seconds, and
    `OSError` when the file cannot be made.
    """
    lock = FileLock(path, timeout=seconds)
    try:
        lock.acquire()
    except Timeout as error:
        what = f"another process is {doing} (waited {seconds:g} s)"
        raise EngineError(what, where=str(path), mend="Wait for it or end it, then run again.") from error
    try:
        yield
    finally:
        lock.release()


def _make(entry: Path, build: Callable[[Path], None], note: Note) -> None:
    """Build an entry beside its place and rename it there; the caller holds the lock."""
    if entry.exists():
        note(f"The converted model {entry} was damaged; it is made again.")
        shutil.rmtree(entry)
    else:
        note(f"The model is converted once, into {entry}.")
    for left in entry.parent.glob(f"{entry.name}.part-*"):  # of a process that was killed: it held this lock
        shutil.rmtree(left)
    part = Path(tempfile.mkdtemp(prefix=f"{entry.name}.part-", dir=entry.parent))
    try:
        build(part)
        _write_manifest(part)
        part.rename(entry)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _write_manifest(folder: Path) -> None:
    """Sync every file of a folder to the disk, then write the manifest that lists them."""
    files = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
        files[path.name] = {"size": path.stat().st_size, "sha256": _digest(path)}
    with (folder / _MANIFEST).open("w", encoding="utf-8") as stream:
        json.dump({"format": _FORMAT, "files": files}, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())


def is_whole(folder: Path) -> bool:
    """Return whether a folder holds every file of its manifest as it was written."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return manifest["format"] == _FORMAT and all(
            (folder / name).stat().st_size == facts["size"] and _digest(folder / name) == facts["sha256"]
            for name, facts in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
