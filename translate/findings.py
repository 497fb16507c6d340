"""Findings: what a reviewer should look at, and how to know it again.

A finding is known by its *fingerprint*: a hash of the rule, the term, the words of the sentence as it was spoken, and
whether this is the first, the second ... time that the episode says the term, or nothing but the words, in such a
sentence. Neither an index nor a time is in it, nor what else was found, so that waivers and baselines survive another
run. The sentence is bounded by the speaker's own full stops, not by where the engine's limits cut a long stretch, and
its punctuation does not count, so that they survive a re-cut as well.

What looks like a fault but is probably none keeps the reason (`Alarm`) and counts as a note: it fails nothing, and a
report shows it apart.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from translate.languages.spelling import WORD, fold

_STOP = re.compile(r"[.!?…]+[»”\"')\]\s]*(?=\s|\Z)")
_DIGITS = 16


class Severity(StrEnum):
    """How much a finding matters, most first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Rule(StrEnum):
    """What is wrong."""

    MISSED_TERM = "missed-term"
    FORBIDDEN_RENDERING = "forbidden-rendering"
    INCONSISTENT_RENDERING = "inconsistent-rendering"
    EMPTY = "empty-translation"
    REPETITION = "repetition"
    LENGTH_RATIO = "length-ratio"
    UNTRANSLATED = "untranslated"
    DAMAGE = "unrepaired-damage"
    DOUBTFUL_TIME = "doubtful-time"
    ENCODING = "encoding-damage"
    ORDER = "cue-order"
    OVERLAP = "cue-overlap"
    MIXED_SPEAKERS = "mixed-speakers"
    LINE_LENGTH = "line-length"
    LINE_COUNT = "line-count"
    READING_SPEED = "reading-speed"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    GAP = "small-gap"
    BROKEN_TERM = "broken-term"
    ORPHAN = "orphan-word"
    EMPTY_CUE = "empty-cue"
    EXPIRED_WAIVER = "expired-waiver"


MEANINGS: dict[Rule, str] = {
    Rule.MISSED_TERM: "A glossary term was said, and its rendering is not in the translation.",
    Rule.FORBIDDEN_RENDERING: "The translation holds a rendering that the glossary forbids for a term that was said.",
    Rule.INCONSISTENT_RENDERING: "A term is rendered in another way than elsewhere in the episode.",
    Rule.EMPTY: "A sentence has no translation.",
    Rule.REPETITION: "The translation repeats itself.",
    Rule.LENGTH_RATIO: "The translation is much longer or shorter than what was said.",
    Rule.UNTRANSLATED: "The translation looks like the original.",
    Rule.DAMAGE: "The transcript has lost letters that could not be mended.",
    Rule.DOUBTFUL_TIME: "A sentence may be heard at another time than its subtitle says.",
    Rule.ENCODING: "The subtitles have lost letters, or letters that were encoded twice.",
    Rule.ORDER: "A cue starts before the one above it, or ends before it starts.",
    Rule.OVERLAP: "A cue is still on screen when the next one starts.",
    Rule.MIXED_SPEAKERS: "Two speakers share a cue in a way that the preset does not have.",
    Rule.LINE_LENGTH: "A line has more characters than the preset allows.",
    Rule.LINE_COUNT: "A cue has more lines than the preset allows.",
    Rule.READING_SPEED: "A cue must be read faster than the preset allows.",
    Rule.TOO_SHORT: "A cue is on screen for less time than the preset asks.",
    Rule.TOO_LONG: "A cue is on screen for longer than the preset allows.",
    Rule.GAP: "A cue follows the one before it sooner than the preset allows.",
    Rule.BROKEN_TERM: "A glossary term is broken over two lines or two cues.",
    Rule.ORPHAN: "One short word stands alone on a cue's last line, or in a cue of its own.",
    Rule.EMPTY_CUE: "A cue shows nothing.",
    Rule.EXPIRED_WAIVER: "A waiver has expired, and what it waived is still there.",
}
"""What each rule says of what it finds."""

_ERRORS = frozenset(
    {
        Rule.MISSED_TERM,
        Rule.FORBIDDEN_RENDERING,
        Rule.EMPTY,
        Rule.ENCODING,
        Rule.ORDER,
        Rule.OVERLAP,
        Rule.MIXED_SPEAKERS,
        Rule.LINE_LENGTH,
        Rule.LINE_COUNT,
    }
)
_NOTES = frozenset({Rule.ORPHAN})


def severity(rule: Rule) -> Severity:
    """Return how much what a rule finds matters."""
    if rule in _ERRORS:
        return Severity.ERROR
    return Severity.NOTE if rule in _NOTES else Severity.WARNING


class Alarm(StrEnum):
    """Why something that looks like a fault is probably none."""

    NESTED = "nested"  # the forbidden words are part of another term's rendering
    ALLOWED = "allowed alternative"
    PRONOUN = "pronoun"
    OTHER_SENSE = "other sense"
    INFLECTION = "inflection"
    RECOGNITION = "recognition error"
    NEIGHBOUR = "said in the neighbouring turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding is: `sentence` and `cue` are indexes (0 first), `hit` a span of the turn's text as read.

    `language` is the side that is meant where both have one (cues). `time_ms` and `speaker` are for people.
    """

    episode: str
    sentence: int | None = None
    cue: int | None = None
    hit: tuple[int, int] | None = None
    language: str = ""
    time_ms: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a reviewer should look at.

    `term` is the glossary's id, empty where no term is concerned; `source` is the sentence as it was spoken (or a cue's
    text), `target` what was made of it.
    """

    rule: Rule
    severity: Severity
    place: Place
    message: str
    fingerprint: str
    term: str = ""
    source: str = ""
    target: str = ""
    alarm: Alarm | None = None


def found(  # noqa: PLR0913  # what a finding says, and what it is known by
    rule: Rule,
    place: Place,
    message: str,
    *,
    term: str = "",
    source: str = "",
    target: str = "",
    nth: int = 1,
    part: str = "",
    alarm: Alarm | None = None,
) -> Finding:
    """Return a finding with its rule's severity, a note where it is a false alarm, and its fingerprint.

    `nth` numbers the places of the episode that could be taken for this one (`numbered`), whether or not anything was
    found there; `part` tells apart what a rule finds at one place.
    """
    known = (rule, term, place.language, _plain(source), str(nth), *filter(None, (part,)))
    return Finding(
        rule=rule,
        severity=Severity.NOTE if alarm is not None else severity(rule),
        place=place,
        message=message,
        fingerprint=sha256("\0".join(known).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS],
        term=term,
        source=source,
        target=target,
        alarm=alarm,
    )


def numbered(places: Iterable[tuple[str, str]]) -> tuple[int, ...]:
    """Return which of its kind each place is, from 1: a place is a term's id, or nothing, and the sentence spoken."""
    seen: Counter[tuple[str, str]] = Counter()
    numbers: list[int] = []
    for term, source in places:
        key = term, _plain(source)
        seen[key] += 1
        numbers.append(seen[key])
    return tuple(numbers)


def spoken(text: str, place: int) -> str:
    """Return the sentence around a place of a turn's text, from full stop to full stop."""
    start, end = bounds(text, place)
    return " ".join(text[start:end].split())


def bounds(text: str, place: int) -> tuple[int, int]:
    """Return where the sentence around a place of a turn's text starts and ends."""
    ends = _ends(text)
    at = bisect_right(ends, place)
    return ends[at - 1] if at else 0, ends[at] if at < len(ends) else len(text)


@lru_cache(maxsize=256)
def _ends(text: str) -> tuple[int, ...]:
    """Return where the sentences of a turn's text end."""
    return tuple(match.end() for match in _STOP.finditer(text))


def _plain(text: str) -> str:
    """Return a sentence as it is hashed: its words, without what another reading of the same words may change."""
    return " ".join(fold(word) for word in WORD.findall(text))


def at_least(findings: Iterable[Finding], least: Severity) -> tuple[Finding, ...]:
    """Return the findings that matter at least so much."""
    order = list(Severity)
    return tuple(finding for finding in findings if order.index(finding.severity) <= order.index(least))
