"""Installing a model from a hub: looked up, fetched, checked, converted, and only then in its place.

Files arrive in a folder beside, under a lock. What was cut off stays there for the next time; what is whole is read as
a checkpoint and converted, and the folder is renamed into its place. So a model is installed whole or not at all.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from translate.catalogue import hub_name, short_name
from translate.engines.checkpoints import WEIGHTS, Checkpoint, read_checkpoint, read_config
from translate.engines.converted import Note, locked, no_note
from translate.engines.fetched import Fetched, arriving_folder, fetched_folder, fetched_models, named, write_record
from translate.engines.marian import open_marian
from translate.errors import EngineError, OutputError
from translate.hub import Hub, HubFile, HubModel

_NEEDED = ("config.json", "vocab.json", "source.spm", "target.spm")
_WANTED = ("tokenizer_config.json", "target_vocab.json", "generation_config.json", "README.md")
_LOCK_SECONDS = 1.0
_PAIR = re.compile(r"-([a-z]{2})-([a-z]{2})$")
_DOING = "fetching this model"
_CACHE = "Free some room, or set GLOSSUB_CACHE to a folder on another disk."

Progress = Callable[[int, int], None]
"""Called with the number of bytes here and the number in all."""


def install(
    name: str,
    hub: Hub,
    *,
    cache: Path,
    progress: Progress = lambda _here, _all: None,
    note: Note = no_note,
    lock_seconds: float = _LOCK_SECONDS,
) -> Fetched:
    """Fetch a model of a hub and convert it, unless this commit of it is installed and whole; return it.

    Raises `UsageError` for a name that cannot be one, `EngineError` when the hub has no such MarianMT model or gives it
    wrongly, `OutputError` when the disk is full or the cache cannot be written.
    """
    model = hub.model(hub_name(name))
    files = chosen_files(model)
    place, part = fetched_folder(cache, model.name), arriving_folder(cache, model.name, model.revision)
    with _writing(part.parent), locked(part.parent / f"{place.name}.lock", doing=_DOING, seconds=lock_seconds):
        before = named(fetched_models(cache), model.name)
        if before is not None and before.revision == model.revision and _is_whole(before):
            note(f"{short_name(model.name)} is installed already.")
            return before
        part.mkdir(exist_ok=True)
        _fetch(model, files, hub, part, progress)
        checkpoint = read_checkpoint(part, name=short_name(model.name))
        fetched = _described(model, hub, checkpoint, sum(file.size for file in files))
        _convert(checkpoint, fetched, cache, note)
        write_record(fetched)
        _put(part, place)
        return replace(fetched, folder=place)


def chosen_files(model: HubModel) -> tuple[HubFile, ...]:
    """Return the files of a checkpoint, smallest first. Raises `EngineError` when some that are needed are missing."""
    files = {file.name: file for file in model.files}
    weights = next((name for name in WEIGHTS if name in files), None)
    missing = [name for name in _NEEDED if name not in files] + ([] if weights else [" or ".join(WEIGHTS)])
    if weights is None or missing:
        raise EngineError(
            f"this is no MarianMT checkpoint: it lacks {', '.join(missing)}",
            where=model.name,
            mend="Glossub runs MarianMT models, such as opus-mt-fr-en.",
        )
    # The configuration first: it says whether the rest is worth fetching.
    wanted = [files[name] for name in (*_NEEDED, *_WANTED) if name in files]
    return (*wanted, files[weights])


def _put(part: Path, place: Path) -> None:
    """Rename a whole model into its place, and drop what was there and what is left of other commits."""
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        shutil.rmtree(place)
    part.rename(place)
    for left in part.parent.glob(f"{place.name}@*"):
        shutil.rmtree(left)


def _fetch(model: HubModel, files: tuple[HubFile, ...], hub: Hub, part: Path, progress: Progress) -> None:
    """Fetch the files that are not here yet, the configuration first."""
    total = sum(file.size for file in files)
    here = sum(path.stat().st_size for path in part.iterdir())
    free = shutil.disk_usage(part).free
    if free < 2 * total - here:
        needed = (2 * total - here) // 10**6
        what = f"the disk is too full: {needed} MB are needed (half of it to convert), {free // 10**6} MB are free"
        raise OutputError(what, where=str(part), mend=_CACHE)
    done = 0
    for file in files:
        hub.fetch(model, file, part, lambda arrived, before=done: progress(before + arrived, total))  # type: ignore[misc]
        done += file.size
        if file.name == "config.json":
            read_config(part)


def _described(model: HubModel, hub: Hub, checkpoint: Checkpoint, size: int) -> Fetched:
    """Return what is known of a checkpoint that was fetched; where it names no languages, its own name may."""
    pair = _PAIR.search(model.name)
    return Fetched(
        name=model.name,
        hub=hub.address,
        revision=model.revision,
        licence=model.licence,
        source=checkpoint.source or (pair[1] if pair else ""),
        targets=checkpoint.targets or ((pair[2],) if pair else ()),
        size=size,
        fingerprint=checkpoint.fingerprint,
        folder=checkpoint.folder,
    )


def _convert(checkpoint: Checkpoint, fetched: Fetched, cache: Path, note: Note) -> None:
    """Convert a checkpoint into the cache and load it once: what does not load is not installed."""
    target = fetched.targets[0] if fetched.targets else ""
    open_marian(checkpoint, target=target, device="cpu", threads=1, cache=cache, note=note)


def _is_whole(model: Fetched) -> bool:
    """Return whether a fetched model's files are as they came."""
    try:
        return read_checkpoint(model.folder, name=model.name).fingerprint == model.fingerprint
    except EngineError:
        return False


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Make a folder; turn what the disk says into an `OutputError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        what = f"the model cannot be written: {error.strerror or error}"
        raise OutputError(what, where=str(folder), mend=_CACHE) from error
