"""Laws of cutting turns into sentences."""

import re

from hypothesis import given
from hypothesis import strategies as st

from translate.languages import language
from translate.sentences import LONG, Sentence, cut

FRENCH = language("fr")
WORDS = st.sampled_from(
    "bonjour euh donc mais parce que l'équipe M. etc. 3.5 1h36 Scrum Owner … ... ? ! « » voilà, du coup et".split()
)
TEXTS = st.lists(st.one_of(WORDS, st.text(min_size=1, max_size=6)), max_size=150).map(" ".join).map(str.strip)


def sentences_of(text: str, *, most: int = 10_000, protected: tuple[tuple[int, int], ...] = ()) -> tuple[Sentence, ...]:
    """Cut one turn, with an engine that takes `most` characters."""
    return cut([text], language=FRENCH, protected=[protected], fits=lambda piece: len(piece) <= most)


@given(TEXTS, st.integers(min_value=1, max_value=80))
def test_the_sentences_of_a_turn_tile_its_text(text: str, most: int) -> None:
    pieces = sentences_of(text, most=most)
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    assert all(piece.start < piece.end for piece in pieces)


@given(TEXTS, st.integers(min_value=1, max_value=80))
def test_no_sentence_is_over_what_the_engine_takes(text: str, most: int) -> None:
    assert all(piece.end - piece.start <= most for piece in sentences_of(text, most=most))


@given(TEXTS)
def test_no_sentence_without_a_cut_for_the_limit_is_over_sixty_words(text: str) -> None:
    assert all(len(text[piece.start : piece.end].split()) <= LONG for piece in sentences_of(text))


@given(TEXTS, st.data())
def test_no_cut_is_inside_a_listed_form_while_the_engine_takes_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(min_value=0, max_value=len(text)))
    end = data.draw(st.integers(min_value=start, max_value=min(len(text), start + 40)))
    pieces = sentences_of(text, protected=((start, end),))
    assert not any(start < piece.start < end for piece in pieces)


@given(TEXTS)
def test_no_cut_is_inside_a_number(text: str) -> None:
    numbers = [match.span() for match in re.finditer(r"\d+[.,]\d+|\d+h\d+", text)]
    cuts = [piece.start for piece in sentences_of(text)]
    assert not any(start < at < end for start, end in numbers for at in cuts)


@given(TEXTS)
def test_a_sentence_continues_exactly_where_no_final_mark_ends_it(text: str) -> None:
    for piece in sentences_of(text):
        ends = text[piece.start : piece.end].rstrip(" \n\t»”\"')]")[-1:] in {".", "!", "?", "…"}
        assert piece.continues is not ends or not text[piece.start : piece.end].strip()
