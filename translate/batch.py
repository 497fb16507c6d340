"""Many episodes in one run: several at work at a time, so that the engine never waits for reading, cutting or writing.

Each episode is `job.run` behind two wrappers: the memory answers what it knew when the run began, the journal what this
run has asked before; the rest goes to the engine. An episode is complete in this order, so that a run that dies at any
moment has lost at most a block of work (`translate.journal`) and repeats no complete episode:

1. its folder is written and synced (`translate.storage`);
2. its rows and its fingerprint go into the memory, in one transaction;
3. its blocks leave the journal.

An episode whose fingerprint stands in the memory and whose files are there, as that run wrote them or timed and checked
since, has nothing to be done.
"""

import errno
import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Protocol

from translate import __version__, document, edits, job, storage
from translate.edits import Edit
from translate.engine import Engine, Progress
from translate.engines.pool import LostError
from translate.errors import GlossubError, InputError, OutputError, UsageError
from translate.glossary import Glossary
from translate.job import Done
from translate.journal import Journal, JournalledEngine
from translate.memory import Complete, Memory, RememberingEngine, Row
from translate.settings import Settings, setting
from translate.translation import Status, TranslatedEpisode

IN_FLIGHT = 4
"""Episodes at work at a time for each engine: one is read, one written, two wait for the engine."""
DEFECT = 70
"""The exit code of a defect of Glossub itself (`EX_SOFTWARE` of sysexits.h)."""
_DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An episode to be done: its input, its name, all settings that hold for it, and why it cannot be done, if so."""

    path: Path
    episode: str
    settings: Settings
    fault: GlossubError | None = None

    @property
    def folder(self) -> Path:
        """Return where it is written."""
        return Path(setting(self.settings.out)) / self.episode


class State(StrEnum):
    """What became of a task."""

    DONE = "done"
    UNCHANGED = "unchanged"  # it was complete, and nothing that decides it has changed
    FAILED = "failed"
    LEFT = "left"  # the batch stopped before it was complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a task; `findings` are missed hits and doubts, `remembered` requests that no engine was asked.

    `halved` are answers from batches that were halved for memory: another run may give others. `warnings` are for
    people; a failed task has its `error` and the exit code that it would have alone.
    """

    task: Task
    state: State
    sentences: int = 0
    remembered: int = 0
    findings: int = 0
    halved: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    error: Exception | None = None
    exit_code: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An episode that was done with a memory: `rows` are what the engine was asked, to be remembered."""

    done: Done
    rows: tuple[Row, ...]
    remembered: int
    warnings: tuple[str, ...]


class Opened(Protocol):
    """Gives what episodes share; called from several threads."""

    def engine(self, settings: Settings) -> Engine:
        """Return the engine that settings name. Raises `EngineError` or `UsageError`."""
        ...

    def glossary(self, settings: Settings) -> Glossary:
        """Return the glossary that settings name. Raises `InputError`."""
        ...


class Listener(Protocol):
    """Told what happens; called from several threads."""

    def began(self, task: Task) -> None:
        """Hear that a task is at work."""
        ...

    def progressed(self, task: Task, done: int, total: int) -> None:
        """Hear how many of a task's requests are answered."""
        ...

    def ended(self, result: Result) -> None:
        """Hear what became of a task."""
        ...


class Stopped(Exception):  # noqa: N818  # it is no error: the batch was asked to stop
    """The batch stops; whatever an episode's work had is in the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a batch runs: `force` keeps edited files as `.bak`, `again` does complete episodes anew."""

    in_flight: int = IN_FLIGHT
    fail_fast: bool = False
    force: bool = False
    again: bool = False


class Batch:
    """One run over many episodes."""

    def __init__(
        self,
        *,
        opened: Opened,
        memory: Memory,
        journal: Journal,
        listener: Listener,
        people: Callable[[str], tuple[Edit, ...]],
        options: Options = Options(),
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Keep the parts; `people` gives the edits that bear on an episode."""
        self._opened = opened
        self._memory = memory
        self._journal = journal
        self._listener = listener
        self._people = people
        self._options = options
        self._now = now
        self._stop = threading.Event()

    def run(self, tasks: Sequence[Task]) -> tuple[Result, ...]:
        """Do tasks, and return what became of each, in their order.

        A task that fails stops no other one, unless it fails for what all would fail for: a full disk, a memory that
        cannot be written, no engine left. What is left is then `LEFT`, and the journal is kept; otherwise it is removed
        at the end.
        """
        results: dict[int, Result] = {}
        with ThreadPoolExecutor(max_workers=self._options.in_flight, thread_name_prefix="episode") as pool:
            try:
                futures = {pool.submit(self._do, task): at for at, task in enumerate(tasks)}
                for future in as_completed(futures):
                    results[futures.pop(future)] = future.result()
            except BaseException:  # Ctrl+C too: what is at work stops at its next batch
                self._stop.set()
                pool.shutdown(cancel_futures=True)
                self._journal.close()
                raise
        done = tuple(results[at] for at in range(len(tasks)))
        if any(result.state is State.LEFT for result in done) or self._stop.is_set():
            self._journal.close()
        else:
            self._journal.remove()
        return done

    def _do(self, task: Task) -> Result:
        """Do one task, whatever happens."""
        started = self._now()
        try:
            self._check_stop()
            self._listener.began(task)
            result = self._attempt(task)
        except Stopped:
            result = Result(task=task, state=State.LEFT)
        except GlossubError as error:
            if self._options.fail_fast or self._hits_all(error):
                self._stop.set()
            result = Result(task=task, state=State.FAILED, error=error, exit_code=error.exit_code)
        except Exception as error:  # noqa: BLE001  # a defect in one episode must not cost the others
            if self._options.fail_fast:
                self._stop.set()
            result = Result(task=task, state=State.FAILED, error=error, exit_code=DEFECT)
        result = replace(result, seconds=self._now() - started)
        self._listener.ended(result)
        return result

    def _attempt(self, task: Task) -> Result:
        """Do one task; see the module's steps 1 to 3."""
        by_hand = self._people(task.episode)
        made_of = fingerprint(task, self._opened, by_hand)
        if not self._options.again and is_complete(task, self._memory, made_of):
            self._journal.forget(task.episode)
            return Result(task=task, state=State.UNCHANGED)
        glossary = self._opened.glossary(task.settings)

        def progress(done: int, total: int) -> None:
            self._check_stop()
            self._listener.progressed(task, done, total)

        made = attempt(
            task.path, task.settings, episode=task.episode, glossary=glossary,
            opened=lambda: self._opened.engine(task.settings), behind=partial(self._journalled, task),
            memory=self._memory, horizon=self._journal.horizon, by_hand=by_hand, force=self._options.force,
            progress=progress,
        )  # fmt: skip
        self._memory.remember(made.rows, complete(task, self._memory, run=made.done.run, made_of=made_of))
        self._journal.forget(task.episode)
        return _result(task, made)

    def _journalled(self, task: Task, engine: Engine) -> JournalledEngine:
        """Put an engine behind the journal for a task."""
        source, target = setting(task.settings.source), setting(task.settings.target)
        return JournalledEngine(
            engine, self._journal, episode=task.episode, source=source, target=target, stopping=self._check_stop
        )

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise Stopped

    def _hits_all(self, error: GlossubError) -> bool:
        """Say whether every other episode would fail for the same reason."""
        full = isinstance(error.__cause__, OSError) and error.__cause__.errno in _DISK
        return isinstance(error, LostError) or (
            isinstance(error, OutputError)
            and (full or error.where in map(str, (self._memory.path, self._journal.path)))
        )


def attempt(  # noqa: PLR0913  # the parts of an episode's work
    path: Path,
    settings: Settings,
    *,
    episode: str,
    glossary: Glossary,
    opened: Callable[[], Engine],
    behind: Callable[[Engine], Engine] = job.bare,
    memory: Memory,
    horizon: int,
    by_hand: Sequence[Edit],
    force: bool,
    progress: Progress,
) -> Attempt:
    """Do one episode with a memory, of which rows up to `horizon` are read and none is written. Raises as `job.run`.

    What the memory does not know is asked of an engine that `behind` makes.
    """
    asked: list[RememberingEngine] = []
    unused: list[Edit] = []

    def remembering(engine: Engine) -> Engine:
        source, target = setting(settings.source), setting(settings.target)
        asked.append(
            RememberingEngine(behind(engine), memory, horizon=horizon, episode=episode, source=source, target=target)
        )
        return asked[-1]

    def edited(translated: TranslatedEpisode) -> TranslatedEpisode:
        found = edits.apply(translated, by_hand)
        unused.extend(found.unused)
        return found.translated

    done = job.run(
        path, settings, glossary=glossary, opened=opened, behind=remembering, edited=edited, force=force,
        progress=progress,
    )  # fmt: skip
    return Attempt(
        done=done,
        rows=tuple(row for engine in asked for row in engine.learned),
        remembered=sum(engine.recalled for engine in asked),
        warnings=tuple(f"an edit is not used: its sentence is no longer there: {edit.source!r}" for edit in unused),
    )


def plan(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Return tasks under their names; those that would be written to one folder have a fault that names them all."""
    paths: dict[str, list[Path]] = {}
    for task in tasks:
        paths.setdefault(task.episode, []).append(task.path)

    def planned(task: Task) -> Task:
        inputs = paths[task.episode]
        if task.fault is None and len(inputs) > 1:
            what = f"inputs would be written to one folder, {task.episode!r}: {', '.join(map(str, inputs))}"
            mend = "Give one of them another `name` in a manifest or in the glossub.toml beside it."
            return replace(task, fault=UsageError(what, where=str(task.path), mend=mend))
        return replace(task, settings=replace(task.settings, name=task.episode))

    return tuple(map(planned, tasks))


def fingerprint(task: Task, opened: Opened, by_hand: Sequence[Edit]) -> str:
    """Return the SHA-256 of all that decides an episode's outputs. Raises a task's fault, or what opening raises."""
    if task.fault is not None:
        raise task.fault
    data = hashlib.sha256(storage.read_input(task.path)).hexdigest()
    glossary, engine = opened.glossary(task.settings).fingerprint, opened.engine(task.settings).signature
    # The engine's signature says what of a device counts, the glossary's fingerprint what of its paths; and what was
    # moved as a whole, or is named from another folder, is what it was.
    settings = replace(
        task.settings,
        device=None,
        out=None,
        glossary=(),
        audio=job.from_folder(task.settings.audio, task.folder),
        words=None if task.settings.words is None else Path(task.settings.words).name,
        speakers=dict(sorted(task.settings.speakers.items())),
    )
    heard = (_state(path) for path in (task.settings.words, task.settings.audio) if path is not None)
    parts = (__version__, repr(settings), data, glossary, engine, repr(tuple(by_hand)), *heard)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def _state(path: str) -> str:
    """Return what tells whether a file has changed, without reading an hour of sound; nothing for an address."""
    with suppress(OSError, ValueError):  # what cannot be read is for the episode's work to report
        found = Path(path).stat()
        return f"{found.st_size}:{found.st_mtime_ns}"
    return ""


def complete(task: Task, memory: Memory, *, run: str, made_of: str) -> Complete:
    """Return what a memory is told of an episode that a run has finished."""
    return Complete(folder=memory.place(task.folder), run=run, fingerprint=made_of)


def is_complete(task: Task, memory: Memory, made_of: str) -> bool:
    """Say whether the run that a folder holds was finished with this fingerprint, and its files are there."""
    with suppress(OSError, UnicodeDecodeError, InputError):
        record = document.read_record((task.folder / document.NAME).read_text(encoding="utf-8"))
        held = complete(task, memory, run=record.run, made_of=made_of)
        return memory.has(held) and all((task.folder / name).exists() for name in record.files)
    return False


def _result(task: Task, made: Attempt) -> Result:
    """Return the counts of an episode that was done."""
    translations = made.done.translated.translations
    missed = sum(outcome.status is Status.MISSED for t in translations for outcome in t.outcomes)
    return Result(
        task=task,
        state=State.DONE,
        sentences=len(translations),
        remembered=made.remembered,
        findings=missed + sum(len(t.doubts) for t in translations),
        halved=made.done.halved,
        warnings=made.warnings,
    )
