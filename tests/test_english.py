"""The English article that a word takes."""

import pytest

from translate.languages.english import conjugated, indefinite, pluralised


@pytest.mark.parametrize(
    "words",
    [
        "an agile|an AI|an SRE|an LLM|an MVP|an API|an issue|an hour|an honest|an OKR|an 8|an NPM|an unnamed|an x-ray",
        "a user|a unit|a UX|a Unix|a PO|a one-pager|a European|a Kubernetes|a URL|a CI|a JSON|a RAG|a node",
        "an npm|an x86|an nginx|an html|a k8s|a css|a p2p|a night|a query",
        "a DevOps|a Product|an Elastic|an SLA|an RPC|a SaaS|a usable|an usher|a ubiquitous|a utility|an uninstall",
    ],
)
def test_the_article_follows_the_sound(words: str) -> None:
    pairs = [pair.split(" ", 1) for pair in words.split("|")]
    assert [(indefinite(word), word) for _, word in pairs] == [(article, word) for article, word in pairs]


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("node", "nodes"),
        ("branch", "branches"),
        ("user story", "user stories"),
        ("day", "days"),
        ("PO", "POs"),
        ("box", "boxes"),
        ("process", "processes"),
        ("Kubernetes", "Kubernetes"),
        ("acceptance criterion", "acceptance criteria"),
        ("salesperson", "salespeople"),
        ("analysis", "analyses"),
        ("German", "Germans"),
    ],
)
def test_nouns_have_a_plural(noun: str, plural: str) -> None:
    assert pluralised(noun) == plural


@pytest.mark.parametrize("noun", ["malware", "training data", "source code", "load balancing", "scalability"])
def test_a_noun_without_a_plural_stays_as_it_is(noun: str) -> None:
    assert pluralised(noun) == noun


@pytest.mark.parametrize("noun", ["embedding", "QR code", "vulnerability"])
def test_its_look_alikes_have_a_plural(noun: str) -> None:
    assert pluralised(noun) != noun


@pytest.mark.parametrize(
    ("phrase", "plural"),
    [
        ("proof of concept", "proofs of concept"),
        ("call for papers", "calls for papers"),
        ("Definition of Done", "Definitions of Done"),
        ("Jobs to be Done", "Jobs to be Done"),
    ],
)
def test_a_phrase_has_the_plural_of_its_head(phrase: str, plural: str) -> None:
    assert pluralised(phrase) == plural


@pytest.mark.parametrize(
    ("verb", "like", "form"),
    [
        ("deploy", "pushed", "deployed"),
        ("merge", "pushed", "merged"),
        ("merge", "pushing", "merging"),
        ("commit", "pushed", "committed"),
        ("ship", "pushing", "shipping"),
        ("push", "does", "pushes"),
        ("push", "pass", "push"),
        ("deploy", "put", "deploy"),
        ("load", "helped", "loaded"),
        ("query", "asked", "queried"),
        ("debug", "fixing", "debugging"),
        ("reset", "putting", "resetting"),
        ("reboot", "helped", "rebooted"),
    ],
)
def test_a_verb_takes_the_form_of_another(verb: str, like: str, form: str) -> None:
    assert conjugated(verb, like) == form
