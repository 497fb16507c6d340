"""A glossary: the trade's terms, what each becomes in the target language, and what must not be taken for it."""

from dataclasses import dataclass
from enum import StrEnum


class Case(StrEnum):
    """When letter case must agree for a form to count."""

    ANY = "any"  # Sprint, sprint
    EXACT = "exact"  # PO is a term, po and Po are not


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry for one pair of languages.

    `source` and `forms` (inflections) are what is said; `variants` are other names for the same thing; `misheard`
    is what a
    recogniser writes for it (rewritten before translation), `suspected` what it might write (only suggested).
    `target` is
    the rendering, `allowed` its other accepted renderings (inflections included), `forbidden` known wrong ones.
    `need` and
    `deny` are context cues: one of `need` must, none of `deny` may stand in the sentence or its neighbours.
    """

    id: str
    source: str
    target: str
    forms: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    misheard: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    pos: str = "noun"
    case: Case = Case.ANY
    need: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Terms for one pair of languages, and a fingerprint of all that decides a translation."""

    source_language: str
    target_language: str
    terms: tuple[Term, ...]
    fingerprint: str
