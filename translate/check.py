"""One check: from an output on the disk to a report, and the report's files.

An output is an episode's folder or its `translation.json`, a folder of such folders (a season), or a subtitle file of
any tool. Everything is computed again from the documents, so that a check can be repeated with another preset.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from translate import cues, document, loose, reports, retime, storage
from translate.comparison import compare
from translate.cues import Cue
from translate.edit_rate import edit_rate
from translate.episode import Episode
from translate.errors import InputError, UsageError
from translate.findings import Finding, Severity, at_least
from translate.impact import Change
from translate.languages import language
from translate.presets import Preset
from translate.readers import subtitles
from translate.reports import Report, Subject, junit, machine, sarif
from translate.reports.machine import Known
from translate.translation import TranslatedEpisode
from translate.waivers import Waiver, apply, idle

Side = Literal["source", "target"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What is to be checked: the documents of episodes, or a subtitle file; `folder` is where its report goes."""

    path: Path
    folder: Path
    documents: tuple[Path, ...] = ()
    subtitles: Path | None = None

    @property
    def is_season(self) -> bool:
        """Whether it is a folder of episodes, however many there are."""
        return self.path.is_dir() and self.folder / document.NAME not in self.documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a check is held to.

    `preset` gives the limits for subtitles in a language (ISO 639-1); `languages` are the source's and the target's of
    subtitle files. `terms` are wordings that no cue of a subtitle file may break.
    `changed` says, for an episode, what a change of the glossary changes.
    """

    preset: Callable[[str], Preset]
    languages: tuple[str, str]
    today: date
    waivers: tuple[Waiver, ...] = ()
    baseline: Known | None = None
    terms: tuple[str, ...] = ()
    reference: tuple[Cue, ...] | None = None
    with_edit_rate: bool = False
    changed: Callable[[Episode], tuple[Change, ...]] | None = None


def find(path: Path) -> Output:
    """Return what a path stands for. Raises `UsageError` where there is nothing to check."""
    if path.is_dir():
        own = path / document.NAME
        documents = (own,) if own.is_file() else tuple(sorted(path.glob(f"*/{document.NAME}")))
        if documents:
            return Output(path=path, folder=path, documents=documents)
        what = f"there is no episode in it: no {document.NAME}, neither here nor one folder down"
        raise UsageError(what, where=str(path), mend="Name the folder that `glossub subtitle` wrote, or its parent.")
    if path.suffix.lower() in subtitles.ENDINGS:
        return Output(path=path, folder=path.parent, subtitles=path)
    if path.suffix.lower() == ".json":
        return Output(path=path, folder=path.parent, documents=(path,))
    if not path.exists():
        raise UsageError("there is no such file or folder", where=str(path), mend="Check the path.")
    mend = f"Name an episode's folder, its {document.NAME}, a folder of episodes, or an SRT or VTT file."
    raise UsageError("this is nothing that can be checked", where=str(path), mend=mend)


def read(output: Output, wanted: Wanted) -> Report:
    """Read an output and judge it. Raises `InputError` for a document or a subtitle file that cannot be read."""
    if output.subtitles is not None:
        subjects = [_file(output.subtitles, wanted)]
    else:
        subjects = [_episode(path, output, wanted) for path in output.documents]
    if wanted.reference is not None and len(subjects) > 1:
        raise UsageError("a reference is held to one episode or one file", where="--reference", mend="Name just one.")
    settled = [_settled(_compared(subject, wanted), wanted) for subject in subjects]
    unused = idle((finding for subject in subjects for finding in subject.findings), wanted.waivers)
    return Report(title=reports.titled(settled), subjects=tuple(settled), idle=unused)


def write(output: Output, report: Report, *, force: bool = False) -> tuple[Path, ...]:
    """Write a report's files and return their paths; a subtitle file's report is written nowhere.

    An episode's report becomes part of its folder. Raises `OutputError`.
    """
    if output.subtitles is not None:
        return ()
    if output.is_season:
        files = reports.outputs(report, reports.SEASON)
        for file in files:
            loose.write(output.folder / file.name, file.content)
    else:
        files = reports.outputs(report, reports.EPISODE)
        [translated] = report.episodes
        storage.write(output.folder, files, translated=translated, input_name=document.NAME, force=force)
    return tuple(output.folder / file.name for file in files)


def over(report: Report, gate: Severity) -> tuple[Finding, ...]:
    """Return the findings that a gate does not let pass."""
    return at_least(report.findings, gate)


def write_for_machines(
    listed: Sequence[Report], *, gate: Severity, junit_file: Path | None, sarif_file: Path | None
) -> None:
    """Write what was found in all outputs as JUnit XML and as SARIF, where they are wanted. Raises `OutputError`."""
    whole = Report(title="glossub check", subjects=tuple(subject for report in listed for subject in report.subjects))
    if junit_file is not None:
        loose.write(junit_file, junit.render(whole, gate))
    if sarif_file is not None:
        loose.write(sarif_file, sarif.render(whole))


def read_baseline(path: Path) -> Known:
    """Read an earlier report's JSON. Raises `InputError`."""
    return machine.read_baseline(_text(path), where=str(path))


def read_reference(path: Path, spoken: str) -> tuple[Cue, ...]:
    """Read a reference's cues. Raises `InputError`."""
    return subtitles.read(storage.read_input(path), name=path.name, spoken=spoken).cues


def _episode(path: Path, output: Output, wanted: Wanted) -> Subject:
    """Look over the episode of a document."""
    text = _text(path)
    translated = document.parse(text, name=str(path))
    source, target = (wanted.preset(code) for code in (translated.episode.language, translated.target_language))
    folder = os.path.relpath(path.parent, output.folder)
    subject = reports.of_episode(
        translated,
        source_cues=_cut(translated, "source", source),
        target_cues=_cut(translated, "target", target),
        presets=(source, target),
        path="" if folder == "." else Path(folder).as_posix(),
    )
    return replace(subject, changes=wanted.changed(translated.episode) if wanted.changed is not None else None)


def _file(path: Path, wanted: Wanted) -> Subject:
    """Judge a subtitle file, by the preset of its language: the source's where its name says so (`x.fr.srt`)."""
    source, target = wanted.languages
    is_source = path.stem.lower().endswith(f".{source}")
    spoken = source if is_source else target
    file = subtitles.read(storage.read_input(path), name=path.name, spoken=spoken)
    return reports.of_file(file, wanted.preset(spoken), language=spoken, terms=() if is_source else wanted.terms)


def _cut(translated: TranslatedEpisode, side: Side, preset: Preset) -> tuple[Cue, ...]:
    """Cut one side of an episode into cues."""
    code = translated.episode.language if side == "source" else translated.target_language
    return cues.cut(retime.blocks(translated, side), preset, language(code))


def _compared(subject: Subject, wanted: Wanted) -> Subject:
    """Hold a subject's cues to the reference, where there is one."""
    if wanted.reference is None:
        return subject
    rate = edit_rate(subject.cues, wanted.reference) if wanted.with_edit_rate else None
    return replace(subject, comparison=compare(subject.cues, wanted.reference), edit_rate=rate)


def _settled(subject: Subject, wanted: Wanted) -> Subject:
    """Part a subject's findings into new ones, those of the baseline, and waived ones."""
    parted = apply(subject.findings, wanted.waivers, today=wanted.today)
    if wanted.baseline is None:
        return replace(subject, findings=parted.standing, waived=parted.waived)
    left = wanted.baseline.copy()
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in parted.standing:
        key = (finding.place.episode, finding.fingerprint)
        (known if left[key] > 0 else new).append(finding)
        left[key] -= 1
    return replace(subject, findings=tuple(new), known=tuple(known), waived=parted.waived)


def _text(path: Path) -> str:
    """Read a file of ours as text."""
    try:
        return storage.read_input(path).decode()
    except UnicodeDecodeError as error:
        what = f"it is not UTF-8 text: {error.reason} at byte {error.start}"
        raise InputError(what, where=str(path), mend="It was written by Glossub as UTF-8: write it again.") from None
