"""Waivers: a file that is wholly right or wholly refused, and what they leave."""

from datetime import date

import pytest

from translate.errors import InputError
from translate.findings import Place, Rule, found
from translate.waivers import Waiver, apply, idle, read

FINDINGS = tuple(
    found(Rule.MISSED_TERM, Place(episode="e"), "missed", term=term, source="Un nœud.") for term in ("a", "b", "c")
)
LAST_DAY = date(2030, 1, 31)


def waiver(fingerprint: str) -> Waiver:
    return Waiver(fingerprint=fingerprint, reason="a pun", expires=LAST_DAY)


def test_a_file_is_read() -> None:
    text = '[[waivers]]\nfingerprint = "1F0C2A9B77DE4431"\nreason = "a pun"\nexpires = 2030-01-31\n'
    assert read(text, where="waivers.toml") == (waiver("1f0c2a9b77de4431"),)
    assert read("", where="waivers.toml") == ()


def test_all_faults_are_told_at_once() -> None:
    text = """
    waiver = 1
    [[waivers]]
    fingerprint = "12"
    reason = " "
    expires = "soon"
    because = 1
    [[waivers]]
    fingerprint = "1f0c2a9b77de4431"
    reason = "a pun"
    expires = 2030-01-31T00:00:00Z
    """
    with pytest.raises(InputError) as caught:
        read(text, where="show/waivers.toml")
    assert caught.value.where == "show/waivers.toml"
    for part in (
        "waiver: there is no such table",
        "waivers[0].because: there is no such key",
        "waivers[0].fingerprint: expected the 16 hexadecimal digits",
        "waivers[0].reason: expected why",
        "waivers[0].expires: expected a date",
        "waivers[1].expires: expected a date",
    ):
        assert part in caught.value.what


@pytest.mark.parametrize(
    "text", ["[[waivers]", 'waivers = "x"', "waivers = [1]", f"waivers = {'1' * 5000}", f"waivers = {'[' * 5000}"]
)
def test_what_is_no_list_of_tables_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read(text, where="waivers.toml")


def test_a_fingerprint_is_waived_once() -> None:
    entry = '[[waivers]]\nfingerprint = "1f0c2a9b77de4431"\nreason = "a pun"\nexpires = 2030-01-31\n'
    with pytest.raises(InputError, match="is waived twice"):
        read(entry * 2, where="waivers.toml")


def test_a_waiver_holds_on_its_last_day() -> None:
    left = apply(FINDINGS, [waiver(FINDINGS[1].fingerprint)], today=LAST_DAY)
    assert left.standing == (FINDINGS[0], FINDINGS[2])
    assert left.waived == ((FINDINGS[1], waiver(FINDINGS[1].fingerprint)),)


def test_the_day_after_the_finding_stands_and_a_second_one_says_why() -> None:
    left = apply(FINDINGS, [waiver(FINDINGS[1].fingerprint)], today=date(2030, 2, 1))
    assert [finding.rule for finding in left.standing] == [
        Rule.MISSED_TERM,
        Rule.MISSED_TERM,
        Rule.EXPIRED_WAIVER,
        Rule.MISSED_TERM,
    ]
    assert "ran until 2030-01-31: a pun" in left.standing[2].message
    assert left.waived == ()


def test_a_waiver_that_nothing_needs_is_idle() -> None:
    needed, unneeded = waiver(FINDINGS[0].fingerprint), waiver("0" * 16)
    assert idle(FINDINGS, [needed, unneeded]) == (unneeded,)
