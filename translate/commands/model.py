"""`glossub model`: fetching better models, and comparing those that are here."""

import json
import sys
from typing import Annotated

import typer

from translate.commands import options
from translate.commands.reporting import reported, shown_progress
from translate.settings import DEFAULTS, setting

models = typer.Typer(
    name="model", help="Fetch better translation models, and compare those on this machine.", no_args_is_help=True
)


@models.command()
def get(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="opus-mt-fr-en, opus-mt-tc-big-fr-en, or owner/name of a MarianMT model."),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was installed as JSON.")] = False,
    debug: options.Debug = False,
) -> None:
    """Fetch a model from the hub, check it, convert it once, and use it from then on (--model auto)."""
    codes: list[int] = []
    with reported(codes, debug=debug, interrupted="nothing is half installed, and the same command goes on from here"):
        _get(name, as_json=as_json)
    if codes:
        raise typer.Exit(codes[0])


@models.command()
def info(
    *,
    source: options.Source = None,
    target: options.Target = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    debug: options.Debug = False,
) -> None:
    """Compare the models on this machine, and say which one --model auto takes and why."""
    from translate.engines.converted import cache_folder
    from translate.inventory import lines, machine, take_inventory

    codes: list[int] = []
    with reported(codes, debug=debug):
        inventory = take_inventory(
            cache_folder(), source=source or setting(DEFAULTS.source), target=target or setting(DEFAULTS.target)
        )
        if as_json:
            print(json.dumps(machine(inventory), ensure_ascii=False))
        else:
            print("\n".join(lines(inventory)))
    if codes:
        raise typer.Exit(codes[0])


def _get(name: str, *, as_json: bool) -> None:
    """Install a model and print what that gives."""
    from translate.catalogue import hub_name, short_name
    from translate.engines.converted import cache_folder
    from translate.hub import Hub, hub_address
    from translate.install import install
    from translate.inventory import take_inventory

    hub = Hub(hub_address())
    shown = short_name(hub_name(name))
    with shown_progress(shown, quiet=as_json, verb="Fetching", unit="MB") as progress:
        fetched = install(
            name,
            hub,
            cache=cache_folder(),
            progress=lambda here, total: progress(here // 10**6, total // 10**6),
            note=lambda message: None if as_json else print(message, file=sys.stderr),
        )
    target = fetched.targets[0] if fetched.targets else setting(DEFAULTS.target)
    inventory = take_inventory(cache_folder(), source=fetched.source, target=target)
    if as_json:
        print(json.dumps({"name": fetched.name, "folder": str(fetched.folder), "auto": inventory.auto}))
        return
    print(f"{shown} is installed: {fetched.folder}")
    if inventory.auto == shown:
        print(f"It is what --model auto takes for {fetched.source}-{target} from now on.")
    else:
        print(f"Use it with --model {shown}; auto takes {inventory.auto or 'none'}: {inventory.reason}.")
