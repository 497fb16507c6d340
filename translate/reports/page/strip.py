"""An episode at a glance: a strip with who speaks when, chapters, cues, reading speed, and how sure the times are.

Each lane is a drawing as wide as the page, with places in percent, so that it needs no script and no scale of its own
on a phone; what stands beside it is text.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from translate.conformity import characters_per_second
from translate.cues import Cue
from translate.findings import Severity
from translate.reports.page.sections import Entries, Kept, Section, lines
from translate.reports.page.shown import SURE, Shown
from translate.reports.totals import Totals
from translate.translation import TranslatedEpisode
from translate.writers.page.markup import clock, escaped, quoted

STRIPS = 100
"""Strips that a season's page has; the others are in their episodes' reports."""
SPEAKERS = 8
"""Lanes of speakers; those who speak least share the last one."""
BARS = 100
"""Bars of a lane of a long episode; a short one has fewer, each of `BAR_MS` at least."""
BAR_MS = 6_000
_LEAST_BAR = 0.04
"""The height of the bar of what is not believed at all, so that it is seen."""
_STEPS_MS = tuple(minutes * 60_000 for minutes in (1, 2, 5, 10, 15, 20, 30, 60))
_OTHERS = "others"


class Strips:
    """The strips; of several episodes, each under its title."""

    def __init__(self, kept: Kept, whole: Totals) -> None:
        """Make room for as many as there are episodes."""
        self._spoken = whole.spoken
        self._drawn = Entries(kept)

    def add(self, one: Shown) -> None:
        """Draw an episode."""
        translated = one.subject.translated
        if translated is not None and one.rows and len(self._drawn) < STRIPS:
            title = f'<h3 class="strip-title">{escaped(one.subject.title)}</h3>\n' if self._spoken > 1 else ""
            self._drawn.add(f"{title}{_strip(one, translated)}")

    def sections(self) -> Iterator[Section]:
        """Yield the section; nothing where nothing is said."""
        if not self._spoken:
            return
        more = self._spoken - len(self._drawn)
        rest = [f"<p>and {more} more, each in the report in its episode's folder</p>"] if more else []
        yield Section(name="strip", title="At a glance", content=lines(chain(self._drawn, rest)))


def _strip(one: Shown, translated: TranslatedEpisode) -> str:
    """Return an episode's strip."""
    cues = one.subject.cues
    whole_ms = max(translated.episode.duration_ms or 0, *(row.time.end_ms for row in one.rows), 1)
    whole_ms = max(whole_ms, *(cue.end_ms for cue in cues), 1) if cues else whole_ms
    lanes = [
        ("Chapters", "", _chapters(translated, whole_ms)),
        *_speakers(one, whole_ms),
        ("Cues a minute", "tall", _density(cues, whole_ms)),
        ("Characters a second", "tall", _speed(cues, one.subject.preset.cap_cps, whole_ms)),
        ("Origin of times", "", _certainty(one, whole_ms)),
        ("Confidence of times", "tall", _confidence(one, whole_ms)),
        ("To look at", "", _marks(one, whole_ms)),
        ("", "axis", _axis(whole_ms)),
    ]
    drawn = "\n".join(
        f'<dt>{escaped(name)}</dt><dd><svg class="{kind or "lane"}" role="img" aria-label="{quoted(name or "Time")}">'
        f"{''.join(shapes)}</svg></dd>"
        for name, kind, shapes in lanes
        if shapes
    )
    return f'<dl class="strip">\n{drawn}\n</dl>\n{_legend(one)}'


def _bar(start: float, end: float, kind: str, title: str, y: float = 0, height: float = 100) -> str:
    """Return a rectangle; all figures in percent, `title` for a pointer and a screen reader."""
    told = f"<title>{escaped(title)}</title>" if title else ""
    return (
        f'<rect class="{kind}" x="{start:.3f}%" width="{max(end - start, 0.05):.3f}%" y="{y:.1f}%"'
        f' height="{height:.1f}%">{told}</rect>'
    )


def _chapters(translated: TranslatedEpisode, whole_ms: int) -> list[str]:
    """Return the chapters, shaded in turn."""
    starts = [chapter.start_ms for chapter in translated.episode.chapters]
    titles = translated.chapter_titles
    ends = [*starts[1:], whole_ms][: len(starts)]
    return [
        _bar(100 * start / whole_ms, 100 * end / whole_ms, f"chapter-{at % 2}", f"{clock(start)} {title}")
        for at, (start, end, title) in enumerate(zip(starts, ends, titles, strict=True))
    ]


def _speakers(one: Shown, whole_ms: int) -> Iterator[tuple[str, str, list[str]]]:
    """Yield a lane per speaker, those who speak most first."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for _, group in groupby(one.rows, key=lambda row: row.translation.sentence.turn):
        inside = list(group)
        turn = one.turn(inside[0])
        name = turn.speaker if turn is not None and turn.speaker else "–"
        spans.setdefault(name, []).append((inside[0].time.start_ms, inside[-1].time.end_ms))
    order = sorted(spans, key=lambda name: -sum(end - start for start, end in spans[name]))
    lanes = [(name, [name]) for name in order]
    if len(order) > SPEAKERS:
        lanes = [*lanes[: SPEAKERS - 1], (_OTHERS, order[SPEAKERS - 1 :])]
    for label, names in lanes:
        yield (
            label,
            "",
            [
                _bar(
                    100 * start / whole_ms,
                    100 * end / whole_ms,
                    f"turn {one.speakers.get(name, '')}",
                    f"{clock(start)} {name}",
                )
                for name in names
                for start, end in spans[name]
            ],
        )


def _density(cues: Sequence[Cue], whole_ms: int) -> list[str]:
    """Return bars of how many cues start in each part of the episode, as a rate per minute."""
    bars = _bar_count(whole_ms)
    counts = [0] * bars
    for cue in cues:
        counts[min(bars - 1, cue.start_ms * bars // whole_ms)] += 1
    rates = [count * 60_000 * bars / whole_ms for count in counts]
    return _bars(rates, max(rates, default=0), "density", "cues a minute", whole_ms)


def _speed(cues: Sequence[Cue], cap: float, whole_ms: int) -> list[str]:
    """Return bars of the mean reading speed in each part, and the line of the preset's limit."""
    count = _bar_count(whole_ms)
    read = [[0, 0] for _ in range(count)]
    fast = [False] * count
    for cue in cues:
        part = min(count - 1, cue.start_ms * count // whole_ms)
        read[part][0] += cue.characters
        read[part][1] += max(0, cue.end_ms - cue.start_ms)
        fast[part] |= characters_per_second(cue) > cap
    speeds = [1000 * characters / shown_ms if shown_ms else 0.0 for characters, shown_ms in read]
    top = max(*speeds, cap * 1.1)
    bars = _bars(speeds, top, "speed", "characters a second", whole_ms, marked=fast)
    height = 100 - 100 * cap / top
    return [*bars, f'<line class="cap" x1="0" x2="100%" y1="{height:.1f}%" y2="{height:.1f}%"/>'] if cues else []


def _bar_count(whole_ms: int) -> int:
    return max(1, min(BARS, whole_ms // BAR_MS))


def _bars(
    values: Sequence[float], top: float, kind: str, unit: str, whole_ms: int, marked: Sequence[bool] = ()
) -> list[str]:
    """Return a bar per part of the episode, as high as its value is of the highest."""
    return [
        _bar(
            100 * part / len(values),
            100 * (part + 0.8) / len(values),
            f"{kind} over" if marked and marked[part] else kind,
            f"{clock(whole_ms * part // len(values))}: {value:.1f} {unit}",
            y=100 - 100 * value / top,
            height=100 * value / top,
        )
        for part, value in enumerate(values)
        if value > 0
    ]


def _certainty(one: Shown, whole_ms: int) -> list[str]:
    """Return the stretches whose times have one origin."""
    bars = []
    for provenance, group in groupby(one.rows, key=lambda row: row.time.provenance):
        inside = list(group)
        start, end = inside[0].time.start_ms, inside[-1].time.end_ms
        bars.append(
            _bar(
                100 * start / whole_ms,
                100 * end / whole_ms,
                f"times-{provenance}",
                f"{clock(start)}: {SURE[provenance]}",
            )
        )
    return bars


def _confidence(one: Shown, whole_ms: int) -> list[str]:
    """Return bars of how far the times in each part can be believed, as far as that is known; doubts are marked."""
    count = _bar_count(whole_ms)
    scores: list[list[float]] = [[] for _ in range(count)]
    doubted = [False] * count
    for row in one.rows:
        if row.confidence is not None:
            first, last = (min(count - 1, ms * count // whole_ms) for ms in (row.time.start_ms, row.time.end_ms))
            for part in range(first, last + 1):
                scores[part].append(row.confidence.score)
                doubted[part] |= bool(row.confidence.misgivings)
    means = [max(sum(inside) / len(inside), _LEAST_BAR) if inside else 0.0 for inside in scores]
    return _bars(means, 1, "trust", "of 1", whole_ms, marked=doubted)


def _marks(one: Shown, whole_ms: int) -> list[str]:
    """Return a mark per error and warning, errors last so that they are seen."""
    order = [Severity.WARNING, Severity.ERROR]
    found = [f for f in one.subject.findings if f.severity in order and f.place.time_ms is not None]
    return [
        _bar(
            100 * (finding.place.time_ms or 0) / whole_ms - 0.1,
            100 * (finding.place.time_ms or 0) / whole_ms + 0.1,
            f"mark-{finding.severity}",
            f"{clock(finding.place.time_ms or 0)} {finding.rule}: {finding.message}",
        )
        for finding in sorted(found, key=lambda finding: order.index(finding.severity))
    ]


def _axis(whole_ms: int) -> list[str]:
    """Return the times below the strip, at most six of them."""
    step = next(
        (step for step in _STEPS_MS if whole_ms / step <= 6), _STEPS_MS[-1] * max(1, whole_ms // 21_600_000 + 1)
    )
    return [
        f'<line class="tick" x1="{100 * at / whole_ms:.2f}%" x2="{100 * at / whole_ms:.2f}%" y1="0" y2="4"/>'
        f'<text x="{100 * at / whole_ms:.2f}%" y="1.1em"{_anchor(at, whole_ms)}>{clock(at)}</text>'
        for at in range(0, whole_ms + 1, step)
    ]


def _anchor(at: int, whole_ms: int) -> str:
    """Return how a time is set beside its tick, so that none is cut off at an end."""
    if at == 0:
        return ""
    return ' text-anchor="end"' if at > 0.95 * whole_ms else ' text-anchor="middle"'


def _legend(one: Shown) -> str:
    """Return what the colours of the strip mean."""
    origins = dict.fromkeys(row.time.provenance for row in one.rows)
    times = "".join(f'<li><span class="key times-{origin}"></span>times {SURE[origin]}</li>' for origin in origins)
    cap = f"{one.subject.preset.cap_cps:g}"
    timed = any(row.confidence is not None for row in one.rows)
    doubt = '<li><span class="key over"></span>a sentence whose time is in doubt</li>' if timed else ""
    return (
        f'<ul class="legend">{times}<li><span class="key over"></span>a cue above {cap} characters a second</li>{doubt}'
        '<li><span class="key mark-error"></span>error</li><li><span class="key mark-warning"></span>warning</li></ul>'
    )
