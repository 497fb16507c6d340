"""Learning what two voices have in common, from a first alignment of them.

The reference is a machine's voice and sounds unlike the speakers. Canonical correlation analysis (Hotelling 1936) finds
the projections of both signals that agree best along a path: what is left is what was said, less of who said it.
Frames are taken with their neighbours, so that transitions count.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from translate.align.spectrum import CEPSTRA, Frames, unit
from translate.align.warping import Path

CONTEXT = 5
"""Frames on either side that are taken along."""
DIMENSIONS = 24
PARAMETERS = 2 * (2 * CONTEXT + 1) * CEPSTRA
"""The numbers that describe a pair of frames."""
_RIDGE = 1e-3
_BATCH = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """The projections of the two signals, a matrix per offset (-5 to 5), weighted by the root of the correlation."""

    reference: NDArray[np.float32]
    recording: NDArray[np.float32]


def fit(reference: Frames, recording: Frames, path: Path) -> Adaptation:
    """Return the projections under which the frames that a path pairs are most alike."""
    size = (2 * CONTEXT + 1) * reference.shape[1]
    moments = np.zeros((2 * size, 2 * size))
    total = np.zeros(2 * size)
    for first in range(0, len(path.reference), _BATCH):
        part = slice(first, first + _BATCH)
        both = np.hstack([_stacked(reference, path.reference[part]), _stacked(recording, path.recording[part])])
        moments += both.T @ both
        total += both.sum(axis=0)
    count = max(1, len(path.reference))
    covariance = moments / count - np.outer(total, total) / count**2
    ours, theirs = (_whitening(covariance[part, part]) for part in (slice(size), slice(size, None)))
    left, correlation, right = np.linalg.svd(ours.T @ covariance[:size, size:] @ theirs)
    weight = np.sqrt(np.clip(correlation[:DIMENSIONS], 0, 1))
    shape = (2 * CONTEXT + 1, reference.shape[1], len(weight))
    return Adaptation(
        reference=(ours @ left[:, : len(weight)] * weight).reshape(shape).astype(np.float32),
        recording=(theirs @ right[: len(weight)].T * weight).reshape(shape).astype(np.float32),
    )


def project(frames: Frames, projection: NDArray[np.float32]) -> Frames:
    """Return frames in the adapted space, of length 1."""
    padded = np.pad(frames, ((CONTEXT, CONTEXT), (0, 0)), mode="edge")
    projected = np.zeros((len(frames), projection.shape[2]), np.float32)
    for offset, matrix in enumerate(projection):
        projected += padded[offset : offset + len(frames)] @ matrix
    return unit(projected - projected.mean(axis=0))


def _stacked(frames: Frames, at: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the frames at places, each with its neighbours in one row."""
    offsets = np.arange(-CONTEXT, CONTEXT + 1)
    rows = np.clip(at[:, None] + offsets[None, :], 0, len(frames) - 1)
    return np.asarray(frames[rows].reshape(len(at), -1), np.float64)


def _whitening(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the matrix that makes a covariance the identity; a ridge keeps directions that barely vary out of it."""
    size = len(covariance)
    ridge = _RIDGE * max(float(np.trace(covariance)) / size, 1e-9)
    return np.asarray(np.linalg.inv(np.linalg.cholesky(covariance + ridge * np.eye(size))).T)
