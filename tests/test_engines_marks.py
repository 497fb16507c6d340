"""Inline terms by example."""

import pytest

from translate.engine import Link, Rendering, RequiredTerm
from translate.engines.marks import match_renderings, remove_marks, write_marks
from translate.errors import EngineError


def test_a_term_is_written_with_its_target_and_the_article_stays_outside() -> None:
    marked = write_marks("l'équipe avance", [RequiredTerm(start=2, end=8, target="team")], inline=True)
    assert marked.text == "l'⟦équipe⇒team⟧ avance"
    assert marked.origins[:4] == ((0, 1), (1, 2), None, (2, 3))
    assert marked.origins[10:14] == ((2, 8), (2, 8), (2, 8), (2, 8))


def test_a_checkpoint_without_marks_gets_the_text_alone() -> None:
    marked = write_marks("le ⟦nœud⟧", [RequiredTerm(start=4, end=8, target="node")], inline=False)
    assert (marked.text, marked.terms) == ("le [nœud]", ())


def test_marks_in_a_target_are_text_and_its_spaces_are_single() -> None:
    marked = write_marks("nœud", [RequiredTerm(start=0, end=4, target=" no⟧de\n x")], inline=True)
    assert marked.text == "⟦nœud⇒no]de x⟧"


@pytest.mark.parametrize(("start", "end"), [(0, 9), (3, 2), (-1, 2)])
def test_a_term_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(EngineError, match="overlaps another or leaves the text"):
        write_marks("un nœud", [RequiredTerm(start=start, end=end, target="node")], inline=True)


def test_overlapping_terms_are_refused() -> None:
    terms = [RequiredTerm(start=0, end=4, target="a"), RequiredTerm(start=3, end=7, target="b")]
    with pytest.raises(EngineError, match="overlaps"):
        write_marks("un nœud", terms, inline=True)


@pytest.mark.parametrize(
    ("answer", "text", "rendered"),
    [
        ("the ⟦node⟧ fails", "the node fails", ["node"]),
        ("⟦nœud⇒node⟧ fails", "node fails", ["node"]),  # a copy of the request
        ("⟦nodes⇒node⟧ fail", "nodes fail", ["nodes"]),  # a rendering with its hint behind it
        ("⟦⇒node⟧ fails", "node fails", ["node"]),
        ("nodes⇒node fail", "nodes fail", []),
        ("nodes⇒other fail", "nodes other fail", []),
        ("the ⟦node fails", "the node fails", []),
        ("the node⟧ fails", "the node fails", []),
        ("⟦a ⟦node⟧ b⟧", "a node b", ["node"]),
        ("the ⟦ node ⟧ fails\x07", "the node fails", ["node"]),
        ("⟦⟧ nothing", "nothing", [""]),
        ("broken \ufffd\ufffd bytes", "broken bytes", []),
    ],
)
def test_marks_are_removed_whatever_the_model_answers(answer: str, text: str, rendered: list[str]) -> None:
    unmarked = remove_marks(answer, ["nœud"], ["node"])
    assert unmarked.text == text
    assert [unmarked.text[start:end] for start, end in unmarked.renderings] == rendered


def test_renderings_in_another_order_than_the_terms_are_told_by_their_text() -> None:
    terms = [RequiredTerm(start=0, end=5, target="test"), RequiredTerm(start=9, end=15, target="load")]
    unmarked = remove_marks("⟦load⟧ ⟦test⟧")
    assert match_renderings(unmarked, terms, [0, 1], []) == (
        Rendering(term=1, start=0, end=4),
        Rendering(term=0, start=5, end=9),
    )


def test_inflected_renderings_are_told_by_their_links() -> None:
    terms = [RequiredTerm(start=0, end=5, target="test"), RequiredTerm(start=9, end=15, target="load")]
    links = [
        Link(source_start=9, source_end=15, target_start=0, target_end=5),
        Link(source_start=0, source_end=5, target_start=6, target_end=11),
    ]
    renderings = match_renderings(remove_marks("⟦loads⟧ ⟦tests⟧"), terms, [0, 1], links)
    assert [rendering.term for rendering in renderings] == [1, 0]


def test_renderings_without_any_clue_are_taken_in_order_if_all_came_out() -> None:
    terms = [RequiredTerm(start=0, end=1, target="a"), RequiredTerm(start=2, end=3, target="b")]
    assert [r.term for r in match_renderings(remove_marks("⟦x⟧ ⟦y⟧"), terms, [0, 1], [])] == [0, 1]
    assert match_renderings(remove_marks("⟦x⟧"), terms, [0, 1], []) == ()
