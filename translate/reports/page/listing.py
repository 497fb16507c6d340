"""The findings of a report: what to look at, most serious first, and apart from it what is probably no fault."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from translate.findings import MEANINGS, Alarm, Finding, Rule, Severity, severity
from translate.reports.page.sections import Entries, Kept, Section, cut, group, lines
from translate.reports.page.shown import Shown
from translate.writers.page.marks import marked_source, marked_target
from translate.writers.page.markup import escaped, tongue

OPEN = 12
"""Findings of one rule above which they are folded away until somebody asks for them."""
MOST = 500
"""Findings of one rule that are shown; the table has them all."""
_NAMES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}


class Listing:
    """The findings, by rule; of what is probably no fault, by the reason why."""

    def __init__(self, kept: Kept, *, several: bool) -> None:
        """Make room; of several subjects, each finding says in which it is."""
        self._kept = kept
        self._several = several
        self._groups: dict[Rule | Alarm, Entries] = {}
        self._counts: Counter[Rule | Alarm] = Counter()

    def add(self, one: Shown) -> None:
        """Take a subject's findings in."""
        for finding in one.subject.findings:
            kind = finding.alarm or finding.rule
            self._counts[kind] += 1
            entries = self._groups.setdefault(kind, Entries(self._kept))
            if len(entries) < MOST:
                entries.add(_finding(one, finding, several=self._several))

    def sections(self) -> Iterator[Section]:
        """Yield the section of findings."""
        parts = chain(*(self._severity(level) for level in Severity), self._alarms())
        content = lines(parts) if self._counts else ["<p>Nothing was found.</p>"]
        yield Section(name="findings", title="To look at", content=content, id="findings")

    def _severity(self, level: Severity) -> Iterator[str]:
        """Yield the groups of a severity."""
        rules = [rule for rule in Rule if rule in self._groups and severity(rule) is level]
        if rules:
            yield f'<h3 class="{level}">{_NAMES[level]}</h3>'
        for rule in rules:
            meaning = f'<p class="meaning">{escaped(MEANINGS[rule])}</p>\n' if MEANINGS[rule] else ""
            yield "".join(self._group(rule, rule.replace("-", " "), said=meaning, folded=False))

    def _alarms(self) -> Iterator[str]:
        """Yield the groups of what is probably no fault."""
        reasons = [kind for kind in self._groups if isinstance(kind, Alarm)]
        if reasons:
            yield "<h3>Probably no fault</h3>"
        for reason in reasons:
            yield "".join(self._group(reason, reason, said="", folded=True))

    def _group(self, kind: Rule | Alarm, title: str, *, said: str, folded: bool) -> Iterator[str]:
        """Return the findings of one rule, or of one reason, folded away where there are many."""
        count = self._counts[kind]
        summary = f'{escaped(title.capitalize())} <span class="count">{count}</span>'
        entries = cut(self._groups[kind], count, "table (TSV)")
        return group(summary, entries, said=said, is_open=not folded and count <= OPEN)


def _finding(one: Shown, finding: Finding, *, several: bool) -> str:
    """Return a finding: when, who, in which episode, what, and the texts."""
    episode = f'<span class="episode">{escaped(one.subject.id)}</span>' if several else ""
    head = " ".join(filter(None, (one.time(finding.place), one.name(finding.place.speaker), episode)))
    return (
        f'<li><div class="where">{head}</div><div class="what"><p>{escaped(_sentence(finding.message))}</p>'
        f'{"".join(_texts(one, finding))}<p class="mark">fingerprint <code>{finding.fingerprint}</code></p></div></li>'
    )


def _texts(one: Shown, finding: Finding) -> Iterator[str]:
    """Yield what was said and what was made of it."""
    translated, at = one.subject.translated, finding.place.sentence
    if translated is not None and at is not None and finding.place.cue is None:
        row = one.rows[at]
        yield f'<p class="source" {tongue(translated.episode.language)}>{marked_source(row)}</p>'
        yield f'<p class="target" {tongue(translated.target_language)}>{marked_target(row.translation)}</p>'
    elif finding.place.cue is not None:
        code = finding.place.language
        lines = "<br>".join(map(escaped, finding.target.split("\n")))
        yield f'<p class="cue" {tongue(code)}>{lines}</p>' if code else f'<p class="cue">{lines}</p>'


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]
