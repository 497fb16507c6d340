"""The episodes of a batch: which inputs there are, what holds for each, and which of them this shard does.

Inputs are transcripts, folders (their transcripts), patterns (`season/**/*.srt`) and manifests (`.tsv`, `.jsonl`) with
a row per episode: `input`, and any setting of `glossub.toml`. Shards are told apart by the episode's name alone, so
that adding an episode moves no other one to another machine.
"""

import csv
import glob
import hashlib
import io
import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from translate import document, reports
from translate.errors import GlossubError, InputError, UsageError
from translate.readers import slug
from translate.settings import FILE_NAME, Settings, check_keys, from_table
from translate.storage import read_input

SUFFIXES = frozenset(".txt .md .html .htm .srt .vtt .sbv .json".split())
"""What a folder's transcripts end with."""
MANIFESTS = frozenset((".tsv", ".jsonl"))
_MAGIC = re.compile(r"[*?\[]")
_OURS = "what Glossub wrote does not count"
_MEND = "Name transcripts, folders of them, patterns in quotes, or a manifest (.tsv, .jsonl)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An input as it was named: its path, what a manifest says of it, and what is wrong with that, if so.

    `row` is the place of the manifest's row in messages, or nothing for an input that was named plainly.
    """

    path: Path
    settings: Settings = field(default_factory=Settings)
    fault: GlossubError | None = None
    row: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[Path, str | None]:
        """Return what tells episodes apart: the input, whichever way its folder is reached, and its name."""
        with suppress(ValueError):  # a null character
            return Path(os.path.realpath(self.path.parent), self.path.name), self.settings.name
        return self.path, self.settings.name

    @property
    def wanted(self) -> tuple[Settings, str]:
        """Return what the row asks for."""
        return self.settings, self.fault.what if self.fault is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Part `index` (from 1) of `count`."""

    index: int
    count: int

    def has(self, episode: str) -> bool:
        """Say whether an episode is this shard's."""
        number = int.from_bytes(hashlib.sha256(episode.encode()).digest()[:8])
        return number % self.count == self.index - 1

    def __str__(self) -> str:
        """Return the shard as files are named by it."""
        return f"{self.index}-of-{self.count}"


def shard(text: str) -> Shard:
    """Read `i/n`. Raises `UsageError`."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise UsageError(f"{text!r} is no shard", mend="Pass --shard 1/8, --shard 2/8 ... --shard 8/8.")
    return Shard(index=int(found[1]), count=int(found[2]))


def entries(inputs: Sequence[str]) -> tuple[Entry, ...]:
    """Return the episodes that inputs stand for, in the order in which they are first named, each once.

    An input is several episodes where manifests give it several names; what they say of it counts, wherever else it is
    named. Raises `InputError` for a manifest that is none, for rows that contradict each other, for a folder that
    cannot be read, and for a folder or a pattern that holds no transcript. A transcript that is not there, and a folder
    that a pattern cannot look into, is for its episode to report.
    """
    named = [entry for text in inputs for entry in _entries(text)]
    rows = _rows(named)
    firsts: dict[Path, Entry] = {}
    for (path, _), row in rows.items():
        firsts.setdefault(path, row)
    found: dict[tuple[Path, str | None], Entry] = {}
    for entry in named:
        counting = entry if entry.row else firsts.get(entry.key[0], entry)
        found.setdefault(counting.key, counting)
    return tuple(found.values())


def _rows(named: Sequence[Entry]) -> dict[tuple[Path, str | None], Entry]:
    """Return the episodes of manifests by their keys. Raises `InputError` for rows that contradict each other."""
    found: dict[tuple[Path, str | None], Entry] = {}
    for entry in named:
        first = found.setdefault(entry.key, entry) if entry.row else entry
        if entry.wanted != first.wanted:
            what = f"{entry.path} stands in {first.row} already, with other settings"
            mend = "Leave one of the rows out, or give one another `name`: an input may be several episodes."
            raise InputError(what, where=entry.row, mend=mend)
    return found


def name(path: Path, settings: Settings) -> str:
    """Return the name of an episode: as the settings say, or its input's; a document is called as its folder."""
    if path.name == document.NAME and not settings.name:
        return slug(f"{path.absolute().parent.name}.txt")
    return slug(f"{settings.name}.txt" if settings.name else path.name)


def _entries(text: str) -> Iterator[Entry]:
    path = Path(text)
    if _is_folder(path):
        yield from _inside(path)
    elif path.suffix.casefold() in MANIFESTS:
        yield from manifest(path)
    elif path.suffix.casefold() == ".csv":
        mend = "A manifest is a table parted by tabs (.tsv) or JSON lines (.jsonl): save it as one of them."
        raise InputError("a table parted by commas is neither a manifest nor a transcript", where=text, mend=mend)
    elif _MAGIC.search(text) and not os.path.lexists(path):
        yield from _matching(text)
    else:
        yield Entry(path=path)


def _inside(folder: Path) -> Iterator[Entry]:
    """Yield a folder's transcripts. Raises `InputError` where there is none, or they cannot be seen."""
    try:
        inside = _transcripts(folder.iterdir())
    except OSError as error:
        raise _unreadable(folder, error) from error
    if not inside:
        raise InputError(f"there is no transcript in this folder ({_OURS})", where=str(folder), mend=_MEND)
    yield from (Entry(path=one) for one in inside)


def _matching(pattern: str) -> Iterator[Entry]:
    """Yield the folders that a pattern cannot look into, and the transcripts that it matches.

    Raises `InputError` where there is neither.
    """
    matches = _transcripts(map(Path, _glob(pattern)))
    last = Path(pattern).name
    inside = [Entry(path=one) for one in matches if one.name != document.NAME or last == document.NAME]
    found = [*_locked(pattern), *inside]
    if not found:
        raise InputError(f"no transcript is called so ({_OURS})", where=pattern, mend=_MEND)
    yield from found


def _locked(pattern: str) -> Iterator[Entry]:
    """Yield the folders that a pattern would look into and that cannot be read, which `glob` passes over in silence."""
    parts = Path(pattern).parts
    for at, part in enumerate(parts):
        if _MAGIC.search(part):
            folder = Path(*parts[: at + 1 if part == "**" else at])
            for one in sorted(_glob(f"{folder}{os.sep}")):
                try:
                    os.scandir(one).close()
                except OSError as error:
                    yield Entry(path=Path(one), fault=_unreadable(Path(one), error))


def _glob(pattern: str) -> list[str]:
    return glob.glob(pattern, recursive=True)  # noqa: PTH207  # ** over absolute paths too


def _unreadable(folder: Path, error: OSError) -> InputError:
    """Return the error of a folder that cannot be read."""
    mend = "Change its permissions, or name the transcripts that can be read."
    return InputError(f"this folder cannot be read: {error.strerror or error}", where=str(folder), mend=mend)


def _is_folder(path: Path) -> bool:
    """Say whether a path is a folder; what cannot be looked at is none, and reading it says why."""
    with suppress(OSError):
        return path.is_dir()
    return False


def _transcripts(paths: Iterable[Path]) -> list[Path]:
    """Return the transcripts among paths, sorted, without what Glossub wrote; an episode's document is one."""
    recorded = cache(_recorded)
    return [
        path
        for path in sorted(paths)
        if _is_transcript(path) and not _is_folder(path) and path.name not in recorded(path.parent)
    ]


def _is_transcript(path: Path) -> bool:
    own = path.stem in {reports.EPISODE, reports.SEASON}
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.name != FILE_NAME and not own


def _recorded(folder: Path) -> Collection[str]:
    """Return the names of a folder's files that are an episode's outputs, as far as its document tells."""
    with suppress(UnicodeDecodeError, InputError):
        return document.read_record(read_input(folder / document.NAME).decode()).files
    return ()


def manifest(path: Path) -> tuple[Entry, ...]:
    """Read a manifest; relative paths are taken from its folder. Raises `InputError` with the line of the fault.

    What a row asks for in vain is the fault of its episode alone.
    """
    try:
        text = read_input(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"this is not UTF-8 text: {error}", where=str(path), mend="Save it as UTF-8.") from error
    tables = _json_rows(text, path) if path.suffix.casefold() == ".jsonl" else _tsv_rows(text, path)
    found = tuple(_entry(table, path, line) for line, table in tables)
    if not found:
        raise InputError("the manifest names no episode", where=str(path), mend="It needs a row for each.")
    return found


def _entry(table: dict[str, object], path: Path, line: int) -> Entry:
    """Return the episode of a row, with its fault when it asks for what cannot be."""
    where = f"{path}: line {line}"
    given = table.pop("input", None)
    if not isinstance(given, str) or not given:
        raise InputError("the row names no input", where=where, mend="Every row needs the field `input`.")
    try:
        return Entry(path=path.parent / given, settings=_settings(table, path, where), row=where)
    except InputError as error:
        called = table.get("name")
        own = Settings(name=called) if isinstance(called, str) and called.strip() else Settings()
        return Entry(path=path.parent / given, settings=own, fault=error, row=where)


def _settings(table: dict[str, object], path: Path, where: str) -> Settings:
    """Return the settings of a row. Raises `InputError`."""
    _see_no_folder(table, where)
    if "language" in table:
        if "source" in table:
            raise InputError("language and source are one setting", where=where, mend="Leave one of them out.")
        table["source"] = table.pop("language")
    return from_table(table, where=where, folder=path.parent)


def _see_no_folder(keys: Collection[str], where: str) -> None:
    """Raise `InputError` where a manifest says where to write."""
    if "out" in keys:
        raise InputError("out: a batch has one folder", where=where, mend="Pass it with --out.")


def _json_rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the objects of JSON lines with their line numbers."""
    for line, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            value: object = json.loads(row, object_pairs_hook=_single)
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"this is no JSON that can be used: {error}", where=f"{path}: line {line}", mend=_LINES
            ) from None
        if not isinstance(value, dict):
            raise InputError("this is no JSON object", where=f"{path}: line {line}", mend=_LINES)
        yield line, value


def _single(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON. Raises `ValueError` for one that says something twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"it says {_twice([name for name, _ in pairs])!r} twice")
    return found


def _twice(names: Sequence[str]) -> str:
    """Return the first name that stands there twice, or nothing."""
    return next((name for at, name in enumerate(names) if name and name in names[:at]), "")


_LINES = 'Every line is an object, such as {"input": "episode-1.srt", "glossary": ["show.toml"]}.'


def _tsv_rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the rows of a table as settings: empty fields are not set, lists are parted by semicolons."""
    rows = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True)
    head: list[str] = []
    try:
        for row in rows:
            if not head:
                head = [field.strip() for field in row]
                _see_columns(head, f"{path}: line {rows.line_num}")
                continue
            if len(row) > len(head):
                what = f"there are {len(row)} fields under {len(head)} headings"
                raise InputError(what, where=f"{path}: line {rows.line_num}", mend="Part fields by one tab each.")
            fields = zip(head, (field.strip() for field in row), strict=False)
            table = {name: _typed(name, field) for name, field in fields if field}
            if table:
                yield rows.line_num, table
    except csv.Error as error:
        raise InputError(f"this is no table: {error}", where=f"{path}: line {rows.line_num}") from None


def _see_columns(head: Sequence[str], where: str) -> None:
    """Raise `InputError` for a head with a column that no row can use."""
    if twice := _twice(head):
        raise InputError(f"there are two columns {twice!r}", where=where, mend="Leave one of them out.")
    _see_no_folder(head, where)
    check_keys((name for name in head if name not in {"", "input", "language"}), where=where)


def _typed(name: str, field: str) -> object:
    """Return a field of a table as the value that it is; settings say whether it may be one."""
    if name in {"glossary", "sync"}:
        return [path.strip() for path in field.split(";") if path.strip()]
    if name in {"beam", "cpl", "lines"} and re.fullmatch(r"\d{1,9}", field):
        return int(field)
    if name == "cps" and re.fullmatch(r"\d+(\.\d+)?", field):
        return float(field)
    if name in {"align", "constrain", "default_glossary"} and field in {"true", "false"}:
        return field == "true"
    return field
