"""The headings of a page in French or English, and the parts that they cut it into."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from translate.readers.chapters import read_chapters
from translate.readers.lines import Line


class Section(Enum):
    """What a heading announces."""

    TRANSCRIPT = "transcript"
    CHAPTERS = "chapters"
    OTHER = "other"


_HEADINGS = {
    Section.TRANSCRIPT: """transcription|transcriptions|transcript|transcripts|retranscription|verbatim|
        transcription complète|transcription intégrale|transcription de l'épisode|transcription automatique|
        la transcription|transcript complet|full transcript|full transcription|episode transcript|
        transcription écrite|texte intégral|read the transcript|lire la transcription""",
    Section.CHAPTERS: """chapters|chapter markers|episode chapters|chapitres|chapitrage|les chapitres|timecodes|
        timestamps|time codes|minutage|chapitres de l'épisode""",
    Section.OTHER: """description|share|partager|partage|embed|intégrer|you may also like|vous aimerez aussi|
        vous aimerez peut-être|vous aimerez peut-être aussi|show notes|shownotes|notes de l'épisode|
        commentaires|comments|à propos|about|épisodes similaires|related episodes|recommandations|
        s'abonner|subscribe|abonnez-vous|liens de l'épisode|autres épisodes|more episodes""",
}
_KINDS = {name.strip(): kind for kind, names in _HEADINGS.items() for name in names.split("|")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The lines under one heading; what stands before the first heading has none."""

    kind: Section | None
    heading: Line | None
    lines: tuple[Line, ...]


def parts(page: Sequence[Line]) -> tuple[Part, ...]:
    """Return a page cut at its headings; the parts and their headings hold every line."""
    cut: list[Part] = []
    kind: Section | None = None
    heading: Line | None = None
    current: list[Line] = []
    for line in page:
        found = _announced(line)
        if found is None:
            current.append(line)
            continue
        cut.append(Part(kind=kind, heading=heading, lines=tuple(current)))
        kind, heading, current = found, line, []
    return (*cut, Part(kind=kind, heading=heading, lines=tuple(current)))


def transcript(page: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts under a transcript's heading that hold any lines."""
    return tuple(part for part in page if part.kind is Section.TRANSCRIPT and part.lines)


def unheaded(page: Sequence[Part]) -> tuple[Line, ...]:
    """Return the lines of a text that has no transcript's heading: all but lists of chapters.

    Other headings are words here: nothing says that this is a page.
    """
    kept: list[Line] = []
    for part in page:
        if part.kind is Section.CHAPTERS and read_chapters(part.lines):
            continue
        if part.heading:
            kept.append(part.heading)
        kept += part.lines
    return tuple(kept)


def _announced(line: Line) -> Section | None:
    if line.indent or line.bullet or not line.apart or len(line.text) > 60:
        return None
    return _KINDS.get(line.text.strip(" :*_#\xa0").replace("’", "'").lower())
