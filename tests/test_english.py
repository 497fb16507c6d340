"""The English article that a word takes."""

import pytest

from translate.languages.english import indefinite


@pytest.mark.parametrize(
    "words",
    [
        "an agile|an AI|an SRE|an LLM|an MVP|an API|an issue|an hour|an honest|an OKR|an 8|an NPM|an unnamed|an x-ray",
        "a user|a unit|a UX|a Unix|a PO|a one-pager|a European|a Kubernetes|a URL|a CI|a JSON|a RAG|a node",
        "a DevOps|a Product|an Elastic|an SLA|an RPC|a SaaS|a usable|an usher|a ubiquitous|a utility|an uninstall",
    ],
)
def test_the_article_follows_the_sound(words: str) -> None:
    pairs = [pair.split(" ", 1) for pair in words.split("|")]
    assert [(indefinite(word), word) for _, word in pairs] == [(article, word) for article, word in pairs]
