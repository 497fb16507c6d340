"""A checkpoint's own word links: where head 0 looks while a given translation is said to it (teacher forcing)."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from scripts.training.export import read_shape, read_weights
from scripts.training.network import Network, start_of
from scripts.training.pairs import Pair, WordLink
from scripts.training.vocabulary import Vocabulary, words_of

SURE = 0.4
"""The least weight of a link to train on: a wrong link costs more than a missing one."""

_LONGEST = 250


def read_network(folder: Path, *, dropout: float = 0.0) -> Network:
    """Read a checkpoint as a network; raises `EngineError` when it cannot be."""
    _, shape = read_shape(folder)
    weights, bias = read_weights(folder)
    network = Network(shape, dropout=dropout)
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    network.bias = torch.from_numpy(bias)
    return network


@torch.inference_mode()
def link_pairs(network: Network, vocabulary: Vocabulary, pairs: Sequence[Pair], *, least: float) -> tuple[Pair, ...]:
    """Return the pairs with the links that the network gives a weight of `least` or more, at most one a target piece.

    A pair whose pieces show other words than its text gets none.
    """
    network.eval()
    sources = vocabulary.pieces([" ".join(pair.source.split()) for pair in pairs], "source")
    targets = vocabulary.pieces([" ".join(pair.target.split()) for pair in pairs], "target")
    return tuple(
        replace(pair, links=_links(network, vocabulary, pair, pieces, least))
        for pair, pieces in zip(pairs, zip(sources, targets, strict=True), strict=True)
    )


def _links(
    network: Network, vocabulary: Vocabulary, pair: Pair, pieces: tuple[list[str], list[str]], least: float
) -> tuple[WordLink, ...]:
    source, target = pieces
    if not source or not target or max(len(source), len(target)) >= _LONGEST:
        return ()
    source_words, target_words = words_of(source), words_of(target)
    if (source_words[-1] + 1, target_words[-1] + 1) != (len(pair.source.split()), len(pair.target.split())):
        return ()
    ids = torch.tensor([[*vocabulary.ids(source), vocabulary.end]])
    said = torch.tensor([[*vocabulary.ids(target), vocabulary.end]])
    _, first = network(ids, start_of(said, vocabulary.pad))
    weights, places = first[0, : len(target), : len(source)].max(-1)
    sure = [piece for piece, weight in enumerate(weights.tolist()) if weight >= least]
    return tuple(sorted({(source_words[int(places[piece])], target_words[piece]) for piece in sure}))
