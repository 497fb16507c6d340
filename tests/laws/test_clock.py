"""Laws of word times."""

import re

from hypothesis import given
from hypothesis import strategies as st

from translate.clock import tell
from translate.episode import Chapter, Episode, TimedSpan, Turn
from translate.languages import language
from translate.translation import Provenance

FRENCH = language("fr")
TEXT = st.lists(st.sampled_from("euh donc je vous propose d'aller vers la suite . Oui, voilà".split()), max_size=20)


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    """Draw a turn with any mixture of times, sane or not."""
    text = " ".join(draw(TEXT))
    ms = st.one_of(st.none(), st.integers(min_value=0, max_value=60_000))
    words = [match.span() for match in re.finditer(r"\S+", text)]
    timed = draw(st.lists(st.sampled_from(words), unique=True)) if words else []
    starts = sorted(draw(st.lists(st.integers(0, 60_000), min_size=len(timed), max_size=len(timed))))
    spans = tuple(
        TimedSpan(start=start, end=end, start_ms=at, end_ms=at + 100)
        for (start, end), at in zip(sorted(timed), starts, strict=True)
    )
    kind = draw(st.sampled_from(["words", "segments", "none"]))
    return Turn(
        speaker=None,
        text=text,
        words=spans if kind == "words" else (),
        segments=spans if kind == "segments" else (),
        start_ms=draw(ms),
        end_ms=draw(ms),
    )


@st.composite
def episodes(draw: st.DrawFn) -> Episode:
    """Draw an episode, timed or not."""
    starts = sorted(draw(st.lists(st.integers(0, 600_000), max_size=4)))
    return Episode(
        id="e",
        title="E",
        language="fr",
        turns=tuple(draw(st.lists(turns(), max_size=6))),
        duration_ms=draw(st.one_of(st.none(), st.integers(0, 600_000))),
        chapters=tuple(Chapter(title="La suite", start_ms=at) for at in starts),
    )


@given(episodes())
def test_every_word_has_one_time_in_the_order_of_the_text(episode: Episode) -> None:
    words = tell(episode, FRENCH).words
    expected = [(at, *m.span()) for at, turn in enumerate(episode.turns) for m in re.finditer(r"\S+", turn.text)]
    assert [(word.turn, word.start, word.end) for word in words] == expected


@given(episodes())
def test_time_never_runs_back(episode: Episode) -> None:
    words = tell(episode, FRENCH).words
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts)
    assert all(0 <= word.start_ms <= word.end_ms for word in words)


@given(episodes())
def test_a_word_is_given_exactly_where_the_transcript_times_it(episode: Episode) -> None:
    for word in tell(episode, FRENCH).words:
        spans = episode.turns[word.turn].words
        timed = any(span.start < word.end and word.start < span.end for span in spans)
        assert (word.provenance is Provenance.GIVEN) is timed


@given(episodes())
def test_the_expected_error_is_between_none_and_what_the_ends_alone_leave(episode: Episode) -> None:
    assert 0 <= tell(episode, FRENCH).error_band_ms <= 17_000
