"""What becomes of hits: kept, repaired or missed, and where they stand."""

import dataclasses

import pytest

from translate.enforce import INLINE, PLAIN, REPLACEMENT, Enforced, enforce, required
from translate.engine import Hypothesis, Link, Rendering, RequiredTerm
from translate.glossary import Case, Term
from translate.languages import language
from translate.linked import is_plural_form
from translate.terms import Hit, Reason
from translate.translation import Status

ENGLISH = language("en")
BOTH = language("fr"), ENGLISH
NODE = Term(id="node", source="nœud", target="node", allowed=("worker node",), forbidden=("knot",))
OWNER = Term(id="product-owner", source="Product Owner", target="Product Owner", allowed=("PO",))
SHORT = Term(id="po", source="PO", target="PO", case=Case.EXACT)
BACKLOG = Term(id="backlog", source="backlog", target="backlog")
PRODUCT_BACKLOG = Term(id="product-backlog", source="carnet de produit", target="product backlog")


def hit(term: Term) -> Hit:
    """Return a hit of a term somewhere."""
    return Hit(term=term, turn=0, start=0, end=4, form="form", reason=Reason.FORM)


def judged(text: str, *terms: Term, places: dict[int, str] | None = None) -> Enforced:
    """Judge a text whose request required terms; `places` gives the words that the engine marked for each."""
    renderings = tuple(
        Rendering(term=at, start=text.index(words), end=text.index(words) + len(words))
        for at, words in (places or {}).items()
    )
    return enforce(Hypothesis(text=text, score=0.0, renderings=renderings), [hit(term) for term in terms], ENGLISH)


def test_a_marked_rendering_that_is_the_target_is_kept() -> None:
    (outcome,) = judged("The node fails.", NODE, places={0: "node"}).outcomes
    assert (outcome.status, outcome.tier, outcome.rendering) == (Status.KEPT, INLINE, "node")
    assert (outcome.start, outcome.end) == (4, 8)


def test_an_inflected_rendering_is_kept_as_it_is() -> None:
    result = judged("The nodes fail.", NODE, places={0: "nodes"})
    assert result.text == "The nodes fail."
    assert result.outcomes[0].rendering == "nodes"


def test_an_allowed_alternative_is_kept() -> None:
    assert judged("The worker nodes fail.", NODE, places={0: "worker nodes"}).outcomes[0].status is Status.KEPT


def test_a_marked_rendering_that_no_entry_knows_is_replaced() -> None:
    result = judged("The knot fails.", NODE, places={0: "knot"})
    assert result.text == "The node fails."
    assert (result.outcomes[0].status, result.outcomes[0].tier) == (Status.REPAIRED, REPLACEMENT)
    assert result.text[result.outcomes[0].start : result.outcomes[0].end] == "node"


def test_several_words_of_an_entry_with_exact_case_are_found_in_any_case() -> None:
    """Its capitals alone are not."""
    short = Term(id="po", source="PO", target="PO", allowed=("Product Owner",), case=Case.EXACT)
    (outcome,) = judged("The product owner agrees.", short).outcomes
    assert (outcome.status, outcome.rendering) == (Status.KEPT, "product owner")
    assert judged("The po agrees.", short).outcomes[0].status is Status.MISSED


def test_a_rendering_gets_the_capitals_of_its_entry() -> None:
    result = judged("The product owner and the product owners.", OWNER, places={0: "product owner"})
    assert result.text.startswith("The Product Owner and")
    assert result.outcomes[0].status is Status.KEPT


def test_a_replacement_keeps_the_capital_of_a_sentence() -> None:
    assert judged("Knots fail.", NODE, places={0: "Knots"}).text == "Nodes fail."


def test_a_rendering_without_a_mark_is_found_in_the_text() -> None:
    (outcome,) = judged("The Nodes fail.", NODE).outcomes
    assert (outcome.status, outcome.tier, outcome.rendering) == (Status.KEPT, PLAIN, "Nodes")


def test_a_term_that_nobody_rendered_is_missed() -> None:
    (outcome,) = judged("It fails.", NODE).outcomes
    assert (outcome.status, outcome.rendering, outcome.start) == (Status.MISSED, "", -1)


def test_one_span_pays_for_one_hit() -> None:
    outcomes = judged("One node only.", NODE, NODE).outcomes
    assert [outcome.status for outcome in outcomes] == [Status.KEPT, Status.MISSED]


def test_the_longest_rendering_takes_the_span() -> None:
    outcomes = judged("The product backlog is long.", BACKLOG, PRODUCT_BACKLOG).outcomes
    assert [outcome.status for outcome in outcomes] == [Status.MISSED, Status.KEPT]


def test_a_term_of_exact_case_is_kept_in_that_case_alone() -> None:
    assert judged("The po is here.", SHORT).outcomes[0].status is Status.MISSED
    assert judged("The PO is here.", SHORT).outcomes[0].status is Status.KEPT
    repaired = judged("The po is here.", SHORT, places={0: "po"})
    assert (repaired.text, repaired.outcomes[0].status) == ("The PO is here.", Status.REPAIRED)


def test_a_rendering_is_never_found_inside_a_word() -> None:
    assert judged("An anode.", NODE).outcomes[0].status is Status.MISSED


def test_replacements_keep_other_outcomes_and_links_in_place() -> None:
    text = "The knot and the backlog and the knots."
    links = tuple(
        Link(source_start=at, source_end=at + 1, target_start=text.index(word), target_end=text.index(word) + len(word))
        for at, word in enumerate(["knot", "backlog", "knots"])
    )
    renderings = (
        Rendering(term=0, start=4, end=8),
        Rendering(term=1, start=17, end=24),
        Rendering(term=2, start=33, end=38),
    )
    hypothesis = Hypothesis(text=text, score=0.0, links=links, renderings=renderings)
    result = enforce(hypothesis, [hit(NODE), hit(BACKLOG), hit(PRODUCT_BACKLOG)], ENGLISH)
    assert result.text == "The node and the backlog and the product backlogs."
    assert [result.text[o.start : o.end] for o in result.outcomes] == ["node", "backlog", "product backlogs"]
    assert [result.text[k.target_start : k.target_end] for k in result.links] == ["node", "backlog", "product backlogs"]


def test_links_into_a_replaced_span_point_to_the_whole_of_it() -> None:
    links = (
        Link(source_start=0, source_end=1, target_start=4, target_end=6),
        Link(source_start=0, source_end=1, target_start=6, target_end=9),
    )
    hypothesis = Hypothesis(text="The knots.", score=0.0, links=links, renderings=(Rendering(term=0, start=4, end=9),))
    result = enforce(hypothesis, [hit(PRODUCT_BACKLOG)], ENGLISH)
    assert {(link.target_start, link.target_end) for link in result.links} == {(4, 4 + len("product backlogs"))}


def test_every_hit_is_required_with_its_target() -> None:
    assert required("Le nœud.", [(hit(NODE), 3, 7)], BOTH) == (RequiredTerm(start=3, end=7, target="node"),)


def test_a_plural_is_required_for_a_plural() -> None:
    plural = dataclasses.replace(hit(NODE), form="nœuds")
    assert [term.target for term in required("Un nœuds.", [(plural, 3, 8)], BOTH)] == ["nodes"]


@pytest.mark.parametrize(
    ("before", "target"),
    [
        ("Les ", "nodes"),
        ("on a 12 ", "nodes"),
        ("Le ", "node"),
        ("Avec 1 ", "node"),
        ("", "node"),
        ("les petits ", "node"),
    ],
)
def test_a_plural_is_required_where_a_determiner_tells_of_many(before: str, target: str) -> None:
    """*Les cas d'usage* and *des pull request* have a form that tells nothing."""
    place = (hit(NODE), len(before), len(before) + 4)
    assert [term.target for term in required(f"{before}form tombe.", [place], BOTH)] == [target]


@pytest.mark.parametrize(
    ("form", "plural"),
    [
        ("cas limites", True),
        ("Cas-Limites", True),
        ("jeux de données", True),
        ("bocaux", True),
        ("edgecases", True),
        ("cas limite", False),
        ("jeu de données", False),
        ("jeu de donnée", False),
        ("accès", False),
        ("cas des limites", False),
    ],
)
def test_a_form_is_a_plural_if_it_is_that_of_another_wording(form: str, *, plural: bool) -> None:
    wordings = ("edge case", "jeu de donnée", "bocal", "accès", "cas des limite")
    term = Term(id="edge-case", source="cas limite", target="edge case", variants=wordings)
    assert is_plural_form(form, term) is plural


def test_the_article_before_a_rendering_is_mended() -> None:
    agile = Term(id="agile-coach", source="coach agile", target="agile coach")
    result = judged("When a agile coach meets an node, A agile coach wins.", agile, NODE, agile)
    assert result.text == "When an agile coach meets a node, An agile coach wins."
    assert [result.text[o.start : o.end] for o in result.outcomes] == ["agile coach", "node", "agile coach"]


def test_the_letter_of_a_name_is_no_article() -> None:
    okr = Term(id="okr", source="OKR", target="OKR")
    assert judged("Our Series A OKR is met.", okr).text == "Our Series A OKR is met."


def test_a_marked_plural_of_a_phrase_is_kept() -> None:
    proof = Term(id="proof", source="preuve de concept", target="proof of concept", pos="noun")
    result = judged("Two proofs of concept.", proof, places={0: "proofs of concept"})
    assert (result.text, result.outcomes[0].status) == ("Two proofs of concept.", Status.KEPT)


def test_articles_stay_in_a_language_whose_rule_is_not_known() -> None:
    hypothesis = Hypothesis(text="a agile", score=0.0)
    term = Term(id="a", source="agile", target="agile")
    assert enforce(hypothesis, [hit(term)], language("de")).text == "a agile"


def test_a_plural_that_the_entry_forbids_is_not_kept() -> None:
    feedback = Term(id="feedback", source="feedback", target="feedback", forbidden=("feedbacks",))
    assert judged("Your Feedbacks help.", feedback).outcomes[0].status is Status.MISSED
    repaired = judged("Your feedbacks help.", feedback, places={0: "feedbacks"})
    assert (repaired.text, repaired.outcomes[0].status) == ("Your feedback help.", Status.REPAIRED)


def test_an_abbreviation_is_not_the_word_that_is_spelt_like_it() -> None:
    digital = Term(id="digital", source="numérique", target="digital", allowed=("IT",))
    assert judged("It is everywhere.", digital).outcomes[0].status is Status.MISSED
    assert judged("Our IT is everywhere.", digital).outcomes[0].status is Status.KEPT
