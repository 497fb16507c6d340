"""Files appear whole or not at all, and nobody's work is overwritten."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from small_episode import SMALL, SOURCE_CUES, STACKED_CUES, TARGET_CUES

from translate import document, storage
from translate.episode import Turn
from translate.errors import InputError, OutputError
from translate.glossary import read as read_glossary
from translate.outputs import digest_of
from translate.translation import TranslatedEpisode, Translation
from translate.writers import OutputFile, outputs

FILES = (OutputFile(name="a.en.srt", content="1\n"), OutputFile(name="notes.md", content="été\n"))
LATER = (OutputFile(name="a.en.srt", content="2\n"), OutputFile(name="notes.md", content="hiver\n"))
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def write(folder: Path, files: tuple[OutputFile, ...] = FILES, force: bool = False) -> tuple[str, ...]:
    return storage.write(folder, files, translated=SMALL, input_name="page.txt", force=force)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def other_episode() -> TranslatedEpisode:
    turn = SMALL.episode.turns[0]
    text = "Rien de tout cela ne ressemble à ce qui fut dit une autre fois"
    sentence = replace(SMALL.translations[0].sentence, end=len(text))
    return replace(
        SMALL,
        episode=replace(SMALL.episode, turns=(Turn(speaker=turn.speaker, text=text),)),
        translations=(Translation(sentence=sentence, target="Nothing alike"),),
        words=(),
    )


def test_files_are_utf_8_with_line_feeds_and_the_folder_holds_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "outputs" / "a"
    assert write(folder) == ("a.en.srt", "notes.md", "translation.json")
    found = contents(folder)
    assert (found["a.en.srt"], found["notes.md"]) == (b"1\n", "été\n".encode())
    assert set(found) == {"a.en.srt", "notes.md", "translation.json"}
    assert document.parse(found["translation.json"].decode()) == SMALL


def test_all_outputs_of_an_episode_are_written_and_recorded(tmp_path: Path) -> None:
    files = outputs(SMALL, source_cues=SOURCE_CUES, target_cues=TARGET_CUES, bilingual_cues=STACKED_CUES)
    write(tmp_path, files)
    record = document.read_record((tmp_path / "translation.json").read_text(encoding="utf-8"))
    assert record.files == {file.name: digest_of(file.content) for file in files}
    assert record.intact
    assert all(digest_of((tmp_path / name).read_bytes()) == digest for name, digest in record.files.items())


def test_another_run_replaces_what_we_wrote_and_leaves_alone_what_is_the_same(tmp_path: Path) -> None:
    write(tmp_path)
    before = (tmp_path / "notes.md").stat().st_ino
    write(tmp_path, (LATER[0], FILES[1]))
    assert (tmp_path / "a.en.srt").read_bytes() == b"2\n"
    assert (tmp_path / "notes.md").stat().st_ino == before


def test_a_file_that_another_command_recorded_stays_on_record(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, (OutputFile(name="report.tsv", content="x\n"),))
    with (tmp_path / "a.en.srt").open("a") as file:
        file.write("mine")
    with pytest.raises(OutputError, match=r"a\.en\.srt"):
        write(tmp_path, LATER)


def test_edited_files_stop_the_run_before_anything_is_written(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "notes.md").write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(OutputError, match=r"notes\.md") as caught:
        write(tmp_path, LATER)
    assert "--force" in caught.value.mend
    assert contents(tmp_path) == before


def test_a_file_of_unknown_origin_counts_as_edited(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine")
    with pytest.raises(OutputError, match=r"a file is not as Glossub wrote it: notes\.md"):
        write(tmp_path)


def test_an_edited_file_that_is_as_the_new_one_is_no_trouble(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "notes.md").write_text(LATER[1].content)
    write(tmp_path, LATER)
    assert (tmp_path / "notes.md").read_text() == LATER[1].content
    assert not list(tmp_path.glob("*.bak"))


def test_an_edited_document_stops_the_run(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "translation.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Hello and", "Hi and"), encoding="utf-8")
    with pytest.raises(OutputError, match=r"translation\.json"):
        write(tmp_path)
    write(tmp_path, force=True)
    assert "Hi and" in (tmp_path / "translation.json.bak").read_text(encoding="utf-8")
    assert document.parse(path.read_text(encoding="utf-8")) == SMALL


def test_with_force_each_edit_is_kept_and_no_earlier_one_lost(tmp_path: Path) -> None:
    write(tmp_path)
    for number in range(3):
        (tmp_path / "notes.md").write_text(f"edit {number}")
        write(tmp_path, LATER if number % 2 else FILES, force=True)
    assert [(tmp_path / f"notes.md.bak{n}").read_text() for n in ("", "2", "3")] == ["edit 0", "edit 1", "edit 2"]
    assert (tmp_path / "notes.md").read_bytes() == "été\n".encode()


@pytest.mark.parametrize("renames", range(1, 4))
def test_a_run_that_dies_between_renames_is_no_edit_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    """Not to one that dies in its turn, either."""
    write(tmp_path)
    for files in (LATER, FILES, LATER):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", dying_after(renames, Path.replace))
            with pytest.raises(KeyboardInterrupt):
                write(tmp_path, tuple(replace(file, content=file.content + "!") for file in files))
        assert not list(tmp_path.glob("*.tmp"))
        assert document.read_record((tmp_path / "translation.json").read_text(encoding="utf-8")).intact
    write(tmp_path, LATER)
    assert set(contents(tmp_path)) == {"a.en.srt", "notes.md", "translation.json"}
    (tmp_path / "notes.md").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.md"):
        write(tmp_path)


def dying_after(calls: int, real: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    """Return a function that works so many times and is then interrupted."""
    left = calls

    def dying(self: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return real(self, target)

    return dying


KILLED = """
import os, sys
from pathlib import Path
from small_episode import SMALL
from translate import storage
from translate.writers import OutputFile
real, left = Path.replace, [int(sys.argv[2])]
def dying(self, target):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)
    return real(self, target)
Path.replace = dying
files = [OutputFile(name="a.en.srt", content="killed"), OutputFile(name="notes.md", content="killed")]
storage.write(Path(sys.argv[1]), files, translated=SMALL, input_name="page.txt")
"""


@pytest.mark.parametrize("renames", [0, 2])
def test_what_a_killed_run_leaves_is_swept_up(tmp_path: Path, renames: int) -> None:
    write(tmp_path)
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here), str(here.parent)))}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(renames)], check=False, env=environment, timeout=60
    )
    assert killed.returncode == 9
    assert list(tmp_path.glob(".glossub-*.tmp"))
    write(tmp_path, LATER)
    assert set(contents(tmp_path)) == {"a.en.srt", "notes.md", "translation.json"}
    assert (tmp_path / "notes.md").read_text() == "hiver\n"


@pytest.mark.parametrize("journal", ["", "{", "[]", '{"notes.md": 3}'])
def test_a_spoilt_journal_is_no_licence_to_overwrite(tmp_path: Path, journal: str) -> None:
    write(tmp_path)
    (tmp_path / "notes.md").write_text("mine")
    (tmp_path / ".glossub-journal").write_text(journal)
    with pytest.raises(OutputError, match=r"notes\.md"):
        write(tmp_path)


def test_a_folder_made_from_another_input_names_both(tmp_path: Path) -> None:
    write(tmp_path)
    for act in (
        lambda: storage.check(tmp_path, episode=SMALL.episode, input_name="other.txt"),
        lambda: storage.write(tmp_path, FILES, translated=SMALL, input_name="other.txt", force=True),
    ):
        with pytest.raises(OutputError, match=r"'page\.txt', not from 'other\.txt'") as caught:
            act()
        assert "--name" in caught.value.mend


def test_another_transcript_under_the_same_name_is_another_input(tmp_path: Path) -> None:
    write(tmp_path)
    other = other_episode()
    with pytest.raises(OutputError, match=r"another 'page\.txt'"):
        storage.check(tmp_path, episode=other.episode, input_name="page.txt")
    with pytest.raises(OutputError, match="different"):
        storage.write(tmp_path, FILES, translated=other, input_name="page.txt")


def test_an_edited_version_of_the_transcript_is_the_same_input(tmp_path: Path) -> None:
    write(tmp_path)
    first, *rest = SMALL.episode.turns
    longer = replace(SMALL.episode, turns=(replace(first, text=first.text + " Et puis une phrase de plus."), *rest))
    before = (tmp_path / document.NAME).read_bytes()
    for edited in (longer, replace(SMALL.episode, turns=(first,))):
        storage.check(tmp_path, episode=edited, input_name="page.txt")  # which would raise, and writes nothing
    assert (tmp_path / document.NAME).read_bytes() == before


def test_a_folder_without_words_is_not_one_with_words(tmp_path: Path) -> None:
    silent = replace(SMALL, episode=replace(SMALL.episode, turns=()), translations=(), words=())
    storage.write(tmp_path, FILES, translated=silent, input_name="page.txt")
    storage.check(tmp_path, episode=silent.episode, input_name="page.txt")
    with pytest.raises(OutputError, match="different"):
        storage.check(tmp_path, episode=SMALL.episode, input_name="page.txt")


def test_a_folder_written_again_from_its_own_document_keeps_the_first_inputs_name(tmp_path: Path) -> None:
    write(tmp_path)
    storage.check(tmp_path, episode=SMALL.episode, input_name="translation.json")
    storage.write(tmp_path, LATER, translated=SMALL, input_name="translation.json")
    record = document.read_record((tmp_path / "translation.json").read_text(encoding="utf-8"))
    assert record.input_name == "page.txt"


@pytest.mark.parametrize("broken", [b"", b"{}", b"\xff\xfe", b'{"format": "glossub-translation/9"}'])
def test_a_document_that_is_none_is_never_overwritten(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "translation.json").write_bytes(broken)
    with pytest.raises(OutputError, match=r"translation\.json") as caught:
        write(tmp_path, force=True)
    assert "not overwritten" in caught.value.mend
    with pytest.raises(OutputError):
        storage.check(tmp_path, episode=SMALL.episode, input_name="page.txt")
    assert contents(tmp_path) == {"translation.json": broken}


@pytest.mark.parametrize("failing", range(4))
def test_a_full_disk_leaves_earlier_outputs_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    write(tmp_path)
    before = contents(tmp_path)
    synced = 0

    def full(_: int) -> None:
        nonlocal synced
        synced += 1
        if synced > failing:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="the disk is full") as caught:
            write(tmp_path, LATER)
    assert "Free some space" in caught.value.mend
    assert contents(tmp_path) == before
    write(tmp_path, LATER)


def test_a_backup_that_does_not_fit_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    (tmp_path / "notes.md").write_text("mine")
    before = contents(tmp_path)
    synced = 0

    def full(_: int) -> None:
        nonlocal synced
        synced += 1
        if synced > 3:
            raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="quota"):
            write(tmp_path, LATER, force=True)
    assert contents(tmp_path) == before


def test_a_disk_that_syncs_no_folders_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def some(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112  # a link, not a path
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", some)
    write(tmp_path)
    assert (tmp_path / "translation.json").is_file()


def test_a_folder_that_will_not_sync_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def some(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112  # a link, not a path
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", some)
    with pytest.raises(OutputError, match="Input/output error"):
        write(tmp_path)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    for folder in (tmp_path / "a", tmp_path / "a" / "b"):
        with pytest.raises(OutputError, match="a file stands where a folder should be") as caught:
            write(folder)
        assert "--out" in caught.value.mend
        with pytest.raises(OutputError, match="a file stands where a folder should be"):
            storage.check(folder, episode=SMALL.episode, input_name="page.txt")


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    (tmp_path / "notes.md").mkdir()
    with pytest.raises(OutputError, match="a folder stands where a file should be"):
        write(tmp_path)
    assert not (tmp_path / "a.en.srt").exists()


def test_a_read_only_file_is_not_replaced_even_by_root(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "notes.md").chmod(0o444)
    before = contents(tmp_path)
    with pytest.raises(OutputError, match="read-only"):
        write(tmp_path, LATER, force=True)
    assert contents(tmp_path) == before


@pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="no permission"):
            write(tmp_path / "a")
        with pytest.raises(OutputError, match="no permission"):
            storage.check(tmp_path / "a", episode=SMALL.episode, input_name="page.txt")
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_the_system_says_is_not_ours_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="no permission"):
        storage.check(tmp_path / "a" / "b", episode=SMALL.episode, input_name="page.txt")


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EIO])
def test_whatever_the_system_refuses_is_an_output_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(self: Path, **_: object) -> None:
        raise OSError(code, os.strerror(code), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError) as caught:
        write(tmp_path / "a")
    assert caught.value.where == str(tmp_path / "a")
    assert caught.value.mend


def test_a_name_that_is_too_long_is_told_before_the_work(tmp_path: Path) -> None:
    long = replace(SMALL.episode, id="a" * 250)
    with pytest.raises(OutputError, match="too long"):
        storage.check(tmp_path / "a", episode=long, input_name="page.txt")
    with pytest.raises(OutputError, match="too long"):
        write(tmp_path, (OutputFile(name="a" * 300, content=""),))
    with pytest.raises(OutputError, match="too long"):
        write(tmp_path / ("a" * 300))


def test_a_folder_that_can_be_written_passes_the_check_and_is_not_made(tmp_path: Path) -> None:
    storage.check(tmp_path / "a" / "b", episode=SMALL.episode, input_name="page.txt")
    assert not list(tmp_path.iterdir())


HOLDING = """
import sys, filelock
with filelock.FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path / ".glossub.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(OutputError, match="another run"):
        write(tmp_path)
    holder.communicate("", timeout=30)
    write(tmp_path)
    assert not (tmp_path / ".glossub.lock").exists()


def test_an_input_is_read_as_bytes(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes(b"\xff\r\n")
    assert storage.read_input(tmp_path / "page.txt") == b"\xff\r\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [("absent.txt", "no such file"), (".", "a folder"), ("a\0b", "cannot be read"), ("a" * 300, "cannot be read")],
)
def test_an_input_that_cannot_be_read(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        storage.read_input(tmp_path / name)
    assert caught.value.mend


def test_an_input_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(errno.EACCES, mode, str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="no permission"):
        storage.read_input(tmp_path / "page.txt")


def test_an_input_larger_than_any_transcript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "MAX_INPUT_BYTES", 10)
    (tmp_path / "page.txt").write_bytes(b"0123456789")
    assert len(storage.read_input(tmp_path / "page.txt")) == 10
    (tmp_path / "page.txt").write_bytes(b"0123456789a")
    with pytest.raises(InputError, match="larger than"):
        storage.read_input(tmp_path / "page.txt")


def test_a_glossary_folder_stands_for_its_files(tmp_path: Path) -> None:
    assert [fault.what for file in storage.glossary_files([str(tmp_path)]) for fault in file.faults] == [
        "there is no glossary in it"
    ]
    (tmp_path / "b.toml").write_text('language = "fr"\n')
    (tmp_path / "a.toml").write_text('language = "de"\n')
    names = [file.name for file in storage.glossary_files([str(tmp_path), str(tmp_path / "b.toml")])]
    assert names == [str(tmp_path / name) for name in ("a.toml", "b.toml", "b.toml")]


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")
def test_the_faults_of_every_glossary_file_come_at_once(tmp_path: Path) -> None:
    """A file that is not there, is not UTF-8 or is no TOML hides nothing that is wrong in the others."""
    (tmp_path / "latin.toml").write_bytes(b'language = "fr" # \xe9t\xe9\n')
    (tmp_path / "syntax.toml").write_text("= 1")
    (tmp_path / "empty.toml").write_text("")
    os.mkfifo(tmp_path / "pipe")
    names = ["latin.toml", "absent.toml", "syntax.toml", "pipe", "x" * 5000, "empty.toml"]
    with pytest.raises(InputError) as caught:
        read_glossary(storage.glossary_files([str(tmp_path / name) for name in names]))
    told = caught.value.what.splitlines()
    assert told[0] == "the glossary has 6 faults, so none of it is used:"
    expected = ("is not UTF-8", "no such file", "not TOML", "a pipe", "cannot be read", "language: missing")
    assert [part in line for part, line in zip(expected, told[1:], strict=True)] == [True] * 6


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are POSIX's")
def test_a_pipe_is_refused_before_reading_it_would_never_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="a pipe or a device"):
        storage.read_input(tmp_path / "pipe")


def test_a_backup_of_every_number_is_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    (tmp_path / "notes.md").write_text("mine")
    real = Path.open

    def taken(self: Path, mode: str = "r", **options: str) -> object:
        if mode == "xb":
            raise FileExistsError(errno.EEXIST, "", str(self))
        return real(self, mode, **options)  # type: ignore[call-overload]  # as it came

    monkeypatch.setattr(Path, "open", taken)
    with pytest.raises(OutputError, match=r"too many \.bak"):
        write(tmp_path, LATER, force=True)
