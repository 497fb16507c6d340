"""What a show's glossary could take in, with the evidence for it: new terms, words rendered in many ways, mishearings.

- *term*: names and words of the trade that come back and that nobody listed (`translate.candidates`).
- *rendering*: a noun (a dictionary word after an article or the like) that comes back, and that the translation renders
  now so, now so: by the links, no rendering has a clear majority.
- *misheard*: what looks or sounds like a listed term (`translate.lookalikes`).

A suggestion's id is made of what it suggests, not of a number: it means the same in the next run.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from translate.candidates import candidates
from translate.entries import slug
from translate.evidence import Evidence, Witness
from translate.glossary import Glossary
from translate.languages import Language, language
from translate.languages.lexicon import is_known, lemma
from translate.languages.spelling import WORD, fold
from translate.lookalikes import Lookalike, lookalikes
from translate.renderings import linked
from translate.translation import TranslatedEpisode

_LEAST = 4  # times that a word stands before its renderings say something
_MAJORITY = 0.6  # of the places: with such a share, one rendering is the usual one
_LETTERS = 5  # a shorter word means too many things
_MOST = 20  # words with many renderings that are told
_SHOWN = 4  # renderings of a word that are told
_RUN = re.compile(r"[\w+#]+(?:[-'’ ][\w+#]+)*")


class Kind(StrEnum):
    """What is suggested."""

    TERM = "term"
    RENDERING = "rendering"
    MISHEARD = "misheard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something for the glossary: a wording, what it would become, why, and where it stands.

    `term` is the id of the entry that a misheard form belongs to. `target` is a rendering to begin with: the most
    frequent one, or the wording itself.
    """

    id: str
    kind: Kind
    text: str
    target: str
    why: str
    episodes: int
    places: tuple[Evidence, ...]
    term: str = ""

    @property
    def count(self) -> int:
        """How often it stands in the episodes."""
        return len(self.places)


def suggest(episodes: Sequence[TranslatedEpisode], glossary: Glossary) -> tuple[Suggestion, ...]:
    """Return what the glossary could take in: mishearings, then terms, then words with many renderings."""
    seen = tuple(map(Witness.of, episodes))
    found = lookalikes(episodes, glossary)
    heard = {one.text.casefold() for one in found}
    terms = tuple(one for one in _terms(seen) if one.text.casefold() not in heard)
    return _distinct((*_misheard(found), *terms, *_renderings(seen, {fold(one.text) for one in terms})))


def misheard(episodes: Iterable[TranslatedEpisode], glossary: Glossary) -> tuple[Suggestion, ...]:
    """Return what may be unlisted mishearings of the glossary's terms, the most frequent first, as `suggest` does."""
    return _distinct(_misheard(lookalikes(episodes, glossary)))


def _distinct(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return suggestions with ids of their own: of C++ and C#, the second gets a number."""
    taken: Counter[str] = Counter()
    made: list[Suggestion] = []
    for one in suggestions:
        taken[one.id] += 1
        made.append(one if taken[one.id] == 1 else replace(one, id=f"{one.id}-{taken[one.id]}"))
    return tuple(made)


def _misheard(found: Iterable[Lookalike]) -> Iterator[Suggestion]:
    """Yield the suggestions of mishearings."""
    for one in found:
        why = "the glossary suspects it" if one.suspected else f"{one.distance} letters from {one.term.source}"
        why = why.replace("1 letters", "1 letter").replace("0 letters from", "sounds like")
        if one.ordinary:
            why += "; made of ordinary words, so it would be rewritten where they are meant, too"
        yield Suggestion(
            id=f"{Kind.MISHEARD}:{one.term.id}:{slug(one.text)}",
            kind=Kind.MISHEARD,
            text=one.text,
            target=one.term.target,
            why=why,
            episodes=len({place.episode for place in one.places}),
            places=tuple(place.evidence for place in one.places),
            term=one.term.id,
        )


def _terms(seen: Sequence[Witness]) -> Iterator[Suggestion]:
    """Yield the suggestions of new terms, each with every place where it stands outside the hits."""
    wanted = {_words(one.text): one for one in candidates([one.translated for one in seen])}
    longest = max(map(len, wanted), default=0)
    places: defaultdict[tuple[str, ...], list[tuple[int, Evidence]]] = defaultdict(list)
    renderings: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for number, one in enumerate(seen):
        for at, first, words in _free(one.translated):
            for size in range(1, longest + 1):
                key = tuple(fold(word) for word, _, _ in words[first : first + size])
                start, end = words[first][1], words[min(first + size, len(words)) - 1][2]
                if len(key) == size and key in wanted and _is_run(one.translated, at, start, end):
                    places[key].append((number, one.evidence(at, start)))
                    renderings[key][_rendering(one.translated, at, start, end)] += 1
    for key, candidate in wanted.items():
        del renderings[key][""]
        usual = renderings[key].most_common(1)
        named = candidate.text != candidate.text.lower()
        yield Suggestion(
            id=f"{Kind.TERM}:{slug(candidate.text)}",
            kind=Kind.TERM,
            text=candidate.text,
            target=candidate.text if named or not usual else usual[0][0],
            why=_why(key, seen[0].translated.target_language, named=named),
            episodes=len({number for number, _ in places[key]}),
            places=tuple(evidence for _, evidence in places[key]),
        )


def _is_run(translated: TranslatedEpisode, at: int, start: int, end: int) -> bool:
    """Say whether nothing but words, single spaces, hyphens and apostrophes stands in a stretch."""
    turn = translated.episode.turns[translated.translations[at].sentence.turn]
    return _RUN.fullmatch(turn.text, start, end) is not None


def _why(words: Sequence[str], target: str, *, named: bool) -> str:
    """Say why words may be a term; `target` is a language."""
    if named:
        return "a name, or a word that no dictionary has"
    foreign = all(is_known(word, target) for word in words)
    return "a word of the other language" if foreign else "a word that no dictionary has"


def _renderings(seen: Sequence[Witness], told: set[str]) -> tuple[Suggestion, ...]:
    """Return the suggestions of words that are rendered in many ways, the most frequent first."""
    places: defaultdict[str, list[tuple[int, Evidence, str]]] = defaultdict(list)
    for number, one in enumerate(seen):
        spoken = language(one.translated.episode.language)
        target = language(one.translated.target_language)
        for at, first, words in _free(one.translated):
            word, start, end = words[first]
            base = fold(lemma(word.lower(), spoken.code))
            before = fold(words[first - 1][0]) if first else ""
            if base in told or not (before in spoken.determiners | spoken.elisions and _tells(word, base, spoken)):
                continue
            rendering = _rendering(one.translated, at, start, end)
            if rendering and " " not in rendering:
                places[base].append((number, one.evidence(at, start), lemma(rendering.lower(), target.code)))
    made = [_inconsistent(base, found) for base, found in places.items() if len(found) >= _LEAST]
    kept = sorted((one for one in made if one is not None), key=lambda one: (-one.count, one.text))
    return tuple(kept[:_MOST])


def _inconsistent(base: str, found: Sequence[tuple[int, Evidence, str]]) -> Suggestion | None:
    """Return the suggestion of a word, or None where one rendering is the usual one, or the others are strays."""
    counted = Counter(rendering for _, _, rendering in found)
    (usual, most), *others = counted.most_common()
    if most >= _MAJORITY * len(found) or not others or others[0][1] < 2:
        return None
    shares = ", ".join(f"{rendering} {count}" for rendering, count in counted.most_common(_SHOWN))
    return Suggestion(
        id=f"{Kind.RENDERING}:{slug(base)}",
        kind=Kind.RENDERING,
        text=base,
        target=usual,
        why=f"rendered in {len(counted)} ways: {shares}",
        episodes=len({number for number, _, _ in found}),
        places=tuple(evidence for _, evidence, _ in found),
    )


def _free(translated: TranslatedEpisode) -> Iterator[tuple[int, int, Sequence[tuple[str, int, int]]]]:
    """Yield the words outside the hits: the translation, the word's number, and the sentence's words with places."""
    for at, translation in enumerate(translated.translations):
        sentence = translation.sentence
        text = translated.episode.turns[sentence.turn].text
        hits = [(outcome.hit.start, outcome.hit.end) for outcome in translation.outcomes]
        words = [
            (match.group(), match.start(), match.end())
            for match in WORD.finditer(text, sentence.start, sentence.end)
            if not any(start < match.end() and match.start() < end for start, end in hits)
        ]
        for number in range(len(words)):
            yield at, number, words


def _rendering(translated: TranslatedEpisode, at: int, start: int, end: int) -> str:
    """Return what the links say stands in the target for a stretch, or an empty text."""
    translation = translated.translations[at]
    span = linked(translation, start, end)
    return translation.target[slice(*span)].strip(" .,;:!?…\"'“”«»()") if span is not None else ""


def _tells(word: str, base: str, spoken: Language) -> bool:
    """Say whether a word means enough that its renderings should agree: a dictionary word, neither small nor a name."""
    small = spoken.pronouns | spoken.determiners | spoken.prepositions | spoken.conjunctions | spoken.auxiliaries
    return len(word) >= _LETTERS and word == word.lower() and base not in small and is_known(base, spoken.code)


def _words(text: str) -> tuple[str, ...]:
    return tuple(map(fold, WORD.findall(text)))
