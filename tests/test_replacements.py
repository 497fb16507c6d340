"""A rendering put in the place of other words: its number, its article, its capital."""

import re

import pytest

from translate import enforce, ladder, terms
from translate.engine import Hypothesis, Link, Request
from translate.glossary import Glossary, Term
from translate.languages import language
from translate.sentences import Sentence

FRENCH, ENGLISH = language("fr"), language("en")
NOUNS = {
    "SRE": "SRE", "user story": "user story", "API": "API", "issue": "issue", "product owner": "Product Owner",
    "nœud": "node", "feedback": "feedback", "intégration continue": "continuous integration", "OKR": "OKR",
    "partie prenante": "stakeholder", "feuille de route": "roadmap", "MVP": "MVP", "coach agile": "agile coach",
    "revue de code": "code review", "chaîne d'intégration": "CI pipeline", "équipe de dev": "development team",
    "dette technique": "technical debt", "test unitaire": "unit test", "rétro": "retrospective",
    "critère d'acceptation": "acceptance criterion", "base de données": "database", "UX": "UX", "IDE": "IDE",
    "preuve de concept": "proof of concept", "agent IA": "AI agent", "heure de pointe": "hour of rush",
    "architecture hexagonale": "hexagonal architecture", "hackathon": "hackathon", "processus": "process",
}  # fmt: skip
FORMS = {
    "user story": ("user stories",), "product owner": ("product owners",), "nœud": ("nœuds",), "issue": ("issues",),
    "feedback": ("feedbacks",), "partie prenante": ("parties prenantes",), "revue de code": ("revues de code",),
    "chaîne d'intégration": ("chaînes d'intégration",), "équipe de dev": ("équipes de dev",), "API": ("APIs",),
    "test unitaire": ("tests unitaires",), "critère d'acceptation": ("critères d'acceptation",),
    "base de données": ("bases de données",), "preuve de concept": ("preuves de concept",),
    "agent IA": ("agents IA",),
}  # fmt: skip
NOT_COUNTED = {"feedback": ("feedbacks",)}
TERMS = (
    Term(id="deploy", source="déployer", target="deploy", forms=("déployé", "déploie"), pos="verb"),
    *(
        Term(
            id=source, source=source, target=target, forms=FORMS.get(source, ()), forbidden=NOT_COUNTED.get(source, ())
        )
        for source, target in NOUNS.items()
    ),
)
GLOSSARY = Glossary(source_language="fr", target_language="en", fingerprint="test", terms=TERMS)


def replaced(source: str, answer: str, words: str) -> str:
    """Put the rendering of a source's one hit in the place of words of an answer, and mend what stands around it."""
    (hit,) = terms.find([source], [Sentence(turn=0, start=0, end=len(source))], GLOSSARY, FRENCH)
    start = answer.index(words)
    links = tuple(
        Link(source_start=hit.start, source_end=hit.end, target_start=word.start(), target_end=word.end())
        if start <= word.start() < start + len(words)
        else Link(
            source_start=len(source) - 1, source_end=len(source), target_start=word.start(), target_end=word.end()
        )
        for word in re.finditer(r"\w+", answer)
    )
    request = Request(text=source, terms=enforce.required(source, [(hit, hit.start, hit.end)], (FRENCH, ENGLISH)))
    hypothesis = Hypothesis(text=answer, score=0.0, links=links)
    rung = ladder.replaced(ladder.first(request, (hit,), (0,), hypothesis, (FRENCH, ENGLISH)))
    owned = ladder.last(rung)
    judged = enforce.enforce(owned, [hit], ENGLISH)
    (outcome,) = judged.outcomes
    assert judged.text[outcome.start : outcome.end] == outcome.rendering != ""
    return judged.text


@pytest.mark.parametrize(
    ("source", "answer", "words", "expected"),
    [
        ("On cherche un SRE ici.", "We seek a guardian here.", "guardian", "We seek an SRE here."),
        ("On écrit une user story.", "We write an account.", "account", "We write a user story."),
        ("Une API de plus.", "A door more.", "door", "An API more."),
        ("C'est une autre API ici.", "It is another door here.", "door", "It is another API here."),
        ("Une UX soignée.", "An experience with care.", "experience", "A UX with care."),
        ("Un IDE suffit.", "A tool is enough.", "tool", "An IDE is enough."),
        ("Un OKR suffit.", "“A goal” is enough.", "goal", "“An OKR” is enough."),
        ("On a un MVP en ligne.", "We have a (product) online.", "product", "We have an (MVP) online."),
        ("C'est un coach agile, non ?", "He is a trainer, no?", "trainer", "He is an agile coach, no?"),
        ("Une architecture hexagonale.", "An order here.", "order", "A hexagonal architecture here."),
        ("C'est une heure de pointe.", "It is a peak here.", "peak", "It is an hour of rush here."),
        ("Un hackathon commence.", "An event starts.", "event", "A hackathon starts."),
        ("Un nœud tombe.", "An edge falls.", "edge", "A node falls."),
        ("Un agent IA répond.", "A bot answers.", "bot", "An AI agent answers."),
        ("Un vieux nœud tombe.", "An old edge falls.", "edge", "An old node falls."),
    ],
)
def test_the_article_is_that_of_the_new_word(source: str, answer: str, words: str, expected: str) -> None:
    assert replaced(source, answer, words) == expected


@pytest.mark.parametrize(
    ("source", "answer", "words", "expected"),
    [
        ("Les product owners râlent.", "The bosses complain.", "bosses", "The Product Owners complain."),
        ("Trois nœuds tombent.", "Three hub fall.", "hub", "Three nodes fall."),
        ("Le nœud tombe.", "The knots fall.", "knots", "The nodes fall."),
        ("Le nœud tombe.", "The bus falls.", "bus", "The node falls."),
        ("Nos parties prenantes râlent.", "Our parties complain.", "parties", "Our stakeholders complain."),
        ("Les revues de code durent.", "The reading lasts.", "reading", "The code reviews lasts."),
        ("Les chaînes d'intégration cassent.", "The string breaks.", "string", "The CI pipelines breaks."),
        ("Cinq équipes de dev ici.", "Five staff here.", "staff", "Five development teams here."),
        ("Les user stories sont là.", "The account is there.", "account", "The user stories is there."),
        ("Des critères d'acceptation.", "Some test.", "test", "Some acceptance criteria."),
        ("Le critère d'acceptation.", "The criteria.", "criteria", "The acceptance criteria."),
        ("Deux preuves de concept.", "Two evidence.", "evidence", "Two proofs of concept."),
        ("Des bases de données.", "Of the archive.", "archive", "Of the databases."),
        ("Des APIs partout.", "The door everywhere.", "door", "The APIs everywhere."),
        ("Le processus est lent.", "The way is slow.", "way", "The process is slow."),
        ("On déploie le soir.", "We unfold at night.", "unfold", "We deploy at night."),
        ("On a déployé hier.", "We unfolded yesterday.", "unfolded", "We deployed yesterday."),
    ],
)
def test_the_number_is_what_was_said_or_written(source: str, answer: str, words: str, expected: str) -> None:
    assert replaced(source, answer, words) == expected


@pytest.mark.parametrize(
    ("source", "answer", "words", "expected"),
    [
        ("On a des tests unitaires.", "We have a single check.", "single check", "We have unit tests."),
        ("Des issues sont ouvertes.", "An exit is open.", "exit", "Issues is open."),
        ("On a eu un feedback.", "We had a return.", "return", "We had feedback."),
        ("On a eu des feedbacks.", "We had returns.", "returns", "We had feedback."),
    ],
)
def test_what_is_not_counted_has_no_article(source: str, answer: str, words: str, expected: str) -> None:
    assert replaced(source, answer, words) == expected


@pytest.mark.parametrize(
    ("source", "answer", "words", "expected"),
    [
        ("L'intégration continue tourne.", "The merging runs.", "merging", "The continuous integration runs."),
        ("C'est l'issue de Léa.", "It's Léa's exit.", "exit", "It's Léa's issue."),
        ("La feuille de route du produit.", "The product's sheet.", "sheet", "The product's roadmap."),
        ("La rétro de l'équipe.", '"Past" of the team.', "Past", '"Retrospective" of the team.'),
        ("La dette technique monte.", "Liability rises.", "Liability", "Technical debt rises."),
    ],
)  # fmt: skip
def test_what_stands_around_is_left(source: str, answer: str, words: str, expected: str) -> None:
    assert replaced(source, answer, words) == expected


def test_of_two_hits_of_an_entry_the_one_that_is_rendered_otherwise_is_mended() -> None:
    """What stands for the second must not pay for the first, which would leave the second without a place."""
    source, answer = "Un nœud tombe, un nœud tient.", "An edge falls, a node stands."
    hits = terms.find([source], [Sentence(turn=0, start=0, end=len(source))], GLOSSARY, FRENCH)
    words = {"edge": hits[0], "node": hits[1]}
    links = tuple(
        Link(
            source_start=words[word.group()].start if word.group() in words else 0,
            source_end=words[word.group()].end if word.group() in words else 2,
            target_start=word.start(),
            target_end=word.end(),
        )
        for word in re.finditer(r"\w+", answer)
    )
    request = Request(
        text=source, terms=enforce.required(source, [(hit, hit.start, hit.end) for hit in hits], (FRENCH, ENGLISH))
    )
    hypothesis = Hypothesis(text=answer, score=0.0, links=links)
    rung = ladder.replaced(ladder.first(request, tuple(hits), (0, 1), hypothesis, (FRENCH, ENGLISH)))
    judged = enforce.enforce(ladder.last(rung), hits, ENGLISH)
    assert judged.text == "A node falls, a node stands."
    assert [outcome.tier for outcome in judged.outcomes] == [ladder.REPLACEMENT, enforce.PLAIN]
