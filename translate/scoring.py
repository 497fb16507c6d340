"""Scoring translations against a glossary, whoever made them: it knows nothing of how a term was enforced.

*Term success* counts by maximal exclusive matching. The accepted renderings of every entry (inflected, at word borders)
are looked for in the target, the longest take their words, and each span pays for one hit of an entry that accepts it;
no other way of paying would serve more hits. A rendering inside a longer one of another entry pays for nothing:
`sprint backlog` is no rendering of `backlog`; unless nothing but renderings of hits stands in the longer one, of which
the source has none: `Docker swarm` renders both hits of `essaim Docker`.

Success alone can be gamed, so it never stands alone: *over-generation* counts renderings of entries of which the source
has no hit, and *masked chrF* compares what stands outside the terms with a reference.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from translate import terms
from translate.chrf import chrf
from translate.glossary import Glossary, Term
from translate.languages import Language, language
from translate.languages.lexicon import lemma
from translate.languages.spelling import WORD, Spelling, fold, gap, spelling
from translate.sentences import Sentence
from translate.terms import Hit

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A source sentence, its translation, and a reference where there is one."""

    source: str
    target: str
    reference: str | None = None


class Verdict(StrEnum):
    """What a translation did with a hit."""

    FOUND = "found"
    NESTED = "nested"  # only inside the rendering of another entry
    FORBIDDEN = "forbidden"  # as the entry must not be rendered
    SOURCE = "source"  # left in the source language
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A hit of the pair `pair` and what became of it; `start`, `end` are what stands for it in the target.

    They are -1 where nothing is known to.
    """

    pair: int
    hit: Hit
    verdict: Verdict
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A rendering in the target of the pair `pair` of an entry that its source has no hit of."""

    pair: int
    term: Term
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What was found in pairs; chrF figures (0 to 100) are None unless every pair has a reference."""

    pairs: int
    words: int
    judged: tuple[Judged, ...]
    strays: tuple[Stray, ...]
    chrf: float | None
    masked_chrf: float | None

    @property
    def found(self) -> int:
        """How many hits were rendered as the glossary says."""
        return sum(one.verdict is Verdict.FOUND for one in self.judged)

    @property
    def success(self) -> float | None:
        """The share of the hits that were, None without a hit."""
        return self.found / len(self.judged) if self.judged else None

    @property
    def over_generation(self) -> float:
        """The strays per thousand words of the targets."""
        return 1000 * len(self.strays) / self.words if self.words else 0.0


def score(pairs: Sequence[Pair], glossary: Glossary) -> Scores:
    """Score pairs, each a sentence, in order; neighbours lend each other context."""
    hits = _hits(pairs, glossary)
    index = renderings_of(glossary)
    judged: list[Judged] = []
    strays: list[Stray] = []
    masked: list[tuple[str, str]] = []
    for at, pair in enumerate(pairs):
        wanted = [hit.term for hit in hits[at]]
        paid, free = index.pay(pair.target, wanted)
        judged += [_judged(at, hit, span, pair.target, index) for hit, span in zip(hits[at], paid, strict=True)]
        strays += _strays(at, pair, wanted, free, index)
        if pair.reference is not None:
            theirs, _ = index.pay(pair.reference, wanted)
            masked.append((mask(pair.target, paid), mask(pair.reference, theirs)))
    known = bool(pairs) and len(masked) == len(pairs)
    return Scores(
        pairs=len(pairs),
        words=sum(len(pair.target.split()) for pair in pairs),
        judged=tuple(judged),
        strays=tuple(strays),
        chrf=chrf([pair.target for pair in pairs], [pair.reference or "" for pair in pairs]) if known else None,
        masked_chrf=chrf([ours for ours, _ in masked], [theirs for _, theirs in masked]) if known else None,
    )


def mask(text: str, spans: Sequence[Span | None]) -> str:
    """Return a text without these spans."""
    for start, end in sorted((span for span in spans if span is not None), reverse=True):
        text = text[:start] + text[end:]
    return text


def _hits(pairs: Sequence[Pair], glossary: Glossary) -> list[list[Hit]]:
    """Return the hits of each pair's source."""
    sources = [pair.source for pair in pairs]
    sentences = [Sentence(turn=at, start=0, end=len(source)) for at, source in enumerate(sources) if source]
    hits: list[list[Hit]] = [[] for _ in pairs]
    for hit in terms.find(sources, sentences, glossary, language(glossary.source_language)):
        hits[hit.turn].append(hit)
    return hits


def _judged(at: int, hit: Hit, span: Span | None, text: str, index: "Renderings") -> Judged:
    if span is not None:
        return Judged(pair=at, hit=hit, verdict=Verdict.FOUND, start=span[0], end=span[1])
    for verdict, wordings in (
        (Verdict.FORBIDDEN, hit.term.forbidden),
        (Verdict.NESTED, hit.term.renderings),
        (Verdict.SOURCE, (hit.form, hit.term.source)),
    ):
        place = index.place(text, wordings, hit.term)
        if place is not None:
            return Judged(pair=at, hit=hit, verdict=verdict, start=place[0], end=place[1])
    return Judged(pair=at, hit=hit, verdict=Verdict.MISSING)


def _strays(
    at: int, pair: Pair, wanted: Sequence[Term], free: Sequence["Found"], index: "Renderings"
) -> Iterator[Stray]:
    """Yield the spans that no hit accounts for, less as many of the same words as the source or the reference has."""
    ids = {term.id for term in wanted}
    given = Counter(fold(word) for word in WORD.findall(pair.source))
    if pair.reference is not None:
        excused = Counter(term.id for found in index.find(pair.reference) for term in found.terms)
    else:
        excused = Counter()
    for found in free:
        if any(term.id in ids for term in found.terms):
            continue
        words = [fold(word) for word in WORD.findall(pair.target[found.start : found.end])]
        if all(given[word] for word in words):  # a word of both languages, or a name
            continue
        term = found.terms[0]
        if _is_verb_form(pair.target[found.start : found.end], term, index.language):
            continue
        if excused[term.id]:
            excused[term.id] -= 1
        else:
            yield Stray(pair=at, term=term, start=found.start, end=found.end)


def _is_verb_form(text: str, term: Term, of: Language) -> bool:
    """Say whether a text is a noun's rendering used as a verb: *we are talking* holds no *talk*."""
    if term.pos != "noun" or of.conjugated is None or of.pluralised is None:
        return False
    small, forms = text.lower(), [rendering.lower() for rendering in term.renderings]
    if any(small in {form, of.pluralised(form)} for form in forms):
        return False
    return any(small == of.conjugated(form, small) for form in forms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A span that is a rendering, and the entries that accept it."""

    start: int
    end: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A rendering taken apart, and its entry; `accepted` is false for a forbidden one."""

    term: Term
    text: str
    spelling: Spelling
    accepted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderings:
    """The renderings that a glossary accepts or forbids, by their first word; `renderings_of` makes it."""

    language: Language
    by_word: Mapping[str, tuple[Wording, ...]] = field(repr=False)

    def pay(self, text: str, wanted: Sequence[Term]) -> tuple[list[Span | None], list[Found]]:
        """Return the span that pays for each entry wanted, if one does, and what is left over."""
        found = [one for one in self.find(text, {term.id for term in wanted}) if one.terms]
        taken = _matching([[at for at, one in enumerate(found) if term in one.terms] for term in wanted])
        paid = [None if at is None else (found[at].start, found[at].end) for at in taken]
        return paid, [one for at, one in enumerate(found) if at not in taken]

    def find(self, text: str, wanted: AbstractSet[str] = frozenset()) -> list[Found]:
        """Return the renderings in a text, disjoint and in order; the longest take their words.

        So do forbidden renderings of the entries wanted (by id): they are nobody's, unless another entry accepts them.
        """
        spans: defaultdict[Span, list[Term]] = defaultdict(list)
        banned: set[tuple[Span, Term]] = set()
        words = [word.span() for word in WORD.finditer(text)]
        for first, word in enumerate(words):
            for base in self._bases(text[slice(*word)]):
                for wording in self.by_word.get(base, ()):
                    span = self._span(text, words[first:], wording)
                    if span is None or not (wording.accepted or wording.term.id in wanted):
                        continue
                    spans[span] += [wording.term] if wording.accepted and wording.term not in spans[span] else []
                    if not wording.accepted and text[slice(*span)].casefold() == wording.text.casefold():
                        banned.add((span, wording.term))  # "feedbacks" is no inflection of "feedback" where forbidden
        chosen: list[Found] = []
        ours = [span for span, accepting in spans.items() if any(term.id in wanted for term in accepting)]
        for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            if spans[start, end] and (start, end) not in ours and _is_tiled((start, end), words, ours):
                continue
            if all(end <= one.start or one.end <= start for one in chosen):
                accepting = tuple(term for term in spans[start, end] if ((start, end), term) not in banned)
                chosen.append(Found(start=start, end=end, terms=accepting))
        return sorted(chosen, key=lambda one: one.start)

    def place(self, text: str, wordings: Sequence[str], term: Term) -> Span | None:
        """Return where the first of these wordings of an entry, or an inflection of it, stands at word borders."""
        spans = [word.span() for word in WORD.finditer(text)]
        taken = [Wording(term=term, text=each, spelling=spelling(each)) for each in wordings]
        places = (
            self._span(text, spans[first:], wording)
            for wording in taken
            if wording.spelling.words
            for first in range(len(spans))
        )
        return next((place for place in places if place is not None), None)

    def _span(self, text: str, words: Sequence[Span], wording: Wording) -> Span | None:
        """Return the span of a wording that begins with the first of these words, None where another text stands."""
        parts = wording.spelling
        count = len(parts.words)
        if len(words) < count:
            return None
        here = words[:count]
        for at, ((start, end), part) in enumerate(zip(here, parts.words, strict=True)):
            same = fold(text[start:end]) == part
            if not same and not (at in {0, count - 1} and part in self._bases(text[start:end])):
                return None
        gaps = (gap(text[left[1] : right[0]]) for left, right in pairwise(here))
        start, end = here[0][0] - len(parts.before), here[-1][1] + len(parts.after)
        if tuple(gaps) != parts.gaps or start < 0:
            return None
        if text[start : here[0][0]] != parts.before or text[here[-1][1] : end] != parts.after:
            return None
        if wording.term.is_exact(wording.text) and not self._same_case(text[start:end], wording.text):
            return None
        return start, end

    def _same_case(self, found: str, wanted: str) -> bool:
        """Say whether a span is a wording or its regular plural to the letter; its first may be a capital."""
        forms = {wanted, *(wanted + ending for ending, _ in self.language.plurals)}
        return found in forms or found in {form[:1].upper() + form[1:] for form in forms}

    def _bases(self, word: str) -> tuple[str, ...]:
        return _bases(fold(word), self.language)


def _is_tiled(span: Span, words: Sequence[Span], pieces: Sequence[Span]) -> bool:
    """Say whether every word of a span stands in a piece inside it."""
    inside = [piece for piece in pieces if span[0] <= piece[0] and piece[1] <= span[1]]
    return all(
        any(start <= word[0] and word[1] <= end for start, end in inside)
        for word in words
        if span[0] <= word[0] < span[1]
    )


@lru_cache(maxsize=1 << 14)
def _bases(word: str, of: Language) -> tuple[str, ...]:
    """Return what a folded word may be a form of: itself, its regular singulars, its dictionary form."""
    singulars = [word[: len(word) - len(ending)] + base for ending, base in of.plurals if word.endswith(ending)]
    return tuple(dict.fromkeys((word, *singulars, lemma(word, of.code))))


@lru_cache(maxsize=8)
def renderings_of(glossary: Glossary) -> Renderings:
    """Make a glossary's renderings ready for reading text; the same glossary is made ready once."""
    by_word: defaultdict[str, list[Wording]] = defaultdict(list)
    for term in glossary.terms:
        accepted = dict.fromkeys(term.renderings, True)
        for text, good in (dict.fromkeys(term.forbidden, False) | accepted).items():
            taken = spelling(text)
            if taken.words:
                by_word[taken.words[0]].append(Wording(term=term, text=text, spelling=taken, accepted=good))
    return Renderings(
        language=language(glossary.target_language), by_word={word: tuple(each) for word, each in by_word.items()}
    )


def _matching(choices: Sequence[Sequence[int]]) -> list[int | None]:
    """Return a choice for each, all different, for as many as can be: Kuhn's augmenting paths."""
    holder: dict[int, int] = {}

    def place(one: int, tried: set[int]) -> bool:
        for choice in choices[one]:
            if choice not in tried:
                tried.add(choice)
                if choice not in holder or place(holder[choice], tried):
                    holder[choice] = one
                    return True
        return False

    for one in range(len(choices)):
        place(one, set())
    chosen = {one: choice for choice, one in holder.items()}
    return [chosen.get(one) for one in range(len(choices))]
