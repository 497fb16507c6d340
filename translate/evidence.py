"""Where something stands in an episode, as a person is told of it."""

from dataclasses import dataclass

from translate.findings import spoken
from translate.translation import TranslatedEpisode, sentence_times


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A place: the episode, its translation (0 first), when it is heard, who says it, and the sentence."""

    episode: str
    sentence: int
    time_ms: int
    speaker: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """An episode, and when each of its sentences is heard."""

    translated: TranslatedEpisode
    times_ms: tuple[int, ...]

    @classmethod
    def of(cls, translated: TranslatedEpisode) -> "Witness":
        """Look an episode's times up."""
        return cls(translated=translated, times_ms=tuple(time.start_ms for time in sentence_times(translated)))

    def evidence(self, at: int, start: int) -> Evidence:
        """Return the place of a translation (0 first), with the sentence at `start` of its turn's text."""
        turn = self.translated.episode.turns[self.translated.translations[at].sentence.turn]
        return Evidence(
            episode=self.translated.episode.id,
            sentence=at,
            time_ms=self.times_ms[at],
            speaker=turn.speaker,
            text=spoken(turn.text, start),
        )
