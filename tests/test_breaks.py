"""The prices of facts, word by word."""

import pytest

from translate.breaks import UNBREAKABLE, breaks
from translate.languages import language


def price(text: str, code: str = "en") -> float:
    """Return what a break at the bar in a text costs."""
    before, after = (side.split() for side in text.split("|"))
    return breaks([*before, *after], language(code))[len(before) - 1].price


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it works. | Then", -3),
        ("it works! | then", -3),
        ("he said “it works.” | Then", -3),
        ("one thing: | tests", -2.5),
        ("one thing; | tests", -2.5),
        ("tests, | code", -2),
        ("tests – | code", -2),
        ("tests -- | code", -2),
        ("tests— | code", -2),
        ("well… | Next", -3),
        ("logs, etc. | But", -3),
        ("logs, etc. | in there", 1 - 0.8),
        ("say Mr. | Smith", 1 + 1.5),
        ("well… | next", -2),
        ("code | tests", 1),
        ("code | and tests", 1 - 1.5),
        ("code | which runs", 1 - 1.5),
        ("code | in production", 1 - 0.8),
        ("code | we run", 1 - 0.5),
        ("code | it's fine", 1 - 0.5),
        ("code | the tests", 1 - 0.3),
        ("the | code", 1 + 2.5),
        ("of | code", 1 + 2),
        ("we | code", 1 + 1.8),
        ("and | code", 1 + 1.5),
        ("don’t | code", 1 + 1),
        ("say Camille | Durand", 1 + 1.5),
        ("say 42 | milliseconds", 1 + 1.5),
        ("say 42 | and more", 1 - 1.5),
        ("so I | Code", 1 + 1.8),
    ],
)
def test_english_prices(text: str, expected: float) -> None:
    assert price(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le code | qu'on écrit", 1 - 1.5),
        ("le code | d’un autre", 1 - 0.8),
        ("le code | j'ai écrit", 1 - 0.5),
        ("le code | l'équipe", 1 - 0.3),
        ("qu'un | code", 1 + 2.5),
        ("voit l'équipe | produit", 1),
        ("aujourd'hui | nous", 1 - 0.5),
        ("qu'on | code", 1 + 1.8),
        ("j'ai | codé", 1 + 1),
        ("chez M. | Martin", 1 + 1.5),
    ],
)
def test_french_prices(text: str, expected: float) -> None:
    assert price(text, "fr") == pytest.approx(expected)


@pytest.mark.parametrize(
    "text", ["vraiment | ?", "vraiment | !", "« | vraiment", "vraiment | »", "tests | –", "50 | %"]
)
def test_a_sign_that_stands_alone_stays_with_its_word(text: str) -> None:
    assert price(text, "fr") == UNBREAKABLE


def test_a_sign_that_stands_alone_prices_the_place_after_it() -> None:
    assert price("vraiment ? | Oui") == -3
    assert price("vraiment » | oui") == 1


def test_an_abbreviations_stop_ends_a_sentence_only_where_its_unit_ends() -> None:
    words = ["ask", "vol.", "Then"]
    assert not breaks(words, language("en"))[1].stop
    assert breaks(words, language("en"), frozenset({1}))[1].stop
    assert not breaks(["v1.", "then"], language("en"))[0].stop


def test_the_capital_that_opens_a_sentence_makes_no_name() -> None:
    assert price("Then | Docker") == 1
    assert price("it stops. Then | Docker") == 1


def test_a_language_without_helps_is_priced_by_its_punctuation() -> None:
    assert [place.price for place in breaks(["der", "Code,", "und"], language("de"))] == [1, -2, 1]
