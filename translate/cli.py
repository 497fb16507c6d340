"""The command line: which commands there are.

Commands print; nothing else does. Their heavy imports stand inside functions, so that `--help` answers at once.
"""

import gc
from typing import Annotated

import typer

from translate import __version__
from translate.commands.align import align
from translate.commands.batch import batch
from translate.commands.check import check
from translate.commands.export import export
from translate.commands.glossary import glossaries
from translate.commands.memory import memories
from translate.commands.model import models
from translate.commands.retime import retime
from translate.commands.score import score
from translate.commands.subtitle import subtitle

app = typer.Typer(
    name="glossub",
    help="English subtitles and a bilingual transcript from a French tech podcast, with the vocabulary under control.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(subtitle)
app.command()(score)
app.command()(check)
app.command()(batch)
app.command()(align)
app.command()(retime)
app.command()(export)
app.add_typer(models)
app.add_typer(memories)
app.add_typer(glossaries)


def main() -> None:
    """Run the command line.

    The collector looks for cycles seldom: hundreds of thousands of values live at once, and they make none.
    """
    gc.set_threshold(500_000, 20, 100)
    app()


def _version(*, wanted: bool) -> None:
    if wanted:
        print(f"glossub {__version__}")
        raise typer.Exit


@app.callback()
def _glossub(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=lambda value: _version(wanted=value))
    ] = False,
) -> None:
    pass
