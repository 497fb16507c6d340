"""Faults that readers had: what vanished without a note, and a note that told an untruth."""

import json

import pytest

from translate.episode import Episode, NoteKind
from translate.errors import InputError
from translate.readers import read


def text(content: str, name: str = "essai.txt") -> Episode:
    return read(content.encode(), name=name)


def said(episode: Episode) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in episode.turns]


def places(episode: Episode, kind: NoteKind) -> list[str]:
    return [note.place for note in episode.notes if note.kind is kind]


@pytest.mark.parametrize("times", ['"start": -5, "end": 1e300', '"start": NaN, "end": Infinity', '"end": "99:99"'])
def test_a_time_in_json_that_cannot_be_is_noted(times: str) -> None:
    """The turn keeps its words without the time, and so does the next one with its own."""
    episode = text(
        f'{{"segments":[{{{times},"text":"Bonjour à tous."}},{{"start":"2","end":"3.5","text":"Oui.","speaker":"1"}}]}}'
    )
    assert [(turn.start_ms, turn.end_ms) for turn in episode.turns] == [(None, None), (2000, 3500)]
    assert places(episode, NoteKind.TIMING) == ["segment 1"]


def test_a_segment_beyond_all_numbers_is_listed_among_the_others() -> None:
    starts = [1, "0.5", "1e300", 3]
    segments = [{"start": start, "text": f"Mot {start}.", "speaker": str(start)} for start in starts]
    assert places(text(json.dumps({"segments": segments})), NoteKind.TIMING) == ["segment 1, segment 3"]


@pytest.mark.parametrize("start", [None, "", " "])
def test_a_time_that_is_not_there_is_not_noted(start: str | None) -> None:
    assert text(json.dumps({"segments": [{"start": start, "end": 2, "text": "Oui."}]})).notes == ()


def test_a_word_whose_time_cannot_be_is_noted_and_holds_up_no_other() -> None:
    words = [{"word": "Un", "start": 1e300, "end": 1e300}, {"word": "deux", "start": 0.5, "end": 0.9}]
    episode = text(json.dumps({"segments": [{"start": 0, "end": 1, "text": "Un deux"}], "words": words}))
    assert [(word.start, word.start_ms) for word in episode.turns[0].words] == [(3, 500)]
    assert places(episode, NoteKind.TIMING) == ["segment 1"]


@pytest.mark.parametrize("empty", ["", "  "])
def test_words_are_what_was_said_where_a_segment_has_no_text(empty: str) -> None:
    words = [{"word": "Bonjour", "start": 0, "end": 0.4}, {"word": "Inès."}]
    episode = text(json.dumps({"segments": [{"start": 0, "end": 1, "text": empty, "words": words}]}))
    assert episode.turns[0].text == "Bonjour Inès."
    assert [(word.start, word.end) for word in episode.turns[0].words] == [(0, 7)]
    assert episode.notes == ()


def test_words_without_any_text_are_no_transcript() -> None:
    with pytest.raises(InputError, match="It holds an object with `words`"):
        text('{"words": [{"start": 1}]}')


def test_a_dropped_credit_at_a_turns_end_is_no_label_without_words() -> None:
    episode = text("Speaker 1  1:05:20\nOui.\n\nTranscribed by https://otter.ai\n")
    assert said(episode) == [("Speaker 1", "Oui.")]
    assert [(note.kind, note.before) for note in episode.notes] == [
        (NoteKind.DROPPED, "Transcribed by https://otter.ai")
    ]


def test_a_label_without_words_is_still_told() -> None:
    segments = [{"speaker": "Inès", "text": "Oui."}, {"speaker": "Koz", "text": ""}, {"speaker": "Inès", "text": ""}]
    notes = text(json.dumps({"segments": segments})).notes
    assert [(note.place, note.before) for note in notes] == [("segment 2", "Koz")]


@pytest.mark.parametrize("label", ["Inès 🎙️", "Inès🎙️", "🎙️ Inès", "Inès 👩🏽‍💻 (Ops)", "Inès (🎙️)"])
@pytest.mark.parametrize(
    "form", ["{}: {}", "{} : {}", "**{}** : {}", "[0:01] {}\n{}", "{}  0:01\n{}", "  • {}\n\n    {}"]
)
def test_an_emoji_in_a_label_stays_in_the_name(label: str, form: str) -> None:
    turns = [(label, "Salut à tous."), ("Marc", "Génial, merci."), (label, "On y va."), ("Marc", "C'est parti.")]
    assert said(text("\n".join(form.format(*turn) for turn in turns))) == turns


@pytest.mark.parametrize("opening", ["👉 Note", "👋 Bonjour", "💡 Donc", "🔥", "❶"])
def test_an_emoji_makes_no_name_of_a_word_that_is_none(opening: str) -> None:
    lines = f"Inès: Un.\n{opening} : deux.\nMarc: Trois.\n{opening} : quatre.\nInès: Cinq.\nMarc: Six.\n"
    assert said(text(lines)) == [
        ("Inès", f"Un. {opening} : deux."),
        ("Marc", f"Trois. {opening} : quatre."),
        ("Inès", "Cinq."),
        ("Marc", "Six."),
    ]


SUBTITLES = ("0:00:0{0}.000,0:00:0{0}.900\n{1}\n\n", "00:00:0{0},000 --> 00:00:0{0},900\n{1}\n\n")


@pytest.mark.parametrize("head", ["", "WEBVTT\n\n"])
@pytest.mark.parametrize("form", SUBTITLES)
def test_the_marks_of_a_change_of_speaker_are_told_once(form: str, head: str) -> None:
    rows = [">> INÈS: Bonjour.", "On y va.", ">> MARC: Salut.\n&gt;&gt; INÈS: Oui.", ">> MARC: Non."]
    episode = text(head * ("-->" in form) + "".join(form.format(n, row) for n, row in enumerate(rows, start=1)))
    assert said(episode) == [("INÈS", "Bonjour. On y va."), ("MARC", "Salut."), ("INÈS", "Oui."), ("MARC", "Non.")]
    assert [(note.kind, note.before, note.message.split()[0]) for note in episode.notes] == [
        (NoteKind.METADATA, ">>", "4")
    ]


@pytest.mark.parametrize("form", SUBTITLES)
def test_a_mark_of_a_change_of_speaker_counts_on_the_second_line_of_a_cue(form: str) -> None:
    assert said(text(form.format(1, "Bonjour.\n>> Salut."))) == [(None, "Bonjour."), (None, "Salut.")]


@pytest.mark.parametrize("voice", ["", "<v Inès>"])
def test_a_time_in_subtitles_that_cannot_be_is_noted(voice: str) -> None:
    episode = text(f"WEBVTT\n\n00:01.000 --> 00:61.000\n{voice}Un.\n\n00:75.000 --> 00:03.000\n{voice}Deux.\n")
    assert [(turn.start_ms, turn.end_ms) for turn in episode.turns] == [(1000, 3000)]
    assert places(episode, NoteKind.TIMING) == ["cue at line 3, cue at line 6"]


def test_a_rare_speaker_whose_name_is_a_word_is_one_among_certain_speakers() -> None:
    """A label stands only where the speaker changes, so that a quiet guest labels few of many cues."""
    heads = ["Stéphane: ", "", "", "", "Aurélie: ", "", "", ""] * 8 + ["Marie: ", "Stéphane: ", ""] * 3
    blocks = [
        f"{at}\n00:{at // 30:02}:{at * 2 % 60:02},000 --> 00:{at // 30:02}:{at * 2 % 60 + 1:02},900\n{head}On y va.\n"
        for at, head in enumerate(heads)
    ]
    episode = read("\n".join(blocks).encode(), name="cues.srt")
    assert {turn.speaker for turn in episode.turns} == {"Stéphane", "Aurélie", "Marie"}
    assert "Marie" not in "".join(turn.text for turn in episode.turns)
