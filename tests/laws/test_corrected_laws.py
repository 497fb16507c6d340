"""Laws of the corrected view."""

from hypothesis import given, settings
from hypothesis import strategies as st

from translate.corrected import Corrected, corrected
from translate.glossary import Term
from translate.terms import Hit, Reason


@st.composite
def views(draw: st.DrawFn) -> tuple[str, Corrected]:
    """Draw a turn's text and a stretch of it as shown, with misheard hits anywhere in the text."""
    pieces = draw(st.lists(st.tuples(st.text("ab .é", max_size=4), st.text("xY", max_size=3)), max_size=5))
    sources = draw(st.lists(st.text("tU v", min_size=1, max_size=5), min_size=5, max_size=5))
    text, hits = "", []
    for (before, form), source in zip(pieces, sources, strict=False):
        text += before
        if form:
            term = Term(id=source, source=source, target=source)
            end = len(text) + len(form)
            hits.append(Hit(term=term, turn=0, start=len(text), end=end, form=form, reason=Reason.MISHEARD))
        text += form
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text, corrected(text, start, end, hits)


@settings(max_examples=150)
@given(views())
def test_outside_the_corrections_the_text_is_the_turns_own(drawn: tuple[str, Corrected]) -> None:
    text, view = drawn
    read = shown = ""
    position, done = view.start, 0
    for correction in view.corrections:
        read += text[position : correction.hit.start] + "\0"
        shown += view.text[done : correction.start] + "\0"
        position, done = correction.hit.end, correction.end
    assert read + text[position : view.end] == shown + view.text[done:]


@settings(max_examples=150)
@given(views(), st.data())
def test_a_span_that_goes_over_and_back_still_covers_itself(drawn: tuple[str, Corrected], data: st.DataObject) -> None:
    _, view = drawn
    position = st.integers(view.start, view.end)
    start, end = sorted((data.draw(position), data.draw(position)))
    there = view.to_corrected(start, end)
    back = view.to_read(*there)
    assert 0 <= there[0] <= there[1] <= len(view.text)
    assert view.start <= back[0] <= start
    assert end <= back[1] <= view.end


@settings(max_examples=150)
@given(views())
def test_positions_keep_their_order(drawn: tuple[str, Corrected]) -> None:
    _, view = drawn
    there = [view.to_corrected(position, position) for position in range(view.start, view.end + 1)]
    assert there == sorted(there)
