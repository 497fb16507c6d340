"""The command line: where the parts are put together, and the only place that prints.

Heavy imports stand inside the commands, so that `--help` answers at once.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate import __version__
from translate.errors import GlossubError, InputError, UsageError
from translate.settings import DEFAULTS, FILE_NAME, Settings, check, combine, setting
from translate.settings import read as read_settings

if TYPE_CHECKING:
    from translate.engine import Engine
    from translate.glossary import Glossary
    from translate.job import Done

DEFECT = 70
"""The exit code of a defect of Glossub itself (`EX_SOFTWARE` of sysexits.h)."""
INTERRUPTED = 130
"""The exit code after Ctrl+C: 128 and the signal's number."""

app = typer.Typer(
    name="glossub",
    help="English subtitles and a bilingual transcript from a French tech podcast, with the vocabulary under control.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line."""
    app()


def _version(*, wanted: bool) -> None:
    if wanted:
        print(f"glossub {__version__}")
        raise typer.Exit


def _option(text: str, *names: str, default: object = None, least: int | None = None) -> Any:  # noqa: ANN401  # as typer says
    """Return an option whose help names its default; the default itself is filled in when settings are combined."""
    shown = f"{text} [default: {default}]" if default is not None else text
    return typer.Option(*names, help=shown, min=least, show_default=False)


Episodes = Annotated[
    list[Path],
    typer.Argument(metavar="EPISODE...", help="Transcripts: a saved podcast page, SRT, VTT, Whisper JSON ..."),
]
Out = Annotated[str | None, _option("The folder that gets one folder per episode.", default=DEFAULTS.out)]
Name = Annotated[str | None, _option("The name of the episode's folder and files.", default="the input's name")]
Title = Annotated[str | None, _option("The episode's title.", default="as read")]
GlossaryPaths = Annotated[
    list[str] | None,
    _option("A glossary file, or a folder of them, added to ours; the later wins. Repeatable.", "--glossary"),
]
DefaultGlossary = Annotated[
    bool | None,
    _option("Use the glossary that comes with Glossub.", "--default-glossary/--no-default-glossary", default="yes"),
]
Model = Annotated[
    str | None, _option("auto, a folder with a MarianMT checkpoint, or its hub name.", default=DEFAULTS.model)
]
EngineKind = Annotated[str | None, _option("marian, reference or scripted.", "--engine", default=DEFAULTS.engine)]
Device = Annotated[str | None, _option("auto, cpu or cuda.", default=DEFAULTS.device)]
Beam = Annotated[int | None, _option("Beam size.", default=DEFAULTS.beam, least=1)]
Source = Annotated[str | None, _option("The language spoken (ISO 639-1).", default=DEFAULTS.source)]
Target = Annotated[str | None, _option("The language wanted (ISO 639-1).", default=DEFAULTS.target)]
PresetName = Annotated[
    str | None, _option("The subtitles' limits: podcast, netflix-en, ted, bbc ...", "--preset", default=DEFAULTS.preset)
]
Cpl = Annotated[int | None, _option("Characters per line.", default="the preset's", least=1)]
Lines = Annotated[int | None, _option("Lines per cue.", default="the preset's", least=1)]
Cps = Annotated[float | None, _option("The most characters per second.", default="the preset's", least=1)]
Labels = Annotated[
    str | None, _option("When a cue names its speaker: change, never or always.", "--speakers", default="the preset's")
]
Audio = Annotated[str | None, _option("The recording (a file or an address) that the page's times link to.")]
Force = Annotated[bool, _option("Keep files that someone edited as .bak and write anew.", "--force")]
AsJson = Annotated[bool, _option("Print the summary as JSON, one line per episode.", "--json")]
Debug = Annotated[bool, _option("Show where an error comes from.", "--debug")]


def _version(*, wanted: bool) -> None:
    if wanted:
        print(f"glossub {__version__}")
        raise typer.Exit


@app.callback()
def _glossub(
    *,
    version: Annotated[  # its callback does the work
        bool, typer.Option("--version", help="Show the version.", callback=lambda value: _version(wanted=value))
    ] = False,
) -> None:
    pass


@app.command()
def subtitle(  # noqa: PLR0913  # each is an option of the command line
    episodes: Episodes,
    *,
    out: Out = None,
    name: Name = None,
    title: Title = None,
    glossary: GlossaryPaths = None,
    default_glossary: DefaultGlossary = None,
    model: Model = None,
    engine: EngineKind = None,
    device: Device = None,
    beam: Beam = None,
    source: Source = None,
    target: Target = None,
    preset: PresetName = None,
    cpl: Cpl = None,
    lines: Lines = None,
    cps: Cps = None,
    speakers: Labels = None,
    audio: Audio = None,
    force: Force = False,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Translate transcripts and write subtitles and a bilingual transcript into one folder per episode."""
    asked = Settings(
        out=out, name=name, title=title, audio=audio, source=source, target=target, glossary=tuple(glossary or ()),
        default_glossary=default_glossary, model=model, engine=engine, device=device, beam=beam, preset=preset,
        cpl=cpl, lines=lines, cps=cps, labels=speakers,
    )  # fmt: skip
    codes: list[int] = []
    session = _Session()
    for path in episodes:
        with _reported(codes, debug=debug):
            check(asked, where="command line")
            if name and len(episodes) > 1:
                raise UsageError("--name names one episode", mend="Leave it out, or give one transcript at a time.")
            _subtitle(path, asked, session, force=force, as_json=as_json)
    if codes:
        raise typer.Exit(codes[0])


class _Session:
    """What several episodes of one run share: engines and glossaries, opened once for equal settings."""

    def __init__(self) -> None:
        self._opened: dict[tuple[object, ...], Any] = {}

    def engine(self, settings: Settings) -> "Engine":
        """Return the engine that settings name."""
        from translate.engines import open_engine  # noqa: PLC0415  # heavy

        parts = {"model": setting(settings.model), "kind": setting(settings.engine), "device": setting(settings.device)}
        pair = {"source": setting(settings.source), "target": setting(settings.target)}
        return self._once(("engine", *parts.values(), *pair.values()), lambda: open_engine(**parts, **pair))

    def glossary(self, settings: Settings) -> "Glossary":
        """Return the glossary that settings name: ours unless it is switched off, then the files in order."""
        from translate.glossary import read, shipped  # noqa: PLC0415  # heavy
        from translate.storage import glossary_files  # noqa: PLC0415  # heavy

        pair = {"source": setting(settings.source), "target": setting(settings.target)}
        key = ("glossary", settings.default_glossary, settings.glossary, *pair.values())

        def opened() -> "Glossary":
            ours = shipped() if settings.default_glossary else ()
            return read((*ours, *glossary_files(settings.glossary)), **pair)

        return self._once(key, opened)

    def _once(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:  # noqa: ANN401  # what `make` makes
        if key not in self._opened:
            self._opened[key] = make()
        return self._opened[key]


def _subtitle(path: Path, asked: Settings, session: _Session, *, force: bool, as_json: bool) -> None:
    """Do one episode and print what became of it."""
    from translate import job, summary  # noqa: PLC0415  # heavy

    settings = combine(asked, *_shows(path), DEFAULTS)
    job.presets(settings)
    glossary = session.glossary(settings)
    episode = job.read(path, settings)
    engine = session.engine(settings)
    with _progress(episode.id, quiet=as_json) as progress:
        done = job.run(path, settings, glossary=glossary, engine=engine, force=force, progress=progress)
    model = _model_name(settings, engine)
    if as_json:
        print(json.dumps(summary.machine(done, model=model), ensure_ascii=False))
    else:
        _print_summary(done, model)


def _shows(path: Path) -> Iterator[Settings]:
    """Yield the settings beside the input, then those of the working folder."""
    seen = set()
    for folder in (path.parent, Path()):
        file = folder / FILE_NAME
        if file.is_file() and file.resolve() not in seen:
            seen.add(file.resolve())
            try:
                text = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                what = f"it cannot be read: {error}"
                raise InputError(what, where=str(file), mend="Save it as UTF-8 text.") from error
            yield read_settings(text, where=str(file))


def _model_name(settings: Settings, engine: "Engine") -> str:
    """Name the model as a person would."""
    chosen = setting(settings.model)
    return f"{'the embedded model' if chosen == 'auto' else chosen} ({engine.signature})"


def _print_summary(done: "Done", model: str) -> None:
    """Print the summary for people."""
    from translate.summary import summary  # noqa: PLC0415  # heavy

    print(f"{done.translated.episode.title}\n{done.translated.title}")
    for line in summary(done, model=model):
        print(f"  {line.label:<11} {line.text}")


@contextmanager
def _progress(name: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Give a progress callback: a bar on a terminal, a line every tenth in a log, nothing for a machine."""
    if quiet:
        yield lambda _done, _total: None
    elif sys.stderr.isatty():
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415  # heavy

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total} sentences"))
        from rich.console import Console  # noqa: PLC0415  # heavy

        with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(f"Translating {name}", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
    else:
        tenths = [-1]

        def line(done: int, total: int) -> None:
            if total and done * 10 // total > tenths[0]:
                tenths[0] = done * 10 // total
                print(f"Translating {name}: {done}/{total} sentences", file=sys.stderr, flush=True)

        yield line


@contextmanager
def _reported(codes: list[int], *, debug: bool) -> Iterator[None]:
    """Turn what goes wrong into a message and an exit code, kept in `codes`."""
    try:
        yield
    except GlossubError as error:
        if debug:
            raise
        print(f"glossub: {error}", file=sys.stderr)
        codes.append(error.exit_code)
    except KeyboardInterrupt:
        print("glossub: interrupted; what was there before is as it was.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except Exception as error:
        if debug:
            raise
        print(f"glossub: a defect of Glossub itself: {type(error).__name__}: {error}", file=sys.stderr)
        print("  Run it again with --debug and report what it shows.", file=sys.stderr)
        codes.append(DEFECT)
