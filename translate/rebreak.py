"""A subtitle file's text as new cues within other limits, and what people should know of it.

The text is read as a transcript is, but in the order of its times, as players show it; speakers keep apart, and what a
reader repairs, drops or leaves out is noted. What gave way among the limits is told by what `conformity` finds.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate import clock, readers, retime
from translate.conformity import judge
from translate.cues import Cue, cut
from translate.episode import Note
from translate.findings import Finding, Severity
from translate.languages import language
from translate.presets import Preset
from translate.readers import subtitles
from translate.readers.markup import strip_tags
from translate.readers.srt import TIMES
from translate.sentences import cut as cut_sentences
from translate.times import shown
from translate.translation import TranslatedEpisode, Translation

_PLACES = 3
"""How many places of a fault are named before the rest is only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebroken:
    """The new cues, and what should be known of them."""

    cues: tuple[Cue, ...]
    notes: tuple[str, ...]


def rebroken(text: str, name: str, spoken: str, preset: Preset) -> Rebroken:
    """Return a subtitle file's text as cues within a preset; `spoken` is its language (ISO 639-1).

    Raises `InputError` for a file without words.
    """
    read = readers.read(text.encode(), name=name, language=spoken, by_time=True)
    wanted = language(spoken)
    texts = [turn.text for turn in read.turns]
    sentences = cut_sentences(texts, language=wanted, protected=[()] * len(texts), fits=lambda _: True)
    told = clock.tell(read, wanted)
    whole = TranslatedEpisode(
        episode=read,
        target_language=spoken,
        title=read.title,
        chapter_titles=tuple(chapter.title for chapter in read.chapters),
        translations=tuple(Translation(sentence=sentence, target="") for sentence in sentences),
        words=told.words,
        error_band_ms=told.error_band_ms,
        signature="",
    )
    cues = cut(retime.blocks(whole, "source"), preset, wanted)
    notes = (*map(_noted, read.notes), *unstyled(text), *_undashed(text, name), *gave_way(cues, preset))
    return Rebroken(cues=cues, notes=notes)


def gave_way(cues: Sequence[Cue], preset: Preset) -> Iterator[str]:
    """Yield, for each limit that cues do not keep, how many do not, where, and the first as an example."""
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in judge(cues, preset, episode=""):
        if finding.severity is not Severity.NOTE:
            found[finding.rule].append(finding)
    for rule, findings in found.items():
        at = [shown(finding.place.time_ms or 0) for finding in findings[:_PLACES]]
        more = f" and {len(findings) - _PLACES:,} more" if len(findings) > _PLACES else ""
        places = f"{', '.join(at)}{more}"
        yield f"{len(findings):,} of {len(cues):,} cues gave way ({rule}: {findings[0].message}): {places}"


def _noted(note: Note) -> str:
    """Return a reader's note as one line."""
    lost = f": {' / '.join(note.before.split(chr(10)))}" if note.before and not note.after else ""
    return f"{note.place}: {note.message}{lost}"


def _undashed(text: str, name: str) -> Iterator[str]:
    """Say how many cues told their speakers apart by dashes alone, if any."""
    pairs = sum(cue.second_speaker == "" for cue in subtitles.read(text.encode(), name=name).cues)
    if pairs:
        yield f"dashes without names in {pairs:,} of the cues: what each speaker says has cues of its own now"


def unstyled(text: str) -> Iterator[str]:
    """Say how many rows lost a style, a position or an inner time, if any."""
    rows = [row.strip() for row in text.split("\n")]
    styled = sum(
        strip_tags(row) != row if times is None else times.end() < len(row)
        for row, times in ((row, TIMES.match(row)) for row in rows)
    )
    if styled:
        yield f"styles, positions or inner times in {styled:,} of the rows: new cues do not keep them"
