"""What is bound to one language, one module each; any other language runs without these helps and says so."""

from importlib import import_module

from translate.languages.language import Language

_MODULES = {"fr": "french", "en": "english"}


def language(code: str) -> Language:
    """Return what is known of a language (ISO 639-1); without a module, an empty one whose `helps` is false."""
    name = _MODULES.get(code)
    if name is None:
        return Language(code=code, name=code, helps=False)
    found: Language = import_module(f"translate.languages.{name}").LANGUAGE
    return found


__all__ = ["Language", "language"]
