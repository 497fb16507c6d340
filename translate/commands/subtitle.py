"""`glossub subtitle`: the main job."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from translate.commands import options
from translate.commands.reporting import reported, shown_progress
from translate.commands.session import Session, settings_for
from translate.errors import UsageError
from translate.settings import Settings, check, setting

if TYPE_CHECKING:
    from translate.engine import Engine
    from translate.job import Done


def subtitle(  # noqa: PLR0913  # each is an option of the command line
    episodes: options.Episodes,
    *,
    out: options.Out = None,
    name: options.Name = None,
    title: options.Title = None,
    glossary: options.GlossaryPaths = None,
    default_glossary: options.DefaultGlossary = None,
    model: options.Model = None,
    engine: options.EngineKind = None,
    device: options.Device = None,
    beam: options.Beam = None,
    constrain: options.Constrain = None,
    source: options.Source = None,
    target: options.Target = None,
    preset: options.PresetName = None,
    cpl: options.Cpl = None,
    lines: options.Lines = None,
    cps: options.Cps = None,
    speakers: options.Labels = None,
    audio: options.Audio = None,
    words: options.Words = None,
    align: options.Align = None,
    sync: options.Sync = None,
    memory: options.MemoryPath = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
    debug: options.Debug = False,
) -> None:
    """Translate transcripts and write subtitles and a bilingual transcript into one folder per episode."""
    asked = Settings(
        out=out, name=name, title=title, audio=audio, source=source, target=target, glossary=tuple(glossary or ()),
        default_glossary=default_glossary, model=model, engine=engine, device=device, beam=beam, preset=preset,
        constrain=constrain,
        cpl=cpl, lines=lines, cps=cps, labels=speakers, sync=tuple(sync or ()), words=words, align=align,
    )  # fmt: skip
    codes: list[int] = []
    session = Session()
    for path in episodes:
        with reported(codes, debug=debug):
            check(asked, where="command line")
            if name and len(episodes) > 1:
                raise UsageError("--name names one episode", mend="Leave it out, or give one transcript at a time.")
            if sync and len(episodes) > 1:
                raise UsageError("--sync is about one episode", mend="Give one transcript at a time.")
            _subtitle(path, asked, session, memory, force=force, as_json=as_json)
    if codes:
        raise typer.Exit(codes[0])


def _subtitle(
    path: Path, asked: Settings, session: Session, memory_path: str | None, *, force: bool, as_json: bool
) -> None:
    """Do one episode and print what became of it."""
    from translate import summary

    settings = settings_for(path, asked)
    done = _done(path, settings, session, memory_path, force=force, quiet=as_json)
    model, better = _model(settings, session.engine(settings))
    if as_json:
        print(json.dumps(summary.machine(done, model=model), ensure_ascii=False))
        return
    print(f"{done.translated.episode.title}\n{done.translated.title}")
    for line in summary.summary(done, model=model, better=better):
        print(f"  {line.label:<12} {line.text}")


def _done(
    path: Path, settings: Settings, session: Session, memory_path: str | None, *, force: bool, quiet: bool
) -> "Done":
    """Do one episode, with the memory where there is one: people's edits hold in every run."""
    from translate import batch, job, season

    glossary = session.glossary(settings)
    memory = session.memory(settings, memory_path)
    if job.has_recording(settings) and not quiet:
        print(f"Timing {path.name} by its recording (--no-align leaves that out) ...", file=sys.stderr)
    with shown_progress(path.name, quiet=quiet) as progress:
        if memory is None:
            return job.run(
                path, settings, glossary=glossary, opened=lambda: session.engine(settings), force=force,
                progress=progress,
            )  # fmt: skip
        (task,) = batch.plan([batch.Task(path=path, episode=season.name(path, settings), settings=settings)])
        by_hand = memory.edits(task.episode)
        made = batch.attempt(
            path, task.settings, episode=task.episode, glossary=glossary, opened=lambda: session.engine(settings),
            memory=memory, horizon=memory.horizon(), by_hand=by_hand, force=force, progress=progress,
        )  # fmt: skip
    made_of = batch.fingerprint(task, session, by_hand)
    memory.remember(made.rows, batch.complete(task, memory, run=made.done.run, made_of=made_of))
    for warning in made.warnings:
        print(f"glossub: {path.name}: {warning}", file=sys.stderr)
    return made.done


def _model(settings: Settings, engine: "Engine") -> tuple[str, str | None]:
    """Name the model as a person would, and what a better one would bring and cost where the choice was ours."""
    from translate.catalogue import AUTO, EMBEDDED, better
    from translate.engines import model_name

    source, target = setting(settings.source), setting(settings.target)
    chosen = setting(settings.model)
    if setting(settings.engine) == "scripted":
        return f"the script {chosen}", None
    name = model_name(chosen, source=source, target=target)
    used = EMBEDDED if name == "the embedded model" else name
    offer = better(used, source=source, target=target) if chosen == AUTO else None
    return f"{name} ({engine.signature})", offer
