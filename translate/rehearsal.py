"""Trying a glossary on its own words: which wordings find their entry, and which cues can ever let one in.

Nothing is guessed from the look of an entry. Each wording is read as a text of its own, and each cue beside its term,
by the matcher that reads episodes; what it does not find there, it finds nowhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from translate.glossary import Glossary, Term
from translate.languages import Language
from translate.sentences import Sentence
from translate.terms import Hit, find

_FILLER = "zzba zzbe zzbi zzbo"  # words of no language, enough of them that a sentence hears no farther


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A wording that does not find its term; `taker` is the term that is found in its place, if one is."""

    term: Term
    wording: str
    taker: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """What a term's context can never do.

    `cues` of `need` let nothing in; with all of them dead the term is `never` a hit. `denied` are wordings that the
    term's own `deny` rules out wherever they are said.
    """

    term: Term
    cues: tuple[str, ...] = ()
    never: bool = False
    denied: tuple[str, ...] = ()


def silent(glossary: Glossary, language: Language) -> tuple[Silent, ...]:
    """Return the wordings that do not find their term, whatever the context."""
    free = replace(glossary, terms=tuple(replace(term, need=(), deny=()) for term in glossary.terms))
    asked = [(term, wording) for term in glossary.terms for wording in dict.fromkeys(term.claimed)]
    found = _heard([wording for _, wording in asked], free, language)
    return tuple(
        Silent(term=term, wording=wording, taker=_taker(hits, wording))
        for (term, wording), hits in zip(asked, found, strict=True)
        if all(hit.term.id != term.id for hit in hits)
    )


def dead(glossary: Glossary, language: Language) -> tuple[Dead, ...]:
    """Return the terms with a context that can never hold; cues whose place another term takes are left out."""
    terms = [term for term in glossary.terms if term.need or term.deny]
    alone = [
        [wording for wording in dict.fromkeys((term.source, *term.forms, *term.variants)) if not term.need]
        for term in terms
    ]
    needed = [[_beside(cue, term) for cue in term.need] for term in terms]
    texts = [text for one, other in zip(alone, needed, strict=True) for text in (*one, *chain(*other))]
    heard = iter(_heard(texts, glossary, language))
    made: list[Dead] = []
    for term, wordings, cues in zip(terms, alone, needed, strict=True):
        denied = tuple(wording for wording in wordings if not next(heard))
        tried = [[next(heard) for _ in ways] for ways in cues]
        lost = tuple(cue for cue, ways in zip(term.need, tried, strict=True) if not any(map(len, ways)))
        if denied or lost:
            never = bool(lost) and len(lost) == len(term.need)
            made.append(Dead(term=term, cues=lost, never=never, denied=denied))
    return tuple(made)


def _beside(cue: str, term: Term) -> tuple[str, ...]:
    """Return texts in which a cue stands as people may say it: by itself, for it may hold the term, and beside it."""
    said = re.sub(r"\*", "", cue)
    names = dict.fromkeys((term.source, *term.forms, *term.variants))
    return (said, *(f"{said}, {name}" for name in names))


def _heard(texts: Sequence[str], glossary: Glossary, language: Language) -> list[tuple[Hit, ...]]:
    """Return the hits in each text, none of which hears its neighbours."""
    turns = [turn for text in texts for turn in (text, _FILLER)]
    sentences = [Sentence(turn=number, start=0, end=len(turn)) for number, turn in enumerate(turns)]
    hits: list[list[Hit]] = [[] for _ in texts]
    for hit in find(turns, sentences, glossary, language):
        hits[hit.turn // 2].append(hit)
    return [tuple(found) for found in hits]


def _taker(hits: Sequence[Hit], wording: str) -> Term | None:
    """Return the term that takes a wording whole, or the first that takes a part of it."""
    whole = next((hit.term for hit in hits if len(hit.form) == len(wording)), None)
    return whole or (hits[0].term if hits else None)
