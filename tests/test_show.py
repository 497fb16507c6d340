"""The show's name, which stays as it is."""

from pathlib import Path

import pytest

from translate import pipeline
from translate.engines.scripted import Script, ScriptedEngine
from translate.episode import Episode, Note, NoteKind, Turn
from translate.glossary import Glossary, read
from translate.glossary_file import GlossaryFile
from translate.readers import read as read_transcript
from translate.show import name, with_name

SAMPLE = Path(__file__).parent / "samples" / "quai-des-devs-12.txt"
NONE = read([])


def episode(title: str, page: str, text: str = "Oui.") -> Episode:
    """Return an episode from a page with lines around the transcript."""
    left_out = Note(kind=NoteKind.CHROME, place="lines 1-3", message="left out", before=page)
    return Episode(
        id="ep", title=title, language="fr", turns=(Turn(speaker=None, text=text),), notes=(left_out,) if page else ()
    )


def glossary(text: str) -> Glossary:
    """Return a French glossary."""
    return read([GlossaryFile(name="own.toml", text=f'language = "fr"\n{text}')])


@pytest.mark.parametrize(
    "title",
    [
        "Quai des Devs 12 - Fermer des tickets",
        "Quai des Devs #12 : Fermer des tickets",
        "Quai des Devs, épisode 12",
        "Quai des Devs - Ep. 12 - Fermer des tickets",
        "Quai des Devs n°12",
        "Quai des Devs S02E03",
    ],
)
def test_a_line_of_the_page_that_the_title_begins_with_before_its_number_is_the_shows_name(title: str) -> None:
    assert name(episode(title, "Play\nQuai des Devs\nShare")) == "Quai des Devs"


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("Fermer des tickets - avec Inès", "Fermer des tickets"),  # it could be the subject
        ("Les nouveautés de Java 21", "Play\nShare"),  # the page does not name it
        ("Quai des Devs 12", ""),
        ("Kubernetes 101", "Kubernetes"),
        ("Quai des Devs", "Quai des Devs"),
        ("Quai des Devs12", "Quai des Devs"),
        ("Quai des Devs et 12 invités", "Quai des Devs"),
    ],
)
def test_what_may_be_no_shows_name_is_none(title: str, page: str) -> None:
    assert name(episode(title, page)) is None


def test_the_longest_line_is_the_name() -> None:
    assert name(episode("Quai des Devs Nantes 3", "Quai des\nQuai des Devs Nantes\nQuai des Devs")) == (
        "Quai des Devs Nantes"
    )


def test_the_name_is_a_term_of_its_own_however_it_was_written_and_takes_the_terms_inside() -> None:
    own = glossary('[[terms]]\nid = "dev"\nsource = "dev"\ntarget = "developer"\nforms = ["devs"]\n')
    read_ = episode("Quai des Devs 12", "Quai des Devs", "Bienvenue au quai des dev, les devs !")
    plan = pipeline.prepare(read_, own, ScriptedEngine(Script(translations={})))
    assert [(hit.form, hit.term.target) for hit in plan.passages[0].hits] == [
        ("quai des dev", "Quai des Devs"),
        ("devs", "developer"),
    ]
    assert [term.target for term in plan.titles[0].request.terms] == ["Quai des Devs"]


def test_an_entry_that_claims_the_name_wins() -> None:
    own = glossary('[[terms]]\nid = "show"\nsource = "Quai des devs"\ntarget = "The Dev Quay"\n')
    assert with_name(own, episode("Quai des Devs 12", "Quai des Devs")) is own


def test_without_a_name_the_glossary_is_as_it_was() -> None:
    assert with_name(NONE, episode("Fermer des tickets", "Play")) is NONE


def test_the_name_decides_the_glossarys_fingerprint() -> None:
    with_it = with_name(NONE, episode("Quai des Devs 12", "Quai des Devs"))
    assert with_it.fingerprint != NONE.fingerprint
    assert with_it.fingerprint != with_name(NONE, episode("Quai des Ops 12", "Quai des Ops")).fingerprint


def test_the_sample_page_tells_its_show() -> None:
    assert name(read_transcript(SAMPLE.read_bytes(), name=SAMPLE.name, language="fr")) == "Quai des Devs"
