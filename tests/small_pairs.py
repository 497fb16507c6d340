"""Invented sentence pairs with exact links, for rehearsing a training in seconds."""

import lzma
from itertools import product
from pathlib import Path

_THINGS = "serveur=server nœud=node test=test dépôt=repository disque=disk client=client jeton=token verrou=lock"
_COLOURS = "rouge=red vert=green vieux=old neuf=new"
_VERBS = "reste=stays marche=works"

SOURCES_AND_TARGETS = tuple(
    (f"Le {thing} {colour} {verb} ici.", f"The {colour_en} {thing_en} {verb_en} here.")
    for (thing, thing_en), (colour, colour_en), (verb, verb_en) in product(
        *([word.split("=") for word in words.split()] for words in (_THINGS, _COLOURS, _VERBS))
    )
)
"""64 pairs: `Le serveur rouge reste ici.` and `The red server stays here.`"""

LINKS = "0-0 1-2 2-1 3-3 4-4"


def write_pairs(folder: Path) -> Path:
    """Write the pairs into a folder, in two files, one of them packed, with the weight of a third."""
    folder.mkdir()
    lines = [f"{source}\t{target}\t{LINKS}\n" for source, target in SOURCES_AND_TARGETS]
    (folder / "first.tsv").write_text("".join(lines[::2]), encoding="utf-8")
    with lzma.open(folder / "second.tsv.xz", "wt", encoding="utf-8") as stream:
        stream.writelines(lines[1::2])
    (folder / "WEIGHTS.tsv").write_text("# file, copies\nfirst.tsv\t1\t0.5\nsecond.tsv.xz\t2\n", encoding="utf-8")
    return folder
