"""What stands around a transcript: title, duration, date and chapters are taken, the rest is noted as left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.episode import Chapter, Note, NoteKind
from translate.languages import Language
from translate.readers.chapters import described_chapters, read_chapters
from translate.readers.lines import Line
from translate.readers.sections import Part, Section
from translate.readers.stamps import metadata

_BUTTONS = frozenset(
    (
        "play|pause|share|embed|partager|intégrer|écouter|lecture|listen|download|télécharger|undefined cover|suivre|"
        "s'abonner|subscribe|follow|you may also like|vous aimerez aussi|description|transcription|transcript|"
        "chapters|chapitres"
    ).split("|")
)
_COVER = re.compile(r"(?P<title>.+) cover")
_TITLE_LINE = re.compile(r"(?:titre|title|[ée]pisode)\s?:\s+(?P<title>\S.*)", re.IGNORECASE)
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """The metadata of a page and the notes of where it stood and what was left out."""

    title: str | None = None
    date: str | None = None
    duration_ms: int | None = None
    chapters: tuple[Chapter, ...] = ()
    notes: tuple[Note, ...] = ()


def is_furniture(line: Line, language: Language) -> bool:
    """Say whether a line is one that only a page has: a button, a cover's name, a duration and a date."""
    text = line.text.lower()
    return text in _BUTTONS or text.endswith(" cover") or metadata(line.text, language.months) is not None


def is_title_like(line: Line) -> bool:
    """Say whether a line may be a title: short, and not ended as a sentence is."""
    return len(line.text) <= _LONGEST_TITLE and line.text[-1] not in ".!?…,;:" and not line.text[0].islower()


def survey(left_out: Sequence[Line], page: Sequence[Part], language: Language, title: str | None) -> Furniture:
    """Return the metadata of the lines that are no transcript; `title` is what the page's mark-up says, if any."""
    lists = [part.lines for part in page if part.kind is Section.CHAPTERS]
    chapters, listed = _chapters(lists, left_out)
    rest = [line for line in left_out if line.number not in listed]
    fields = [(line, found) for line in rest if (found := metadata(line.text, language.months))]
    title_line, title = _title(rest, fields[0][0] if fields else None, language, title)
    duration_ms = next((duration for _, (duration, _) in fields if duration is not None), None)
    notes: list[Note] = []
    if title:
        notes.append(_metadata("the title was read", title_line, title))
    if fields:
        notes.append(_metadata("the duration or the date was read", fields[0][0], fields[0][0].text))
    if chapters:
        notes.append(_metadata(f"{len(chapters)} chapters were read", None, ""))
    inside, outside = _within(chapters, duration_ms)
    if outside:
        notes.append(_outside(outside))
    if rest:
        notes.append(_left_out(rest))
    return Furniture(
        title=title,
        date=next((date for _, (_, date) in fields if date is not None), None),
        duration_ms=duration_ms,
        chapters=inside,
        notes=tuple(notes),
    )


def _chapters(lists: Sequence[Sequence[Line]], left_out: Sequence[Line]) -> tuple[tuple[Chapter, ...], frozenset[int]]:
    """Return the longest list of chapters and the numbers of the lines that say the same."""
    readings = [(read_chapters(lines), lines) for lines in lists]
    best = max((chapters for chapters, _ in readings), key=len, default=())
    if not best:
        return described_chapters(left_out), frozenset()
    said = {line.number for chapters, lines in readings if set(chapters) <= set(best) and chapters for line in lines}
    return best, frozenset(said)


def _title(
    lines: Sequence[Line], fields: Line | None, language: Language, marked: str | None
) -> tuple[Line | None, str | None]:
    """Return the title and its line: named so, above the duration, in the mark-up, a heading, a cover, a first line."""
    plain = [line for line in lines if not is_furniture(line, language)]
    for line in plain:
        if found := _TITLE_LINE.fullmatch(line.text):
            return line, found["title"]
    if fields:
        above = [line for line in plain if line.number < fields.number and is_title_like(line)]
        if above:
            return above[-1], above[-1].text
    if marked:
        return None, marked
    for line in plain:
        if line.mark.startswith("#"):
            return line, line.text
    for line in lines:
        if (cover := _COVER.fullmatch(line.text)) and cover["title"] != "undefined":
            return line, cover["title"]
    first = plain[0] if plain and plain[0] is lines[0] and is_title_like(plain[0]) else None
    return first, first.text if first else None


def _within(chapters: Sequence[Chapter], duration_ms: int | None) -> tuple[tuple[Chapter, ...], tuple[Chapter, ...]]:
    """Return the chapters inside the episode and those after its end; a duration is often cut to the minute."""
    if duration_ms is None:
        return tuple(chapters), ()
    end_ms = duration_ms + 60_000
    return (
        tuple(chapter for chapter in chapters if chapter.start_ms < end_ms),
        tuple(chapter for chapter in chapters if chapter.start_ms >= end_ms),
    )


def _metadata(message: str, line: Line | None, before: str) -> Note:
    return Note(kind=NoteKind.METADATA, place=line.place if line else "the page", message=message, before=before)


def _outside(chapters: Sequence[Chapter]) -> Note:
    told = " · ".join(f"{chapter.title} ({chapter.start_ms // 1000} s)" for chapter in chapters)
    message = "chapters after the episode's end were left out"
    return Note(kind=NoteKind.TIMING, place="the chapters", message=message, before=told)


def _left_out(lines: Sequence[Line]) -> Note:
    """Return one note for all lines that are no speech, each told once."""
    distinct = dict.fromkeys(line.words for line in lines)
    runs: list[list[int]] = []
    for number in (line.number for line in lines):
        if runs and number - runs[-1][1] <= 3:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    place = ", ".join(f"{first}-{last}" if first < last else f"{first}" for first, last in runs[:8])
    return Note(
        kind=NoteKind.CHROME,
        place=f"lines {place}{' ...' if len(runs) > 8 else ''}",
        message=f"{len(lines)} lines around the transcript were left out",
        before="\n".join(distinct),
    )
