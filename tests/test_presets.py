import re
from dataclasses import replace
from pathlib import Path

import pytest

from translate.errors import UsageError
from translate.presets import PRESETS, Speakers, override, preset, sibling


def test_the_default_comes_first_and_every_preset_goes_by_its_name() -> None:
    assert next(iter(PRESETS)) == "podcast"
    assert [made.name for made in PRESETS.values()] == list(PRESETS)
    assert " ".join(PRESETS) == "podcast netflix-en netflix-17 ted bbc amazon arte podcast-srt shorts"
    assert all(made.source for made in PRESETS.values())


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("podcast", (42, 2, 17, 20, 833, 7000, 83, 0)),
        ("netflix-en", (42, 2, 17, 20, 833, 7000, 83, 500)),
        ("netflix-17", (42, 2, 16, 17, 833, 7000, 83, 500)),
        ("ted", (42, 2, 17, 21, 1000, 7000, 83, 0)),
        ("bbc", (37, 2, 16, 18, 833, 7000, 0, 1000)),
        ("amazon", (42, 2, 16, 17, 1000, 7000, 83, 0)),
        ("arte", (40, 2, 17, 20, 1000, 10_000, 200, 0)),
        ("podcast-srt", (32, 2, 17, 20, 833, 7000, 83, 0)),
        ("shorts", (24, 2, 17, 25, 700, 5000, 83, 0)),
    ],
)
def test_presets_hold_their_guidelines_numbers(name: str, numbers: tuple[float, ...]) -> None:
    made = PRESETS[name]
    assert numbers == (
        made.cpl,
        made.lines,
        made.target_cps,
        made.cap_cps,
        made.min_ms,
        made.max_ms,
        made.gap_ms,
        made.close_gap_ms,
    )


def test_dashes_are_written_as_the_guideline_writes_them() -> None:
    assert [made.dash for made in PRESETS.values()] == ["", "-", "- ", "", "", "- ", "- ", "", ""]


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no preset is called 'youtube'") as fault:
        preset("youtube")
    assert fault.value.mend.startswith("Choose one of: podcast, netflix-en")
    assert preset("ted") is PRESETS["ted"]


def test_netflix_is_netflix_17_in_french_and_stays_itself_in_english() -> None:
    assert sibling(PRESETS["netflix-en"], "fr") == PRESETS["netflix-17"]
    assert sibling(PRESETS["netflix-en"], "en") == PRESETS["netflix-en"]
    assert sibling(PRESETS["podcast"], "fr") == PRESETS["podcast"]


def test_a_siblings_numbers_are_those_that_were_asked_for() -> None:
    assert sibling(override(PRESETS["netflix-en"], cpl=37), "fr") == replace(PRESETS["netflix-17"], cpl=37)


def test_numbers_can_be_overridden_one_by_one() -> None:
    made = override(PRESETS["podcast"], cpl=32, lines=1, min_ms=1000, max_ms=5000, gap_ms=0, speakers=Speakers.NEVER)
    assert made == replace(
        PRESETS["podcast"], cpl=32, lines=1, min_ms=1000, max_ms=5000, gap_ms=0, speakers=Speakers.NEVER
    )
    assert override(PRESETS["podcast"]) == PRESETS["podcast"]


def test_a_lower_reading_speed_lowers_the_wanted_one_below_it() -> None:
    slow, quick = override(PRESETS["podcast"], cps=15), override(PRESETS["podcast"], cps=25)
    assert (slow.target_cps, slow.cap_cps) == (14, 15)
    assert (quick.target_cps, quick.cap_cps) == (17, 25)


@pytest.mark.parametrize(
    ("number", "option"),
    [
        ({"cpl": 15}, "--cpl"),
        ({"cpl": 121}, "--cpl"),
        ({"lines": 3}, "--lines"),
        ({"lines": 0}, "--lines"),
        ({"cps": 4.9}, "--cps"),
        ({"cps": float("nan")}, "--cps"),
        ({"min_ms": 99}, "--min-ms"),
        ({"max_ms": 30_001}, "--max-ms"),
        ({"gap_ms": -1}, "--gap-ms"),
        ({"min_ms": 3000, "max_ms": 2000}, "--min-ms, --max-ms"),
    ],
)
def test_a_number_that_no_subtitle_could_obey_is_refused_with_its_option(number: dict[str, int], option: str) -> None:
    with pytest.raises(UsageError) as fault:
        override(PRESETS["podcast"], **number)  # type: ignore[arg-type]  # the cases mix types on purpose
    assert fault.value.where == option
    assert fault.value.mend


def test_the_documentation_has_every_presets_numbers() -> None:
    page = (Path(__file__).parent.parent / "docs" / "cues.md").read_text(encoding="utf-8")
    for name, limits in PRESETS.items():
        [row] = re.findall(rf"^\| `{name}`.*$", page, re.MULTILINE)
        assert f" {limits.cpl} × {limits.lines}" in row
        assert re.search(rf"\b{limits.cap_cps:g}\b", row)
        assert all(f"{ms / 1000:g}" in row for ms in (limits.min_ms, limits.max_ms))
        assert limits.gap_ms == 0 or f" {limits.gap_ms} ms" in row or "same" in row
