"""A finding is known again when the transcript is edited elsewhere and the sentences are cut in other places."""

import pytest

from translate import clock, pipeline
from translate.engine import Hypothesis
from translate.engines.scripted import Script, ScriptedEngine
from translate.episode import Episode, Turn
from translate.findings import Rule
from translate.glossary import Glossary, Term
from translate.inspection import inspect
from translate.languages import language
from translate.signature import Signature

NODE = Term(id="node", source="nœud", target="node")
GLOSSARY = Glossary(source_language="fr", target_language="en", terms=(NODE,), fingerprint="x")
CLAUSES = (
    "on a relancé le nœud du cluster avant midi",
    "donc tout le monde a regardé le tableau de bord",
    "mais le nœud du cluster est resté muet",
    "et du coup on a appelé la personne de garde",
    "parce que le nœud maître ne répondait plus",
    "donc on a attendu que la sauvegarde se termine",
    "en fait personne ne savait où était le nœud",
    "mais tout le monde avait une théorie à ce sujet",
    "et du coup on a tout redémarré",
)


def findings(text: str, *, most: int = 200) -> tuple[list[tuple[int, int]], list[str]]:
    """Return where the turns are cut when one of them is a text, and the fingerprints of the missed terms."""
    before = "Un nœud tombe. Le nœud du cluster est lent."
    turns = (Turn(speaker="Ada", text=before), Turn(speaker="Léo", text=text), Turn(speaker="Ada", text=before))
    episode = Episode(id="e", title="T", language="fr", turns=turns)
    engine = ScriptedEngine(Script(translations={}, max_tokens=most))
    plan = pipeline.prepare(episode, GLOSSARY, engine)
    answers = [Hypothesis(text="It is late here.", score=0.0) for _ in plan.requests]
    signature = Signature(engine="scripted", glossary="x", decoding="beam=4", source="fr", target="en")
    translated = pipeline.finish(plan, answers, clock.tell(episode, language("fr")), signature)
    cuts = [(one.sentence.turn, one.sentence.start) for one in translated.translations]
    missed = [one.fingerprint for one in inspect(translated) if one.rule is Rule.MISSED_TERM]
    assert len(set(missed)) == 8
    return cuts, missed


@pytest.mark.parametrize("commas", [{2, 5}, {1, 3, 4, 7}, set(range(1, 9))])
def test_a_comma_moves_the_cuts_and_no_fingerprint(commas: set[int]) -> None:
    text = CLAUSES[0] + "".join(f"{',' if at in commas else ''} {one}" for at, one in enumerate(CLAUSES) if at)
    plain = " ".join(CLAUSES)
    cuts, known = findings(f"{plain}.")
    moved, again = findings(f"{text}.")
    assert len(cuts) > 5
    assert [place for _, place in moved] != [place for _, place in cuts]
    assert again == known


def test_an_engine_that_takes_less_at_once_changes_no_fingerprint() -> None:
    text = f"{' '.join(CLAUSES)}."
    cuts, known = findings(text)
    shorter, again = findings(text, most=30)
    assert len(shorter) > len(cuts)
    assert again == known
