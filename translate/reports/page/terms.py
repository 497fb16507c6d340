"""The terms of a report: a table of what became of each, how consistent it is, and where it was said."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil, sqrt

from translate.consistency import Consistency, Quadrant
from translate.reports.page.sections import Entries, Kept, Section, cut, group, lines
from translate.reports.page.shown import Shown
from translate.reports.totals import Totals
from translate.translation import Outcome, Status
from translate.writers.page.marks import marked_source, marked_target
from translate.writers.page.markup import anchor, clock, escaped, quoted
from translate.writers.page.view import Row, parts

PLACES = 100
"""Places of a term in the concordance, above which only those that were missed are shown; the table has them all."""
MOST = 500
"""Places of a term that are shown, those that were missed among them."""
WARM = 40
"""Rows of the heat map that are not folded away."""
SLICES = 8
"""Columns of the heat map of an episode without chapters."""
COLUMNS = 60
"""Columns of the heat map of a season, at most: of a longer one, each has several episodes."""
_TITLES = {
    Quadrant.RIGHT: "Right and consistent",
    Quadrant.MIXED: "Mixed, but allowed",
    Quadrant.WRONG: "Consistent, but wrong",
    Quadrant.MIXED_WRONG: "Mixed and wrong",
}


class Terms:
    """What became of the terms: the table, the heat map, the four cases, the concordance."""

    def __init__(self, kept: Kept, whole: Totals) -> None:
        """Make room for the terms that were counted."""
        self._whole = whole
        self._map = _Map(whole)
        self._places = {one.term.id: Entries(kept) for one in whole.terms}
        self._hits: Counter[str] = Counter()
        self._tongues: dict[str, tuple[str, str]] = {}

    def add(self, one: Shown) -> None:
        """Take the hits of an episode in."""
        if one.rows:
            self._map.add(one)
        for row in one.rows:
            for outcome in row.translation.outcomes:
                term = outcome.hit.term.id
                tongues = self._tongues.setdefault(term, one.tongues)
                places = self._places[term]
                near = self._hits[term] < PLACES or outcome.status is Status.MISSED
                if near and len(places) < MOST:
                    places.add(_place(one, row, outcome, tongues, several=self._whole.spoken > 1))
                self._hits[term] += 1

    def sections(self) -> Iterator[Section]:
        """Yield the sections; none where no term was said."""
        if not self._whole.terms:
            return
        ordered = sorted(self._whole.terms, key=lambda one: (-self._missed(one), -one.hits, one.term.source.casefold()))
        yield Section(name="terms", title="Terms", content=self._table(ordered))
        yield Section(name="heat", title=self._map.title, content=self._map.render(ordered))
        yield Section(name="consistency", title="Consistency", content=_quadrants(self._whole.terms))
        by_name = sorted(self._whole.terms, key=lambda one: one.term.source.casefold())
        concordance = lines("".join(self._concordance(one)) for one in by_name)
        yield Section(name="concordance", title="Concordance", content=concordance)

    def _missed(self, one: Consistency) -> int:
        return self._whole.statuses[one.term.id][Status.MISSED]

    def _table(self, ordered: Sequence[Consistency]) -> Iterator[str]:
        """Yield the table of terms: those that were missed most first, then the most frequent."""
        heads = "".join(
            f'<th scope="col"{kind}>{name}</th>'
            for name, kind in (
                ("Term", ""), ("Rendering asked for", ""), ("Hits", ' class="number"'), ("Kept", ' class="number"'),
                ("Repaired", ' class="number"'), ("Missed", ' class="number"'), ("Renderings found", ""),
                ("Decided by", ""), ("Consistency", ' class="number"'), ("Herfindahl", ' class="number"'),
            )
        )  # fmt: skip
        yield (
            '<p class="meaning">A term leads to all its places. Consistency is the share of the most frequent allowed '
            "rendering; the Herfindahl index is 1 where there is one rendering.</p>\n"
            '<div class="scroll" tabindex="0" role="region" aria-label="Table of terms">\n<table class="terms">\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        )
        yield from lines(map(self._row, ordered))
        yield "\n</tbody>\n</table>\n</div>"

    def _row(self, one: Consistency) -> str:
        """Return a term's row of the table."""
        term = one.term
        source, target = self._tongues[term.id]
        counted = self._whole.statuses[term.id]
        numbers = "".join(
            f'<td class="number{f" {status}-count" if counted[status] else " none"}">{counted[status]}</td>'
            for status in Status
        )
        found = ", ".join(
            f"{escaped(r.text) or '<i>nothing</i>'} <small>{r.count}</small>" if r.right else
            f'<span class="wrong">{escaped(r.text) or "nothing"}</span> <small>{r.count}</small>'
            for r in one.renderings
        )  # fmt: skip
        tiers = self._whole.tiers[term.id].most_common()
        decided = ", ".join(f"{escaped(tier)} <small>{count}</small>" for tier, count in tiers)
        return (
            f'<tr><th scope="row"><a href="#{anchor("term", term.id)}" {source}>{escaped(term.source)}</a></th>'
            f'<td {target}>{escaped(term.target)}</td><td class="number">{one.hits}</td>{numbers}'
            f'<td {target}>{found}</td><td>{decided}</td><td class="number">{_share(one.predefined)}</td>'
            f'<td class="number">{_share(one.herfindahl)}</td></tr>'
        )

    def _concordance(self, one: Consistency) -> Iterator[str]:
        """Yield a term's entry of the concordance: its places in both languages, with time and speaker."""
        source, target = self._tongues[one.term.id]
        note = f'<p class="meaning">{escaped(one.term.note)}</p>' if one.term.note else ""
        forbidden = ", ".join(map(escaped, one.term.forbidden))
        never = f'<p class="meaning">Forbidden: <span {target}>{forbidden}</span></p>' if forbidden else ""
        name = f"<span {source}>{escaped(one.term.source)}</span> → <span {target}>{escaped(one.term.target)}</span>"
        return group(
            f'{name} <span class="count">{one.hits}</span>',
            cut(self._places[one.term.id], one.hits, "table (TSV)"),
            said=f"{note}{never}",
            listed=f'class="found" id="{anchor("term", one.term.id)}"',
        )


class _Map:
    """The map of terms and episodes; of one episode, terms and its chapters."""

    def __init__(self, whole: Totals) -> None:
        """Make room; of a season, a column has as many episodes as it takes to need no more than `COLUMNS`."""
        self._season = whole.spoken > 1
        self._each = ceil(whole.spoken / COLUMNS)
        self._most = max((one.hits for one in whole.terms), default=1)
        self._titles: list[str] = []
        self._columns: list[str] = []
        self._counts: Counter[tuple[str, int]] = Counter()
        self._missed: Counter[tuple[str, int]] = Counter()

    @property
    def title(self) -> str:
        """What the map shows."""
        return "Terms by episode" if self._season else "Terms through the episode"

    def add(self, one: Shown) -> None:
        """Take the hits of an episode in."""
        column_of: dict[str, int] = {}
        if self._season:
            column = len(self._titles) // self._each
            self._titles.append(one.subject.title)
        else:
            self._columns, column_of = _columns(one)
        for row in one.rows:
            for outcome in row.translation.outcomes:
                key = outcome.hit.term.id, column if self._season else column_of[row.anchor]
                self._counts[key] += 1
                self._missed[key] += outcome.status is Status.MISSED

    def render(self, ordered: Sequence[Consistency]) -> Iterator[str]:
        """Yield the map."""
        yield (
            '<p class="meaning">Hits of each term: the stronger the colour, the more. Missed ones are counted apart.'
            "</p>\n"
        )
        starts = range(0, len(self._titles), self._each)
        columns = self._columns or [_span(self._titles[start : start + self._each]) for start in starts]
        yield from self._table(columns, ordered[:WARM])
        if len(ordered) > WARM:
            yield f'<details class="group">\n<summary>{len(ordered) - WARM} more terms</summary>\n'
            yield from self._table(columns, ordered[WARM:])
            yield "</details>"

    def _table(self, columns: Sequence[str], measured: Sequence[Consistency]) -> Iterator[str]:
        """Yield some rows of the map as a table."""
        heads = "".join(f'<th scope="col"><span title="{quoted(name)}">{escaped(name)}</span></th>' for name in columns)
        yield (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{self.title}">\n<table class="heat">\n'
            f"<thead><tr><td></td>{heads}</tr></thead>\n<tbody>\n"
        )
        yield from lines(self._row(one, len(columns)) for one in measured)
        yield "\n</tbody>\n</table>\n</div>\n"

    def _row(self, one: Consistency, width: int) -> str:
        """Return a term's row of the map."""
        term = one.term
        counts = [(self._counts[term.id, column], self._missed[term.id, column]) for column in range(width)]
        cells = "".join(
            f'<td class="heat-{_level(count, self._most)}{" lost" if lost else ""}">{count or ""}'
            f"{f' <small>{lost} missed</small>' if lost else ''}</td>"
            for count, lost in counts
        )
        name = f'<a href="#{anchor("term", term.id)}">{escaped(term.source)}</a>'
        return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _span(titles: Sequence[str]) -> str:
    """Return the name of a column with some episodes."""
    return titles[0] if len(titles) == 1 else f"{titles[0]} – {titles[-1]}"


def _columns(one: Shown) -> tuple[list[str], dict[str, int]]:
    """Return the columns of an episode's map, and in which of them each row is, by its anchor."""
    translated = one.subject.translated
    under = parts(translated, one.rows) if translated is not None else ()
    if len(under) > 1:
        inside = ((row.anchor, at) for at, part in enumerate(under) for block in part.blocks for row in block.rows)
        return [part.title or "Opening" for part in under], dict(inside)
    end_ms = max((row.time.end_ms for row in one.rows), default=1) or 1
    names = [f"from {clock(end_ms * at // SLICES)}" for at in range(SLICES)]
    return names, {row.anchor: min(SLICES - 1, row.time.start_ms * SLICES // end_ms) for row in one.rows}


def _quadrants(measured: Sequence[Consistency]) -> Iterator[str]:
    """Yield the four cases, with the terms of each that has two hits or more."""
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
    yield f'<p class="meaning">Terms with two hits or more.</p>\n<div class="quadrants">\n{"".join(cells)}\n</div>'


def _place(one: Shown, row: Row, outcome: Outcome, tongues: tuple[str, str], *, several: bool) -> str:
    """Return a place of the concordance; of several episodes, it says in which it is."""
    turn = one.turn(row)
    name = one.name(turn.speaker if turn is not None else None)
    episode = f'<span class="episode">{escaped(one.subject.id)}</span>' if several else ""
    head = " ".join(filter(None, (one.link(row, clock(row.time.start_ms)), name, episode)))
    became = f"{outcome.status}{f' ({escaped(outcome.tier)})' if outcome.tier else ''}"
    return (
        f'<li><div class="where">{head} <span class="{outcome.status}">{became}</span></div><div class="what">'
        f'<p class="source" {tongues[0]}>{marked_source(row)}</p>'
        f'<p class="target" {tongues[1]}>{marked_target(row.translation)}</p></div></li>'
    )


def _level(count: int, most: int) -> int:
    """Return a shade from 0 (none) to 4, on a scale that lets small counts be told apart."""
    return ceil(4 * sqrt(count / most)) if count else 0


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"
