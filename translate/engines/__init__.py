"""Engines: `marian` (CTranslate2, the default), `reference` (transformers and torch, an extra), `scripted` (a lookup).

Importing this package is cheap; what an engine needs is imported when it is opened.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock

from translate.engine import Engine
from translate.errors import UsageError

KINDS = ("marian", "reference", "scripted")
"""The engines that `--engine` names."""

_OPENING = Lock()


def open_engine(  # noqa: PLR0913  # each names itself
    *,
    model: str | Mapping[str, str] = "auto",
    kind: str = "marian",
    device: str = "auto",
    source: str = "fr",
    target: str = "en",
    compute_type: str | None = None,
    threads: int | None = None,
    note: Callable[[str], None] | None = None,
    inline_terms: bool = True,
) -> Engine:
    """Open an engine.

    `model` is `auto`, `embedded`, a checkpoint's folder or a model's name; for `scripted`, a script file or a mapping
    from source to target texts. `device` is `auto`, `cpu`, `cuda` or `cuda:0,1` (an engine on each, in a pool);
    `compute_type` is CTranslate2's (default: int8 on a CPU, float16 on a GPU). `note` is told what a person should
    know: that a model is converted, that a GPU failed, that its memory was short. Without
    `inline_terms`, a checkpoint that knows them is used as one that does not. Raises `EngineError` when the model or
    the device cannot be used, `UsageError` when there is no such engine or device.
    """
    if kind == "scripted":
        return _open_scripted(model)
    if kind not in KINDS or not isinstance(model, str):
        raise UsageError(f"there is no engine {kind!r} for this model", mend=f"Engines: {', '.join(KINDS)}.")
    # Imported here: importing this package is cheap.
    from translate.engines import checkpoints, converted, marian, reference  # noqa: PLC0415  # as said above

    checkpoint = checkpoints.find_checkpoint(model, source=source, target=target)
    if kind == "reference":
        return reference.open_reference(
            checkpoint, target=target, device=device, threads=threads, inline_terms=inline_terms
        )
    return marian.open_marian(
        checkpoint,
        target=target,
        device=device,
        compute_type=compute_type,
        threads=threads,
        note=note or converted.no_note,
        inline_terms=inline_terms,
    )


def open_constrainer(*, model: str, device: str, source: str, target: str) -> Engine:
    """Open what searches for answers that hold every required term, with the checkpoint that `model` names; once.

    It is the reference engine, whatever engine answers first. Raises `EngineError` as `open_engine` does, and
    `MissingExtra`.
    """
    with _OPENING:
        return _constrainer(model, device, source, target)


@cache
def _constrainer(model: str, device: str, source: str, target: str) -> Engine:
    from translate.engines import checkpoints, reference  # noqa: PLC0415  # importing this package is cheap

    checkpoint = checkpoints.find_checkpoint(model, source=source, target=target)
    return reference.ConstrainedEngine(reference.open_reference(checkpoint, target=target, device=device))


def model_name(model: str, *, source: str, target: str) -> str:
    """Name the model that `open_engine` takes, as people say it: the embedded model, opus-mt-fr-en, a folder.

    Raises `EngineError` as `open_engine` does when `auto` finds none. Reads no weights.
    """
    from translate.catalogue import AUTO, EMBEDDED, short_name  # noqa: PLC0415  # importing this package is cheap
    from translate.engines.checkpoints import find_fetched  # noqa: PLC0415  # the same

    fetched = find_fetched(model, source=source, target=target)
    if fetched is not None:
        return short_name(fetched.name)
    return "the embedded model" if model in {AUTO, EMBEDDED} else model


def _open_scripted(model: str | Mapping[str, str]) -> Engine:
    from translate.engines.scripted import Script, ScriptedEngine, read_script  # noqa: PLC0415  # for tests only

    if model == "auto":
        raise UsageError("the scripted engine needs a script", where="--engine", mend="Name one: --model SCRIPT.json")
    if isinstance(model, str):
        return ScriptedEngine(read_script(Path(model)))
    return ScriptedEngine(Script(translations=dict(model)))
