"""The translation memory: what it serves, what it refuses, and that nothing in it is lost in silence."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from translate import answers, database, memory
from translate.answers import Maker, maker
from translate.database import is_local, open_database
from translate.edits import EVERYWHERE, Edit
from translate.engine import Decoding, Hypothesis, Request, RequiredTerm
from translate.engines.scripted import Script, ScriptedEngine
from translate.errors import InputError, OutputError
from translate.journal import KIND, JournalledEngine, open_journal
from translate.memory import Complete, Memory, RememberingEngine, Row, open_memory, open_memory_to_read
from translate.storage import locked

NODE = Request(text="Le nœud tombe.", terms=(RequiredTerm(start=3, end=7, target="node"),))
PLAIN = Request(text="Le nœud tombe.")


@pytest.fixture
def notes() -> list[str]:
    """Return where messages go."""
    return []


@pytest.fixture
def opened(tmp_path: Path, notes: list[str]) -> Iterator[Memory]:
    """Return a memory that holds nothing."""
    one = open_memory(tmp_path / memory.NAME, notes.append)
    yield one
    one.close()


def engine(**script: str) -> ScriptedEngine:
    return ScriptedEngine(Script(translations=script))


def remembering(opened: Memory, bare: ScriptedEngine, target: str = "en") -> RememberingEngine:
    return RememberingEngine(bare, opened, horizon=opened.horizon(), episode="e", source="fr", target=target)


def row(text: str, target: str, *, engine: str = "e", episode: str = "one") -> Row:
    made_by = Maker(engine=engine, decoding="[]", source="fr", target="en")
    return Row(
        maker=made_by, request=Request(text=text), hypothesis=Hypothesis(text=target, score=-1.5), episode=episode
    )


def test_an_unchanged_sentence_is_not_asked_again(opened: Memory) -> None:
    first = remembering(opened, engine())
    first.translate([PLAIN, NODE])
    opened.remember(first.learned)
    bare = engine()
    later = remembering(opened, bare)
    later.translate([NODE, Request(text="Oui."), PLAIN])
    assert bare.calls == [(Request(text="Oui."),)]
    assert later.recalled == 2


@pytest.mark.parametrize(
    ("request_", "decoding", "target"),
    [
        (replace(NODE, terms=(replace(NODE.terms[0], target="knot"),)), Decoding(), "en"),
        (PLAIN, Decoding(), "en"),
        (NODE, Decoding(repetition_penalty=1.2), "en"),
        (NODE, Decoding(length_penalty=1.0000001), "en"),
        (NODE, Decoding(), "es"),
    ],
    ids=["another rendering", "no term", "another option", "a digit that is not shown", "another target"],
)
def test_whatever_decides_a_translation_is_in_the_key(
    request_: Request, decoding: Decoding, target: str, opened: Memory
) -> None:
    first = remembering(opened, engine())
    first.translate([NODE])
    opened.remember(first.learned)
    bare = engine()
    remembering(opened, bare, target).translate([request_], decoding)
    assert bare.calls == [(request_,)]


def test_an_answer_that_had_to_begin_so_is_not_asked_for_again(opened: Memory) -> None:
    asked = Request(text="le nœud", prefix="the")
    first = remembering(opened, engine())
    answer = first.translate([asked])
    opened.remember(first.learned)
    again = remembering(opened, engine())
    assert (again.translate([asked]), again.learned, again.recalled) == (answer, [], 1)
    other = remembering(opened, engine())
    other.translate([Request(text="le nœud")])
    assert other.recalled == 0


def test_a_memory_without_beginnings_of_answers_is_read_and_filled(tmp_path: Path, notes: list[str]) -> None:
    path = tmp_path / memory.NAME
    made = open_memory(path, notes.append)
    made.remember([row("un", "one")])
    made.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE translations DROP COLUMN prefix")
    old = open_memory(path, notes.append)
    begun = replace(row("deux", "two"), request=Request(text="deux", prefix="tw"))
    old.remember([begun])
    assert [*old.rows()] == [row("un", "one"), begun]
    old.close()
    assert notes == []


def test_another_model_is_asked(opened: Memory) -> None:
    first = remembering(opened, engine())
    first.translate([NODE])
    opened.remember(first.learned)
    other = engine(un="one")
    remembering(opened, other).translate([NODE])
    assert other.calls == [(NODE,)]


def test_a_run_reads_what_was_there_when_it_began(opened: Memory) -> None:
    began = remembering(opened, bare := engine())
    other = remembering(opened, engine())
    other.translate([NODE])
    opened.remember(other.learned)
    began.translate([NODE])
    assert bare.calls == [(NODE,)]


def test_what_is_known_is_never_changed(opened: Memory) -> None:
    opened.remember([row("un", "one")])
    opened.remember([row("un", "another one"), row("deux", "two")])
    assert [one.hypothesis.text for one in opened.rows()] == ["one", "two"]


def test_progress_counts_what_is_remembered(opened: Memory) -> None:
    first = remembering(opened, engine())
    first.translate([NODE])
    opened.remember(first.learned)
    told: list[tuple[int, int]] = []
    remembering(opened, engine()).translate([NODE, PLAIN], Decoding(), lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_an_engine_behind_a_memory_is_what_the_engine_is(opened: Memory) -> None:
    bare = engine()
    wrapped = remembering(opened, bare)
    assert (wrapped.signature, wrapped.device, wrapped.inline_terms) == (bare.signature, "cpu", True)
    assert (wrapped.max_tokens, wrapped.count_tokens("a b")) == (200, 2)


def test_several_processes_may_have_it_open(opened: Memory, notes: list[str]) -> None:
    with closing(open_memory(opened.path, notes.append)) as other:
        opened.remember([row("un", "one")])
        other.remember([row("deux", "two")])
        assert (opened.count(), other.count(), other.identity, notes) == (2, 2, opened.identity, [])


def test_edits_are_kept_by_episode_and_the_later_wins(opened: Memory) -> None:
    opened.edit([Edit(episode="a", source="un", target="one"), Edit(episode="b", source="un", target="1")])
    opened.edit([Edit(episode="a", source="un", target="One"), Edit(episode=EVERYWHERE, source="deux", target="two")])
    assert [edit.target for edit in opened.edits("a")] == ["two", "One"]
    assert len(opened.edits()) == 3


def test_memories_are_merged_and_what_is_here_stays(opened: Memory, tmp_path: Path, notes: list[str]) -> None:
    opened.remember([row("un", "one")])
    opened.edit([Edit(episode="a", source="un", target="mine")])
    with closing(open_memory(tmp_path / "other.sqlite", notes.append)) as other:
        other.remember([row("un", "1"), row("deux", "two")])
        other.edit([Edit(episode="a", source="un", target="theirs"), Edit(episode="b", source="un", target="new")])
        assert opened.merge(other) == (1, 1, (Edit(episode="a", source="un", target="theirs"),))
    assert [one.hypothesis.text for one in opened.rows()] == ["one", "two"]
    assert {edit.target for edit in opened.edits()} == {"mine", "new"}


def test_more_rows_than_a_page_are_merged(opened: Memory, tmp_path: Path, notes: list[str]) -> None:
    with closing(open_memory(tmp_path / "other.sqlite", notes.append)) as other:
        other.remember([row(f"{number}", "x") for number in range(1500)])
        assert opened.merge(other) == (1500, 0, ())


def test_pruning_forgets_what_is_asked_and_keeps_edits(opened: Memory) -> None:
    def refill() -> None:
        opened.remember(
            [row("un", "1", engine="old"), row("un", "1", engine="new"), row("deux", "2", engine="new", episode="two")]
        )

    opened.edit([Edit(episode="a", source="un", target="mine")])
    refill()
    assert opened.prune() == 1
    refill()
    assert opened.prune(engine="new") == 2
    refill()
    assert opened.prune(episode="two") == 1
    refill()
    assert opened.prune(engine="new", episode="one") == 1
    assert len(opened.edits()) == 1


def test_pruning_keeps_every_engine_of_the_last_model(opened: Memory) -> None:
    """With `--constrain` a second engine answers with the same model, and may answer last."""
    engines = ("marian:old:int8", "marian:new:int8", "reference:new:float32,constrained")
    opened.remember([row("un", "1", engine=engine) for engine in engines])
    assert opened.prune() == 1
    assert [engine for engine, *_ in opened.stats().engines] == sorted(engines[1:])


def test_stats_count_what_is_there(opened: Memory) -> None:
    done = Complete(folder="one", run="1", fingerprint="x")
    opened.remember([row("un", "one"), row("deux", "two", engine="f")], done)
    opened.edit([Edit(episode=EVERYWHERE, source="a", target="b"), Edit(episode="a", source="a", target="b")])
    found = opened.stats()
    assert found.engines == (("e", 1, 2), ("f", 1, 4))
    assert (found.episodes, found.edits, found.edits_everywhere, found.finished) == (1, 1, 1, 1)
    assert found.size > 0
    assert opened.has(done)
    assert not any(opened.has(replace(done, **{name: "other"})) for name in ("folder", "run", "fingerprint"))


def test_a_folder_that_was_finished_anew_counts_once(opened: Memory) -> None:
    first = Complete(folder="one", run="1", fingerprint="x")
    for one in (first, replace(first, run="2")):
        opened.remember([], one)
    assert opened.complete() == [replace(first, run="2")]


def test_merging_keeps_what_is_known_of_a_folder_beside_what_another_memory_knows(opened: Memory) -> None:
    mine = Complete(folder="one", run="1", fingerprint="x")
    theirs = Complete(folder="one", run="2", fingerprint="y")
    opened.remember([], mine)
    with closing(open_memory(opened.path.with_name("other.sqlite"), print)) as other:
        other.remember([], theirs)
        opened.merge(other)
    assert opened.has(mine)
    assert opened.has(theirs)


def test_half_a_surrogate_pair_is_answered_and_not_kept(opened: Memory) -> None:
    odd = Request(text="un \ud800 deux")
    wrapped = remembering(opened, engine())
    assert len(wrapped.translate([odd])) == 1
    opened.remember(wrapped.learned)
    assert opened.count() == 0


@pytest.mark.parametrize("damage", ["head", "page", "text"])
def test_a_damaged_memory_is_set_aside_with_a_message(damage: str, tmp_path: Path, notes: list[str]) -> None:
    path = tmp_path / memory.NAME
    with closing(open_memory(path, notes.append)) as before:
        before.remember([row(f"{number}", "x" * 200) for number in range(200)])
    content = bytearray(path.read_bytes())
    if damage == "head":
        content[0:16] = b"\0" * 16
    elif damage == "page":
        content[8192:12000] = b"\xff" * (12000 - 8192)
    else:
        content = bytearray(b"this was a memory once")
    path.write_bytes(content)
    for name in ("memory.sqlite.damaged", "memory.sqlite.damaged2"):
        with closing(open_memory(path, notes.append)) as after:
            assert after.count() == 0
        assert (tmp_path / name).read_bytes() == bytes(content)
        assert "is damaged (" in notes[-1]
        assert f"it is kept as {name}" in notes[-1]
        path.write_bytes(content)


def test_a_row_that_somebody_changed_is_an_error(opened: Memory) -> None:
    first = remembering(opened, engine())
    first.translate([NODE])
    opened.remember(first.learned)
    with closing(sqlite3.connect(opened.path)) as connection:
        connection.execute("UPDATE translations SET answer = '[1]'")
        connection.commit()
    with pytest.raises(OutputError, match="row 1 is not as it was written"):
        remembering(opened, engine()).translate([NODE])


def test_another_programs_file_is_refused_and_left_alone(tmp_path: Path, notes: list[str]) -> None:
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE places (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(OutputError, match="another program's file"):
        open_memory(path, notes.append)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="this is no translation memory"):
        open_memory(tmp_path / "notes.txt", notes.append)
    assert (path.read_bytes(), (tmp_path / "notes.txt").read_text()) == (before, "mine")


def test_a_full_disk_is_said(opened: Memory) -> None:
    with opened._database.reading() as connection:  # noqa: SLF001  # the disk is SQLite's to fill
        connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(OutputError, match="the disk is full"):
        opened.remember([row(f"{number}", "x" * 1000) for number in range(100)])
    assert opened.count() == 0


def test_a_memory_that_another_process_never_lets_go_of_is_said(
    opened: Memory, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_S", 0.05)
    with closing(sqlite3.connect(opened.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputError, match="another process is writing to it"):
            open_memory(opened.path, notes.append)


def test_a_memory_that_may_not_be_written_is_said_and_nothing_is_left_beside_it(
    opened: Memory, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.close()
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (opened.path, os.W_OK))
    with pytest.raises(OutputError, match="it cannot be written to"):
        open_memory(opened.path, notes.append)
    assert [path.name for path in opened.path.parent.iterdir()] == [memory.NAME]


def test_an_empty_memory_is_said_and_begins_anew(tmp_path: Path, notes: list[str]) -> None:
    (tmp_path / memory.NAME).touch()
    for _ in range(2):
        with closing(open_memory(tmp_path / memory.NAME, notes.append)) as begun:
            assert begun.is_new()
    assert [*files(tmp_path)] == [memory.NAME]
    assert len(notes) == 1
    assert "memory.sqlite: the translation memory is empty (0 bytes" in notes[0]


def test_a_memory_of_which_only_the_head_was_written_begins_anew(tmp_path: Path, notes: list[str]) -> None:
    with closing(sqlite3.connect(tmp_path / memory.NAME)) as killed:
        killed.execute("PRAGMA journal_mode=WAL")
    with pytest.raises(InputError, match="the translation memory is empty"):
        open_memory_to_read(tmp_path / memory.NAME)
    with closing(open_memory(tmp_path / memory.NAME, notes.append)) as begun:
        assert begun.is_new()
    assert notes == []


def test_a_memory_that_another_process_is_beginning_is_no_empty_one(tmp_path: Path, notes: list[str]) -> None:
    path = tmp_path / memory.NAME
    with ThreadPoolExecutor(1) as threads:
        with locked(tmp_path, name=f".{memory.NAME}.lock"):
            path.touch()
            waiting = threads.submit(open_memory, path, notes.append)
            assert not wait([waiting], timeout=0.3).done
            with closing(sqlite3.connect(path)) as connection:
                connection.executescript(f"{memory.KIND.schema}; PRAGMA application_id={memory.KIND.number}")
        waiting.result().close()
    assert notes == []


def test_many_may_begin_a_memory_at_once(tmp_path: Path, notes: list[str]) -> None:
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(lambda _: open_memory(tmp_path / memory.NAME, notes.append), range(8)))
    assert len({one.identity for one in opened}) == 1
    for one in opened:
        one.close()
    assert ([*files(tmp_path)], notes) == ([memory.NAME], [])


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("local", [True, False])
@pytest.mark.parametrize("writable", [True, False])
def test_looking_into_a_memory_changes_nothing_and_leaves_nothing_beside_it(
    local: bool, writable: bool, tmp_path: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "is_local", lambda _: local)
    path = tmp_path / memory.NAME
    with closing(open_memory(path, notes.append)) as made:
        made.remember([row("un", "one")])
    before = files(tmp_path)
    if not writable:
        monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    with closing(open_memory_to_read(path)) as looked_into:
        assert (looked_into.count(), [*looked_into.rows()]) == (1, [row("un", "one")])
        assert looked_into.identity == made.identity
        with pytest.raises(OutputError, match="it cannot be written to"):
            looked_into.remember([row("deux", "two")])
    assert files(tmp_path) == before


def test_a_memory_that_is_written_to_meanwhile_is_looked_into(opened: Memory) -> None:
    opened.remember([row("un", "one")])
    with closing(open_memory_to_read(opened.path)) as looked_into:
        opened.remember([row("deux", "two")])
        assert looked_into.count() == 2


def test_a_memory_that_an_older_version_made_is_looked_into_as_it_is(tmp_path: Path, notes: list[str]) -> None:
    path = tmp_path / memory.NAME
    with closing(open_memory(path, notes.append)) as made:
        made.remember([row("un", "one")])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE translations DROP COLUMN prefix")
        connection.execute("DROP TABLE edits")
    before = files(tmp_path)
    with closing(open_memory_to_read(path)) as old:
        assert ([*old.rows()], old.edits(), old.stats().edits) == ([row("un", "one")], (), 0)
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "message"), [(b"", "is empty"), (b"spoilt", "is damaged"), (None, "cannot be read: No such file")]
)
def test_what_is_no_memory_is_not_looked_into_and_stays_as_it_is(
    content: bytes | None, message: str, tmp_path: Path
) -> None:
    path = tmp_path / memory.NAME
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        open_memory_to_read(path)
    assert files(tmp_path) == ({} if content is None else {memory.NAME: content})


def test_a_memory_that_a_killed_run_left_half_written_is_said(
    tmp_path: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "is_local", lambda _: False)
    with closing(open_memory(tmp_path / memory.NAME, notes.append)) as made:
        made.remember([row("un", "one")])
        with made._database.reading() as connection:  # noqa: SLF001  # as a run that is killed in a transaction
            connection.execute("PRAGMA cache_size=2")
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO edits VALUES (?, '', 0, '')", ((f"{at}" * 99,) for at in range(999)))
        killed = tmp_path / "killed"
        killed.mkdir()
        for name, content in files(tmp_path).items():
            (killed / name).write_bytes(content)
    before = files(killed)
    with pytest.raises(InputError, match="a run that was writing to it was killed"):
        open_memory_to_read(killed / memory.NAME)
    assert files(killed) == before


def test_a_memory_where_no_file_can_be_is_said(tmp_path: Path, notes: list[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        open_memory(tmp_path / "file" / "memory.sqlite", notes.append)
    (tmp_path / "memory.sqlite").mkdir()
    with pytest.raises(OutputError):
        open_memory(tmp_path / "memory.sqlite", notes.append)


@pytest.mark.parametrize(("kind", "local"), [("ext4", True), ("nfs4", False), ("fuse.sshfs", False), ("lustre", False)])
def test_a_network_disk_is_told_from_a_local_one(kind: str, local: bool, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path / 'out put'} {kind} rw\n".replace("out put", r"out\040put")
    )
    assert is_local(tmp_path / "out put" / "memory.sqlite", mounts) is local
    assert is_local(tmp_path / "memory.sqlite", mounts)
    assert not is_local(tmp_path / "memory.sqlite", tmp_path / "gone")


def test_a_network_disk_gets_a_rollback_journal(
    tmp_path: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []
    for local in (True, False):
        monkeypatch.setattr(database, "is_local", lambda _, local=local: local)
        one = open_database(tmp_path / f"{local}.sqlite", KIND, notes.append)
        with one.reading() as connection:
            modes.append(connection.execute("PRAGMA journal_mode").fetchone()[0])
        one.close()
    assert modes == ["wal", "delete"]


def test_a_journal_goes_on_with_its_horizon_and_begins_anew_with_another_memory(
    tmp_path: Path, notes: list[str]
) -> None:
    path = tmp_path / "journal.sqlite"

    def journal(identity: str, horizon: int) -> tuple[int, bool]:
        one = open_journal(path, memory=identity, horizon=lambda: horizon, note=notes.append)
        one.close()
        return one.horizon, one.resumed

    assert [journal("a", 5), journal("a", 9), journal("b", 9)] == [(5, False), (5, True), (9, False)]
    assert "not the one that this batch began with" in notes[0]


def test_a_damaged_journal_is_removed_with_a_message(tmp_path: Path, notes: list[str]) -> None:
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"spoilt")
    journal = open_journal(path, memory="a", horizon=lambda: 3, note=notes.append)
    assert (journal.horizon, journal.resumed) == (3, False)
    journal.remove()
    assert [*tmp_path.iterdir()] == []
    assert len(notes) == 1
    assert "the journal of a batch is damaged (it is no SQLite file); it is removed" in notes[0]


def test_a_block_that_somebody_changed_is_an_error(tmp_path: Path, notes: list[str]) -> None:
    journal = open_journal(tmp_path / "journal.sqlite", memory="a", horizon=lambda: 0, note=notes.append)
    wrapped = JournalledEngine(engine(), journal, episode="e", source="fr", target="en", stopping=lambda: None)
    wrapped.translate([NODE])
    with closing(sqlite3.connect(journal.path)) as connection:
        connection.execute("UPDATE blocks SET answers = '{}'")
        connection.commit()
    with pytest.raises(OutputError, match="a block is not as it was written"):
        wrapped.translate([NODE])
    journal.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_journal_tells_progress_in_requests_though_equal_ones_are_asked_once(
    tmp_path: Path, notes: list[str]
) -> None:
    journal = open_journal(tmp_path / "journal.sqlite", memory="a", horizon=lambda: 0, note=notes.append)
    wrapped = JournalledEngine(engine(), journal, episode="e", source="fr", target="en", stopping=lambda: None)
    told: list[tuple[int, int]] = []
    wrapped.translate([PLAIN, NODE, PLAIN, PLAIN], progress=lambda done, total: told.append((done, total)))
    journal.remove()
    assert told == [(1, 4), (2, 4), (4, 4)]


def test_a_database_holds_a_transaction_whole_or_not_at_all(tmp_path: Path, notes: list[str]) -> None:
    one = open_database(tmp_path / "one.sqlite", KIND, notes.append)

    def half() -> None:
        with one.writing() as connection:
            connection.execute("INSERT INTO run VALUES ('a', 1)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with one.reading() as connection:
        assert connection.execute("SELECT count(*) FROM run").fetchone() == (0,)
    one.close()


def test_a_maker_names_every_option() -> None:
    names = maker(engine(), Decoding(beam_size=2), "fr", "en")
    assert names.decoding.startswith("[2,1.0,1.0,0")
    assert (names.source, names.target) == ("fr", "en")


@pytest.mark.parametrize(
    "text",
    ["3", "[]", '["a", 0.5, [], [], [], []]', '["a", "b", [], []]', '["a", 0, [[1, 2, 3]], []]',
     '["a", 0, [], [[1, 2, true]]]', '["a", 0, [3], []]', '["a", 0, [], [], [3]]', "{"],
)  # fmt: skip
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        answers.hypothesis(text)


@pytest.mark.parametrize("text", ["3", "[3]", "[[1, 2, 3]]", '[["a", 2, "b"]]'])
def test_what_are_no_terms_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        answers.terms(text)
