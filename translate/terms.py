"""Finding a glossary's terms in what was said."""

from dataclasses import dataclass
from enum import StrEnum

from translate.glossary import Term


class Reason(StrEnum):
    """Why a stretch of text counts as a term."""

    FORM = "form"  # the entry's source or a listed form
    INFLECTION = "inflection"  # an unlisted inflection of it
    VARIANT = "variant"  # another name for it
    MISHEARD = "misheard"  # what a recogniser writes for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A term found in a turn: `start`, `end` in the turn's text as read, the `form` found there, and why it counts."""

    term: Term
    turn: int
    start: int
    end: int
    form: str
    reason: Reason
