"""Which words a language has, and their dictionary forms: the one place that asks simplemma."""

from functools import lru_cache

import simplemma


@lru_cache(maxsize=1 << 16)
def is_known(word: str, code: str) -> bool:
    """Say whether the dictionary of a language (ISO 639-1) has a word; where there is no dictionary, it has none."""
    try:
        return bool(simplemma.is_known(word, lang=code))
    except ValueError:
        return False


@lru_cache(maxsize=1 << 16)
def lemma(word: str, code: str) -> str:
    """Return a word's dictionary form, or the word itself where the dictionary has none."""
    try:
        return str(simplemma.lemmatize(word, lang=code))
    except ValueError:
        return word
