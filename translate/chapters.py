"""Tying chapter marks to the text: which sentence opens each chapter of a page that has no other time stamps.

A mark says when a chapter opens, not where in the text. Placed by the text's length alone it falls up to a minute away
from the sentence with which the host moves on; that sentence often holds a phrase that hosts use for it ("je vous
propose d'aller vers"). Each chapter is tied to such a phrase within `REACH_MS` of its place, or to none (nor is one
that is not later than the chapter before it), so that all of them together are in order and the drift between text and
clock is as likely as it can be. The drift is taken for a random walk whose steps fit the errors measured on human-timed
podcasts (4.4 s between marks 5 minutes apart, 17 s with the ends alone) and have heavy tails (Student's t with 2
degrees of freedom), since jingles and advertisements make it jump. Whoever asks the questions moves on: a phrase counts
for less where somebody says it who asks few. A sentence that is the chapter's title and nothing else (a jingle) needs
no phrase.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import log1p

from translate.episode import Chapter, Turn
from translate.languages import Language
from translate.syncs import Anchor

REACH_MS = 90_000
"""How far from its place by the text's length a chapter may be tied."""
_WALK = 6.0**2
"""The variance (s²) that the drift gains per minute."""
_MARK = 6.0**2
"""The variance (s²) of a mark: hosts set them some seconds beside the words."""
_UNTIED = 4.0
"""The cost of leaving a chapter untied, as a negative log-likelihood."""
_NAMED = 1.0
"""What a word of the chapter's title, said where it opens, takes off the cost."""
_GUEST = 1.5
"""The cost of a sentence by somebody who asks nothing; no more, since a label is sometimes the wrong person's."""
_SPOKEN = 6.0
"""What a sentence that is the chapter's title, as a jingle says it, takes off the cost."""
_AHEAD = 240
"""How many characters after an opening's start may name the chapter."""
_NEAR = 90
"""How far before a phrase its sentence may begin for the chapter to open with that sentence."""
_STOP = re.compile(r"[.!?…][»”\"')]*\s+")
_WORD = re.compile(r"\w{4,}|[A-Z]{2,}")
_ANY_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Where a chapter opens: `turn` and `start` in that turn's text, or None and -1 where it could not be tied."""

    chapter: Chapter
    turn: int | None = None
    start: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A sentence with which a host may move on.

    It has a place by the text's length, the beginnings of its first words, a cost for who says it, and its words.
    """

    turn: int
    start: int
    place_ms: int
    stems: frozenset[str]
    guest: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """A way to tie the chapters so far: `last` is the candidate tied last, at `mark_ms` of the clock."""

    cost: float
    drift_ms: int
    mark_ms: int
    last: int
    chosen: tuple[int | None, ...]

    def price(self, drift_ms: int, mark_ms: int) -> float:
        """Return what it costs if text and clock differ by `drift_ms` at `mark_ms`."""
        variance = _WALK * (mark_ms - self.mark_ms) / 60_000 + _MARK
        return 1.5 * log1p(((drift_ms - self.drift_ms) / 1000) ** 2 / variance / 2)


def openings(
    turns: Sequence[Turn],
    chapters: Sequence[Chapter],
    duration_ms: int,
    language: Language,
    anchors: Sequence[Anchor] = (),
) -> tuple[Opening, ...]:
    """Return where each chapter opens; a chapter at 0 opens with the first turn.

    `anchors` are places whose times are known, in order.
    """
    titles = frozenset(_words(chapter.title) for chapter in chapters)
    candidates = _candidates(turns, duration_ms, language, titles, anchors)
    states = [_State(cost=0.0, drift_ms=0, mark_ms=0, last=-1, chosen=())]
    for chapter in chapters:
        states = _extended(states, chapter, candidates)
    best = min(states, key=lambda state: state.cost + state.price(0, max(duration_ms, state.mark_ms)))
    return tuple(
        _opening(chapter, None if at is None else candidates[at])
        for chapter, at in zip(chapters, best.chosen, strict=True)
    )


def _opening(chapter: Chapter, candidate: _Candidate | None) -> Opening:
    """Return where one chapter opens."""
    if candidate is not None:
        return Opening(chapter=chapter, turn=candidate.turn, start=candidate.start)
    return Opening(chapter=chapter, turn=0, start=0) if chapter.start_ms == 0 else Opening(chapter=chapter)


def _extended(states: Sequence[_State], chapter: Chapter, candidates: Sequence[_Candidate]) -> list[_State]:
    """Return the cheapest way to tie one more chapter, for each candidate that may be the last one tied."""
    if chapter.start_ms == 0:
        return [replace(state, chosen=(*state.chosen, None)) for state in states]
    best = {state.last: replace(state, cost=state.cost + _UNTIED, chosen=(*state.chosen, None)) for state in states}
    title, words = _stems(chapter.title), _words(chapter.title)
    for at, candidate in enumerate(candidates):
        drift_ms = candidate.place_ms - chapter.start_ms
        if abs(drift_ms) > REACH_MS:
            continue
        spoken = bool(candidate.words) and candidate.words == words
        own = -_SPOKEN if spoken else candidate.guest - (_NAMED if title & candidate.stems else 0.0)
        for state in (state for state in states if state.last < at and state.mark_ms < chapter.start_ms):
            cost = state.cost + state.price(drift_ms, chapter.start_ms) + own
            if at not in best or cost < best[at].cost:
                chosen = (*state.chosen, at)
                best[at] = _State(cost=cost, drift_ms=drift_ms, mark_ms=chapter.start_ms, last=at, chosen=chosen)
    return list(best.values())


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words of a text that can name a subject."""
    return frozenset(word[:6].lower() for word in _WORD.findall(text))


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text without case and signs."""
    return tuple(_ANY_WORD.findall(text.casefold()))


def _candidates(
    turns: Sequence[Turn],
    duration_ms: int,
    language: Language,
    titles: Collection[tuple[str, ...]],
    anchors: Sequence[Anchor],
) -> list[_Candidate]:
    """Return the sentences that hold a transition phrase near their start or are a title of `titles`, in order."""
    phrases = re.compile("|".join(rf"\b(?:{phrase})\b" for phrase in language.transitions) or r"(?!)")
    *begins, total = accumulate((len(turn.text) + 1 for turn in turns), initial=0)
    known = [(begins[anchor.turn] + anchor.start, anchor.time_ms) for anchor in anchors]
    marks = [(0, 0), *known, (total, max([duration_ms, *(ms for _, ms in known)]))]
    guests = _guests(turns)
    candidates: list[_Candidate] = []
    for at, (turn, begin) in enumerate(zip(turns, begins, strict=True)):
        text = turn.text.replace("’", "'")
        starts = [0, *(match.end() for match in _STOP.finditer(text))]
        sentences = {start: _words(text[start:end]) for start, end in pairwise([*starts, len(text)])}
        found = {_sentence_start(starts, match.start()) for match in phrases.finditer(text.lower())}
        found.update(start for start, words in sentences.items() if words in titles and words)
        candidates += [
            _Candidate(
                turn=at,
                start=start,
                place_ms=_place_ms(begin + start, marks),
                stems=_stems(text[start : start + _AHEAD]),
                guest=guests[turn.speaker or None],
                words=sentences.get(start, ()),
            )
            for start in sorted(found)
        ]
    return candidates


def _guests(turns: Sequence[Turn]) -> dict[str | None, float]:
    """Return, for each speaker, the cost of moving on: none for who asks most, nor for whom nobody names."""
    asked = Counter(turn.speaker for turn in turns if turn.speaker and turn.text.rstrip().endswith("?"))
    most = max(asked.values(), default=0)
    speakers = {turn.speaker for turn in turns if turn.speaker}
    return {None: 0.0} | {one: _GUEST * (1 - asked[one] / most) if most else 0.0 for one in speakers}


def _place_ms(place: int, marks: Sequence[tuple[int, int]]) -> int:
    """Return the time of a place by the text's length between the marks around it."""
    at = min(bisect_right(marks, place, key=lambda mark: mark[0]), len(marks) - 1)
    (left, left_ms), (right, right_ms) = marks[at - 1], marks[at]
    return left_ms + (right_ms - left_ms) * (place - left) // max(right - left, 1)


def _sentence_start(starts: Sequence[int], phrase: int) -> int:
    """Return where the sentence of a phrase begins, or the phrase itself where that is too far before it."""
    start = max(start for start in starts if start <= phrase)
    return start if phrase - start <= _NEAR else phrase
