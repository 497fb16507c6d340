"""Laws of augmented examples: nothing but marks is added, and links stay true."""

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.training.augment import Example, Mixture, augment, flatten, mark_terms
from scripts.training.pairs import Pair
from translate.engines.marks import ARROW, CLOSE, MARKS, OPEN

INSIDE = f"[^{''.join(MARKS)}]+"

words = (
    st.text(alphabet="abcdéÉŒ' -,.«»⟦⇒⟧", min_size=1, max_size=6)
    .filter(lambda word: len(word.split()) == 1)
    .map(str.strip)
)


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Make a pair with links between words that are there."""
    source, target = (draw(st.lists(words, min_size=1, max_size=8)) for _ in range(2))
    links = draw(
        st.lists(st.tuples(st.integers(0, len(source) - 1), st.integers(0, len(target) - 1)), unique=True, max_size=8)
    )
    return Pair(source=" ".join(source), target=" ".join(target), links=tuple(links) or None)


def plain(words: tuple[str, ...], *, hints: bool) -> str:
    """Return words without marks and, of the source, without hints."""
    text = " ".join(words)
    return re.sub(f"[{OPEN}{CLOSE}]", "", re.sub(f"{ARROW}[^{CLOSE}]*{CLOSE}", CLOSE, text) if hints else text)


@given(st.lists(pairs(), max_size=6), st.integers(0, 1 << 20))
@settings(max_examples=60)
def test_without_strangers_only_marks_and_hints_are_added(made: list[Pair], seed: int) -> None:
    """Joined in order, unmarked again, the examples are the pairs; marks of the text itself became look-alikes."""
    examples = augment(made, seed=seed, mixture=Mixture(marked=0.8, joined=0.5, flattened=0, strangers=0))
    table = str.maketrans(dict(zip(MARKS, "[→]", strict=True)))
    for side in ("source", "target"):
        given_text = " ".join(" ".join(getattr(pair, side).split()) for pair in made).translate(table)
        got = " ".join(plain(getattr(one, side), hints=side == "source") for one in examples)
        assert got == given_text


@given(pairs(), st.integers(0, 1 << 20))
@settings(max_examples=60)
def test_as_many_terms_are_marked_on_either_side_and_they_are_linked(pair: Pair, seed: int) -> None:
    example = _example(pair)
    marked = mark_terms(example, _chance(seed), Mixture(strangers=0, lemmas=0))
    if marked is None:
        return
    source, target = (" ".join(side) for side in (marked.source, marked.target))
    hints = re.findall(f"{OPEN}{INSIDE}{ARROW}({INSIDE}){CLOSE}", source)
    renderings = re.findall(f"{OPEN}({INSIDE}){CLOSE}", target)
    assert 1 <= len(hints) <= 5
    assert sorted(hints) == sorted(renderings)


@given(pairs(), st.integers(0, 1 << 20))
@settings(max_examples=60)
def test_flattening_keeps_the_letters_and_links_every_word_to_what_it_was_linked_to(pair: Pair, seed: int) -> None:
    example = _example(pair)
    flat = flatten(example, _chance(seed))
    letters = [re.sub(r"[\W_]", "", " ".join(one.source).lower()) for one in (example, flat)]
    assert letters[0] == letters[1]
    assert flat.target == example.target
    for i, j in flat.links or ():
        origins = [old for old, other in example.links or () if other == j]
        assert any(flat.source[i].lower() in example.source[old].lower() for old in origins)


@given(st.lists(pairs(), max_size=6), st.integers(0, 1 << 20))
@settings(max_examples=40)
def test_links_stay_inside_their_example_and_equal_seeds_give_equal_examples(made: list[Pair], seed: int) -> None:
    examples = augment(made, seed=seed)
    assert examples == augment(made, seed=seed)
    for one in examples:
        assert all(i < len(one.source) and j < len(one.target) for i, j in one.links or ())


def _example(pair: Pair) -> Example:
    table = str.maketrans(dict(zip(MARKS, "[→]", strict=True)))
    source, target = (tuple(side.translate(table).split()) for side in (pair.source, pair.target))
    return Example(source=source, target=target, links=pair.links)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # no secret
