"""Trying a glossary on its own words: which wordings find their entry, and which cues can ever let one in.

Nothing is guessed from the look of an entry. Each wording is read as a text of its own, and each cue beside its term,
by the matcher that reads episodes; what it does not find there, it finds nowhere.
"""

import re
from collections import ChainMap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from translate.glossary import Glossary, Term
from translate.languages import Language
from translate.languages.spelling import HYPHENS
from translate.sentences import Sentence
from translate.terms import Hit, Matcher, find, matcher

_WORD = "zzba"
_FILLER = "zzba zzbe zzbi zzbo"  # words of no language, enough of them that a sentence hears no farther


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A wording or a cue in which its term is not found; `taker` is the term that is found in its place, if one is."""

    term: Term
    wording: str
    taker: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """What a term's context can never do.

    `cues` of `need` let nothing in; with all of them dead the term is `never` a hit. `always` are those that stand in
    every name of the term, and let it in wherever it is said. `denied` are wordings that the term's own `deny` rules
    out wherever they are said, `idle` the cues of `deny` that rule nothing out.
    """

    term: Term
    cues: tuple[str, ...] = ()
    never: bool = False
    always: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    idle: tuple[Silent, ...] = ()


def silent(glossary: Glossary, language: Language) -> tuple[Silent, ...]:
    """Return the wordings that do not find their term, whatever the context."""
    free = replace(glossary, terms=tuple(replace(term, need=(), deny=()) for term in glossary.terms))
    asked = [(term, wording) for term in glossary.terms for wording in dict.fromkeys(term.claimed)]
    found = _heard([f"{_WORD} {wording}" for _, wording in asked], free, language)  # a capital may open a sentence
    return tuple(
        Silent(term=term, wording=wording, taker=_taker(hits, wording))
        for (term, wording), hits in zip(asked, found, strict=True)
        if all(hit.term.id != term.id for hit in hits)
    )


def dead(glossary: Glossary, language: Language) -> tuple[Dead, ...]:
    """Return the terms with a context that can never hold; cues whose place another term takes are left out."""
    free = replace(glossary, terms=tuple(replace(term, need=()) for term in glossary.terms))
    denied = _denied([term for term in glossary.terms if term.deny], free, language)
    lost = _lost([term for term in glossary.terms if term.need], glossary, language)
    always, idle = _always(glossary, language), _idle(glossary, language)
    return tuple(
        Dead(
            term=term,
            cues=lost.get(term.id, ()),
            never=bool(term.need) and len(lost.get(term.id, ())) == len(term.need),
            always=always.get(term.id, ()),
            denied=denied.get(term.id, ()),
            idle=idle.get(term.id, ()),
        )
        for term in glossary.terms
        if any(term.id in found for found in (lost, always, denied, idle))
    )


def _denied(terms: Sequence[Term], glossary: Glossary, language: Language) -> dict[str, tuple[str, ...]]:
    """Return, by id, the wordings of terms that are not found even where nothing else is said."""
    asked = [(term, wording) for term in terms for wording in dict.fromkeys(_names(term))]
    found = _heard([wording for _, wording in asked], glossary, language)
    made: dict[str, tuple[str, ...]] = {}
    for (term, wording), hits in zip(asked, found, strict=True):
        if not hits:
            made[term.id] = (*made.get(term.id, ()), wording)
    return made


def _lost(terms: Sequence[Term], glossary: Glossary, language: Language) -> dict[str, tuple[str, ...]]:
    """Return, by id, the cues of `need` that let nothing in: not beside the source, by themselves, beside any name."""
    asked = [(term, cue) for term in terms for cue in term.need]
    found = _heard([_beside(cue, term.source) for term, cue in asked], glossary, language)
    open_ = [one for one, hits in zip(asked, found, strict=True) if not hits]
    ways = [(_said(cue), *(_beside(cue, name) for name in _names(term))) for term, cue in open_]
    heard = iter(_heard([text for texts in ways for text in texts], glossary, language))
    made: dict[str, tuple[str, ...]] = {}
    for (term, cue), texts in zip(open_, ways, strict=True):
        tried = [next(heard) for _ in texts]
        if not any(tried):
            made[term.id] = (*made.get(term.id, ()), cue)
    return made


def _always(glossary: Glossary, language: Language) -> dict[str, tuple[str, ...]]:
    """Return, by id, the cues of `need` with which every name of their term is found by itself."""
    made: dict[str, tuple[str, ...]] = {}
    for term, cue, _, held in _trials(glossary, language, "need"):
        if all(any(hit.term.id == term.id for hit in _read(held, name)) for name in _names(term)):
            made[term.id] = (*made.get(term.id, ()), cue)
    return made


def _idle(glossary: Glossary, language: Language) -> dict[str, tuple[Silent, ...]]:
    """Return, by id, the cues of `deny` that rule their term out nowhere: not in themselves, nor beside any name."""
    made: dict[str, tuple[Silent, ...]] = {}
    for term, cue, free, held in _trials(glossary, language, "deny"):
        said = (_said(cue), re.sub(f"[{re.escape(HYPHENS)}]", " ", _said(cue)))
        spelt = (_spelt(text, name) for text in said for name in _names(term))
        texts = dict.fromkeys((*(_beside(cue, name) for name in _names(term)), *said, *spelt))
        if all(_read(free, text) == _read(held, text) for text in texts):
            others = [hit for hit in _read(free, _said(cue)) if hit.term.id != term.id]
            taker = _taker(others, _said(cue))
            made[term.id] = (*made.get(term.id, ()), Silent(term=term, wording=cue, taker=taker))
    return made


def _trials(
    glossary: Glossary, language: Language, key: Literal["need", "deny"]
) -> Iterator[tuple[Term, str, Matcher, Matcher]]:
    """Yield each cue of a kind with its term, and what reads without any cue of that term, and with this one alone.

    Those that come with the language are beyond a glossary's mending, and are not tried.
    """
    shared = {cue for cues in language.registers.values() for cue in cues}
    cues = [(term, cue) for term in glossary.terms for cue in getattr(term, key) if cue not in shared]
    single = [
        replace(term, id=str(at), need=(cue,) if key == "need" else (), deny=(cue,) if key == "deny" else ())
        for at, (term, cue) in enumerate(cues)
    ]
    tried = matcher(replace(glossary, terms=tuple(single)), language).contexts
    whole = matcher(glossary, language)
    others = dict(whole.contexts)
    for at, (term, cue) in enumerate(cues):
        own = others.pop(term.id)
        free = replace(whole, contexts=others)
        yield term, cue, free, replace(whole, contexts=ChainMap({term.id: tried[str(at)]}, others))
        others[term.id] = own


def _read(matcher: Matcher, text: str) -> tuple[Hit, ...]:
    return matcher.find([text], [Sentence(turn=0, start=0, end=len(text))])


def _names(term: Term) -> tuple[str, ...]:
    return term.source, *term.forms, *term.variants


def _said(cue: str) -> str:
    """Return a cue as somebody may say it: it may hold the term itself."""
    return cue.replace("*", "")


def _spelt(cue: str, name: str) -> str:
    """Return a cue in which a term has its own capitals, for terms whose case matters."""
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: name, cue, flags=re.IGNORECASE)


def _beside(cue: str, name: str) -> str:
    """Return a text in which a cue stands beside a term and is no part of it."""
    return f"{_said(cue)}, {name}"


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
