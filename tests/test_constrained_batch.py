"""`batch --constrain`: what a constrained search answered is remembered, and kept in the journal."""

import errno
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from translate import document, job
from translate.cli import app
from translate.engine import Decoding, Hypothesis, Progress, Request, silent
from translate.engines.scripted import Script, ScriptedEngine
from translate.errors import OutputError
from translate.memory import Memory

TEXT = "Paul : Le nœud est tombé.\nInès : Le cluster tient bon.\nPaul : Et le nœud ?\n"
ANSWERS = {"Le nœud est tombé.": "The knot fell.", "Le cluster tient bon.": "It holds.", "Et le nœud ?": "The knot?"}


class Searching(ScriptedEngine):
    """A constrainer that writes the terms one after another, and counts the sentences that it is asked for."""

    asked = 0

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Answer with the terms."""
        del decoding
        self.asked += len(requests)
        progress(len(requests), len(requests))
        return tuple(
            Hypothesis(text=f"{request.text[:2]} " + " ".join(term.target for term in request.terms), score=0.0)
            for request in requests
        )


@pytest.fixture
def searching(monkeypatch: pytest.MonkeyPatch) -> Searching:
    """Return the engine that searches under constraints in this test."""
    engine = Searching(Script(translations={}))
    monkeypatch.setattr(job, "open_constrainer", lambda **_: engine)
    return engine


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """Return a script whose answers break the terms."""
    path = tmp_path / "script.json"
    values = {"format": "glossub-script/1", "translations": ANSWERS, "inline_terms": False}
    path.write_text(json.dumps(values), encoding="utf-8")
    (tmp_path / "episode.txt").write_text(TEXT, encoding="utf-8")
    return path


def batch(script: Path, *options: str, out: str = "out") -> Result:
    folder = script.parent
    named = ["--out", str(folder / out), "--engine", "scripted", "--model", str(script), "--constrain"]
    return CliRunner().invoke(app, ["batch", str(folder / "episode.txt"), *named, *options])


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.parent != folder}


def test_a_batch_searches_for_what_was_broken(script: Path, searching: Searching) -> None:
    assert batch(script).exit_code == 0
    text = (script.parent / "out" / "episode" / document.NAME).read_text(encoding="utf-8")
    tiers = [outcome.tier for translation in document.parse(text).translations for outcome in translation.outcomes]
    assert tiers == ["constrained"] * 3
    assert searching.asked == 3


def test_what_was_searched_for_is_not_searched_for_again(script: Path, searching: Searching) -> None:
    batch(script)
    before, searching.asked = tree(script.parent / "out"), 0
    assert batch(script, "--again").exit_code == 0
    assert searching.asked == 0
    assert tree(script.parent / "out") == before


def test_another_constrainer_is_asked(script: Path, searching: Searching) -> None:
    batch(script)
    searching.asked, searching.signature = 0, "reference:other:float32,constrained"
    batch(script, "--again")
    assert searching.asked == 3


def test_a_batch_that_stopped_after_the_search_goes_on_without_it(
    script: Path, searching: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(script, out="whole")

    def full(*_: object, **__: object) -> None:
        raise OutputError("the disk is full") from OSError(errno.ENOSPC, "No space left")

    with monkeypatch.context() as patch:
        patch.setattr(Memory, "remember", full)
        assert batch(script).exit_code == 4
    searching.asked = 0
    assert batch(script).exit_code == 0
    assert searching.asked == 0
    assert tree(script.parent / "out") == tree(script.parent / "whole")
