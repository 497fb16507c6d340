"""Who may be a speaker: evidence over the whole file, since one line cannot tell `Alors : voilà` from `Anna : voilà`.

Names are short, capitalised, few, and come back. A word of grammar (`Donc`) is never a name; a word that opens remarks
(`Note`, `Résultat`) or that the dictionary has is one only if it comes back or if every paragraph has a label.
An emoji in a label stays in the name as typed, but says nothing for or against it.
"""

import re
from collections import Counter
from collections.abc import Iterable

from translate.languages import Language
from translate.languages.lexicon import is_known

_EMOJI = (
    r"\u2300-\u23ff\u2600-\u2668\u2670-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u20e3\ufe0f\u200d\U000e0020-\U000e007f"
)
_PICTURES = re.compile(rf"\(?[{_EMOJI}]+\)?")

NAME = rf"(?:[{_EMOJI}]+ ?)?[^\W_][\w.'’\-&#\ufffd{_EMOJI}]*(?: \(?[\w.'’\-&#/\ufffd{_EMOJI}]+\)?){{0,5}}"
"""What a label may look like, before evidence; at most six words, and an emoji before them."""

LONGEST = 48
"""Characters of a label."""

_PARTICLES = frozenset("de du des d la le l van von der den da di dos e et and y & del della ben bin al el".split())
_REMARKS = frozenset(
    """
    note notes nota nb ps exemple exemples attention résultat résultats bilan conclusion rappel remarque définition
    objectif objectifs problème solution source sources lien liens conseil astuce question questions réponse spoiler
    disclaimer avantage inconvénient avantages inconvénients moralité verdict idée constat contexte morale
    result results example warning conclusion reminder remark definition goal problem links tip answer
    http https ftp mailto www
    """.split()
)
_CALLS = frozenset(
    """
    merci bonjour bonsoir salut bravo bienvenue oui non ok okay bon bien alors désolé pardon pareil idem merde
    thanks thank hello hi hey welcome yes no well so sorry
    """.split()
)
_ENDS_SENTENCE = re.compile(r"(?:[^\W\d_]{2}|\.)\.\Z|[-'’]\Z")
_ELIDED = re.compile(r"^[dl]['’]")
_ROLE = re.compile(
    r"(?:speaker|spk|intervenante?|locuteur|locutrice|interviewer|invitée?|animateur|animatrice|host|guest|"
    r"voix(?:[ -]off)?|voice)[ _]?\d*",
    re.IGNORECASE,
)


def looks_like_name(text: str, language: Language) -> bool:
    """Say whether a text has the shape of a name: short, capitalised, no sentence, not a word of grammar."""
    if not 0 < len(text) <= LONGEST or not re.fullmatch(NAME, text):
        return False
    text = _plain(text)
    if not text or _ENDS_SENTENCE.search(text):
        return False
    if _ROLE.fullmatch(text):
        return True
    if (
        text[0].isdigit()
        or not _capital(text[0])
        or text.lower() in _grammar(language)
        or _opens_clause(text, language)
    ):
        return False
    words = [word.lstrip("(") for word in re.split(r"[ \-]", text) if word.lstrip("(")]
    capitals = sum(_capital(_ELIDED.sub("", word)[:1]) or word.lower() in _PARTICLES for word in words)
    return capitals >= len(words) - (len(words) > 2)


def accepted(
    candidates: Iterable[str], paragraphs: int, language: Language, *, lead: int = 0, certain: bool = False
) -> frozenset[str]:
    """Return the candidates that are speakers, given how many paragraphs the text has.

    `candidates` holds one entry for each label found; `lead` of the paragraphs stand before the first. `certain` says
    that the mark-up itself sets labels apart (a time beside the name, bold, a bullet): a name need not come back.
    """
    found = Counter(candidates)
    counts = Counter({name: count for name, count in found.items() if looks_like_name(name, language)})
    plain = Counter({name: count for name, count in counts.items() if _plain(name).lower() not in _REMARKS})
    if certain:
        return frozenset(plain)
    covered = plain.total() / max(paragraphs, 1)
    enough = covered >= 0.6 or (plain.total() > 1 and covered >= 0.4 and plain.total() >= 0.6 * (paragraphs - lead))
    if enough and len(plain) <= max(3, plain.total() * 0.6 + 1):
        return frozenset(plain)
    recurring = {name for name, count in plain.items() if count > 1 and (covered > 0.1 or count > 2)}
    # A name that is a word too (Marie, Pierre) counts where it labels much, or often among speakers who are certain.
    among_speakers = sum(not _is_word(name, language) for name in recurring) >= 2
    recurring = {
        name
        for name in recurring
        if not _is_word(name, language)
        or counts[name] / max(paragraphs, 1) > 0.15
        or (among_speakers and counts[name] > 2)
    }
    if not recurring or (len(recurring) == 1 and covered < 0.5):
        return frozenset()
    once = {name for name, count in plain.items() if count == 1 and not _is_word(name, language)}
    return frozenset(recurring | once)


def _plain(name: str) -> str:
    """Return a label without its emoji."""
    return " ".join(_PICTURES.sub(" ", name).split()) if not name.isascii() else name


def _capital(letter: str) -> bool:
    return bool(letter) and (
        letter.isupper() or letter.isdigit() or letter == "\ufffd" or not (letter.islower() or letter in "'’")
    )


def _grammar(language: Language) -> frozenset[str]:
    return (
        language.conjunctions
        | language.prepositions
        | language.pronouns
        | language.determiners
        | language.auxiliaries
        | frozenset(language.clause_openers)
    )


def _opens_clause(text: str, language: Language) -> bool:
    """Say whether a text has a greeting or, if of several words, one of grammar: `Merci Inès`, `Et là`."""
    words = text.lower().split(" ")
    return not _CALLS.isdisjoint(words) or (
        len(words) > 1 and not (_grammar(language) | _REMARKS).isdisjoint(set(words) - _PARTICLES)
    )


def _is_word(name: str, language: Language) -> bool:
    """Say whether a one-word name is a common word of the language, as `Bilan` is."""
    name = _plain(name)
    return " " not in name and not _ROLE.fullmatch(name) and is_known(name.lower(), language.code)
