"""What a run says at its end: what was read, translated, found and written, and what to look at."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from translate.conformity import measure
from translate.episode import Note, NoteKind
from translate.job import Done
from translate.languages import language
from translate.translation import Outcome, Provenance, Status, TranslatedEpisode, sentence_confidences, sentence_times

_LOOK = 8
"""How many places to look at are named before the rest is only counted."""

_TIMING = {
    Provenance.GIVEN: "the transcript's own word times",
    Provenance.SEGMENT: "the transcript's timed segments",
    Provenance.ALIGNED: "the recording",
    Provenance.ANCHORED: "marks (chapters, sync points) and the text's length",
    Provenance.ESTIMATED: "the text's length alone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a summary: a label and what it says."""

    label: str
    text: str


def summary(done: Done, *, model: str, better: str | None = None) -> tuple[Line, ...]:
    """Return the summary of one episode; `model` names the model as a person would.

    `better` says what a better model would bring and cost, if there is one.
    """
    translated = done.translated
    return (
        Line(label="read", text=_read(translated)),
        Line(label="translated", text=_translated(done, model)),
        Line(label="terms", text=_terms(translated)),
        Line(label="timing", text=_timing(translated)),
        Line(label="subtitles", text=_subtitles(done)),
        *(Line(label="look at", text=text) for text in _first(list(_places(translated)))),
        *([Line(label="better model", text=better)] if better else []),
        Line(label="files", text=f"{done.folder} ({len(done.files)} files; open transcript.html in a browser)"),
    )


def machine(done: Done, *, model: str) -> dict[str, object]:
    """Return the summary as values for a machine: counts, seconds and paths."""
    translated = done.translated
    outcomes = _outcomes(translated)
    return {
        "episode": translated.episode.id,
        "title": translated.episode.title,
        "input": str(done.input),
        "folder": str(done.folder),
        "files": list(done.files),
        "model": model,
        "signature": translated.signature,
        "turns": len(translated.episode.turns),
        "sentences": len(translated.translations),
        "hits": dict(Counter(outcome.status.value for outcome in outcomes)),
        "doubts": dict(Counter(doubt.value for t in translated.translations for doubt in t.doubts)),
        "notes": dict(Counter(note.kind.value for note in translated.episode.notes)),
        "timing": {
            "provenance": _provenances(translated),
            "error_band_ms": translated.error_band_ms,
            "doubted": sum(bool(confidence.misgivings) for confidence in translated.confidences),
        },
        "cues": {"source": len(done.source_cues), "target": len(done.target_cues)},
        "halved": done.halved,
        "seconds": {stage: round(seconds, 3) for stage, seconds in done.seconds.items()},
    }


def clock_time(ms: int) -> str:
    """Return a time as people write it: `1:02:03` or `2:03`."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun in the right form."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _read(translated: TranslatedEpisode) -> str:
    """Say what was read: the layout, its size, and what the reader mended or left out."""
    episode = translated.episode
    speakers = {turn.speaker for turn in episode.turns if turn.speaker}
    parts = [counted(len(episode.turns), "turn"), counted(sum(len(turn.text) for turn in episode.turns), "character")]
    parts += [counted(len(speakers), "speaker")] if speakers else []
    parts += [counted(len(episode.chapters), "chapter")] if episode.chapters else []
    parts += [clock_time(episode.duration_ms)] if episode.duration_ms else []
    noted = [note.message for note in episode.notes if note.kind in {NoteKind.COPY, NoteKind.DECODED}]
    kinds = Counter(note.kind for note in episode.notes)
    words = {
        NoteKind.REPAIRED: ("lost character repaired", "lost characters repaired"),
        NoteKind.UNREPAIRED: ("damaged place kept", "damaged places kept"),
        NoteKind.DROPPED: ("invented credit dropped", "invented credits dropped"),
    }
    noted += [counted(kinds[kind], *forms) for kind, forms in words.items() if kinds[kind]]
    return "; ".join([f"{episode.layout.replace('-', ' ')}, {', '.join(parts)}", *noted])


def _translated(done: Done, model: str) -> str:
    """Say what was translated, by which model, and how long it took."""
    sentences = counted(len(done.translated.translations), "sentence")
    pair = f"{done.translated.episode.language}-{done.translated.target_language}"
    whole = sum(done.seconds.values())
    halved = f"; {done.halved:,} in batches halved for memory" if done.halved else ""
    return f"{sentences} ({pair}) by {model} in {done.seconds['translate']:.1f} s; {whole:.1f} s in all{halved}"


def _terms(translated: TranslatedEpisode) -> str:
    """Say which terms were hit and what became of them."""
    outcomes = _outcomes(translated)
    if not outcomes:
        return "no term of the glossary was said"
    status = Counter(outcome.status for outcome in outcomes)
    names = Counter(outcome.hit.term.source for outcome in outcomes)
    most = ", ".join(f"{name} {count}" for name, count in names.most_common(6))
    became = ", ".join(f"{status[one]} {one.value}" for one in Status if status[one])
    return f"{counted(len(outcomes), 'hit')} of {counted(len(names), 'term')}: {became} (most: {most})"


def _timing(translated: TranslatedEpisode) -> str:
    """Say where the times come from and how far they can be trusted."""
    provenances = _provenances(translated)
    if not provenances:
        return "there are no words to time"
    most = Provenance(max(provenances, key=lambda name: provenances[name]))
    band_ms = translated.error_band_ms
    return f"from {_TIMING[most]}" + (f": expect cues to be off by about {_span(band_ms)}" if band_ms else "")


def _subtitles(done: Done) -> str:
    """Say how many cues there are and how well the target's obey their preset."""
    translated = done.translated
    source, target = language(translated.episode.language).name, language(translated.target_language).name
    counts = f"{len(done.target_cues):,} cues in {target}, {len(done.source_cues):,} in {source}"
    share = _percent(measure(done.target_cues, done.preset).within_cps)
    return f"{counts}; {share} of {target} within {done.preset.cap_cps:g} characters/s (preset {done.preset.name})"


def _places(translated: TranslatedEpisode) -> Iterator[str]:
    """Yield what a person should look at, most serious first."""
    for code in (translated.episode.language, translated.target_language):
        if not language(code).helps:
            yield f"nothing is known of the language {code!r}: no elisions, plurals, clause openers or break rules help"
    for note in translated.episode.notes:
        if note.kind in {NoteKind.UNREPAIRED, NoteKind.TIMING, NoteKind.MISSED}:
            yield _noted(note)
    told = zip(translated.translations, sentence_times(translated), sentence_confidences(translated), strict=True)
    for translation, time, confidence in told:
        at = clock_time(time.start_ms)
        for outcome in translation.outcomes:
            if outcome.status is Status.MISSED:
                yield f"{at} missed: nothing stands for {outcome.hit.form!r} (should be {outcome.hit.term.target!r})"
        if translation.doubts:
            why = ", ".join(doubt.value for doubt in translation.doubts)
            yield f"{at} {why}: {_short(translation.target) or '(nothing)'}"
        if confidence is not None and confidence.misgivings:
            yield f"{at} time in doubt ({', '.join(confidence.misgivings)}): {_short(translation.target)}"


def _noted(note: Note) -> str:
    """Return a reader's note as one line."""
    return f"{note.place}: {note.message}" if note.place else note.message


def _first(places: Sequence[str]) -> list[str]:
    """Return the first places to look at, and how many more there are."""
    more = len(places) - _LOOK
    return [*places[:_LOOK], *([f"... and {more} more, marked in transcript.html"] if more > 0 else [])]


def _outcomes(translated: TranslatedEpisode) -> list[Outcome]:
    """Return the outcomes of all hits."""
    return [outcome for translation in translated.translations for outcome in translation.outcomes]


def _provenances(translated: TranslatedEpisode) -> dict[str, int]:
    """Count the words of each provenance."""
    return dict(Counter(word.provenance.value for word in translated.words))


def _span(ms: int) -> str:
    """Return a length of time as people say it."""
    return f"{ms / 1000:.1f} s" if ms < 10_000 else f"{round(ms / 1000)} s"


def _percent(share: float) -> str:
    """Return a share in percent, never rounded up to all."""
    return f"{floor(share * 1000) / 10:g} %"


def _short(text: str, most: int = 60) -> str:
    """Return a text cut to `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
