"""How a checkpoint words requests as pieces, and how its answers are read: what `marian` and `reference` share."""

from collections.abc import Sequence
from dataclasses import dataclass

from translate.engine import Hypothesis, Link, Request
from translate.engines.checkpoints import END, Checkpoint
from translate.engines.marks import (
    MarkedText,
    Span,
    UnmarkedText,
    as_text,
    match_renderings,
    move_span,
    remove_marks,
    write_marks,
)
from translate.engines.pieces import Piece, Pieces
from translate.errors import EngineError

MAX_TOKENS = 200
"""What callers keep to: far below a checkpoint's positions, and inside what it takes well."""

_LEAST_ATTENTION = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedRequest:
    """A request as source tokens, with what is needed to read the answer.

    `origins` has, for each token, its span of the request's text, or None (a mark, `</s>`, a language token). A request
    without a token is answered without the model.
    """

    request: Request
    marked: MarkedText
    tokens: tuple[str, ...]
    origins: tuple[Span | None, ...]


class Wording:
    """A checkpoint's vocabulary at work."""

    def __init__(self, checkpoint: Checkpoint, *, target: str, inline_terms: bool = True) -> None:
        """Load the checkpoint's sentencepiece models.

        `target` chooses the language of a multi-target checkpoint; without `inline_terms`, the checkpoint's marks stay
        unused where it has any.
        """
        self._source = Pieces(checkpoint.folder / "source.spm")
        self._target = Pieces(checkpoint.folder / "target.spm")
        self._prefix = [token] if (token := checkpoint.language_token(target)) else []
        self._positions = checkpoint.architecture.positions
        self.inline_terms = checkpoint.inline_terms and inline_terms
        self.variant = "" if self.inline_terms == checkpoint.inline_terms else "-unmarked"

    def count(self, text: str) -> int:
        """Return how many source tokens a text makes, `</s>` included; a text without any makes none."""
        pieces = self._source.count(as_text(text))
        return pieces + 1 + len(self._prefix) if pieces else 0

    def target_pieces(self, text: str) -> tuple[str, ...]:
        """Return the target pieces of a text."""
        return tuple(piece.text for piece in self._target.encode(as_text(text)))

    def write(self, request: Request) -> WordedRequest:
        """Word a request; raises `EngineError` when it has more tokens than the checkpoint has positions."""
        marked = write_marks(request.text, request.terms, inline=self.inline_terms)
        pieces = self._source.encode(marked.text) if request.text.strip() else ()
        if not pieces:
            return WordedRequest(request=request, marked=marked, tokens=(), origins=())
        tokens = (*self._prefix, *(piece.text for piece in pieces), END)
        if len(tokens) > self._positions:
            raise EngineError(
                f"the sentence has {len(tokens)} tokens with its terms; the model takes {self._positions}",
                where=f"{request.text[:60]!r}",
                mend="This is a defect of Glossub: sentences are cut before they reach the engine. Please report it.",
            )
        origins = (*(None for _ in self._prefix), *(_origin(piece, marked) for piece in pieces), None)
        return WordedRequest(request=request, marked=marked, tokens=tokens, origins=origins)

    def read(
        self, worded: WordedRequest, tokens: Sequence[str], attention: Sequence[Sequence[float]], score: float
    ) -> Hypothesis:
        """Read an answer: its tokens, and for each of them how it attended to the source tokens.

        An empty row of attention is one that is not known: its token gets no link.
        """
        terms = [worded.request.terms[index] for index in worded.marked.terms]
        text = as_text(worded.request.text)
        answer, pieces = self._target.decode(tokens)
        unmarked = remove_marks(
            answer, [text[term.start : term.end] for term in terms], [as_text(term.target) for term in terms]
        )
        links = _links(worded, pieces, attention, unmarked)
        return Hypothesis(
            text=unmarked.text,
            score=score,
            links=links,
            renderings=match_renderings(unmarked, worded.request.terms, worded.marked.terms, links),
        )


def _origin(piece: Piece, marked: MarkedText) -> Span | None:
    """Return the span of the request that a piece of the marked text comes from, without white space at its ends."""
    found = [
        origin
        for position in range(piece.start, piece.end)
        if not marked.text[position].isspace() and (origin := marked.origins[position]) is not None
    ]
    return (found[0][0], found[-1][1]) if found else None


def _links(
    worded: WordedRequest, pieces: Sequence[Piece], attention: Sequence[Sequence[float]], unmarked: UnmarkedText
) -> tuple[Link, ...]:
    """Return a link per token that is visible in the text, to the source token that it attends to most.

    Marks, `</s>` and white space are no sources. A token that attends to them almost alone comes from nowhere: below a
    tenth of its attention, the rest is noise.
    """
    sources = [(column, origin) for column, origin in enumerate(worded.origins) if origin is not None]
    links = []
    for piece, row in zip(pieces, attention, strict=True):
        start, end = move_span((piece.start, piece.end), unmarked)
        if start == end or not row or not sources:
            continue
        column, origin = max(sources, key=lambda source: row[source[0]])
        if row[column] >= _LEAST_ATTENTION:
            links.append(Link(source_start=origin[0], source_end=origin[1], target_start=start, target_end=end))
    return tuple(links)
