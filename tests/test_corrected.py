"""The source side as it is shown: misheard terms as what they are."""

import pytest

from translate.corrected import corrected
from translate.glossary import Term
from translate.terms import Hit, Reason


def hit(text: str, form: str, source: str, reason: Reason = Reason.MISHEARD) -> Hit:
    start = text.index(form)
    term = Term(id=source, source=source, target=source, misheard=(form,))
    return Hit(term=term, turn=0, start=start, end=start + len(form), form=form, reason=reason)


@pytest.mark.parametrize(
    ("text", "form", "source", "shown"),
    [
        ("On revient du Défesse de Brest.", "Défesse", "DevFest", "On revient du DevFest de Brest."),
        ("Il faut l'ixpé ici.", "ixpé", "XP", "Il faut l'XP ici."),
        ("Le productionneur arrive.", "productionneur", "Product Owner", "Le Product Owner arrive."),
        ("Bac logue vide.", "Bac logue", "backlog", "Backlog vide."),
        ("Fini. « Bac logue vide ! »", "Bac logue", "backlog", "Fini. « Backlog vide ! »"),
        ("Le Bac logue vide.", "Bac logue", "backlog", "Le backlog vide."),
        ("bac logue vide.", "bac logue", "backlog", "backlog vide."),
        ("Aïe OS change.", "Aïe OS", "iOS", "iOS change."),
    ],
)
def test_a_misheard_form_is_shown_as_its_term(text: str, form: str, source: str, shown: str) -> None:
    assert corrected(text, 0, len(text), [hit(text, form, source)]).text == shown


@pytest.mark.parametrize("reason", [Reason.FORM, Reason.INFLECTION, Reason.VARIANT])
def test_a_hit_that_was_heard_right_changes_nothing(reason: Reason) -> None:
    text = "Les sprints passent."
    assert corrected(text, 0, len(text), [hit(text, "sprints", "sprint", reason)]).text == text


def test_a_form_cut_by_the_stretch_stays_as_it_was_written() -> None:
    text = "Le bac logue vide."
    assert corrected(text, 0, 6, [hit(text, "bac logue", "backlog")]).text == "Le bac"
    assert corrected(text, 5, len(text), [hit(text, "bac logue", "backlog")]).text == "c logue vide."


def test_of_two_overlapping_hits_the_first_counts() -> None:
    text = "le bac logue vide"
    hits = [hit(text, "logue vide", "log"), hit(text, "bac logue", "backlog")]
    assert corrected(text, 0, len(text), hits).text == "le backlog vide"


def test_positions_go_both_ways() -> None:
    text = "Oui. Le bac logue du Défesse est vide."
    view = corrected(text, 5, len(text), [hit(text, "Défesse", "DevFest 2030"), hit(text, "bac logue", "backlog")])
    assert view.text == "Le backlog du DevFest 2030 est vide."
    assert [view.text[c.start : c.end] for c in view.corrections] == ["backlog", "DevFest 2030"]
    assert view.to_corrected(5, 7) == (0, 2)
    assert view.to_corrected(8, 11) == view.to_corrected(12, 17) == (3, 10), "each word of the form is the whole term"
    start, end = view.to_corrected(text.index("est"), text.index("est") + 3)
    assert view.text[start:end] == "est"
    start, end = view.to_read(view.text.index("2030"), view.text.index("2030") + 4)
    assert text[start:end] == "Défesse"
    assert view.to_read(0, len(view.text)) == (5, len(text))
    assert view.to_corrected(0, 4) == (0, 0), "what lies outside the stretch is cut off"
