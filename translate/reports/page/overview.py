"""The head of a report: its figures, and of several episodes a table with a row for each."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from translate.comparison import WITHIN_MS, Comparison
from translate.findings import Severity
from translate.reports.page.sections import Entries, Kept, Section, lines
from translate.reports.page.shown import PAGE, SURE, Shown
from translate.reports.subject import Report, Subject, cost, doubts
from translate.reports.totals import Totals
from translate.translation import Status
from translate.writers.page.markup import clock, escaped


def facts(report: Report, whole: Totals) -> str:
    """Return the figures of the whole report, and of a single subject's cues."""
    levels = ", ".join(_level(level, whole.severities[level]) for level in Severity)
    left_out = ((whole.known, "in the baseline"), (whole.waived, "waived"))
    told = [
        ("Findings", levels + (f" ({whole.alarms} of the notes are probably no fault)" if whole.alarms else "")),
        ("Left out", ", ".join(f"{number} {why}" for number, why in left_out if number)),
        *(_spoken(whole) if whole.episodes else ()),
        *(_cues(report.subjects[0]) if len(report.subjects) == 1 else ()),
    ]
    return f'<dl class="facts">{"".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in told if text)}</dl>'


class Episodes:
    """The table of episodes."""

    def __init__(self, kept: Kept) -> None:
        """Make room."""
        self._rows = Entries(kept)

    def add(self, one: Shown) -> None:
        """Take an episode's row in."""
        self._rows.add(_episode(one.subject))

    def sections(self) -> Iterator[Section]:
        """Yield the table; nothing where there is only one episode."""
        if len(self._rows) > 1:
            yield Section(name="episodes", title="Episodes", content=self._content())

    def _content(self) -> Iterator[str]:
        names = (
            "Errors", "Warnings", "Notes", "Hits", "Missed", "Doubts", "Cues", "In reading speed", "In limits",
            "Characters",
        )  # fmt: skip
        heads = "".join(f'<th scope="col" class="number">{name}</th>' for name in names)
        yield (
            '<div class="scroll" tabindex="0" role="region" aria-label="Table of episodes">\n<table class="terms">\n'
            f'<thead><tr><th scope="col">Episode</th>{heads}</tr></thead>\n<tbody>\n'
        )
        yield from lines(self._rows)
        yield "\n</tbody>\n</table>\n</div>"


def percent(share: float) -> str:
    """Return a share in percent, never rounded up to all."""
    return f"{int(share * 1000) / 10:g} %"


def _level(level: Severity, count: int) -> str:
    return f'<b class="{level}">{count}</b> {level}{"s" * (count != 1)}'


def _spoken(whole: Totals) -> Iterator[tuple[str, str]]:
    """Yield what became of all hits, what is in doubt, where times are from, and what there was to do."""
    hits = whole.hits
    became = ", ".join(f'{hits[status]} <span class="{status}">{status}</span>' for status in Status)
    yield "Hits", f"{hits.total()} in {whole.sentences} sentences: {became}" if hits else ""
    yield "Doubts", f"{whole.doubts:,} sentence{'s' * (whole.doubts != 1)} in doubt"
    origins = ((whole.provenances[origin], words) for origin, words in SURE.items())
    yield "Times", ", ".join(f"{count:,} {words}" for count, words in origins if count)
    speech = clock(whole.speech_ms)
    yield "Cost", f"{whole.characters:,} characters in {whole.sentences:,} sentences, {speech} of speech"


def _cues(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield how well a subject's cues obey their preset, and how near they are to a reference."""
    conformity, preset = subject.conformity, subject.preset
    shares = (
        (conformity.within_cps, f"{preset.cap_cps:g} characters a second"),
        (conformity.within_cpl, f"{preset.cpl} a line"),
        (conformity.within_lines, f"{preset.lines} lines"),
        (conformity.within_duration, f"{preset.min_ms / 1000:g}–{preset.max_ms / 1000:g} s"),
        (conformity.within_gap, f"gaps of {preset.gap_ms} ms"),
    )
    told = "; ".join(f"{percent(share)} within {limit}" for share, limit in shares)
    if conformity.cues:
        yield "Cues", f"{conformity.cues} by the preset {escaped(preset.name)}: {told}"
    if subject.comparison is not None:
        rate = f"; SubER {subject.edit_rate:.1f}" if subject.edit_rate is not None else ""
        yield "Against the reference", _starts(subject.comparison) + rate


def _starts(compared: Comparison) -> str:
    """Return how far the starts of cues are from a reference's."""
    told = f"{compared.compared} of {compared.cues} starts compared"
    if compared.median_ms is None or compared.p90_ms is None:
        return f"{told}: the two files share too few words"
    median, most = compared.median_ms / 1000, compared.p90_ms / 1000
    within = ", ".join(
        f"{percent(share)} within {limit / 1000:g} s" for limit, share in zip(WITHIN_MS, compared.within, strict=True)
    )
    return f"{told}: median {median:.2f} s off, nine of ten within {most:.2f} s; {within}"


def _episode(subject: Subject) -> str:
    """Return an episode's row: findings by severity, hits, and how its cues obey."""
    counted = Counter(finding.severity for finding in subject.findings)
    translations = subject.translated.translations if subject.translated is not None else ()
    hits = Counter(outcome.status for one in translations for outcome in one.outcomes)
    missed = hits[Status.MISSED]
    doubtful = doubts(subject.translated) if subject.translated is not None else 0
    conformity = subject.conformity
    limits = min(conformity.within_cpl, conformity.within_lines, conformity.within_duration, conformity.within_gap)
    page = f"{quote(subject.path, safe='/.')}/{PAGE}" if subject.path else PAGE
    title = (
        f'<a href="{page}">{escaped(subject.title)}</a>' if subject.translated is not None else escaped(subject.title)
    )
    numbers = (
        *((counted[level], f"{level}" if counted[level] else "none") for level in Severity),
        (hits.total(), ""),
        (missed, "missed-count" if missed else "none"),
        (doubtful, "" if doubtful else "none"),
        (conformity.cues, ""),
        (percent(conformity.within_cps), ""),
        (percent(limits), ""),
        (f"{cost(subject.translated).characters:,}" if subject.translated is not None else "–", ""),
    )
    cells = "".join(f'<td class="number {kind}">{number}</td>' for number, kind in numbers)
    return f'<tr><th scope="row">{title}</th>{cells}</tr>'
