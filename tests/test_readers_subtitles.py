"""Subtitle files read as they are, faults included."""

import pytest

from translate.errors import InputError
from translate.readers.subtitles import read


def test_cues_keep_their_lines_times_and_order() -> None:
    text = (
        "2\n00:00:05,000 --> 00:00:06,500\n<i>Second</i> line,\nand &amp; more.\n\n"
        "1\n00:00:01,000 --> 00:00:02,000\nFirst.\n"
    )
    file = read(text.encode(), name="x.srt")
    assert [(cue.start_ms, cue.end_ms, cue.lines) for cue in file.cues] == [
        (5000, 6500, ("Second line,", "and & more.")),
        (1000, 2000, ("First.",)),
    ]
    assert file.notes == ()


def test_a_label_is_no_part_of_the_line() -> None:
    rows = "\n\n".join(
        f"{at}\n00:00:0{at},000 --> 00:00:0{at},900\n{text}"
        for at, text in enumerate(("Solène: Hello.", "So it goes.", "Maïwenn: Yes.", "Solène: No.", "Maïwenn: Oh."), 1)
    )
    cues = read(rows.encode(), name="x.srt").cues
    assert [(cue.label, cue.lines, cue.speaker) for cue in cues[:3]] == [
        ("Solène: ", ("Hello.",), "Solène"),
        ("", ("So it goes.",), "Solène"),
        ("Maïwenn: ", ("Yes.",), "Maïwenn"),
    ]


@pytest.mark.parametrize(
    ("body", "second"),
    [
        ("- Hello.\n- Welcome.", ""),
        ("- Hello, one dash", None),
        ("<v Solène>Hello.</v>\n<v Maïwenn>Welcome.</v>", "Maïwenn"),
        ("<v Solène>Hello.</v>\n<v Solène>Welcome.</v>", None),
    ],
)
def test_two_speakers_in_a_cue_show(body: str, second: str | None) -> None:
    text = f"WEBVTT\n\nNOTE 00:00:00.000 is no cue\n\n00:01.000 --> 00:02.000 align:left\n{body}\n"
    [cue] = read(text.encode(), name="x.vtt").cues
    assert cue.second_speaker == second
    assert cue.lines[0].endswith(("Hello.", "dash"))


def test_a_cue_without_text_is_there() -> None:
    [first, second] = read(
        b"1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nYes.\n", name="x.srt"
    ).cues
    assert (first.lines, second.lines) == ((), ("Yes.",))


@pytest.mark.parametrize(
    ("end", "places"),
    [("\n\n", []), ("\r\n\r\n", []), ("\n", ["the end of the file"]), ("", ["the end of the file"])],
)
def test_a_last_cue_without_text_is_cut_off_only_where_no_blank_line_ends_it(end: str, places: list[str]) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nYes.\n\n2\n00:00:03,000 --> 00:00:04,000" + end
    file = read(text.encode(), name="x.srt")
    assert [note.place for note in file.notes] == places
    assert [cue.lines for cue in file.cues] == [("Yes.",), ()]


def test_times_that_are_none_are_noted() -> None:
    text = "1\n00:61:01,000 --> 00:61:99,000\nHello.\n\n2\n00:00:01,000 --> 00:00:02,000\nYes.\n"
    file = read(text.encode(), name="x.srt")
    assert [cue.lines for cue in file.cues] == [("Yes.",)]
    assert [(note.place, note.message) for note in file.notes] == [
        ("line 2", "the start of a cue cannot be read; the cue is left out")
    ]


def test_another_encoding_is_noted() -> None:
    file = read("1\n00:00:01,000 --> 00:00:02,000\nL'été.\n".encode("latin-1"), name="x.srt")
    assert file.cues[0].lines == ("L'été.",)
    assert "Windows-1252" in file.notes[0].message


def test_a_file_without_cues_is_refused() -> None:
    with pytest.raises(InputError, match="there is no cue in it"):
        read(b"Hello.\n", name="x.srt")


def rows(*bodies: str) -> bytes:
    """Return an SRT file with a cue every two seconds."""
    cues = (f"{at}\n00:00:{2 * at:02},000 --> 00:00:{2 * at + 1:02},500\n{body}\n" for at, body in enumerate(bodies, 1))
    return "\n".join(cues).encode()


@pytest.mark.parametrize(
    ("body", "speaker", "second"),
    [
        ("Maïwenn: And then? Solène: It broke.", "Maïwenn", "Solène"),
        ("It broke.\nMaïwenn: Really?", "Solène", "Maïwenn"),
        ("It broke.\nSolène: Really.", "Solène", None),
        ("- One. - Two.", None, ""),
        (">> one >> two", None, ""),
        ("One. >> Two.", "Solène", ""),
        ("(laughs) Maïwenn: One.", "Solène", "Maïwenn"),
        ("A shift: a >> b, done.", "Solène", None),
        ("It broke - I mean, it failed.", "Solène", None),
        ("I asked Maïwenn: why?", "Solène", None),
    ],
)
def test_speakers_inside_one_line_show(body: str, speaker: str | None, second: str | None) -> None:
    """Labels, dashes and `>>` in mid-line were not seen, so that no check told of the mixed cue."""
    cue = read(rows("Maïwenn: Hello.", "Solène: Hello.", body, "Maïwenn: Yes.", "Solène: No."), name="x.srt").cues[2]
    assert (cue.speaker, cue.second_speaker) == (speaker, second)


def test_a_label_on_a_line_of_its_own_is_a_label() -> None:
    cues = read(rows("Maïwenn:\nHello there.", "Solène: Hello.", "Maïwenn: Yes.", "Solène:"), name="x.srt").cues
    assert [(cue.label, cue.lines) for cue in cues[::3]] == [("Maïwenn:\n", ("Hello there.",)), ("", ("Solène:",))]


def test_a_cue_without_an_end_is_told_and_is_no_text() -> None:
    file = read(rows("Hello.", "Yes.", "No.").replace(b" 00:00:05,500", b""), name="x.srt")
    assert [(cue.lines, cue.start_ms, cue.end_ms) for cue in file.cues][1] == (("Yes.",), 4000, 4000)
    assert [(note.place, note.message) for note in file.notes] == [
        ("line 6", "the end of a cue cannot be read; it takes no time")
    ]


def test_voices_on_one_line_do_not_run_together() -> None:
    [cue] = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Hi.</v><v B>Yes.</v>\n", name="x.vtt").cues
    assert (cue.lines, cue.speaker, cue.second_speaker) == (("Hi. Yes.",), "A", "B")
