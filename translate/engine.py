"""What an engine is: requests in, hypotheses out, in order.

An `Engine` is the one effect between `prepare` and `finish`. A `Request` names the terms that the translation must use,
as spans of its text; what an engine does with them is its own affair (a checkpoint with inline terms writes them
between
its marks, another ignores them), and the caller verifies the outcome in the hypothesis's text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredTerm:
    """A span of the request's text and the rendering that the glossary wants for it."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A source sentence and its required terms, in order and disjoint; `prefix` is how the translation must begin."""

    text: str
    terms: tuple[RequiredTerm, ...] = ()
    prefix: str = ""

    def is_broken_by(self, answer: str) -> bool:
        """Say whether an answer lacks the target of a required term, whatever its case."""
        folded = answer.casefold()
        return any(term.target.casefold() not in folded for term in self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A span of the source text and the span of the target text that renders it, in characters."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """Where a required term came out: `term` is its index in the request; `start`, `end` in the text.

    `tier` is what brought it there, if not the engine's first answer (`translate.ladder`).
    """

    term: int
    start: int
    end: int
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """A translation: its text, its score (log-probability per target token) and where each piece of it came from.

    `links` are in target order, one per target token that has a source. `renderings` says where required terms
    came out, for
    an engine that knows; a term without one may still be in the text. Of a request with a prefix, the score is of what
    follows it. `alternatives` are other answers, the best first, as many as were asked for and found. `halved` says
    that its batch did not fit into the memory: equal calls may then give another answer.
    """

    text: str
    score: float
    links: tuple[Link, ...] = ()
    renderings: tuple[Rendering, ...] = ()
    alternatives: tuple["Hypothesis", ...] = ()
    halved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """The options that decide a translation, beside the model: part of every signature.

    `alternatives` is how many more answers are wanted for a request whose answer lacks the target of a required term,
    at most as many as the beam has; the answer is the same with and without them, so it is in no signature.
    """

    beam_size: int = 4
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    alternatives: int = 0

    def __str__(self) -> str:
        """Return the options in a signature's form: `beam=4` and what differs from the defaults."""
        extras = (
            ("length_penalty", self.length_penalty, 1.0),
            ("repetition_penalty", self.repetition_penalty, 1.0),
            ("no_repeat_ngram", self.no_repeat_ngram_size, 0),
        )
        return ",".join(
            [f"beam={self.beam_size}", *(f"{name}={value:g}" for name, value, default in extras if value != default)]
        )


Progress = Callable[[int, int], None]
"""Called with the number of requests done and the number in all."""


def silent(done: int, total: int) -> None:
    """Report nothing: the `Progress` for callers that show none."""


class Engine(Protocol):
    """Translates requests: one hypothesis each, in order.

    Implementations may batch and sort as they like, but equal calls give equal answers.
    """

    @property
    def signature(self) -> str:
        """The engine, its model's fingerprint and its numeric type, in one token without spaces."""
        ...

    @property
    def device(self) -> str:
        """Where the engine runs, as people say it: `cpu`, `cuda:0,1`."""
        ...

    @property
    def inline_terms(self) -> bool:
        """Whether the model writes required terms itself and says where they stand."""
        ...

    @property
    def max_tokens(self) -> int:
        """The most source tokens that one request may have."""
        ...

    def count_tokens(self, text: str) -> int:
        """Return how many source tokens the engine makes of a text."""
        ...

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Translate requests.

        Raises `EngineError` when the model fails; never returns fewer hypotheses than requests.
        """
        ...
