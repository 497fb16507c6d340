"""Laws of moving times."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import cue_lists, translated_episodes

from translate.cues import Cue
from translate.move import Move, moved, straight, through
from translate.restamp import restamped
from translate.times import shown, time_ms
from translate.translation import TranslatedEpisode
from translate.writers import srt, vtt

HOURS = 200 * 3_600_000
ms = st.integers(0, HOURS)
scales = st.fractions(Fraction(1, 10), 10, max_denominator=2000)


@st.composite
def moves(draw: st.DrawFn) -> Move:
    """Draw a move of any kind."""
    if draw(st.booleans()):
        return straight(draw(scales), draw(st.integers(-HOURS, HOURS)))
    old = sorted(draw(st.lists(ms, min_size=1, max_size=4, unique=True)))
    new = sorted(draw(st.lists(ms, min_size=len(old), max_size=len(old), unique=True)))
    return through(list(zip(old, new, strict=True)))


@given(moves(), st.lists(ms, max_size=8).map(sorted))
def test_a_move_keeps_the_order(move: Move, times: list[int]) -> None:
    assert all(move.time(before) <= move.time(after) for before, after in pairwise(times))


@given(st.integers(-HOURS, HOURS), st.lists(ms, min_size=1, max_size=8))
def test_a_shift_keeps_every_distance_and_is_undone_by_its_opposite(shift: int, times: list[int]) -> None:
    move, back = straight(shift_ms=shift), straight(shift_ms=-shift)
    assert [move.unbounded(time) - time for time in times] == [shift] * len(times)
    assert [back.unbounded(move.unbounded(time)) for time in times] == times


@given(st.lists(st.tuples(ms, ms), min_size=1, max_size=4, unique_by=(lambda p: p[0], lambda p: p[1])))
def test_every_point_goes_where_it_says(points: list[tuple[int, int]]) -> None:
    ordered = list(zip(sorted(old for old, _ in points), sorted(new for _, new in points), strict=True))
    move = through(ordered)
    assert [move.time(old) for old, _ in ordered] == [new for _, new in ordered]


@settings(max_examples=30)
@given(translated_episodes(), st.integers(0, 10_000_000))
def test_an_episode_moved_there_and_back_is_as_it_was(translated: TranslatedEpisode, shift: int) -> None:
    assert moved(translated, straight()) == translated
    there = moved(translated, straight(shift_ms=shift))
    assert moved(there, straight(shift_ms=-shift)) == translated


@settings(max_examples=60)
@given(cue_lists(), st.integers(0, 10_000_000))
def test_a_file_moved_there_and_back_is_as_it_was(cues: tuple[Cue, ...], shift: int) -> None:
    for text, mark in ((srt.render(cues), ","), (vtt.render(cues, "s"), ".")):
        assert restamped(text, straight(), mark).text == text
        there = restamped(text, straight(shift_ms=shift), mark)
        assert restamped(there.text, straight(shift_ms=-shift), mark).text == text
        assert there.cues == text.count(" --> ")


@given(st.integers(-HOURS, HOURS))
def test_a_time_is_read_as_it_is_shown(time: int) -> None:
    assert time_ms(shown(time), where="x") == time
