"""What stands in a translation for a hit, whether the glossary asked for it or not, and which rendering that is.

What stands for a missed hit is told by the links of its words. Renderings are compared without case and in their base
form, so that `Pods` and `pod` are one.
"""

from translate.glossary import Term
from translate.languages import Language
from translate.languages.lexicon import lemma
from translate.translation import Outcome, Status, Translation

_LONGEST = 60
"""Characters of a linked span above which the links tell nothing about a term."""
_AROUND = " \t.,;:!?…\"'’“”«»()[]-–—"


def linked(translation: Translation, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of the target that the links tie to a span of the turn's text; None where they tie none."""
    places = [
        (link.target_start, link.target_end)
        for link in translation.links
        if link.source_start < end and start < link.source_end and link.target_start < link.target_end
    ]
    if not places:
        return None
    first, last = min(at for at, _ in places), max(at for _, at in places)
    return (first, last) if last - first <= _LONGEST else None


def shown(translation: Translation, outcome: Outcome) -> str:
    """Return what stands in the target for a hit; empty where nothing is known to."""
    if outcome.status is not Status.MISSED:
        return outcome.rendering
    span = linked(translation, outcome.hit.start, outcome.hit.end)
    return translation.target[slice(*span)].strip(_AROUND) if span is not None else ""


def base(text: str, term: Term, language: Language) -> str:
    """Return the accepted rendering that a text is, however it is inflected or written; else the text, in lower case.

    `language` is the target's.
    """
    found = _base_form(text, language)
    for rendering in term.renderings:
        if text.casefold() == rendering.casefold() or found == _base_form(rendering, language):
            return rendering
    return text.casefold()


def is_accepted(text: str, term: Term) -> bool:
    """Say whether a rendering, in its base form, is one that the entry accepts."""
    return text in term.renderings


def _base_form(text: str, language: Language) -> str:
    """Return a text with its last word in the singular and in its dictionary form."""
    *head, last = (text[:-1] if text[-2:-1].isupper() and text.endswith("s") else text).casefold().split(" ")
    for plural, singular in language.plurals:
        if last.endswith(plural) and len(last) > len(plural) + 2:
            last = last[: len(last) - len(plural)] + singular
            break
    return " ".join((*head, lemma(last, language.code)))
