"""The limits on a real page with estimated times, French side."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from translate import clock, readers, retime, sentences
from translate.cues import cut
from translate.languages import language
from translate.presets import PRESETS
from translate.translation import TranslatedEpisode, Translation


@pytest.mark.real_page
def test_a_real_pages_cues_keep_every_limit() -> None:
    if "GLOSSUB_REAL_PAGE" not in os.environ:
        pytest.skip("GLOSSUB_REAL_PAGE names no page")
    page = Path(os.environ["GLOSSUB_REAL_PAGE"])
    episode = readers.read(page.read_bytes(), name=page.name, language="fr")
    texts = [turn.text for turn in episode.turns]
    cutting = sentences.cut(
        texts, language=language("fr"), protected=[()] * len(texts), fits=lambda text: len(text) < 600
    )
    translated = TranslatedEpisode(
        episode=episode,
        target_language="en",
        title="",
        chapter_titles=(),
        translations=tuple(Translation(sentence=sentence, target="") for sentence in cutting),
        words=clock.tell(episode, language("fr")).words,
        error_band_ms=0,
        signature="",
    )
    cues = cut(retime.blocks(translated, "source"), PRESETS["podcast"], language("fr"))
    assert sum(len(cue.lines) for cue in cues) > 2000
    assert all(len(cue.label + cue.lines[0]) <= 42 and len(cue.lines) <= 2 for cue in cues)
    assert all(len(line) <= 42 for cue in cues for line in cue.lines)
    assert all(833 <= cue.end_ms - cue.start_ms <= 7000 for cue in cues)
    assert all(after.start_ms - before.end_ms >= 83 for before, after in pairwise(cues))
    read_in_time = sum(cue.characters * 1000 <= 20 * (cue.end_ms - cue.start_ms) for cue in cues)
    assert read_in_time >= 0.95 * len(cues)
