"""From an episode to a translated episode: prepare, translate, finish.

`prepare` and `finish` are pure; between them stands the engine, which `translate` asks twice: once for everything, and
again, with other options and then in halves, for what looks wrong. Which requests stand in one call is decided by the
episode alone, so that equal episodes get equal bytes (docs/engine.md says how far a batch's make-up matters).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from translate import doubts as looks
from translate import enforce, ladder, show, terms
from translate.climb import climb
from translate.clock import Clock
from translate.corrected import Corrected, corrected
from translate.engine import Decoding, Engine, Hypothesis, Link, Progress, Request, RequiredTerm, silent
from translate.episode import Episode, Note, NoteKind
from translate.glossary import Glossary
from translate.ladder import Limits, Rung
from translate.languages import Language, language
from translate.languages.lexicon import is_known
from translate.normal import Normalised, normalised
from translate.sentences import Sentence, cut, is_final
from translate.signature import Signature
from translate.terms import Hit
from translate.translation import Doubt, Status, TranslatedEpisode, Translation

_DOTS = re.compile(r"(?<!\.)(?:\.{2}|\.{4,})(?!\.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence ready for the engine: its hits, its text as shown and as the engine gets it, and the request.

    `owners` says, for each term that the request requires, which hit it is for; None for a speaker's name.
    """

    sentence: Sentence
    hits: tuple[Hit, ...]
    owners: tuple[int | None, ...]
    shown: Corrected
    plain: Normalised
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that an engine is asked for: the passages of the turns, then those of the titles (the episode's first)."""

    episode: Episode
    target_language: str
    passages: tuple[Passage, ...]
    titles: tuple[Passage, ...]
    titled: bool = True

    @property
    def requests(self) -> tuple[Request, ...]:
        """Return the requests of the passages and of the titles, in order."""
        return tuple(passage.request for passage in (*self.passages, *self.titles))


def prepare(episode: Episode, glossary: Glossary, engine: Engine, *, titled: bool = True) -> Plan:
    """Cut an episode into sentences, find the glossary's terms in them and say what the engine will be asked.

    An episode that is not `titled` goes by its file's name, which stays as it is. The show's name is a term.
    """
    glossary = show.with_name(glossary, episode)
    texts = [turn.text for turn in episode.turns]
    titles = [episode.title, *(chapter.title for chapter in episode.chapters)]
    whole = tuple(Sentence(turn=at, start=0, end=len(title)) for at, title in enumerate(titles))
    names = _names(episode)
    return Plan(
        episode=episode,
        target_language=glossary.target_language,
        passages=_passages(texts, _sentences(texts, glossary, engine), glossary, names),
        titles=tuple(map(_ended, _passages(titles, whole, glossary, names))),
        titled=titled,
    )


def translate(
    requests: Sequence[Request], engine: Engine, decoding: Decoding = Decoding(), progress: Progress = silent
) -> tuple[Hypothesis, ...]:
    """Return a hypothesis for every request; those that look wrong are asked again.

    The second try is a wider beam that may not repeat itself, the third the request in two halves; the first try that
    looks right counts.
    """
    several = decoding if engine.inline_terms else replace(decoding, alternatives=max(0, decoding.beam_size - 1))
    hypotheses = list(engine.translate(requests, several, progress))
    careful = replace(decoding, beam_size=decoding.beam_size + 2, repetition_penalty=1.2, no_repeat_ngram_size=3)
    doubtful = _doubtful(requests, hypotheses, range(len(requests)))
    again = engine.translate([requests[at] for at in doubtful], careful)
    _take(requests, hypotheses, doubtful, again)
    halved = [at for at in _doubtful(requests, hypotheses, doubtful) if len(requests[at].text.split()) > 3]
    halves = [half for at in halved for half in _halves(requests[at])]
    pieces = engine.translate(halves, careful)
    _take(
        requests, hypotheses, halved, [_joined(requests[at], *pieces[2 * k : 2 * k + 2]) for k, at in enumerate(halved)]
    )
    return tuple(hypotheses)


def hold(
    plan: Plan,
    hypotheses: Sequence[Hypothesis],
    engine: Engine,
    decoding: Decoding = Decoding(),
    *,
    limits: Limits = Limits(),
    constrainer: Engine | None = None,
) -> tuple[Hypothesis, ...]:
    """Hold the hypotheses of a plan's requests to its hits: those that broke a term climb the ladder.

    All others come back as they are. Raises `EngineError` as the engine and the constrainer do.
    """
    passages = (*plan.passages, *plan.titles)
    languages = language(plan.episode.language), language(plan.target_language)
    held = [replace(hypothesis, alternatives=()) for hypothesis in hypotheses]
    climbing: list[int] = []
    rungs: list[Rung] = []
    for at, (passage, hypothesis) in enumerate(zip(passages, hypotheses, strict=True)):
        if not passage.hits:
            continue
        places = tuple(passage.owners.index(hit) for hit in range(len(passage.hits)))
        rung = ladder.first(passage.request, passage.hits, places, hypothesis, languages)
        if rung.missed:
            climbing.append(at)
            rungs.append(rung)
    done = climb(rungs, engine, decoding, requests=plan.requests, limits=limits, constrainer=constrainer)
    for at, rung in zip(climbing, done, strict=True):
        held[at] = replace(ladder.last(rung), alternatives=())
    return tuple(held)


def finish(plan: Plan, hypotheses: Sequence[Hypothesis], clock: Clock, signature: Signature) -> TranslatedEpisode:
    """Judge the hypotheses of a plan's requests and put them together with the word times."""
    goes_on = [False, *(passage.sentence.continues for passage in plan.passages)]
    translations = tuple(
        _translation(passage, hypothesis, plan.target_language, opens=not before)
        for passage, hypothesis, before in zip(plan.passages, hypotheses, goes_on, strict=False)
    )
    title, *chapter_titles = (
        _title(passage, hypothesis, plan.target_language)
        for passage, hypothesis in zip(plan.titles, hypotheses[len(plan.passages) :], strict=True)
    )
    title = title if plan.titled else plan.episode.title
    kept = (note for note in plan.episode.notes if note.kind is not NoteKind.MISSED)
    missed = _missed(plan, (title, *chapter_titles))
    notes = dict.fromkeys((*kept, *clock.notes, *missed))  # an episode that was read from a document has them
    return TranslatedEpisode(
        episode=replace(plan.episode, notes=tuple(notes)),
        target_language=plan.target_language,
        title=title,
        chapter_titles=tuple(chapter_titles),
        translations=translations,
        words=clock.words,
        error_band_ms=clock.error_band_ms,
        signature=str(signature),
        confidences=clock.confidences,
    )


def _sentences(texts: Sequence[str], glossary: Glossary, engine: Engine) -> tuple[Sentence, ...]:
    """Cut texts into sentences that the engine takes at once, terms and their marks included."""
    source = language(glossary.source_language)
    matcher = terms.matcher(glossary, source)
    protected = [matcher.protected(text) for text in texts]
    room = engine.max_tokens // 2 if engine.inline_terms else engine.max_tokens

    def fits(text: str) -> bool:
        return len(text) < room // 8 or engine.count_tokens(normalised(text).text) <= room

    return cut(texts, language=source, protected=protected, fits=fits)


def _names(episode: Episode) -> re.Pattern[str]:
    """Return the expression of the speakers' names, whole or given, that are no word of the language.

    A small model spells a name another way each time; it is required like a term, but is none.
    """
    whole = {turn.speaker for turn in episode.turns if turn.speaker}
    given = {name.split()[0] for name in whole if name.split()}
    names = {name for name in whole | given if name[:1].isupper() and not is_known(name.lower(), episode.language)}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)" if names else r"(?!)")


def _passages(
    texts: Sequence[str], sentences: Sequence[Sentence], glossary: Glossary, names: re.Pattern[str]
) -> tuple[Passage, ...]:
    """Find the terms of sentences and write their requests."""
    hits: dict[tuple[int, int], list[Hit]] = {(s.turn, s.start): [] for s in sentences}
    found = iter(terms.find(texts, sentences, glossary, language(glossary.source_language)))
    hit = next(found, None)
    for sentence in sentences:
        while hit is not None and hit.turn == sentence.turn and hit.end <= sentence.end:
            hits[sentence.turn, sentence.start].append(hit)
            hit = next(found, None)
    languages = language(glossary.source_language), language(glossary.target_language)
    return tuple(_passage(texts[s.turn], s, tuple(hits[s.turn, s.start]), names, languages) for s in sentences)


def _passage(
    text: str,
    sentence: Sentence,
    hits: tuple[Hit, ...],
    names: re.Pattern[str],
    languages: tuple[Language, Language],
) -> Passage:
    """Write the request of one sentence: misheard forms corrected, typography made plain, terms and names required."""
    shown = corrected(text, sentence.start, sentence.end, hits)
    plain = normalised(shown.text)
    spans = [(hit, *plain.to_normalised(*shown.to_corrected(hit.start, hit.end))) for hit in hits]
    required = enforce.required(plain.text, spans, languages)
    wanted: list[tuple[RequiredTerm, int | None]] = [(term, at) for at, term in enumerate(required)]
    for match in names.finditer(plain.text):
        if all(match.end() <= term.start or term.end <= match.start() for term, _ in wanted[: len(hits)]):
            wanted.append((RequiredTerm(start=match.start(), end=match.end(), target=match.group()), None))
    wanted.sort(key=lambda pair: pair[0].start)
    request = Request(text=plain.text, terms=tuple(term for term, _ in wanted))
    owners = tuple(owner for _, owner in wanted)
    return Passage(sentence=sentence, hits=hits, owners=owners, shown=shown, plain=plain, request=request)


def _ended(title: Passage) -> Passage:
    """Ask for a title as a sentence with its full stop, which is what models are trained on."""
    request = title.request
    return title if is_final(request.text) else replace(title, request=replace(request, text=f"{request.text}."))


def _judged(passage: Passage, hypothesis: Hypothesis, target: str) -> enforce.Enforced:
    """Hold a hypothesis to the hits of its passage; the renderings of names are nobody's."""
    owned = ((rendering, passage.owners[rendering.term]) for rendering in hypothesis.renderings)
    renderings = tuple(replace(rendering, term=owner) for rendering, owner in owned if owner is not None)
    return enforce.enforce(replace(hypothesis, renderings=renderings), passage.hits, language(target))


def _doubtful(requests: Sequence[Request], hypotheses: Sequence[Hypothesis], among: Sequence[int]) -> list[int]:
    """Return which hypotheses look wrong."""
    return [at for at in among if looks.doubts(requests[at].text, hypotheses[at].text)]


def _take(
    requests: Sequence[Request], hypotheses: list[Hypothesis], places: Sequence[int], tries: Sequence[Hypothesis]
) -> None:
    """Put a further try in its place where it no longer looks wrong."""
    for at, hypothesis in zip(places, tries, strict=True):
        if not looks.doubts(requests[at].text, hypothesis.text):
            hypotheses[at] = hypothesis


def _halves(request: Request) -> tuple[Request, Request]:
    """Cut a request in two at the space nearest to its middle that is inside no term."""
    middle = len(request.text) / 2
    spaces = [at for at, character in enumerate(request.text) if character == " "]
    free = [at for at in spaces if not any(term.start < at < term.end for term in request.terms)]
    at = min(free or [len(request.text)], key=lambda place: abs(place - middle))
    head = tuple(term for term in request.terms if term.end <= at)
    tail = tuple(replace(t, start=t.start - at - 1, end=t.end - at - 1) for t in request.terms if t.start > at)
    return Request(text=request.text[:at], terms=head), Request(text=request.text[at + 1 :], terms=tail)


def _joined(request: Request, head: Hypothesis, tail: Hypothesis) -> Hypothesis:
    """Put the hypotheses of a request's two halves together."""
    cut_at = len(_halves(request)[0].text)
    head = _unended(head) if not is_final(request.text[:cut_at]) else head
    by, terms_before = len(head.text) + 1, len(_halves(request)[0].terms)
    text = f"{head.text} {tail.text}"
    links = tuple(_shifted(link, cut_at + 1, by) for link in tail.links)
    renderings = tuple(
        replace(r, term=r.term + terms_before, start=r.start + by, end=r.end + by) for r in tail.renderings
    )
    score = (head.score * len(head.text) + tail.score * len(tail.text)) / max(1, len(head.text) + len(tail.text))
    return Hypothesis(text=text, score=score, links=head.links + links, renderings=head.renderings + renderings)


def _translation(passage: Passage, hypothesis: Hypothesis, target: str, *, opens: bool) -> Translation:
    """Judge one hypothesis and bring its links back to the turn's text."""
    hypothesis = _punctuated(passage, hypothesis, opens=opens)
    enforced = _judged(passage, hypothesis, target)

    def to_read(link: Link) -> Link:
        start, end = passage.shown.to_read(*passage.plain.to_read(link.source_start, link.source_end))
        return Link(source_start=start, source_end=end, target_start=link.target_start, target_end=link.target_end)

    return Translation(
        sentence=passage.sentence,
        target=enforced.text,
        links=tuple(to_read(link) for link in enforced.links),
        outcomes=enforced.outcomes,
        doubts=looks.doubts(passage.request.text, enforced.text),
    )


def _title(passage: Passage, hypothesis: Hypothesis, target: str) -> str:
    """Return a title's translation, or the title itself where the translation looks wrong."""
    source = passage.plain.text
    if not is_final(source):
        hypothesis = _unended(hypothesis)
    text = _judged(passage, hypothesis, target).text
    wrong = set(looks.doubts(source, text)) - {Doubt.UNTRANSLATED}  # the title itself would be more so
    if not text or wrong:
        return source
    return text[:1].upper() + text[1:]


def _missed(plan: Plan, titles: Sequence[str]) -> Iterator[Note]:
    """Yield a note for each term that the translation of a title lacks: titles have no outcomes."""
    for at, (passage, title) in enumerate(zip(plan.titles, titles, strict=True)):
        if at == 0 and not plan.titled:
            continue
        place = f"title of chapter {at}" if at else "title"
        for outcome in enforce.found(title, passage.hits, language(plan.target_language)):
            if outcome.status is Status.MISSED:
                message = f"nothing stands for {outcome.hit.form!r} (should be {outcome.hit.term.target!r})"
                yield Note(kind=NoteKind.MISSED, place=place, message=message, before=passage.shown.text, after=title)


def _punctuated(passage: Passage, hypothesis: Hypothesis, *, opens: bool) -> Hypothesis:
    """Take away a full stop that nobody said, and give the first letter the case of the place where it stands."""
    source = passage.request.text
    hypothesis = _dotted(hypothesis)
    if not is_final(source):
        hypothesis = _unended(hypothesis)
    text = hypothesis.text
    first = text.split(" ", 1)[0]
    if opens:
        return replace(hypothesis, text=text[:1].upper() + text[1:]) if len(text[:1].upper()) == 1 else hypothesis
    is_name = first.strip(",.'\"") in source.split(" ") or first.split("'")[0] == "I" or not first[1:].islower()
    is_term = any(r.start <= 0 for r in hypothesis.renderings)
    if source[:1].isupper() or is_name or is_term or len(text[:1].lower()) != 1:
        return hypothesis
    return replace(hypothesis, text=text[:1].lower() + text[1:])


def _dotted(hypothesis: Hypothesis) -> Hypothesis:
    """Make three dots of an ellipsis of two, or of more than three, which small models write."""
    for dots in reversed(list(_DOTS.finditer(hypothesis.text))):
        start, end = dots.span()
        by = 3 - (end - start)
        text, links = enforce.edited(hypothesis.text, hypothesis.links, start, end, "...")
        later = tuple(
            replace(r, start=r.start + by, end=r.end + by) if r.start >= end else r for r in hypothesis.renderings
        )
        hypothesis = replace(hypothesis, text=text, links=links, renderings=later)
    return hypothesis


def _unended(hypothesis: Hypothesis) -> Hypothesis:
    """Return a hypothesis without the full stop at its end."""
    text = hypothesis.text
    if not text.endswith(".") or text.endswith(".."):
        return hypothesis
    text = text[:-1]
    links = tuple(
        replace(link, target_end=min(link.target_end, len(text)))
        for link in hypothesis.links
        if link.target_start < len(text)
    )
    renderings = tuple(replace(r, end=min(r.end, len(text))) for r in hypothesis.renderings if r.start < len(text))
    return replace(hypothesis, text=text, links=links, renderings=renderings)


def _shifted(link: Link, source: int, target: int) -> Link:
    """Return a link moved by as many characters on either side."""
    return Link(
        source_start=link.source_start + source,
        source_end=link.source_end + source,
        target_start=link.target_start + target,
        target_end=link.target_end + target,
    )
