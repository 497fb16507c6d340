"""Training examples as token ids in flat arrays: small on disk, quick to cut into batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.training.augment import Example
from scripts.training.vocabulary import Vocabulary, words_of

IGNORED = -100
"""Stands for no token in a batch's targets."""

Flat = NDArray[np.uint16]
Counts = NDArray[np.uint32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Examples of like length: `source` padded with `<pad>`, `target` with `IGNORED`, both with their ends.

    `links` are rows of (example, target token, source token); there may be none.
    """

    source: Ids
    target: Ids
    links: Ids


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Packed:
    """Examples one after the other: tokens, and per example how many of them; links are (target, source) tokens."""

    source: Flat
    source_lengths: Counts
    target: Flat
    target_lengths: Counts
    links: Flat
    link_counts: Counts

    @classmethod
    def load(cls, path: Path) -> "Packed":
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            return cls(**{name: arrays[name] for name in cls.__slots__})

    def save(self, path: Path) -> None:
        """Write the arrays, whole or not at all."""
        part = path.with_suffix(".part.npz")
        np.savez(part, allow_pickle=False, **{name: getattr(self, name) for name in self.__slots__})
        part.replace(path)

    def batches(self, *, tokens: int, seed: Sequence[int], pad: int, end: int) -> Iterator[Batch]:
        """Yield all examples in batches of about `tokens` padded tokens a side; equal seeds give equal batches."""
        random = np.random.default_rng(seed)
        groups = self._groups(tokens, random)
        random.shuffle(groups)
        starts = [_starts(counts) for counts in (self.source_lengths, self.target_lengths, self.link_counts)]
        for group in groups:
            yield self._batch(group, starts, pad, end)

    def _groups(self, tokens: int, random: np.random.Generator) -> list[Ids]:
        """Return the examples' numbers in groups of like length."""
        source, target = self.source_lengths.astype(np.int64), self.target_lengths.astype(np.int64)
        order = np.lexsort((random.random(len(source)), source // 2, target // 2))
        longest = np.maximum(source, target)[order] + 1
        groups: list[Ids] = []
        start = width = 0
        for place, length in enumerate(longest):
            width = max(width, int(length))
            if width * (place - start + 1) > tokens and place > start:
                groups.append(order[start:place])
                start, width = place, int(length)
        return [*groups, order[start:]] if len(order) else groups

    def _batch(self, group: Ids, starts: Sequence[Ids], pad: int, end: int) -> Batch:
        source_starts, target_starts, link_starts = starts
        sources = [self.source[source_starts[k] : source_starts[k + 1]] for k in group]
        targets = [self.target[target_starts[k] : target_starts[k + 1]] for k in group]
        links = [np.empty((0, 3), np.int64)]
        for row, k in enumerate(group):
            found = self.links[link_starts[k] : link_starts[k + 1]].astype(np.int64)
            links.append(np.column_stack([np.full(len(found), row), found]))
        return Batch(
            source=_padded(sources, pad, end), target=_padded(targets, IGNORED, end), links=np.concatenate(links)
        )


def pack(examples: Sequence[Example], vocabulary: Vocabulary, *, longest: int) -> Packed:
    """Return examples as tokens; those with `longest` tokens or more on a side, or none, are left out."""
    sources = vocabulary.pieces([" ".join(example.source) for example in examples], "source")
    targets = vocabulary.pieces([" ".join(example.target) for example in examples], "target")
    kept = [
        (source, target, example)
        for source, target, example in zip(sources, targets, examples, strict=True)
        if 0 < len(source) < longest and 0 < len(target) < longest
    ]
    source_ids = [vocabulary.ids(source) for source, _, _ in kept]
    target_ids = [vocabulary.ids(target) for _, target, _ in kept]
    links = [piece_links(*one) for one in kept]
    return Packed(
        source=np.array([number for ids in source_ids for number in ids], np.uint16),
        source_lengths=np.array([len(ids) for ids in source_ids], np.uint32),
        target=np.array([number for ids in target_ids for number in ids], np.uint16),
        target_lengths=np.array([len(ids) for ids in target_ids], np.uint32),
        links=np.array([link for one in links for link in one], np.uint16).reshape(-1, 2),
        link_counts=np.array([len(one) for one in links], np.uint32),
    )


def joined(parts: Sequence[Packed]) -> Packed:
    """Return several packs as one."""
    return Packed(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Packed.__slots__})


def piece_links(source: Sequence[str], target: Sequence[str], example: Example) -> list[tuple[int, int]]:
    """Return an example's word links as (target piece, source piece); none where the pieces show other words."""
    if not example.links:
        return []
    source_words, target_words = words_of(source), words_of(target)
    if source_words[-1] + 1 != len(example.source) or target_words[-1] + 1 != len(example.target):
        return []
    sources_of: dict[int, set[int]] = {}
    for i, j in example.links:
        sources_of.setdefault(j, set()).add(i)
    pieces_of: dict[int, list[int]] = {}
    for piece, word in enumerate(source_words):
        pieces_of.setdefault(word, []).append(piece)
    return [
        (piece, other)
        for piece, word in enumerate(target_words)
        for i in sorted(sources_of.get(word, ()))
        for other in pieces_of.get(i, ())
    ]


def _starts(counts: Counts) -> Ids:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])


def _padded(rows: Sequence[Flat], filler: int, end: int) -> Ids:
    """Return rows of tokens as a matrix, each with its end."""
    matrix = np.full((len(rows), max(map(len, rows)) + 1), filler, np.int64)
    for place, row in enumerate(rows):
        matrix[place, : len(row)] = row
        matrix[place, len(row)] = end
    return matrix
