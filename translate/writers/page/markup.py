"""Text and times as the page writes them.

Every text that reaches the page goes through `escaped` or `quoted`, so that a browser gives it back unchanged. Two
characters cannot be: U+0000 and lone surrogates do not exist in HTML, and stand as U+FFFD, as the HTML standard has it.
"""

import html
import re
from hashlib import sha256
from urllib.parse import quote

from translate.errors import UsageError

_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")
_RIGHT_TO_LEFT = frozenset("ar fa he ur".split())


def escaped(text: str) -> str:
    """Return a text as the content of an element.

    A carriage return is written as a reference, since a browser reads a bare one as a line feed.
    """
    return html.escape(_IMPOSSIBLE.sub("\ufffd", text), quote=False).replace("\r", "&#13;")


def quoted(text: str) -> str:
    """Return a text as the value of an attribute, between double quotes."""
    return html.escape(_IMPOSSIBLE.sub("\ufffd", text)).replace("\r", "&#13;")


def tongue(code: str) -> str:
    """Return the attributes that say in which language, and direction, an element's text is."""
    direction = ' dir="rtl"' if code in _RIGHT_TO_LEFT else ""
    return f'lang="{quoted(code)}"{direction}'


def titled(title: str, original: str, source: str, target: str) -> str:
    """Return a translated title and, where it differs, the original in small; `source`, `target` as from `tongue`."""
    small = f" <small {source}>{escaped(original)}</small>" if original != title else ""
    return f"<span {target}>{escaped(title)}</span>{small}"


def anchor(kind: str, text: str) -> str:
    """Return an id made from a text alone, so that it stays the same when the episode is run again."""
    return f"{kind}-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def clock(time_ms: int) -> str:
    """Return a time of the recording as people write it: `4:05`, `1:04:05`."""
    minutes, seconds = divmod(time_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def span(duration_ms: int) -> str:
    """Return a duration in words: `0.4 s`, `17 s`, `1 min 20 s`, `1 h 36 min`."""
    if duration_ms < 1000:
        return f"{duration_ms / 1000:.1f} s"
    minutes, seconds = divmod((duration_ms + 500) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min")) if hours else ((minutes, "min"), (seconds, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def audio_address(audio: str) -> tuple[str, str]:
    """Return the recording's address for an attribute, and the sources that the content policy must allow.

    A podcast's address redirects from host to host, so the policy allows a scheme, not a host; a relative path is
    allowed from where the page is, the disk included. A web address is taken as it is, a path as the name of a file
    (`Épisode #3.mp3`), so that its odd characters are escaped. Raises `UsageError` for any other kind of address.
    """
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", audio)
    if scheme is None:
        return quote(audio, safe="/", errors="surrogateescape"), "'self' file:"
    if scheme[1].lower() in {"http", "https"}:
        return quoted(audio), "https:" if scheme[1].lower() == "https" else "http: https:"
    raise UsageError(
        f"the page cannot play {audio!r}",
        where="audio",
        mend="Give a web address (https://...) or a path relative to the page's folder.",
    )
