"""The head of a report: its figures, and of several episodes a table with a row for each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from translate.comparison import WITHIN_MS, Comparison
from translate.findings import Severity
from translate.reports.page.shown import PAGE, SURE
from translate.reports.subject import Report, Subject, cost, doubts, provenances
from translate.translation import Outcome, Provenance, Status
from translate.writers.page.markup import clock, escaped


def facts(report: Report) -> str:
    """Return the figures of the whole report, and of a single subject's cues."""
    counted = Counter(finding.severity for finding in report.findings)
    alarms = sum(finding.alarm is not None for finding in report.findings)
    known = sum(len(subject.known) for subject in report.subjects)
    waived = sum(len(subject.waived) for subject in report.subjects)
    levels = ", ".join(_level(level, counted[level]) for level in Severity)
    told = [
        ("Findings", levels + (f" ({alarms} of the notes are probably no fault)" if alarms else "")),
        (
            "Left out",
            ", ".join(f"{number} {why}" for number, why in ((known, "in the baseline"), (waived, "waived")) if number),
        ),
        ("Hits", _hits(report)),
        ("Doubts", _doubts(report)),
        ("Times", _times(report)),
        ("Cost", _cost(report)),
        *(_cues(report.subjects[0]) if len(report.subjects) == 1 else ()),
    ]
    return f'<dl class="facts">{"".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in told if text)}</dl>'


def episodes(subjects: Sequence[Subject]) -> str:
    """Return the table of episodes; nothing where there is only one."""
    if len(subjects) < 2:
        return ""
    names = (
        "Errors", "Warnings", "Notes", "Hits", "Missed", "Doubts", "Cues", "In reading speed", "In limits",
        "Characters",
    )  # fmt: skip
    heads = "".join(f'<th scope="col" class="number">{name}</th>' for name in names)
    entries = "\n".join(map(_episode, subjects))
    return (
        '<section aria-labelledby="episodes-title">\n<h2 id="episodes-title">Episodes</h2>\n'
        '<div class="scroll" tabindex="0" role="region" aria-label="Table of episodes">\n<table class="terms">\n'
        f'<thead><tr><th scope="col">Episode</th>{heads}</tr></thead>\n<tbody>\n{entries}\n</tbody>\n</table>\n</div>\n'
        "</section>"
    )


def percent(share: float) -> str:
    """Return a share in percent, never rounded up to all."""
    return f"{int(share * 1000) / 10:g} %"


def _level(level: Severity, count: int) -> str:
    return f'<b class="{level}">{count}</b> {level}{"s" * (count != 1)}'


def _outcomes(subject: Subject) -> list[Outcome]:
    translations = subject.translated.translations if subject.translated is not None else ()
    return [outcome for translation in translations for outcome in translation.outcomes]


def _hits(report: Report) -> str:
    """Return what became of all hits."""
    outcomes = Counter(outcome.status for subject in report.subjects for outcome in _outcomes(subject))
    sentences = sum(len(episode.translations) for episode in report.episodes)
    hits = ", ".join(f'{outcomes[status]} <span class="{status}">{status}</span>' for status in Status)
    return f"{outcomes.total()} in {sentences} sentences: {hits}" if outcomes else ""


def _doubts(report: Report) -> str:
    """Return how many sentences are in doubt."""
    doubtful = sum(map(doubts, report.episodes))
    return f"{doubtful:,} sentence{'s' * (doubtful != 1)} in doubt" if report.episodes else ""


def _times(report: Report) -> str:
    """Return where the sentences' times are from."""
    found: Counter[Provenance] = sum(map(provenances, report.episodes), Counter())
    return ", ".join(f"{found[origin]:,} {words}" for origin, words in SURE.items() if found[origin])


def _cost(report: Report) -> str:
    """Return what there was to do."""
    costs = [cost(translated) for translated in report.episodes]
    sentences, characters = sum(one.sentences for one in costs), sum(one.characters for one in costs)
    speech = clock(sum(one.speech_ms for one in costs))
    return f"{characters:,} characters in {sentences:,} sentences, {speech} of speech" if costs else ""


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
    outcomes = _outcomes(subject)
    missed = sum(outcome.status is Status.MISSED for outcome in outcomes)
    doubtful = doubts(subject.translated) if subject.translated is not None else 0
    conformity = subject.conformity
    limits = min(conformity.within_cpl, conformity.within_lines, conformity.within_duration, conformity.within_gap)
    page = f"{quote(subject.path, safe='/.')}/{PAGE}" if subject.path else PAGE
    title = (
        f'<a href="{page}">{escaped(subject.title)}</a>' if subject.translated is not None else escaped(subject.title)
    )
    numbers = (
        *((counted[level], f"{level}" if counted[level] else "none") for level in Severity),
        (len(outcomes), ""),
        (missed, "missed-count" if missed else "none"),
        (doubtful, "" if doubtful else "none"),
        (conformity.cues, ""),
        (percent(conformity.within_cps), ""),
        (percent(limits), ""),
        (f"{cost(subject.translated).characters:,}" if subject.translated is not None else "–", ""),
    )
    cells = "".join(f'<td class="number {kind}">{number}</td>' for number, kind in numbers)
    return f'<tr><th scope="row">{title}</th>{cells}</tr>'
