"""Parcels: what another machine needs to open the same engine, as one value.

A machine of a cluster need not have the files that this one has. A parcel holds them all, under a digest; whoever
unpacks it keeps them in its own cache, so that they travel once, and opens the engine from there.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from translate.engine import Engine
from translate.engines import KINDS, open_engine
from translate.engines.checkpoints import Checkpoint, find_checkpoint
from translate.engines.converted import cache_folder, converted_model
from translate.engines.scripted import ScriptedEngine, read_script
from translate.engines.wording import Wording
from translate.errors import EngineError, UsageError

_SCRIPT = "script.json"
_FILES = (
    "config.json generation_config.json tokenizer_config.json vocab.json target_vocab.json source.spm target.spm"
).split()
"""What may belong to a checkpoint, beside its weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """An engine's kind, the pair of languages, and its files: `model` is the one to open, or nothing for all of them.

    `digest` tells files apart: it is the fingerprint of a checkpoint, and for a script made like one.
    """

    kind: str
    source: str
    target: str
    digest: str
    model: str
    files: tuple[tuple[str, bytes], ...]


CountTokens = Callable[[str], int]
"""Counts the source tokens of a text as the engine of a parcel would, on this machine and without its weights."""


def pack(*, model: str, kind: str, source: str, target: str) -> tuple[Parcel, CountTokens]:
    """Return the parcel of an engine that `open_engine` would open here, and what counts its tokens.

    Raises `EngineError` and `UsageError` as `open_engine` does, but for what only the weights or a device show.
    """
    if kind == "scripted" and model != "auto":
        path = Path(model)
        count = ScriptedEngine(read_script(path)).count_tokens
        data = _read(path)
        digest = hashlib.sha256(data).hexdigest()[:12]
        files = ((_SCRIPT, data),)
        return Parcel(kind=kind, source=source, target=target, digest=digest, model=_SCRIPT, files=files), count
    if kind not in KINDS or kind == "scripted":
        raise UsageError(f"there is no engine {kind!r} for this model", mend=f"Engines: {', '.join(KINDS)}.")
    checkpoint = find_checkpoint(model, source=source, target=target)
    parcel = Parcel(
        kind=kind, source=source, target=target, digest=checkpoint.fingerprint, model="", files=_files(checkpoint)
    )
    return parcel, Wording(checkpoint, target=target).count


def unpack(parcel: Parcel, *, device: str, threads: int, cache: Path | None = None) -> Engine:
    """Open the engine of a parcel, whose files are kept in the cache. Raises `EngineError` as `open_engine` does."""
    folder = converted_model(
        f"parcel-{parcel.digest}", lambda part: _write(parcel, part), cache=(cache or cache_folder()) / "models"
    )
    return open_engine(
        model=str(folder / parcel.model),
        kind=parcel.kind,
        device=device,
        source=parcel.source,
        target=parcel.target,
        threads=threads,
    )


def _files(checkpoint: Checkpoint) -> tuple[tuple[str, bytes], ...]:
    """Return the files of a checkpoint, weights last."""
    present = [path for name in _FILES if (path := checkpoint.folder / name).is_file()]
    return tuple((path.name, _read(path)) for path in (*present, checkpoint.weights))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EngineError(f"the model's file cannot be read: {error.strerror}", where=str(path)) from error


def _write(parcel: Parcel, folder: Path) -> None:
    for name, data in parcel.files:
        (folder / name).write_bytes(data)
