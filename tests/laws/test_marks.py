"""Laws of inline terms: no mark reaches an output, and no position drifts."""

from hypothesis import given
from hypothesis import strategies as st

from translate.engine import Link, RequiredTerm
from translate.engines.marks import MARKS, as_text, match_renderings, move_span, remove_marks, write_marks

TEXT = st.text(st.sampled_from("abé⟦⇒⟧ .'\n\ud800🎉"), max_size=30)


@st.composite
def texts_with_terms(draw: st.DrawFn) -> tuple[str, tuple[RequiredTerm, ...]]:
    """Draw a text with ordered, disjoint terms, some of them blank or without a target."""
    text = draw(TEXT)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, tuple(RequiredTerm(start=start, end=end, target=draw(TEXT)) for start, end in pairs)


@given(TEXT)
def test_as_text_keeps_every_position_and_leaves_no_mark(text: str) -> None:
    plain = as_text(text)
    assert len(plain) == len(text)
    assert not set(MARKS) & set(plain)
    plain.encode()  # no surrogate is left


@given(texts_with_terms(), st.booleans())
def test_what_was_written_is_the_request_and_its_marks(
    given_text: tuple[str, tuple[RequiredTerm, ...]], inline: bool
) -> None:
    """Without marks and hints, a marked text is the request's text, and every origin is that character's own place."""
    text, terms = given_text
    marked = write_marks(text, terms, inline=inline)
    assert len(marked.text) == len(marked.origins)
    assert sum(marked.text.count(mark) for mark in MARKS) == 3 * len(marked.terms)
    own, hinted = [], False
    for character, origin in zip(marked.text, marked.origins, strict=True):
        hinted = character == MARKS[1] or (hinted and character != MARKS[2])
        if not hinted and origin is not None:
            own.append(origin)
    assert own == [(position, position + 1) for position in range(len(text))]
    assert inline or not marked.terms


@given(TEXT, st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=3))
def test_no_mark_is_left_and_places_point_at_what_was_kept(answer: str, french: list[str], hints: list[str]) -> None:
    unmarked = remove_marks(answer, french, hints)
    assert not set(MARKS) & set(unmarked.text)
    assert list(unmarked.places) == sorted(set(unmarked.places))
    assert len(unmarked.places) == len(unmarked.text)
    assert all(kept in (" ", answer[place]) for kept, place in zip(unmarked.text, unmarked.places, strict=True))
    ends = [0, *(position for span in unmarked.renderings for position in span), len(unmarked.text)]
    assert ends == sorted(ends)


@given(st.text(st.sampled_from("abé .,"), max_size=30))
def test_a_text_without_marks_is_only_single_spaced(answer: str) -> None:
    assert remove_marks(answer).text == " ".join(answer.split())


@given(TEXT, st.integers(0, 30), st.integers(0, 30))
def test_a_moved_span_holds_what_it_held_without_marks_and_space(answer: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(answer)), min(other, len(answer))))
    unmarked = remove_marks(answer)
    first, last = move_span((start, end), unmarked)
    assert 0 <= first <= last <= len(unmarked.text)
    assert unmarked.text[first:last] == unmarked.text[first:last].strip()
    assert all(start <= place < end for place in unmarked.places[first:last])


@given(TEXT, texts_with_terms(), st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=6))
def test_each_term_is_rendered_at_most_once_and_inside_the_text(
    answer: str, given_text: tuple[str, tuple[RequiredTerm, ...]], pairs: list[tuple[int, int]]
) -> None:
    _, terms = given_text
    links = [
        Link(source_start=one, source_end=one + 1, target_start=other, target_end=other + 1) for one, other in pairs
    ]
    unmarked = remove_marks(answer)
    renderings = match_renderings(unmarked, terms, range(len(terms)), links)
    assert len({rendering.term for rendering in renderings}) == len(renderings)
    assert all(unmarked.text[rendering.start : rendering.end].strip() for rendering in renderings)
    assert [rendering.start for rendering in renderings] == sorted(rendering.start for rendering in renderings)
