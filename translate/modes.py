"""What a system is told when its terminology is tested: nothing, the glossary, random words, or renderings nobody uses.

The modes of the shared tasks on terminology (WMT 2021 to 2025), and one more. A system that obeys does well on
`proper`; one that knows the words anyway does well on `none` too; only one that obeys does well on `counterfactual`;
and one that obeys without wrecking the sentence keeps its chrF on `random`, where ordinary words are its terms.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from translate.glossary import Glossary, Term, fingerprint
from translate.languages.spelling import WORD, fold

_SHORTEST = 5  # letters of a word that stands for one thing often enough
_SELDOM = 2  # times that words may stand side by side by chance
_SURE = 0.8  # Dice's coefficient of two words above which one is taken for the other's rendering


class Mode(StrEnum):
    """What a system was told."""

    NONE = "none"
    PROPER = "proper"
    RANDOM = "random"
    COUNTERFACTUAL = "counterfactual"


def told(glossary: Glossary, mode: Mode, *, sources: Sequence[str] = (), references: Sequence[str] = ()) -> Glossary:
    """Return the glossary that a system is given in a mode; `random` takes its words from sources and references."""
    if mode is Mode.PROPER:
        return glossary
    if mode is Mode.NONE:
        return _of(glossary, ())
    if mode is Mode.RANDOM:
        return _of(glossary, _ordinary(sources, references, len(glossary.terms)))
    return _of(glossary, _rotated(glossary.terms))


def asked(glossary: Glossary, mode: Mode, *, sources: Sequence[str] = (), references: Sequence[str] = ()) -> Glossary:
    """Return the glossary that a system is held to in a mode: what it was told, or the proper one if nothing."""
    return glossary if mode is Mode.NONE else told(glossary, mode, sources=sources, references=references)


def toml(glossary: Glossary) -> str:
    """Return a glossary as a file that a system can be told: what is said and what it becomes."""

    def listed(values: Sequence[str]) -> str:
        return json.dumps(list(values), ensure_ascii=False)

    head = f"language = {json.dumps(glossary.source_language)}\n"
    tables = (
        f"\n[[terms]]\nid = {json.dumps(term.id)}\nsource = {json.dumps(term.source, ensure_ascii=False)}\n"
        f"forms = {listed(term.forms)}\nvariants = {listed(term.variants)}\nmisheard = {listed(term.misheard)}\n"
        f"target = {json.dumps(term.target, ensure_ascii=False)}\nallowed = {listed(term.allowed)}\n"
        f"pos = {json.dumps(term.pos)}\ncase = {json.dumps(str(term.case))}\n"
        f"need = {listed(term.need)}\ndeny = {listed(term.deny)}\n"
        for term in glossary.terms
    )
    return head + "".join(tables)


def _rotated(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return terms, each with the target of another whose target is none of its renderings."""
    targets = [term.target for term in terms]
    rotated = []
    for at, term in enumerate(terms):
        order = targets[at + 1 :] + targets[: at + 1]
        own = {fold(each) for each in (term.source, *term.renderings)}
        strange = next((target for target in order if fold(target) not in own), None)
        if strange is not None:
            rotated.append(replace(term, target=strange, allowed=(), forbidden=()))
    return tuple(rotated)


def _ordinary(sources: Sequence[str], references: Sequence[str], count: int) -> tuple[Term, ...]:
    """Return ordinary words with the word that keeps them company in the references, as Dice's coefficient tells it."""
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    both: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for source, reference in zip(sources, references, strict=True):
        ours = {fold(word) for word in WORD.findall(source) if len(word) >= _SHORTEST and word.islower()}
        theirs = {fold(word) for word in WORD.findall(reference) if len(word) >= _SHORTEST and word.islower()}
        left.update(ours)
        right.update(theirs)
        for word in ours:
            both[word].update(theirs)
    terms: list[Term] = []
    for word, company in sorted(both.items()):
        shares = sorted((-2 * together / (left[word] + right[other]), other) for other, together in company.items())
        sure = [other for share, other in shares if -share >= _SURE]
        if left[word] > _SELDOM and len(sure) == 1:
            terms.append(Term(id=f"random-{len(terms)}", source=word, target=sure[0]))
    chosen = random.Random(1).sample(terms, min(count, len(terms)))  # noqa: S311  # equal inputs, equal words
    return tuple(sorted(chosen, key=lambda term: term.source))


def _of(glossary: Glossary, terms: tuple[Term, ...]) -> Glossary:
    marked = fingerprint(glossary.source_language, glossary.target_language, terms)
    return replace(glossary, terms=terms, fingerprint=marked, notes=())
