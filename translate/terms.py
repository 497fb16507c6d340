"""Finding a glossary's terms in what was said.

A wording of a term is listed (source, form, variant, misheard form) or an inflection of a listed one: X Listed wordings
are compared as `translate.languages.spelling` says; a compound is also found in one word or in several, where nothing
else is written so: no listed wording, and, of two words that only a space parts, no word of the dictionary. Case
matters where the entry says so. No wording is found inside a longer word, across a sentence's end or other punctuation;
an elided article (`l'issue`) is not part of the term.

Candidates first pass the judgement of their context (`translate.glossary.Term` has the rules). Of those that remain,
the longest take their words, earlier before later; what overlaps them yields.

The text is read once, and a word that begins no wording costs one look into a table, however large the glossary is.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from translate.context import Context, Follow, Heard, Parsed, Read, Word, context, cues
from translate.glossary import Case, Glossary, Term
from translate.languages import Language
from translate.languages.lexicon import is_known, lemma
from translate.languages.spelling import APOSTROPHES, HYPHENS, WORD, Spelling, fold, gap, spelling, surface, writings
from translate.sentences import Sentence


class Reason(StrEnum):
    """Why a stretch of text counts as a term."""

    FORM = "form"  # the entry's source or a listed form
    INFLECTION = "inflection"  # an unlisted inflection of it
    VARIANT = "variant"  # another name for it
    MISHEARD = "misheard"  # what a recogniser writes for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A term found in a turn: `start`, `end` in the turn's text as read, the `form` found there, and why it counts."""

    term: Term
    turn: int
    start: int
    end: int
    form: str
    reason: Reason


def find(
    turns: Sequence[str], sentences: Sequence[Sentence], glossary: Glossary, language: Language
) -> tuple[Hit, ...]:
    """Find a glossary's terms in turns' texts, cut into sentences: hits in order, disjoint, each inside a sentence."""
    return matcher(glossary, language).find(turns, sentences)


def protected(text: str, glossary: Glossary, language: Language) -> tuple[tuple[int, int], ...]:
    """Return the spans of listed wordings in a text, whatever their context, in order and disjoint."""
    return matcher(glossary, language).protected(text)


_SHORT = 4  # letters; a shorter word has no inflections inside a longer wording: "ai" is no form of "ont"
_NOTHING: Follow = {}
_PREFERENCE = {Reason.FORM: 0, Reason.VARIANT: 1, Reason.MISHEARD: 2, Reason.INFLECTION: 3}


class _Pattern(NamedTuple):
    """One wording of a term, ready to be compared."""

    term: Term
    reason: Reason
    spelling: Spelling
    surface: str  # "" where case does not matter


class _Candidate(NamedTuple):
    """A place where a term may be: characters `start` to `end`, words `first` to `last` (not included) of its turn."""

    start: int
    end: int
    first: int
    last: int
    term: Term
    reason: Reason


class _Words(dict[str, Word]):
    """The words of the texts, each taken apart when it is first met: what makes a long text cheap."""

    def __init__(self, matcher: "Matcher") -> None:
        super().__init__()
        self._matcher = matcher

    def __missing__(self, raw: str) -> Word:
        word = self[raw] = self._matcher.word(raw)
        return word


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A glossary made ready for reading text in one language; `matcher` makes it."""

    language: Language
    listed: Mapping[str, tuple[_Pattern, ...]] = field(repr=False)
    stems: Mapping[str, tuple[_Pattern, ...]] = field(repr=False)
    follow: Mapping[str, Follow] = field(repr=False)
    follow_stems: Mapping[str, Follow] = field(repr=False)
    contexts: Mapping[str, Context] = field(repr=False)

    def find(self, turns: Sequence[str], sentences: Sequence[Sentence]) -> tuple[Hit, ...]:
        """Find the terms in turns' texts, cut into sentences: see the function `find`."""
        ordered = sorted(sentences, key=lambda sentence: (sentence.turn, sentence.start))
        bounds = [(sentence.turn, sentence.start) for sentence in ordered]
        heard = Heard(turns=turns, sentences=ordered, words=_Words(self))
        hits: list[Hit] = []
        for turn, text in enumerate(turns):
            candidates = []
            for candidate in self._candidates(text, heard.turn(turn)):
                at = bisect_right(bounds, (turn, candidate.start)) - 1
                if at < 0 or ordered[at].turn != turn or candidate.end > ordered[at].end:
                    continue
                judge = self.contexts.get(candidate.term.id)
                if judge is None or judge.allows(heard, at, candidate.first, candidate.last):
                    candidates.append(candidate)
            hits.extend(
                Hit(
                    term=chosen.term,
                    turn=turn,
                    start=chosen.start,
                    end=chosen.end,
                    form=text[chosen.start : chosen.end],
                    reason=chosen.reason,
                )
                for chosen in _longest(candidates)
            )
        return tuple(hits)

    def protected(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the spans of listed wordings in a text: see the function `protected`."""
        read = Heard(turns=(text,), sentences=(), words=_Words(self)).turn(0)
        candidates = [each for each in self._candidates(text, read) if each.reason is not Reason.INFLECTION]
        return tuple((chosen.start, chosen.end) for chosen in _longest(candidates))

    def word(self, raw: str) -> Word:
        """Take a word apart: how it is compared, what it may be an inflection of, and which wordings it can begin."""
        key = fold(raw)
        singulars = tuple(
            key[: len(key) - len(ending)] + singular
            for ending, singular in self.language.plurals
            if key.endswith(ending) and len(key) > len(ending) + 1
        )
        dictionary = fold(lemma(raw.lower(), self.language.code))
        infinitives = (
            base
            for ending, infinitive in self.language.conjugations
            if key.endswith(ending) and (base := key.removesuffix(ending) + infinitive) in self.listed
            if not is_known(raw.lower(), self.language.code)
        )
        stem = key if len(key) < _SHORT else fold(lemma(singulars[0] if singulars else key, self.language.code))
        bases = tuple(
            base
            for base in dict.fromkeys((*singulars, dictionary, *infinitives))
            if base != key and base in self.listed
        )
        follow, follow_stems = self.follow.get(key, _NOTHING), self.follow_stems.get(stem, _NOTHING)
        alone = key in self.listed or bool(bases)
        return Word(key, stem, bases, alone, follow, follow_stems, bool(alone or follow or follow_stems))

    def _candidates(self, text: str, read: Read) -> Iterator[_Candidate]:
        """Yield every place where a wording stands, before anything is judged."""
        words, matches = read
        for first, word in enumerate(words):
            if not word.begins:
                continue
            for pattern, reason in self._patterns(words, first):
                last = first + len(pattern.spelling.words)
                start = matches[first].start() - len(pattern.spelling.before)
                end = matches[last - 1].end() + len(pattern.spelling.after)
                if (
                    self._same_gaps(text, pattern.spelling, matches[first:last])
                    and self._same_case(text[start:end], pattern, opens=_opens(text, start))
                    and self._alone(text, start, end)
                ):
                    yield _Candidate(start, end, first, last, pattern.term, reason)

    def _patterns(self, words: Sequence[Word], first: int) -> Iterator[tuple[_Pattern, Reason]]:
        """Yield the wordings that the words from a place on may be, and why."""
        word = words[first]
        if word.alone:
            yield from ((pattern, pattern.reason) for pattern in self.listed.get(word.key, ()))
            inflected = (pattern for base in word.bases for pattern in self.listed[base])
            yield from ((pattern, Reason.INFLECTION) for pattern in inflected if pattern.reason is not Reason.MISHEARD)
        if first + 1 == len(words):
            return
        for length in word.follow.get(words[first + 1].key, ()):
            key = " ".join([each.key for each in words[first : first + length]])
            yield from ((pattern, pattern.reason) for pattern in self.listed.get(key, ()))
        for length in word.follow_stems.get(words[first + 1].stem, ()):
            key = " ".join([each.stem for each in words[first : first + length]])
            yield from ((pattern, Reason.INFLECTION) for pattern in self.stems.get(key, ()))

    def _same_gaps(self, text: str, wanted: Spelling, matches: Sequence[re.Match[str]]) -> bool:
        """Say whether what stands before, between and after the words is what the wording has there."""
        start, end = matches[0].start(), matches[-1].end()
        if text[start - len(wanted.before) : start] != wanted.before or not text.startswith(wanted.after, end):
            return False
        gaps = (gap(text[left.end() : right.start()]) for left, right in pairwise(matches))
        return all(found == given for found, given in zip(gaps, wanted.gaps, strict=True))

    def _same_case(self, found: str, pattern: _Pattern, *, opens: bool) -> bool:
        """Say whether the case of a wording agrees, where it matters; a sentence may begin with a capital."""
        if not pattern.surface:
            return True
        plain = surface(found)
        if pattern.surface == plain or (opens and pattern.surface == plain[:1].lower() + plain[1:]):
            return True
        return any(
            plain == pattern.surface[: len(pattern.surface) - len(singular)] + ending
            for ending, singular in self.language.plurals
            if pattern.surface.endswith(singular)
        )

    def _alone(self, text: str, start: int, end: int) -> bool:
        """Say whether a place is no part of a longer word, name or address."""
        before, after, beyond = text[start - 1 : start], text[end : end + 1], text[end + 1 : end + 2]
        if before in APOSTROPHES and before and text[start - 2 : start - 1].isalnum():
            article = WORD.findall(text[max(0, start - 12) : start - 1])[-1]
            if fold(article) not in self.language.elisions:
                return False
        if before == "@" or (before == "." and text[start - 2 : start - 1].isalnum() and not text[start].isupper()):
            return False
        if not beyond.isalnum():
            return after != "@"
        if after in HYPHENS:
            tail = WORD.match(text, end + 1)
            return not beyond.islower() or (tail is not None and fold(tail.group()) in self.language.enclitics)
        if after in APOSTROPHES:
            tail = WORD.match(text, end + 1)
            return tail is not None and fold(tail.group()) == "s"
        return after != "@" and not (after == "." and not beyond.isupper())


@lru_cache(maxsize=8)
def matcher(glossary: Glossary, language: Language) -> Matcher:
    """Make a glossary ready for reading text; the same glossary is made ready once."""
    listed: defaultdict[str, list[_Pattern]] = defaultdict(list)
    stems: defaultdict[str, list[_Pattern]] = defaultdict(list)
    bare = Matcher(language=language, listed={}, stems={}, follow={}, follow_stems={}, contexts={})
    words = _Words(bare)
    for term in glossary.terms:
        for pattern in _wordings(term):
            listed[pattern.spelling.key].append(pattern)
            if len(pattern.spelling.words) > 1 and pattern.reason is not Reason.MISHEARD:
                stems[" ".join([words[part].stem for part in pattern.spelling.words])].append(pattern)
    written: defaultdict[str, list[_Pattern]] = defaultdict(list)
    for term in glossary.terms:
        for pattern in _writings(term, language):
            if pattern.spelling.key not in listed:
                written[pattern.spelling.key].append(pattern)
    listed.update(written)
    parsed = Parsed(words)
    trade = cues(_trade(glossary, language), parsed)
    return Matcher(
        language=language,
        listed={key: _ranked(patterns) for key, patterns in listed.items()},
        stems={key: _ranked(patterns) for key, patterns in stems.items()},
        follow=_follow(listed),
        follow_stems=_follow(stems),
        contexts={
            term.id: context(term.need, term.deny, _names(term), parsed, trade=trade)
            for term in glossary.terms
            if term.need or term.deny
        },
    )


def _trade(glossary: Glossary, language: Language) -> Iterator[str]:
    """Yield what tells that the trade is spoken of: the language's words for it, and terms that are never doubted."""
    doubted = {name.casefold() for term in glossary.terms if term.need or term.deny for name in _names(term)}
    yield from (word for word in language.registers.get("trade", ()) if word.casefold() not in doubted)
    for term in glossary.terms:
        if not (term.need or term.deny or term.case is Case.EXACT):
            yield from _names(term)


def _names(term: Term) -> tuple[str, ...]:
    return term.source, *term.forms, *term.variants


def _follow(wordings: Iterable[str]) -> dict[str, Follow]:
    """Return, by first word, what may follow it in a wording."""
    lengths: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for wording in wordings:
        first, *rest = wording.split(" ")
        if rest:
            lengths[first][rest[0]].add(1 + len(rest))
    return {
        first: {second: tuple(sorted(found)) for second, found in seconds.items()} for first, seconds in lengths.items()
    }


def _wordings(term: Term) -> Iterator[_Pattern]:
    """Yield a term's wordings as they are listed."""
    for reason, texts in _listed(term):
        yield from (_pattern(term, reason, text) for text in texts if spelling(text).words)


def _writings(term: Term, language: Language) -> Iterator[_Pattern]:
    """Yield the other ways of writing a term's wordings that the language has no other use for."""
    for reason, texts in _listed(term):
        for text in texts:
            for other in writings(text):
                pattern = _pattern(term, reason, other)
                joined = " " in text and len(pattern.spelling.words) == 1
                if pattern.spelling.words and not (joined and is_known(other.lower(), language.code)):
                    yield pattern


def _listed(term: Term) -> tuple[tuple[Reason, tuple[str, ...]], ...]:
    """Return a term's wordings by the reason why they count."""
    return (Reason.FORM, (term.source, *term.forms)), (Reason.VARIANT, term.variants), (Reason.MISHEARD, term.misheard)


def _pattern(term: Term, reason: Reason, text: str) -> _Pattern:
    return _Pattern(term, reason, spelling(text), surface(text) if term.case is Case.EXACT else "")


def _ranked(patterns: Sequence[_Pattern]) -> tuple[_Pattern, ...]:
    """Return wordings with one spelling, the preferred first, whatever the glossary's order."""
    return tuple(sorted(patterns, key=lambda each: (_PREFERENCE[each.reason], each.term.id)))


def _longest(candidates: Sequence[_Candidate]) -> tuple[_Candidate, ...]:
    """Return disjoint candidates, in order: the longest first take their words."""
    taken: set[int] = set()
    chosen: list[_Candidate] = []
    for candidate in sorted(
        candidates,
        key=lambda each: (each.start - each.end, each.start, _PREFERENCE[each.reason], each.term.id),
    ):
        words = range(candidate.first, candidate.last)
        if taken.isdisjoint(words):
            taken.update(words)
            chosen.append(candidate)
    return tuple(sorted(chosen, key=lambda each: each.start))


def _opens(text: str, start: int) -> bool:
    """Say whether a place is where a sentence or a quotation begins."""
    before = text[max(0, start - 8) : start].rstrip()
    return not before or before[-1] in '.?!…:«"“'
