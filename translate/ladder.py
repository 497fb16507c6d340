"""The ladder: what is tried for a sentence whose translation broke a term, and when a try counts.

The rungs, each a tier that is recorded per hit: another answer of the same beam (*n-best*); the rendering put into the
source (*substitution*); an answer forced to begin with all that stands before the term, and the term (*prefix*), or a
search for an answer that holds every term (*constrained*); the rendering put in the place of the words that come from
the term (*replacement*). What then is left is missed.

A try counts when it renders more of the hits, loses none, does not look wrong, ends no more sentences than the first
answer, renders each hit once, and its score per token is not more than a margin below the first answer's: beyond that,
the sentence would be wrecked for the term's sake. All of this is pure; `climb` puts an engine to it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from translate import enforce, linked
from translate.doubts import doubts
from translate.engine import Hypothesis, Link, Rendering, Request, RequiredTerm
from translate.languages import Language
from translate.languages.spelling import APOSTROPHES
from translate.terms import Hit

NBEST = "n-best"
SUBSTITUTION = "substitution"
PREFIX = "prefix"
CONSTRAINED = "constrained"
REPLACEMENT = enforce.REPLACEMENT

_END = re.compile(r"[.!?…](?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much may be done for a term's sake.

    `share` is the most sentences that are asked again, of all sentences and of all their characters (at least one is),
    with a beam of at most `beam_size`, since a forced answer leaves little to choose. `margin` is how far a try's score
    may fall below the first answer's, in log-probability per token. `alternatives` is how many more answers than the
    likeliest a constrained search gives.
    """

    share: float = 0.05
    beam_size: int = 2
    margin: float = 0.5
    alternatives: int = 3


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A sentence on the ladder: what was asked, its hits, and the best hypothesis so far.

    `places` has, for each hit, the index of its term in the request; the hypothesis's renderings count hits. `language`
    is the target's, `source_language` the source's. `first` is the score of the engine's first answer.
    """

    request: Request
    hits: tuple[Hit, ...]
    places: tuple[int, ...]
    hypothesis: Hypothesis
    first: float
    source_language: Language
    language: Language

    @cached_property
    def spans(self) -> Mapping[int, linked.Span]:
        """Where the hypothesis renders hits."""
        return enforce.rendered(self.hypothesis, self.hits, self.language)

    @property
    def missed(self) -> tuple[int, ...]:
        """Return the hits that the hypothesis does not render."""
        return tuple(at for at in range(len(self.hits)) if at not in self.spans)

    def term(self, hit: int) -> RequiredTerm:
        """Return what the request requires for a hit."""
        return self.request.terms[self.places[hit]]


def tried(rung: Rung, hypothesis: Hypothesis, tier: str, margin: float) -> Rung:
    """Return the rung with another hypothesis, if that counts, else as it is; its renderings count hits."""
    before = rung.spans
    after = enforce.rendered(hypothesis, rung.hits, rung.language)
    gained = [at for at in after if at not in before]
    if not gained or not before.keys() <= after.keys() or hypothesis.score < rung.first - margin:
        return rung
    if not all(_is_alone(rung, hypothesis, hit, after[hit]) for hit in gained) or _is_worse(rung, hypothesis):
        return rung
    tiers = {r.term: r.tier for r in rung.hypothesis.renderings} | dict.fromkeys(gained, tier)
    marked = {r.term for r in hypothesis.renderings}
    renderings = tuple(
        Rendering(term=at, start=start, end=end, tier=tiers.get(at, ""))
        for at, (start, end) in sorted(after.items())
        if at in marked or tiers.get(at)
    )
    return replace(rung, hypothesis=replace(hypothesis, renderings=renderings, alternatives=()))


def _is_alone(rung: Rung, hypothesis: Hypothesis, hit: int, rendering: tuple[int, int]) -> bool:
    """Say whether a rendering is all that a hypothesis makes of its hit."""
    source = rung.term(hit).start, rung.term(hit).end
    return linked.stands_alone(hypothesis.text, hypothesis.links, source, rendering, rung.language)


def _is_worse(rung: Rung, hypothesis: Hypothesis) -> bool:
    """Say whether a hypothesis has a fault that the rung's has not: it looks wrong, or goes on with a new sentence."""
    here, there = rung.hypothesis.text, hypothesis.text
    if len(_END.findall(there)) > len(_END.findall(here)):
        return True
    return bool(doubts(rung.request.text, there)) and not doubts(rung.request.text, here)


def best_of(rung: Rung, hypotheses: Sequence[Hypothesis], tier: str, margin: float) -> Rung:
    """Return the rung with the best of some hypotheses that count: most hits first, then the likeliest."""
    tries = [tried(rung, hypothesis, tier, margin) for hypothesis in hypotheses]
    return min((rung, *tries), key=lambda each: (len(each.missed), -each.hypothesis.score))


def of_the_beam(rung: Rung, margin: float) -> Rung:
    """Return the rung with the best of the first answer's alternatives."""
    return best_of(rung, tuple(_owned(rung, rung.hypothesis.alternatives)), NBEST, margin)


def _owned(rung: Rung, hypotheses: Iterable[Hypothesis]) -> Iterable[Hypothesis]:
    """Yield hypotheses of the rung's request with renderings that count hits; those of names are nobody's."""
    owners = {place: hit for hit, place in enumerate(rung.places)}
    for hypothesis in hypotheses:
        owned = tuple(replace(r, term=owners[r.term]) for r in hypothesis.renderings if r.term in owners)
        yield replace(hypothesis, renderings=owned)


def first(
    request: Request,
    hits: tuple[Hit, ...],
    places: tuple[int, ...],
    hypothesis: Hypothesis,
    languages: tuple[Language, Language],
) -> Rung:
    """Put a sentence on the ladder; `languages` are the source's and the target's."""
    source_language, language = languages
    rung = Rung(
        request=request,
        hits=hits,
        places=places,
        hypothesis=hypothesis,
        first=hypothesis.score,
        source_language=source_language,
        language=language,
    )
    return replace(rung, hypothesis=next(iter(_owned(rung, [hypothesis]))))


def last(rung: Rung) -> Hypothesis:
    """Return the rung's hypothesis as one of its request: its renderings count the request's terms."""
    renderings = (replace(r, term=rung.places[r.term]) for r in rung.hypothesis.renderings)
    return replace(rung.hypothesis, renderings=tuple(sorted(renderings, key=lambda r: r.start)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Substituted:
    """A request with renderings in the place of terms, and how to read its answer.

    `pieces` pairs spans of the first request with spans of this one; `hits` has, for each of this one's terms, its hit
    (None for a name).
    """

    request: Request
    pieces: tuple[tuple[int, int, int, int], ...]
    hits: tuple[int | None, ...]

    def restored(self, hypothesis: Hypothesis) -> Hypothesis:
        """Return an answer with its links in the first request and renderings that count hits."""
        links = tuple(restored for link in hypothesis.links if (restored := self._restored(link)) is not None)
        owned = ((r, self.hits[r.term]) for r in hypothesis.renderings)
        renderings = tuple(replace(r, term=hit) for r, hit in owned if hit is not None)
        return replace(hypothesis, links=links, renderings=renderings)

    def _restored(self, link: Link) -> Link | None:
        for start, end, new_start, new_end in self.pieces:
            if new_start <= link.source_start < new_end:
                if end - start == new_end - new_start:
                    by = start - new_start
                    return replace(link, source_start=link.source_start + by, source_end=min(end, link.source_end + by))
                return replace(link, source_start=start, source_end=end)
        return None


def substituted(rung: Rung) -> Substituted:
    """Return the request with the renderings of the missed hits in the source; an article before one is written out."""
    swaps = {rung.places[hit] for hit in rung.missed}
    owners = {place: hit for hit, place in enumerate(rung.places)}
    text, at = "", 0
    pieces: list[tuple[int, int, int, int]] = []
    terms: list[tuple[RequiredTerm, int | None]] = []
    for index, term in enumerate(rung.request.terms):
        between = rung.request.text[at : term.start]
        whole = _written_out(between, rung.source_language) if index in swaps else between
        pieces.append((at, term.start, len(text), len(text) + len(whole)))
        text += whole
        new = term.target if index in swaps else rung.request.text[term.start : term.end]
        pieces.append((term.start, term.end, len(text), len(text) + len(new)))
        if index not in swaps:
            terms.append((replace(term, start=len(text), end=len(text) + len(new)), owners.get(index)))
        text += new
        at = term.end
    pieces.append((at, len(rung.request.text), len(text), len(text) + len(rung.request.text) - at))
    request = Request(text=text + rung.request.text[at:], terms=tuple(term for term, _ in terms))
    return Substituted(request=request, pieces=tuple(pieces), hits=tuple(hit for _, hit in terms))


def _written_out(before: str, language: Language) -> str:
    """Return what stands before a term with its elided last word whole: what was elided before may not be any more."""
    if not before or before[-1] not in APOSTROPHES:
        return before
    elided = before[:-1].rsplit(" ", 1)[-1].lower()
    return f"{before[:-1]}e " if elided in language.elisions else before


def continued(rung: Rung) -> Request | None:
    """Return the request to go on after the first missed hit's rendering, in the order of the target.

    Before it stands what the hypothesis has before the words of the term, or, where no word comes from it, what comes
    from the words before it.
    """
    starts = []
    for hit in rung.missed:
        term, hypothesis = rung.term(hit), rung.hypothesis
        place = linked.place(hypothesis.text, hypothesis.links, (term.start, term.end), rung.language)
        start = linked.behind(hypothesis.text, hypothesis.links, term.start) if place is None else place.start
        found = "" if place is None else hypothesis.text[place.start : place.end]
        starts.append((start, _shaped(rung, hit, found)))
    if not starts:
        return None
    start, rendering = min(starts)
    before = rung.hypothesis.text[:start].strip()
    opening = rendering if before else rendering[:1].upper() + rendering[1:]
    return replace(rung.request, prefix=f"{before} {opening}".strip())


def constrained(rung: Rung) -> Request:
    """Return the request to search under: what is rendered is held as it is, what is missed as it should be."""
    terms = []
    for hit in range(len(rung.hits)):
        wanted = rung.term(hit)
        start, end = rung.spans.get(hit, (0, 0))
        found = rung.hypothesis.text[start:end] or _shaped(rung, hit, "")
        if not start and wanted.target[:1].islower():  # it need not open the sentence
            found = found[:1].lower() + found[1:]
        terms.append(replace(wanted, target=found))
    return replace(rung.request, terms=tuple(sorted(terms, key=lambda term: term.start)))


def replaced(rung: Rung) -> Rung:
    """Return the rung with the renderings of its missed hits in the place of the words that come from them.

    A place that is not clean, is far longer than the term, or renders another hit, stays as it is.
    """
    for hit in rung.missed:
        rung = _replaced(rung, hit)
    return rung


def is_replaceable(rung: Rung) -> bool:
    """Say whether every missed hit has a clean place."""
    return not replaced(rung).missed


def _replaced(rung: Rung, hit: int) -> Rung:
    hypothesis = rung.hypothesis
    hit = _lacking(rung, hit)
    term, place = rung.term(hit), _place(rung, hit)
    if place is None or not place.clean:
        return rung
    found = hypothesis.text[place.start : place.end]
    rendering = _shaped(rung, hit, found)
    taken = any(start < place.end and place.start < end for start, end in rung.spans.values())
    if taken or not linked.is_sane(found, rung.request.text[term.start : term.end], rendering):
        return rung
    article = enforce.article_before(hypothesis.text, place.start)
    uncounted = article is not None and linked.is_uncounted(rung.hits[hit].term, rendering, rung.language)
    start = article.start(1) if article is not None and uncounted else place.start
    rendering = enforce.capitalised(rendering, hypothesis.text, start)
    text, links = enforce.edited(hypothesis.text, hypothesis.links, start, place.end, rendering)
    by = len(rendering) - (place.end - start)
    moved = [
        replace(r, start=r.start + by, end=r.end + by) if r.start >= place.end else r for r in hypothesis.renderings
    ]
    mine = Rendering(term=hit, start=start, end=start + len(rendering), tier=REPLACEMENT)
    return replace(rung, hypothesis=replace(hypothesis, text=text, links=links, renderings=(*moved, mine)))


def _place(rung: Rung, hit: int) -> linked.Place | None:
    """Return where the words of a hit stand in the hypothesis."""
    term, hypothesis = rung.term(hit), rung.hypothesis
    return linked.place(hypothesis.text, hypothesis.links, (term.start, term.end), rung.language)


def _lacking(rung: Rung, missed: int) -> int:
    """Return which of an entry's hits lacks its rendering: what stands at the missed one's place pays for another."""
    place = _place(rung, missed)
    if place is None:
        return missed
    rivals = (hit for hit, (start, end) in rung.spans.items() if start < place.end and place.start < end)
    return next((hit for hit in rivals if rung.hits[hit].term == rung.hits[missed].term), missed)


def _shaped(rung: Rung, hit: int, found: str) -> str:
    """Return a hit's rendering in the form of what stands in its place."""
    term, wanted = rung.hits[hit].term, rung.term(hit)
    if not found or wanted.target != term.target:  # it is asked for in the plural
        return wanted.target
    return linked.inflected(term, found, rung.request.text[wanted.start : wanted.end], rung.language)
