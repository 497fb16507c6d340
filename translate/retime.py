"""Times for the words that are shown: the source's own, and the target's by way of its source.

Sentences and turns are hard anchors: a translated sentence is heard while its source sentence is. Inside it every
target word is laid on a source word, never going back, so that what the two have in common weighs most: numbers, names,
identical words and the glossary's terms; then the model's links; then the diagonal. Target words that lie on one source
word share the time from its start to the end of what follows it unclaimed; where speech pauses, a target word after
punctuation is the likelier to begin.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from translate.blocks import Block
from translate.corrected import Corrected, corrected
from translate.episode import TimedSpan
from translate.translation import TranslatedEpisode, Translation, WordTime, sentence_times

ANCHOR, LINK, DIAGONAL = 3.0, 1.0, 0.8
"""What a word and its place have in common: each kind outweighs all of the next."""
PAUSE_MS = 250
PAUSE_AFTER_SIGN, PAUSE, SIGN_AFTER_SIGN = 0.6, 0.2, 0.3
"""What speaks for beginning a target word at a source word: a pause before it, punctuation before both."""
SHARED, INTRUDED = 0.1, 0.5
"""What it costs two target words to share a source word: little, so that they have one each where nothing else tells;
more where the first has nothing to do with it and the second has, since the second would then come late."""

_WORD = re.compile(r"\S+")
_EDGES = ".,;:!?…\"'’“”«»()[]–—-%€$"
_SIGNS = (".", ",", ";", ":", "!", "?", "…", "–", "—")

Spans = list[tuple[int, int]]
"""Half-open stretches, of characters or of milliseconds."""
Scores = list[list[float]]
"""One row per target word, one column per source word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A sentence as it is heard: for each shown source word its place in the turn's text as read, its form, its time.

    `whole` is the time of the sentence.
    """

    spans: Spans
    forms: list[str]
    times: Spans
    whole: tuple[int, int]


def blocks(translated: TranslatedEpisode, side: Literal["source", "target"]) -> tuple[Block, ...]:
    """Return the episode's sentences on one side, ready to be cut into cues; a sentence without text has no block."""
    turns = translated.episode.turns
    words: list[list[WordTime]] = [[] for _ in turns]
    for word in translated.words:
        words[word.turn].append(word)
    starts = [[word.start for word in turn] for turn in words]
    ends = [[word.end for word in turn] for turn in words]
    names = _names(turn.speaker for turn in turns)
    made: list[Block] = []
    for index, (translation, whole) in enumerate(zip(translated.translations, sentence_times(translated), strict=True)):
        sentence = translation.sentence
        turn = sentence.turn
        inside = slice(bisect_right(ends[turn], sentence.start), bisect_left(starts[turn], sentence.end))
        hits = [outcome.hit for outcome in translation.outcomes]
        view = corrected(turns[turn].text, sentence.start, sentence.end, hits)
        heard = _heard(view, words[turn][inside], whole)
        if side == "source":
            text, timed = view.text, heard.times
            terms = [view.to_corrected(hit.start, hit.end) for hit in hits]
        else:
            text, timed = translation.target, retimed(translation, heard)
            terms = [(outcome.start, outcome.end) for outcome in translation.outcomes if outcome.start >= 0]
        if timed:
            spaced, spans, protected = _single_spaced(text, [*terms, *_found(names, text)])
            made.append(
                Block(
                    text=spaced,
                    words=_timed(spans, timed),
                    speaker=turns[turn].speaker,
                    sentence=index,
                    turn=turn,
                    provenance=whole.provenance,
                    protected=protected,
                )
            )
    return tuple(made)


def retimed(translation: Translation, heard: Heard) -> Spans:
    """Return when each word of a translation is heard: in order, and within the time of its sentence."""
    spans = _spans(translation.target)
    lengths = [end - start for start, end in spans]
    if not heard.spans or not spans:
        return _shared(heard.whole, lengths)
    forms = [translation.target[start:end] for start, end in spans]
    places = _path(_scores(translation, spans, forms, heard), forms, heard)
    opens = [index for index in range(len(places)) if index == 0 or places[index] != places[index - 1]]
    times: Spans = []
    for opening, closing in pairwise([*opens, len(places)]):
        first = places[opening] if opening else 0
        last = places[closing] - 1 if closing < len(places) else len(heard.times) - 1
        times += _shared((heard.times[first][0], heard.times[last][1]), lengths[opening:closing])
    return times


def _heard(view: Corrected, words: Sequence[WordTime], whole: WordTime) -> Heard:
    """Return a sentence's shown words with the times of what was read in their place.

    Words that stand for the same misheard stretch share its time.
    """
    starts = [word.start for word in words]
    ends = [word.end for word in words]
    shown = _spans(view.text)
    spans = [view.to_read(start, end) for start, end in shown]
    opens = [index for index in range(len(spans)) if index == 0 or spans[index][0] >= spans[index - 1][1]]
    times: Spans = []
    now_ms = whole.start_ms
    for opening, closing in pairwise([*opens, len(spans)]):
        start, end = spans[opening][0], spans[closing - 1][1]
        first, last = bisect_right(ends, start), bisect_left(starts, end) - 1
        begins, finishes = now_ms, now_ms
        if first <= last:
            begins = max(now_ms, _at(words[first], start))
            finishes = max(begins, _at(words[last], end))
        times += _shared((begins, finishes), [b - a for a, b in shown[opening:closing]])
        now_ms = finishes
    return Heard(
        spans=spans,
        forms=[view.text[start:end] for start, end in shown],
        times=times,
        whole=(whole.start_ms, whole.end_ms),
    )


def _at(word: WordTime, position: int) -> int:
    """Return when a position of the text is heard inside a word, or at the nearer end of it."""
    inside = min(max(position, word.start), word.end) - word.start
    return word.start_ms + (word.end_ms - word.start_ms) * inside // max(word.end - word.start, 1)


def _shared(time: tuple[int, int], lengths: Sequence[int]) -> Spans:
    """Divide a stretch of time among words in proportion to their lengths."""
    if len(lengths) == 1:
        return [time]
    total = sum(lengths)
    edges = [time[0] + (time[1] - time[0]) * done // total for done in accumulate(lengths, initial=0)] if total else []
    return list(pairwise(edges))


def _scores(translation: Translation, spans: Spans, forms: Sequence[str], heard: Heard) -> Scores:
    """Return how much speaks for laying each target word on each source word."""
    here, there = _centres(spans), _centres(heard.spans)
    scores = [[-DIAGONAL * abs(target - source) for source in there] for target in here]
    for (target, source), weight in _linked(translation, spans, heard.spans).items():
        scores[target][source] += LINK * weight
    known: dict[str, list[int]] = defaultdict(list)
    for source, form in enumerate(heard.forms):
        known[_bare(form)].append(source)
    for target, form in enumerate(forms):
        bare = _bare(form)
        if len(bare) > 3 or bare[:1].isdigit() or form[:1].isupper():
            for source in known.get(bare, ()):
                scores[target][source] += ANCHOR
    _add_terms(scores, translation, spans, heard)
    return scores


def _add_terms(scores: Scores, translation: Translation, spans: Spans, heard: Heard) -> None:
    """Lay the words of each term's rendering on the words that were said for it, the first on the first."""
    for outcome in translation.outcomes:
        if outcome.start >= 0:
            rendered = _touched(spans, outcome.start, outcome.end)
            said = _touched(heard.spans, outcome.hit.start, outcome.hit.end)
            for number, target in enumerate(rendered):
                for source in said:
                    scores[target][source] += ANCHOR / 2
                if said:
                    scores[target][said[number * len(said) // len(rendered)]] += ANCHOR / 2


def _linked(translation: Translation, spans: Spans, heard: Spans) -> dict[tuple[int, int], float]:
    """Return the pairs of words (target, source) that links join; the pairs of one target word weigh 1 together."""
    counts = Counter(
        (target, source)
        for link in translation.links
        for target in _touched(spans, link.target_start, link.target_end)
        for source in _touched(heard, link.source_start, link.source_end)
    )
    totals: Counter[int] = Counter()
    for (target, _), count in counts.items():
        totals[target] += count
    return {pair: count / totals[pair[0]] for pair, count in counts.items()}


def _path(scores: Scores, forms: Sequence[str], heard: Heard) -> list[int]:
    """Return the source word of each target word: the sequence that never goes back and for which most speaks."""
    after_sign, plain = _gains(heard)
    reached = scores[0]
    backs: list[list[int]] = []
    for form, (above, row) in zip(forms, pairwise(scores), strict=False):
        gains = after_sign if form.endswith(_SIGNS) else plain
        best, at = float("-inf"), 0
        following: list[float] = []
        back: list[int] = []
        for source, (before, gain, other, score) in enumerate(zip(reached, gains, above, row, strict=True)):
            moved = best + gain
            stayed = before - (INTRUDED if other <= 0 < score else SHARED)
            if moved > stayed:
                back.append(at)
                following.append(score + moved)
            else:
                back.append(source)
                following.append(score + stayed)
            if before > best:
                best, at = before, source
        reached = following
        backs.append(back)
    places = [reached.index(max(reached))]
    for back in reversed(backs):
        places.append(back[places[-1]])
    return places[::-1]


def _gains(heard: Heard) -> tuple[list[float], list[float]]:
    """Return what each source word has for itself as a beginning: after punctuation in the target, and elsewhere."""
    after_sign, plain = [0.0], [0.0]
    for (before, following), form in zip(pairwise(heard.times), heard.forms, strict=False):
        pauses = following[0] - before[1] >= PAUSE_MS
        plain.append(PAUSE * pauses)
        after_sign.append(PAUSE_AFTER_SIGN * pauses + SIGN_AFTER_SIGN * form.endswith(_SIGNS))
    return after_sign, plain


def _touched(spans: Spans, start: int, end: int) -> range:
    """Return the numbers of the words (in order, disjoint) that a stretch of text touches."""
    first = bisect_right(spans, start, key=lambda span: span[1])
    return range(first, bisect_left(spans, end, lo=first, key=lambda span: span[0]))


def _centres(spans: Spans) -> list[float]:
    """Return where words lie in their sentence, from 0 to 1."""
    origin = spans[0][0]
    length = max(spans[-1][1] - origin, 1)
    return [((start + end) / 2 - origin) / length for start, end in spans]


def _bare(form: str) -> str:
    """Return a word as it is compared: `1,5` and `1.5` are one number."""
    return form.strip(_EDGES).casefold().replace(",", ".").replace("’", "'")


def _spans(text: str) -> Spans:
    """Return the places of a text's words."""
    return [match.span() for match in _WORD.finditer(text)]


def _names(speakers: Iterable[str | None]) -> re.Pattern[str] | None:
    """Return what finds the speakers' names of more than one word, which no subtitle breaks."""
    names = {" ".join(name.split()) for name in speakers if name and len(name.split()) > 1}
    if not names:
        return None
    return re.compile("|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True)))


def _found(names: re.Pattern[str] | None, text: str) -> Spans:
    """Return where names stand in a text."""
    return [match.span() for match in names.finditer(text)] if names else []


def _single_spaced(text: str, protected: Spans) -> tuple[str, Spans, tuple[tuple[int, int], ...]]:
    """Return a text with single spaces, the places of its words in it, and spans of the text moved along with them."""
    old = _spans(text)
    forms = [text[start:end] for start, end in old]
    starts = list(accumulate((len(form) + 1 for form in forms), initial=0))[:-1]
    new = [(start, start + len(form)) for start, form in zip(starts, forms, strict=True)]
    touched = [_touched(old, start, end) for start, end in protected]
    return " ".join(forms), new, tuple(sorted({(new[words[0]][0], new[words[-1]][1]) for words in touched if words}))


def _timed(spans: Spans, times: Spans) -> tuple[TimedSpan, ...]:
    """Join the places of words with their times."""
    return tuple(
        TimedSpan(start=start, end=end, start_ms=start_ms, end_ms=end_ms)
        for (start, end), (start_ms, end_ms) in zip(spans, times, strict=True)
    )
