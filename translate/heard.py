"""Word times from outside a transcript, put onto its turns.

What an aligner or a recogniser heard replaces the times that the transcript has; words that it did not hear lie between
those that it did. An aligner that knows the text hears what is said: what it did not find has no better time than text
between marks, but for some words close between two others that have the time to be said there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from translate import clock
from translate.clock import CHARACTERS_PER_SECOND, Clock
from translate.episode import Episode, TimedSpan
from translate.languages import language
from translate.syncs import Sync
from translate.translation import Provenance, WordTime

ALIGNED_BAND_MS = 300
"""What to expect of human speech from our aligner (ms, median): nobody has timed people yet, so this is a promise that
errs on the safe side; on synthetic speech it is a tenth."""
_CLOSE_MS = 3_000
_FASTEST = 2 * CHARACTERS_PER_SECOND
"""Nobody speaks faster (characters a second)."""


def tell(
    episode: Episode,
    found: Iterable[tuple[int, TimedSpan]],
    *,
    provenance: Provenance,
    duration_ms: int | None = None,
    syncs: Sequence[Sync] = (),
) -> Clock:
    """Return the clock that the words found (turn, span) give; they are in the order of the text and do not overlap.

    `provenance` is theirs; `duration_ms` replaces the episode's where it is known. Sync points win over words.
    """
    spans = {turn: tuple(span for _, span in group) for turn, group in groupby(found, key=lambda word: word[0])}
    turns = tuple(
        replace(turn, words=spans.get(at, ()), segments=(), start_ms=None, end_ms=None)
        for at, turn in enumerate(episode.turns)
    )
    heard = replace(episode, turns=turns, duration_ms=duration_ms or episode.duration_ms)
    told = clock.tell(heard, language(episode.language), syncs)
    if provenance is Provenance.GIVEN:
        return told
    words = tuple(_named(told.words, provenance))
    return replace(told, words=words, error_band_ms=max(ALIGNED_BAND_MS, told.error_band_ms))


def _named(words: Sequence[WordTime], provenance: Provenance) -> Iterator[WordTime]:
    """Yield words with where their times come from, `provenance` for those that were found (as given) or as good."""
    runs = [list(run) for _, run in groupby(words, key=lambda word: word.provenance is Provenance.GIVEN)]
    for at, run in enumerate(runs):
        good = run[0].provenance is Provenance.GIVEN or (
            0 < at < len(runs) - 1 and _said_between(runs[at - 1][-1].end_ms, run, runs[at + 1][0].start_ms)
        )
        for word in run:
            between = Provenance.ANCHORED if word.provenance is Provenance.SEGMENT else word.provenance
            yield replace(word, provenance=provenance if good else between)


def _said_between(left_ms: int, run: Sequence[WordTime], right_ms: int) -> bool:
    """Say whether words that were not found are close between two that were, with the time to be said."""
    characters = sum(word.end - word.start + 1 for word in run)
    return 1000 * characters / _FASTEST <= right_ms - left_ms <= _CLOSE_MS
