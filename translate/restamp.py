"""Moving the times of an SRT or WebVTT file and leaving all else as it stands: styles, positions, comments, odd text.

Only the stamps are rewritten, so that a file comes through unharmed that no reader knows in full. A stamp that does not
move is not rewritten either: a shift by nothing is the same file.
"""

import re
from dataclasses import dataclass

from translate.move import Move
from translate.readers.srt import TIMES
from translate.readers.stamps import stamp_ms
from translate.writers.caption import timecode

_BREAK = re.compile(r"(\r\n?|\n)")
_BLANKS = " \t\ufeff\xa0"
_INLINE = re.compile(r"(?<=<)\d{1,3}:\d{2}(?::\d{2})?[.,]\d{1,3}(?=>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restamped:
    """A file with its times moved: how many cues it has, how many began before 0 now, and how many ended there.

    `unread` are the stamps that could not be read, and so stayed as they were.
    """

    text: str
    cues: int
    cut: int
    gone: int
    unread: tuple[str, ...]


def restamped(text: str, move: Move, mark: str) -> Restamped:
    """Return a subtitle file with its times moved; `mark` stands before milliseconds (`,` in SRT, `.` in WebVTT)."""
    parts = _BREAK.split(text)
    cues = cut = gone = 0
    unread: list[str] = []
    for index, row in enumerate(parts):
        lead = len(row) - len(row.lstrip(_BLANKS))
        found = TIMES.match(row, lead)
        if found is None:
            parts[index] = _INLINE.sub(lambda stamp: _stamp(stamp.group(), move, mark), row)
            continue
        start, end = found["start"], found["end"] or ""
        cues += 1
        unread += [stamp for stamp in (start, end) if stamp and stamp_ms(stamp) is None]
        cut += move.unbounded(stamp_ms(start) or 0) < 0
        gone += move.unbounded(stamp_ms(end) or 0) <= 0 < (stamp_ms(end) or 0)
        between = row[found.end("start") : found.start("end") if end else found.end()]
        parts[index] = f"{row[:lead]}{_stamp(start, move, mark)}{between}{_stamp(end, move, mark)}{row[found.end() :]}"
    return Restamped(text="".join(parts), cues=cues, cut=cut, gone=gone, unread=tuple(unread))


def _stamp(written: str, move: Move, mark: str) -> str:
    """Return a stamp moved; one that cannot be read, or does not move, as it was written."""
    ms = stamp_ms(written)
    if ms is None or move.time(ms) == ms:
        return written
    return timecode(move.time(ms), mark)
