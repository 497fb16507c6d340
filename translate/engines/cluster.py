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
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from translate import __version__
from translate.engine import Decoding, Engine, Hypothesis, Progress, Request, silent
from translate.engines.converted import Note, no_note
from translate.engines.parcels import CountTokens, Parcel, pack, unpack
from translate.engines.pool import LostError, PooledEngine
from translate.errors import EngineError, GlossubError, UsageError

HERE = "ray"
"""The name of the cluster that RAY_ADDRESS gives, or of one that is started on this machine."""
RESTARTS = 3
CALLS_EACH = 2
"""Calls that an actor gets at a time: it goes on with one while the other's answer travels."""
_FIRST_S, _OTHERS_S = 600.0, 30.0  # to wait for the first actor (nodes may have to be started), and then for the others
_POLL_S = 0.2
_REACH_S = 10.0
_MEND = "See to the nodes (`ray status`); the same command, with or without --cluster, then goes on from here."
_UP = "Check the address, and see that the cluster is up (`ray status`) and that its Python and Ray are these."
_EXTRA = "Install the extra: pip install 'glossub[ray]'."


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

    def open(self, parcel: Parcel, device: str, threads: int) -> Facts:
        """Open the engine of a parcel; raises `EngineError`."""
        engine = self._engines[_key(parcel)] = unpack(parcel, device=device, threads=threads)
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


class Calls(Protocol):
    """A method of an actor that is elsewhere, awaited. Raises `LostError` when the actor is gone."""

    def __call__(self, key: str, requests: Sequence[Request], decoding: Decoding) -> tuple[Hypothesis, ...]:
        """Translate requests there."""
        ...


class RemoteEngine:
    """The engine of an actor, seen from the driver; it tells `lost` when it is."""

    def __init__(
        self, facts: Facts, key: str, call: Calls, count_tokens: CountTokens, lost: Callable[[], None]
    ) -> None:
        """Keep the parts."""
        self._key = key
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
            hypotheses = self._call(self._key, requests, decoding)
        except LostError:
            if self._once.acquire(blocking=False):
                self._lost()
            raise
        progress(len(requests), len(requests))
        return hypotheses


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What an actor is told to open: `parcel` is Ray's reference to it."""

    key: str
    parcel: Any
    device: str
    threads: int
    count_tokens: CountTokens
    note: Note


@dataclass(slots=True, kw_only=True)
class Cluster:
    """A connection to a cluster and the actors on it; made by `connect`, and to be closed."""

    ray: Any  # the module: it has no better type
    share: Share
    actors: list[Any] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    waiting: list[threading.Thread] = field(default_factory=list)

    def engine(
        self, *, model: str, kind: str, device: str, source: str, target: str, note: Note = no_note
    ) -> PooledEngine:
        """Open an engine on every actor, as `open_engine` does here; actors that are late join when they are there.

        Raises `EngineError` and `UsageError` as `open_engine` does, and when no actor can be started.
        """
        gpus = self._gpus(device)
        parcel, count_tokens = pack(model=model, kind=kind, source=source, target=target)
        cpus = 1 if self.share.cpus is None else self.share.cpus
        if not self.actors:
            self._start(cpus, gpus)
        order = _Order(
            key=_key(parcel),
            parcel=self.ray.put(parcel),
            device=_device(gpus),
            threads=max(1, int(cpus)),
            count_tokens=count_tokens,
            note=note,
        )
        return self._pool(order)

    def close(self) -> None:
        """End the actors and the connection; a cluster that was started here ends too."""
        self.closing.set()
        for thread in self.waiting:
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

    def _start(self, cpus: float, gpus: float) -> None:
        """Start the actors: Ray places each where its resources are."""
        wanted = {"CPU": cpus, "GPU": gpus}
        count = self.share.actors or sum(_room(node["Resources"], wanted) for node in self.ray.nodes() if node["Alive"])
        if not count:
            what = f"no node of the cluster has room for an actor ({cpus:g} CPUs, {gpus:g} GPUs)"
            raise EngineError(what, mend="Ask for less with --actor-cpus and --actor-gpus, or add nodes.")
        remote = self.ray.remote(num_cpus=cpus, num_gpus=gpus, max_restarts=RESTARTS)(Actor)
        self.actors = [remote.remote() for _ in range(count)]

    def _pool(self, order: _Order) -> PooledEngine:
        """Open an order's engine on all actors; raises the first one's error when none can."""
        opening = {self._opening(actor, order): actor for actor in self.actors}
        ready, _ = self.ray.wait(list(opening), timeout=_FIRST_S)
        if not ready:
            what = f"no actor could be started within {_FIRST_S:g} s: the cluster is busy, or too small"
            raise EngineError(what, mend="See `ray status`; ask for less with --actors, --actor-cpus, --actor-gpus.")
        ready, late = self.ray.wait(list(opening), num_returns=len(opening), timeout=_OTHERS_S)
        engines: list[RemoteEngine] = []
        faults: list[GlossubError] = []
        pools: list[PooledEngine] = []
        for reference in ready:
            try:
                engines.append(self._opened(opening[reference], reference, order, pools))
            except GlossubError as error:
                faults.append(error)
        if not engines:
            raise faults[0]
        pools.append(PooledEngine(engines, note=order.note, calls_each=CALLS_EACH))
        for fault in faults:
            order.note(f"An actor is left out: {fault}")
        for reference in late:
            self._await(opening[reference], reference, order, pools)
        return pools[0]

    def _opening(self, actor: Any, order: _Order) -> Any:  # noqa: ANN401  # Ray's
        """Tell an actor to open an engine; while it is not there the call waits for it."""
        return actor.open.options(max_task_retries=-1).remote(order.parcel, order.device, order.threads)

    def _opened(self, actor: Any, reference: Any, order: _Order, pools: Sequence[PooledEngine]) -> RemoteEngine:  # noqa: ANN401  # Ray's
        """Return the engine that an actor has opened; raises what kept it from that."""
        facts: Facts = self._got(reference)
        if facts.version != __version__:
            what = f"the node has Glossub {facts.version}, and this is {__version__}"
            raise EngineError(what, where=facts.device, mend=f"On every node: pip install glossub=={__version__}")

        def call(key: str, requests: Sequence[Request], decoding: Decoding) -> tuple[Hypothesis, ...]:
            answered: tuple[Hypothesis, ...] = self._got(actor.translate.remote(key, tuple(requests), decoding))
            return answered

        def lost() -> None:
            self._await(actor, self._opening(actor, order), order, pools)

        return RemoteEngine(facts, order.key, call, order.count_tokens, lost)

    def _await(self, actor: Any, reference: Any, order: _Order, pools: Sequence[PooledEngine]) -> None:  # noqa: ANN401  # Ray's
        """Let an actor join when its engine is open, beside all other work."""

        def joining() -> None:
            while not self.closing.is_set():
                if self.ray.wait([reference], timeout=_POLL_S)[0]:
                    try:
                        engine = self._opened(actor, reference, order, pools)
                        pools[0].add(engine)
                    except GlossubError as fault:
                        order.note(f"An actor stays out: {fault}")
                    else:
                        order.note(f"{engine.device} joins ({pools[0].size} at work).")
                    return

        thread = threading.Thread(target=joining, name="actor", daemon=True)
        self.waiting.append(thread)
        thread.start()

    def _got(self, reference: Any) -> Any:  # noqa: ANN401  # what the actor returns
        """Await what an actor returns; raises what it raised, and `LostError` when it is gone."""
        exceptions = self.ray.exceptions
        try:
            return self.ray.get(reference)
        except exceptions.RayTaskError as error:
            if isinstance(error.cause, Exception):
                raise error.cause from error
            raise
        except exceptions.RayError as error:
            raise LostError(f"Ray reports: {_first_line(error)}", mend=_MEND) from error


def connect(address: str, share: Share) -> Cluster:
    """Connect to a cluster: `HERE`, or an address as `ray.init` takes it (`auto`, `head:6379`, `ray://head:10001`).

    Raises `EngineError` when Ray is not installed or there is no such cluster.
    """
    ray = _library()
    if address == HERE:
        address = os.environ.get("RAY_ADDRESS") or "local"
    if address == "local":  # nothing is sent to Ray's makers, and nothing is left in the home folder
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    else:
        _reach(address)
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError, ImportError, ray.exceptions.RayError) as error:
        raise EngineError(f"Ray does not connect: {_first_line(error)}", where=address, mend=_UP) from error
    # Ray prints what happens to nodes on standard output, which is the season's; losses are told by the pool.
    ray._private.worker._worker_logs_enabled = False  # noqa: SLF001  # there is no other switch
    return Cluster(ray=ray, share=share)


def _library() -> Any:  # noqa: ANN401  # a module has no better type
    """Import Ray, or say which extra brings it."""
    try:
        import ray  # noqa: PLC0415  # the extra may be missing
        import ray.exceptions  # noqa: PLC0415  # the same
    except ImportError as error:
        raise EngineError(f"{error.name or 'ray'} is not installed", mend=_EXTRA) from error
    return ray


def _reach(address: str) -> None:
    """Raise `EngineError` when nobody listens at a cluster's address: Ray itself would try for minutes."""
    found = re.fullmatch(r"(?:ray://)?\[?([^/]+?)\]?:(\d+)", address)
    if found is not None:
        try:
            socket.create_connection((found[1], int(found[2])), timeout=_REACH_S).close()
        except (OSError, OverflowError) as error:
            raise EngineError(f"nobody answers at the cluster's address: {error}", where=address, mend=_UP) from error


def _key(parcel: Parcel) -> str:
    return f"{parcel.kind}:{parcel.digest}:{parcel.source}:{parcel.target}"


def _device(gpus: float) -> str:
    """Return the device of an actor, which sees no other GPUs than its own."""
    if gpus > 1:
        return f"cuda:{','.join(map(str, range(int(gpus))))}"
    return "cuda" if gpus else "cpu"


def _room(has: dict[str, float], wanted: dict[str, float]) -> int:
    """Return how many actors a node has room for; one of those that want nothing."""
    return int(min((has.get(name, 0) / amount for name, amount in wanted.items() if amount), default=1))


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]
