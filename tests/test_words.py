"""Word times as a file: written in WhisperX's form, read back, and mapped onto a transcript from anybody's file."""

import json
from dataclasses import replace

import pytest

from translate import readers, words
from translate.align import Aligned
from translate.clock import Clock
from translate.episode import Episode, Turn
from translate.errors import InputError
from translate.translation import Confidence, Misgiving, Provenance, WordTime

EPISODE = Episode(
    id="essai",
    title="Essai",
    language="fr",
    turns=(
        Turn(speaker="Léa", text="Bonjour à toutes. On parle de nœuds."),
        Turn(speaker="Noé", text="Oui, avec plaisir."),
    ),
    duration_ms=20_000,
)
CONFIDENCES = (
    Confidence(turn=0, start=0, end=17, score=0.9),
    Confidence(turn=0, start=18, end=36, score=0.4, misgivings=(Misgiving.GAP,)),
    Confidence(turn=1, start=0, end=18, score=0.8),
)
PROVENANCES = (Provenance.ALIGNED, Provenance.ANCHORED)


def timed(missing: tuple[int, ...] = ()) -> Aligned:
    """Return the words of EPISODE, one a second from 1 s, those in `missing` not found."""
    places = [(0, 0, 7), (0, 8, 9), (0, 10, 17), (0, 18, 20), (0, 21, 26), (0, 27, 29), (0, 30, 36)]
    places += [(1, 0, 4), (1, 5, 9), (1, 10, 18)]
    times = tuple(
        WordTime(
            turn=turn, start=start, end=end, start_ms=(at + 1) * 1000, end_ms=(at + 1) * 1000 + 500,
            provenance=PROVENANCES[at in missing],
        )
        for at, (turn, start, end) in enumerate(places)
    )  # fmt: skip
    told = Clock(words=times, error_band_ms=300, confidences=CONFIDENCES)
    return Aligned(clock=told, median_cost=0.31, coverage=1.0, duration_ms=20_000)


def starts(clock: Clock) -> list[int]:
    """Return the starts of a clock's words."""
    return [word.start_ms for word in clock.words]


def test_segments_have_times_text_speaker_words_and_doubts() -> None:
    segments = json.loads(words.render(EPISODE, timed()))["segments"]
    assert [segment["text"] for segment in segments] == [
        "Bonjour à toutes.",
        "On parle de nœuds.",
        "Oui, avec plaisir.",
    ]
    assert segments[0] | {"words": []} == {
        "start": 1.0, "end": 3.5, "text": "Bonjour à toutes.", "speaker": "Léa", "score": 0.9, "words": [],
    }  # fmt: skip
    assert segments[0]["words"][0] == {"word": "Bonjour", "start": 1.0, "end": 1.5, "score": 0.9}
    assert segments[1]["doubts"] == ["beside a stretch without text"]


def test_a_word_that_was_not_found_has_no_times() -> None:
    entries = json.loads(words.render(EPISODE, timed(missing=(1,))))["segments"][0]["words"]
    assert entries[1] == {"word": "à"}


def test_the_readers_read_it_as_whisperx_json() -> None:
    read = readers.read(words.render(EPISODE, timed()).encode(), name="words.json")
    assert [turn.text for turn in read.turns] == [turn.text for turn in EPISODE.turns]
    assert [word.start_ms for turn in read.turns for word in turn.words] == starts(timed().clock)


def test_what_was_written_is_read_back_as_aligned() -> None:
    clock = words.tell(EPISODE, words.render(EPISODE, timed()).encode(), name="words.json")
    assert clock == timed().clock


def test_the_words_of_another_tool_are_given_and_matched_without_case_accents_and_punctuation() -> None:
    heard = "bonjour a toutes on parle euh de noeuds oui avec plaisir".split()
    entries = [{"word": word, "start": at, "end": at + 0.5} for at, word in enumerate(heard)]
    document = {"segments": [{"start": 0, "end": 12, "text": " ".join(heard), "words": entries}]}
    clock = words.tell(EPISODE, json.dumps(document).encode(), name="ctc.json")
    assert starts(clock) == [0, 1000, 2000, 3000, 4000, 6000, 7000, 8000, 9000, 10_000]
    assert {word.provenance for word in clock.words} == {Provenance.GIVEN}


def test_a_word_that_the_file_lacks_lies_between_its_neighbours() -> None:
    document = json.loads(words.render(EPISODE, timed(missing=(1,))))
    clock = words.tell(EPISODE, json.dumps(document).encode(), name="words.json")
    assert 1500 <= clock.words[1].start_ms <= clock.words[1].end_ms <= 3000
    assert clock.words[1].provenance is Provenance.ALIGNED


@pytest.mark.parametrize("by", [-1.48, 4.0])
def test_words_that_cannot_have_been_said_there_or_may_be_anywhere_lie_between_marks(by: float) -> None:
    """The word after the missing one comes two hundredths of a second after the one before, or seconds later."""
    document = json.loads(words.render(EPISODE, timed(missing=(1,))))
    entries = [entry for segment in document["segments"] for entry in segment["words"]]
    for entry in entries[2:]:
        entry["start"], entry["end"] = entry["start"] + by, entry["end"] + by
    clock = words.tell(replace(EPISODE, duration_ms=30_000), json.dumps(document).encode(), name="words.json")
    assert clock.words[1].provenance is Provenance.ANCHORED


def test_what_is_doubted_is_read_back_where_the_words_still_stand() -> None:
    """A sentence was put in front, and a word of the doubted one was mended, since the words were found."""
    turns = (replace(EPISODE.turns[0], text="Ah ! Bonjour à toutes. On parle de serveurs."), EPISODE.turns[1])
    clock = words.tell(replace(EPISODE, turns=turns), words.render(EPISODE, timed()).encode(), name="words.json")
    assert [(one.turn, one.start, one.end) for one in clock.confidences] == [(0, 5, 22), (0, 23, 34), (1, 0, 18)]
    assert [one.misgivings for one in clock.confidences] == [(), (Misgiving.GAP,), ()]


def test_text_that_is_hardly_in_the_recording_is_read_back_all_the_same() -> None:
    """The aligner accepts text of which 30 % was found, so what it writes must be accepted as well."""
    written = words.render(EPISODE, timed(missing=(0, 1, 2, 3, 4, 5))).encode()
    clock = words.tell(EPISODE, written, name="words.json")
    assert [word.provenance for word in clock.words[-4:]] == [Provenance.ALIGNED] * 4
    assert clock.error_band_ms == 1300  # most words lie between those that were found


def test_the_recordings_length_is_read_back() -> None:
    """A regression: text after the end of the recording got times after it."""
    written = words.render(EPISODE, timed(missing=(7, 8, 9))).encode()
    clock = words.tell(replace(EPISODE, duration_ms=None), written, name="words.json")
    assert clock.words[-1].end_ms == timed().duration_ms


def test_a_file_of_an_older_aligner_asks_to_be_written_again() -> None:
    document = words.render(EPISODE, timed()).replace(words.FORMAT, "glossub-words/1")
    with pytest.raises(InputError, match=r'glossub\.format: the format is "glossub-words/1"(.|\n)*glossub align'):
        words.tell(EPISODE, document.encode(), name="words.json")


def test_the_transcripts_own_times_give_way() -> None:
    stamped = replace(EPISODE, turns=tuple(replace(turn, start_ms=500_000) for turn in EPISODE.turns))
    clock = words.tell(stamped, words.render(EPISODE, timed()).encode(), name="words.json")
    assert starts(clock) == starts(timed().clock)


def test_words_of_another_text_are_refused_with_their_number() -> None:
    other = replace(EPISODE, turns=tuple(replace(turn, text="Rien de tel ici.") for turn in EPISODE.turns))
    with pytest.raises(InputError, match=r"words\.json: only 1 of the transcript's 8 words are in it"):
        words.tell(other, words.render(EPISODE, timed()).encode(), name="words.json")


def test_a_file_without_word_times_is_refused() -> None:
    with pytest.raises(InputError, match="there are no word times in it"):
        words.tell(EPISODE, b"WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour\n", name="cues.vtt")
