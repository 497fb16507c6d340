"""Making training sentences harder than they are written: inline terms, joined neighbours, a recogniser's spelling.

- *inline terms*: one to five linked spans are written as a glossary would ask for them, `⟦nœuds⇒node⟧` in the source
  and `⟦nodes⟧` in the target. Half of the hints are dictionary forms, so that the model inflects; a quarter are
  strangers put on both sides, so that it obeys.
- *joined*: a sentence with its next one to three neighbours, since speech does not stop where a sentence does.
- *flattened*: a source without punctuation and (mostly) without capitals, as a recogniser writes.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scripts.training.pairs import Pair, WordLink
from translate.engines.marks import ARROW, CLOSE, OPEN, as_text
from translate.languages.lexicon import lemma

_PUNCTUATION = re.compile(r"[.,;:!?…«»\"“”()]+")
_PEELED = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
_ELIDED = re.compile(r"((?:[ldjmtsncLDJMTSNC]|[Qq]u|[Ll]orsqu|[Jj]usqu)['’])(.+)")
_STRANGER = re.compile(r"[A-Za-z][A-Za-z-]{3,}(?: [A-Za-z]{4,})?")
_STRANGER_PAIRS = 3000
_MOST_JOINED_CHARACTERS = 500
_MOST_TARGET_WORDS = 4  # of a marked span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """The shares of pairs that are marked, joined, flattened, and of hints that are strangers or dictionary forms."""

    marked: float = 0.35
    joined: float = 0.2
    flattened: float = 0.25
    strangers: float = 0.25
    lemmas: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A pair as words, as it is trained on."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    links: tuple[WordLink, ...] | None

    @property
    def marked(self) -> bool:
        """Whether a term is written inline."""
        return any(OPEN in word for word in self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    """A span of source words and the span of target words that renders it, with their marks written."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    source: str
    target: str

    def touches(self, other: "_Marked") -> bool:
        """Return whether the spans share a word on either side."""
        return (self.source_start < other.source_end and other.source_start < self.source_end) or (
            self.target_start < other.target_end and other.target_start < self.target_end
        )


def augment(pairs: Sequence[Pair], *, seed: int, mixture: Mixture = Mixture()) -> tuple[Example, ...]:
    """Return training examples of pairs, each pair in one of them, in order; equal seeds give equal examples."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    strangers = _strangers(pairs, chance)
    examples: list[Example] = []
    at = 0
    while at < len(pairs):
        example = _example(pairs[at], chance, mixture, strangers)
        at += 1
        if chance.random() < mixture.joined:
            for _ in range(chance.choice((1, 1, 2, 3))):
                length = sum(map(len, example.source)) + len(example.source)
                if at < len(pairs) and length + len(pairs[at].source) < _MOST_JOINED_CHARACTERS:
                    example = _joined(example, _example(pairs[at], chance, mixture, strangers))
                    at += 1
        if chance.random() < mixture.flattened:
            example = flatten(example, chance)
        examples.append(example)
    return tuple(examples)


def flatten(example: Example, chance: random.Random) -> Example:
    """Return the example with its source as a recogniser writes it; beside inline terms only stops and commas go."""
    if example.marked:
        words = re.sub("[.,]", "", " ".join(example.source)).split()
        return replace(example, source=tuple(words), links=None)
    lower = chance.random() < 0.8
    flat = [
        (word, place)
        for place, written in enumerate(example.source)
        for word in _PUNCTUATION.sub(" ", written.lower() if lower else written).split()
    ]
    if not flat:
        return example
    places: dict[int, list[int]] = {}
    for new, (_, old) in enumerate(flat):
        places.setdefault(old, []).append(new)
    links = example.links and tuple((new, j) for i, j in example.links for new in places.get(i, ()))
    return replace(example, source=tuple(word for word, _ in flat), links=links)


def mark_terms(
    example: Example, chance: random.Random, mixture: Mixture, strangers: Sequence[str] = ()
) -> Example | None:
    """Return the example with one to five linked spans written as inline terms, None where no span will do."""
    targets_of, sources_of = _links_by_word(example)
    want = chance.choices((1, 2, 3, 4, 5), (100, 50, 25, 13, 7))[0]
    chosen: list[_Marked] = []
    for _ in range(4 * want):
        start = chance.randrange(len(example.source))
        end = start + chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]
        span = _linked_span(start, end, targets_of, sources_of)
        if end > len(example.source) or span is None:
            continue
        marked = _marked(example, (start, end), span, chance, mixture, strangers)
        if marked is not None and not any(marked.touches(other) for other in chosen):
            chosen.append(marked)
            if len(chosen) == want:
                break
    if not chosen:
        return None
    return Example(
        source=_replaced(example.source, [(m.source_start, m.source_end, m.source) for m in chosen]),
        target=_replaced(example.target, [(m.target_start, m.target_end, m.target) for m in chosen]),
        links=None,
    )


def _strangers(pairs: Sequence[Pair], chance: random.Random) -> list[str]:
    sample = chance.sample(list(pairs), min(_STRANGER_PAIRS, len(pairs)))
    return [word for pair in sample for word in _STRANGER.findall(pair.target)]


def _example(pair: Pair, chance: random.Random, mixture: Mixture, strangers: Sequence[str]) -> Example:
    """Return a pair as an example, marks in its text as text, and perhaps with inline terms."""
    source, target = as_text(pair.source).split(), as_text(pair.target).split()
    links = pair.links and tuple((i, j) for i, j in pair.links if i < len(source) and j < len(target))
    example = Example(source=tuple(source), target=tuple(target), links=links)
    if links and chance.random() < mixture.marked:
        return mark_terms(example, chance, mixture, strangers) or example
    return example


def _joined(first: Example, second: Example) -> Example:
    links = None
    if first.links is not None and second.links is not None:
        links = first.links + tuple((i + len(first.source), j + len(first.target)) for i, j in second.links)
    return Example(source=first.source + second.source, target=first.target + second.target, links=links)


Neighbours = dict[int, set[int]]


def _links_by_word(example: Example) -> tuple[Neighbours, Neighbours]:
    targets_of: Neighbours = {}
    sources_of: Neighbours = {}
    for i, j in example.links or ():
        targets_of.setdefault(i, set()).add(j)
        sources_of.setdefault(j, set()).add(i)
    return targets_of, sources_of


def _linked_span(start: int, end: int, targets_of: Neighbours, sources_of: Neighbours) -> tuple[int, int] | None:
    """Return the target span that renders source words, None unless it is short and renders nothing else."""
    targets = {j for i in range(start, end) for j in targets_of.get(i, ())}
    if not targets:
        return None
    first, last = min(targets), max(targets) + 1
    back = {i for j in range(first, last) for i in sources_of.get(j, ())}
    if last - first > _MOST_TARGET_WORDS or min(back) < start or max(back) >= end:
        return None
    return first, last


def _marked(  # a span on each side, and what decides the hint
    example: Example,
    source: tuple[int, int],
    target: tuple[int, int],
    chance: random.Random,
    mixture: Mixture,
    strangers: Sequence[str],
) -> _Marked | None:
    """Write a pair of spans with its marks, punctuation and elided articles outside; None where it is no term."""
    before, form, after = _peeled(example.source[slice(*source)])
    target_before, rendering, target_after = _peeled(example.target[slice(*target)])
    if elided := _ELIDED.fullmatch(form):
        before, form = before + elided[1], elided[2]
    if min(len(form), len(rendering)) < 3 or re.search("[.!?;:]", form + rendering):
        return None
    if not any(character.isalpha() for character in rendering):
        return None
    hint = rendering
    if strangers and chance.random() < mixture.strangers:
        hint = rendering = chance.choice(strangers)
    elif chance.random() < mixture.lemmas:
        hint = _dictionary_form(rendering)
    return _Marked(
        source_start=source[0],
        source_end=source[1],
        target_start=target[0],
        target_end=target[1],
        source=f"{before}{OPEN}{form}{ARROW}{hint}{CLOSE}{after}",
        target=f"{target_before}{OPEN}{rendering}{CLOSE}{target_after}",
    )


def _peeled(words: Sequence[str]) -> tuple[str, str, str]:
    """Return words as text in three parts: leading punctuation, the rest, trailing punctuation."""
    match = _PEELED.fullmatch(" ".join(words))
    return (match[1], match[2], match[3]) if match else ("", "", "")


def _dictionary_form(rendering: str) -> str:
    """Return an English phrase with its last word as a dictionary has it."""
    *head, last = rendering.split()
    base = lemma(last.lower(), "en")
    return " ".join([*head, base.capitalize() if last[:1].isupper() else base])


def _replaced(words: Sequence[str], spans: Sequence[tuple[int, int, str]]) -> tuple[str, ...]:
    """Return words with spans of them replaced by texts."""
    replaced = list(words)
    for start, end, text in sorted(spans, reverse=True):
        replaced[start:end] = text.split()
    return tuple(replaced)
