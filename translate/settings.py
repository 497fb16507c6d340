"""The settings of a show: `glossub.toml`, validated, and how settings from several places combine.

A value that is not set is None (or empty) and leaves the choice to the next place: command line, manifest, the
`glossub.toml` beside the input, the one in the working folder, the defaults.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import PurePath
from typing import TypeVar

from translate import syncs
from translate.errors import InputError, UsageError

Value = TypeVar("Value")

FILE_NAME = "glossub.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set for a show, a file or a run; paths in `glossary`, `out`, `audio` and `words` are as written.

    `words` is a file of word times; `align` says whether a recording that is a file times the words.
    `speakers` renames speakers (as in the transcript: as shown); `labels` is when SRT shows them. `sync` are
    points such as `12:34=je vous propose`.
    """

    out: str | None = None
    name: str | None = None
    title: str | None = None
    audio: str | None = None
    words: str | None = None
    align: bool | None = None
    sync: tuple[str, ...] = ()
    source: str | None = None
    target: str | None = None
    glossary: tuple[str, ...] = ()
    default_glossary: bool | None = None
    model: str | None = None
    engine: str | None = None
    device: str | None = None
    beam: int | None = None
    constrain: bool | None = None
    preset: str | None = None
    cpl: int | None = None
    lines: int | None = None
    cps: float | None = None
    labels: str | None = None
    speakers: Mapping[str, str] = field(default_factory=dict)


DEFAULTS = Settings(
    out="outputs",
    source="fr",
    target="en",
    align=True,
    default_glossary=True,
    model="auto",
    engine="marian",
    device="auto",
    beam=4,
    constrain=False,
    preset="podcast",
)
"""What holds where nobody says otherwise."""

LIMITS = ("preset", "cpl", "lines", "cps", "labels")
"""The settings that limit subtitles."""
_CHOICES = {"labels": ("change", "never", "always"), "engine": ("marian", "reference", "scripted")}
_TYPES: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(
        ("out", "name", "title", "audio", "words", "source", "target", "model", "engine", "device", "preset", "labels"),
        str,
    ),
    "align": bool,
    "default_glossary": bool,
    "constrain": bool,
    "beam": int,
    "cpl": int,
    "lines": int,
    "cps": (int, float),
}
_MOST = {"beam": 32, "cpl": 1000, "lines": 100, "cps": 1000}
"""What no setting may exceed; a preset has narrower limits, and a wider beam would only use up the memory."""
_CODE = re.compile(r"[a-z]{2,3}")
_OPTIONS = {"labels": "--speakers"}
"""The options that do not go by their setting's name."""
_NAMES = {str: "a string", bool: "true or false", int: "a whole number", (int, float): "a number"}


def read(text: str, *, where: str) -> Settings:
    """Read a `glossub.toml`; `where` is the file's name in messages.

    Raises `InputError` that lists every fault with its place and how to mend it. Relative paths are taken from the
    file's folder, which is `where`'s.
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits and deep nesting raise their own
        raise InputError(f"this is not TOML: {error}", where=where, mend="See the example in the README.") from error
    return from_table(table, where=where, folder=PurePath(where).parent)


def from_table(table: Mapping[str, object], *, where: str, folder: PurePath) -> Settings:
    """Return the settings that a table holds; relative paths are taken from `folder`. Raises `InputError` as `read`."""
    faults = [fault for key, value in table.items() for fault in _faults(key, value)]
    if faults:
        raise _refusal(faults, where)
    values: dict[str, object] = {key: value for key, value in table.items() if key in _TYPES}
    if isinstance(points := table.get("sync"), list):
        values["sync"] = tuple(points)
    for key in ("out", "audio", "words"):
        if key in values and "://" not in str(values[key]):
            values[key] = str(folder / str(values[key]))
    glossary, speakers = table.get("glossary", []), table.get("speakers", {})
    paths = glossary if isinstance(glossary, list) else [glossary]
    values["glossary"] = tuple(str(folder / str(path)) for path in paths)
    values["speakers"] = dict(speakers) if isinstance(speakers, Mapping) else {}
    return Settings(**values)  # type: ignore[arg-type]  # every value was checked against its type above


def check_keys(keys: Iterable[str], *, where: str) -> None:
    """Raise `InputError` that lists the keys which are no settings."""
    if faults := [fault for key in keys for fault in _unknown(key)]:
        raise _refusal(faults, where)


def check(settings: Settings, *, where: str) -> Settings:
    """Return the settings of a command line if all are possible; raise `UsageError` that lists those that are not."""
    values = ((name, getattr(settings, name)) for name in _TYPES)
    faults = [
        fault.replace(name, _OPTIONS.get(name, f"--{name.replace('_', '-')}"), 1)
        for name, value in values
        if value is not None
        for fault in _value_faults(name, value)
    ]
    if faults:
        raise UsageError("; ".join(faults), where=where)
    return settings


def combine(*places: Settings) -> Settings:
    """Return one `Settings` in which the first place that says something counts.

    Glossaries add up, the later places' first, so that the earlier places' win; speaker renames add up likewise.
    """
    chosen: dict[str, object] = {}
    for one in fields(Settings):
        values = [getattr(place, one.name) for place in places]
        chosen[one.name] = next((value for value in values if value is not None), None)
    chosen["sync"] = next((place.sync for place in places if place.sync), ())
    chosen["glossary"] = tuple(path for place in reversed(places) for path in place.glossary)
    chosen["speakers"] = {old: new for place in reversed(places) for old, new in place.speakers.items()}
    return Settings(**chosen)  # type: ignore[arg-type]  # the values come from fields of the same names


def limits(settings: Settings) -> dict[str, str | float]:
    """Return those of the settings that limit subtitles and are set, by name."""
    return {name: value for name in LIMITS if (value := getattr(settings, name)) is not None}


def setting(value: Value | None) -> Value:
    """Return a setting that has a default and so cannot be None."""
    if value is None:
        raise ValueError("a setting without a default was read as if it had one")
    return value


def _keys() -> list[str]:
    """Return the names of all settings."""
    return [one.name for one in fields(Settings)]


def _refusal(faults: Sequence[str], where: str) -> InputError:
    """Return the error that lists what is wrong with a table of settings."""
    return InputError("; ".join(faults), where=where, mend=f"The settings are: {', '.join(_keys())}.")


def _unknown(key: str) -> list[str]:
    """Return what is wrong with a key that is no setting."""
    if key in _keys():
        return []
    near = difflib.get_close_matches(key, _keys(), n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return [f"{key}: there is no such setting{hint}"]


def _faults(key: str, value: object) -> list[str]:
    """Return what is wrong with one setting."""
    if unknown := _unknown(key):
        return unknown
    if key == "glossary":
        good = isinstance(value, str) or (isinstance(value, list) and all(isinstance(path, str) for path in value))
        return [] if good else ["glossary: expected a path or a list of paths"]
    if key == "sync":
        return _sync_faults(value)
    if key == "speakers":
        good = isinstance(value, dict) and all(isinstance(name, str) and name for name in value.values())
        return [] if good else ['speakers: expected a table of names, such as [speakers] "Speaker 1" = "Inès"']
    return _value_faults(key, value)


def _sync_faults(value: object) -> list[str]:
    """Return what is wrong with a list of sync points."""
    if not isinstance(value, list) or not all(isinstance(point, str) for point in value):
        return ['sync: expected a list of points, such as ["12:34=je vous propose"]']
    faults = []
    for point in value:
        try:
            syncs.parse(point)
        except UsageError as error:
            faults.append(f"sync: {error.what}")
    return faults


def _value_faults(key: str, value: object) -> list[str]:
    """Return what is wrong with the value of a setting that is not a table or a list."""
    kind = _TYPES[key]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        return [f"{key}: expected {_NAMES[kind]}, found {value!r}"]
    if key in _CHOICES and value not in _CHOICES[key]:
        return [f"{key}: {value!r} is none of {', '.join(_CHOICES[key])}"]
    if isinstance(value, str) and not value.strip():
        return [f"{key}: must not be empty"]
    if key in {"source", "target"} and not _CODE.fullmatch(str(value)):
        return [f"{key}: {value!r} is no language code; write it in small letters, such as fr or en"]
    most = _MOST.get(key)
    if most is not None and isinstance(value, (int, float)) and not 0 < value <= most:
        return [f"{key}: must be more than 0 and at most {most}, not {value}"]
    return []
