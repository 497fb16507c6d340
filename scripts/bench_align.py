#!/usr/bin/env python3
"""Measure the aligner on simulated podcasts: how far starts are off, processor time, peak memory.

    scripts/bench_align.py [MINUTES] [--seeds 1,2,3] [--noise 15] [--errors 0.08]

The speech is synthetic (tests/speech_simulator.py): people are harder, and nobody has timed them yet.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from speech_simulator import Mix, Recipe, simulate

CHARACTERS_A_MINUTE = 1_000
"""What the simulator's voices say in a minute, pauses included."""
_MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command from a small process: a process that is forked from a large one is charged for its parent's memory."""


def bench(recipe: Recipe) -> None:
    """Simulate a recipe, align it in a process of its own and print what came of it."""
    mix = simulate(recipe)
    minutes = len(mix.samples) / 16_000 / 60
    with tempfile.TemporaryDirectory() as folder:
        mix.save(Path(folder) / "mix.wav")
        lines = [f"{turn.speaker}: {turn.text}\n" for turn in mix.episode.turns]
        (Path(folder) / "mix.txt").write_text("".join(lines), encoding="utf-8")
        before, wall = _spent(), time.perf_counter()
        command = [sys.executable, "-c", _MEASURED, sys.executable, "-m", "translate"]
        command += ["align", "mix.txt", "mix.wav", "--json"]
        done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE)  # noqa: S603  # our own command
        wall, processor = time.perf_counter() - wall, _spent() - before
        line, kilobytes = done.stdout.decode().splitlines()
        result = json.loads(line)
        words = json.loads((Path(folder) / result["file"]).read_text(encoding="utf-8"))
    peak = int(kilobytes) / 1024
    print(
        f"seed {recipe.seed}, {minutes:.0f} min ({mix.voices}), {recipe.noise_db:g} dB, "
        f"{recipe.word_errors:.0%} word errors: {wall:.1f} s wall, "
        f"{processor:.1f} s processor ({processor / minutes * 60:.1f} s an hour), {peak:.0f} MiB; "
        f"cost {result['cost']:.3f}, {len(result['doubted'])}/{result['sentences']} sentences in doubt"
    )
    _print_errors(mix, words, result["doubted"])


def _print_errors(
    mix: Mix, words: dict[str, list[dict[str, list[dict[str, object]]]]], doubted: list[dict[str, int]]
) -> None:
    """Print how far the starts of sentences and of clauses are off."""
    times = [word.get("start") for segment in words["segments"] for word in segment["words"]]
    places = [(turn, at) for turn, speech in enumerate(mix.episode.turns) for at in _starts(speech.text)]
    heard = dict(zip(places, times, strict=True))
    for name, sentences in (("sentences", True), ("clauses", False)):
        wanted = [place for place in mix.places if place.opens_sentence == sentences]
        found = [(place, heard[place.turn, place.start]) for place in wanted]
        off = sorted(abs(float(start) * 1000 - place.ms) for place, start in found if isinstance(start, float | int))
        far = [
            place
            for place, start in found
            if isinstance(start, float | int)
            and abs(float(start) * 1000 - place.ms) > 5_000
            and not any(d["turn"] == place.turn and d["start"] <= place.start < d["end"] for d in doubted)
        ]
        print(
            f"  {name}: {len(off)} of {len(wanted)} found; off by {off[len(off) // 2]:.0f} ms (median), "
            f"{off[int(len(off) * 0.95)]:.0f} ms (95 %), {off[-1]:.0f} ms at most; "
            f"{len(far)} by over 5 s without a doubt"
        )


def _starts(text: str) -> list[int]:
    """Return where the words of a turn start."""
    return [at for at, letter in enumerate(text) if not letter.isspace() and (at == 0 or text[at - 1].isspace())]


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("minutes", type=int, nargs="?", default=96)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--noise", type=float, default=15.0)
    parser.add_argument("--errors", type=float, default=0.08)
    options = parser.parse_args()
    for seed in map(int, options.seeds.split(",")):
        recipe = Recipe(
            seed=seed,
            characters=options.minutes * CHARACTERS_A_MINUTE,
            noise_db=options.noise,
            word_errors=options.errors,
        )
        bench(recipe)


if __name__ == "__main__":
    main()
