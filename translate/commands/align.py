"""`glossub align`: when each word of a transcript is heard in its recording."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate.commands import options
from translate.commands.reporting import reported, shown_progress
from translate.commands.session import settings_for
from translate.episode import Episode as Read
from translate.settings import Settings, check, setting
from translate.times import shown

if TYPE_CHECKING:
    from translate.align import Aligned

Episode = Annotated[Path, typer.Argument(metavar="EPISODE", help="The transcript.")]
Recording = Annotated[Path, typer.Argument(metavar="AUDIO", help="Its recording, in any format that ffmpeg reads.")]


def align(  # each is an option of the command line
    episode: Episode,
    recording: Recording,
    *,
    out: options.Out = None,
    name: options.Name = None,
    source: options.Source = None,
    as_json: options.AsJson = False,
    debug: options.Debug = False,
) -> None:
    """Find when each word is heard, with no model to download; writes words.json, in WhisperX's form."""
    codes: list[int] = []
    with reported(codes, debug=debug):
        asked = Settings(out=out, name=name, source=source)
        check(asked, where="command line")
        _align(episode, recording, settings_for(episode, asked), as_json=as_json)
    if codes:
        raise typer.Exit(codes[0])


def _align(path: Path, recording: Path, settings: Settings, *, as_json: bool) -> None:
    """Align one episode, write the file and say how it went."""
    from translate import job, storage, words
    from translate.align import align as run

    read = job.read(path, settings)
    with shown_progress(path.name, quiet=as_json, verb="Aligning", unit="phrases") as progress:
        aligned = run(read, recording, progress=progress)
    target = Path(setting(settings.out)) / read.id / words.NAME
    storage.write_file(target, [words.render(read, aligned)])
    if as_json:
        print(_machine(aligned, target))
    else:
        print("\n".join(_told(read, aligned, target)))


def _machine(aligned: "Aligned", target: Path) -> str:
    """Return what became of it for machines, in one line."""
    import json

    doubted = [
        {"turn": s.turn, "start": s.start, "end": s.end, "doubts": list(s.misgivings)}
        for s in aligned.clock.confidences
        if s.misgivings
    ]
    result = {
        "file": str(target),
        "duration_ms": aligned.duration_ms,
        "coverage": aligned.coverage,
        "cost": aligned.median_cost,
        "sentences": len(aligned.clock.confidences),
        "doubted": doubted,
        "notes": [note.message for note in aligned.clock.notes],
    }
    return json.dumps(result, ensure_ascii=False)


def _told(read: Read, aligned: "Aligned", target: Path) -> list[str]:
    """Return what became of it for people."""
    doubted = list(_doubted(read, aligned))
    lines = [
        f"  found       {aligned.coverage:.0%} of the words, in {len(aligned.clock.confidences)} sentences",
        f"  trust       expect about {aligned.clock.error_band_ms / 1000:.1f} s; measured on synthetic speech only",
        *(f"  look at     {note.place}: {note.message}" for note in aligned.clock.notes),
        *(f"  look at     {told}" for told in doubted[:10]),
    ]
    if len(doubted) > 10:
        lines.append(f"              ... and {len(doubted) - 10} more, marked `doubts` in the file")
    return [*lines, f"  file        {target}", f"  next        glossub subtitle ... --words {target}"]


def _doubted(read: Read, aligned: "Aligned") -> Iterator[str]:
    """Yield the sentences whose time is in doubt, each with where it was put and why."""
    starts = {(word.turn, word.start): word.start_ms for word in aligned.clock.words}
    for one in aligned.clock.confidences:
        if one.misgivings:
            text = read.turns[one.turn].text[one.start : one.end]
            at_ms = starts[one.turn, one.start + len(text) - len(text.lstrip())]
            yield f"{shown(at_ms // 1000 * 1000)} time in doubt ({', '.join(one.misgivings)}): {_opening(text)}"


def _opening(text: str) -> str:
    """Return a sentence's first words."""
    return " ".join(text.split()[:6]) + " …"
