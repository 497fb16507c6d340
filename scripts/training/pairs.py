"""Sentence pairs with their word links: what training reads.

A file of pairs is tab-separated text, plain or packed (`.gz`, `.xz`): source, target and, where they are known, links
(`0-0 1-2`: words counted from 0, parted by white space). A file whose first line names a `source` and a `target` column
is a table such as Glossub's `bilingual.tsv`, and is read by its columns.
"""

import csv
import gzip
import lzma
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from translate.errors import InputError

WordLink = tuple[int, int]
"""A source word and the target word that renders it, both counted from 0."""

_COLUMNS = {"source", "target"}
_FORM = "A line is a source and a target with a tab between, or the file is a table with these columns."
SUFFIXES = (".tsv", ".tsv.gz", ".tsv.xz")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_PLAIN_ESCAPES = {"t": " ", "n": " ", "r": " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence and its translation; `links` is None where nobody has linked them."""

    source: str
    target: str
    links: tuple[WordLink, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """How many copies of a file's pairs a phase of the training gets; 0.3 is three tenths of them."""

    main: float = 1.0
    final: float = 1.0


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """Read a file of pairs; rows that lack a side are left out. Raises `InputError` when no pair is in it."""
    try:
        with _open(path) as stream:
            pairs = tuple(_pairs(stream, path))
    except UnicodeDecodeError as error:
        raise InputError("the pairs are no UTF-8 text", where=str(path), mend="Save the file as UTF-8 text.") from error
    except (OSError, EOFError, lzma.LZMAError, csv.Error) as error:
        what = f"the pairs cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(what, where=str(path), mend=_FORM) from error
    if not pairs:
        raise InputError("there is no pair of sentences in this file", where=str(path), mend=_FORM)
    return pairs


def pair_files(folder: Path) -> tuple[Path, ...]:
    """Return a folder's files of pairs by name (`WEIGHTS.tsv` and `MANIFEST.tsv` are none); raises `InputError`."""
    files = tuple(
        path for path in sorted(folder.glob("*.tsv*")) if path.name.endswith(SUFFIXES) and not path.stem.isupper()
    )
    if not files:
        raise InputError(
            f"there is no file of pairs ({', '.join(f'*{suffix}' for suffix in SUFFIXES)})", where=str(folder)
        )
    return files


def read_copies(path: Path) -> dict[str, Copies]:
    """Read `WEIGHTS.tsv`: a file's name, its copies in the main phase and, if they differ, in the final one."""
    copies: dict[str, Copies] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, *values = line.split("\t")
        try:
            main, final = (float(value) for value in (values * 2)[:2])
        except ValueError as error:
            raise InputError("expected a name and one or two numbers", where=f"{path}, line {number}") from error
        copies[name] = Copies(main=main, final=final)
    return copies


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8-sig", newline="")


def _pairs(stream: TextIO, path: Path) -> Iterator[Pair]:
    first = next(stream, "")
    header = next(csv.reader([first], dialect="excel-tab"), [])  # a spreadsheet may quote every cell
    missing = _COLUMNS - set(header)
    if len(missing) == 1 and len(header) > len(_COLUMNS):  # two fields are a pair, whatever they say
        raise InputError(f"the table has no column {missing.pop()!r}", where=str(path), mend=_FORM)
    if not missing:
        for row in csv.DictReader(stream, fieldnames=header, dialect="excel-tab"):
            source, target = _unescaped(row["source"]), _unescaped(row["target"])
            if source and target:
                yield Pair(source=source, target=target)
        return
    for number, line in enumerate(_with_first(first, stream), start=1):
        source, target, *links = (*line.rstrip("\r\n").split("\t"), "")
        if source.strip() and target.strip():
            yield Pair(source=source, target=target, links=_links(links, f"{path}, line {number}"))


def _with_first(first: str, stream: TextIO) -> Iterator[str]:
    yield first
    yield from stream


def _unescaped(field: str | None) -> str:
    r"""Return a field of `bilingual.tsv` as text on one line: `\\` is a backslash, `\t`, `\n` and `\r` are spaces."""

    def meant(escape: re.Match[str]) -> str:
        code = escape[1]
        return chr(int(code[1:], 16)) if len(code) == 5 else _PLAIN_ESCAPES.get(code, code)

    return " ".join(_ESCAPE.sub(meant, field or "").split())


def _links(columns: Sequence[str], where: str) -> tuple[WordLink, ...] | None:
    """Return the links that a third column holds, None where there is none."""
    if not columns or not columns[0].strip():
        return None
    try:
        return tuple((int(i), int(j)) for i, j in (link.split("-") for link in columns[0].split()))
    except ValueError as error:
        raise InputError(f"unexpected links {columns[0][:40]!r} (expected 0-0 1-2 ...)", where=where) from error
