from dataclasses import replace

from translate.presets import PRESETS
from translate.schedule import Heard, schedule

PODCAST = PRESETS["podcast"]


def heard(start_ms: int, end_ms: int, characters: int = 10, words: int = 2) -> Heard:
    """Return what a cue shows."""
    return Heard(start_ms=start_ms, end_ms=end_ms, characters=characters, words=words)


def test_nothing_has_no_times() -> None:
    assert schedule([], PODCAST) == ()


def test_a_cue_comes_with_its_first_word_and_stays_half_a_second_past_its_last() -> None:
    assert schedule([heard(2000, 4000), heard(9000, 10_000)], PODCAST) == ((2000, 4500), (9000, 10_500))


def test_a_cue_is_gone_two_frames_before_the_next() -> None:
    assert schedule([heard(0, 2000), heard(2100, 4000)], PODCAST)[0] == (0, 2017)


def test_a_cue_that_is_read_too_fast_stays_longer_where_nothing_follows() -> None:
    assert schedule([heard(0, 1000, characters=34)], PODCAST) == ((0, 2000),)


def test_it_never_stays_more_than_a_second_and_a_half_past_its_words() -> None:
    assert schedule([heard(0, 1000, characters=84)], PODCAST) == ((0, 2500),)


def test_a_cue_that_is_read_too_fast_comes_earlier_and_the_next_one_waits() -> None:
    """They share what it lacks, so that neither is further from its words than it must be."""
    crowded = [heard(0, 1000), heard(3000, 4000, characters=30), heard(4083, 6083)]
    assert schedule(crowded, PODCAST) == ((0, 1500), (2750, 4250), (4333, 6583))


def test_neither_is_more_than_half_a_second_from_its_words() -> None:
    crowded = [heard(0, 1000), heard(3000, 4000, characters=84), heard(4083, 6083)]
    assert schedule(crowded, PODCAST) == ((0, 1500), (2500, 4500), (4583, 6583))


def test_it_takes_from_the_cue_before_only_what_that_does_not_need() -> None:
    crowded = [heard(0, 2000, characters=32), heard(2000, 3000, characters=40), heard(3083, 5083)]
    assert schedule(crowded, PODCAST) == ((0, 1600), (1683, 3683), (3766, 5583))


def test_three_quick_turns_share_their_shift_between_early_and_late() -> None:
    quick = [heard(5000, 5300), heard(5400, 5700), heard(5800, 6000), heard(9000, 9500)]
    assert schedule(quick, PODCAST) == ((4500, 5333), (5416, 6249), (6332, 7165), (9000, 10_000))


def test_no_cue_comes_before_the_recording_begins() -> None:
    assert schedule([heard(0, 0), heard(0, 0)], PODCAST) == ((0, 833), (916, 1749))


def test_a_cue_goes_after_its_longest_duration_whatever_is_heard() -> None:
    assert schedule([heard(0, 20_000)], PODCAST) == ((0, 7000),)


def test_small_gaps_are_closed_where_the_preset_asks_for_it() -> None:
    pause = [heard(0, 2000), heard(2900, 4000)]
    assert schedule(pause, PODCAST)[0] == (0, 2500)
    assert schedule(pause, PRESETS["netflix-en"])[0] == (0, 2817)
    assert schedule(pause, replace(PRESETS["bbc"]))[0] == (0, 2900)


def test_a_gap_above_that_is_left() -> None:
    assert schedule([heard(0, 2000), heard(3001, 4000)], PRESETS["netflix-en"])[0] == (0, 2500)


def test_a_cue_lasts_as_long_as_its_words_should_have() -> None:
    """BBC: at least 0.3 s for each word, whatever the reading speed."""
    assert schedule([heard(0, 500, characters=10, words=5)], PRESETS["bbc"]) == ((0, 1500),)
    crowded = [heard(1000, 1700, words=5), heard(1800, 3800)]
    assert schedule(crowded, PRESETS["bbc"])[0] == (650, 2150)


def test_what_words_should_have_gives_way_to_the_distance_from_them() -> None:
    """Ten words in half a second are gone a second and a half after they are heard, not three seconds."""
    assert schedule([heard(0, 500, characters=10, words=10)], PRESETS["bbc"]) == ((0, 2000),)
