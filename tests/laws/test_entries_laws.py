"""Laws of reading glossaries: whatever a file holds, it is read, or every fault is told with its place and its mend."""

from contextlib import nullcontext

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from translate.entries import parse
from translate.errors import InputError
from translate.glossary import GlossaryFile, decode, read
from translate.lint import lint

KEYS = (
    "id source target keep forms variants misheard suspected allowed forbidden pos case need deny note colour".split()
)
VALUES = (
    '"nœud"', '"a"', '"nœuds"', '""', '" a "', '"⟦a⇒b⟧"', '"a\\nb"', '"\\u0000"', '"(a|b)*+?[^]$\\\\"', '"@git"',
    '"*a"',
    '"a*"', '"..."', "1", "1.5", "true", "false", "2030-01-31", "nan", "[]", "{}", '["a", "b"]', '["a", 1, [], {}]',
    '[["a"]]', '{ en = "a", de = "b" }', '{ en = ["a"], xx = ["b"] }', '{ "*" = "a" }', '{ "é" = {} }', '"exact"',
    '"verb"',
    '"noun"', f'"{"long " * 60}"',
)  # fmt: skip
HEADS = ('language = "fr"', 'language = "fr"\ntarget = "de"', 'language = "fr"\n[cues]\ngit = ["Git*"]', "", "cues = 1")


@st.composite
def files(draw: st.DrawFn) -> GlossaryFile:
    """Draw a file that is TOML, with entries of which nothing need be right."""
    entries = [
        "[[terms]]\n" + "\n".join(f"{key} = {value}" for key, value in entry.items())
        for entry in draw(st.lists(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES)), max_size=3))
    ]
    return GlossaryFile(
        name=draw(st.sampled_from(["a.toml", "b.toml"])), text="\n".join((draw(st.sampled_from(HEADS)), *entries))
    )


TWICE = 'language = "fr"\n' + '[[terms]]\nid = "nœud"\nsource = "nœud"\n' * 2


@settings(max_examples=150)
@given(given_files=st.lists(files(), max_size=2))
@example([GlossaryFile(name="a.toml", text=TWICE), GlossaryFile(name="a.toml", text='language = "fr"\n[[terms]]\n')])
def test_a_glossary_is_read_or_every_fault_is_told(given_files: list[GlossaryFile]) -> None:
    wrong = [fault for file in given_files for fault in parse(file).faults]
    for fault in wrong:
        assert fault.place.startswith(("a.toml", "b.toml"))
        assert fault.what
        assert fault.mend
        assert "\n" not in str(fault)
    told = [remark for remark in lint(given_files) if remark.rule == "fault"]
    assert [(remark.place, remark.what) for remark in told] == [(fault.place, fault.what) for fault in wrong]
    with pytest.raises(InputError, match="so none of it is used") if wrong else nullcontext():
        read(given_files)


@settings(max_examples=100)
@given(data=st.binary(max_size=40) | st.text(max_size=40).map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_a_glossary_or_have_a_fault(data: bytes) -> None:
    contents = parse(decode("a.toml", data))
    assert contents.language or contents.faults
