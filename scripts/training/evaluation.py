"""Measuring a checkpoint on the engine that users have: CTranslate2, int8 on a CPU, beam 4."""

import os
import platform
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sacrebleu

from scripts.training.attention import link_pairs, read_network
from scripts.training.labels import KINDS, LabelledSentence, LinkedPair
from scripts.training.measures import Evaluation, SetScore, TermScore, alignment_error
from scripts.training.vocabulary import Vocabulary
from translate.engine import Engine, Request
from translate.engines.checkpoints import find_checkpoint
from translate.engines.marian import open_marian
from translate.errors import InputError

_LEAST_ATTENTION = 0.1  # as the engine reads its links
_LONGEST_TOKENS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TestSet:
    """Sentences and their reference translations."""

    __test__ = False  # pytest: no test, whatever its name

    name: str
    sources: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardsticks:
    """What to measure with; any of them may be empty."""

    sets: tuple[TestSet, ...] = ()
    terms: tuple[LabelledSentence, ...] = ()
    links: tuple[LinkedPair, ...] = ()


def read_sets(folder: Path, *, source: str, target: str, limit: int | None = None) -> tuple[TestSet, ...]:
    """Read a folder's sets, `NAME.fr` and `NAME.en` line by line; raises `InputError` when there is none."""
    sets = []
    for path in sorted(folder.glob(f"*.{source}")):
        other = path.with_suffix(f".{target}")
        if not other.is_file():
            raise InputError(f"the set has no {other.name}", where=str(folder))
        sources, references = (_lines(one)[:limit] for one in (path, other))
        if len(sources) != len(references):
            raise InputError("the sides differ in their number of lines", where=str(path))
        sets.append(TestSet(name=path.stem, sources=sources, references=references))
    if not sets:
        raise InputError(f"there is no set (NAME.{source} and NAME.{target})", where=str(folder))
    return tuple(sets)


def evaluate(
    model: Path, yardsticks: Yardsticks, *, source: str, target: str, device: str = "cpu", threads: int | None = None
) -> Evaluation:
    """Measure a checkpoint's folder; the converted model is thrown away afterwards."""
    checkpoint = find_checkpoint(str(model), source=source, target=target)
    with tempfile.TemporaryDirectory() as cache:
        engine = open_marian(checkpoint, target=target, device=device, threads=threads, cache=Path(cache))
        sets = tuple(_score(engine, one) for one in yardsticks.sets)
        terms = tuple(
            _term_score(engine, kind, [one for one in yardsticks.terms if one.kind == kind])
            for kind in KINDS
            if any(one.kind == kind for one in yardsticks.terms)
        )
    return Evaluation(
        model=model.name,
        fingerprint=checkpoint.fingerprint,
        size=sum(path.stat().st_size for path in model.iterdir() if path.is_file()),
        machine=_machine(threads),
        sets=sets,
        terms=terms,
        alignment_error=_alignment_error(model, yardsticks.links) if yardsticks.links else None,
    )


def _lines(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"))


def _score(engine: Engine, test: TestSet) -> SetScore:
    requests = [Request(text=_shortened(engine, text)) for text in test.sources]
    tokens = sum(engine.count_tokens(request.text) for request in requests)
    start = time.perf_counter()
    answers = [hypothesis.text for hypothesis in engine.translate(requests)]
    seconds = time.perf_counter() - start
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF()
    return SetScore(
        name=test.name,
        sentences=len(answers),
        bleu=float(bleu.corpus_score(answers, [test.references]).score),
        chrf=float(chrf.corpus_score(answers, [test.references]).score),
        bleu_signature=str(bleu.get_signature()),
        chrf_signature=str(chrf.get_signature()),
        tokens_per_second=tokens / seconds,
    )


def _shortened(engine: Engine, text: str) -> str:
    """Return a line without the words that the engine has no positions for; the pipeline cuts, a set's lines stay."""
    words = text.split()
    while engine.count_tokens(" ".join(words)) > _LONGEST_TOKENS:
        words = words[: len(words) * 9 // 10]
    return " ".join(words)


def _term_score(engine: Engine, kind: str, sentences: Sequence[LabelledSentence]) -> TermScore:
    given = [Request(text=one.text, terms=tuple(term.required for term in one.terms)) for one in sentences]
    plain = [Request(text=one.text) for one in sentences]
    counts = [
        sum(
            term.rendered(hypothesis.text)
            for one, hypothesis in zip(sentences, engine.translate(requests), strict=True)
            for term in one.terms
        )
        for requests in (given, plain)
    ]
    return TermScore(kind=kind, terms=sum(len(one.terms) for one in sentences), given=counts[0], plain=counts[1])


def _alignment_error(model: Path, gold: Sequence[LinkedPair]) -> float:
    linked = link_pairs(read_network(model), Vocabulary(model), [one.pair for one in gold], least=_LEAST_ATTENTION)
    return alignment_error(gold, [pair.links or () for pair in linked])


def _machine(threads: int | None) -> str:
    """Return what was measured on: processor, threads and how busy the machine is."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file() and (name := re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8"))):
        processor = name[1]
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{processor}, {threads or os.cpu_count()} threads{load}"
