"""The findings of a report: what to look at, most serious first, and apart from it what is probably no fault."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from translate.findings import MEANINGS, Finding, Rule, Severity, severity
from translate.reports.page.shown import Shown
from translate.writers.page.marks import marked_source, marked_target
from translate.writers.page.markup import escaped, tongue

OPEN = 12
"""Findings of one rule above which they are folded away until somebody asks for them."""
MOST = 500
"""Findings of one rule that are shown; the table has them all."""
_NAMES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}
_Found = list[tuple[Shown, Finding]]


def listing(subjects: Sequence[Shown]) -> str:
    """Return the section of findings."""
    groups: defaultdict[Rule, _Found] = defaultdict(list)
    alarms: _Found = []
    for one in subjects:
        for finding in one.subject.findings:
            (alarms if finding.alarm is not None else groups[finding.rule]).append((one, finding))
    several = len(subjects) > 1
    parts = [_severity(level, groups, several=several) for level in Severity]
    body = "\n".join(filter(None, (*parts, _alarms(alarms, several=several))))
    return (
        '<section id="findings" aria-labelledby="findings-title">\n<h2 id="findings-title">To look at</h2>\n'
        f"{body or '<p>Nothing was found.</p>'}\n</section>"
    )


def _severity(level: Severity, groups: dict[Rule, _Found], *, several: bool) -> str:
    """Return the groups of a severity."""
    inside = [
        _group(_title(rule), MEANINGS[rule], groups[rule], several=several)
        for rule in Rule
        if groups.get(rule) and severity(rule) is level
    ]
    return f'<h3 class="{level}">{_NAMES[level]}</h3>\n' + "\n".join(inside) if inside else ""


def _alarms(found: _Found, *, several: bool) -> str:
    """Return what is probably no fault, by the reason why."""
    if not found:
        return ""
    by_reason: defaultdict[str, _Found] = defaultdict(list)
    for one, finding in found:
        by_reason[str(finding.alarm)].append((one, finding))
    inside = "\n".join(
        _group(reason.capitalize(), "", places, several=several, folded=True) for reason, places in by_reason.items()
    )
    return f"<h3>Probably no fault</h3>\n{inside}"


def _group(title: str, meaning: str, found: _Found, *, several: bool, folded: bool = False) -> str:
    """Return the findings of one rule, or of one reason, folded away where there are many."""
    entries = "\n".join(_finding(one, finding, several=several) for one, finding in found[:MOST])
    more = f"\n<li>and {len(found) - MOST} more, in the table (TSV)</li>" if len(found) > MOST else ""
    is_open = "" if folded or len(found) > OPEN else " open"
    said = f'<p class="meaning">{escaped(meaning)}</p>\n' if meaning else ""
    return (
        f'<details class="group"{is_open}>\n<summary>{escaped(title)} '
        f'<span class="count">{len(found)}</span></summary>\n{said}'
        f'<ol class="found">\n{entries}{more}\n</ol>\n</details>'
    )


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


def _title(rule: Rule) -> str:
    return rule.replace("-", " ").capitalize()


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]
