"""Times, durations and dates as people and machines write them."""

import re
from datetime import date

_FRACTION = r"(?:[.,]\d{1,9})?"
STAMP = rf"(?:\d{{1,3}}:)?\d{{1,3}}:\d{{2}}{_FRACTION}"
"""A time with colons: `1:05`, `01:04:45`, `0:00:05.250`."""

RANGE = rf"{STAMP}\s*(?:à|-->|->|–|—|-|to)\s*{STAMP}"
"""Two times with a word or an arrow between them."""

IMPOSSIBLE_MS = -1
"""Stands for a time that was given but is none (`99:99`, a negative or endless number): it is noted, never absent."""

_DURATION = re.compile(
    r"(?:dur[ée]e|duration|length)?\s*:?\s*"
    r"(?:(?P<hours>\d{1,2})\s?h(?:\s?(?P<minutes>\d{1,2})(?:\s?min(?:utes?)?)?)?|(?P<only>\d{1,3})\s?min(?:utes?)?)",
    re.IGNORECASE,
)
_NUMERIC_DATE = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})")
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_SPELT_DATE = re.compile(r"(?P<day>\d{1,2})(?:er)?\s+(?P<month>[^\W\d]{3,12})\.?,?\s+(?P<year>\d{4})")
_SPELT_DATE_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d]{3,12})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})")
_DATE_LEAD = re.compile(
    r"(?:publi[ée]e?|date|mise? en ligne|published|released)(?:\s+(?:le|on))?\s*:?\s*", re.IGNORECASE
)
_SEPARATORS = " \t|•·,;–—-()[]\xa0"


def stamp_ms(text: str) -> int | None:
    """Return `[hh:]mm:ss[.fraction]` in milliseconds, or None where it is no time (61 seconds, 75 minutes of an hour).

    The fraction is a decimal one: `9,5` is nine and a half seconds.
    """
    whole, _, fraction = text.strip().replace(",", ".").partition(".")
    parts = whole.split(":")
    if len(parts) not in {2, 3} or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    hours, minutes, seconds = (0, *map(int, parts)) if len(parts) == 2 else map(int, parts)
    if seconds > 59 or (len(parts) == 3 and minutes > 59):
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((fraction + "000")[:3])


def metadata(line: str, months: tuple[str, ...]) -> tuple[int | None, str | None] | None:
    """Return the duration (ms) and the ISO date of a line that holds nothing else, such as `1h36 |30/09/2025`.

    A numeric date has its day first unless that is impossible; `months` are the names for a spelt one.
    """
    if len(line) > 80:
        return None
    found_date, rest = _date(_DATE_LEAD.sub("", line), months)
    found_duration = _DURATION.search(rest)
    if found_duration:
        rest = rest[: found_duration.start()] + rest[found_duration.end() :]
    if rest.strip(_SEPARATORS) or (found_date is None and found_duration is None):
        return None
    return _duration_ms(found_duration), found_date


def _duration_ms(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    minutes = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0) + int(found["only"] or 0)
    return minutes * 60_000 or None


def _date(line: str, months: tuple[str, ...]) -> tuple[str | None, str]:
    for pattern in (_ISO_DATE, _NUMERIC_DATE, _SPELT_DATE, _SPELT_DATE_MONTH_FIRST):
        found = pattern.search(line)
        iso = _iso(found, months) if found else None
        if found and iso:
            return iso, line[: found.start()] + line[found.end() :]
    return None, line


def _iso(found: re.Match[str], months: tuple[str, ...]) -> str | None:
    name = found["month"].lower()
    if name.isdigit():
        day, month = int(found["day"]), int(name)
    else:
        matching = [number for number, full in enumerate(months, start=1) if full.startswith(name)]
        if len(matching) != 1:
            return None
        day, month = int(found["day"]), matching[0]
    if month > 12 >= day:
        day, month = month, day
    try:
        return date(int(found["year"]), month, day).isoformat()
    except ValueError:
        return None
