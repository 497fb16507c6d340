"""Word links by eflomal: both directions, their intersection.

eflomal (Östling and Tiedemann 2016) is a program of its own, under the GPL; it is run, never imported. It links any
pairs; a few thousand are the least for it to learn from.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scripts.training.pairs import Pair, WordLink
from translate.errors import EngineError, UsageError

PROGRAM = "eflomal-align"
_TOKEN = re.compile(r"\w+['’]?|[^\w\s]")


def can_link() -> bool:
    """Return whether eflomal is installed."""
    return shutil.which(PROGRAM) is not None


def link_pairs(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return the pairs with links by eflomal.

    Raises `UsageError` when it is not installed, `EngineError` when it fails.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise UsageError(
            "eflomal is not installed, which links pairs word for word",
            mend="pip install eflomal (it needs a C compiler), or give the links as a third column.",
        )
    sources = [_tokens(pair.source) for pair in pairs]
    targets = [_tokens(pair.target) for pair in pairs]
    with tempfile.TemporaryDirectory() as folder:
        forward, reverse = _run(program, Path(folder), sources, targets)
    linked = []
    for pair, source, target, one, other in zip(pairs, sources, targets, forward, reverse, strict=True):
        both = set(one.split()) & set(other.split())
        links = {_word_link(link, source, target) for link in both}
        linked.append(replace(pair, links=tuple(sorted(links))))
    return tuple(linked)


Tokens = Sequence[tuple[str, int]]


def _tokens(text: str) -> Tokens:
    """Return what eflomal counts as words (`l'`, `équipe`, `.`), lower case, each with its word of the text."""
    return [(token.lower(), place) for place, word in enumerate(text.split()) for token in _TOKEN.findall(word)]


def _word_link(link: str, source: Tokens, target: Tokens) -> WordLink:
    i, j = link.split("-")
    return source[int(i)][1], target[int(j)][1]


def _run(
    program: str, folder: Path, sources: Sequence[Tokens], targets: Sequence[Tokens]
) -> tuple[list[str], list[str]]:
    """Run eflomal in a folder; return its links, forward and reverse, a line per pair."""
    for name, side in (("source", sources), ("target", targets)):
        lines = (" ".join(token for token, _ in tokens) for tokens in side)
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    command = [program, "--overwrite"]
    for option, name in (("-s", "source"), ("-t", "target"), ("-f", "forward"), ("-r", "reverse")):
        command += [option, str(folder / name)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  # a program found on PATH
    if done.returncode:
        raise EngineError(f"eflomal failed: {done.stderr.strip()[-300:]}", where=program)
    forward, reverse = ((folder / name).read_text(encoding="utf-8").splitlines() for name in ("forward", "reverse"))
    return forward, reverse
