"""The text that an engine gets: typographic variants made plain, with a map back.

Recognisers and hosts write the same thing in many ways; the checkpoints saw few of them. Curly apostrophes become
straight, guillemets and curly quotes become `"`, an ellipsis three dots, odd and repeated spaces one space, and
invisible characters and pictographs nothing. Only the engine sees this view.
"""

import re
from dataclasses import dataclass

_HIDDEN = r"\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\u2600-\u27bf\U0001f000-\U0001faff"
"""What is not heard: soft hyphens, zero-width characters, pictographs (which small models answer with noise)."""
_SPACE = rf"[\s{_HIDDEN}]"
_RULES = (
    (r"[’‘ʼ´`]", "'"),
    (r"…", "..."),
    (rf"«{_SPACE}*|[“„]", '"'),
    (rf"{_SPACE}*»|”", '"'),
    (rf"[{_HIDDEN}]*\s{_SPACE}*", " "),
    (rf"[{_HIDDEN}]+", ""),
)
_ODD = re.compile("|".join(f"({pattern})" for pattern, _ in _RULES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A text as the engine gets it; `starts` and `ends` give, per character, its span in the text it was made from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def to_read(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of `text` stands in the text it was made from; an empty span stays empty."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def to_normalised(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the text it was made from stands in `text`."""
        inside = [at for at, (a, b) in enumerate(zip(self.starts, self.ends, strict=True)) if a < end and start < b]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


def normalised(text: str) -> Normalised:
    """Return a text with its typography made plain and no white space at its ends."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = len(text) - len(text.lstrip())
    for match in _ODD.finditer(text, done, len(text.rstrip())):
        replacement = _RULES[(match.lastindex or 1) - 1][1]
        pieces += (text[done : match.start()], replacement)
        starts += (*range(done, match.start()), *[match.start()] * len(replacement))
        ends += (*range(done + 1, match.start() + 1), *[match.end()] * len(replacement))
        done = match.end()
    stop = max(done, len(text.rstrip()))
    plain = "".join((*pieces, text[done:stop]))
    starts += range(done, stop)
    ends += range(done + 1, stop + 1)
    first, last = len(plain) - len(plain.lstrip()), len(plain.rstrip())
    return Normalised(text=plain[first:last], starts=tuple(starts[first:last]), ends=tuple(ends[first:last]))
