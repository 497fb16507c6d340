"""Fetched models: the checkpoints that `glossub model get` put on this machine.

Each is a folder `fetched/OWNER--NAME` in the user's cache with a record beside the checkpoint's files. The record says
what the model translates and what its fingerprint was, so that choosing one reads no weights.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from translate.catalogue import rank, short_name
from translate.errors import EngineError, InputError
from translate.fields import Fields

RECORD = "glossub.json"
_FORMAT = "glossub-fetched/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A fetched model: its hub name and commit, its licence as the hub says it (may be empty), and what it translates.

    Languages are as `--source` and `--target` name them where the model says so; `targets` are several for a
    multi-target model. `size` is in bytes.
    """

    name: str
    hub: str
    revision: str
    licence: str
    source: str
    targets: tuple[str, ...]
    size: int
    fingerprint: str
    folder: Path


def fetched_folder(cache: Path, name: str) -> Path:
    """Return where the model of this hub name lies once it is fetched."""
    return cache / "fetched" / name.replace("/", "--")


def arriving_folder(cache: Path, name: str, revision: str) -> Path:
    """Return where the files of a model's commit lie until all are here and converted."""
    return cache / "arriving" / f"{name.replace('/', '--')}@{revision[:12]}"


def fetched_models(cache: Path) -> tuple[Fetched, ...]:
    """Return the fetched models, best first. Raises `EngineError` when a record cannot be read."""
    models = [_read(path) for path in (cache / "fetched").glob(f"*/{RECORD}")]
    return tuple(sorted(models, key=lambda model: (rank(model.name), model.name)))


def best_for(models: Iterable[Fetched], *, source: str, target: str) -> Fetched | None:
    """Return the first model that translates a pair."""
    return next((model for model in models if model.source == source and target in model.targets), None)


def named(models: Iterable[Fetched], name: str) -> Fetched | None:
    """Return the model of this name, short or as on the hub."""
    return next((model for model in models if name in {model.name, short_name(model.name)}), None)


def write_record(model: Fetched) -> None:
    """Write a model's record into its folder; raises `OSError`."""
    values = {"format": _FORMAT, **asdict(model)}
    del values["folder"]
    (model.folder / RECORD).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


def _read(path: Path) -> Fetched:
    try:
        fields = Fields(json.loads(path.read_text(encoding="utf-8")), source=str(path))
        if fields.text("format") != _FORMAT:
            raise fields.error("format", f"expected {_FORMAT}")
        return Fetched(
            name=fields.text("name"),
            hub=fields.text("hub"),
            revision=fields.text("revision"),
            licence=fields.text("licence"),
            source=fields.text("source"),
            targets=fields.texts("targets"),
            size=fields.integer("size"),
            fingerprint=fields.text("fingerprint"),
            folder=path.parent,
        )
    except (OSError, ValueError, InputError) as error:
        what = f"the record of a fetched model cannot be read: {error}"
        raise EngineError(what, where=str(path.parent), mend="Delete this folder and fetch the model again.") from error
