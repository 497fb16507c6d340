"""English."""

import re

from translate.languages.language import Language

_SPELT = re.compile(r"[A-Z][A-Z0-9]*(?:s|[^a-z].*)?\Z")
_VOWEL_NAMES = frozenset("AEFHILMNORSX8")
_CONSONANT_SOUND = re.compile(r"(?:uni(?!n|m)|us(?!h)|ut[ei]|eu|ubi|ur[aeiou]|on(?:e|ce)\b|ufo)", re.IGNORECASE)
_VOWEL_SOUND = re.compile(r"(?:[aeiou8]|hour|hono|hones|heir|nginx|11\b|18\b|x-)", re.IGNORECASE)
_LETTER_BY_LETTER = re.compile(r"[b-df-hj-np-tv-xz]{3,}\b|[b-df-hj-np-tv-xz]\d")
"""What is read so without capitals, since it has no vowel: *npm*, *x86*."""
_IRREGULAR = (
    ("child", "children"),
    ("criterion", "criteria"),
    ("person", "people"),
    ("phenomenon", "phenomena"),
    ("sis", "ses"),
    ("sman", "smen"),
    ("woman", "women"),
)
_UNCOUNTED = re.compile(
    r"(?:(?:mal|ransom|soft|hard|firm|spy)ware|\b(?:clean|source|production) code"
    r"|\b(?:data|information|knowledge|research|equipment|hosting|traffic|(?:scal|observ|avail|reli)ability)"
    r"|\b(?:balancing|coding|computing|engineering|learning|monitoring|programming|testing|thinking|versioning))\Z",
    re.IGNORECASE,
)
"""Nouns of the trade that have no plural."""
_HEAD = re.compile(r"(\S.*?)( (?:as|at|for|in|of|per|to) .*)")
"""A phrase's head and what hangs on it: *proof* of concept."""
_ACRONYM_WORDS = frozenset("DEVOPS JIRA JSON NATO NASA NAS RAM RAG ROM SAAS SCRUM LAN SAML SOC SOLID LAMP".split())
"""What is read as a word though it is written in capitals."""


def indefinite(word: str) -> str:
    """Return the article that a word takes: `an` before a vowel that is heard (`an SRE`, `a user`, `an hour`)."""
    if _SPELT.match(word) and word.rstrip("s") not in _ACRONYM_WORDS and word.upper() not in _ACRONYM_WORDS:
        return "an" if word[0] in _VOWEL_NAMES else "a"
    if _LETTER_BY_LETTER.match(word):
        return "an" if word[0].upper() in _VOWEL_NAMES else "a"
    return "an" if _VOWEL_SOUND.match(word) and not _CONSONANT_SOUND.match(word) else "a"


def pluralised(noun: str) -> str:
    """Return the plural of a noun, or of the noun that a phrase is about; a noun that has none stays as it is."""
    phrase = _HEAD.fullmatch(noun)
    if phrase is not None:
        return pluralised(phrase[1]) + phrase[2]
    if _UNCOUNTED.search(noun):
        return noun
    small = noun.lower()
    for singular, plural in _IRREGULAR:
        if small.endswith(singular):
            return noun[: len(noun) - len(singular)] + plural
    if small.endswith(("s", "x", "z", "ch", "sh")):
        return noun if small.endswith("s") and not small.endswith("ss") else f"{noun}es"
    if re.search(r"[^aeiou]y\Z", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def conjugated(verb: str, like: str) -> str:
    """Return a regular verb in the form of another: `deploy` like `pushed` is `deployed`."""
    small = like.lower()
    if small.endswith("ing") and len(small) > 4:
        return f"{_before_ending(verb)}ing"
    if small.endswith("ed"):
        if re.search(r"[^aeiou]y\Z", verb):
            return f"{verb[:-1]}ied"
        return f"{verb}d" if verb.endswith("e") else f"{_before_ending(verb)}ed"
    if small.endswith("s") and not small.endswith("ss"):
        return pluralised(verb)
    return verb


def _before_ending(verb: str) -> str:
    """Return a verb as it stands before `ing`: without its `e`, its consonant doubled after a short stressed vowel."""
    if re.search(r"[^e]e\Z", verb):
        return verb[:-1]
    return verb + verb[-1] if re.search(r"(?:\A(?:de|re|un)?[^aeiou]*[aeiou]|mi)[bdgmnpt]\Z", verb) else verb


LANGUAGE = Language(
    code="en",
    name="English",
    abbreviations=frozenset(
        """
        mr mrs ms dr prof st vs etc e.g i.e no vol approx inc ltd co jr sr
        """.split()
    ),
    conjunctions=frozenset(
        """
        and but or nor so yet because that which who whom whose when where while if unless although though
        since as than whether until after before what how why
        """.split()
    ),
    prepositions=frozenset(
        """
        of in on at to for with from by about into over under between through during without within against
        towards toward across behind beyond near around among per via like onto upon above below along inside
        outside throughout despite except
        """.split()
    ),
    pronouns=frozenset(
        """
        i you he she it we they this these those there
        """.split()
    ),
    determiners=frozenset(
        """
        the a an my your his her its our their this these those some any every each no another
        """.split()
    ),
    auxiliaries=frozenset(
        """
        am is are was were be been being have has had having do does did will would shall should can could
        may might must not never cannot don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't
        shouldn't haven't hasn't hadn't i'm you're we're they're it's that's i've we've you've they've i'll
        you'll we'll they'll
        """.split()
    ),
    transitions=(),
    credits=(
        r"transcribed by https?://\S{1,80}",
        r"(?:subtitles?|captions?|transcri(?:pt|ption)) (?:by|provided by) .{0,60}",
        r"thanks? (?:you )?for watching[.!]*",
    ),
    months=(
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
    indefinite=indefinite,
    pluralised=pluralised,
    conjugated=conjugated,
    plurals=(("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("s", "")),
)
