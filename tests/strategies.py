"""Hypothesis strategies for the values between stages; their texts are hostile to every output format."""

import re
from itertools import pairwise

from hypothesis import strategies as st

from translate.cues import Cue
from translate.engine import Link
from translate.episode import Chapter, Episode, Note, NoteKind, TimedSpan, Turn
from translate.glossary import Case, Term
from translate.sentences import Sentence
from translate.terms import Hit, Reason
from translate.translation import (
    Confidence,
    Doubt,
    Misgiving,
    Outcome,
    Provenance,
    Status,
    TranslatedEpisode,
    Translation,
    WordTime,
)

HOSTILE = [
    *r"-->|--|<b>|</v>|<v Name>|{\an8}|{y:i}|&amp;|&|<|>|'|\|]]>|<!--|*|_|**|`|#|# |1. |- |+ |> |~~|$".split("|"),
    *"[x](y)|==|=1+1|:tada:|WEBVTT|NOTE|42|00:00:01,000 --> 00:00:02,000|é".split("|"),
    *("|", '"', "\t", "\n", "\n\n", "\r\n", "\r", "\x00", "\x0b", "\x0c", "\x1f", "\x85", "\u2028", "\u00a0"),
    *("\ufeff", "\ufffd", "\U0001f9d1", "e\u0301"),
]

milliseconds = st.integers(0, 200 * 3_600_000)
names = st.none() | st.sampled_from(["Ana", "Bo", "Zoé d'Arc"]) | st.text(max_size=8) | st.sampled_from(HOSTILE)


def texts(max_pieces: int = 6) -> st.SearchStrategy[str]:
    """Draw texts of words, spaces and what is special in some format."""
    pieces = st.sampled_from(["le", "sprint", " ", " ", "fini.", *HOSTILE]) | st.text(max_size=4)
    return st.lists(pieces, max_size=max_pieces).map("".join)


def spans(draw: st.DrawFn, start: int, end: int) -> tuple[int, int]:
    """Draw a span within bounds, empty ones included."""
    first, second = draw(st.integers(start, end)), draw(st.integers(start, end))
    return min(first, second), max(first, second)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    """Draw a glossary's entry."""
    lists = st.lists(texts(2), max_size=2).map(tuple)
    return draw(
        st.builds(
            Term,
            id=st.sampled_from(["sprint", "devops", "po", "k8s"]),
            source=texts(2),
            target=texts(2),
            forms=lists,
            variants=lists,
            misheard=lists,
            case=st.sampled_from(Case),
            note=texts(2),
        )
    )


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    """Draw a turn, with or without times."""
    text = draw(texts())
    timed = [
        TimedSpan(start=start, end=end, start_ms=start_ms, end_ms=start_ms + 10)
        for (start, end), start_ms in draw(
            st.lists(st.tuples(st.just(spans(draw, 0, len(text))), milliseconds), max_size=2)
        )
    ]
    return Turn(
        speaker=draw(names),
        text=text,
        words=tuple(timed[:1]),
        segments=tuple(timed[1:]),
        start_ms=draw(st.none() | milliseconds),
        end_ms=draw(st.none() | milliseconds),
    )


notes = st.builds(
    Note, kind=st.sampled_from(NoteKind), place=texts(1), message=texts(2), before=texts(1), after=texts(1)
)
chapters = st.builds(Chapter, title=texts(2), start_ms=milliseconds)


@st.composite
def episodes(draw: st.DrawFn) -> Episode:
    """Draw an episode of a few turns, none included."""
    return Episode(
        id=draw(st.sampled_from(["episode-1", "la-boucle"])),
        title=draw(texts(3)),
        language=draw(st.sampled_from(["fr", "de"])),
        turns=tuple(draw(st.lists(turns(), max_size=3))),
        date=draw(st.none() | st.just("2030-05-01")),
        duration_ms=draw(st.none() | milliseconds),
        chapters=tuple(sorted(draw(st.lists(chapters, max_size=3)), key=lambda chapter: chapter.start_ms)),
        notes=tuple(draw(st.lists(notes, max_size=2))),
        layout=draw(st.sampled_from(["", "srt", "podcast-page"])),
    )


@st.composite
def translations(draw: st.DrawFn, sentence: Sentence, text: str, table: list[Term]) -> Translation:
    """Draw what became of a sentence of a turn's text, with hits of a table of terms."""
    target = draw(texts())
    hits: list[Hit] = []
    if table and sentence.start < sentence.end and draw(st.booleans()):
        start, end = spans(draw, sentence.start, sentence.end)
        term, reason = draw(st.sampled_from(table)), draw(st.sampled_from(Reason))
        hits.append(Hit(term=term, turn=sentence.turn, start=start, end=end, form=text[start:end], reason=reason))
    outcomes: list[Outcome] = []
    for hit in hits:
        status = draw(st.sampled_from(Status))
        start, end = (-1, -1) if status is Status.MISSED else spans(draw, 0, len(target))
        rendering = "" if status is Status.MISSED else target[start:end]
        outcomes.append(Outcome(hit=hit, status=status, tier="inline", rendering=rendering, start=start, end=end))
    links = []
    for _ in range(draw(st.integers(0, 2))):
        source_start, source_end = spans(draw, sentence.start, sentence.end)
        target_start, target_end = spans(draw, 0, len(target))
        links.append(
            Link(source_start=source_start, source_end=source_end, target_start=target_start, target_end=target_end)
        )
    doubts = tuple(draw(st.lists(st.sampled_from(Doubt), unique=True, max_size=2)))
    return Translation(
        sentence=sentence,
        target=target,
        links=tuple(links),
        outcomes=tuple(outcomes),
        doubts=doubts,
        edited=draw(st.booleans()),
    )


@st.composite
def confidences(draw: st.DrawFn, sentence: Sentence) -> Confidence:
    """Draw how far the time of a sentence can be believed."""
    return Confidence(
        turn=sentence.turn,
        start=sentence.start,
        end=sentence.end,
        score=draw(st.floats(0, 1)),
        misgivings=tuple(draw(st.lists(st.sampled_from(Misgiving), unique=True, max_size=2))),
    )


@st.composite
def translated_episodes(draw: st.DrawFn) -> TranslatedEpisode:
    """Draw a translated episode: sentences tile the turns, words are in order and timed."""
    episode = draw(episodes())
    table = draw(st.lists(terms(), max_size=3, unique_by=lambda term: term.id))
    made: list[Translation] = []
    words: list[WordTime] = []
    now_ms = 0
    for turn, text in enumerate(turn.text for turn in episode.turns):
        cuts = draw(st.lists(st.integers(1, max(1, len(text) - 1)), max_size=2, unique=True)) if len(text) > 1 else []
        places = sorted({0, *cuts, len(text)})
        for start, end in pairwise(places):
            sentence = Sentence(turn=turn, start=start, end=end, continues=draw(st.booleans()))
            made.append(draw(translations(sentence, text, table)))
        for word in re.finditer(r"\S+", text):
            start_ms = now_ms + draw(st.integers(0, 900))
            now_ms = start_ms + draw(st.integers(0, 900))
            words.append(
                WordTime(
                    turn=turn,
                    start=word.start(),
                    end=word.end(),
                    start_ms=start_ms,
                    end_ms=now_ms,
                    provenance=draw(st.sampled_from(Provenance)),
                )
            )
    return TranslatedEpisode(
        episode=episode,
        target_language=draw(st.sampled_from(["en", "es"])),
        title=draw(texts(3)),
        chapter_titles=tuple(draw(texts(2)) for _ in episode.chapters),
        translations=tuple(made),
        words=tuple(words),
        error_band_ms=draw(st.integers(0, 60_000)),
        signature=f"glossub/0.1.0 scripted:1 glossary:2 beam=4 {draw(texts(2))}",
        confidences=tuple(draw(confidences(one.sentence)) for one in made) if draw(st.booleans()) else (),
    )


@st.composite
def cue_lists(draw: st.DrawFn) -> tuple[Cue, ...]:
    """Draw cues, in order and apart, each with at least one line that shows something."""
    made: list[Cue] = []
    now_ms = draw(milliseconds)
    for index in range(draw(st.integers(0, 4))):
        lines = draw(st.lists(st.tuples(texts(3), st.sampled_from("aé7")).map("".join), min_size=1, max_size=2))
        end_ms = now_ms + draw(st.integers(1, 7000))
        made.append(
            Cue(
                start_ms=now_ms,
                end_ms=end_ms,
                lines=tuple(lines),
                speaker=draw(names),
                provenance=draw(st.sampled_from(Provenance)),
                sentences=(index,),
                label=draw(st.sampled_from(["", "", "Ana: ", "A<b>: ", "J.-C.L.: "])),
                second_speaker=draw(names) if len(lines) == 2 else None,
            )
        )
        now_ms = end_ms + draw(st.integers(0, 3000))
    return tuple(made)
