"""Chapter marks: a list of titles with times, in either order, on one line or on two."""

import re
from collections.abc import Sequence
from itertools import pairwise

from translate.episode import Chapter
from translate.readers.heads import stamp_alone
from translate.readers.lines import Line
from translate.readers.stamps import STAMP, stamp_ms

_BEFORE = re.compile(rf"[\[(]?(?P<start>{STAMP})[\])]?\s*(?:[-–—:|•]\s*)?(?P<title>\S.{{0,200}})")
_AFTER = re.compile(rf"(?P<title>\S.{{0,200}}?)\s*(?:[-–—:|•,]\s*)?[\[(]?(?P<start>{STAMP})[\])]?")


def read_chapters(lines: Sequence[Line]) -> tuple[Chapter, ...]:
    """Return the chapters of a list that holds nothing else, in order of time; none where a line does not fit."""
    if len(lines) > 2000 or any(len(line.text) > 240 for line in lines):
        return ()
    return _ordered(_one_line(lines) or _two_lines(lines))


def described_chapters(lines: Sequence[Line]) -> tuple[Chapter, ...]:
    """Return the chapters among lines of prose, as descriptions have them: `00:00 Title`, twice or more."""
    found = [chapter for line in lines if len(line.text) <= 240 and (chapter := _chapter(_BEFORE.fullmatch(line.text)))]
    rising = all(before.start_ms < after.start_ms for before, after in pairwise(found))
    return tuple(found) if len(found) > 1 and rising and found[0].start_ms == 0 else ()


def _one_line(lines: Sequence[Line]) -> list[Chapter]:
    for pattern in (_BEFORE, _AFTER):
        found = [chapter for line in lines if (chapter := _chapter(pattern.fullmatch(line.text)))]
        if len(found) == len(lines):
            return found
    return []


def _two_lines(lines: Sequence[Line]) -> list[Chapter]:
    """Return the chapters of alternating titles and times; a list cut after a title loses that title."""
    times = [stamp_alone(line.text) for line in lines]
    if not any(times) or len(lines) < 2:
        return []
    first = 0 if times[0] else 1
    pairs = list(zip(times[first::2], lines[1 - first :: 2], strict=False))
    if any(time is None for time, _ in pairs) or any(times[1 - first :: 2]):
        return []
    return [Chapter(title=line.text, start_ms=time.start_ms or 0) for time, line in pairs if time]


def _chapter(found: re.Match[str] | None) -> Chapter | None:
    start_ms = stamp_ms(found["start"]) if found else None
    if found is None or start_ms is None or stamp_alone(found["title"]):
        return None
    return Chapter(title=found["title"].strip(), start_ms=start_ms)


def _ordered(chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    return tuple(sorted(chapters, key=lambda chapter: chapter.start_ms))
