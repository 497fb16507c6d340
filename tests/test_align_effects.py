"""The aligner's effects: espeak-ng, ffmpeg, and what is said where they are missing or fail."""

import ctypes.util
import importlib.util
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from translate.align import recording, voice
from translate.align.spectrum import mel_power
from translate.errors import EngineError, InputError, MissingExtra

Test = Callable[..., None]


def needs_espeak(test: Test) -> Test:
    """Mark a test that needs espeak-ng."""
    missing = not shutil.which("espeak-ng")
    return pytest.mark.espeak(pytest.mark.skipif(missing, reason="espeak-ng is not installed")(test))


def needs_ffmpeg(test: Test) -> Test:
    """Mark a test that needs ffmpeg."""
    missing = not shutil.which("ffmpeg")
    return pytest.mark.ffmpeg(pytest.mark.skipif(missing, reason="ffmpeg is not installed")(test))


def undamaged(what: str) -> None:
    """Fail where a recording is said to be damaged."""
    pytest.fail(what)


PHRASE = "Bonjour à tous, on parle de conteneurs."


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide programs, libraries and wheels."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)


@pytest.mark.usefixtures("nothing_installed")
def test_without_espeak_the_ways_to_install_it_are_said() -> None:
    with pytest.raises(MissingExtra, match=r"apt install espeak-ng(.|\n)*pip install 'glossub\[espeak\]'"):
        voice.open_voice("fr")


@pytest.mark.usefixtures("nothing_installed")
def test_without_ffmpeg_the_ways_to_install_it_are_said() -> None:
    with pytest.raises(MissingExtra, match=r"apt install ffmpeg(.|\n)*pip install 'glossub\[audio\]'"):
        recording.ffmpeg()


@needs_espeak
def test_the_program_speaks_without_silence_around() -> None:
    speech = voice.Program("espeak-ng", "fr").speak(PHRASE)
    assert 1.5 < len(speech.samples) / speech.rate < 4
    assert abs(speech.samples[0]) > 0.005
    assert speech.marks == ()


@needs_espeak
def test_the_library_says_where_words_start() -> None:
    spoken = voice.open_voice("fr")
    if isinstance(spoken, voice.Program):
        pytest.skip("espeak-ng's library is not installed")
    speech = spoken.speak(PHRASE)
    assert [PHRASE[at:].split(maxsplit=1)[0] for at, _ in speech.marks][:3] == ["Bonjour", "à", "tous,"]
    assert sorted(speech.marks) == list(speech.marks)
    assert speech.marks[-1][1] < len(speech.samples)


@needs_espeak
def test_what_cannot_be_spoken_is_empty() -> None:
    assert len(voice.open_voice("fr").speak("…").samples) == 0


@needs_espeak
def test_a_language_without_a_voice_is_named() -> None:
    with pytest.raises(EngineError, match="tlh-xx"):
        voice.open_voice("tlh-xx").speak(PHRASE)
    with pytest.raises(EngineError, match="tlh-xx"):
        voice.Program("espeak-ng", "tlh-xx").speak(PHRASE)


@needs_ffmpeg
def test_any_format_gives_mono_at_16_khz(tmp_path: Path) -> None:
    path = tmp_path / "tone.flac"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=440:duration=2:sample_rate=44100", "-ac", "2"]
    subprocess.run([*command, str(path)], check=True)
    samples = np.concatenate(list(recording.blocks(path, "ffmpeg", undamaged)))
    assert len(samples) == pytest.approx(2 * recording.RATE, abs=50)
    assert np.abs(np.fft.rfft(samples[: recording.RATE])).argmax() == 440


@needs_ffmpeg
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "the recording is empty"), (b"Bonjour, ceci n'est pas un son.\n" * 40, "the recording cannot be read")],
)
def test_what_is_no_recording_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "sound.mp3"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        list(recording.blocks(path, "ffmpeg", undamaged))


@needs_ffmpeg
def test_damage_in_the_middle_is_told_once(tmp_path: Path) -> None:
    path, told = tmp_path / "tone.mp3", list[str]()
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=440:duration=20", str(path)]
    subprocess.run(command, check=True)
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + bytes(20_000) + whole[middle:])
    assert len(np.concatenate(list(recording.blocks(path, "ffmpeg", told.append)))) > 15 * recording.RATE
    assert len(told) == 1


@needs_ffmpeg
def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such recording"):
        list(recording.blocks(tmp_path / "none.mp3", "ffmpeg", undamaged))


@needs_ffmpeg
def test_a_video_without_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=s=32x32:d=1", "-c:v", "mpeg4", str(path)]
    subprocess.run(command, check=True)
    with pytest.raises(InputError, match="the file holds no sound"):
        list(recording.blocks(path, "ffmpeg", undamaged))


@needs_ffmpeg
def test_a_reader_that_stops_early_stops_ffmpeg(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=440:duration=90", str(path)]
    subprocess.run(command, check=True)
    stream = recording.blocks(path, "ffmpeg", undamaged)
    assert len(next(stream)) == 30 * recording.RATE
    stream.close()  # type: ignore[attr-defined]  # it is a generator


def test_power_does_not_depend_on_how_the_signal_is_cut_into_blocks() -> None:
    signal = np.random.default_rng(1).standard_normal(50_000, np.float32)
    whole = mel_power([signal], 22_050)
    pieces = mel_power(np.split(signal, [7, 3_000, 3_001, 30_000]), 22_050)
    assert len(whole) == 56
    np.testing.assert_allclose(whole, pieces, rtol=1e-4)
