"""A page saved as text, or any other text in lines: what is transcript, and what stands around it.

Headings (`Transcription`, `Chapters`, `Description`) cut a page into parts. Without a transcript's heading the whole
text is the transcript, save for lists of chapters and for a title before the first label.
"""

from collections import Counter
from collections.abc import Sequence

from translate.languages import Language
from translate.readers.copies import unite
from translate.readers.draft import Draft, Piece, Source
from translate.readers.furniture import is_furniture, is_title_like, survey
from translate.readers.layouts import Reading, read_lines
from translate.readers.lines import Line, lines
from translate.readers.sections import parts, transcript, unheaded

_MOST_TITLES = 3


def recognises(source: Source) -> bool:
    """Say whether the text has any letters: then it can be read as lines."""
    return any(letter.isalpha() for letter in source.text)


def read(source: Source) -> Draft:
    """Read a page or any other text in lines."""
    return read_page(tuple(lines(source.text)), source.language)


def read_page(page: Sequence[Line], language: Language, *, title: str | None = None) -> Draft:
    """Read lines as a page; `title` is what mark-up says it is called, where there is mark-up."""
    cut = parts([line for line in page if not line.furniture])
    headed = transcript(cut)
    blocks = [part.lines for part in headed] or [_untitled(unheaded(cut))]
    readings = [read_lines(block, language) for block in blocks if block]
    leads = [_spoken_lead(reading, language, headed=bool(headed)) for reading in readings]
    pieces, notes = unite(
        [
            (*(_lead_piece(line) for line in lead), *reading.pieces)
            for lead, reading in zip(leads, readings, strict=True)
        ]
    )
    spoken = {line.number for block in blocks for line in block}
    spoken -= {line.number for reading in readings for line in (*reading.lead, *reading.outside)}
    spoken |= {line.number for lead in leads for line in lead}
    around = survey([line for line in page if line.number not in spoken], cut, language, title)
    layouts = Counter(reading.layout for reading in readings)
    layout = layouts.most_common(1)[0][0] if layouts else "bare-lines"
    return Draft(
        layout="podcast-page" if headed or layout == "bullets" else layout,
        pieces=pieces,
        cues=all(reading.cues for reading in readings),
        title=around.title,
        date=around.date,
        duration_ms=around.duration_ms,
        chapters=around.chapters,
        notes=(*notes, *around.notes),
    )


def _untitled(block: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines without a Markdown title at their head; a heading that comes back is a label."""
    if block and block[0].mark.startswith("#") and all(line.text != block[0].text for line in block[1:]):
        return tuple(block[1:])
    return tuple(block)


def _spoken_lead(reading: Reading, language: Language, *, headed: bool) -> tuple[Line, ...]:
    """Return the lines before the first label that are speech: not a title, nor any of a page's head."""
    lead = reading.lead
    if not headed and (reading.layout == "bullets" or any(is_furniture(line, language) for line in lead)):
        return ()
    titles = 0
    while titles < min(len(lead), _MOST_TITLES) and is_title_like(lead[titles]):
        titles += 1
    return tuple(lead[titles:])


def _lead_piece(line: Line) -> Piece:
    return Piece(text=line.words, place=line.place)
