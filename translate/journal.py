"""The journal of a batch: what a run that is killed at any moment does not have to ask the engine again.

A batch asks in blocks. A block is cut from a call by the call alone (by length, then by place), and it is kept whole,
on the disk, or not at all. A run that goes on gets a kept block from the journal and asks for the others exactly as the
first run would have: the same requests in the same calls. Since equal calls give equal answers (docs/engine.md), the
outputs are the same to the byte, wherever the first run died.

The journal also keeps the horizon of the run (`translate.memory`). When every episode was attempted it is removed.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Protocol

from translate import answers
from translate.database import Database, Kind, Note, open_database, open_database_to_read, remove
from translate.engine import Decoding, Engine, Hypothesis, Progress, Request, silent
from translate.errors import GlossubError, OutputError

BLOCK = 256
"""Requests in a block: some seconds of a laptop's work, and enough that batches inside it are of one length."""
KIND = Kind(
    name="journal of a batch",
    number=0x676C6A31,  # "glj1"
    schema="""
        CREATE TABLE IF NOT EXISTS run (memory TEXT NOT NULL, horizon INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS blocks (
            episode TEXT NOT NULL, key BLOB NOT NULL, answers TEXT NOT NULL, PRIMARY KEY (episode, key))
    """,
    loss="it is removed, and what the batch had asked for episodes that are not complete is asked again",
)


class Journal:
    """The open journal of a run; made by `open_journal`."""

    def __init__(self, database: Database, *, memory: str, horizon: Callable[[], int], note: Note) -> None:
        """Go on with the run that the database holds, or begin one.

        `memory` is the identity of the memory that the run reads, and `horizon` gives its newest row. A run that began
        with another memory begins anew.
        """
        self._database = database
        self.path = database.path
        with database.writing() as connection:
            found = connection.execute("SELECT memory, horizon FROM run").fetchone()
            if found is not None and found[0] != memory:
                note("The memory is not the one that this batch began with: the batch begins anew.")
                connection.execute("DELETE FROM run")
                connection.execute("DELETE FROM blocks")
                found = None
            self.resumed = found is not None
            self.horizon: int = found[1] if found is not None else horizon()
            if found is None:
                connection.execute("INSERT INTO run VALUES (?, ?)", (memory, self.horizon))

    def block(self, episode: str, key: bytes) -> tuple[Hypothesis, ...] | None:
        """Return the answers to a block that was kept, else None. Raises `OutputError` for a spoilt journal."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT answers FROM blocks WHERE episode = ? AND key = ?", (episode, key)
            ).fetchone()
        try:
            return None if row is None else answers.hypotheses(row[0])
        except ValueError as error:
            mend = "Somebody changed the file: delete it, and the batch begins anew."
            raise OutputError("a block is not as it was written", where=str(self.path), mend=mend) from error

    def keep(self, episode: str, key: bytes, hypotheses: Sequence[Hypothesis]) -> None:
        """Keep a block; when this returns, the disk has it."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?)", (episode, key, answers.block(hypotheses))
            )

    def forget(self, episode: str) -> None:
        """Drop the blocks of an episode that is complete."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM blocks WHERE episode = ?", (episode,))

    def close(self) -> None:
        """Close the journal; the run can go on from it."""
        self._database.close()

    def remove(self) -> None:
        """Close and remove the journal of a run that is over."""
        self.close()
        remove(self.path)


class Stopping(Protocol):
    """Asked as work goes on: raises when the batch shall stop."""

    def __call__(self) -> None:
        """Raise what ends this episode's work, or return."""
        ...


class JournalledEngine:
    """An engine behind the journal of a run, for one episode: asks in blocks, each kept as soon as it is answered.

    Equal requests of a call are asked once. It signs as the engine that it wraps.
    """

    def __init__(
        self, engine: Engine, journal: Journal, *, episode: str, source: str, target: str, stopping: Stopping
    ) -> None:
        """Keep the parts; `source` and `target` are the pair of languages."""
        self._engine = engine
        self._journal = journal
        self._episode = episode
        self._pair = source, target
        self._stopping = stopping
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
        """Translate requests block by block; raises what the engine, the journal or `stopping` raises."""
        times = Counter(requests)
        found: dict[Request, Hypothesis] = {}
        done = 0
        for block in cut_blocks(list(times)):
            self._stopping()
            answered = self._answered(block, decoding, partial(self._onwards, progress, done, len(requests)))
            found.update(zip(block, answered, strict=True))
            done += sum(times[request] for request in block)
            progress(done, len(requests))
        return tuple(found[request] for request in requests)

    def _answered(self, block: Sequence[Request], decoding: Decoding, progress: Progress) -> tuple[Hypothesis, ...]:
        """Return the answers to a block: the journal's, or the engine's."""
        key = answers.key(answers.maker(self._engine, decoding, *self._pair), block)
        kept = self._journal.block(self._episode, key)
        if kept is not None and len(kept) == len(block):
            return kept
        hypotheses = self._engine.translate(block, decoding, progress)
        self._journal.keep(self._episode, key, hypotheses)
        return hypotheses

    def _onwards(self, progress: Progress, before: int, total: int, done: int, _block: int) -> None:
        """Tell a call's progress while one of its blocks is at work, and stop there if need be."""
        self._stopping()
        progress(before + done, total)


def cut_blocks(requests: Sequence[Request], size: int = BLOCK) -> tuple[tuple[Request, ...], ...]:
    """Cut requests into blocks of similar length, the longest first."""
    order = sorted(range(len(requests)), key=lambda at: (-len(requests[at].text), at))
    return tuple(tuple(requests[at] for at in order[start : start + size]) for start in range(0, len(order), size))


def open_journal(path: Path, *, memory: str, horizon: Callable[[], int], note: Note) -> Journal:
    """Open the journal of a batch, or begin one; a damaged one is removed, and `note` is told."""
    return Journal(open_database(path, KIND, note), memory=memory, horizon=horizon, note=note)


def is_of(path: Path, memory: str) -> bool:
    """Say whether the batch of a journal reads the memory of that identity; one that cannot be read may."""
    try:
        database = open_database_to_read(path, KIND)
    except GlossubError:
        return True
    with closing(database), database.reading() as connection:
        found = connection.execute("SELECT memory FROM run").fetchone()
    return found is not None and found[0] == memory
