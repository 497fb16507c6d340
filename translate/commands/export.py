"""`glossub export`: subtitles as ASS or TTML."""

import json
from pathlib import Path
from typing import Annotated

import typer

from translate.commands import options
from translate.commands.reporting import reported
from translate.commands.session import settings_for
from translate.errors import UsageError
from translate.settings import Settings, setting

Subjects = Annotated[
    list[Path],
    typer.Argument(metavar="EPISODE...", help="Episodes' folders (all their SRT files), or SRT or WebVTT files."),
]


def export(
    subjects: Subjects,
    *,
    wanted: Annotated[str, options.option("ass (for burning in) or ttml (IMSC 1.1 Text).", "--format")],
    out: Annotated[Path | None, options.option("The file to write, for one file.", default="beside")] = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
    debug: options.Debug = False,
) -> None:
    """Write subtitles in another format, as they stand: with what was changed by hand."""
    codes: list[int] = []
    for path in subjects:
        with reported(codes, debug=debug):
            from translate import export as exporting
            from translate.rework import document_of
            from translate.summary import counted

            document = document_of(path)
            if out is not None and (document is not None or len(subjects) > 1):
                raise UsageError("--out names one file", mend="Leave it out, or give one subtitle file.")
            if document is None:
                target = setting(settings_for(path, Settings()).target)
                done = exporting.file(path, wanted, out=out, target=target, force=force)
            else:
                done = exporting.episode(document, wanted, force=force)
            if as_json:
                files = [str(file) for file in done.files]
                print(json.dumps({"files": files, "cues": done.cues, "notes": done.notes}, ensure_ascii=False))
            else:
                print("\n  ".join([f"{counted(done.cues, 'cue')}: {', '.join(map(str, done.files))}", *done.notes]))
    if codes:
        raise typer.Exit(max(codes))
