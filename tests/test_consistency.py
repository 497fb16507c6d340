"""Consistency measured on counts that one can do by hand."""

import pytest
from checked_episode import NODE, POD, Said, episode

from translate.consistency import NOTHING, Quadrant, measure
from translate.glossary import Term

RIGHT = Said(source="Le nœud.", target="The node.", hits=((NODE, "nœud", "node"),))
OTHER = Said(source="Le nœud.", target="The cluster node.", hits=((NODE, "nœud", "cluster node"),))
WRONG = Said(source="Le nœud.", target="The bow.", hits=((NODE, "nœud", None),), links=(("nœud", "bow"),))
LOST = Said(source="Le nœud.", target="Well.", hits=((NODE, "nœud", None),))


@pytest.mark.parametrize(
    ("said", "quadrant", "predefined", "herfindahl"),
    [
        ((RIGHT, RIGHT), Quadrant.RIGHT, 1.0, 1.0),
        ((RIGHT, RIGHT, OTHER, OTHER), Quadrant.MIXED, 0.5, 0.5),
        ((WRONG, WRONG), Quadrant.WRONG, 0.0, 1.0),
        ((RIGHT, RIGHT, RIGHT, WRONG), Quadrant.MIXED_WRONG, 0.75, 0.625),
        ((WRONG, LOST), Quadrant.MIXED_WRONG, 0.0, 0.5),
    ],
)
def test_the_four_cases(said: tuple[Said, ...], quadrant: Quadrant, predefined: float, herfindahl: float) -> None:
    [one] = measure([episode(*said)])
    assert (one.hits, one.quadrant, one.predefined, one.herfindahl) == (len(said), quadrant, predefined, herfindahl)


def test_a_single_hit_has_no_consistency() -> None:
    [one] = measure([episode(RIGHT)])
    assert (one.predefined, one.herfindahl) == (None, None)


def test_renderings_are_counted_in_their_base_form_the_most_frequent_first() -> None:
    plural = Said(source="Les nœuds.", target="The Nodes.", hits=((NODE, "nœuds", "Nodes"),))
    [one] = measure([episode(LOST, RIGHT, plural)])
    assert [(r.text, r.count, r.right) for r in one.renderings] == [("node", 2, True), (NOTHING, 1, False)]


def test_episodes_are_measured_together_and_terms_apart() -> None:
    pod = Said(source="Un pod.", target="A pod.", hits=((POD, "pod", "pod"),))
    measured = measure([episode(RIGHT, pod), episode(OTHER, name="la-boucle-6")])
    assert [(one.term.id, one.hits) for one in measured] == [("node", 2), ("pod", 1)]
    assert measured[0].quadrant is Quadrant.MIXED


def test_the_plural_of_an_abbreviation_is_the_same_rendering() -> None:
    owner = Term(id="po", source="PO", target="PO", allowed=("POs",))
    said = [Said(source="Le PO.", target=f"The {text}.", hits=((owner, "PO", text),)) for text in ("PO", "POs")]
    [one] = measure([episode(*said)])
    assert (one.quadrant, one.predefined) == (Quadrant.RIGHT, 1.0)
