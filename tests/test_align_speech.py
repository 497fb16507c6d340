"""The aligner on simulated podcasts: synthetic speech by voices that are not the reference's."""

import shutil
from collections.abc import Sequence
from itertools import pairwise

import pytest
from speech_simulator import Mix, Place, Recipe, simulate

from translate.align import Aligned, align

pytestmark = [
    pytest.mark.ffmpeg,
    pytest.mark.espeak,
    pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed"),
    pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed"),
]


@pytest.fixture(scope="module")
def mix() -> Mix:
    """Five minutes: two voices, 15 dB, 8 % word errors, two jingles, an advertisement of 60 s that has no text."""
    return simulate(Recipe())


@pytest.fixture(scope="module")
def aligned(mix: Mix, tmp_path_factory: pytest.TempPathFactory) -> Aligned:
    """Align that mix once."""
    return align(mix.episode, mix.save(tmp_path_factory.mktemp("mix") / "mix.wav"))


def start_errors(mix: Mix, aligned: Aligned) -> list[tuple[Place, int]]:
    """Return, for each true start, how far (ms) the aligner's start of that word is off."""
    heard = {(word.turn, word.start): word.start_ms for word in aligned.clock.words}
    return [(place, abs(heard[place.turn, place.start] - place.ms)) for place in mix.places]


def percentile(errors: Sequence[int], share: float) -> int:
    """Return the error that `share` of all do not exceed."""
    return sorted(errors)[min(len(errors) - 1, int(share * len(errors)))]


def flagged(aligned: Aligned, place: Place) -> bool:
    """Say whether the sentence at a place carries a doubt."""
    return any(s.doubts for s in aligned.sentences if s.turn == place.turn and s.start <= place.start < s.end)


def test_sentences_start_within_a_few_hundredths_of_a_second(mix: Mix, aligned: Aligned) -> None:
    errors = [error for place, error in start_errors(mix, aligned) if place.opens_sentence]
    assert percentile(errors, 0.5) <= 60
    assert percentile(errors, 0.95) <= 700


def test_whatever_is_off_by_five_seconds_is_flagged(mix: Mix, aligned: Aligned) -> None:
    assert [place for place, error in start_errors(mix, aligned) if error > 5_000 and not flagged(aligned, place)] == []


def test_flags_are_few_where_the_text_is_right(aligned: Aligned) -> None:
    assert sum(bool(sentence.doubts) for sentence in aligned.sentences) <= len(aligned.sentences) // 5


def test_word_times_run_forward_and_no_word_is_placed_inside_the_advertisement(mix: Mix, aligned: Aligned) -> None:
    starts = [word.start_ms for word in aligned.clock.words]
    assert all(left <= right for left, right in pairwise(starts))
    ((begins, ends),) = mix.ads
    assert sum(begins + 1_000 < start < ends - 1_000 for start in starts) <= len(starts) // 100
