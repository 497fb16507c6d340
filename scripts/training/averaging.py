"""The mean of checkpoints of one training: better than each of them where its learning rate still moved the weights.

After Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization" (UAI 2018).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from scripts.training.export import read_shape, read_weights, write_checkpoint
from translate.errors import UsageError


def average(folders: Sequence[Path], out: Path) -> None:
    """Write the checkpoint whose weights are the mean of those of others, with the vocabulary of the first.

    Raises `UsageError` where they differ in shape or vocabulary, `EngineError` where one cannot be read, and
    `OutputError` where `out` holds anything else.
    """
    checkpoint, shape = read_shape(folders[0])
    weights, bias = read_weights(folders[0])
    for folder in folders[1:]:
        other, its_shape = read_shape(folder)
        if its_shape != shape or other.vocabulary != checkpoint.vocabulary:
            what = f"it has another shape or vocabulary than {folders[0]}"
            raise UsageError(what, where=str(folder), mend="Name checkpoints of one training.")
        more, its_bias = read_weights(folder)
        weights = {name: array + more[name] for name, array in weights.items()}
        bias = bias + its_bias
    write_checkpoint(
        out,
        shape=shape,
        weights={name: np.divide(array, len(folders)) for name, array in weights.items()},
        bias=np.divide(bias, len(folders)),
        vocabulary=folders[0],
        languages=(checkpoint.source_language or "fr", checkpoint.target_language or "en"),
    )
