"""Requests and hypotheses as text, for what is kept between runs: JSON in ASCII, so that any string survives.

`hypothesis(answer(value))` is the value, scores to the last bit.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from translate.engine import Decoding, Engine, Hypothesis, Link, Rendering, Request, RequiredTerm

_encode = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What decides a translation beside the request: the engine's signature, the options and the pair of languages."""

    engine: str
    decoding: str
    source: str
    target: str


def maker(engine: Engine, decoding: Decoding, source: str, target: str) -> Maker:
    """Return what an engine is with these options: every option counts, with all its digits."""
    return Maker(engine=engine.signature, decoding=_encode(astuple(decoding)), source=source, target=target)


def key(made_by: Maker, requests: Iterable[Request]) -> bytes:
    """Return the SHA-256 of a maker and of requests in order, terms included: equal keys, equal questions."""
    asked = [(request.text, required(request), request.prefix) for request in requests]
    return hashlib.sha256(_encode([astuple(made_by), asked]).encode()).digest()


def required(request: Request) -> list[tuple[int, int, str]]:
    """Return a request's terms as rows."""
    return [(term.start, term.end, term.target) for term in request.terms]


def terms_text(request: Request) -> str:
    """Return a request's terms as text."""
    return _encode(required(request))


def terms(text: str) -> tuple[RequiredTerm, ...]:
    """Read a request's terms. Raises `ValueError` for what `terms_text` does not write."""
    return tuple(_term(row) for row in _list(json.loads(text)))


def answer(hypothesis: Hypothesis) -> str:
    """Return a hypothesis as text."""
    return _encode(_parts(hypothesis))


def _parts(hypothesis: Hypothesis) -> list[object]:
    """Return what a hypothesis is made of; alternatives, and that it was halved, only where it is so."""
    links = [(k.source_start, k.source_end, k.target_start, k.target_end) for k in hypothesis.links]
    renderings = [(r.term, r.start, r.end) for r in hypothesis.renderings]
    alternatives = [_parts(alternative) for alternative in hypothesis.alternatives]
    parts: list[object] = [hypothesis.text, hypothesis.score, links, renderings]
    if hypothesis.halved:
        return [*parts, alternatives, True]
    return [*parts, alternatives] if alternatives else parts


def hypothesis(text: str) -> Hypothesis:
    """Read a hypothesis. Raises `ValueError` for what `answer` does not write."""
    return _hypothesis(json.loads(text))


def _hypothesis(parts: object) -> Hypothesis:
    match parts:
        case [str(target), float() | int() as score, list(links), list(renderings), *rest]:
            quads, triples = ([_integers(row, size) for row in rows] for rows, size in ((links, 4), (renderings, 3)))
            others = _list(rest[0]) if rest else []
        case _:
            raise ValueError("an answer is a text, a score, links and renderings")
    if len(rest) > 2 or any(flag is not True for flag in rest[1:]):
        raise ValueError("only `true`, for one that was halved, follows an answer's alternatives")
    return Hypothesis(
        text=target,
        score=float(score),
        links=tuple(Link(source_start=a, source_end=b, target_start=c, target_end=d) for a, b, c, d in quads),
        renderings=tuple(Rendering(term=term, start=start, end=end) for term, start, end in triples),
        alternatives=tuple(map(_hypothesis, others)),
        halved=bool(rest[1:]),
    )


def block(hypotheses: Sequence[Hypothesis]) -> str:
    """Return hypotheses as lines of text."""
    return "\n".join(map(answer, hypotheses))


def hypotheses(text: str) -> tuple[Hypothesis, ...]:
    """Read the lines that `block` wrote. Raises `ValueError` for any others."""
    return tuple(map(hypothesis, text.split("\n"))) if text else ()


def _term(row: object) -> RequiredTerm:
    match row:
        case [int(start), int(end), str(target)]:
            return RequiredTerm(start=start, end=end, target=target)
    raise ValueError("a term is a start, an end and a target")


def _integers(row: object, size: int) -> list[int]:
    """Return a row of so many integers."""
    numbers = _list(row)
    found = [number for number in numbers if type(number) is int]
    if len(found) != len(numbers) or len(found) != size:
        raise ValueError(f"a row is {size} integers")
    return found


def _list(value: object) -> list[object]:
    match value:
        case list(items):
            return items
    raise ValueError("there is a list missing")
