"""What `check --since` names is what the next run asks the engine for: end to end, by the command line."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from translate.cli import app
from translate.engine import Decoding, Hypothesis, Progress, Rendering, Request, silent
from translate.engines.scripted import Script, ScriptedEngine

LINES = (
    "Bonjour, on revient sur le backlog.",
    "Oui, le nœud du cluster est tombé hier.",
    "Un noeud de trop, et tout est tombé.",
    "On parle aussi de la grappe et du PO.",
    "Le po de la maison est plein.",
    "Rien de neuf par ailleurs.",
    "Une branche morte dans le dépôt Git.",
    "La branche est prête, merci Kafqa.",
    "Un nœud papillon pour la soirée.",
)
HEAD = 'language = "fr"\n'
NODE = '[[terms]]\nid = "node"\nsource = "nœud"\n'
PLAIN = f'{HEAD}{NODE}target = "node"\n'


class Recording(ScriptedEngine):
    """An engine that says what was asked, in words of its own and with every term, so that nothing is asked twice."""

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Answer with as many words as were said, then the terms."""
        del decoding, progress
        self.calls.append(tuple(requests))
        return tuple(map(_answer, requests))


def _answer(request: Request) -> Hypothesis:
    text = " ".join(f"w{at}" for at, _ in enumerate(request.text.split()))
    renderings: list[Rendering] = []
    for at, term in enumerate(request.terms):
        renderings.append(Rendering(term=at, start=len(text) + 1, end=len(text) + 1 + len(term.target)))
        text = f"{text} {term.target}"
    return Hypothesis(text=f"{text}.", score=0.0, renderings=tuple(renderings))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Recording:
    """Work in a folder with an episode; every command opens the same engine."""
    opened = Recording(Script(translations={}))
    monkeypatch.setattr("translate.engines.open_engine", lambda **_: opened)
    monkeypatch.chdir(tmp_path)
    turns = "\n".join(f"{'Inès' if at % 2 else 'Paul'} : {line}" for at, line in enumerate(LINES))
    Path("page.txt").write_text(turns, encoding="utf-8")
    return opened


def glossub(*arguments: str) -> str:
    """Run a command and return what it prints."""
    done = CliRunner().invoke(app, [*arguments, "--debug"])
    assert done.exit_code == 0, done.output
    return done.stdout


def by_subtitle(*glossaries: str) -> None:
    glossub(
        "subtitle", "page.txt", "--memory", "memory.sqlite", *_with(*glossaries), "--engine", "scripted", "--model", "x"
    )


def by_batch(*glossaries: str) -> None:
    glossub("batch", "page.txt", *_with(*glossaries), "--engine", "scripted", "--model", "x")


def _with(*glossaries: str) -> list[str]:
    """Write glossaries and return the options that name them."""
    named: list[str] = []
    for text in glossaries:
        path = Path(f"{len(list(Path().glob('*.toml')))}.toml")
        path.write_text(text, encoding="utf-8")
        named += ["--glossary", str(path)]
    return ["--no-default-glossary", *named]


def named(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the texts that `check --since` names."""
    since = [text if text != "--glossary" else "--since" for text in _with(*old)[1:]]
    told = glossub("check", "outputs/page", *since, *_with(*new), "--engine", "scripted", "--model", "x", "--json")
    subject = json.loads(told)["report"]["episodes"][0]
    return [change["text"] for change in subject["changes"]]


TERM = "[[terms]]\nid = {0!r}\nsource = {1!r}\ntarget = {2!r}\n"
CHANGES = {
    "the target changed": ([PLAIN], [PLAIN.replace('"node"\n', '"knot"\n')], 3),
    "a form was added": ([PLAIN], [f'{PLAIN}forms = ["grappe"]\n'], 1),
    "an entry was removed": ([PLAIN + TERM.format("git", "Git", "Git")], [PLAIN], 1),
    "an entry was added": ([PLAIN], [PLAIN + TERM.format("branch", "branche", "branch")], 2),
    "a cue of deny was added": ([PLAIN], [f'{PLAIN}deny = ["papillon"]\n'], 1),
    "a cue of need was added": ([PLAIN], [f'{PLAIN}need = ["cluster"]\n'], 1),
    "case matters now": (
        [PLAIN + TERM.format("po", "PO", "Product Owner")],
        [PLAIN + TERM.format("po", "PO", "Product Owner") + 'case = "exact"\n'],
        1,
    ),
    "a variant was added": ([PLAIN], [f'{PLAIN}variants = ["backlog"]\n'], 1),
    "a misheard form was added": (
        [PLAIN + TERM.format("kafka", "Kafka", "Kafka")],
        [PLAIN + TERM.format("kafka", "Kafka", "Kafka") + 'misheard = ["Kafqa"]\n'],
        1,
    ),
    "a second glossary takes precedence": ([PLAIN], [PLAIN, f'{HEAD}{NODE}target = "knot"\n'], 3),
    "a second glossary takes one wording": ([PLAIN], [PLAIN, HEAD + TERM.format("n", "nœud papillon", "bow tie")], 1),
    "a note was added": ([PLAIN], [f'{PLAIN}note = "K8s"\nsuspected = ["neu"]\n'], 0),
    "the order changed": (
        [PLAIN + TERM.format("git", "Git", "Git")],
        [HEAD + TERM.format("git", "Git", "Git") + PLAIN.removeprefix(HEAD)],
        0,
    ),
}


BY_BATCH = ("the target changed", "an entry was removed", "a second glossary takes precedence", "the order changed")


@pytest.mark.parametrize(
    ("run", "change"), [*((by_subtitle, change) for change in CHANGES), *((by_batch, change) for change in BY_BATCH)]
)
def test_a_run_after_a_change_asks_for_what_the_check_named(
    engine: Recording, run: Callable[..., None], change: str
) -> None:
    """No more, no less; the order is the engine's affair."""
    old, new, count = CHANGES[change]
    run(*old)
    first = sorted(request.text for call in engine.calls for request in call)
    told = named(old, new)
    engine.calls.clear()
    run(*new)
    asked = [request.text for call in engine.calls for request in call]
    assert sorted(asked) == sorted(told)
    assert len(told) == count
    assert len(first) == len(LINES) + 1  # and the title
