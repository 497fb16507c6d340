"""Unlisted mishearings: what was written where the recogniser knew no term, and looks or sounds much like one.

A stretch of up to three words is compared with every listed wording, letters run together: as they are written, and as
the language sounds them (`Language.sounds`). Stretches of nothing but dictionary words are let be, unless the glossary
suspects them by name: ungated, such suggestions are wrong 168 times in 10,000 words; gated, 0.2 times, and still find
.57 of what can be found. Nothing is ever rewritten on likeness alone.

Wordings that share too few pairs of letters with a stretch are never compared (q-gram counting: a distance of d edits
spoils at most 2d pairs), which keeps the work in proportion to what is unknown.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from translate.evidence import Evidence, Witness
from translate.glossary import Glossary, Term
from translate.languages import Language, language
from translate.languages.lexicon import is_known
from translate.languages.spelling import WORD, fold
from translate.translation import TranslatedEpisode

_MOST_WORDS = 3
_LEAST = 5  # letters; shorter words are like too many others
_PER_EDIT = 4  # letters for each edit that is forgiven
_CLITICS = 2  # letters; a word so short before or after a mishearing is likely a word of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a sentence: which episode of those looked at (0 first), and where it stands in the turn's text."""

    episode: int
    start: int
    end: int
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """A wording that may stand for a term: how many edits it is away, and where it was written.

    `suspected` says that the glossary names it; `ordinary`, that it is made of nothing but dictionary words.
    """

    text: str
    term: Term
    distance: int
    places: tuple[Stretch, ...]
    suspected: bool = False
    ordinary: bool = False


def lookalikes(episodes: Iterable[TranslatedEpisode], glossary: Glossary) -> tuple[Lookalike, ...]:
    """Return what may be unlisted mishearings, the most frequent first.

    Of an episode nothing is kept but the places that are told, so that a season need not be in the memory.
    """
    spoken = language(glossary.source_language)
    index = index_of(glossary, spoken)
    nearest = lru_cache(maxsize=1 << 14)(index.nearest)
    places: defaultdict[str, list[Stretch]] = defaultdict(list)
    texts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    terms: dict[str, tuple[Term, int, bool]] = {}
    for number, translated in enumerate(episodes):
        witness = Witness.of(translated)
        for at, start, end in _stretches(translated, index):
            text = translated.episode.turns[translated.translations[at].sentence.turn].text[start:end]
            run = run_of(text)
            near = nearest(run)
            if near is not None:
                terms[run] = near
                texts[run][text] += 1
                where = witness.evidence(at, start)
                places[run].append(Stretch(episode=number, start=start, end=end, evidence=where))
    made: list[Lookalike] = []
    for run, (term, distance, suspected) in terms.items():
        text = texts[run].most_common(1)[0][0]
        made.append(
            Lookalike(
                text=text,
                term=term,
                distance=distance,
                places=tuple(places[run]),
                suspected=suspected,
                ordinary=all(is_known(word.lower(), spoken.code) for word in WORD.findall(text)),
            )
        )
    return _longest(sorted(made, key=lambda one: (-len(one.places), one.distance, one.text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A glossary's wordings, ready to be compared with: what they sound like, by pairs of letters."""

    spoken: Language
    target: str
    wordings: Sequence[tuple[str, str, Term]]  # letters, sounds, term
    pairs: Mapping[str, Sequence[int]]  # by pair of sounds: indexes of wordings
    suspected: Mapping[str, Term]
    listed: frozenset[str]

    def suspects(self, words: Sequence[str]) -> bool:
        """Say whether the glossary suspects a stretch."""
        return run_of(" ".join(words)) in self.suspected

    def is_open(self, words: Sequence[str]) -> bool:
        """Say whether a stretch may be a mishearing: the glossary suspects it, or a word of it is in no dictionary."""
        run = run_of(" ".join(words))
        if run in self.suspected:
            return True
        edges = {fold(words[0]), fold(words[-1])}
        if len(run) < _LEAST or run in self.listed or min(map(len, edges)) <= _CLITICS or edges & _grammar(self.spoken):
            return False
        return any(not _is_word(word, self.spoken, self.target) for word in words)

    def nearest(self, run: str) -> tuple[Term, int, bool] | None:
        """Return the term that a wording is most like, the edits between them, and whether the glossary suspects it.

        `run` is the wording's, by `run_of`.
        """
        if run in self.suspected:
            return self.suspected[run], 0, True
        letters, sounds = _plain(run), sounded(run, self.spoken)
        shared = Counter(at for pair in set(map("".join, pairwise(sounds))) for at in self.pairs.get(pair, ()))
        repeated = _repeated(sounds)
        best: tuple[int, int, Term] | None = None
        for at, count in shared.items():
            listed, heard, term = self.wordings[at]
            allowed = min(len(letters), len(listed)) // _PER_EDIT
            if count < max(len(sounds), len(heard)) - 1 - 2 * allowed - repeated:
                continue
            by_ear = max(0, allowed - 1)
            heard_apart = edits(sounds, heard, by_ear)
            distance = min(edits(letters, listed, allowed), heard_apart if heard_apart <= by_ear else allowed + 1)
            if distance <= allowed and (best is None or (distance, at) < best[:2]):
                best = distance, at, term
        return (best[2], best[0], False) if best is not None else None


@lru_cache(maxsize=4)
def index_of(glossary: Glossary, spoken: Language) -> Index:
    """Make a glossary's wordings ready to be compared with."""
    wordings: list[tuple[str, str, Term]] = []
    pairs: defaultdict[str, list[int]] = defaultdict(list)
    listed: set[str] = set()
    suspected: dict[str, Term] = {}
    for term in glossary.terms:
        suspected |= {run_of(text): term for text in term.suspected}
        for text in term.claimed:
            run = run_of(text)
            listed |= {run, *(run + plural for plural, singular in spoken.plurals if not singular)}
            if len(run) < _LEAST:
                continue
            sounds = sounded(run, spoken)
            for pair in set(map("".join, pairwise(sounds))):
                pairs[pair].append(len(wordings))
            wordings.append((_plain(run), sounds, term))
    return Index(
        spoken=spoken,
        target=glossary.target_language,
        wordings=tuple(wordings),
        pairs=dict(pairs),
        suspected={run: term for run, term in suspected.items() if run not in listed},
        listed=frozenset(listed),
    )


def sounded(text: str, spoken: Language) -> str:
    """Return a wording as a language sounds it, roughly: accents, silent letters and double letters gone."""
    folded = fold(text)
    for pattern, sound in spoken.sounds:
        folded = re.sub(pattern, sound, folded)
    return re.sub(r"(.)\1+", r"\1", _plain(folded))


def edits(one: str, other: str, most: int) -> int:
    """Return the edit distance of two texts (insertions, deletions, substitutions), or `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, against in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != against))
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _stretches(translated: TranslatedEpisode, index: Index) -> Iterator[tuple[int, int, int]]:
    """Yield the open stretches of an episode: the translation (0 first), and where they stand in the turn's text.

    They hold no speaker's name, and no hit but where they are suspected.
    """
    names = {fold(word) for turn in translated.episode.turns if turn.speaker for word in WORD.findall(turn.speaker)}
    for at, translation in enumerate(translated.translations):
        sentence = translation.sentence
        text = translated.episode.turns[sentence.turn].text
        hits = [(outcome.hit.start, outcome.hit.end) for outcome in translation.outcomes]
        words = list(WORD.finditer(text, sentence.start, sentence.end))
        for first in range(len(words)):
            for last in range(first, min(first + _MOST_WORDS, len(words))):
                start, end = words[first].start(), words[last].end()
                if last > first and not _is_gap(text[words[last - 1].end() : words[last].start()]):
                    break
                raw = [word.group() for word in words[first : last + 1]]
                if any(fold(word) in names for word in raw):
                    break
                over = [(a, b) for a, b in hits if a < end and start < b]
                if over and not (index.suspects(raw) and all(start <= a and b <= end for a, b in over)):
                    continue
                if index.is_open(raw):
                    yield at, start, end


def _longest(found: Iterable[Lookalike]) -> tuple[Lookalike, ...]:
    """Return lookalikes without those whose every place overlaps a closer one's for the same term."""
    kept: list[Lookalike] = []
    taken: defaultdict[tuple[str, int, int], list[tuple[int, int]]] = defaultdict(list)
    for one in sorted(found, key=lambda each: (not each.suspected, each.distance, -len(each.places), each.text)):
        where = [(place, taken[one.term.id, place.episode, place.evidence.sentence]) for place in one.places]
        if not all(any(a < place.end and place.start < b for a, b in spans) for place, spans in where):
            kept.append(one)
        for place, spans in where:
            spans.append((place.start, place.end))
    return tuple(sorted(kept, key=lambda one: (-len(one.places), one.distance, one.text)))


def _is_gap(between: str) -> bool:
    return len(between) == 1 and (between.isspace() or between in "-'’")


@lru_cache(maxsize=8)
def _grammar(spoken: Language) -> frozenset[str]:
    """Return a language's small words, which begin or end no mishearing."""
    return spoken.pronouns | spoken.determiners | spoken.prepositions | spoken.conjunctions | spoken.auxiliaries


@lru_cache(maxsize=1 << 14)
def _is_word(word: str, spoken: Language, target: str) -> bool:
    """Say whether a dictionary of either language has a word, or the word of which it is the plural."""
    low = word.lower()
    if low.isdigit() or re.fullmatch(spoken.unlisted, low) or is_known(low, spoken.code) or is_known(low, target):
        return True
    return any(
        low.endswith(plural) and is_known(low[: len(low) - len(plural)] + singular, spoken.code)
        for plural, singular in spoken.plurals
    )


@lru_cache(maxsize=1 << 14)
def run_of(text: str) -> str:
    """Return a wording's words run together, their letters folded."""
    return "".join(map(fold, WORD.findall(text)))


def _plain(text: str) -> str:
    """Return a text without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _repeated(sounds: str) -> int:
    """Return how many pairs of letters a text has more than once, which sets count once."""
    return len(sounds) - 1 - len(set(map("".join, pairwise(sounds))))
