"""A batch as a person meets it: many episodes, one that fails, a power cut, a full disk, a second batch."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from translate import job, storage
from translate.cli import app
from translate.episode import Episode
from translate.errors import OutputError
from translate.journal import Journal
from translate.memory import NAME
from translate.settings import Settings

ROOT = Path(__file__).parent.parent
LINES = ("Bonjour Paul, on parle du backlog.", "Oui, le nœud du cluster est tombé.", "Et le sprint est fini ?")
POSIX = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")


def write_episode(path: Path, number: int) -> Path:
    turns = [f"{'Inès' if at % 2 else 'Paul'} : {line} Numéro {number}." for at, line in enumerate(LINES * 3)]
    path.write_text("\n".join(turns), encoding="utf-8")
    return path


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """Return a folder with three episodes."""
    folder = tmp_path / "season"
    folder.mkdir()
    for number in (1, 2, 3):
        write_episode(folder / f"episode-{number}.txt", number)
    return folder


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """Return a script for the engine, which answers word by word."""
    path = tmp_path / "script.json"
    path.write_text(json.dumps({"format": "glossub-script/1", "translations": {}}), encoding="utf-8")
    return path


def command(*inputs: object, out: Path, script: Path) -> list[str]:
    return ["batch", *map(str, inputs), "--out", str(out), "--engine", "scripted", "--model", str(script)]


def batch(*inputs: object, out: Path, script: Path) -> Result:
    return CliRunner().invoke(app, command(*inputs, out=out, script=script))


def tree(out: Path) -> dict[str, bytes]:
    """Return everything that stands in the folders of a batch."""
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.parent != out}


EPISODES = ["episode-1", "episode-2", "episode-3"]
REPORT = ["season-report.html", "season-report.json", "season-report.tsv"]


def json_lines(result: Result) -> dict[str, dict[str, object]]:
    return {row["episode"]: row for row in map(json.loads, result.stdout.splitlines()) if "episode" in row}


def test_a_batch_leaves_the_episodes_folders_and_the_memory(season: Path, script: Path, tmp_path: Path) -> None:
    done = batch(season, out=tmp_path / "out", script=script)
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [*EPISODES, NAME, *REPORT]
    assert "3/3 episodes" in done.stdout
    assert "episode-2: done (9 sentences" not in done.stdout  # that is for the log
    assert "episode-2: done (" in done.stderr


def test_a_batch_writes_what_subtitle_writes(season: Path, script: Path, tmp_path: Path) -> None:
    batch(season, out=tmp_path / "out", script=script)
    arguments = command(season / "episode-2.txt", out=tmp_path / "alone", script=script)
    assert CliRunner().invoke(app, ["subtitle", *arguments[1:]]).exit_code == 0
    alone = tree(tmp_path / "alone")
    assert alone
    assert {path: data for path, data in tree(tmp_path / "out").items() if path in alone} == alone


def test_what_did_not_change_is_not_done_again(season: Path, script: Path, tmp_path: Path) -> None:
    batch(season, out=tmp_path / "out", script=script)
    write_episode(season / "episode-2.txt", 22)
    rows = json_lines(batch(season, "--json", out=tmp_path / "out", script=script))
    assert {name: row["state"] for name, row in rows.items()} == {
        "episode-1": "unchanged",
        "episode-2": "done",
        "episode-3": "unchanged",
    }


def test_a_folder_that_was_moved_or_is_named_otherwise_is_not_done_again(
    season: Path, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (season / "show.toml").write_text('language = "fr"\n', encoding="utf-8")
    (tmp_path / "m.tsv").write_text(
        "input\tglossary\taudio\nseason/episode-1.txt\tseason/show.toml\thttps://pods.example/1.mp3\n", encoding="utf-8"
    )
    assert batch(tmp_path / "m.tsv", out=tmp_path / "out", script=script).exit_code == 0
    (tmp_path / "out").rename(tmp_path / "moved")
    monkeypatch.chdir(tmp_path)
    rows = json_lines(batch("m.tsv", "--json", out=Path("moved"), script=script))
    assert rows["episode-1"]["state"] == "unchanged"


def test_what_subtitle_made_with_other_settings_is_done_again(season: Path, script: Path, tmp_path: Path) -> None:
    batch(season, out=tmp_path / "out", script=script)
    before = tree(tmp_path / "out")
    for episode, more in (("episode-1", ["--preset", "bbc"]), ("episode-2", [])):
        arguments = command(season / f"{episode}.txt", out=tmp_path / "out", script=script)
        assert CliRunner().invoke(app, ["subtitle", *arguments[1:], *more]).exit_code == 0
    rows = json_lines(batch(season, "--json", out=tmp_path / "out", script=script))
    assert [rows[name]["state"] for name in EPISODES] == ["done", "unchanged", "unchanged"]
    assert tree(tmp_path / "out") == before


def test_a_folder_that_holds_another_runs_outputs_is_done_again(season: Path, script: Path, tmp_path: Path) -> None:
    out, memories = tmp_path / "out", [("--memory", str(tmp_path / name)) for name in ("a.sqlite", "b.sqlite")]
    table = tmp_path / "edited.tsv"
    table.write_text("source\ttarget\nBonjour Paul, on parle du backlog.\tHello.\n", encoding="utf-8")
    batch(season, *memories[0], out=out, script=script)
    before = tree(out)
    edited = ["memory", "import", str(table), "--episode", "episode-2", "--out", str(out), *memories[1]]
    assert CliRunner().invoke(app, edited).exit_code == 0
    batch(season, *memories[1], out=out, script=script)
    assert tree(out) != before
    rows = json_lines(batch(season, "--json", *memories[0], out=out, script=script))
    assert [rows[name]["state"] for name in EPISODES] == ["unchanged", "done", "unchanged"]
    assert tree(out) == before


def test_what_a_shard_finished_before_the_whole_batch_wrote_anew_is_done_again(
    season: Path, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    batch(season, "--shard", "1/1", out=out, script=script)
    before = tree(out)
    imported = ["memory", "import", str(out / "memory-1-of-1.sqlite"), "--out", str(out)]
    assert CliRunner().invoke(app, imported).exit_code == 0
    batch(season, "--preset", "shorts", out=out, script=script)
    rows = json_lines(batch(season, "--shard", "1/1", "--json", out=out, script=script))
    assert {row["state"] for row in rows.values()} == {"done"}
    assert tree(out) == before


def test_what_was_timed_exported_or_checked_since_is_not_done_again(season: Path, script: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch(season, out=out, script=script)
    for arguments in (
        ["retime", str(out / "episode-1"), "--shift", "2"],
        ["check", str(out / "episode-2"), "--preset", "bbc"],
        ["export", str(out / "episode-3"), "--format", "ass"],
    ):
        assert CliRunner().invoke(app, arguments).exit_code in {0, 1}, arguments
    before = tree(out)
    rows = json_lines(batch(season, "--json", out=out, script=script))
    assert {row["state"] for row in rows.values()} == {"unchanged"}
    assert tree(out) == before


def test_each_episode_of_a_season_is_held_to_the_limits_that_it_was_made_with(
    season: Path, script: Path, tmp_path: Path
) -> None:
    (season / "glossub.toml").write_text("cpl = 30\ncps = 40.0\n", encoding="utf-8")
    batch(season, out=tmp_path / "out", script=script)
    report = json.loads((tmp_path / "out" / "season-report.json").read_text(encoding="utf-8"))
    assert [one["cues"]["within_cpl"] for one in report["episodes"]] == [1.0] * 3
    assert [one["cues"]["within_cps"] for one in report["episodes"]] == [1.0] * 3
    assert not [one for one in report["findings"] if one["rule"] in {"line-length", "reading-speed"}]


def test_a_seasons_report_that_somebody_edited_stops_the_report_alone(
    season: Path, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    batch(season, out=out, script=script)
    (out / "season-report.json").write_text("mine", encoding="utf-8")
    write_episode(season / "episode-2.txt", 22)
    stopped = batch(season, out=out, script=script)
    assert (stopped.exit_code, "season-report.json" in stopped.stderr) == (4, True)
    assert "With --force" in stopped.stderr
    assert batch(season, "--force", out=out, script=script).exit_code == 0
    assert (out / "season-report.json.bak").read_text(encoding="utf-8") == "mine"
    assert batch(season, out=out, script=script).exit_code == 0


def test_the_waivers_beside_the_transcripts_hold_in_the_seasons_report(
    season: Path, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    batch(season, out=out, script=script)
    first = json.loads((out / "season-report.json").read_text(encoding="utf-8"))["findings"][0]["fingerprint"]
    (season / "waivers.toml").write_text(
        f'[[waivers]]\nfingerprint = "{first}"\nreason = "it is nonsense"\nexpires = 2999-01-01\n', encoding="utf-8"
    )
    batch(season, out=out, script=script)
    report = json.loads((out / "season-report.json").read_text(encoding="utf-8"))
    assert {one["fingerprint"] for one in report["waived"]} == {first}
    assert first not in {one["fingerprint"] for one in report["findings"]}


def test_a_folder_that_holds_inputs_and_outputs_is_done_again_as_before(season: Path, script: Path) -> None:
    for inputs in (season, season / "**" / "*.*"):
        for _ in range(2):
            rows = json_lines(result := batch(inputs, "--json", out=season, script=script))
            assert (result.exit_code, sorted(rows)) == (0, EPISODES), result.output


@POSIX
def test_what_cannot_be_read_in_a_folder_is_named_and_the_others_are_done(
    season: Path, script: Path, tmp_path: Path
) -> None:
    (season / "dangling.txt").symlink_to("gone.txt")
    os.mkfifo(season / "pipe.txt")
    rows = json_lines(result := batch(season, "--json", out=tmp_path / "out", script=script))
    assert result.exit_code == 2
    assert {name for name, row in rows.items() if row["state"] == "done"} == set(EPISODES)
    assert "there is no such file" in str(rows["dangling"]["error"])
    assert "this is a pipe" in str(rows["pipe"]["error"])


@POSIX
def test_an_input_in_a_folder_that_cannot_be_entered_is_reported(
    season: Path, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.stat

    def denied(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.parent.name == "locked":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", denied)
    rows = json_lines(batch(tmp_path / "locked" / "a.txt", season, "--json", out=tmp_path / "out", script=script))
    assert "there is no permission to read it" in str(rows["a"]["error"])
    assert {rows[name]["state"] for name in EPISODES} == {"done"}


def test_an_episode_whose_word_times_changed_is_done_again(season: Path, script: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "season.tsv"
    manifest.write_text("input\twords\nseason/episode-1.txt\twords.json\nseason/episode-2.txt\n", encoding="utf-8")
    text = (season / "episode-1.txt").read_text(encoding="utf-8")
    words = [word for line in text.splitlines() for word in line.split(" : ")[1].split()]
    for by_s in (0.0, 0.25):
        spoken = [{"word": word, "start": at / 2 + by_s, "end": at / 2 + 0.4 + by_s} for at, word in enumerate(words)]
        segment = {"start": 0.0, "end": len(words) / 2 + 1, "text": " ".join(words), "words": spoken}
        (tmp_path / "words.json").write_text(json.dumps({"segments": [segment]}), encoding="utf-8")
        rows = json_lines(batch(manifest, "--json", out=tmp_path / "out", script=script))
    assert (rows["episode-1"]["state"], rows["episode-2"]["state"]) == ("done", "unchanged")


def test_the_last_line_for_machines_names_the_seasons_report(season: Path, script: Path, tmp_path: Path) -> None:
    done = batch(season, "--json", out=tmp_path / "out", script=script)
    last = json.loads(done.stdout.splitlines()[-1])
    assert sorted(Path(file).name for file in last["files"]) == REPORT
    assert sorted(last) == ["counts", "files", "output", "over_gate"]  # a season's findings would be megabytes


def test_again_does_everything_from_the_memory(season: Path, script: Path, tmp_path: Path) -> None:
    batch(season, out=tmp_path / "out", script=script)
    before = tree(tmp_path / "out")
    rows = json_lines(batch(season, "--again", "--json", out=tmp_path / "out", script=script))
    assert {row["state"] for row in rows.values()} == {"done"}
    assert all(row["remembered"] for row in rows.values())
    assert tree(tmp_path / "out") == before


def test_an_output_that_went_missing_is_made_again(season: Path, script: Path, tmp_path: Path) -> None:
    batch(season, out=tmp_path / "out", script=script)
    before = tree(tmp_path / "out")
    (tmp_path / "out" / "episode-1" / "transcript.md").unlink()
    batch(season, out=tmp_path / "out", script=script)
    assert tree(tmp_path / "out") == before


def test_a_bad_episode_does_not_stop_the_season(season: Path, script: Path, tmp_path: Path) -> None:
    (season / "episode-2.txt").write_bytes(b"%PDF-1.7\n")
    rows = json_lines(result := batch(season, tmp_path / "gone.srt", "--json", out=tmp_path / "out", script=script))
    assert result.exit_code == 2
    assert {name: row["state"] for name, row in rows.items()} == {
        "episode-1": "done",
        "episode-2": "failed",
        "episode-3": "done",
        "gone": "failed",
    }
    assert rows["gone"]["exit_code"] == 2
    assert "there is no such file" in str(rows["gone"]["error"])
    assert not list((tmp_path / "out").glob(".*"))


def test_fail_fast_stops_and_the_next_run_goes_on(season: Path, script: Path, tmp_path: Path) -> None:
    (season / "a-bad-one.txt").write_bytes(b"%PDF-1.7\n")
    stopped = batch(season, "--fail-fast", "--json", out=tmp_path / "out", script=script)
    assert stopped.exit_code == 2
    assert {row["state"] for row in json_lines(stopped).values()} >= {"failed", "left"}
    assert "the same command goes on from here" in stopped.stderr
    (season / "a-bad-one.txt").unlink()
    assert batch(season, out=tmp_path / "out", script=script).exit_code == 0
    assert not list((tmp_path / "out").glob(".*"))


def test_a_defect_costs_one_episode(
    season: Path, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = job.read

    def broken(path: Path, settings: Settings) -> Episode:
        if path.name == "episode-2.txt":
            raise ZeroDivisionError("oh")
        return real(path, settings)

    monkeypatch.setattr(job, "read", broken)
    result = batch(season, out=tmp_path / "out", script=script)
    assert result.exit_code == 70
    assert "a defect of Glossub itself: ZeroDivisionError: oh" in result.stderr
    assert (tmp_path / "out" / "episode-3" / "translation.json").exists()
    assert isinstance(batch(season, "--debug", out=tmp_path / "out", script=script).exception, ZeroDivisionError)


def test_two_inputs_of_one_name_fail_and_both_are_named(season: Path, script: Path, tmp_path: Path) -> None:
    shutil.copy(season / "episode-1.txt", season / "Épisode 1.md")
    result = batch(season, out=tmp_path / "out", script=script)
    assert result.exit_code == 2
    assert "written to one folder, 'episode-1': " in result.stderr
    assert "Épisode 1.md" in result.stderr
    assert not (tmp_path / "out" / "episode-1").exists()
    assert (tmp_path / "out" / "episode-2").exists()


def test_settings_that_are_none_cost_one_episode(season: Path, script: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_episode(other / "elsewhere.txt", 9)
    (other / "glossub.toml").write_text("beam = 0\n", encoding="utf-8")
    result = batch(season, other, out=tmp_path / "out", script=script)
    assert result.exit_code == 2
    assert "glossub.toml: beam: must be more than 0" in result.stderr
    assert (tmp_path / "out" / "episode-1").exists()


def test_a_row_that_is_none_costs_its_episode(season: Path, script: Path, tmp_path: Path) -> None:
    (season / "m.tsv").write_text("input\tsync\nepisode-1.txt\tsoon\nepisode-2.txt\n", encoding="utf-8")
    arguments = (season / "m.tsv", "--json")
    told = json_lines(batch(*arguments, "--dry-run", out=tmp_path / "out", script=script))
    assert [row["would"] for row in told.values()] == ["fail", "translate"]
    rows = json_lines(result := batch(*arguments, out=tmp_path / "out", script=script))
    assert result.exit_code == 2
    assert {name: row["state"] for name, row in rows.items()} == {"episode-1": "failed", "episode-2": "done"}
    assert "m.tsv: line 2: sync: " in str(rows["episode-1"]["error"])


def test_a_dry_run_says_what_would_be_done_and_does_nothing(season: Path, script: Path, tmp_path: Path) -> None:
    first = batch(season, "--dry-run", out=tmp_path / "out", script=script)
    assert first.exit_code == 0
    assert "episode-1: " in first.stdout
    assert " on cpu" in first.stdout
    assert not (tmp_path / "out").exists()
    batch(season, out=tmp_path / "out", script=script)
    with (season / "episode-3.txt").open("a", encoding="utf-8") as file:
        file.write("\nInès : Et voilà.\n")
    (season / "episode-2.txt").write_bytes(b"%PDF-1.7\n")
    rows = json_lines(
        later := batch(season, tmp_path / "gone.srt", "--dry-run", "--json", out=tmp_path / "out", script=script)
    )
    assert {name: row["would"] for name, row in rows.items()} == {
        "episode-1": "skip",
        "episode-2": "fail",
        "episode-3": "translate",
        "gone": "fail",
    }
    assert "a PDF" in str(rows["episode-2"]["error"])
    assert later.exit_code == 2


def test_a_dry_run_says_what_the_run_does_with_a_renamed_input_and_an_edited_output(
    season: Path, script: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (manifest := tmp_path / "m.tsv").write_text(
        "input\tname\nseason/episode-1.txt\tun\nseason/episode-2.txt\tdeux\n", encoding="utf-8"
    )
    batch(manifest, out=out, script=script)
    (season / "episode-1.txt").rename(season / "first.txt")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("episode-1", "first"), encoding="utf-8")
    write_episode(season / "episode-2.txt", 22)
    (out / "deux" / "deux.en.srt").write_text("mine", encoding="utf-8")
    foretold = json_lines(batch(manifest, "--dry-run", "--json", out=out, script=script))
    assert (foretold["un"]["would"], foretold["deux"]["would"]) == ("skip", "translate")
    assert foretold["deux"]["edited"] == ["deux.en.srt"]
    assert "stops without --force" in batch(manifest, "--dry-run", out=out, script=script).stdout
    assert "edited" not in json_lines(batch(manifest, "--dry-run", "--json", "--force", out=out, script=script))["deux"]
    rows = json_lines(batch(manifest, "--json", out=out, script=script))
    assert (rows["un"]["state"], rows["deux"]["state"]) == ("unchanged", "failed")


def test_a_dry_run_leaves_a_damaged_memory_where_it_is(season: Path, script: Path, tmp_path: Path) -> None:
    batch(season, out=tmp_path / "out", script=script)
    (tmp_path / "out" / NAME).write_bytes(b"damaged" * 999)
    before = sorted(tmp_path.rglob("*"))
    foretold = batch(season, "--dry-run", "--json", out=tmp_path / "out", script=script)
    assert {row["would"] for row in json_lines(foretold).values()} == {"translate"}
    assert "a run would begin a new memory" in foretold.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "out" / NAME).read_bytes() == b"damaged" * 999


def test_a_dry_run_looks_for_what_times_the_words(season: Path, script: Path, tmp_path: Path) -> None:
    (manifest := season.parent / "m.tsv").write_text(
        "input\taudio\twords\tsync\n"
        "season/episode-1.txt\tgone.mp3\n"
        "season/episode-2.txt\t\tgone.json\n"
        "season/episode-3.txt\t\t\t0:10=jamais dit ici\n",
        encoding="utf-8",
    )
    rows = json_lines(batch(manifest, "--dry-run", "--json", out=tmp_path / "out", script=script))
    assert [rows[name]["would"] for name in EPISODES] == ["fail"] * 3
    said = ("gone.mp3: there is no such recording", "gone.json: there is no such file", "jamais dit ici")
    assert all(text in str(rows[name]["error"]) for name, text in zip(EPISODES, said, strict=True))


def test_the_second_batch_in_a_folder_says_so_and_stops(season: Path, script: Path, tmp_path: Path) -> None:
    with storage.holding(tmp_path / "out", name=".glossub-batch.lock", what="held"):
        result = batch(season, out=tmp_path / "out", script=script)
    assert result.exit_code == 4
    assert "another batch is at work in this folder" in result.stderr
    assert batch(season, out=tmp_path / "out", script=script).exit_code == 0


def test_the_whole_batch_and_its_shards_are_not_at_work_at_once(
    season: Path, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("translate.commands.batch._WAIT_S", 0.05)
    with storage.holding(tmp_path / "out", name=".glossub-batch-2-of-3.lock", what="held"):
        whole = batch(season, out=tmp_path / "out", script=script)
        assert batch(season, "--shard", "1/3", out=tmp_path / "out", script=script).exit_code == 0
    assert (whole.exit_code, "a shard is at work in this folder (2-of-3)" in whole.stderr) == (4, True)
    with storage.holding(tmp_path / "out", name=".glossub-batch.lock", what="held"):
        part = batch(season, "--shard", "1/3", out=tmp_path / "out", script=script)
    assert (part.exit_code, "the whole batch is at work in this folder" in part.stderr) == (4, True)
    (tmp_path / "out" / ".glossub-batch-2-of-3.lock").touch()  # its shard was killed
    assert batch(season, out=tmp_path / "out", script=script).exit_code == 0
    assert not list((tmp_path / "out").glob(".glossub*"))


def test_shards_do_all_of_it_with_a_memory_each_and_are_merged(season: Path, script: Path, tmp_path: Path) -> None:
    batch(season, out=tmp_path / "whole", script=script)
    out = tmp_path / "out"
    for part in ("1/2", "2/2"):
        assert batch(season, "--shard", part, out=out, script=script).exit_code == 0
    assert tree(out) == tree(tmp_path / "whole")
    shards = [f"memory-{part}-of-2.sqlite" for part in (1, 2)]
    assert sorted(path.name for path in out.iterdir() if path.is_file()) == shards
    merged = CliRunner().invoke(app, ["memory", "import", *(str(out / name) for name in shards), "--out", str(out)])
    assert merged.exit_code == 0, merged.output
    rows = json_lines(batch(season, "--again", "--json", out=out, script=script))
    assert all(row["remembered"] for row in rows.values())
    with storage.holding(out, name=".glossub-batch-1-of-2.lock", what="held"):
        again = batch(season, "--shard", "1/2", out=out, script=script)
    assert "another batch (shard 1-of-2) is at work" in again.stderr


@pytest.mark.parametrize("text", ["0/4", "5/4", "x", "1/0", "1", "-1/2"])
def test_what_is_no_shard_is_refused(text: str, season: Path, script: Path, tmp_path: Path) -> None:
    result = batch(season, f"--shard={text}", out=tmp_path / "out", script=script)
    assert result.exit_code == 2
    assert "is no shard" in result.stderr


def test_a_full_disk_stops_the_batch_and_the_next_run_goes_on(
    season: Path, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(season, out=tmp_path / "whole", script=script)
    real = os.fsync
    calls = [0]

    def full(descriptor: int) -> None:
        calls[0] += 1
        if calls[0] > 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        stopped = batch(season, out=tmp_path / "out", script=script)
    assert stopped.exit_code == 4
    assert "the disk is full" in stopped.stderr
    assert (tmp_path / "out" / ".glossub-batch.sqlite").exists()
    resumed = batch(season, out=tmp_path / "out", script=script)
    assert resumed.exit_code == 0
    assert "Going on with the batch that was interrupted here." in resumed.stderr
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_a_journal_that_cannot_be_written_stops_the_batch(
    season: Path, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(journal: Journal, *_: object) -> None:
        raise OutputError("the disk is full", where=str(journal.path))

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "keep", full)
        stopped = batch(season, "--json", out=tmp_path / "out", script=script)
    assert stopped.exit_code == 4
    assert "done" not in {row["state"] for row in json_lines(stopped).values()}
    assert batch(season, out=tmp_path / "out", script=script).exit_code == 0


def test_an_output_that_somebody_edited_costs_that_episode_alone(season: Path, script: Path, tmp_path: Path) -> None:
    batch(season, out=tmp_path / "out", script=script)
    edited = tmp_path / "out" / "episode-2" / "episode-2.en.srt"
    edited.write_text("mine\n", encoding="utf-8")
    stopped = batch(season, "--again", "--json", out=tmp_path / "out", script=script)
    assert stopped.exit_code == 4
    assert [row["state"] for _, row in sorted(json_lines(stopped).items())] == ["done", "failed", "done"]
    assert edited.read_text(encoding="utf-8") == "mine\n"
    assert batch(season, "--again", "--force", out=tmp_path / "out", script=script).exit_code == 0
    assert edited.with_name("episode-2.en.srt.bak").read_text(encoding="utf-8") == "mine\n"


def unread(arguments: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run a command whose output nobody reads."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer) as stdout:
        return subprocess.run(
            [sys.executable, "-m", "translate", *arguments],
            cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, check=False, encoding="utf-8",
        )  # fmt: skip


@POSIX
@pytest.mark.parametrize("as_json", [True, False])
def test_a_batch_whose_output_nobody_reads_goes_on_and_says_so_once(
    as_json: bool, season: Path, script: Path, tmp_path: Path
) -> None:
    arguments = command(season, out=tmp_path / "out", script=script) + ["--json"] * as_json
    done = unread(arguments)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("nobody reads the output any more") == 1
    assert "Error" not in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [*EPISODES, NAME, *REPORT]
    (season / "episode-2.txt").write_bytes(b"%PDF-1.7\n")
    assert unread(arguments).returncode == 2


@POSIX
def test_a_batch_whose_log_nobody_reads_goes_on(season: Path, script: Path, tmp_path: Path) -> None:
    program = [sys.executable, "-m", "translate", *command(season, out=tmp_path / "out", script=script)]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer) as log:
        done = subprocess.run(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, check=False, encoding="utf-8")
    assert (done.returncode, "3/3 episodes" in done.stdout) == (0, True)


@POSIX
def test_a_check_whose_output_nobody_reads_does_not_end_as_if_all_were_well(
    season: Path, script: Path, tmp_path: Path
) -> None:
    batch(season, out=tmp_path / "out", script=script)
    checked = unread(["check", str(tmp_path / "out")])
    assert (checked.returncode, checked.stderr) == (141, "")


KILLED = """
import os, signal, sys
from translate import database, memory, storage
from translate.cli import app
from translate.journal import Journal

left = [int(sys.argv[2])]

def deadly(real):
    def call(*arguments, **options):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return call

if "network" in sys.argv[1]:
    database.is_local = lambda _: False
if "fsync" in sys.argv[1]:
    os.fsync = deadly(os.fsync)
elif "keep" in sys.argv[1]:
    Journal.keep = deadly(Journal.keep)
elif "remember" in sys.argv[1]:
    memory.Memory.remember = deadly(memory.Memory.remember)
else:
    Journal.forget = deadly(Journal.forget)
app(sys.argv[3:])
"""


WHERE = [("fsync", 9), ("keep", 4), ("remember", 2), ("forget", 1), ("keep on a network disk", 4)]


@POSIX
@pytest.mark.parametrize(("where", "count"), WHERE)
def test_a_batch_that_was_killed_goes_on_to_the_same_bytes(
    where: str, count: int, season: Path, script: Path, tmp_path: Path
) -> None:
    batch(season, out=tmp_path / "whole", script=script)
    program = [sys.executable, "-c", KILLED, where, str(count), *command(season, out=tmp_path / "out", script=script)]
    killed = subprocess.run(program, cwd=ROOT, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    assert any((tmp_path / "out").glob("*-wal")) == ("network" not in where)
    whole = tree(tmp_path / "whole")
    names = (path for path in tree(tmp_path / "out") if "/.glossub" not in path)
    assert all((tmp_path / "out" / path).read_bytes() == whole[path] for path in names)
    assert batch(season, out=tmp_path / "out", script=script).exit_code == 0
    assert tree(tmp_path / "out") == whole
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [*EPISODES, NAME, *REPORT]
