"""The translation memory: what engines answered and what people wrote, in one SQLite file beside the episodes.

A row is keyed by what decides a translation: the engine's signature (its model's fingerprint, its numeric type), every
decoding option, the pair of languages, the source and its required terms. So a sentence that did not change is not
translated again, and a changed glossary entry costs the sentences that it touches.

What a run may read is fixed when it begins: the rows up to its `horizon`, the highest number that then was. Rows are
added when an episode is complete, get higher numbers, and are never changed; so no output depends on which episode was
done first, and a run that goes on after a power cut, with the horizon in its journal, reads what it read before.

An engine behind a memory that holds nothing is asked exactly what it would be asked without. Behind one that does, the
rest goes into other batches, which in int8 changes about one sentence in a thousand (docs/engine.md), and the rows are
what some batch gave: as good, but not byte for byte what a run without the memory gives. For an engine whose answers
do not depend on the batch (float32, `scripted`) they are equal.
"""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import TypeVar

from translate import answers
from translate.answers import Maker
from translate.database import Database, Kind, Note, open_database, open_database_to_read
from translate.edits import EVERYWHERE, Edit
from translate.engine import Decoding, Engine, Hypothesis, Progress, Request, silent
from translate.errors import OutputError

Value = TypeVar("Value")

NAME = "memory.sqlite"
KIND = Kind(
    name="translation memory",
    number=0x676C6D31,  # "glm1"
    schema="""
        CREATE TABLE IF NOT EXISTS identity (id TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS translations (
            id INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL UNIQUE, engine TEXT NOT NULL,
            decoding TEXT NOT NULL, source_language TEXT NOT NULL, target_language TEXT NOT NULL,
            source TEXT NOT NULL, terms TEXT NOT NULL, target TEXT NOT NULL, answer TEXT NOT NULL,
            episode TEXT NOT NULL, prefix TEXT NOT NULL DEFAULT '');
        CREATE TABLE IF NOT EXISTS edits (
            episode TEXT NOT NULL, source TEXT NOT NULL, occurrence INTEGER NOT NULL, target TEXT NOT NULL,
            PRIMARY KEY (episode, source, occurrence));
        CREATE TABLE IF NOT EXISTS complete (
            folder TEXT NOT NULL, run TEXT NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (folder, run))
    """,
)
_COLUMNS = "key, engine, decoding, source_language, target_language, source, terms, target, answer, episode, prefix"
_MARKS = ", ".join("?" for _ in _COLUMNS.split(", "))
_REST = "substr(engine, instr(engine, ':') + 1)"
_MODEL = f"substr({_REST}, 1, instr({_REST} || ':', ':') - 1)"  # of an engine's signature: KIND:MODEL:TYPE
_OTHER_MODELS = f"{_MODEL} <> (SELECT {_MODEL} FROM translations ORDER BY id DESC LIMIT 1)"  # noqa: S608  # constants
_FORGOTTEN = "PRAGMA user_version=1"
"""Marks a memory in which somebody took edits back: where it is empty, that is what they wanted."""
_MEND = "Somebody changed the file: move it away, or delete the row."


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer of an engine: who was asked what, in which episode, and the hypothesis."""

    maker: Maker
    request: Request
    hypothesis: Hypothesis
    episode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete:
    """An episode that was finished: its folder, as `Memory.place` tells it, which run it holds, and what decided that.

    `run` is what the folder's record says (`outputs.Record`): if it says another one, somebody else wrote there since.
    """

    folder: str
    run: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What a memory holds: rows and source characters by engine, edits, finished episodes, and the file's bytes."""

    engines: tuple[tuple[str, int, int], ...]
    episodes: int
    edits: int
    edits_everywhere: int
    finished: int
    size: int


class Memory:
    """An open memory; made by `open_memory` or `open_memory_to_read`. Several processes may have it open."""

    def __init__(self, database: Database) -> None:
        """Keep the database and give a new one its identity; one that is only read stays as it is."""
        self._database = database
        self.path = database.path
        self._prefix = "prefix"
        with database.reading() if database.read_only else database.writing() as connection:
            columns = connection.execute("SELECT name FROM pragma_table_info('translations')").fetchall()
            if ("prefix",) not in columns and database.read_only:  # a memory of before prefixes were remembered
                self._prefix = "''"
            elif ("prefix",) not in columns:
                connection.execute("ALTER TABLE translations ADD COLUMN prefix TEXT NOT NULL DEFAULT ''")
            found = connection.execute("SELECT id FROM identity").fetchone()
            self.identity: str = found[0] if found else secrets.token_hex(8)
            if not found and not database.read_only:
                connection.execute("INSERT INTO identity VALUES (?)", (self.identity,))

    def horizon(self) -> int:
        """Return the number of the newest row: what a run that begins now may read."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT coalesce(max(id), 0) FROM translations").fetchone()[0])

    def recall(self, maker: Maker, requests: Sequence[Request], horizon: int) -> list[Hypothesis | None]:
        """Return what is remembered of requests: a hypothesis or None for each. Raises `OutputError`."""
        with self._database.reading() as connection:
            rows = [
                connection.execute(
                    "SELECT answer, id FROM translations WHERE key = ? AND id <= ?",
                    (answers.key(maker, [request]), horizon),
                ).fetchone()
                for request in requests
            ]
        return [None if row is None else self._answer(*row) for row in rows]

    def remember(self, rows: Iterable[Row], complete: Complete | None = None) -> None:
        """Add an episode's rows, and that it is complete, whole or not at all; what is known stays as it is."""
        values = [value for row in rows for value in _values(row)]
        with self._database.writing() as connection:
            connection.executemany(
                f"INSERT OR IGNORE INTO translations ({_COLUMNS}) VALUES ({_MARKS})",  # noqa: S608  # the parts are constants of this module
                values,
            )
            if complete is not None:
                connection.execute("DELETE FROM complete WHERE folder = ?", (complete.folder,))
                connection.execute("INSERT INTO complete VALUES (?, ?, ?)", astuple(complete))

    def place(self, folder: Path) -> str:
        """Return a folder as this memory knows it: as seen from the memory, so that both may move together."""
        return Path(os.path.relpath(folder, self.path.parent)).as_posix()

    def has(self, complete: Complete) -> bool:
        """Say whether an episode was finished so."""
        return complete in self.complete(complete.folder)

    def complete(self, folder: str | None = None) -> list[Complete]:
        """Return what was finished, in a folder or everywhere; several runs of one folder are of merged memories."""
        where, values = ("", ()) if folder is None else (" WHERE folder = ?", (folder,))
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT folder, run, fingerprint FROM complete{where}", values).fetchall()  # noqa: S608  # the parts are constants of this module
        return [Complete(folder=place, run=run, fingerprint=fingerprint) for place, run, fingerprint in rows]

    def rows(self) -> Iterator[Row]:
        """Yield all rows, oldest first. Raises `OutputError` for one that is not as it was written."""
        last = 0
        columns = _COLUMNS.removeprefix("key, ").replace(" target,", "").replace("prefix", self._prefix)
        while True:
            with self._database.reading() as connection:
                page = connection.execute(
                    f"SELECT id, {columns} FROM translations WHERE id > ? ORDER BY id LIMIT 1000",  # noqa: S608  # the parts are constants of this module
                    (last,),
                ).fetchall()
            for number, engine, decoding, source, target, text, terms, answer, episode, prefix in page:
                hypothesis = self._answer(answer, number)
                request = Request(text=text, terms=self._read(answers.terms, terms, number), prefix=prefix)
                made_by = Maker(engine=engine, decoding=decoding, source=source, target=target)
                yield Row(maker=made_by, request=request, hypothesis=hypothesis, episode=episode)
                last = number
            if not page:
                return

    def edit(self, edits: Iterable[Edit]) -> None:
        """Keep people's edits; a later one takes the place of an earlier one."""
        rows = [(e.episode, e.source, e.occurrence, e.target) for e in edits]
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO edits VALUES (?, ?, ?, ?)", rows)

    def edits(self, episode: str | None = None) -> tuple[Edit, ...]:
        """Return the edits that bear on an episode, those for all included; without an episode, every edit."""
        where, values = ("", ()) if episode is None else (" WHERE episode IN (?, ?)", (episode, EVERYWHERE))
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT * FROM edits{where} ORDER BY episode, source, occurrence",  # noqa: S608  # the parts are constants of this module
                values,
            ).fetchall()
        return tuple(Edit(episode=e, source=s, occurrence=o, target=t) for e, s, o, t in rows)

    def adopt(self, edits: Iterable[Edit]) -> tuple[int, tuple[Edit, ...]]:
        """Keep the edits whose places have none yet; return how many, and those that differ from what is here."""
        known = {edit.place: edit.target for edit in self.edits()}
        new: list[Edit] = []
        differing: list[Edit] = []
        for edit in edits:
            here = known.get(edit.place)
            if here is None:
                new.append(edit)
            elif here != edit.target:
                differing.append(edit)
        self.edit(new)
        return len(new), tuple(differing)

    def merge(self, other: "Memory") -> tuple[int, int, tuple[Edit, ...]]:
        """Add what another memory holds, and return how many rows and edits came in; what is here stays.

        Last come the edits that differ from those that are here.
        What is complete is taken over too, so that what a shard has done is not done again.
        """
        before = self.count()
        batch: list[Row] = []
        for row in other.rows():
            batch.append(row)
            if len(batch) == 1000:
                self.remember(batch)
                batch = []
        self.remember(batch)
        new, differing = self.adopt(other.edits())
        here = [replace(one, folder=self.place(other.path.parent / one.folder)) for one in other.complete()]
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO complete VALUES (?, ?, ?)", map(astuple, here))
        return self.count() - before, new, differing

    def forget(self, edits: Iterable[Edit]) -> None:
        """Forget edits, whatever their targets are now."""
        with self._database.writing() as connection:
            connection.execute(_FORGOTTEN)
            connection.executemany(
                "DELETE FROM edits WHERE episode = ? AND source = ? AND occurrence = ?", [edit.place for edit in edits]
            )

    def forget_edits(self, episode: str) -> int:
        """Forget the edits of an episode, or those that hold for all (`EVERYWHERE`), and return how many there were."""
        with self._database.writing() as connection:
            connection.execute(_FORGOTTEN)
            return int(connection.execute("DELETE FROM edits WHERE episode = ?", (episode,)).rowcount)

    def prune(self, *, engine: str | None = None, episode: str | None = None) -> int:
        """Forget rows, and return how many: those of an engine, of an episode, or of every model but the last used.

        People's edits stay. One model may answer through several engines: `--constrain` asks a second one.
        """
        conditions = [(f"{name} = ?", value) for name, value in (("engine", engine), ("episode", episode)) if value]
        where = " AND ".join(condition for condition, _ in conditions) or _OTHER_MODELS
        with self._database.writing() as connection:
            gone = connection.execute(
                f"DELETE FROM translations WHERE {where}",  # noqa: S608  # the parts are constants of this module
                [value for _, value in conditions],
            ).rowcount
        with self._database.reading() as connection:
            connection.execute("VACUUM")
        return int(gone)

    def stats(self) -> Stats:
        """Count what is there."""
        with self._database.reading() as connection:
            engines = connection.execute(
                "SELECT engine, count(*), sum(length(source)) FROM translations GROUP BY engine ORDER BY engine"
            ).fetchall()
            counts = [
                int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608  # the parts are constants of this module
                for what in (
                    "(SELECT DISTINCT episode FROM translations)",
                    f"edits WHERE episode <> '{EVERYWHERE}'",
                    f"edits WHERE episode = '{EVERYWHERE}'",
                    "(SELECT DISTINCT folder FROM complete)",
                )
            ]
        return Stats(
            engines=tuple(map(tuple, engines)),
            episodes=counts[0],
            edits=counts[1],
            edits_everywhere=counts[2],
            finished=counts[3],
            size=self.path.stat().st_size,
        )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def is_new(self) -> bool:
        """Say whether it has held nothing yet: no row, no edit, no finished episode, and nobody took an edit back."""
        with self._database.reading() as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0]:
                return False
            return not any(
                connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]  # noqa: S608  # a constant
                for table in ("translations", "edits", "complete")
            )

    def count(self) -> int:
        """Return the number of rows."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM translations").fetchone()[0])

    def _answer(self, text: str, number: int) -> Hypothesis:
        return self._read(answers.hypothesis, text, number)

    def _read(self, read: Callable[[str], Value], text: str, number: int) -> Value:
        """Read a column. Raises `OutputError` where it is not as it was written."""
        try:
            return read(text)
        except ValueError as error:
            raise OutputError(
                f"row {number} is not as it was written: {error}", where=str(self.path), mend=_MEND
            ) from error


class RememberingEngine:
    """An engine behind a memory, for one episode: what is remembered is not asked; `learned` is what was asked.

    It signs as the engine that it wraps.
    """

    def __init__(self, engine: Engine, memory: Memory, *, horizon: int, episode: str, source: str, target: str) -> None:
        """Keep the parts; `source` and `target` are the pair of languages, `episode` goes into the rows."""
        self._engine = engine
        self._memory = memory
        self._horizon = horizon
        self._episode = episode
        self._pair = source, target
        self.learned: list[Row] = []
        self.recalled = 0
        self.signature = engine.signature
        self.device = engine.device
        self.inline_terms = engine.inline_terms
        self.max_tokens = engine.max_tokens

    def count_tokens(self, text: str) -> int:
        """Return how many source tokens the engine makes of a text."""
        return self._engine.count_tokens(text)

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Translate what is not remembered; raises `EngineError` as the engine does, `OutputError` for a bad memory."""
        maker = answers.maker(self._engine, decoding, *self._pair)
        found = self._memory.recall(maker, requests, self._horizon)
        asked = [request for request, known in zip(requests, found, strict=True) if known is None]
        known_count = len(requests) - len(asked)
        self.recalled += known_count
        if known_count:
            progress(known_count, len(requests))
        given = iter(
            self._engine.translate(asked, decoding, lambda done, _: progress(known_count + done, len(requests)))
        )
        hypotheses: list[Hypothesis] = []
        for request, known in zip(requests, found, strict=True):
            if known is None:
                new = next(given)
                self.learned.append(Row(maker=maker, request=request, hypothesis=new, episode=self._episode))
                hypotheses.append(new)
            else:
                hypotheses.append(known)
        return tuple(hypotheses)


def open_memory(path: Path, note: Note) -> Memory:
    """Open a memory, or make it; a damaged file is set aside, and `note` is told. Raises as `open_database`."""
    return Memory(open_database(path, KIND, note))


def open_memory_to_read(path: Path) -> Memory:
    """Open a memory that is there only to look into it: no byte of it changes. Raises as `open_database_to_read`."""
    return Memory(open_database_to_read(path, KIND))


def _values(row: Row) -> Iterator[tuple[object, ...]]:
    """Yield the columns of a row; none where a text holds half a surrogate pair, which no SQLite file can."""
    maker, request, hypothesis = row.maker, row.request, row.hypothesis
    with suppress(UnicodeEncodeError):
        f"{request.text}{request.prefix}{hypothesis.text}".encode()
        yield (
            answers.key(maker, [request]), maker.engine, maker.decoding, maker.source, maker.target,
            request.text, answers.terms_text(request), hypothesis.text, answers.answer(hypothesis), row.episode,
            request.prefix,
        )  # fmt: skip
