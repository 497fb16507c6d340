"""One check: from an output on the disk to a report, and the report's files.

An output is an episode's folder or its `translation.json`, a folder of such folders (a season), or a subtitle file of
any tool. Everything is computed again from the documents, so that a check can be repeated with another preset.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal

from translate import cues, document, loose, reports, retime, storage
from translate.comparison import compare
from translate.cues import Cue
from translate.edit_rate import edit_rate
from translate.engine import Progress, silent
from translate.episode import Episode
from translate.errors import InputError, OutputError, UsageError
from translate.findings import Finding, Severity, at_least
from translate.impact import Change
from translate.languages import language
from translate.outputs import Record
from translate.presets import Preset, twice
from translate.readers import subtitles
from translate.reports import Report, Subject, Unread, junit, machine, sarif
from translate.reports.machine import Known
from translate.reports.subject import condensed, every
from translate.shelf import Shelf
from translate.suggest import Suggestion
from translate.translation import TranslatedEpisode
from translate.waivers import Waiver, apply, idle

_WAIT_S = 60.0
"""How long to wait while another run writes a report into the same folder."""
Side = Literal["source", "target"]


class Kind(StrEnum):
    """What an output is."""

    EPISODE = "episode"
    SEASON = "season"  # a folder of episodes, however many there are
    SUBTITLES = "subtitles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What is to be checked: the `files` are documents of episodes, or one subtitle file.

    `folder` is where its report goes; `owned` says that the report becomes part of the episode's own folder. A report
    on a subtitle file goes nowhere (None) unless a folder is named for it.
    """

    kind: Kind
    files: tuple[Path, ...]
    folder: Path | None
    owned: bool = False

    @property
    def stem(self) -> str:
        """What the report's files are called, without their endings."""
        if self.kind is Kind.SUBTITLES:
            return f"{self.files[0].name}-report"
        return reports.SEASON if self.kind is Kind.SEASON else reports.EPISODE


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a check is held to.

    `preset` gives the limits for subtitles in a language (ISO 639-1), `own` what gives an episode's, by its record
    and its name in messages, where those that its folder was made with shall hold; `languages` are the source's and
    the target's of subtitle files. `terms` are wordings that no cue of a subtitle file may break.
    `changed` says, for an episode, what a change of the glossary changes; `misheard`, for all episodes, what may be
    mishearings of its terms that it does not list.
    """

    preset: Callable[[str], Preset]
    languages: tuple[str, str]
    today: date
    waivers: tuple[Waiver, ...] = ()
    baseline: Known | None = None
    terms: tuple[str, ...] = ()
    reference: tuple[Cue, ...] | None = None
    with_edit_rate: bool = False
    own: Callable[[Record, str], Callable[[str], Preset]] | None = None
    changed: Callable[[Episode], tuple[Change, ...]] | None = None
    misheard: Callable[[Report], tuple[Suggestion, ...]] | None = None


def find(path: Path, folder: Path | None = None) -> Output:
    """Return what a path stands for; its report goes to `folder`, or else beside what is checked.

    Raises `UsageError` where there is nothing to check.
    """
    if path.is_dir():
        own = path / document.NAME
        if own.is_file():
            return Output(kind=Kind.EPISODE, files=(own,), folder=folder or path, owned=folder is None)
        documents = tuple(sorted(path.glob(f"*/{document.NAME}")))
        if documents:
            return Output(kind=Kind.SEASON, files=documents, folder=folder or path)
        what = f"there is no episode in it: no {document.NAME}, neither here nor one folder down"
        raise UsageError(what, where=str(path), mend="Name the folder that `glossub subtitle` wrote, or its parent.")
    if path.suffix.lower() in subtitles.ENDINGS:
        return Output(kind=Kind.SUBTITLES, files=(path,), folder=folder)
    if path.name == document.NAME:
        return Output(kind=Kind.EPISODE, files=(path,), folder=folder or path.parent, owned=folder is None)
    if not path.exists():
        raise UsageError("there is no such file or folder", where=str(path), mend="Check the path.")
    mend = f"Name an episode's folder, its {document.NAME}, a folder of episodes, or an SRT or VTT file."
    raise UsageError("this is nothing that can be checked", where=str(path), mend=mend)


def read(output: Output, wanted: Wanted, progress: Progress = silent) -> Report:
    """Read an output and judge it; a season's subjects are on the disk of its report's folder.

    `progress` hears how many episodes were read. A document of a season that cannot be read is left out and told
    (`Report.unread`). Raises `InputError` where nothing can be read, and `OutputError` for a full disk.
    """
    if wanted.reference is not None and len(output.files) > 1:
        raise UsageError("a reference is held to one episode or one file", where="--reference", mend="Name just one.")
    look = _file if output.kind is Kind.SUBTITLES else _episode
    errors: list[tuple[Path, InputError]] = []

    def looked_over() -> Iterator[Subject]:
        for number, path in enumerate(output.files, start=1):
            try:
                subject = look(path, output, wanted)
            except InputError as error:
                errors.append((path, error))
                if output.kind is not Kind.SEASON or len(errors) == len(output.files):
                    raise
            else:
                yield _settled(_compared(subject, wanted), wanted)
            progress(number, len(output.files))

    season = output.kind is Kind.SEASON and output.folder
    subjects = _shelved(looked_over(), season) if season else tuple(looked_over())
    found = (finding for subject in subjects for finding, _ in every(subject))
    unread = tuple(Unread(path=_from(output.folder, path), reason=str(error)) for path, error in errors)
    report = Report(title=reports.titled(subjects), subjects=subjects, idle=idle(found, wanted.waivers), unread=unread)
    if wanted.misheard is None or output.kind is Kind.SUBTITLES:
        return report
    return replace(report, misheard=wanted.misheard(report))


def write(output: Output, report: Report, *, force: bool = False) -> tuple[Path, ...]:
    """Write a report's files, where it has a place, and return their paths.

    Files that somebody changed are not overwritten: see `translate.storage`. Raises `OutputError`.
    """
    if output.folder is None:
        return ()
    if not output.owned:
        what = "another report is being written here"
        with storage.holding(output.folder, name=f".{output.stem}.lock", what=what, wait_s=_WAIT_S):
            return _written(output.folder, output.stem, report, force=force)
    made = reports.outputs(report, output.stem)
    [translated] = report.episodes
    storage.write(output.folder, made, translated=translated, input_name=document.NAME, force=force)
    return tuple(output.folder / file.name for file in made)


def _written(folder: Path, stem: str, report: Report, *, force: bool) -> tuple[Path, ...]:
    """Write a report of its own, over one that is as it was written, or with `force` over any.

    What a run that died between the files of its report had begun is finished first.
    """
    edited, facts = _edited(folder, stem), folder / f"{stem}.json"
    if edited and not force:
        what = f"not as Glossub wrote it: {', '.join(sorted(path.name for path in edited))}"
        mend = "Nothing was overwritten. With --force such files are kept as .bak; or move them away."
        raise OutputError(what, where=str(folder), mend=mend)
    if not edited and _is_intact(loose.beside(facts)):
        loose.settle((folder / f"{stem}.html", folder / f"{stem}.tsv", facts))
    kept: Shelf[str] = Shelf(folder)
    files = reports.outputs_in_pieces(report, stem, kept=kept)
    return loose.write_together(((folder / name, pieces) for name, pieces in files), anew=edited, force=force)


def _edited(folder: Path, stem: str) -> set[Path]:
    """Return the files of an earlier report that are not as it was written. Raises `InputError`.

    Its JSON says how the others were; where a run died before it was in its place, so does the one beside it.
    """
    facts, others = folder / f"{stem}.json", (folder / f"{stem}.html", folder / f"{stem}.tsv")
    try:
        intact = [place for place in (facts, loose.beside(facts)) if _is_intact(place)]
        known: set[tuple[str, str]] = set()
        for place in intact:
            with place.open(encoding="utf-8") as lines:
                known.update(machine.read_files(lines, where=str(place)).items())
        edited = {path for path in others if path.is_file() and (path.name, loose.digest(path)) not in known}
        return edited | ({facts} if facts.is_file() and facts not in intact else set())
    except OSError as error:
        what = f"an earlier report cannot be read: {error.strerror}"
        raise InputError(what, where=str(error.filename or folder), mend="Check its permissions.") from None


def _is_intact(path: Path) -> bool:
    """Say whether a report's JSON is there, as it was written."""
    return path.is_file() and machine.is_intact(path)


def over(report: Report, gate: Severity) -> Iterator[Finding]:
    """Yield the findings that a gate does not let pass."""
    return (finding for subject in report.subjects for finding in at_least(subject.findings, gate))


def write_for_machines(
    listed: Sequence[Report], *, gate: Severity, junit_file: Path | None, sarif_file: Path | None
) -> None:
    """Write what was found in all outputs as JUnit XML and as SARIF, where they are wanted. Raises `OutputError`."""
    if junit_file is not None:
        loose.write(junit_file, junit.render(listed, gate))
    if sarif_file is not None:
        loose.write(sarif_file, [sarif.render(listed)])


def read_baseline(path: Path) -> Known:
    """Read an earlier report's JSON. Raises `InputError`."""
    return machine.read_baseline(_text(path), where=str(path))


def read_reference(path: Path, spoken: str) -> tuple[Cue, ...]:
    """Read a reference's cues. Raises `InputError`."""
    return subtitles.read(storage.read_input(path), name=path.name, spoken=spoken).cues


def _shelved(subjects: Iterable[Subject], folder: Path) -> Shelf[Subject]:
    """Put subjects on the disk, with no more of their episodes than is shown."""
    shelf: Shelf[Subject] = Shelf(folder)
    for subject in subjects:
        kept = condensed(subject.translated) if subject.translated is not None else None
        shelf.append(replace(subject, translated=kept))
    return shelf


def _episode(path: Path, output: Output, wanted: Wanted) -> Subject:
    """Look over the episode of a document."""
    text = _text(path)
    translated = document.parse(text, name=str(path))
    preset = wanted.own(document.read_record(text, name=str(path)), str(path)) if wanted.own else wanted.preset
    source, target = (preset(code) for code in (translated.episode.language, translated.target_language))
    subject = reports.of_episode(
        translated,
        source_cues=_cut(translated, "source", source),
        target_cues=_cut(translated, "target", target),
        presets=(source, target),
        path=_from(output.folder, path.parent),
    )
    return replace(subject, changes=wanted.changed(translated.episode) if wanted.changed is not None else None)


def _from(folder: Path | None, path: Path) -> str:
    """Return where a path is as seen from a report's folder, with slashes; nothing for the folder itself."""
    seen = os.path.relpath(path, folder or Path())
    return "" if seen == "." else Path(seen).as_posix()


def _file(path: Path, _output: Output, wanted: Wanted) -> Subject:
    """Judge a subtitle file, by the preset of its language: the source's where its name says so (`x.fr.srt`).

    One that shows both (`x.fr-en.srt`) may be twice as much.
    """
    source, target = wanted.languages
    name = path.stem.lower()
    is_source = name.endswith(f".{source}")
    spoken = source if is_source else target
    file = subtitles.read(storage.read_input(path), name=path.name, spoken=spoken)
    limits = wanted.preset(spoken)
    limits = twice(limits) if name.endswith(f".{source}-{target}") else limits
    return reports.of_file(file, limits, language=spoken, terms=() if is_source else wanted.terms)


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
    seen: Counter[tuple[str, str]] = Counter()
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in parted.standing:
        key = (finding.place.episode, finding.fingerprint)
        seen[key] += 1
        (known if seen[key] <= wanted.baseline[key] else new).append(finding)
    return replace(subject, findings=tuple(new), known=tuple(known), waived=parted.waived)


def _text(path: Path) -> str:
    """Read a file of ours as text."""
    try:
        return storage.read_input(path).decode()
    except UnicodeDecodeError as error:
        what = f"it is not UTF-8 text: {error.reason} at byte {error.start}"
        raise InputError(what, where=str(path), mend="It was written by Glossub as UTF-8: write it again.") from None
