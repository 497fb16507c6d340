"""The `scripted` engine: a lookup, for tests of everything around an engine.

A script maps source texts to target texts. A target may hold marks, as a checkpoint with inline terms would answer:
`{"Le nœud tombe.": "The ⟦node⟧ fails."}`. A text that is not in the script is answered word by word in brackets
(`Le nœud` gives `[Le] [nœud]`), with a required term's target in its place when the script has inline terms. As a file:

    {"format": "glossub-script/1", "translations": {"Bonjour.": "Hello."}, "inline_terms": true, "max_tokens": 200,
     "fail_at_call": 2, "pause_ms": 20}

All but `format` and `translations` may be left out; `fail_at_call` makes that call of `translate`, counted from 1,
fail, and `pause_ms` is how long each call takes at least. A request's prefix takes the place of as many words of its
answer. In a program, a script may also hold `alternatives`, further answers to a text.
"""

import hashlib
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from translate.engine import Decoding, Hypothesis, Link, Progress, Request, silent
from translate.engines.marks import CLOSE, OPEN, as_text, match_renderings, remove_marks
from translate.errors import EngineError

_FORMAT = "glossub-script/1"
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What a scripted engine answers and how it behaves."""

    translations: Mapping[str, str]
    inline_terms: bool = True
    max_tokens: int = 200
    fail_at_call: int = 0
    pause_ms: int = 0
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_script(path: Path) -> Script:
    """Read a script file; raises `EngineError` with the path of the fault when it is none."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineError(f"the script cannot be read: {error}", where=str(path)) from error
    if not isinstance(value, dict) or value.get("format") != _FORMAT:
        raise EngineError(f"the file is no engine script (its format is not {_FORMAT!r})", where=str(path))
    translations = value.get("translations")
    if not isinstance(translations, dict) or not all(isinstance(text, str) for text in translations.values()):
        raise EngineError("'translations' is not an object of texts", where=str(path))
    inline, most = value.get("inline_terms", True), value.get("max_tokens", 200)
    fail, pause = value.get("fail_at_call", 0), value.get("pause_ms", 0)
    if not isinstance(inline, bool) or not all(isinstance(number, int) for number in (most, fail, pause)):
        raise EngineError(
            "'inline_terms' must be true or false, 'max_tokens', 'fail_at_call' and 'pause_ms' whole numbers",
            where=str(path),
        )
    return Script(translations=translations, inline_terms=inline, max_tokens=most, fail_at_call=fail, pause_ms=pause)


class ScriptedEngine:
    """An engine that looks its answers up; `calls` are the requests of every call so far."""

    def __init__(self, script: Script) -> None:
        """Keep the script."""
        self._script = script
        self.calls: list[tuple[Request, ...]] = []
        self.model = "script"
        self.device = "cpu"
        content = json.dumps([sorted(script.translations.items()), script.inline_terms])
        self.signature = f"scripted:{hashlib.sha256(content.encode()).hexdigest()[:12]}:text"
        self.inline_terms = script.inline_terms
        self.max_tokens = script.max_tokens

    def count_tokens(self, text: str) -> int:
        """Return the number of words of a text."""
        return len(text.split())

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Look the requests up, one after another; raises `EngineError` in the call that the script says."""
        self.calls.append(tuple(requests))
        time.sleep(self._script.pause_ms / 1000)
        if len(self.calls) == self._script.fail_at_call:
            raise EngineError(f"the script fails at call {len(self.calls)}", where="scripted engine")
        hypotheses = []
        for request in requests:
            hypotheses.append(self._answer(request, decoding))
            progress(len(hypotheses), len(requests))
        return tuple(hypotheses)

    def _answer(self, request: Request, decoding: Decoding) -> Hypothesis:
        if not request.text.strip():
            return Hypothesis(text="", score=0.0)
        answer = self._script.translations.get(request.text)
        if answer is None:
            answer = self._word_by_word(request)
        best = self._read(request, _begun(answer, request.prefix))
        others = self._script.alternatives.get(request.text, ()) if request.is_broken_by(best.text) else ()
        return replace(
            best, alternatives=tuple(self._read(request, other) for other in others[: decoding.alternatives])
        )

    def _read(self, request: Request, answer: str) -> Hypothesis:
        unmarked = remove_marks(answer)
        links = _links(request.text, unmarked.text)
        written = range(len(request.terms)) if self.inline_terms else ()
        return Hypothesis(
            text=unmarked.text,
            score=0.0,
            links=links,
            renderings=match_renderings(unmarked, request.terms, written, links),
        )

    def _word_by_word(self, request: Request) -> str:
        """Return every word in brackets, and required terms as their targets between marks."""
        text = as_text(request.text)
        parts: list[str] = []
        at = 0
        for term in request.terms if self.inline_terms else ():
            parts += [_bracketed(text[at : term.start]), f"{OPEN}{as_text(term.target)}{CLOSE}"]
            at = term.end
        return "".join([*parts, _bracketed(text[at:])])


def _begun(answer: str, prefix: str) -> str:
    """Return an answer that begins with a prefix, in the place of as many words."""
    rest = answer.split(" ")[len(prefix.split()) :] if prefix else [answer]
    return " ".join([prefix, *rest] if prefix else rest)


def _bracketed(text: str) -> str:
    return _WORD.sub(lambda word: f"[{word[0]}]", text)


def _links(source: str, target: str) -> tuple[Link, ...]:
    """Link the words in order: the kth of n target words to the source word as far along."""
    sources, targets = list(_WORD.finditer(source)), list(_WORD.finditer(target))
    return tuple(
        Link(
            source_start=sources[index * len(sources) // len(targets)].start(),
            source_end=sources[index * len(sources) // len(targets)].end(),
            target_start=word.start(),
            target_end=word.end(),
        )
        for index, word in enumerate(targets)
    )
