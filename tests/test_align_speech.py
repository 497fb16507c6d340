"""The aligner on simulated podcasts: synthetic speech by voices that are not the reference's."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from speech_simulator import RATE, Mix, Place, Recipe, simulate, speeches

from translate.align import Aligned, WrongRecording, align
from translate.align.spectrum import lively
from translate.episode import Episode, Turn
from translate.translation import Misgiving, Provenance

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
def recording(mix: Mix, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the mix's recording."""
    return mix.save(tmp_path_factory.mktemp("mix") / "mix.wav")


@pytest.fixture(scope="module")
def aligned(mix: Mix, recording: Path) -> Aligned:
    """Align that mix once."""
    return align(mix.episode, recording)


def start_errors(mix: Mix, aligned: Aligned) -> list[tuple[Place, int]]:
    """Return, for each true start, how far (ms) the aligner's start of that word is off."""
    heard = {(word.turn, word.start): word.start_ms for word in aligned.clock.words}
    return [(place, abs(heard[place.turn, place.start] - place.ms)) for place in mix.places]


def percentile(errors: Sequence[int], share: float) -> int:
    """Return the error that `share` of all do not exceed."""
    return sorted(errors)[min(len(errors) - 1, int(share * len(errors)))]


def flagged(aligned: Aligned, place: Place) -> bool:
    """Say whether the sentence at a place carries a doubt."""
    return any(
        one.misgivings
        for one in aligned.clock.confidences
        if one.turn == place.turn and one.start <= place.start < one.end
    )


def test_sentences_start_within_a_few_hundredths_of_a_second(mix: Mix, aligned: Aligned) -> None:
    errors = [error for place, error in start_errors(mix, aligned) if place.opens_sentence]
    assert percentile(errors, 0.5) <= 60
    assert percentile(errors, 0.95) <= 700


def test_whatever_is_off_by_five_seconds_is_flagged(mix: Mix, aligned: Aligned) -> None:
    assert [place for place, error in start_errors(mix, aligned) if error > 5_000 and not flagged(aligned, place)] == []


def test_flags_are_few_where_the_text_is_right(aligned: Aligned) -> None:
    confidences = aligned.clock.confidences
    assert sum(bool(one.misgivings) for one in confidences) <= len(confidences) // 5


def test_word_times_run_forward_and_no_word_is_placed_inside_the_advertisement(mix: Mix, aligned: Aligned) -> None:
    starts = [word.start_ms for word in aligned.clock.words]
    assert all(left <= right for left, right in pairwise(starts))
    ((begins, ends),) = mix.ads
    assert sum(begins + 1_000 < start < ends - 1_000 for start in starts) <= len(starts) // 100


def test_all_words_are_found_and_the_promise_is_modest(aligned: Aligned) -> None:
    assert {word.provenance for word in aligned.clock.words} == {Provenance.ALIGNED}
    assert aligned.coverage == 1
    assert aligned.clock.error_band_ms == 300


def test_the_text_of_another_episode_of_the_same_show_is_refused(recording: Path) -> None:
    turns = tuple(Turn(speaker=None, text=text) for text in speeches(2, Recipe().characters))
    with pytest.raises(WrongRecording, match="does not sound like the text") as refusal:
        align(Episode(id="other", title="Other", language="fr", turns=turns), recording)
    assert refusal.value.median_cost is not None
    assert refusal.value.median_cost > 0.65


def test_turns_that_nobody_says_are_found_absent_and_do_not_move_the_others(tmp_path: Path) -> None:
    mix = simulate(Recipe(seed=13, characters=2_400, ad_s=0, unspoken_turns=(3, 7)))
    aligned = align(mix.episode, mix.save(tmp_path / "mix.wav"))
    unspoken = [confidence for confidence in aligned.clock.confidences if confidence.turn in {3, 7}]
    assert {one.misgivings for one in unspoken} == {(Misgiving.ABSENT,)}
    assert all(one.score < 0.5 for one in unspoken)
    assert percentile([error for _, error in start_errors(mix, aligned)], 0.95) <= 700


def test_a_minute_of_speech_is_enough(tmp_path: Path) -> None:
    mix = simulate(Recipe(seed=21, characters=900, jingles=0, ad_s=0))
    aligned = align(mix.episode, mix.save(tmp_path / "mix.wav"))
    assert percentile([error for _, error in start_errors(mix, aligned)], 0.5) <= 60


@pytest.mark.parametrize(("seed", "silence_s"), [(21, 20), (21, 60), (23, 60), (23, 600)])
def test_silence_behind_the_last_word_changes_nothing(tmp_path: Path, seed: int, silence_s: int) -> None:
    """Digital silence is far below the floor of a room's noise; here it is as long as the speech, or far longer."""
    mix = simulate(Recipe(seed=seed, characters=900, jingles=0, ad_s=0))
    silence = np.zeros(silence_s * RATE, np.float32)
    longer = replace(mix, samples=np.concatenate([mix.samples, silence]))
    aligned = align(mix.episode, longer.save(tmp_path / "mix.wav"))
    assert aligned.coverage == 1
    assert aligned.duration_ms >= 1000 * silence_s
    assert percentile([error for _, error in start_errors(mix, aligned)], 0.5) <= 60


def test_silence_before_the_first_word_and_between_two_moves_what_follows(tmp_path: Path) -> None:
    mix = simulate(Recipe(seed=21, characters=900, jingles=0, ad_s=0))
    plain = align(mix.episode, mix.save(tmp_path / "plain.wav")).clock.words
    cut_ms = (plain[79].end_ms + plain[80].start_ms) // 2
    cut, silence = cut_ms * RATE // 1000, np.zeros(40 * RATE, np.float32)
    samples = np.concatenate([silence, mix.samples[:cut], silence, mix.samples[cut:]])
    moved = align(mix.episode, replace(mix, samples=samples).save(tmp_path / "mix.wav")).clock.words
    by = [after.start_ms - before.start_ms for before, after in zip(plain, moved, strict=True)]
    assert percentile([abs(ms - 40_000) for ms in by[:80]], 0.9) <= 120
    assert percentile([abs(ms - 80_000) for ms in by[80:]], 0.9) <= 120
    assert all(word.end_ms - word.start_ms <= 2_000 for word in moved)


def test_frames_far_from_any_sound_are_left_out() -> None:
    power = np.zeros((100, 32), np.float32)
    power[[40, 60]] = 1
    assert lively(power).tolist() == list(range(28, 73))
