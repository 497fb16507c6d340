"""From two signals to a path, coarse to fine.

    160 ms, within 300 s of the diagonal ─► 40 ms, within 4 s ─► adapt, gaps, within 45 s ─► adapt anew, within 15 s

The first two passes compare cepstra; the cost along their path tells whether this is the right text at all. The other
two compare what canonical correlation finds in common, and may leave out stretches of either signal.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from translate.align import adaptation
from translate.align.spectrum import FRAME_MS, Frames, Power, alike, cepstra, coarse, unit
from translate.align.warping import Gaps, Path, Places, warp

_COARSER = 4
_WORST = 0.15
_NEVER = Gaps(frame=1e6, opening=1e6)
_OPENING_FRAMES = 25.0
"""Opening a gap costs as much as this many frames left out: a second of them."""
_HOLDING = 0.5
"""What it costs more to hold one signal while the other goes on, which music invites to: of 0 to 0.5 the best tried."""
_FEWEST_PAIRS = 750
"""Pairs of frames (30 s) below which there is too little to learn from; cepstra are then compared as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two signals in the space where they are alike, the path between them, and the price of a frame left out.

    `raw_cost` is the median cost of the pairs before adaptation: 0.28-0.44 for the right text, 0.62-0.65 for another.
    """

    reference: Frames
    recording: Frames
    path: Path
    gaps: Gaps
    raw_cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The cepstra of two signals, the path between them without gaps, and its median cost."""

    reference: Frames
    recording: Frames
    path: Path
    raw_cost: float


def first(reference: Power, recording: Power) -> First:
    """Find the path through two signals by their cepstra, without leaving anything out."""
    reference, recording = alike(reference, recording)
    rough = [unit(cepstra(coarse(power, _COARSER))) for power in (reference, recording)]
    diagonal = np.linspace(0, len(rough[1]) - 1, len(rough[0])).astype(np.int64)
    path = warp(rough[0], rough[1], diagonal, _frames(300, _COARSER), _NEVER)
    plain = cepstra(reference), cepstra(recording)
    ours, theirs = unit(plain[0]), unit(plain[1])
    finer = np.repeat(centre(path, len(rough[0])), _COARSER) * _COARSER + _COARSER // 2
    around = np.pad(finer, (0, max(0, len(ours) - len(finer))), mode="edge")[: len(ours)]
    path = warp(ours, theirs, around, _frames(4), _NEVER)
    return First(
        reference=plain[0], recording=plain[1], path=path, raw_cost=float(np.median(costs(ours, theirs, path)))
    )


def adapted(begun: First) -> Match:
    """Refine a first path: learn what the two voices have in common, and leave out what only one signal has."""
    pairs, around = begun.path, begun.path
    reference, recording = unit(begun.reference), unit(begun.recording)
    for reach_s in (45, 15):
        if len(pairs.reference) >= _FEWEST_PAIRS:
            learned = adaptation.fit(begun.reference, begun.recording, pairs)
            reference = adaptation.project(begun.reference, learned.reference)
            recording = adaptation.project(begun.recording, learned.recording)
        gaps = _gaps(reference, recording, pairs)
        around = warp(reference, recording, centre(around, len(reference)), _frames(reach_s), gaps)
        pairs = _better(around, costs(reference, recording, around))
    return Match(reference=reference, recording=recording, path=around, gaps=gaps, raw_cost=begun.raw_cost)


def centre(path: Path, rows: int) -> Places:
    """Return, for each frame of the reference, the recording's frame in the middle of those that it is paired with."""
    count = np.bincount(path.reference, minlength=rows)
    total = np.bincount(path.reference, weights=path.recording, minlength=rows)
    paired = np.flatnonzero(count)
    if not len(paired):
        return np.zeros(rows, np.int64)
    return np.interp(np.arange(rows), paired, total[paired] / count[paired]).astype(np.int64)


def costs(reference: Frames, recording: Frames, path: Path) -> NDArray[np.float32]:
    """Return the cost of each pair of a path."""
    return np.asarray(1 - np.einsum("ij,ij->i", reference[path.reference], recording[path.recording]), np.float32)


def _gaps(reference: Frames, recording: Frames, pairs: Path) -> Gaps:
    """Return the price of leaving out: half way between what pairs cost and what chance does."""
    matched = float(np.median(costs(reference, recording, pairs)))
    shifted = Path(reference=pairs.reference, recording=np.roll(pairs.recording, len(pairs.recording) // 2))
    frame = (matched + float(np.mean(costs(reference, recording, shifted)))) / 2
    return Gaps(frame=frame, opening=_OPENING_FRAMES * frame, holding=_HOLDING)


def _better(path: Path, cost: NDArray[np.float32]) -> Path:
    """Return a path without its worst pairs."""
    if not len(cost):
        return path
    kept = cost <= np.quantile(cost, 1 - _WORST)
    return Path(reference=path.reference[kept], recording=path.recording[kept])


def _frames(seconds: float, coarser: int = 1) -> int:
    return round(seconds * 1000 / (FRAME_MS * coarser))
