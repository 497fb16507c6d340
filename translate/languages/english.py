"""English."""

import re

from translate.languages.language import Language

_SPELT = re.compile(r"[A-Z][A-Z0-9]*(?:s|[^a-z].*)?\Z")
_VOWEL_NAMES = frozenset("AEFHILMNORSX8")
_CONSONANT_SOUND = re.compile(r"(?:uni(?!n|m)|us(?!h)|ut[ei]|eu|ubi|ur[aeiou]|on(?:e|ce)\b|ufo)", re.IGNORECASE)
_VOWEL_SOUND = re.compile(r"(?:[aeiou8]|hour|hono|hones|heir|11\b|18\b|x-)", re.IGNORECASE)
_ACRONYM_WORDS = frozenset("DEVOPS JIRA JSON NATO NASA NAS RAM RAG ROM SAAS SCRUM LAN SAML SOC SOLID LAMP".split())
"""What is read as a word though it is written in capitals."""


def indefinite(word: str) -> str:
    """Return the article that a word takes: `an` before a vowel that is heard (`an SRE`, `a user`, `an hour`)."""
    if _SPELT.match(word) and word.rstrip("s") not in _ACRONYM_WORDS and word.upper() not in _ACRONYM_WORDS:
        return "an" if word[0] in _VOWEL_NAMES else "a"
    return "an" if _VOWEL_SOUND.match(word) and not _CONSONANT_SOUND.match(word) else "a"


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
    plurals=(("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("s", "")),
)
