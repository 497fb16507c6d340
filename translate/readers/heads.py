"""The ways in which a line can open a turn: a label, a time, or both, in some order.

Each form is one pattern; which form a file uses, and which names are names, is decided over the whole file.
"""

import re
from dataclasses import dataclass

from translate.readers.labels import NAME
from translate.readers.lines import Line
from translate.readers.stamps import STAMP, stamp_ms

_SEPARATOR = r"(?:à|-->|->|–|—|-|to)"
_TIMES = rf"[\[(]?(?P<start>{STAMP})(?:\s*{_SEPARATOR}\s*(?P<end>{STAMP}))?[\])]?"
_BRACKETED = rf"[\[(](?P<start>{STAMP})(?:\s*{_SEPARATOR}\s*(?P<end>{STAMP}))?[\])]"
_CLOCK = re.compile(r"\d:\d\d")
_FIRST = frozenset("[(0123456789")
_LONGEST = 160

_PATTERNS: dict[str, tuple[re.Pattern[str], ...]] = {
    "stamped-names": (
        re.compile(rf"{_TIMES}\s*(?:[-–—|:]\s*)?(?P<name>{NAME})\s?:(?:\s+(?P<rest>.+))?", re.DOTALL),
        re.compile(rf"{_TIMES}\s*(?:[-–—|:]\s*)?(?P<name>{NAME})(?P<rest>)"),
    ),
    "names-stamped": (
        re.compile(rf"(?P<name>{NAME})\s*(?:[-–—|,@]\s*)?{_BRACKETED}\s*:?(?:\s+(?P<rest>.+))?", re.DOTALL),
        re.compile(rf"(?P<name>{NAME})(?:\s*[-–—|,@]\s*|\s+){_TIMES}\s*:?(?P<rest>)"),
    ),
    "names-colon": (
        re.compile(rf"(?P<name>{NAME})\s?:(?:\s+(?P<rest>.+))?", re.DOTALL),
        re.compile(rf"\[(?P<name>{NAME})\]\s?:(?:\s+(?P<rest>.+))?", re.DOTALL),
    ),
}
_BOLD = re.compile(r"(?P<bold>\*\*|__)(?P<inner>[^*]{1,80}?)(?P=bold)\s*(?P<tail>.*)", re.DOTALL)
_TAIL = re.compile(rf"(?:{_BRACKETED})?\s*(?:[:–—-](?:\s+|\Z))?(?P<rest>.*)", re.DOTALL)
_ALONE = re.compile(rf"{_TIMES}\s*:?")
_LEADING = re.compile(rf"(?:{_BRACKETED}|(?P<bare>{STAMP}))(?:\s*[-–—:]\s|\s+)(?P<rest>\S.*)", re.DOTALL)
_RANGE_LEADING = re.compile(rf"{_TIMES}\s*:?\s+(?P<rest>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the head of a line: a name or a time or both, and the words that follow (may be none)."""

    name: str | None = None
    rest: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    bracketed: bool = False


def head(line: Line, form: str) -> Head | None:
    """Return a line's head in a form (`stamped-names`, `names-stamped`, `names-colon`, `bold-names`, `names-alone`)."""
    if form == "bold-names":
        return _bold(line.text)
    if form == "names-alone":
        found = re.fullmatch(rf"({NAME})", line.text) if len(line.text) <= _LONGEST else None
        return Head(name=found[1]) if found else None
    short, tail = line.text[:_LONGEST], line.text[_LONGEST:]
    if ":" not in short or (form != "names-colon" and not _CLOCK.search(short)):
        return None  # most lines of a transcript end here
    for pattern in _PATTERNS[form]:
        found = pattern.fullmatch(short)
        if found and not (tail and not found["rest"]):
            return _head(found, tail)
    return None


def stamp_alone(text: str) -> Head | None:
    """Return the head of a line that is nothing but a time or a range of times."""
    found = _ALONE.fullmatch(text) if len(text) < 60 and text[:1] in _FIRST else None
    return _head(found, "") if found else None


def stamp_leading(text: str) -> Head | None:
    """Return the head of a line that begins with a time and goes on with words."""
    if text[:1] not in _FIRST:
        return None
    short, tail = text[:_LONGEST], text[_LONGEST:]
    found = _LEADING.fullmatch(short) or _RANGE_LEADING.fullmatch(short)
    return _head(found, tail) if found else None


def _head(found: re.Match[str], tail: str) -> Head | None:
    """Return the head, or None where the time is none (`12:75`)."""
    groups = found.groupdict()
    stamp, end = groups.get("start") or groups.get("bare"), groups.get("end")
    start_ms = stamp_ms(stamp) if stamp else None
    if stamp and start_ms is None:
        return None
    bracketed = bool(stamp) and found.string[max(found.start("start") - 1, 0)] in "[(" if groups.get("start") else False
    return Head(
        name=groups.get("name"),
        rest=(groups.get("rest") or "") + tail,
        start_ms=start_ms,
        end_ms=stamp_ms(end) if end else None,
        bracketed=bracketed,
    )


def _bold(text: str) -> Head | None:
    """Return the head of `**Name** text`, `**Name :** text`, `**[0:12] Name** : text` or `**Name** (0:12)`."""
    found = _BOLD.match(text[:_LONGEST])
    if found is None:
        return None
    inner = found["inner"].strip()
    tail = _TAIL.fullmatch(found["tail"] + text[_LONGEST:])
    named = re.fullmatch(rf"(?:{_TIMES}\s*(?:[-–—|:]\s*)?)?(?P<name>{NAME})\s?:?", inner) or re.fullmatch(
        rf"(?P<name>{NAME})\s*[-–—|,]?\s*{_TIMES}\s*:?", inner
    )
    if named is None or tail is None:
        return None
    stamp = named["start"] or tail["start"]
    end = named["end"] or tail["end"]
    return Head(
        name=named["name"],
        rest=tail["rest"],
        start_ms=stamp_ms(stamp) if stamp else None,
        end_ms=stamp_ms(end) if end else None,
    )
