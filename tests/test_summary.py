"""What a run says at its end."""

from dataclasses import replace
from pathlib import Path

import pytest
from small_episode import SMALL

from translate.cues import Cue
from translate.episode import Note, NoteKind
from translate.job import Done
from translate.presets import preset
from translate.summary import clock_time, counted, machine, summary
from translate.translation import Confidence, Doubt, Misgiving, Outcome, Provenance, Status, TranslatedEpisode

EPISODE = SMALL
CUE = Cue(
    start_ms=0, end_ms=2000, lines=("Hello.",), speaker="Inès", provenance=Provenance.GIVEN, sentences=(0,), label=""
)


def done(translated: TranslatedEpisode = EPISODE, cues: tuple[Cue, ...] = (CUE,)) -> Done:
    """Return what became of an episode."""
    return Done(
        input=Path("in.txt"),
        folder=Path("outputs") / "in",
        files=("in.en.srt", "translation.json"),
        run="",
        translated=translated,
        source_cues=(CUE,),
        target_cues=cues,
        preset=preset("podcast"),
        seconds={"translate": 1.0, "write": 0.5},
    )


def line(label: str, translated: TranslatedEpisode = EPISODE, cues: tuple[Cue, ...] = (CUE,)) -> str:
    """Return the lines of a summary with one label, joined."""
    found = summary(done(translated, cues), model="the embedded model")
    return "\n".join(each.text for each in found if each.label == label)


def with_notes(*notes: Note) -> TranslatedEpisode:
    """Return an episode with a reader's notes."""
    return replace(EPISODE, episode=replace(EPISODE.episode, notes=notes))


def test_what_was_dropped_and_mended_is_said() -> None:
    copies = Note(kind=NoteKind.COPY, place="", message="3 copies of the transcript were dropped")
    mended = Note(kind=NoteKind.REPAIRED, place="line 3", message="a lost letter was mended")
    assert line("read", with_notes(copies, mended, mended)).endswith(
        "; 3 copies of the transcript were dropped; 2 lost characters repaired"
    )


def test_the_model_and_the_seconds_are_named() -> None:
    assert line("translated").endswith("by the embedded model in 1.0 s; 1.5 s in all")


def test_without_a_hit_the_summary_says_so() -> None:
    plain = tuple(replace(translation, outcomes=()) for translation in EPISODE.translations)
    assert line("terms", replace(EPISODE, translations=plain)) == "no term of the glossary was said"


@pytest.mark.parametrize(
    ("provenance", "says"),
    [
        (Provenance.GIVEN, "from the transcript's own word times"),
        (Provenance.ESTIMATED, "from the text's length alone: expect cues to be off by about 12 s"),
    ],
)
def test_the_timing_says_where_it_comes_from(provenance: Provenance, says: str) -> None:
    words = tuple(replace(word, provenance=provenance) for word in EPISODE.words)
    band = 12_000 if provenance is Provenance.ESTIMATED else 0
    assert line("timing", replace(EPISODE, words=words, error_band_ms=band)) == says


def test_an_episode_without_words_has_nothing_to_time() -> None:
    assert line("timing", replace(EPISODE, words=())) == "there are no words to time"


def test_the_share_of_cues_within_the_reading_speed_is_never_rounded_up() -> None:
    fast = replace(CUE, start_ms=2083, end_ms=2084)
    cues = (*[CUE] * 1999, fast)
    assert "99.9 % of English within 20 characters/s (preset podcast)" in line("subtitles", cues=cues)


def test_what_to_look_at_is_named_and_the_rest_counted() -> None:
    first = EPISODE.translations[0]
    doubtful = tuple(replace(t, doubts=(Doubt.REPETITION,), target="") for t in [first] * 12)
    places = line("look at", replace(EPISODE, translations=doubtful)).splitlines()
    assert len(places) == 9
    assert "repetition: (nothing)" in places[0]
    assert places[-1] == "... and 4 more, marked in transcript.html"


def test_a_time_in_doubt_is_named_with_its_reason() -> None:
    sentence = EPISODE.translations[0].sentence
    why = (Misgiving.ABSENT,)
    unsure = Confidence(turn=sentence.turn, start=sentence.start, end=sentence.end, score=0.0, misgivings=why)
    doubted = replace(EPISODE, confidences=(unsure,))
    assert "time in doubt (not in the recording): " in line("look at", doubted)
    assert machine(done(doubted), model="m")["timing"]["doubted"] == 1  # type: ignore[index]  # a table


def test_a_missed_term_is_named_with_its_target() -> None:
    translation = next(t for t in EPISODE.translations if t.outcomes)
    hit = translation.outcomes[0].hit
    missed = replace(translation, outcomes=(Outcome(hit=hit, status=Status.MISSED, tier=""),))
    text = line("look at", replace(EPISODE, translations=(missed,)))
    assert f"missed: nothing stands for {hit.form!r} (should be {hit.term.target!r})" in text


def test_a_language_without_helps_is_said() -> None:
    german = replace(EPISODE, target_language="de")
    assert "nothing is known of the language 'de'" in line("look at", german)


def test_damage_and_odd_times_come_first() -> None:
    damage = Note(kind=NoteKind.UNREPAIRED, place="line 9", message="a lost letter could not be mended")
    assert line("look at", with_notes(damage)).startswith("line 9: a lost letter could not be mended")


def test_a_better_model_is_offered_on_a_line_of_its_own() -> None:
    found = summary(done(), model="m", better="glossub model get x (1 MB)")
    assert [each.text for each in found if each.label == "better model"] == ["glossub model get x (1 MB)"]


def test_a_machine_gets_counts() -> None:
    values = machine(done(), model="m")
    assert values["cues"] == {"source": 1, "target": 1}
    assert values["seconds"] == {"translate": 1.0, "write": 0.5}


@pytest.mark.parametrize(("ms", "text"), [(0, "0:00"), (61_000, "1:01"), (3_661_999, "1:01:01")])
def test_times_are_written_as_people_do(ms: int, text: str) -> None:
    assert clock_time(ms) == text


def test_numbers_stand_with_their_noun() -> None:
    assert [counted(1, "turn"), counted(1200, "turn"), counted(2, "copy", "copies")] == [
        "1 turn",
        "1,200 turns",
        "2 copies",
    ]
