"""One model for one output folder: what `auto` chose once holds there until somebody says otherwise.

The record is the signatures of the episodes that are there (`translation.json` of each). A run or a shard on which
`auto` would choose another model than made them stops, so that a season is never a mixture by accident. Asking for a
model by name is not held to it, and each pair of languages has its own.
"""

import re
from pathlib import Path

from translate import document
from translate.catalogue import EMBEDDED, EMBEDDED_MODEL, short_name
from translate.engines.converted import cache_folder
from translate.engines.fetched import fetched_models
from translate.errors import UsageError

_HEAD_BYTES = 4096  # the signature stands in the third line
_LINE = re.compile(rb'^"signature": "([^"]*)"', re.MULTILINE)
_MODEL = re.compile(r"(?:^|\s)(?:marian|reference):([0-9a-f]{12}):")


def check_auto(out: Path, signature: str, *, source: str, target: str) -> None:
    """Raise `UsageError` when episodes in an output folder were made with another model than `auto` chose now.

    `signature` is the engine's; engines without a checkpoint are not held to anything.
    """
    now = fingerprint(signature)
    if now is None:
        return
    for path in sorted(out.glob(f"*/{document.NAME}")):
        before = _recorded(path, f"{source}-{target}")
        if before is not None and before != now:
            raise UsageError(
                f"the episode was made with {_named(before)}, and auto would now take {_named(now)}",
                where=str(path.parent),
                mend=f"Pass `--model {_option(before)}` to go on with that one or `--model {_option(now)}` to change, "
                "or choose another folder with `--out`.",
            )


def fingerprint(signature: str) -> str | None:
    """Return the fingerprint of the checkpoint that a signature names, None where it names none."""
    found = _MODEL.search(signature)
    return found[1] if found else None


def _recorded(path: Path, pair: str) -> str | None:
    """Return the fingerprint in the document of an episode of this pair.

    None for other pairs, and where there is none or it cannot be read: whoever reads the document whole says so.
    """
    try:
        with path.open("rb") as stream:
            found = _LINE.search(stream.read(_HEAD_BYTES))
    except OSError:
        return None
    line = found[1].decode(errors="replace") if found else ""
    return fingerprint(line) if line.endswith(f" {pair}") else None


def _option(model: str) -> str:
    """Return what to pass to `--model` for the checkpoint of a fingerprint."""
    if model == EMBEDDED_MODEL.fingerprint:
        return EMBEDDED
    names = (short_name(one.name) for one in fetched_models(cache_folder()) if one.fingerprint == model)
    return next(names, "FOLDER")


def _named(model: str) -> str:
    """Name the checkpoint of a fingerprint as people say it."""
    option = _option(model)
    if option == "FOLDER":
        return f"a model that is not installed here (fingerprint {model})"
    return "the embedded model" if option == EMBEDDED else option
