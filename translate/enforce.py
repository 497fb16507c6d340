"""Holding a translation to the glossary: what is asked of the engine, and what became of each hit.

A hit is *kept* when its span in the target is one of the renderings that its entry accepts; the engine says where the
span is (an inline term), or it is found by maximal exclusive matching: longest rendering first, disjoint, at word
borders, each span paying for one hit. A span that the engine gave but that is none of the renderings is replaced by the
entry's target in the form of that span and the hit is *repaired*. What is left is *missed*, and says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from translate.engine import Hypothesis, Link, RequiredTerm
from translate.glossary import Term
from translate.languages import Language
from translate.languages.lexicon import lemma
from translate.linked import are_many, inflected
from translate.terms import Hit
from translate.translation import Outcome, Status

INLINE = "inline"
"""The tier of a term that the model wrote between its marks."""
PLAIN = "plain"
"""The tier of a term that the model rendered of its own accord."""
EDITED = "edited"
"""The tier of a term in a text that a person wrote."""
REPLACEMENT = "replacement"
"""The tier of a term put in the place of what the model wrote for it."""

_ARTICLE = re.compile(r"\b(an?|(?<!\w )An?) [\"'(]?\Z")  # the letter of `Series A` is none
_AROUND = "\"'().,;:!?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforced:
    """A target text with one outcome per hit; `links` pair the request's text with it."""

    text: str
    links: tuple[Link, ...]
    outcomes: tuple[Outcome, ...]


def required(
    text: str, hits: Sequence[tuple[Hit, int, int]], languages: tuple[Language, Language]
) -> tuple[RequiredTerm, ...]:
    """Return what to require of the engine for hits and their spans in the request's text: a plural for a plural.

    `languages` are the source's and the target's.
    """
    source, language = languages
    return tuple(
        RequiredTerm(
            start=start,
            end=end,
            target=inflected(hit.term, "", hit.form, language, many=are_many(text[:start], source)),
        )
        for hit, start, end in hits
    )


def enforce(hypothesis: Hypothesis, hits: Sequence[Hit], language: Language) -> Enforced:
    """Judge and mend a hypothesis whose request required these hits, in this order; `language` is the target's."""
    text, links = hypothesis.text, hypothesis.links
    places = {r.term: (r.start, r.end) for r in hypothesis.renderings if r.start < r.end}
    tiers = {r.term: r.tier for r in hypothesis.renderings}
    outcomes: dict[int, Outcome] = {}
    for index, (start, end) in sorted(places.items(), key=lambda item: -item[1][0]):
        hit = hits[index]
        shown = _accepted(text[start:end], hit.term, language)
        tier = REPLACEMENT if shown is None else tiers[index] or INLINE
        rendering = inflected(hit.term, text[start:end], hit.form, language) if shown is None else shown
        rendering = capitalised(rendering, text, start)
        text, links = edited(text, links, start, end, rendering)
        outcomes = {at: _moved(o, len(rendering) - (end - start)) for at, o in outcomes.items()}
        status = Status.REPAIRED if shown is None or tiers[index] else Status.KEPT
        outcomes[index] = Outcome(
            hit=hit, status=status, tier=tier, rendering=rendering, start=start, end=start + len(rendering)
        )
    taken = {at: (outcome.start, outcome.end) for at, outcome in outcomes.items()}
    for index, (start, end) in _matched(text, hits, taken, language):
        outcomes[index] = Outcome(
            hit=hits[index], status=Status.KEPT, tier=PLAIN, rendering=text[start:end], start=start, end=end
        )
    missed = (Outcome(hit=hit, status=Status.MISSED, tier="") for hit in hits)
    judged = Enforced(
        text=text, links=links, outcomes=tuple(outcomes.get(at, outcome) for at, outcome in enumerate(missed))
    )
    return _with_articles(judged, language)


def rendered(hypothesis: Hypothesis, hits: Sequence[Hit], language: Language) -> dict[int, tuple[int, int]]:
    """Return where hits are rendered in a hypothesis, or will be once enforced; a hit without a span is missed."""
    spans = {r.term: (r.start, r.end) for r in hypothesis.renderings if r.start < r.end}
    return spans | dict(_matched(hypothesis.text, hits, spans, language))


def found(text: str, hits: Sequence[Hit], language: Language) -> tuple[Outcome, ...]:
    """Say what became of hits in a text that stays as it is, since a person wrote it."""
    spans = dict(_matched(text, hits, {}, language))
    missed = (Outcome(hit=hit, status=Status.MISSED, tier="") for hit in hits)
    return tuple(
        replace(
            one,
            status=Status.KEPT,
            tier=EDITED,
            rendering=text[slice(*spans[at])],
            start=spans[at][0],
            end=spans[at][1],
        )
        if at in spans
        else one
        for at, one in enumerate(missed)
    )


def _with_articles(judged: Enforced, language: Language) -> Enforced:
    """Mend the indefinite article before each rendering: a model writes it for the word that it had in mind."""
    if language.indefinite is None:
        return judged
    text, links, outcomes = judged.text, judged.links, judged.outcomes
    for start in sorted((outcome.start for outcome in outcomes if outcome.start > 0), reverse=True):
        article = article_before(text, start)
        right = language.indefinite(text[start:].split(" ", 1)[0].strip(_AROUND))
        if article is None or article.group(1).lower() == right:
            continue
        right = right.capitalize() if article.group(1)[0].isupper() else right
        by = len(right) - len(article.group(1))
        text, links = edited(text, links, *article.span(1), right)
        outcomes = tuple(_moved(outcome, by) if outcome.start >= start else outcome for outcome in outcomes)
    return Enforced(text=text, links=links, outcomes=outcomes)


def article_before(text: str, start: int) -> re.Match[str] | None:
    """Return the indefinite article, its group 1, that stands right before a place of an English text."""
    return _ARTICLE.search(text, 0, start)


def _accepted(found: str, term: Term, language: Language) -> str | None:
    """Return how a span is shown if it is one of the entry's renderings or an inflection of one, else None.

    A rendering that differs from the entry's only in case is given the entry's capitals.
    """
    for rendering in term.renderings:
        if found == rendering or (found.lower() == rendering.lower() and not term.is_exact(rendering)):
            return rendering if rendering != rendering.lower() else found
    if _is_forbidden(found, term):
        return None
    for rendering in term.renderings:
        exact = term.is_exact(rendering)
        if _is_inflection(found, rendering, language) and (not exact or found.startswith(rendering)):
            return rendering + found[len(rendering) :] if found.lower().startswith(rendering.lower()) else found
    return None


def _is_forbidden(found: str, term: Term) -> bool:
    """Say whether a span is a rendering that the entry forbids, such as a plural that English lacks (*feedbacks*)."""
    return found.lower() in {forbidden.lower() for forbidden in term.forbidden}


def _is_inflection(found: str, rendering: str, language: Language) -> bool:
    """Say whether a span is a rendering's plural, or a rendering with its last word inflected."""
    if language.pluralised is not None and found.lower() == language.pluralised(rendering).lower():
        return True
    *head, last = found.lower().split(" ")
    *expected, base = rendering.lower().split(" ")
    if head != expected:
        return False
    singulars = {
        last[: len(last) - len(plural)] + singular for plural, singular in language.plurals if last.endswith(plural)
    }
    return base in singulars or lemma(last, language.code) == base


def _matched(
    text: str, hits: Sequence[Hit], settled: Mapping[int, tuple[int, int]], language: Language
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield, for hits without an outcome, a span of the text that renders them, by maximal exclusive matching."""
    taken = list(settled.values())
    open_hits = [(index, hit) for index, hit in enumerate(hits) if index not in settled]
    wanted = [(rendering, index, hit) for index, hit in open_hits for rendering in hit.term.renderings]
    done: set[int] = set()
    for rendering, index, hit in sorted(wanted, key=lambda item: (-len(item[0]), item[1])):
        if index in done:
            continue
        for match in _pattern(rendering, hit.term, language).finditer(text):
            free = all(match.end() <= start or end <= match.start() for start, end in taken)
            if free and not _is_forbidden(match.group(), hit.term):
                taken.append(match.span())
                done.add(index)
                yield index, match.span()
                break


@lru_cache(maxsize=1 << 12)
def _pattern(rendering: str, term: Term, language: Language) -> re.Pattern[str]:
    """Return the expression of a rendering or a regular inflection of it, at word borders."""
    endings = "|".join(re.escape(plural) for plural, singular in language.plurals if not singular)
    plural = f"(?:{endings})?" if endings and rendering[-1:].isalpha() else ""
    forms = [f"{re.escape(rendering)}{plural}", *map(re.escape, _inflections(rendering, term, language))]
    flags = 0 if term.is_exact(rendering) else re.IGNORECASE
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", flags)


def _inflections(rendering: str, term: Term, language: Language) -> tuple[str, ...]:
    """Return the regular inflections of a rendering, as far as the language's rules are known."""
    if term.pos == "noun" and language.pluralised is not None:
        return (language.pluralised(rendering),)
    if term.pos == "verb" and language.conjugated is not None:
        head, space, rest = rendering.partition(" ")
        return tuple(f"{language.conjugated(head, like)}{space}{rest}" for like in ("helped", "helping", "helps"))
    return ()


def capitalised(rendering: str, text: str, start: int) -> str:
    """Return a rendering with a capital where it opens a target that had one."""
    opens = not text[:start].strip("\"'([ ")
    return rendering[:1].upper() + rendering[1:] if opens and text[start : start + 1].isupper() else rendering


def _moved(outcome: Outcome, by: int) -> Outcome:
    """Return an outcome that stands `by` characters further on."""
    return replace(outcome, start=outcome.start + by, end=outcome.end + by)


def edited(text: str, links: tuple[Link, ...], start: int, end: int, new: str) -> tuple[str, tuple[Link, ...]]:
    """Put `new` in the place of `start`, `end`; links into that span point to the whole of it, those behind it move."""
    if text[start:end] == new:
        return text, links
    by = len(new) - (end - start)

    def place(link: Link) -> Link:
        if link.target_end <= start:
            return link
        if link.target_start >= end:
            return replace(link, target_start=link.target_start + by, target_end=link.target_end + by)
        return replace(link, target_start=start, target_end=end + by)

    return text[:start] + new + text[end:], tuple(place(link) for link in links)
