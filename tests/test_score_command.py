"""`glossub score`, on the files that people have."""

import json
from pathlib import Path

import pytest
from small_episode import SMALL
from typer.testing import CliRunner, Result

from translate import document, pairs
from translate.cli import app
from translate.errors import InputError
from translate.glossary import decode, read
from translate.scoring import Pair
from translate.writers import tsv

GLOSSARY = """
language = "fr"
[[terms]]
id = "node"
source = "nœud"
target = "node"
forbidden = ["knot"]
[[terms]]
id = "backlog"
source = "backlog"
target = "backlog"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a source, two translations of it, and a glossary."""
    (tmp_path / "fr.txt").write_text("Le nœud tombe.\nLe backlog attend.\n", encoding="utf-8")
    (tmp_path / "en.txt").write_bytes(b"The knot falls.\r\nThe backlog waits.\r\n")
    (tmp_path / "good.txt").write_text("The node falls.\nThe backlog waits.\n", encoding="utf-8")
    (tmp_path / "show.toml").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path


def scored(folder: Path, *arguments: str) -> Result:
    """Run the command with the folder's glossary."""
    named = [str(folder / one) if (folder / one).is_file() else one for one in arguments]
    return CliRunner().invoke(app, ["score", *named, "--no-default-glossary", "--glossary", str(folder / "show.toml")])


def test_two_text_files_are_scored_line_by_line(folder: Path) -> None:
    done = scored(folder, "fr.txt", "en.txt", "--json")
    found = json.loads(done.stdout)
    assert (done.exit_code, found["hits"], found["found"], found["chrf"]) == (0, 2, 1, None)
    assert [one["verdict"] for one in found["judged"]] == ["forbidden", "found"]


def test_a_reference_adds_chrf(folder: Path) -> None:
    found = json.loads(scored(folder, "fr.txt", "good.txt", "--reference", "good.txt", "--json").stdout)
    assert (found["chrf"], found["masked_chrf"]) == (100, 100)


def test_people_read_shares_and_faults(folder: Path) -> None:
    shown = scored(folder, "fr.txt", "en.txt", "--reference", "good.txt").stdout
    assert "1 of 2 (50.0%)" in shown
    assert "1: nœud → node: a forbidden rendering (knot) in: The knot falls." in shown
    assert "outside the terms" in shown
    assert "held to          2 entries (mode proper)" in shown


def test_what_nobody_said_is_spelt_out(folder: Path) -> None:
    (folder / "en.txt").write_text("The node falls on a backlog.\nThe backlog waits.\n", encoding="utf-8")
    shown = scored(folder, "fr.txt", "en.txt").stdout
    assert "over-generation  1 (" in shown
    assert "1: backlog (backlog) in: The node falls on a backlog." in shown


def test_a_missing_term_names_no_words(folder: Path) -> None:
    (folder / "en.txt").write_text("It falls.\nThe backlog waits.\n", encoding="utf-8")
    assert "1: nœud → node: missing in: It falls." in scored(folder, "fr.txt", "en.txt").stdout


def test_consistency_is_told_of_terms_said_twice(folder: Path) -> None:
    (folder / "fr.txt").write_text("Le nœud.\nUn nœud.\nLe backlog.\n", encoding="utf-8")
    (folder / "en.txt").write_text("The nodes.\nA knot.\nThe backlog.\n", encoding="utf-8")
    shown = scored(folder, "fr.txt", "en.txt").stdout
    assert "0.500 predefined, 0.500 Herfindahl; terms said twice: 1 mixed and wrong" in shown
    found = json.loads(scored(folder, "fr.txt", "en.txt", "--json").stdout)
    assert (found["predefined_consistency"], found["herfindahl"]) == (0.5, 0.5)
    node, backlog = found["terms"]
    assert node["renderings"] == [
        {"text": "node", "count": 1, "right": True},
        {"text": "knot", "count": 1, "right": False},
    ]
    assert (backlog["id"], backlog["predefined_consistency"]) == ("backlog", None)


def test_a_glossary_without_hits_says_so(folder: Path) -> None:
    (folder / "fr.txt").write_text("Oui.\nNon.\n", encoding="utf-8")
    assert "no hits" in scored(folder, "fr.txt", "en.txt").stdout


def test_many_faults_are_counted(folder: Path) -> None:
    (folder / "fr.txt").write_text("Le nœud.\n" * 30, encoding="utf-8")
    (folder / "en.txt").write_text("It.\n" * 30, encoding="utf-8")
    assert "and 10 more" in scored(folder, "fr.txt", "en.txt").stdout


def test_a_glossary_of_a_mode_can_be_told_and_is_held_to(folder: Path) -> None:
    told = scored(folder, "fr.txt", "--mode", "counterfactual", "--told").stdout
    terms = read((decode("told.toml", told.encode()),)).terms
    assert {term.id: term.target for term in terms} == {"node": "backlog", "backlog": "node"}
    (folder / "en.txt").write_text("The backlog falls.\nThe node waits.\n", encoding="utf-8")
    assert json.loads(scored(folder, "fr.txt", "en.txt", "--mode", "counterfactual", "--json").stdout)["success"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fr.txt",), "there is no translation to score"),
        (("fr.txt", "en.txt", "--mode", "odd"), "there is no mode 'odd'"),
        (("fr.txt", "show.toml"), "sentences, and the other file has 2"),
        (("fr.txt", "en.txt", "--mode", "random"), "takes its words from a reference, and there is none"),
        (("fr.txt", "--told", "--mode", "random"), "takes its words from a reference, and there is none"),
        (("table.tsv", "en.txt"), "holds both sides already"),
        (("bad.tsv",), "this is no bilingual table"),
    ],
)
def test_what_cannot_be_scored_says_why(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    (folder / "table.tsv").write_text("source\ttarget\na\tb\n", encoding="utf-8")
    (folder / "bad.tsv").write_text("a\tb\n", encoding="utf-8")
    done = scored(folder, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_table_and_a_document_hold_the_same_pairs() -> None:
    table = pairs.both_sides(tsv.render(SMALL).encode(), name="bilingual.tsv")
    text = document.render(SMALL, input_name="x", files={})
    whole = pairs.both_sides(text.encode(), name="translation.json")
    assert table is not None
    assert whole is not None
    assert [pair.target.strip() for pair in table] == [pair.target.strip() for pair in whole]


def test_a_tables_escapes_are_taken_back() -> None:
    data = "source\ttarget\n" + r"a\\tb" + "\t" + r"c\td" + "\n"
    assert pairs.both_sides(data.encode(), name="x.tsv") == (Pair(source=r"a\tb", target="c\td"),)


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        pairs.lines(b"\xe9", name="x.txt")
    assert pairs.lines(b"", name="x.txt") == ()


def test_a_table_with_a_field_too_long_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be read as a table"):
        pairs.both_sides(b"source\ttarget\n" + b"a" * 200_000 + b"\tb\n", name="x.tsv")
