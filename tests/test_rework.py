"""`glossub retime`: folders and files, timed or broken anew without translating again."""

import json
from pathlib import Path

import pytest
from small_episode import SMALL
from typer.testing import CliRunner

from translate import document, job, storage
from translate.cli import app
from translate.outputs import digest_of
from translate.settings import DEFAULTS, Settings, combine, limits
from translate.subtitles import subtitles

SRT = """\
1
00:00:01,000 --> 00:00:02,500
Ada: Hello and welcome to the show.

2
00:00:03,000 --> 00:00:04,500
Thanks!
"""
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ada>Hello.\n\n00:00:03.000 --> 00:00:04.000\n<v Léo>Hi!\n"


def glossub(*arguments: object) -> tuple[int, str, str]:
    """Run the command; return its code and what it says on both outputs."""
    done = CliRunner().invoke(app, ["retime", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def make(folder: Path, **options: object) -> Path:
    """Write the small episode's folder with options of `subtitle`."""
    settings = combine(Settings(**options), DEFAULTS)  # type: ignore[arg-type]  # the options of one test
    files = job.outputs(SMALL, subtitles(SMALL, job.presets(settings)), settings, folder)
    storage.write(folder, files, translated=SMALL, input_name="page.txt", limits=limits(settings), run="1" * 64)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "outputs" / "la-boucle-5")


def test_a_folder_shifted_there_and_back_is_as_it_was(folder: Path) -> None:
    before = contents(folder)
    assert glossub(folder, "--shift", "1:00")[0] == 0
    there = contents(folder)
    assert b"00:01:00,000 --> " in there["la-boucle-5.en.srt"]
    assert b'"startTime": 68.0' in there["chapters.en.json"]
    assert b"60000" in there["bilingual.tsv"]
    assert glossub(folder / "translation.json", "--shift", "-1:00")[0] == 0
    assert contents(folder) == before


def test_the_record_of_a_folder_that_was_moved_is_right(folder: Path) -> None:
    glossub(folder, "--at", "0:01=0:02", "--at", "0:10=0:12")
    record = document.read_record((folder / "translation.json").read_text(encoding="utf-8"))
    assert record.intact
    assert record.input_name == "page.txt"
    assert all(digest_of((folder / name).read_bytes()) == digest for name, digest in record.files.items())


def test_a_file_that_someone_edited_stops_it(folder: Path) -> None:
    (folder / "la-boucle-5.en.srt").write_text("mine\n", encoding="utf-8")
    before = contents(folder)
    code, _, said = glossub(folder, "--shift", "1")
    assert (code, contents(folder)) == (4, before)
    assert "la-boucle-5.en.srt" in said
    assert glossub(folder, "--shift", "1", "--force")[0] == 0
    assert (folder / "la-boucle-5.en.srt.bak").read_bytes() == b"mine\n"


def test_a_folder_keeps_the_preset_that_it_was_made_with(tmp_path: Path) -> None:
    folder = make(tmp_path / "la-boucle-5", preset="shorts")
    code, said, _ = glossub(folder, "--shift", "1")
    assert (code, "(preset shorts)" in said) == (0, True)


def test_a_folder_keeps_limits_of_its_own_and_says_who_translated_it(tmp_path: Path) -> None:
    folder = make(tmp_path / "la-boucle-5", cpl=20)
    before = contents(folder)
    assert glossub(folder, "--shift", "1")[0] == 0
    assert glossub(folder, "--shift", "-1")[0] == 0
    assert contents(folder) == before
    assert glossub(folder, "--cpl", "30", "--preset", "ted")[0] == 0
    record = document.read_record((folder / "translation.json").read_text(encoding="utf-8"))
    assert (record.limits, record.run) == ({"preset": "ted", "cpl": 30}, "1" * 64)


@pytest.mark.parametrize(
    ("limits", "message"),
    [({}, "does not say which limits"), ({"cpl": "wide"}, "limits: cpl: expected a whole number, found 'wide'")],
)
def test_limits_that_are_not_known_must_be_said(limits: dict[str, str | float], message: str, folder: Path) -> None:
    text = document.render(SMALL, input_name="page.txt", files={}, limits=limits)
    (folder / "translation.json").write_text(text, encoding="utf-8")
    code, _, said = glossub(folder, "--shift", "1")
    assert (code, message in said) == (2, True), said
    assert glossub(folder, "--shift", "1", "--cpl", "20", "--force")[0] == 0


def test_a_folder_is_broken_anew_for_another_preset(folder: Path) -> None:
    assert glossub(folder, "--preset", "shorts")[0] == 0
    rows = (folder / "la-boucle-5.en.srt").read_text(encoding="utf-8").splitlines()
    assert max(len(row) for row in rows if "-->" not in row) <= 24


def test_an_episode_may_be_written_to_another_folder(folder: Path, tmp_path: Path) -> None:
    before = contents(folder)
    code, said, _ = glossub(folder, "--shift", "1", "--out", tmp_path / "later", "--json")
    assert (code, contents(folder)) == (0, before)
    assert str(tmp_path / "later" / "la-boucle-5" / "translation.json") in json.loads(said)["files"]


def test_words_before_the_beginning_are_counted(folder: Path) -> None:
    code, said, _ = glossub(folder, "--shift", "-0.6")
    assert code == 0
    assert "2 of 23 words would be heard before 0:00: they stand at 0:00" in said


def test_a_subtitle_file_gets_a_neighbour_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.en.srt"
    path.write_text(SRT, encoding="utf-8")
    code, said, _ = glossub(path, "--shift", "-1.2")
    assert (code, path.read_text(encoding="utf-8")) == (0, SRT)
    moved = (tmp_path / "a.en.retimed.srt").read_text(encoding="utf-8")
    assert moved == SRT.replace("01,000", "00,000").replace("02,500", "01,300").replace("03,000", "01,800").replace(
        "04,500", "03,300"
    )
    assert "2 cues" in said
    assert "1 cue would begin before 0:00: it begins there" in said


def test_cues_that_end_before_the_beginning_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(SRT, encoding="utf-8")
    _, said, _ = glossub(path, "--shift", "-10")
    assert "2 cues would end before 0:00: they stay in the file, but are never shown" in said


def test_times_that_are_none_stay_and_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(SRT.replace("00:00:03,000", "00:61:03,000"), encoding="utf-8")
    code, said, _ = glossub(path, "--shift", "1")
    assert (code, "times that cannot be read stay as they are: 00:61:03,000\n" in said) == (0, True)
    assert "00:61:03,000 --> 00:00:05,500" in (tmp_path / "a.retimed.srt").read_text(encoding="utf-8")
    path.write_text(SRT.replace("00:00:0", "00:61:0"), encoding="utf-8")
    assert "00:61:01,000 and 3 more" in glossub(path, "--shift", "1", "--out", tmp_path / "b.srt")[1]


def test_a_subtitle_file_is_broken_anew_by_its_languages_rules(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(VTT.replace("Hello.", "Hello everyone, and welcome to the show that is on."), encoding="utf-8")
    out = tmp_path / "short.vtt"
    assert glossub(path, "--preset", "shorts", "--out", out)[0] == 0
    rows = out.read_text(encoding="utf-8").splitlines()
    assert "<v Léo>Hi!" in rows
    assert max(len(row.removeprefix("<v Ada>")) for row in rows if "-->" not in row) <= 24


def test_another_format_keeps_the_cues_and_the_voices(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(VTT, encoding="utf-8")
    out = tmp_path / "a.srt"
    assert glossub(path, "--out", out)[0] == 0
    assert out.read_text(encoding="utf-8") == (
        "1\n00:00:01,000 --> 00:00:02,000\nAda: Hello.\n\n2\n00:00:03,000 --> 00:00:04,000\nLéo: Hi!\n"
    )


def test_a_file_in_the_way_is_kept_when_asked(tmp_path: Path) -> None:
    path, out = tmp_path / "a.srt", tmp_path / "b.srt"
    path.write_text(SRT, encoding="utf-8")
    out.write_bytes(b"mine \xff")
    code, _, said = glossub(path, "--shift", "1", "--out", out)
    assert (code, "there is such a file already" in said, out.read_bytes()) == (4, True, b"mine \xff")
    assert glossub(path, "--shift", "1", "--out", out, "--force")[0] == 0
    assert (tmp_path / "b.srt.bak").read_bytes() == b"mine \xff"
    assert glossub(path, "--shift", "1", "--out", out)[0] == 0


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(SRT, encoding="utf-8")
    (tmp_path / "b.srt").mkdir()
    code, _, said = glossub(path, "--shift", "1", "--out", tmp_path / "b.srt")
    assert (code, "b.srt: it cannot be replaced" in said) == (4, True)


@pytest.mark.parametrize(
    ("name", "content", "arguments", "message"),
    [
        ("a.srt", SRT, (), "there is nothing to do"),
        ("a.srt", SRT, ("--shift", "x"), "--shift: 'x' is no time"),
        ("a.srt", "bonjour", ("--shift", "1"), "a.srt: there is no cue in it"),
        ("a.txt", SRT, ("--shift", "1"), "this is neither an episode"),
        ("a.json", "{}", ("--shift", "1"), "a.json"),
        ("a.srt", SRT, ("--shift", "1", "--out", "a.ass"), "`glossub export` writes ASS and TTML"),
        ("a.srt", SRT, ("--preset", "imax"), "no preset is called 'imax'"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, name: str, content: str, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, _, said = glossub(tmp_path / name, *arguments)
    assert (code, message in said) == (2, True), said


def test_a_document_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "translation.json").write_bytes(b'{"format": "\xff"}')
    code, _, said = glossub(tmp_path / "translation.json", "--shift", "1")
    assert (code, "it is not UTF-8 text" in said) == (2, True)


def test_a_folder_without_a_document_and_a_missing_file_are_said(tmp_path: Path) -> None:
    code, _, said = glossub(tmp_path, "--shift", "1")
    assert (code, "there is no translation.json in it" in said) == (2, True)
    code, _, said = glossub(tmp_path / "a.srt", "--shift", "1")
    assert (code, "there is no such file" in said) == (2, True)


def rebroken(tmp_path: Path, content: str | bytes, *arguments: str) -> tuple[str, str]:
    """Break a file anew; return the new one and what was said."""
    path, out = tmp_path / "a.en.srt", tmp_path / "b.en.srt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code, said, _ = glossub(path, *(arguments or ("--preset", "podcast")), "--out", out)
    assert code == 0
    return out.read_text(encoding="utf-8"), said


def test_speakers_of_one_line_are_kept_apart(tmp_path: Path) -> None:
    text, _ = rebroken(tmp_path, SRT.replace("Thanks!", "Bo: Thanks! Ada: And now Bo, who will tell us more."))
    rows = [row for row in text.splitlines() if row and "-->" not in row and not row.isdigit()]
    assert rows == ["Ada: Hello and welcome to the show.", "Bo: Thanks!", "Ada: And now Bo, who will tell us more."]


def test_a_cue_out_of_order_goes_where_its_time_is_and_is_said_with_its_place(tmp_path: Path) -> None:
    """It lost its time, and its words moved to the cue above it; signs and songs often stand at a file's end."""
    text, said = rebroken(
        tmp_path, SRT + "\n3\n00:00:00,000 --> 00:00:00,900\nBo: Hey!\n\n4\n00:00:09,000 --> 00:00:10,000\nAda: Bye.\n"
    )
    rows = [row for row in text.splitlines() if row and not row.isdigit()]
    assert rows[1] == "Bo: Hey!"
    assert rows[0].startswith("00:00:00,000 --> ")
    assert "cue at line 10: cues that stood below later ones are in the order of their times now" in said


def test_what_gave_way_is_said(tmp_path: Path) -> None:
    fast = SRT.replace("Ada: Hello", "word " * 16).replace("03,000", "02,600").replace("Thanks!", "- Thanks!")
    _, said = rebroken(tmp_path, fast)
    assert "cues gave way (reading-speed: " in said


def test_styles_and_comments_that_new_cues_lose_are_said(tmp_path: Path) -> None:
    styled = SRT.replace("Thanks!", "{\\an8}<i>Thanks!</i>").replace("02,500", "02,500 X1:10")
    text, said = rebroken(tmp_path, styled)
    assert "styles, positions or inner times in 2 of the rows: new cues do not keep them" in said
    assert "Thanks!" in text


def test_a_file_keeps_its_line_breaks_and_its_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(SRT.replace("Thanks", "Café").replace("\n", "\r\n").encode("latin-1"))
    _, said, _ = glossub(path, "--shift", "0:10")
    assert "were read as Windows-1252; what is written is UTF-8" in said
    assert "00:00:11,000 --> 00:00:12,500\r\n" in (tmp_path / "a.retimed.srt").read_bytes().decode()


def test_speakers_of_an_srt_file_become_voices_that_go_on(tmp_path: Path) -> None:
    path, out = tmp_path / "a.srt", tmp_path / "a.vtt"
    path.write_text(SRT + "\n3\n00:00:05,000 --> 00:00:06,000\nAda: Bye.\n", encoding="utf-8")
    assert glossub(path, "--out", out)[0] == 0
    assert out.read_text(encoding="utf-8").count("<v Ada>") == 3


def test_dashes_that_name_nobody_are_said(tmp_path: Path) -> None:
    text, said = rebroken(tmp_path, SRT.replace("Thanks!", "- Thanks!\n- Welcome."))
    assert "dashes without names in 1 of the cues" in said
    assert "- " not in text


def test_what_another_format_cannot_keep_is_said(tmp_path: Path) -> None:
    path, out = tmp_path / "a.vtt", tmp_path / "a.srt"
    both = "<v Ada>Hello.</v> <v Bo><i>Hi.</i></v>"
    path.write_text(VTT.replace("<v Ada>Hello.", both) + "\n00:00:75.000 --> 00:00:80.000\nOh.\n", encoding="utf-8")
    code, said, _ = glossub(path, "--out", out)
    assert (code, "two voices in 1 of the cues, first at 0:01: no names there" in said) == (0, True)
    assert "line 9: the start of a cue cannot be read; the cue is left out" in said
    assert "styles, positions or inner times in 1 of the rows" in said
