"""The reports on what was found: a page for people, a table, JSON, and JUnit and SARIF for machines."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from translate.candidates import candidates
from translate.cues import Cue
from translate.outputs import OutputFile
from translate.presets import Preset
from translate.reports import machine, page, tsv
from translate.reports.page.sections import Kept
from translate.reports.subject import Report, Subject, Unread, of_episode, of_file, titled
from translate.reports.totals import totals
from translate.translation import TranslatedEpisode

EPISODE = "glossary-report"
SEASON = "season-report"
"""What the reports' files are called, without their endings."""


def for_episode(
    translated: TranslatedEpisode,
    *,
    source_cues: Sequence[Cue],
    target_cues: Sequence[Cue],
    presets: tuple[Preset, Preset],
) -> tuple[OutputFile, ...]:
    """Return the report of an episode that was just made; `presets` are the source's and the target's.

    Unlisted mishearings are left to `glossub check`: looking for them in an hour of talk takes half a second.
    """
    subject = of_episode(translated, source_cues=source_cues, target_cues=target_cues, presets=presets)
    return outputs(Report(title=titled((subject,)), subjects=(subject,)), EPISODE)


def outputs(report: Report, stem: str) -> tuple[OutputFile, ...]:
    """Return the report's page, table and JSON, named `stem` and an ending."""
    return tuple(
        OutputFile(name=name, content="".join(pieces)) for name, pieces in outputs_in_pieces(report, stem, kept=[])
    )


def outputs_in_pieces(report: Report, stem: str, *, kept: Kept) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the names of the report's page, table and JSON, and their pieces, for one whose whole is too large.

    The texts of the page are in `kept` until they are asked for. The JSON has the others' digests: go through each
    file's pieces before the next file's.
    """
    heard = {one.text.casefold() for one in report.misheard or ()}
    lacking = [one for one in candidates(report.episodes) if one.text.casefold() not in heard]
    digests: dict[str, str] = {}
    whole = totals(report)
    yield (name := f"{stem}.html"), _digested(page.render(report, whole, lacking, kept), name, digests)
    yield (name := f"{stem}.tsv"), _digested(tsv.render(report), name, digests)
    yield (name := f"{stem}.json"), _digested(machine.render(report, whole, lacking, digests), name, {})


def _digested(pieces: Iterable[str], name: str, digests: dict[str, str]) -> Iterator[str]:
    """Yield pieces without lone surrogates, which no file can hold, and put the file's digest down at the end."""
    digest = sha256()
    for piece in pieces:
        held = piece.encode("utf-8", "replace")
        digest.update(held)
        yield held.decode()
    digests[name] = digest.hexdigest()


__all__ = [
    "EPISODE",
    "SEASON",
    "Report",
    "Subject",
    "Unread",
    "for_episode",
    "of_episode",
    "of_file",
    "outputs",
    "outputs_in_pieces",
    "titled",
    "totals",
]
