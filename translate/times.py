"""Times as people write them: `12:34`, `1:02:03.5`, `90.5` (seconds), and lengths of time with a sign."""

import re
from fractions import Fraction

from translate.errors import UsageError

_TIME = re.compile(
    r"(?P<sign>[+-]?)(?:(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,3}):(?=\d\d(?:\D|\Z)))?"
    r"(?P<seconds>\d{1,6}(?:[.,]\d{1,9})?)s?"
)
EXAMPLES = "Write it as 12:34, 1:02:03.5 or 90.5 (seconds)."


def time_ms(text: str, *, where: str) -> int:
    """Return a time in milliseconds; it may have a sign. Raises `UsageError` for what is no time."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text.strip()!r} is no time", where=where, mend=EXAMPLES)
    seconds = Fraction(found["seconds"].replace(",", "."))
    minutes = int(found["minutes"] or 0)
    if found["minutes"] and (seconds >= 60 or (found["hours"] and minutes >= 60)):
        what = f"{text.strip()!r} is no time: there are only 60 seconds in a minute and 60 minutes in an hour"
        raise UsageError(what, where=where, mend=EXAMPLES)
    milliseconds = round((int(found["hours"] or 0) * 3600 + minutes * 60 + seconds) * 1000)
    return -milliseconds if found["sign"] == "-" else milliseconds


def shown(time_ms: int) -> str:
    """Return a time as people write it: `1:02:03`, `2:03` or `0:12.5`, with a sign where it is before 0."""
    whole, rest = divmod(abs(time_ms), 1000)
    hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
    clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    fraction = f".{rest:03}".rstrip("0") if rest else ""
    return f"{'-' if time_ms < 0 else ''}{clock}{fraction}"
