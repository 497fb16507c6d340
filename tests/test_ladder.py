"""The ladder: every tier, what each is recorded as, and what it may cost."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from translate import ladder, pipeline
from translate.clock import tell
from translate.engine import Decoding, Hypothesis, Link, Progress, Request, RequiredTerm, silent
from translate.engines.scripted import Script, ScriptedEngine
from translate.episode import Episode, Turn
from translate.glossary import Glossary, Term
from translate.ladder import Limits, Rung
from translate.languages import language
from translate.pipeline import Plan
from translate.signature import Signature
from translate.terms import Hit, Reason
from translate.translation import Status, TranslatedEpisode

TERMS = (
    Term(id="node", source="nœud", target="node", forms=("nœuds",)),
    Term(id="integration", source="intégration continue", target="continuous integration"),
    Term(id="deploy", source="déployer", target="deploy", forms=("déployé",), pos="verb"),
    Term(id="agile", source="coach agile", target="agile coach"),
)
GLOSSARY = Glossary(source_language="fr", target_language="en", fingerprint="test", terms=TERMS)
SIGNATURE = Signature(engine="scripted", glossary="test", decoding="beam=4", source="fr", target="en")
FRENCH, ENGLISH = language("fr"), language("en")


def planned(engine: ScriptedEngine, *texts: str) -> Plan:
    """Prepare turns."""
    turns = tuple(Turn(speaker="A", text=text) for text in texts)
    return pipeline.prepare(Episode(id="e", title="T", language="fr", turns=turns, duration_ms=1000), GLOSSARY, engine)


def held(
    *texts: str,
    script: dict[str, str],
    alternatives: dict[str, tuple[str, ...]] | None = None,
    limits: Limits = Limits(),
    inline: bool = False,
) -> tuple[TranslatedEpisode, ScriptedEngine]:
    """Translate turns by a script and hold them to the glossary."""
    engine = ScriptedEngine(Script(translations=script, inline_terms=inline, alternatives=alternatives or {}))
    plan = planned(engine, *texts)
    first = pipeline.translate(plan.requests, engine)
    hypotheses = pipeline.hold(plan, first, engine, limits=limits)
    return pipeline.finish(plan, hypotheses, tell(plan.episode, FRENCH), SIGNATURE), engine


def told(episode: TranslatedEpisode) -> list[tuple[str, Status, str]]:
    """Return the targets, and for the single hit of each its status and tier."""
    return [(t.target, t.outcomes[0].status, t.outcomes[0].tier) for t in episode.translations]


def test_another_answer_of_the_beam_costs_no_call() -> None:
    result, engine = held(
        "Le nœud tombe.",
        script={"Le nœud tombe.": "The knot falls."},
        alternatives={"Le nœud tombe.": ("The node falls.",)},
    )
    assert told(result) == [("The node falls.", Status.REPAIRED, ladder.NBEST)]
    assert all(not call for call in engine.calls[1:])


def test_the_likeliest_of_equally_good_answers_counts() -> None:
    rung = rung_of("The knot falls.")
    others = (Hypothesis(text="A node falls.", score=-0.4), Hypothesis(text="The node falls.", score=-0.2))
    best = ladder.of_the_beam(replace(rung, hypothesis=replace(rung.hypothesis, alternatives=others)), 0.5)
    assert best.hypothesis.text == "The node falls."


def test_a_rendering_in_the_source_is_copied_by_the_model() -> None:
    script = {"Le nœud tombe.": "It falls down.", "Le node tombe.": "The node falls."}
    result, _ = held("Le nœud tombe.", script=script)
    assert told(result) == [("The node falls.", Status.REPAIRED, ladder.SUBSTITUTION)]
    assert {link.source_start for link in result.translations[0].links} == {0, 3, 8}


def test_an_article_that_was_elided_is_written_out_before_a_rendering() -> None:
    rung = rung_of("It runs.", "L'intégration continue tourne.", 2, 22, TERMS[1])
    assert ladder.substituted(rung).request.text == "Le continuous integration tourne."
    assert ladder.substituted(rung_of("It runs.", "Cet'intégration continue.", 4, 24, TERMS[1])).request.text == (
        "Cet'continuous integration."
    )


def test_links_of_a_substituted_request_point_to_the_first_one() -> None:
    swapped = ladder.substituted(rung_of("It runs.", "L'intégration continue tourne.", 2, 22, TERMS[1]))
    links = tuple(
        Link(source_start=a, source_end=b, target_start=0, target_end=1) for a, b in ((0, 2), (3, 13), (26, 33))
    )
    restored = swapped.restored(Hypothesis(text="x", score=0, links=links))
    assert [(link.source_start, link.source_end) for link in restored.links] == [(0, 2), (2, 22), (23, 30)]


def test_an_answer_is_made_to_go_on_after_the_rendering() -> None:
    script = {"Le nœud tombe hier.": "The knot falls yesterday.", "Le node tombe hier.": "That falls."}
    result, engine = held("Le nœud tombe hier.", script=script)
    assert told(result) == [("The node falls yesterday.", Status.REPAIRED, ladder.PREFIX)]
    assert [request.prefix for call in engine.calls for request in call if request.prefix] == ["The node"]


def test_where_no_word_comes_from_a_term_its_rendering_follows_what_comes_before_it() -> None:
    links = (Link(source_start=0, source_end=2, target_start=0, target_end=4),)
    rung = rung_of("Well, it falls.", "Or le nœud tombe.", 6, 10, TERMS[0], links)
    request = ladder.continued(rung)
    assert request is not None
    assert request.prefix == "Well node"
    nothing = ladder.continued(rung_of("Falls.", "Nœud tombe.", 0, 4, TERMS[0]))
    assert nothing is not None
    assert nothing.prefix == "Node"
    assert ladder.continued(rung_of("The node.")) is None


def rung_of(
    text: str,
    source: str = "Le nœud tombe.",
    start: int = 3,
    end: int = 7,
    term: Term = TERMS[0],
    links: tuple[Link, ...] = (),
) -> Rung:
    """Put a sentence with one hit on the ladder."""
    hit = Hit(term=term, turn=0, start=start, end=end, form=source[start:end], reason=Reason.FORM)
    request = Request(text=source, terms=(RequiredTerm(start=start, end=end, target=term.target),))
    return ladder.first(request, (hit,), (0,), Hypothesis(text=text, score=-0.1, links=links), (FRENCH, ENGLISH))


def linked(text: str, *words: str, source: tuple[int, int] = (3, 7)) -> tuple[Link, ...]:
    """Link words of a target to a span of the source, and all others to its beginning."""
    links, at = [], 0
    for word in text.split(" "):
        where = source if word.strip(".,") in words else (0, 2)
        links.append(Link(source_start=where[0], source_end=where[1], target_start=at, target_end=at + len(word)))
        at += len(word) + 1
    return tuple(links)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The knot falls.", ["knot"], "The node falls."),
        ("The knots fall.", ["knots"], "The nodes fall."),
        ("Knot falls.", ["Knot"], "Node falls."),
        ("A tie of rope falls.", ["tie", "of", "rope"], "A node falls."),
        ("The knot falls.", ["The", "knot"], "The node falls."),
        ("Each microphone has fallen.", ["microphone", "has"], "Each node has fallen."),
    ],
)
def test_a_replacement_takes_the_form_of_its_place(text: str, words: list[str], expected: str) -> None:
    done = ladder.replaced(rung_of(text, links=linked(text, *words)))
    assert done.hypothesis.text == expected
    (rendering,) = done.hypothesis.renderings
    assert rendering.tier == ladder.REPLACEMENT
    assert done.hypothesis.text[rendering.start : rendering.end].lower().startswith("node")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The knot falls on that tie.", ["knot", "tie"]),  # the words stand apart
        (
            "It is a very long way of saying it here.",
            "a very long way of saying it".split(),
        ),  # far longer than the term
        ("It falls of course.", ["of"]),  # a small word alone
        ("Nothing comes of it.", []),  # no word comes from it
    ],
)
def test_a_place_that_is_not_clean_stays_as_it_is(text: str, words: list[str]) -> None:
    done = ladder.replaced(rung_of(text, links=linked(text, *words)))
    assert done.hypothesis.text == text
    assert done.missed == (0,)


def test_a_plural_that_was_said_is_kept() -> None:
    rung = rung_of(
        "The rest falls.", "Le nœuds tombe.", 3, 8, TERMS[0], linked("The rest falls.", "rest", source=(3, 8))
    )
    assert ladder.replaced(rung).hypothesis.text == "The nodes falls."


def test_a_verb_takes_the_form_of_the_word_that_it_replaces() -> None:
    text = "We unfolded it."
    rung = rung_of(text, "On a déployé ça.", 5, 12, TERMS[2], linked(text, "unfolded", source=(5, 12)))
    assert ladder.replaced(rung).hypothesis.text == "We deployed it."


def test_one_place_pays_for_one_hit() -> None:
    script = {"Le nœud et le nœud.": "The node."}
    result, _ = held("Le nœud et le nœud.", script=script, limits=Limits(margin=-1))
    assert [outcome.status for outcome in result.translations[0].outcomes] == [Status.KEPT, Status.MISSED]


def test_the_article_before_a_replacement_is_mended() -> None:
    source, answer = "On cherche un coach agile.", "We seek a trainer."
    engine = ScriptedEngine(Script(translations={source: answer}, inline_terms=False))
    plan = planned(engine, source)
    links = linked(answer, "trainer", source=(14, 25))
    first = [replace(h, links=links) if h.text == answer else h for h in pipeline.translate(plan.requests, engine)]
    hypotheses = pipeline.hold(plan, first, engine, limits=Limits(margin=-1))
    result = pipeline.finish(plan, hypotheses, tell(plan.episode, FRENCH), SIGNATURE)
    assert told(result) == [("We seek an agile coach.", Status.REPAIRED, ladder.REPLACEMENT)]


def test_a_try_that_wrecks_the_sentence_does_not_count() -> None:
    rung = rung_of("The knot falls.")
    good = Hypothesis(text="The node falls.", score=-0.5)
    assert ladder.tried(rung, good, ladder.NBEST, 0.5).hypothesis.text == "The node falls."
    assert ladder.tried(rung, replace(good, score=-0.7), ladder.NBEST, 0.5) is rung
    assert ladder.tried(rung, replace(good, text="The node node node node node node"), ladder.NBEST, 0.5) is rung
    assert ladder.tried(rung, replace(good, text="The tie falls."), ladder.NBEST, 0.5) is rung


def test_a_try_that_renders_a_hit_twice_does_not_count() -> None:
    """A constrained search likes to squeeze a term in beside the words that the model has for it."""
    rung = rung_of("We set up a seed.", "On a monté une nœud.", 15, 19, TERMS[0])
    twice = Hypothesis(text="We set up a seed of nodes.", score=-0.1)
    links = linked(twice.text, "seed", source=(15, 19))
    assert ladder.tried(rung, replace(twice, links=links), ladder.CONSTRAINED, 0.5) is rung
    elsewhere = linked(twice.text, "nodes", source=(5, 10))
    assert ladder.tried(rung, replace(twice, links=elsewhere), ladder.CONSTRAINED, 0.5) is rung
    right = linked(twice.text, "nodes", source=(15, 19))
    assert ladder.tried(rung, replace(twice, links=right), ladder.CONSTRAINED, 0.5) is not rung


def test_a_try_with_a_further_sentence_does_not_count() -> None:
    rung = rung_of("The knot falls at 1.5 metres.")
    assert ladder.tried(rung, Hypothesis(text="The node falls at 1.5.", score=0), ladder.NBEST, 0.5) is not rung
    assert ladder.tried(rung, Hypothesis(text="The knot falls. node.", score=0), ladder.NBEST, 0.5) is rung


def test_the_first_answer_of_a_search_that_counts_is_taken() -> None:
    """The likeliest answer that holds a term may be a wrecked one, and the next a good one."""
    source = "Le nœud tombe."
    engine = ScriptedEngine(Script(translations={source: "The knot falls."}, inline_terms=False))
    plan = planned(engine, source)
    good = Hypothesis(text="The node falls.", score=-0.4)
    wrecked = Hypothesis(text="The knot falls. The node.", score=-0.3, alternatives=(good,))
    searching = Searching(Script(translations={}))
    searching.answer = wrecked
    hypotheses = pipeline.hold(plan, pipeline.translate(plan.requests, engine), engine, constrainer=searching)
    assert hypotheses[0].text == good.text


def test_a_try_that_loses_another_hit_does_not_count() -> None:
    script = {
        "Le nœud et le coach agile.": "The node and the trainer.",
        "Le nœud et le agile coach.": "The knot and the agile coach.",
    }
    result, _ = held("Le nœud et le coach agile.", script=script)
    assert [o.tier for o in result.translations[0].outcomes] != ["", ladder.SUBSTITUTION]
    assert result.translations[0].outcomes[0].status is Status.KEPT


def test_hits_that_the_marks_missed_climb_too() -> None:
    script = {"Le nœud et le nœud.": "The ⟦node⟧ fell.", "Le nœud et le node.": "The ⟦node⟧ and the node."}
    result, _ = held("Le nœud et le nœud.", script=script, inline=True)
    assert [(o.status, o.tier) for o in result.translations[0].outcomes] == [
        (Status.KEPT, "inline"),
        (Status.REPAIRED, ladder.SUBSTITUTION),
    ]


def test_sentences_without_a_broken_term_stay_as_they_are() -> None:
    engine = ScriptedEngine(Script(translations={"Le nœud.": "The knot.", "Un nœud.": "A node."}, inline_terms=False))
    plan = planned(engine, "Le nœud.", "Un nœud.", "Autre chose ici.")
    first = pipeline.translate(plan.requests, engine)
    assert pipeline.hold(plan, first, engine)[1:] == first[1:]


class Counting(ScriptedEngine):
    """A scripted engine that breaks every term, and counts the sentences that it is asked for again."""

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Answer with what renders nothing."""
        del decoding, progress
        self.calls.append(tuple(requests))
        return tuple(Hypothesis(text="It.", score=0.0) for _ in requests)


def test_at_most_a_twentieth_of_the_sentences_is_asked_again() -> None:
    engine = Counting(Script(translations={}, inline_terms=False))
    plan = planned(engine, *["Le nœud tombe."] * 40)
    first = pipeline.translate(plan.requests, engine)
    engine.calls.clear()
    pipeline.hold(plan, first, engine)
    assert [len(call) for call in engine.calls] == [2, 2]


def test_long_sentences_are_asked_again_for_their_share_of_the_text() -> None:
    """A sentence with terms is longer than most; what is asked again must stay a twentieth of the work."""
    engine = Counting(Script(translations={}, inline_terms=False))
    long = "Le nœud tombe, et personne ne sait pourquoi il est encore tombé ce soir."
    plan = planned(engine, *[long] * 10, *["Oui."] * 90)
    first = pipeline.translate(plan.requests, engine)
    engine.calls.clear()
    pipeline.hold(plan, first, engine)
    assert [len(call) for call in engine.calls] == [1, 1]


class Searching(ScriptedEngine):
    """A constrainer that writes the terms one after another, or one answer to everything."""

    answer: Hypothesis | None = None

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Answer with the terms."""
        del decoding, progress
        terms = (" ".join(term.target for term in request.terms) for request in requests)
        return tuple(self.answer or Hypothesis(text=text, score=-0.5) for text in terms)


def test_a_constrainer_is_asked_for_all_that_is_broken() -> None:
    script = {"Le nœud et le coach agile.": "Nodes and a trainer.", "Un nœud.": "A knot."}
    engine = ScriptedEngine(Script(translations=script, inline_terms=False))
    plan = planned(engine, "Le nœud et le coach agile.", "Un nœud.")
    hypotheses = pipeline.hold(
        plan, pipeline.translate(plan.requests, engine), engine, constrainer=Searching(Script(translations={}))
    )
    assert [hypothesis.text for hypothesis in hypotheses[:2]] == ["nodes agile coach", "node"]
    result = pipeline.finish(plan, hypotheses, tell(plan.episode, FRENCH), SIGNATURE)
    assert [o.tier for t in result.translations for o in t.outcomes] == [
        "plain",
        ladder.CONSTRAINED,
        ladder.CONSTRAINED,
    ]
