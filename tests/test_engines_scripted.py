"""The scripted engine: the double that ships."""

import json
from pathlib import Path

import pytest

from translate.engine import Link, Rendering, Request, RequiredTerm
from translate.engines import open_engine
from translate.engines.scripted import Script, ScriptedEngine
from translate.errors import EngineError

NODE = RequiredTerm(start=3, end=7, target="node")


def test_a_listed_text_gets_its_answer_and_a_linked_word_each() -> None:
    engine = open_engine(kind="scripted", model={"Le nœud tombe.": "The ⟦node⟧ fails."})
    (answer,) = engine.translate([Request(text="Le nœud tombe.", terms=(NODE,))])
    assert answer.text == "The node fails."
    assert answer.renderings == (Rendering(term=0, start=4, end=8),)
    assert answer.links[1] == Link(source_start=3, source_end=7, target_start=4, target_end=8)


def test_any_other_text_is_answered_word_by_word() -> None:
    engine = open_engine(kind="scripted", model={})
    (answer,) = engine.translate([Request(text="Le nœud ⟦tombe⟧.", terms=(NODE,))])
    assert answer.text == "[Le] node [[tombe].]"
    assert answer.renderings == (Rendering(term=0, start=5, end=9),)


def test_without_inline_terms_it_knows_no_terms() -> None:
    engine = ScriptedEngine(Script(translations={}, inline_terms=False))
    (answer,) = engine.translate([Request(text="Le nœud", terms=(NODE,))])
    assert (answer.text, answer.renderings) == ("[Le] [nœud]", ())


def test_a_blank_text_has_an_empty_answer() -> None:
    assert open_engine(kind="scripted", model={}).translate([Request(text=" ")])[0].text == ""


def test_calls_are_recorded_and_progress_is_told() -> None:
    engine = ScriptedEngine(Script(translations={}))
    told: list[tuple[int, int]] = []
    engine.translate([Request(text="un"), Request(text="deux")], progress=lambda *now: told.append(now))
    assert engine.calls == [(Request(text="un"), Request(text="deux"))]
    assert told == [(1, 2), (2, 2)]
    assert engine.count_tokens("un deux") == 2


def test_it_fails_at_the_call_that_the_script_says() -> None:
    engine = ScriptedEngine(Script(translations={}, fail_at_call=2))
    engine.translate([Request(text="un")])
    with pytest.raises(EngineError, match="fails at call 2"):
        engine.translate([Request(text="un")])
    assert engine.translate([Request(text="un")])


def test_two_scripts_have_two_signatures() -> None:
    one, other = (open_engine(kind="scripted", model={"a": text}).signature for text in "bc")
    assert one != other
    assert " " not in one


def test_a_script_file_says_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    script = {"format": "glossub-script/1", "translations": {"Oui.": "Yes."}, "max_tokens": 9, "inline_terms": False}
    path.write_text(json.dumps(script), encoding="utf-8")
    engine = open_engine(kind="scripted", model=str(path))
    assert (engine.max_tokens, engine.inline_terms) == (9, False)
    assert engine.translate([Request(text="Oui.")])[0].text == "Yes."


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "cannot be read"),
        ("[]", "is no engine script"),
        ('{"format": "glossub-script/1"}', "'translations' is not"),
        ('{"format": "glossub-script/1", "translations": {"a": 1}}', "'translations' is not"),
        ('{"format": "glossub-script/1", "translations": {}, "max_tokens": "9"}', "whole numbers"),
    ],
)
def test_a_file_that_is_no_script_is_an_engine_error(tmp_path: Path, content: str, fault: str) -> None:
    path = tmp_path / "script.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EngineError, match=fault):
        open_engine(kind="scripted", model=str(path))


def test_a_missing_script_is_an_engine_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        open_engine(kind="scripted", model=str(tmp_path / "none.json"))
