"""Carrying a memory to other tools and back, and reading what people edited.

A memory goes out as TMX 1.4: a unit per row and per edit. The texts stand in `seg` for other tools; the request and the
answer, with all that such tools would lose (terms, links, score), stand in properties (`x-glossub-...`), so that a
memory that was exported and imported is the same. A unit without them, or whose text another tool changed, is a *pair*:
a person's words, which only become an edit when somebody says for which episode.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from translate import answers
from translate.answers import Maker
from translate.edits import Edit, places
from translate.engine import Request
from translate.errors import InputError
from translate.labels import labels
from translate.memory import Row
from translate.readers.cue_blocks import cut
from translate.readers.encoding import decode
from translate.readers.markup import decode_entities, strip_tags
from translate.readers.srt import TIMES
from translate.translation import TranslatedEpisode, sentence_times
from translate.writers.tmx import escaped, head, prop, quoted

_PREFIX = "x-glossub-"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DASH = re.compile(r"^[-–—]\s?")
_ESCAPE = re.compile(r"\\(\\|[tnr]|u[0-9a-f]{4})")
_ESCAPED = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
_WIDE = 10_000
"""A line that any label fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A source and its target as a file has them, and when its sentence is heard, where the file says so."""

    source: str
    target: str
    start_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """An edit as a TMX file has it, and whether somebody changed its target there."""

    edit: Edit
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What a TMX file holds: rows and edits of a memory, edits that were `changed` since, and pairs of other tools."""

    rows: tuple[Row, ...]
    edits: tuple[Edit, ...]
    changed: tuple[Edit, ...]
    pairs: tuple[Pair, ...]


def render(rows: Iterable[Row], edits: Iterable[Edit], *, source: str, target: str) -> Iterator[str]:
    """Yield the lines of a TMX file; `source` and `target` are the pair of languages of edits, which have none."""
    yield from head(source)
    for row in rows:
        prefix = [row.request.prefix] if row.request.prefix else []
        asked = json.dumps([row.request.text, answers.terms_text(row.request), *prefix])
        made_by = row.maker
        yield from _unit(
            {
                "engine": made_by.engine,
                "decoding": made_by.decoding,
                "request": asked,
                "answer": answers.answer(row.hypothesis),
                "episode": row.episode,
            },
            (made_by.source, row.request.text),
            (made_by.target, row.hypothesis.text),
        )
    for edit in edits:
        properties = {"edit": json.dumps([edit.source, edit.target]), "occurrence": str(edit.occurrence)}
        yield from _unit({**properties, "episode": edit.episode}, (source, edit.source), (target, edit.target))
    yield from ("</body>", "</tmx>")


def read_tmx(data: bytes, *, name: str, source: str, target: str) -> Units:
    """Read a TMX file; pairs are those of two languages. Raises `InputError` for a file that is none."""
    rows: list[Row] = []
    edits: list[Edit] = []
    changed: list[Edit] = []
    pairs: list[Pair] = []
    try:
        events = ET.iterparse(io.BytesIO(data), events=("end",))  # noqa: S314  # expat bounds what it expands
        for number, unit in enumerate((e for _, e in events if _name(e) == "tu"), start=1):
            item = _read_unit(unit, source, target, f"{name}: unit {number}")
            if isinstance(item, Row):
                rows.append(item)
            elif isinstance(item, _Kept):
                (changed if item.changed else edits).append(item.edit)
            elif item is not None:
                pairs.append(item)
            unit.clear()
    except ET.ParseError as error:
        raise InputError(f"this is no TMX: {error}", where=name, mend="Export it again, as TMX 1.4.") from error
    return Units(rows=tuple(rows), edits=tuple(edits), changed=tuple(changed), pairs=tuple(pairs))


def read_tsv(data: bytes, *, name: str) -> tuple[Pair, ...]:
    """Read `source`, `target` and perhaps `start_ms` of a table such as bilingual.tsv.

    Raises `InputError` for what is no such table, and for a row that ends before one of them: a cut line would empty
    its sentence.
    """
    text, _ = decode(data, name)
    table = csv.DictReader(io.StringIO(text, newline=""), dialect="excel-tab")
    if not {"source", "target"} <= set(table.fieldnames or ()):
        what, mend = "there are no columns `source` and `target`", "Edit the `target` column of bilingual.tsv."
        raise InputError(what, where=name, mend=mend)
    pairs: list[Pair] = []
    for row in table:
        source, target = row["source"], row["target"]
        if source is None or target is None:
            what = "the row ends before its " + ("target" if source is not None else "source")
            mend = "Part the fields by one tab each; a row that is not edited may be left out."
            raise InputError(what, where=f"{name}: line {table.line_num}", mend=mend)
        start_ms = _whole(row.get("start_ms"))
        pairs.append(Pair(source=_unescaped(source), target=_unescaped(target), start_ms=start_ms))
    return tuple(pairs)


def read_words(data: bytes, *, name: str, translated: TranslatedEpisode) -> tuple[str, ...]:
    """Return the words of an episode's edited SRT, without speakers' labels. Raises `InputError` for no SRT."""
    text, _ = decode(data, name)
    blocks = cut(text, TIMES, lambda row, expected: row.isdigit() and row == expected).blocks
    if not blocks:
        raise InputError("there is no cue in it", where=name, mend="Edit the target language's SRT of the episode.")
    speakers = [turn.speaker for turn in translated.episode.turns if turn.speaker]
    known = sorted((form for forms in labels(speakers, _WIDE).values() for form in forms), key=len, reverse=True)
    words: list[str] = []
    for row in (row for block in blocks for row in block.lines):
        shown = _DASH.sub("", decode_entities(strip_tags(row)).strip()) + " "
        words += shown.removeprefix(next((form for form in known if shown.startswith(form)), "")).split()
    return tuple(words)


def numbered(pairs: Iterable[Pair], translated: TranslatedEpisode) -> dict[tuple[str, int], str]:
    """Return the targets of an episode's pairs by source and occurrence.

    Where only some rows of a sentence that is said more than once are there, their times tell which; else their order.
    """
    starts: dict[str, list[int]] = {}
    for (source, _), time in zip(places(translated), sentence_times(translated), strict=True):
        starts.setdefault(source, []).append(time.start_ms)
    rows: dict[str, list[Pair]] = {}
    for pair in pairs:
        rows.setdefault(pair.source, []).append(pair)
    found: dict[tuple[str, int], str] = {}
    for source, same in rows.items():
        said = starts.get(source, [])
        free = list(range(max(len(said), len(same))))
        for pair in same:
            at = free[0] if pair.start_ms is None or len(same) >= len(said) else _nearest(pair.start_ms, said, free)
            free.remove(at)
            found[source, at] = pair.target
    return found


def _nearest(start_ms: int, said: Sequence[int], free: Sequence[int]) -> int:
    """Return which of the free occurrences is said nearest to a time."""
    return min(free, key=lambda at: abs(said[at] - start_ms))


def _whole(field: str | None) -> int | None:
    """Return a field that is a whole number of milliseconds; None for one that a spreadsheet made something else of."""
    return int(field) if field is not None and re.fullmatch(r"[0-9]{1,12}", field.strip()) else None


def _unescaped(field: str) -> str:
    """Return a field of bilingual.tsv as it was before it was written on one line."""

    def meant(escape: re.Match[str]) -> str:
        return _ESCAPED.get(escape[1]) or chr(int(escape[1][1:], 16))

    return _ESCAPE.sub(meant, field).strip()


def _unit(properties: dict[str, str], *sides: tuple[str, str]) -> Iterator[str]:
    """Yield the lines of a unit."""
    yield "<tu>"
    yield from (prop(f"glossub-{name}", value) for name, value in properties.items())
    yield from (f"<tuv xml:lang={quoted(language)}><seg>{escaped(text)}</seg></tuv>" for language, text in sides)
    yield "</tu>"


def _read_unit(unit: ET.Element, source: str, target: str, where: str) -> Row | _Kept | Pair | None:
    """Return what a unit is; None for one of other languages. Raises `InputError` for spoilt properties."""
    properties = {(one.get("type") or "").removeprefix(_PREFIX): one.text or "" for one in unit if _name(one) == "prop"}
    texts = {_language(side): _text(side) for side in unit if _name(side) == "tuv"}
    try:
        if "answer" in properties:
            return _row(properties, texts)
        if "edit" in properties:
            return _edit(properties, texts)
    except (KeyError, ValueError) as error:
        what = f"its properties are not as Glossub wrote them: {error}"
        raise InputError(what, where=where, mend="Export the memory again.") from error
    source_text, target_text = texts.get(source), texts.get(target)
    if source_text is None or target_text is None:
        return None
    return Pair(source=source_text.strip(), target=target_text.strip())


def _row(properties: dict[str, str], texts: dict[str, str]) -> Row | Pair:
    """Return the row that a unit was, or a pair, when somebody changed its target."""
    match json.loads(properties["request"]):
        case [str(text), str(terms), *rest] if len(rest) <= 1:
            request = Request(text=text, terms=answers.terms(terms), prefix=_text_in(rest))
        case _:
            raise ValueError("a request is a text, its terms and perhaps how its answer begins")
    hypothesis = answers.hypothesis(properties["answer"])
    (source, _), (target, written) = list(texts.items())[:2]
    if written != _as_read(hypothesis.text):
        return Pair(source=text.strip(), target=written.strip())
    maker = Maker(engine=properties["engine"], decoding=properties["decoding"], source=source, target=target)
    return Row(maker=maker, request=request, hypothesis=hypothesis, episode=properties["episode"])


def _text_in(rest: list[object]) -> str:
    """Return the text that a list of at most one holds."""
    match rest:
        case []:
            return ""
        case [str(text)]:
            return text
    raise ValueError("how an answer begins is a text")


def _edit(properties: dict[str, str], texts: dict[str, str]) -> _Kept:
    """Return the edit that a unit was, with what somebody made of its target since."""
    match json.loads(properties["edit"]):
        case [str(source), str(target)]:
            written = list(texts.values())[-1]
            changed = written != _as_read(target)
        case _:
            raise ValueError("an edit is a source and a target")
    kept, occurrence = written if changed else target, int(properties["occurrence"])
    edit = Edit(episode=properties["episode"], source=source, target=kept, occurrence=occurrence)
    return _Kept(edit=edit, changed=changed)


def _as_read(text: str) -> str:
    """Return a text as it comes back from XML."""
    return ET.fromstring(f"<seg>{escaped(text)}</seg>").text or ""  # noqa: S314  # we have just written it


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _language(side: ET.Element) -> str:
    return (side.get(_LANG) or side.get("lang") or "").lower().partition("-")[0]


def _text(side: ET.Element) -> str:
    """Return the text of a side; other tools' inline marks go, what they hold stays."""
    segment = next((one for one in side if _name(one) == "seg"), None)
    return "" if segment is None else "".join(segment.itertext())
