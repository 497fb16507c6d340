"""The report as a page for a browser: self-contained, without a script, in both themes, on paper and on a phone.

What it shows of an episode links into that episode's `transcript.html`. Its content policy admits its own style and
nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from string import Template

from translate.candidates import Candidate
from translate.consistency import measure
from translate.reports.page import misheard, terms
from translate.reports.page.listing import listing
from translate.reports.page.overview import episodes, facts
from translate.reports.page.shown import Shown, shown
from translate.reports.page.strip import strip
from translate.reports.subject import Report
from translate.waivers import Waiver
from translate.writers.page import policy, shared_style
from translate.writers.page.markup import clock, escaped

_HEADING = re.compile(r'<h2 id="([a-z]+)-title">([^<]+)</h2>')


def render(report: Report, candidates: Sequence[Candidate]) -> str:
    """Return the page."""
    subjects = [shown(subject) for subject in report.subjects]
    spoken = [one for one in subjects if one.rows]
    style = shared_style() + (files(__package__) / "report.css").read_text(encoding="utf-8")
    body = "\n".join(
        filter(
            None,
            (
                episodes(report.subjects),
                listing(subjects),
                *_parts(report, spoken, candidates),
                _waivers(subjects, report.idle),
            ),
        )
    )
    contents = " ".join(f'<a href="#{name}-title">{text}</a>' for name, text in _HEADING.findall(body))
    signatures = dict.fromkeys(escaped(translated.signature) for translated in report.episodes)
    return Template((files(__package__) / "report.html").read_text(encoding="utf-8")).substitute(
        policy=policy(style),
        kind="Glossary report" if spoken else "Subtitle report",
        title=escaped(report.title),
        style=style,
        facts=facts(report),
        contents=contents,
        body=body,
        footer="".join(f"<p>Made by <code>{signature}</code></p>" for signature in signatures),
    )


def _parts(report: Report, spoken: Sequence[Shown], candidates: Sequence[Candidate]) -> Iterator[str]:
    """Yield the sections on the episodes: strips, changes, terms, candidates, mishearings."""
    if not spoken:
        return
    yield _strips(spoken)
    yield _changes(spoken)
    measured = measure(report.episodes)
    if measured:
        found = terms.places(spoken)
        yield terms.table(measured, found)
        yield terms.heat(spoken, measured, found)
        yield terms.quadrants(measured)
        yield terms.concordance(measured, found)
    yield _candidates(candidates, spoken)
    yield misheard.section(report.misheard, spoken, {one.term.id for one in measured})


def _strips(spoken: Sequence[Shown]) -> str:
    """Return the strips; of several episodes, each under its title."""
    drawn = [(one, strip(one)) for one in spoken]
    inside = "\n".join(
        f'<h3 class="strip-title">{escaped(one.subject.title)}</h3>\n{picture}' if len(spoken) > 1 else picture
        for one, picture in drawn
    )
    return f'<section aria-labelledby="strip-title">\n<h2 id="strip-title">At a glance</h2>\n{inside}\n</section>'


def _changes(spoken: Sequence[Shown]) -> str:
    """Return the sentences that a change of the glossary asks for anew; nothing where no change was asked about."""
    if all(one.subject.changes is None for one in spoken):
        return ""
    entries = "\n".join(
        f'<li><div class="where">{escaped(one.subject.id)}</div><div class="what"><p>{escaped(change.text)}</p>'
        f'<p class="meaning">{escaped("; ".join(change.before) or "no term")} <b>became</b> '
        f"{escaped('; '.join(change.now) or 'no term')}</p></div></li>"
        for one in spoken
        for change in one.subject.changes or ()
    )
    return (
        '<section aria-labelledby="changes-title">\n<h2 id="changes-title">Changed by the glossary</h2>\n'
        '<p class="meaning">Sentences that a run with the present glossary translates anew.</p>\n'
        f'{f"""<ol class="found">{entries}</ol>""" if entries else "<p>None.</p>"}\n</section>'
    )


def _candidates(candidates: Sequence[Candidate], spoken: Sequence[Shown]) -> str:
    """Return what the glossary may lack."""
    if not candidates:
        return ""
    entries = "\n".join(
        f"<li><b>{escaped(one.text)}</b> <small>{one.count}"
        f"{f' in {one.episodes} episodes' if one.episodes > 1 else ''}</small> {_first(one, spoken)}</li>"
        for one in candidates
    )
    return (
        '<section aria-labelledby="candidates-title">\n<h2 id="candidates-title">What the glossary may lack</h2>\n'
        '<p class="meaning">Words that come back, that no entry lists and that the dictionary does not have.</p>\n'
        f'<ul class="candidates">\n{entries}\n</ul>\n</section>'
    )


def _first(candidate: Candidate, spoken: Sequence[Shown]) -> str:
    """Return a link to where a candidate was first said, and in which of several episodes."""
    number, at = candidate.first
    row = spoken[number].rows[at]
    return spoken[number].link(row, clock(row.time.start_ms)) + _episode(spoken[number], spoken)


def _episode(one: Shown, subjects: Sequence[Shown]) -> str:
    """Return which of several episodes one is, after a time."""
    return f' <span class="episode">{escaped(one.subject.id)}</span>' if len(subjects) > 1 else ""


def _waivers(subjects: Sequence[Shown], idle: Sequence[Waiver]) -> str:
    """Return what is waived, and the waivers that nothing needed."""
    entries = [
        _waiver(waiver, one.time(finding.place) + _episode(one, subjects), finding.message)
        for one in subjects
        for finding, waiver in one.subject.waived
    ]
    entries += [_waiver(waiver, "", "Nothing found here has this fingerprint.") for waiver in idle]
    if not entries:
        return ""
    return (
        '<section aria-labelledby="waivers-title">\n<h2 id="waivers-title">Waivers</h2>\n'
        f'<ol class="found">\n{"".join(entries)}\n</ol>\n</section>'
    )


def _waiver(waiver: Waiver, when: str, message: str) -> str:
    """Return a waiver: what it waives, why and until when."""
    return (
        f'<li><div class="where">{when} <code>{waiver.fingerprint}</code></div><div class="what">'
        f'<p>{escaped(message)}</p><p class="meaning">{escaped(waiver.reason)} '
        f"(until {waiver.expires.isoformat()})</p></div></li>"
    )
