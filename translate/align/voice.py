"""The reference voice: espeak-ng, from its library (a wheel's or the system's) or its program.

The library says where each word starts; the program does not, and words then share a piece's time by their length.
"""

import ctypes
import ctypes.util
import importlib
import importlib.util
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from translate.errors import EngineError, MissingExtra

WORDS_PER_MINUTE = 170
_INSTALLED = "`apt install espeak-ng`, `brew install espeak-ng`"
_SILENT = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Spoken text: samples between -1 and 1, samples per second, and the characters at which words start, timed.

    `marks` are (character, sample), in order; there may be none.
    """

    samples: NDArray[np.float32]
    rate: int
    marks: tuple[tuple[int, int], ...] = ()


class Voice(Protocol):
    """Speaks a text."""

    def speak(self, text: str) -> Speech:
        """Return a text's speech, without silence around it; raises EngineError when the synthesiser fails."""
        ...


def open_voice(language: str) -> Voice:
    """Return espeak-ng's voice for a language (ISO 639-1); raises MissingExtra where there is none at all."""
    for library, data in _libraries():
        return Library(library, data, language)
    program = shutil.which("espeak-ng")
    if program is None:
        raise MissingExtra("aligning needs espeak-ng, which is not installed", "espeak", otherwise=_INSTALLED)
    return Program(program, language)


def trimmed(speech: Speech) -> Speech:
    """Return speech without the silence around it, the marks moved along."""
    loud = np.flatnonzero(np.abs(speech.samples) > _SILENT)
    if not len(loud):
        return Speech(samples=speech.samples[:0], rate=speech.rate)
    first, last = int(loud[0]), int(loud[-1]) + 1
    marks = tuple((at, min(max(0, sample - first), last - first)) for at, sample in speech.marks)
    return Speech(samples=speech.samples[first:last], rate=speech.rate, marks=marks)


def _floats(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    return samples.astype(np.float32) / np.float32(32_768)


class Program:
    """espeak-ng as a program, started for each text."""

    def __init__(self, path: str, voice: str) -> None:
        """Use the program at `path` with a voice that it knows."""
        self._command = [path, "-v", voice, "-s", str(WORDS_PER_MINUTE), "--stdout", "--stdin"]
        self._voice = voice

    def speak(self, text: str) -> Speech:
        """Return a text's speech, without marks."""
        done = subprocess.run(self._command, input=text.encode(), capture_output=True, check=False)  # noqa: S603  # as found on PATH
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()
            raise EngineError(f"espeak-ng failed with the voice {self._voice!r}: {said or done.returncode}")
        samples = np.frombuffer(done.stdout[44 : len(done.stdout) // 2 * 2], "<i2").astype(np.float32) / np.float32(
            32_768
        )
        rate = int.from_bytes(done.stdout[24:28], "little") or 22_050
        return trimmed(Speech(samples=samples, rate=rate))


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    """`espeak_EVENT` of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))
_WORD_EVENT = 1
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_UTF8 = 1
_RATE_PARAMETER = 1


class Library:
    """espeak-ng as a library: one for the whole process, since it keeps its state to itself."""

    def __init__(self, path: str, data: str | None, voice: str) -> None:
        """Open the library at `path`, with its data in `data` or where it was installed to look."""
        self._library, self._rate = _opened(path, data)
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise EngineError(f"espeak-ng has no voice {voice!r}", mend="`espeak-ng --voices` lists them.")
        self._library.espeak_SetParameter(_RATE_PARAMETER, WORDS_PER_MINUTE, 0)

    def speak(self, text: str) -> Speech:
        """Return a text's speech, with a mark per word."""
        blocks: list[NDArray[np.int16]] = []
        marks: list[tuple[int, int]] = []

        def received(wave: Any, count: int, events: Any) -> int:  # noqa: ANN401  # ctypes pointers
            if wave and count:
                blocks.append(np.ctypeslib.as_array(wave, (count,)).copy())
            at = 0
            while events[at].type:
                if events[at].type == _WORD_EVENT:
                    marks.append((events[at].text_position - 1, events[at].sample))
                at += 1
            return 0

        callback = _CALLBACK(received)
        self._library.espeak_SetSynthCallback(callback)
        said = text.encode()
        if self._library.espeak_Synth(said, len(said) + 1, 0, 0, 0, _UTF8, None, None):
            raise EngineError(f"espeak-ng could not speak {text!r}")
        samples = _floats(np.concatenate([np.zeros(0, np.int16), *blocks]))
        return trimmed(Speech(samples=samples, rate=self._rate, marks=tuple(marks)))


@cache
def _opened(path: str, data: str | None) -> tuple[Any, int]:
    """Load and initialise a library; returns it and its samples per second."""
    library = ctypes.CDLL(path)
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode() if data else None, _DONT_EXIT)
    if rate <= 0:
        raise MissingExtra("espeak-ng does not find its data", "espeak", where=path, otherwise=_INSTALLED)
    return library, int(rate)


def _libraries() -> list[tuple[str, str | None]]:
    """Return the libraries there are, with their data: the wheel's, then the system's."""
    found: list[tuple[str, str | None]] = []
    if importlib.util.find_spec("espeakng_loader"):
        loader = importlib.import_module("espeakng_loader")
        if Path(loader.get_library_path()).exists():
            found.append((loader.get_library_path(), loader.get_data_path()))
    system = ctypes.util.find_library("espeak-ng")
    if system:
        found.append((system, None))
    return found
