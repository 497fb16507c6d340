"""Laws of findings and of the reports that show them, whatever an episode holds."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

from checked_episode import NODE, Said, episode
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from strategies import cue_lists, translated_episodes

from translate.candidates import candidates
from translate.comparison import compare
from translate.conformity import judge
from translate.consistency import Quadrant, measure
from translate.cues import Cue
from translate.findings import Rule, Severity
from translate.inspection import inspect
from translate.presets import PRESETS, preset
from translate.reports import Report, junit, machine, of_episode, page, sarif, totals, tsv
from translate.sentences import Sentence
from translate.translation import Outcome, Status, TranslatedEpisode, Translation
from translate.waivers import Waiver, apply

TODAY = date(2030, 1, 1)
PODCAST = preset("podcast")
GOOD = Said(source="Un nœud tombe.", target="A node fails.", hits=((NODE, "nœud", "node"),))
MISSED = replace(GOOD, target="It fails.", hits=((NODE, "nœud", None),))


@given(translated_episodes())
@settings(max_examples=30)
def test_every_missed_hit_and_every_doubt_is_a_finding(translated: TranslatedEpisode) -> None:
    found = inspect(translated)
    about_hits = {
        (f.place.sentence, f.place.hit, f.term) for f in found if f.rule in {Rule.MISSED_TERM, Rule.FORBIDDEN_RENDERING}
    }
    for at, translation in enumerate(translated.translations):
        for outcome in translation.outcomes:
            if outcome.status is Status.MISSED:
                assert (at, (outcome.hit.start, outcome.hit.end), outcome.hit.term.id) in about_hits
    doubted = [f for f in found if f.rule in {Rule.REPETITION, Rule.LENGTH_RATIO, Rule.UNTRANSLATED, Rule.EMPTY}]
    assert len(doubted) == sum(len(translation.doubts) for translation in translated.translations)


@given(translated_episodes(), cue_lists())
@settings(max_examples=30)
def test_no_two_findings_of_an_episode_have_one_fingerprint(
    translated: TranslatedEpisode, cues: tuple[Cue, ...]
) -> None:
    prints = [f.fingerprint for f in (*inspect(translated), *judge(cues, PODCAST, episode="e", language="en"))]
    assert len(prints) == len(set(prints))


@given(translated_episodes(), st.data())
@settings(max_examples=40)
def test_a_finding_keeps_its_fingerprint_whatever_is_found_elsewhere(
    translated: TranslatedEpisode, data: st.DataObject
) -> None:
    """Any translation may be mended or spoilt; what is found in the others is known by the same fingerprint."""
    count = len(translated.translations)
    changing = data.draw(st.sets(st.integers(0, count - 1))) if count else set()
    changed = replace(
        translated,
        translations=tuple(_turned(one) if at in changing else one for at, one in enumerate(translated.translations)),
    )
    assert _prints(translated, but=changing) == _prints(changed, but=changing)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=6))
@settings(max_examples=40)
def test_an_equal_occurrence_is_known_by_its_place_among_all_of_them(said: list[tuple[bool, bool, bool]]) -> None:
    """Each may be a finding before, after, both or neither; some stand in one turn with the one before."""
    before, after = (
        inspect(
            episode(*(replace(MISSED if one[which] else GOOD, joined=at > 0 and one[2]) for at, one in enumerate(said)))
        )
        for which in (0, 1)
    )
    prints = [{f.place.sentence: f.fingerprint for f in found} for found in (before, after)]
    assert all(prints[0][at] == prints[1][at] for at in prints[0].keys() & prints[1].keys())
    assert len(set(prints[0].values())) == len(before)


@given(translated_episodes())
@settings(max_examples=40)
def test_a_missed_term_is_known_again_after_a_re_cut(translated: TranslatedEpisode) -> None:
    """Here every turn becomes one sentence, wherever it was cut before."""
    bare = [replace(one, target="", doubts=()) for one in translated.translations]
    whole = [
        Translation(
            sentence=Sentence(turn=at, start=0, end=len(turn.text)),
            target="",
            outcomes=tuple(o for one in bare if one.sentence.turn == at for o in one.outcomes),
        )
        for at, turn in enumerate(translated.episode.turns)
    ]
    cut, joined = (
        {
            (f.term, f.place.hit, f.place.speaker, f.fingerprint)
            for f in inspect(replace(translated, translations=tuple(made)))
            if f.rule is Rule.MISSED_TERM
        }
        for made in (bare, whole)
    )
    assert cut == joined


def _turned(translation: Translation) -> Translation:
    """Return a translation without its doubts, whose missed hits are kept and whose kept ones are missed."""
    outcomes = tuple(
        Outcome(hit=o.hit, status=Status.KEPT, tier="inline", rendering="", start=0, end=0)
        if o.status is Status.MISSED
        else Outcome(hit=o.hit, status=Status.MISSED, tier="")
        for o in translation.outcomes
    )
    return replace(translation, outcomes=outcomes, doubts=())


def _prints(translated: TranslatedEpisode, *, but: set[int]) -> list[tuple[Rule, int | None, str]]:
    """Return by what the findings of translations are known, but for those that rest on a count over the episode."""
    return [
        (f.rule, f.place.sentence, f.fingerprint)
        for f in inspect(translated)
        if f.rule is not Rule.INCONSISTENT_RENDERING and f.place.sentence not in but
    ]


@given(translated_episodes())
@settings(max_examples=30)
def test_waivers_part_findings_without_loss(translated: TranslatedEpisode) -> None:
    """Every second waiver ran out a year ago."""
    found = inspect(translated)
    waivers = [
        Waiver(fingerprint=f.fingerprint, reason="r", expires=date(2030 - at % 2, 1, 1)) for at, f in enumerate(found)
    ]
    left = apply(found, waivers, today=TODAY)
    standing = [f for f in left.standing if f.rule is not Rule.EXPIRED_WAIVER]
    assert sorted(f.fingerprint for f in (*standing, *(f for f, _ in left.waived))) == sorted(
        f.fingerprint for f in found
    )
    assert len(left.standing) == 2 * len(standing)


@given(translated_episodes(), cue_lists())
@settings(max_examples=25)
def test_every_report_can_be_read_back(translated: TranslatedEpisode, cues: tuple[Cue, ...]) -> None:
    cues = tuple(replace(cue, sentences=(0,) if translated.translations else ()) for cue in cues)
    subject = of_episode(
        translated,
        source_cues=cues if translated.translations else (),
        target_cues=cues if translated.translations else (),
        presets=(PODCAST, PODCAST),
    )
    report = Report(title=subject.title, subjects=(subject,))
    document = json.loads("".join(machine.render(report, totals(report), candidates([translated]), {})))
    assert [f["fingerprint"] for f in document["findings"]] == [f.fingerprint for f in subject.findings]
    table = list(csv.reader(io.StringIO("".join(tsv.render(report))), dialect="excel-tab"))
    assert all(len(row) == len(tsv.COLUMNS) for row in table)
    assert len("".join(tsv.render(report)).splitlines()) == len(table)
    root = etree.fromstring("".join(junit.render([report], Severity.NOTE)).encode("utf-8", "replace"))
    assert int(root.attrib["failures"]) == len(subject.findings)
    assert len(json.loads(sarif.render([report]))["runs"][0]["results"]) == len(subject.findings)
    shown = html.document_fromstring("".join(page.render(report, totals(report), (), [])))
    assert shown.xpath("//script | //img | //@style") == []
    assert len(shown.xpath("//section[@id='findings']//li")) == len(subject.findings)


@given(st.lists(translated_episodes(), max_size=2))
@settings(max_examples=25)
def test_consistency_is_a_share_and_right_means_that_nothing_was_missed(episodes: list[TranslatedEpisode]) -> None:
    measured = measure(episodes)
    outcomes = [o for e in episodes for t in e.translations for o in t.outcomes]
    assert sum(one.hits for one in measured) == len(outcomes)
    for one in measured:
        assert sum(rendered.count for rendered in one.renderings) == one.hits
        if one.herfindahl is not None and one.predefined is not None:
            assert 0 <= one.predefined <= 1
            assert 1 / len(one.renderings) - 1e-9 <= one.herfindahl <= 1
            assert (one.herfindahl == 1) == (one.quadrant in {Quadrant.RIGHT, Quadrant.WRONG})


@given(cue_lists())
@settings(max_examples=25)
def test_cues_are_as_far_from_themselves_as_nothing(cues: tuple[Cue, ...]) -> None:
    result = compare(cues, cues)
    assert result.p90_ms in {0, None}


@given(cue_lists(), st.sampled_from(sorted(PRESETS)))
@settings(max_examples=25)
def test_a_looser_preset_finds_no_more(cues: tuple[Cue, ...], name: str) -> None:
    strict = preset(name)
    loose = replace(strict, cpl=10_000, lines=9, cap_cps=1e9, word_ms=0, min_ms=0, max_ms=10**9)
    loose = replace(loose, gap_ms=0, close_gap_ms=0)
    found = judge(cues, loose, episode="e")
    limits = {Rule.LINE_LENGTH, Rule.LINE_COUNT, Rule.READING_SPEED, Rule.TOO_SHORT, Rule.TOO_LONG, Rule.GAP}
    assert not limits & {finding.rule for finding in found}
    assert {(f.rule, f.place.cue) for f in found} <= {(f.rule, f.place.cue) for f in judge(cues, strict, episode="e")}
