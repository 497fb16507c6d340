"""Pairs of sentences to be scored, from the files that people have: lines of text, a bilingual table, or a document.

Two text files are paired line by line; a table (`bilingual.tsv`, or any with a header that names `source` and `target`)
and a `translation.json` hold both sides. A reference is a text file with as many lines, or a second table or document.
"""

import csv
import io
from collections.abc import Sequence

from translate import document
from translate.errors import InputError
from translate.scoring import Pair

_LINES = "Both files need one sentence a line, the same sentences in the same order."
_ESCAPES = ((r"\t", "\t"), (r"\n", "\n"), (r"\r", "\r"))


def lines(data: bytes, *, name: str) -> tuple[str, ...]:
    """Return the lines of a text file. Raises `InputError` when it is not UTF-8."""
    text = _text(data, name).replace("\r\n", "\n")
    return tuple(text.removesuffix("\n").split("\n")) if text else ()


def both_sides(data: bytes, *, name: str) -> tuple[Pair, ...] | None:
    """Return the pairs of a file that holds both sides, None for a file that holds one.

    Raises `InputError` for a document or a table that cannot be read.
    """
    suffix = name.lower().rpartition(".")[2]
    if suffix == "json":
        return _of_document(_text(data, name), name)
    return _of_table(_text(data, name), name) if suffix == "tsv" else None


def paired(sources: Sequence[str], targets: Sequence[str], *, name: str) -> tuple[Pair, ...]:
    """Pair sources with targets in order; `name` is the targets' file. Raises `InputError` if their numbers differ."""
    _same_number(len(sources), len(targets), name)
    return tuple(Pair(source=source, target=target) for source, target in zip(sources, targets, strict=True))


def with_references(pairs: Sequence[Pair], references: Sequence[str], *, name: str) -> tuple[Pair, ...]:
    """Give pairs their references in order; `name` is the references' file. Raises `InputError` likewise."""
    _same_number(len(pairs), len(references), name)
    return tuple(
        Pair(source=pair.source, target=pair.target, reference=reference)
        for pair, reference in zip(pairs, references, strict=True)
    )


def _same_number(expected: int, found: int, name: str) -> None:
    if expected != found:
        raise InputError(f"it has {found} sentences, and the other file has {expected}", where=name, mend=_LINES)


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"it is not UTF-8: {error}", where=name, mend="Save it as UTF-8 text.") from error


def _of_document(text: str, name: str) -> tuple[Pair, ...]:
    """Return the sentences of a document, titles left out."""
    translated = document.parse(text, name=name)
    turns = translated.episode.turns
    return tuple(
        Pair(source=turns[s.turn].text[s.start : s.end].strip(), target=translation.target)
        for translation in translated.translations
        for s in (translation.sentence,)
    )


def _of_table(text: str, name: str) -> tuple[Pair, ...]:
    rows = csv.DictReader(io.StringIO(text, newline=""), dialect="excel-tab")
    try:
        if not {"source", "target"} <= set(rows.fieldnames or ()):
            mend = "Its first line has to name the columns, source and target among them."
            raise InputError("this is no bilingual table", where=name, mend=mend)
        return tuple(Pair(source=_plain(row["source"]), target=_plain(row["target"])) for row in rows)
    except csv.Error as error:
        raise InputError(f"it cannot be read as a table: {error}", where=name, mend="Write it anew.") from error


def _plain(field: str | None) -> str:
    """Return a field without the escapes that keep a row on its line."""
    parts = (field or "").split("\\\\")
    for escape, letter in _ESCAPES:
        parts = [part.replace(escape, letter) for part in parts]
    return "\\".join(parts)
