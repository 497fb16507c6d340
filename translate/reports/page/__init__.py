"""The report as a page for a browser: self-contained, without a script, in both themes, on paper and on a phone.

What it shows of an episode links into that episode's `transcript.html`. Its content policy admits its own style and
nothing else.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.resources import files
from string import Template

from translate.candidates import Candidate
from translate.reports.page.listing import Listing
from translate.reports.page.misheard import Misheard
from translate.reports.page.overview import Episodes, facts
from translate.reports.page.sections import Entries, Gatherer, Kept, Section, lines
from translate.reports.page.shown import Shown, shown
from translate.reports.page.strip import Strips
from translate.reports.page.terms import Terms
from translate.reports.subject import Report, Unread
from translate.reports.totals import Totals
from translate.waivers import Waiver
from translate.writers.page import policy, shared_style
from translate.writers.page.markup import clock, escaped


def render(report: Report, whole: Totals, candidates: Sequence[Candidate], kept: Kept) -> Iterator[str]:
    """Yield the page in pieces, the texts of which are in `kept` until then; `whole` is the report's."""
    several = len(report.subjects) > 1
    gatherers: list[Gatherer] = [
        Episodes(kept),
        Listing(kept, several=several),
        Strips(kept, whole),
        Changes(kept),
        Terms(kept, whole),
        Candidates(candidates, several=whole.spoken > 1),
        Misheard(kept, report.misheard, whole),
        Waivers(kept, report.idle, several=several),
        Unreadable(report.unread),
    ]
    signatures: dict[str, None] = {}
    for one in map(shown, report.subjects):
        for gatherer in gatherers:
            gatherer.add(one)
        if one.subject.translated is not None:
            signatures[escaped(one.subject.translated.signature)] = None
    sections = [section for gatherer in gatherers for section in gatherer.sections()]
    style = shared_style() + (files(__package__) / "report.css").read_text(encoding="utf-8")
    head, tail = (files(__package__) / "report.html").read_text(encoding="utf-8").split("$body")
    yield Template(head).substitute(
        policy=policy(style),
        kind="Glossary report" if whole.spoken else "Subtitle report",
        title=escaped(report.title),
        style=style,
        facts=facts(report, whole),
        contents=" ".join(f'<a href="#{one.name}-title">{one.title}</a>' for one in sections),
    )
    for number, section in enumerate(sections):
        yield "\n" if number else ""
        yield from section.render()
    footer = "".join(f"<p>Made by <code>{signature}</code></p>" for signature in signatures)
    yield Template(tail).substitute(footer=footer)


class Changes:
    """The sentences that a change of the glossary asks for anew."""

    def __init__(self, kept: Kept) -> None:
        """Make room."""
        self._asked = False
        self._entries = Entries(kept)

    def add(self, one: Shown) -> None:
        """Take what changes in an episode in."""
        self._asked |= one.subject.changes is not None
        for change in one.subject.changes or ():
            before, now = ("; ".join(wording) or "no term" for wording in (change.before, change.now))
            self._entries.add(
                f'<li><div class="where">{escaped(one.subject.id)}</div><div class="what"><p>{escaped(change.text)}</p>'
                f'<p class="meaning">{escaped(before)} <b>became</b> {escaped(now)}</p></div></li>'
            )

    def sections(self) -> Iterator[Section]:
        """Yield the section; nothing where no change was asked about."""
        if self._asked:
            yield Section(name="changes", title="Changed by the glossary", content=self._content())

    def _content(self) -> Iterator[str]:
        yield '<p class="meaning">Sentences that a run with the present glossary translates anew.</p>\n'
        yield '<ol class="found">' if self._entries else "<p>None.</p>"
        yield from lines(self._entries)
        yield "</ol>" if self._entries else ""


class Unreadable:
    """The documents that could not be read."""

    def __init__(self, unread: Sequence[Unread]) -> None:
        """Keep them."""
        self._unread = unread

    def add(self, one: Shown) -> None:
        """Leave a subject: it was read."""

    def sections(self) -> Iterator[Section]:
        """Yield the section; nothing where all was read."""
        if self._unread:
            yield Section(name="unread", title="What could not be read", content=self._content())

    def _content(self) -> Iterator[str]:
        yield '<p class="meaning">These are in none of the figures.</p>\n<ol class="found">'
        for one in self._unread:
            yield f'<li><div class="where">{escaped(one.path)}</div><div class="what">{escaped(one.reason)}</div></li>'
        yield "</ol>"


class Candidates:
    """What the glossary may lack, with where each was first said."""

    def __init__(self, candidates: Sequence[Candidate], *, several: bool) -> None:
        """Look for the places, by the episode."""
        self._candidates = candidates
        self._several = several
        self._wanted: defaultdict[int, list[Candidate]] = defaultdict(list)
        self._links: dict[Candidate, str] = {}
        self._seen = 0
        for one in candidates:
            self._wanted[one.first[0]].append(one)

    def add(self, one: Shown) -> None:
        """Take the places in an episode in."""
        if one.subject.translated is None:
            return
        for candidate in self._wanted.get(self._seen, ()):
            row = one.rows[candidate.first[1]]
            when = one.link(row, clock(row.time.start_ms))
            self._links[candidate] = when + (_episode(one) if self._several else "")
        self._seen += 1

    def sections(self) -> Iterator[Section]:
        """Yield the section; nothing where nothing lacks."""
        if self._candidates:
            yield Section(name="candidates", title="What the glossary may lack", content=self._content())

    def _content(self) -> Iterator[str]:
        yield (
            '<p class="meaning">Words that come back, that no entry lists and that the dictionary does not have.</p>\n'
            '<ul class="candidates">\n'
        )
        for one in self._candidates:
            within = f" in {one.episodes} episodes" if one.episodes > 1 else ""
            yield f"<li><b>{escaped(one.text)}</b> <small>{one.count}{within}</small> {self._links[one]}</li>\n"
        yield "</ul>"


class Waivers:
    """What is waived, and the waivers that nothing needed."""

    def __init__(self, kept: Kept, idle: Sequence[Waiver], *, several: bool) -> None:
        """Make room; of several subjects, each waiver says in which it is needed."""
        self._entries = Entries(kept)
        self._idle = idle
        self._several = several

    def add(self, one: Shown) -> None:
        """Take what is waived in a subject in."""
        for finding, waiver in one.subject.waived:
            when = one.time(finding.place) + (_episode(one) if self._several else "")
            self._entries.add(_waiver(waiver, when, finding.message))

    def sections(self) -> Iterator[Section]:
        """Yield the section; nothing where there are no waivers."""
        if self._entries or self._idle:
            yield Section(name="waivers", title="Waivers", content=self._content())

    def _content(self) -> Iterator[str]:
        yield '<ol class="found">\n'
        yield from self._entries
        yield from (_waiver(waiver, "", "Nothing found here has this fingerprint.") for waiver in self._idle)
        yield "\n</ol>"


def _episode(one: Shown) -> str:
    """Return which of several episodes one is, after a time."""
    return f' <span class="episode">{escaped(one.subject.id)}</span>'


def _waiver(waiver: Waiver, when: str, message: str) -> str:
    """Return a waiver: what it waives, why and until when."""
    return (
        f'<li><div class="where">{when} <code>{waiver.fingerprint}</code></div><div class="what">'
        f'<p>{escaped(message)}</p><p class="meaning">{escaped(waiver.reason)} '
        f"(until {waiver.expires.isoformat()})</p></div></li>"
    )
