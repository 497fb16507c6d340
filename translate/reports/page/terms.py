"""The terms of a report: a table of what became of each, how consistent it is, and where it was said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from translate.consistency import Consistency, Quadrant
from translate.reports.page.shown import Shown
from translate.translation import Outcome, Status
from translate.writers.page.marks import marked_source, marked_target
from translate.writers.page.markup import anchor, clock, escaped, quoted, tongue
from translate.writers.page.view import Row, parts

PLACES = 100
"""Places of a term in the concordance, above which only those that were missed are shown; the table has them all."""
WARM = 40
"""Rows of the heat map that are not folded away."""
SLICES = 8
"""Columns of the heat map of an episode without chapters."""
_TITLES = {
    Quadrant.RIGHT: "Right and consistent",
    Quadrant.MIXED: "Mixed, but allowed",
    Quadrant.WRONG: "Consistent, but wrong",
    Quadrant.MIXED_WRONG: "Mixed and wrong",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A hit where it is shown: its subject, its row, and what became of it."""

    one: Shown
    row: Row
    outcome: Outcome


Places = Mapping[str, Sequence[Said]]
"""The hits of each term, by its id."""


def places(subjects: Iterable[Shown]) -> Places:
    """Return the hits of each term, in order."""
    found: dict[str, list[Said]] = {}
    for one in subjects:
        for row in one.rows:
            for outcome in row.translation.outcomes:
                found.setdefault(outcome.hit.term.id, []).append(Said(one=one, row=row, outcome=outcome))
    return found


def table(measured: Sequence[Consistency], found: Places) -> str:
    """Return the table of terms: those that were missed most first, then the most frequent."""
    entries = "\n".join(_entry(one, found[one.term.id]) for one in _ordered(measured, found))
    heads = "".join(
        f'<th scope="col"{kind}>{name}</th>'
        for name, kind in (
            ("Term", ""), ("Rendering asked for", ""), ("Hits", ' class="number"'), ("Kept", ' class="number"'),
            ("Repaired", ' class="number"'), ("Missed", ' class="number"'), ("Renderings found", ""),
            ("Decided by", ""), ("Consistency", ' class="number"'), ("Herfindahl", ' class="number"'),
        )
    )  # fmt: skip
    return (
        '<section aria-labelledby="terms-title">\n<h2 id="terms-title">Terms</h2>\n'
        '<p class="meaning">A term leads to all its places. Consistency is the share of the most frequent allowed '
        "rendering; the Herfindahl index is 1 where there is one rendering.</p>\n"
        f'<div class="scroll" tabindex="0" role="region" aria-label="Table of terms">\n<table class="terms">\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{entries}\n</tbody>\n</table>\n</div>\n</section>"
    )


def _entry(one: Consistency, said: Sequence[Said]) -> str:
    """Return a term's row of the table."""
    term = one.term
    languages = _languages(said)
    counted = Counter(place.outcome.status for place in said)
    numbers = "".join(
        f'<td class="number{f" {status}-count" if counted[status] else " none"}">{counted[status]}</td>'
        for status in Status
    )
    found = ", ".join(
        f"{escaped(r.text) or '<i>nothing</i>'} <small>{r.count}</small>" if r.right else
        f'<span class="wrong">{escaped(r.text) or "nothing"}</span> <small>{r.count}</small>'
        for r in one.renderings
    )  # fmt: skip
    tiers = Counter(place.outcome.tier for place in said if place.outcome.tier)
    decided = ", ".join(f"{escaped(tier)} <small>{count}</small>" for tier, count in tiers.most_common())
    return (
        f'<tr><th scope="row"><a href="#{anchor("term", term.id)}" {languages[0]}>{escaped(term.source)}</a></th>'
        f'<td {languages[1]}>{escaped(term.target)}</td><td class="number">{one.hits}</td>{numbers}'
        f'<td {languages[1]}>{found}</td><td>{decided}</td><td class="number">{_share(one.predefined)}</td>'
        f'<td class="number">{_share(one.herfindahl)}</td></tr>'
    )


def quadrants(measured: Sequence[Consistency]) -> str:
    """Return the four cases, with the terms of each that has two hits or more."""
    cells = []
    for quadrant, title in _TITLES.items():
        inside = [one for one in measured if one.hits > 1 and one.quadrant is quadrant]
        links = " ".join(
            f'<li><a href="#{anchor("term", one.term.id)}">{escaped(one.term.source)}</a> '
            f"<small>{one.hits}</small></li>"
            for one in sorted(inside, key=lambda one: -one.hits)
        )
        cells.append(
            f'<div class="quadrant"><h3>{title} <span class="count">{len(inside)}</span></h3>'
            f"{f'<ul>{links}</ul>' if links else '<p>none</p>'}</div>"
        )
    return (
        '<section aria-labelledby="consistency-title">\n<h2 id="consistency-title">Consistency</h2>\n'
        '<p class="meaning">Terms with two hits or more.</p>\n'
        f'<div class="quadrants">\n{"".join(cells)}\n</div>\n</section>'
    )


def heat(subjects: Sequence[Shown], measured: Sequence[Consistency], found: Places) -> str:
    """Return the map of terms and episodes; of one episode, terms and its chapters."""
    columns, column_of = _columns(subjects)
    ordered = _ordered(measured, found)
    most = max((one.hits for one in measured), default=1)
    rows = [_heat_row(one, found[one.term.id], len(columns), column_of, most) for one in ordered]
    what = "Terms by episode" if len(subjects) > 1 else "Terms through the episode"
    more = len(rows) - WARM
    rest = _heat_table(columns, rows[WARM:], what)
    folded = f'<details class="group">\n<summary>{more} more terms</summary>\n{rest}</details>'
    return (
        f'<section aria-labelledby="heat-title">\n<h2 id="heat-title">{what}</h2>\n'
        '<p class="meaning">Hits of each term: the stronger the colour, the more. Missed ones are counted apart.</p>\n'
        f"{_heat_table(columns, rows[:WARM], what)}{folded if more > 0 else ''}\n</section>"
    )


def _heat_table(columns: Sequence[str], rows: Sequence[str], what: str) -> str:
    """Return some rows of the map as a table."""
    heads = "".join(f'<th scope="col"><span title="{quoted(name)}">{escaped(name)}</span></th>' for name in columns)
    body = "\n".join(rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{what}">\n<table class="heat">\n'
        f"<thead><tr><td></td>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>\n"
    )


def _heat_row(
    one: Consistency, said: Sequence[Said], width: int, column_of: Mapping[tuple[str, str], int], most: int
) -> str:
    """Return a term's row of the map."""
    counts, missed = [0] * width, [0] * width
    for place in said:
        column = column_of[place.one.subject.id, place.row.anchor]
        counts[column] += 1
        missed[column] += place.outcome.status is Status.MISSED
    cells = "".join(
        f'<td class="heat-{_level(count, most)}{" lost" if lost else ""}">{count or ""}'
        f"{f' <small>{lost} missed</small>' if lost else ''}</td>"
        for count, lost in zip(counts, missed, strict=True)
    )
    return (
        f'<tr><th scope="row"><a href="#{anchor("term", one.term.id)}">{escaped(one.term.source)}</a></th>{cells}</tr>'
    )


def _columns(subjects: Sequence[Shown]) -> tuple[list[str], dict[tuple[str, str], int]]:
    """Return the map's columns, and in which of them each row of each subject is."""
    if len(subjects) > 1:
        names = [one.subject.title for one in subjects]
        return names, {(one.subject.id, row.anchor): at for at, one in enumerate(subjects) for row in one.rows}
    [one] = subjects
    translated = one.subject.translated
    under = parts(translated, one.rows) if translated is not None else ()
    if len(under) > 1:
        names = [part.title or "Opening" for part in under]
        inside = ((row.anchor, at) for at, part in enumerate(under) for block in part.blocks for row in block.rows)
    else:
        end_ms = max((row.time.end_ms for row in one.rows), default=1) or 1
        names = [f"from {clock(end_ms * at // SLICES)}" for at in range(SLICES)]
        inside = ((row.anchor, min(SLICES - 1, row.time.start_ms * SLICES // end_ms)) for row in one.rows)
    return names, {(one.subject.id, anchored): at for anchored, at in inside}


def concordance(measured: Sequence[Consistency], found: Places) -> str:
    """Return every place of every term, in both languages, with its time and its speaker."""
    ordered = sorted(measured, key=lambda one: one.term.source.casefold())
    entries = "\n".join(_places(one, found[one.term.id]) for one in ordered)
    return (
        '<section aria-labelledby="concordance-title">\n<h2 id="concordance-title">Concordance</h2>\n'
        f"{entries}\n</section>"
    )


def _places(one: Consistency, said: Sequence[Said]) -> str:
    """Return a term's entry of the concordance."""
    source, target = _languages(said)
    several = len({place.one.subject.id for place in said}) > 1
    near = [place for at, place in enumerate(said) if at < PLACES or place.outcome.status is Status.MISSED]
    entries = "\n".join(_place(place, source, target, several=several) for place in near)
    more = f"\n<li>and {len(said) - len(near)} more, in the table (TSV)</li>" if len(near) < len(said) else ""
    note = f'<p class="meaning">{escaped(one.term.note)}</p>' if one.term.note else ""
    forbidden = ", ".join(map(escaped, one.term.forbidden))
    never = f'<p class="meaning">Forbidden: <span {target}>{forbidden}</span></p>' if forbidden else ""
    name = f"<span {source}>{escaped(one.term.source)}</span> → <span {target}>{escaped(one.term.target)}</span>"
    return (
        f'<details class="group">\n<summary>{name} <span class="count">{one.hits}</span></summary>\n{note}{never}'
        f'<ol class="found" id="{anchor("term", one.term.id)}">\n{entries}{more}\n</ol>\n</details>'
    )


def _place(place: Said, source: str, target: str, *, several: bool) -> str:
    """Return a place of the concordance."""
    row, one = place.row, place.one
    turn = one.turn(row)
    name = one.name(turn.speaker if turn is not None else None)
    episode = f'<span class="episode">{escaped(one.subject.id)}</span>' if several else ""
    head = " ".join(filter(None, (one.link(row, clock(row.time.start_ms)), name, episode)))
    outcome = place.outcome
    became = f"{outcome.status}{f' ({escaped(outcome.tier)})' if outcome.tier else ''}"
    return (
        f'<li><div class="where">{head} <span class="{outcome.status}">{became}</span></div><div class="what">'
        f'<p class="source" {source}>{marked_source(row)}</p>'
        f'<p class="target" {target}>{marked_target(row.translation)}</p></div></li>'
    )


def _languages(said: Sequence[Said]) -> tuple[str, str]:
    """Return the attributes of the two languages of a term's places."""
    translated = said[0].one.subject.translated
    return (tongue(translated.episode.language), tongue(translated.target_language)) if translated else ("", "")


def _ordered(measured: Sequence[Consistency], found: Places) -> list[Consistency]:
    """Return terms in order: those that were missed most, then the most frequent."""
    return sorted(
        measured, key=lambda one: (-_count(found[one.term.id], Status.MISSED), -one.hits, one.term.source.casefold())
    )


def _count(said: Sequence[Said], status: Status) -> int:
    return sum(place.outcome.status is status for place in said)


def _level(count: int, most: int) -> int:
    """Return a shade from 0 (none) to 4, on a scale that lets small counts be told apart."""
    return ceil(4 * sqrt(count / most)) if count else 0


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"
