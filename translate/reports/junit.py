"""Reports as JUnit XML, for continuous integration.

A suite per episode, and in it a case per rule. A rule that found something over the gate has a failed case for each
finding instead; what is waived, or in the baseline, is a skipped case. Nothing in it depends on the day.
"""

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from translate.findings import Finding, Rule, Severity, at_least
from translate.reports.subject import Report, Subject
from translate.writers.page.markup import clock

_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(reports: Sequence[Report], gate: Severity) -> Iterator[str]:
    """Yield the document in pieces, one for each suite; findings below the gate fail nothing."""
    tests = failures = 0
    for suite in _suites(reports, gate):  # once to count, once to write: a season's suites need not be in the memory
        tests, failures = tests + suite.tests, failures + suite.failures
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="glossub check"{_counts(tests, failures)} time="0">\n'
    yield from (suite.render() for suite in _suites(reports, gate))
    yield "</testsuites>\n"


def _suites(reports: Sequence[Report], gate: Severity) -> Iterator["_Suite"]:
    return (_Suite(subject, gate) for report in reports for subject in report.subjects)


class _Suite:
    """The cases of one subject, counted."""

    def __init__(self, subject: Subject, gate: Severity) -> None:
        """Make the cases."""
        over = at_least(subject.findings, gate)
        failed = {finding.rule for finding in over}
        skipped = [(finding, "in the baseline") for finding in subject.known]
        skipped += [(f, f"waived until {w.expires.isoformat()}: {w.reason}") for f, w in subject.waived]
        self.subject = subject
        self.cases = [
            *(self._case(rule, "") for rule in Rule if rule not in failed),
            *(self._case(f"{f.rule} {f.fingerprint}", "".join(_failure(f))) for f in over),
            *(self._case(f"{f.rule} {f.fingerprint}", f"<skipped message={_quoted(why)}/>") for f, why in skipped),
        ]
        self.tests, self.failures, self.skipped = len(self.cases), len(over), len(skipped)

    def _case(self, name: str, inside: str) -> str:
        head = f'<testcase classname={_quoted(f"glossub.{self.subject.id}")} name={_quoted(name)} time="0"'
        return f"{head}>{inside}</testcase>\n" if inside else f"{head}/>\n"

    def render(self) -> str:
        """Return the suite."""
        counts = f'{_counts(self.tests, self.failures)} skipped="{self.skipped}"'  # which only a suite may have
        return f'<testsuite name={_quoted(self.subject.id)}{counts} time="0">\n{"".join(self.cases)}</testsuite>\n'


def _failure(finding: Finding) -> Iterator[str]:
    """Yield the element of a failed case: the message, and where it is and what stands there."""
    place = finding.place
    lines = [
        f"at {clock(place.time_ms)}" + (f", {place.speaker}" if place.speaker else "")
        if place.time_ms is not None
        else "",
        finding.source,
        finding.target,
        f"fingerprint {finding.fingerprint}",
    ]
    yield f"<failure type={_quoted(finding.rule)} message={_quoted(finding.message)}>"
    yield escape(_IMPOSSIBLE.sub("\ufffd", "\n".join(filter(None, lines))))
    yield "</failure>"


def _counts(tests: int, failures: int) -> str:
    return f' tests="{tests}" failures="{failures}" errors="0"'


def _quoted(text: str) -> str:
    return quoteattr(_IMPOSSIBLE.sub("\ufffd", text))
