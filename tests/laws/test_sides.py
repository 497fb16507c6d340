"""Laws of moving what stands beside a gap."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra `audio` is not installed")

from translate.align.passes import Match
from translate.align.sides import settled
from translate.align.spectrum import unit
from translate.align.warping import Gaps, Path


@st.composite
def matches(draw: st.DrawFn) -> tuple[Match, list[tuple[int, int]]]:
    """Draw speech with gaps anywhere in it, a path that may be wrong in any way, and where its sentences are."""
    lengths = draw(st.lists(st.integers(1, 60), min_size=1, max_size=6))
    borders = np.cumsum([0, *lengths])
    rows = int(borders[-1])
    jumps = draw(st.lists(st.tuples(st.integers(0, rows - 1), st.integers(1, 200)), max_size=5))
    steps = np.ones(rows, np.int64)
    for row, by in jumps:
        steps[row] += by
    columns = np.cumsum(steps) - 1
    noise = np.random.default_rng(draw(st.integers(0, 99)))
    recording = unit(noise.standard_normal((int(columns[-1]) + draw(st.integers(1, 120)), 24)).astype(np.float32))
    reference = unit(recording[columns] + noise.standard_normal((rows, 24)).astype(np.float32))
    shift = draw(st.integers(0, 20))
    path = Path(reference=np.arange(rows)[shift:], recording=columns[: rows - shift])
    gaps = Gaps(frame=0.6, opening=15.0, holding=0.5)
    match = Match(reference=reference, recording=recording, path=path, gaps=gaps, unseen_cost=None)
    return match, [(int(first), int(last)) for first, last in pairwise(borders)]


@given(matches())
@settings(max_examples=60, deadline=None)
def test_the_path_runs_forward_inside_both_signals(drawn: tuple[Match, list[tuple[int, int]]]) -> None:
    match, stretches = drawn
    path = settled(match, stretches).path
    assert (np.diff(path.reference) >= 0).all()
    assert (np.diff(path.recording) >= 0).all()
    assert ((path.reference >= 0) & (path.reference < len(match.reference))).all()
    assert ((path.recording >= 0) & (path.recording < len(match.recording))).all()
