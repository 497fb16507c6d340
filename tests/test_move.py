"""Moving times: what the options mean, and what cannot be meant."""

import pytest
from small_episode import SMALL

from translate.errors import UsageError
from translate.move import Move, moved, parse
from translate.times import shown, time_ms


def times(move: Move, *old: int) -> list[int]:
    """Return new times."""
    return [move.time(ms) for ms in old]


def test_a_shift_is_in_seconds_or_as_a_clock_shows_it() -> None:
    assert times(parse(shift="1.5"), 0, 1000) == [1500, 2500]
    assert times(parse(shift="-0:02"), 5000, 1000) == [3000, 0]


def test_what_would_be_before_the_beginning_is_at_it() -> None:
    move = parse(shift="-2")
    assert (move.time(500), move.unbounded(500)) == (0, -1500)


def test_a_stretch_is_about_the_beginning() -> None:
    assert times(parse(stretch="1.001"), 0, 1_000_000) == [0, 1_001_000]
    assert times(parse(stretch="24/25"), 25_000) == [24_000]


def test_subtitles_for_film_are_earlier_on_television() -> None:
    """A film of 24 000 frames lasts 1001 s at 23.976 (24 000/1001) and 960 s at 25 frames a second."""
    assert times(parse(rates="23.976=25"), 1_001_000) == [960_000]
    assert times(parse(rates="25=23,976"), 960_000) == [1_001_000]


def test_the_stretch_comes_before_the_shift() -> None:
    assert times(parse(stretch="2", shift="1"), 10_000) == [21_000]


def test_one_point_is_a_shift_and_two_fix_the_speed_as_well() -> None:
    assert times(parse(points=["0:10=0:12.5"]), 0, 10_000) == [2500, 12_500]
    move = parse(points=["1:30:00=1:30:07", "0:10=0:12.5"])
    assert times(move, 10_000, 5_400_000) == [12_500, 5_407_000]
    assert move.unbounded(0) == 2492


def test_three_points_bend_at_the_middle_one() -> None:
    move = parse(points=["0=0", "0:10=0:20", "0:20=0:25"])
    assert times(move, 5000, 10_000, 15_000, 30_000) == [10_000, 20_000, 22_500, 30_000]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"shift": "soon"}, "--shift: 'soon' is no time"),
        ({"stretch": "0"}, "--stretch: '0' is no number above 0"),
        ({"stretch": "1/0"}, "--stretch: '1/0' is no number above 0"),
        ({"stretch": "1000"}, "--stretch: a stretch of 1000 cannot be meant"),
        ({"rates": "25"}, "--fps: '25' names no two frame rates"),
        ({"rates": "25=pal"}, "--fps: 'pal' is no number above 0"),
        ({"rates": "1=100"}, "--fps: a stretch of 0.01 cannot be meant"),
        ({"points": ["0:10"]}, "--at: '0:10' is no point"),
        ({"points": ["0:10=x"]}, "--at '0:10=x': 'x' is no time"),
        ({"points": ["0:10=0:20", "0:30=0:15"]}, "--at: '0:10=0:20' and '0:30=0:15' contradict each other"),
        ({"points": ["0:10=0:20", "0:10=0:21"]}, "--at: '0:10=0:20' and '0:10=0:21' contradict each other"),
        ({"points": ["0:10=0:20"], "shift": "1"}, "--at: points say where times go"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(**options)
    assert message in str(refused.value)


def test_everything_that_has_a_time_in_an_episode_moves() -> None:
    later = moved(SMALL, parse(shift="10"))
    assert later.words[0].start_ms == SMALL.words[0].start_ms + 10_000
    assert later.episode.duration_ms == 3_735_000
    assert [chapter.start_ms for chapter in later.episode.chapters] == [10_000, 18_000]
    turn = later.episode.turns[0]
    assert (turn.start_ms, turn.segments[0].end_ms, turn.end_ms) == (10_000, 16_000, None)
    assert later.episode.turns[2].words[0].start_ms == 20_500
    assert moved(later, parse(shift="-10")) == SMALL


@pytest.mark.parametrize(
    ("text", "ms"), [("12:34", 754_000), ("1:02:03.5", 3_723_500), ("90,25", 90_250), ("+5s", 5000), (" 0:00 ", 0)]
)
def test_times_are_read_as_people_write_them(text: str, ms: int) -> None:
    assert time_ms(text, where="x") == ms


@pytest.mark.parametrize("text", ["", "1:2", "1:60", "1:75:00", "abc", "1:2:3:4", "--5", "1:00:5"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no time"):
        time_ms(text, where="x")


def test_times_are_shown_as_people_write_them() -> None:
    assert [shown(ms) for ms in (0, 754_000, 3_723_500, -2040)] == ["0:00", "12:34", "1:02:03.5", "-0:02.04"]
