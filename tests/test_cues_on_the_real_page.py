"""The limits on a real page with estimated times, as the embedded model translates it: every preset, both languages."""

import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from translate import job
from translate.cues import Cue
from translate.engine import Engine
from translate.glossary import read, shipped
from translate.presets import PRESETS, Preset, sibling
from translate.settings import DEFAULTS, Settings, combine
from translate.subtitles import Subtitles, subtitles
from translate.translation import TranslatedEpisode

pytestmark = [
    pytest.mark.real_page,
    pytest.mark.skipif("GLOSSUB_REAL_PAGE" not in os.environ, reason="GLOSSUB_REAL_PAGE names no page"),
]


@pytest.fixture(scope="module")
def translated(embedded: Engine, tmp_path_factory: pytest.TempPathFactory) -> TranslatedEpisode:
    """Translate the page, quickly rather than well."""
    settings = combine(Settings(out=str(tmp_path_factory.mktemp("out")), beam=1), DEFAULTS)
    glossary = read(shipped(), source="fr", target="en")
    return job.run(
        Path(os.environ["GLOSSUB_REAL_PAGE"]), settings, glossary=glossary, opened=lambda: embedded
    ).translated


def within(cues: Sequence[Cue], preset: Preset, lines: int) -> bool:
    """Say whether cues keep the limits that nothing may break: lines, their length, durations, gaps."""
    return (
        all(cue.lines and len(cue.written) <= lines for cue in cues)
        and all(len(line) <= preset.cpl for cue in cues for line in cue.written)
        and all(preset.min_ms <= cue.end_ms - cue.start_ms <= preset.max_ms for cue in cues)
        and all(after.start_ms - before.end_ms >= preset.gap_ms for before, after in pairwise(cues))
    )


def in_time(cues: Sequence[Cue], preset: Preset) -> float:
    """Return the share of cues that are read no faster than the preset allows."""
    return sum(cue.characters * 1000 <= preset.cap_cps * (cue.end_ms - cue.start_ms) for cue in cues) / len(cues)


def made(translated: TranslatedEpisode, preset: Preset) -> Subtitles:
    return subtitles(translated, (sibling(preset, "fr"), preset))


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_cues_keep_every_limit(translated: TranslatedEpisode, preset: Preset) -> None:
    """Said word for word, the French of this page runs at 17 characters a second: 17 at most leave it no room."""
    cues = made(translated, preset)
    for side, limits in zip((cues.source, cues.target), cues.presets, strict=True):
        assert len(side) > 1500
        assert within(side, limits, limits.lines)
        assert in_time(side, limits) >= (0.9 if side is cues.source and limits.cap_cps <= 17 else 0.95)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_bilingual_cues_keep_the_limits_of_both_languages(translated: TranslatedEpisode, preset: Preset) -> None:
    assert within(made(translated, preset).bilingual, preset, 2 * preset.lines)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_no_word_is_lost_in_either_language(translated: TranslatedEpisode, preset: Preset) -> None:
    cues = made(translated, preset)
    said = "".join(word for one in translated.translations for word in one.target.split())
    shown = "".join(
        word
        for cue in cues.target
        for line in cue.lines
        for word in (line.removeprefix(preset.dash) if cue.second_speaker else line).split()
    )
    assert shown == said
