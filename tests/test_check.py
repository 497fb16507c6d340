"""`glossub check` as a person, or a continuous integration, meets it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from checked_episode import NODE, Said, episode
from lxml import etree
from small_episode import SMALL
from typer.testing import CliRunner, Result

from translate import job, storage
from translate.check import Kind, find
from translate.cli import app
from translate.errors import UsageError
from translate.inspection import inspect
from translate.settings import DEFAULTS, Settings, combine, limits
from translate.subtitles import subtitles
from translate.translation import Doubt

GOOD = Said(source="Le nœud tombe.", target="The node fails again.", hits=((NODE, "nœud", "node"),))
MISSED = Said(source="Un nœud dort.", target="It is asleep now.", hits=((NODE, "nœud", None),))
SRT = (
    "1\n00:00:01,000 --> 00:00:04,000\nHello everyone here.\n\n2\n00:00:03,000 --> 00:00:06,000\nAnd welcome to you.\n"
)

Run = Callable[..., Result]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Give a way to run the command in an empty working folder."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return lambda *arguments: CliRunner().invoke(app, ["check", *map(str, arguments), "--debug"])


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Give a way to run the command as people do, errors as messages."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, ["check", *map(str, arguments)])


def put(folder: Path, *said: Said, name: str = "la-boucle-5") -> Path:
    """Write an episode's document into a folder of its own."""
    made = episode(*said, name=name)
    storage.write(folder / name, (), translated=made, input_name=f"{name}.txt")
    return folder / name


def report(folder: Path, stem: str = "glossary-report") -> dict[str, list[dict[str, str]]]:
    """Read a JSON report."""
    document: dict[str, list[dict[str, str]]] = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))
    return document


def missed_print(*said: Said) -> str:
    return inspect(episode(*said))[0].fingerprint


def test_an_episode_without_errors_passes_and_gets_its_report(check: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD)
    result = check(folder)
    assert result.exit_code == 0, result.output
    assert "0 errors" in result.stdout
    assert sorted(path.name for path in folder.iterdir()) == [
        "glossary-report.html",
        "glossary-report.json",
        "glossary-report.tsv",
        "translation.json",
    ]


def test_a_second_check_changes_nothing(check: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD, MISSED)
    check(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    check(folder / "translation.json")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_report_that_somebody_edited_is_not_overwritten(tell: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD)
    tell(folder)
    (folder / "glossary-report.tsv").write_text("mine", encoding="utf-8")
    assert tell(folder, "--cps", "5").exit_code == 4
    assert (folder / "glossary-report.tsv").read_text(encoding="utf-8") == "mine"
    assert tell(folder, "--cps", "5", "--force").exit_code == 0
    assert (folder / "glossary-report.tsv.bak").read_text(encoding="utf-8") == "mine"


def test_a_missed_term_fails_the_check_and_is_named(check: Run, tmp_path: Path) -> None:
    result = check(put(tmp_path, GOOD, MISSED))
    assert result.exit_code == 1
    assert "error la-boucle-5 0:10 missed-term: 'nœud' should be 'node'" in result.stdout


def test_warnings_fail_only_where_they_are_asked_to(check: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, replace(GOOD, doubts=(Doubt.REPETITION,)))
    assert check(folder).exit_code == 0
    assert check(folder, "--fail-on", "warning").exit_code == 1


def test_a_check_that_is_interrupted_says_so_and_is_no_defect(
    tell: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path, GOOD)

    def interrupt(*_: object, **__: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("translate.check.read", interrupt)
    told = tell(folder)
    assert told.exit_code == 130
    assert "interrupted" in told.stderr
    assert "defect" not in told.stderr


def test_a_season_has_one_report_beside_its_episodes(check: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, GOOD)
    put(out, MISSED, name="la-boucle-6")
    assert check(out).exit_code == 1
    assert [one["id"] for one in report(out, "season-report")["episodes"]] == ["la-boucle-5", "la-boucle-6"]
    assert {path.name for path in out.iterdir() if path.is_file()} == {
        f"season-report.{ending}" for ending in ("html", "tsv", "json")
    }
    assert 'href="la-boucle-6/transcript.html#' in (out / "season-report.html").read_text(encoding="utf-8")


def test_a_season_of_one_episode_is_a_season(check: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, GOOD)
    check(out)
    assert (out / "season-report.html").is_file()


def test_many_findings_are_counted_after_the_first(check: Run, tmp_path: Path) -> None:
    result = check(put(tmp_path, *[replace(MISSED, source=f"Un nœud dort {at} fois.") for at in range(15)]))
    assert "... and 3 more" in result.stdout


def test_a_waiver_in_the_shows_folder_leaves_a_finding_until_it_expires(check: Run, tmp_path: Path) -> None:
    folder = put(tmp_path / "show" / "outputs", GOOD, MISSED)
    entry = f'[[waivers]]\nfingerprint = "{missed_print(MISSED)}"\nreason = "a pun"\nexpires = 2030-01-31\n'
    (tmp_path / "show" / "waivers.toml").write_text(entry, encoding="utf-8")
    held = check(folder, "--today", "2030-01-31")
    assert (held.exit_code, "1 waived" in held.stdout) == (0, True)
    assert report(folder)["waived"][0]["reason"] == "a pun"
    over = check(folder, "--today", "2030-02-01", "--fail-on", "warning")
    assert over.exit_code == 1
    assert {one["rule"] for one in report(folder)["findings"]} == {"missed-term", "expired-waiver"}


def test_waivers_can_be_named_and_must_be_right(tell: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD)
    waivers = tmp_path / "mine.toml"
    waivers.write_bytes(b"\xff")
    assert tell(folder, "--waivers", waivers).exit_code == 2
    waivers.write_text('[[waivers]]\nreason = "x"\n', encoding="utf-8")
    result = tell(folder, "--waivers", waivers)
    assert result.exit_code == 2
    assert "waivers[0].fingerprint" in result.stderr
    assert tell(folder, "--waivers", tmp_path / "none.toml").exit_code == 2


def test_a_baseline_fails_only_what_is_new(check: Run, tmp_path: Path) -> None:
    folder = put(tmp_path / "a", GOOD, MISSED)
    assert check(folder).exit_code == 1
    baseline = tmp_path / "baseline.json"
    baseline.write_bytes((folder / "glossary-report.json").read_bytes())
    same = check(folder, "--baseline", baseline)
    assert (same.exit_code, "1 in the baseline" in same.stdout) == (0, True)
    twice = put(tmp_path / "b", GOOD, MISSED, MISSED)
    assert check(twice, "--baseline", baseline).exit_code == 1
    for part in ("findings", "baseline"):
        assert [one["rule"] for one in report(twice)[part] if one["severity"] == "error"] == ["missed-term"]


def test_what_is_no_baseline_is_refused(tell: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD)
    for content in (b"{", b"\xff", b"{}"):
        (tmp_path / "b.json").write_bytes(content)
        assert tell(folder, "--baseline", tmp_path / "b.json").exit_code == 2


def test_subtitles_of_any_tool_are_judged_and_nothing_is_written(check: Run, tmp_path: Path) -> None:
    file = tmp_path / "other.srt"
    file.write_text(SRT, encoding="utf-8")
    result = check(file)
    assert result.exit_code == 1
    assert "cue-overlap: the cue before it is still there for 1.000 s" in result.stdout
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["other.srt"]


@pytest.mark.parametrize("name", ["season-report.html", "season-report.tsv", "season-report.json"])
def test_a_seasons_report_that_somebody_edited_is_not_overwritten(name: str, tell: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, GOOD)
    assert tell(out).exit_code == tell(out, "--cps", "5").exit_code == 0
    (out / name).write_text("mine", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    stopped = tell(out)
    assert stopped.exit_code == 4
    assert name in stopped.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before
    assert "With --force such files are kept as .bak" in stopped.stderr
    assert tell(out, "--force").exit_code == 0
    assert (out / f"{name}.bak").read_text(encoding="utf-8") == "mine"
    assert tell(out).exit_code == 0


def test_a_seasons_json_with_another_word_in_it_is_not_overwritten(tell: Run, tmp_path: Path) -> None:
    put(out := tmp_path / "out", GOOD)
    tell(out)
    facts = out / "season-report.json"
    facts.write_text(facts.read_text(encoding="utf-8").replace('"title": "', '"title": "My '), encoding="utf-8")
    assert tell(out, "--cps", "5").exit_code == 4
    assert '"title": "My ' in facts.read_text(encoding="utf-8")


def test_a_seasons_report_that_is_read_only_is_left(tell: Run, tmp_path: Path) -> None:
    put(out := tmp_path / "out", GOOD)
    tell(out)
    (out / "season-report.tsv").chmod(0o444)
    put(out, GOOD, name="la-boucle-6")
    stopped = tell(out)
    assert stopped.exit_code == 4
    assert "season-report.tsv: the file is read-only" in stopped.stderr


@pytest.mark.parametrize("moves", [(0,), (1,), (2,), (1, 1), (1, 3), (1, 4), (2, 2)])
def test_a_report_that_was_killed_between_its_files_is_no_persons_work(
    moves: tuple[int, ...], tell: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each run is killed when it has moved so many files into their places, and each has another report to write."""
    put(out := tmp_path / "out", GOOD)
    assert tell(out).exit_code == 0
    real, real_unlink, left = Path.replace, Path.unlink, [0]

    class Killed(BaseException):
        pass

    def replaced(path: Path, target: Path) -> Path:
        if "report" in path.name and not left[0]:
            monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)  # who was killed tidies nothing up
            raise Killed
        left[0] -= "report" in path.name
        return real(path, target)

    for number, most in enumerate(moves):
        put(out, GOOD, name=f"encore-{number}")
        left[0] = most
        monkeypatch.setattr(Path, "replace", replaced)
        with pytest.raises(Killed):
            tell(out)
        monkeypatch.setattr(Path, "replace", real)
        monkeypatch.setattr(Path, "unlink", real_unlink)
    put(out, GOOD, name="la-boucle-7")
    done = tell(out)
    assert done.exit_code == 0, done.output
    assert len(report(out, "season-report")["episodes"]) == 2 + len(moves)
    assert not [path for path in out.iterdir() if path.name.startswith(".") and not path.name.endswith(".lock")]


def test_two_reports_are_not_written_into_one_folder_at_once(
    tell: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("translate.check._WAIT_S", 0.05)
    put(out := tmp_path / "out", GOOD)
    with storage.holding(out, name=".season-report.lock", what="held"):
        stopped = tell(out)
    assert (stopped.exit_code, "another report is being written here" in stopped.stderr) == (4, True)


def test_a_document_that_cannot_be_read_does_not_cost_a_season_its_report(tell: Run, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        put(out := tmp_path / "out", GOOD, name=name)
    text = (out / "b" / "translation.json").read_text(encoding="utf-8")
    (out / "b" / "translation.json").write_text(text[:300], encoding="utf-8")
    (out / "d" / "translation.json").mkdir(parents=True)
    done = tell(out)
    assert done.exit_code == 2
    assert "left out of the report" in done.stderr
    made = report(out, "season-report")
    assert [one["id"] for one in made["episodes"]] == ["a", "c"]
    assert [one["path"] for one in made["unread"]] == ["b/translation.json", "d/translation.json"]
    assert "cut short" in made["unread"][0]["reason"]
    assert "What could not be read" in (out / "season-report.html").read_text(encoding="utf-8")


def test_a_season_of_which_nothing_can_be_read_is_an_error(tell: Run, tmp_path: Path) -> None:
    put(out := tmp_path / "out", GOOD)
    (out / "la-boucle-5" / "translation.json").write_text("{", encoding="utf-8")
    done = tell(out)
    assert (done.exit_code, "cut short" in done.stderr) == (2, True)
    assert not (out / "season-report.json").exists()


def test_an_earlier_report_that_cannot_be_read_is_told(
    tell: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    put(out, GOOD)
    assert tell(out).exit_code == 0

    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("translate.loose.digest", refuse)
    stopped = tell(out)
    assert stopped.exit_code == 2
    assert "an earlier report cannot be read: Permission denied" in stopped.stderr


def test_a_report_can_go_elsewhere(check: Run, tmp_path: Path) -> None:
    folder = put(tmp_path / "out", GOOD)
    check(folder, "--report", tmp_path / "away")
    assert [path.name for path in folder.iterdir()] == ["translation.json"]
    assert "../out/la-boucle-5/transcript.html#" in (tmp_path / "away" / "glossary-report.html").read_text("utf-8")
    file = tmp_path / "x.srt"
    file.write_text(SRT, encoding="utf-8")
    check(file, "--report", tmp_path / "away")
    assert report(tmp_path / "away", "x.srt-report")["findings"][0]["rule"] == "cue-overlap"


def test_subtitles_may_not_break_a_term_of_the_glossary(check: Run, tmp_path: Path) -> None:
    file = tmp_path / "other.en.srt"
    file.write_text(
        "1\n00:00:01,000 --> 00:00:04,000\nHello, I am the Product\nOwner of this thing.\n", encoding="utf-8"
    )
    assert check(file, "--fail-on", "warning").exit_code == 1
    assert check(file, "--fail-on", "warning", "--no-default-glossary").exit_code == 0


def test_french_subtitles_take_the_french_preset(check: Run, tmp_path: Path) -> None:
    """The French sibling of netflix-en allows 17 characters a second, netflix-en 20."""
    text = "1\n00:00:01,000 --> 00:00:02,000\nDix-huit lettres !\n"
    for name, code in (("x.fr.srt", 1), ("x.en.srt", 0)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert check(tmp_path / name, "--preset", "netflix-en", "--fail-on", "warning").exit_code == code


def test_subtitles_in_two_languages_may_have_twice_the_lines(check: Run, tmp_path: Path) -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:04,000\n- Ça tient vraiment ?\n- Depuis hier.\n- Does it hold?\n- Since yesterday.\n"
    )
    for name, code in (("x.fr-en.srt", 0), ("x.en.srt", 1)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert check(tmp_path / name, "--preset", "netflix-17", "--fail-on", "warning").exit_code == code


@pytest.mark.parametrize(
    ("made", "asked", "judged"),
    [
        ({"preset": "shorts"}, (), "shorts"),
        ({"preset": "shorts"}, ("--preset", "ted"), "ted"),
        ({"preset": "netflix-en"}, (), "netflix-en"),
        ({"cpl": 50, "labels": "never"}, (), "podcast"),
    ],
)
def test_a_folder_is_held_to_the_preset_that_it_was_made_with(
    check: Run, tmp_path: Path, made: dict[str, object], asked: tuple[str, ...], judged: str
) -> None:
    settings = combine(Settings(**made), DEFAULTS)  # type: ignore[arg-type]  # the options of one case
    folder = tmp_path / "la-boucle-5"
    files = job.outputs(SMALL, subtitles(SMALL, job.presets(settings)), settings, folder)
    storage.write(folder, files, translated=SMALL, input_name="page.txt", limits=limits(settings))
    check(folder, *asked)
    [subject] = report(folder)["episodes"]
    assert subject["preset"] == judged
    assert asked or not [one for one in report(folder)["findings"] if one["rule"] == "line-length"]


HEARD = Said(source="On déploie sur kubernettes.", target="We deploy on it.")


def test_what_may_be_misheard_is_told_of_an_episode(check: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD, HEARD)
    check(folder)
    assert [one["id"] for one in report(folder)["misheard"]] == ["misheard:kubernetes:kubernettes"]
    assert "<b>kubernettes</b>" in (folder / "glossary-report.html").read_text(encoding="utf-8")


def test_what_may_be_misheard_is_counted_over_a_season(check: Run, tmp_path: Path) -> None:
    put(tmp_path / "out", HEARD, HEARD, name="a")
    put(tmp_path / "out", HEARD, name="b")
    check(tmp_path / "out")
    assert [one["id"] for one in report(tmp_path / "out", "season-report")["misheard"]] == [
        "misheard:kubernetes:kubernettes"
    ]
    assert "3 in 2 episodes" in (tmp_path / "out" / "season-report.html").read_text(encoding="utf-8")


def test_mishearings_are_those_of_the_glossary_that_is_named(check: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('language = "fr"\n[[terms]]\nid = "z"\nsource = "zorglub"\ntarget = "Zorglub"\n', encoding="utf-8")
    folder = put(tmp_path, HEARD, Said(source="Avec Zorglube.", target="With it."))
    check(folder, "--glossary", own, "--no-default-glossary")
    assert [one["term"] for one in report(folder)["misheard"]] == ["z"]


def test_subtitles_are_compared_with_a_reference(check: Run, tmp_path: Path) -> None:
    reference, late = tmp_path / "reference.srt", tmp_path / "late.srt"
    reference.write_text(SRT, encoding="utf-8")
    late.write_text(SRT.replace(",000", ",300"), encoding="utf-8")
    result = check(late, "--reference", reference)
    assert "2 of 2 starts compared: median 300 ms off, p90 300 ms, 0.0 % within 0.25 s, 100.0 %" in result.stdout
    late.write_text("1\n00:00:01,000 --> 00:00:04,000\nSomething else\n", encoding="utf-8")
    assert "shares too few words" in check(late, "--reference", reference).stdout


def test_the_subtitle_edit_rate_is_told_where_it_is_wanted(check: Run, tmp_path: Path) -> None:
    pytest.importorskip("suber")
    file = tmp_path / "x.srt"
    file.write_text(SRT, encoding="utf-8")
    assert "SubER 0.00" in check(file, "--reference", file, "--suber").stdout


def test_an_edit_rate_needs_a_reference_and_a_season_has_none(tell: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, GOOD)
    put(out, GOOD, name="b")
    (tmp_path / "x.srt").write_text(SRT, encoding="utf-8")
    assert "nothing to compare with" in tell(out, "--suber").stderr
    assert "one episode or one file" in tell(out, "--reference", tmp_path / "x.srt").stderr


def test_a_change_of_the_glossary_names_its_sentences(check: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD, Said(source="Rien à voir.", target="Nothing to see."))
    for name, target in (("old", "knot"), ("new", "node")):
        text = f'language = "fr"\n[[terms]]\nid = "node"\nsource = "nœud"\ntarget = "{target}"\n'
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    script = tmp_path / "script.json"
    script.write_text('{"format": "glossub-script/1", "translations": {}}', encoding="utf-8")
    arguments = (
        "--no-default-glossary",
        "--glossary",
        tmp_path / "new.toml",
        "--engine",
        "scripted",
        "--model",
        script,
    )
    result = check(folder, "--since", tmp_path / "old.toml", *arguments)
    assert result.exit_code == 0, result.output
    assert "the glossary's change asks for 1 sentence anew\n    Le nœud tombe." in result.stdout
    assert [c["text"] for c in json.loads(json.dumps(report(folder)["episodes"][0]["changes"]))] == ["Le nœud tombe."]
    none = check(folder, "--since", tmp_path / "new.toml", *arguments)
    assert "asks for 0 sentences anew" in none.stdout


def test_machines_get_junit_sarif_and_json(check: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD, MISSED)
    file = tmp_path / "x.srt"
    file.write_text(SRT, encoding="utf-8")
    result = check(folder, file, "--junit", tmp_path / "ci" / "j.xml", "--sarif", tmp_path / "s.sarif", "--json")
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line["over_gate"], len(line["files"])) for line in lines] == [(1, 3), (1, 0)]
    assert lines[0]["report"]["findings"][0]["rule"] == "missed-term"
    suites = etree.parse(tmp_path / "ci" / "j.xml").getroot()
    assert [suite.attrib["name"] for suite in suites] == ["la-boucle-5", "x.srt"]
    assert len(json.loads((tmp_path / "s.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) == 2


def test_a_file_for_machines_that_cannot_be_written_is_an_error_of_the_disk(tell: Run, tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD)
    result = tell(folder, "--junit", tmp_path)
    assert result.exit_code == 4
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none",), "there is no such file or folder"),
        (("empty",), "there is no episode in it"),
        (("notes.txt",), "nothing that can be checked"),
        (("broken/translation.json",), "not UTF-8"),
        (("other.json",), "nothing that can be checked"),
        (("empty.srt",), "there is no cue in it"),
        (("la-boucle-5", "--fail-on", "note"), "is no gate"),
        (("la-boucle-5", "--today", "tomorrow"), "is no day"),
        (("la-boucle-5", "--preset", "cinema"), "no preset"),
    ],
)
def test_what_cannot_be_done_is_said(tell: Run, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    put(tmp_path, GOOD)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "translation.json").write_bytes(b"\xff\xfe")
    for name in ("notes.txt", "empty.srt", "other.json"):
        (tmp_path / name).write_text("notes\n", encoding="utf-8")
    result = tell(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_what_is_wrong_whatever_the_output_is_said_once(tell: Run, tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    for option, value in (("--fail-on", "note"), ("--today", "tomorrow")):
        assert tell("la-boucle-5", "la-boucle-5", option, value).stderr.count(option) == 1


def test_one_bad_output_does_not_hide_the_others(tell: Run, tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    result = tell("none", "la-boucle-5")
    assert result.exit_code == 2
    assert "la-boucle-5: 0 errors" in result.stdout


def test_an_episodes_folder_is_no_season(tmp_path: Path) -> None:
    folder = put(tmp_path, GOOD)
    assert find(folder).kind is find(folder / "translation.json").kind is Kind.EPISODE
    assert find(tmp_path).kind is Kind.SEASON
    with pytest.raises(UsageError):
        find(tmp_path / "none.srt.txt")
