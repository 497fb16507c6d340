"""`glossub align` as a person runs it: what it writes, and what it says to recordings that cannot be right."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from speech_simulator import Recipe, simulate
from typer.testing import CliRunner

from translate.cli import app

pytestmark = [
    pytest.mark.ffmpeg,
    pytest.mark.espeak,
    pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed"),
    pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed"),
]
TEXT = "Camille: Bonjour à toutes et à tous.\nNoé: Bonjour Camille, on parle de serveurs.\n" * 40


def tone(path: Path, seconds: int) -> Path:
    """Write a recording of a tone."""
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"sine=440:duration={seconds}:sample_rate=16000"]
    subprocess.run([*command, str(path)], check=True)
    return path


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    """Write a transcript of some three minutes."""
    path = tmp_path / "episode.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> tuple[int, str]:
    """Run `glossub align` and return its exit code and what it said."""
    result = CliRunner().invoke(app, ["align", *map(str, arguments)])
    return result.exit_code, result.output


def test_the_words_are_written_and_the_summary_says_how_far_to_trust_them(tmp_path: Path) -> None:
    mix = simulate(Recipe(seed=21, characters=900, jingles=0, ad_s=0))
    path = tmp_path / "essai.txt"
    path.write_text("".join(f"{turn.speaker}: {turn.text}\n" for turn in mix.episode.turns), encoding="utf-8")
    sound = mix.save(tmp_path / "essai.wav")
    code, said = run(path, sound, "--out", tmp_path / "out")
    assert code == 0, said
    assert "measured on synthetic speech only" in said
    document = json.loads((tmp_path / "out" / "essai" / "words.json").read_text(encoding="utf-8"))
    assert " ".join(segment["text"] for segment in document["segments"]) == " ".join(t.text for t in mix.episode.turns)
    code, said = run(path, sound, "--out", tmp_path / "out", "--json")
    assert code == 0, said
    assert json.loads(said)["coverage"] > 0.95


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "too short"),
        (20, "holds 20 s of sound, far less than the text"),
        (900, "holds 15 min of sound, far more than the text"),
    ],
)
def test_a_recording_of_an_impossible_length_is_refused(
    tmp_path: Path, transcript: Path, seconds: int, said: str
) -> None:
    code, message = run(transcript, tone(tmp_path / "tone.wav", seconds), "--out", tmp_path)
    assert code == 2
    assert said in message


def test_a_tone_is_no_speech(tmp_path: Path, transcript: Path) -> None:
    code, message = run(transcript, tone(tmp_path / "tone.wav", 150), "--out", tmp_path)
    assert code == 2
    assert "the recording does not sound like the text" in message or "of the text is in the recording" in message


def test_silence_is_no_speech(tmp_path: Path, transcript: Path) -> None:
    path = tmp_path / "silence.wav"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "150", str(path)]
    subprocess.run(command, check=True)
    code, message = run(transcript, path, "--out", tmp_path)
    assert code == 2
    assert "the recording is silent from end to end" in message


def test_a_recording_that_is_none_is_refused(tmp_path: Path, transcript: Path) -> None:
    code, message = run(transcript, transcript, "--out", tmp_path)
    assert code == 2
    assert "the file holds no sound" in message


def test_without_the_extra_its_install_command_is_said(
    tmp_path: Path, transcript: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    code, message = run(transcript, tone(tmp_path / "tone.wav", 150), "--out", tmp_path)
    assert code == 2
    assert "pip install 'glossub[audio]'" in message
