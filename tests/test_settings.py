"""The settings of a show, and how they combine."""

import pytest

from translate.errors import InputError, UsageError
from translate.settings import DEFAULTS, Settings, check, combine, read, setting


def test_a_file_is_read_with_paths_from_its_folder() -> None:
    text = """
        preset = "ted"
        glossary = ["terms.toml"]
        out = "subs"
        audio = "https://example.org/a.mp3"
        [speakers]
        A = "B"
    """
    settings = read(text, where="show/glossub.toml")
    assert settings.preset == "ted"
    assert settings.glossary == ("show/terms.toml",)
    assert settings.out == "show/subs"
    assert settings.audio == "https://example.org/a.mp3"
    assert settings.speakers == {"A": "B"}


def test_sync_points_are_those_of_the_first_place_that_has_any() -> None:
    settings = read('sync = ["1:00=voilà", "2:00=la suite"]', where="glossub.toml")
    assert settings.sync == ("1:00=voilà", "2:00=la suite")
    assert combine(Settings(sync=("3:00=fin",)), settings, DEFAULTS).sync == ("3:00=fin",)
    assert combine(Settings(), settings, DEFAULTS).sync == settings.sync


def test_one_glossary_may_stand_alone() -> None:
    assert read('glossary = "terms.toml"', where="glossub.toml").glossary == ("terms.toml",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("preset = 3", "preset: expected a string, found 3"),
        ("presset = 'ted'", "presset: there is no such setting (did you mean preset?)"),
        ("zzz = 1", "zzz: there is no such setting;"),
        ("beam = true", "beam: expected a whole number, found True"),
        ("cps = 0", "cps: must be more than 0 and at most 1000, not 0"),
        ("labels = 'sometimes'", "labels: 'sometimes' is none of change, never, always"),
        ("glossary = 3", "glossary: expected a path or a list of paths"),
        ("speakers = ['A']", "speakers: expected a table of names"),
        ("speakers = {A = ''}", "speakers: expected a table of names"),
        ("default_glossary = 'no'", "default_glossary: expected true or false, found 'no'"),
        ("sync = '1:00=voilà'", "sync: expected a list of points"),
        ("sync = ['1:00=voilà', 'noon=voilà']", "sync: 'noon' is no time"),
        ("source = 'FR'", "source: 'FR' is no language code"),
        ("beam = 33", "beam: must be more than 0 and at most 32, not 33"),
        ("out = ''", "out: must not be empty"),
        ("preset =", "this is not TOML"),
        (f"beam = {'1' * 5000}", "this is not TOML"),
        (f"beam = {'[' * 5000}", "this is not TOML"),
    ],
)
def test_a_fault_says_what_and_where(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(f"{text}\n", where="glossub.toml")
    assert message.rstrip(";") in str(caught.value)
    assert str(caught.value).startswith("glossub.toml: ")


def test_every_fault_is_reported_at_once() -> None:
    with pytest.raises(InputError, match=r"beam.*cpl"):
        read("beam = 'x'\ncpl = -1\n", where="glossub.toml")


def test_the_first_place_that_says_something_counts() -> None:
    settings = combine(Settings(preset="ted"), Settings(preset="bbc", beam=2), DEFAULTS)
    assert (settings.preset, settings.beam, settings.model) == ("ted", 2, "auto")


def test_a_false_value_counts_as_said() -> None:
    assert combine(Settings(default_glossary=False), DEFAULTS).default_glossary is False


def test_glossaries_add_up_so_that_the_command_lines_come_last() -> None:
    combined = combine(Settings(glossary=("line.toml",)), Settings(glossary=("show.toml",)), DEFAULTS)
    assert combined.glossary == ("show.toml", "line.toml")


def test_speakers_add_up_and_the_first_place_wins() -> None:
    combined = combine(Settings(speakers={"A": "1"}), Settings(speakers={"A": "2", "B": "3"}))
    assert combined.speakers == {"A": "1", "B": "3"}


def test_a_setting_without_a_default_is_a_defect() -> None:
    with pytest.raises(ValueError, match="without a default"):
        setting(None)


def test_settings_from_the_command_line_are_checked_alike() -> None:
    assert check(Settings(labels="always"), where="command line") == Settings(labels="always")
    with pytest.raises(UsageError, match=r"command line: --engine: 'magic' is none of .*; --speakers: 'x' is none of"):
        check(Settings(engine="magic", labels="x"), where="command line")
