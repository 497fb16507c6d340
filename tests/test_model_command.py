"""`glossub model get` and `glossub model info`, and what they change for the main job."""

import json
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from hub_stand_in import StandIn, serving
from typer.testing import CliRunner, Result

from translate.cli import app
from translate.engines.fetched import fetched_models
from translate.inventory import lines, take_inventory

NAME = "Helsinki-NLP/opus-mt-fr-en"
TRANSCRIPT = "Inès : Bonjour à tous.\n\nMarc : Merci, Inès.\n"


@pytest.fixture
def stand_in(make_checkpoint: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Serve a small checkpoint under the name of a known one, as the hub that commands ask."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    hub = StandIn()
    hub.add(NAME, make_checkpoint())
    with serving(hub):
        monkeypatch.setenv("GLOSSUB_HUB", hub.address)
        yield hub


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a cache of its own, and a folder to work in."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("GLOSSUB_CACHE", str(tmp_path / "home"))
    return tmp_path / "home"


def glossub(*arguments: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, arguments)


@pytest.mark.usefixtures("stand_in")
def test_get_installs_and_says_what_follows(home: Path) -> None:
    done = glossub("model", "get", "opus-mt-fr-en")
    folder = home / "fetched" / "Helsinki-NLP--opus-mt-fr-en"
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"opus-mt-fr-en is installed: {folder}",
        "It is what --model auto takes for fr-en from now on.",
    ]
    assert "Fetching opus-mt-fr-en: 1/1 MB" in done.stderr


@pytest.mark.usefixtures("home")
def test_get_of_a_lesser_model_says_how_to_use_it(stand_in: StandIn) -> None:
    stand_in.models["someone/lesser"] = stand_in.models[NAME]
    glossub("model", "get", NAME)
    done = glossub("model", "get", "someone/lesser")
    assert "Use it with --model someone/lesser; auto takes opus-mt-fr-en" in done.stdout


@pytest.mark.usefixtures("stand_in")
def test_get_for_a_machine_prints_one_object(home: Path) -> None:
    done = glossub("model", "get", "opus-mt-fr-en", "--json")
    assert json.loads(done.stdout) == {
        "name": NAME,
        "folder": str(home / "fetched" / "Helsinki-NLP--opus-mt-fr-en"),
        "auto": "opus-mt-fr-en",
    }
    assert done.stderr == ""


@pytest.mark.usefixtures("stand_in")
def test_get_shows_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from translate.commands.reporting import shown_progress

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with shown_progress("opus-mt-fr-en", quiet=False, verb="Fetching", unit="MB") as progress:
        progress(150, 300)
    assert "Fetching opus-mt-fr-en" in terminal.getvalue()
    assert "150/300 MB" in terminal.getvalue()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("model", "get", "fr-en"), 2, "no model on the hub can be called so"),
        (("model", "get", "opus-mt-fr-eng"), 3, "Did you mean opus-mt-fr-en?"),
        (("model", "info", "--source", "fr", "--bad"), 2, "No such option"),
    ],
)
@pytest.mark.usefixtures("stand_in")
def test_what_cannot_be_is_a_message_and_an_exit_code(arguments: tuple[str, ...], code: int, message: str) -> None:
    done = glossub(*arguments)
    assert done.exit_code == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("home", "stand_in")
def test_an_interrupted_get_says_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("translate.install.install", interrupted)
    done = glossub("model", "get", "opus-mt-fr-en")
    assert done.exit_code == 130
    assert "nothing is half installed, and the same command goes on from here." in done.stderr


def test_info_of_a_fresh_machine_shows_the_embedded_model_and_what_could_be_had() -> None:
    done = glossub("model", "info")
    assert done.exit_code == 0
    text = done.stdout
    assert text.startswith("* embedded: fr-en, 19 MB, licence cc-by-sa-4.0\n")
    assert "6+2 layers of width 256, vocabulary of 8,000, takes inline terms" in text
    assert "newstest2014 20.2 / 48.7" in text
    assert "measured by Glossub" in text
    assert "auto takes embedded for fr-en: no fetched model translates this pair." in text
    assert "not here: opus-mt-fr-en, 304 MB, apache-2.0: glossub model get opus-mt-fr-en" in text
    assert "published by OPUS-MT" in text
    assert text.count("takes about 10 times as long as the embedded model on a CPU") == 1


def test_info_of_another_pair_says_what_to_fetch() -> None:
    done = glossub("model", "info", "--source", "de", "--target", "fr")
    assert done.stdout.splitlines()[-1] == (
        "auto takes nothing for de-fr: no model here translates this pair; fetch one: glossub model get opus-mt-de-fr."
    )


@pytest.mark.usefixtures("stand_in")
def test_info_compares_what_is_installed(home: Path) -> None:
    glossub("model", "get", "opus-mt-fr-en")
    inventory = take_inventory(home, source="fr", target="en")
    assert [entry.name for entry in inventory.entries] == ["opus-mt-fr-en", "embedded"]
    assert [model.name for model in inventory.missing] == ["opus-mt-tc-big-fr-en"]
    text = "\n".join(lines(inventory))
    assert text.startswith("* opus-mt-fr-en: fr-en, 1 MB, licence apache-2.0\n    1+1 layers of width 16")
    assert text.count("as long as the embedded model") == 2
    assert "auto takes opus-mt-fr-en for fr-en: an opus-mt model of the pair that is installed." in text


@pytest.mark.usefixtures("home")
def test_info_shows_many_targets_in_short_and_what_is_not_known(stand_in: StandIn) -> None:
    files = dict(stand_in.models[NAME])
    vocabulary = json.loads(files["vocab.json"])
    for number in range(8):
        vocabulary[f">>x{number}<<"] = vocabulary.pop(f"<0x0{number + 1}>")
    without_marks = {piece.replace("⇒", "=>"): place for piece, place in vocabulary.items()}
    files["vocab.json"] = json.dumps(without_marks).encode()
    stand_in.models["someone/many"], stand_in.tags = files, []
    assert glossub("model", "get", "someone/many").exit_code == 0
    text = glossub("model", "info").stdout
    assert "someone/many: fr-x0|x1|x2|x3|x4|x5|..., 2 MB, licence not stated" in text
    assert "no inline terms" in text
    assert "not known to Glossub" in text


@pytest.mark.usefixtures("stand_in")
def test_info_says_what_is_wrong_with_a_damaged_model(home: Path) -> None:
    glossub("model", "get", "opus-mt-fr-en")
    (fetched_models(home)[0].folder / "source.spm").write_bytes(b"damaged")
    done = glossub("model", "info")
    assert done.exit_code == 0
    assert "cannot be used: the fetched model is damaged" in done.stdout
    assert "glossub model get opus-mt-fr-en" in done.stdout


def test_info_with_a_record_that_cannot_be_read_is_an_error_of_the_model(home: Path) -> None:
    (home / "fetched" / "a--b").mkdir(parents=True)
    (home / "fetched" / "a--b" / "glossub.json").write_text("{", encoding="utf-8")
    done = glossub("model", "info")
    assert done.exit_code == 3
    assert "Delete this folder and fetch the model again." in done.stderr


@pytest.mark.usefixtures("stand_in")
def test_info_for_a_machine_holds_the_same() -> None:
    glossub("model", "get", "opus-mt-fr-en")
    values = json.loads(glossub("model", "info", "--json").stdout)
    assert values["auto"] == "opus-mt-fr-en"
    first = values["entries"][0]
    assert (first["name"], first["width"], first["inline_terms"]) == ("opus-mt-fr-en", 16, True)
    assert first["scores"][0] == {
        "test_set": "newstest2014",
        "bleu": 38.0,
        "chrf": 63.3,
        "origin": "published by OPUS-MT: OPUS-MT-leaderboard, opus-2020-02-26",
    }


@pytest.mark.usefixtures("stand_in", "home")
def test_an_output_folder_stays_with_the_model_that_began_it() -> None:
    Path("one.txt").write_text(TRANSCRIPT, encoding="utf-8")
    first = glossub("subtitle", "one.txt")
    assert first.exit_code == 0, first.stderr
    assert "by the embedded model (marian:" in first.stdout
    glossub("model", "get", "opus-mt-fr-en")
    before = Path("outputs/one/translation.json").read_bytes()
    second = glossub("subtitle", "one.txt")
    assert second.exit_code == 2
    assert "made with the embedded model, and auto would now take opus-mt-fr-en" in second.stderr
    assert Path("outputs/one/translation.json").read_bytes() == before
    assert glossub("subtitle", "one.txt", "--model", "embedded").exit_code == 0
    changed = glossub("subtitle", "one.txt", "--model", "opus-mt-fr-en")
    assert changed.exit_code == 0, changed.stderr
    assert "by opus-mt-fr-en (marian:" in changed.stdout
    assert glossub("subtitle", "one.txt").exit_code == 0
