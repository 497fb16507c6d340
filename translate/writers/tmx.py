"""A translation memory in TMX 1.4, for translation tools: a unit per sentence.

The signature, speakers, times and doubts are properties (`x-...`), which tools keep and show. XML cannot hold most
control characters; they stand as U+FFFD.
"""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from translate import __version__
from translate.translation import TranslatedEpisode
from translate.writers.page.view import Row, rows

_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(translated: TranslatedEpisode) -> str:
    """Return the translation memory."""
    languages = translated.episode.language, translated.target_language
    lines = [
        *head(
            languages[0],
            prop("signature", translated.signature),
            prop("episode", translated.episode.title),
        ),
        *(_unit(translated, row, languages) for row in rows(translated)),
        "</body>",
        "</tmx>",
        "",
    ]
    return "\n".join(lines)


def head(source: str, *properties: str) -> Iterator[str]:
    """Yield the lines before the first unit; `source` is the source's language."""
    header = (
        f'creationtool="glossub" creationtoolversion={quoted(__version__)} segtype="sentence"'
        f' o-tmf="glossub-translation" adminlang="en" srclang={quoted(source)} datatype="plaintext"'
    )
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    yield '<tmx version="1.4">'
    yield f"<header {header}>"
    yield from properties
    yield from ("</header>", "<body>")


def _unit(translated: TranslatedEpisode, row: Row, languages: tuple[str, str]) -> str:
    """Return the unit of one sentence: its properties, then both sides."""
    texts = row.source.text.strip(), row.translation.target.strip()
    sides = (
        f"<tuv xml:lang={quoted(language)}><seg>{escaped(text)}</seg></tuv>"
        for language, text in zip(languages, texts, strict=True)
    )
    return "\n".join(("<tu>", *_properties(translated, row), *sides, "</tu>"))


def _properties(translated: TranslatedEpisode, row: Row) -> Iterator[str]:
    """Yield the properties of a sentence."""
    speaker = translated.episode.turns[row.translation.sentence.turn].speaker
    if speaker:
        yield prop("speaker", speaker)
    yield prop("start-ms", str(row.time.start_ms))
    yield prop("end-ms", str(row.time.end_ms))
    yield prop("provenance", row.time.provenance)
    for doubt in row.doubts:
        yield prop("doubt", doubt)


def prop(kind: str, text: str) -> str:
    """Return a property of a name of our own."""
    return f'<prop type="x-{kind}">{escaped(text)}</prop>'


def escaped(text: str) -> str:
    """Return a text as an element's content; a bare carriage return would be read as a line feed."""
    return escape(_IMPOSSIBLE.sub("\ufffd", text), {"\r": "&#13;"})


def quoted(text: str) -> str:
    """Return a text as an attribute's value, with its quotes."""
    return quoteattr(_IMPOSSIBLE.sub("\ufffd", text))
