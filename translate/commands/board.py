"""How a batch shows what it does: a live table on a terminal, lines in a log, JSON lines for machines."""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from translate.batch import Result, State, Task
from translate.errors import GlossubError

if TYPE_CHECKING:
    from rich.console import Group

_WORDS = {
    State.DONE: "done",
    State.UNCHANGED: "unchanged",
    State.FAILED: "FAILED",
    State.LEFT: "left for the next run",
}

_TELLING = 0.25
"""Episodes that were translated before it is told how long the others may take; unchanged ones tell nothing."""


class Board:
    """Counts what happens in a batch of `total` episodes and tells it: one line for each episode that ended."""

    def __init__(self, total: int, *, as_json: bool, now: Callable[[], float] = time.monotonic) -> None:
        """Start with nothing done."""
        self.total = total
        self.ended_count = 0
        self.failed = 0
        self.left = 0
        self.findings = 0
        self.sentences = 0
        self.halved = 0
        self._as_json = as_json
        self._lock = threading.Lock()
        self._telling = threading.Lock()  # for the order of lines; what is printed may wait for a table, which counts
        self._at_work: dict[str, tuple[int, int]] = {}
        self._now = now
        self._began = now()
        self._done = 0

    def began(self, task: Task) -> None:
        """Show that an episode is at work."""
        with self._lock:
            self._at_work[task.episode] = (0, 0)

    def progressed(self, task: Task, done: int, total: int) -> None:
        """Show how far an episode is; retries, which have totals of their own, do not set it back."""
        with self._lock:
            if total >= self._at_work[task.episode][1]:
                self._at_work[task.episode] = (done, total)

    def ended(self, result: Result) -> None:
        """Tell what became of an episode."""
        with self._telling:
            with self._lock:
                self._count(result)
            if self._as_json:
                print(json.dumps(machine(result), ensure_ascii=False), flush=True)
            elif result.state is not State.LEFT:
                print(f"[{self.ended_count}/{self.total}] {line(result)}", file=sys.stderr, flush=True)

    def _count(self, result: Result) -> None:
        self._at_work.pop(result.task.episode, None)
        self.left += result.state is State.LEFT
        self.ended_count += result.state is not State.LEFT
        self._done += result.state is State.DONE
        self.failed += result.state is State.FAILED
        self.findings += result.findings
        self.sentences += result.sentences
        self.halved += result.halved

    def table(self) -> "Group":
        """Return the totals, and below them, where a small window may cut it, the table of what is at work."""
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        table = Table(show_edge=False, pad_edge=False)
        table.add_column("episode", no_wrap=True)
        table.add_column("sentences", justify="right")
        with self._lock:
            for episode, (done, total) in self._at_work.items():
                table.add_row(episode, f"{done:,}/{total:,}" if total else "reading")
        return Group(Text(self.totals()), table)

    def totals(self) -> str:
        """Return the totals as one line."""
        elapsed = max(self._now() - self._began, 1e-9)
        with self._lock:
            rate = (self.sentences + sum(done for done, _ in self._at_work.values())) / elapsed
            begun = sum(done / total for done, total in self._at_work.values() if total)
            parts = [f"{self.ended_count}/{self.total} episodes", f"{rate:,.0f} sentences/s"]
            parts += [f"{self.findings:,} findings"]
            parts += [f"{self.failed} failed"] if self.failed else []
            parts += [f"{self.left} {_WORDS[State.LEFT]}"] if self.left else []
            parts += [f"{self.halved:,} sentences in batches halved for memory"] if self.halved else []
            if self.ended_count + self.left < self.total and self._done + begun >= _TELLING:
                left = elapsed / (self._done + begun) * (self.total - self.ended_count - begun)
                parts += [f"about {left / 60:.0f} min left" if left >= 90 else f"about {left:.0f} s left"]
        return " · ".join(parts)


@contextmanager
def shown(board: Board, *, quiet: bool) -> Iterator[None]:
    """Show a board while it counts: a live table, when standard error is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.live import Live

    with Live(get_renderable=board.table, console=Console(stderr=True), transient=True, refresh_per_second=4):
        yield


def line(result: Result) -> str:
    """Return what became of an episode as a line for people, with lines below it for what went wrong."""
    head = f"{result.task.episode}: {_WORDS[result.state]}"
    if result.state is State.DONE:
        new = f"{result.sentences:,} sentences, {result.remembered:,} answers remembered"
        halved = f", {result.halved:,} in batches halved for memory" if result.halved else ""
        head += f" ({new}, {result.findings:,} findings{halved}, {result.seconds:.1f} s)"
    if result.error is not None:
        head += f" (exit code {result.exit_code}): {reason(result.error)}"
    return "\n  ".join((head, *result.warnings))


def machine(result: Result) -> dict[str, object]:
    """Return what became of an episode as values for a machine."""
    values: dict[str, object] = {
        "episode": result.task.episode,
        "input": str(result.task.path),
        "folder": str(result.task.folder),
        "state": result.state.value,
        "sentences": result.sentences,
        "remembered": result.remembered,
        "findings": result.findings,
        "halved": result.halved,
        "seconds": round(result.seconds, 3),
        "warnings": list(result.warnings),
    }
    if result.error is not None:
        values |= {"error": reason(result.error), "exit_code": result.exit_code}
    return values


def reason(error: Exception) -> str:
    """Return why an episode failed."""
    if isinstance(error, GlossubError):
        return str(error)
    return f"a defect of Glossub itself: {type(error).__name__}: {error} (--debug shows where)"
