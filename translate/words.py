"""Word times as a file: WhisperX's JSON, written by `glossub align` and read from whoever wrote it.

    {"segments": [{"start", "end", "text", "speaker", "words": [{"word", "start", "end", "score"}]}]}

Times are seconds. A word that was not found has no times, as in WhisperX. Ours adds `score` and `doubts` to a segment
and a `glossub` table to the document, which others ignore. A file of somebody else's words need not have the
transcript's text: words are matched without regard to case, accents and punctuation, what differs is left out.
"""

import json
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from translate import heard, readers
from translate.align import Aligned
from translate.clock import Clock
from translate.episode import Episode, TimedSpan
from translate.errors import InputError
from translate.fields import Fields
from translate.syncs import Sync
from translate.translation import Confidence, Misgiving, Provenance, WordTime

NAME = "words.json"
FORMAT = "glossub-words/2"
LEAST_MATCHED = 0.5
"""The share of the transcript's words that must be in the file."""

_ANCHOR = 4
"""Words in a row that occur once on either side and are therefore the same place."""
_WORD = re.compile(r"\S+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word as it is compared, and where it stands."""

    form: str
    turn: int
    start: int
    end: int


def render(episode: Episode, aligned: Aligned) -> str:
    """Return the word times of an aligned episode, a segment per sentence."""
    by_turn: list[list[WordTime]] = [[] for _ in episode.turns]
    for word in aligned.clock.words:
        by_turn[word.turn].append(word)
    segments: list[Json] = []
    for sentence in aligned.clock.confidences:
        turn = episode.turns[sentence.turn]
        inside = [word for word in by_turn[sentence.turn] if sentence.start <= word.start < sentence.end]
        segment: Json = {
            "start": inside[0].start_ms / 1000,
            "end": inside[-1].end_ms / 1000,
            "text": turn.text[sentence.start : sentence.end].strip(),
            "score": sentence.score,
            "words": [_entry(turn.text, word, sentence.score) for word in inside],
        }
        if turn.speaker:
            segment["speaker"] = turn.speaker
        if sentence.misgivings:
            segment["doubts"] = list(sentence.misgivings)
        segments.append(segment)
    about = {
        "format": FORMAT,
        "provenance": Provenance.ALIGNED.value,
        "cost": aligned.median_cost and round(aligned.median_cost, 4),
        "coverage": round(aligned.coverage, 4),
        "duration_ms": aligned.duration_ms,
    }
    document = {"segments": segments, "language": episode.language, "glossub": about}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def tell(episode: Episode, data: bytes, *, name: str, syncs: Sequence[Sync] = ()) -> Clock:
    """Return an episode's clock by the words of a file's content; `name` is the file's, for messages.

    Raises InputError where the file holds no word times, or those of another text.
    """
    source = readers.read(data, name=name, language=episode.language)
    theirs = _words(source)
    times = [_time(source.turns[word.turn].words, word) for word in theirs]
    if not any(times):
        mend = "Give the JSON of an aligner or a recogniser with `words` that have `start` and `end`."
        raise InputError("there are no word times in it", where=name, mend=mend)
    ours = _words(episode)
    pairs = list(_paired([word.form for word in ours], [word.form for word in theirs]))
    if len(pairs) < LEAST_MATCHED * len(ours):
        what = f"only {len(pairs)} of the transcript's {len(ours)} words are in it"
        raise InputError(what, where=name, mend="Give the word times of this very episode.")
    document = _own(data, name)
    told = heard.tell(
        episode,
        [(ours[here].turn, _span(ours[here], *time)) for here, there in pairs if (time := times[there])],
        provenance=Provenance.GIVEN if document is None else Provenance.ALIGNED,
        duration_ms=None if document is None else document.inner("glossub").integer("duration_ms"),
        syncs=syncs,
    )
    return told if document is None else replace(told, confidences=tuple(_confidences(document, ours)))


def _entry(text: str, word: WordTime, score: float) -> Json:
    """Return one word; its times only where it was found."""
    entry: Json = {"word": text[word.start : word.end]}
    if word.provenance is Provenance.ALIGNED:
        entry |= {"start": word.start_ms / 1000, "end": word.end_ms / 1000, "score": score}
    return entry


def _words(episode: Episode) -> list[_Word]:
    """Return the words of all turns that hold a letter or a digit."""
    return [
        _Word(form=form, turn=at, start=match.start(), end=match.end())
        for at, turn in enumerate(episode.turns)
        for match in _WORD.finditer(turn.text)
        if (form := _form(match.group()))
    ]


def _time(spans: Sequence[TimedSpan], word: _Word) -> tuple[int, int] | None:
    """Return when a word is heard by the timed spans (in order, disjoint) of its turn, if it has any."""
    first = bisect_right(spans, word.start, key=lambda span: span.end)
    inside = spans[first : bisect_left(spans, word.end, key=lambda span: span.start)]
    return (inside[0].start_ms, inside[-1].end_ms) if inside else None


def _span(word: _Word, start_ms: int, end_ms: int) -> TimedSpan:
    return TimedSpan(start=word.start, end=word.end, start_ms=start_ms, end_ms=end_ms)


def _own(data: bytes, name: str) -> Fields | None:
    """Return the document where our aligner wrote the file, which has been read as a transcript already."""
    try:
        value: object = json.loads(data)
    except ValueError:  # a transcript that is no JSON, such as a WebVTT file with word times
        return None
    if not isinstance(value, dict) or "glossub" not in value:
        return None
    document = Fields(value, source=name, mend="Write it again with `glossub align`.")
    about = document.inner("glossub")
    if about.text("format") != FORMAT:
        raise about.error("format", f'the format is "{about.text("format")}", not "{FORMAT}"')
    return document


def _confidences(document: Fields, ours: Sequence[_Word]) -> Iterator[Confidence]:
    """Yield what a file of ours says of its segments, each where the words of it that the transcript has stand."""
    segments = list(document.objects("segments"))
    said = [(form, at) for at, one in enumerate(segments) for word in one.text("text").split() if (form := _form(word))]
    pairs = _paired([word.form for word in ours], [form for form, _ in said])
    for (turn, at), group in groupby(pairs, key=lambda pair: (ours[pair[0]].turn, said[pair[1]][1])):
        inside = [ours[here] for here, _ in group]
        yield Confidence(
            turn=turn,
            start=inside[0].start,
            end=inside[-1].end,
            score=segments[at].share("score"),
            misgivings=segments[at].choices("doubts", Misgiving),
        )


def _form(word: str) -> str:
    """Return a word without case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(filter(str.isalnum, decomposed))


def _paired(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of equal words, in order on both sides; anchors keep the search short."""
    here = there = 0
    for left, right in [*_anchors(ours, theirs), (len(ours), len(theirs))]:
        matcher = SequenceMatcher(None, ours[here:left], theirs[there:right], autojunk=False)
        for block in matcher.get_matching_blocks():
            yield from ((here + block.a + step, there + block.b + step) for step in range(block.size))
        here, there = left, right


def _anchors(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of word groups that occur once on either side, the longest run of them in order."""
    left, right = _once(ours), _once(theirs)
    common = sorted((left[group], right[group]) for group in left.keys() & right.keys())
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(common):
        pile = bisect_right(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        ends[pile : pile + 1] = [index]
    run: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(common[at])
        at = before[at]
    return run[::-1]


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Return the groups of words that occur once, and where."""
    groups = [tuple(words[at : at + _ANCHOR]) for at in range(len(words) - _ANCHOR + 1)]
    counts = Counter(groups)
    return {group: at for at, group in enumerate(groups) if counts[group] == 1}
