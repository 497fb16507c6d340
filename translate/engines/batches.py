"""Cutting a call into batches: a pure function of the lengths, so that equal calls make equal batches.

A batch's padding is lost work, so requests are sorted by length; and a batch's limit on the target's length should be a
function of the sentence, not of its neighbours, so requests are put into classes of similar length first and a batch
never mixes two classes. The longest go first: the last batches to finish are then short ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

_CLASS_TOKENS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Requests that are translated together: their `indices` in the call and the most target tokens of each."""

    indices: tuple[int, ...]
    max_target: int


def target_limit(length: int, positions: int) -> int:
    """Return the most target tokens for a source of `length` tokens: twice its class and 20, within the positions."""
    return min(2 * _length_class(length) + 20, positions - 1)


def _length_class(length: int) -> int:
    """Return a length rounded up to its class."""
    return -(-length // _CLASS_TOKENS) * _CLASS_TOKENS


def cut_batches(lengths: Sequence[int], *, size: int, positions: int) -> tuple[Batch, ...]:
    """Cut sources of the given lengths, in tokens, into batches of at most `size`; empty sources are in none."""
    order = sorted(
        (index for index, length in enumerate(lengths) if length), key=lambda index: (-lengths[index], index)
    )
    batches: list[Batch] = []
    start = 0
    while start < len(order):
        kind = _length_class(lengths[order[start]])
        end = start
        while end < len(order) and end - start < size and _length_class(lengths[order[end]]) == kind:
            end += 1
        batches.append(Batch(indices=tuple(order[start:end]), max_target=target_limit(kind, positions)))
        start = end
    return tuple(batches)


def halves(batch: Batch) -> tuple[Batch, Batch]:
    """Return the halves of a batch of two or more, with the same limit on the target."""
    middle = len(batch.indices) // 2
    return replace(batch, indices=batch.indices[:middle]), replace(batch, indices=batch.indices[middle:])
