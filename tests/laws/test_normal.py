"""Laws of the text that an engine gets."""

from hypothesis import given
from hypothesis import strategies as st

from translate.normal import normalised

ODD = st.text(st.sampled_from("aé1 .,!?'’…«»“”\u00a0\u202f\u200b\u00ad\n\t—"), max_size=60)


@given(ODD)
def test_every_character_knows_where_it_comes_from(text: str) -> None:
    plain = normalised(text)
    assert len(plain.starts) == len(plain.ends) == len(plain.text)
    assert all(start < end for start, end in zip(plain.starts, plain.ends, strict=True))
    assert all(plain.text[at] == text[start] for at, start in enumerate(plain.starts) if text[start].isalnum())
    assert list(plain.starts) == sorted(plain.starts)


@given(ODD)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalised(text).text
    assert normalised(once).text == once


@given(ODD)
def test_letters_and_digits_are_all_there(text: str) -> None:
    assert [c for c in normalised(text).text if c.isalnum()] == [c for c in text if c.isalnum()]


@given(ODD, st.data())
def test_a_span_of_the_view_comes_back_from_the_text_as_read(text: str, data: st.DataObject) -> None:
    plain = normalised(text)
    start = data.draw(st.integers(min_value=0, max_value=len(plain.text)))
    end = data.draw(st.integers(min_value=start, max_value=len(plain.text)))
    there = plain.to_read(start, end)
    assert 0 <= there[0] <= there[1] <= len(text)
    if start < end:
        back = plain.to_normalised(*there)
        assert back[0] <= start
        assert end <= back[1]
