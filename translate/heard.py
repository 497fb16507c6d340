"""Word times from outside a transcript, put onto its turns.

What an aligner or a recogniser heard replaces the times that the transcript has; words that it did not hear lie between
those that it did. An aligner that knows the text hears what is said: what it did not find has no better time than text
between marks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from translate import clock
from translate.clock import Clock
from translate.episode import Episode, TimedSpan
from translate.languages import language
from translate.syncs import Sync
from translate.translation import Provenance

ALIGNED_BAND_MS = 300
"""What to expect of human speech from our aligner (ms, median): nobody has timed people yet, so this is a promise that
errs on the safe side; on synthetic speech it is a tenth."""


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
    known = {Provenance.GIVEN: provenance, Provenance.SEGMENT: Provenance.ANCHORED}
    words = tuple(replace(word, provenance=known.get(word.provenance, word.provenance)) for word in told.words)
    return replace(told, words=words, error_band_ms=max(ALIGNED_BAND_MS, told.error_band_ms))
