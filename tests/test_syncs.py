"""Words that a person heard, and when: found in the text, and stronger than every other time."""

import pytest

from translate.clock import Clock, tell
from translate.episode import Chapter, Episode, NoteKind, TimedSpan, Turn
from translate.errors import UsageError
from translate.languages import language
from translate.syncs import parse
from translate.translation import Provenance

FRENCH = language("fr")
FILL = "alors on parle de choses et d'autres. " * 30
TURNS = (
    Turn(speaker="A", text=f"{FILL}Je vous propose d'écouter Noé, {FILL}".strip()),
    Turn(speaker="B", text=f"{FILL}L'œuvre est   finie ! {FILL}Et je vous propose une pause."),
)


def told(
    *syncs: str, turns: tuple[Turn, ...] = TURNS, minutes: int | None = 10, chapters: tuple[Chapter, ...] = ()
) -> Clock:
    """Tell the time of an episode with sync points."""
    duration_ms = None if minutes is None else minutes * 60_000
    episode = Episode(id="e", title="E", language="fr", turns=turns, duration_ms=duration_ms, chapters=chapters)
    return tell(episode, FRENCH, [parse(sync) for sync in syncs])


def start_of(clock: Clock, turn: int, word: str, turns: tuple[Turn, ...] = TURNS) -> int:
    """Return when a word that stands once in its turn is heard."""
    at = turns[turn].text.index(word)
    return next(one.start_ms for one in clock.words if (one.turn, one.start) == (turn, at))


@pytest.mark.parametrize(
    "written",
    ["3:00=JE VOUS PROPOSE d’ecouter", "180=je vous, propose d'écouter noe", "0:03:00.0=Je vous propose d ecouter"],
)
def test_words_are_found_whatever_their_case_accents_and_signs(written: str) -> None:
    clock = told(written)
    assert start_of(clock, 0, "Je vous") == 180_000
    assert {word.provenance for word in clock.words} == {Provenance.ANCHORED}


def test_ligatures_and_runs_of_blanks_are_no_hindrance() -> None:
    assert start_of(told("7:00=oeuvre est finie"), 1, "L'œuvre") == 420_000


def test_words_may_run_on_into_the_next_turn() -> None:
    turns = (Turn(speaker="A", text="Et maintenant la"), Turn(speaker="B", text="suite du programme."))
    assert start_of(told("0:40=la suite du", turns=turns, minutes=1), 0, "la", turns) == 40_000


def test_a_hint_shows_words_that_run_on_into_the_next_turn() -> None:
    turns = (Turn(speaker="A", text="Et maintenant la"), Turn(speaker="B", text="suite du programme."))
    with pytest.raises(UsageError, match='The transcript has "maintenant la suite du"'):
        told("0:40=maintenant une suite du", turns=turns, minutes=1)


def test_of_several_places_the_nearest_to_the_time_counts() -> None:
    clock = told("9:30=je vous propose")
    assert start_of(clock, 1, "je vous propose une") == 570_000
    assert clock.notes == ()


def test_a_point_that_is_placed_tells_where_the_next_one_is() -> None:
    """By the text's length alone, 5:00 lies nearer to the second offer once the first half is known to be slow."""
    clock = told("4:30=je vous propose", "3:30=œuvre est finie")
    assert start_of(clock, 1, "je vous propose une") == 270_000


def test_two_places_equally_near_are_said() -> None:
    turns = (Turn(speaker="A", text=f"{FILL}Voilà. {FILL}Voilà. {FILL}"),)
    (note,) = told("2:30=voilà", turns=turns, minutes=5).notes
    assert note.kind is NoteKind.TIMING
    assert note.place == "--sync '2:30=voilà'"
    assert "'voilà' is said near 3:20 and near 1:40" in note.message


def test_words_that_are_nowhere_near_their_time_are_said() -> None:
    (note,) = told("9:30=écouter Noé").notes
    assert note.message.startswith("the nearest 'écouter Noé' is 7:01 from its time")


def test_a_sync_point_outranks_a_chapter_that_contradicts_it() -> None:
    chapters = (Chapter(title="Noé", start_ms=190_000),)
    turns = (Turn(speaker="A", text=f"{FILL}Je vous propose d'aller vers Noé, {FILL}{FILL}"),)
    plain = told(turns=turns, chapters=chapters)
    assert start_of(plain, 0, "Je vous", turns) == 190_000
    clock = told("3:05=d'aller vers Noé", turns=turns, chapters=chapters)
    assert start_of(clock, 0, "d'aller", turns) == 185_000
    assert clock.openings[0].turn is None
    assert "1 of 1 chapter marks could not be tied" in clock.notes[0].message


def test_a_sync_point_helps_to_tie_the_chapters() -> None:
    speech = "On a bien parlé de tout ça. " * 60
    turns = (Turn(speaker="A", text=f"{speech}Je vous propose d'aller vers la suite. {speech}{speech}{speech}"),)
    chapters = (Chapter(title="Suite", start_ms=400_000),)
    assert told(turns=turns, chapters=chapters).openings[0].turn is None
    clock = told("6:42=la suite", turns=turns, chapters=chapters)
    assert clock.openings[0].turn == 0
    assert start_of(clock, 0, "Je vous", turns) == 400_000


def test_a_sync_point_inside_a_timed_turn_moves_only_what_is_around_it() -> None:
    turns = (
        Turn(speaker="A", text="un deux trois", start_ms=10_000),
        Turn(speaker="B", text="quatre cinq", start_ms=20_000),
        Turn(speaker="A", text="six sept", start_ms=30_000),
    )
    clock = told("0:18=trois", turns=turns)
    assert [word.start_ms for word in clock.words][:4] == [10_000, 13_000, 18_000, 20_000]
    assert clock.words[2].provenance is Provenance.ANCHORED
    assert clock.words[-1].provenance is Provenance.SEGMENT
    assert clock.notes == ()


def test_given_times_that_contradict_a_sync_point_are_set_aside_and_said() -> None:
    words = tuple(TimedSpan(start=at, end=at + 1, start_ms=at * 1000, end_ms=at * 1000 + 500) for at in range(0, 10, 2))
    turns = (Turn(speaker="A", text="a b c d e", words=words),)
    clock = told("0:09=c", turns=turns)
    assert [word.start_ms for word in clock.words][:3] == [0, 2000, 9000]
    assert [word.provenance for word in clock.words][:3] == [Provenance.GIVEN, Provenance.GIVEN, Provenance.ANCHORED]
    (note,) = clock.notes
    assert "5 of the transcript's own times contradict the sync points" in note.message
    assert "glossub retime" in note.message


def test_a_sync_point_that_agrees_with_given_words_changes_nothing() -> None:
    words = (TimedSpan(start=0, end=2, start_ms=500, end_ms=700), TimedSpan(start=3, end=7, start_ms=900, end_ms=1000))
    turns = (Turn(speaker="A", text="un deux", words=words),)
    assert told("0.9=deux", turns=turns).words == told(turns=turns).words


def test_an_unknown_duration_follows_from_the_last_sync_point() -> None:
    turns = (Turn(speaker="A", text="a" * 99 + " " + "b" * 99),)
    clock = told(f"0:30={'b' * 99}", turns=turns, minutes=None)
    assert clock.words[-1].end_ms == 60_000
    assert [note.message for note in clock.notes] == [
        "no duration is given: about 1 min are assumed, from the last sync point"
    ]
    assert told(f"0={'a' * 99}", turns=turns, minutes=None).words[-1].end_ms == 11_988


@pytest.mark.parametrize(
    ("syncs", "message"),
    [
        (["12:34"], "'12:34' is no sync point"),
        (["noon=voilà"], "--sync 'noon=voilà': 'noon' is no time"),
        (["1:75=voilà"], "there are only 60 seconds in a minute"),
        (["-0:05=voilà"], "before the episode begins"),
        (["0:05=…!"], "names no words"),
        (["2:00=jamais de la vie"], "--sync '2:00=jamais de la vie': nobody says 'jamais de la vie'"),
        (["2:00=jamais"], "Nothing like it is there. Copy a few words as they stand"),
        (["2:00=propose une pose"], 'The transcript has "propose une pause".'),
        (["2:00=je vous proposes d'écoutez Noë"], 'The transcript has "Je vous propose d\'écouter Noé" and "je vous'),
        (["2:00=on va écouter Noé alors"], 'The transcript has "propose d\'écouter Noé, alors".'),
        (["2:00=programme"], "Nothing like it is there"),
        (["59:00=œuvre"], "'59:00=œuvre' is after the episode's end (10:00)"),
        (["2:00=œuvre est finie", "5:00=d'écouter Noé"], "'2:00=œuvre est finie' and '5:00=d'écouter Noé' are out of"),
        (["2:00=d'écouter", "2:00=œuvre"], "have one time but different words"),
        (["2:00=œuvre est", "2:30=œuvre est"], "name the same words of the text at different times"),
    ],
)
def test_a_point_that_cannot_be_is_refused_with_its_words(syncs: list[str], message: str) -> None:
    with pytest.raises(UsageError) as refused:
        told(*syncs)
    assert message.replace("'5:00=d'écouter Noé'", '"5:00=d\'écouter Noé"') in str(refused.value)
