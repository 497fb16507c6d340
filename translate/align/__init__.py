"""When each word of a transcript is heard in its recording, without a model to download.

    turns ─ pieces ─► espeak-ng ─ reference ─► power ─┐
                                                      ├─ passes ─► Match ─ placed, confidence ─► Aligned
    recording ─ ffmpeg ─ blocks ─────────────► power ─┘

A machine reads the transcript aloud; warping finds the recording's places that sound like it. `voice` and `recording`
are the effects, the rest is pure. Heavy imports (numba) wait until something is aligned.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from translate import heard
from translate.align import pieces as cutting
from translate.align.recording import RATE, blocks, ffmpeg
from translate.align.reference import SpokenWord, speak
from translate.align.spectrum import FRAME_MS, Power, lively, mel_power, sounding
from translate.align.voice import Voice, open_voice
from translate.clock import CHARACTERS_PER_SECOND, Clock
from translate.engine import Progress, silent
from translate.episode import Episode, Note, NoteKind
from translate.errors import InputError, MissingExtra
from translate.languages import language
from translate.sentences import Sentence
from translate.syncs import Sync
from translate.translation import Confidence, Provenance

LEAST_COVERAGE = 0.3
"""The share of the text's words that must be found in the recording."""
_SHORTEST_MS = 2_000
_SLACK_S = 120


class WrongRecording(InputError):  # noqa: N818  # named for what is wrong
    """The recording is not that of the text; `median_cost` is how unlike they are, None where it was not measured."""

    def __init__(self, what: str, *, where: str, median_cost: float | None = None) -> None:
        """Say what shows it."""
        super().__init__(what, where=where, mend="Give the recording of this very episode.")
        self.median_cost = median_cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """The word times (provenance `aligned` where found) with a confidence for each sentence, and the figures.

    `median_cost` is how unlike text and recording are (`passes.unseen_cost`; None for less than half a minute),
    `coverage` the share of the text's words that were found in the recording.
    """

    clock: Clock
    median_cost: float | None
    coverage: float
    duration_ms: int


def align(
    episode: Episode,
    audio: Path,
    *,
    voice: Voice | None = None,
    program: str | None = None,
    syncs: Sequence[Sync] = (),
    progress: Progress = silent,
) -> Aligned:
    """Return when each word of an episode is heard in a recording; `progress` counts the pieces that were spoken.

    `voice` and `program` (ffmpeg) are found on the machine unless they are given; sync points win over what was found.

    Raises MissingExtra where espeak-ng, ffmpeg or the extra `audio` are missing, InputError for what is no recording,
    and WrongRecording for another one's.
    """
    _check_extra()
    program, voice = program or ffmpeg(), voice or open_voice(episode.language)
    spoken = cutting.sentences(episode.turns, language(episode.language))
    if not spoken:
        raise InputError("there are no words to find in the recording", where=episode.title)
    damage: list[str] = []
    recorded = mel_power(blocks(audio, program, damage.append), RATE)
    if not sounding(recorded).any():
        raise InputError("the recording is silent from end to end", where=str(audio), mend="Check that it plays.")
    _check_length(episode, len(lively(recorded)) * FRAME_MS, str(audio))
    parts = cutting.pieces(episode.turns, spoken)
    reference = speak(episode.turns, parts, voice, progress)
    stretches = _stretches([piece.sentence for piece in parts], reference.borders)
    aligned = _matched(episode, spoken, (reference.power, recorded), reference.words, stretches, str(audio), syncs)
    notes = (*aligned.clock.notes, *(_damaged(str(audio), what) for what in damage))
    return replace(aligned, clock=replace(aligned.clock, notes=notes))


def _check_extra() -> None:
    """Raise MissingExtra where the extra is not installed."""
    try:
        import numba  # noqa: F401, PLC0415  # only to know
    except ImportError as error:
        raise MissingExtra("aligning text and recording needs the extra `audio`", "audio") from error


def _damaged(where: str, what: str) -> Note:
    """Say that a part of a recording could not be decoded."""
    message = f"the recording is damaged ({what}): a player may show another time from there on"
    return Note(kind=NoteKind.TIMING, place=where, message=message)


def _check_length(episode: Episode, sound_ms: int, where: str) -> None:
    """Raise for a recording that holds next to nothing, or cannot be that of so much text."""
    if sound_ms < _SHORTEST_MS:
        raise InputError("the recording is too short: less than two seconds", where=where, mend="Give the whole file.")
    heard_s, text_s = sound_ms / 1000, sum(len(turn.text) for turn in episode.turns) / CHARACTERS_PER_SECOND
    if not 0.5 * text_s - _SLACK_S / 4 <= heard_s <= 2 * text_s + _SLACK_S:
        than = "less" if heard_s < text_s else "more"
        what = f"the recording holds {_span(heard_s)} of sound, far {than} than the text ({_span(text_s)} to say)"
        raise WrongRecording(what, where=where)


def _matched(
    episode: Episode,
    spoken: Sequence[Sentence],
    power: tuple[Power, Power],
    words: Sequence[SpokenWord],
    stretches: Sequence[tuple[int, int]],
    where: str,
    syncs: Sequence[Sync],
) -> Aligned:
    """Match the two signals and put the words in their places."""
    from translate.align import confidence, passes, placed, sides  # noqa: PLC0415  # numba takes a second to load

    frames = lively(power[1])
    match = sides.settled(passes.adapted(passes.first(power[0], power[1][frames])), stretches)
    found = placed.unabridged(placed.place(words, match), frames) if len(match.path.reference) else ()
    coverage, cost = len(found) / max(1, len(words)), match.unseen_cost
    if cost is not None and cost > (limit := passes.highest_cost(len(match.path.reference))):
        what = f"the recording does not sound like the text (cost {cost:.3f}, at most {limit:.3f})"
        raise WrongRecording(what, where=where, median_cost=cost)
    if coverage < LEAST_COVERAGE:
        raise WrongRecording(f"only {coverage:.0%} of the text is in the recording", where=where, median_cost=cost)
    confidences = tuple(
        Confidence(
            turn=sentence.turn,
            start=sentence.start,
            end=sentence.end,
            score=confidence.score(figures, match.gaps.frame),
            misgivings=misgivings,
        )
        for sentence, (figures, misgivings) in zip(spoken, confidence.judge(match, stretches), strict=True)
    )
    duration_ms = len(power[1]) * FRAME_MS
    told = heard.tell(episode, found, provenance=Provenance.ALIGNED, duration_ms=duration_ms, syncs=syncs)
    return Aligned(
        clock=replace(told, confidences=confidences),
        median_cost=cost,
        coverage=coverage,
        duration_ms=duration_ms,
    )


def _stretches(sentences: Sequence[int], borders: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the frames of each sentence: from its first piece's first to its last piece's last."""
    grouped = groupby(zip(sentences, borders, strict=True), key=lambda pair: pair[0])
    frames: list[list[tuple[int, int]]] = [[border for _, border in group] for _, group in grouped]
    return [(inside[0][0], inside[-1][1]) for inside in frames]


def _span(seconds: float) -> str:
    """Return a length of time as people say it."""
    return f"{round(seconds)} s" if seconds < 100 else f"{round(seconds / 60)} min"


__all__ = ["Aligned", "WrongRecording", "align"]
