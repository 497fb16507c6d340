"""Glossaries as rows, the way machine translation services take them: DeepL, Google, Amazon; commas or tabs.

- DeepL: two columns, source and target, no head; two more columns may name the languages.
- Google: a head of language codes, with `pos` and `description` as columns that may be there ("equivalent term sets");
  in a glossary for one direction (always so with tabs) two columns and no head.
- Amazon: a head of language codes, the source's first.

Each row is one wording and what it becomes. A variant gets a row of its own, since it is rendered as its entry says; an
inflected form does not, since its row would give a singular for a plural (DeepL inflects by itself, the others do not
inflect at all).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from translate.entries import MOST, Contents, Entry, Rendering
from translate.errors import InputError
from translate.glossary import decode, refusal
from translate.termbases.admission import admit, primary, unspoken
from translate.termbases.carried import TAG, Exported, Imported, Losses, Pair, for_language, miss, spelt_out

_NAMED_HEADS = ("source", "target")
_POS = {
    "noun": "noun",
    "verb": "verb",
    "adj": "adjective",
    "adverb": "adverb",
    "proper": "proper noun",
    "phrase": "phrase",
}
_ROWS = ("variants",)
_DESCRIBED = (*_ROWS, "pos", "note")


class Service(StrEnum):
    """Whose rows they are."""

    DEEPL = "deepl"
    GOOGLE = "google"
    AMAZON = "amazon"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """Which column holds what: languages by column, and those of the part of speech and of the description."""

    languages: dict[int, str]
    source: int
    pos: int | None = None
    description: int | None = None


def read(data: bytes, *, name: str, pair: Pair, tabs: bool, service: Service | None = None) -> Imported:
    """Read rows; without a service, a head of language codes tells. Raises `InputError` that lists all that is wrong.

    `pair` names the languages of rows that do not, and picks the source among those of a head.
    """
    file = decode(name, data)
    if file.faults:
        raise refusal(file.faults)
    rows = _rows(file.text, name=name, tabs=tabs)
    losses = Losses()
    head = None if service is Service.DEEPL or not rows else _head(rows[0][1], pair)
    if head is None and service is Service.AMAZON:
        found = [cell for cell in rows[0][1] if TAG.match(cell)] if rows else []
        raise unspoken(name, found, pair.source)
    if head is not None:
        drafts = (_under(head, cells, f"{name}: row {at}", losses) for at, cells in rows[1:])
        return admit(name, pair.source, (draft for draft in drafts if draft is not None), losses)
    if rows and all(len(cells) == 1 for _, cells in rows):
        what = f"its rows have one cell each, so they are not cut at {'tabs' if tabs else 'commas'}"
        raise InputError(what, where=name, mend="A row is a source and a target. Is it the other of CSV and TSV?")
    if rows and tuple(cell.lower() for cell in rows[0][1][:2]) == _NAMED_HEADS:
        rows = rows[1:]
        losses.add("a head row (source, target)")
    return admit(name, pair.source, _plain(rows, name, pair, losses), losses)


def write(contents: Contents, *, service: Service, target: str, tabs: bool) -> Exported:
    """Return entries as rows for a service; `target` is the language of services that take one pair."""
    losses = Losses()
    one_way = service is Service.DEEPL or (service is Service.GOOGLE and tabs)
    described = service is Service.GOOGLE and not one_way
    entries = list(spelt_out(contents, target, losses))
    for entry in entries:
        miss(entry, _DESCRIBED if described else _ROWS, losses)
        if entry.variants:
            losses.add("variants, written as rows of their own", entry.id, len(entry.variants))
        if described and "\r" in entry.note:  # the standard library's writer puts no quotes around it
            losses.add("notes' carriage returns, written as line feeds", entry.id)
    if one_way:
        pairs = list(for_language(entries, target, losses))
        count = len(pairs)
        rows = [[text, rendering.target] for entry, rendering in pairs for text in _wordings(entry)]
    else:
        count = len(entries)
        rows = list(_with_head(entries, contents.language, target, described=described))
    file = io.StringIO()
    csv.writer(file, dialect="excel-tab" if tabs else "excel", lineterminator="\n").writerows(rows)
    return Exported(text=file.getvalue(), count=count, losses=losses.told())


def _rows(text: str, *, name: str, tabs: bool) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, numbered from 1, their cells without spaces around them."""
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab" if tabs else "excel", strict=True)
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                rows.append((reader.line_num, stripped))
            if len(rows) > MOST + 1:
                what = f"it has more than {MOST:,} rows, and a glossary may have {MOST:,} entries"
                raise InputError(what, where=name, mend="Split it into several files.")
    except csv.Error as error:
        mend = "Check the quotes there: one inside a cell is written twice, and the cell stands in quotes."
        raise InputError(f"line {reader.line_num} cannot be read: {error}", where=name, mend=mend) from None
    return rows


def _head(cells: Sequence[str], pair: Pair) -> _Head | None:
    """Return what a head of language codes says, or None for a row of words."""
    names = [cell.lower() for cell in cells]
    languages = {at: primary(cell) for at, cell in enumerate(cells) if TAG.match(cell) and cell.lower() != "pos"}
    others = [cell for at, cell in enumerate(names) if at not in languages and cell not in {"pos", "description", ""}]
    source = next((at for at, code in languages.items() if code == pair.source), None)
    if others or source is None or len(languages) < 2:
        return None
    return _Head(
        languages=languages,
        source=source,
        pos=names.index("pos") if "pos" in names else None,
        description=names.index("description") if "description" in names else None,
    )


def _under(head: _Head, cells: Sequence[str], place: str, losses: Losses) -> Entry | None:
    """Return the entry of a row under a head, or None for a row without the source or without a rendering."""
    full = [*cells, *[""] * (max(head.languages) + 1 - len(cells))]
    known = {*head.languages, head.pos, head.description}
    extra = [cell for at, cell in enumerate(full) if at not in known and cell]
    if extra:
        losses.add("cells under no head", place, len(extra))
    renderings: dict[str, Rendering] = {}
    for at, code in head.languages.items():
        if at == head.source or not full[at]:
            continue
        if code in renderings:
            allowed = (*renderings[code].allowed, full[at])
            renderings[code] = replace(renderings[code], allowed=tuple(dict.fromkeys(allowed)))
        elif code == head.languages[head.source]:
            losses.add("cells in a second column of the source's language", place)
        else:
            renderings[code] = Rendering(language=code, target=full[at])
    if not full[head.source] or not renderings:
        losses.add("rows without a source or without a target", place)
        return None
    written = full[head.pos].lower() if head.pos is not None and head.pos < len(full) else ""
    pos = next((ours for ours, theirs in _POS.items() if written in {ours, theirs}), "noun")
    note = full[head.description] if head.description is not None and head.description < len(full) else ""
    if written and written not in {*_POS, *_POS.values()}:
        losses.add(f'parts of speech that are none of ours ("{written}")', place)
    return Entry(
        id="", place=place, source=full[head.source], renderings=tuple(renderings.values()), pos=pos, note=note
    )


def _plain(rows: Iterable[tuple[int, list[str]]], name: str, pair: Pair, losses: Losses) -> Iterator[Entry]:
    """Yield the entries of rows without a head; columns three and four may name the languages."""
    for at, cells in rows:
        place = f"{name}: row {at}"
        cells = [*cells, ""] if len(cells) == 1 else cells  # noqa: PLW2901  # judged with all else
        target = pair.target
        if len(cells) >= 4 and TAG.match(cells[2]) and TAG.match(cells[3]):
            if primary(cells[2]) != pair.source:
                losses.add(f"rows that are not in {pair.source}", place)
                continue
            target = primary(cells[3])
            cells = [*cells[:2], *cells[4:]]  # noqa: PLW2901  # the rest is judged below
        if any(cells[2:]):
            losses.add("cells beyond the source and the target", place, sum(map(bool, cells[2:])))
        yield Entry(id="", place=place, source=cells[0], renderings=(Rendering(language=target, target=cells[1]),))


def _with_head(entries: Sequence[Entry], source: str, target: str, *, described: bool) -> Iterator[list[str]]:
    """Yield a head of language codes, and the rows under it."""
    codes = sorted({rendering.language for entry in entries for rendering in entry.renderings} - {target, source})
    codes.insert(0, target)
    yield [source, *codes, *(("pos", "description") if described else ())]
    for entry in entries:
        found = {rendering.language: rendering.target for rendering in entry.renderings}
        note = entry.note.replace("\r\n", "\n").replace("\r", "\n")
        more = (_POS.get(entry.pos, ""), note) if described else ()
        for text in _wordings(entry):
            yield [text, *(found.get(code, "") for code in codes), *more]


def _wordings(entry: Entry) -> tuple[str, ...]:
    return entry.source, *entry.variants
