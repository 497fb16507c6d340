"""How well subtitles obey a preset, ours or another tool's: in shares, and cue by cue as findings."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate.cues import Cue
from translate.findings import Finding, Place, Rule, found, numbered
from translate.presets import Preset
from translate.sentences import is_final

SHORT_WORD = 7
"""Characters, punctuation included, up to which a word that stands alone is an orphan."""

_DASHES = frozenset("-–—")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_DAMAGE = re.compile("\ufffd|[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ï»¿")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformity:
    """The share of cues (0 to 1; 1 where there are none) that obey each limit of a preset.

    The gap is counted over neighbours. Line length counts the speaker's label, reading speed does not.
    """

    cues: int
    within_cps: float
    within_cpl: float
    within_lines: float
    within_duration: float
    within_gap: float


def measure(cues: Sequence[Cue], preset: Preset) -> Conformity:
    """Measure cues, in order, against a preset."""
    return Conformity(
        cues=len(cues),
        within_cps=_share([characters_per_second(cue) <= preset.cap_cps for cue in cues]),
        within_cpl=_share([max(map(len, cue.written), default=0) <= preset.cpl for cue in cues]),
        within_lines=_share([len(cue.written) <= preset.lines for cue in cues]),
        within_duration=_share(
            [_shortest_ms(cue, preset) <= cue.end_ms - cue.start_ms <= preset.max_ms for cue in cues]
        ),
        within_gap=_share([after.start_ms - cue.end_ms >= preset.gap_ms for cue, after in pairwise(cues)]),
    )


def characters_per_second(cue: Cue) -> float:
    """Return a cue's reading speed; infinite for one that takes no time."""
    duration_ms = cue.end_ms - cue.start_ms
    return cue.characters * 1000 / duration_ms if duration_ms > 0 else float("inf")


def _shortest_ms(cue: Cue, preset: Preset) -> int:
    """Return how long a cue should be on screen at least; a sign that stands alone is no word."""
    return preset.shortest_ms(sum(any(c.isalnum() for c in word) for line in cue.lines for word in line.split()))


def judge(
    cues: Sequence[Cue],
    preset: Preset,
    *,
    episode: str,
    language: str = "",
    sources: Sequence[str] = (),
    terms: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Return what is wrong with cues, in the order of the file.

    `episode` and `language` say whose they are. `sources` are the spoken sentences by which the findings are known
    again, one per cue; without them, a cue's own text. A wording of `terms` may not be broken over lines or cues.
    """
    known = tuple(sources) or tuple(" ".join(cue.lines) for cue in cues)
    nths = numbered(("", source) for source in known)
    broken = _broken(cues, terms)
    made: list[Finding] = []
    for at, cue in enumerate(cues):
        before = cues[at - 1] if at else None
        place = Place(
            episode=episode,
            sentence=cue.sentences[0] if cue.sentences else None,
            cue=at,
            language=language,
            time_ms=cue.start_ms,
            speaker=cue.speaker,
        )
        target = "\n".join(cue.written)
        again: Counter[Rule] = Counter()
        for rule, message in (*_shape(cue, preset, before), *_timing(cue, preset, before), *broken[at]):
            again[rule] += 1
            part = f"cue {again[rule]}"  # apart from what is found in a file as a whole
            made.append(found(rule, place, message, source=known[at], target=target, nth=nths[at], part=part))
    return tuple(made)


def _shape(cue: Cue, preset: Preset, before: Cue | None) -> Iterator[tuple[Rule, str]]:
    """Yield what is wrong with a cue's text."""
    if not any(line.strip() for line in cue.lines):
        yield Rule.EMPTY_CUE, "the cue shows nothing"
        return
    longest = max(map(len, cue.written))
    if longest > preset.cpl:
        yield Rule.LINE_LENGTH, f"a line of {longest} characters ({preset.cpl} at most)"
    if len(cue.written) > preset.lines:
        yield Rule.LINE_COUNT, f"{len(cue.written)} lines ({preset.lines} at most)"
    if cue.second_speaker is not None and not preset.dash:
        yield Rule.MIXED_SPEAKERS, "two speakers share the cue, and the preset has no dashes"
    elif cue.second_speaker is not None and sum(line[:1] in _DASHES for line in cue.lines) < 2:
        yield Rule.MIXED_SPEAKERS, "two speakers share the cue without a line and a dash for each"
    damage = _DAMAGE.search(" ".join(cue.lines))
    if damage:
        yield Rule.ENCODING, f"{damage.group()!r} is damage: the letter was lost, or encoded twice"
    last = cue.lines[-1].strip()
    alone = " " not in last and len(last) <= SHORT_WORD
    if alone and cue.second_speaker is None and len(cue.lines) > 1:
        yield Rule.ORPHAN, f"{last!r} stands alone on the last line"
    elif alone and before is not None and before.speaker == cue.speaker and not is_final(" ".join(before.lines)):
        yield Rule.ORPHAN, f"{last!r} stands alone in a cue, though the sentence began in the one before"


def _timing(cue: Cue, preset: Preset, before: Cue | None) -> Iterator[tuple[Rule, str]]:
    """Yield what is wrong with a cue's times."""
    duration_ms = cue.end_ms - cue.start_ms
    speed = characters_per_second(cue)
    if duration_ms <= 0:
        yield Rule.ORDER, "the cue ends before it starts" if duration_ms else "the cue takes no time"
    elif duration_ms < (least_ms := _shortest_ms(cue, preset)):
        yield Rule.TOO_SHORT, f"{duration_ms / 1000:.3f} s on screen ({least_ms / 1000:g} s at least)"
    elif duration_ms > preset.max_ms:
        yield Rule.TOO_LONG, f"{duration_ms / 1000:.3f} s on screen ({preset.max_ms / 1000:g} s at most)"
    if duration_ms > 0 and speed > preset.cap_cps:
        yield Rule.READING_SPEED, f"{speed:.1f} characters a second ({preset.cap_cps:g} at most)"
    if before is None:
        return
    gap_ms = cue.start_ms - before.end_ms
    if cue.start_ms < before.start_ms:
        yield Rule.ORDER, f"it starts {(before.start_ms - cue.start_ms) / 1000:.3f} s before the cue above it"
    elif gap_ms < 0:
        yield Rule.OVERLAP, f"the cue before it is still there for {-gap_ms / 1000:.3f} s"
    elif gap_ms < preset.gap_ms:
        yield Rule.GAP, f"{gap_ms} ms after the cue before it ({preset.gap_ms} ms at least)"
    elif preset.gap_ms < gap_ms < preset.close_gap_ms:
        allowed = f"{preset.gap_ms or 'none'}, or {preset.close_gap_ms} ms at least"
        yield Rule.GAP, f"{gap_ms} ms after the cue before it ({allowed})"


def _broken(cues: Sequence[Cue], terms: Iterable[str]) -> defaultdict[int, list[tuple[Rule, str]]]:
    """Return, by the cue in which they begin, the terms that are broken over two lines or two cues."""
    wanted: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for term in terms:
        words = tuple(_WORD.findall(term.casefold()))
        if len(words) > 1:
            wanted[words[0]].add(words)
    said = [
        (word.casefold(), at, line)
        for at, cue in enumerate(cues)
        for line, text in enumerate(cue.lines)
        for word in _WORD.findall(text)
    ]
    made: defaultdict[int, list[tuple[Rule, str]]] = defaultdict(list)
    for first, (word, at, line) in enumerate(said):
        for words in sorted(wanted.get(word, ())):
            there = said[first : first + len(words)]
            if tuple(one for one, _, _ in there) == words and there[-1][1:] != (at, line):
                where = "lines" if there[-1][1] == at else "cues"
                made[at].append((Rule.BROKEN_TERM, f"{' '.join(words)!r} is broken over two {where}"))
    return made


def _share(held: Sequence[bool]) -> float:
    """Return the share of what holds; 1 where there is nothing to hold."""
    return sum(held) / len(held) if held else 1.0
