"""`glossub glossary`: lint, convert and suggest, as a person meets them."""

import errno
import json
from pathlib import Path

import checked_episode
import pytest
from checked_episode import Said
from small_episode import SMALL
from typer.testing import CliRunner, Result

from translate import document
from translate.cli import app

OWN = 'language = "fr"\n[[terms]]\nid = "node"\nsource = "nœud"\ntarget = "node"\n'


@pytest.fixture(autouse=True)
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a show's folder with one glossary."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def episode(show: Path) -> Path:
    """Write an episode's document, in which "Défesse" is nobody's."""
    folder = show / "outputs" / SMALL.episode.id
    folder.mkdir(parents=True)
    text = document.render(SMALL, input_name="x.txt", files={})
    (folder / document.NAME).write_text(text, encoding="utf-8")
    return folder


def glossub(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, ["glossary", *arguments])


def test_lint_of_our_own_glossary_passes() -> None:
    done = glossub("lint", "--fail-on", "warning")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].startswith("5 files: ")


def test_lint_says_what_where_and_how_to_mend(show: Path) -> None:
    (show / "own.toml").write_text(OWN + 'misheard = ["table"]\nforbidden = ["Node"]\n', encoding="utf-8")
    done = glossub("lint", "own.toml")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        (
            'error: own.toml: terms[0].forbidden[0]: "Node" is the target or allowed too; take it out of one of them '
            "[fault]"
        ),
        (
            'warning: own.toml: terms[0] (node): the misheard form "table" is an ordinary French word; '
            'move it to suspected = ["table"], which only suggests it [ordinary-word]'
        ),
        (
            'error: own.toml: terms[0] (node): "Node" is forbidden, and "node" is accepted; take one of the two out '
            "[forbidden-allowed]"
        ),
        "1 file: 2 errors, 1 warning",
    ]


def test_lint_fails_on_warnings_where_it_is_told_to(show: Path) -> None:
    (show / "own.toml").write_text(OWN + 'misheard = ["table"]\n', encoding="utf-8")
    assert glossub("lint", "own.toml").exit_code == 0
    done = glossub("lint", "own.toml", "--fail-on", "warning", "--json")
    assert done.exit_code == 1
    assert [remark["rule"] for remark in json.loads(done.stdout)] == ["ordinary-word"]
    assert glossub("lint", "own.toml", "--fail-on", "note").exit_code == 2


def test_lint_of_nothing_wrong_says_so() -> None:
    assert glossub("lint", "own.toml").stdout == "1 file: nothing to remark\n"


@pytest.mark.parametrize(("data", "code"), [(b"\xff\xfea\x00", 2), (b"\xe9", 2), (b"", 1), (b"= 1", 1)])
def test_lint_of_what_is_no_glossary_is_an_error(show: Path, data: bytes, code: int) -> None:
    """What cannot be read is wrong input, what says the wrong thing is a finding; both stand beside other files'."""
    (show / "own.toml").write_bytes(data)
    (show / "worse.toml").write_text(OWN + "forms = 1\n", encoding="utf-8")
    done = glossub("lint", "own.toml", "worse.toml")
    assert done.exit_code == code
    assert "own.toml" in done.stdout
    assert "worse.toml: terms[0].forms" in done.stdout


def test_lint_of_a_file_that_is_not_there_tells_what_is_wrong_in_the_others(show: Path) -> None:
    (show / "own.toml").write_text("= 1", encoding="utf-8")
    done = glossub("lint", "absent.toml", "own.toml")
    assert done.exit_code == 2
    assert [line.split(":")[1].strip() for line in done.stdout.splitlines()[:2]] == ["absent.toml", "own.toml"]


def test_convert_writes_a_file_and_tells_what_it_cannot_hold(show: Path) -> None:
    (show / "own.toml").write_text("# ours\n" + OWN + 'misheard = ["neu"]\n', encoding="utf-8")
    done = glossub("convert", "own.toml", "out/own.csv")
    assert done.exit_code == 0
    assert (show / "out" / "own.csv").read_text(encoding="utf-8") == "nœud,node\n"
    assert done.stderr.splitlines() == [
        "not carried in reading: comments (1)",
        "not carried in writing: misheard forms (1): node",
        "not carried in writing: ids, for which reading makes new ones (1): node",
    ]
    assert done.stdout == "out/own.csv: 1 entry (deepl)\n"


def test_convert_speaks_json(show: Path) -> None:
    done = glossub("convert", "own.toml", "own.xml", "--to", "tbx2", "--json")
    assert json.loads(done.stdout) == {
        "entries": 1,
        "file": "own.xml",
        "format": "tbx2",
        "reading": [],
        "writing": [],
    }
    assert done.stderr == ""
    back = glossub("convert", "own.xml", "again.toml")
    assert back.exit_code == 0
    assert (show / "again.toml").read_text(encoding="utf-8") == OWN.replace("\n[[", "\n\n[[")


def test_convert_replaces_nothing_unasked(show: Path) -> None:
    (show / "own.csv").write_text("mine", encoding="utf-8")
    done = glossub("convert", "own.toml", "own.csv")
    assert (done.exit_code, (show / "own.csv").read_text(encoding="utf-8")) == (4, "mine")
    assert "replace it: --force" in done.stderr
    assert glossub("convert", "own.toml", "own.csv", "--force").exit_code == 0
    assert glossub("convert", "own.toml", ".").exit_code == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("own.toml", "own"), "does not say which format"),
        (("own.toml", "x.csv", "--to", "xlsx"), "'xlsx' is no format"),
        (("missing.csv", "x.toml"), "there is no such file"),
        (("own.toml", "x.toml", "--from", "tmx"), "not XML"),
    ],
)
def test_convert_refuses_what_it_cannot_do(show: Path, arguments: tuple[str, ...], message: str) -> None:
    done = glossub("convert", *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert sorted(path.name for path in show.iterdir()) == ["own.toml"]


def test_convert_to_a_language_that_is_not_there_writes_nothing(show: Path) -> None:
    done = glossub("convert", "own.toml", "x.csv", "--target", "de")
    assert done.exit_code == 2
    assert "no entry of it has a rendering in de" in done.stderr
    assert not (show / "x.csv").exists()


def test_convert_of_a_bad_file_writes_nothing(show: Path) -> None:
    (show / "bad.csv").write_text("nœud,node\n⟦a⟧,b\n", encoding="utf-8")
    done = glossub("convert", "bad.csv", "x.toml")
    assert done.exit_code == 2
    assert "bad.csv: row 2: source" in done.stderr
    assert not (show / "x.toml").exists()


def suggested(show: Path, *arguments: str) -> Result:
    """Suggest from the episode, with a glossary that knows DevFest."""
    text = 'language = "fr"\n[[terms]]\nid = "d"\nsource = "Bienvenou"\ntarget = "Welcome"\nsuspected = ["bienvenue"]\n'
    (show / "known.toml").write_text(text, encoding="utf-8")
    return glossub("suggest", "outputs", "--no-default-glossary", "--glossary", "known.toml", *arguments)


@pytest.mark.usefixtures("episode")
def test_suggest_prints_a_table(show: Path) -> None:
    done = suggested(show)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "misheard:d:bienvenue",
        (
            '  "bienvenue" (for d): once; the glossary suspects it; made of ordinary words, so it would be rewritten '
            "where they are meant, too"
        ),
        "  la-boucle-5 0:00:00 Ada: Bonjour et bienvenue !",
        "1 suggestion from 1 episode; take one in with --accept ID.",
    ]


@pytest.mark.usefixtures("episode")
def test_suggest_speaks_json(show: Path) -> None:
    (one,) = json.loads(suggested(show, "--json").stdout)
    assert (one["id"], one["count"], one["places"][0]["episode"]) == ("misheard:d:bienvenue", 1, "la-boucle-5")


@pytest.mark.usefixtures("episode")
def test_what_is_accepted_is_written_and_counts(show: Path) -> None:
    done = suggested(show, "--accept", "misheard:d:bienvenue")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith('glossary/own.toml: a copy of d, with "bienvenue" misheard for it\n')
    assert 'misheard = ["bienvenue"]' in (show / "glossary" / "own.toml").read_text(encoding="utf-8")
    assert [path.name for path in (show / "glossary").iterdir()] == ["own.toml"]


@pytest.mark.usefixtures("episode")
def test_what_is_accepted_goes_into_the_file_that_is_named(show: Path) -> None:
    """Its byte order mark and its comments stay."""
    path = show / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf# mine\n" + OWN.encode())
    assert suggested(show, "--accept", "misheard:d:bienvenue", "--write", "mine.toml").exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# mine\n" + OWN.encode())


@pytest.mark.usefixtures("episode")
@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(errno.ENOSPC, "full")])
def test_an_interrupted_command_leaves_the_file_as_it_was(
    show: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    """The disk is full, or somebody presses Ctrl+C, just before the new file would take the old one's place."""

    def refuse(_descriptor: int) -> None:
        raise stop

    monkeypatch.setattr("os.fsync", refuse)
    (show / "old.csv").write_text("a,b\n", encoding="utf-8")
    for done in (
        suggested(show, "--accept", "misheard:d:bienvenue", "--write", "own.toml"),
        glossub("convert", "own.toml", "old.csv", "--force"),
    ):
        assert done.exit_code == (4 if isinstance(stop, OSError) else 130)
    assert (show / "own.toml").read_text(encoding="utf-8") == OWN
    assert (show / "old.csv").read_text(encoding="utf-8") == "a,b\n"
    assert sorted(path.name for path in show.iterdir() if path.is_file()) == ["known.toml", "old.csv", "own.toml"]


@pytest.mark.usefixtures("episode")
def test_a_broken_file_is_not_touched(show: Path) -> None:
    (show / "mine.toml").write_text("= 1", encoding="utf-8")
    done = suggested(show, "--accept", "misheard:d:bienvenue", "--write", "mine.toml")
    assert done.exit_code == 2
    assert (show / "mine.toml").read_text(encoding="utf-8") == "= 1"


def test_a_refusal_leaves_no_folder_behind(show: Path, episode: Path) -> None:
    said = Said(source="On déploie avec Zorglub, voilà.", target="We deploy with Zorglub, there.")
    text = document.render(checked_episode.episode(said, said, said), input_name="x.txt", files={})
    (episode / document.NAME).write_text(text, encoding="utf-8")
    done = glossub("suggest", "outputs", "--accept", "term:zorglub=⟦x⟧")
    assert (done.exit_code, "holds a mark" in done.stderr) == (2, True)
    assert not (show / "glossary").exists()


@pytest.mark.usefixtures("episode")
def test_the_shipped_files_are_never_written(show: Path) -> None:
    ours = Path(__file__).parent.parent / "glossary" / "new.toml"
    done = suggested(show, "--accept", "misheard:d:bienvenue", "--write", str(ours))
    assert done.exit_code == 4
    assert not ours.exists()


@pytest.mark.usefixtures("episode")
def test_suggest_refuses_what_makes_no_sense(show: Path) -> None:
    assert suggested(show, "--write", "x.toml").exit_code == 2
    assert suggested(show, "--accept", "term:ghost").exit_code == 2
    (show / "x.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\na\n", encoding="utf-8")
    assert "subtitles alone tell too little" in glossub("suggest", "x.srt").stderr


def test_episodes_of_two_pairs_are_refused(episode: Path) -> None:
    text = (episode / document.NAME).read_text(encoding="utf-8")
    other = episode.parent / "other"
    other.mkdir()
    (other / document.NAME).write_text(text.replace('"target_language": "en"', '"target_language": "de"'), "utf-8")
    done = glossub("suggest", "outputs")
    assert done.exit_code == 2
    assert "several languages" in done.stderr
