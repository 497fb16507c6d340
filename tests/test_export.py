"""ASS and TTML: what is written is read by others as it was meant, and comes from the files as they stand."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pysubs2
import pytest
from hypothesis import given, settings
from small_episode import SMALL, STACKED_CUES, TARGET_CUES
from strategies import cue_lists
from ttconv.imsc import reader
from typer.testing import CliRunner

from translate import document, storage
from translate.cli import app
from translate.cues import Cue
from translate.errors import UsageError
from translate.outputs import digest_of
from translate.writers import ass, outputs, ttml
from translate.writers.caption import labelled_lines

TT = "{http://www.w3.org/ns/ttml}"
SRT = "1\n00:00:01,000 --> 00:00:02,500\nBonjour !\n"


def glossub(*arguments: object) -> tuple[int, str, str]:
    """Run the command; return its code and what it says on both outputs."""
    done = CliRunner().invoke(app, ["export", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an episode's folder."""
    files = outputs(SMALL, source_cues=TARGET_CUES, target_cues=TARGET_CUES, bilingual_cues=STACKED_CUES)
    storage.write(tmp_path / "e", files, translated=SMALL, input_name="page.txt")
    return tmp_path / "e"


def parsed(text: str) -> ET.Element:
    """Read XML that we wrote."""
    return ET.fromstring(text)  # noqa: S314  # our own


def odd(*lines: str, speaker: str = "Ada") -> Cue:
    return replace(TARGET_CUES[0], lines=lines, speaker=speaker, label="")


def test_ass_is_read_as_it_was_meant() -> None:
    read = pysubs2.SSAFile.from_string(ass.render(TARGET_CUES, "glossub/1"))
    assert [(event.start, event.end, event.name) for event in read][:2] == [(0, 2000, "Ada"), (2080, 4080, "Ada")]
    assert [event.plaintext for event in read][:2] == [
        "Ada: Hello and welcome!",
        "We are back from DevFest,\nthe sprint is over.",
    ]
    assert (read.info["PlayResX"], read.info["PlayResY"], read.info["Title"]) == ("1920", "1080", "glossub/1")


def test_bilingual_ass_is_smaller() -> None:
    sizes = [
        pysubs2.SSAFile.from_string(ass.render(cues, "")).styles["Default"].fontsize
        for cues in (TARGET_CUES, STACKED_CUES)
    ]
    assert sizes == [60, 48]


def test_nothing_in_a_line_is_an_instruction_to_an_ass_player() -> None:
    text = ass.render((odd("{\\b1}gras", "C:\\New", speaker="Roe, Jane"),), "")
    assert "(\\\u2060b1)gras\\NC:\\\u2060New" in text
    assert ",Roe  Jane,0,0,0,," in text


def test_a_time_that_ass_cannot_write_is_refused() -> None:
    with pytest.raises(UsageError, match="10 hours"):
        ass.render((replace(TARGET_CUES[0], end_ms=36_000_000),), "")


def test_ttml_is_read_as_it_was_meant() -> None:
    root = parsed(ttml.render(STACKED_CUES, "en"))
    model = reader.to_model(ET.ElementTree(root))
    assert model is not None
    paragraphs = list(next(iter(model.get_body())))
    assert [float(p.get_begin() or 0) for p in paragraphs] == [0, 2.083, 6, 8.083, 10.5]
    first = next(root.iter(f"{TT}p"))
    assert [span.text for span in first.iter(f"{TT}span")] == ["Ada: Bonjour et bienvenue !", "Hello and welcome!"]
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"
    assert root.attrib["{http://www.w3.org/ns/ttml#parameter}contentProfiles"] == ttml.PROFILE


@settings(max_examples=25)
@given(cue_lists())
def test_every_cue_and_line_stands_in_both_formats(cues: tuple[Cue, ...]) -> None:
    root = parsed(ttml.render(cues, "fr"))
    shown = [[span.text for span in p.iter(f"{TT}span")] for p in root.iter(f"{TT}p")]
    assert [len(lines) for lines in shown] == [len(labelled_lines(cue)) for cue in cues]
    begin_ms = cues[0].start_ms if cues else 0
    early = [replace(cue, start_ms=cue.start_ms - begin_ms, end_ms=cue.end_ms - begin_ms) for cue in cues]
    events = ass.render(early, "s").split("[Events]")[1].splitlines()[2:]
    assert [event.count("\\N") + 1 for event in events if event] == [len(labelled_lines(cue)) for cue in cues]


@pytest.mark.parametrize(("wanted", "package"), [("ass", "pysubs2"), ("ttml", "ttconv")])
def test_without_the_extra_its_install_command_is_told(
    wanted: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError) as refused:
        (ass.render if wanted == "ass" else ttml.render)(TARGET_CUES, "en")
    assert "pip install 'glossub[formats]'" in str(refused.value)


@pytest.mark.parametrize("wanted", ["ass", "ttml"])
def test_a_folders_subtitles_are_exported_and_recorded(folder: Path, wanted: str) -> None:
    code, said, _ = glossub(folder, "--format", wanted)
    assert (code, said.startswith("15 cues: ")) == (0, True)
    names = [f"la-boucle-5.{side}.{wanted}" for side in ("en", "fr", "fr-en")]
    record = document.read_record((folder / "translation.json").read_text(encoding="utf-8"))
    assert all(record.files[name] == digest_of((folder / name).read_bytes()) for name in names)
    assert glossub(folder, "--format", wanted)[0] == 0


def test_what_was_changed_by_hand_comes_along(folder: Path) -> None:
    path = folder / "la-boucle-5.en.srt"
    path.write_text(path.read_text(encoding="utf-8").replace("Hello", "Good morning"), encoding="utf-8")
    assert glossub(folder, "--format", "ass")[0] == 0
    assert "Good morning" in (folder / "la-boucle-5.en.ass").read_text(encoding="utf-8")
    assert "Good morning" in path.read_text(encoding="utf-8")


def test_an_export_that_retime_does_not_write_is_named_by_it(folder: Path) -> None:
    glossub(folder, "--format", "ass")
    done = CliRunner().invoke(app, ["retime", str(folder), "--shift", "1", "--preset", "podcast"])
    assert "make them anew: la-boucle-5.en.ass, la-boucle-5.fr-en.ass, la-boucle-5.fr.ass" in done.stdout


def test_one_file_is_exported_beside_itself_or_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.fr.srt"
    path.write_text(SRT, encoding="utf-8")
    assert glossub(path, "--format", "ttml", "--json")[0] == 0
    assert 'xml:lang="fr"' in (tmp_path / "a.fr.ttml").read_text(encoding="utf-8")
    assert glossub(path, "--format", "ass", "--out", tmp_path / "b.ass")[0] == 0
    assert "Bonjour !" in (tmp_path / "b.ass").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.srt", "--format", "stl"), "--format: no format is called 'stl'"),
        (("none.srt", "--format", "ass"), "there is no such file"),
        (("a.srt", "a.srt", "--format", "ass", "--out", "b"), "--out names one file"),
        (("empty.srt", "--format", "ass"), "there is no cue in it"),
    ],
)
def test_what_cannot_be_exported_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "a.srt").write_text(SRT, encoding="utf-8")
    (tmp_path / "empty.srt").write_text("rien", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, _, said = glossub(*arguments)
    assert (code, message in said) == (2, True), said


def test_a_folder_whose_subtitles_are_gone_is_said(folder: Path) -> None:
    for path in folder.glob("*.srt"):
        path.unlink()
    code, _, said = glossub(folder, "--format", "ass")
    assert (code, "there are no subtitles in it" in said) == (2, True)


@pytest.mark.parametrize("wanted", ["ass", "ttml"])
def test_a_cue_that_ends_before_it_starts_gets_an_end_and_that_is_said(tmp_path: Path, wanted: str) -> None:
    """It was written as it stood, and no player ever showed it."""
    path = tmp_path / "a.en.srt"
    path.write_text(
        "1\n00:00:05,000 --> 00:00:04,000\nYes, we did.\n\n2\n00:00:05,500 --> 00:00:06,500\nNo.\n\n"
        "3\n00:00:07,000 -->\nNever, ever, or so they say, did we.\n",
        encoding="utf-8",
    )
    code, said, _ = glossub(path, "--format", wanted)
    assert (code, "were given an end: 0:05, 0:07" in said) == (0, True)
    assert "a.en.srt: line 10: the end of a cue cannot be read" in said
    written = (tmp_path / f"a.en.{wanted}").read_text(encoding="utf-8")
    ends = ("0:00:05.50", "0:00:09.12") if wanted == "ass" else ('end="00:00:05.500"', 'end="00:00:09.118"')
    assert all(end in written for end in ends)


@pytest.mark.ffmpeg
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_ass_burns_into_a_picture_while_its_cue_is_on(tmp_path: Path) -> None:
    """Six seconds of black at a frame a second: white letters low in the picture from 2 s to 4 s, and nowhere else."""
    (tmp_path / "a.srt").write_text("1\n00:00:01,500 --> 00:00:04,500\nAda: Hello,\nit burns.\n", encoding="utf-8")
    assert glossub(tmp_path / "a.srt", "--format", "ass")[0] == 0
    black = "color=c=black:s=320x180:d=6:r=1"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", black, "-vf", "ass=a.ass", "-f", "rawvideo"]
    raw = subprocess.run(
        [*command, "-pix_fmt", "gray", "-"], cwd=tmp_path, capture_output=True, check=True, timeout=60
    ).stdout
    assert len(raw) == 6 * 320 * 180
    frames = [raw[at : at + 320 * 180] for at in range(0, len(raw), 320 * 180)]
    assert [max(frame) > 200 for frame in frames] == [False, False, True, True, True, False]
    assert all(max(frame[: 320 * 120]) < 50 for frame in frames)
