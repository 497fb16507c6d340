"""Subtitles in formats that other programs want: ASS for burning in, TTML for players and broadcasters.

What is exported is a subtitle file as it stands, so that what people changed by hand comes along. Only a cue that ends
before it starts, which no player shows, is given an end; that is said, and so is what could not be read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate import __version__, document, loose, storage
from translate.cues import Cue
from translate.errors import UsageError
from translate.outputs import OutputFile
from translate.presets import Preset
from translate.readers import subtitles
from translate.rework import document_text, lost, named, spoken_in
from translate.schedule import wanted_ms
from translate.times import shown
from translate.writers import ass, ttml

FORMATS: Mapping[str, Callable[[Sequence[Cue], str], str]] = {
    "ass": lambda cues, _: ass.render(cues, f"glossub/{__version__}"),
    "ttml": ttml.render,
}
"""What writes each format, from cues and the language of their text."""

_LIMITS = Preset(name="")
"""How fast a cue is read that is given an end: as the defaults say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The files that were written, how many cues they have together, and what should be known of them."""

    files: tuple[Path, ...]
    cues: int
    notes: tuple[str, ...]


def episode(path: Path, wanted: str, *, force: bool = False) -> Exported:
    """Export every SRT file of an episode's folder, whose document is `path`, into the folder and its record.

    Raises `UsageError` for a format that does not exist, is not installed, or a folder without subtitles, and
    `OutputError` as `storage.write` does.
    """
    render = _renderer(wanted)
    text = document_text(path)
    translated, record = document.parse(text, name=str(path)), document.read_record(text, name=str(path))
    files: list[OutputFile] = []
    count = 0
    notes: list[str] = []
    for source in sorted(path.parent / name for name in record.files if name.endswith(".srt")):
        if source.is_file():
            cues, spoken, noted = _cues(source, translated.target_language)
            count += len(cues)
            notes += noted
            files.append(OutputFile(name=f"{source.stem}.{wanted}", content=render(cues, spoken)))
    if not files:
        mend = "Write them again with `glossub retime` or `glossub subtitle`."
        raise UsageError("there are no subtitles in it", where=str(path.parent), mend=mend)
    storage.write(path.parent, files, translated=translated, input_name=record.input_name, force=force)
    return Exported(files=tuple(path.parent / file.name for file in files), cues=count, notes=tuple(notes))


def file(path: Path, wanted: str, *, out: Path | None, target: str, force: bool = False) -> Exported:
    """Export an SRT or WebVTT file beside itself, or to `out`; `target` is the language if its name tells none.

    Raises `InputError` for a file without a cue, `UsageError` for a format that does not exist or is not installed, and
    `OutputError` where another file stands in its place.
    """
    render = _renderer(wanted)
    cues, spoken, notes = _cues(path, target)
    written = out or path.with_suffix(f".{wanted}")
    loose.write_anew(written, [render(cues, spoken)], force=force)
    return Exported(files=(written,), cues=len(cues), notes=tuple(notes))


def _renderer(wanted: str) -> Callable[[Sequence[Cue], str], str]:
    """Return what writes a format."""
    render = FORMATS.get(wanted)
    if render is None:
        what, mend = f"no format is called {wanted!r}", f"Choose one of: {', '.join(FORMATS)}."
        raise UsageError(what, where="--format", mend=mend)
    return render


def _cues(path: Path, default: str) -> tuple[Sequence[Cue], str, list[str]]:
    """Return a subtitle file's cues, the language of their text, and notes of what was guessed."""
    spoken = spoken_in(path, default)
    read = subtitles.read(storage.read_input(path), name=path.name, spoken=spoken)
    notes = [f"{path.name}: {note}" for note in lost(read)]
    cues = named(read)
    following = [*(cue.start_ms for cue in cues[1:]), 0]
    lasting = [_lasting(cue, start_ms) for cue, start_ms in zip(cues, following, strict=True)]
    mended = [shown(cue.start_ms) for cue, new in zip(cues, lasting, strict=True) if new != cue]
    if mended:
        notes.append(f"{path.name}: cues that do not end after they start were given an end: {', '.join(mended)}")
    return lasting, spoken, notes


def _lasting(cue: Cue, following_ms: int) -> Cue:
    """Return a cue that is shown: one that ends before it starts lasts as long as it is read, or until the next."""
    if cue.end_ms > cue.start_ms:
        return cue
    end_ms = cue.start_ms + max(_LIMITS.min_ms, wanted_ms(cue.characters, _LIMITS.target_cps, _LIMITS))
    return replace(cue, end_ms=min(end_ms, following_ms) if following_ms > cue.start_ms else end_ms)
