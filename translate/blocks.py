"""A sentence with its word times, ready to be cut into subtitles."""

from dataclasses import dataclass

from translate.episode import TimedSpan
from translate.translation import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One sentence of one speaker.

    `text` is single-spaced, and `words` are its space-separated words in order, with the times at which they are heard
    (an empty text has none). `sentence` is an index into the episode's translations, `turn` into its turns. No subtitle
    may break inside a span of `protected` (terms, names), given as half-open positions in `text`.
    """

    text: str
    words: tuple[TimedSpan, ...]
    speaker: str | None
    sentence: int
    turn: int
    provenance: Provenance
    protected: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse words that are not the text's: the cutter shows words, so a character outside them would be lost."""
        if " ".join(self.text[word.start : word.end] for word in self.words) != self.text:
            raise ValueError(f"the words do not tile the text of sentence {self.sentence}: {self.text!r}")
