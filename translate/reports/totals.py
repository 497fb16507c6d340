"""What a report counts over all its subjects, in one go through them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from translate.consistency import Consistency, measure
from translate.findings import Severity
from translate.reports.subject import Report, cost, doubts, provenances
from translate.translation import Provenance, Status, TranslatedEpisode


@dataclass(slots=True, kw_only=True)
class Totals:
    """The figures of a report: findings that stand (`alarms` among them), others, and what its episodes have.

    In `spoken` of its `episodes` something is said. `statuses` and `tiers` are those of each term's hits, by its id.
    """

    severities: Counter[Severity] = field(default_factory=Counter)
    alarms: int = 0
    known: int = 0
    waived: int = 0
    episodes: int = 0
    spoken: int = 0
    sentences: int = 0
    doubts: int = 0
    provenances: Counter[Provenance] = field(default_factory=Counter)
    characters: int = 0
    speech_ms: int = 0
    statuses: defaultdict[str, Counter[Status]] = field(default_factory=lambda: defaultdict(Counter))
    tiers: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    terms: tuple[Consistency, ...] = ()

    @property
    def hits(self) -> Counter[Status]:
        """What became of the hits of all terms."""
        return sum(self.statuses.values(), Counter())


def totals(report: Report) -> Totals:
    """Count what a report has."""
    made = Totals()
    made.terms = measure(_counted(report, made))
    return made


def _counted(report: Report, made: Totals) -> Iterator[TranslatedEpisode]:
    """Yield a report's episodes, and count what it has on the way."""
    for subject in report.subjects:
        made.severities.update(finding.severity for finding in subject.findings)
        made.alarms += sum(finding.alarm is not None for finding in subject.findings)
        made.known += len(subject.known)
        made.waived += len(subject.waived)
        if subject.translated is not None:
            _count(subject.translated, made)
            yield subject.translated


def _count(translated: TranslatedEpisode, made: Totals) -> None:
    """Count what an episode has."""
    spent = cost(translated)
    made.episodes += 1
    made.spoken += spent.sentences > 0
    made.sentences += spent.sentences
    made.characters += spent.characters
    made.speech_ms += spent.speech_ms
    made.doubts += doubts(translated)
    made.provenances.update(provenances(translated))
    for outcome in (outcome for one in translated.translations for outcome in one.outcomes):
        made.statuses[outcome.hit.term.id][outcome.status] += 1
        if outcome.tier:
            made.tiers[outcome.hit.term.id][outcome.tier] += 1
