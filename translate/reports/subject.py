"""What a report is about: an episode or a subtitle file, with what was found in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from translate.comparison import Comparison
from translate.conformity import Conformity, judge, measure
from translate.cues import Cue
from translate.episode import Note, NoteKind
from translate.findings import Finding, Place, Rule, found, numbered, spoken
from translate.impact import Change
from translate.inspection import inspect
from translate.presets import Preset
from translate.readers.subtitles import SubtitleFile
from translate.suggest import Suggestion
from translate.translation import Provenance, Status, TranslatedEpisode, sentence_confidences, sentence_times
from translate.waivers import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An episode (`translated`) or a subtitle file (None), its target cues, and its findings.

    `findings` are in order and stand, `known` are those that a baseline has already, `waived` have their waivers.
    `path` is the folder of an episode, or the file, as the report's readers find it: relative to the report, with
    slashes, empty where it lies beside the report. `edit_rate` is SubER in percent.
    """

    id: str
    title: str
    translated: TranslatedEpisode | None
    cues: tuple[Cue, ...]
    preset: Preset
    conformity: Conformity
    findings: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    waived: tuple[tuple[Finding, Waiver], ...] = ()
    changes: tuple[Change, ...] | None = None
    comparison: Comparison | None = None
    edit_rate: float | None = None
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What there was to do, the same for every run: sentences, characters of the source, and how long they are said."""

    sentences: int
    characters: int
    speech_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A document of a season that could not be read: where it is, as seen from the report, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was checked together, what of it could not be read, and the waivers that nothing needed.

    A season's subjects are on the disk (`translate.shelf`): what goes through them has one at a time in the memory.
    `misheard` are the unlisted mishearings of the glossary's terms, None where nobody looked for them.
    """

    title: str
    subjects: Sequence[Subject]
    idle: tuple[Waiver, ...] = ()
    misheard: tuple[Suggestion, ...] | None = None
    unread: tuple[Unread, ...] = ()

    @property
    def episodes(self) -> Iterator[TranslatedEpisode]:
        """The translated episodes among the subjects, in order."""
        return (subject.translated for subject in self.subjects if subject.translated is not None)

    @property
    def findings(self) -> Iterator[Finding]:
        """The findings of all subjects that stand and that no baseline has."""
        return (finding for subject in self.subjects for finding in subject.findings)


def condensed(translated: TranslatedEpisode) -> TranslatedEpisode:
    """Return an episode with no more than a season's report shows of it.

    Times are those of sentences, links those of sentences that missed a term.
    """
    translations = (
        one if any(outcome.status is Status.MISSED for outcome in one.outcomes) else replace(one, links=())
        for one in translated.translations
    )
    turns = tuple(replace(turn, words=(), segments=()) for turn in translated.episode.turns)
    return replace(
        translated,
        episode=replace(translated.episode, turns=turns),
        translations=tuple(translations),
        words=sentence_times(translated),
    )


def cost(translated: TranslatedEpisode) -> Cost:
    """Return what an episode cost; the time that it took is the run's, and stands in its log."""
    sentences = [translation.sentence for translation in translated.translations]
    return Cost(
        sentences=len(sentences),
        characters=sum(sentence.end - sentence.start for sentence in sentences),
        speech_ms=translated.words[-1].end_ms - translated.words[0].start_ms if translated.words else 0,
    )


def doubts(translated: TranslatedEpisode) -> int:
    """Return how many sentences of an episode are doubtful, in what they say or when."""
    confidences = sentence_confidences(translated)
    pairs = zip(translated.translations, confidences, strict=True)
    return sum(bool(one.doubts or (sure is not None and sure.misgivings)) for one, sure in pairs)


def provenances(translated: TranslatedEpisode) -> Counter[Provenance]:
    """Return how many sentences of an episode have times of each provenance."""
    return Counter(time.provenance for time in sentence_times(translated))


def every(subject: Subject) -> Iterator[tuple[Finding, str]]:
    """Yield all findings of a subject with their state: `new`, `baseline` or `waived`."""
    yield from ((finding, "new") for finding in subject.findings)
    yield from ((finding, "baseline") for finding in subject.known)
    yield from ((finding, "waived") for finding, _ in subject.waived)


def titled(subjects: Sequence[Subject]) -> str:
    """Return a report's title: the one subject's, or how many there are."""
    return subjects[0].title if len(subjects) == 1 else f"{len(subjects)} episodes"


def of_episode(
    translated: TranslatedEpisode,
    *,
    source_cues: Sequence[Cue],
    target_cues: Sequence[Cue],
    presets: tuple[Preset, Preset],
    path: str = "",
) -> Subject:
    """Look an episode over, and its cues on both sides by their presets (the source's first)."""
    episode = translated.episode
    outcomes = [outcome for translation in translated.translations for outcome in translation.outcomes]
    sides = (
        (episode.language, source_cues, {outcome.hit.form for outcome in outcomes}),
        (translated.target_language, target_cues, {outcome.rendering for outcome in outcomes}),
    )
    judged = [
        judge(
            cues,
            preset,
            episode=episode.id,
            language=language,
            sources=[_spoken(translated, cue) for cue in cues],
            terms=terms,
        )
        for (language, cues, terms), preset in zip(sides, presets, strict=True)
    ]
    return Subject(
        id=episode.id,
        title=episode.title,
        translated=translated,
        cues=tuple(target_cues),
        preset=presets[1],
        conformity=measure(target_cues, presets[1]),
        findings=(*inspect(translated), *judged[1], *judged[0]),
        path=path,
    )


def of_file(file: SubtitleFile, preset: Preset, *, language: str, terms: Iterable[str] = ()) -> Subject:
    """Judge a subtitle file by a preset; no wording of `terms` may be broken. `language` is its text's."""
    kinds = [Rule.ORDER if note.kind is NoteKind.TIMING else Rule.ENCODING for note in file.notes]
    nths = numbered((kind, note.before) for kind, note in zip(kinds, file.notes, strict=True))
    notes = (
        found(kind, Place(episode=file.name), _told(note), source=note.before, nth=nth)
        for kind, note, nth in zip(kinds, file.notes, nths, strict=True)
    )
    judged = judge(file.cues, preset, episode=file.name, language=language, terms=terms)
    return Subject(
        id=file.name,
        title=file.name,
        translated=None,
        cues=file.cues,
        preset=preset,
        conformity=measure(file.cues, preset),
        findings=(*notes, *judged),
        path=file.name,
    )


def _spoken(translated: TranslatedEpisode, cue: Cue) -> str:
    """Return the spoken sentence in which a cue begins."""
    sentence = translated.translations[cue.sentences[0]].sentence
    return spoken(translated.episode.turns[sentence.turn].text, sentence.start)


def _told(note: Note) -> str:
    return f"{note.place}: {note.message}"
