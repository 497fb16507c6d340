"""Whether the error that is said is the true one, where the truth is known.

The true times of a page are those of its labelled openings, which its author made, and between them a random walk that
gains 6 s a minute (variance 36 s²), tied down at the openings: what human-timed podcasts show.
"""

import random
import re
import runpy
from collections.abc import Iterator
from itertools import accumulate, pairwise
from math import sqrt
from pathlib import Path

import pytest

from translate import readers
from translate.clock import tell
from translate.episode import Episode
from translate.languages import language
from translate.syncs import Sync

BENCH = runpy.run_path(str(Path(__file__).parent.parent / "scripts" / "bench_chapters.py"))
PAGES = [(path, labels) for name, path, labels in BENCH["pages"]() if name != "real-page"]
WALK = 6.0
RUNS = 8
_SENTENCE = re.compile(r"(?:\A|[.!?…]\s+)(?=\S)")

Place = tuple[int, int]


def marks(episode: Episode, labels: list[dict[str, str | int]]) -> list[tuple[int, int]]:
    """Return the true openings: characters of the whole text, and when (ms) they are heard; the ends among them."""
    *begins, total = accumulate((len(turn.text) + 1 for turn in episode.turns), initial=0)
    known = [(0, 0)]
    for chapter, label in zip(episode.chapters, labels, strict=True):
        turn, at = BENCH["place"](episode, label)
        known.append((begins[turn] + (at or 0), chapter.start_ms))
    return sorted({*known, (total, episode.duration_ms or 0)})


def truth(episode: Episode, known: list[tuple[int, int]], seed: int) -> Iterator[tuple[Place, float]]:
    """Yield when (ms) each sentence begins: between the marks by the text's length and a random walk."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    begins = accumulate((len(turn.text) + 1 for turn in episode.turns), initial=0)
    places = [
        (begin + found.end(), (at, found.end()))
        for at, (turn, begin) in enumerate(zip(episode.turns, begins, strict=False))
        for found in _SENTENCE.finditer(turn.text)
    ]
    for (left, left_ms), (right, right_ms) in pairwise(known):
        inside = [(left, None), *((at, place) for at, place in places if left <= at < right), (right, None)]
        steps = [
            dice.gauss(0, WALK * sqrt((there - here) / (right - left) * (right_ms - left_ms) / 60_000))
            for (here, _), (there, _) in pairwise(inside)
        ]
        walk = list(accumulate(steps, initial=0.0))
        for (at, place), drift in zip(inside, walk, strict=True):
            share = (at - left) / (right - left)
            if place is not None:
                yield place, left_ms + (right_ms - left_ms) * share + 1000 * (drift - share * walk[-1])


def within(path: Path, labels: list[dict[str, str | int]], *, points: int | None = None) -> float:
    """Return the share of a page's sentences that are as near as is said: by its chapters, or by true sync points."""
    episode = readers.read(path.read_bytes(), name=path.name)
    known = marks(episode, labels)
    near: list[bool] = []
    for seed in range(RUNS):
        true = dict(truth(episode, known, seed))
        untied = Episode(
            id="e", title="E", language="fr", turns=episode.turns, duration_ms=episode.duration_ms, chapters=()
        )
        syncs = (
            [point(episode, *list(true.items())[len(true) * k // (points + 1)]) for k in range(1, points + 1)]
            if points
            else []
        )
        clock = tell(episode if points is None else untied, language("fr"), syncs)
        heard = {(word.turn, word.start): word.start_ms for word in clock.words}
        near += [abs(heard[place] - ms) <= clock.error_band_ms for place, ms in true.items()]
    return sum(near) / len(near)


def point(episode: Episode, place: Place, ms: float) -> Sync:
    """Return a sync point for a sentence of a turn, long enough to be found only there."""
    words = " ".join(episode.turns[place[0]].text[place[1] :].split()[:8])
    return Sync(time_ms=round(ms), words=words, written=f"{round(ms)}={words}")


def test_between_chapters_half_of_the_sentences_are_as_near_as_is_said() -> None:
    shares = [within(path, labels) for path, labels in PAGES]
    assert len(shares) == 3
    assert sum(shares) / len(shares) >= 0.5


@pytest.mark.parametrize("points", [1, 3])
def test_between_sync_points_half_of_the_sentences_are_as_near_as_is_said(points: int) -> None:
    shares = [within(path, labels, points=points) for path, labels in PAGES]
    assert sum(shares) / len(shares) >= 0.5
