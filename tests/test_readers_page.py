"""A podcast page, as text and as HTML: one copy, its chapters, its metadata."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest

from translate.episode import Chapter, Episode, NoteKind
from translate.readers import read

HERE = Path(__file__).parent
PAGE = HERE / "samples" / "quai-des-devs-12.txt"
GOLDEN = HERE / "golden" / "quai-des-devs-12.json"


def text(content: str, name: str = "page.txt") -> Episode:
    return read(content.encode(), name=name)


def body(*turns: tuple[str, str]) -> str:
    return "".join(f"  • {speaker}\n\n    {words}\n\n" for speaker, words in turns)


DIALOGUE = (("Inès", "Bonjour à tous."), ("Thibault", "Salut Inès, ça va ?"), ("Inès", "Ça va."))


def kinds(episode: Episode, kind: NoteKind) -> list[tuple[str, str, str]]:
    return [(note.message, note.before, note.after) for note in episode.notes if note.kind is kind]


def test_the_sample_page_reads_as_the_golden_file_says() -> None:
    assert asdict(read(PAGE.read_bytes(), name=PAGE.name)) == json.loads(GOLDEN.read_text(), object_hook=tupled)


def tupled(value: dict[str, object]) -> dict[str, object]:
    return {key: tuple(entry) if isinstance(entry, list) else entry for key, entry in value.items()}


def test_the_page_saved_as_html_reads_like_its_text() -> None:
    saved = read(PAGE.with_suffix(".html").read_bytes(), name="quai-des-devs-12.html")
    plain = read(PAGE.read_bytes(), name=PAGE.name)
    assert saved.turns == plain.turns
    assert (saved.id, saved.title, saved.date, saved.duration_ms) == (
        plain.id,
        plain.title,
        plain.date,
        plain.duration_ms,
    )
    assert saved.chapters == plain.chapters
    assert kinds(saved, NoteKind.REPAIRED) == kinds(plain, NoteKind.REPAIRED)


@pytest.mark.real_page
def test_the_real_page_is_read_whole() -> None:
    path = os.environ.get("GLOSSUB_REAL_PAGE")
    if not path:
        pytest.skip("GLOSSUB_REAL_PAGE is not set")
    episode = read(Path(path).read_bytes(), name=Path(path).name)
    assert len(episode.turns) == 174
    # 95,387 characters as they stand on the page; the one letter that was mended stood there as two.
    assert sum(len(turn.text) for turn in episode.turns) == 95_387 - 1
    assert (len(episode.chapters), episode.chapters[1].start_ms) == (8, 3_115_000)
    assert (episode.duration_ms, episode.date) == (5_760_000, "2025-09-30")
    assert [message.split(" ")[0] for message, *_ in kinds(episode, NoteKind.COPY)] == ["3"]
    assert [after for *_, after in kinds(episode, NoteKind.REPAIRED)] == ["jeté"]
    assert not kinds(episode, NoteKind.UNREPAIRED)


@pytest.mark.parametrize("heading", ["Transcription", "Transcript", "## Transcription :", "RETRANSCRIPTION"])
@pytest.mark.parametrize("chapters", ["Chapters", "Chapitres", "Chapitres :"])
def test_headings_may_be_french_or_english(heading: str, chapters: str) -> None:
    episode = text(f"Mon titre\n\n{heading}\n\n{body(*DIALOGUE)}\n{chapters}\n\n  • Début\n\n    00:00\n\nPartager\n")
    assert [(turn.speaker, turn.text) for turn in episode.turns] == list(DIALOGUE)
    assert episode.chapters == (Chapter(title="Début", start_ms=0),)


@pytest.mark.parametrize(
    "rows",
    [
        "  • Début\n\n    00:00\n\n  • Fin\n\n    01:02:03\n",
        "00:00\nDébut\n01:02:03\nFin\n",
        "00:00 Début\n01:02:03 Fin\n",
        "(00:00) - Début\n(01:02:03) - Fin\n",
        "Début 00:00\nFin 1:02:03\n",
    ],
)
def test_chapters_are_titles_and_times_in_any_order(rows: str) -> None:
    episode = text(f"Chapitres\n\n{rows}\nTranscription\n\n{body(*DIALOGUE)}")
    assert episode.chapters == (Chapter(title="Début", start_ms=0), Chapter(title="Fin", start_ms=3_723_000))
    assert len(episode.turns) == 3


def test_chapters_stand_in_a_description_too() -> None:
    episode = text(f"Description\n\n00:00 Début\n01:30 Milieu\nUn mot.\n\nTranscription\n\n{body(*DIALOGUE)}")
    assert [chapter.title for chapter in episode.chapters] == ["Début", "Milieu"]


def test_chapters_without_a_transcript_heading_are_no_turns() -> None:
    episode = text(f"{body(*DIALOGUE)}Chapitres\n\n  • Le backlog\n\n    00:00\n\n  • La fin\n\n    05:00\n")
    assert [turn.speaker for turn in episode.turns] == ["Inès", "Thibault", "Inès"]
    assert len(episode.chapters) == 2


def test_a_chapter_after_the_end_is_dropped_and_noted() -> None:
    episode = text(f"T\n\n0h07\n\nTranscription\n\n{body(*DIALOGUE)}Chapters\n\n00:00 Début\n08:00 Trop tard\n")
    assert [chapter.title for chapter in episode.chapters] == ["Début"]
    assert kinds(episode, NoteKind.TIMING) == [
        ("chapters after the episode's end were left out", "Trop tard (480 s)", "")
    ]


def test_a_page_without_chapters_or_copies_is_read() -> None:
    episode = text(f"Quai\n\nUn beau titre\n\n0h42 |01/02/2026\nPlay\n\nTranscription\n\n{body(*DIALOGUE)}Share\n")
    assert (episode.title, episode.duration_ms, episode.date) == ("Un beau titre", 2_520_000, "2026-02-01")
    assert not episode.chapters
    assert not kinds(episode, NoteKind.COPY)
    assert "Share" in kinds(episode, NoteKind.CHROME)[0][1]


def test_the_least_damaged_copy_is_kept_and_differences_are_listed() -> None:
    whole = (
        ("Inès", "Bonjour à tous, on a déployé."),
        ("Thibault", "Oui, ce matin, et sans bruit."),
        ("Inès", "Parfait."),
    )
    damaged = ((whole[0][0], whole[0][1].replace("é", "\ufffd\ufffd")), *whole[1:])
    other = (*whole[:2], ("Inès", "Parfait !"))
    episode = text("".join(f"Transcription\n\n{body(*turns)}" for turns in (damaged, whole, other)))
    assert [(turn.speaker, turn.text) for turn in episode.turns] == list(whole)
    assert kinds(episode, NoteKind.COPY) == [
        ("2 copies of the transcript were dropped; they differ in 2 places, listed below", "", ""),
        ("a dropped copy differs", "d\ufffd\ufffdploy\ufffd\ufffd.", "déployé."),
        ("a dropped copy differs", "Parfait !", "Parfait."),
    ]


def test_a_page_cut_in_its_second_copy_keeps_the_first() -> None:
    long = tuple((name, f"{words} {'et encore ' * 5}{index}.") for index, (name, words) in enumerate(DIALOGUE * 2))
    page = f"Transcription\n\n{body(*long)}Transcription\n\n{body(*long)}"
    episode = text(page[:-60])
    assert [(turn.speaker, turn.text) for turn in episode.turns] == list(long)
    assert kinds(episode, NoteKind.COPY)[0][0].startswith("1 copies of the transcript were dropped; they differ")


def test_copies_without_headings_between_them_become_one() -> None:
    long = tuple((name, f"{words} {'et encore ' * 9}{index}.") for index, (name, words) in enumerate(DIALOGUE))
    episode = text(body(*long) * 2)
    assert len(episode.turns) == 3
    assert kinds(episode, NoteKind.COPY)


def test_two_parts_of_a_transcript_follow_each_other() -> None:
    second = (("Thibault", "On reprend."), ("Inès", "Avec plaisir."))
    episode = text(f"Transcription\n\n{body(*DIALOGUE)}Description\n\nTranscription\n\n{body(*second)}")
    assert len(episode.turns) == 5
    assert not kinds(episode, NoteKind.COPY)


def test_a_turn_may_have_several_paragraphs_and_a_label_none() -> None:
    page = "Transcription\n\n  • Inès\n\n    Un.\n\n    Deux.\n\n  • Thibault\n\n  • Inès\n\n    Trois.\n"
    episode = text(page)
    assert [(turn.speaker, turn.text) for turn in episode.turns] == [("Inès", "Un. Deux."), ("Inès", "Trois.")]
    assert ("a label without words was left out", "Thibault", "") in kinds(episode, NoteKind.CHROME)


def test_lines_at_the_margin_of_an_indented_transcript_are_furniture() -> None:
    episode = text(f"Transcription\n\n{body(*DIALOGUE * 3)}Hébergé par un quai.\n")
    assert episode.turns[-1].text == "Ça va."
    assert "Hébergé par un quai." in kinds(episode, NoteKind.CHROME)[0][1]


def test_wrapped_paragraphs_are_one_text() -> None:
    episode = text(
        "Transcription\n\n  • Inès\n\n    Bonjour\n    à  tous,\xa0dit-elle.\n\n  • Thibault\n\n    Salut.\n"
    )
    assert episode.turns[0].text == "Bonjour à tous,\xa0dit-elle."


@pytest.mark.parametrize(
    ("line", "duration_ms", "date"),
    [
        ("1h36 |30/09/2025", 5_760_000, "2025-09-30"),
        ("Durée : 42 min", 2_520_000, None),
        ("Publié le 1er février 2026 · 1 h 05 min", 3_900_000, "2026-02-01"),
        ("2026-02-01", None, "2026-02-01"),
        ("March 3, 2026", None, None),
        ("12/31/2025", None, "2025-12-31"),
        ("99/99/2025", None, None),
    ],
)
def test_a_line_of_duration_and_date_becomes_fields(line: str, duration_ms: int | None, date: str | None) -> None:
    episode = text(f"Le titre\n\n{line}\n\nTranscription\n\n{body(*DIALOGUE)}")
    assert (episode.duration_ms, episode.date) == (duration_ms, date)


def test_the_title_is_the_mark_up_s_the_cover_s_or_the_file_s() -> None:
    page = f"Transcription\n\n{body(*DIALOGUE)}"
    assert text(f"Titre : Le quai\n\n{page}").title == "Le quai"
    assert text(f"undefined cover\nLe quai cover\n\n{page}").title == "Le quai"
    assert text(f"# Le quai\n\n{page}").title == "Le quai"
    assert text(page, name="mon-quai.txt").title == "mon-quai"


def test_a_voice_off_is_a_speaker() -> None:
    """Its label was read as speech, and the jingle as the end of the turn before it."""
    page = (
        "Transcription\n\n  • Inès\n\n    Bonjour.\n\n  • Voix off\n\n    Le mot du jour.\n\n  • Inès\n\n    Alors ?\n"
    )
    turns = read(page.encode(), name="page.txt").turns
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Inès", "Bonjour."),
        ("Voix off", "Le mot du jour."),
        ("Inès", "Alors ?"),
    ]
