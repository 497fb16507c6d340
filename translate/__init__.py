"""Glossub: English subtitles and a bilingual transcript from a French tech podcast, the vocabulary under control."""

__version__ = "0.1.0"
