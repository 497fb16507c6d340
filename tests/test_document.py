"""translation.json: what its errors say, and that it is quick."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from small_episode import SMALL

from translate import document
from translate.engine import Link
from translate.episode import Turn
from translate.errors import InputError
from translate.sentences import Sentence
from translate.translation import Provenance, Translation, WordTime

TEXT = document.render(SMALL, input_name="page.txt", files={"a.srt": "0" * 64})
Edit = Callable[[Any], object]


def edited(edit: Edit) -> str:
    """Return the small episode's document after an edit of its JSON."""
    value = json.loads(TEXT)
    edit(value)
    return json.dumps(value)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            lambda d: d["translations"][1]["outcomes"][0].update(status="kep"),
            'translation.json: translations[1].outcomes[0].status: unknown value "kep" (one of: kept, ',
        ),
        (lambda d: d["turns"][0].update(text=3), "translation.json: turns[0].text: expected a string, found integer 3"),
        (lambda d: d["turns"][0].pop("text"), 'translation.json: turns[0]: the field "text" is missing'),
        (lambda d: d.update(files=["a"]), "translation.json: files: expected an object, found array"),
        (lambda d: d.pop("words"), 'translation.json: the field "words" is missing'),
        (lambda d: d.update(wrods=[]), 'translation.json: unknown field "wrods"'),
        (lambda d: d["notes"].append("odd"), "translation.json: notes[2]: expected an object, found string"),
        (lambda d: d.update(chapters={}), "translation.json: chapters: expected an array, found object"),
        (
            lambda d: d["translations"][1]["outcomes"][0].update(term="devops"),
            'translation.json: translations[1].outcomes[0].term: "devops" is not in the table of terms',
        ),
        (
            lambda d: d["translations"][1]["outcomes"][0].update(start=3),
            "translation.json: translations[1].outcomes[0].start: 3-44 is no span within 23-65",
        ),
        (
            lambda d: d["translations"][0].update(links=[[0, 7, 0, 50]]),
            "translation.json: translations[0].links[0]: 0-50 is no span within 0-18",
        ),
        (
            lambda d: d["translations"][0].update(links=[[0, 7, 0]]),
            "translation.json: translations[0].links[0]: expected four integers",
        ),
        (
            lambda d: d["words"][0]["spans"].append([0, 99, 9, 9]),
            "translation.json: words[0].spans[12]: 0-99 is no span within 0-65",
        ),
        (
            lambda d: d["translations"].pop(1),
            "translation.json: translations[1].start: expected 23 of turn 0, where the sentence before ends",
        ),
        (
            lambda d: d["translations"][0].update(end=200),
            "translation.json: translations[0].end: 200 is not in turn 0",
        ),
        (
            lambda d: d["translations"].pop(),
            "translation.json: translations: the text of turn 2 goes on at 0, where no sentence follows",
        ),
        (lambda d: d["words"][0].update(turn=3), "translation.json: words[0].turn: there are only 3 turns"),
        (
            lambda d: d.update(confidences=[{"turn": 3, "start": 0, "end": 1, "score": 0}]),
            "translation.json: confidences[0].turn: there are only 3 turns",
        ),
        *(
            (
                lambda d, score=score: d.update(confidences=[{"turn": 0, "start": 0, "end": 1, "score": score}]),
                f"confidences[0].score: expected a number from 0 to 1, found {shown}",
            )
            for score, shown in [(1.5, "number 1.5"), (True, "boolean"), (None, "null")]
        ),
        (
            lambda d: d["words"][0]["spans"].append([0, 1, 9, 8]),
            "translation.json: words[0].spans[12]: 9-8 is no span of time",
        ),
        (lambda d: d.update(error_band_ms=-1), "error_band_ms: expected an integer, zero or more, found integer -1"),
        (lambda d: d.update(error_band_ms=True), "error_band_ms: expected an integer, zero or more, found boolean"),
        (lambda d: d["turns"][0].update(words=None), "turns[0].words: expected an array, found null"),
        (lambda d: d["terms"][0].update(forms=["a", 1]), "terms[0].forms[1]: expected a string, found integer 1"),
        (lambda d: d["translations"][0].update(continues=1), "continues: expected true or false, found integer 1"),
        (lambda d: d["translations"][0].update(doubts=["mood"]), 'translations[0].doubts[0]: unknown value "mood"'),
        (
            lambda d: d.update(format="srt"),
            'translation.json: format: the format is "srt", not "glossub-translation/1"',
        ),
    ],
)
def test_a_fault_is_named_by_its_path(edit: Edit, message: str) -> None:
    with pytest.raises(InputError) as caught:
        document.parse(edited(edit))
    assert message in str(caught.value)
    assert "glossub subtitle" in caught.value.mend


@pytest.mark.parametrize("text", ["[]", "3", '"}"', "{}", "[" * 100_000 + "}", "1" * 5000, "{,}"])
def test_any_other_json_is_an_input_error(text: str) -> None:
    with pytest.raises(InputError, match=r"folder/translation\.json"):
        document.parse(text, name="folder/translation.json")


def test_a_document_of_a_later_version_asks_for_an_upgrade() -> None:
    with pytest.raises(InputError, match="pip install --upgrade"):
        document.parse(edited(lambda d: d.update(format="glossub-translation/2")))


def test_a_lone_surrogate_can_be_written_as_utf_8_and_is_read_back() -> None:
    odd = replace(SMALL, title="a\ud83d")
    text = document.render(odd, input_name="page.txt", files={})
    assert text.encode()
    assert document.parse(text) == odd


def test_two_titles_for_three_chapters_are_a_defect() -> None:
    with pytest.raises(ValueError, match="zip"):
        document.render(replace(SMALL, chapter_titles=("Hello",)), input_name="page.txt", files={})


def test_an_episode_of_an_hour_and_a_half_is_written_and_read_at_once() -> None:
    """17,000 words in 1,400 sentences; the bound is generous, since the machine may be busy."""
    text = "mot " * 12
    episode = replace(SMALL.episode, turns=(Turn(speaker="Ada", text=text),) * 1400)
    links = tuple(Link(source_start=i, source_end=i + 3, target_start=i, target_end=i + 3) for i in range(0, 48, 4))
    translations = tuple(
        Translation(sentence=Sentence(turn=turn, start=0, end=48), target=text, links=links * 2) for turn in range(1400)
    )
    words = tuple(
        WordTime(turn=turn, start=i, end=i + 3, start_ms=turn, end_ms=turn + 1, provenance=Provenance.ESTIMATED)
        for turn in range(1400)
        for i in range(0, 48, 4)
    )
    large = replace(SMALL, episode=episode, translations=translations, words=words)
    start = time.process_time()
    written = document.render(large, input_name="page.txt", files={})
    middle = time.process_time()
    assert document.parse(written) == large
    assert middle - start < 3
    assert time.process_time() - middle < 3


def test_the_schema_is_in_the_package_beside_the_code() -> None:
    assert (Path(document.__file__).parent / "data" / "translation.schema.json").is_file()
