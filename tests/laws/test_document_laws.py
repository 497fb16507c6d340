"""Laws of translation.json."""

import json
from contextlib import suppress
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts, translated_episodes

from translate import document
from translate.errors import InputError
from translate.translation import TranslatedEpisode

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((files("translate") / "data" / "translation.schema.json").read_text(encoding="utf-8"))
)
digests = st.dictionaries(texts(1), st.just("0" * 64), max_size=2)
limits = st.dictionaries(texts(1), texts(1) | st.integers(1, 99) | st.floats(1, 99), max_size=2)


@settings(max_examples=40, deadline=None)
@given(translated_episodes(), texts(1), digests, limits, st.sampled_from(["", "1" * 64]))
def test_what_is_written_is_read_back(
    translated: TranslatedEpisode, name: str, files: dict[str, str], limits: dict[str, str | float], run: str
) -> None:
    text = document.render(translated, input_name=name, files=files, limits=limits, run=run)
    assert document.parse(text) == translated
    record = document.read_record(text)
    assert (record.input_name, record.files, record.intact) == (name, files, True)
    assert (record.limits, record.run) == (limits, run)
    assert record.texts == tuple(turn.text for turn in translated.episode.turns)
    SCHEMA.validate(json.loads(text))


@settings(max_examples=40, deadline=None)
@given(translated_episodes(), st.data())
def test_a_document_cut_short_is_an_error(translated: TranslatedEpisode, data: st.DataObject) -> None:
    text = document.render(translated, input_name="page.txt", files={})
    short = text[: data.draw(st.integers(0, len(text) - 3))]
    for read in (document.parse, document.read_record):
        with pytest.raises(InputError, match="cut short"):
            read(short)


@settings(max_examples=40, deadline=None)
@given(translated_episodes(), st.data())
def test_a_value_of_another_type_anywhere_is_an_input_error_or_another_value(
    translated: TranslatedEpisode, data: st.DataObject
) -> None:
    """Nothing that is put into a document gives a traceback, and what the schema refuses, `parse` refuses."""
    made = {"limits": {"preset": "bbc", "cps": 17.5}, "run": "1" * 64}
    broken = json.loads(document.render(translated, input_name="page.txt", files={"a": "0" * 64}, **made))  # type: ignore[arg-type]  # of three types
    holder: object = broken
    while True:
        keys = (
            list(holder) if isinstance(holder, dict) else list(range(len(holder))) if isinstance(holder, list) else []
        )
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        inner = holder[key]  # type: ignore[index]  # one of its own keys
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            odd = st.sampled_from([None, True, -1, 1.5, 10**9, "odd", [], {}, [1], {"odd": 1}])
            holder[key] = data.draw(odd)  # type: ignore[index]  # one of its own keys
            break
        holder = inner
    try:
        document.parse(json.dumps(broken))
    except InputError:
        return
    assert SCHEMA.is_valid({**broken, "files": {}, "input": "", "digest": "0" * 64})


@settings(max_examples=30, deadline=None)
@given(translated_episodes(), st.data())
def test_a_document_with_one_more_space_anywhere_is_not_read_as_intact(
    translated: TranslatedEpisode, data: st.DataObject
) -> None:
    text = document.render(translated, input_name="page.txt", files={})
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + " " + text[at:]
    with suppress(InputError):
        assert not document.read_record(changed).intact
