"""A text as lines: what stands before the words (indent, bullet, heading marks) and the words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from translate.readers.markup import squeeze

_LINE = re.compile(r"(?P<indent>[ \t]*)(?P<mark>[•◦▪‣●○]\s*|[*+-]\s+(?=[*_\w\[(])|#{1,6}\s+)?(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that is not empty: `text` is what follows its mark (a bullet, `-`, `#`), squeezed.

    `apart` says that no line stands right above it, `furniture` that the page sets it apart (navigation, footer).
    """

    number: int
    indent: int
    mark: str
    text: str
    apart: bool = True
    furniture: bool = False

    @property
    def place(self) -> str:
        """Return where the line stands, for notes."""
        return f"line {self.number}"

    @property
    def bullet(self) -> bool:
        """Say whether a typographic bullet stands before the words."""
        return self.mark in "•◦▪‣●○" and bool(self.mark)

    @property
    def words(self) -> str:
        """Return the words as said: a dash or a star may be typed, a bullet or a heading's mark is mark-up."""
        return f"{self.mark} {self.text}" if self.mark in {"-", "*", "+"} else self.text


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text that are not empty, numbered from 1."""
    apart = True
    for number, raw in enumerate(text.split("\n"), start=1):
        blank = not raw or raw.isspace()
        if not blank:
            found = _LINE.match(raw)
            if found is None:  # pragma: no cover - the pattern matches any line
                continue
            indent = len(found["indent"].expandtabs(4))
            words = squeeze(found["rest"])
            mark = (found["mark"] or "").strip()
            if words or mark:
                yield Line(number=number, indent=indent, mark=mark if words else "", text=words or mark, apart=apart)
        apart = blank
