"""What was made once, timed or broken anew without translating again: an episode's folder, or a subtitle file.

A folder is written whole again from its document, with the limits that its record names unless others are asked for.
A subtitle file keeps all that is not a time, unless it is to be broken anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate import document, job, loose, move, storage
from translate.cues import Cue
from translate.errors import InputError, UsageError
from translate.move import Move
from translate.outputs import Record
from translate.readers.encoding import characters
from translate.readers.subtitles import ENDINGS, SubtitleFile
from translate.readers.subtitles import read as read_subtitles
from translate.rebreak import gave_way, rebroken, unstyled
from translate.restamp import restamped
from translate.settings import LIMITS, Settings, from_table, limits, setting
from translate.subtitles import subtitles
from translate.times import shown as shown_time
from translate.writers import srt, vtt


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworked:
    """What was written: the files, how many cues the first of them has, its preset's name, and what should be known."""

    files: tuple[Path, ...]
    cues: int
    preset: str
    notes: tuple[str, ...]


def document_of(path: Path) -> Path | None:
    """Return the document that a folder or a file is, or None where it is a subtitle file. Raises `UsageError`."""
    if path.is_dir():
        if (path / document.NAME).is_file():
            return path / document.NAME
        mend = "Name the folder that `glossub subtitle` wrote for an episode, or an SRT or WebVTT file."
        raise UsageError(f"there is no {document.NAME} in it", where=str(path), mend=mend)
    if path.suffix.lower() == ".json":
        return path
    if path.suffix.lower() in ENDINGS or not path.exists():
        return None
    mend = f"Name an episode's folder, its {document.NAME}, or an SRT or WebVTT file."
    raise UsageError("this is neither an episode that Glossub made nor a subtitle file", where=str(path), mend=mend)


def episode(path: Path, moving: Move, *, asked: Settings, settings: Settings, force: bool = False) -> Reworked:
    """Move the times of an episode's document and write its folder again.

    `asked` is what the command line says, `settings` what holds. Raises `UsageError` where the limits that the folder
    was made with are not known, and `OutputError` as `storage.write` does.
    """
    text = document_text(path)
    old = document.parse(text, name=str(path))
    record = document.read_record(text, name=str(path))
    settings = replace(settings, source=old.episode.language, target=old.target_language)
    if not asks_limits(asked):
        found = made_with(record, settings, where=str(path))
        if found is None:
            what = "it does not say which limits its subtitles were made with"
            mend = "Say which limits the new ones shall have: --preset, and --cpl, --lines, --cps or --speakers."
            raise UsageError(what, where=str(path), mend=mend)
        settings = found
    new = move.moved(old, moving)
    folder = path.parent if asked.out is None else Path(asked.out) / old.episode.id
    cues = subtitles(new, job.presets(settings))
    files = job.outputs(new, cues, settings, folder)
    names = storage.write(
        folder, files, translated=new, input_name=record.input_name, limits=limits(settings), force=force
    )
    early = sum(moving.unbounded(word.start_ms) < 0 for word in old.words)
    notes = [f"{early} of {len(old.words)} words would be heard before 0:00: they stand at 0:00"] if early else []
    stale = sorted(name for name in record.files if name not in names)
    if stale and folder == path.parent:
        notes.append(f"still as they were, so make them anew: {', '.join(stale)}")
    notes += gave_way(cues.target, cues.presets[1])
    return Reworked(
        files=tuple(folder / name for name in names),
        cues=len(cues.target),
        preset=cues.presets[1].name,
        notes=tuple(notes),
    )


def file(path: Path, moving: Move, *, asked: Settings, settings: Settings, force: bool = False) -> Reworked:
    """Move the times of an SRT or WebVTT file, or break it anew, and write it beside (or where `asked.out` says).

    Raises `InputError` for a file without a cue, and `OutputError` where another file stands in its place.
    """
    text, guessed = characters(storage.read_input(path), path.name)
    target = Path(asked.out) if asked.out is not None else path.with_name(f"{path.stem}.retimed{path.suffix}")
    if target.suffix.lower() not in ENDINGS:
        mend = "Let its name end with .srt or .vtt; `glossub export` writes ASS and TTML."
        raise UsageError("this is no name of a subtitle file", where=str(target), mend=mend)
    moved = restamped(text, moving, "." if path.suffix.lower() == ".vtt" else ",")
    if not moved.cues:
        mend = "SRT and WebVTT files have lines such as 00:00:01,000 --> 00:00:02,500."
        raise InputError("there is no cue in it", where=str(path), mend=mend)
    content, shown, name = moved.text, moved.cues, ""
    notes = [*_early(moved.cut, moved.gone), *(f"{note.message}; what is written is UTF-8" for note in guessed)]
    spoken = spoken_in(path, setting(settings.target))
    if asks_limits(asked):
        preset = job.preset_for(settings, spoken)
        made = rebroken(moved.text, path.name, spoken, preset)
        content, shown, name = _rendered(made.cues, target), len(made.cues), preset.name
        notes += made.notes
    elif target.suffix.lower() != path.suffix.lower():
        read = read_subtitles(moved.text.encode(), name=path.name, spoken=spoken)
        content = _rendered(named(read), target)
        notes += (*lost(read), *unstyled(moved.text))
    else:
        notes += _unread(moved.unread)
    loose.write_anew(target, [content], force=force)
    return Reworked(files=(target,), cues=shown, preset=name, notes=tuple(notes))


def asks_limits(asked: Settings) -> bool:
    """Say whether the command line asks for limits."""
    return bool(limits(asked))


def document_text(path: Path) -> str:
    """Return a document's text."""
    try:
        return storage.read_input(path).decode()
    except UnicodeDecodeError:
        what, mend = "it is not UTF-8 text", "Make it again with `glossub subtitle`."
        raise InputError(what, where=str(path), mend=mend) from None


def made_with(record: Record, settings: Settings, *, where: str) -> Settings | None:
    """Return settings with the limits that a folder's subtitles were made with; None where its record names none.

    Raises `InputError` for limits that are none.
    """
    if not record.limits:
        return None
    known = from_table(record.limits, where=f"{where}: limits", folder=Path())
    return replace(settings, **{name: getattr(known, name) for name in LIMITS})


def spoken_in(path: Path, default: str) -> str:
    """Return the language that a subtitle file's name tells (`episode.fr.srt`), else the default."""
    told = Path(path.stem).suffix.lstrip(".").lower()
    return told if len(told) == 2 and told.isalpha() else default


def named(read: SubtitleFile) -> list[Cue]:
    """Return a file's cues as they are; a voice becomes a label where the speaker changes."""
    before: str | None = None
    cues: list[Cue] = []
    for cue in read.cues:
        changes = cue.speaker != before and cue.second_speaker is None
        cues.append(replace(cue, label=f"{cue.speaker}: ") if cue.speaker and changes and not cue.label else cue)
        before = cue.second_speaker or cue.speaker
    return cues


def lost(read: SubtitleFile) -> Iterator[str]:
    """Yield what another format does not keep of a file's cues, and what could not be read."""
    yield from (f"{note.place}: {note.message}" for note in read.notes)
    voices = [cue for cue in read.cues if cue.second_speaker and f"{cue.second_speaker}:" not in " ".join(cue.lines)]
    if voices:
        yield f"two voices in {len(voices):,} of the cues, first at {shown_time(voices[0].start_ms)}: no names there"


def _rendered(cues: Sequence[Cue], target: Path) -> str:
    """Return cues in the format that a file's name asks for."""
    return vtt.render(cues, "glossub retime") if target.suffix.lower() == ".vtt" else srt.render(cues)


def _unread(stamps: Sequence[str]) -> Iterator[str]:
    """Say which stamps are none, if any."""
    if stamps:
        yield f"times that cannot be read stay as they are: {stamps[0]}" + (
            f" and {len(stamps) - 1:,} more" if len(stamps) > 1 else ""
        )


def _early(cut_cues: int, gone: int) -> Iterator[str]:
    """Say how many cues do not begin when they should, if any."""
    late = cut_cues - gone
    if late > 0:
        yield (
            "1 cue would begin before 0:00: it begins there"
            if late == 1
            else (f"{late} cues would begin before 0:00: they begin there")
        )
    if gone:
        yield (
            "1 cue would end before 0:00: it stays in the file, but is never shown"
            if gone == 1
            else (f"{gone} cues would end before 0:00: they stay in the file, but are never shown")
        )


__all__ = [
    "Reworked",
    "asks_limits",
    "document_of",
    "document_text",
    "episode",
    "file",
    "lost",
    "made_with",
    "named",
    "spoken_in",
]
