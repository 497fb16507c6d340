"""One episode from its transcript to its folder: the order of the stages, and nothing else.

`run` is what `glossub subtitle` does for each file and what a batch does for each of hundreds; the engine, the glossary
and the settings come in ready made.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from translate import clock, pipeline, readers, reports, storage, syncs, words, writers
from translate.align import WrongRecording, align
from translate.align.recording import ffmpeg, look_for
from translate.clock import Clock
from translate.cues import Cue
from translate.engine import Decoding, Engine, Progress, silent
from translate.engines import open_constrainer
from translate.episode import Episode, Note, NoteKind, renamed
from translate.glossary import Glossary
from translate.languages import language
from translate.outputs import OutputFile, run_of
from translate.presets import Preset, Speakers, override, preset, sibling
from translate.settings import Settings, limits, setting
from translate.signature import Signature
from translate.subtitles import Subtitles, subtitles
from translate.translation import TranslatedEpisode


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one episode: the value, its cues, where the files are and how long each stage took (seconds).

    `run` tells this run's files from any others (`outputs.run_of`).
    `halved` is how many of its answers are from a batch that was halved for memory (`Hypothesis.halved`).
    """

    input: Path
    folder: Path
    files: tuple[str, ...]
    run: str
    translated: TranslatedEpisode
    source_cues: tuple[Cue, ...]
    target_cues: tuple[Cue, ...]
    preset: Preset
    seconds: dict[str, float]
    halved: int = 0


def read(path: Path, settings: Settings) -> Episode:
    """Read a transcript and give it the name, title and speakers that the settings say."""
    episode = readers.read(storage.read_input(path), name=path.name, language=setting(settings.source))
    name = readers.slug(f"{settings.name}.txt") if settings.name else episode.id
    return renamed(replace(episode, id=name, title=settings.title or episode.title), settings.speakers)


def presets(settings: Settings) -> tuple[Preset, Preset]:
    """Return the presets of the source's and of the target's cues.

    Raises `UsageError` for a preset that does not exist or a number that no subtitle could obey.
    """
    source, target = setting(settings.source), setting(settings.target)
    return preset_for(settings, source), preset_for(settings, target)


def preset_for(settings: Settings, code: str) -> Preset:
    """Return the limits of cues in a language (ISO 639-1). Raises `UsageError` as `presets` does."""
    return override(
        sibling(preset(setting(settings.preset)), code),
        cpl=settings.cpl,
        lines=settings.lines,
        cps=settings.cps,
        speakers=None if settings.labels is None else Speakers(settings.labels),
    )


def unedited(translated: TranslatedEpisode) -> TranslatedEpisode:
    """Return an episode as it is: nobody edited it."""
    return translated


def bare(engine: Engine) -> Engine:
    """Return an engine as it is: it stands behind no memory."""
    return engine


def run(  # noqa: PLR0913  # the parts of an episode's work
    path: Path,
    settings: Settings,
    *,
    glossary: Glossary,
    opened: Callable[[], Engine],
    behind: Callable[[Engine], Engine] = bare,
    edited: Callable[[TranslatedEpisode], TranslatedEpisode] = unedited,
    force: bool = False,
    progress: Progress = silent,
    now: Callable[[], float] = time.perf_counter,
) -> Done:
    """Translate one transcript and write its folder.

    `opened` gives the engine; it is asked once the input is known to be good. `behind` puts every engine that answers
    behind a memory. `edited` puts in what people changed, before the cues are cut. Raises a `GlossubError` for whatever
    a person can mend; the folder is then as it was.
    """
    seconds: dict[str, float] = {}
    mark = now()

    def lap(stage: str) -> None:
        nonlocal mark
        seconds[stage], mark = now() - mark, now()

    chosen = presets(settings)
    episode = read(path, settings)
    folder = Path(setting(settings.out)) / episode.id
    storage.check(folder, episode=episode, input_name=path.name)
    times = _times(episode, settings)
    lap("read")
    engine, constrainer = behind(opened()), _constrainer(settings)
    lap("open")
    decoding = Decoding(beam_size=setting(settings.beam))
    plan = pipeline.prepare(episode, glossary, engine, titled=settings.title is not None or episode.title != path.stem)
    lap("prepare")
    hypotheses = pipeline.translate(plan.requests, engine, decoding, progress)
    searching = None if constrainer is None else behind(constrainer)
    hypotheses = pipeline.hold(plan, hypotheses, engine, decoding, constrainer=searching)
    lap("translate")
    translated = edited(pipeline.finish(plan, hypotheses, times, _signature(engine, glossary, decoding, settings)))
    lap("finish")
    cues = subtitles(translated, chosen)
    lap("cues")
    files = outputs(translated, cues, settings, folder)
    run_ = run_of(files, translated.signature)
    written = storage.write(
        folder, files, translated=translated, input_name=path.name, limits=limits(settings), run=run_, force=force
    )
    lap("write")
    return Done(
        input=path,
        folder=folder,
        files=written,
        run=run_,
        translated=translated,
        source_cues=cues.source,
        target_cues=cues.target,
        preset=chosen[1],
        seconds=seconds,
        halved=sum(hypothesis.halved for hypothesis in hypotheses),
    )


def check(path: Path, settings: Settings, folder: Path) -> None:
    """Raise what `run` would raise before it asks an engine; a recording is looked for and not read."""
    presets(settings)
    episode = read(path, settings)
    storage.check(folder, episode=episode, input_name=path.name)
    if has_recording(settings):
        look_for(Path(setting(settings.audio)))
        ffmpeg()
    else:
        _times(episode, settings)


def has_recording(settings: Settings) -> bool:
    """Say whether words are to be timed by a recording: a file, not an address, and no word times given."""
    audio = settings.audio
    return audio is not None and "://" not in audio and settings.words is None and setting(settings.align)


def _times(episode: Episode, settings: Settings) -> Clock:
    """Return when each word is heard: by given word times, by the recording, else by what the transcript says.

    A recording that is not this text's is said and not used.
    """
    points = [syncs.parse(point) for point in settings.sync]
    if settings.words is not None:
        path = Path(settings.words)
        return words.tell(episode, storage.read_input(path), name=path.name, syncs=points)
    if not has_recording(settings):
        return clock.tell(episode, language(episode.language), points)
    try:
        return align(episode, Path(setting(settings.audio)), syncs=points).clock
    except WrongRecording as error:
        told = clock.tell(episode, language(episode.language), points)
        note = Note(kind=NoteKind.TIMING, place=error.where, message=f"{error.what}; it is not used for the times")
        return replace(told, notes=(*told.notes, note))


def outputs(translated: TranslatedEpisode, cues: Subtitles, settings: Settings, folder: Path) -> tuple[OutputFile, ...]:
    """Return every file of an episode's folder but its document: outputs and reports."""
    files = writers.outputs(
        translated,
        source_cues=cues.source,
        target_cues=cues.target,
        bilingual_cues=cues.bilingual,
        audio=from_folder(settings.audio, folder),
    )
    report = reports.for_episode(translated, source_cues=cues.source, target_cues=cues.target, presets=cues.presets)
    return (*files, *report)


def from_folder(audio: str | None, folder: Path) -> str | None:
    """Return where a recording is for a page in `folder`: its address, or its path from there with slashes."""
    if audio is None or "://" in audio:
        return audio
    return Path(os.path.relpath(audio, folder)).as_posix()


def _constrainer(settings: Settings) -> Engine | None:
    """Return what searches again for sentences that broke a term, where the settings ask for it."""
    if not setting(settings.constrain):
        return None
    return open_constrainer(
        model=setting(settings.model),
        device=setting(settings.device),
        source=setting(settings.source),
        target=setting(settings.target),
    )


def _signature(engine: Engine, glossary: Glossary, decoding: Decoding, settings: Settings) -> Signature:
    """Return the line that says what made an output."""
    return Signature(
        engine=engine.signature,
        glossary=f"glossary:{glossary.fingerprint}",
        decoding=f"{decoding},constrain" if setting(settings.constrain) else str(decoding),
        source=glossary.source_language,
        target=glossary.target_language,
    )
