"""A batch on several GPUs, as a person meets it: one that fails, one too small, all that fail, and a scheduler."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fake_gpus import FakeGpus
from typer.testing import CliRunner, Result

from translate import batch
from translate.cli import app
from translate.memory import NAME

ROOT = Path(__file__).parent.parent
LINES = ("Bonjour Paul, on parle du backlog.", "Oui, le nœud du cluster est tombé.", "Et le sprint est fini ?")
EPISODES = 6


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """Return a folder with six episodes, each with sentences of its own."""
    folder = tmp_path / "season"
    folder.mkdir()
    for number in range(EPISODES):
        turns = [f"{'Inès' if at % 2 else 'Paul'} : {line} Numéro {number} {at}." for at, line in enumerate(LINES)]
        (folder / f"episode-{number}.txt").write_text("\n".join(turns), encoding="utf-8")
    return folder


def run(season: Path, out: Path, device: str, *options: str) -> Result:
    command = ["batch", str(season), "--out", str(out), "--model", "embedded", "--device", device, *options]
    return CliRunner().invoke(app, command)


def rows(result: Result) -> list[dict[str, object]]:
    return [row for row in map(json.loads, result.stdout.splitlines()) if "episode" in row]


def tree(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.parent != out}


def test_the_outputs_do_not_depend_on_which_gpu_answered(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gpus = FakeGpus(count=3)
    gpus.install(monkeypatch)
    alone = run(season, tmp_path / "alone", "cuda:2")
    several = run(season, tmp_path / "several", "cuda:0,1,2")
    assert (alone.exit_code, several.exit_code) == (0, 0), several.output
    assert "Translating on cuda:2, up to 4 episodes at a time." in alone.stderr
    assert "Translating on cuda:0,1,2, up to 12 episodes at a time." in several.stderr
    assert all(gpus.batches[index] for index in range(3))
    assert tree(tmp_path / "several") == tree(tmp_path / "alone")


def test_a_season_goes_on_with_more_gpus(season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which GPUs there are decides nothing of an episode; a numeric type of another kind of device does."""
    FakeGpus().install(monkeypatch)
    run(season, tmp_path / "out", "cuda")
    more = rows(run(season, tmp_path / "out", "cuda:0,1", "--json"))
    assert [row["state"] for row in more] == ["unchanged"] * EPISODES
    other = rows(run(season, tmp_path / "out", "cpu", "--json"))
    assert [row["state"] for row in other] == ["done"] * EPISODES


def test_a_dry_run_names_the_gpus(season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FakeGpus().install(monkeypatch)
    said = run(season, tmp_path / "out", "cuda:0,1", "--dry-run").stdout.splitlines()
    assert len(said) == EPISODES
    assert all(line.endswith(":float16 on cuda:0,1") for line in said)


def test_a_gpu_that_fails_is_said_and_the_season_is_done_by_the_others(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeGpus(lost_at={1: 2}).install(monkeypatch)
    done = run(season, tmp_path / "out", "cuda:0,1", "--json")
    assert done.exit_code == 0, done.output
    assert [row["state"] for row in rows(done)] == ["done"] * EPISODES
    assert done.stderr.count("glossub: cuda:1 is lost, and its work goes to the others (1 left)") == 1


def test_when_the_last_gpu_fails_the_batch_stops_and_the_next_run_goes_on(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        FakeGpus().install(patch)
        run(season, tmp_path / "whole", "cuda:0,1")
    with monkeypatch.context() as patch:
        patch.setattr(batch, "IN_FLIGHT", 1)
        FakeGpus(lost_at={0: 4, 1: 3}).install(patch)
        stopped = run(season, out, "cuda:0,1", "--json")
    assert stopped.exit_code == 3
    assert "no engine is left; the last was lost" in stopped.stdout
    assert {"failed", "left"} <= {str(row["state"]) for row in rows(stopped)}
    assert "the same command goes on from here" in stopped.stderr
    assert (out / ".glossub-batch.sqlite").exists()
    FakeGpus().install(monkeypatch)
    again = run(season, out, "cuda:0,1")
    assert again.exit_code == 0, again.output
    assert tree(out) == tree(tmp_path / "whole")
    reports = [f"season-report.{kind}" for kind in ("html", "json", "tsv")]
    assert sorted(path.name for path in out.iterdir() if path.is_file()) == [NAME, *reports]


def test_what_was_halved_is_counted_in_every_place(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FakeGpus(count=1, holds=3).install(monkeypatch)
    done = run(season, tmp_path / "out", "cuda", "--json")
    counts = [row["halved"] for row in rows(done)]
    assert done.exit_code == 0, done.output
    assert all(isinstance(count, int) and count > 0 for count in counts)
    assert done.stderr.count("does not fit into the memory of cuda:0: it is done in halves") == 1
    again = run(season, tmp_path / "out", "cuda", "--again")
    assert "in batches halved for memory" in again.stdout  # the memory's answers are those of that run
    command = ["subtitle", str(season / "episode-1.txt"), "--out", str(tmp_path / "one"), "--device", "cuda"]
    single = CliRunner().invoke(app, [*command, "--model", "embedded"])
    assert "in batches halved for memory" in single.stdout


def test_without_cublas_auto_says_that_the_cpu_is_used(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise OSError("libcublas.so.12: cannot open shared object file")

    FakeGpus().install(monkeypatch)
    monkeypatch.setattr("translate.engines.marian.load_cublas", missing)
    asked, auto = (run(season, tmp_path / device, device) for device in ("cuda", "auto"))
    assert asked.exit_code == 2
    assert asked.stderr.count("pip install 'glossub[gpu]'") == 1  # not once for each episode
    assert not list((tmp_path / "cuda").iterdir())
    assert auto.exit_code == 0, auto.output
    assert "The CPU is used; to use the GPU: pip install 'glossub[gpu]'" in auto.stderr
    assert "Translating on cpu," in auto.stderr


SLOW = """
import signal, sys, time
from translate.cli import app
from translate.engines.scripted import ScriptedEngine

real = ScriptedEngine.translate

def slow(*arguments):
    print("at work\\n", end="", flush=True)  # in one piece, since two threads say it
    time.sleep(0.3)
    return real(*arguments)

ScriptedEngine.translate = slow
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background of a shell ignores it
app(sys.argv[1:])
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_batch_says_how_to_go_on(number: signal.Signals, season: Path, tmp_path: Path) -> None:
    """Ctrl+C, and what a scheduler sends some seconds before it kills."""
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"format": "glossub-script/1", "translations": {}}), encoding="utf-8")
    command = ["batch", str(season), "--out", str(tmp_path / "out"), "--engine", "scripted", "--model", str(script)]
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        time.sleep(0.05)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "glossub: interrupted; the same command goes on from here." in said
    assert "Traceback" not in said
    left = sorted(path.name for path in (tmp_path / "out").iterdir() if path.is_file())
    assert left == [".glossub-batch.sqlite", NAME]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert not list((tmp_path / "out").glob(".*"))
