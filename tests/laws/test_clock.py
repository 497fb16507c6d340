"""Laws of word times."""

import re
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from translate.clock import CHARACTERS_PER_SECOND, tell
from translate.episode import Chapter, Episode, TimedSpan, Turn
from translate.languages import language
from translate.syncs import parse
from translate.times import shown
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
    starts = draw(st.lists(st.integers(0, 600_000), max_size=4))
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
    """Or half of what text or recording lack, where one of them cannot be whole."""
    said_ms = sum(len(turn.text) for turn in episode.turns) / CHARACTERS_PER_SECOND * 1000
    assert tell(episode, FRENCH).error_band_ms >= 0
    if episode.duration_ms:
        assert tell(episode, FRENCH).error_band_ms <= max(17_000, abs(episode.duration_ms - said_ms) / 2)


@st.composite
def synced(draw: st.DrawFn) -> tuple[Episode, dict[tuple[int, int], int]]:
    """Draw an episode whose words are all different, with any times, and the true times of some words, in order."""
    made: list[Turn] = []
    places: list[tuple[int, int]] = []
    for _ in range(draw(st.integers(1, 5))):
        words = [f"w{len(places) + at}." for at in range(draw(st.integers(1, 6)))]
        text = " ".join(words)
        starts = [match.start() for match in re.finditer(r"\S+", text)]
        times = sorted(draw(st.lists(st.integers(0, 60_000), min_size=len(words), max_size=len(words))))
        spans = tuple(
            TimedSpan(start=start, end=start + len(word), start_ms=at, end_ms=at + 100)
            for start, word, at in zip(starts, words, times, strict=True)
        )
        kind = draw(st.sampled_from(["words", "segments", "none"]))
        made.append(
            Turn(
                speaker=None,
                text=text,
                words=spans if kind == "words" else (),
                segments=spans if kind == "segments" else (),
                start_ms=draw(st.none() | st.integers(0, 60_000)),
            )
        )
        places += [(len(made) - 1, start) for start in starts]
    chosen = sorted(draw(st.lists(st.sampled_from(places), unique=True, max_size=4)))
    times = sorted(draw(st.lists(st.integers(0, 90_000), unique=True, min_size=len(chosen), max_size=len(chosen))))
    duration_ms = draw(st.none() | st.integers(90_000, 200_000))
    episode = Episode(id="e", title="E", language="fr", turns=tuple(made), duration_ms=duration_ms)
    return episode, dict(zip(chosen, times, strict=True))


@given(synced(), st.randoms(use_true_random=False))
def test_a_word_with_a_sync_point_is_heard_then_whatever_else_is_given(
    drawn: tuple[Episode, dict[tuple[int, int], int]], chance: Random
) -> None:
    episode, points = drawn
    said = {place: episode.turns[place[0]].text[place[1] :].split(".")[0] for place in points}
    syncs = [parse(f"{shown(ms)}={said[place].upper()}") for place, ms in points.items()]
    chance.shuffle(syncs)
    words = tell(episode, FRENCH, syncs).words
    heard = {(word.turn, word.start): word.start_ms for word in words}
    assert {place: heard[place] for place in points} == points
    starts = [word.start_ms for word in words]
    assert starts == sorted(starts)
    assert all(word.start_ms <= word.end_ms for word in words)
