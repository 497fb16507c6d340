"""SBV, YouTube's own subtitles: `0:00:01.000,0:00:02.000` and the text under it."""

import re

from translate.readers.cue_blocks import change_note, cut, head_note, pieces
from translate.readers.draft import Draft, Source
from translate.readers.markup import decode_entities, strip_tags

_TIMES = re.compile(r"(?P<start>\d{1,3}:\d{2}:\d{2}\.\d{1,3}),(?P<end>\d{1,3}:\d{2}:\d{2}\.\d{1,3})\Z")


def recognises(source: Source) -> bool:
    """Say whether a line of two times with a comma between them stands among the first lines."""
    return any(_TIMES.match(row.strip()) for row in source.text[:20_000].split("\n"))


def read(source: Source) -> Draft:
    """Read the cues; `[br]` is a line break, `>>` a change of speaker."""
    found = cut(source.text, _TIMES, lambda _row, _expected: False)
    return Draft(
        layout="sbv",
        cues=True,
        pieces=pieces(found.blocks, source.language, _clean),
        notes=(*head_note(found.head), *change_note(found.blocks, _clean), *found.notes),
    )


def _clean(row: str) -> str:
    return decode_entities(strip_tags(row)).replace("[br]", " ")
