"""Constrained beam search: against brute force, and within a narrow beam."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from translate.engines.constrained import Chances, Found, Search, Tokens

END = 0
TOKENS = range(1, 5)
LIMIT = 4

PHRASES = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=2).map(tuple)
CONSTRAINTS = st.lists(st.lists(PHRASES, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple)


def random_model(seed: int) -> Chances:
    """Return a model whose chances depend on the last two tokens, at random."""
    table = np.random.default_rng(seed).normal(0, 2, (5, 5, 5))

    def chances(begun: Sequence[Tokens]) -> NDArray[np.floating]:
        rows = np.stack([table[(0, 0, *tokens)[-2], (0, 0, *tokens)[-1]] for tokens in begun])
        return np.asarray(rows - np.log(np.exp(rows).sum(-1, keepdims=True)))

    return chances


def all_answers(chances: Chances) -> Iterator[Found]:
    """Yield every answer within the limit and its score."""
    for length in range(LIMIT):
        for tokens in product(TOKENS, repeat=length):
            total = sum(chances([tokens[:at]])[0, token] for at, token in enumerate((*tokens, END)))
            yield Found(tokens=tokens, score=float(total) / (length + 1))


def holds(tokens: Tokens, constraints: Sequence[Sequence[Tokens]]) -> bool:
    """Say whether tokens hold an option of every constraint, none sharing a token, in any order."""
    if not constraints:
        return True
    return any(
        holds((*tokens[:at], -1, *tokens[at + len(option) :]), [*constraints[:number], *constraints[number + 1 :]])
        for number, options in enumerate(constraints)
        for option in options
        for at in range(len(tokens) - len(option) + 1)
        if tokens[at : at + len(option)] == option
    )


@st.composite
def distinct(draw: st.DrawFn) -> tuple[tuple[Tokens, ...], ...]:
    """Draw constraints that share no token: to read those from left to right is to read them in every way."""
    order = draw(st.permutations(TOKENS))
    first, second = sorted(draw(st.tuples(st.integers(0, 2), st.integers(0, 3))))
    return tuple((tuple(part),) for part in (order[:first], order[first:second]) if part)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), distinct())
def test_a_wide_beam_finds_what_brute_force_finds(seed: int, constraints: tuple[tuple[Tokens, ...], ...]) -> None:
    chances = random_model(seed)
    best = max(
        (found for found in all_answers(chances) if holds(found.tokens, constraints)), key=lambda found: found.score
    )
    found = Search(constraints=constraints, end=END, beam=5**LIMIT, limit=LIMIT).run(chances)
    assert found[0].score == pytest.approx(best.score)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1000), CONSTRAINTS, st.integers(1, 4))
def test_a_narrow_beam_still_holds_every_constraint(
    seed: int, constraints: tuple[tuple[Tokens, ...], ...], beam: int
) -> None:
    found = Search(constraints=constraints, end=END, beam=beam, limit=12).run(random_model(seed))
    assert found
    assert all(holds(one.tokens, constraints) for one in found)
    assert len(set(found)) == len(found)
    assert list(found) == sorted(found, key=lambda one: -one.score)


def test_what_goes_on_with_a_word_never_follows_a_constraint() -> None:
    def chances(begun: Sequence[Tokens]) -> NDArray[np.floating]:
        return np.asarray(np.log(np.tile([0.1, 0.1, 0.6, 0.1, 0.1], (len(begun), 1))))

    search = Search(constraints=(((1,),),), end=END, beam=4, limit=6, joining=frozenset({2}))
    tokens = search.run(chances)[0].tokens
    assert (1, 2) not in pairwise(tokens)


def test_an_option_with_a_capital_only_begins_an_answer() -> None:
    def chances(begun: Sequence[Tokens]) -> NDArray[np.floating]:
        return np.asarray(np.log(np.tile([0.1, 0.1, 0.2, 0.5, 0.1], (len(begun), 1))))

    search = Search(constraints=(((1,), (2,)),), end=END, beam=4, limit=6, opening=frozenset({(0, 1)}))
    found = search.run(chances)
    assert any(one.tokens[0] == 2 for one in found)
    assert all(1 in one.tokens or one.tokens[0] == 2 for one in found)


def test_there_is_no_answer_within_too_small_a_limit() -> None:
    assert Search(constraints=(((1, 2, 3),),), end=END, beam=4, limit=3).run(random_model(1)) == ()


@pytest.mark.torch
def test_it_finds_what_brute_force_finds_with_a_real_network() -> None:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(5)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the network is tiny: threads would only wait for each other
    config = transformers.MarianConfig(
        vocab_size=6, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16, max_position_embeddings=16, pad_token_id=5,
        eos_token_id=END, decoder_start_token_id=5, init_std=2.0, forced_eos_token_id=None,
    )  # fmt: skip
    network = transformers.MarianMTModel(config).eval()
    source = torch.tensor([[1, 2, 3, END]])

    def chances(begun: Sequence[Tokens]) -> NDArray[np.floating]:
        answers = torch.tensor([[5, *tokens] for tokens in begun])
        with torch.inference_mode():
            logits = network(input_ids=source.expand(len(begun), -1), decoder_input_ids=answers).logits[:, -1].clone()
            logits[:, 5] = -torch.inf
            rows: NDArray[np.floating] = logits.log_softmax(-1).double().numpy()
        return rows

    every = list(all_answers(chances))
    for constraints in ((((3, 1),),), (((2,),), ((4,),)), (((1, 4),), ((3,),)), ()):
        valid = [found for found in every if holds(found.tokens, constraints)]
        found = Search(constraints=constraints, end=END, beam=5**LIMIT, limit=LIMIT).run(chances)
        assert found[0].tokens == max(valid, key=lambda each: each.score).tokens
    torch.set_num_threads(threads)
