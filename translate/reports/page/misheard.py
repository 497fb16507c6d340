"""The unlisted mishearings of a report: what resembles a listed term, how nearly, and every place where it stands."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from translate.evidence import Evidence
from translate.findings import Place
from translate.languages.spelling import WORD
from translate.reports.page.sections import Entries, Kept, Section, cut, group, lines
from translate.reports.page.shown import Shown
from translate.reports.totals import Totals
from translate.suggest import Suggestion
from translate.writers.page.markup import anchor, escaped

OPEN = 3
"""Places of a suggestion above which they are folded away until somebody asks for them."""
MOST = 100
"""Places of a suggestion that are shown; the JSON has them all."""


class Misheard:
    """The suggestions, and their places, each taken from its episode."""

    def __init__(self, kept: Kept, suggestions: Sequence[Suggestion] | None, whole: Totals) -> None:
        """Make room; None where nobody looked for any."""
        self._suggestions = suggestions
        self._spoken = whole.spoken
        self._listed = {one.term.id for one in whole.terms}  # which the concordance has
        self._entries = [Entries(kept) for _ in suggestions or ()]
        self._tongues: dict[int, tuple[str, str]] = {}
        self._wanted: defaultdict[str, list[tuple[int, Evidence]]] = defaultdict(list)
        for number, one in enumerate(suggestions or ()):
            for place in one.places[:MOST]:
                self._wanted[place.episode].append((number, place))

    def add(self, one: Shown) -> None:
        """Take the places in an episode in."""
        for number, place in self._wanted.pop(one.subject.id, ()):
            source, _ = self._tongues.setdefault(number, one.tongues)
            text = (self._suggestions or ())[number].text
            self._entries[number].add(_place(one, place, text, source, several=self._spoken > 1))

    def sections(self) -> Iterator[Section]:
        """Yield the section; nothing where nothing is said."""
        if self._spoken:
            yield Section(name="misheard", title="Perhaps misheard", content=self._content())

    def _content(self) -> Iterator[str]:
        yield (
            '<p class="meaning">What looks or sounds like a term, though no entry lists it. Nothing was rewritten: '
            "<code>glossub glossary suggest --accept</code> takes a form in by its id.</p>\n"
        )
        if self._suggestions is None:
            yield "<p>Not looked for yet: <code>glossub check</code> does that, and tells it here.</p>"
        elif not self._suggestions:
            yield "<p>None.</p>"
        else:
            yield from lines("".join(self._suggestion(*numbered)) for numbered in enumerate(self._suggestions))

    def _suggestion(self, number: int, one: Suggestion) -> Iterator[str]:
        """Yield what may be a mishearing: of which term, why, how often, and where."""
        source, target = self._tongues.get(number, ("", ""))
        within = f" in {one.episodes} episodes" if one.episodes > 1 else ""
        term = escaped(one.term)
        named = f'<a href="#{anchor("term", one.term)}">{term}</a>' if one.term in self._listed else term
        return group(
            f"<span {source}>{escaped(one.text)}</span> → <span {target}>{escaped(one.target)}</span> "
            f'<span class="count">{one.count}{within}</span>',
            cut(self._entries[number], one.count, "JSON"),
            said=f'<p class="meaning">Of the entry {named}: {escaped(one.why)}. <code>{escaped(one.id)}</code></p>\n',
            is_open=one.count <= OPEN,
        )


def _place(one: Shown, place: Evidence, text: str, source: str, *, several: bool) -> str:
    """Return a place: when, who, in which of several episodes, and the sentence with the wording in it marked."""
    at = Place(episode=place.episode, sentence=place.sentence, time_ms=place.time_ms)
    episode = f'<span class="episode">{escaped(place.episode)}</span>' if several else ""
    head = " ".join(filter(None, (one.time(at), one.name(place.speaker), episode)))
    return (
        f'<li><div class="where">{head}</div><div class="what">'
        f'<p class="source" {source}>{_marked(place.text, text)}</p></div></li>'
    )


def _marked(sentence: str, wording: str) -> str:
    """Return a sentence in which a wording is marked, however its words are joined there."""
    joined = r"[-'’\s]".join(map(re.escape, WORD.findall(wording)))
    parts = re.split(rf"(?<!\w)({joined})(?!\w)", sentence, flags=re.IGNORECASE)
    return "".join(f"<b>{escaped(part)}</b>" if number % 2 else escaped(part) for number, part in enumerate(parts))
