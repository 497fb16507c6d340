"""How commands show progress and how errors reach people."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TextIO, cast

import typer

from translate.errors import GlossubError

DEFECT = 70
"""The exit code of a defect of Glossub itself (`EX_SOFTWARE` of sysexits.h)."""
INTERRUPTED = 130
"""The exit code after Ctrl+C: 128 and the signal's number."""
UNREAD = 141
"""The exit code when nobody reads the output any more: 128 and SIGPIPE's number, as a shell has it."""


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


class _Lossy:
    """A stream that what is written to it does not hang on: once nobody reads it, that is told and all else is lost."""

    def __init__(self, stream: TextIO, tell: Callable[[], None]) -> None:
        """Keep the stream, and what tells that nobody reads it."""
        self._stream = stream
        self._tell = tell

    def __getattr__(self, name: str) -> object:
        """Return what the stream has besides."""
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or lose, a text."""
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            self._lose()
            return len(text)

    def flush(self) -> None:
        """Write, or lose, what waits."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._lose()

    def _lose(self) -> None:
        _to_nowhere(self._stream)
        self._tell()


def _to_nowhere(stream: TextIO) -> None:
    """Let a stream, with what waits in it, go nowhere from now on."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


@contextmanager
def _outliving_readers(otherwise: str) -> Iterator[None]:
    """Let what is printed be lost where nobody reads it any more; that and `otherwise` is said, if anybody hears it."""

    def tell() -> None:
        print(f"glossub: nobody reads the output any more; {otherwise}.", file=sys.stderr)

    stdout, stderr = _Lossy(sys.stdout, tell), _Lossy(sys.stderr, lambda: None)
    with redirect_stdout(cast("TextIO", stdout)), redirect_stderr(cast("TextIO", stderr)):
        yield
        sys.stdout.flush()


@contextmanager
def reported(
    codes: list[int],
    *,
    debug: bool,
    interrupted: str = "what was there before is as it was",
    unread: str | None = None,
) -> Iterator[None]:
    """Turn what goes wrong into a message and an exit code, kept in `codes`.

    `interrupted` is what to say after Ctrl+C, or SIGTERM, which a scheduler sends some seconds before it kills.
    `unread` is what to say where the work goes on, though nobody reads any more what it tells. By default a command
    then ends as one that SIGPIPE killed, since nobody knows what it found.
    """
    terminated = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _outliving_readers(unread) if unread is not None else nullcontext():
            yield
        sys.stdout.flush()
    except GlossubError as error:
        if debug:
            raise
        print(f"glossub: {error}", file=sys.stderr)
        codes.append(error.exit_code)
    except KeyboardInterrupt:
        print(f"glossub: interrupted; {interrupted}.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        _to_nowhere(sys.stdout)
        raise typer.Exit(UNREAD) from None
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
