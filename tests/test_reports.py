"""The reports: whole, against golden files; by the rules of each format; and what each of them must show."""

import csv
import io
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from checked_episode import NODE, Said, episode
from lxml import etree, html
from small_episode import SMALL, SOURCE_CUES, TARGET_CUES

from translate.candidates import Candidate, candidates
from translate.comparison import compare
from translate.errors import InputError
from translate.evidence import Evidence
from translate.findings import Rule, Severity
from translate.impact import Change
from translate.presets import preset
from translate.readers import subtitles
from translate.reports import (
    Report,
    Subject,
    for_episode,
    junit,
    machine,
    of_episode,
    of_file,
    outputs,
    outputs_in_pieces,
    page,
    sarif,
    totals,
    tsv,
)
from translate.reports.subject import condensed
from translate.shelf import Shelf
from translate.suggest import Kind, Suggestion
from translate.translation import Confidence, Doubt, Misgiving, TranslatedEpisode
from translate.waivers import Waiver
from translate.writers.page import render as render_transcript

GOLDEN = Path(__file__).parent / "golden" / "report"
PODCAST = preset("podcast")
BOTH = (PODCAST, PODCAST)
CHANGE = Change(turn=1, start=18, end=45, title=False, text="Deux nœuds.", before=(), now=("nœuds → node",))


def subject(translated: TranslatedEpisode = SMALL) -> Subject:
    return of_episode(translated, source_cues=SOURCE_CUES, target_cues=TARGET_CUES, presets=BOTH)


def parted() -> Subject:
    """Return the small episode with a finding that stands, one that a baseline has, and one that is waived."""
    whole = subject()
    first, second, *rest = whole.findings
    waiver = Waiver(fingerprint=first.fingerprint, reason="a <pun>", expires=date(2030, 1, 31))
    return replace(
        whole, findings=tuple(rest), known=(second,), waived=((first, waiver),), changes=(CHANGE,), path="la-boucle-5"
    )


def suites(reports: Sequence[Report], gate: Severity) -> str:
    return "".join(junit.render(reports, gate))


def in_json(of: Report) -> str:
    return "".join(machine.render(of, totals(of), (), {}))


def rendered(of: Report, lacking: Sequence[Candidate]) -> str:
    return "".join(page.render(of, totals(of), lacking, []))


def report(*subjects: Subject, misheard: tuple[Suggestion, ...] | None = None) -> Report:
    idle = (Waiver(fingerprint="0" * 16, reason="old", expires=date(2030, 1, 31)),)
    return Report(title=subjects[0].title, subjects=subjects, idle=idle, misheard=misheard)


HEARD = (
    Suggestion(
        id="misheard:node:neud",
        kind=Kind.MISHEARD,
        text="neud",
        target="node",
        why="1 letter from nœud",
        episodes=2,
        places=tuple(
            Evidence(episode=name, sentence=at, time_ms=10_000 * at, speaker=speaker, text="Ce <neud> tombe.")
            for name, at, speaker in (
                ("la-boucle-5", 0, "Ada"), ("la-boucle-5", 1, None), ("la-boucle-6", 0, "Ada"), ("la-boucle-6", 1, None)
            )
        ),
        term="node",
    ),
    Suggestion(
        id="misheard:pull-request:pulle-requeste",
        kind=Kind.MISHEARD,
        text="pulle requeste",
        target="pull request",
        why="the glossary suspects it",
        episodes=1,
        places=(
            Evidence(episode="la-boucle-6", sentence=2, time_ms=20_000, speaker="Ada", text="Ta Pulle-requeste, là."),
        ),
        term="pull-request",
    ),
)  # fmt: skip
SEASON = report(
    parted(),
    of_episode(
        episode(
            Said(
                source="Le nœud tombe.", target="The bow fails.", hits=((NODE, "nœud", None),), links=(("nœud", "bow"),)
            ),
            Said(source="Ce nœud.", target="It.", hits=((NODE, "nœud", None),), links=(("nœud", "It"),), speaker=None),
            Said(source="Voilà.", target="There, there, there.", doubts=(Doubt.REPETITION,)),
            name="la-boucle-6",
        ),
        source_cues=(),
        target_cues=(),
        presets=BOTH,
        path="la-boucle-6",
    ),
    misheard=HEARD,
)
FILE = of_file(
    subtitles.read(b"1\n00:00:01,000 --> 00:00:01,500\nOnce upon a time, all at once.\n", name="other.srt"),
    PODCAST,
    language="en",
)
FILES = {
    **{file.name: file.content for file in outputs(SEASON, "season-report")},
    "junit.xml": suites([SEASON], Severity.WARNING),
    "report.sarif": sarif.render([SEASON]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_report_is_as_the_golden_one(name: str) -> None:
    """With GLOSSUB_GOLDEN set, the golden files are written again: look at what changed before you commit it."""
    path = GOLDEN / name
    if os.environ.get("GLOSSUB_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FILES[name].encode())
    assert FILES[name] == path.read_bytes().decode()


def test_an_episode_that_was_just_made_gets_its_three_files() -> None:
    files = for_episode(SMALL, source_cues=SOURCE_CUES, target_cues=TARGET_CUES, presets=BOTH)
    assert [file.name for file in files] == ["glossary-report.html", "glossary-report.tsv", "glossary-report.json"]


def test_lone_surrogates_become_what_a_file_can_hold() -> None:
    odd = replace(SMALL, title="a\ud83d", episode=replace(SMALL.episode, title="b\ud83d"))
    for file in for_episode(odd, source_cues=(), target_cues=(), presets=BOTH):
        assert file.content.encode()


# The table


def rows(of: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(tsv.render(of))), dialect="excel-tab"))


def test_a_season_on_the_disk_has_the_same_report(tmp_path: Path) -> None:
    shelf: Shelf[Subject] = Shelf(tmp_path)
    for one in SEASON.subjects:
        shelf.append(replace(one, translated=None if one.translated is None else condensed(one.translated)))
    small = replace(SEASON, subjects=shelf)
    kept: Shelf[str] = Shelf(tmp_path)
    assert {name: "".join(pieces) for name, pieces in outputs_in_pieces(small, "season-report", kept=kept)} == {
        file.name: file.content for file in outputs(SEASON, "season-report")
    }
    assert sarif.render([small]) == sarif.render([SEASON])
    assert suites([small], Severity.WARNING) == suites([SEASON], Severity.WARNING)
    assert all(len(one.words) == len(one.translations) for one in small.episodes)
    assert not list(tmp_path.iterdir())


def test_the_table_says_where_each_time_is_from() -> None:
    origins = {row["source"]: row["provenance"] for row in rows(report(subject())) if row["status"]}
    assert set(origins.values()) == {"segment", "anchored"}
    doubtful = next(row for row in rows(SEASON) if row["rule"] == "repetition")
    assert doubtful["provenance"] == "anchored"


def test_a_seasons_doubts_times_and_cost_are_counted() -> None:
    told = json.loads(in_json(SEASON))["episodes"][1]
    assert (told["doubts"], told["times"]) == (1, {"segment": 3})
    assert told["cost"]["characters"] == len("Le nœud tombe.Ce nœud.Voilà.")
    assert told["cost"]["sentences"] == 3
    assert told["cost"]["speech_ms"] > 0
    page = FILES["season-report.html"]
    assert "<dt>Doubts</dt><dd>2 sentences in doubt</dd>" in page
    assert "inside the transcript's segments" in page.split("<dt>Times</dt>")[1].split("</dd>")[0]
    assert "<dt>Cost</dt><dd>149 characters in 8 sentences, 0:40 of speech</dd>" in page


def test_the_table_has_a_row_per_hit_and_one_per_other_finding() -> None:
    table = rows(report(subject()))
    outcomes = [o for t in SMALL.translations for o in t.outcomes]
    assert [row["form"] for row in table if row["status"]] == [o.hit.form for o in outcomes]
    missed = next(row for row in table if row["status"] == "missed")
    assert (missed["term"], missed["rule"], missed["state"]) == ("node", "forbidden-rendering", "new")
    assert {row["rule"] for row in table if not row["status"]} == {"repetition", "length-ratio", "reading-speed"}


def test_every_finding_stands_in_the_table_with_its_state() -> None:
    table = rows(SEASON)
    assert {row["state"] for row in table} == {"", "new", "baseline", "waived"}
    found = [row["fingerprint"] for row in table if row["fingerprint"]]
    expected = [f.fingerprint for s in SEASON.subjects for f in (*s.findings, *s.known, *(f for f, _ in s.waived))]
    assert sorted(found) == sorted(expected)


# JSON


def test_the_json_counts_and_lists() -> None:
    document = json.loads(FILES["season-report.json"])
    assert document["format"] == "glossub-findings/1"
    assert document["counts"] == {level.value: sum(f.severity is level for f in SEASON.findings) for level in Severity}
    assert [one["id"] for one in document["episodes"]] == ["la-boucle-5", "la-boucle-6"]
    assert len(document["findings"]) == len(list(SEASON.findings))
    assert document["waived"][0]["reason"] == "a <pun>"
    assert document["episodes"][0]["changes"][0]["text"] == "Deux nœuds."
    node = next(term for term in document["terms"] if term["id"] == "node")
    assert (node["hits"], node["outcomes"]["missed"]) == (3, 3)


def test_a_report_is_a_baseline_with_what_its_own_baseline_had() -> None:
    known = machine.read_baseline(FILES["season-report.json"], where="b.json")
    expected = [f for s in SEASON.subjects for f in (*s.findings, *s.known)]
    assert sorted(known.elements()) == sorted((f.place.episode, f.fingerprint) for f in expected)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[" * 100_000,
        "[]",
        "{}",
        '{"format": "glossub-findings/2"}',
        '{"format": "glossub-findings/1", "findings": [{"episode": 1}]}',
    ],
)
def test_what_is_no_report_is_no_baseline(text: str) -> None:
    with pytest.raises(InputError, match=r".") as caught:
        machine.read_baseline(text, where="b.json")
    assert caught.value.where.startswith("b.json")


def test_a_reports_head_tells_the_digests_of_its_files_without_the_rest() -> None:
    text = FILES["season-report.json"]
    head, found, _ = text.partition('"episodes": [')
    digests = json.loads(text)["files"]
    assert sorted(digests) == ["season-report.html", "season-report.tsv"]
    for lines in (io.StringIO(head + found + "\n damaged"), io.StringIO(json.dumps(json.loads(text)))):
        assert machine.read_files(lines, where="r.json") == digests


def test_a_comparison_stands_in_the_json_and_on_the_page() -> None:
    compared = replace(subject(), comparison=compare(TARGET_CUES, TARGET_CUES), edit_rate=12.5)
    told = json.loads(in_json(report(compared)))["episodes"][0]["comparison"]
    assert told["start_error_ms"] == {"median": 0, "p90": 0, "bias": 0}
    assert told["suber"] == 12.5
    assert "5 of 5 starts compared" in rendered(report(compared), ())
    unlike = replace(subject(), comparison=compare(TARGET_CUES, SOURCE_CUES[:1]))
    assert "share too few words" in rendered(report(unlike), ())


# JUnit


def test_junit_has_a_case_per_rule_or_finding_and_counts_them() -> None:
    root = etree.fromstring(FILES["junit.xml"].encode())
    assert root.tag == "testsuites"
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.attrib["tests"] == str(len(cases))
        assert suite.attrib["failures"] == str(len(suite.findall("testcase/failure")))
        assert suite.attrib["skipped"] == str(len(suite.findall("testcase/skipped")))
        assert suite.attrib["errors"] == "0"
        assert all(case.attrib["name"] and case.attrib["classname"] and case.attrib["time"] for case in cases)
        assert len({case.attrib["name"] for case in cases}) == len(cases)
    totals = {name: sum(int(suite.attrib[name]) for suite in root) for name in ("tests", "failures", "errors")}
    assert totals == {name: int(root.attrib[name]) for name in totals}


def test_junit_has_no_element_and_no_attribute_that_the_schema_of_jenkins_lacks() -> None:
    """Its xUnit plugin refuses a file with any other: junit-10.xsd."""
    allowed = {
        "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
        "testsuite": ({"name", "time", "tests", "failures", "errors", "skipped"}, {"testcase"}),
        "testcase": ({"name", "time", "classname"}, {"failure", "skipped"}),
        "failure": ({"type", "message"}, set()),
        "skipped": ({"type", "message"}, set()),
    }
    for element in etree.fromstring(FILES["junit.xml"].encode()).iter():
        attributes, children = allowed[element.tag]
        assert set(element.attrib) <= attributes
        assert {child.tag for child in element} <= children


def test_junit_fails_what_is_over_the_gate_only() -> None:
    lenient, strict = (etree.fromstring(suites([SEASON], gate).encode()) for gate in (Severity.ERROR, Severity.WARNING))
    assert int(lenient.attrib["failures"]) == sum(f.severity is Severity.ERROR for f in SEASON.findings)
    assert int(strict.attrib["failures"]) > int(lenient.attrib["failures"])


def test_junit_holds_any_text() -> None:
    odd = Said(source="Le n\x00\x0bœud \ud83d]]> & <b>.", target="\ufffe", hits=((NODE, "œud", None),))
    text = suites([report(of_episode(episode(odd), source_cues=(), target_cues=(), presets=BOTH))], Severity.ERROR)
    [failure] = etree.fromstring(text.encode()).iter("failure")
    assert "]]> & <b>" in failure.text


# SARIF


def test_sarif_has_what_the_standard_requires() -> None:
    document = json.loads(FILES["report.sarif"])
    assert (document["version"], len(document["runs"])) == ("2.1.0", 1)
    driver = document["runs"][0]["tool"]["driver"]
    assert driver["name"] == "glossub"
    assert [rule["id"] for rule in driver["rules"]] == list(Rule)
    for result in document["runs"][0]["results"]:
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note"}
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        physical = result["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"]["uri"]
        assert physical.get("region", {"startLine": 1})["startLine"] >= 1
        assert all(one["kind"] == "external" for one in result.get("suppressions", ()))


def test_a_sarif_line_is_the_sentences_line_in_the_table() -> None:
    result = next(r for r in json.loads(sarif.render([report(subject())]))["runs"][0]["results"] if "region" in str(r))
    physical = result["locations"][0]["physicalLocation"]
    assert physical == {"artifactLocation": {"uri": "bilingual.tsv"}, "region": {"startLine": 5}}


def test_a_subtitle_file_is_its_own_place() -> None:
    results = json.loads(sarif.render([report(FILE)]))["runs"][0]["results"]
    assert {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results} == {"other.srt"}


# The page


PAGE = html.document_fromstring(FILES["season-report.html"])


def test_the_page_runs_and_loads_nothing() -> None:
    assert PAGE.xpath("//script | //@src | //@style | //@*[starts-with(name(), 'on')]") == []
    [policy] = PAGE.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy


def test_the_pages_ids_are_unique_and_its_own_links_lead_somewhere() -> None:
    ids = PAGE.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in PAGE.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)


def test_links_lead_to_sentences_of_the_transcript() -> None:
    there = html.document_fromstring(render_transcript(SMALL)).xpath(
        "//*[@class='sentence' or contains(@class, 'sentence ')]/@id"
    )
    links = PAGE.xpath("//a/@href[starts-with(., 'la-boucle-5/transcript.html#')]")
    assert links
    assert {link.partition("#")[2] for link in links} <= set(there)


def test_the_page_shows_findings_alarms_waivers_and_changes() -> None:
    text = PAGE.text_content()
    for part in (
        "Probably no fault",
        "Pronoun",
        "a <pun>",
        "until 2030-01-31",
        "no term became nœuds → node",
        "1 waived",
    ):
        assert part in " ".join(text.split())


def test_a_page_of_one_episode_maps_terms_to_its_chapters() -> None:
    one = html.document_fromstring(rendered(report(subject()), ()))
    assert one.xpath("//table[@class='heat']//th[@scope='col']/span/text()") == ["Hello", "The nodes"]
    assert one.xpath("//a/@href[starts-with(., 'transcript.html#')]")


def test_rare_terms_of_a_map_are_folded_away() -> None:
    terms = [replace(NODE, id=f"node-{at}") for at in range(45)]
    said = [Said(source="Un nœud.", target="A node.", hits=((term, "nœud", "node"),)) for term in terms]
    many = of_episode(episode(*said), source_cues=(), target_cues=(), presets=BOTH)
    assert "5 more terms" in rendered(report(many), ())


def test_a_long_list_is_cut_but_shows_what_was_missed() -> None:
    kept = Said(source="Un nœud.", target="A node.", hits=((NODE, "nœud", "node"),))
    missed = Said(source="Mon nœud.", target="Well, well.", hits=((NODE, "nœud", None),))
    many = of_episode(episode(*[kept] * 120, missed), source_cues=(), target_cues=(), presets=BOTH)
    one = html.document_fromstring(rendered(report(many), ()))
    places = one.xpath("//section[@aria-labelledby='concordance-title']//li")
    assert len(places) == 102
    assert "Mon nœud." in places[100].text_content()
    assert places[101].text_content() == "and 20 more, in the table (TSV)"
    doubtful = Said(source="Voilà.", target="So, so.", doubts=(Doubt.REPETITION,))
    doubts = of_episode(episode(*[doubtful] * 510), source_cues=(), target_cues=(), presets=BOTH)
    assert "and 10 more, in the table (TSV)" in rendered(report(doubts), ())


def test_what_was_missed_is_cut_as_well() -> None:
    missed = Said(source="Mon nœud.", target="Well, well.", hits=((NODE, "nœud", None),))
    many = of_episode(episode(*[missed] * 501), source_cues=(), target_cues=(), presets=BOTH)
    places = html.document_fromstring(rendered(report(many), ())).xpath(
        "//section[@aria-labelledby='concordance-title']//li"
    )
    assert (len(places), places[-1].text_content()) == (501, "and 1 more, in the table (TSV)")


def test_a_long_season_has_columns_of_several_episodes_and_says_where_the_other_strips_are() -> None:
    said = (
        Said(source="Un nœud.", target="A node.", hits=((NODE, "nœud", "node"),)),
        Said(source="Mon nœud.", target="Well, well.", hits=((NODE, "nœud", None),)),
    )
    parts = [episode(*said, name=f"e{number}") for number in range(121)]
    season = report(*(of_episode(part, source_cues=(), target_cues=(), presets=BOTH) for part in parts))
    one = html.document_fromstring(rendered(season, ()))
    columns = one.xpath("//table[@class='heat']//th[@scope='col']/span")
    assert len(columns) == 41
    assert columns[0].text == f"{parts[0].episode.title} – {parts[2].episode.title}"
    cells = one.xpath("//table[@class='heat']//td[starts-with(@class, 'heat-')]")
    assert [cell.text_content() for cell in (cells[0], cells[-1])] == ["6 3 missed", "2 1 missed"]
    assert len(one.xpath("//dl[@class='strip']")) == 100
    at_a_glance = one.xpath("//section[@aria-labelledby='strip-title']/p/text()")
    assert at_a_glance == ["and 21 more, each in the report in its episode's folder"]
    assert len(one.xpath("//section[@aria-labelledby='episodes-title']//tbody/tr")) == 121


def test_a_page_of_a_subtitle_file_has_findings_and_no_terms() -> None:
    one = html.document_fromstring(rendered(report(FILE), ()))
    assert one.xpath("//p[@class='kind']/text()") == ["Subtitle report"]
    assert "Once upon a time, all at once." in one.text_content()
    assert one.xpath("//section[@aria-labelledby='terms-title']") == []


def test_nothing_found_is_said() -> None:
    calm = of_episode(episode(Said(source="Oui.", target="Yes.")), source_cues=(), target_cues=(), presets=BOTH)
    assert "Nothing was found." in rendered(Report(title="t", subjects=(calm,)), ())


def test_more_speakers_than_lanes_share_the_last() -> None:
    said = [Said(source="Oui.", target="Yes.", speaker=f"Speaker {at}") for at in range(10)]
    crowd = of_episode(episode(*said), source_cues=(), target_cues=(), presets=BOTH)
    lanes = html.document_fromstring(rendered(report(crowd), ())).xpath("//dl[@class='strip']/dt/text()")
    assert lanes.count("others") == 1
    assert len([lane for lane in lanes if lane.startswith("Speaker")]) == 7


def test_the_strip_shows_how_far_times_from_a_recording_can_be_believed() -> None:
    """Two sentences: one is sure, the other in doubt. Each is heard for nine seconds, longer than a bar is wide."""
    said = episode(Said(source="Oui.", target="Yes."), Said(source="Non.", target="No."))
    sure, unsure = (Confidence(turn=turn, start=0, end=4, score=score) for turn, score in ((0, 0.9), (1, 0.0)))
    timed = replace(said, confidences=(sure, replace(unsure, misgivings=(Misgiving.GAP,))))
    lane = "//dl[@class='strip']//*[@aria-label='Confidence of times']/*"
    kinds = []
    for one in (said, timed):
        of = of_episode(one, source_cues=(), target_cues=(), presets=BOTH)
        bars = html.document_fromstring(rendered(report(of), ())).xpath(lane)
        kinds.append([(bar.get("class"), bar.xpath("string(title)")) for bar in bars])
    trust = [("trust", "0:00: 0.9 of 1"), ("trust over", "0:06: 0.5 of 1"), ("trust over", "0:13: 0.0 of 1")]
    assert kinds == [[], trust]


def test_candidates_lead_to_where_they_were_first_said() -> None:
    said = Said(source="Avec Zorglub.", target="With it.")
    lacking = of_episode(episode(said, said, said), source_cues=(), target_cues=(), presets=BOTH)
    of = report(lacking)
    one = html.document_fromstring(rendered(of, candidates(of.episodes)))
    assert one.xpath("//ul[@class='candidates']/li/b/text()") == ["Zorglub"]
    assert one.xpath("//ul[@class='candidates']//span") == []


def test_a_candidate_of_a_season_says_in_which_episode_its_time_is() -> None:
    said = Said(source="Avec Zorglub.", target="With it.")
    parts = [episode(said, said, name=name) for name in ("a", "b")]
    of = report(*(of_episode(part, source_cues=(), target_cues=(), presets=BOTH) for part in parts))
    shown = html.document_fromstring(rendered(of, candidates(of.episodes)))
    assert shown.xpath("//ul[@class='candidates']/li/span[@class='episode']/text()") == ["a"]


MISHEARD = "//section[@aria-labelledby='misheard-title']"


def test_what_may_be_misheard_is_shown_with_its_term_its_reason_and_its_places() -> None:
    near, suspected = PAGE.xpath(f"{MISHEARD}/details")
    assert " ".join(near.xpath("string(summary)").split()) == "neud → node 4 in 2 episodes"
    assert near.xpath("string(p)") == "Of the entry node: 1 letter from nœud. misheard:node:neud"
    assert near.xpath("p/a/@href")[0].startswith("#term-")
    assert near.xpath(".//li[1]//text()") == ["0:00", " ", "Ada", " ", "la-boucle-5", "Ce <", "neud", "> tombe."]
    assert suspected.xpath("p/a") == []
    assert suspected.xpath(".//li//b/text()") == ["Ada", "Pulle-requeste"]


def test_what_may_be_misheard_is_no_candidate() -> None:
    said = Said(source="Avec un Neud, là.", target="With it.")
    lacking = of_episode(episode(said, said, said), source_cues=(), target_cues=(), presets=BOTH)
    files = {
        known: {file.name: file.content for file in outputs(report(lacking, misheard=known), "e")}
        for known in (None, HEARD)
    }
    told = [json.loads(content["e.json"])["candidates"] for content in files.values()]
    assert [[one["text"] for one in candidates_] for candidates_ in told] == [["Neud"], []]


def test_a_mishearing_that_comes_back_often_is_folded_away_and_cut() -> None:
    assert [group.get("open") for group in PAGE.xpath(f"{MISHEARD}/details")] == [None, ""]
    often = replace(HEARD[0], places=HEARD[0].places[:1] * 103, episodes=1)
    one = html.document_fromstring(rendered(report(subject(), misheard=(often,)), ()))
    places = one.xpath(f"{MISHEARD}//li")
    assert (len(places), places[-1].text_content()) == (101, "and 3 more, in the JSON")


def test_a_page_says_whether_anybody_looked_for_mishearings() -> None:
    unknown, none = (
        html.document_fromstring(rendered(report(subject(), misheard=misheard), ())) for misheard in (None, ())
    )
    assert "glossub check does that" in unknown.xpath(f"string({MISHEARD})")
    assert none.xpath(f"{MISHEARD}/p[last()]/text()") == ["None."]


def test_the_json_tells_mishearings_where_somebody_looked_for_them() -> None:
    told = json.loads(FILES["season-report.json"])["misheard"]
    assert [(one["id"], one["term"], one["count"], len(one["places"])) for one in told] == [
        ("misheard:node:neud", "node", 4, 4),
        ("misheard:pull-request:pulle-requeste", "pull-request", 1, 1),
    ]
    assert told[1]["places"][0]["text"] == "Ta Pulle-requeste, là."
    assert "misheard" not in json.loads(in_json(report(subject())))
    assert json.loads(in_json(report(subject(), misheard=())))["misheard"] == []


def test_a_title_is_no_place_in_the_page() -> None:
    titled_ = replace(subject(), title="Who owns $body and $footer?")
    one = html.document_fromstring(rendered(replace(report(titled_), title=titled_.title), ()))
    assert one.xpath("string(//h1)") == "Who owns $body and $footer?"
    assert one.xpath("//main/section")


def test_an_episode_in_which_nothing_is_said_moves_no_place() -> None:
    said = Said(source="Avec Zorglub.", target="With it.")
    silent = replace(episode(said, name="a"), translations=(), words=())
    parts = [silent, episode(said, said, said, name="b")]
    of = report(*(of_episode(part, source_cues=(), target_cues=(), presets=BOTH) for part in parts))
    one = html.document_fromstring(rendered(of, candidates(of.episodes)))
    [link] = one.xpath("//ul[@class='candidates']/li/a/@href")
    assert link.startswith("transcript.html#s-")
    assert len(one.xpath("//dl[@class='strip']")) == 1


def test_hostile_texts_stay_texts() -> None:
    evil = """</script><script>alert(1)</script><img src=x onerror="alert(1)">"""
    said = Said(source=f"Le nœud {evil}.", target=evil, hits=((NODE, "nœud", None),), speaker=evil)
    one = html.document_fromstring(
        rendered(report(of_episode(episode(said, name="e"), source_cues=(), target_cues=(), presets=BOTH)), ())
    )
    assert one.xpath("//script | //img") == []
    assert evil in one.text_content()


def test_what_is_wrong_with_a_file_as_a_whole_is_found() -> None:
    damaged = subtitles.read("1\n00:00:01,000 --> 00:00:02,000\nCafé, it is.\n".encode("latin-1"), name="x.srt")
    [finding] = of_file(damaged, PODCAST, language="en").findings
    assert (finding.rule, finding.place.cue) == (Rule.ENCODING, None)
