"""Engines on a Ray cluster of two nodes on this machine: the same outputs, whatever happens to the nodes."""

import json
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from ray_nodes import Nodes, started
from typer.testing import CliRunner, Result

import translate
from translate.cli import app
from translate.engine import Decoding, Hypothesis, Request
from translate.engines import cluster, parcels
from translate.engines.cluster import Actor, Cluster, Facts, RemoteEngine, Share, connect
from translate.engines.pool import LostError, PooledEngine
from translate.engines.scripted import Script, ScriptedEngine
from translate.errors import EngineError
from translate.journal import Journal

LINES = ("Bonjour Paul, on parle du backlog.", "Oui, le nœud du cluster est tombé.", "Et le sprint est fini ?")


@pytest.fixture(scope="module")
def head() -> Iterator[Nodes]:
    pytest.importorskip("ray")
    with started() as nodes:
        yield nodes


@pytest.fixture
def nodes(head: Nodes) -> Nodes:
    """Return a cluster of two nodes."""
    head.bring_to(2)
    return head


@pytest.fixture
def season(tmp_path: Path) -> Path:
    folder = tmp_path / "season"
    folder.mkdir()
    for number in range(1, 13):  # eight are at work at a time; four begin after a kill, which is seen by then
        turns = [f"{('Inès', 'Paul')[at % 2]} : {line} Numéro {number}." for at, line in enumerate(LINES)]
        (folder / f"episode-{number}.txt").write_text("\n".join(turns), encoding="utf-8")
    return folder


def script(folder: Path, name: str = "script.json", **options: object) -> Path:
    """Write a script for the engine, which answers word by word."""
    path = folder / name
    path.write_text(json.dumps({"format": "glossub-script/1", "translations": {}, **options}), encoding="utf-8")
    return path


def batch(season: Path, out: Path, *options: object) -> Result:
    return CliRunner().invoke(app, ["batch", str(season), "--out", str(out), *map(str, options)])


def scripted(path: Path) -> tuple[str, ...]:
    return ("--engine", "scripted", "--model", str(path))


def tree(out: Path) -> dict[str, bytes]:
    """Return everything that stands in the folders of a batch, and its reports."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.*") if "sqlite" not in path.name}


def rows(out: Path) -> list[tuple[bytes, str]]:
    with closing(sqlite3.connect(out / "memory.sqlite")) as memory:
        return sorted(memory.execute("SELECT key, answer FROM translations"))


def kill_at_first_block(patch: pytest.MonkeyPatch, kill: Callable[[], None]) -> None:
    """Have nodes killed when the first block is in the journal; nothing is kept meanwhile, so nothing else begins."""
    keep, first, lock = Journal.keep, [True], threading.Lock()

    def keeping(journal: Journal, episode: str, key: bytes, hypotheses: Sequence[Hypothesis]) -> None:
        with lock:
            keep(journal, episode, key, hypotheses)
            if first[0]:
                first[0] = False
                kill()

    patch.setattr(Journal, "keep", keeping)


@pytest.mark.ray
@pytest.mark.parametrize("engine", ["scripted", "embedded"])
def test_a_node_that_is_killed_costs_nothing_but_a_note(
    engine: str, nodes: Nodes, season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script(tmp_path, pause_ms=50)
    options = scripted(path) if engine == "scripted" else ("--model", "embedded", "--device", "cpu")
    whole = batch(season, tmp_path / "whole", *options)
    assert whole.exit_code == 0, whole.output
    kill_at_first_block(monkeypatch, nodes.kill)
    done = batch(season, tmp_path / "out", *options, "--cluster", nodes.address)
    assert done.exit_code == 0, done.output
    assert done.stderr.count("is lost, and its work goes to the others (1 left)") == 1
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    assert rows(tmp_path / "out") == rows(tmp_path / "whole")


@pytest.mark.ray
def test_without_any_node_left_the_batch_stops_and_goes_on_without_the_cluster(
    nodes: Nodes, season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = scripted(script(tmp_path, pause_ms=50))
    batch(season, tmp_path / "whole", *options)

    def kill_all() -> None:
        nodes.kill()
        nodes.kill()

    with monkeypatch.context() as patch:
        kill_at_first_block(patch, kill_all)
        stopped = batch(season, tmp_path / "out", *options, "--cluster", nodes.address)
    assert stopped.exit_code == 3
    assert "no engine is left; the last was lost: Ray reports: " in stopped.stderr
    assert "the same command, with or without --cluster, then goes on from here" in stopped.stderr
    assert (tmp_path / "out" / ".glossub-batch.sqlite").exists()
    resumed = batch(season, tmp_path / "out", *options)
    assert resumed.exit_code == 0
    assert "Going on with the batch that was interrupted here." in resumed.stderr
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    assert rows(tmp_path / "out") == rows(tmp_path / "whole")


@pytest.mark.ray
def test_what_the_engine_raises_on_a_node_is_raised_here(nodes: Nodes, season: Path, tmp_path: Path) -> None:
    options = scripted(script(tmp_path, fail_at_call=1))
    failed = batch(season, tmp_path / "out", *options, "--cluster", nodes.address, "--actors", 1)
    assert failed.exit_code == 3
    assert "scripted engine: the script fails at call 1" in failed.stderr
    assert failed.stderr.count(": done (") == 11  # the other episodes


@pytest.mark.ray
@pytest.mark.usefixtures("season")
def test_engines_of_several_models_share_the_actors(nodes: Nodes, tmp_path: Path) -> None:
    lines = ["input\tengine\tmodel"]
    for number in (1, 2):
        path = script(tmp_path, f"script-{number}.json", translations={LINES[0]: f"Hello {number}."})
        lines.append(f"season/episode-{number}.txt\tscripted\t{path}")
    manifest = tmp_path / "season.tsv"
    manifest.write_text("\n".join(lines), encoding="utf-8")
    assert batch(manifest, tmp_path / "whole").exit_code == 0
    done = batch(manifest, tmp_path / "out", "--cluster", nodes.address)
    assert done.exit_code == 0, done.output
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


@pytest.mark.ray
def test_a_dry_run_says_on_which_nodes(nodes: Nodes, season: Path, tmp_path: Path) -> None:
    foretold = batch(season, tmp_path / "out", *scripted(script(tmp_path)), "--cluster", nodes.address, "--dry-run")
    assert foretold.exit_code == 0
    assert " on cpu of " in foretold.stdout
    assert not (tmp_path / "out").exists()


@pytest.mark.ray
def test_an_actor_that_is_late_or_dies_joins_when_it_is_there(
    nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_OTHERS_S", 1.0)
    notes: list[str] = []
    with closing(connect(nodes.address, Share(actors=3))) as connected:
        engine = connected.engine(
            model=str(script(tmp_path)), kind="scripted", device="auto", source="fr", target="en", note=notes.append
        )
        assert engine.size == 2
        nodes.bring_to(3)
        wait_for(lambda: engine.size == 3)
        connected.ray.kill(connected.actors[0], no_restart=False)
        asked = [engine.translate([Request(text="Bonjour.")])[0].text for _ in range(8)]
        wait_for(lambda: engine.size == 3)
        connected.ray.kill(connected.actors[1])
        asked += [engine.translate([Request(text="Bonjour.")])[0].text for _ in range(8)]
        wait_for(lambda: len(notes) == 5)
        assert asked == ["[Bonjour.]"] * 16
    told = {"joins (3": 2, "is lost": 2, "stays out: Ray reports: The actor died": 1}
    assert {part: sum(part in note for note in notes) for part in told} == told


def wait_for(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


@pytest.mark.ray
def test_a_node_with_another_glossub_is_refused(
    nodes: Nodes, season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "__version__", "99.0")
    refused = batch(season, tmp_path / "out", *scripted(script(tmp_path)), "--cluster", nodes.address)
    assert refused.exit_code == 3
    assert f"the node has Glossub {translate.__version__}, and this is 99.0" in refused.stderr
    assert "pip install glossub==99.0" in refused.stderr


@pytest.mark.ray
@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--actor-cpus", "500"), 3, "no node of the cluster has room for an actor (500 CPUs, 0 GPUs)"),
        (("--actor-gpus", ".5"), 3, "no node of the cluster has room for an actor (1 CPUs, 0.5 GPUs)"),
        (("--device", "cuda"), 3, "no node of the cluster has room for an actor (1 CPUs, 1 GPUs)"),
        (("--device", "cuda:0"), 2, "Ray chooses the GPUs of an actor"),
    ],
)
def test_what_a_cluster_cannot_give_is_said(
    options: tuple[str, ...], code: int, says: str, nodes: Nodes, season: Path, tmp_path: Path
) -> None:
    refused = batch(season, tmp_path / "out", *scripted(script(tmp_path)), "--cluster", nodes.address, *options)
    assert refused.exit_code == code
    assert says in refused.stderr


@pytest.mark.ray
def test_a_cluster_that_gives_no_actor_in_time_is_an_error(
    nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_FIRST_S", 1.0)
    path = str(script(tmp_path))
    with closing(connect(nodes.address, Share(actors=1, cpus=500))) as connected:
        started = time.monotonic()
        for _ in range(5):  # only the first one waits
            with pytest.raises(LostError, match=r"no actor could be started within 1 s"):
                connected.engine(model=path, kind="scripted", device="cpu", source="fr", target="en")
        assert time.monotonic() - started < 4


@pytest.mark.ray
def test_a_batch_on_a_cluster_may_be_terminated(nodes: Nodes) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with closing(connect(nodes.address, Share())):
        assert signal.getsignal(signal.SIGTERM) is before


class Raised(Exception):  # noqa: N818  # stands for Ray's own
    """What Ray raises for what an actor raised."""

    cause: Exception


class Method:
    """A method of an actor without Ray, which gives or raises what is said; it stands for the call's reference too."""

    def __init__(self, answer: object) -> None:
        """Keep what a call gives or raises."""
        self.answer = answer

    def options(self, **_: int) -> "Method":
        """Return the method."""
        return self

    def remote(self, *_: object) -> "Method":
        """Return the reference."""
        return self


@dataclass(frozen=True, kw_only=True)
class ActorHere:
    """An actor without Ray."""

    open: Method
    translate: Method = field(default_factory=lambda: Method(()))
    killed: list[dict[str, bool]] = field(default_factory=list)


FACTS = Facts(signature="a:b:c", device="cpu of x", inline_terms=True, max_tokens=200, version=translate.__version__)


def ray_here(*actors: ActorHere) -> SimpleNamespace:
    """Return what a cluster needs of Ray, with these actors."""

    def got(method: Method) -> object:
        if isinstance(method.answer, Exception):
            raised = Raised()
            raised.cause = method.answer
            raise raised
        return method.answer

    def waited(references: list[Method], **_: object) -> tuple[list[Method], list[Method]]:
        time.sleep(0.1)  # a process takes its time to start
        return references, []

    return SimpleNamespace(
        put=lambda parcel: parcel,
        wait=waited,
        get=got,
        kill=lambda actor, **options: actor.killed.append(options),
        shutdown=lambda: None,
        exceptions=SimpleNamespace(RayError=Raised),
        cluster_resources=dict,
        nodes=lambda: [{"Alive": True, "Resources": {"CPU": float(len(actors))}}],
        remote=lambda **_: lambda _class: SimpleNamespace(remote=iter(actors).__next__),
    )


def test_a_node_that_cannot_open_the_engine_is_left_out(tmp_path: Path) -> None:
    full = EngineError("the disk is full", where="y")
    connected = Cluster(ray=ray_here(ActorHere(open=Method(full)), ActorHere(open=Method(FACTS))), share=Share())
    notes: list[str] = []
    engine = connected.engine(
        model=str(script(tmp_path)), kind="scripted", device="cpu", source="fr", target="en", note=notes.append
    )
    assert engine.device == "cpu of x"
    assert notes == ["An actor stays out: y: the disk is full"]


def test_an_actor_whose_gpu_failed_is_started_anew(tmp_path: Path) -> None:
    failed = ActorHere(open=Method(FACTS), translate=Method(LostError("CUDA failed")))
    sound = ActorHere(open=Method(FACTS), translate=Method((Hypothesis(text="Hello.", score=0.0),)))
    notes: list[str] = []
    with closing(Cluster(ray=ray_here(failed, sound), share=Share())) as connected:
        engine = connected.engine(
            model=str(script(tmp_path)), kind="scripted", device="cpu", source="fr", target="en", note=notes.append
        )
        assert engine.translate([Request(text="Bonjour.")])[0].text == "Hello."
        assert failed.killed == [{"no_restart": False}]
        wait_for(lambda: len(notes) == 2)
    assert sorted(notes) == [
        "cpu of x is lost, and its work goes to the others (1 left): CUDA failed",
        "cpu of x joins (2 at work).",
    ]


def test_a_defect_on_a_node_is_a_defect_here(tmp_path: Path) -> None:
    connected = Cluster(ray=ray_here(ActorHere(open=Method(ZeroDivisionError("oh")))), share=Share())
    with pytest.raises(ZeroDivisionError, match="oh"):
        connected.engine(model=str(script(tmp_path)), kind="scripted", device="cpu", source="fr", target="en")


def test_without_ray_the_error_names_the_extra(season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    refused = batch(season, tmp_path / "out", *scripted(script(tmp_path)), "--cluster", "ray")
    assert refused.exit_code == 2
    assert "ray is not installed" in refused.stderr
    assert "pip install 'glossub[ray]'" in refused.stderr


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1"])
def test_an_address_where_nobody_answers_is_an_error_at_once(address: str) -> None:
    pytest.importorskip("ray")
    with pytest.raises(EngineError, match="nobody answers at the cluster's address"):
        connect(address, Share())


def test_what_ray_says_of_an_address_is_passed_on() -> None:
    pytest.importorskip("ray")
    with pytest.raises(EngineError, match="nowhere: Ray does not connect: "):
        connect("nowhere", Share())


def test_ray_address_is_the_cluster_of_the_name_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray")
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    with pytest.raises(EngineError, match=r"^127\.0\.0\.1:1: nobody answers"):
        connect("ray", Share())


def test_a_cluster_is_started_here_when_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray")
    started_at: list[object] = []
    for name in ("RAY_ADDRESS", "RAY_USAGE_STATS_ENABLED", "RAY_AUTH_TOKEN"):
        monkeypatch.setenv(name, "")  # so that what is set is taken back
        monkeypatch.delenv(name)
    monkeypatch.setattr(ray, "init", lambda address, **_: started_at.append(address))
    connect("ray", Share())
    assert started_at == ["local"]
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    assert len(os.environ["RAY_AUTH_TOKEN"]) == 64


@pytest.mark.ray
def test_a_node_that_lacks_what_an_actor_needs_is_told_with_the_reason(
    nodes: Nodes, season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "only_here.py").write_text(
        "class Actor:\n    def open(self, *_): ...\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path / "elsewhere")
    from only_here import Actor as Unknown  # type: ignore[import-not-found]

    (tmp_path / "elsewhere").rename(tmp_path / "gone")
    monkeypatch.setattr(cluster, "Actor", Unknown)
    refused = batch(season, tmp_path / "out", *scripted(script(tmp_path)), "--cluster", nodes.address)
    assert refused.exit_code == 3
    assert "Ray reports: ModuleNotFoundError: No module named 'only_here'" in refused.stderr
    assert f"each needs Glossub {translate.__version__}" in refused.stderr


def test_actors_without_a_cluster_are_a_mistake(season: Path, tmp_path: Path) -> None:
    refused = batch(season, tmp_path / "out", "--actors", "4")
    assert refused.exit_code == 2
    assert "Pass --cluster ray, or a cluster's address." in refused.stderr


def test_an_actor_that_was_started_anew_says_so(tmp_path: Path) -> None:
    parcel, _ = parcels.pack(model=str(script(tmp_path)), kind="scripted", source="fr", target="en")
    actor = Actor()
    facts = actor.open("key", parcel, "cpu", 1)
    assert facts.version == translate.__version__
    assert actor.translate("key", [Request(text="Bonjour.")], Decoding())[0].text == "[Bonjour.]"
    with pytest.raises(LostError, match="the actor was started anew"):
        Actor().translate("key", [Request(text="Bonjour.")], Decoding())


def test_an_engine_that_signs_otherwise_cannot_join() -> None:
    pool = PooledEngine([ScriptedEngine(Script(translations={}))])
    with pytest.raises(EngineError, match="one run needs equal engines, and this is scripted:"):
        pool.add(ScriptedEngine(Script(translations={"Oui.": "Yes."})))
    assert pool.size == 1


def test_an_engine_that_is_lost_tells_so_once() -> None:
    lost: list[str] = []

    def gone(requests: Sequence[Request], decoding: Decoding) -> tuple[Hypothesis, ...]:
        raise LostError(f"{len(requests)} {decoding}")

    engine = RemoteEngine(FACTS, gone, len, lambda: lost.append("lost"))
    for _ in range(2):
        with pytest.raises(LostError, match="1 beam=4"):
            engine.translate([Request(text="Bonjour.")])
    assert lost == ["lost"]


def test_progress_is_told_when_a_remote_call_ends() -> None:
    told: list[tuple[int, int]] = []

    def answer(requests: Sequence[Request], decoding: Decoding) -> tuple[Hypothesis, ...]:
        assert decoding == Decoding()
        return tuple(Hypothesis(text=request.text, score=0.0) for request in requests)

    engine = RemoteEngine(FACTS, answer, len, lambda: None)
    engine.translate([Request(text="Un."), Request(text="Deux.")], progress=lambda *numbers: told.append(numbers))
    assert told == [(2, 2)]


@pytest.mark.parametrize(("gpus", "device"), [(0, "cpu"), (0.5, "cuda"), (1, "cuda"), (2, "cuda:0,1")])
def test_an_actor_uses_the_gpus_that_it_gets(gpus: float, device: str) -> None:
    assert cluster._device(gpus) == device  # noqa: SLF001  # a cluster with GPUs is no part of the tests
