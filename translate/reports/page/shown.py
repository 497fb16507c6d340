"""A subject as the page shows it: its rows, and links from it into the episode's own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from translate.episode import Turn
from translate.findings import Place
from translate.reports.subject import Subject
from translate.translation import Provenance
from translate.writers.page.markup import clock, escaped, tongue
from translate.writers.page.view import Row, rows, speaker_classes

PAGE = "transcript.html"
SURE = {
    Provenance.GIVEN: "given by the transcript",
    Provenance.SEGMENT: "inside the transcript's segments",
    Provenance.ALIGNED: "found in the recording",
    Provenance.ANCHORED: "estimated between marks",
    Provenance.ESTIMATED: "estimated from the length alone",
}
"""Where times are from, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A subject with the rows of its transcript (none for a subtitle file) and its speakers' style classes."""

    subject: Subject
    rows: tuple[Row, ...]
    speakers: Mapping[str, str]

    @property
    def tongues(self) -> tuple[str, str]:
        """The attributes of what is said and of what was made of it: their languages."""
        translated = self.subject.translated
        return (tongue(translated.episode.language), tongue(translated.target_language)) if translated else ("", "")

    def turn(self, row: Row) -> Turn | None:
        """Return the turn of a row."""
        translated = self.subject.translated
        return translated.episode.turns[row.translation.sentence.turn] if translated is not None else None

    def link(self, row: Row, text: str) -> str:
        """Return a link to a sentence in the episode's page."""
        folder = f"{quote(self.subject.path, safe='/.')}/" if self.subject.path else ""
        return f'<a class="time" href="{folder}{PAGE}#{row.anchor}">{escaped(text)}</a>'

    def time(self, place: Place) -> str:
        """Return when a finding's place is heard, as a link where there is a page."""
        told = clock(place.time_ms) if place.time_ms is not None else "–"
        if place.sentence is not None and place.sentence < len(self.rows):
            return self.link(self.rows[place.sentence], told)
        return f'<span class="time">{told}</span>'

    def name(self, speaker: str | None) -> str:
        """Return a speaker's name in the speaker's colour; nothing where nobody is named."""
        if not speaker:
            return ""
        return f'<b class="name {self.speakers.get(speaker, "")}">{escaped(speaker)}</b>'


def shown(subject: Subject) -> Shown:
    """Return a subject ready to be shown."""
    translated = subject.translated
    if translated is None:
        return Shown(subject=subject, rows=(), speakers={})
    return Shown(subject=subject, rows=rows(translated), speakers=speaker_classes(translated.episode.turns))
