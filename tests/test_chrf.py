"""chrF is sacrebleu's."""

import sacrebleu
from hypothesis import example, given, settings
from hypothesis import strategies as st

from translate.chrf import chrf

TEXTS = st.text("abé '.", max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
@example([("", "the node")])
@example([("the node", "")])
@example([("The worker node fails.", "The node failed."), ("Yes.", "Yes, it did.")])
def test_chrf_is_sacrebleus(pairs: list[tuple[str, str]]) -> None:
    hypotheses, references = [ours for ours, _ in pairs], [theirs for _, theirs in pairs]
    expected = sacrebleu.corpus_chrf(hypotheses, [references]).score
    assert abs(chrf(hypotheses, references) - expected) < 1e-9


def test_a_text_is_its_own_best_reference() -> None:
    assert chrf(["The node fails."], ["The node fails."]) == 100
