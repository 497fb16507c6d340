"""What is measured of a checkpoint, as values, and their form in JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts.training.labels import LinkedPair
from scripts.training.pairs import WordLink
from translate.errors import InputError

FORMAT = "glossub-evaluation/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetScore:
    """A set's scores by sacrebleu, with their signatures, and the speed on it in source tokens a second."""

    name: str
    sentences: int
    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str
    tokens_per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TermScore:
    """How many terms of a kind were rendered, with the terms given inline and without."""

    kind: str
    terms: int
    given: int
    plain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was measured of a checkpoint.

    `size` is in bytes. `alignment_error` is 1 - (|A∩S| + |A∩P|) / (|A| + |S|), of the checkpoint's links A against the
    sure ones S and the possible ones P (Och and Ney 2003); None where it was not measured.
    """

    model: str
    fingerprint: str
    size: int
    machine: str
    sets: tuple[SetScore, ...]
    terms: tuple[TermScore, ...]
    alignment_error: float | None

    @property
    def mean_chrf(self) -> float:
        """The mean of the sets' chrF."""
        return sum(score.chrf for score in self.sets) / len(self.sets) if self.sets else 0.0

    def success(self, kind: str) -> float:
        """Return the share of a kind's terms that were rendered when given; 0 where none was measured."""
        return next((score.given / score.terms for score in self.terms if score.kind == kind and score.terms), 0.0)


def alignment_error(gold: Sequence[LinkedPair], links: Iterable[Iterable[WordLink]]) -> float:
    """Return the alignment error rate of links, one set per pair of the gold standard."""
    agreed = counted = 0
    for one, found in zip(gold, map(set, links), strict=True):
        agreed += len(found & one.sure) + len(found & one.possible)
        counted += len(found) + len(one.sure)
    return 1 - agreed / counted if counted else 0.0


def render(evaluation: Evaluation) -> str:
    """Return an evaluation as JSON."""
    return json.dumps({"format": FORMAT, **asdict(evaluation)}, ensure_ascii=False, indent=2) + "\n"


def read(path: Path) -> Evaluation:
    """Read what `render` wrote; raises `InputError`."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values.pop("format") != FORMAT:
            raise InputError("this is no evaluation", where=str(path))
        sets = tuple(SetScore(**one) for one in values.pop("sets"))
        terms = tuple(TermScore(**one) for one in values.pop("terms"))
        return Evaluation(sets=sets, terms=terms, **values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"the evaluation cannot be read: {error}", where=str(path), mend="Write it with `evaluate --json`."
        ) from error
