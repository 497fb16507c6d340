"""Answers with alternatives, and requests with a prefix, survive being kept."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import answers
from translate.answers import Maker
from translate.engine import Hypothesis, Rendering, Request

MAKER = Maker(engine="e", decoding="d", source="fr", target="en")
PLAIN = st.builds(
    Hypothesis,
    text=st.text(max_size=5),
    score=st.floats(-9, 0),
    renderings=st.just((Rendering(term=0, start=0, end=1),)),
)


@settings(max_examples=30)
@given(PLAIN, st.lists(PLAIN, max_size=3), st.booleans())
def test_an_answer_is_read_as_it_was_written(best: Hypothesis, others: list[Hypothesis], halved: bool) -> None:
    whole = replace(best, alternatives=tuple(others), halved=halved)
    assert answers.hypothesis(answers.answer(whole)) == whole


def test_a_prefix_makes_another_question() -> None:
    keys = {answers.key(MAKER, [Request(text="Oui.", prefix=prefix)]) for prefix in ("", "Yes", "Yeah")}
    assert len(keys) == 3


@pytest.mark.parametrize("more", ["[]", "false", "1", "true,true"])
def test_more_than_alternatives_and_whether_it_was_halved_is_no_answer(more: str) -> None:
    with pytest.raises(ValueError, match="alternatives"):
        answers.hypothesis(f'["a",0.0,[],[],[],{more}]')


def test_what_was_not_halved_is_written_as_it_always_was() -> None:
    assert answers.answer(Hypothesis(text="a", score=0.0)) == '["a",0.0,[],[]]'
