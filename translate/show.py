"""The show's name: nothing to translate, and a small model makes something else of it each time (*Whether devs*).

A page tells it: as a line of its own, with which the episode's title begins, before the episode's number. It is then a
term that is the same in both languages, found however the recogniser wrote it (*quai des dev*), unless the glossary
says something else of it.
"""

import re
from dataclasses import replace

from translate.entries import slug
from translate.episode import Episode, NoteKind
from translate.glossary import Glossary, Term, fingerprint

_NUMBER = re.compile(r"\W{1,3}(?:(?:[ée]p(?:isode|\.)?|num[ée]ro|n[o°]|saison|s)\W{0,2})?\d", re.IGNORECASE)


def with_name(glossary: Glossary, episode: Episode) -> Glossary:
    """Return the glossary with the name of an episode's show, where that is known and no entry claims it."""
    found = name(episode)
    if found is None or any(found.casefold() == text.casefold() for term in glossary.terms for text in term.claimed):
        return glossary
    term = Term(id=f"show-{slug(found)}", source=found, target=found, pos="proper", note="The name of the show.")
    terms = (term, *glossary.terms)
    return replace(
        glossary,
        terms=terms,
        fingerprint=fingerprint(glossary.source_language, glossary.target_language, terms),
    )


def name(episode: Episode) -> str | None:
    """Return the name of an episode's show, of two words or more: one could be any word of the language."""
    lines = {line for note in episode.notes if note.kind is NoteKind.CHROME for line in note.before.split("\n")}
    named = (line for line in lines if episode.title.startswith(line) and _NUMBER.match(episode.title, len(line)))
    return max((line for line in named if len(line.split()) > 1), key=len, default=None)
