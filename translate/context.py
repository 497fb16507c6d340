"""Judging by what surrounds a term whether it is one: `issue` in "ouvrir une issue", not in "à l'issue de".

A cue is a word or a phrase; a star after a word takes every ending. Words of four letters or more count in every
inflection. A phrase that holds the term itself is *close*: it counts only where it lies around the place in question.
Any other cue is *loose*: it counts anywhere in the sentence, and where the sentence says nothing, in its neighbours.
A neighbour of a few words (an interjection) does not stand alone: the next one is heard too. `translate.glossary.Term`
has the order in which evidence decides.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from translate.languages.spelling import WORD, fold, spelling
from translate.sentences import Sentence

_FEW_WORDS = 4  # fewer make no neighbour of their own
_FARTHEST = 3  # sentences away, at most, on each side
_SHORT = 4  # letters; shorter words are articles and the like, whose inflections mean something else


class Word(NamedTuple):
    """A word as it is compared: folded, its stem, what it may inflect, and the lengths of the wordings it begins."""

    key: str
    stem: str
    bases: tuple[str, ...]
    lengths: tuple[int, ...]


class Said(NamedTuple):
    """A sentence's words, where each begins and ends in its turn, and the sets of their keys and stems."""

    words: tuple[Word, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    keys: frozenset[str]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The sentences in order, each taken apart when it is first asked for."""

    turns: Sequence[str]
    sentences: Sequence[Sentence]
    words: Mapping[str, Word]
    _said: dict[int, Said] = field(default_factory=dict, repr=False)

    def sentence(self, at: int) -> Said:
        """Return a sentence's words."""
        if at not in self._said:
            sentence = self.sentences[at]
            text = self.turns[sentence.turn]
            matches = list(WORD.finditer(text, sentence.start, sentence.end))
            words = tuple(self.words[match.group()] for match in matches)
            self._said[at] = Said(
                words=words,
                starts=tuple(match.start() for match in matches),
                ends=tuple(match.end() for match in matches),
                keys=frozenset(word.key for word in words),
                stems=frozenset(word.stem for word in words),
            )
        return self._said[at]

    def neighbours(self, at: int) -> Iterator[Said]:
        """Yield the sentences around one: on each side the next, and more while they say little."""
        for step in (-1, 1):
            heard = 0
            for distance in range(1, _FARTHEST + 1):
                place = at + step * distance
                if not 0 <= place < len(self.sentences) or heard >= _FEW_WORDS:
                    break
                said = self.sentence(place)
                heard += len(said.words)
                yield said


class _Part(NamedTuple):
    """One word of a cue; `stem` is empty where inflections do not count."""

    key: str
    stem: str
    starred: bool

    def accepts(self, word: Word) -> bool:
        """Say whether a word is this one."""
        return word.key == self.key or (bool(self.stem) and word.stem == self.stem) or self._begins(word.key)

    def among(self, said: Said) -> bool:
        """Say whether a sentence has this word."""
        return (
            self.key in said.keys
            or (bool(self.stem) and self.stem in said.stems)
            or (self.starred and any(map(self._begins, said.keys)))
        )

    def _begins(self, key: str) -> bool:
        return self.starred and key.startswith(self.key)


Cue = tuple[_Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A term's cues, made ready; `needed` says that without evidence the term is none."""

    needed: bool
    close_need: tuple[Cue, ...]
    close_deny: tuple[Cue, ...]
    loose_need: tuple[Cue, ...]
    loose_deny: tuple[Cue, ...]

    def allows(self, heard: Heard, at: int, start: int, end: int) -> bool:
        """Say whether a term may stand at characters `start` to `end` of sentence number `at`."""
        said = heard.sentence(at)
        first, last = bisect_left(said.ends, start + 1), bisect_left(said.starts, end)
        need = max((len(cue) for cue in self.close_need if _around(cue, said, first, last)), default=0)
        deny = max((len(cue) for cue in self.close_deny if _around(cue, said, first, last)), default=0)
        if need or deny:
            return need > deny
        for scope in ((said,), tuple(heard.neighbours(at))):
            if any(_within(cue, each) for each in scope for cue in self.loose_deny):
                return False
            if any(_within(cue, each) for each in scope for cue in self.loose_need):
                return True
        return not self.needed


def context(need: Sequence[str], deny: Sequence[str], wordings: Sequence[str], words: Mapping[str, Word]) -> Context:
    """Make a term's cues ready; `wordings` are the term's own, which are no evidence for it by themselves."""
    names = frozenset(chain.from_iterable(spelling(wording).words for wording in wordings if _single(wording)))
    own = names | {words[name].stem for name in names}
    needed = [cue for cue in (_cue(text, words) for text in need) if cue]
    denied = [cue for cue in (_cue(text, words) for text in deny) if cue]
    return Context(
        needed=bool(need),
        close_need=tuple(cue for cue in needed if len(cue) > 1 and _holds(cue, own)),
        close_deny=tuple(cue for cue in denied if len(cue) > 1 and _holds(cue, own)),
        loose_need=tuple(cue for cue in needed if not _holds(cue, own)),
        loose_deny=tuple(cue for cue in denied if not _holds(cue, own)),
    )


def _cue(text: str, words: Mapping[str, Word]) -> Cue:
    """Take a cue apart."""
    parts: list[_Part] = []
    for match in WORD.finditer(text):
        key = fold(match.group())
        starred = text.startswith("*", match.end())
        parts.append(_Part(key, "" if starred or len(key) < _SHORT else words[key].stem, starred))
    return tuple(parts)


def _single(wording: str) -> bool:
    """Say whether a wording is one word."""
    return len(spelling(wording).words) == 1


def _holds(cue: Cue, own: frozenset[str]) -> bool:
    """Say whether a cue holds the term itself."""
    return any(
        part.key in own or part.stem in own or (part.starred and any(key.startswith(part.key) for key in own))
        for part in cue
    )


def _around(cue: Cue, said: Said, first: int, last: int) -> bool:
    """Say whether a cue lies around the words `first` to `last` of a sentence: it covers one of them at least."""
    begin, stop = max(0, first - len(cue) + 1), min(last, len(said.words) - len(cue) + 1)
    return any(_at(cue, said, place) for place in range(begin, stop))


def _within(cue: Cue, said: Said) -> bool:
    """Say whether a sentence has a cue anywhere."""
    if not cue[0].among(said):
        return False
    return len(cue) == 1 or any(_at(cue, said, place) for place in range(len(said.words) - len(cue) + 1))


def _at(cue: Cue, said: Said, place: int) -> bool:
    """Say whether a cue stands at a place in a sentence."""
    return all(part.accepts(word) for part, word in zip(cue, said.words[place : place + len(cue)], strict=True))
