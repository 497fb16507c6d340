"""The copies of a transcript on one page: which is kept, and where the others differed.

Two stretches are copies if most of what one says, the other says too; letters that an encoding may have damaged do not
count. The most complete copy is kept; among equals, the one with the fewest lost letters.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from translate.episode import Note, NoteKind
from translate.readers.draft import Piece

_LOST = re.compile("\ufffd+")
_UNSAFE = re.compile(r"[^a-z0-9]+")
_LEAST_PIECES = 3
_LEAST_CHARACTERS = 200
_LARGEST_DIFF = 2000
_MOST_FAMILIES = 8

Block = tuple[Piece, ...]


def unite(blocks: Sequence[Block]) -> tuple[Block, tuple[Note, ...]]:
    """Return one transcript of a page's stretches: copies become one, other stretches follow each other."""
    stretches = [part for block in blocks if block for part in split_copies(block)]
    families: list[list[Block]] = []
    for stretch in stretches:
        home = next((family for family in families[:_MOST_FAMILIES] if _same(family[0], stretch)), None)
        if home is None:
            families.append([stretch])
        else:
            home.append(stretch)
    kept = [_best(family) for family in families]
    notes = [note for family, block in zip(families, kept, strict=True) for note in _notes(family, block)]
    return tuple(piece for block in kept for piece in block), tuple(notes)


def split_copies(block: Block) -> list[Block]:
    """Return the copies that follow each other without a heading between them, or the block alone."""
    keys = [_key(piece) for piece in block]
    opening = keys[:_LEAST_PIECES]
    starts = [
        index
        for index in range(len(keys) - _LEAST_PIECES + 1)
        if keys[index] == opening[0] and keys[index : index + _LEAST_PIECES] == opening
    ]
    if len(starts) < 2 or starts[1] < _LEAST_PIECES:
        return [block]
    parts = [block[start:end] for start, end in zip(starts, [*starts[1:], len(block)], strict=True)]
    distinct = len(set(keys[: starts[1]])) >= _LEAST_PIECES and _length(parts[0]) >= _LEAST_CHARACTERS
    return parts if distinct and all(_same(parts[0], part) for part in parts[1:]) else [block]


def _key(piece: Piece) -> tuple[str | None, str]:
    return piece.speaker, _UNSAFE.sub("", piece.text.lower())


def _length(block: Block) -> int:
    """Return the characters of a stretch; a run of lost bytes is one letter."""
    return sum(len(_LOST.sub("?", piece.text)) for piece in block)


def _same(first: Block, second: Block) -> bool:
    """Say whether three fifths of the shorter stretch stand in the other one."""
    short, long = sorted((first, second), key=_length)
    known = {_key(piece) for piece in long}
    shared = sum(len(piece.text) for piece in short if _key(piece) in known)
    return shared >= 0.6 * max(_length(short), 1)


def _best(family: Sequence[Block]) -> Block:
    longest = max(_length(block) for block in family)
    complete = [block for block in family if _length(block) >= 0.98 * longest]
    return min(complete, key=lambda block: sum(piece.text.count("\ufffd") for piece in block))


def _notes(family: Sequence[Block], kept: Block) -> Iterator[Note]:
    dropped = [block for block in family if block is not kept]
    if not dropped:
        return
    differences = [note for block in dropped for note in _differences(block, kept)]
    told = "they say the same" if not differences else f"they differ in {len(differences)} places, listed below"
    yield Note(
        kind=NoteKind.COPY,
        place=", ".join(block[0].place for block in dropped),
        message=f"{len(dropped)} copies of the transcript were dropped; {told}",
    )
    yield from differences


def _differences(copy: Block, kept: Block) -> Iterator[Note]:
    """Yield a note for each place where a copy says something else: `before` is dropped, `after` is kept."""
    ours, theirs = [_shown(piece) for piece in kept], [_shown(piece) for piece in copy]
    for their_start, their_end, our_start, our_end in _unequal(theirs, ours):
        before, after = " ".join(theirs[their_start:their_end]), " ".join(ours[our_start:our_end])
        before, after = _narrowed(before.split(" "), after.split(" "))
        if before or after:
            place = copy[min(their_start, len(copy) - 1)].place
            yield Note(kind=NoteKind.COPY, place=place, message="a dropped copy differs", before=before, after=after)


def _unequal(theirs: Sequence[str], ours: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches that differ, piece by piece where both sides have as many."""
    head = 0
    while head < min(len(theirs), len(ours)) and theirs[head] == ours[head]:
        head += 1
    tail = 0
    while tail < min(len(theirs), len(ours)) - head and theirs[-1 - tail] == ours[-1 - tail]:
        tail += 1
    their_middle, our_middle = theirs[head : len(theirs) - tail], ours[head : len(ours) - tail]
    if max(len(their_middle), len(our_middle)) > _LARGEST_DIFF:
        yield head, len(theirs) - tail, head, len(ours) - tail
        return
    matcher = SequenceMatcher(None, their_middle, our_middle, autojunk=False)
    for tag, their_start, their_end, our_start, our_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        if their_end - their_start == our_end - our_start:
            for step in range(their_end - their_start):
                at, to = head + their_start + step, head + our_start + step
                yield at, at + 1, to, to + 1
        else:
            yield head + their_start, head + their_end, head + our_start, head + our_end


def _shown(piece: Piece) -> str:
    return f"{piece.speaker} : {piece.text}" if piece.opens and piece.speaker else piece.text


def _narrowed(before: list[str], after: list[str]) -> tuple[str, str]:
    """Return the words that differ, without the equal ones around them."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return " ".join(before[head : len(before) - tail]), " ".join(after[head : len(after) - tail])
