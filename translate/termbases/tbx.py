"""TBX, the term bases' own format (ISO 30042), in the dialect TBX-Basic: version 2 (`martif`) and version 3 (`tbx`).

Both hold concepts, in each a section per language, and in each the terms with their part of speech and administrative
status. In version 3 a category is an attribute's value (DCA: `<termNote type="partOfSpeech">`) or an element of its own
(DCT: `<min:partOfSpeech>`); we read both and write DCA.

What is what: the spoken side's preferred term is the source, its `variant`s are forms, its other terms variants; the
other side's preferred term is the target, admitted ones are allowed, deprecated and superseded ones forbidden.
Definitions, contexts and subject fields go into the note, each under its name; all else is told as lost.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from xml.etree.ElementTree import Element  # markup reads; this names a type

from translate.entries import Contents, Entry, Rendering
from translate.termbases import markup
from translate.termbases.admission import admit, primary, spoken_in, unspoken
from translate.termbases.carried import Exported, Imported, Losses, Pair, miss, spelt_out

_HELD = ("forms", "variants", "allowed", "forbidden", "pos", "note", "id")
_PREFERRED, _ADMITTED, _DEPRECATED = ("preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts")
_WRONG = re.compile("deprecated|superseded|forbidden|obsolete|notrecommended|rejected", re.IGNORECASE)
_POS = {"noun": "noun", "verb": "verb", "adj": "adjective", "adverb": "adverb", "proper": "properNoun"}
_ID = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)  # xs:ID, as far as ASCII goes
_TYPED = frozenset("termNote descrip admin ref xref transac".split())
_NOTED = frozenset("definition context subjectField note".split())
_GROUPS = frozenset("ntig termGrp descripGrp adminGrp termNoteGrp".split())
_TERMS = frozenset("tig ntig termSec".split())


class Version(StrEnum):
    """Which of the two: ISO 30042:2008 or ISO 30042:2019."""

    TWO = "2"
    THREE = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A term in a language: its text, and what is said of it."""

    text: str
    pos: str = ""
    status: str = ""
    type: str = ""
    id: str = ""

    @property
    def wrong(self) -> bool:
        """Whether it should not be used."""
        return _WRONG.search(self.status) is not None


def read(data: bytes, *, name: str, pair: Pair) -> Imported:
    """Read either version; `pair.source` picks the spoken side. Raises `InputError` that lists all that is wrong."""
    root = markup.read(data, name=name)
    concepts = [element for element in root.iter() if element.tag in {"termEntry", "conceptEntry"}]
    sections = {primary(markup.language(one)) for one in root.iter() if one.tag in {"langSet", "langSec"}}
    if pair.source not in sections:
        raise unspoken(name, sorted(filter(None, sections)), pair.source)
    losses = Losses()
    drafts = (_concept(element, f"{name}: concept {at}", pair.source, losses) for at, element in enumerate(concepts, 1))
    return admit(name, pair.source, (draft for draft in drafts if draft is not None), losses)


def write(contents: Contents, *, version: Version, target: str) -> Exported:
    """Return entries as TBX-Basic."""
    losses = Losses()
    entries = list(spelt_out(contents, target, losses))
    ids = {entry.id for entry in entries}
    lines: list[str] = []
    for number, entry in enumerate(entries, 1):
        miss(entry, _HELD, losses)
        name = entry.id if _ID.match(entry.id) else _free(number, ids)
        if name != entry.id:
            losses.add("ids that XML cannot hold, replaced by numbers", entry.id)
        lines += _written(entry, name, contents.language, version, losses)
    return Exported(
        text="\n".join((*_opening(version, contents.language), *lines, *_closing(version), "")),
        count=len(entries),
        losses=losses.told(),
    )


def _concept(element: Element, place: str, source: str, losses: Losses) -> Entry | None:
    """Return the entry of a concept, or None where it has no term in the spoken language or none in another."""
    notes: list[str] = []
    said: dict[str, list[_Said]] = {}
    for child in element:
        if child.tag not in {"langSet", "langSec"}:
            _describe(child, place, notes, losses)
            continue
        code = spoken_in(markup.language(child), place, losses)
        if not code:
            continue
        for part in child:
            if part.tag in _TERMS:
                said.setdefault(code, []).append(_term(part, place, notes, losses))
            else:
                _describe(part, place, notes, losses)
    spoken = said.pop(source, [])
    renderings = tuple(
        rendering for code, terms in said.items() if (rendering := _rendering(code, terms, place, losses)) is not None
    )
    if not spoken or not renderings:
        losses.add(f"concepts without a term in {source}, or with none in another language", place)
        return None
    first = _best(spoken)
    others = [one for one in spoken if one is not first]
    for one in others:
        if one.wrong:
            losses.add("statuses of deprecated terms of what is said, which count as variants", place)
    return Entry(
        id=element.get("id", ""),
        place=place,
        source=first.text,
        renderings=renderings,
        forms=tuple(one.text for one in others if one.type == "variant"),
        variants=tuple(one.text for one in others if one.type != "variant"),
        pos=_pos(first, place, losses),
        note="\n".join(notes),
    )


def _term(element: Element, place: str, notes: list[str], losses: Losses) -> _Said:
    """Return a term; what is said of it beyond our fields goes into the notes or is counted as lost."""
    known: dict[str, str] = {}
    for part in _parts(element):
        name = _category(part)
        if name in {"term", "partOfSpeech", "administrativeStatus", "normativeAuthorization", "termType"}:
            known[name] = markup.text(part)
        else:
            _describe(part, place, notes, losses)
    status = known.get("administrativeStatus", known.get("normativeAuthorization", ""))
    kind = known.get("termType", "")
    if kind not in {"", "variant", "phrase", "fullForm"}:
        losses.add(f"kinds of terms ({kind})", place)
    return _Said(text=known.get("term", ""), pos=known.get("partOfSpeech", ""), status=status, type=kind)


def _describe(element: Element, place: str, notes: list[str], losses: Losses) -> None:
    """Keep what an element says in the notes, or count it as lost."""
    for part in _parts(element) if element.tag in _GROUPS else (element,):
        name, content = _category(part), markup.text(part)
        if name == "note" and content:
            notes.append("".join(part.itertext()).strip(" \t\r\n"))
        elif name in _NOTED and content:
            notes.append(f"{name}: {content}")
        elif content or part.get("target"):
            losses.add(f"elements of kind {name}", place)


def _parts(element: Element) -> Iterator[Element]:
    """Yield an element's children, those of a group in the group's place."""
    for child in element:
        if child.tag in _GROUPS:
            yield from _parts(child)
        else:
            yield child


def _category(element: Element) -> str:
    return element.get("type", element.tag) if element.tag in _TYPED else element.tag


def _best(terms: Sequence[_Said]) -> _Said:
    """Return the preferred term, else the first that is not deprecated, else the first."""
    preferred = (one for one in terms if one.status.startswith("preferred"))
    fit = (one for one in terms if not one.wrong and one.type != "variant")
    return next(preferred, None) or next(fit, None) or terms[0]


def _rendering(code: str, terms: Sequence[_Said], place: str, losses: Losses) -> Rendering | None:
    """Return what a concept becomes in a language, or None where all that it has there is deprecated."""
    first = _best(terms)
    if first.wrong:
        losses.add("languages in which every term is deprecated", place)
        return None
    return Rendering(
        language=code,
        target=first.text,
        allowed=tuple(one.text for one in terms if one is not first and not one.wrong),
        forbidden=tuple(one.text for one in terms if one.wrong),
    )


def _pos(said: _Said, place: str, losses: Losses) -> str:
    """Return our part of speech."""
    if said.type == "phrase":
        return "phrase"
    found = next((ours for ours, theirs in _POS.items() if theirs == said.pos), None)
    if found is None and said.pos:
        losses.add(f"parts of speech that are none of ours ({said.pos})", place)
    return found or "noun"


def _free(number: int, ids: Collection[str]) -> str:
    """Return an id for a concept that no entry has."""
    return next(name for name in (f"{'_' * size}{number}" for size in count(1)) if name not in ids)


def _written(entry: Entry, name: str, source: str, version: Version, losses: Losses) -> Iterator[str]:
    """Yield the lines of a concept whose id is `name`."""
    concept, section = ("termEntry", "langSet") if version is Version.TWO else ("conceptEntry", "langSec")
    if not all(map(markup.is_possible, _texts(entry))):
        losses.add("characters that XML cannot hold, replaced by U+FFFD", entry.id)
    yield f'    <{concept} id="{name}">'
    if entry.note:
        yield f"      {markup.leaf('note', entry.note)}"
    spoken = [(entry.source, _PREFERRED, ""), *((text, _ADMITTED, "variant") for text in entry.forms)]
    spoken += [(text, _ADMITTED, "") for text in entry.variants]
    yield from _section(section, source, spoken, entry.pos, version)
    for rendering in entry.renderings:
        terms = [(rendering.target, _PREFERRED, ""), *((text, _ADMITTED, "") for text in rendering.allowed)]
        terms += [(text, _DEPRECATED, "") for text in rendering.forbidden]
        yield from _section(section, rendering.language, terms, entry.pos, version)
    yield f"    </{concept}>"


def _section(
    section: str, code: str, terms: Sequence[tuple[str, str, str]], pos: str, version: Version
) -> Iterator[str]:
    """Yield the lines of a language; terms are (text, status, kind)."""
    group = "tig" if version is Version.TWO else "termSec"
    yield f'      <{section} xml:lang="{code}">'
    for text, status, kind in terms:
        written = "phrase" if pos == "phrase" and not kind else kind
        notes = [
            markup.leaf("term", text),
            markup.leaf("termNote", _POS.get(pos, "other"), type="partOfSpeech"),
            markup.leaf("termNote", status, type="administrativeStatus"),
            *((markup.leaf("termNote", written, type="termType"),) if written else ()),
        ]
        yield f"        {markup.tag(group, ''.join(notes))}"
    yield f"      </{section}>"


def _texts(entry: Entry) -> Iterator[str]:
    """Yield every text of an entry that is written."""
    yield from (entry.source, *entry.forms, *entry.variants, entry.note)
    for rendering in entry.renderings:
        yield from (rendering.target, *rendering.allowed, *rendering.forbidden)


def _opening(version: Version, source: str) -> tuple[str, ...]:
    """Return the lines above the concepts."""
    described = "<fileDesc><sourceDesc><p>A glossary of Glossub.</p></sourceDesc></fileDesc>"
    if version is Version.TWO:
        encoding = '<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc>'
        return (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">',
            f'<martif type="TBX-Basic" xml:lang="{source}">',
            f"  <martifHeader>{described}{encoding}</martifHeader>",
            "  <text><body>",
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<tbx type="TBX-Basic" style="dca" xml:lang="{source}" xmlns="urn:iso:std:iso:30042:ed-2">',
        f"  <tbxHeader>{described}</tbxHeader>",
        "  <text><body>",
    )


def _closing(version: Version) -> tuple[str, ...]:
    return "  </body></text>", "</martif>" if version is Version.TWO else "</tbx>"
