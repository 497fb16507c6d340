"""`--constrain`, end to end on the embedded checkpoint."""

from pathlib import Path

import pytest

from translate import job
from translate.document import NAME, parse
from translate.engine import Engine
from translate.engines import open_constrainer, open_engine
from translate.errors import MissingExtra
from translate.glossary import Glossary, Term
from translate.settings import DEFAULTS, Settings, combine

GLOSSARY = Glossary(
    source_language="fr",
    target_language="en",
    fingerprint="test",
    terms=(Term(id="sprint-goal", source="objectif de sprint", target="sprint goal"),),
)


@pytest.fixture(scope="module")
def plain() -> Engine:
    """Return the embedded checkpoint with its marks switched off."""
    return open_engine(model="embedded", inline_terms=False)


def done(folder: Path, engine: Engine, *, constrain: bool) -> str:
    """Translate one transcript and return its document."""
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(
        "Inès : Deux sprints plus tard, plus personne ne regardait l'objectif de sprint.\n", encoding="utf-8"
    )
    asked = combine(Settings(out=str(folder / "out"), model="embedded", constrain=constrain), DEFAULTS)
    made = job.run(folder / "a.txt", asked, glossary=GLOSSARY, opened=lambda: engine)
    return (made.folder / NAME).read_text(encoding="utf-8")


@pytest.mark.torch
@pytest.mark.usefixtures("cache")
def test_a_broken_term_is_searched_for_and_the_signature_says_so(tmp_path: Path, plain: Engine) -> None:
    pytest.importorskip("torch")
    text = done(tmp_path, plain, constrain=True)
    (translation,) = parse(text).translations
    assert {outcome.tier for outcome in translation.outcomes} == {"constrained"}
    assert "sprint goal" in translation.target
    assert "beam=4,constrain fr-en" in text


@pytest.mark.usefixtures("cache")
def test_without_it_the_ladder_needs_no_torch(tmp_path: Path, plain: Engine) -> None:
    text = done(tmp_path, plain, constrain=False)
    (translation,) = parse(text).translations
    assert all(outcome.tier in {"substitution", "prefix", "replacement"} for outcome in translation.outcomes)
    assert "constrain" not in text


@pytest.mark.torch
def test_a_search_without_an_answer_falls_back_to_a_plain_one(plain: Engine) -> None:
    pytest.importorskip("torch")
    from translate.engine import Request, RequiredTerm

    searching = open_constrainer(model="embedded", device="cpu", source="fr", target="en")
    endless = RequiredTerm(start=0, end=3, target="word " * 200)
    (answer,) = searching.translate([Request(text="Oui.", terms=(endless,))])
    assert answer.text == plain.translate([Request(text="Oui.")])[0].text
    (empty,) = searching.translate([Request(text="")])
    assert empty.text == ""


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(MissingExtra, match="glossub\\[reference\\]"):
        open_constrainer(model="embedded", device="cuda", source="fr", target="en")  # not one that is open already
