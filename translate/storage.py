"""The disk: reading what people give, and writing an episode's folder whole or not at all.

How a folder is written, under a lock:

1. Everything is judged first: is the folder this input's, are its files as we wrote them, can they be replaced?
   A file is ours when its digest is the recorded one (`translation.json`), the new one, or one in the journal.
2. All files are written beside their places (`.glossub-N.tmp`) and synced; edited ones are copied to `.bak`.
3. The journal (`.glossub-journal`) is written with the digests of what is about to appear, and the folder synced.
4. The files are renamed into place, `translation.json` last; the folder is synced and the journal removed.

Whenever a run dies, each file is whole, the next run sweeps up, and the journal tells it that the new files among the
old ones are not a person's work.
"""

import errno
import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import filelock

from translate import document
from translate.episode import Episode
from translate.errors import InputError, OutputError
from translate.glossary_file import GlossaryFile, decode, unreadable
from translate.outputs import OutputFile, Record, digest_of
from translate.translation import TranslatedEpisode

MAX_INPUT_BYTES = 100_000_000
"""Some 17,000 hours of speech: whatever is larger is no transcript."""
SAME_TRANSCRIPT = 0.3
"""The share of word 5-grams above which two texts are versions of one transcript: edits leave far more, and two
episodes of one show share hardly any."""

_LOCK = ".glossub.lock"
_JOURNAL = ".glossub-journal"
_ELSEWHERE = "Choose another folder with --out, or another name for the episode with --name."
_REFUSALS = {
    errno.ENOSPC: ("the disk is full", "Free some space and run it again; what was there before is whole."),
    errno.EDQUOT: ("the disk quota is used up", "Free some space and run it again; what was there before is whole."),
    errno.EACCES: ("there is no permission to write here", "Change the permissions, or choose a folder with --out."),
    errno.EPERM: ("there is no permission to write here", "Change the permissions, or choose a folder with --out."),
    errno.EROFS: ("this disk cannot be written to", "Choose a folder on another disk with --out."),
    errno.ENOTDIR: ("a file stands where a folder should be", "Move it away, or choose a folder with --out."),
    errno.EEXIST: ("a file stands where a folder should be", "Move it away, or choose a folder with --out."),
    errno.EISDIR: ("a folder stands where a file should be", "Move it away, or choose another folder with --out."),
    errno.ENAMETOOLONG: ("the name is too long for this disk", "Choose a shorter one with --name."),
}


def read_input(path: Path, *, most: int | None = None) -> bytes:
    """Return a file's bytes, at most `most`, without which no file may be larger than any transcript.

    Raises `InputError` when it is, or cannot be read.
    """
    most = most or MAX_INPUT_BYTES
    if re.match(r"https?:/", str(path)):
        what, mend = "this is a web address", "Open it in a browser, save the page (Ctrl+S), and give that file."
        raise InputError(what, where=str(path), mend=mend)
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # reading one may never end
            what, mend = "this is a pipe or a device", "Write what it gives into a file, and give that file."
            raise InputError(what, where=str(path), mend=mend)
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        raise InputError("there is no such file", where=str(path), mend="Check the path.") from None
    except IsADirectoryError:
        raise InputError("this is a folder", where=str(path), mend="Name the files in it.") from None
    except PermissionError:
        what, mend = "there is no permission to read it", "Change its permissions, or copy it."
        raise InputError(what, where=str(path), mend=mend) from None
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        raise InputError(f"it cannot be read: {error}", where=str(path), mend="Check the path and the disk.") from error
    if len(data) > most:
        what = f"it is larger than {most // 1_000_000} MB, and no more is read"
        raise InputError(what, where=str(path), mend="Give the text, not the recording; or cut it into parts.")
    return data


def glossary_files(paths: Sequence[str]) -> tuple[GlossaryFile, ...]:
    """Read glossary files; a folder stands for its `.toml` files. One that cannot be read says why in its faults."""
    return tuple(file for path in map(Path, paths) for file in _glossary_files(path))


def _glossary_files(path: Path) -> Iterator[GlossaryFile]:
    """Yield the glossary files that a path stands for."""
    inside = [path]
    with suppress(OSError):  # a name that no disk can hold: reading it says why
        inside = sorted(path.glob("*.toml")) if path.is_dir() else inside
    if not inside:
        mend = "A glossary's name ends with .toml."
        yield unreadable(InputError("there is no glossary in it", where=str(path), mend=mend))
    for file in inside:
        try:
            yield decode(str(file), read_input(file))
        except InputError as error:
            yield unreadable(error)


def check(folder: Path, *, episode: Episode, input_name: str) -> None:
    """See, before the work begins, that an episode's folder can be written and is this input's.

    Raises `OutputError`.
    """
    with _refusing(folder):
        nearest = next(place for place in (folder, *folder.absolute().parents) if os.path.lexists(place))
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "", str(nearest))
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "", str(nearest))
        with suppress(FileNotFoundError):
            (nearest / f"{episode.id}.{episode.language}-xx.srt.bak").lstat()  # the longest name that we shall need
        _same_input(folder, _record(folder), episode, input_name)


def edited(folder: Path) -> tuple[str, ...]:
    """Return which of a folder's files are not as Glossub wrote them, its document included. Raises `OutputError`."""
    with _refusing(folder):
        record = _record(folder)
        known = _known(folder, record)
        names = (*record.files, document.NAME) if record is not None else ()
        return tuple(
            name
            for name in names
            if (folder / name).is_file() and digest_of((folder / name).read_bytes()) not in known.get(name, ())
        )


def write(
    folder: Path,
    files: Sequence[OutputFile],
    *,
    translated: TranslatedEpisode,
    input_name: str,
    limits: Mapping[str, str | float] | None = None,
    run: str | None = None,
    force: bool = False,
) -> tuple[str, ...]:
    """Write an episode's files and its document, and return their names.

    `limits` and `run` go into the document (`outputs.Record`); without them it keeps those that it has.

    A file that someone changed is never overwritten: it stops the run, or with `force` is kept as `.bak` (`.bak2`, and
    so on). A folder of another input, or with a document that is none, stops the run anyway. Raises `OutputError`;
    what was in the folder is then as it was.
    """
    with _refusing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            _sweep(folder)
            record = _record(folder)
            _same_input(folder, record, translated.episode, input_name)
            known = _known(folder, record)
            contents = {file.name: file.content.encode() for file in files}
            digests = {name: digest_of(content) for name, content in contents.items()}
            if record is not None:
                digests = {**record.files, **digests}
                input_name = record.input_name
                limits = record.limits if limits is None else limits
                run = record.run if run is None else run
            text = document.render(translated, input_name=input_name, files=digests, limits=limits or {}, run=run or "")
            contents[document.NAME] = text.encode()
            due, changed = _judged(folder, contents, known)
            if changed and not force:
                raise _changed(folder, changed)
            _put(folder, due, known, changed)
    return tuple(contents)


def write_file(path: Path, parts: Iterable[str]) -> None:
    """Write a file of its own, whole or not at all; what stood there is replaced. Raises `OutputError`."""
    with _refusing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.tmp")
        try:
            with temporary.open("w", encoding="utf-8", errors="replace", newline="") as file:
                file.writelines(parts)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync(path.parent)


def _record(folder: Path) -> Record | None:
    """Return what a folder's document says of it; None where there is none. Raises `OutputError` for a broken one."""
    path = folder / document.NAME
    if not os.path.lexists(path):
        return None
    try:
        return document.read_record(path.read_bytes().decode(), name=str(path))
    except OSError as error:
        what, where = f"it cannot be read: {error.strerror or error}", str(path)
    except UnicodeDecodeError:
        what, where = "it is not UTF-8 text", str(path)
    except InputError as error:
        what, where = error.what, error.where
    mend = f"It is not overwritten, since it may be somebody's work: move it away. {_ELSEWHERE}"
    raise OutputError(what, where=where, mend=mend)


def _same_input(folder: Path, record: Record | None, episode: Episode, input_name: str) -> None:
    """Raise `OutputError` when a folder was made from another input.

    A folder's own document, given as the input, is the input that it was made from.
    """
    if record is None:
        return
    if input_name not in {record.input_name, document.NAME}:
        what = f"this folder was made from {record.input_name!r}, not from {input_name!r}"
        raise OutputError(what, where=str(folder), mend=_ELSEWHERE)
    if _shared(record.texts, [turn.text for turn in episode.turns]) < SAME_TRANSCRIPT:
        what = f"this folder was made from another {record.input_name!r}: the text of {input_name!r} is a different one"
        raise OutputError(what, where=str(folder), mend=_ELSEWHERE)


def _shared(before: Sequence[str], after: Sequence[str]) -> float:
    """Return the share of the shorter text's word 5-grams that both have, so that a part is like its whole."""
    first, second = ([w for text in texts for w in re.findall(r"\w+", text.casefold())] for texts in (before, after))
    size = max(1, min(5, len(first), len(second)))
    grams = [set(zip(*(words[i:] for i in range(size)), strict=False)) for words in (first, second)]
    smaller = min(map(len, grams))
    return len(grams[0] & grams[1]) / smaller if smaller else float(first == second)


def _known(folder: Path, record: Record | None) -> dict[str, set[str]]:
    """Return, by file name, the digests that are ours: recorded ones, and those of a run that did not end."""
    known = {name: {digest} for name, digest in record.files.items()} if record is not None else {}
    if record is not None and record.intact:
        known[document.NAME] = {digest_of((folder / document.NAME).read_bytes())}
    journal: object = {}
    # With a journal that somebody spoilt, files of a run that did not end count as edited: the safe side.
    with suppress(FileNotFoundError, ValueError):
        journal = json.loads((folder / _JOURNAL).read_bytes())
    for name, digests in journal.items() if isinstance(journal, dict) else ():
        if isinstance(digests, list):
            known.setdefault(name, set()).update(map(str, digests))
    return known


def _judged(
    folder: Path, contents: Mapping[str, bytes], known: Mapping[str, Collection[str]]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files that are not yet as they shall be, and the names of those that are not as we wrote them either.

    Raises `OutputError` for a file that cannot be replaced.
    """
    due: dict[str, bytes] = {}
    edited: list[str] = []
    for name, content in contents.items():
        path = folder / name
        try:
            found = path.read_bytes()
        except FileNotFoundError:
            due[name] = content
            continue
        if found == content:
            continue
        due[name] = content
        if not path.stat().st_mode & 0o222:
            mend = "Make it writable, or move it away, if it may be replaced."
            raise OutputError("the file is read-only", where=str(path), mend=mend)
        if digest_of(found) not in known.get(name, ()):
            edited.append(name)
    return due, tuple(edited)


def _changed(folder: Path, edited: Sequence[str]) -> OutputError:
    """Return the error that says which files somebody changed."""
    what = "a file is not as Glossub wrote it" if len(edited) == 1 else "files are not as Glossub wrote them"
    mend = "Nothing was overwritten. With --force such files are kept as .bak; or move them away."
    return OutputError(f"{what}: {', '.join(edited)}", where=str(folder), mend=mend)


def _put(
    folder: Path, contents: Mapping[str, bytes], known: Mapping[str, Collection[str]], edited: Sequence[str]
) -> None:
    """Put files in place, whole, and keep what somebody changed; see the module's steps 2 to 4."""
    journal = {name: sorted({*known.get(name, ()), digest_of(data)}) for name, data in contents.items()}
    journal_path = folder / _JOURNAL
    waiting: list[tuple[Path, Path]] = []
    try:
        for number, (name, content) in enumerate(contents.items()):
            waiting.append((folder / f".glossub-{number}.tmp", folder / name))
            _write_synced(waiting[-1][0], content)
        for name in edited:
            _keep(folder / name)
        waiting.insert(0, (folder / ".glossub-journal.tmp", journal_path))
        _write_synced(waiting[0][0], json.dumps(journal).encode())
        for temporary, path in waiting:
            temporary.replace(path)
            if path == journal_path:
                sync(folder)
    finally:
        _sweep(folder)
    sync(folder)
    journal_path.unlink()


def _write_synced(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep(path: Path) -> None:
    """Copy a file to the next free `.bak`, whole or not at all."""
    content = path.read_bytes()
    for number in range(1, 10_000):
        kept = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        try:
            with kept.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            continue
        except BaseException:
            kept.unlink(missing_ok=True)
            raise
        return
    raise OutputError("there are too many .bak files", where=str(path), mend="Move some of them away.")


def _sweep(folder: Path) -> None:
    """Remove the temporary files of a run that did not end; the lock says that none is at work."""
    for path in folder.glob(".glossub-*.tmp"):
        path.unlink(missing_ok=True)


def sync(folder: Path) -> None:
    """Wait until the disk has a folder's names; where folders cannot be opened (Windows), the system sees to that."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # network disks that sync no folders
                raise
        finally:
            os.close(descriptor)


@contextmanager
def locked(
    folder: Path, *, name: str = _LOCK, what: str = "another run is writing to this folder", wait_s: float = 0
) -> Iterator[None]:
    """Hold a folder, or what the lock `name` in it stands for, for this run alone.

    The system lets go of it when the process ends, however it ends. Raises `OutputError`, saying `what`, when another
    run has it and keeps it for `wait_s` seconds.
    """
    path = folder / name
    lock = filelock.FileLock(path, timeout=wait_s)
    try:
        lock.acquire()
    except filelock.Timeout:
        mend = "Wait until it is done, or choose another folder with --out."
        raise OutputError(what, where=str(folder), mend=mend) from None
    try:
        yield
    finally:
        with suppress(OSError):  # a name that Windows does not let go of only stays behind
            path.unlink()
        lock.release()


@contextmanager
def holding(folder: Path, *, name: str, what: str, wait_s: float = 0) -> Iterator[None]:
    """Make a folder and hold it as `locked` does. Raises `OutputError`, saying `what`, when another run does."""
    with ExitStack() as held:
        with _refusing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(locked(folder, name=name, what=what, wait_s=wait_s))
        yield


@contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    """Turn the system's refusals into errors that say what to do."""
    try:
        yield
    except OSError as error:
        what, mend = _REFUSALS.get(
            error.errno or 0, (f"it cannot be written: {error.strerror or error}", "Check the disk and the path.")
        )
        raise OutputError(what, where=str(error.filename or folder), mend=mend) from error
