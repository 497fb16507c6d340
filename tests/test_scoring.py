"""Scoring translations against a glossary, and the scorer itself, tested by mutation."""

import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from translate.glossary import Case, Glossary, Term, read, shipped
from translate.languages.spelling import fold
from translate.modes import Mode, asked, told
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


# Mutation: sentences around the shipped terms, right as they stand; each mutation of a term must be noticed, and no
# change that is none to a term may be.
FRAMES = (
    ("Hier on a parlé de {} avec Solène.", "Yesterday we talked about {} with Solène."),
    ("{}, ça change tout pour nous.", "{} changes everything for us."),
    ("Pour moi, {} et {} vont ensemble.", "To me, {} and {} go together."),
)


def right() -> Iterator[tuple[Pair, Term, int, int]]:
    """Yield pairs that are right, with a term of each and its place in the target."""
    glossary = read(shipped())
    taken = [term for term in glossary.terms if term.pos != "verb"]
    made: list[tuple[Pair, Term, list[str]]] = []
    for at, term in enumerate(taken):
        for number, (source, target) in enumerate(FRAMES):
            other = taken[(at + 7) % len(taken)]
            ours = _opened(target.format(term.target, other.target))
            ids = [term.id, other.id][: 1 + (number == 2)]
            made.append((Pair(source=source.format(term.source, other.source), target=ours), term, ids))
    judged = score([pair for pair, *_ in made], glossary).judged
    for at, (pair, term, ids) in enumerate(made):
        if [one.hit.term.id for one in judged if one.pair == at] == ids:
            start = pair.target.casefold().index(term.target.casefold())
            yield pair, term, start, start + len(term.target)


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


PAIRS = list(right())
SHIPPED = read(shipped())
RANDOM = random.Random(3)  # noqa: S311  # a test, no secret


def _mangled(rendering: str) -> str:
    at = RANDOM.randrange(len(rendering) - 1)
    while not rendering[at].isalnum():
        at = RANDOM.randrange(len(rendering) - 1)
    return rendering[:at] + ("q" if rendering[at] != "q" else "z") + rendering[at + 1 :]


def _other(term: Term) -> str:
    own = {fold(each) for each in (term.target, *term.allowed)}
    strange = [one.target for one in SHIPPED.terms if not any(each in fold(one.target) for each in own)]
    return RANDOM.choice(strange)


FAULTS: dict[str, Callable[[Term], str | None]] = {
    "dropped": lambda _: "it",
    "left in French": lambda term: None if _is_accepted(term.source, term) else term.source,
    "forbidden": lambda term: next(iter(term.forbidden), None),
    "another's": _other,
    "mangled": lambda term: _mangled(term.target),
}


def _is_accepted(text: str, term: Term) -> bool:
    return fold(text) in {fold(each) for each in (term.target, *term.allowed)}


def unsuccessful(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs with a hit that was not found."""
    judged = score(pairs, SHIPPED).judged
    return [pairs[at] for at in sorted({one.pair for one in judged if one.verdict is not Verdict.FOUND})]


def test_pairs_that_are_right_score_right() -> None:
    assert len(PAIRS) > 300
    assert unsuccessful([pair for pair, *_ in PAIRS]) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_mutated_term_is_noticed(fault: str) -> None:
    made = [(pair, start, end, FAULTS[fault](term)) for pair, term, start, end in PAIRS]
    wrong = [Pair(source=p.source, target=p.target[:a] + new + p.target[b:]) for p, a, b, new in made if new]
    seen = unsuccessful(wrong)
    assert len(seen) >= 0.98 * len(wrong), [pair for pair in wrong if pair not in seen]


SYNONYMS = {"talked about": "discussed", "changes": "transforms", "everything": "all of it", "go together": "match"}


def _allowed(pair: Pair, term: Term, start: int, end: int) -> str:
    alternative = next(iter(term.allowed), term.target)
    return pair.target[:start] + (alternative if start else _opened(alternative)) + pair.target[end:]


HARMLESS: dict[str, Callable[[Pair, Term, int, int], str]] = {
    "synonyms": lambda pair, *_: re.sub("|".join(SYNONYMS), lambda word: SYNONYMS[word[0]], pair.target),
    "punctuation": lambda pair, *_: pair.target.replace(".", "!").replace(",", " –"),
    "quoted": lambda pair, _, start, end: f"{pair.target[:start]}“{pair.target[start:end]}”{pair.target[end:]}",
    "case at the start": lambda pair, _, start, end: _opened(
        f"{pair.target[start:end]}, {pair.target[:start]}{pair.target[end:]}"
    ),
    "an allowed alternative": _allowed,
}


@pytest.mark.parametrize("change", HARMLESS)
def test_what_is_no_fault_raises_no_alarm(change: str) -> None:
    changed = [replace(one[0], target=HARMLESS[change](*one)) for one in PAIRS]
    alarms = unsuccessful(changed)
    assert len(alarms) <= 0.02 * len(changed), alarms


def test_modes_tell_a_system_different_things() -> None:
    assert told(GLOSSARY, Mode.PROPER) is GLOSSARY
    assert told(GLOSSARY, Mode.NONE).terms == ()
    assert asked(GLOSSARY, Mode.NONE) is GLOSSARY
    strange = asked(GLOSSARY, Mode.COUNTERFACTUAL)
    proper = {term.id: (term.target, *term.allowed) for term in TERMS}
    assert len(strange.terms) == len(TERMS)
    assert all(term.target not in proper[term.id] and not term.allowed for term in strange.terms)
    assert strange.fingerprint != GLOSSARY.fingerprint


def test_random_terms_are_words_that_keep_each_other_company() -> None:
    sources = ["la facture arrive", "une facture part", "le serveur tombe", "deux clients", "un serveur neuf"]
    references = ["the invoice comes", "an invoice goes", "the server falls", "two clients", "a new server"]
    drawn = asked(GLOSSARY, Mode.RANDOM, sources=sources, references=references)
    assert {(term.source, term.target) for term in drawn.terms} == {("facture", "invoice"), ("serveur", "server")}


def test_a_rendering_without_a_word_is_never_looked_for() -> None:
    odd = Glossary(
        source_language="fr", target_language="en", fingerprint="", terms=(Term(id="x", source="x", target="…"),)
    )
    assert renderings_of(odd).by_word == {}
