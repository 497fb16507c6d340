"""Findings as values: severities, fingerprints, spoken sentences."""

from dataclasses import replace

from translate.findings import (
    MEANINGS,
    Alarm,
    Place,
    Rule,
    Severity,
    at_least,
    bounds,
    found,
    numbered,
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
    """Another message, place or time is the same finding; so is another way of writing the words."""
    summer = "L'été arrive."
    moved = replace(HERE, episode="f", cue=3, time_ms=9, speaker="A", sentence=1)
    same = (
        found(Rule.GAP, HERE, "a", term="t", source=summer),
        found(Rule.GAP, moved, "b", term="t", source=summer, target="c"),
        found(Rule.GAP, HERE, "a", term="t", source="  L’ÉTÉ,  arrive ! "),
    )
    others = (
        found(Rule.ORPHAN, HERE, "a", term="t", source=summer),
        found(Rule.GAP, HERE, "a", term="u", source=summer),
        found(Rule.GAP, HERE, "a", term="t", source="L'hiver arrive."),
        found(Rule.GAP, replace(HERE, language="fr"), "a", term="t", source=summer),
        found(Rule.GAP, HERE, "a", term="t", source=summer, nth=2),
        found(Rule.GAP, HERE, "a", term="t", source=summer, part="2"),
    )
    assert len({one.fingerprint for one in same}) == 1
    assert len({one.fingerprint for one in (*same, *others)}) == 7
    assert len(same[0].fingerprint) == 16


def test_places_are_numbered_by_term_and_words() -> None:
    places = [("a", "Un nœud."), ("b", "Un nœud."), ("a", "un nœud !"), ("a", "Deux nœuds."), ("a", "Un noeud.")]
    assert numbered(places) == (1, 1, 2, 1, 3)


def test_a_spoken_sentence_goes_from_full_stop_to_full_stop() -> None:
    text = "Bonjour à tous ! On a « un nœud. » Puis plus rien"
    assert spoken(text, 0) == "Bonjour à tous !"
    assert spoken(text, text.index("nœud")) == "On a « un nœud. »"
    assert spoken(text, len(text)) == "Puis plus rien"
    assert spoken("", 0) == ""
    assert bounds(text, text.index("nœud")) == (16, 34)
