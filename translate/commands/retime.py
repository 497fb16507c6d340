"""`glossub retime`: other times or other limits for what was translated already."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate.commands import options
from translate.commands.reporting import reported
from translate.commands.session import settings_for
from translate.errors import UsageError
from translate.settings import Settings, check

if TYPE_CHECKING:
    from translate.rework import Reworked

Subject = Annotated[
    Path, typer.Argument(metavar="EPISODE", help="An episode's folder or translation.json, or an SRT or WebVTT file.")
]


def retime(  # noqa: PLR0913  # each is an option of the command line
    subject: Subject,
    *,
    shift: Annotated[str | None, options.option("Move all times: 1.5 (seconds), -0:02, 1:00.")] = None,
    stretch: Annotated[str | None, options.option("Multiply all times: 1.001.")] = None,
    fps: Annotated[
        str | None, options.option("Made for one frame rate, played at another: 23.976=25.", "--fps")
    ] = None,
    at: Annotated[
        list[str] | None,
        options.option("A time and what it should be: 0:10=0:12.5. Repeatable: two points fix shift and speed."),
    ] = None,
    out: Annotated[
        str | None, options.option("The file to write; for an episode, the folder of its folder.", default="beside")
    ] = None,
    preset: options.PresetAnew = None,
    cpl: options.Cpl = None,
    lines: options.Lines = None,
    cps: options.Cps = None,
    speakers: options.Labels = None,
    audio: options.AudioLink = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
    debug: options.Debug = False,
) -> None:
    """Shift, stretch or sync subtitles, or break them anew, without translating again."""
    asked = Settings(out=out, preset=preset, cpl=cpl, lines=lines, cps=cps, labels=speakers, audio=audio)
    codes: list[int] = []
    with reported(codes, debug=debug):
        from translate import move, rework

        check(asked, where="command line")
        moving = move.parse(shift=shift, stretch=stretch, rates=fps, points=at or ())
        limits = any(value is not None for value in (preset, cpl, lines, cps, speakers))
        if not (limits or shift or stretch or fps or at or out):
            mend = "Give --shift, --stretch, --at or --fps, or other limits such as --preset."
            raise UsageError("there is nothing to do", where="glossub retime", mend=mend)
        document = rework.document_of(subject)
        settings = settings_for(subject if document is None else document.parent, asked)
        if document is None:
            done = rework.file(subject, moving, asked=asked, settings=settings, force=force)
        else:
            done = rework.episode(document, moving, asked=asked, settings=settings, force=force)
        _print(done, as_json=as_json)
    if codes:
        raise typer.Exit(codes[0])


def _print(done: "Reworked", *, as_json: bool) -> None:
    """Print what was written."""
    from translate.summary import counted

    if as_json:
        files = [str(path) for path in done.files]
        print(json.dumps({"files": files, "cues": done.cues, "preset": done.preset, "notes": done.notes}))
        return
    limits = f" (preset {done.preset})" if done.preset else ""
    where = done.files[0] if len(done.files) == 1 else f"{done.files[0].parent} ({len(done.files)} files)"
    print(f"{counted(done.cues, 'cue')}{limits}: {where}")
    for note in done.notes:
        print(f"  {note}")
