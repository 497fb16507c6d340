"""How fast terms are found: words per second with the shipped glossary, and what ten thousand entries cost."""

import random
import re
import time
from collections.abc import Sequence
from itertools import pairwise

from translate.glossary import Glossary, Term, read, shipped
from translate.languages import language
from translate.sentences import Sentence
from translate.terms import Matcher, matcher

_SYLLABLES = "ba co dé fi gra lu mo né pi ro sta tu ver zo cla qui".split()
_TALK = (
    "Alors moi ce que je vois dans les équipes, c'est que le sprint commence toujours par une longue discussion, et "
    "puis au bout d'un moment quelqu'un ouvre une issue sur GitHub parce que le pipeline est rouge depuis la veille. "
    "On en parle au daily, on regarde les logs ensemble, et franchement la moitié du temps personne ne sait pourquoi. "
    "Ce qui change la vie, c'est quand la personne qui a écrit le code est encore là pour expliquer ses choix. "
    "Chez nous on a mis deux ans à comprendre que le plus dur, c'était pas la technique mais les habitudes des gens. "
)


def talk(words: int, seed: int = 1) -> tuple[list[str], list[Sentence]]:
    """Make turns of talk of a number of words in all, one word in twelve a new one, and cut them into sentences."""
    source = random.Random(seed)  # noqa: S311 -- a bench, not a secret
    turns: list[str] = []
    made = 0
    while made < words:
        turn = [_word(source) if source.random() < 1 / 12 else word for word in (_TALK * 2).split()]
        made += len(turn)
        turns.append(" ".join(turn))
    sentences = []
    for number, text in enumerate(turns):
        bounds = [0, *(match.end() for match in re.finditer(r"[.?!]\s+", text)), len(text)]
        sentences += [Sentence(turn=number, start=start, end=end) for start, end in pairwise(bounds) if start < end]
    return turns, sentences


def glossary_of(entries: int, seed: int = 2) -> Glossary:
    """Make a glossary: the shipped terms that the talk has, filled up with the other shipped and invented ones."""
    source = random.Random(seed)  # noqa: S311 -- a bench, not a secret
    terms = sorted(read(shipped()).terms, key=lambda term: term.source not in _TALK)[:entries]
    for number in range(len(terms), entries):
        wording = " ".join(_word(source) for _ in range(source.randint(1, 3)))
        terms.append(Term(id=f"made-{number}", source=f"{wording} {number}", target=wording, forms=(wording + "s",)))
    return Glossary(source_language="fr", target_language="en", terms=tuple(terms), fingerprint=str(entries))


def rates(made: Sequence[Matcher], turns: Sequence[str], sentences: Sequence[Sentence]) -> list[float]:
    """Return the words read per second of processor time, the best of seven rounds in which all take turns."""
    words = sum(len(text.split()) for text in turns)
    best = [float("inf")] * len(made)
    for _ in range(7):
        for number, each in enumerate(made):
            begin = time.process_time()
            each.find(turns, sentences)
            best[number] = min(best[number], time.process_time() - begin)
    return [words / seconds for seconds in best]


def bench_terms(words: int = 30_000) -> None:
    """Print the rate with 100, all shipped and 10,000 entries, and the ratio of the last to the first."""
    turns, sentences = talk(words)
    sizes = (100, len(read(shipped()).terms), 10_000)
    found = rates([matcher(glossary_of(size), language("fr")) for size in sizes], turns, sentences)
    for size, rate in zip(sizes, found, strict=True):
        print(f"terms: {size:6,} entries: {rate:9,.0f} words/s")
    print(f"terms: 10,000 entries take {found[0] / found[-1]:.2f} times as long as 100")


def _word(source: random.Random) -> str:
    return "".join(source.choice(_SYLLABLES) for _ in range(source.randint(2, 4)))


if __name__ == "__main__":
    bench_terms()
