"""What is wrong with cues, cue by cue."""

from dataclasses import replace

import pytest

from translate.conformity import judge
from translate.cues import Cue
from translate.findings import Finding, Rule
from translate.presets import preset
from translate.translation import Provenance

PODCAST = preset("podcast")
GOOD = Cue(
    start_ms=10_000,
    end_ms=12_000,
    lines=("Hello everyone,", "and welcome."),
    speaker="Inès",
    provenance=Provenance.GIVEN,
    sentences=(),
    label="Inès: ",
)
NEXT = replace(GOOD, start_ms=12_083, end_ms=14_083, lines=("We talk about nodes.",), label="")


def judged(*cues: Cue, terms: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    return judge(cues, PODCAST, episode="e", language="en", terms=terms)


def rules(*cues: Cue, terms: tuple[str, ...] = ()) -> list[Rule]:
    return [finding.rule for finding in judged(*cues, terms=terms)]


def test_good_cues_have_no_findings() -> None:
    assert rules() == []
    assert rules(GOOD, NEXT) == []


@pytest.mark.parametrize(
    ("cue", "rule"),
    [
        (replace(NEXT, end_ms=13_000), Rule.READING_SPEED),
        (replace(NEXT, lines=("x" * 43,), end_ms=16_000), Rule.LINE_LENGTH),
        (replace(NEXT, lines=("x" * 37,), label="Inès: ", end_ms=16_000), Rule.LINE_LENGTH),
        (replace(NEXT, lines=("one two", "three four", "five six")), Rule.LINE_COUNT),
        (replace(NEXT, lines=("Yes, so.",), end_ms=12_600), Rule.TOO_SHORT),
        (replace(NEXT, end_ms=19_084), Rule.TOO_LONG),
        (replace(NEXT, start_ms=12_082), Rule.GAP),
        (replace(NEXT, start_ms=11_999), Rule.OVERLAP),
        (replace(NEXT, start_ms=9_999, end_ms=12_000), Rule.ORDER),
        (replace(NEXT, end_ms=12_083), Rule.ORDER),
        (replace(NEXT, end_ms=12_000), Rule.ORDER),
        (replace(NEXT, second_speaker=""), Rule.MIXED_SPEAKERS),
        (replace(NEXT, lines=("We caf\ufffd about nodes.",)), Rule.ENCODING),
        (replace(NEXT, lines=("A cafÃ© about it.",)), Rule.ENCODING),
        (replace(NEXT, lines=("Itâ€™s about nodes.",)), Rule.ENCODING),
        (replace(NEXT, lines=("We talk about the", "nodes.")), Rule.ORPHAN),
        (replace(NEXT, lines=()), Rule.EMPTY_CUE),
        (replace(NEXT, lines=(" ",)), Rule.EMPTY_CUE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_limit_is_a_rule(cue: Cue, rule: Rule) -> None:
    [finding] = judged(GOOD, cue)
    assert (finding.rule, finding.place.cue, finding.place.time_ms) == (rule, 1, cue.start_ms)


def test_a_capital_a_with_a_tilde_may_be_meant() -> None:
    assert rules(replace(GOOD, lines=("SÃO PAULO", "it is called."))) == []


def test_a_dash_pair_is_good_where_the_preset_has_dashes() -> None:
    pair = replace(GOOD, lines=("-Hello.", "-Welcome."), label="", second_speaker="Léo")
    assert [f.rule for f in judge([pair], preset("netflix-en"), episode="e")] == []
    assert [f.rule for f in judge([pair], PODCAST, episode="e")] == [Rule.MIXED_SPEAKERS]


def test_a_short_cue_is_an_orphan_only_in_mid_sentence() -> None:
    begun = replace(GOOD, lines=("We talk about the",))
    alone = replace(NEXT, lines=("nodes.",))
    assert rules(begun, alone) == [Rule.ORPHAN]
    assert rules(GOOD, alone) == []
    assert rules(begun, replace(alone, speaker="Léo")) == []


def test_a_term_may_not_be_broken_over_lines_or_cues() -> None:
    lines = replace(GOOD, lines=("The Product", "Owner is here."))
    cues = (replace(GOOD, lines=("This is the Product",)), replace(NEXT, lines=("Owner, he says.",)))
    [over_lines] = judged(lines, terms=("Product Owner", "node"))
    [over_cues] = judged(*cues, terms=("product owner",))
    assert (over_lines.rule, over_lines.message) == (Rule.BROKEN_TERM, "'product owner' is broken over two lines")
    assert (over_cues.rule, over_cues.place.cue) == (Rule.BROKEN_TERM, 0)
    assert "over two cues" in over_cues.message
    assert rules(replace(GOOD, lines=("The Product Owner", "is here now.")), terms=("Product Owner",)) == []


def test_findings_are_known_again_by_the_sentences_they_come_from() -> None:
    fast = replace(GOOD, end_ms=11_000)
    by_text = [judge([cue], PODCAST, episode="e")[0].fingerprint for cue in (fast, replace(fast, start_ms=9_900))]
    assert by_text[0] == by_text[1]
    cut = replace(fast, lines=("Hello everyone, and", "well, welcome."))
    by_sentence = [judge([cue], PODCAST, episode="e", sources=["Bonjour."])[0].fingerprint for cue in (fast, cut)]
    assert by_sentence[0] == by_sentence[1] != by_text[0]


def test_two_speakers_need_a_line_and_a_dash_each_where_the_preset_has_dashes() -> None:
    inline = replace(GOOD, lines=("-Hello. -Welcome.",), label="", second_speaker="")
    bare = replace(GOOD, lines=("Hello.", "Welcome."), label="", second_speaker="Léo")
    for cue in (inline, bare):
        [finding] = judge([cue], preset("netflix-en"), episode="e")
        assert (finding.rule, "a line and a dash for each" in finding.message) == (Rule.MIXED_SPEAKERS, True)


def test_a_label_on_a_line_of_its_own_is_a_line() -> None:
    assert rules(replace(GOOD, label="Inès:\n")) == [Rule.LINE_COUNT]


def test_a_cue_too_short_for_its_words_is_too_short_where_the_preset_counts_them() -> None:
    cue = replace(GOOD, lines=("I do so, do you ?",), label="", end_ms=11_400)
    [finding] = judge([cue], preset("bbc"), episode="e")
    assert (finding.rule, finding.message) == (Rule.TOO_SHORT, "1.400 s on screen (1.5 s at least)")
    assert judge([replace(cue, end_ms=11_500)], preset("bbc"), episode="e") == ()


@pytest.mark.parametrize(("gap_ms", "found"), [(0, 0), (1, 1), (999, 1), (1000, 0)])
def test_a_gap_that_only_flickers_is_too_small_where_the_preset_closes_it(gap_ms: int, found: int) -> None:
    cues = (replace(GOOD, label=""), replace(NEXT, start_ms=12_000 + gap_ms, end_ms=14_500 + gap_ms))
    findings = judge(cues, preset("bbc"), episode="e")
    assert [finding.rule for finding in findings] == [Rule.GAP] * found
    assert all("(none, or 1000 ms at least)" in finding.message for finding in findings)
