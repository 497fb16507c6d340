"""How words are told apart in text, and when two spellings are the same.

A word is a run of letters and digits (with `++` or `#` after it: C++, C#). Case, ligatures (`œ`, `oe`) and the way that
accents are encoded do not tell words apart. Between words, a space and a hyphen are the same gap, and so are all
apostrophes; any other character must agree. A compound is also written in one word, or in several: `writings`.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

WORD = re.compile(r"\w[\w\u0300-\u036f]*(?:\+\+|#(?!\w))?")
"""A word in running text, with the combining marks of text that is not composed."""

HYPHENS = "-\u2010\u2011\u00ad"
APOSTROPHES = "'\u2019\u02bc\u2018`\u00b4"

_INNER_HYPHEN = re.compile(rf"(?<=\w)[{re.escape(HYPHENS)}](?=\w)")
_HUMP = re.compile(r"(?<=[a-z]{2})(?=[A-Z]\w)|(?<=[A-Z]{2})(?=[A-Z][a-z]{2})")
_LIGATURES = {"œ": "oe", "æ": "ae", "ﬁ": "fi", "ﬂ": "fl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A wording taken apart: folded `words`, the `gaps` between them, and what stands before and after them."""

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    before: str
    after: str

    @property
    def key(self) -> str:
        """The words joined by spaces."""
        return " ".join(self.words)


def fold(word: str) -> str:
    """Return a word as it is compared: composed, in small letters, without ligatures."""
    folded = word.casefold() if word.isascii() else unicodedata.normalize("NFC", word).casefold()
    for ligature, letters in _LIGATURES.items():
        if ligature in folded:
            folded = folded.replace(ligature, letters)
    return folded


def gap(raw: str) -> str:
    """Return what stands between two words as it is compared: a space, an apostrophe, or the characters themselves."""
    if raw.isspace() or (len(raw) == 1 and raw in HYPHENS):
        return " "
    bare = raw.strip()
    if len(bare) == 1 and bare in APOSTROPHES:
        return "'"
    return "/" if bare == "/" else raw


def surface(text: str) -> str:
    """Return a wording with its case kept, for wordings whose case matters: composed, plain spaces and apostrophes."""
    plain = unicodedata.normalize("NFC", text)
    return "".join(
        "'" if letter in APOSTROPHES else " " if letter in HYPHENS or letter.isspace() else letter for letter in plain
    )


def spelling(text: str) -> Spelling:
    """Take a wording apart; one without a word has none."""
    found = list(WORD.finditer(text))
    if not found:
        return Spelling(words=(), gaps=(), before=text, after="")
    return Spelling(
        words=tuple(fold(match.group()) for match in found),
        gaps=tuple(gap(text[left.end() : right.start()]) for left, right in pairwise(found)),
        before=text[: found[0].start()],
        after=text[found[-1].end() :],
    )


def writings(text: str) -> tuple[str, ...]:
    """Return the other ways of writing a compound: without hyphens or the one space in it, or parted at its capitals.

    `user story` is also *userstory*, `Lean Start-up` *Lean Startup*, `DevOps` *Dev Ops*.
    """
    joined = _INNER_HYPHEN.sub("", text)
    parts = text.split(" ")
    whole = ["".join(parts)] if len(parts) == 2 and all(part.isalpha() for part in parts) else []
    return tuple(each for each in dict.fromkeys((joined, *whole, _HUMP.sub(" ", text))) if each != text)
