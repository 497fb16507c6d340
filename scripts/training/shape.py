"""The shapes that a network can have, by name."""

from dataclasses import dataclass

POSITIONS = 512
"""The most tokens of a sentence, as in every Marian checkpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A Marian transformer: `pieces` counts the whole vocabulary, `<pad>` (the last) included."""

    width: int
    inner: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    pieces: int
    activation: str = "relu"

    @property
    def pad(self) -> int:
        """The id of `<pad>`."""
        return self.pieces - 1


SHAPES = {
    "nano": Shape(width=64, inner=256, heads=4, encoder_layers=2, decoder_layers=1, pieces=308),
    "tiny": Shape(width=256, inner=1024, heads=4, encoder_layers=6, decoder_layers=2, pieces=8000),
    "small": Shape(width=384, inner=1536, heads=6, encoder_layers=6, decoder_layers=2, pieces=16000),
    "base": Shape(width=512, inner=2048, heads=8, encoder_layers=6, decoder_layers=2, pieces=16000),
}
"""`nano` is for rehearsals. The others have 8.9, 22 and 36 million parameters: 18, 44 and 72 MB in half precision."""
