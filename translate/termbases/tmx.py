"""TMX 1.4, the translation memories' format: a unit per entry.

A unit's segments are the source and its renderings; all else that an entry has stands in properties (`x-form`,
`x-deny`, ...), which other tools keep or pass over, and which read back as they were.
"""

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element  # markup reads; this names a type

from translate import __version__
from translate.entries import POS, Case, Contents, Entry, Rendering
from translate.termbases import markup
from translate.termbases.admission import admit, primary, spoken_in, unspoken
from translate.termbases.carried import FIELDS, Exported, Imported, Losses, Pair, miss, spelt_out

_LISTS = {
    "x-form": "forms",
    "x-variant": "variants",
    "x-misheard": "misheard",
    "x-suspected": "suspected",
    "x-need": "need",
    "x-deny": "deny",
}
_CODES = frozenset("bpt ept it ph ut".split())  # elements whose text is another tool's mark-up


def read(data: bytes, *, name: str, pair: Pair) -> Imported:
    """Read units; `pair.source` picks the spoken side. Raises `InputError` that lists all that is wrong."""
    root = markup.read(data, name=name)
    units = list(root.iter("tu"))
    languages = {primary(markup.language(variant)) for variant in root.iter("tuv")}
    if pair.source not in languages:
        raise unspoken(name, sorted(filter(None, languages)), pair.source)
    losses = Losses()
    drafts = (_unit(unit, f"{name}: unit {at}", pair.source, losses) for at, unit in enumerate(units, 1))
    return admit(name, pair.source, (draft for draft in drafts if draft is not None), losses)


def write(contents: Contents, *, target: str) -> Exported:
    """Return entries as translation units."""
    losses = Losses()
    lines: list[str] = []
    entries = list(spelt_out(contents, target, losses))
    for entry in entries:
        miss(entry, FIELDS, losses)
        lines += _written(entry, contents.language, losses)
    head = markup.tag(
        "header",
        "",
        creationtool="glossub",
        creationtoolversion=__version__,
        segtype="phrase",
        adminlang="en",
        srclang=contents.language,
        datatype="plaintext",
        **{"o-tmf": "glossub-glossary"},
    )
    return Exported(
        text="\n".join(
            (
                '<?xml version="1.0" encoding="UTF-8"?>',
                '<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
                '<tmx version="1.4">',
                head,
                "<body>",
                *lines,
                "</body>",
                "</tmx>",
                "",
            )
        ),
        count=len(entries),
        losses=losses.told(),
    )


def _unit(unit: Element, place: str, source: str, losses: Losses) -> Entry | None:
    """Return the entry of a unit, or None where it lacks the spoken language or has no other."""
    said: list[str] = []
    renderings: dict[str, Rendering] = {}
    for variant in unit.iter("tuv"):
        code, text = spoken_in(markup.language(variant), place, losses), _segment(variant, place, losses)
        if not code:
            continue
        if code == source:
            said.append(text)
            continue
        properties = _properties(variant, place, losses, ("x-allowed", "x-forbidden"))
        allowed, forbidden = properties.get("x-allowed", ()), properties.get("x-forbidden", ())
        if code in renderings:
            mine = renderings[code]
            target, allowed = mine.target, (*mine.allowed, text, *allowed)
            forbidden = (*mine.forbidden, *forbidden)
        else:
            target = text
        renderings[code] = Rendering(language=code, target=target, allowed=tuple(allowed), forbidden=tuple(forbidden))
    if not said or not renderings:
        losses.add(f"units without {source}, or with no other language", place)
        return None
    properties = _properties(unit, place, losses, (*_LISTS, "x-pos", "x-case"))
    lists = {ours: properties.get(theirs, ()) for theirs, ours in _LISTS.items()}
    lists["variants"] = (*lists["variants"], *said[1:])
    pos, case = (next(iter(properties.get(key, ())), "") for key in ("x-pos", "x-case"))
    notes = (note for note in unit if note.tag == "note")
    return Entry(
        id=unit.get("tuid", ""),
        place=place,
        source=said[0],
        renderings=tuple(renderings.values()),
        pos=pos if pos in POS else "noun",
        case=Case.EXACT if case == Case.EXACT else Case.ANY,
        note="\n".join("".join(note.itertext()).strip(" \t\r\n") for note in notes),
        **lists,
    )


def _segment(variant: Element, place: str, losses: Losses) -> str:
    """Return a segment's text, without the mark-up of another tool."""
    segment = variant.find("seg")
    for part in list(segment.iter()) if segment is not None else ():
        if part.tag in _CODES:
            part.text = ""
            losses.add(f"mark-up inside segments ({part.tag})", place)
    return markup.text(segment)


def _properties(element: Element, place: str, losses: Losses, known: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return an element's own properties of the kinds that are known; others are counted as lost."""
    found: dict[str, tuple[str, ...]] = {}
    for child in element:
        kind = child.get("type", "")
        if child.tag == "prop" and kind in known:
            found[kind] = (*found.get(kind, ()), markup.text(child))
        elif child.tag == "prop":
            losses.add(f"properties of kind {kind}", place)
        elif child.tag == "note" and element.tag == "tuv":
            losses.add("notes of one language", place)
    return found


def _written(entry: Entry, source: str, losses: Losses) -> Iterator[str]:
    """Yield the lines of a unit."""
    if not all(map(markup.is_possible, _texts(entry))):
        losses.add("characters that XML cannot hold, replaced by U+FFFD", entry.id)
    yield f"<tu{markup.attributes(tuid=entry.id)}>"
    if entry.note:
        yield markup.leaf("note", entry.note)
    for theirs, ours in _LISTS.items():
        for text in getattr(entry, ours):
            yield markup.leaf("prop", text, type=theirs)
    yield markup.leaf("prop", entry.pos, type="x-pos")
    if entry.case is not Case.ANY:
        yield markup.leaf("prop", entry.case, type="x-case")
    yield markup.tag("tuv", markup.leaf("seg", entry.source), xml_lang=source)
    for rendering in entry.renderings:
        properties = [markup.leaf("prop", text, type="x-allowed") for text in rendering.allowed]
        properties += [markup.leaf("prop", text, type="x-forbidden") for text in rendering.forbidden]
        segment = markup.leaf("seg", rendering.target)
        yield markup.tag("tuv", "".join((*properties, segment)), xml_lang=rendering.language)
    yield "</tu>"


def _texts(entry: Entry) -> Iterator[str]:
    """Yield every text of an entry that is written."""
    yield from (entry.id, entry.source, entry.note)
    for ours in _LISTS.values():
        yield from getattr(entry, ours)
    for rendering in entry.renderings:
        yield from (rendering.target, *rendering.allowed, *rendering.forbidden)
