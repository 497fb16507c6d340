"""From files of pairs to packed examples: what a training run reads.

The work folder holds `vocabulary/` and, for each copy, `mainN.npz` and `finalN.npz`: the same pairs, each copy marked,
joined and flattened anew.
"""

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from scripts.training.augment import Mixture, augment
from scripts.training.packed import Packed, joined, pack
from scripts.training.pairs import Copies, Pair
from scripts.training.vocabulary import Vocabulary, copy_vocabulary, train_vocabulary
from translate.errors import InputError

VOCABULARY = "vocabulary"
"""The folder of the vocabulary inside a work folder."""

_RUN = 64  # neighbours that stay together, so that what is joined is a context
_CHUNK = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """How to prepare: `longest` is a limit in tokens, `copies` are made of either phase."""

    mixture: Mixture = field(default_factory=Mixture)
    copies: int = 3
    longest: int = 200
    processes: int = 1
    seed: int = 7


def prepare_vocabulary(work: Path, pairs: Sequence[Pair], *, size: int, threads: int, given: Path | None) -> Vocabulary:
    """Return a work folder's vocabulary: the one that is there, else a copy of a given one, else a new one."""
    folder = work / VOCABULARY
    if not (folder / "vocab.json").is_file():
        if given is not None:
            copy_vocabulary(given, folder)
        else:
            texts = (text for pair in pairs for text in (pair.source, pair.target))
            train_vocabulary(islice(texts, 2_000_000), folder, size=size, threads=threads)
    return Vocabulary(folder)


def prepare(
    work: Path,
    files: Mapping[str, Sequence[Pair]],
    copies: Mapping[str, Copies],
    options: Preparation,
    tell: Callable[[str], None],
) -> None:
    """Write the packed examples of both phases; the work folder has its vocabulary already."""
    folder = work / VOCABULARY
    if not Vocabulary(folder).inline_terms:
        options = replace(options, mixture=replace(options.mixture, marked=0.0))
    chance = random.Random(options.seed)  # noqa: S311  # no secret
    for phase in ("main", "final"):
        for number in range(options.copies):
            chunks = _chunks(_mixed(files, copies, phase, chance), chance)
            packed = joined(_packed(folder, chunks, options))
            packed.save(work / f"{phase}{number}.npz")
            tell(
                f"{phase}{number}: {len(packed.source_lengths)} examples, {len(packed.source)} source and "
                f"{len(packed.target)} target tokens, {len(packed.links)} links"
            )


def phase_files(work: Path, phase: str) -> tuple[Path, ...]:
    """Return the packed examples of a phase, `main` or `final`; raises `InputError` when there are none."""
    files = tuple(sorted(path for path in work.glob(f"{phase}*.npz") if not path.name.endswith(".part.npz")))
    if not files:
        raise InputError(f"there is no {phase}0.npz", where=str(work), mend="Write it with `scripts/train prepare`.")
    return files


def _mixed(
    files: Mapping[str, Sequence[Pair]], copies: Mapping[str, Copies], phase: str, chance: random.Random
) -> list[Sequence[Pair]]:
    """Return runs of neighbouring pairs, each file in its number of copies, shuffled."""
    runs: list[Sequence[Pair]] = []
    for name, pairs in files.items():
        wanted = getattr(copies.get(name, Copies()), phase)
        for copy in range(math.ceil(wanted)):
            share = min(1.0, wanted - copy)
            parts = (pairs[start : start + _RUN] for start in range(0, len(pairs), _RUN))
            runs += [part for part in parts if share >= 1 or chance.random() < share]
    chance.shuffle(runs)
    return runs


def _chunks(runs: Sequence[Sequence[Pair]], chance: random.Random) -> Iterator[tuple[list[Pair], int]]:
    """Yield the pairs of runs in large groups, each with a seed."""
    group: list[Pair] = []
    for run in runs:
        group += run
        if len(group) >= _CHUNK:
            yield group, chance.randrange(1 << 30)
            group = []
    if group:
        yield group, chance.randrange(1 << 30)


def _packed(folder: Path, chunks: Iterator[tuple[list[Pair], int]], options: Preparation) -> list[Packed]:
    tasks = [(folder, pairs, seed, options) for pairs, seed in chunks]
    if not tasks:
        raise InputError("the weights leave no pair for a phase", where=str(folder.parent), mend="Mend WEIGHTS.tsv.")
    if options.processes == 1 or len(tasks) == 1:
        return [_pack_chunk(task) for task in tasks]
    with ProcessPoolExecutor(options.processes) as pool:
        return list(pool.map(_pack_chunk, tasks))


def _pack_chunk(task: tuple[Path, list[Pair], int, Preparation]) -> Packed:
    folder, pairs, seed, options = task
    return pack(augment(pairs, seed=seed, mixture=options.mixture), Vocabulary(folder), longest=options.longest)
