"""The reports on what was found: a page for people, a table, JSON, and JUnit and SARIF for machines."""

from collections.abc import Sequence

from translate.candidates import candidates
from translate.cues import Cue
from translate.document import OutputFile, digest
from translate.presets import Preset
from translate.reports import machine, page, tsv
from translate.reports.subject import Report, Subject, of_episode, of_file, titled
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
    heard = {one.text.casefold() for one in report.misheard or ()}
    lacking = [one for one in candidates(report.episodes) if one.text.casefold() not in heard]
    contents = {f"{stem}.html": _whole(page.render(report, lacking)), f"{stem}.tsv": _whole(tsv.render(report))}
    digests = {name: digest(content) for name, content in contents.items()}
    contents[f"{stem}.json"] = _whole(machine.render(report, lacking, digests))
    return tuple(OutputFile(name=name, content=content) for name, content in contents.items())


def _whole(content: str) -> str:
    """Return a content without lone surrogates, which no file can hold."""
    return content.encode("utf-8", "replace").decode()


__all__ = ["EPISODE", "SEASON", "Report", "Subject", "for_episode", "of_episode", "of_file", "outputs", "titled"]
