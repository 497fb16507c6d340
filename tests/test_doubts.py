"""What looks wrong in a translation, and what does not."""

import pytest

from translate.doubts import doubts
from translate.translation import Doubt


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Bonjour à tous.", "Hello everyone.", ()),
        ("Oui.", "Yes.", ()),
        ("...", "", ()),
        ("C'est très très très bien.", "It's very very very good.", ()),
        ("Le sprint commence.", "", (Doubt.EMPTY,)),
        ("Le sprint commence.", "...", (Doubt.EMPTY,)),
        ("On livre le produit.", "We deliver the the the the product.", (Doubt.REPETITION,)),
        (
            "On regarde le tableau de bord de la semaine.",
            "We look at the board and we look at the board and we look at the board and",
            (Doubt.REPETITION,),
        ),
        ("OUI", "I don't know what you want me to say to you about this", (Doubt.LENGTH_RATIO,)),
        (
            "On a regardé ensemble tous les tickets qui restaient dans la colonne du milieu.",
            "We looked at tickets.",
            (Doubt.LENGTH_RATIO,),
        ),
        ("et du coup on fait une grosse démo", "et du coup on fait a big demo", (Doubt.UNTRANSLATED,)),
        ("Kubernetes, Docker, Terraform", "Kubernetes, Docker, Terraform", ()),
    ],
)
def test_a_doubt_is_raised_exactly_where_a_reader_would(source: str, target: str, expected: tuple[Doubt, ...]) -> None:
    assert doubts(source, target) == expected
