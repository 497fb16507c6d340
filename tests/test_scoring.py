"""Scoring translations against a glossary."""

import subprocess
import sys
from dataclasses import replace

import pytest

from translate.glossary import Case, Glossary, Term, decode, read, shipped
from translate.modes import Mode, asked, told, toml
from translate.scoring import Pair, Scores, Verdict, mask, renderings_of, score

TERMS = (
    Term(id="backlog", source="backlog", target="backlog", forms=("backlogs",)),
    Term(id="deploy", source="déployer", target="deploy", pos="verb", forms=("déployé",)),
    Term(id="node", source="nœud", target="node", allowed=("worker node",), forbidden=("knot",), forms=("nœuds",)),
    Term(id="po", source="PO", target="PO", allowed=("Product Owner",), case=Case.EXACT),
    Term(id="product-owner", source="Product Owner", target="Product Owner", allowed=("PO",)),
    Term(id="sprint-backlog", source="backlog du sprint", target="sprint backlog"),
)
GLOSSARY = Glossary(source_language="fr", target_language="en", terms=TERMS, fingerprint="test")


def scored(source: str, target: str, reference: str | None = None) -> Scores:
    """Score one pair."""
    return score([Pair(source=source, target=target, reference=reference)], GLOSSARY)


def verdicts(source: str, target: str) -> list[Verdict]:
    """Return what became of the hits of one pair."""
    return [one.verdict for one in scored(source, target).judged]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Le nœud tombe.", "The node fails.", Verdict.FOUND),
        ("Le nœud tombe.", "The Nodes fail.", Verdict.FOUND),
        ("Le nœud tombe.", "The worker node fails.", Verdict.FOUND),
        ("Le nœud tombe.", "The knots fail.", Verdict.FORBIDDEN),
        ("Le nœud tombe.", "The nœud fails.", Verdict.SOURCE),
        ("Le nœud tombe.", "The anode fails.", Verdict.MISSING),
        ("Le nœud tombe.", "It fails.", Verdict.MISSING),
        ("Le backlog est plein.", "The sprint backlog is full.", Verdict.NESTED),
        ("Le backlog du sprint.", "The sprint backlog.", Verdict.FOUND),
        ("On a déployé.", "We deployed it.", Verdict.FOUND),
        ("Le PO est là.", "The po is here.", Verdict.MISSING),
        ("Trois PO.", "Three POs.", Verdict.FOUND),
        ("Le PO est là.", "The product owner is here.", Verdict.FOUND),
    ],
)
def test_a_hit_has_one_verdict(source: str, target: str, expected: Verdict) -> None:
    assert verdicts(source, target) == [expected]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("We code in Go.", Verdict.FOUND),
        ("We code in golang.", Verdict.FOUND),
        ("We go on with code.", Verdict.MISSING),
        ("We went coding.", Verdict.MISSING),
    ],
)
def test_a_language_that_is_named_as_an_everyday_word_is_told_by_its_capital(target: str, expected: Verdict) -> None:
    (golang,) = score([Pair(source="On code en golang.", target=target)], read(shipped())).judged
    assert golang.verdict is expected


def test_one_span_pays_for_one_hit() -> None:
    assert verdicts("Le nœud et le nœud.", "The node.").count(Verdict.FOUND) == 1


def test_as_many_hits_are_paid_for_as_can_be() -> None:
    """The first hit could take either rendering, the second one only: both are paid for."""
    assert verdicts("Le Product Owner et le PO.", "The PO and the Product Owner.") == [Verdict.FOUND, Verdict.FOUND]


def test_renderings_that_stand_side_by_side_are_not_the_longer_entry_that_nobody_said() -> None:
    """`Docker swarm` renders both hits of `essaim Docker`, though `Docker Swarm` is an entry too."""
    shipped_terms = score([Pair(source="Un essaim Docker existe.", target="A Docker swarm exists.")], read(shipped()))
    assert [(one.hit.term.id, one.verdict) for one in shipped_terms.judged] == [
        ("swarm", Verdict.FOUND),
        ("docker", Verdict.FOUND),
    ]
    assert shipped_terms.strays == ()
    assert verdicts("Le backlog est plein.", "The sprint backlog is full.") == [Verdict.NESTED]


def test_a_rendering_without_a_hit_is_a_stray() -> None:
    found = scored("On parle de tout.", "We speak of nodes.")
    assert [one.term.id for one in found.strays] == ["node"]
    assert found.over_generation == 250


def test_a_verb_of_the_same_letters_as_a_noun_is_no_stray() -> None:
    texts = ("We are talking.", "We talked.", "Two talks follow.", "We deployed it.")
    found = score([Pair(source="On y va.", target=text) for text in texts], read(shipped())).strays
    assert [(one.pair, one.term.id) for one in found] == [(2, "talk"), (3, "deploy")]


def test_what_the_source_or_the_reference_says_is_no_stray() -> None:
    assert scored("Il dit node.", "He says node.").strays == ()
    assert scored("On parle.", "We talk of nodes.", "We are speaking of nodes.").strays == ()
    assert scored("Le nœud.", "The node is a node.").strays == ()


def test_success_is_unknown_without_a_hit() -> None:
    found = scored("On parle.", "We talk.")
    assert (found.success, found.chrf, found.masked_chrf) == (None, None, None)
    assert score([], GLOSSARY).over_generation == 0


def test_masked_chrf_does_not_see_the_terms() -> None:
    found = scored("Le nœud tombe.", "The worker node fails.", "The node fails.")
    assert found.masked_chrf == 100
    assert found.chrf is not None
    assert found.chrf < 100


def test_a_mask_leaves_what_is_outside() -> None:
    assert mask("The node fails.", [(4, 8), None]) == "The  fails."


def test_the_scorer_knows_nothing_of_the_enforcer() -> None:
    code = "import sys, translate.scoring; print([m for m in sys.modules if 'enforce' in m or 'ladder' in m])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_modes_tell_a_system_different_things() -> None:
    assert told(GLOSSARY, Mode.PROPER) is GLOSSARY
    assert told(GLOSSARY, Mode.NONE).terms == ()
    assert asked(GLOSSARY, Mode.NONE) is GLOSSARY
    strange = asked(GLOSSARY, Mode.COUNTERFACTUAL)
    proper = {term.id: (term.target, *term.allowed) for term in TERMS}
    assert len(strange.terms) == len(TERMS)
    assert all(term.target not in proper[term.id] and not term.allowed for term in strange.terms)
    assert strange.fingerprint != GLOSSARY.fingerprint


def test_a_told_glossary_is_read_as_what_it_was() -> None:
    whole = read(shipped())
    again = read((decode("told.toml", toml(whole).encode()),))
    told_again = {term.id: replace(term, suspected=(), forbidden=(), note="") for term in again.terms}
    assert told_again == {term.id: replace(term, suspected=(), forbidden=(), note="") for term in whole.terms}


def test_what_stands_for_a_hit_has_its_place() -> None:
    texts = ("The node.", "The knots.", "The nœud.", "It.")
    judged = [scored("Le nœud.", text).judged[0] for text in texts]
    places = [text[max(0, one.start) : max(0, one.end)] for one, text in zip(judged, texts, strict=True)]
    assert places == ["node", "knots", "nœud", ""]


def test_random_terms_are_words_that_keep_each_other_company() -> None:
    sources = ["la facture arrive", "une facture part", "le serveur tombe", "deux clients", "un serveur neuf"] * 2
    references = ["the invoice comes", "an invoice goes", "the server falls", "two clients", "a new server"] * 2
    sources += ["une machine bleue"] * 2  # twice side by side may be chance
    references += ["a blue machine"] * 2
    drawn = asked(GLOSSARY, Mode.RANDOM, sources=sources, references=references)
    assert {(term.source, term.target) for term in drawn.terms} == {("facture", "invoice"), ("serveur", "server")}


def test_a_rendering_without_a_word_is_never_looked_for() -> None:
    odd = Glossary(
        source_language="fr", target_language="en", fingerprint="", terms=(Term(id="x", source="x", target="…"),)
    )
    assert renderings_of(odd).by_word == {}
