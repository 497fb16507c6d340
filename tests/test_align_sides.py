"""On which side of a jingle a short sentence is put, told on frames whose true places are known."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("numba", reason="the extra `audio` is not installed")

from translate.align.confidence import judge
from translate.align.passes import Match
from translate.align.sides import Rows, holes, settled
from translate.align.spectrum import Frames, unit
from translate.align.warping import Gaps, Path
from translate.translation import Misgiving

JINGLE = 150
BEFORE, ANSWER, AFTER = (0, 60), (60, 80), (80, 140)
"""The rows of three sentences."""


def frames(count: int, seed: int) -> Frames:
    """Return frames of length 1 that are alike by chance only."""
    return unit(np.random.default_rng(seed).standard_normal((count, 24)).astype(np.float32))


SPOKEN = frames(AFTER[1], 1)


def matched(*columns: Rows, jingle_at: int) -> Match:
    """Return speech that is interrupted by a jingle before a row, and a path on which stretches have these columns."""
    recording = np.concatenate([SPOKEN[:jingle_at], frames(JINGLE, 2), SPOKEN[jingle_at:]])
    places = np.concatenate([np.arange(*stretch) for stretch in columns])
    path = Path(reference=np.arange(len(places)), recording=places)
    gaps = Gaps(frame=0.6, opening=15.0, holding=0.5)
    return Match(reference=SPOKEN, recording=recording, path=path, gaps=gaps, unseen_cost=None)


def columns(match: Match, rows: Rows) -> list[int]:
    """Return where rows are paired."""
    return [int(match.path.recording[at]) for at in np.flatnonzero(np.isin(match.path.reference, np.arange(*rows)))]


def test_a_short_sentence_on_the_wrong_side_of_a_jingle_is_moved() -> None:
    match = settled(matched((0, 60), (210, 230), (230, 290), jingle_at=80), (BEFORE, ANSWER, AFTER))
    assert columns(match, ANSWER) == list(range(60, 80))
    match = settled(matched((0, 60), (60, 80), (230, 290), jingle_at=60), (BEFORE, ANSWER, AFTER))
    assert columns(match, ANSWER) == list(range(210, 230))


def test_a_sentence_on_the_right_side_stays() -> None:
    right = matched((0, 60), (60, 80), (230, 290), jingle_at=80)
    assert columns(settled(right, (BEFORE, ANSWER, AFTER)), AFTER) == columns(right, AFTER)
    assert columns(settled(right, (BEFORE, ANSWER, AFTER)), ANSWER) == columns(right, ANSWER)


def test_two_short_sentences_move_together() -> None:
    stretches = (BEFORE, (60, 68), (68, 80), AFTER)
    match = settled(matched((0, 60), (210, 230), (230, 290), jingle_at=80), stretches)
    assert columns(match, (60, 80)) == list(range(60, 80))


def test_the_end_of_a_sentence_that_a_jingle_cuts_off_joins_the_rest_where_it_is_more_alike() -> None:
    match = settled(matched((0, 60), (60, 72), (222, 230), (230, 290), jingle_at=80), (BEFORE, ANSWER, AFTER))
    assert columns(match, ANSWER) == list(range(60, 80))


def test_a_cut_off_part_that_sounds_like_neither_side_joins_the_rest() -> None:
    """The first frame of a sentence says nothing; the rest tells where it is."""
    reference = SPOKEN.copy()
    reference[60:63] = frames(3, 3)
    match = matched((0, 60), (60, 63), (213, 230), (230, 290), jingle_at=60)
    assert columns(settled(replace(match, reference=reference), (BEFORE, ANSWER, AFTER)), ANSWER) == list(
        range(210, 230)
    )


def test_a_frame_that_is_held_over_music_has_no_place() -> None:
    """A regression: the first frame of a sentence held a jingle, and the sentence began seven seconds early."""
    held = matched((0, 60), (210, 230), (230, 290), jingle_at=60)
    rows = np.concatenate([held.path.reference[:60], np.full(JINGLE, 60), held.path.reference[60:]])
    places = np.concatenate([held.path.recording[:60], np.arange(60, 210), held.path.recording[60:]])
    path = Path(reference=rows, recording=places)
    assert columns(settled(replace(held, path=path), (BEFORE, ANSWER, AFTER)), ANSWER) == list(range(211, 230))


def test_a_sentence_of_which_a_gap_cuts_off_a_long_part_stays_as_it_is_and_is_doubted() -> None:
    """Somebody talks on, and the transcript lacks it: both parts sound like the text where they are."""
    match = matched((0, 40), (190, 290), jingle_at=40)
    stretches = (BEFORE, ANSWER, AFTER)
    assert columns(settled(match, stretches), BEFORE) == columns(match, BEFORE)
    assert [why for _, why in judge(match, stretches)] == [(Misgiving.GAP,), (), ()]


def test_what_is_beside_absent_text_is_doubted_sooner() -> None:
    """A regression: the recording ended before the text, and what was left of it was put into an advertisement."""
    match = matched((0, 60), (60, 80), (80, 140), jingle_at=140)
    unlike = match.reference.copy()
    unlike[60:80] = unit(SPOKEN[60:80] + frames(20, 6) * 1.7)
    half = Path(reference=match.path.reference[:90], recording=match.path.recording[:90])
    poor = replace(match, reference=unlike)
    assert [why for _, why in judge(poor, (BEFORE, ANSWER, AFTER))][1] == ()
    _, (_, beside), (_, absent) = judge(replace(poor, path=half), (BEFORE, ANSWER, AFTER))
    assert absent == (Misgiving.ABSENT,)
    assert Misgiving.UNCLEAR in beside


def test_holes_are_found_before_between_and_after_the_text() -> None:
    match = matched((100, 160), (160, 180), (280, 340), jingle_at=60)
    longer = np.concatenate([match.recording, frames(JINGLE, 4), frames(JINGLE, 5)])
    found = [(hole.row, hole.opens, hole.closes) for hole in holes(replace(match, recording=longer))]
    assert found == [(0, 0, 100), (80, 180, 280), (140, 340, len(longer))]
