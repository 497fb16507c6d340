"""One episode's work: which clock it goes by, and where its recording is for the page."""

import json
from pathlib import Path

import pytest

from translate import job
from translate.align import Aligned, WrongRecording
from translate.clock import Clock
from translate.document import parse as document_parse
from translate.engines.scripted import Script, ScriptedEngine
from translate.episode import Episode, NoteKind
from translate.errors import InputError
from translate.findings import Rule
from translate.glossary import Glossary
from translate.inspection import inspect
from translate.job import Done
from translate.settings import DEFAULTS, Settings, combine
from translate.translation import Confidence, Misgiving, Provenance, WordTime
from translate.words import FORMAT

GLOSSARY = Glossary(source_language="fr", target_language="en", terms=(), fingerprint="none")


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    """Return a transcript of two turns."""
    path = tmp_path / "episode.txt"
    path.write_text("Inès : Bonjour à tous.\n\nPaul : Bonjour Inès.\n", encoding="utf-8")
    return path


def run(transcript: Path, **settings: object) -> Done:
    """Do the episode with a scripted engine."""
    asked = Settings(out=str(transcript.parent / "out"), **settings)  # type: ignore[arg-type]  # values by field name
    engine = ScriptedEngine(Script(translations={"Bonjour à tous.": "Hello everyone.", "Bonjour Inès.": "Hello Inès."}))
    return job.run(transcript, combine(asked, DEFAULTS), glossary=GLOSSARY, opened=lambda: engine)


def provenances(done: Done) -> set[Provenance]:
    """Return where the times of the words come from."""
    return {word.provenance for word in done.translated.words}


def test_word_times_are_taken_from_a_file(transcript: Path) -> None:
    spoken = [("Bonjour", 1.0), ("à", 1.5), ("tous.", 1.7), ("Bonjour", 4.0), ("Inès.", 4.5)]
    words = [{"word": word, "start": at, "end": at + 0.2} for word, at in spoken]
    file = transcript.with_name("words.json")
    file.write_text(
        json.dumps({"segments": [{"start": 1.0, "end": 5.0, "text": "Bonjour à tous. Bonjour Inès.", "words": words}]}),
        encoding="utf-8",
    )
    done = run(transcript, words=str(file))
    assert [word.start_ms for word in done.translated.words] == [1000, 1500, 1700, 4000, 4500]
    assert provenances(done) == {Provenance.GIVEN}


def test_what_the_aligner_doubts_survives_its_file(transcript: Path) -> None:
    words = [{"word": word, "start": at, "end": at + 0.2} for word, at in [("Bonjour", 4.0), ("Inès.", 4.5)]]
    absent = {"text": "Bonjour à tous.", "start": 1, "end": 2, "words": [], "score": 0, "doubts": [Misgiving.ABSENT]}
    sure = {"text": "Bonjour Inès.", "start": 4, "end": 5, "words": words, "score": 0.9}
    document = {"segments": [absent, sure], "glossub": {"format": FORMAT, "duration_ms": 9000}}
    file = transcript.with_name("words.json")
    file.write_text(json.dumps(document), encoding="utf-8")
    done = run(transcript, words=str(file))
    read = document_parse((done.folder / "translation.json").read_text(encoding="utf-8"))
    assert read.confidences == (
        Confidence(turn=0, start=0, end=15, score=0, misgivings=(Misgiving.ABSENT,)),
        Confidence(turn=1, start=0, end=13, score=0.9),
    )
    assert [(finding.rule, finding.place.sentence) for finding in inspect(read)] == [(Rule.DOUBTFUL_TIME, 0)]


def test_word_times_of_another_text_are_refused(transcript: Path) -> None:
    file = transcript.with_name("words.json")
    other = [{"word": "rien", "start": 1.0, "end": 1.2}]
    file.write_text(
        json.dumps({"segments": [{"start": 1, "end": 2, "text": "rien", "words": other}]}), encoding="utf-8"
    )
    with pytest.raises(InputError):
        run(transcript, words=str(file))


def test_a_recording_that_is_a_file_times_the_words(transcript: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(episode: Episode, audio: Path, **_: object) -> Aligned:
        assert audio == Path("episode.mp3")
        words = tuple(
            WordTime(turn=turn, start=0, end=len(text), start_ms=turn * 1000, end_ms=900, provenance=Provenance.ALIGNED)
            for turn, text in enumerate(turn.text for turn in episode.turns)
        )
        clock = Clock(words=words, error_band_ms=300)
        return Aligned(clock=clock, median_cost=0.3, coverage=1.0, duration_ms=2000)

    monkeypatch.setattr(job, "align", found)
    done = run(transcript, audio="episode.mp3")
    assert (provenances(done), done.translated.error_band_ms) == ({Provenance.ALIGNED}, 300)


def test_the_recording_of_another_episode_is_said_and_not_used(
    transcript: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_episode: Episode, _audio: Path, **_: object) -> Aligned:
        raise WrongRecording("the recording says something else", where="episode.mp3")

    monkeypatch.setattr(job, "align", refused)
    done = run(transcript, audio="episode.mp3")
    notes = [note.message for note in done.translated.episode.notes if note.kind is NoteKind.TIMING]
    assert "the recording says something else; it is not used for the times" in notes
    assert provenances(done) == {Provenance.ESTIMATED}


@pytest.mark.parametrize(
    ("settings", "times"),
    [
        ({"audio": "a.mp3"}, True),
        ({"audio": "a.mp3", "align": False}, False),
        ({"audio": "a.mp3", "words": "w.json"}, False),
        ({"audio": "https://example.org/a.mp3"}, False),
        ({}, False),
    ],
)
def test_a_recording_is_aligned_only_where_it_can_and_should_be(settings: dict[str, object], *, times: bool) -> None:
    asked = Settings(**settings)  # type: ignore[arg-type]  # values by field name
    assert job.has_recording(combine(asked, DEFAULTS)) is times


def test_the_page_finds_the_recording_from_its_own_folder(transcript: Path) -> None:
    done = run(transcript, audio=str(transcript.parent / "audio" / "a.mp3"), align=False)
    page = (done.folder / "transcript.html").read_text(encoding="utf-8")
    assert 'src="../../audio/a.mp3"' in page
