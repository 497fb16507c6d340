"""Findings as values: severities, fingerprints, spoken sentences."""

from dataclasses import replace

from translate.findings import (
    MEANINGS,
    Alarm,
    Place,
    Rule,
    Severity,
    at_least,
    fingerprinted,
    found,
    severity,
    spoken,
)

HERE = Place(episode="e")


def test_every_rule_has_a_meaning_and_a_severity() -> None:
    assert set(MEANINGS) == set(Rule)
    assert {severity(rule) for rule in Rule} == set(Severity)


def test_a_false_alarm_is_a_note_whatever_its_rule() -> None:
    assert found(Rule.MISSED_TERM, HERE, "").severity is Severity.ERROR
    assert found(Rule.MISSED_TERM, HERE, "", alarm=Alarm.PRONOUN).severity is Severity.NOTE


def test_a_gate_lets_lesser_findings_pass() -> None:
    findings = [found(rule, HERE, "") for rule in (Rule.ORPHAN, Rule.GAP, Rule.OVERLAP)]
    assert [finding.rule for finding in at_least(findings, Severity.WARNING)] == [Rule.GAP, Rule.OVERLAP]
    assert [finding.rule for finding in at_least(findings, Severity.ERROR)] == [Rule.OVERLAP]


def test_a_fingerprint_is_of_rule_term_language_and_sentence_only() -> None:
    finding = found(Rule.GAP, HERE, "a", term="t", source="L'été arrive.")
    moved = replace(
        finding, message="b", target="c", place=replace(HERE, episode="f", cue=3, time_ms=9, speaker="A", sentence=1)
    )
    spelt = replace(finding, source="  L’ÉTÉ  arrive. ")
    others = (
        replace(finding, rule=Rule.ORPHAN),
        replace(finding, term="u"),
        replace(finding, source="L'hiver arrive."),
        replace(finding, place=replace(HERE, language="fr")),
    )
    prints = [fingerprinted([one])[0].fingerprint for one in (finding, moved, spelt, *others)]
    assert prints[0] == prints[1] == prints[2]
    assert len(set(prints)) == 5
    assert len(prints[0]) == 16


def test_a_spoken_sentence_goes_from_full_stop_to_full_stop() -> None:
    text = "Bonjour à tous ! On a « un nœud. » Puis plus rien"
    assert spoken(text, 0) == "Bonjour à tous !"
    assert spoken(text, text.index("nœud")) == "On a « un nœud. »"
    assert spoken(text, len(text)) == "Puis plus rien"
    assert spoken("", 0) == ""
