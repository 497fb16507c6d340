"""`glossub batch`: a season, a catalogue, or a shard of it."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate import document
from translate.commands import options
from translate.commands.check import season
from translate.commands.machines import Machines
from translate.commands.reporting import reported
from translate.commands.session import Opening, Session, memory_beside, settings_for, tell
from translate.errors import GlossubError, InputError
from translate.settings import DEFAULTS, Settings, check, combine, setting

if TYPE_CHECKING:
    from translate.batch import Options, Result, Task
    from translate.edits import Edit
    from translate.engine import Engine
    from translate.glossary import Glossary
    from translate.memory import Memory
    from translate.season import Entry, Shard

_WAIT_S = 5.0
"""How long a shard waits for other shards that look whether the whole batch is at work."""
_INPUTS = typer.Argument(
    metavar="INPUT...", help="Transcripts, folders, patterns in quotes, manifests (.tsv, .jsonl: `input`, any setting)."
)


def batch(  # noqa: PLR0913  # each is an option of the command line
    inputs: Annotated[list[str], _INPUTS],
    *,
    out: options.Out = None,
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
    memory: options.MemoryPath = None,
    shard: Annotated[str | None, typer.Option(help="Do part i of n only, told apart by the episodes' names.")] = None,
    cluster: options.ClusterAddress = None,
    actors: options.Actors = None,
    actor_cpus: options.ActorCpus = None,
    actor_gpus: options.ActorGpus = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and on what.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Do unchanged episodes anew.")] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first episode that fails.")] = False,
    force: options.Force = False,
    as_json: options.AsJson = False,
    debug: options.Debug = False,
) -> None:
    """Translate many transcripts, several at a time; killed and started again, it goes on where it was."""
    asked = Settings(
        out=out, source=source, target=target, glossary=tuple(glossary or ()), default_glossary=default_glossary,
        model=model, engine=engine, device=device, beam=beam, constrain=constrain, preset=preset, cpl=cpl, lines=lines,
        cps=cps, labels=speakers,
    )  # fmt: skip
    codes: list[int] = []
    with reported(
        codes, debug=debug, interrupted="the same command goes on from here", unread="the batch is done all the same"
    ):
        check(asked, where="command line")
        home = _home(asked, memory, shard)
        tasks = _tasks(inputs, replace(asked, out=str(home.out)), home.part)
        from translate.batch import Options

        chosen = Options(fail_fast=fail_fast, force=force, again=again)
        machines = Machines(cluster=cluster, actors=actors, actor_cpus=actor_cpus, actor_gpus=actor_gpus)
        if dry_run:
            code = _foretell(tasks, home, chosen, machines, as_json=as_json)
            codes += [code] if code else []
        else:
            results = _run(tasks, home, chosen, machines, as_json=as_json)
            codes += _codes(results, debug=debug)
            if home.part is None and any(home.out.glob(f"*/{document.NAME}")):
                shows = dict.fromkeys(task.path.parent for task in tasks)
                code = season(home.out, asked, shows=shows, force=force, as_json=as_json)
                codes += [code] if code else []
    if codes:
        raise typer.Exit(codes[0])


def _engine_key(settings: Settings) -> tuple[object, ...]:
    """Return what tells engines apart."""
    return (settings.model, settings.engine, settings.device, settings.source, settings.target)


class _Shared:
    """A session for several threads: what equal settings share is opened once."""

    def __init__(self, opening: Opening | None = None) -> None:
        """Start with nothing open; `opening` opens engines, by default on this machine."""
        self._session = Session(opening)
        self._lock = threading.Lock()
        self._engines: dict[tuple[object, ...], Engine] = {}

    def engine(self, settings: Settings) -> "Engine":
        """Return the engine that settings name; whether `auto` may choose it is seen once."""
        key = _engine_key(settings)
        with self._lock:
            if key not in self._engines:
                self._engines[key] = self._session.engine(settings)
            return self._engines[key]

    def engines(self, tasks: "Sequence[Task]") -> "list[Engine]":
        """Return the engines of tasks, as far as they can be opened: the others are for their episodes to report.

        Raises the first one's error when none can.
        """
        found, errors = [], []
        wanted = {_engine_key(task.settings): task.settings for task in tasks if task.fault is None}
        for settings in wanted.values():
            try:
                found.append(self.engine(settings))
            except GlossubError as error:
                errors.append(error)
        if errors and not found:
            raise errors[0]
        return found

    def glossary(self, settings: Settings) -> "Glossary":
        """Return the glossary that settings name."""
        with self._lock:
            return self._session.glossary(settings)


def _tasks(inputs: Sequence[str], asked: Settings, part: "Shard | None") -> "tuple[Task, ...]":
    """Return the tasks of the inputs, or those of a shard."""
    from translate.batch import plan
    from translate.season import entries

    tasks = plan([_task(entry, asked) for entry in entries(inputs)])
    return tuple(task for task in tasks if part is None or part.has(task.episode))


def _task(entry: "Entry", asked: Settings) -> "Task":
    """Return the task of an input; settings that are none are the fault of this episode alone."""
    from translate.batch import Task
    from translate.season import name

    own, fault = combine(asked, entry.settings), entry.fault
    settings = combine(own, DEFAULTS)
    try:
        settings = settings_for(entry.path, own)
    except GlossubError as error:
        fault = fault or error
    return Task(path=entry.path, episode=name(entry.path, settings), settings=settings, fault=fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Home:
    """Where a batch keeps its memory, its journal and its lock: a shard has its own of each."""

    out: Path
    memory: Path
    part: "Shard | None"

    @property
    def ending(self) -> str:
        """Return what a shard's files are told apart by."""
        return f"-{self.part}" if self.part is not None else ""

    @property
    def own_memory(self) -> Path:
        """Return the memory that is written."""
        return self.memory.with_name(f"{self.memory.stem}{self.ending}{self.memory.suffix}")


def _home(asked: Settings, memory: str | None, shard: str | None) -> _Home:
    """Return where a batch keeps its things."""
    from translate import season
    from translate.memory import NAME

    out = Path(setting(settings_for(Path("any"), asked).out))
    part = season.shard(shard) if shard is not None else None
    return _Home(out=out, memory=Path(memory) if memory is not None else out / NAME, part=part)


def _run(
    tasks: "Sequence[Task]", home: _Home, chosen: "Options", machines: Machines, *, as_json: bool
) -> "tuple[Result, ...]":
    """Do the tasks under the batch's lock."""
    from translate.batch import Batch, State
    from translate.commands.board import Board, shown
    from translate.journal import open_journal
    from translate.storage import holding

    which = f" (shard {home.part})" if home.part is not None else ""
    what = f"another batch{which} is at work in this folder"
    with ExitStack() as stack:
        stack.enter_context(holding(home.out, name=f".glossub-batch{home.ending}.lock", what=what))
        _see_apart(home)
        shared = _Shared(stack.enter_context(machines.opening()))
        chosen = _scaled(chosen, shared.engines(tasks))
        memory, people = _memories(home, stack)
        journal = open_journal(
            home.out / f".glossub-batch{home.ending}.sqlite", memory=memory.identity, horizon=memory.horizon, note=tell
        )
        if journal.resumed:
            tell("Going on with the batch that was interrupted here.")
        board = Board(len(tasks), as_json=as_json)
        work = Batch(opened=shared, memory=memory, journal=journal, listener=board, people=people, options=chosen)
        with shown(board, quiet=as_json):
            results = work.run(tasks)
        if not as_json:
            print(board.totals())
        if any(result.state is State.LEFT for result in results):
            tell("The batch stopped before its end; the same command goes on from here.")
    return results


def _see_apart(home: _Home) -> None:
    """See that no shard is at work beside the whole batch, nor the whole batch beside a shard. Raises `OutputError`.

    Shards look at one and the same lock, one after another: so they wait a little for it, and the whole batch does not.
    """
    from translate.storage import locked

    if home.part is not None:
        with locked(
            home.out, name=".glossub-batch.lock", what="the whole batch is at work in this folder", wait_s=_WAIT_S
        ):
            return
    for lock in sorted(home.out.glob(".glossub-batch-*.lock")):
        with locked(home.out, name=lock.name, what=f"a shard is at work in this folder ({lock.stem[15:]})"):
            pass


def _scaled(chosen: "Options", engines: "Sequence[Engine]") -> "Options":
    """Return options with as many episodes at work as keep every engine busy, and say where they run."""
    from translate.engines.pool import PooledEngine

    sizes = [engine.size for engine in engines if isinstance(engine, PooledEngine)]
    scaled = replace(chosen, in_flight=chosen.in_flight * max(sizes, default=1))
    if engines:
        devices = ", ".join(dict.fromkeys(engine.device for engine in engines))
        tell(f"Translating on {devices}, up to {scaled.in_flight} episodes at a time.")
    return scaled


def _memories(home: _Home, stack: ExitStack) -> "tuple[Memory, Callable[[str], tuple[Edit, ...]]]":
    """Open the memory, and return what gives an episode's edits: a shard follows those of the whole memory too."""
    from translate.memory import open_memory

    if home.part is None:
        opened = [memory_beside(home.out, home.memory)]
    else:
        whole = [memory_beside(home.out, home.memory)] if home.memory.exists() else []
        opened = [*whole, open_memory(home.own_memory, tell)]
    for memory in opened:
        stack.callback(memory.close)

    def people(episode: str) -> "tuple[Edit, ...]":
        return tuple(edit for memory in opened for edit in memory.edits(episode))

    return opened[-1], people


def _looked_into(home: _Home, stack: ExitStack) -> "tuple[Memory | None, Callable[[str], tuple[Edit, ...]]]":
    """Open what there is of memories as `_memories` does, without changing anything; a damaged one counts as none."""
    from translate.memory import open_memory_to_read

    opened: dict[Path, Memory] = {}
    for path in dict.fromkeys((home.memory, home.own_memory)):
        if path.exists():
            try:
                opened[path] = open_memory_to_read(path)
            except InputError as error:
                tell(f"a run would begin a new memory: {error}")
            else:
                stack.callback(opened[path].close)

    def people(episode: str) -> "tuple[Edit, ...]":
        return tuple(edit for memory in opened.values() for edit in memory.edits(episode))

    return opened.get(home.own_memory), people


def _foretell(tasks: "Sequence[Task]", home: _Home, chosen: "Options", machines: Machines, *, as_json: bool) -> int:
    """Print what would be done and on what, and return the exit code that is already certain."""
    from translate import job, storage
    from translate.batch import fingerprint, is_complete
    from translate.commands.board import reason

    code = 0
    with ExitStack() as stack:
        shared = _Shared(stack.enter_context(machines.opening()))
        own, people = _looked_into(home, stack)
        for task in tasks:
            values: dict[str, object] = {"episode": task.episode, "input": str(task.path), "folder": str(task.folder)}
            try:
                made_of = fingerprint(task, shared, people(task.episode))
                engine = shared.engine(task.settings)
                complete = own is not None and not chosen.again and is_complete(task, own, made_of)
                if not complete:
                    job.check(task.path, task.settings, task.folder)
                    edited = () if chosen.force else storage.edited(task.folder)
                    values |= {"edited": list(edited)} if edited else {}
                values |= {"would": "skip" if complete else "translate"}
                values |= {"engine": engine.signature, "device": engine.device}
            except GlossubError as error:
                code = code or error.exit_code
                values |= {"would": "fail", "error": reason(error), "exit_code": error.exit_code}
            print(json.dumps(values, ensure_ascii=False) if as_json else _foretold(values))
    return code


def _foretold(values: "Mapping[str, object]") -> str:
    """Return what would be done with an episode as a line for people."""
    if values["would"] == "fail":
        return f"{values['episode']}: would fail (exit code {values['exit_code']}): {values['error']}"
    if values["would"] == "skip":
        return f"{values['episode']}: unchanged, nothing to do"
    told = f"{values['episode']}: {values['input']} → {values['folder']}, {values['engine']} on {values['device']}"
    edited = values.get("edited")
    if isinstance(edited, list):
        return f"{told}\n  it stops without --force if it would overwrite what somebody changed: {', '.join(edited)}"
    return told


def _codes(results: "Sequence[Result]", *, debug: bool) -> list[int]:
    """Return the exit codes of what failed, in order."""
    failed = [result for result in results if result.error is not None]
    if debug and failed and failed[0].error is not None:
        raise failed[0].error
    return [result.exit_code for result in failed]
