"""How commands show progress and how errors reach people."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from translate.errors import GlossubError

DEFECT = 70
"""The exit code of a defect of Glossub itself (`EX_SOFTWARE` of sysexits.h)."""
INTERRUPTED = 130
"""The exit code after Ctrl+C: 128 and the signal's number."""


BROKEN_PIPE = 141
"""The exit code where nobody read the output to its end: 128 and SIGPIPE, as a shell has it."""


def unread() -> None:
    """Let standard output go nowhere, since its reader is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def shown_progress(
    name: str, *, quiet: bool, verb: str = "Translating", unit: str = "sentences"
) -> Iterator[Callable[[int, int], None]]:
    """Give a progress callback: a bar on a terminal, a line every tenth in a log, nothing for a machine."""
    if quiet:
        yield lambda _done, _total: None
    elif sys.stderr.isatty():
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn(f"{{task.completed}}/{{task.total}} {unit}"),
        )
        from rich.console import Console

        with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(f"{verb} {name}", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
    else:
        tenths = [-1]

        def line(done: int, total: int) -> None:
            if total and done * 10 // total > tenths[0]:
                tenths[0] = done * 10 // total
                print(f"{verb} {name}: {done}/{total} {unit}", file=sys.stderr, flush=True)

        yield line


@contextmanager
def reported(
    codes: list[int], *, debug: bool, interrupted: str = "what was there before is as it was"
) -> Iterator[None]:
    """Turn what goes wrong into a message and an exit code, kept in `codes`.

    `interrupted` is what to say after Ctrl+C, or SIGTERM, which a scheduler sends some seconds before it kills.
    """
    terminated = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except GlossubError as error:
        if debug:
            raise
        print(f"glossub: {error}", file=sys.stderr)
        codes.append(error.exit_code)
    except KeyboardInterrupt:
        print(f"glossub: interrupted; {interrupted}.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        unread()
        raise typer.Exit(BROKEN_PIPE) from None
    except typer.Exit:  # one inside another has told already
        raise
    except Exception as error:
        if debug:
            raise
        print(f"glossub: a defect of Glossub itself: {type(error).__name__}: {error}", file=sys.stderr)
        print("  Run it again with --debug and report what it shows.", file=sys.stderr)
        codes.append(DEFECT)
    finally:
        signal.signal(signal.SIGTERM, terminated)
