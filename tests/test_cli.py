"""The command line, end to end, as a person meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import translate

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "samples"
SAMPLE = SAMPLES / "quai-des-devs-12.txt"
REAL_PAGE = os.environ.get("GLOSSUB_REAL_PAGE", "")

pytestmark = pytest.mark.usefixtures("cache")


def glossub(*arguments: object, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "translate", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """Return the folder of the sample episode, made by the embedded model."""
    assert cache
    out = tmp_path_factory.mktemp("out")
    done = glossub("subtitle", SAMPLE, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "look at" not in done.stderr
    (out / "summary.txt").write_text(done.stdout, encoding="utf-8")
    return out / "quai-des-devs-12"


def test_the_package_is_ours() -> None:
    """Other distributions install a folder of the same name."""
    assert Path(translate.__file__).parent == ROOT / "translate"


def test_help_names_the_commands() -> None:
    assert "subtitle" in glossub("--help").stdout


def test_the_version_is_the_packages() -> None:
    assert glossub("--version").stdout == f"glossub {translate.__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; import translate.cli; print([m for m in ('torch', 'ctranslate2', 'numpy') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_the_main_job_writes_every_file(episode: Path) -> None:
    assert sorted(path.name for path in episode.iterdir()) == [
        "bilingual.tsv",
        "chapters.en.json",
        "chapters.fr.json",
        "glossary-report.html",
        "glossary-report.json",
        "glossary-report.tsv",
        "quai-des-devs-12.en.srt",
        "quai-des-devs-12.en.vtt",
        "quai-des-devs-12.fr-en.srt",
        "quai-des-devs-12.fr-en.vtt",
        "quai-des-devs-12.fr.srt",
        "quai-des-devs-12.fr.vtt",
        "quai-des-devs-12.tmx",
        "transcript.en.json",
        "transcript.fr.json",
        "transcript.html",
        "transcript.md",
        "translation.json",
    ]


def test_the_summary_says_what_a_person_wants_to_know(episode: Path) -> None:
    summary = (episode.parent / "summary.txt").read_text(encoding="utf-8")
    labels = [line.split()[0] for line in summary.splitlines() if line.startswith("  ")]
    assert labels[:5] == ["read", "translated", "terms", "timing", "subtitles"]
    assert labels[-1] == "files"
    assert "3 copies of the transcript were dropped" in summary
    assert "the embedded model" in summary
    assert str(episode) in summary


def test_every_hit_has_an_outcome_and_nearly_all_are_kept(episode: Path) -> None:
    document = json.loads((episode / "translation.json").read_text(encoding="utf-8"))
    outcomes = [o for translation in document["translations"] for o in translation.get("outcomes", [])]
    kept = [outcome for outcome in outcomes if outcome["status"] != "missed"]
    assert len(outcomes) > 60
    assert len(kept) >= 0.97 * len(outcomes)


def test_a_second_run_gives_the_same_bytes(episode: Path, tmp_path: Path) -> None:
    assert glossub("subtitle", SAMPLE, "--out", tmp_path).returncode == 0
    for path in sorted(episode.iterdir()):
        assert (tmp_path / "quai-des-devs-12" / path.name).read_bytes() == path.read_bytes()


def test_a_run_over_its_own_folder_changes_nothing(episode: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in episode.iterdir()}
    assert glossub("subtitle", SAMPLE, "--out", episode.parent).returncode == 0
    assert {path.name: path.stat().st_mtime_ns for path in episode.iterdir()} == before


def test_everything_can_be_written_again_from_the_document(episode: Path, tmp_path: Path) -> None:
    again = glossub("subtitle", episode / "translation.json", "--out", tmp_path)
    assert again.returncode == 0, again.stderr
    for name in ("quai-des-devs-12.en.srt", "quai-des-devs-12.fr.vtt", "transcript.html"):
        assert (tmp_path / "quai-des-devs-12" / name).read_bytes() == (episode / name).read_bytes()


def test_an_edited_output_is_never_overwritten_unasked(tmp_path: Path) -> None:
    sample = SAMPLES / "names-colon.txt"
    assert glossub("subtitle", sample, "--out", tmp_path).returncode == 0
    edited = tmp_path / "names-colon" / "names-colon.en.srt"
    edited.write_text("mine\n", encoding="utf-8")
    stopped = glossub("subtitle", sample, "--out", tmp_path)
    assert stopped.returncode == 4
    assert "names-colon.en.srt" in stopped.stderr
    assert "--force" in stopped.stderr
    assert edited.read_text(encoding="utf-8") == "mine\n"
    assert glossub("subtitle", sample, "--out", tmp_path, "--force").returncode == 0
    assert edited.with_name("names-colon.en.srt.bak").read_text(encoding="utf-8") == "mine\n"


def test_json_is_one_line_for_each_episode(tmp_path: Path) -> None:
    done = glossub("subtitle", SAMPLES / "cues.srt", SAMPLES / "otter.txt", "--out", tmp_path, "--json")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["episode"], second["episode"]) == ("cues", "otter")
    assert first["seconds"]["translate"] > 0


def test_the_settings_beside_an_input_hold_for_it(tmp_path: Path) -> None:
    show = tmp_path / "show"
    show.mkdir()
    (show / "episode.txt").write_text(
        "Inès : Bonjour à tous.\nPaul : Bonjour Inès.\nInès : On y va ?\n", encoding="utf-8"
    )
    settings = 'out = "subs"\nlabels = "always"\nname = "premier"\n[speakers]\n"Paul" = "Paul Martin"\n'
    (show / "glossub.toml").write_text(settings, encoding="utf-8")
    done = glossub("subtitle", show / "episode.txt", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Paul Martin: " in (show / "subs" / "premier" / "premier.en.srt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["missing.txt"], 2, "missing.txt: there is no such file"),
        (["tests"], 2, "tests: this is a folder"),
        (["https://example.org/episode.html"], 2, "this is a web address"),
        ([SAMPLE, "--engine", "scripted"], 2, "needs a script"),
        ([SAMPLE, "--preset", "imax"], 2, "no preset is called 'imax'"),
        ([SAMPLE, "--speakers", "loudly"], 2, "--speakers: 'loudly' is none of change, never, always"),
        ([SAMPLE, "--glossary", "nowhere.toml"], 2, "nowhere.toml: there is no such file"),
        ([SAMPLE, "--model", "nowhere/at-all"], 3, "nowhere/at-all"),
        ([SAMPLE, "--engine", "magic"], 2, "--engine: 'magic' is none of marian, reference, scripted"),
        ([SAMPLE, "--out", "pyproject.toml"], 4, "pyproject.toml"),
        ([SAMPLE, SAMPLE, "--name", "one"], 2, "--name names one episode"),
        ([SAMPLE, SAMPLE, "--sync", "0:10=oui"], 2, "--sync is about one episode"),
        ([SAMPLE, "--sync", "0:10=jamais de la vie"], 2, "--sync '0:10=jamais de la vie': nobody says"),
        ([SAMPLE, "--sync", "0:10"], 2, "'0:10' is no sync point"),
        ([SAMPLE, "--audio", "C:\\a.mp3", "--out", "pyproject.toml"], 4, "pyproject.toml"),
    ],
)
def test_what_cannot_be_done_is_said_with_an_exit_code(arguments: list[object], code: int, message: str) -> None:
    done = glossub("subtitle", *arguments)
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(("glossub: ", "Translating", "Timing"))


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path) -> None:
    done = glossub("subtitle", "missing.txt", SAMPLES / "otter.txt", "--out", tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "otter" / "otter.en.srt").exists()


def test_debug_shows_where_an_error_comes_from() -> None:
    assert "Traceback" in glossub("subtitle", "missing.txt", "--debug").stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff", b"%PDF-1.7\n", b"   \n\n", b"PK\x03\x04zip"])
def test_what_is_no_transcript_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes(content)
    done = glossub("subtitle", tmp_path / "odd.txt", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.real_page
@pytest.mark.skipif(not REAL_PAGE, reason="GLOSSUB_REAL_PAGE names no page")
def test_the_real_page_is_done_without_a_question(tmp_path: Path) -> None:
    done = glossub("subtitle", REAL_PAGE, "--out", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    hits = summary["hits"]
    assert summary["turns"] == 174
    assert summary["sentences"] > 1000
    assert hits["kept"] > 400
    assert hits.get("missed", 0) <= 0.02 * sum(hits.values())
    assert len(summary["files"]) == 18


def test_a_batch_ends_with_the_seasons_report(tmp_path: Path) -> None:
    done = glossub("batch", SAMPLES / "otter.txt", SAMPLES / "cues.srt", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "cues",
        "memory.sqlite",
        "otter",
        "season-report.html",
        "season-report.json",
        "season-report.tsv",
    ]
    assert "season-report.html" in done.stdout


def test_the_glossary_folder_beside_a_shows_settings_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "glossary").mkdir()
    entry = 'language = "fr"\n[[terms]]\nid = "zorglub"\nsource = "zorglub"\ntarget = "Zorglub"\n'
    (tmp_path / "glossary" / "own.toml").write_text(entry, encoding="utf-8")
    (tmp_path / "glossub.toml").write_text("", encoding="utf-8")
    (tmp_path / "episode.txt").write_text("Inès : Le zorglub est là.\n\nPaul : Oui.\n", encoding="utf-8")
    done = glossub("subtitle", tmp_path / "episode.txt", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "1 hit of 1 term: 1 kept" in done.stdout
