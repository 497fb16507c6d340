"""`glossub check`: what is wrong with outputs, for people and for continuous integration."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate.commands import options
from translate.commands.reporting import reported, shown_progress
from translate.commands.session import Session, is_there, settings_for, tell
from translate.errors import InputError, UsageError
from translate.settings import Settings, setting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from translate.check import Wanted
    from translate.episode import Episode
    from translate.findings import Finding, Severity
    from translate.impact import Change
    from translate.outputs import Record
    from translate.presets import Preset
    from translate.reports import Report, Subject
    from translate.suggest import Suggestion
    from translate.waivers import Waiver

_SHOWN = 12
"""Findings that are named before the rest is only counted."""
_UP = 3
"""How many folders up from an output a show's waivers are looked for."""
_UNREAD = InputError.exit_code
"""The exit code where a season's document could not be read, though the report is there."""


def check(  # noqa: PLR0913  # each is an option of the command line
    outputs: Annotated[
        list[Path],
        typer.Argument(metavar="OUTPUT...", help="Episodes' folders, folders of them, translation.json, SRT, VTT."),
    ],
    *,
    fail_on: Annotated[str, options.option("error or warning: what makes the exit code 1.", default="error")] = "error",
    waivers: Annotated[
        Path | None, options.option("What to leave.", default="waivers.toml of the show's or the working folder")
    ] = None,
    baseline: Annotated[
        Path | None, options.option("An earlier report's JSON: only what is new since then counts.")
    ] = None,
    since: Annotated[
        list[str] | None,
        options.option("The glossary before a change, in the place of --glossary: what does it change?"),
    ] = None,
    reference: Annotated[Path | None, options.option("Subtitles whose times are right, to compare with.")] = None,
    suber: Annotated[bool, options.option("Tell the subtitle edit rate to the reference as well (extra).")] = False,
    report: Annotated[
        Path | None,
        options.option("The folder that gets the report.", default="the output's; a subtitle file has none"),
    ] = None,
    junit: Annotated[Path | None, options.option("Write JUnit XML to this file.", "--junit")] = None,
    sarif: Annotated[Path | None, options.option("Write SARIF 2.1.0 to this file.", "--sarif")] = None,
    today: Annotated[str | None, options.option("The day on which waivers are judged (for tests).")] = None,
    glossary: options.GlossaryPaths = None,
    default_glossary: options.DefaultGlossary = None,
    model: options.Model = None,
    engine: options.EngineKind = None,
    source: options.Source = None,
    target: options.Target = None,
    preset: options.PresetAnew = None,
    cpl: options.Cpl = None,
    lines: options.Lines = None,
    cps: options.Cps = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
    debug: options.Debug = False,
) -> None:
    """Look outputs over: terms, doubts, subtitles; write reports, and fail where something is wrong."""
    asked = Settings(
        source=source, target=target, glossary=tuple(glossary or ()), default_glossary=default_glossary, model=model,
        engine=engine, preset=preset, cpl=cpl, lines=lines, cps=cps,
    )  # fmt: skip
    codes: list[int] = []
    listed: list[Report] = []
    wanted = _Options(
        gate=fail_on, report=report, waivers=waivers, baseline=baseline, since=tuple(since or ()),
        reference=reference, suber=suber, today=today,
    )  # fmt: skip
    session = Session()
    with reported(codes, debug=debug):
        from translate import check as checks

        gate, _ = wanted.severity(), wanted.day()  # what is wrong whatever the output is told once
        for path in outputs:
            with reported(codes, debug=debug):
                listed.append(_check(path, asked, wanted, session, force=force, as_json=as_json))
                codes += [_UNREAD] if listed[-1].unread else []
        if not codes:
            checks.write_for_machines(listed, gate=gate, junit_file=junit, sarif_file=sarif)
        if any(True for report in listed for _ in checks.over(report, gate)):
            codes.append(1)
    if codes:
        raise typer.Exit(max(codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """What the command line says a check is held to, as it is written there."""

    gate: str
    report: Path | None
    waivers: Path | None
    baseline: Path | None
    since: tuple[str, ...]
    reference: Path | None
    suber: bool
    today: str | None

    def severity(self) -> "Severity":
        """Return the gate. Raises `UsageError` for one that does not exist."""
        from translate.findings import Severity

        if self.gate not in {Severity.ERROR, Severity.WARNING}:
            raise UsageError(f"{self.gate!r} is no gate", where="--fail-on", mend="Choose error or warning.")
        return Severity(self.gate)

    def day(self) -> date:
        """Return the day on which waivers are judged. Raises `UsageError` for what is no day."""
        if self.today is None:
            return datetime.now().astimezone().date()
        try:
            return date.fromisoformat(self.today)
        except ValueError:
            mend = "Write it as 2030-01-31."
            raise UsageError(f"{self.today!r} is no day", where="--today", mend=mend) from None


def season(out: Path, asked: Settings, *, shows: "Iterable[Path]", force: bool, as_json: bool) -> int:
    """Check all episodes of a folder, as a batch does at its end: the season's report, and what was found.

    `shows` are the folders of its transcripts, whose waivers hold too. Return the exit code of what could not be read.
    As JSON it is one line among many, so it names the report's files and does not hold the report.
    """
    plain = _Options(
        gate="error", report=None, waivers=None, baseline=None, since=(), reference=None, suber=False, today=None
    )
    report = _check(out, asked, plain, Session(), shows=shows, force=force, as_json=as_json, whole=False)
    return _UNREAD if report.unread else 0


def _check(
    path: Path,
    asked: Settings,
    options_: _Options,
    session: Session,
    *,
    shows: "Iterable[Path]" = (),
    force: bool,
    as_json: bool,
    whole: bool = True,
) -> "Report":
    """Check one output, write its report and print what was found."""
    from translate import check as checks
    from translate.rework import asks_limits

    gate = options_.severity()
    output = checks.find(path, options_.report)
    folder = output.files[0].parent if output.kind is not checks.Kind.SEASON else path
    settings = settings_for(folder / "any", replace(asked, out=str(folder.parent)))
    judged_by_glossary = output.kind is checks.Kind.SUBTITLES  # an episode's document has its own terms
    terms = _renderings(settings, session) if judged_by_glossary else ()
    own = None if asks_limits(asked) else _own(settings)
    wanted = replace(_wanted(folder, settings, options_, session, shows), terms=terms, own=own)
    with shown_progress(str(path), quiet=as_json or not sys.stderr.isatty(), verb="Checking", unit="files") as progress:
        report = checks.read(output, wanted, progress)
        written = checks.write(output, report, force=force)
    for one in report.unread:
        tell(f"left out of the report: {one.reason}")
    if as_json:
        print(json.dumps(_machine(path, report, gate, written, whole=whole), ensure_ascii=False))
    else:
        print("\n".join(_told(path, report, gate, written)))
    return report


def _wanted(
    folder: Path, settings: Settings, options_: _Options, session: Session, shows: "Iterable[Path]"
) -> "Wanted":
    """Return what an output is held to."""
    from translate import check as checks
    from translate.job import preset_for

    if options_.suber and options_.reference is None:
        raise UsageError("there is nothing to compare with", where="--suber", mend="Name a file with --reference.")
    pair = setting(settings.source), setting(settings.target)
    reference = options_.reference
    return checks.Wanted(
        preset=lambda code: preset_for(settings, code),
        languages=pair,
        today=options_.day(),
        waivers=_waivers(folder, options_.waivers, shows),
        baseline=checks.read_baseline(options_.baseline) if options_.baseline is not None else None,
        reference=checks.read_reference(reference, pair[1]) if reference is not None else None,
        with_edit_rate=options_.suber,
        changed=_changed(settings, options_.since, session) if options_.since else None,
        misheard=lambda report: _misheard(report, settings, session),
    )


def _own(settings: Settings) -> "Callable[[Record, str], Callable[[str], Preset]]":
    """Return what gives the limits that an episode's subtitles were made with; those set, where it names none."""
    from functools import partial

    from translate.job import preset_for
    from translate.rework import made_with

    return lambda record, where: partial(preset_for, made_with(record, settings, where=where) or settings)


def _renderings(settings: Settings, session: Session) -> tuple[str, ...]:
    """Return what the glossary's terms may be called in the target language."""
    return tuple(text for term in session.glossary(settings).terms for text in term.renderings)


def _changed(settings: Settings, since: tuple[str, ...], session: Session) -> "Callable[[Episode], tuple[Change, ...]]":
    """Return what says which sentences of an episode the change of the glossary changes."""
    from translate.impact import changes

    old = session.glossary(replace(settings, glossary=since))
    new = session.glossary(settings)
    return lambda episode: changes(episode, old, new, session.engine(settings))


def _misheard(report: "Report", settings: Settings, session: Session) -> "tuple[Suggestion, ...]":
    """Return what may be unlisted mishearings, by the glossary of each pair of languages."""
    from translate.suggest import misheard

    pairs = dict.fromkeys((one.episode.language, one.target_language) for one in report.episodes)
    return tuple(
        suggestion
        for source, target in pairs
        for suggestion in misheard(
            (one for one in report.episodes if (one.episode.language, one.target_language) == (source, target)),
            session.glossary(replace(settings, source=source, target=target)),
        )
    )


def _waivers(folder: Path, named: Path | None, shows: "Iterable[Path]") -> "tuple[Waiver, ...]":
    """Return the waivers of a file that is named, else of the show's folder (the nearest above), else of this one.

    Where none is named, those of the folders of `shows` hold too; of two with one fingerprint the first counts.
    """
    from translate.waivers import FILE_NAME

    if named is not None:
        return _read_waivers(named)
    up = folder.absolute()
    above = (near / FILE_NAME for near in (up, *up.parents[:_UP], Path()))
    nearest = next(filter(is_there, above), None)
    beside = filter(is_there, (show / FILE_NAME for show in shows))
    files = {place.resolve(): place for place in (*((nearest,) if nearest is not None else ()), *beside)}
    found = [waiver for place in files.values() for waiver in _read_waivers(place)]
    return tuple({waiver.fingerprint: waiver for waiver in reversed(found)}.values())[::-1]


def _read_waivers(path: Path) -> "tuple[Waiver, ...]":
    """Read a file of waivers."""
    from translate.storage import read_input
    from translate.waivers import read

    try:
        text = read_input(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("it is not UTF-8 text", where=str(path), mend="Save it as UTF-8.") from None
    return read(text, where=str(path))


def _told(path: Path, report: "Report", gate: "Severity", written: "Sequence[Path]") -> Iterator[str]:
    """Yield what people are told: figures, what is over the gate, what a glossary changes, and the files."""
    from translate.findings import Severity, at_least
    from translate.summary import clock_time, counted

    figures: Counter[Severity] = Counter()
    left_out: list[str] = []
    first: list[Finding] = []
    over = 0
    asked: list[str] = []
    for subject in report.subjects:
        figures.update(finding.severity for finding in subject.findings)
        numbers = (len(subject.known), "in the baseline"), (len(subject.waived), "waived")
        left_out += (f"  {subject.id}: {number} {why}" for number, why in numbers if number)
        found = at_least(subject.findings, gate)
        over += len(found)
        first = nsmallest(_SHOWN, (*first, *found), key=lambda finding: list(Severity).index(finding.severity))
        asked += (f"  {line}" for line in (*_changing(subject), *_compared(subject)))
    yield f"{path}: " + ", ".join(counted(figures[severity], severity.value) for severity in Severity)
    yield from left_out
    for finding in first:
        when = clock_time(finding.place.time_ms) if finding.place.time_ms is not None else "-"
        yield f"  {finding.severity} {finding.place.episode} {when} {finding.rule}: {finding.message}"
    if over > len(first):
        yield f"  ... and {over - len(first)} more"
    yield from asked
    if written:
        yield f"  report: {written[0]}"


def _changing(subject: "Subject") -> Iterator[str]:
    """Yield what a change of the glossary changes."""
    from translate.summary import counted

    if subject.changes is not None:
        yield f"{subject.id}: the glossary's change asks for {counted(len(subject.changes), 'sentence')} anew"
        yield from (f"  {change.text}" for change in subject.changes)


def _compared(subject: "Subject") -> Iterator[str]:
    """Yield how near a subject's times are to the reference's."""
    from translate.comparison import WITHIN_MS

    compared = subject.comparison
    if compared is None:
        return
    if compared.median_ms is None or compared.p90_ms is None:
        yield f"{subject.id}: it shares too few words with the reference to compare times"
        return
    shares = ", ".join(
        f"{100 * share:.1f} % within {most / 1000:g} s" for most, share in zip(WITHIN_MS, compared.within, strict=True)
    )
    yield (
        f"{subject.id}: {compared.compared} of {compared.cues} starts compared: median {compared.median_ms} ms off, "
        f"p90 {compared.p90_ms} ms, {shares}"
    )
    if subject.edit_rate is not None:
        yield f"{subject.id}: SubER {subject.edit_rate:.2f}"


def _machine(
    path: Path, report: "Report", gate: "Severity", written: "Sequence[Path]", *, whole: bool
) -> dict[str, object]:
    """Return what a machine is told, with the report's JSON if it shall have the whole."""
    from translate import check as checks
    from translate.findings import Severity
    from translate.reports import machine, totals

    figures = Counter(finding.severity for finding in report.findings)
    values: dict[str, object] = {
        "output": str(path),
        "counts": {severity.value: figures[severity] for severity in Severity},
        "over_gate": sum(1 for _ in checks.over(report, gate)),
        "files": [str(file) for file in written],
    }
    return values | ({"report": json.loads("".join(machine.render(report, totals(report), (), {})))} if whole else {})
