"""Terms as marks in a text: a link to the term's entry, with what became of it for a pointer and for a screen reader.

What became of a term shows in the kind of line under it (solid: kept, dashed: repaired, wavy: missed), never by colour
alone. A corrected mishearing has an asterisk; what the transcript wrote is in the description, and in print beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from translate.terms import Reason
from translate.translation import Outcome, Status, Translation
from translate.writers.page.markup import anchor, escaped, quoted
from translate.writers.page.view import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of a text that shows an outcome: `start`, `end` in that text."""

    start: int
    end: int
    outcome: Outcome
    misheard: bool = False


def marked_source(row: Row) -> str:
    """Return a sentence of the source with its hits marked, corrected where they were misheard."""
    marks: list[Mark] = []
    for outcome in row.translation.outcomes:
        hit = outcome.hit
        start, end = row.source.to_corrected(hit.start, hit.end)
        marks.append(Mark(start=start, end=end, outcome=outcome, misheard=hit.reason is Reason.MISHEARD))
    return _marked(row.source.text, marks)


def marked_target(translation: Translation) -> str:
    """Return a translation with the renderings of its terms marked."""
    return _marked(
        translation.target,
        [Mark(start=o.start, end=o.end, outcome=o) for o in translation.outcomes if o.status is not Status.MISSED],
    )


def described(outcome: Outcome) -> str:
    """Return what there is to know about an outcome, a line each: the entry, what became of it, the form found."""
    hit = outcome.hit
    missed = f"“{hit.term.target}” is not in the translation"
    rendering = missed if outcome.status is Status.MISSED else f"“{outcome.rendering}”"
    became = f"{outcome.status.capitalize()} ({outcome.tier}): {rendering}"
    written = "Written" if hit.reason is Reason.MISHEARD else "Found as"
    return "\n".join(
        (
            f"{hit.term.source} → {hit.term.target}",
            became,
            f"{written}: “{hit.form}” ({hit.reason})",
            f"Entry: {hit.term.id}",
        )
    )


def _marked(text: str, marks: Sequence[Mark]) -> str:
    """Return a text with its marks, in order; a mark that begins inside another is left to that one."""
    pieces: list[str] = []
    done = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if mark.start < done or mark.start >= mark.end:
            continue
        pieces += (escaped(text[done : mark.start]), _link(text[mark.start : mark.end], mark))
        done = mark.end
    return "".join((*pieces, escaped(text[done:])))


def _link(text: str, mark: Mark) -> str:
    """Return a mark's link to the entry of its term."""
    outcome = mark.outcome
    misheard = f' data-written="{quoted(outcome.hit.form)}"' if mark.misheard else ""
    classes = f"term {outcome.status}{' misheard' if mark.misheard else ''}"
    return (
        f'<a class="{classes}" href="#{anchor("term", outcome.hit.term.id)}"'
        f' title="{quoted(described(outcome))}"{misheard}>{escaped(text)}</a>'
    )
