"""Which models are known: what they translate, what they weigh, how good they are and whose figure that is.

A model's name is short (`opus-mt-fr-en`) where the OPUS-MT project published it, else its hub name (`owner/name`). How
`auto` ranks models stands here too (`rank`): it goes by family, since that is what published figures agree on.
"""

import difflib
import re
from dataclasses import dataclass

from translate.errors import UsageError

AUTO = "auto"
EMBEDDED = "embedded"
"""What `--model` calls the best model on the machine, and the one inside the package."""

_PUBLISHER = "Helsinki-NLP/"
_FAMILIES = ("opus-mt-tc-big-", "opus-mt-")
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)

_LEADERBOARD = "published by OPUS-MT: OPUS-MT-leaderboard, opus-2020-02-26"
_TATOEBA = "published by OPUS-MT: Tatoeba-Challenge, opusTCv20210807+bt_transformer-big_2022-03-09"
_MEASURED = "measured by Glossub: CTranslate2 int8, beam 4, sacrebleu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How a model does on a test set: BLEU and chrF, both 0 to 100, and whose figures they are."""

    test_set: str
    bleu: float
    chrf: float
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A known model.

    `megabytes` (10^6 bytes) is what is fetched; `slowness` is the time that it takes on a CPU, as a multiple of the
    embedded model's; figures of the embedded one hold for the checkpoint of this `fingerprint`.
    """

    name: str
    source: str
    target: str
    megabytes: int
    licence: str
    slowness: float
    scores: tuple[Score, ...]
    fingerprint: str = ""


def _scores(origin: str, *rows: tuple[str, float, float]) -> tuple[Score, ...]:
    return tuple(Score(test_set=test_set, bleu=bleu, chrf=chrf, origin=origin) for test_set, bleu, chrf in rows)


EMBEDDED_MODEL = Model(
    name=EMBEDDED,
    source="fr",
    target="en",
    megabytes=19,
    licence="cc-by-sa-4.0",
    slowness=1,
    fingerprint="cde205e3d73b",
    scores=_scores(_MEASURED, ("newstest2014", 20.2, 48.7)),
)
"""The model inside the package."""

KNOWN = (
    EMBEDDED_MODEL,
    Model(
        name="opus-mt-fr-en",
        source="fr",
        target="en",
        megabytes=304,
        licence="apache-2.0",
        slowness=10,
        scores=_scores(
            _LEADERBOARD,
            ("newstest2014", 38.0, 63.3),
            ("newsdiscusstest2015", 38.6, 61.4),
            ("flores101-devtest", 41.7, 66.9),
            ("tico19-test", 39.4, 62.7),
            ("tatoeba-test-v2021-08-07", 58.3, 72.8),
        ),
    ),
    Model(
        name="opus-mt-tc-big-fr-en",
        source="fr",
        target="en",
        megabytes=464,
        licence="cc-by-4.0",
        slowness=20,
        scores=_scores(
            _TATOEBA,
            ("newstest2014", 39.4, 64.5),
            ("newsdiscusstest2015", 40.2, 62.6),
            ("flores101-devtest", 46.0, 69.4),
            ("tico19-test", 41.3, 63.3),
            ("tatoeba-test-v2021-08-07", 59.8, 73.8),
        ),
    ),
)
"""The known models, from the smallest to the best.

Sizes and licences are those of the hub's pages. Slowness was measured with random weights in each model's shape
(CTranslate2 int8, beam 4, one core, 32 sentences of 20 tokens: 8108, 821 and 386 source tokens per second).
"""


def known(name: str) -> Model | None:
    """Return the known model of this name, short or as on the hub."""
    return next((model for model in KNOWN if model.name == short_name(name)), None)


def short_name(name: str) -> str:
    """Return a hub name as people say it: without the owner where that is the OPUS-MT project."""
    return name.removeprefix(_PUBLISHER)


def hub_name(name: str) -> str:
    """Return the hub's name of a model. Raises `UsageError` when no model on the hub can be called so."""
    if name.startswith(_FAMILIES) and _HUB_NAME.fullmatch(_PUBLISHER + name):
        return _PUBLISHER + name
    if _HUB_NAME.fullmatch(name) and ".." not in name:
        return name
    if name in {AUTO, EMBEDDED}:
        raise UsageError("the embedded model comes with the package: there is nothing to fetch", where=name)
    raise UsageError(
        "no model on the hub can be called so", where=name, mend=f"{did_you_mean(name)}A hub name is owner/name."
    )


def did_you_mean(name: str) -> str:
    """Return a question that names the known model nearest to a name, with a space after it, or nothing."""
    names = [model.name for model in KNOWN if model.name != EMBEDDED]
    forms = (short_name(name), f"opus-mt-{name}")
    near = [match for form in forms for match in difflib.get_close_matches(form, names)]
    return f"Did you mean {near[0]}? " if near and near[0] != short_name(name) else ""


def rank(name: str) -> int:
    """Return a model's place among those of one pair, 0 the best: tc-big, opus-mt, any other fetched, embedded."""
    if name == EMBEDDED:
        return len(_FAMILIES) + 1
    families = (place for place, family in enumerate(_FAMILIES) if short_name(name).startswith(family))
    return next(families, len(_FAMILIES))


def getting(source: str, target: str) -> str:
    """Return the command that fetches the usual model of a pair."""
    return f"glossub model get opus-mt-{source}-{target}"


def better(used: str, *, source: str, target: str) -> str | None:
    """Return one line on what the next better known model of a pair would bring and cost.

    None when the model used is the best known one, or not a known one of this pair.
    """
    pair = [model for model in KNOWN if (model.source, model.target) == (source, target)]
    here = next((model for model in pair if model.name == short_name(used)), None)
    if here is None:
        return None
    above = sorted((model for model in pair if rank(model.name) < rank(here.name)), key=lambda one: -rank(one.name))
    return _offer(above[0], here) if above else None


def _offer(model: Model, here: Model) -> str:
    """Say what a model costs and how much better than another it is, on the first test set that both know."""
    own = {score.test_set: score.bleu for score in here.scores}
    gains = [f"BLEU {s.bleu} against {own[s.test_set]} on {s.test_set}" for s in model.scores if s.test_set in own]
    times = f"{slowness(model, here)} the time"
    return f"glossub model get {model.name} ({', '.join([f'{model.megabytes} MB', times, *gains[:1]])})"


def slowness(model: Model, other: Model = EMBEDDED_MODEL) -> str:
    """Say how many times as long a model takes on a CPU as another."""
    return f"about {model.slowness / other.slowness:.0f} times"
