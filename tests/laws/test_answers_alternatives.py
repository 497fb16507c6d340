"""Answers with alternatives, and requests with a prefix, survive being kept."""

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
@given(PLAIN, st.lists(PLAIN, max_size=3))
def test_an_answer_is_read_as_it_was_written(best: Hypothesis, others: list[Hypothesis]) -> None:
    whole = Hypothesis(text=best.text, score=best.score, renderings=best.renderings, alternatives=tuple(others))
    assert answers.hypothesis(answers.answer(whole)) == whole


def test_a_prefix_makes_another_question() -> None:
    keys = {answers.key(MAKER, [Request(text="Oui.", prefix=prefix)]) for prefix in ("", "Yes", "Yeah")}
    assert len(keys) == 3


def test_more_than_alternatives_is_no_answer() -> None:
    with pytest.raises(ValueError, match="alternatives"):
        answers.hypothesis('["a",0.0,[],[],[],[]]')
