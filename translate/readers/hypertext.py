"""A page saved as HTML, read as the lines that a text browser would show: then it is read like its text.

List items get bullets and indents as they do in saved text, headings stand at the margin, scripts and styles vanish.
Navigation, footers and the like are kept apart as furniture. Podcasting 2.0's HTML (`<cite>`, `<time>`, `<p>`) says
more: who, when and what.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from translate.episode import Note, NoteKind
from translate.readers.draft import Draft, Piece, Source
from translate.readers.lines import Line
from translate.readers.markup import decode_entities, squeeze
from translate.readers.page import read_page
from translate.readers.stamps import stamp_ms

_OPENING = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta|title|main|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"\s*<(?:cite|p|div|ul|ol|dl|section|h[1-6]|span|table|header|nav|time|blockquote|pre)\b[^<>]*>", re.IGNORECASE
)
_BLOCKS = frozenset(
    """
    address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section
    summary table tbody td tfoot th thead title tr ul video audio
    """.split()
)
_SILENT = frozenset("script style noscript template svg iframe object canvas select textarea math".split())
_FURNITURE = frozenset("nav footer aside button".split())
_LISTS = frozenset("ul ol menu".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_MARKS = frozenset("cite time p title h1".split())
_BREAK = "\x00"
_CUT_TAG = re.compile(r"<[!/?a-zA-Z][^<>]*\Z")


@dataclass(slots=True)
class _Open:
    """The elements that are open where the parser stands: mutable, and never seen outside this module."""

    silent: Counter[str] = field(default_factory=Counter)
    furniture: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    bullet: bool = False
    heading: bool = False
    verbatim: bool = False
    mark: str = ""


class _Page(HTMLParser):
    """Collects the lines of a page, the mark that each stood in (`cite`, `time`, `p`) and the page's titles."""

    def __init__(self, blocks: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks = blocks
        self.lines: list[Line] = []
        self.marks: list[str] = []
        self.titles: dict[str, str] = {}
        self._open = _Open()
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block, an indent at a list, silence at a script."""
        state = self._open
        if tag == "br":
            self._text.append(_BREAK)
        elif tag == "meta" and ("property", "og:title") in attrs:
            self.titles["og:title"] = squeeze(dict(attrs).get("content") or "")
        if tag in self._blocks:
            self.flush()
        if tag in _MARKS:
            state.mark = tag
        if tag in _SILENT:
            state.silent[tag] += 1
        elif tag in _FURNITURE:
            state.furniture[tag] += 1
        state.depth += tag in _LISTS
        state.bullet = state.bullet or tag == "li"
        state.heading = state.heading or tag in _HEADINGS
        state.verbatim = state.verbatim or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """End a line at a block's end."""
        state = self._open
        if tag in self._blocks:
            self.flush()
        for count in (state.silent, state.furniture):
            if count[tag] > 1:
                count[tag] -= 1
            else:
                del count[tag]
        state.depth = max(state.depth - (tag in _LISTS), 0)
        state.bullet = state.bullet and tag != "li" and tag not in _LISTS
        state.heading = state.heading and tag not in _HEADINGS
        state.verbatim = state.verbatim and tag != "pre"
        if tag in _MARKS:
            state.mark = ""

    def handle_data(self, data: str) -> None:
        """Keep text that is shown, and the title."""
        if not self._open.silent:
            self._text.append(data.replace("\n", _BREAK) if self._open.verbatim else data)

    def flush(self) -> None:
        """End the line that is being collected, if it holds anything."""
        rows = [squeeze(row) for row in "".join(self._text).split(_BREAK)]
        self._text = []
        state = self._open
        for row in filter(None, rows):
            if state.mark in {"title", "h1"}:
                self.titles.setdefault(state.mark, row)
            if state.mark == "title":
                continue
            margin = 0 if state.heading else 4 * state.depth - (2 if state.bullet else 0)
            self.marks.append(state.mark)
            self.lines.append(
                Line(
                    number=len(self.lines) + 1,
                    indent=max(margin, 0),
                    mark="•" if state.bullet else "",
                    text=row,
                    furniture=bool(state.furniture),
                )
            )
            state.bullet = False


def recognises(source: Source) -> bool:
    """Say whether the content begins as HTML does, or is a fragment with a closing tag."""
    text = source.text[:20_000]
    return _OPENING.match(text) is not None or (_FRAGMENT.match(text) is not None and "</" in source.text)


def read(source: Source) -> Draft:
    """Read the page's lines; the line numbers of its places count those lines."""
    page = _parsed(source.text)
    if _is_podcast(page.marks):
        return _podcast(page)
    lines = tuple(page.lines)
    if all(line.furniture for line in lines):
        lines = tuple(replace(line, furniture=False) for line in lines)
    draft = read_page(lines, source.language, title=_title(page))
    return replace(draft, title=draft.title or _title(page))


def _parsed(text: str) -> _Page:
    """Return the parsed page in linear time: the parser never looks for an end that is not there."""
    text = _without_comments(text)
    cut = text.rfind(">") + 1
    podcast = frozenset({"cite", "time"}) if "<cite" in text and "<time" in text else frozenset()
    page = _Page(_BLOCKS | podcast)
    page.feed(text[:cut])
    page.close()
    page.handle_data(decode_entities(_CUT_TAG.sub("", text[cut:])))
    page.flush()
    return page


def _without_comments(text: str) -> str:
    kept: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join(kept) + text[position:].replace("<!--", "")


def _title(page: _Page) -> str | None:
    return next((page.titles[key] for key in ("h1", "og:title", "title") if page.titles.get(key)), None)


def _is_podcast(marks: Sequence[str]) -> bool:
    """Say whether every name is followed by a time or a paragraph, as Podcasting 2.0 has it."""
    names = [index for index, mark in enumerate(marks) if mark == "cite"]
    followed = sum(marks[index + 1] in {"time", "p"} for index in names if index + 1 < len(marks))
    return bool(names) and "time" in marks and followed >= len(names) - 1


def _podcast(page: _Page) -> Draft:
    """Return the draft of `<cite>`, `<time>` and `<p>`; what stands before the first of them is furniture."""
    first = next(index for index, mark in enumerate(page.marks) if mark in {"cite", "time"})
    pieces: list[Piece] = []
    speaker: str | None = None
    start_ms: int | None = None
    opens = True
    for line, mark in list(zip(page.lines, page.marks, strict=True))[first:]:
        if mark == "cite":
            speaker, opens = line.text.rstrip(" :\xa0") or None, True
        elif mark == "time" and (found := stamp_ms(line.text.strip("[]() "))) is not None:
            start_ms = found
        elif line.furniture:
            continue
        else:
            pieces.append(Piece(text=line.text, place=line.place, speaker=speaker, opens=opens, start_ms=start_ms))
            opens, start_ms = False, None
    outside = [line.text for index, line in enumerate(page.lines) if index < first or line.furniture]
    message = "lines around the transcript were left out"
    notes = (Note(kind=NoteKind.CHROME, place="the page", message=message, before="\n".join(outside)),)
    return Draft(layout="podcast-html", pieces=tuple(pieces), title=_title(page), notes=notes if outside else ())
