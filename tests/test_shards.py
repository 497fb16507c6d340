"""A season in shards: what several machines do of it, and what the example scripts make of that."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from translate.cli import app
from translate.season import Shard

SCRIPTS = Path(__file__).parent.parent / "scripts"
BASH = pytest.mark.skipif(shutil.which("bash") is None or os.name != "posix", reason="the scripts are for bash")
EPISODES = ("atelier-4", "grille-ouverte-7", "vent-de-face-2")


@pytest.fixture
def season(tmp_path: Path) -> Path:
    folder = tmp_path / "season"
    folder.mkdir()
    for name in EPISODES:
        (folder / f"{name}.txt").write_text(f"Inès : Voici {name}.\nPaul : Le nœud est tombé.\n", encoding="utf-8")
    return folder


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"format": "glossub-script/1", "translations": {}}), encoding="utf-8")
    return ["--engine", "scripted", "--model", str(script)]


def glossub(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def tree(out: Path) -> dict[str, bytes]:
    """Return everything that stands in the folders of a batch, and its reports."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*.*") if "sqlite" not in path.name}


def test_another_episode_moves_no_other_one_to_another_shard(season: Path, options: list[str], tmp_path: Path) -> None:
    def parts() -> dict[str, int]:
        found: dict[str, int] = {}
        for index in (1, 2, 3):
            told = glossub("batch", season, "--out", tmp_path / "out", *options, "--shard", f"{index}/3", "--dry-run")
            found |= {line.split(":")[0]: index for line in told.stdout.splitlines()}
        return found

    before = parts()
    (season / "avant-tout-1.txt").write_text("Inès : Bonjour.\nPaul : Bonjour.\n", encoding="utf-8")
    after = parts()
    assert set(after) - set(before) == {"avant-tout-1"}
    assert after == before | {"avant-tout-1": after["avant-tout-1"]}


def test_what_shards_have_done_is_not_done_again_once_their_memories_are_merged(
    season: Path, options: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for index in (1, 2):
        glossub("batch", season, "--out", out, *options, "--shard", f"{index}/2")
    merged = glossub("memory", "import", *sorted(out.glob("memory-*-of-2.sqlite")), "--out", out)
    assert merged.exit_code == 0, merged.output
    done = glossub("batch", season, "--out", out, *options, "--json")
    states = [row["state"] for row in map(json.loads, done.stdout.splitlines()) if "state" in row]
    assert states == ["unchanged"] * 3
    assert (out / "season-report.html").exists()


def test_a_memory_from_elsewhere_says_of_folders_there_and_not_of_those_here(
    season: Path, options: list[str], tmp_path: Path
) -> None:
    glossub("batch", season, "--out", tmp_path / "there", *options)
    glossub("memory", "import", tmp_path / "there" / "memory.sqlite", "--out", tmp_path / "here")
    done = glossub("batch", season, "--out", tmp_path / "here", *options, "--json")
    states = [row["state"] for row in map(json.loads, done.stdout.splitlines()) if "state" in row]
    assert states == ["done"] * 3


@BASH
def test_the_example_for_a_shell_does_a_season_in_a_folder_that_is_not_there_yet(
    season: Path, options: list[str], tmp_path: Path
) -> None:
    assert glossub("batch", season, "--out", tmp_path / "whole", *options).exit_code == 0
    out = tmp_path / "new" / "out"
    ran = run("batch-shards.sh", 2, season, out, *options, path=str(Path(sys.executable).parent))
    assert ran.returncode == 0, ran.stderr
    assert {Path(name).parts[0] for name in tree(out)} >= set(EPISODES)
    episodes = {name: data for name, data in tree(out).items() if "report" not in name}
    assert episodes == {name: data for name, data in tree(tmp_path / "whole").items() if "report" not in name}
    assert "3/3 episodes" in ran.stdout
    assert (out / "season-report.html").exists()
    assert sorted(path.name for path in out.parent.glob("*.log")) == ["shard-1.log", "shard-2.log"]


@BASH
def test_the_example_for_a_shell_reports_the_season_and_ends_with_the_code_of_an_episode_that_failed(
    season: Path, options: list[str], tmp_path: Path
) -> None:
    (season / f"{EPISODES[0]}.txt").write_bytes(b"%PDF-1.7\n")
    ran = run("batch-shards.sh", 1, season, tmp_path / "out", *options, path=str(Path(sys.executable).parent))
    assert ran.returncode == 2
    assert (tmp_path / "out" / "memory.sqlite").exists()
    assert (tmp_path / "out" / "season-report.html").exists()


@BASH
@pytest.mark.parametrize(
    ("environment", "shard"),
    [
        ({"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "8"}, "3/8"),
        ({"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "1", "SHARDS": "8"}, "3/8"),
    ],
)
def test_the_example_for_slurm_does_the_shard_of_its_task(
    environment: dict[str, str], shard: str, tmp_path: Path
) -> None:
    """A stand-in for `glossub` prints how it was called."""
    stand_in = tmp_path / "glossub"
    stand_in.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    stand_in.chmod(0o755)
    ran = run("batch-slurm.sh", "a season.tsv", "out", "--beam", 2, path=str(tmp_path), **environment)
    assert ran.stdout.splitlines() == ["batch", "a season.tsv", "--out", "out", "--shard", shard, "--beam", "2"]


def run(script: str, *arguments: object, path: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run an example script with a folder before all others on the path."""
    return subprocess.run(
        ["bash", str(SCRIPTS / script), *map(str, arguments)],  # noqa: S607  # wherever it is
        env={**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}", **environment},
        capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip


def test_a_shard_is_told_by_the_name_alone() -> None:
    """Pinned: another number would send the episodes of every catalogue to other machines."""
    assert [next(i for i in range(1, 9) if Shard(index=i, count=8).has(name)) for name in EPISODES] == [3, 6, 1]
