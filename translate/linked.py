"""Where a term stands in a translation that rendered it otherwise, and the rendering in the form of that place.

The engine's links tell which words of the target come from a term's words. A place is *clean* when those words stand
together: only small words and words that come from nowhere may stand between them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.engine import Link
from translate.glossary import Term
from translate.languages import Language
from translate.languages.lexicon import lemma
from translate.languages.spelling import fold

Span = tuple[int, int]

_WORD = re.compile(r"[^\W_]+(?:['’.+#/-]*[^\W_]+)*[+#]*")
_LETTERS = re.compile(r"[^\W_]+")
_PLURALS = (("", "s"), ("", "x"), ("", "es"), ("al", "aux"), ("ail", "aux"), ("y", "ies"))
"""Regular plurals as (singular, plural) endings of a spoken language and of English, in which much of it is said."""
_LINKING = 3  # letters of *de*, *d'*, *en*, *of*, which tie to a phrase's head what does not count
_WORDS_MORE = 2  # words that a place may have beyond those of the term and of its rendering, all in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A span of the target that renders a term; `clean` where nothing else is lost with it."""

    start: int
    end: int
    clean: bool


def place(text: str, links: Sequence[Link], source: Span, language: Language) -> Place | None:
    """Return where the words of a span of the source stand in a target, None where no word comes from them.

    `language` is the target's. An article at the beginning and small words at the end are no part of it.
    """
    words = [word.span() for word in _WORD.finditer(text)]
    origins = [_origin(word, links, source) for word in words]
    mine = [at for at, own in enumerate(origins) if own]
    if not mine:
        return None
    small = language.determiners | language.prepositions | language.conjunctions

    def bridged(first: int, last: int) -> bool:
        return all(
            origins[at] is not False or text[slice(*words[at])].lower() in small for at in range(first + 1, last)
        )

    runs = [[mine[0]]]
    for at in mine[1:]:
        if bridged(runs[-1][-1], at):
            runs[-1].append(at)
        else:
            runs.append([at])
    best = max(runs, key=lambda run: (len(run), -run[0]))
    while len(best) > 1 and text[slice(*words[best[0]])].lower() in language.determiners:
        best = best[1:]
    passing = small | language.auxiliaries | language.pronouns
    while len(best) > 1 and text[slice(*words[best[-1]])].lower() in passing:
        best = best[:-1]
    lone = len(best) == 1 and text[slice(*words[best[0]])].lower() in small
    return Place(start=words[best[0]][0], end=words[best[-1]][1], clean=len(runs) == 1 and not lone)


def _origin(word: Span, links: Sequence[Link], source: Span) -> bool | None:
    """Say whether most of a target word comes from a span of the source; None if it comes from nowhere."""
    votes = [
        link.source_start < source[1] and source[0] < link.source_end
        for link in links
        if link.target_start < word[1] and word[0] < link.target_end
    ]
    return 2 * sum(votes) >= len(votes) if votes else None


def stands_alone(text: str, links: Sequence[Link], source: Span, rendering: Span, language: Language) -> bool:
    """Say whether a rendering comes from a span of the source, and no other word of substance does.

    What was squeezed in beside a first rendering (*a bunch of machines for the cluster*) does not.
    """
    passing = language.determiners | language.prepositions | language.conjunctions
    passing |= language.auxiliaries | language.pronouns
    inside: set[bool | None] = set()
    for word in _WORD.finditer(text):
        origin = _origin(word.span(), links, source)
        if word.start() < rendering[1] and rendering[0] < word.end():
            inside.add(origin)
        elif origin and word.group().lower() not in passing:
            return False
    return True in inside or False not in inside


def behind(text: str, links: Sequence[Link], source_start: int) -> int:
    """Return where a target would go on after what comes before a place of the source: the end of a word, or 0."""
    before = [link for link in links if link.source_end <= source_start]
    nearest = max((link.source_end for link in before), default=0)
    end = max((link.target_end for link in before if link.source_end == nearest), default=0)
    word = next((each for each in _WORD.finditer(text) if each.start() < end <= each.end()), None)
    return word.end() if word is not None else end


def is_sane(found: str, form: str, rendering: str) -> bool:
    """Say whether a span is of a length that a rendering of a form may take the place of."""
    return len(found.split()) <= max(len(form.split()), len(rendering.split())) + _WORDS_MORE


def are_many(before: str, language: Language) -> bool:
    """Say whether what follows a text is more than one by its determiner: *les* cas d'usage, *12* relais."""
    last = before.rsplit(maxsplit=1)[-1:]
    return bool(last) and (last[0].lower() in language.plural_determiners or (last[0].isdecimal() and int(last[0]) > 1))


def inflected(term: Term, found: str, form: str, language: Language, *, many: bool = False) -> str:
    """Return an entry's target in the form of what it takes the place of: `found`, or `form` where that is empty.

    A noun is put in the plural where either is one, or `many` are meant, and the entry does not forbid it, a verb in
    the form of the word found; `language` is the target's.
    """
    last = found.rsplit(maxsplit=1)[-1] if found.split() else ""
    if term.pos == "noun" and language.pluralised is not None:
        plural = many or is_plural_form(form, term) or (last and _is_plural(last, language))
        return language.pluralised(term.target) if plural and not _is_mass(term, language) else term.target
    if term.pos == "verb" and language.conjugated is not None and last:
        head, _, rest = term.target.partition(" ")
        return f"{language.conjugated(head, found.split(maxsplit=1)[0])} {rest}".rstrip()
    return term.target


def is_plural_form(form: str, term: Term) -> bool:
    """Say whether a form is the plural of another wording of its entry: not *cas limite*, whatever it ends in."""
    said = _LETTERS.findall(fold(form))
    others = [_LETTERS.findall(fold(wording)) for wording in term.claimed]
    return said != others[0] and any(_is_plural_of(said, other) for other in others)


def _is_plural_of(said: Sequence[str], other: Sequence[str]) -> bool:
    if len(said) != len(other):
        return _is_word_plural("".join(said), "".join(other))
    changed = [at for at, (word, base) in enumerate(zip(said, other, strict=True)) if word != base]
    hangs = len(said) > 2 and len(said[-2]) <= _LINKING  # a head, what ties, what hangs on it
    return bool(changed) and (0 in changed or not hangs) and all(_is_word_plural(said[at], other[at]) for at in changed)


def _is_word_plural(word: str, base: str) -> bool:
    return any(
        word == base[: len(base) - len(singular)] + plural for singular, plural in _PLURALS if base.endswith(singular)
    )


def is_uncounted(term: Term, rendering: str, language: Language) -> bool:
    """Say whether no indefinite article stands before a rendering: a plural, or a noun whose plural is forbidden."""
    if term.pos != "noun" or language.pluralised is None:
        return False
    return rendering == language.pluralised(term.target) != term.target or _is_mass(term, language)


def _is_mass(term: Term, language: Language) -> bool:
    """Say whether an entry forbids the plural of its target, as *feedbacks*."""
    forbidden = {each.lower() for each in term.forbidden}
    return language.pluralised is not None and language.pluralised(term.target).lower() in forbidden


def _is_plural(word: str, language: Language) -> bool:
    """Say whether a word is a plural: the dictionary, or the rules where it does not know the word."""
    small = word.lower()
    base = lemma(small, language.code)
    if base != small:
        regular = any(small.endswith(plural) for plural, _ in language.plurals)
        return regular or (language.pluralised is not None and language.pluralised(base) == small)
    return small.endswith("s") and not small.endswith(("ss", "us", "is")) and len(small) > 3
