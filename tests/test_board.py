"""What a person sees while a batch is at work."""

import io
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from translate.batch import Batch, Options, Result, State, Task
from translate.commands.board import Board, line, machine, shown
from translate.engines.scripted import Script, ScriptedEngine
from translate.errors import EngineError
from translate.glossary import Glossary, read, shipped
from translate.journal import open_journal
from translate.memory import NAME, open_memory
from translate.settings import DEFAULTS, Settings, combine


def task(name: str) -> Task:
    return Task(path=Path(f"{name}.txt"), episode=name, settings=combine(Settings(name=name), DEFAULTS))


def text(board: Board) -> str:
    console = Console(width=90, record=True, quiet=True)
    with console.capture() as capture:
        console.quiet = False
        console.print(board.table())
    return capture.get()


class Redirected(io.StringIO):
    """Standard error under a live display: what is printed waits for a refresh, which another thread is at."""

    def __init__(self, board: Board) -> None:
        """Refresh a board."""
        super().__init__()
        self.board = board
        self.refreshed: list[bool] = []

    def write(self, text: str) -> int:
        """Write once the other thread has its table."""
        refresh = threading.Thread(target=self.board.table, daemon=True)
        refresh.start()
        refresh.join(timeout=10)
        self.refreshed.append(not refresh.is_alive())
        return super().write(text)


def test_a_line_can_wait_for_a_table_that_is_being_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Board(1, as_json=False)
    stream = Redirected(board)
    monkeypatch.setattr(sys, "stderr", stream)
    board.began(task("one"))
    board.ended(Result(task=task("one"), state=State.DONE))
    assert stream.getvalue().startswith("[1/1] one: done")
    assert all(stream.refreshed)


def test_the_table_shows_what_is_at_work_and_the_totals(capsys: pytest.CaptureFixture[str]) -> None:
    board = Board(3, as_json=False)
    for name in ("one", "two", "three"):
        board.began(task(name))
    board.progressed(task("two"), 40, 1200)
    board.progressed(task("two"), 3, 12)  # a retry does not set it back
    board.ended(Result(task=task("one"), state=State.DONE, sentences=900, findings=2))
    table = text(board)
    assert "two" in table
    assert "40/1,200" in table
    assert "reading" in table
    assert "one" not in table
    assert "2 findings" in table
    assert "left" in table
    assert table.index("1/3 episodes") < table.index("two")  # a small window cuts the end
    assert "[1/3] one: done (900 sentences" in capsys.readouterr().err


def test_the_time_that_is_left_is_told_by_what_was_translated(capsys: pytest.CaptureFixture[str]) -> None:
    """What was unchanged, or failed at once, took no time and says nothing of what is to come."""
    clock = [0.0]
    board = Board(12, as_json=False, now=lambda: clock[0])
    for number in range(8):
        state = State.UNCHANGED if number else State.FAILED
        board.ended(Result(task=task(f"old-{number}"), state=state, error=None if number else EngineError("no")))
    clock[0] = 10.0
    assert "left" not in board.totals()
    for name in ("one", "two"):
        board.began(task(name))
        board.progressed(task(name), 50, 100)
    assert "about 30 s left" in board.totals()  # one of four in 10 s
    board.ended(Result(task=task("one"), state=State.DONE, sentences=100))
    clock[0] = 90.0
    assert "about 2 min left" in board.totals()  # one and a half of four in 90 s
    capsys.readouterr()


def test_batches_that_were_halved_are_told_to_people_and_machines() -> None:
    result = Result(task=task("one"), state=State.DONE, sentences=900, halved=128)
    board = Board(1, as_json=False)
    assert "halved" not in board.totals()
    board.ended(result)
    assert "128 sentences in batches halved for memory" in board.totals()
    assert "0 findings, 128 in batches halved for memory" in line(result)
    assert machine(result)["halved"] == 128
    assert "halved" not in line(replace(result, halved=0))


def test_failures_are_counted_and_say_their_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    board = Board(1, as_json=False)
    board.ended(Result(task=task("one"), state=State.FAILED, error=EngineError("it broke"), exit_code=3))
    assert "1 failed" in board.totals()
    assert "one: FAILED (exit code 3): it broke" in capsys.readouterr().err


def test_what_is_left_is_a_line_for_machines_and_a_number_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    left = Result(task=task("one"), state=State.LEFT)
    board = Board(1, as_json=False)
    board.ended(left)
    assert board.totals() == "0/1 episodes · 0 sentences/s · 0 findings · 1 left for the next run"
    Board(1, as_json=True).ended(left)
    told = capsys.readouterr()
    assert (told.err, '"state": "left"' in told.out) == ("", True)
    assert "left for the next run" in line(left)
    assert "error" not in machine(left)


def test_a_terminal_gets_a_live_table(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with shown(Board(2, as_json=False), quiet=False):
        pass
    assert "0/2 episodes" in capsys.readouterr().err


class Interrupting:
    """A session in which somebody presses Ctrl+C while the first episode is opened."""

    def engine(self, settings: Settings) -> ScriptedEngine:
        """Return an engine."""
        del settings
        return ScriptedEngine(Script(translations={}))

    def glossary(self, settings: Settings) -> Glossary:
        """Interrupt."""
        del settings
        raise KeyboardInterrupt


class Plain(Interrupting):
    """A session in which nobody does."""

    def glossary(self, settings: Settings) -> Glossary:
        """Return our glossary."""
        del settings
        return read(shipped(), source="fr", target="en")


def test_an_interrupted_batch_goes_on(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Inès : Bonjour.\nPaul : Bonjour Inès.\nInès : On y va ?\n", encoding="utf-8")
    wanted = combine(Settings(name="one", out=str(tmp_path / "out"), engine="scripted"), DEFAULTS)
    only = Task(path=tmp_path / "one.txt", episode="one", settings=wanted)
    memory = open_memory(tmp_path / NAME, print)

    def batch(opened: Interrupting) -> Batch:
        journal = open_journal(tmp_path / "journal.sqlite", memory=memory.identity, horizon=memory.horizon, note=print)
        return Batch(
            opened=opened, memory=memory, journal=journal, listener=Board(1, as_json=False), people=lambda _: (),
            options=Options(in_flight=1),
        )  # fmt: skip

    with pytest.raises(KeyboardInterrupt):
        batch(Interrupting()).run([only])
    assert (tmp_path / "journal.sqlite").exists()
    (result,) = batch(Plain()).run([only])
    assert result.state is State.DONE
    assert not (tmp_path / "journal.sqlite").exists()
    memory.close()
