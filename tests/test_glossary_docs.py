"""The page on glossaries is about the glossaries that there are."""

import re
from dataclasses import fields
from pathlib import Path

from translate.entries import Entry, parse
from translate.glossary import GlossaryFile
from translate.languages import language
from translate.lint import Rule
from translate.termbases import Format

PAGE = (Path(__file__).parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_every_field_is_explained() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
    kept = {field.name for field in fields(Entry)} - {"place", "renderings"}
    assert kept | {"target", "keep", "allowed", "forbidden"} <= listed


def test_every_rule_and_every_format_is_named() -> None:
    named = set(re.findall(r"`([\w-]+)`", PAGE))
    assert {*Rule, *Format} <= named


def test_the_example_is_a_glossary() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    contents = parse(GlossaryFile(name="example", text=text))
    assert contents.faults == ()
    assert [entry.id for entry in contents.entries] == ["branch"]


def test_each_fields_example_is_valid() -> None:
    """Every example of the table, in an entry of its own."""
    rows = re.findall(r"^\| `(\w+)` \|.*\| (`.*`) \|$", PAGE, re.MULTILINE)
    assert rows
    for key, cell in rows:
        for example in re.findall(r"`([^`]+)`", cell):
            given = {"id": 'id = "x"', "source": 'source = "mot"', "target": 'target = "word"'}
            if key == "keep":
                del given["target"]
            given[key] = example
            head = 'language = "fr"\n[cues]\nforge = ["Git"]\n[[terms]]\n'
            contents = parse(GlossaryFile(name=key, text=head + "\n".join(given.values())))
            assert contents.faults == ()


def test_every_list_of_cues_that_comes_with_french_is_named() -> None:
    named = set(re.findall(r"`@(\w+)`", PAGE))
    assert set(language("fr").registers) <= named
