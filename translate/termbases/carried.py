"""What goes through an exchange format: entries, and an account of everything that did not fit.

No format but our own holds all that an entry has. Whatever a format has no place for is told in a `Loss`, and so is
whatever had to be changed on the way in: nothing is lost silently.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from translate.entries import ANY_LANGUAGE, Case, Contents, Entry, Rendering

TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
"""What a language tag looks like: `fr`, `fr-CA`."""
_SHOWN = 5  # entries that a loss names


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Something that was left out or changed: `what` it is, how often, and the entries or places it was in."""

    what: str
    count: int
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the loss as one line."""
        if not self.places:
            return f"{self.what} ({self.count})"
        more = f" and {len(self.places) - _SHOWN} more" if len(self.places) > _SHOWN else ""
        return f"{self.what} ({self.count}): {', '.join(self.places[:_SHOWN])}{more}"


@dataclass(slots=True)
class Losses:
    """A tally of losses, in the order in which each kind was first met."""

    _places: dict[str, list[str]] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, place: str = "", count: int = 1) -> None:
        """Count something that was left out or changed."""
        self._counts[what] = self._counts.get(what, 0) + count
        places = self._places.setdefault(what, [])
        if place and (not places or places[-1] != place):
            places.append(place)

    def told(self) -> tuple[Loss, ...]:
        """Return all that was counted."""
        return tuple(
            Loss(what=what, count=count, places=tuple(self._places[what])) for what, count in self._counts.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Entries that were read from a file, and what was left out or changed."""

    contents: Contents
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file's text, how many entries are in it, and what it has no place for."""

    text: str
    count: int
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The language spoken and the one wanted (ISO 639-1), for formats that do not name them."""

    source: str = "fr"
    target: str = "en"


_TOLD = {
    "forms": "inflected forms",
    "variants": "variants",
    "misheard": "misheard forms",
    "suspected": "suspected mishearings",
    "need": "cues that are needed",
    "deny": "cues that deny",
}
FIELDS = (*_TOLD, "allowed", "forbidden", "case", "pos", "note", "id")
"""What an entry has beside its source and its target."""


def spelt_out(contents: Contents, target: str, losses: Losses) -> Iterator[Entry]:
    """Yield the entries with a rendering, one that holds in every language spelt out for the target and those named."""
    for entry in contents.entries:
        named = [rendering for rendering in entry.renderings if TAG.match(rendering.language)]
        odd = len(entry.renderings) - len(named) - any(one.language == ANY_LANGUAGE for one in entry.renderings)
        if odd:
            losses.add("renderings whose language is no language tag", entry.id, odd)
        every = next((rendering for rendering in entry.renderings if rendering.language == ANY_LANGUAGE), None)
        if every is not None:
            losses.add("renderings for every language (keep), written for one", entry.id)
            if target not in {rendering.language for rendering in named}:
                named.append(replace(every, language=target))
        if named:
            yield replace(entry, renderings=tuple(named))
        else:
            losses.add("entries without a rendering", entry.id)


def miss(entry: Entry, held: Collection[str], losses: Losses) -> None:
    """Count what an entry has and a format does not hold; `held` are those of `FIELDS` that it does."""
    for key, what in _TOLD.items():
        texts: Sequence[str] = getattr(entry, key)
        if key not in held and texts:
            losses.add(what, entry.id, len(texts))
    for key, told in (("allowed", "other accepted renderings"), ("forbidden", "forbidden renderings")):
        count = sum(len(getattr(rendering, key)) for rendering in entry.renderings)
        if key not in held and count:
            losses.add(told, entry.id, count)
    if "case" not in held and entry.case is not Case.ANY:
        losses.add("that case matters", entry.id)
    if "pos" not in held and entry.pos != "noun":
        losses.add("parts of speech other than noun", entry.id)
    if "note" not in held and entry.note:
        losses.add("notes", entry.id)
    elif entry.note != entry.note.strip():
        losses.add("notes' spaces at the ends", entry.id)
    if "id" not in held:
        losses.add("ids, for which reading makes new ones", entry.id)


def for_language(entries: Iterable[Entry], target: str, losses: Losses) -> Iterator[tuple[Entry, Rendering]]:
    """Yield the entries with their rendering in one language; others are counted as lost."""
    for entry in entries:
        others = [rendering for rendering in entry.renderings if rendering.language != target]
        if others:
            losses.add("renderings in other languages", entry.id, len(others))
        rendering = entry.rendering(target)
        if rendering is None:
            losses.add(f"entries without a rendering in {target}", entry.id)
        else:
            yield entry, rendering
