"""Reports as SARIF 2.1.0, for forges and editors.

A sentence's place is its line in `bilingual.tsv`; a cue's is its subtitle file. Waivers are suppressions, and what a
baseline has is `unchanged`.
"""

import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from translate import __version__
from translate.findings import MEANINGS, Finding, Rule, Severity, severity
from translate.reports.subject import Report, Subject

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "glossub/v1"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_RULES = tuple(Rule)


def render(reports: Iterable[Report]) -> str:
    """Return the document."""
    driver = {
        "name": "glossub",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [
            {
                "id": rule.value,
                "name": "".join(word.capitalize() for word in rule.split("-")),
                "shortDescription": {"text": MEANINGS[rule]},
                "defaultConfiguration": {"level": _LEVELS[severity(rule)]},
            }
            for rule in _RULES
        ],
    }
    results = [result for report in reports for subject in report.subjects for result in _results(subject)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _results(subject: Subject) -> Iterator[dict[str, object]]:
    """Yield the results of a subject."""
    compared = bool(subject.known)
    for finding in subject.findings:
        yield {**_result(subject, finding), **({"baselineState": "new"} if compared else {})}
    for finding in subject.known:
        yield {**_result(subject, finding), "baselineState": "unchanged"}
    for finding, waiver in subject.waived:
        why = f"{waiver.reason} (until {waiver.expires.isoformat()})"
        yield {**_result(subject, finding), "suppressions": [{"kind": "external", "justification": why}]}


def _result(subject: Subject, finding: Finding) -> dict[str, object]:
    """Return a finding as a result."""
    place = finding.place
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(_artifact(subject, finding))}}
    if subject.translated is not None and place.cue is None and place.sentence is not None:
        physical["region"] = {"startLine": place.sentence + 2}  # a header, then a line per sentence
    alarm = {"alarm": finding.alarm.value} if finding.alarm is not None else {}
    about = {"term": finding.term} if finding.term else {}
    return {
        "ruleId": finding.rule.value,
        "ruleIndex": _RULES.index(finding.rule),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "locations": [{"physicalLocation": physical, "logicalLocations": [{"name": subject.id, "kind": "module"}]}],
        "properties": {**about, **alarm, "source": finding.source, "target": finding.target},
    }


def _artifact(subject: Subject, finding: Finding) -> str:
    """Return the address of the file in which a finding shows, relative to the report."""
    if subject.translated is None:
        return subject.path or subject.id
    name = f"{subject.id}.{finding.place.language}.srt" if finding.place.cue is not None else "bilingual.tsv"
    return f"{subject.path}/{name}" if subject.path else name
