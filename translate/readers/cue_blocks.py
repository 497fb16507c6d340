"""Subtitle files as blocks: a line of times, the text until the next one, and the index or name above the times.

Times rule, blank lines do not: text may hold blank lines, indices may be missing, the end may be cut off. Marks and
labels that say that someone else speaks become turns (`utterances`); of `>>`, which no page shows, a note tells.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from translate.episode import Note, NoteKind
from translate.languages import Language
from translate.readers.draft import Piece
from translate.readers.stamps import IMPOSSIBLE_MS, stamp_ms
from translate.readers.utterances import CHANGE, names, parts, utterances


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One cue as it stands in the file: `number` is the line of its times, `lines` its text, raw.

    A time is None where it is none (`00:61:00`) or missing.
    """

    number: int
    name: str
    start_ms: int | None
    end_ms: int | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """All cues of a file, what stands before the first, and whether the last one was cut off."""

    head: tuple[str, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


def cut(text: str, times: re.Pattern[str], is_name: Callable[[str, str], bool]) -> Blocks:
    """Return the blocks of a subtitle file.

    `times` has the groups `start` and `end`; `is_name(line, expected)` says whether the line just above the times is
    an index or a name rather than text (`expected` is the next index).
    """
    rows = [row.strip() for row in text.split("\n")]
    found_rows = ((index, found) for index, row in enumerate(rows) if (found := times.match(row)))
    marks = [(index, found) for index, found in found_rows if found["end"] or any(rows[index + 1 : index + 2])]
    blocks: list[Block] = []
    names = [_name_row(rows, index, is_name, str(place)) for place, (index, _) in enumerate(marks, start=1)]
    notes: list[Note] = []
    for place, (index, found) in enumerate(marks):
        stop = names[place + 1] if place + 1 < len(marks) else len(rows)
        body = [row for row in rows[index + 1 : stop] if row]
        if place + 1 == len(marks):
            body, notes = _whole(body, str(len(marks) + 1), closed=stop - index > _CLOSED)
        blocks.append(
            Block(
                number=index + 1,
                name=rows[names[place]] if names[place] < index else "",
                start_ms=stamp_ms(found["start"]),
                end_ms=stamp_ms(found["end"] or ""),
                lines=tuple(body),
            )
        )
    first = names[0] if marks else len(rows)
    return Blocks(head=tuple(row for row in rows[:first] if row), blocks=tuple(blocks), notes=tuple(notes))


def pieces(blocks: Sequence[Block], language: Language, clean: Callable[[str], str]) -> tuple[Piece, ...]:
    """Return the pieces of cues whose speakers stand in the text: `Name: ` where it changes, dashes, `>>`."""
    texts = [[clean(row) for row in block.lines] for block in blocks]
    known = names(texts, language)
    found: list[Piece] = []
    speaker: str | None = None
    for block, text in zip(blocks, texts, strict=True):
        for piece in _cue(block, text, known, speaker):
            speaker = piece.speaker
            found.append(piece)
    return tuple(found)


def _cue(block: Block, rows: Sequence[str], known: frozenset[str], speaker: str | None) -> list[Piece]:
    """Return the pieces of one cue: one, or one for each speaker in it."""
    found: list[Piece] = []
    for said in utterances(rows, known):
        now = said.name if said.opens else speaker
        found.append(Piece(text=said.text, place=f"cue at line {block.number}", speaker=now, opens=said.opens))
    return spread(found, block)


def spread(found: Sequence[Piece], block: Block) -> list[Piece]:
    """Return a cue's pieces with its times: the first one has its start, the last one its end."""
    last = len(found) - 1
    start_ms = IMPOSSIBLE_MS if block.start_ms is None else block.start_ms
    end_ms = IMPOSSIBLE_MS if block.end_ms is None else block.end_ms
    return [
        replace(piece, start_ms=None if index else start_ms, end_ms=end_ms if index == last else None)
        for index, piece in enumerate(found)
    ]


def change_note(blocks: Sequence[Block], clean: Callable[[str], str]) -> tuple[Note, ...]:
    """Return the note of the `>>` that `pieces` reads as a change of speaker, one for the file."""
    marked = [block.number for block in blocks for part in parts(map(clean, block.lines)) if CHANGE.match(part)]
    if not marked:
        return ()
    message = f"{len(marked)} marks of a change of speaker were read as the beginning of a turn"
    return (Note(kind=NoteKind.METADATA, place=f"from the cue at line {marked[0]} on", message=message, before=">>"),)


def head_note(rows: Sequence[str], number: int = 1) -> tuple[Note, ...]:
    """Return the note of what stands before the first cue."""
    if not rows:
        return ()
    message = "lines before the first cue were left out"
    return (Note(kind=NoteKind.CHROME, place=f"line {number}", message=message, before="\n".join(rows)),)


def _name_row(rows: Sequence[str], index: int, is_name: Callable[[str, str], bool], expected: str) -> int:
    """Return the row of a cue's index or name, which is that of its times where it has none."""
    if index == 0 or not rows[index - 1]:
        return index
    apart = index == 1 or not rows[index - 2]
    return index - 1 if is_name(rows[index - 1], expected if not apart else rows[index - 1]) else index


def _whole(body: Sequence[str], expected: str, *, closed: bool) -> tuple[list[str], list[Note]]:
    """Return the last cue's text without the beginnings of a cue that was cut off, and the note that says so.

    A cue that shows nothing is whole where it is `closed` by a blank line.
    """
    rows = list(body)
    lost: list[str] = []
    if rows and _CUT_TIMES.fullmatch(rows[-1]):
        lost.insert(0, rows.pop())
    if rows and len(rows) > 1 and rows[-1] == expected:
        lost.insert(0, rows.pop())
    if not lost and (rows or closed):
        return rows, []
    message = "the file ends in the middle of a cue; what stood before it was read"
    return rows, [Note(kind=NoteKind.TIMING, place="the end of the file", message=message, before=" ".join(lost))]


_CLOSED = 2
"""Rows from the times to the end of the file where the times only end their line: themselves, and what is after it."""
_CUT_TIMES = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{0,3})?(?:\s*(?:-{1,2}>?|,))?\s*[\d:.,]*")
