"""One line that says what made an output: versions, model, glossary, options.

A signature holds no date and no path, so that the same inputs give the same bytes.
"""

from dataclasses import dataclass

from translate import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The parts of a signature, each a token without spaces."""

    engine: str
    glossary: str
    decoding: str
    source: str
    target: str

    def __str__(self) -> str:
        """Return the line, such as `glossub/0.1.0 marian:... glossary:... beam=4 fr-en`."""
        return f"glossub/{__version__} {self.engine} {self.glossary} {self.decoding} {self.source}-{self.target}"
