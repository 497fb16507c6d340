"""Looking an episode over: from a translated episode to its findings, but for what concerns its cues."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from translate import alarms
from translate.episode import NoteKind
from translate.findings import Alarm, Finding, Place, Rule, bounds, found, numbered, spoken
from translate.languages import language
from translate.renderings import base, shown
from translate.translation import (
    Confidence,
    Doubt,
    Outcome,
    Status,
    TranslatedEpisode,
    Translation,
    WordTime,
    sentence_confidences,
    sentence_times,
)

_DOUBTS = {
    Doubt.EMPTY: Rule.EMPTY,
    Doubt.REPETITION: Rule.REPETITION,
    Doubt.LENGTH_RATIO: Rule.LENGTH_RATIO,
    Doubt.UNTRANSLATED: Rule.UNTRANSLATED,
}
_DOUBTED = {
    Doubt.EMPTY: "there is no translation",
    Doubt.REPETITION: "the translation repeats itself",
    Doubt.LENGTH_RATIO: "the translation is much longer or shorter than what was said",
    Doubt.UNTRANSLATED: "the translation looks like the original",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A translation where it stands in its episode.

    `nth` numbers the spoken sentences with its words, `part` the pieces that its own was cut into, and `nths`, for each
    outcome, the hits of its term in sentences with the same words.
    """

    episode: TranslatedEpisode
    at: int
    time: WordTime
    confidence: Confidence | None
    nth: int
    part: int
    nths: tuple[int, ...]

    @property
    def translation(self) -> Translation:
        """The translation itself."""
        return self.episode.translations[self.at]

    def place(self, outcome: Outcome | None = None) -> Place:
        """Return the place of the sentence, or of a hit in it."""
        return Place(
            episode=self.episode.episode.id,
            sentence=self.at,
            hit=(outcome.hit.start, outcome.hit.end) if outcome is not None else None,
            time_ms=self.time.start_ms,
            speaker=self.episode.episode.turns[self.time.turn].speaker,
        )

    def spoken(self, at: int | None = None) -> str:
        """Return the sentence as it was spoken, around the translation's start or another place of its turn."""
        text = self.episode.episode.turns[self.time.turn].text
        return spoken(text, self.time.start if at is None else at)


def inspect(translated: TranslatedEpisode) -> tuple[Finding, ...]:
    """Return an episode's findings: damage, titles, then by sentence terms and doubts, then inconsistency."""
    seen = list(_seen(translated))
    sentences = [finding for one in seen for finding in (*_terms(one), *_doubts(one))]
    damage = _noted(translated, NoteKind.UNREPAIRED, Rule.DAMAGE)
    titles = _noted(translated, NoteKind.MISSED, Rule.MISSED_TERM)
    return (*damage, *titles, *sentences, *_inconsistencies(seen))


def _seen(translated: TranslatedEpisode) -> Iterator[_Seen]:
    """Yield the translations with the numbers by which their places are known again."""
    texts = [turn.text for turn in translated.episode.turns]
    hits = [outcome.hit for translation in translated.translations for outcome in translation.outcomes]
    nths = iter(numbered((hit.term.id, spoken(texts[hit.turn], hit.start)) for hit in hits))
    starts = [(one.sentence.turn, one.sentence.start) for one in translated.translations]
    whole = [(turn, bounds(texts[turn], start)[0]) for turn, start in starts]
    distinct = list(dict.fromkeys(whole))
    numbers = dict(zip(distinct, numbered(("", spoken(texts[turn], start)) for turn, start in distinct), strict=True))
    parts: Counter[tuple[int, int]] = Counter()
    known = zip(sentence_times(translated), sentence_confidences(translated), whole, strict=True)
    for at, (time, confidence, sentence) in enumerate(known):
        parts[sentence] += 1
        yield _Seen(
            episode=translated,
            at=at,
            time=time,
            confidence=confidence,
            nth=numbers[sentence],
            part=parts[sentence],
            nths=tuple(next(nths) for _ in translated.translations[at].outcomes),
        )


def _noted(translated: TranslatedEpisode, kind: NoteKind, rule: Rule) -> Iterator[Finding]:
    """Yield the episode's notes of a kind: places that the reader could not mend, terms that titles lack."""
    notes = [note for note in translated.episode.notes if note.kind is kind]
    place = Place(episode=translated.episode.id)
    for note, nth in zip(notes, numbered(("", note.before) for note in notes), strict=True):
        message = f"{note.place}: {note.message}: {note.before!r}"
        yield found(rule, place, message, source=note.before, nth=nth)


def _terms(seen: _Seen) -> Iterator[Finding]:
    """Yield the forbidden renderings of a sentence, and its missed hits that none of them explains."""
    translation = seen.translation
    told: set[int] = set()
    again: Counter[tuple[int, str]] = Counter()
    for number, outcome, start, end in _forbidden(translation):
        wrong = translation.target[start:end].casefold()
        again[number, wrong] += 1
        term = outcome.hit.term
        alarm = alarms.forbidden(translation, term, start, end)
        if outcome.status is Status.MISSED:
            told.add(number)
        yield found(
            Rule.FORBIDDEN_RENDERING,
            seen.place(outcome),
            f"{outcome.hit.form!r} should be {term.target!r}; the translation has {translation.target[start:end]!r}, "
            "which the glossary forbids",
            term=term.id,
            source=seen.spoken(outcome.hit.start),
            target=translation.target,
            nth=seen.nths[number],
            part=f"{wrong} {again[number, wrong]}",
            alarm=alarm,
        )
    for number, outcome in enumerate(translation.outcomes):
        if outcome.status is Status.MISSED and number not in told:
            yield _missed(seen, outcome, seen.nths[number])


def _missed(seen: _Seen, outcome: Outcome, nth: int) -> Finding:
    """Return the finding of a missed hit."""
    translation, term = seen.translation, outcome.hit.term
    said = shown(translation, outcome)
    stands = f"{said!r} stands for it" if said else "nothing stands for it"
    return found(
        Rule.MISSED_TERM,
        seen.place(outcome),
        f"{outcome.hit.form!r} should be {term.target!r}; {stands}",
        term=term.id,
        source=seen.spoken(outcome.hit.start),
        target=translation.target,
        nth=nth,
        alarm=alarms.missed(seen.episode.translations, seen.at, outcome, language(seen.episode.target_language)),
    )


def _forbidden(translation: Translation) -> Iterator[tuple[int, Outcome, int, int]]:
    """Yield every forbidden rendering in a target, with an outcome of its term: a missed one where there is one."""
    terms: dict[str, list[int]] = defaultdict(list)
    for number, outcome in enumerate(translation.outcomes):
        terms[outcome.hit.term.id].append(number)
    for numbers in terms.values():
        order = sorted(numbers, key=lambda n: translation.outcomes[n].status is not Status.MISSED)
        term = translation.outcomes[order[0]].hit.term
        spans = sorted(
            {
                match.span()
                for wording in term.forbidden
                for match in alarms.standing(wording).finditer(translation.target)
            }
        )
        for place, (start, end) in enumerate(spans):
            number = order[min(place, len(order) - 1)]
            yield number, translation.outcomes[number], start, end


def _doubts(seen: _Seen) -> Iterator[Finding]:
    """Yield what looks wrong about a sentence's translation, and about its time."""
    source, target = seen.spoken(), seen.translation.target
    doubts = [(_DOUBTS[doubt], _DOUBTED[doubt]) for doubt in seen.translation.doubts]
    if seen.confidence is not None and seen.confidence.misgivings:
        message = f"its time in the recording is in doubt: {', '.join(seen.confidence.misgivings)}"
        doubts.append((Rule.DOUBTFUL_TIME, message))
    for rule, message in doubts:
        part = str(seen.part)
        yield found(rule, seen.place(), message, source=source, target=target, nth=seen.nth, part=part)


def _inconsistencies(seen: list[_Seen]) -> Iterator[Finding]:
    """Yield the hits that are rendered rightly, but in another way than most of their term's."""
    target = language(seen[0].episode.target_language) if seen else language("en")
    hits: dict[str, list[tuple[_Seen, Outcome, int, str]]] = defaultdict(list)
    for one in seen:
        for outcome, nth in zip(one.translation.outcomes, one.nths, strict=True):
            if outcome.status is not Status.MISSED:
                rendering = base(outcome.rendering, outcome.hit.term, target)
                hits[outcome.hit.term.id].append((one, outcome, nth, rendering))
    for places in hits.values():
        counted = Counter(rendering for *_, rendering in places)
        usual = max(counted, key=lambda rendering: counted[rendering])
        for one, outcome, nth, rendering in places:
            if rendering != usual:
                yield found(
                    Rule.INCONSISTENT_RENDERING,
                    one.place(outcome),
                    f"{outcome.hit.form!r} is {rendering!r} here, and {usual!r} {counted[usual]} times in the episode",
                    term=outcome.hit.term.id,
                    source=one.spoken(outcome.hit.start),
                    target=one.translation.target,
                    nth=nth,
                    alarm=Alarm.ALLOWED,
                )
