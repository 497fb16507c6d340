#!/usr/bin/env python3
"""Kill `glossub batch` at random moments (SIGKILL) and see that it goes on as if nothing had happened.

    scripts/soak            200 kills
    scripts/soak --short    10 kills, for CI
    scripts/soak --kills N --seed N

An invented season is translated by the `scripted` engine: once without interruption, and then again and again in new
folders, each time killed up to a few times before it may end. After every kill and at the end it is checked that

- every file that stands in an episode's folder is whole: byte for byte the file of the uninterrupted run;
- an episode that the memory holds as finished is not written again;
- the folder ends up with the same files, the memory with the same rows, and nothing else is left.

Runs are forked from a process that has everything imported, so that kills fall into the work and not into the imports.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from translate.cli import app

EPISODES = 4
SENTENCES = 60
LONG_SENTENCES = 300  # of the last episode: some blocks for each call
FEW_SENTENCES = 50
MOST_KILLS_A_FOLDER = 6
_WORDS = (
    "le backlog du sprint déploie un conteneur dans le cluster avec une équipe qui relit la pull request avant la "
    "démo et mesure la vélocité sans oublier les tests de la branche principale quand le pipeline échoue encore"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A folder as a run left it: files by path with their digests, rows of the memory, finished episodes."""

    files: dict[str, str]
    rows: frozenset[tuple[bytes, str]]


class SoakError(Exception):
    """What a killed batch did wrong."""


def make_season(folder: Path, sentences: int, chance: random.Random) -> tuple[Path, Path]:
    """Write an invented season and a script for the engine; return the season's folder and the script."""
    season = folder / "season"
    season.mkdir()
    for episode in range(1, EPISODES + 1):
        turns = []
        count = LONG_SENTENCES if episode == EPISODES and sentences > FEW_SENTENCES else sentences
        for number in range(count):
            words = " ".join(chance.choices(_WORDS, k=chance.randint(4, 18)))
            turns.append(f"{('Inès', 'Paul')[number % 2]} : Point {episode} {number} {words}.")
        (season / f"episode-{episode}.txt").write_text("\n".join(turns), encoding="utf-8")
    script = folder / "script.json"
    script.write_text(json.dumps({"format": "glossub-script/1", "translations": {}}), encoding="utf-8")
    return season, script


def warm_up(folder: Path, script: Path) -> None:
    """Do a small episode in this process, so that the runs that are forked from it have everything imported."""
    episode = folder / "warm.txt"
    episode.write_text("Inès : Bonjour Paul.\nPaul : Bonjour Inès.\nInès : On y va ?\n", encoding="utf-8")
    with (folder / "warm.log").open("w") as log, redirect_stdout(log), redirect_stderr(log):
        app(arguments(episode, script, folder / "warm"), standalone_mode=False)


def arguments(inputs: Path, script: Path, out: Path) -> list[str]:
    """Return the command line of a batch."""
    return ["batch", str(inputs), "--out", str(out), "--engine", "scripted", "--model", str(script)]


def start(season: Path, script: Path, out: Path) -> int:
    """Start a batch in a process of its own and return its id."""
    process = os.fork()
    if process == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        log = os.open(out.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(null, 1)
        os.dup2(log, 2)
        code = 1
        try:
            code = app(arguments(season, script, out), standalone_mode=False)
        finally:
            os._exit(code or 0)
    return process


def wait(process: int) -> int:
    """Wait for a batch's end and return its exit code; the signal's number below zero when it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def files(out: Path) -> dict[str, str]:
    """Return the digests of the files that a batch has put in place, by path."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.glob("*/*"))
        if not path.name.startswith(".glossub")
    }


def memory_rows(out: Path) -> frozenset[tuple[bytes, str]]:
    """Return what a memory holds, without the order in which it came."""
    with closing(sqlite3.connect(out / "memory.sqlite")) as memory:
        return frozenset(memory.execute("SELECT key, answer FROM translations"))


def finished(out: Path) -> dict[str, int]:
    """Return when the documents of finished episodes were written, in nanoseconds, by episode."""
    if not (out / "memory.sqlite").exists():
        return {}
    with closing(sqlite3.connect(out / "memory.sqlite")) as memory:
        if not memory.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:  # killed before they were made
            return {}
        rows = memory.execute("SELECT folder FROM complete").fetchall()
    return {folder: (out / folder / "translation.json").stat().st_mtime_ns for (folder,) in rows}


def check_kept(out: Path, expected: Ended, before: dict[str, int]) -> dict[str, int]:
    """See that what is there is whole and that what was finished is untouched; return what is finished now."""
    for path, digest in files(out).items():
        if expected.files.get(path) != digest:
            raise SoakError(f"{out / path} is not the file of the uninterrupted run")
    now = finished(out)
    for episode, written in before.items():
        if now.get(episode) != written:
            raise SoakError(f"{out / episode} was finished, and was done again")
    return now


def check_ended(out: Path, expected: Ended) -> None:
    """See that a folder is as the uninterrupted run left it, and holds nothing else."""
    if files(out) != expected.files:
        raise SoakError(f"{out}: files are missing or differ")
    rows = memory_rows(out)
    if rows != expected.rows:
        missing, strange = len(expected.rows - rows), len(rows - expected.rows)
        raise SoakError(f"{out}: of the memory's rows {missing} are missing and {strange} are strange")
    left = {path.name for path in out.rglob(".*")}
    left |= {path.name for path in out.iterdir() if path.is_file() and not path.name.startswith("season-report.")}
    if left != {"memory.sqlite"}:
        raise SoakError(f"{out}: left behind: {sorted(left)}")


def soak(folder: Path, kills: int, sentences: int, chance: random.Random) -> int:
    """Kill so many batches, and return how many folders were made. Raises `SoakError`."""
    season, script = make_season(folder, sentences, chance)
    warm_up(folder, script)
    began = time.monotonic()
    reference = folder / "reference"
    if code := wait(start(season, script, reference)):
        raise SoakError(f"the uninterrupted run ended with {code}: {reference.with_suffix('.log').read_text()}")
    length_s = time.monotonic() - began
    expected = Ended(files=files(reference), rows=memory_rows(reference))
    check_ended(reference, expected)
    done = folders = 0
    while done < kills:
        folders += 1
        out = folder / f"out-{folders}"
        kept: dict[str, int] = {}
        for _ in range(min(chance.randint(1, MOST_KILLS_A_FOLDER), kills - done)):
            process = start(season, script, out)
            time.sleep(chance.uniform(0.02, length_s * 0.8))
            os.kill(process, signal.SIGKILL)
            code = wait(process)
            done += code == -signal.SIGKILL
            kept = check_kept(out, expected, kept) if out.exists() else kept
            if code == 0:
                break
        if code := wait(start(season, script, out)):
            raise SoakError(f"{out}: the batch that went on ended with {code}: {out.with_suffix('.log').read_text()}")
        check_kept(out, expected, kept)
        check_ended(out, expected)
        print(f"{done}/{kills} kills, {folders} folders", flush=True)
    return folders


def main() -> None:
    """Run the campaign and say how it went."""
    parser = argparse.ArgumentParser(description="Kill batches at random moments.")
    parser.add_argument("--short", action="store_true", help="10 kills, for CI")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    kills = 10 if options.short else options.kills
    sentences = FEW_SENTENCES if options.short else SENTENCES
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="glossub-soak-") as folder:
        try:
            folders = soak(Path(folder), kills, sentences, random.Random(seed))  # noqa: S311  # no secret depends on it
        except SoakError as error:
            sys.exit(f"soak: seed {seed}: {error}")
    print(f"soak: seed {seed}: {kills} kills in {folders} folders, nothing lost, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
