"""Which episodes a batch is asked to do."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from small_episode import SMALL

from translate.document import render
from translate.errors import InputError, UsageError
from translate.season import Entry, Shard, entries, manifest, name, shard
from translate.settings import Settings


def touch(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in names:
        (folder / one).write_text("x", encoding="utf-8")


def paths(*inputs: object) -> list[str]:
    return [entry.path.name for entry in entries([str(one) for one in inputs])]


def test_a_folder_stands_for_its_transcripts(tmp_path: Path) -> None:
    touch(tmp_path, "b.srt", "a.txt", "c.JSON", "talk.mp3", "glossub.toml", ".hidden.txt", "season.tsv")
    touch(tmp_path / "inside", "d.txt")
    assert paths(tmp_path) == ["a.txt", "b.srt", "c.JSON"]


def test_what_glossub_wrote_is_no_transcript_of_a_folder_or_a_pattern(tmp_path: Path) -> None:
    touch(tmp_path, "a.srt", "season-report.json", "season-report.html", "season-reports.txt")
    episode = tmp_path / "outputs" / "ep"
    touch(episode, "ep.en.srt", "ep.fr.srt", "mine.srt", "bilingual.html", "glossary-report.json", "words.json")
    record = dict.fromkeys(("ep.en.srt", "ep.fr.srt", "bilingual.html", "glossary-report.json"), "0" * 64)
    document = render(SMALL, input_name="page.txt", files=record)
    (episode / "translation.json").write_text(document, encoding="utf-8")
    touch(tmp_path / "outputs" / "torn", "torn.en.srt", "translation.json")
    assert paths(tmp_path) == ["a.srt", "season-reports.txt"]
    assert paths(tmp_path / "**" / "*.srt") == ["a.srt", "mine.srt", "torn.en.srt"]
    assert paths(tmp_path / "**" / "*.json") == ["words.json"]
    with pytest.raises(InputError, match="what Glossub wrote does not count"):
        entries([str(tmp_path / "**" / "*.html")])


def test_what_glossub_wrote_is_a_transcript_where_it_is_named(tmp_path: Path) -> None:
    touch(folder := tmp_path / "ep", "ep.en.srt", "season-report.json")
    document = render(SMALL, input_name="page.txt", files={"ep.en.srt": "0" * 64})
    (folder / "translation.json").write_text(document, encoding="utf-8")
    assert paths(folder / "ep.en.srt", folder / "season-report.json") == ["ep.en.srt", "season-report.json"]
    assert paths(folder / "translation.json") == ["translation.json"]
    assert paths(folder) == ["translation.json"]
    assert paths(tmp_path / "*" / "translation.json") == ["translation.json"]


def test_a_pattern_stands_for_what_it_matches(tmp_path: Path) -> None:
    touch(tmp_path / "one", "a.srt", "b.txt")
    touch(tmp_path / "two", "c.srt", "d.mp3")
    assert paths(tmp_path / "**" / "*.srt") == ["a.srt", "c.srt"]


def test_a_file_with_a_patterns_signs_in_its_name_is_that_file(tmp_path: Path) -> None:
    touch(tmp_path, "a [1].srt", "a 1.srt")
    assert paths(tmp_path / "a [1].srt") == ["a [1].srt"]


def test_an_input_named_twice_is_done_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.srt", "b.srt")
    assert paths(tmp_path / "b.srt", tmp_path, tmp_path / "*.srt") == ["b.srt", "a.srt"]


def table(path: Path, *rows: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("input\tname\tbeam", *rows)), encoding="utf-8")
    return path


def told(*inputs: object) -> list[tuple[str, str | None, int | None]]:
    found = entries([str(one) for one in inputs])
    return [(one.path.name, one.settings.name, one.settings.beam) for one in found]


def test_one_input_under_two_names_is_two_episodes(tmp_path: Path) -> None:
    first = table(tmp_path / "m.tsv", "a.srt\tone\t1", "b.srt", "a.srt\ttwo\t2", "a.srt")
    second = table(tmp_path / "n.tsv", "a.srt\tthree\t3")
    assert told(first, second) == [
        ("a.srt", "one", 1),
        ("b.srt", None, None),
        ("a.srt", "two", 2),
        ("a.srt", None, None),
        ("a.srt", "three", 3),
    ]


def test_rows_that_say_the_same_count_once(tmp_path: Path) -> None:
    first = table(tmp_path / "m.tsv", "a.srt\tone\t1", "b.srt", "b.srt", "a.srt\tone\t1", "c.srt\t\tx", "c.srt\t\tx")
    second = table(tmp_path / "more" / "n.tsv", "../a.srt\tone\t1")
    assert told(first, second, first) == [("a.srt", "one", 1), ("b.srt", None, None), ("c.srt", None, None)]


@pytest.mark.parametrize("named", ["one", ""])
def test_rows_that_contradict_each_other_are_refused_with_both_places(named: str, tmp_path: Path) -> None:
    alone = table(tmp_path / "m.tsv", f"a.srt\t{named}\t1", f"a.srt\t{named}\t2")
    with pytest.raises(InputError) as raised:
        entries([str(alone)])
    assert raised.value.where == f"{alone}: line 3"
    assert f"{alone}: line 2 " in raised.value.what
    first, second = (table(tmp_path / f"{at}.tsv", f"a.srt\t{named}\t{at}") for at in (1, 2))
    with pytest.raises(InputError) as raised:
        entries([str(first), str(second)])
    assert raised.value.where == f"{second}: line 2"
    assert f"{first}: line 2 " in raised.value.what


def test_what_a_manifest_says_counts_whatever_the_order(tmp_path: Path) -> None:
    touch(tmp_path / "season", "a.srt", "b.srt", "c.srt")
    rows = table(tmp_path / "m.tsv", "season/b.srt\tone\t1", "season/b.srt\ttwo\t2", "season/a.srt\t\t3")
    a, one, two, c = ("a.srt", None, 3), ("b.srt", "one", 1), ("b.srt", "two", 2), ("c.srt", None, None)
    assert told(tmp_path / "season", rows) == [a, one, c, two]
    assert told(rows, tmp_path / "season") == [one, two, a, c]
    assert told(tmp_path / "*" / "b.srt", rows) == [one, two, a]
    assert told(tmp_path / "season" / "b.srt", rows, tmp_path / "season" / "b.srt") == [one, two, a]


@pytest.mark.skipif(os.name != "posix", reason="links are POSIX's")
def test_a_folder_is_known_however_it_is_reached(tmp_path: Path) -> None:
    touch(tmp_path / "season", "a.srt")
    (tmp_path / "link").symlink_to(tmp_path / "season")
    rows = table(tmp_path / "lists" / "m.tsv", "../link/a.srt\t\t3")
    assert told(tmp_path / "season", rows) == [("a.srt", None, 3)]


def test_a_transcript_that_is_not_there_is_for_its_episode_to_report(tmp_path: Path) -> None:
    assert paths(tmp_path / "gone.srt") == ["gone.srt"]


def lock(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a folder one that cannot be listed, which root always can."""
    for call in ("listdir", "scandir"):
        real = getattr(os, call)

        def denied(path: str | Path = ".", real: Callable[..., object] = real) -> object:
            if Path(path) == folder:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return real(path)

        monkeypatch.setattr(os, call, denied)


def test_a_folder_that_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "locked", "a.srt")
    lock(tmp_path / "locked", monkeypatch)
    with pytest.raises(InputError, match=r"locked: this folder cannot be read: Permission denied\n  Change"):
        entries([str(tmp_path / "locked")])


@pytest.mark.parametrize("pattern", ["**/*.srt", "*/*.srt", "locked/*", "**/a.srt"])
def test_a_folder_that_a_pattern_cannot_look_into_is_named(
    pattern: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path / "open", "a.srt")
    touch(tmp_path / "locked", "b.srt")
    lock(tmp_path / "locked", monkeypatch)
    locked, *others = entries([str(tmp_path / pattern)])
    assert (locked.path, [one.path.name for one in others]) == (
        tmp_path / "locked",
        ["a.srt"] * (not pattern.startswith("locked")),
    )
    assert "this folder cannot be read: Permission denied" in str(locked.fault)


def test_an_input_that_cannot_be_looked_at_is_for_its_episode_to_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path, **_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "stat", denied)
    assert paths(tmp_path / "a.srt", tmp_path / "season") == ["a.srt", "season"]


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are POSIX's")
def test_links_to_nothing_and_pipes_are_for_their_episodes_to_report_and_folders_are_none(tmp_path: Path) -> None:
    touch(tmp_path / "season", "a.txt")
    touch(tmp_path / "season" / "folder.txt", "inside.txt")
    (tmp_path / "season" / "dangling.txt").symlink_to("gone.txt")
    os.mkfifo(tmp_path / "season" / "pipe.txt")
    assert paths(tmp_path / "season") == ["a.txt", "dangling.txt", "pipe.txt"]
    assert paths(tmp_path / "season" / "*.txt") == ["a.txt", "dangling.txt", "pipe.txt"]


@pytest.mark.parametrize("text", ["empty", "empty/*.srt"])
def test_an_input_without_a_transcript_is_refused(text: str, tmp_path: Path) -> None:
    touch(tmp_path / "empty", "talk.mp3")
    with pytest.raises(InputError, match="transcript"):
        entries([str(tmp_path / text)])


def test_a_table_says_what_holds_for_each_episode(tmp_path: Path) -> None:
    rows = [
        "input\tname\tglossary\tlanguage\tbeam\tcps\tdefault_glossary\taudio\tsync\talign\tconstrain",
        "a.srt\tpremier\tshow.toml; more.toml\tfr\t2\t17.5\tfalse\ta.mp3\t0:10=bonjour\tfalse\ttrue",
        "",
        "b.srt",
    ]
    path = tmp_path / "season.tsv"
    path.write_text("\ufeff" + "\r\n".join(rows), encoding="utf-8")
    assert entries([str(path)]) == (
        Entry(
            path=tmp_path / "a.srt",
            settings=Settings(
                name="premier",
                glossary=(str(tmp_path / "show.toml"), str(tmp_path / "more.toml")),
                source="fr",
                beam=2,
                cps=17.5,
                default_glossary=False,
                audio=str(tmp_path / "a.mp3"),
                sync=("0:10=bonjour",),
                align=False,
                constrain=True,
            ),
        ),
        Entry(path=tmp_path / "b.srt"),
    )


def test_json_lines_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "season.jsonl"
    rows = [
        {"input": "a.srt", "glossary": ["show.toml"], "speakers": {"S1": "Inès"}},
        {"input": "/b.srt", "title": "un\u2028deux"},
    ]
    path.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert manifest(path) == (
        Entry(
            path=tmp_path / "a.srt",
            settings=Settings(glossary=(str(tmp_path / "show.toml"),), speakers={"S1": "Inès"}),
        ),
        Entry(path=Path("/b.srt"), settings=Settings(title="un\u2028deux")),
    )


@pytest.mark.parametrize(
    ("file", "content", "where", "what"),
    [
        ("m.tsv", "input\tglosary\na.srt\tx\n", "line 1", "did you mean glossary"),
        ("m.tsv", "\n\ninput\tglosary\n", "line 3", "did you mean glossary"),
        ("m.tsv", "name\na\n", "line 2", "names no input"),
        ("m.tsv", "input\na\tb\n", "line 2", "2 fields under 1 headings"),
        ("m.tsv", "input\tout\na\tb\n", "line 1", "a batch has one folder"),
        ("m.tsv", 'input\n"a\n', "line 2", "no table"),
        ("m.tsv", "input\tname\tname\na\tb\tc\n", "line 1", "two columns 'name'"),
        ("m.tsv", "input\tname\n", "m.tsv", "names no episode"),
        ("m.tsv", b"\xff\xfe", "m.tsv", "not UTF-8"),
        ("m.jsonl", "{", "line 1", "no JSON"),
        ("m.jsonl", '{"input": "a", "input": "b"}', "line 1", "it says 'input' twice"),
        ("m.jsonl", "[1]", "line 1", "no JSON object"),
        ("m.jsonl", '{"input": 3}', "line 1", "names no input"),
    ],
)
def test_a_manifest_that_is_none_says_where(
    file: str, content: str | bytes, where: str, what: str, tmp_path: Path
) -> None:
    (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as raised:
        manifest(tmp_path / file)
    assert where in raised.value.where
    assert what in raised.value.what


@pytest.mark.parametrize(
    ("file", "content", "where", "what"),
    [
        ("m.tsv", "input\tbeam\na.srt\tbig\nb.srt\n", "line 2", "beam: expected a whole number"),
        ("m.tsv", f"input\tbeam\na.srt\t{'9' * 5000}\nb.srt\n", "line 2", "beam: expected a whole number"),
        ("m.tsv", "input\tlanguage\tsource\na.srt\tfr\tde\nb.srt\n", "line 2", "language and source are one"),
        ("m.tsv", "input\tsync\na.srt\tsoon\nb.srt\n", "line 2", "sync: "),
        ("m.tsv", "input\tcps\na.srt\t-4\nb.srt\n", "line 2", "cps: "),
        ("m.jsonl", '{"input": "a.srt", "speakers": 3}\n{"input": "b.srt"}', "line 1", "speakers: expected a table"),
        ("m.jsonl", '{"input": "a.srt", "glosary": "x"}\n{"input": "b.srt"}', "line 1", "did you mean glossary"),
        ("m.jsonl", '{"input": "a.srt", "out": "x"}\n{"input": "b.srt"}', "line 1", "a batch has one folder"),
    ],
)
def test_what_is_wrong_in_a_row_is_the_fault_of_its_episode_alone(
    file: str, content: str, where: str, what: str, tmp_path: Path
) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    bad, good = entries([str(tmp_path / file)])
    assert (bad.path.name, good) == ("a.srt", Entry(path=tmp_path / "b.srt"))
    assert bad.fault is not None
    assert bad.fault.where == f"{tmp_path / file}: {where}"
    assert what in bad.fault.what


def test_an_episode_with_a_fault_keeps_the_name_that_its_row_gives(tmp_path: Path) -> None:
    rows = [{"input": "a.srt", "name": "premier", "beam": "big"}, {"input": "b.srt", "name": 3}]
    (tmp_path / "m.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [name(one.path, one.settings) for one in manifest(tmp_path / "m.jsonl")] == ["premier", "b"]


def test_the_case_of_a_manifests_ending_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "Season.TSV").write_text("input\na.srt\n", encoding="utf-8")
    (tmp_path / "More.JsonL").write_text('{"input": "b.srt"}\n', encoding="utf-8")
    assert paths(tmp_path / "Season.TSV", tmp_path / "More.JsonL") == ["a.srt", "b.srt"]


def test_a_table_parted_by_commas_is_no_manifest_and_no_transcript(tmp_path: Path) -> None:
    touch(tmp_path, "man.csv", "Man.CSV", "a.srt")
    for name_ in ("man.csv", "Man.CSV"):
        with pytest.raises(InputError, match=r"parted by commas.*\n.*\.tsv.*\.jsonl"):
            entries([str(tmp_path / name_)])
    assert paths(tmp_path) == paths(tmp_path / "*") == ["a.srt"]


def test_a_manifest_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        entries([str(tmp_path / "gone.tsv")])


def test_shards_are_stable() -> None:
    assert [Shard(index=index, count=3).has("quai-des-devs-12") for index in (1, 2, 3)] == [False, True, False]
    assert (shard("2/10"), str(shard("2/10"))) == (Shard(index=2, count=10), "2-of-10")
    with pytest.raises(UsageError, match="is no shard"):
        shard("11/10")


def test_an_episode_is_named_by_its_settings_its_file_or_its_documents_folder() -> None:
    assert name(Path("a/Épisode 1.txt"), Settings(name="Le premier")) == "le-premier"
    assert name(Path("a/Épisode 1.txt"), Settings()) == "episode-1"
    assert name(Path("outputs/la-boucle/translation.json"), Settings()) == "la-boucle"
