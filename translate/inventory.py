"""The models on this machine side by side: what they are, how good, and which one `auto` takes."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from translate.catalogue import (
    EMBEDDED,
    EMBEDDED_MODEL,
    KNOWN,
    Model,
    Score,
    getting,
    known,
    rank,
    short_name,
    slowness,
)
from translate.engines import checkpoints
from translate.engines.checkpoints import Checkpoint, read_checkpoint, read_fetched
from translate.engines.fetched import Fetched, best_for, fetched_models
from translate.errors import EngineError


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A model on this machine; `size` in bytes, `licence` as published (may be empty).

    `fault` says why the model cannot be used, if so; what its files would tell is then 0 or no.
    """

    name: str
    source: str
    targets: tuple[str, ...]
    size: int
    licence: str
    folder: Path
    fingerprint: str
    encoder_layers: int = 0
    decoder_layers: int = 0
    width: int = 0
    vocabulary: int = 0
    inline_terms: bool = False
    scores: tuple[Score, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """The models on this machine, best first, and what `auto` takes for a pair (None when there is none) and why."""

    entries: tuple[Entry, ...]
    source: str
    target: str
    auto: str | None
    reason: str
    missing: tuple[Model, ...]


def take_inventory(cache: Path, *, source: str, target: str) -> Inventory:
    """Read all models on this machine. Raises `EngineError` when the embedded one or a record cannot be read."""
    fetched = fetched_models(cache)
    entries = (*map(_fetched_entry, fetched), _embedded_entry())
    best = best_for(fetched, source=source, target=target)
    names = {entry.name for entry in entries}
    auto, reason = _choice(best, source, target)
    return Inventory(
        entries=entries,
        source=source,
        target=target,
        auto=auto,
        reason=reason,
        missing=tuple(
            model for model in KNOWN if (model.source, model.target) == (source, target) and model.name not in names
        ),
    )


def _choice(best: Fetched | None, source: str, target: str) -> tuple[str | None, str]:
    """Return what `auto` takes for a pair and why."""
    if best is not None:
        kinds = ("an opus-mt-tc-big model, the best family", "an opus-mt model", "a fetched model")
        return short_name(best.name), f"{kinds[rank(best.name)]} of the pair that is installed"
    if (source, target) == (EMBEDDED_MODEL.source, EMBEDDED_MODEL.target):
        return EMBEDDED, "no fetched model translates this pair"
    return None, f"no model here translates this pair; fetch one: {getting(source, target)}"


def _embedded_entry() -> Entry:
    checkpoint = read_checkpoint(checkpoints.EMBEDDED, name=EMBEDDED)
    measured = checkpoint.fingerprint == EMBEDDED_MODEL.fingerprint  # figures are of one checkpoint
    entry = Entry(
        name=EMBEDDED,
        source=checkpoint.source,
        targets=checkpoint.targets,
        size=sum(path.stat().st_size for path in checkpoint.folder.iterdir()),
        licence=EMBEDDED_MODEL.licence,
        folder=checkpoint.folder,
        fingerprint=checkpoint.fingerprint,
        scores=EMBEDDED_MODEL.scores if measured else (),
    )
    return _shaped(entry, checkpoint)


def _fetched_entry(fetched: Fetched) -> Entry:
    model = known(fetched.name)
    entry = Entry(
        name=short_name(fetched.name),
        source=fetched.source,
        targets=fetched.targets,
        size=fetched.size,
        licence=fetched.licence,
        folder=fetched.folder,
        fingerprint=fetched.fingerprint,
        scores=model.scores if model else (),
    )
    try:
        return _shaped(entry, read_fetched(fetched))
    except EngineError as error:
        return replace(entry, fault=f"{error.what}. {error.mend}")


def _shaped(entry: Entry, checkpoint: Checkpoint) -> Entry:
    """Return an entry with what the checkpoint's files tell."""
    shape = checkpoint.architecture
    return replace(
        entry,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        width=shape.width,
        vocabulary=len(checkpoint.vocabulary),
        inline_terms=checkpoint.inline_terms,
    )


def machine(inventory: Inventory) -> dict[str, object]:
    """Return an inventory as values for a machine."""
    values = asdict(inventory)
    for entry in values["entries"]:
        entry["folder"] = str(entry["folder"])
    return values


def lines(inventory: Inventory) -> Iterator[str]:
    """Yield an inventory as lines for people."""
    for entry in inventory.entries:
        mark = "*" if entry.name == inventory.auto else " "
        yield f"{mark} {entry.name}: {_facts(entry)}"
        yield from (f"    {text}" for text in _details(entry))
    pair = f"{inventory.source}-{inventory.target}"
    yield f"auto takes {inventory.auto or 'nothing'} for {pair}: {inventory.reason}."
    for model in inventory.missing:
        yield f"  not here: {model.name}, {model.megabytes} MB, {model.licence}: glossub model get {model.name}"
        yield f"    {_speed(model)}"
        yield from (f"    {text}" for text in _quality(model.scores))


def _facts(entry: Entry) -> str:
    """Say in short what a model is."""
    pair = f"{entry.source}-{'|'.join(entry.targets[:6])}{'|...' if entry.targets[6:] else ''}"
    size = f"{entry.size / 10**6:.0f} MB" if entry.size >= 10**6 else f"{entry.size / 10**3:.0f} kB"
    return f"{pair}, {size}, licence {entry.licence or 'not stated'}"


def _details(entry: Entry) -> Iterator[str]:
    """Yield a model's shape, quality and place, or what is wrong with it."""
    if entry.fault:
        yield f"cannot be used: {entry.fault}"
    else:
        layers = f"{entry.encoder_layers}+{entry.decoder_layers} layers of width {entry.width}"
        terms = "takes inline terms" if entry.inline_terms else "no inline terms (they are mended afterwards)"
        yield f"{layers}, vocabulary of {entry.vocabulary:,}, {terms}"
    model = known(entry.name)
    if model is not None and model is not EMBEDDED_MODEL:
        yield _speed(model)
    yield from _quality(entry.scores)
    yield str(entry.folder)


def _speed(model: Model) -> str:
    """Say how fast a known model is."""
    return f"takes {slowness(model)} as long as the embedded model on a CPU"


def _quality(scores: tuple[Score, ...]) -> Iterator[str]:
    """Yield what is known of a model's quality, and from whom."""
    for origin in dict.fromkeys(score.origin for score in scores):
        sets = (f"{s.test_set} {s.bleu} / {s.chrf}" for s in scores if s.origin == origin)
        yield f"BLEU / chrF: {', '.join(sets)} ({origin})"
    if not scores:
        yield "BLEU / chrF: not known to Glossub; see the model's page"
