"""Subtitle files with their times moved, and all else as it stood."""

from translate.move import parse
from translate.restamp import restamped

SRT = """\
1
00:00:01,000 --> 00:00:02,500 X1:40
<i>Bonjour</i> {\\an8}

 2
 0:03,5-->0:04,25
Il a dit 00:01:00,000 --> et voilà.
"""
VTT = """\
WEBVTT - titre

STYLE
::cue { color: lime }

intro
00:01.000 --> 00:00:02.000 align:start
<v.loud Ada>Un <00:00:01.500>deux
"""


def test_only_the_stamps_of_an_srt_file_change() -> None:
    moved = restamped(SRT, parse(shift="60"), ",")
    assert (
        moved.text
        == """\
1
00:01:01,000 --> 00:01:02,500 X1:40
<i>Bonjour</i> {\\an8}

 2
 00:01:03,500-->00:01:04,250
Il a dit 00:01:00,000 --> et voilà.
"""
    )
    assert (moved.cues, moved.cut, moved.gone) == (2, 0, 0)


def test_styles_settings_names_and_inner_times_of_a_webvtt_file_stay_with_it() -> None:
    moved = restamped(VTT, parse(stretch="2"), ".").text
    assert "::cue { color: lime }" in moved
    assert "intro\n00:00:02.000 --> 00:00:04.000 align:start\n<v.loud Ada>Un <00:00:03.000>deux\n" in moved


def test_cues_before_the_beginning_are_counted_and_kept() -> None:
    moved = restamped(SRT, parse(shift="-2.5"), ",")
    assert "00:00:00,000 --> 00:00:00,000 X1:40" in moved.text
    assert (moved.cut, moved.gone) == (1, 1)


def test_a_stamp_that_is_no_time_stays() -> None:
    text = "1\n00:00:75,000 --> 00:00:80,000\nquoi\n"
    assert restamped(text, parse(shift="1"), ",").text == text


def test_line_breaks_a_byte_order_mark_and_a_missing_end_stay() -> None:
    text = "\ufeff00:00:01,000 -->\r\nBonjour.\r\n\r\n00:00:03,000 --> 00:00:04,000\rOui.\n"
    moved = restamped(text, parse(shift="1"), ",")
    assert moved.text == text.replace("03,", "x").replace("04,", "05,").replace("01,", "02,").replace("x", "04,")
    assert moved.cues == 2
