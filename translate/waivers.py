"""Waivers: findings that a reviewer has decided to leave, each with a reason and a last day.

A show's `waivers.toml` holds one `[[waivers]]` table per decision:

    [[waivers]]
    fingerprint = "1f0c2a9b77de4431"   # from the report
    reason = "the guest means the cutlery"
    expires = 2027-01-31                # the last day on which it holds
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from translate.errors import InputError
from translate.findings import Finding, Rule, found

FILE_NAME = "waivers.toml"
_KEYS = ("fingerprint", "reason", "expires")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A decision to leave what has a fingerprint; `expires` is the last day on which it holds."""

    fingerprint: str
    reason: str
    expires: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """What waivers leave of findings: those that stand, and those that are waived, with their waivers.

    A finding whose waiver has expired stands, with another one that says so.
    """

    standing: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...]


def read(text: str, *, where: str) -> tuple[Waiver, ...]:
    """Read a `waivers.toml`; `where` is its name in messages. Raises `InputError` that lists every fault."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits and deep nesting raise their own
        mend = 'A waiver is a table [[waivers]] with fingerprint = "...", reason = "..." and expires = 2030-01-31.'
        raise InputError(f"this is not TOML: {error}", where=where, mend=mend) from error
    entries = table.get("waivers", [])
    faults = [f"{key}: there is no such table; waivers are [[waivers]]" for key in table if key != "waivers"]
    if not isinstance(entries, list):
        faults.append("waivers: expected a list of tables, [[waivers]]")
        entries = []
    waivers: list[Waiver] = []
    for number, entry in enumerate(entries):
        path = f"waivers[{number}]"
        wrong = list(_faults(entry, path))
        faults += wrong
        if not wrong:
            waivers.append(Waiver(**{**entry, "fingerprint": entry["fingerprint"].lower()}))
    for number, waiver in enumerate(waivers):
        if any(waiver.fingerprint == earlier.fingerprint for earlier in waivers[:number]):
            faults.append(f"{waiver.fingerprint} is waived twice")
    if faults:
        lines = "\n".join(f"  {fault}" for fault in faults)
        raise InputError(f"nothing is waived, since the file has faults:\n{lines}", where=where, mend="Mend them all.")
    return tuple(waivers)


def apply(findings: Sequence[Finding], waivers: Sequence[Waiver], *, today: date) -> Waived:
    """Part findings into those that stand and those that are waived today."""
    known = {waiver.fingerprint: waiver for waiver in waivers}
    standing: list[Finding] = []
    waived: list[tuple[Finding, Waiver]] = []
    for finding in findings:
        waiver = known.get(finding.fingerprint)
        if waiver is None:
            standing.append(finding)
        elif today <= waiver.expires:
            waived.append((finding, waiver))
        else:
            standing += (finding, _expired(finding, waiver))
    return Waived(standing=tuple(standing), waived=tuple(waived))


def idle(findings: Iterable[Finding], waivers: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """Return the waivers that none of the findings needs."""
    if not waivers:
        return ()
    unused = {waiver.fingerprint for waiver in waivers}
    unused.difference_update(finding.fingerprint for finding in findings)
    return tuple(waiver for waiver in waivers if waiver.fingerprint in unused)


def _expired(finding: Finding, waiver: Waiver) -> Finding:
    """Return the finding that a waiver is over; with the mark in its fingerprint, it cannot be waived itself."""
    message = f"the waiver of {finding.rule} ran until {waiver.expires.isoformat()}: {waiver.reason}"
    expired = found(
        Rule.EXPIRED_WAIVER, finding.place, message, term=finding.term, source=finding.source, target=finding.target
    )
    return replace(expired, fingerprint=f"{waiver.fingerprint}-expired")


def _faults(entry: object, path: str) -> Iterator[str]:
    """Yield what is wrong with one entry."""
    if not isinstance(entry, dict):
        yield f"{path}: expected a table, found {entry!r}"
        return
    for key in entry:
        if key not in _KEYS:
            yield f"{path}.{key}: there is no such key; there are {', '.join(_KEYS)}"
    fingerprint, reason, expires = (entry.get(key) for key in _KEYS)
    if not isinstance(fingerprint, str) or not _FINGERPRINT.fullmatch(fingerprint.lower()):
        yield f"{path}.fingerprint: expected the 16 hexadecimal digits that the report shows, found {fingerprint!r}"
    if not isinstance(reason, str) or not reason.strip():
        yield f"{path}.reason: expected why it is left, in words, found {reason!r}"
    if not isinstance(expires, date) or isinstance(expires, datetime):
        yield f"{path}.expires: expected a date such as 2030-01-31 (without quotes), found {expires!r}"
