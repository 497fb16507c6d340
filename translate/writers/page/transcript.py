"""The middle of the page: chapters, turns, and each sentence beside its translation."""

from collections.abc import Mapping, Sequence

from translate.translation import Doubt, Provenance, Status, TranslatedEpisode
from translate.writers.page.marks import marked_source, marked_target
from translate.writers.page.markup import clock, escaped, titled, tongue
from translate.writers.page.view import Block, Part, Row

_DOUBTS = {
    Doubt.REPETITION: "the translation repeats itself",
    Doubt.LENGTH_RATIO: "the translation is much longer or shorter than what was said",
    Doubt.UNTRANSLATED: "the translation looks like the original",
    Doubt.EMPTY: "there is no translation",
}
_APPROXIMATE = frozenset({Provenance.ANCHORED, Provenance.ESTIMATED})


def transcript(translated: TranslatedEpisode, parts: Sequence[Part], speakers: Mapping[str, str]) -> str:
    """Return all parts; `speakers` gives each speaker's style class."""
    source, target = tongue(translated.episode.language), tongue(translated.target_language)
    return "\n".join(_part(part, source, target, speakers) for part in parts)


def _part(part: Part, source: str, target: str, speakers: Mapping[str, str]) -> str:
    """Return a chapter with its heading; the opening's is for screen readers."""
    blocks = "\n".join(_block(block, source, target, speakers) for block in part.blocks)
    if part.chapter is None:
        heading, kind = "Opening", ' class="unseen"'
    else:
        heading, kind = titled(part.title, part.chapter.title, source, target), ""
    return (
        f'<section class="chapter" id="{part.anchor}" aria-labelledby="{part.anchor}-title">\n'
        f'<h2{kind} id="{part.anchor}-title">{heading}</h2>\n{blocks}\n</section>'
    )


def _block(block: Block, source: str, target: str, speakers: Mapping[str, str]) -> str:
    """Return a turn's rows under the name of who speaks."""
    speaker = block.turn.speaker
    colour = f" {speakers[speaker]}" if speaker is not None else ""
    heading = f"<h3>{escaped(speaker)}</h3>\n" if speaker is not None else ""
    inside = "\n".join(_row(row, source, target) for row in block.rows)
    return f'<div class="turn{colour}">\n{heading}<div class="sentences">\n{inside}\n</div></div>'


def _row(row: Row, source: str, target: str) -> str:
    """Return a sentence: its time as a link, the source, the target, and what to check in it."""
    check = " check" if row.to_check else ""
    approximate = " approximate" if row.time.provenance in _APPROXIMATE else ""
    return (
        f'<div class="sentence{check}" id="{row.anchor}" data-ms="{row.time.start_ms}">'
        f'<a class="time{approximate}" href="#{row.anchor}">{clock(row.time.start_ms)}</a>'
        f'<p class="source" {source}>{marked_source(row)}</p>'
        f'<p class="target" {target}>{marked_target(row.translation)}</p>'
        f"{_flags(row)}</div>"
    )


def _flags(row: Row) -> str:
    """Return what a reviewer should look at in a sentence, in words."""
    missed = [
        f"<li>Missed term: <em>{escaped(o.hit.form)}</em>, to be rendered as <em>{escaped(o.hit.term.target)}</em></li>"
        for o in row.translation.outcomes
        if o.status is Status.MISSED
    ]
    doubts = [f"<li>Doubt ({doubt}): {_DOUBTS[doubt]}</li>" for doubt in row.translation.doubts]
    misgivings = row.confidence.misgivings if row.confidence is not None else ()
    times = [f"<li>Doubt (time): {why}</li>" for why in misgivings]
    return f'<ul class="flags">{"".join((*missed, *doubts, *times))}</ul>' if row.to_check else ""
