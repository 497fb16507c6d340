"""Which layout a transcript's lines have, and their pieces: evidence is counted for every layout, the best one reads.

A layout is a form of heads (`translate.readers.heads`) with the names that evidence accepts. A line of the layout's
form with an accepted name opens a turn; every other line goes on with the turn before it. Without names, times at the
line's head make timed lines; without times, the lines are bare.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from translate.languages import Language
from translate.readers.draft import Piece
from translate.readers.heads import Head, head, stamp_alone, stamp_leading
from translate.readers.labels import accepted, looks_like_name
from translate.readers.lines import Line
from translate.readers.turns import LONG

_FORMS = ("bold-names", "stamped-names", "names-stamped", "names-colon")
_DASHES = frozenset({"-", "*", "+"})
_SENTENCE_GAP = re.compile(r"(?<=[.!?…]) +")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A layout with its evidence: the heads by the index of their line, and whether times at line heads are times."""

    name: str
    heads: dict[int, Head] = field(default_factory=dict)
    stamps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a layout makes of lines: the pieces, the lines before the first label, and those that are no speech."""

    layout: str
    cues: bool
    pieces: tuple[Piece, ...]
    lead: tuple[Line, ...] = ()
    outside: tuple[Line, ...] = ()


def read_lines(lines: Sequence[Line], language: Language) -> Reading:
    """Return the reading of lines in the layout that most evidence speaks for."""
    layout = recognise(lines, language)
    if not layout.heads:
        pieces = [part for piece in _unnamed(lines, layout) for part in _sentences(piece)]
        return Reading(layout=layout.name, cues=True, pieces=tuple(pieces))
    outside = _outside(lines, layout)
    first = min(layout.heads)
    while first and layout.stamps and stamp_alone(lines[first - 1].text):
        first -= 1
    kept = [(index, line) for index, line in enumerate(lines) if index >= first and index not in outside]
    return Reading(
        layout=layout.name,
        cues=False,
        pieces=tuple(_named(kept, layout)),
        lead=tuple(lines[:first]),
        outside=tuple(lines[index] for index in sorted(outside)),
    )


def recognise(lines: Sequence[Line], language: Language) -> Layout:
    """Return the layout that opens most turns; the first of equals, the more telling ones being first."""
    stamps = _has_stamps(lines)
    layouts = [_with_heads(form, lines, language, stamps=stamps) for form in _FORMS]
    layouts += [_alone(name, lines, language, stamps=stamps) for name in ("stamps-names", "bullets", "names-alone")]
    best = max(layouts, key=lambda layout: len(layout.heads))
    if best.heads:
        return best
    return Layout(name="stamped-lines" if stamps else "bare-lines", stamps=stamps)


def _with_heads(form: str, lines: Sequence[Line], language: Language, *, stamps: bool) -> Layout:
    """Return the layout of heads that stand on the line of the words or before them, with evidence for the names."""
    found = {index: opening for index, line in enumerate(lines) if (opening := head(line, form))}
    counts = Counter(opening.name for opening in found.values())
    if form == "names-colon":  # `- Docker : les conteneurs` is a list's entry until it comes back
        found = {index: it for index, it in found.items() if lines[index].mark not in _DASHES or counts[it.name] > 1}
    if not found:
        return Layout(name=form)
    names = [opening.name or "" for opening in found.values()]
    alone = sum(not opening.rest for opening in found.values())
    known = accepted(names, len(lines) - alone, language, lead=min(found), certain=form != "names-colon")
    heads = {index: opening for index, opening in found.items() if opening.name in known}
    for index in [index for index in heads if _is_said(index, heads, counts)]:
        del heads[index]
    return Layout(name=form, heads=heads, stamps=stamps or form != "names-colon")


def _is_said(index: int, heads: dict[int, Head], counts: Counter[str | None]) -> bool:
    """Say whether a label that comes once stands where the words of a label without words are due."""
    before, opening = heads.get(index - 1), heads[index]
    return before is not None and not before.rest and bool(opening.rest) and counts[opening.name] == 1


def _alone(name: str, lines: Sequence[Line], language: Language, *, stamps: bool) -> Layout:
    """Return the layout of labels that have a line to themselves: after a time, after a bullet, or bare."""
    if name == "stamps-names" and not stamps:
        return Layout(name=name)
    found: dict[int, Head] = {}
    for index, line in enumerate(lines[:-1]):
        opening = head(line, "names-alone")
        if opening and _stands(name, lines, index):
            found[index] = opening
    names = [opening.name or "" for opening in found.values()]
    known = accepted(names, len(lines) // 2, language, certain=name != "names-alone")
    heads = {index: opening for index, opening in found.items() if opening.name in known}
    if name == "bullets":
        heads |= _wordless_bullets(lines, heads, language)
    if name == "names-alone" and (len(heads) < 3 or len(heads) < len(lines) / 4 or len(known) >= len(heads)):
        heads = {}
    return Layout(name=name, heads=heads, stamps=stamps)


def _wordless_bullets(lines: Sequence[Line], heads: dict[int, Head], language: Language) -> dict[int, Head]:
    """Return the labels without words: bullets at the labels' margin that another label follows, or nothing."""
    margins = {lines[index].indent for index in heads}
    return {
        index: Head(name=line.text)
        for index, line in enumerate(lines)
        if line.bullet
        and line.indent in margins
        and (index + 1 == len(lines) or lines[index + 1].bullet)
        and looks_like_name(line.text, language)
    }


def _stands(name: str, lines: Sequence[Line], index: int) -> bool:
    """Say whether a line that looks like a name stands where this layout has its labels, with words after it."""
    line, following = lines[index], lines[index + 1]
    if name == "stamps-names":
        return index > 0 and stamp_alone(lines[index - 1].text) is not None and stamp_alone(following.text) is None
    spoken = stamp_alone(following.text) is None and not following.bullet
    return spoken and (line.bullet if name == "bullets" else not line.bullet)


def _has_stamps(lines: Sequence[Line]) -> bool:
    """Say whether times at line heads are times: several, mostly in order, and set apart or frequent."""
    found = [opening for line in lines if (opening := stamp_alone(line.text) or stamp_leading(line.text))]
    if not found:
        return False
    ordered = sum((before.start_ms or 0) <= (after.start_ms or 0) for before, after in pairwise(found))
    if ordered < 0.9 * (len(found) - 1):
        return False
    bracketed = sum(opening.bracketed for opening in found)
    return (
        (len(found) > 1 and len(found) >= 0.3 * len(lines))
        or bracketed > 1
        or (bracketed == 1 == len(found) and len(lines) < 4)
    )


def _outside(lines: Sequence[Line], layout: Layout) -> frozenset[int]:
    """Return the lines of a bulleted page that stand at its margin although the speech is indented."""
    first = min(layout.heads)
    spoken = [index for index in range(first, len(lines)) if index not in layout.heads]
    margin = [index for index in spoken if lines[index].indent == 0]
    if layout.name != "bullets" or len(margin) > 0.2 * len(spoken):
        return frozenset()
    return frozenset(margin)


def _named(lines: Sequence[tuple[int, Line]], layout: Layout) -> list[Piece]:
    """Return the pieces of labelled lines: a label waits for its words, and without any it is an empty piece."""
    pieces: list[Piece] = []
    waiting: tuple[Head, Line] | None = None
    speaker: str | None = None
    clock: Head | None = None
    for index, line in lines:
        opening = layout.heads.get(index)
        if opening:
            if waiting:
                pieces.append(_piece("", waiting[1], waiting[0], waiting[0].name, opens=True))
            opening = _timed(opening, clock)
            speaker, waiting, clock = opening.name, (opening, line), None
            if not opening.rest:
                continue
            text = opening.rest
        elif layout.stamps and (alone := stamp_alone(line.text)):
            clock = alone
            continue
        else:
            text = line.words
        lead = stamp_leading(text) if layout.stamps or waiting else None
        if lead and (lead.bracketed or layout.stamps):
            text, clock = lead.rest, lead
        times = _timed(waiting[0], clock) if waiting else clock or Head()
        if layout.name == "bold-names":
            text = text.replace("**", "").strip()
        _append(pieces, _piece(text, line, times, speaker, opens=waiting is not None))
        waiting = clock = None
    if waiting:
        pieces.append(_piece("", waiting[1], waiting[0], waiting[0].name, opens=True))
    return pieces


def _append(pieces: list[Piece], piece: Piece) -> None:
    """Append a piece; one without times takes over the end of the turn that it goes on with."""
    before = pieces[-1] if pieces else None
    if before and before.end_ms is not None and piece.start_ms is None and not piece.opens:
        pieces[-1] = replace(before, end_ms=None)
        piece = replace(piece, end_ms=before.end_ms)
    pieces.append(piece)


def _timed(opening: Head, clock: Head | None) -> Head:
    """Return a head with the times of a stamp that stood beside it, where it has none of its own."""
    if clock is None or opening.start_ms is not None:
        return opening
    return replace(opening, start_ms=clock.start_ms, end_ms=clock.end_ms)


def _piece(text: str, line: Line, times: Head, speaker: str | None, *, opens: bool) -> Piece:
    return Piece(
        text=text, place=line.place, speaker=speaker, opens=opens, start_ms=times.start_ms, end_ms=times.end_ms
    )


def _unnamed(lines: Sequence[Line], layout: Layout) -> list[Piece]:
    """Return the pieces of lines without labels."""
    pieces: list[Piece] = []
    clock: Head | None = None
    for line in lines:
        if layout.stamps and (alone := stamp_alone(line.text)):
            clock = alone
            continue
        lead = stamp_leading(line.text) if layout.stamps else None
        times = lead or clock or Head()
        _append(pieces, _piece(lead.rest if lead else line.words, line, times, None, opens=False))
        clock = None
    return pieces


def _sentences(piece: Piece) -> Iterator[Piece]:
    """Yield the sentences of a very long line, so that a turn can end between them; the first has its start."""
    if len(piece.text) <= LONG:
        yield piece
        return
    parts = _SENTENCE_GAP.split(piece.text)
    last = len(parts) - 1
    for index, part in enumerate(parts):
        yield replace(
            piece,
            text=part,
            start_ms=None if index else piece.start_ms,
            end_ms=piece.end_ms if index == last else None,
        )
