"""The report as a table: a row per hit with what became of it and what was found there, then the other findings.

Suggestions for the glossary are neither, and stand on the page and in the JSON.

The format is that of `translate.writers.tsv`: tabs, one line per row, `excel-tab` quoting.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence

from translate.findings import Finding
from translate.reports.subject import Report, Subject, every
from translate.translation import TranslatedEpisode, WordTime, sentence_times
from translate.writers.page.view import rows
from translate.writers.tsv import one_line

COLUMNS = (
    "episode", "time_ms", "provenance", "speaker", "term", "form", "reason", "target", "status", "tier", "rendering",
    "rule", "severity", "alarm", "state", "fingerprint", "message", "source", "translation",
)  # fmt: skip
_Row = dict[str, str | int]


def render(report: Report) -> Iterator[str]:
    """Yield the table in pieces, about one for each subject."""
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS, restval="", dialect="excel-tab", lineterminator="\n")
    writer.writeheader()
    for subject in report.subjects:
        writer.writerows({name: one_line(str(value)) for name, value in row.items()} for row in _rows(subject))
        yield table.getvalue()
        table.seek(0)
        table.truncate()
    yield table.getvalue()


def _rows(subject: Subject) -> Iterator[_Row]:
    """Yield the rows of a subject: its hits in order, each with its findings, then findings without a hit."""
    at_hits: defaultdict[tuple[int | None, tuple[int, int] | None, str], list[tuple[Finding, str]]] = defaultdict(list)
    others: list[tuple[Finding, str]] = []
    for finding, state in every(subject):
        place = finding.place
        if place.hit is None or subject.translated is None:
            others.append((finding, state))
        else:
            at_hits[place.sentence, place.hit, finding.term].append((finding, state))
    if subject.translated is not None:
        yield from _hits(subject.id, subject.translated, at_hits)
    times = sentence_times(subject.translated) if subject.translated is not None else ()
    for finding, state in others:
        yield {"episode": subject.id, "term": finding.term, **_told(finding, state), **_where(finding, times)}


def _hits(
    name: str,
    translated: TranslatedEpisode,
    found: dict[tuple[int | None, tuple[int, int] | None, str], list[tuple[Finding, str]]],
) -> Iterator[_Row]:
    """Yield a row per hit, or several where several things were found there."""
    for at, row in enumerate(rows(translated)):
        speaker = translated.episode.turns[row.translation.sentence.turn].speaker
        for outcome in row.translation.outcomes:
            hit = outcome.hit
            told: _Row = {
                "episode": name,
                "time_ms": row.time.start_ms,
                "provenance": row.time.provenance,
                "speaker": speaker or "",
                "term": hit.term.id,
                "form": hit.form,
                "reason": hit.reason,
                "target": hit.term.target,
                "status": outcome.status,
                "tier": outcome.tier,
                "rendering": outcome.rendering,
                "source": row.source.text.strip(),
                "translation": row.translation.target.strip(),
            }
            here = found.get((at, (hit.start, hit.end), hit.term.id), [])
            yield from ({**told, **_told(finding, state)} for finding, state in here)
            if not here:
                yield told


def _told(finding: Finding, state: str) -> _Row:
    """Return what a row says of a finding."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "alarm": finding.alarm or "",
        "state": state,
        "fingerprint": finding.fingerprint,
        "message": finding.message,
    }


def _where(finding: Finding, times: Sequence[WordTime]) -> _Row:
    """Return where a finding without a hit is, and what stands there; `times` are the sentences'."""
    place = finding.place
    time = times[place.sentence] if place.sentence is not None and place.sentence < len(times) else None
    return {
        "time_ms": "" if place.time_ms is None else place.time_ms,
        "provenance": "" if time is None else time.provenance,
        "speaker": place.speaker or "",
        "source": finding.source,
        "translation": finding.target,
    }
