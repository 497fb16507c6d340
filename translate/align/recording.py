"""Recordings of any format, decoded by ffmpeg: the program, or the one that the wheel `imageio-ffmpeg` carries.

Samples come in blocks, so that a recording is never in memory as a whole.
"""

import importlib
import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from translate.errors import EngineError, InputError, MissingExtra

RATE = 16_000
_BLOCK = 2 * RATE * 30


def ffmpeg() -> str:
    """Return the program; raises MissingExtra where there is none."""
    program = shutil.which("ffmpeg")
    if program is None and importlib.util.find_spec("imageio_ffmpeg"):
        try:
            program = importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe()
        except RuntimeError:
            program = None
    if program is None:
        what, otherwise = "reading a recording needs ffmpeg", "`apt install ffmpeg`, `brew install ffmpeg`"
        raise MissingExtra(f"{what}, which is not installed", "audio", otherwise=otherwise)
    return program


def look_for(path: Path) -> None:
    """Raise InputError for a recording that is no file."""
    if not path.is_file():
        raise InputError("there is no such recording", where=str(path), mend="Give the path of an audio or video file.")


def blocks(path: Path, program: str, damaged: Callable[[str], None]) -> Iterator[NDArray[np.float32]]:
    """Yield a recording's samples, mono at 16 kHz, between -1 and 1, half a minute at a time.

    `damaged` is told what could not be decoded, once, if anything. Raises InputError for what is no file, holds no
    sound or breaks off with nothing decoded.
    """
    look_for(path)
    command = [program, "-nostdin", "-v", "error", "-i", str(path), "-vn", "-ac", "1", "-ar", str(RATE)]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen([*command, "-f", "s16le", "-"], stdout=subprocess.PIPE, stderr=said) as process,  # noqa: S603  # found on PATH
    ):
        if process.stdout is None:
            raise EngineError("ffmpeg gave no pipe to read from")
        any_sample = False
        try:
            while data := process.stdout.read(_BLOCK):
                any_sample = True
                yield np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / np.float32(32_768)
        finally:
            process.kill()
            process.wait()
        said.seek(0)
        lines = [line.strip() for line in said.read().decode(errors="replace").splitlines() if line.strip()]
        if not any_sample:
            raise _unreadable(path, lines)
        if lines:
            damaged(lines[-1])


def _unreadable(path: Path, lines: Sequence[str]) -> InputError:
    """Return the error for a recording from which nothing came, with ffmpeg's last word on it."""
    if not path.stat().st_size:
        what = "the recording is empty"
    elif any("does not contain any stream" in line or "no streams" in line for line in lines):
        what = "the file holds no sound"
    else:
        what = f"the recording cannot be read: {lines[-1] if lines else 'ffmpeg decoded nothing'}"
    return InputError(what, where=str(path), mend="Check that it plays, or convert it to WAV or MP3.")
