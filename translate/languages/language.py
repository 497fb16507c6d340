"""The value that a language module fills."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language's helps, as data. Words are in lower case.

    `elisions` are the letters before an apostrophe that belong to the word before it (`l`, `qu`). `abbreviations` are
    words whose full stop ends no sentence (without the stop). `clause_openers` are where a long unpunctuated stretch
    may be cut, before them, the strongest first. The word classes (`conjunctions` includes relatives, `auxiliaries`
    includes negations) price the breaks of subtitles. What follows one of `plural_determiners` is more than one,
    whatever its form. `transitions` are regular expressions of phrases with which a
    host opens a chapter, `credits` of lines that recognisers invent. `months` are the names of the months, January
    first. `letters` are the letters beyond a-z, in lower case. `plurals` are regular plural endings as (plural,
    singular), the surest first. `conjugations` are the endings of regular verbs as (ending, that of the infinitive),
    for verbs that dictionaries lack (*merger*, *forker*). `enclitics` are the small words that a hyphen hangs on
    another word (`ce sprint-là`). `sounds` rewrite small letters as they sound, as (regular expression, letters), in
    order, for comparing by ear. `unlisted` is a regular expression of small-lettered words that are the language's
    though dictionaries lack them. `registers` are cues for glossaries, by the part of life that they tell of.
    `indefinite` gives the indefinite article for the word that follows it, where that depends on the word; `pluralised`
    puts a noun in the plural, `conjugated` a verb in the form that another word has.
    """

    code: str
    name: str
    helps: bool = True
    elisions: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    clause_openers: tuple[str, ...] = ()
    conjunctions: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    plural_determiners: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    transitions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    letters: str = ""
    plurals: tuple[tuple[str, str], ...] = ()
    conjugations: tuple[tuple[str, str], ...] = ()
    enclitics: frozenset[str] = frozenset()
    sounds: tuple[tuple[str, str], ...] = ()
    unlisted: str = r"(?!)"
    registers: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    indefinite: Callable[[str], str] | None = None
    pluralised: Callable[[str], str] | None = None
    conjugated: Callable[[str, str], str] | None = None
