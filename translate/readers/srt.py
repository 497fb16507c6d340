r"""SubRip (SRT), as found: no index, blank lines in the text, `9,5`, `{\an8}`, `<font>`, overlaps, a cut end."""

import re

from translate.readers.cue_blocks import change_note, cut, head_note, pieces
from translate.readers.draft import Draft, Source
from translate.readers.markup import decode_entities, strip_tags

_STAMP = r"(?:\d{1,3}:)?\d{1,3}:(?:\d{2}|\d(?=[.,]))(?:[.,:]\d{1,9})?"
TIMES = re.compile(rf"(?P<start>{_STAMP})\s*-{{1,2}}>(?:\s*(?P<end>{_STAMP})(?=\s|\Z)|\s*\Z)")
"""A line of times, whose end may be missing; anything after it (positions) is styling."""


def recognises(source: Source) -> bool:
    """Say whether a line of times stands among the first lines."""
    rows = (row.strip() for row in source.text[:20_000].split("\n"))
    return any((times := TIMES.match(row)) and times["end"] for row in rows)


def read(source: Source) -> Draft:
    """Read the cues; speakers are names before a colon that recur, or dashes."""
    found = cut(source.text, TIMES, lambda row, expected: row.isdigit() and row == expected)
    return Draft(
        layout="srt",
        cues=True,
        pieces=pieces(found.blocks, source.language, _clean),
        notes=(*head_note(found.head), *change_note(found.blocks, _clean), *found.notes),
    )


def _clean(row: str) -> str:
    return decode_entities(strip_tags(row))
