"""The report as JSON, `"format": "glossub-findings/1"`: for scripts, and for the baseline of a later check.

It has `misheard` where somebody looked for unlisted mishearings; an empty list says that there are none.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from translate.candidates import Candidate
from translate.comparison import WITHIN_MS
from translate.consistency import Consistency
from translate.errors import InputError
from translate.fields import Fields
from translate.findings import Finding, Severity
from translate.impact import Change
from translate.reports.subject import Report, Subject, cost, doubts, provenances
from translate.reports.totals import Totals
from translate.suggest import Suggestion
from translate.translation import Status

FORMAT = "glossub-findings/1"
_SEAL_SIZE = len(',\n"digest": ""\n}\n') + 64
_LIST = re.compile(r'\s*"episodes": \[')
_MEND = "The JSON report of an earlier `glossub check` is wanted here."

Known = Counter[tuple[str, str]]
"""How often each fingerprint stands in each episode of a baseline."""


def render(report: Report, whole: Totals, candidates: Sequence[Candidate], files: Mapping[str, str]) -> Iterator[str]:
    """Yield the document in pieces, a finding, a term or an episode on each line.

    `whole` is the report's, `files` are the digests of the other files when the first piece is asked for.
    """
    lists: dict[str, Iterable[dict[str, object]]] = {  # a season's values would be several times its text
        "episodes": map(_subject, report.subjects),
        "terms": (_term(one, whole) for one in whole.terms),
        "findings": map(_finding, report.findings),
        "baseline": (_finding(f) for subject in (report.subjects if whole.known else ()) for f in subject.known),
        "waived": (
            {**_finding(finding), "reason": waiver.reason, "expires": waiver.expires.isoformat()}
            for subject in (report.subjects if whole.waived else ())
            for finding, waiver in subject.waived
        ),
        "unread": ({"path": one.path, "reason": one.reason} for one in report.unread),
        "candidates": ({"text": one.text, "count": one.count, "episodes": one.episodes} for one in candidates),
    }
    if report.misheard is not None:
        lists["misheard"] = map(_misheard, report.misheard)
    counts = {severity.value: whole.severities[severity] for severity in Severity}
    yield from _pieces({"format": FORMAT, "title": report.title, "files": dict(files), "counts": counts}, lists)


def _pieces(heads: Mapping[str, object], lists: Mapping[str, Iterable[Mapping[str, object]]]) -> Iterator[str]:
    """Yield the document in pieces, none of which is long (a season's text is there once), and their digest last."""
    seal = sha256()
    for piece in _open_pieces(heads, lists):
        seal.update(piece.encode("utf-8", "replace"))
        yield piece
    yield f',\n"digest": "{seal.hexdigest()}"\n}}\n'


def _open_pieces(heads: Mapping[str, object], lists: Mapping[str, Iterable[Mapping[str, object]]]) -> Iterator[str]:
    """Yield all of the document but its end."""
    before = "{\n"
    for name, value in heads.items():
        yield f"{before}{_json(name)}: {_json(value)}"
        before = ",\n"
    for name, items in lists.items():
        yield f"{before}{_json(name)}: ["
        end = ""
        for item in items:
            yield f"{',' if end else ''}\n {_json(item)}"
            end = "\n"
        yield f"{end}]"


def is_intact(path: Path) -> bool:
    """Say whether a report is as it was written: its last field is the SHA-256 of all before it. Raises `OSError`."""
    with path.open("rb") as file:
        size = max(0, file.seek(0, os.SEEK_END) - _SEAL_SIZE)
        file.seek(0)
        seal = sha256()
        while size:
            piece = file.read(min(size, 1 << 20))
            seal.update(piece)
            size -= len(piece)
        return file.read() == f',\n"digest": "{seal.hexdigest()}"\n}}\n'.encode()


def read_baseline(text: str, *, where: str) -> Known:
    """Read the findings that an earlier report had, those of its own baseline included. Raises `InputError`."""
    fields = _opened(text, where)
    return Counter(
        (finding.text("episode"), finding.text("fingerprint"))
        for name in ("findings", "baseline")
        for finding in fields.objects(name)
    )


def read_files(lines: Iterable[str], *, where: str) -> dict[str, str]:
    """Read the digests of the files that were written with a report, by their names, from the report's head.

    Raises `InputError`.
    """
    head: list[str] = []
    for line in lines:
        if _LIST.match(line):  # the head is over: a season's findings need not be in the memory
            return _opened("".join(head).rstrip().removesuffix(",") + "}", where).texts_by_name("files")
        head.append(line)
    return _opened("".join(head), where).texts_by_name("files")


def _opened(text: str, where: str) -> Fields:
    """Return the fields of a report."""
    try:
        fields = Fields(json.loads(text), source=where, mend=_MEND)
    except (ValueError, RecursionError) as error:  # arrays in thousands of arrays
        raise InputError(f"this is not JSON: {error}", where=where, mend=_MEND) from None
    if fields.text("format", "") != FORMAT:
        raise fields.error("format", f'expected "{FORMAT}"')
    return fields


def _subject(subject: Subject) -> dict[str, object]:
    """Return what is told of an episode or a file as a whole."""
    told: dict[str, object] = {"id": subject.id, "title": subject.title, "preset": subject.preset.name}
    conformity = subject.conformity
    told["cues"] = {
        "count": conformity.cues,
        "within_cps": round(conformity.within_cps, 4),
        "within_cpl": round(conformity.within_cpl, 4),
        "within_lines": round(conformity.within_lines, 4),
        "within_duration": round(conformity.within_duration, 4),
        "within_gap": round(conformity.within_gap, 4),
    }
    if subject.translated is not None:
        statuses = Counter(o.status for one in subject.translated.translations for o in one.outcomes)
        told["signature"] = subject.translated.signature
        told["sentences"] = len(subject.translated.translations)
        told["cost"] = asdict(cost(subject.translated))
        told["doubts"] = doubts(subject.translated)
        told["times"] = dict(sorted(provenances(subject.translated).items()))
        told["hits"] = {status.value: statuses[status] for status in Status}
    if subject.comparison is not None:
        told["comparison"] = _comparison(subject)
    if subject.changes is not None:
        told["changes"] = [_change(change) for change in subject.changes]
    return told


def _comparison(subject: Subject) -> dict[str, object]:
    """Return how near a subject is to its reference."""
    compared = subject.comparison
    if compared is None:
        return {}
    return {
        "reference_cues": compared.reference_cues,
        "compared": compared.compared,
        "start_error_ms": {"median": compared.median_ms, "p90": compared.p90_ms, "bias": compared.bias_ms},
        "within": {str(most): round(share, 4) for most, share in zip(WITHIN_MS, compared.within, strict=True)},
        "suber": subject.edit_rate,
    }


def _change(change: Change) -> dict[str, object]:
    """Return a sentence whose request changes."""
    return {
        "turn": change.turn,
        "start": change.start,
        "end": change.end,
        "title": change.title,
        "text": change.text,
        "before": list(change.before),
        "now": list(change.now),
    }


def _term(one: Consistency, whole: Totals) -> dict[str, object]:
    """Return what became of one term."""
    return {
        "id": one.term.id,
        "source": one.term.source,
        "target": one.term.target,
        "hits": one.hits,
        "outcomes": {status.value: whole.statuses[one.term.id][status] for status in Status},
        "tiers": dict(sorted(whole.tiers[one.term.id].items())),
        "renderings": [{"text": r.text, "count": r.count, "right": r.right} for r in one.renderings],
        "predefined_consistency": _rounded(one.predefined),
        "herfindahl": _rounded(one.herfindahl),
        "quadrant": one.quadrant.value,
    }


def _finding(finding: Finding) -> dict[str, object]:
    """Return a finding."""
    place = finding.place
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule.value,
        "severity": finding.severity.value,
        "alarm": finding.alarm.value if finding.alarm is not None else None,
        "episode": place.episode,
        "sentence": place.sentence,
        "cue": place.cue,
        "hit": list(place.hit) if place.hit is not None else None,
        "language": place.language,
        "time_ms": place.time_ms,
        "speaker": place.speaker,
        "term": finding.term,
        "message": finding.message,
        "source": finding.source,
        "target": finding.target,
    }


def _misheard(one: Suggestion) -> dict[str, object]:
    """Return what may be a mishearing, with every place."""
    return {
        "id": one.id,
        "text": one.text,
        "term": one.term,
        "target": one.target,
        "why": one.why,
        "count": one.count,
        "episodes": one.episodes,
        "places": [
            {
                "episode": place.episode,
                "sentence": place.sentence,
                "time_ms": place.time_ms,
                "speaker": place.speaker,
                "text": place.text,
            }
            for place in one.places
        ],
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
