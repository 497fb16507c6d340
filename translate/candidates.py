"""Words that the glossary may lack: names and terms of the trade that come back and that nobody listed.

A candidate is a word that the dictionary of what is spoken does not have and that is written with a capital inside a
sentence or is long enough to be no slip (*business*, *frobnicateur*), or a pair of such words; it stands in no hit, is
no part of a speaker's name, and comes back. A capital that opens a sentence counts for a word that is a candidate
elsewhere, twice at least. The dictionary lacks some everyday words: what the language knows to be its own
(`Language.unlisted`: *temps*) is none, nor is what a hyphen puts together (*peut-être*).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from translate.languages import Language, language
from translate.languages.lexicon import is_known
from translate.translation import TranslatedEpisode

LEAST = 3
"""How often a candidate stands in the episodes, at least."""
MOST = 40
"""How many candidates are told."""

_WORD = re.compile(r"[^\W\d_][\w]*(?:[-'’][^\W\d_]\w*)*(?:\+\+|#)?")
_SURE = 2  # of them, at least, not at a sentence's start: interjections are written with a capital once in a while
_LONG = 5  # letters; dictionaries lack many a shorter word of everyday speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A wording, how often it stands in how many episodes, and where first: episode and translation (0 first)."""

    text: str
    count: int
    episodes: int
    first: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A word that may be a candidate, its place in the turn's text, and whether it only may have its capital there."""

    text: str
    start: int
    end: int
    opens: bool


def candidates(episodes: Iterable[TranslatedEpisode]) -> tuple[Candidate, ...]:
    """Return what the glossary may lack, the most frequent first."""
    tallies: dict[str, _Tally] = {}
    for number, translated in enumerate(episodes):
        spoken = language(translated.episode.language)
        names = _names(translated)
        for at in range(len(translated.translations)):
            for text, opens in _wordings(translated, at, spoken, names):
                key = text.casefold()
                if key not in tallies:
                    tallies[key] = _Tally(first=(number, at))
                tallies[key].count(number, text, opens=opens)
    kept = {key: tally for key, tally in tallies.items() if len(tally) >= LEAST and tally.sure >= _SURE}
    inside: Counter[str] = Counter()
    for pair in (key for key in kept if " " in key):
        for part in pair.split():
            inside[part] += len(kept[pair])
    made = [
        Candidate(text=tally.usual, count=len(tally), episodes=tally.episodes, first=tally.first)
        for key, tally in kept.items()
        if len(tally) - inside[key] >= LEAST
    ]
    return tuple(sorted(made, key=lambda one: (-one.count, one.text.casefold()))[:MOST])


class _Tally:
    """How often a wording stands, in which forms, in how many episodes, and how often its capital is its own."""

    __slots__ = ("_forms", "_last", "episodes", "first", "sure")

    def __init__(self, first: tuple[int, int]) -> None:
        self._forms: dict[str, int] = {}  # a counter for each word of a season would be several times as large
        self._last = -1
        self.episodes = 0
        self.first = first
        self.sure = 0

    def count(self, episode: int, text: str, *, opens: bool) -> None:
        """Count a place; episodes come in order."""
        self._forms[text] = self._forms.get(text, 0) + 1
        self.episodes += episode != self._last
        self._last = episode
        self.sure += not opens

    def __len__(self) -> int:
        return sum(self._forms.values())

    @property
    def usual(self) -> str:
        """The most frequent form."""
        return max(self._forms, key=self._forms.__getitem__)


def _wordings(
    translated: TranslatedEpisode, at: int, spoken: Language, names: frozenset[str]
) -> Iterator[tuple[str, bool]]:
    """Yield the candidates of a sentence and the pairs of neighbours among them, and whether each opens it."""
    translation = translated.translations[at]
    sentence = translation.sentence
    text = translated.episode.turns[sentence.turn].text
    hits = [(outcome.hit.start, outcome.hit.end) for outcome in translation.outcomes]
    before: _Seen | None = None
    for word in _WORD.finditer(text, sentence.start, sentence.end):
        bare = _bare(word.group(), spoken)
        start = word.end() - len(bare)
        seen = _Seen(text=bare, start=start, end=word.end(), opens=_opens(text, bare, start, sentence.start))
        taken = any(start < seen.end and seen.start < end for start, end in hits)
        if taken or not _is_candidate(seen.text, spoken) or seen.text.casefold() in names:
            before = None
            continue
        yield seen.text, seen.opens
        if before is not None and text[before.end : seen.start] == " " and before.text != seen.text:
            yield f"{before.text} {seen.text}", False
        before = seen


def _is_candidate(word: str, spoken: Language) -> bool:
    """Say whether a word is of the trade, as far as letters tell."""
    low = word.lower()
    if len(word) < 2 or is_known(low, spoken.code) or _is_grammar(low, spoken) or _is_plural(low, spoken):
        return False
    if re.fullmatch(spoken.unlisted, low):
        return False
    return word != low or (len(word) >= _LONG and word.isalpha())


def _opens(text: str, word: str, at: int, start: int) -> bool:
    """Say whether only its sentence, which begins at `start`, may have given a word at a place its capital."""
    first = not text[start:at].strip(" «\"'“(") or text[:at].rstrip()[-1:] in {".", "!", "?", "…"}
    return first and word[:1].isupper() and word[1:] == word[1:].lower()


def _is_plural(word: str, spoken: Language) -> bool:
    """Say whether a word is the plural of one that the dictionary has."""
    return any(
        word.endswith(plural) and is_known(word[: -len(plural)] + singular, spoken.code)
        for plural, singular in spoken.plurals
    )


def _is_grammar(word: str, spoken: Language) -> bool:
    return any(
        word in words
        for words in (spoken.pronouns, spoken.determiners, spoken.prepositions, spoken.conjunctions, spoken.auxiliaries)
    )


def _bare(word: str, spoken: Language) -> str:
    """Return a word without the article that is elided before it."""
    head, mark, rest = word.replace("’", "'").partition("'")
    return word[len(head) + 1 :] if mark and rest and head.lower() in spoken.elisions else word


def _names(translated: TranslatedEpisode) -> frozenset[str]:
    """Return the words of the speakers' names."""
    speakers = (turn.speaker for turn in translated.episode.turns if turn.speaker)
    return frozenset(part.casefold() for name in speakers for part in _WORD.findall(name))
