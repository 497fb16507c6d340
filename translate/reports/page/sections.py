"""What the page is made of: sections, each gathered subject by subject, so that a season need not be in the memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from translate.reports.page.shown import Shown


class Kept(Protocol):
    """Where the texts of a page are until it is written: a list, or for a season a `translate.shelf.Shelf`."""

    def append(self, value: str, /) -> None:
        """Add a text."""

    def __getitem__(self, at: int, /) -> str:
        """Return a text."""

    def __len__(self) -> int:
        """Return how many texts there are."""


class Entries:
    """Texts that belong together; of each only the place is in the memory."""

    def __init__(self, kept: Kept) -> None:
        """Make room."""
        self._kept = kept
        self._places: list[int] = []

    def add(self, text: str) -> None:
        """Add a text."""
        self._places.append(len(self._kept))
        self._kept.append(text)

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        """Yield the texts in order."""
        return (self._kept[place] for place in self._places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the page: its name (ids are made of it), its heading, and its content in pieces."""

    name: str
    title: str
    content: Iterable[str]
    id: str = ""

    def render(self) -> Iterator[str]:
        """Yield the section in pieces."""
        own = f' id="{self.id}"' if self.id else ""
        yield f'<section{own} aria-labelledby="{self.name}-title">\n<h2 id="{self.name}-title">{self.title}</h2>\n'
        yield from self.content
        yield "\n</section>"


class Gatherer(Protocol):
    """What gathers one subject after the other, and has its sections then."""

    def add(self, one: Shown) -> None:
        """Take a subject in."""

    def sections(self) -> Iterator[Section]:
        """Yield the sections; none where there is nothing to show."""


def lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts with line ends between them."""
    before = ""
    for text in texts:
        yield f"{before}{text}"
        before = "\n"


def group(
    summary: str, entries: Iterable[str], *, said: str = "", listed: str = 'class="found"', is_open: bool = False
) -> Iterator[str]:
    """Yield a list under a summary, which shows what it has where it is open."""
    opened = " open" if is_open else ""
    yield f'<details class="group"{opened}>\n<summary>{summary}</summary>\n{said}<ol {listed}>\n'
    yield from lines(entries)
    yield "\n</ol>\n</details>"


def cut(entries: Entries, count: int, where: str) -> Iterable[str]:
    """Return entries and, where there were more, how many; `where` says what has them all."""
    more = count - len(entries)
    return chain(entries, [f"<li>and {more} more, in the {where}</li>"] if more else [])
