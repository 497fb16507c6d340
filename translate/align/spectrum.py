"""What speech sounds like, frame by frame: mel power, and cepstra made of it.

Power is measured every 10 ms and averaged to frames of 40 ms, which is all that is kept of a signal: a 96-minute
recording is 18 MB. The two signals are then made alike (level, noise floor) before logarithms are taken.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Power = NDArray[np.float32]
"""Mel power: a row per frame, a column per band."""
Frames = NDArray[np.float32]

FRAME_MS = 40
HOP_MS = 10
BANDS = 32
CEPSTRA = 13
_HOPS = FRAME_MS // HOP_MS
_WINDOW_MS = 25
_LOWEST_HZ, _HIGHEST_HZ = 80.0, 7_600.0
_BATCH = 4_096
_AROUND_MS = 500


def mel_power(blocks: Iterable[Samples], rate: int) -> Power:
    """Return the mel power of a signal that comes in blocks of any length, in frames of 40 ms.

    `rate` is in samples per second. A last frame that is not full is left out.
    """
    window = round(rate * _WINDOW_MS / 1000)
    size = 1 << (window - 1).bit_length()
    taper, bank = np.hanning(window).astype(np.float32), _bank(rate, size)
    held: Samples = np.zeros(0, np.float32)
    origin, done, parts = 0, 0, []
    for block in blocks:
        held = np.concatenate([held, block])
        ready = max(0, (origin + len(held) - window) * 1000 // (rate * HOP_MS))
        ready -= ready % _HOPS
        for first in range(done, ready, _BATCH):
            starts = np.arange(first, min(first + _BATCH, ready)) * (rate * HOP_MS) // 1000 - origin
            windows = np.lib.stride_tricks.sliding_window_view(held, window)[starts] * taper
            spectra = np.fft.rfft(windows, size)
            power = (spectra.real**2 + spectra.imag**2).astype(np.float32) @ bank
            parts.append(power.reshape(-1, _HOPS, BANDS).mean(axis=1))
        if ready > done:
            done = ready
            keep = done * rate * HOP_MS // 1000 - origin
            held, origin = held[keep:], origin + keep
    return np.concatenate(parts) if parts else np.zeros((0, BANDS), np.float32)


def sounding(power: Power) -> NDArray[np.bool_]:
    """Return which frames hold sound: those less than 60 dB below the loudest hundredth. Digital silence holds none."""
    level = power.sum(axis=1)
    return np.asarray(level > np.percentile(level, 99) * 1e-6) if len(level) else np.zeros(0, np.bool_)


def lively(power: Power) -> NDArray[np.int64]:
    """Return the frames that hold sound, or are within half a second of one that does.

    Silence that was put in afterwards says nothing of the text, and minutes of it would bend path and means.
    """
    around = np.ones(2 * round(_AROUND_MS / FRAME_MS) + 1)
    near = np.convolve(sounding(power), around)[len(around) // 2 :][: len(power)]
    return np.flatnonzero(near > 0.5)


def alike(reference: Power, recording: Power) -> tuple[Power, Power]:
    """Return both signals' power at the recording's level and with its noise floor.

    Both are those of the frames that hold sound: silence that was put in afterwards is lifted to the floor.
    """
    heard, spoken = (power[mask] if (mask := sounding(power)).any() else power for power in (recording, reference))
    wanted, have = (np.percentile(power.sum(axis=1), 75) for power in (heard, spoken))
    floor = np.percentile(heard, 10, axis=0).astype(np.float32)
    least = np.float32(max(wanted, 1e-12) * 1e-5 / BANDS)
    return reference * np.float32(wanted / max(have, 1e-12)) + floor + least, np.maximum(recording, floor) + least


def coarse(power: Power, times: int) -> Power:
    """Return the power in frames that are `times` as long; what does not fill the last one is left out."""
    whole = len(power) // times
    return np.asarray(power[: whole * times].reshape(whole, times, -1).mean(axis=1), np.float32)


def cepstra(power: Power) -> Frames:
    """Return mel cepstra c0 to c12 with their mean over the whole signal subtracted.

    Dividing by the variance, or leaving c0 out, ruins the alignment.
    """
    band = np.arange(BANDS) + 0.5
    basis = np.cos(np.pi / BANDS * np.outer(band, np.arange(CEPSTRA))) * np.sqrt(2 / BANDS)
    basis[:, 0] /= np.sqrt(2)
    frames = np.log(power) @ basis.astype(np.float32)
    return np.asarray(frames - frames.mean(axis=0), np.float32)


def unit(frames: Frames) -> Frames:
    """Return frames of length 1, so that products are cosines."""
    length = np.sqrt(np.einsum("ij,ij->i", frames, frames))[:, None]
    return np.asarray(frames / np.maximum(length, 1e-9), np.float32)


def _bank(rate: int, size: int) -> NDArray[np.float32]:
    """Return triangular filters, equally spaced in mel (O'Shaughnessy: 2595 log10(1 + f/700)), bins by bands."""
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (_LOWEST_HZ, _HIGHEST_HZ))
    edges = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(size, 1 / rate)
    rising = (bins[:, None] - edges[None, :-2]) / np.diff(edges)[None, :-1]
    falling = (edges[None, 2:] - bins[:, None]) / np.diff(edges)[None, 1:]
    return np.asarray(np.maximum(0, np.minimum(rising, falling)), np.float32)
