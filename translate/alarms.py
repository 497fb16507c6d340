"""Telling what only looks like a fault of terminology from what is one.

A missed hit is a fault unless there is a sign that it is none: its words are linked to a pronoun or to an inflection of
the rendering; the rendering stands in the sentence before or after, where no hit asked for it; the transcript is
damaged there; or the entry itself says that the word has other senses, and only the neighbourhood spoke for this one.
The surest signs are asked first; where there is none, the finding stays a fault.
"""

import re
from collections.abc import Sequence

from translate.findings import Alarm
from translate.glossary import Term
from translate.languages import Language
from translate.languages.lexicon import lemma
from translate.renderings import shown
from translate.terms import Reason
from translate.translation import Outcome, Status, Translation

_STEM = 5
"""Letters that an inflection has in common with its base form, at least."""
_ENDING = 2
"""Letters, at most, that the base form loses before an inflection's ending: *deploy(ment)*, *schedul(ing)*."""
_LOST = "\ufffd"


def missed(translations: Sequence[Translation], at: int, outcome: Outcome, target: Language) -> Alarm | None:
    """Say why a missed hit of translation number `at` is probably no fault; None where it is one.

    `target` is the target's language; `translations` are the episode's, in order.
    """
    translation = translations[at]
    term, said = outcome.hit.term, shown(translation, outcome)
    if said.casefold() in target.pronouns:
        return Alarm.PRONOUN
    if said and any(_akin(said, rendering, target) for rendering in term.renderings):
        return Alarm.INFLECTION
    if any(_unclaimed(translations[other], term) for other in (at - 1, at + 1) if 0 <= other < len(translations)):
        return Alarm.NEIGHBOUR
    if outcome.hit.reason is Reason.MISHEARD or _LOST in outcome.hit.form:
        return Alarm.RECOGNITION
    if term.need and said:
        return Alarm.OTHER_SENSE
    return None


def forbidden(translation: Translation, term: Term, start: int, end: int) -> Alarm | None:
    """Say why a forbidden rendering at `start`, `end` of a target is probably no fault; None where it is one."""
    outcomes = translation.outcomes
    around = [o for o in outcomes if o.status is not Status.MISSED and o.start <= start and end <= o.end]
    if any(o.hit.term.id != term.id or (o.start, o.end) != (start, end) for o in around):
        return Alarm.NESTED
    own = [outcome for outcome in outcomes if outcome.hit.term.id == term.id]
    if any(outcome.status is Status.MISSED for outcome in own):
        return None
    sources = [k for k in translation.links if k.target_start < end and start < k.target_end]
    elsewhere = sources and all(
        link.source_end <= outcome.hit.start or outcome.hit.end <= link.source_start
        for link in sources
        for outcome in own
    )
    return Alarm.OTHER_SENSE if elsewhere else None


def standing(wording: str, *, plural: bool = True) -> re.Pattern[str]:
    """Return the expression of a wording at word borders, whatever its case."""
    ending = "(?:e?s)?" if plural and wording[-1:].isalpha() else ""
    return re.compile(rf"(?<!\w){re.escape(wording)}{ending}(?!\w)", re.IGNORECASE)


def _unclaimed(translation: Translation, term: Term) -> bool:
    """Say whether a rendering of a term stands in a translation where no hit asked for it."""
    taken = [(o.start, o.end) for o in translation.outcomes if o.status is not Status.MISSED]
    return any(
        all(match.end() <= start or end <= match.start() for start, end in taken)
        for rendering in term.renderings
        for match in standing(rendering).finditer(translation.target)
    )


def _akin(said: str, rendering: str, target: Language) -> bool:
    """Say whether a text is an inflection of a rendering or built on the same stem, word by word."""
    words, expected = said.casefold().split(), rendering.casefold().split()
    if len(words) != len(expected):
        return False
    return all(_same_stem(word, base, target) for word, base in zip(words, expected, strict=True))


def _same_stem(word: str, base: str, target: Language) -> bool:
    if word == base or lemma(word, target.code) == lemma(base, target.code):
        return True
    stem = base[: max(_STEM, len(base) - _ENDING)]
    return len(base) >= _STEM and word.startswith(stem)
