"""Labelled sets that judge checkpoints: sentences with terms, and sentence pairs linked by hand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.training.pairs import Pair, WordLink
from translate.engine import RequiredTerm
from translate.errors import InputError

KINDS = ("given", "unseen", "counterfactual")
_TERM = re.compile(r"\[\[(.+?)\]\]")
_LINK = re.compile(r"(\d+)([-?])(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledTerm:
    """A term in a sentence: what is required there, and every answer that counts, inflections included."""

    required: RequiredTerm
    form: str
    answers: tuple[str, ...]

    def rendered(self, text: str) -> bool:
        """Return whether an answer stands in the text, as whole words, in capitals or not."""
        return any(re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.IGNORECASE) for answer in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSentence:
    """A sentence with its terms."""

    kind: str
    text: str
    terms: tuple[LabelledTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPair:
    """A pair linked by hand: sure links, and possible ones, the sure ones among them."""

    pair: Pair
    sure: frozenset[WordLink]
    possible: frozenset[WordLink]


def read_terms(path: Path) -> tuple[LabelledSentence, ...]:
    """Read labelled sentences: `kind<TAB>Le [[nœud|node|nodes]] est tombé.`; raises `InputError`."""
    return tuple(_sentence(columns, where) for columns, where in _rows(path, 2))


def read_links(path: Path) -> tuple[LinkedPair, ...]:
    """Read linked pairs: `source<TAB>target<TAB>0-0 1?2`; raises `InputError`."""
    return tuple(_linked_pair(columns, where) for columns, where in _rows(path, 3))


def seen_terms(sentences: Iterable[LabelledSentence], sources: Iterable[str]) -> tuple[str, ...]:
    """Return the forms of `unseen` terms that stand in a source text after all, as whole words, in capitals or not."""
    forms = {term.form for sentence in sentences if sentence.kind == "unseen" for term in sentence.terms}
    text = _plain("\n".join(sources))
    return tuple(sorted(form for form in forms if re.search(rf"(?<!\w){re.escape(_plain(form))}(?!\w)", text)))


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")


def _rows(path: Path, count: int) -> list[tuple[list[str], str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the labels cannot be read: {error}", where=str(path)) from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        columns, where = line.split("\t"), f"{path}, line {number}"
        if len(columns) != count:
            raise InputError(f"unexpected {len(columns)} columns (expected {count})", where=where)
        rows.append((columns, where))
    return rows


def _sentence(columns: Sequence[str], where: str) -> LabelledSentence:
    kind, written = columns
    text, at = "", 0
    terms: list[LabelledTerm] = []
    for match in _TERM.finditer(written):
        form, *renderings = match[1].split("|")
        if kind not in KINDS or len(renderings) not in {1, 2}:
            raise InputError(f"unexpected term {match[0]} of kind {kind!r}", where=where)
        text += written[at : match.start()]
        at = match.end()
        required = RequiredTerm(start=len(text), end=len(text) + len(form), target=renderings[0])
        text += form
        answers = (renderings[0], *(answer for more in renderings[1:] for answer in more.split("/")))
        terms.append(LabelledTerm(required=required, form=form, answers=answers))
    return LabelledSentence(kind=kind, text=text + written[at:], terms=tuple(terms))


def _linked_pair(columns: Sequence[str], where: str) -> LinkedPair:
    source, target, links = columns
    sure: set[WordLink] = set()
    possible: set[WordLink] = set()
    for link in links.split():
        match = _LINK.fullmatch(link)
        if not match or int(match[1]) >= len(source.split()) or int(match[3]) >= len(target.split()):
            raise InputError(f"unexpected link {link!r}", where=where)
        (sure if match[2] == "-" else possible).add((int(match[1]), int(match[3])))
    return LinkedPair(
        pair=Pair(source=source, target=target), sure=frozenset(sure), possible=frozenset(sure | possible)
    )
