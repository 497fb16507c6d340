"""Beam search under positive lexical constraints: the best answer that holds every one of them.

A constraint is a list of options, each a sequence of tokens (a word of several pieces, or several words); an answer
meets it where one of them stands in full, and no token serves two constraints. Dynamic beam allocation (Post and Vilar,
"Fast Lexically Constrained Decoding with Dynamic Beam Allocation for Neural Machine Translation", NAACL 2018): beside
the likeliest tokens, each step tries the tokens that begin or go on with a constraint; candidates are banked by how
many constraint tokens they have, and the banks take turns in filling the beam, so that what is likely now cannot crowd
out what has to come. The search knows nothing of a model: it asks for the chances of the next token.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Tokens = tuple[int, ...]
Chances = Callable[[Sequence[Tokens]], NDArray[np.floating]]
"""Gives, for answers begun (of one length), a row each of log-probabilities of the next token; -inf forbids one."""

_WIDEST = 32  # a beam's width for each bank, but no more than this for all


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An answer without its end token, and its log-probability per token, the end included."""

    tokens: Tokens
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """An answer begun: what it has met, and the options that its last tokens begin, as (constraint, option, length).

    `closed` says that its last token met a constraint, `ended` that it is whole; the end is none of its tokens.
    """

    tokens: Tokens = ()
    total: float = 0.0
    met: frozenset[int] = frozenset()
    open: tuple[tuple[int, int, int], ...] = ()
    closed: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What an answer must hold, the token that ends it, and how wide and how far to search.

    `joining` tokens go on with a word: none may follow a constraint, which would then be part of another word.
    `opening` options, each a constraint's number and its own, may only begin an answer: they have its capital.
    """

    constraints: tuple[tuple[Tokens, ...], ...]
    end: int
    beam: int
    limit: int
    length_penalty: float = 1.0
    joining: frozenset[int] = frozenset()
    opening: frozenset[tuple[int, int]] = frozenset()

    def run(self, chances: Chances) -> tuple[Found, ...]:
        """Return the answers found that meet every constraint within the limit, the best first; all are different."""
        if sum(min(map(len, options)) for options in self.constraints) >= self.limit:
            return ()
        banks = 1 + sum(max(map(len, options)) for options in self.constraints)
        width = max(self.beam, min(_WIDEST, self.beam * banks))
        alive, done = [_Begun()], list[Found]()
        while alive and len(done) < width and len(alive[0].tokens) < self.limit:
            rows = chances([begun.tokens for begun in alive])
            kept = self._allocated(list(self._grown(alive, rows, width)), width)
            done += [self._found(begun) for begun in kept if begun.ended]
            alive = [begun for begun in kept if not begun.ended]
        return tuple(sorted(dict.fromkeys(done), key=lambda found: (found.score, found.tokens), reverse=True))

    def _found(self, begun: _Begun) -> Found:
        length = len(begun.tokens) + 1
        return Found(tokens=begun.tokens, score=begun.total / length**self.length_penalty)

    def _grown(self, alive: Sequence[_Begun], rows: NDArray[np.floating], width: int) -> Iterator[_Begun]:
        """Yield the answers begun with one token more: the likeliest ones and those that the constraints ask for.

        What meets every constraint may end too; at the limit, it has to.
        """
        last = len(alive[0].tokens) + 1 == self.limit
        for begun, row in zip(alive, rows, strict=True):
            likeliest = np.argpartition(-row, min(width, len(row) - 1))[: width + 1].tolist()
            for token in () if last else dict.fromkeys((*self._asked(begun), *likeliest)):
                if token == self.end or row[token] == -np.inf or (begun.closed and token in self.joining):
                    continue
                yield self._with(begun, token, float(row[token]))
            if len(begun.met) == len(self.constraints) and row[self.end] > -np.inf:
                yield replace(begun, total=begun.total + float(row[self.end]), ended=True)

    def _asked(self, begun: _Begun) -> Iterator[int]:
        """Yield the tokens that begin or go on with a constraint."""
        for constraint, option, length in begun.open:
            yield self.constraints[constraint][option][length]
        yield from (self.constraints[constraint][option][0] for constraint, option in self._unmet(begun))

    def _unmet(self, begun: _Begun) -> Iterator[tuple[int, int]]:
        """Yield the options that may begin with the next token, each by its constraint and its place."""
        for constraint, options in enumerate(self.constraints):
            if constraint not in begun.met:
                places = ((constraint, option) for option in range(len(options)))
                yield from (place for place in places if not begun.tokens or place not in self.opening)

    def _with(self, begun: _Begun, token: int, chance: float) -> _Begun:
        """Return an answer begun with one token more."""
        fresh = ((constraint, option, 0) for constraint, option in self._unmet(begun))
        grown = [
            (constraint, option, length + 1)
            for constraint, option, length in (*begun.open, *fresh)
            if self.constraints[constraint][option][length] == token
        ]
        whole = [
            constraint for constraint, option, length in grown if length == len(self.constraints[constraint][option])
        ]
        return _Begun(
            tokens=(*begun.tokens, token),
            total=begun.total + chance,
            met=begun.met | set(whole[:1]),
            open=() if whole else tuple(grown),
            closed=bool(whole),
        )

    def _bank(self, begun: _Begun) -> int:
        """Return how many constraint tokens an answer begun has."""
        met = sum(min(map(len, self.constraints[constraint])) for constraint in begun.met)
        return met + max((length for _, _, length in begun.open), default=0)

    def _allocated(self, grown: Sequence[_Begun], width: int) -> list[_Begun]:
        """Return the answers begun that stay in the beam: the banks take turns, the fullest first, each by chance."""
        banks: defaultdict[int, list[_Begun]] = defaultdict(list)
        for begun in sorted(grown, key=lambda each: (-each.total, each.tokens, each.ended)):
            banks[self._bank(begun)].append(begun)
        order = sorted(banks, reverse=True)
        turns = (banks[bank][turn] for turn in range(width) for bank in order if turn < len(banks[bank]))
        return [begun for begun, _ in zip(turns, range(width), strict=False)]
