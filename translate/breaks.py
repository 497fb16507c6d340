"""What it costs a reader when a subtitle or a line ends after a word.

The prices were found by search on half of 544 sentences broken by people, and checked on the other half. A price below
zero is a place to look for. Word classes come from the language; without them only punctuation tells.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from translate.languages import Language

SENTENCE_END = -3.0
CLAUSE_END = -2.5
COMMA = -2.0
ELSEWHERE = 1.0
NAME_OR_UNIT = 1.5
INSIDE_WORD = 20.0
"""A word is only broken where it is longer than its line; then nothing else is broken for it."""

UNBREAKABLE = 1_000_000.0
"""More than everything else that a few cues may cost together, yet finite: a term longer than a cue must break."""

_CLOSERS = "\"'”’»)]}"
_OPENERS = "\"'“‘«([{¿¡"
_APOSTROPHES = str.maketrans("’ʼ", "''")


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The place after a word: what breaking there costs, and whether a sentence ends there."""

    price: float
    stop: bool


def breaks(words: Sequence[str], language: Language, ends: frozenset[int] = frozenset()) -> tuple[Break, ...]:
    """Return the place after each word of a text.

    `ends` are indexes of words that close a unit of translation: what stands after them is no argument against their
    full stop (an abbreviation may close a sentence, and the next may open in lower case).
    """
    before_right = _memoised(lambda word: _right(word, language))
    after_left = _memoised(lambda word: _left(word, language))
    places: list[Break] = []
    opening = True
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if following and _glued(word, following):
            places.append(Break(price=UNBREAKABLE, stop=False))
            opening = False
            continue
        price = _punctuated(word, following, language, closed=index in ends)
        if price is None:
            price = ELSEWHERE + before_right(following) + after_left(word) + _pair(word, following, language, opening)
        stop = price == SENTENCE_END
        places.append(Break(price=price, stop=stop))
        opening = stop
    return tuple(places)


def _memoised(priced: Callable[[str], float]) -> Callable[[str], float]:
    """Return a function of a word that is worked out once per word."""
    known: dict[str, float] = {}

    def price(word: str) -> float:
        found = known.get(word)
        if found is None:
            found = known[word] = priced(word)
        return found

    return price


def _glued(word: str, following: str) -> bool:
    """Say whether a sign that stands alone belongs to its neighbour: French ` ?` to the left, `« ` to the right."""
    if following[0].isalnum() and word[-1].isalnum():
        return False
    if not any(c.isalnum() for c in following) and not all(c in _OPENERS for c in following):
        return True
    return all(c in _OPENERS for c in word) and not all(c in "\"'" for c in word)


def _punctuated(word: str, following: str, language: Language, *, closed: bool) -> float | None:
    """Return the price that a word's punctuation sets, or None where it sets none."""
    bare = word.rstrip(_CLOSERS)
    sign = bare[-1:]
    if sign in "!?" and sign:
        return SENTENCE_END
    if sign == "." and not bare.endswith(".."):
        return SENTENCE_END if closed or _full_stop(bare, following, language) else None
    if sign in ".…" and sign:
        return SENTENCE_END if closed or not following[:1].islower() else COMMA
    if sign in ";:" and sign:
        return CLAUSE_END
    if (sign in ",–—" and sign) or bare in {"-", "--"} or bare.endswith("--"):
        return COMMA
    return None


def _full_stop(bare: str, following: str, language: Language) -> bool:
    """Say whether the stop at a word's end closes a sentence: not after an abbreviation, nor before lower case.

    After `etc.`, before which a name never stands, a capital does begin the next one.
    """
    stem = bare[:-1].lstrip(_OPENERS).lower()
    goes_on = following.lstrip(_OPENERS)[:1].islower()
    return not goes_on and (stem not in language.abbreviations or stem == "etc")


def _right(word: str, language: Language) -> float:
    """Return what the word after a break adds: a conjunction opens a clause, a preposition a phrase."""
    lower = word.lstrip(_OPENERS).rstrip(_CLOSERS + ",;:.!?…").lower().translate(_APOSTROPHES)
    head, apostrophe, _ = lower.partition("'")
    forms = {lower, head, head + "'"} if apostrophe else {lower}
    for words, price in (
        (language.conjunctions, -1.5),
        (language.prepositions, -0.8),
        (language.pronouns, -0.5),
        (language.determiners, -0.3),
    ):
        if forms & words:
            return price
    return 0.0


def _left(word: str, language: Language) -> float:
    """Return what the word before a break adds: the reader is left waiting for what it announces."""
    lower = word.lstrip(_OPENERS).rstrip(_CLOSERS).lower().translate(_APOSTROPHES)
    head, apostrophe, tail = lower.partition("'")
    forms = {lower, tail if head in language.elisions else lower} if apostrophe else {lower}
    for words, price in (
        (language.determiners, 2.5),
        (language.prepositions, 2.0),
        (language.pronouns, 1.8),
        (language.conjunctions, 1.5),
        (language.auxiliaries, 1.0),
    ):
        if forms & words:
            return price
    return 0.0


def _pair(word: str, following: str, language: Language, opening: bool) -> float:
    """Return what breaking a name from its name, or a number from its unit, adds.

    The capital that opens a sentence makes no name.
    """
    if not following:
        return 0.0
    if word[-1].isdigit() and following[0].isalpha():
        right = following.lower()
        known = (language.conjunctions, language.prepositions, language.pronouns, language.auxiliaries)
        return 0.0 if any(right in words for words in known) else NAME_OR_UNIT
    named = word[0].isupper() and following[0].isupper() and not opening and word != "I" and following != "I"
    return NAME_OR_UNIT if named and not following.startswith(("I'", "I’")) else 0.0
