"""Laws of pieces: their places tile the text, and they spell it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.engines.checkpoints import EMBEDDED
from translate.engines.pieces import Pieces

PIECES = Pieces(EMBEDDED / "source.spm")
TEXT = st.text(st.sampled_from("abcdeéèœ ’'…½ﬁ🎉\u0301\u00a0,.!?⟦⇒⟧"), max_size=40)


@given(TEXT)
def test_places_are_in_order_inside_the_text_and_leave_out_only_space(text: str) -> None:
    pieces = PIECES.encode(text)
    places = [(piece.start, piece.end) for piece in pieces]
    assert places == sorted(places)
    covered = {position for start, end in places for position in range(start, end)}
    assert all(text[position].isspace() for position in range(len(text)) if position not in covered)
    assert PIECES.count(text) == len(pieces)


@given(st.lists(st.sampled_from("abc école nœud Kubernetes l'équipe été ça 42".split()), min_size=1, max_size=8))
def test_pieces_spell_the_text_again(words: list[str]) -> None:
    """True of texts that sentencepiece does not normalise; the spans of the answer spell its pieces."""
    text = " ".join(words)
    answer, pieces = PIECES.decode([piece.text for piece in PIECES.encode(text)])
    assert answer == text
    assert "".join(answer[piece.start : piece.end] for piece in pieces) == text


@pytest.mark.parametrize("pieces", [[], ["<0xF0>"], ["▁"], ["<unk>"], ["notapiece▁of", "▁the"]])
def test_any_list_of_pieces_can_be_read(pieces: list[str]) -> None:
    answer, read = PIECES.decode(pieces)
    assert "▁" not in answer
    assert len(read) == len(pieces)
