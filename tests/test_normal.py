"""Examples of the text that an engine gets."""

import pytest

from translate.normal import normalised


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  l’équipe ", "l'équipe"),
        ("« On y va »", '"On y va"'),
        ("“oui”… non", '"oui"... non'),
        ("combien\u00a0?", "combien ?"),
        ("a \u202f b\n\nc", "a b c"),
        ("co\u00adde\u200b", "code"),
        ("bravo 👏🏽 à tous", "bravo à tous"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_typography_is_made_plain(text: str, expected: str) -> None:
    assert normalised(text).text == expected


def test_positions_lead_back_to_the_text_as_read() -> None:
    plain = normalised("« Le  nœud »")
    start = plain.text.index("nœud")
    assert plain.to_read(start, start + 4) == (6, 10)
    assert plain.to_normalised(6, 10) == (start, start + 4)


def test_an_empty_span_stays_empty() -> None:
    assert normalised("abc").to_read(1, 1) == (1, 1)
    assert normalised("abc").to_read(3, 3) == (3, 3)
    assert normalised("").to_read(0, 0) == (0, 0)


def test_a_span_that_the_view_leaves_out_is_nowhere() -> None:
    assert normalised("a\u200bb").to_normalised(1, 2) == (0, 0)
