"""The scorer, tested by mutation: each fault of a term must be noticed, and no change that is none may be.

The sentences are labelled ones with their translations, several terms in each, and for every entry of the shipped
glossary one around it; all of them are right as they stand.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from translate.glossary import Glossary, Term, read, shipped
from translate.languages.spelling import fold
from translate.pairs import both_sides
from translate.scoring import Judged, Pair, Verdict, score

LABELLED = Path(__file__).parent / "labels" / "translations.tsv"
FRAMES = (
    ("Hier on a parlé de {} avec Solène.", "Yesterday we talked about {} with Solène."),
    ("{}, ça change tout pour nous.", "{} changes everything for us."),
)


@cache
def glossary() -> Glossary:
    """Return the shipped glossary."""
    return read(shipped())


def labelled() -> tuple[Pair, ...]:
    """Return the labelled sentences and their translations."""
    pairs = both_sides(LABELLED.read_bytes(), name=LABELLED.name)
    assert pairs is not None
    return pairs


def framed() -> tuple[Pair, ...]:
    """Return a sentence around every entry but verbs."""
    entries = [term for term in glossary().terms if term.pos != "verb"]
    frames = [FRAMES[at % len(FRAMES)] for at in range(len(entries))]
    return tuple(
        Pair(source=source.format(term.source), target=opened(target.format(term.target)))
        for (source, target), term in zip(frames, entries, strict=True)
    )


def opened(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Pairs that are right, and of each at most one term that is to be changed."""

    pairs: tuple[Pair, ...]
    chosen: dict[int, Judged]

    def faulty(self, change: Callable[[Pair, Judged], str | None]) -> tuple[int, int]:
        """Return how many targets were changed, and how many of them have a hit that was not found."""
        changed = {at: new for at, one in self.chosen.items() if (new := change(self.pairs[at], one)) is not None}
        pairs = [replace(pair, target=changed.get(at, pair.target)) for at, pair in enumerate(self.pairs)]
        seen = {one.pair for one in score(pairs, glossary()).judged if one.verdict is not Verdict.FOUND}
        return len(changed), len(seen & changed.keys())


@cache
def rounds() -> tuple[Round, ...]:
    """Return rounds in which every term of every pair that is right is chosen once.

    All pairs stay in each, since neighbours lend each other context.
    """
    made = []
    for pairs in (labelled(), framed()):
        by_pair = {at: list(group) for at, group in groupby(score(pairs, glossary()).judged, key=lambda one: one.pair)}
        right = [group for group in by_pair.values() if all(one.verdict is Verdict.FOUND for one in group)]
        for number in range(max(map(len, right))):
            chosen = {group[number].pair: group[number] for group in right if number < len(group)}
            made.append(Round(pairs=pairs, chosen=chosen))
    return tuple(made)


def rate(change: Callable[[Pair, Judged], str | None]) -> float:
    """Return the share of changed targets with a hit that was not found."""
    counts = [each.faulty(change) for each in rounds()]
    changed = sum(number for number, _ in counts)
    assert changed > 50
    return sum(faulty for _, faulty in counts) / changed


def put(pair: Pair, one: Judged, new: str | None) -> str | None:
    return None if new is None else pair.target[: one.start] + new + pair.target[one.end :]


def accepted(term: Term) -> set[str]:
    return {fold(each) for each in (term.target, *term.allowed)}


def in_french(_: Pair, one: Judged) -> str | None:
    words = {fold(one.hit.form), fold(one.hit.term.source)}
    return None if words & accepted(one.hit.term) else one.hit.form


def forbidden(_: Pair, one: Judged) -> str | None:
    return next(iter(one.hit.term.forbidden), None)


def anothers(pair: Pair, one: Judged) -> str:
    own = accepted(one.hit.term)
    strange = [term.target for term in glossary().terms if not any(each in fold(term.target) for each in own)]
    return random.Random(pair.target).choice(strange)  # noqa: S311  # a test, no secret


def mangled(pair: Pair, one: Judged) -> str:
    rendering = pair.target[one.start : one.end]
    letters = [at for at, letter in enumerate(rendering) if letter.isalnum()]
    at = random.Random(pair.target).choice(letters[:-1] or letters)  # noqa: S311  # a last letter may be an ending
    return rendering[:at] + ("q" if rendering[at].lower() != "q" else "z") + rendering[at + 1 :]


FAULTS: dict[str, Callable[[Pair, Judged], str | None]] = {
    "dropped": lambda *_: "it",
    "left in French": in_french,
    "forbidden": forbidden,
    "another's": anothers,
    "mangled": mangled,
}
SYNONYMS = {
    "because": "since", "big": "huge", "but": "yet", "changes": "transforms", "everybody": "everyone",
    "everything": "all of it", "have": "possess", "makes": "renders", "nobody": "no one", "old": "ancient",
    "people": "folks", "really": "truly", "said": "told me", "talked about": "discussed", "the": "that",
    "very": "quite", "we": "they", "with": "alongside", "without": "lacking", "you": "one",
}  # fmt: skip
WORDS = re.compile(rf"\b(?:{'|'.join(SYNONYMS)})\b")


def reworded(pair: Pair, one: Judged) -> str:
    """Put synonyms for what stands outside the term; other terms have none of these words for themselves."""
    parts = (pair.target[: one.start], pair.target[one.end :])
    before, after = (WORDS.sub(lambda word: SYNONYMS[word[0]], part) for part in parts)
    return before + pair.target[one.start : one.end] + after


def alternative(pair: Pair, one: Judged) -> str | None:
    other = next((each for each in one.hit.term.allowed if each != one.hit.term.target), None)
    return put(pair, one, other if one.start or other is None else opened(other))


def first(pair: Pair, one: Judged) -> str:
    rest = pair.target[: one.start] + pair.target[one.end :]
    return f"{opened(pair.target[one.start : one.end])}, {rest}"


HARMLESS: dict[str, Callable[[Pair, Judged], str | None]] = {
    "synonyms": reworded,
    "punctuation": lambda pair, _: re.sub(r"[.?](?!\w)", "!", pair.target).replace(", ", " – "),
    "quotes": lambda pair, one: put(pair, one, f"“{pair.target[one.start : one.end]}”"),
    "case at the start": first,
    "an allowed alternative": alternative,
}


def test_the_labelled_sentences_are_right_and_many() -> None:
    chosen: Sequence[int] = [len(each.chosen) for each in rounds()]
    assert sum(chosen) > 800
    judged = score(labelled(), glossary()).judged
    assert sum(one.verdict is Verdict.FOUND for one in judged) >= 0.98 * len(judged)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_mutated_term_is_noticed(fault: str) -> None:
    assert rate(lambda pair, one: put(pair, one, FAULTS[fault](pair, one))) >= 0.98


@pytest.mark.parametrize("change", HARMLESS)
def test_what_is_no_fault_raises_no_alarm(change: str) -> None:
    assert rate(HARMLESS[change]) <= 0.02
