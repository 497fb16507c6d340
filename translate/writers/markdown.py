"""The bilingual transcript in Markdown, to read in an editor or on a forge.

A chapter is a heading, a turn a line with its speaker and time, then a paragraph of the translation and, quoted under
it, the same sentences in the source; a long turn is several such pairs. Terms are bold on both sides, a missed one is
in italics in the source. Only what Markdown would take for mark-up is escaped: the text reads well in an editor.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from translate.translation import Status, TranslatedEpisode
from translate.writers.page.markup import clock, span
from translate.writers.page.view import Block, Part, Row, parts, rows

PAIR_CHARACTERS = 500
"""How long the translation in a paragraph grows before the source gets its turn."""

_INLINE = re.compile(r"[\\`*_\[\]~$]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|:(?=[\w+-]+:)")
_OPENERS = re.compile(r"[#+=>-]|\d{1,9}[.)]")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff]")
_Mark = tuple[int, int, str]


def render(translated: TranslatedEpisode) -> str:
    """Return the transcript."""
    made = rows(translated)
    paragraphs = [f"# {_heading(translated.title or translated.episode.title)}", _metadata(translated)]
    for part in parts(translated, made):
        paragraphs += _part(part)
    paragraphs.append(f"Made by {_code(translated.signature)}")
    return "\n\n".join(paragraphs) + "\n"


def _metadata(translated: TranslatedEpisode) -> str:
    """Return what is known of the episode, as a list."""
    episode = translated.episode
    known = [
        ("Original title", _escaped(episode.title) if episode.title != translated.title else ""),
        ("Date", _escaped(episode.date or "")),
        ("Duration", clock(episode.duration_ms) if episode.duration_ms is not None else ""),
        ("Languages", f"{_escaped(episode.language)} → {_escaped(translated.target_language)}"),
        ("Times", f"may be off by about {span(translated.error_band_ms)}" if translated.error_band_ms else ""),
        ("Terms", "**in bold**; those that the translation missed *in italics*" if _has_terms(translated) else ""),
    ]
    return "\n".join(f"- {name}: {text}" for name, text in known if text)


def _has_terms(translated: TranslatedEpisode) -> bool:
    return any(translation.outcomes for translation in translated.translations)


def _part(part: Part) -> Iterator[str]:
    """Yield the paragraphs of a chapter."""
    if part.chapter is not None:
        yield f"## {clock(part.chapter.start_ms)} · {_heading(part.title or part.chapter.title)}"
        original = _escaped(part.chapter.title)
        if original and part.chapter.title != part.title:
            yield f"> {_guarded(original)}"
    for block in part.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    """Yield the paragraphs of a turn."""
    speaker = _escaped(block.turn.speaker or "")
    yield " · ".join(filter(None, (f"**{speaker}**" if speaker else "", clock(block.rows[0].time.start_ms))))
    for pair in _pairs(block.rows):
        target = " ".join(filter(None, map(_target, pair)))
        source = " ".join(filter(None, map(_source, pair)))
        if target:
            yield _guarded(target)
        if source:
            yield f"> {_guarded(source)}"


def _pairs(inside: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield sentences in groups, each as long as a paragraph that is easily compared."""
    group: list[Row] = []
    for row in inside:
        group.append(row)
        if sum(len(one.translation.target) for one in group) >= PAIR_CHARACTERS:
            yield group
            group = []
    if group:
        yield group


def _target(row: Row) -> str:
    """Return a translation with its terms in bold and its doubts after it."""
    marks = [(o.start, o.end, "**") for o in row.translation.outcomes if o.status is not Status.MISSED]
    doubts = f"*(doubtful: {', '.join(row.doubts)})*" if row.doubts else ""
    return " ".join(filter(None, (_marked(row.translation.target, marks), doubts)))


def _source(row: Row) -> str:
    """Return a sentence of the source with its terms in bold, or in italics where they were missed."""
    outcomes = row.translation.outcomes
    places = [row.source.to_corrected(o.hit.start, o.hit.end) for o in outcomes]
    return _marked(
        row.source.text,
        [
            (*place, "*" if outcome.status is Status.MISSED else "**")
            for place, outcome in zip(places, outcomes, strict=True)
        ],
    )


def _marked(text: str, marks: Iterable[_Mark]) -> str:
    """Return a text with its marks; one that overlaps another, or that Markdown would not see as one, is left out."""
    pieces: list[str] = []
    done = 0
    for start, end, mark in sorted(marks):
        if start < done or not _emphasises(text, start, end) or (pieces and start == done):
            continue
        pieces += (_inline(text[done:start]), mark, _inline(text[start:end]), mark)
        done = end
    return "".join((*pieces, _inline(text[done:]))).strip()


def _emphasises(text: str, start: int, end: int) -> bool:
    """Say whether Markdown takes asterisks around a span for emphasis: not at a space, nor between a letter and a sign.

    See "left-flanking delimiter run" in CommonMark.
    """
    inside = text[start:end]
    if not inside or not inside.isprintable() or inside != inside.strip():
        return False
    free = all(
        not beside or beside.isspace() or beside in "'’(\"«»,.;:!?)"
        for beside in (text[:start][-1:], text[end : end + 1])
    )
    return free or (inside[0].isalnum() and inside[-1].isalnum())


def _heading(text: str) -> str:
    """Return a text as a heading, whose last `#` would be taken for its end."""
    return _escaped(text).replace("#", "\\#") or "…"


def _escaped(text: str) -> str:
    """Return a text on one line in which nothing is mark-up, but for what only counts at a line's start."""
    return _inline(text).strip()


def _inline(text: str) -> str:
    """Return a text on one line, its ends as they are, in which nothing is mark-up inside a paragraph."""
    return _INLINE.sub(r"\\\g<0>", re.sub(r"\s+", " ", _HIDDEN.sub("", text)))


def _guarded(line: str) -> str:
    """Return a paragraph whose beginning is not taken for a heading, a list, a quote or a rule."""
    opener = _OPENERS.match(line)
    return f"{line[: opener.end() - 1]}\\{line[opener.end() - 1 :]}" if opener else line


def _code(text: str) -> str:
    """Return a text as code."""
    return f"`{' '.join(text.replace('`', chr(39)).split())}`"
