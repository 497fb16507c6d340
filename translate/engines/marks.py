"""Inline terms: the three marks that carry a required term into a checkpoint, and out of its answer again.

A checkpoint that was trained with inline terms reads `le ⟦nœud⇒node⟧ du cluster` and answers `the cluster ⟦node⟧`: what
stands between its marks is the term, inflected, and where it stands. Three rules make the marks safe:

- marks in a request are text: `as_text` puts look-alikes in their place, one character for one;
- positions never drift: `write_marks` says for every character it wrote where in the request it comes from, and
  `remove_marks` says for every character it kept where in the answer it stood;
- no mark reaches an output: whatever a model answers (unbalanced, nested, leaked), `remove_marks` removes all of them.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from translate.engine import Link, Rendering, RequiredTerm
from translate.errors import EngineError

OPEN, ARROW, CLOSE = MARKS = ("⟦", "⇒", "⟧")

_LOOKALIKES = str.maketrans(dict(zip(MARKS, "[→]", strict=True)))
_SURROGATE = re.compile("[\ud800-\udfff]")
_GROUP = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """A request's text with its terms written inline: `origins` has, for each character, its span of the request.

    A character of the request comes from itself, a character of a hint from the whole term, a mark from nowhere (None).
    `terms` are the indices of the request's terms that were written.
    """

    text: str
    origins: tuple[Span | None, ...]
    terms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmarkedText:
    """An answer without its marks: `places` has, for each character, its position in the answer as it was given.

    `renderings` are the spans of `text` that stood between marks, in order.
    """

    text: str
    places: tuple[int, ...]
    renderings: tuple[Span, ...]


def as_text(text: str) -> str:
    """Return the text with its marks as look-alikes and its lone surrogates as U+FFFD, one character for one."""
    return _SURROGATE.sub("\ufffd", text.translate(_LOOKALIKES))


def write_marks(text: str, terms: Sequence[RequiredTerm], *, inline: bool) -> MarkedText:
    """Write the terms into a request's text, or only make its marks text where the checkpoint has no inline terms.

    A term that covers no text, or that has no target, is left as it is. Raises `EngineError` when the terms overlap,
    are out of order or run past the text: a defect of the caller.
    """
    _check(text, terms)
    plain = as_text(text)
    characters: list[str] = []
    origins: list[Span | None] = []
    written: list[int] = []

    def copy(start: int, end: int) -> None:
        characters.extend(plain[start:end])
        origins.extend((position, position + 1) for position in range(start, end))

    at = 0
    for index, term in enumerate(terms):
        hint = " ".join(as_text(term.target).split())
        if not inline or not hint or not plain[term.start : term.end].strip():
            continue
        copy(at, term.start)
        characters.append(OPEN)
        origins.append(None)
        copy(term.start, term.end)
        characters.extend((ARROW, *hint, CLOSE))
        origins.extend((None, *[(term.start, term.end)] * len(hint), None))
        written.append(index)
        at = term.end
    copy(at, len(plain))
    return MarkedText(text="".join(characters), origins=tuple(origins), terms=tuple(written))


def _check(text: str, terms: Sequence[RequiredTerm]) -> None:
    """Raise `EngineError` unless the terms are in order, disjoint and inside the text."""
    at = 0
    for term in terms:
        if not at <= term.start <= term.end <= len(text):
            raise EngineError(
                f"the required term {term.target!r} at {term.start}-{term.end} overlaps another or leaves the text",
                where=f"request {text[:40]!r}",
            )
        at = term.end


def remove_marks(answer: str, french: Sequence[str] = (), hints: Sequence[str] = ()) -> UnmarkedText:
    """Remove every mark from an answer, and find what stood between them.

    `french` and `hints` are what the request wrote before and after its arrows. Where the arrow itself leaked,
    `⟦nœud⇒node⟧` is a copy of the request, so its hint is the rendering; `⟦nodes⇒node⟧` is a rendering with its hint
    behind it, which goes. Outside a pair, the arrow goes with the hint that follows it. Runs of white space and control
    characters become one space, none is left at either end, and U+FFFD (bytes that spell no character) is dropped.
    """
    kept: list[tuple[str, int]] = []
    spans: list[Span] = []
    copies = {form.casefold() for form in french}
    at = 0
    for group in _GROUP.finditer(answer):
        kept += _outside(answer, at, group.start(), hints)
        start, end = _rendering(answer, group.start(1), group.end(1), copies)
        kept += [(answer[position], position) for position in range(start, end)]
        spans.append((start, end))
        at = group.end()
    kept += _outside(answer, at, len(answer), hints)
    text, places = _single_spaced(kept)
    return UnmarkedText(text=text, places=places, renderings=tuple(_moved(span, text, places) for span in spans))


def _rendering(answer: str, start: int, end: int, copies: set[str]) -> Span:
    """Return the part of a marked span that is its rendering: all of it, unless an arrow leaked into it."""
    first = answer.find(ARROW, start, end)
    if first < 0:
        return start, end
    before = answer[start:first].strip().casefold()
    if not before or before in copies:
        return answer.rfind(ARROW, start, end) + 1, end
    return start, first


def _outside(answer: str, start: int, end: int, hints: Sequence[str]) -> list[tuple[str, int]]:
    """Return what to keep of a stretch between pairs of marks: its text without loose marks and leaked hints."""
    kept: list[tuple[str, int]] = []
    at = start
    while at < end:
        character = answer[at]
        if character == ARROW:
            leaked = max((len(hint) for hint in hints if _follows(answer, at + 1, end, hint)), default=0)
            if not leaked:
                kept.append((" ", at))
            at += leaked
        elif character not in MARKS:
            kept.append((character, at))
        at += 1
    return kept


def _follows(answer: str, at: int, end: int, hint: str) -> bool:
    return at + len(hint) <= end and answer[at : at + len(hint)].casefold() == hint.casefold()


def _single_spaced(kept: Sequence[tuple[str, int]]) -> tuple[str, tuple[int, ...]]:
    """Return the characters as text, white space and control characters as single spaces between words."""
    result: list[tuple[str, int]] = []
    for character, place in kept:
        blank = character.isspace() or ord(character) < 32 or 127 <= ord(character) < 160
        if character == "\ufffd":
            continue
        if not blank:
            result.append((character, place))
        elif result and result[-1][0] != " ":
            result.append((" ", place))
    if result and result[-1][0] == " ":
        result.pop()
    return "".join(character for character, _ in result), tuple(place for _, place in result)


def move_span(span: Span, unmarked: UnmarkedText) -> Span:
    """Return where a span of the answer as given stands in the unmarked text, without white space at its ends.

    What was removed is an empty span (start = end).
    """
    return _moved(span, unmarked.text, unmarked.places)


def _moved(span: Span, text: str, places: Sequence[int]) -> Span:
    start, end = bisect_left(places, span[0]), bisect_left(places, span[1])
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    return start, end


def match_renderings(
    unmarked: UnmarkedText, terms: Sequence[RequiredTerm], written: Sequence[int], links: Sequence[Link]
) -> tuple[Rendering, ...]:
    """Say which required term each marked span renders, in the order of the text; at most one span per term.

    The languages order words differently, so the nth span need not be the nth term: a pair is scored by whether the
    span *is* the term's target, and by the share of its links that come from the term. The best pairs go first; what
    then is left is paired in order, if as many spans came out as terms went in.
    """
    spans = [span for span in unmarked.renderings if span[0] < span[1]]
    scores = {
        (place, index): _affinity(unmarked.text, span, terms[index], links)
        for place, span in enumerate(spans)
        for index in written
    }
    chosen: dict[int, int] = {}
    for (place, index), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score > 0 and place not in chosen and index not in chosen.values():
            chosen[place] = index
    if len(spans) == len(written):
        free_places = [place for place in range(len(spans)) if place not in chosen]
        free_terms = [index for index in written if index not in chosen.values()]
        chosen.update(zip(free_places, free_terms, strict=True))
    return tuple(
        Rendering(term=chosen[place], start=start, end=end)
        for place, (start, end) in enumerate(spans)
        if place in chosen
    )


def _affinity(text: str, span: Span, term: RequiredTerm, links: Sequence[Link]) -> float:
    """Return how well a span answers a term: 1 for its very target, plus the share of links that come from it."""
    inside = [link for link in links if span[0] <= link.target_start < span[1]]
    votes = sum(term.start <= link.source_start < term.end for link in inside)
    same = text[span[0] : span[1]].casefold() == term.target.casefold()
    return float(same) + (votes / len(inside) if inside else 0.0)
