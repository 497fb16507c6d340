"""Telling when a translation looks wrong: small models loop, stop early, run on, or copy what they do not know.

The thresholds were set on the embedded model's output for a 96-minute episode so that what they report is worth a look;
they are deliberately loose, since a retry costs time and a false doubt costs a reviewer's.
"""

import re
from itertools import pairwise

from translate.translation import Doubt

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_LONGEST_LOOP = 8
"""The most words of a loop that is looked for."""


def doubts(source: str, target: str) -> tuple[Doubt, ...]:
    """Return why a translation looks wrong; an empty tuple when nothing does. `source` and `target` are plain texts."""
    said, written = _WORD.findall(source.lower()), _WORD.findall(target.lower())
    if not said:
        return ()
    if not written:
        return (Doubt.EMPTY,)
    found = (
        (Doubt.REPETITION, _longest_run(written) > max(2, _longest_run(said) + 1)),
        (Doubt.LENGTH_RATIO, _odd_length(source, target, len(said), len(written))),
        (Doubt.UNTRANSLATED, _is_copied(said, written)),
    )
    return tuple(doubt for doubt, holds in found if holds)


def _longest_run(words: list[str]) -> int:
    """Return how many times in a row the most repeated stretch of words stands (1 where nothing repeats)."""
    longest = 1
    for size in range(1, min(_LONGEST_LOOP, len(words) // 2) + 1):
        same = 0
        for here, there in zip(words, words[size:], strict=False):
            same = same + 1 if here == there else 0
            longest = max(longest, same // size + 1)
    return longest


def _odd_length(source: str, target: str, said: int, written: int) -> bool:
    """Say whether the target is far longer or shorter than the source: counting words where it is short."""
    if said <= 4:
        return written > 3 * said + 4
    ratio = len(target) / len(source)
    return ratio < 0.4 or ratio > 2.0


def _is_copied(said: list[str], written: list[str]) -> bool:
    """Say whether most of the target stands in the source in pairs of words (names and terms do so one by one)."""
    if len(written) < 4:
        return False
    pairs = set(pairwise(said))
    copied = sum(pair in pairs for pair in pairwise(written))
    return copied > 0.5 * (len(written) - 1)
