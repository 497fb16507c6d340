"""Bilingual subtitles: the target's cues with what was said above them.

The target's cues stay as they are; the source's words are dealt out to them. Cues and sentences that hang together are
a *group*: its words go to its cues in order, each to the cue that is on screen when it is heard, but never to a cue of
other sentences, and rather to a place where a line may end. A cue has room for as many lines of the source as the
preset allows; where a group's words do not fit its cues, a long cue becomes two *pages*: the target stays on screen
while the source goes on. No word is lost, shown twice or moved before another.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from translate.blocks import Block
from translate.breaks import UNBREAKABLE, Break, breaks
from translate.cues import Cue, cut
from translate.episode import TimedSpan
from translate.labels import labels
from translate.languages import Language
from translate.presets import Preset
from translate.windows import BALANCE, LINE_BREAK

AWAY = 0.6
"""What a word costs that is shown with another cue than the one it is heard with."""
EMPTY = 6.0
"""What a page costs that shows no word of the source."""
NEAR = 4
"""How many words from the place that time tells a page may end for the sake of a better break."""
INSIDE_TERM = 1000.0
"""What a break inside a term or a name costs."""
SHORTEST_PAGE_MS = 300
"""Pages shorter than this have no gap between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilingual:
    """A cue of the target with the lines of the source that are shown above it; there may be none."""

    cue: Cue
    source_lines: tuple[str, ...]

    @property
    def stacked(self) -> Cue:
        """The cue as subtitles show it; where two speakers share it, dashes tell them and no voice is named."""
        shared = self.cue.second_speaker is not None
        lines = (*self.source_lines, *self.cue.lines)
        return replace(self.cue, lines=lines, speaker=None if shared else self.cue.speaker, second_speaker=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word of the source, or a part of one: its sentence and speaker's run, when it is heard, what a break costs.

    `whole` says that it is a word or the last part of one: a space follows it.
    """

    text: str
    whole: bool
    sentence: int
    run: int
    heard_ms: int
    price: float


class _Strip:
    """The words of a group in a row, and how far lines and pages of them reach."""

    def __init__(self, words: Sequence[_Word], preset: Preset) -> None:
        """Lay the words out."""
        self.words = words
        mixed = any(before.run != after.run for before, after in pairwise(words))
        self.dash = preset.dash if mixed else ""
        self.width = preset.cpl - len(self.dash)
        self.lines = preset.lines
        self._starts = list(accumulate((len(word.text) + word.whole for word in words), initial=0))
        self._ends = [start + len(word.text) for start, word in zip(self._starts, words, strict=False)]
        self._runs = [word.run for word in words]

    def after(self, first: int, label: int) -> int:
        """Return where a page that begins with a word ends at the latest; `label` is the room its label takes."""
        last = self._line_after(first, self.width - label)
        goes_on = self.lines > 1 and last < len(self.words) and (self.dash or self._runs[last] == self._runs[first])
        return self._line_after(last, self.width) if goes_on else last

    def before(self, last: int, label: int) -> int:
        """Return where a page that ends before a word begins at the earliest."""
        return bisect_left(range(last), True, key=lambda first: self.after(first, label) >= last)  # noqa: FBT003  # the key's value

    def _line_after(self, first: int, width: int) -> int:
        """Return where a line that begins with a word ends at the latest: it holds one run and at least one word."""
        if first >= len(self.words):
            return first
        last = bisect_right(self._ends, self._starts[first] + width)
        return max(min(last, bisect_right(self._runs, self._runs[first])), first + 1)

    def _line_before(self, last: int, width: int) -> int:
        """Return where a line that ends before a word begins at the earliest."""
        first = bisect_left(self._starts, self._ends[last - 1] - width)
        return min(max(first, bisect_left(self._runs, self._runs[last - 1])), last - 1)

    def shown(self, first: int, last: int, label: int) -> tuple[str, ...]:
        """Return the lines of a page."""
        if first == last:
            return ()
        shared = self._runs[first] != self._runs[last - 1]
        whole = self._line_after(first, self.width - label) >= last
        places = [first, last] if whole else [first, self._middle(first, last, label), last]
        dash = self.dash if shared else ""
        return tuple(
            dash + "".join(f"{word.text} " if word.whole else word.text for word in self.words[a:b]).rstrip(" ")
            for a, b in pairwise(places)
        )

    def _middle(self, first: int, last: int, label: int) -> int:
        """Return where the second of two lines begins."""
        latest = self._line_after(first, self.width - label)
        earliest = max(self._line_before(last, self.width), first + 1)

        def cost(middle: int) -> float:
            upper = self._ends[middle - 1] - self._starts[first] + label
            lower = self._ends[last - 1] - self._starts[middle]
            ratio = 1 - min(upper, lower) / max(upper, lower)
            return LINE_BREAK * self.words[middle - 1].price + BALANCE * (0.3 * ratio + 2 * max(0, ratio - 0.5))

        return min(range(earliest, max(latest, earliest) + 1), key=cost)


def bilingual(
    cues: Sequence[Cue], blocks: Sequence[Block], preset: Preset, language: Language
) -> tuple[Bilingual, ...]:
    """Return the target's cues with the source's words above them.

    `blocks` are the source's sentences, `preset` and `language` the source's. The source's lines are within the
    preset's number and length, with the cue's label before the first. An episode without cues shows the source alone.
    """
    if not cues:
        return tuple(
            Bilingual(cue=replace(cue, lines=()), source_lines=cue.lines) for cue in cut(blocks, preset, language)
        )
    made: list[Bilingual] = []
    names = labels((cue.speaker for cue in cues if cue.speaker), preset.cpl)
    for shown, said in _groups(cues, blocks):
        width = preset.cpl - len(preset.dash)
        lengths = (len(text) for block in said for text in block.text.split())
        longest = max((length for length in lengths if length <= width), default=0)
        beside = [replace(cue, label=_beside(cue, names, width - longest)) for cue in shown]
        strip = _Strip(list(_words(said, language, width - max(len(cue.label) for cue in beside))), preset)
        pages = _pages(beside, strip, preset)
        labelled = iter(cue.label for cue in shown if cue.label)
        for page, (first, last) in zip(pages, pairwise(_cuts(pages, strip)), strict=True):
            lines = strip.shown(first, last, len(page.label))
            label = next(labelled) if page.label else ""
            made.append(Bilingual(cue=page if lines else replace(page, label=label), source_lines=lines))
    return tuple(made)


def _beside(cue: Cue, names: Mapping[str, Sequence[str]], room: int) -> str:
    """Return a cue's label as it stands beside the source's words: the fullest that leaves them room, if one does."""
    forms = names.get(cue.speaker or "", (cue.label,))
    fitting = (form for form in forms if len(form) <= min(room, len(cue.label)))
    return next(fitting, forms[-1]) if cue.label else ""


def _groups(cues: Sequence[Cue], blocks: Sequence[Block]) -> Iterator[tuple[list[Cue], list[Block]]]:
    """Yield cues that share sentences, with those sentences and what was said before them and has no cue."""
    groups: list[list[Cue]] = []
    last = -1
    for cue in cues:
        if not groups or min(cue.sentences) > last:
            groups.append([])
        groups[-1].append(cue)
        last = max(last, *cue.sentences)
    done = 0
    for number, group in enumerate(groups, start=1):
        last = max(max(cue.sentences) for cue in group)
        end = len(blocks) if number == len(groups) else bisect_right(blocks, last, key=lambda block: block.sentence)
        yield group, list(blocks[done:end])
        done = end


def _words(blocks: Sequence[Block], language: Language, most: int) -> Iterator[_Word]:
    """Yield the words of blocks; one longer than `most` characters in parts."""
    voices = [(block.speaker, None if block.speaker else block.turn) for block in blocks]
    runs = [run for run, (_, group) in enumerate(groupby(voices)) for _ in group]
    for block, run in zip(blocks, runs, strict=True):
        forms = [block.text[word.start : word.end] for word in block.words]
        places = breaks(forms, language, frozenset({len(forms) - 1}))
        for word, place in _with_signs(block.words, places, most):
            form = block.text[word.start : word.end]
            sealed = any(start < word.end < end for start, end in block.protected)
            for start in range(0, len(form), most):
                yield _Word(
                    text=form[start : start + most],
                    whole=start + most >= len(form),
                    sentence=block.sentence,
                    run=run,
                    heard_ms=(word.start_ms + word.end_ms) // 2,
                    price=INSIDE_TERM if sealed else place.price,
                )


def _with_signs(words: Sequence[TimedSpan], places: Sequence[Break], most: int) -> list[tuple[TimedSpan, Break]]:
    """Return words with the signs that stand alone beside them (` ?`, `« `), where that is within `most` characters."""
    made: list[tuple[TimedSpan, Break]] = []
    for word, place in zip(words, places, strict=True):
        before, glue = made[-1] if made else (word, place)
        if made and glue.price >= UNBREAKABLE and word.end - before.start <= most:
            made[-1] = replace(word, start=before.start, start_ms=before.start_ms), place
        else:
            made.append((word, place))
    return made


def _pages(cues: Sequence[Cue], strip: _Strip, preset: Preset) -> list[Cue]:
    """Return the cues as pages: a cue each, and more for the longest ones where the words need them."""
    counts = [1] * len(cues)
    while True:
        pages = [page for cue, count in zip(cues, counts, strict=True) for page in _split(cue, count, preset)]
        reached = 0
        for page in pages:
            reached = strip.after(reached, len(page.label))
        if reached >= len(strip.words):
            return pages
        lengths = [(cue.end_ms - cue.start_ms) / count for cue, count in zip(cues, counts, strict=True)]
        counts[lengths.index(max(lengths))] += 1


def _split(cue: Cue, count: int, preset: Preset) -> Iterator[Cue]:
    """Yield a cue as so many pages of equal length with the preset's gap between them; the first has the label."""
    whole_ms = cue.end_ms - cue.start_ms
    gap_ms = preset.gap_ms if (whole_ms - (count - 1) * preset.gap_ms) // count >= SHORTEST_PAGE_MS else 0
    shown_ms = whole_ms - (count - 1) * gap_ms
    for number in range(count):
        yield replace(
            cue,
            start_ms=cue.start_ms + shown_ms * number // count + number * gap_ms,
            end_ms=cue.start_ms + shown_ms * (number + 1) // count + number * gap_ms,
            label="" if number else cue.label,
        )


def _cuts(pages: Sequence[Cue], strip: _Strip) -> list[int]:
    """Return where each page's words begin, and the end of the last one's; every page has room for its words."""
    earliest = [len(strip.words)]
    for page in reversed(pages):
        earliest.append(strip.before(earliest[-1], len(page.label)))
    earliest = earliest[::-1][1:]
    heard = [word.heard_ms for word in strip.words]
    sentences = [word.sentence for word in strip.words]
    cuts = [0]
    for (page, following), least in zip(pairwise(pages), earliest, strict=False):
        lowest, highest = max(least, cuts[-1]), strip.after(cuts[-1], len(page.label))
        wanted = bisect_left(heard, following.start_ms)
        own = range(bisect_left(sentences, min(following.sentences)), bisect_right(sentences, max(page.sentences)) + 1)
        wanted = min(max(wanted, own.start), own.stop - 1)
        near = range(max(lowest, own.start, wanted - NEAR), min(highest, own.stop - 1, wanted + NEAR) + 1)
        cuts.append(_best(near, wanted, cuts[-1], strip) if near else min(max(wanted, lowest), highest))
    return [*cuts, len(strip.words)]


def _best(places: range, wanted: int, before: int, strip: _Strip) -> int:
    """Return where to end a page: near the wanted place, after a word that may end one, and not where it begins."""

    def cost(place: int) -> float:
        price = strip.words[place - 1].price if place else 0.0
        return price + AWAY * abs(place - wanted) + EMPTY * (place == before or place == len(strip.words))

    return min(places, key=cost)
