"""How consistently terms are rendered, over one episode or many.

*Predefined consistency* is the share of a term's most frequent allowed rendering among its hits; the *Herfindahl index*
is the sum of the squared shares of all its renderings (1: one rendering; 1/n: n in equal parts). Both are told for
terms with two hits or more. A hit for which nothing is known to stand counts as a rendering of its own kind.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from translate.glossary import Term
from translate.languages import Language, language
from translate.renderings import base, is_accepted, shown
from translate.scoring import Pair, Scores, Verdict
from translate.translation import Status, TranslatedEpisode

NOTHING = ""
"""The rendering of a hit for which nothing is known to stand."""


class Quadrant(StrEnum):
    """Whether a term's renderings are right, and whether they are one."""

    RIGHT = "right and consistent"
    MIXED = "mixed but allowed"
    WRONG = "consistent but wrong"
    MIXED_WRONG = "mixed and wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A rendering of a term, in its base form, and how many hits have it; `right` where the glossary accepts it."""

    text: str
    count: int
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """How a term is rendered; `renderings` with the most frequent first.

    `predefined` and `herfindahl` (0 to 1) are None for a term with a single hit.
    """

    term: Term
    hits: int
    renderings: tuple[Rendered, ...]
    predefined: float | None
    herfindahl: float | None

    @property
    def quadrant(self) -> Quadrant:
        """Which of the four cases the term is."""
        if all(rendered.right for rendered in self.renderings):
            return Quadrant.RIGHT if len(self.renderings) == 1 else Quadrant.MIXED
        return Quadrant.WRONG if len(self.renderings) == 1 else Quadrant.MIXED_WRONG


def measure(episodes: Iterable[TranslatedEpisode]) -> tuple[Consistency, ...]:
    """Return how consistent each term is that was said in the episodes, in the order of their first hits."""
    return _measured(seen for translated in episodes for seen in _seen(translated))


def measure_scores(scores: Scores, pairs: Sequence[Pair], target: Language) -> tuple[Consistency, ...]:
    """Return how consistent each term is in pairs that were scored; `target` is the language of their targets."""

    def seen() -> Iterator[tuple[Term, str, bool]]:
        for one in scores.judged:
            alone = one.verdict in {Verdict.FOUND, Verdict.FORBIDDEN, Verdict.SOURCE}
            text = base(pairs[one.pair].target[one.start : one.end], one.hit.term, target) if alone else NOTHING
            yield one.hit.term, text, one.verdict is Verdict.FOUND

    return _measured(seen())


def _seen(translated: TranslatedEpisode) -> Iterator[tuple[Term, str, bool]]:
    """Yield the term of each hit of an episode, its rendering, and whether that is right."""
    target = language(translated.target_language)
    for translation in translated.translations:
        for outcome in translation.outcomes:
            text = shown(translation, outcome)
            rendering = base(text, outcome.hit.term, target) if text else NOTHING
            right = outcome.status is not Status.MISSED or is_accepted(rendering, outcome.hit.term)
            yield outcome.hit.term, rendering, right


def _measured(seen: Iterable[tuple[Term, str, bool]]) -> tuple[Consistency, ...]:
    """Return the measures of terms by what stands for each of their hits."""
    terms: dict[str, Term] = {}
    counted: defaultdict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for term, rendering, right in seen:
        terms.setdefault(term.id, term)
        counted[term.id][rendering, right] += 1
    return tuple(_consistency(term, counted[term.id]) for term in terms.values())


def _consistency(term: Term, counted: Counter[tuple[str, bool]]) -> Consistency:
    """Return a term's measures from how often each rendering stands."""
    hits = counted.total()
    ordered = sorted(counted.items(), key=lambda item: (-item[1], not item[0][1], item[0][0]))
    rendered = tuple(Rendered(text=text, count=count, right=right) for (text, right), count in ordered)
    most = max((one.count for one in rendered if one.right), default=0)
    return Consistency(
        term=term,
        hits=hits,
        renderings=rendered,
        predefined=most / hits if hits > 1 else None,
        herfindahl=sum((one.count / hits) ** 2 for one in rendered) if hits > 1 else None,
    )
