"""Lost letters: a run of n U+FFFD is one letter of n UTF-8 bytes, mended where only one letter makes a word.

`jet` and two U+FFFD can only be `jeté`. A run of one is a letter of a one-byte encoding: plain or accented. A run of
three is a curly apostrophe if an elided word stands before it. Where no letter or more than one letter makes a word,
the damage is kept and noted.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from translate.episode import Note, NoteKind
from translate.languages import Language
from translate.languages.lexicon import is_known
from translate.readers.draft import Piece
from translate.readers.edits import Edit, apply

_LOST = "\ufffd"
_RUN = re.compile(f"{_LOST}+")
_DAMAGED_WORD = re.compile(rf"[^\W\d_]{{0,40}}{_LOST}(?:[^\W\d_]|{_LOST}){{0,40}}")
_PLAIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\W{0,3})\Z")
_MOST_RUNS = 3


def mend(piece: Piece, language: Language) -> tuple[Piece, list[Note]]:
    """Return the piece with its lost letters mended where that is certain, and a note for each damaged word."""
    if _LOST not in piece.text:
        return piece, []
    edits: list[Edit] = []
    notes: list[Note] = []
    for found in _DAMAGED_WORD.finditer(piece.text):
        before = found[0]
        after = _mended(before, piece.text[max(found.start() - 4, 0) : found.start()], language)
        if after is None:
            kind, message = NoteKind.UNREPAIRED, "lost letters that no single word explains were kept"
        else:
            kind, message = NoteKind.REPAIRED, "a lost letter was mended: only one makes a word"
            edits.append(Edit(start=found.start(), end=found.end(), text=after))
        notes.append(Note(kind=kind, place=piece.place, message=message, before=before, after=after or before))
    return apply(piece, edits), notes


def _mended(word: str, lead: str, language: Language) -> str | None:
    letters = _lost_letters(word.lower(), language)
    return _filled(word, _in_case(word, letters, lead)) if letters else None


@lru_cache(maxsize=4096)
def _lost_letters(word: str, language: Language) -> tuple[str, ...] | None:
    """Return the only letters that make a word of the damaged one, or None."""
    runs = _RUN.findall(word)
    if len(runs) > _MOST_RUNS:
        return None
    choices = [_letters(len(run), language) for run in runs]
    answers = [letters for letters in product(*choices) if _is_word(_filled(word, letters), language)]
    return answers[0] if len(answers) == 1 else None


def _letters(size: int, language: Language) -> str:
    """Return the letters that `size` lost bytes may have been."""
    beyond = "".join(letter for letter in language.letters if len(letter.encode()) == size)
    if size == 1:
        return _PLAIN_LETTERS + "".join(letter for letter in language.letters if ord(letter) < 256)
    return beyond + ("’" if size == 3 else "")


def _filled(word: str, letters: tuple[str, ...]) -> str:
    remaining = iter(letters)
    return _RUN.sub(lambda _: next(remaining), word)


def _is_word(word: str, language: Language) -> bool:
    elided, apostrophe, rest = word.partition("’")
    if apostrophe and elided in language.elisions and rest:
        return _is_word(rest, language)
    if apostrophe or len(word) < 2:
        return False
    return is_known(word, language.code) or any(word in words for words in _word_classes(language))


def _word_classes(language: Language) -> Iterator[frozenset[str]]:
    yield language.conjunctions
    yield language.prepositions
    yield language.pronouns
    yield language.determiners


def _in_case(word: str, letters: tuple[str, ...], lead: str) -> tuple[str, ...]:
    """Return the lost letters with the case of those seen; a lost first letter is a capital where a sentence starts."""
    seen = [letter for letter in word if letter != _LOST]
    if len(seen) > 1 and all(letter.isupper() for letter in seen):
        return tuple(letter.upper() for letter in letters)
    if word[0] == _LOST and _SENTENCE_START.search(lead):
        return letters[0].upper(), *letters[1:]
    return letters
