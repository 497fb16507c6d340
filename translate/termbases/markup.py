"""XML read with care and written plainly.

The standard library's parser (expat) fetches nothing: it opens no external entity and no DTD. Here it is also refused
every declaration of an entity, so that no file can grow while it is read ("billion laughs"), and depth and size have a
limit. A DOCTYPE alone is let through, since TMX and old TBX begin with one. Names lose their namespaces: the formats
that we read have none in common, and no name that means two things.
"""

import re
from xml.etree.ElementTree import Element, TreeBuilder  # expat is held here, by hand: see above
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr  # these write

from translate.errors import InputError

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read: a glossary of a hundred thousand concepts in a chatty dialect."""
_DEEPEST = 64
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = " \t\r\n"


def read(data: bytes, *, name: str) -> Element:
    """Return the root of an XML document, names without namespaces. Raises `InputError`."""
    if len(data) > MOST_BYTES:
        what = f"the file has {len(data):,} bytes, and at most {MOST_BYTES:,} are read"
        raise InputError(what, where=name, mend="Split it, or export less: one pair of languages, one domain.")
    parser = expat.ParserCreate(namespace_separator="}")
    builder = TreeBuilder()
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _refused(name, parser, f"elements are nested more than {_DEEPEST} deep", "No glossary needs that.")
        builder.start(_local(tag), {_local(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(tag))

    def entity(*_: object) -> None:
        mend = "Write the characters themselves; a file that declares entities is not read, for safety."
        raise _refused(name, parser, "an entity is declared", mend)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)  # noqa: FBT003  # the last piece; expat takes it by position
    except expat.ExpatError as error:
        place = f"{name}:{error.lineno}:{error.offset + 1}"
        what = f"not XML: {expat.errors.messages[error.code]}"
        raise InputError(what, where=place, mend="Mend the syntax there.") from None
    except (LookupError, ValueError) as error:  # an encoding that the head names and nobody knows
        raise InputError(f"not XML: {error}", where=name, mend="Save the file as UTF-8.") from None
    return builder.close()


def text(element: Element | None) -> str:
    """Return an element's text with that of the elements inside; a text over several lines is made one."""
    if element is None:
        return ""
    whole = "".join(element.itertext())
    if "\n" in whole.strip(_SPACE):
        return re.sub(rf"[{_SPACE}]+", " ", whole).strip(_SPACE)
    return whole.strip(_SPACE)


def language(element: Element) -> str:
    """Return an element's language tag (`xml:lang`), or an empty text."""
    return element.get("lang", "")


def tag(name: str, content: str, **values: str) -> str:
    """Return an element whose content is XML already; attributes without a value are left out."""
    return f"<{name}{attributes(**values)}>{content}</{name}>"


def leaf(name: str, content: str, **values: str) -> str:
    """Return an element whose content is a text."""
    return tag(name, escape(_possible(content), {"\r": "&#13;"}), **values)


def is_possible(content: str) -> bool:
    """Say whether XML can hold every character of a text."""
    return _IMPOSSIBLE.search(content) is None


def attributes(**values: str) -> str:
    """Return attributes as they stand in a tag, each after a space; those without a value are left out."""
    named = ((key.replace("xml_", "xml:"), value) for key, value in values.items() if value)
    return "".join(f" {key}={quoteattr(_possible(value))}" for key, value in named)


def _possible(content: str) -> str:
    return _IMPOSSIBLE.sub("\ufffd", content)


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _refused(name: str, parser: expat.XMLParserType, what: str, mend: str) -> InputError:
    return InputError(what, where=f"{name}:{parser.CurrentLineNumber}", mend=mend)
