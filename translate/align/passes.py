"""From two signals to a path, coarse to fine.

    160 ms, within 300 s of the diagonal ─► 40 ms, within 4 s ─► adapt, gaps, within 45 s ─► adapt anew, within 15 s

The first two passes compare cepstra, the other two what canonical correlation finds in common. All may leave out
stretches of either signal.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from translate.align import adaptation
from translate.align.spectrum import FRAME_MS, Frames, Power, alike, cepstra, coarse, unit
from translate.align.warping import Gaps, Path, Places, warp

_COARSER = 4
_WORST = 0.15
_STRETCH = 10_000 // FRAME_MS
_ROUGH_PRICE, _ROUGH_HOLDING = 0.75, 0.3
"""Of a frame left out while cepstra are compared as they are: those of the right text cost about 0.4, chance costs 1.
A lower price (0.6) leaves out whole minutes; without gaps an advertisement throws the path off by its length."""
_OPENING_FRAMES = 25.0
"""Opening a gap costs as much as this many frames left out: a second of them."""
_HOLDING = 0.5
"""What it costs more to hold one signal while the other goes on, which music invites to: of 0 to 0.5 the best tried."""
_HELD = 5
"""For how many frames one signal may be held while the other goes on and still be evidence; speech rates reach it."""
_FEWEST_PAIRS = 750
"""Pairs of frames (30 s) below which there is too little to learn from; cepstra are then compared as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two signals in the space where they are alike, the path between them, and the prices of leaving out.

    `unseen_cost` is the median cost of pairs under what was learned from others than these; None where the signals are
    too short to learn from.
    """

    reference: Frames
    recording: Frames
    path: Path
    gaps: Gaps
    unseen_cost: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The cepstra of two signals and the first path between them."""

    reference: Frames
    recording: Frames
    path: Path


def first(reference: Power, recording: Power) -> First:
    """Find the path through two signals by their cepstra."""
    reference, recording = alike(reference, recording)
    rough = [unit(cepstra(coarse(power, _COARSER))) for power in (reference, recording)]
    diagonal = np.linspace(0, len(rough[1]) - 1, len(rough[0])).astype(np.int64)
    path = warp(rough[0], rough[1], diagonal, _frames(300, _COARSER), _rough_gaps(_COARSER))
    plain = cepstra(reference), cepstra(recording)
    ours, theirs = unit(plain[0]), unit(plain[1])
    finer = np.repeat(centre(path, len(rough[0])), _COARSER) * _COARSER + _COARSER // 2
    around = np.pad(finer, (0, max(0, len(ours) - len(finer))), mode="edge")[: len(ours)]
    path = warp(ours, theirs, around, _frames(4), _rough_gaps(1))
    return First(reference=plain[0], recording=plain[1], path=path)


def adapted(begun: First) -> Match:
    """Refine a first path: learn what the two voices have in common, and leave out what only one signal has."""
    pairs, around = _unheld(begun.path), begun.path
    reference, recording = unit(begun.reference), unit(begun.recording)
    for reach_s in (45, 15):
        if len(pairs.reference) >= _FEWEST_PAIRS:
            learned = adaptation.fit(begun.reference, begun.recording, pairs)
            reference = adaptation.project(begun.reference, learned.reference)
            recording = adaptation.project(begun.recording, learned.recording)
        gaps = _gaps(reference, recording, pairs)
        around = warp(reference, recording, centre(around, len(reference)), _frames(reach_s), gaps)
        pairs = _unheld(around)
        pairs = _better(pairs, costs(reference, recording, pairs))
    return Match(
        reference=reference, recording=recording, path=around, gaps=gaps, unseen_cost=unseen_cost(begun, around)
    )


def unseen_cost(begun: First, path: Path) -> float | None:
    """Return the median cost of pairs under what is learned from others: each half of the path judges the other.

    Some adaptation can be found for any two signals; it holds for other pairs only where the text is the right one. The
    halves are interleaved stretches of 10 s.
    """
    path = _unheld(path)
    half = path.reference // _STRETCH % 2
    if len(path.reference) < _FEWEST_PAIRS or len(np.unique(half)) < 2:
        return None
    seen = []
    for judged in (0, 1):
        teacher, pupil = _where(path, half != judged), _where(path, half == judged)
        learned = adaptation.fit(begun.reference, begun.recording, teacher)
        reference = adaptation.project(begun.reference, learned.reference)
        recording = adaptation.project(begun.recording, learned.recording)
        seen.append(costs(reference, recording, pupil))
    return float(np.median(np.concatenate(seen)))


def highest_cost(pairs: int) -> float:
    """Return the unseen cost above which the text is another's: less is asked of short recordings, which teach less.

    On synthetic speech the right text costs 0.26-0.36 from three minutes on and 0.59 in loud noise (5 dB), another
    0.75-0.80; at twenty minutes 0.30 and 0.64; at one minute 0.52-0.67 and 0.89-0.93.
    """
    return min(0.75, 0.53 + 1.5 * adaptation.PARAMETERS / max(1, pairs))


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


def _rough_gaps(coarser: int) -> Gaps:
    """Return the prices before anything is adapted; opening a gap costs a second left out."""
    opening = _OPENING_FRAMES / coarser * _ROUGH_PRICE
    return Gaps(frame=_ROUGH_PRICE, opening=opening, holding=_ROUGH_HOLDING)


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
    return _where(path, cost <= np.quantile(cost, 1 - _WORST))


def _unheld(path: Path) -> Path:
    """Return a path without what a held frame repeats: minutes of silence beside one frame teach no more than one."""
    held = [np.arange(len(side)) - np.searchsorted(side, side) for side in (path.reference, path.recording)]
    return _where(path, np.maximum(*held) < _HELD)


def _where(path: Path, kept: NDArray[np.bool_]) -> Path:
    """Return the pairs of a path that are kept."""
    return Path(reference=path.reference[kept], recording=path.recording[kept])


def _frames(seconds: float, coarser: int = 1) -> int:
    return round(seconds * 1000 / (FRAME_MS * coarser))
