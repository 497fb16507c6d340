"""Lost letters, invented credits and encodings: mended where that is certain, and always noted."""

import pytest

from translate.episode import Episode, NoteKind, TimedSpan
from translate.languages import language
from translate.readers import read
from translate.readers.draft import Piece
from translate.readers.edits import Edit, apply

LOST = "\ufffd"


def text(content: str) -> Episode:
    return read(content.encode(), name="essai.txt")


def kinds(episode: Episode, kind: NoteKind) -> list[tuple[str, str]]:
    return [(note.before, note.after) for note in episode.notes if note.kind is kind]


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        (f"J'ai jet{LOST * 2} le ticket.", "J'ai jeté le ticket."),
        (f"Un d{LOST * 2}ploiement pr{LOST * 2}par{LOST * 2}.", "Un déploiement préparé."),
        (f"{LOST * 2}quipe agile.", "Équipe agile."),
        (f"Une {LOST * 2}quipe.", "Une équipe."),
        (f"C'est la D{LOST * 2}FINITION.", "C'est la DÉFINITION."),
        (f"L'a{LOST * 2}roport-c{LOST * 2}t{LOST * 2}.", "L'aéroport-côté."),
        (f"On livre l{LOST * 3}application.", "On livre l’application."),
        (f"Le proj{LOST}t.", "Le projet."),
        (f"Un c{LOST * 2}ur.", "Un cœur."),
    ],
)
def test_a_lost_letter_is_mended_if_only_one_makes_a_word(damaged: str, mended: str) -> None:
    """Case follows the letters around it, and the sentence; elided and hyphenated words are looked at apart."""
    episode = text(damaged)
    assert episode.turns[0].text == mended
    assert kinds(episode, NoteKind.REPAIRED)


@pytest.mark.parametrize(
    "damaged",
    [f"d{LOST * 2}", f"xq{LOST * 2}zt", LOST * 2, f"pay{LOST * 4}e", f"a{LOST * 2}a{LOST * 2}a{LOST * 2}a{LOST * 2}a"],
)
def test_a_letter_that_may_be_several_or_none_is_kept_and_noted(damaged: str) -> None:
    episode = text(f"On dit {damaged} ici.")
    assert episode.turns[0].text == f"On dit {damaged} ici."
    assert kinds(episode, NoteKind.UNREPAIRED) == [(damaged, damaged)]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Bonjour. Sous-titres réalisés par la communauté d'Amara.org", "Bonjour."),
        ("Merci d'avoir regardé cette vidéo ! On reprend demain.", "On reprend demain."),
        ("Un. Merci d'avoir regardé cette vidéo. Deux.", "Un. Deux."),
        ("Il a dit merci d'avoir regardé cette vidéo avant de partir.",) * 2,
    ],
)
def test_a_credit_is_dropped_only_where_it_stands_alone(line: str, kept: str) -> None:
    episode = text(line)
    assert episode.turns[0].text == kept
    assert bool(kinds(episode, NoteKind.DROPPED)) == (line != kept)


def test_a_turn_of_credits_alone_goes_and_its_words_with_it() -> None:
    episode = text(
        "Inès : Sous-titrage ST' 501\nEncore moi.\nThibault : Oui.\nInès : Non.\nThibault : Sous-titrage ST' 501\n"
    )
    assert [(turn.speaker, turn.text) for turn in episode.turns] == [
        ("Inès", "Encore moi."),
        ("Thibault", "Oui."),
        ("Inès", "Non."),
    ]
    assert len(kinds(episode, NoteKind.DROPPED)) == 2


def test_edits_move_the_words_after_them_and_drop_those_inside() -> None:
    words = tuple(TimedSpan(start=at, end=at + 2, start_ms=at, end_ms=at) for at in (0, 3, 6, 9))
    piece = Piece(text="aa bb cc dd", place="line 1", words=words)
    edited = apply(piece, [Edit(start=0, end=3, text=""), Edit(start=6, end=8, text="c")])
    assert edited.text == "bb c dd"
    assert [(edited.text[word.start : word.end], word.start_ms) for word in edited.words] == [
        ("bb", 3),
        ("c", 6),
        ("dd", 9),
    ]


def test_edits_that_leave_blanks_at_an_end_trim_them() -> None:
    words = (TimedSpan(start=3, end=5, start_ms=1, end_ms=2),)
    edited = apply(Piece(text="aa bb", place="line 1", words=words), [Edit(start=0, end=2, text="")])
    assert (edited.text, edited.words[0].start, edited.words[0].end) == ("bb", 0, 2)


SPOKEN = "Inès : C’est l'été, ça a coûté 3 €.\nThibault : Œuvre… à Zürich !\n"


@pytest.mark.parametrize(
    ("data", "noted"),
    [
        (SPOKEN.encode(), None),
        (b"\xef\xbb\xbf" + SPOKEN.encode(), None),
        (SPOKEN.encode("utf-16"), "UTF-16-LE"),
        (SPOKEN.encode("utf-16-le"), "UTF-16-LE"),
        (SPOKEN.encode("utf-16-be"), "UTF-16-BE"),
        (b"\xfe\xff" + SPOKEN.encode("utf-16-be"), "UTF-16-BE"),
        (SPOKEN.encode("utf-32"), "UTF-32-LE"),
        (SPOKEN.encode("cp1252"), "Windows-1252"),
        (SPOKEN.replace("à", "\0").encode().replace(b"\0", b"\xe0"), "1 bytes"),
        (SPOKEN.encode().decode("latin-1").encode(), "encoded twice"),
        (SPOKEN.replace("Œ", "O").encode().decode("cp1252").replace("O", "Å’").encode(), "encoded twice"),
        (SPOKEN.encode() + "é".encode()[:1], "in the middle of a character"),
        (SPOKEN.encode("utf-16") + b"\x41", "in the middle of a character"),
        (SPOKEN.replace("\n", "\r\n").encode(), None),
        (SPOKEN.replace("à Z", "à\x07Z").encode() + b"Koz : " + b"mot " * 50, "control characters"),
    ],
)
def test_the_encoding_is_found_and_noted(data: bytes, noted: str | None) -> None:
    episode = read(data, name="essai.txt")
    assert " ".join(turn.text for turn in episode.turns).startswith("C’est l'été, ça a coûté 3 €. Œuvre… à Zürich !")
    messages = [note.message for note in episode.notes if note.kind is NoteKind.DECODED]
    assert all(noted is not None and part for part in messages)
    assert noted is None or any(noted in message for message in messages)


def test_text_that_only_looks_encoded_twice_in_part_is_left() -> None:
    episode = text("Le caractère Ã© est faux, mais été est juste.")
    assert "Ã©" in episode.turns[0].text
    assert not kinds(episode, NoteKind.DECODED)


def test_a_latin_1_file_that_ends_in_a_letter_keeps_it() -> None:
    assert read("Un café".encode("latin-1"), name="essai.txt").turns[0].text == "Un café"


def test_a_language_without_letters_mends_nothing() -> None:
    episode = read(f"jet{LOST * 2} aqui".encode(), name="essai.txt", language="xx")
    assert not language("xx").helps
    assert kinds(episode, NoteKind.UNREPAIRED) == [(f"jet{LOST * 2}", f"jet{LOST * 2}")]
