"""SQLite files that outlive runs: opened with their integrity checked, and never emptied or overwritten in silence.

A file that is damaged is set aside under another name, or removed where people have no use for it, and whoever opened
it is told; a file of another program is refused. Whoever only looks into a file opens it so that no byte of it changes
(`open_database_to_read`). A commit counts when the disk has it (`synchronous=FULL`). On a local disk the file has a
write-ahead log, so that readers and a writer do not wait for each other; anywhere else a rollback journal, since a
write-ahead log needs shared memory, which network disks do not have (https://www.sqlite.org/wal.html, "Disadvantages").
"""

import os
import re
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from translate.errors import InputError, OutputError
from translate.storage import locked, sync

Note = Callable[[str], None]
"""Told what a person should know."""

WAIT_S = 60.0
"""How long to wait for another process that writes."""
_LOCAL = frozenset("ext2 ext3 ext4 xfs btrfs zfs f2fs tmpfs overlay bcachefs apfs ntfs3".split())
_MOUNTS = Path("/proc/self/mounts")
_FULL = "Free some space and run it again; what was done is kept."
_READ_ONLY = "Change its permissions, or choose another folder with --out."
_WHOLE = "Give a copy that is whole; a batch sets a damaged file of its own aside, and begins a new one."
_ABSENT, _EMPTY, _BARE = "there is none", "it has 0 bytes", "it has no tables"
"""What a file is before its tables are made; the last two are what a full disk or a process that is killed leaves."""
_LOGGED = 2
"""What byte 18 of a file with a write-ahead log is (https://www.sqlite.org/fileformat.html)."""
_TABLE = re.compile(r"CREATE TABLE IF NOT EXISTS (\w+)")
_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a database is: its name for people, the number in its head (`application_id`), and its tables.

    `loss` is what to say when a damaged one is removed; where there is nothing to say, it is set aside.
    """

    name: str
    number: int
    schema: str
    loss: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """An open database, for all threads of this process, one at a time; one that is `read_only` refuses to change."""

    path: Path
    connection: sqlite3.Connection
    read_only: bool = False
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection. Raises `OutputError` for what goes wrong with the file."""
        with self._lock, refusing(self.path):
            yield self.connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a transaction that holds whole or not at all. Raises `OutputError`."""
        with self._lock, refusing(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self.connection.close()


def open_database(path: Path, kind: Kind, note: Note) -> Database:
    """Open a database, or make it; a damaged one is set aside or removed, and `note` is told.

    Raises `OutputError` when it cannot be opened or is another program's.
    """
    with refusing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and not os.access(path, os.W_OK):  # SQLite would leave files beside it that are as read-only
            raise OutputError("it cannot be written to", where=str(path), mend=_READ_ONLY)
        if not _fault(path, kind):
            return Database(path=path, connection=_begun(path, kind))
        # SQLite begins a file with 0 bytes: under the lock, one that is empty is not one that another process begins.
        with locked(path.parent, name=f".{path.name}.lock", wait_s=WAIT_S):
            fault = _fault(path, kind)  # unless somebody else has seen to it meanwhile
            if fault == _EMPTY:
                note(f"{path}: the {kind.name} is empty (0 bytes, as a full disk leaves a file), and a new one begins.")
            elif fault not in {"", _ABSENT, _BARE}:
                note((_removed if kind.loss else _set_aside)(path, kind, fault))
            return Database(path=path, connection=_begun(path, kind))


def open_database_to_read(path: Path, kind: Kind) -> Database:
    """Open a database that is there only to read it: it is not made, set aside, mended or changed in any byte.

    Others may write to it meanwhile. It may lie where nothing can be written. Raises `InputError` when it is not there,
    empty, damaged, half written or not to be read, `OutputError` when it is another program's or SQLite refuses.
    """
    try:
        path.open("rb").close()
    except OSError as error:
        what = f"the {kind.name} cannot be read: {error.strerror or error}"
        raise InputError(what, where=str(path), mend="Check the path and the permissions.") from error
    with refusing(path):
        try:
            if fault := _fault(path, kind, _connected_to_read):
                what = "empty" if fault in {_EMPTY, _BARE} else f"damaged ({fault})"
                raise InputError(f"the {kind.name} is {what}", where=str(path), mend=_WHOLE)
            connection = _connected_to_read(path)
            try:
                _lend_tables(connection, kind)
                connection.execute("PRAGMA query_only=1")
            except BaseException:
                connection.close()
                raise
            return Database(path=path, connection=connection, read_only=True)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
                raise
            what, mend = "a run that was writing to it was killed", "Run that again: it puts the file right."
            raise InputError(what, where=str(path), mend=mend) from error


def remove(path: Path) -> None:
    """Remove a closed database and what SQLite may have left beside it."""
    for part in _parts(path):
        part.unlink(missing_ok=True)
    sync(path.parent)


def is_local(path: Path, mounts: Path = _MOUNTS) -> bool:
    """Say whether a file is on a disk of this machine, as far as the system tells; when in doubt, no."""
    if sys.platform != "linux" or not mounts.exists():
        return False
    place = str(path.resolve())
    rows = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    points = [(row[1].replace(r"\040", " "), row[2]) for row in rows if len(row) > 2]
    over = [(len(point), at) for at, (point, _) in enumerate(points) if f"{place}/".startswith(f"{point.rstrip('/')}/")]
    return bool(over) and points[max(over)[1]][1] in _LOCAL


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's refusals into errors that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        known = (
            ("full", "the disk is full", _FULL),
            ("locked", "another process is writing to it, and does not stop", "Wait until it is done."),
            ("readonly", "it cannot be written to", _READ_ONLY),
            ("unable to open", "it cannot be opened", "Check the path and the permissions."),
        )
        what, mend = next(
            ((what, mend) for word, what, mend in known if word in text),
            (f"SQLite reports: {text}", "Check the disk; a damaged file is set aside by the next run."),
        )
        raise OutputError(what, where=str(path), mend=mend) from error
    except OSError as error:
        raise OutputError(
            f"it cannot be written: {error.strerror or error}", where=str(path), mend="Check the disk and the path."
        ) from error


def _begun(path: Path, kind: Kind) -> sqlite3.Connection:
    """Return a connection to a file that has all tables, and make those that it lacks."""
    connection = _connected(path)
    try:
        # Changing the mode needs the file alone; a rollback journal does as well, so that nobody waits for it.
        mode = "WAL" if is_local(path) else "DELETE"
        connection.execute(f"PRAGMA journal_mode={mode}")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        for statement in kind.schema.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={kind.number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    """Return a connection that may write."""
    return sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)


def _connected_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that leaves a file as it is; where others may write to it, their locks hold.

    A file whose write-ahead log is empty would get one from `mode=ro`, which then stays behind: where that can be
    written SQLite may tidy it up, and where it cannot nobody here writes. Any other file is left to `mode=ro`.
    """
    with path.open("rb") as file:
        logged = file.read(19)[18:] == bytes([_LOGGED])
    log = path.with_name(f"{path.name}-wal")
    mode = "ro"
    if logged and not (log.exists() and log.stat().st_size):
        mode = "rw" if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) else "ro&immutable=1"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=WAIT_S, isolation_level=None, check_same_thread=False)


def _lend_tables(connection: sqlite3.Connection, kind: Kind) -> None:
    """Give a connection, and it alone, empty tables in the place of those that an older file lacks."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for statement in kind.schema.split(";"):
        if (named := _TABLE.search(statement)) is not None and named[1] not in there:
            connection.execute(statement.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))


def _fault(path: Path, kind: Kind, connected: Callable[[Path], sqlite3.Connection] = _connected) -> str:
    """Return what is wrong with a file; nothing where it is sound. Raises `OutputError` for another program's."""
    if not path.exists():
        return _ABSENT
    if path.stat().st_size == 0:
        return _EMPTY
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            if path.suffix == ".sqlite":
                return "it is no SQLite file"
            raise OutputError(f"this is no {kind.name}", where=str(path), mend="Name another file, ending in .sqlite.")
    with closing(connected(path)) as connection:
        try:
            (number,) = connection.execute("PRAGMA application_id").fetchone()
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.OperationalError:  # locked, full, not readable: the file may be sound
            raise
        except sqlite3.DatabaseError as error:
            return str(error)
    if found != "ok":
        return str(found).replace("\n", " ")
    if number != kind.number and tables:
        raise OutputError(f"this is no {kind.name}, but another program's file", where=str(path), mend="Name another.")
    return "" if tables else _BARE


def _parts(path: Path) -> tuple[Path, ...]:
    """Return the files that a database may consist of; the file itself is the last."""
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal", ""))


def _removed(path: Path, kind: Kind, fault: str) -> str:
    """Remove a damaged file; return what to tell."""
    remove(path)
    return f"{path}: the {kind.name} is damaged ({fault}); {kind.loss}."


def _set_aside(path: Path, kind: Kind, fault: str) -> str:
    """Give a damaged file, and what belongs to it, the next free name; return what to tell."""
    number = 1
    while (kept := path.with_name(f"{path.name}.damaged{number if number > 1 else ''}")).exists():
        number += 1
    for part, new in zip(_parts(path), _parts(kept), strict=True):
        if part.exists():
            part.rename(new)
    return f"{path}: the {kind.name} is damaged ({fault}); it is kept as {kept.name}, and a new one begins."
