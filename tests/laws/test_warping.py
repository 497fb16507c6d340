"""The warping against a slow and obvious one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

pytest.importorskip("numba", reason="the extra `audio` is not installed")

from translate.align.spectrum import unit
from translate.align.warping import Frames, Gaps, Path, warp

GAPS = st.builds(
    Gaps, frame=st.sampled_from([0.3, 0.6]), opening=st.sampled_from([0.1, 3.0]), holding=st.sampled_from([0.0, 0.2])
)
SHAPES = st.tuples(st.integers(0, 10_000), st.integers(1, 30), st.integers(1, 30))


def signals(seed: int, rows: int, columns: int) -> tuple[Frames, Frames]:
    """Return two random signals."""
    noise = np.random.default_rng(seed)
    return unit(noise.standard_normal((rows, 4), np.float32)), unit(noise.standard_normal((columns, 4), np.float32))


def least(reference: Frames, recording: Frames, gaps: Gaps) -> float:
    """Return the cost of the cheapest path, cell by cell, without a band."""
    rows, columns = len(reference), len(recording)
    matched: NDArray[np.float64] = np.full((rows + 1, columns + 1), np.inf)
    heard, said = matched.copy(), matched.copy()
    matched[0, 0] = 0
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i and j:
                cost = 1 - float(reference[i - 1] @ recording[j - 1])
                both = min(matched[i - 1, j - 1], heard[i - 1, j - 1], said[i - 1, j - 1]) + 2 * cost
                matched[i, j] = min(both, min(matched[i - 1, j], matched[i, j - 1]) + cost + gaps.holding)
            if j:
                opened = min(matched[i, j - 1], said[i, j - 1]) + gaps.opening
                heard[i, j] = min(opened, heard[i, j - 1]) + gaps.frame
            if i:
                said[i, j] = min(matched[i - 1, j] + gaps.opening, said[i - 1, j]) + gaps.frame
    return float(min(matched[-1, -1], heard[-1, -1], said[-1, -1]))


def spent(reference: Frames, recording: Frames, path: Path, gaps: Gaps) -> float:
    """Return what a path costs."""
    total, row, column = 0.0, -1, -1
    for i, j in [*zip(path.reference, path.recording, strict=True), (len(reference), len(recording))]:
        cost = 1 - float(reference[i] @ recording[j]) if i < len(reference) else 0.0
        held = (i - row, j - column) in {(0, 1), (1, 0)} and row >= 0 and i < len(reference)
        left_out = [0 if held else step - 1 for step in (i - row, j - column)]
        total += cost + gaps.holding if held else 2 * cost
        total += sum(gaps.opening + gaps.frame * frames for frames in left_out if frames > 0)
        row, column = i, j
    return total


@settings(max_examples=60, deadline=None)
@given(SHAPES, GAPS)
def test_no_path_is_cheaper_than_the_one_that_is_found(shape: tuple[int, int, int], gaps: Gaps) -> None:
    reference, recording = signals(*shape)
    path = warp(reference, recording, np.zeros(len(reference), np.int64), 60, gaps)
    assert spent(reference, recording, path, gaps) == pytest.approx(least(reference, recording, gaps), abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(SHAPES, GAPS, st.data())
def test_a_path_stays_inside_the_signals_and_never_goes_back_however_the_band_jumps(
    shape: tuple[int, int, int], gaps: Gaps, data: st.DataObject
) -> None:
    reference, recording = signals(*shape)
    places = data.draw(st.lists(st.integers(0, len(recording) - 1), min_size=shape[1], max_size=shape[1]).map(sorted))
    path = warp(reference, recording, np.array(places, np.int64), data.draw(st.integers(1, 3)), gaps)
    for places_of, signal in ((path.reference, reference), (path.recording, recording)):
        assert all(0 <= place < len(signal) for place in places_of)
        assert np.all(np.diff(places_of) >= 0)
