"""Judging by what surrounds a term whether it is one: `issue` in "ouvrir une issue", not in "à l'issue de".

A cue is a word or a phrase; a star after a word takes every ending. A word of four letters or more in its dictionary
form counts in every inflection, any other as it is: `le repos` says nothing against `le repo`. A phrase that holds the
term itself is *close*: it counts only where it lies around the place in question. Any other cue is *loose*: it counts
anywhere in the sentence (one that speaks against the term only within a few words: people tell long stories), and where
the sentence says nothing, in its neighbours. A neighbour of a few words (an interjection) does not stand alone: the
next one is heard too. `translate.glossary.Term` has the order in which evidence decides.
"""

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from translate.languages.spelling import WORD, fold, spelling
from translate.sentences import Sentence

_REACH = 10  # words; in what people say in one breath, what is said before has little to do with what is said after
_NOWHERE = sys.maxsize
_FEW_WORDS = 4  # fewer make no neighbour of their own
_FARTHEST = 3  # sentences away, at most, on each side
_SHORT = 4  # letters; shorter words are articles and the like, whose inflections mean something else


Follow = Mapping[str, tuple[int, ...]]
"""What may follow the first word of a wording, and how many words such wordings have."""


class Word(NamedTuple):
    """A word as it is compared: folded, and its stem; and which wordings it begins.

    `bases` are the listed words that it may inflect; it is `alone` where it may be a wording by itself.
    """

    key: str
    stem: str
    bases: tuple[str, ...]
    alone: bool
    follow: Follow
    follow_stems: Follow
    begins: bool


class Said(NamedTuple):
    """A sentence's words, where they stand among its turn's, and the sets of their keys and stems."""

    words: Sequence[Word]
    first: int
    keys: frozenset[str]
    stems: frozenset[str]


class Read(NamedTuple):
    """A turn's words, and where each stands."""

    words: Sequence[Word]
    matches: Sequence[re.Match[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The turns and the sentences in order, each taken apart when it is first asked for."""

    turns: Sequence[str]
    sentences: Sequence[Sentence]
    words: Mapping[str, Word]
    _read: dict[int, Read] = field(default_factory=dict, repr=False)
    _said: dict[int, Said] = field(default_factory=dict, repr=False)

    def turn(self, number: int) -> Read:
        """Return a turn's words."""
        if number not in self._read:
            matches = list(WORD.finditer(self.turns[number]))
            words = self.words
            self._read[number] = Read([words[match.group()] for match in matches], matches)
        return self._read[number]

    def sentence(self, at: int) -> Said:
        """Return a sentence's words."""
        if at not in self._said:
            sentence = self.sentences[at]
            read = self.turn(sentence.turn)
            first = bisect_left(read.matches, sentence.start, key=re.Match.start)
            last = bisect_left(read.matches, sentence.end, lo=first, key=re.Match.start)
            words = read.words[first:last]
            self._said[at] = Said(
                words, first, frozenset([word.key for word in words]), frozenset([word.stem for word in words])
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
        if self.starred:
            return word.key.startswith(self.key)
        return word.key == self.key or (self.stem != "" and word.stem == self.stem)


Cue = tuple[_Part, ...]


class _Phrase(NamedTuple):
    """A cue of several words, and which of them it is looked up by: the longest, which is the rarest as a rule."""

    cue: Cue
    anchor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Cues made ready: single words by key, stem and beginning, phrases by the longest of their words in these ways."""

    keys: frozenset[str]
    stems: frozenset[str]
    prefixes: tuple[str, ...]
    phrases: Mapping[str, Sequence[_Phrase]]
    phrase_stems: Mapping[str, Sequence[_Phrase]]
    phrase_prefixes: Sequence[_Phrase]
    longest: int

    def within(self, said: Said) -> bool:
        """Say whether a sentence has one of the cues."""
        if not (said.keys.isdisjoint(self.keys) and said.stems.isdisjoint(self.stems)):
            return True
        if self.prefixes and any(key.startswith(self.prefixes) for key in said.keys):
            return True
        if (
            not self.phrase_prefixes
            and self.phrases.keys().isdisjoint(said.keys)
            and self.phrase_stems.keys().isdisjoint(said.stems)
        ):
            return False
        return any(True for _ in self._spans(said, range(len(said.words))))

    def around(self, said: Said, first: int, last: int) -> int:
        """Return how many words the longest phrase has that covers one of a sentence's words `first` to `last`."""
        if not self.longest:
            return 0
        near = range(max(0, first - self.longest + 1), min(len(said.words), last + self.longest - 1))
        spans = self._spans(said, near)
        return max((end - start for start, end in spans if start < last and end > first), default=0)

    def distance(self, said: Said, first: int, last: int) -> int:
        """Return how many words stand between a sentence's words `first` to `last` and the cue nearest to them.

        Where there is no cue, it is nowhere near.
        """
        if not self.within(said):
            return _NOWHERE
        singles = (
            (place, place + 1)
            for place, word in enumerate(said.words)
            if word.key in self.keys or word.stem in self.stems or word.key.startswith(self.prefixes)
        )
        spans = chain(singles, self._spans(said, range(len(said.words))))
        return min((max(first - end, start - last) for start, end in spans), default=_NOWHERE)

    def _spans(self, said: Said, places: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield where the phrases stand that are looked up by a word at one of these places."""
        for place in places:
            word = said.words[place]
            for cue, anchor in (
                *self.phrases.get(word.key, ()),
                *self.phrase_stems.get(word.stem, ()),
                *self.phrase_prefixes,
            ):
                if _at(cue, said.words, place - anchor):
                    yield place - anchor, place - anchor + len(cue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A term's cues, made ready; `needed` says that without evidence the term is none."""

    needed: bool
    close_need: Cues
    close_deny: Cues
    loose_need: Cues
    loose_deny: Cues

    def allows(self, heard: Heard, at: int, first: int, last: int) -> bool:
        """Say whether a term may be the words `first` to `last` of its turn, which are in sentence number `at`."""
        said = heard.sentence(at)
        place = first - said.first, last - said.first
        need, deny = self.close_need.around(said, *place), self.close_deny.around(said, *place)
        if need or deny:
            return need > deny
        against = self.loose_deny.distance(said, *place)
        denied = against <= _REACH
        if denied or self.needed:
            favour = self.loose_need.distance(said, *place)
            if denied or favour < _NOWHERE:
                return favour < against or not denied
        neighbours = tuple(heard.neighbours(at))
        denied = any(map(self.loose_deny.within, neighbours))
        if self.needed:
            return not denied and any(map(self.loose_need.within, neighbours))
        return not denied or any(map(self.loose_need.within, (said, *neighbours)))


class Parsed(dict[str, Cue]):
    """Cues taken apart, each when it is first met: terms share long lists of them."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        """Hold nothing yet; `words` are taken apart when they are first met, too."""
        super().__init__()
        self.words = words

    def __missing__(self, text: str) -> Cue:
        """Take a cue apart."""
        cue = self[text] = _cue(text, self.words)
        return cue


def context(
    need: Sequence[str], deny: Sequence[str], wordings: Sequence[str], parsed: Parsed, *, trade: Cues
) -> Context:
    """Make a term's cues ready; `wordings` are its own, which are no evidence for it by themselves.

    `trade` are cues of the trade: for a term that needs none, they weigh what speaks against it.
    """
    words = parsed.words
    spellings = (spelling(wording).words for wording in wordings)
    names = {single[0] for single in spellings if len(single) == 1}
    own = frozenset(names | {words[name].stem for name in names})
    needed, denied = ([cue for text in texts if (cue := parsed[text])] for texts in (need, deny))
    return Context(
        needed=bool(need),
        close_need=_ready([cue for cue in needed if len(cue) > 1 and _holds(cue, own, words)]),
        close_deny=_ready([cue for cue in denied if len(cue) > 1 and _holds(cue, own, words)]),
        loose_need=_ready([cue for cue in needed if not _holds(cue, own, words)]) if need else trade,
        loose_deny=_ready([cue for cue in denied if not _holds(cue, own, words)]),
    )


def cues(texts: Iterable[str], parsed: Parsed) -> Cues:
    """Make cues ready that many terms share."""
    return _ready([parsed[text] for text in texts])


def _cue(text: str, words: Mapping[str, Word]) -> Cue:
    """Take a cue apart."""
    parts: list[_Part] = []
    for match in WORD.finditer(text):
        key = fold(match.group())
        starred = text.startswith("*", match.end())
        stem = words[key].stem
        parts.append(_Part(key, "" if starred or len(key) < _SHORT or stem != key else stem, starred))
    return tuple(parts)


def _ready(cues: Sequence[Cue]) -> Cues:
    """Sort cues by the ways in which they are looked up."""
    singles = [cue[0] for cue in cues if len(cue) == 1]
    phrases: defaultdict[str, list[_Phrase]] = defaultdict(list)
    phrase_stems: defaultdict[str, list[_Phrase]] = defaultdict(list)
    starred: list[_Phrase] = []
    for cue in (cue for cue in cues if len(cue) > 1):
        anchor = max(range(len(cue)), key=lambda at: (not cue[at].starred, len(cue[at].key)))
        phrase, part = _Phrase(cue, anchor), cue[anchor]
        if part.starred:
            starred.append(phrase)
            continue
        phrases[part.key].append(phrase)
        if part.stem:
            phrase_stems[part.stem].append(phrase)
    return Cues(
        keys=frozenset(part.key for part in singles if not part.starred),
        stems=frozenset(part.stem for part in singles if part.stem),
        prefixes=tuple(part.key for part in singles if part.starred),
        phrases=dict(phrases),
        phrase_stems=dict(phrase_stems),
        phrase_prefixes=tuple(starred),
        longest=max((len(cue) for cue in cues if len(cue) > 1), default=0),
    )


def _holds(cue: Cue, own: frozenset[str], words: Mapping[str, Word]) -> bool:
    """Say whether a cue holds the term itself."""
    return any(
        part.key in own
        or words[part.key].stem in own
        or (part.starred and any(key.startswith(part.key) for key in own))
        for part in cue
    )


def _at(cue: Cue, words: Sequence[Word], place: int) -> bool:
    """Say whether a cue stands at a place."""
    if place < 0 or place + len(cue) > len(words):
        return False
    return all(part.accepts(word) for part, word in zip(cue, words[place : place + len(cue)], strict=True))
