"""How well subtitles obey a preset, counted by hand."""

from dataclasses import replace

from translate.conformity import characters_per_second, measure
from translate.cues import Cue
from translate.presets import preset
from translate.translation import Provenance

PODCAST = preset("podcast")
GOOD = Cue(
    start_ms=0,
    end_ms=2000,
    lines=("Hello everyone,", "and welcome."),
    speaker="Inès",
    provenance=Provenance.GIVEN,
    sentences=(0,),
    label="Inès: ",
)


def test_cues_that_obey_every_limit_are_all_within_it() -> None:
    result = measure([GOOD, replace(GOOD, start_ms=2083, end_ms=4083)], PODCAST)
    shares = (result.within_cps, result.within_cpl, result.within_lines, result.within_duration, result.within_gap)
    assert (result.cues, shares) == (2, (1.0, 1.0, 1.0, 1.0, 1.0))


def test_each_limit_is_counted_by_itself() -> None:
    fast = replace(GOOD, start_ms=3000, end_ms=4000)
    long = replace(GOOD, start_ms=5000, end_ms=8000, lines=("x" * 37,))
    tall = replace(GOOD, start_ms=9000, end_ms=11_000, lines=("a", "b", "c"))
    slow = replace(GOOD, start_ms=11_050, end_ms=19_000)
    result = measure([fast, long, tall, slow], PODCAST)
    assert (result.within_cps, result.within_cpl) == (0.75, 0.75)
    assert (result.within_lines, result.within_duration) == (0.75, 0.75)
    assert result.within_gap == 2 / 3


def test_no_cues_obey_everything() -> None:
    assert measure([], PODCAST).within_cps == 1.0


def test_reading_speed_counts_the_line_break_and_not_the_label() -> None:
    assert characters_per_second(GOOD) == 14.0
    assert characters_per_second(replace(GOOD, end_ms=0)) == float("inf")


def test_the_label_stands_in_front_of_the_first_line() -> None:
    assert GOOD.written == ("Inès: Hello everyone,", "and welcome.")
    assert replace(GOOD, lines=()).written == ()
