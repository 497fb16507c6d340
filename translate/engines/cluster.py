"""Engines on a Ray cluster: an actor each, behind one queue (`pool`). The only module that knows Ray.

The driver, which is this process, reads inputs, opens the memory and the journal, and writes outputs; actors only
translate. It ships each of them the engine's files (`parcels`), so that a node needs Glossub and none of the models,
and counts tokens itself. Actors that do not sign alike are refused.

An actor that died is left out of the queue and its call goes to another. Ray starts it again where its resources are,
at most `RESTARTS` times (a block that kills whoever translates it must not do so for ever), and then it joins again.
"""

import os
import re
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from translate import __version__
from translate.engine import Decoding, Engine, Hypothesis, Progress, Request, silent
from translate.engines.converted import Note, no_note
from translate.engines.parcels import CountTokens, Parcel, pack, unpack
from translate.engines.pool import LostError, PooledEngine
from translate.errors import EngineError, GlossubError, MissingExtra, UsageError

HERE = "ray"
"""The name of the cluster that RAY_ADDRESS gives, or of one that is started on this machine."""
RESTARTS = 3
CALLS_EACH = 2
"""Calls that an actor gets at a time: it goes on with one while the other's answer travels."""
_FIRST_S, _OTHERS_S = 300.0, 30.0  # to wait for the first actor (nodes may have to be started), and then for the others
_POLL_S = 0.2
_REACH_S = 10.0
_MEND = (
    f"See to the nodes (`ray status`; each needs Glossub {__version__}); "
    "the same command, with or without --cluster, then goes on from here."
)
_UP = "Check the address, and see that the cluster is up (`ray status`) and that its Python and Ray are these."

_Module: TypeAlias = Any  # Ray itself; without the extra none of the three has a better type
_Handle: TypeAlias = Any  # an actor, as the driver sees it
_Reference: TypeAlias = Any  # what a call will return


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What is asked of a cluster: how many actors, and the cores and GPUs of each, which may be fractions.

    None is, in this order: as many as it has room for; one core; one GPU where the device is one.
    """

    actors: int | None = None
    cpus: float | None = None
    gpus: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an actor's engine is, and where: `version` is Glossub's on that node."""

    signature: str
    device: str
    inline_terms: bool
    max_tokens: int
    version: str


class Actor:
    """What runs on a node: an engine for each parcel that it was sent."""

    def __init__(self) -> None:
        """Start with none."""
        self._engines: dict[str, Engine] = {}

    def open(self, key: str, parcel: Parcel, device: str, threads: int) -> Facts:
        """Open the engine of a parcel, to be asked under a key; raises `EngineError`."""
        engine = self._engines[key] = unpack(parcel, device=device, threads=threads)
        return Facts(
            signature=engine.signature,
            device=f"{engine.device} of {socket.gethostname()}",
            inline_terms=engine.inline_terms,
            max_tokens=engine.max_tokens,
            version=__version__,
        )

    def translate(self, key: str, requests: Sequence[Request], decoding: Decoding) -> tuple[Hypothesis, ...]:
        """Translate requests; raises what the engine raises, and `LostError` when it was started anew since `open`."""
        if key not in self._engines:
            raise LostError("the actor was started anew", mend=_MEND)
        return self._engines[key].translate(requests, decoding)


Call = Callable[[Sequence[Request], Decoding], tuple[Hypothesis, ...]]
"""Asks an actor and awaits its answer. Raises `LostError` when the actor is gone."""


class RemoteEngine:
    """The engine of an actor, seen from the driver; it tells `lost` when it is."""

    def __init__(self, facts: Facts, call: Call, count_tokens: CountTokens, lost: Callable[[], None]) -> None:
        """Keep the parts."""
        self._call = call
        self._lost = lost
        self._once = threading.Lock()  # two calls may find out at a time
        self.count_tokens = count_tokens
        self.signature = facts.signature
        self.device = facts.device
        self.inline_terms = facts.inline_terms
        self.max_tokens = facts.max_tokens

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Translate requests on the actor; `progress` is told at the end. Raises `LostError` when the actor is gone."""
        try:
            hypotheses = self._call(requests, decoding)
        except LostError:
            if self._once.acquire(blocking=False):
                self._lost()
            raise
        progress(len(requests), len(requests))
        return hypotheses


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What every actor is told to open: `parcel` is Ray's reference to it."""

    key: str
    parcel: _Reference
    device: str
    threads: int


@dataclass(slots=True, kw_only=True)
class _Crew:
    """The actors that run one model, behind one queue once the first of them is there."""

    ray: _Module
    order: _Order
    count_tokens: CountTokens
    note: Note
    closing: threading.Event
    joining: list[threading.Thread] = field(default_factory=list)
    pool: PooledEngine = field(init=False)  # since `gather`

    def gather(self, actors: Sequence[_Handle]) -> PooledEngine:
        """Open the engine on all actors; raises the first one's error when none can."""
        opening = {self._opening(actor): actor for actor in actors}
        if not self.ray.wait(list(opening), timeout=_FIRST_S)[0]:
            what = f"no actor could be started within {_FIRST_S:g} s: the cluster is busy, or too small"
            raise LostError(what, mend="See `ray status`; ask for less with --actors, --actor-cpus, --actor-gpus.")
        ready, late = self.ray.wait(list(opening), num_returns=len(opening), timeout=_OTHERS_S)
        engines: list[RemoteEngine] = []
        faults: list[GlossubError] = []
        for reference in ready:
            try:
                engines.append(self._opened(opening[reference], reference))
            except GlossubError as error:
                faults.append(error)
        if not engines:
            raise faults[0]
        self.pool = PooledEngine(engines, note=self.note, calls_each=CALLS_EACH)
        for fault in faults:
            self.note(f"An actor stays out: {fault}")
        for reference in late:
            self._expect(opening[reference], reference)
        return self.pool

    def _opening(self, actor: _Handle) -> _Reference:
        """Tell an actor to open the engine; where it is not there yet, the call waits for it."""
        opening = actor.open.options(max_task_retries=-1)
        return opening.remote(self.order.key, self.order.parcel, self.order.device, self.order.threads)

    def _opened(self, actor: _Handle, reference: _Reference) -> RemoteEngine:
        """Return the engine that an actor has opened; raises what kept it from that."""
        facts: Facts = self._got(actor, reference)
        if facts.version != __version__:
            what = f"the node has Glossub {facts.version}, and this is {__version__}"
            raise EngineError(what, where=facts.device, mend=f"On every node: pip install glossub=={__version__}")

        def call(requests: Sequence[Request], decoding: Decoding) -> tuple[Hypothesis, ...]:
            reference = actor.translate.remote(self.order.key, tuple(requests), decoding)
            answered: tuple[Hypothesis, ...] = self._got(actor, reference)
            return answered

        def lost() -> None:
            self._expect(actor, self._opening(actor))

        return RemoteEngine(facts, call, self.count_tokens, lost)

    def _expect(self, actor: _Handle, reference: _Reference) -> None:
        """Let an actor join when its engine is open, beside all other work."""
        thread = threading.Thread(target=self._join, args=(actor, reference), name="actor", daemon=True)
        self.joining.append(thread)
        thread.start()

    def _join(self, actor: _Handle, reference: _Reference) -> None:
        while not self.ray.wait([reference], timeout=_POLL_S)[0]:
            if self.closing.is_set():
                return
        try:
            engine = self._opened(actor, reference)
            self.pool.add(engine)
            self.note(f"{engine.device} joins ({self.pool.size} at work).")
        except GlossubError as fault:
            self.note(f"An actor stays out: {fault}")

    def _got(self, actor: _Handle, reference: _Reference) -> Any:  # noqa: ANN401  # what the actor returns
        """Await what an actor returns; raises what it raised, and `LostError` when it is gone."""
        try:
            return self.ray.get(reference)
        except self.ray.exceptions.RayError as error:
            raised = getattr(error, "cause", None)  # what the actor itself raised
            if isinstance(raised, LostError):  # a GPU that failed does so in this process only: Ray starts another
                self.ray.kill(actor, no_restart=False)
            if isinstance(raised, Exception) and not isinstance(raised, self.ray.exceptions.RayError):
                raise raised from error
            raise LostError(f"Ray reports: {_reason(error)}", mend=_MEND) from error


@dataclass(slots=True, kw_only=True)
class Cluster:
    """A connection to a cluster and the actors on it; made by `connect`, and to be closed."""

    ray: _Module
    share: Share
    actors: list[_Handle] = field(default_factory=list)
    _crews: list[_Crew] = field(default_factory=list)
    _closing: threading.Event = field(default_factory=threading.Event)
    _fault: LostError | None = None

    def engine(
        self, *, model: str, kind: str, device: str, source: str, target: str, note: Note = no_note
    ) -> PooledEngine:
        """Open an engine on every actor, as `open_engine` does here; actors that are late join when they are there.

        Raises `EngineError` and `UsageError` as `open_engine` does, and `LostError` when no actor can be started.
        """
        if self._fault is not None:
            raise self._fault
        gpus = self._gpus(device)
        cpus = 1 if self.share.cpus is None else self.share.cpus
        parcel, count_tokens = pack(model=model, kind=kind, source=source, target=target)
        key = f"{parcel.kind}:{parcel.digest}:{source}:{target}:{gpus:g}"
        threads = max(1, int(cpus))
        order = _Order(key=key, parcel=self.ray.put(parcel), device=_device(gpus), threads=threads)
        crew = _Crew(ray=self.ray, order=order, count_tokens=count_tokens, note=note, closing=self._closing)
        self._crews.append(crew)
        try:
            self.actors = self.actors or self._start(cpus, gpus)
            return crew.gather(self.actors)
        except LostError as error:
            self._fault = error  # so that no episode waits for what the first one has waited for
            raise

    def close(self) -> None:
        """End the actors and the connection; a cluster that was started here ends too."""
        self._closing.set()
        for crew in self._crews:
            for thread in crew.joining:
                thread.join()
        for actor in self.actors:
            self.ray.kill(actor)
        self.ray.shutdown()

    def _gpus(self, device: str) -> float:
        """Return the GPUs of each actor."""
        if ":" in device:
            what = f"Ray chooses the GPUs of an actor, so {device!r} cannot be asked for"
            raise UsageError(what, mend="Pass --device cuda, and with --actor-gpus how many each actor gets.")
        if device == "cpu":
            return 0
        if self.share.gpus is not None:
            return self.share.gpus
        return 1 if device == "cuda" or self.ray.cluster_resources().get("GPU") else 0

    def _start(self, cpus: float, gpus: float) -> list[_Handle]:
        """Start the actors: Ray places each where its resources are."""
        wanted = {"CPU": cpus, "GPU": gpus}
        count = self.share.actors or sum(_room(node["Resources"], wanted) for node in self.ray.nodes() if node["Alive"])
        if not count:
            what = f"no node of the cluster has room for an actor ({cpus:g} CPUs, {gpus:g} GPUs)"
            raise LostError(what, mend="Ask for less with --actor-cpus and --actor-gpus, or add nodes.")
        remote = self.ray.remote(num_cpus=cpus, num_gpus=gpus, max_restarts=RESTARTS)(Actor)
        return [remote.remote() for _ in range(count)]


def connect(address: str, share: Share) -> Cluster:
    """Connect to a cluster: `HERE`, or an address as `ray.init` takes it (`auto`, `head:6379`, `ray://head:10001`).

    Raises `MissingExtra`, and `EngineError` when there is no such cluster.
    """
    ray = _library()
    if address == HERE:
        address = os.environ.get("RAY_ADDRESS") or "local"
    if address == "local":  # nothing is sent to Ray's makers, and nothing is left in the home folder
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    else:
        _reach(address)
    terminated = signal.getsignal(signal.SIGTERM)
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError, ImportError, ray.exceptions.RayError) as error:
        raise EngineError(f"Ray does not connect: {_reason(error)}", where=address, mend=_UP) from error
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, terminated)  # Ray would have it end this process without a word
    # Ray prints what happens to nodes on standard output, which is the season's; losses are told by the pool.
    ray._private.worker._worker_logs_enabled = False  # noqa: SLF001  # there is no other switch
    return Cluster(ray=ray, share=share)


def _library() -> _Module:
    """Import Ray, or say which extra brings it."""
    try:
        import ray  # noqa: PLC0415  # the extra may be missing
        import ray.exceptions  # noqa: PLC0415  # the same
    except ImportError as error:
        raise MissingExtra(f"{error.name or 'ray'} is not installed", "ray") from error
    return ray


def _reach(address: str) -> None:
    """Raise `EngineError` when nobody listens at a cluster's address: Ray itself would try for minutes."""
    found = re.fullmatch(r"(?:ray://)?\[?([^/]+?)\]?:(\d+)", address)
    if found is not None:
        try:
            socket.create_connection((found[1], int(found[2])), timeout=_REACH_S).close()
        except (OSError, OverflowError) as error:
            raise EngineError(f"nobody answers at the cluster's address: {error}", where=address, mend=_UP) from error


def _device(gpus: float) -> str:
    """Return the device of an actor, which sees no other GPUs than its own."""
    if gpus > 1:
        return f"cuda:{','.join(map(str, range(int(gpus))))}"
    return "cuda" if gpus else "cpu"


def _room(has: dict[str, float], wanted: dict[str, float]) -> int:
    """Return how many actors a node has room for; one of those that want nothing."""
    return int(min((has.get(name, 0) / amount for name, amount in wanted.items() if amount), default=1))


def _reason(error: BaseException) -> str:
    """Return the line of Ray's message that says why: the last one of a traceback, else the first."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[-1] if re.match(r"[\w.]+(?:Error|Exception): ", lines[-1]) else lines[0]
