"""Whatever an engine and a constrainer answer: who is asked again, what stays as it is, and that every hit is told."""

import random
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from translate import enforce, ladder, pipeline
from translate.clock import tell
from translate.engine import Decoding, Hypothesis, Link, Progress, Request, silent
from translate.engines.scripted import Script, ScriptedEngine
from translate.episode import Episode, Turn
from translate.glossary import Glossary, Term
from translate.ladder import Limits
from translate.languages import language
from translate.pipeline import Plan
from translate.signature import Signature
from translate.translation import Status

TERMS = (
    Term(id="node", source="nœud", target="node", forms=("nœuds",)),
    Term(id="integration", source="intégration continue", target="continuous integration"),
    Term(id="deploy", source="déployer", target="deploy", forms=("déployé",), pos="verb"),
    Term(id="agile", source="coach agile", target="agile coach", allowed=("coach",)),
)
GLOSSARY = Glossary(source_language="fr", target_language="en", fingerprint="test", terms=TERMS)
FRENCH, ENGLISH = language("fr"), language("en")
SIGNATURE = Signature(engine="drawn", glossary="test", decoding="beam=4", source="fr", target="en")
WITHOUT = ("Il pleut ce soir.", "On verra demain.", "Personne ne sait.")
WITH = (
    "Le nœud tombe.",
    "Deux nœuds et un coach agile.",
    "L'intégration continue du nœud.",
    "On a déployé le nœud hier.",
    "Un coach agile a déployé.",
)
WORDS = "a an the node nodes knot agile coach continuous integration deploy deployed falls it . , ⟦ ⟧".split()
TIERS = {
    enforce.PLAIN,
    enforce.INLINE,
    ladder.NBEST,
    ladder.SUBSTITUTION,
    ladder.PREFIX,
    ladder.CONSTRAINED,
    ladder.REPLACEMENT,
}
TEXTS = st.lists(st.sampled_from(WITHOUT + WITH), min_size=1, max_size=12)


class Drawn(ScriptedEngine):
    """An engine whose answers are drawn: words in any order, links from anywhere, any score."""

    def __init__(self, seed: int) -> None:
        """Draw with a seed: equal requests have equal answers."""
        super().__init__(Script(translations={}, inline_terms=False))
        self._seed = seed

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Draw an answer to each request, with its alternatives."""
        del progress
        self.calls.append(tuple(requests))
        return tuple(self._one(request, decoding.alternatives) for request in requests)

    def _one(self, request: Request, alternatives: int) -> Hypothesis:
        chance = random.Random(f"{self._seed} {request}")  # noqa: S311  # a test, no secret
        answers = [drawn(request, chance) for _ in range(1 + alternatives)]
        return replace(answers[0], alternatives=tuple(answers[1:]))


def drawn(request: Request, chance: random.Random) -> Hypothesis:
    """Draw an answer."""
    words = request.prefix.split() + chance.choices(WORDS, k=chance.randint(0, 8))
    links, at = [], 0
    for word in words:
        start = chance.randrange(len(request.text))
        links.append(Link(source_start=start, source_end=start + 1, target_start=at, target_end=at + len(word)))
        at += len(word) + 1
    return Hypothesis(text=" ".join(words), score=chance.uniform(-2, 0), links=tuple(links))


def planned(texts: Sequence[str], engine: ScriptedEngine) -> Plan:
    """Prepare turns."""
    turns = tuple(Turn(speaker=None, text=text) for text in texts)
    return pipeline.prepare(Episode(id="e", title="T", language="fr", turns=turns, duration_ms=1000), GLOSSARY, engine)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(0, 10_000), st.booleans(), st.sampled_from([0.0, 0.1, 1.0]))
def test_what_holds_on_every_rung(texts: list[str], seed: int, constrain: bool, share: float) -> None:
    engine, searching = Drawn(seed), Drawn(seed + 1)
    plan = planned(texts, engine)
    first = pipeline.translate(plan.requests, engine)
    engine.calls.clear()
    limits = Limits(share=share)
    held = pipeline.hold(plan, first, engine, limits=limits, constrainer=searching if constrain else None)
    passages = (*plan.passages, *plan.titles)

    broken = []
    for passage, before, after in zip(passages, first, held, strict=True):
        was, now = (enforce.rendered(each, passage.hits, ENGLISH) for each in (before, after))
        if len(was) == len(passage.hits):  # no hit, or none that is broken: the plain beam's answer, to the byte
            assert after == replace(before, alternatives=())
        else:
            broken.append(passage.request.text)
        assert was.keys() <= now.keys()

    everything = sum(len(request.text) for request in plan.requests)
    for call in engine.calls:
        assert len(call) <= max(1, int(share * len(passages)))
        assert len(call) < 2 or len(call) * 14 <= share * everything  # no broken sentence is shorter
    asked = [request.text for call in searching.calls for request in call]
    assert len(asked) <= (len(broken) if constrain else 0)
    assert set(asked) <= set(broken)

    episode = pipeline.finish(plan, held, tell(plan.episode, FRENCH), SIGNATURE)
    for passage, translation in zip(plan.passages, episode.translations, strict=True):
        assert [outcome.hit for outcome in translation.outcomes] == list(passage.hits)
        for outcome in translation.outcomes:
            if outcome.status is Status.MISSED:
                assert (outcome.tier, outcome.rendering, outcome.start) == ("", "", -1)
            else:
                assert outcome.tier in TIERS
                assert translation.target[outcome.start : outcome.end] == outcome.rendering != ""
