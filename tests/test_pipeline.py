"""From an episode to a translated episode, with a scripted engine."""

from translate.clock import tell
from translate.engine import Decoding
from translate.engines.scripted import Script, ScriptedEngine
from translate.episode import Chapter, Episode, Note, NoteKind, Turn
from translate.glossary import Glossary, Term
from translate.languages import language
from translate.pipeline import finish, prepare, translate
from translate.signature import Signature
from translate.translation import Doubt, Status, TranslatedEpisode

GLOSSARY = Glossary(
    source_language="fr",
    target_language="en",
    fingerprint="test",
    terms=(
        Term(id="devfest", source="DevFest", target="DevFest", misheard=("Défesse",)),
        Term(id="node", source="nœud", target="node", forms=("nœuds",)),
        Term(id="product-owner", source="Product Owner", target="Product Owner"),
    ),
)
SIGNATURE = Signature(engine="scripted", glossary="test", decoding="beam=4", source="fr", target="en")


def translated(
    *texts: str, script: dict[str, str], inline: bool = True, title: str = "Titre", chapters: tuple[Chapter, ...] = ()
) -> TranslatedEpisode:
    """Translate turns by a script."""
    turns = tuple(Turn(speaker="A", text=text) for text in texts)
    episode = Episode(id="e", title=title, language="fr", turns=turns, duration_ms=60_000, chapters=chapters)
    engine = ScriptedEngine(Script(translations=script, inline_terms=inline))
    plan = prepare(episode, GLOSSARY, engine)
    hypotheses = translate(plan.requests, engine)
    return finish(plan, hypotheses, tell(episode, language("fr")), SIGNATURE)


def targets(episode: TranslatedEpisode) -> list[str]:
    """Return the target texts."""
    return [translation.target for translation in episode.translations]


def test_every_sentence_is_translated_in_order() -> None:
    result = translated("Bonjour. Ça va ?", "Oui.", script={"Bonjour.": "Hello.", "Ça va ?": "You OK?", "Oui.": "Yes."})
    assert targets(result) == ["Hello.", "You OK?", "Yes."]
    assert [translation.sentence.turn for translation in result.translations] == [0, 0, 1]


def test_the_title_and_the_chapters_are_translated_too() -> None:
    script = {"La suite.": "what follows.", "L'été.": "Summer", "Bonjour.": "Hello."}
    result = translated("Bonjour.", script=script, title="La suite", chapters=(Chapter(title="L’été", start_ms=0),))
    assert (result.title, result.chapter_titles) == ("What follows", ("Summer",))


def test_a_title_whose_translation_looks_wrong_stays_itself() -> None:
    assert translated("Bonjour.", script={"La suite.": "the the the the the"}, title="La suite").title == "La suite"


def test_a_title_that_is_mostly_terms_of_both_languages_keeps_what_is_rendered() -> None:
    title, rendered = "DevFest Product Owner nœud", "DevFest Product Owner node"
    assert translated("Bonjour.", script={f"{title}.": f"{rendered}."}, title=title).title == rendered


def test_a_misheard_term_is_corrected_for_the_engine_and_linked_to_what_was_written() -> None:
    result = translated("On va au Défesse.", script={"On va au DevFest.": "We go to ⟦DevFest⟧."})
    (translation,) = result.translations
    (outcome,) = translation.outcomes
    assert translation.target == "We go to DevFest."
    assert (outcome.status, outcome.hit.form) == (Status.KEPT, "Défesse")
    spans = {"On va au Défesse."[link.source_start : link.source_end] for link in translation.links}
    assert "Défesse." in spans


def test_a_term_is_required_where_it_stands() -> None:
    engine = ScriptedEngine(Script(translations={}))
    turns = (Turn(speaker="A", text="Les « nœuds » et l’équipe."),)
    plan = prepare(Episode(id="e", title="T", language="fr", turns=turns), GLOSSARY, engine)
    (request,) = (passage.request for passage in plan.passages)
    assert request.text == 'Les "nœuds" et l\'équipe.'
    assert [(request.text[t.start : t.end], t.target) for t in request.terms] == [("nœuds", "nodes")]


def test_an_engine_without_marks_still_gets_an_outcome_for_every_hit() -> None:
    script = {"Le nœud et le nœud.": "The node and the knot."}
    (translation,) = translated("Le nœud et le nœud.", script=script, inline=False).translations
    assert [outcome.status for outcome in translation.outcomes] == [Status.KEPT, Status.MISSED]


def test_no_full_stop_is_invented_where_a_turn_stops_in_mid_sentence() -> None:
    script = {"Et donc on": "And so we.", "déploie le vendredi.": "Deploy on Friday."}
    assert targets(translated("Et donc on", "déploie le vendredi.", script=script)) == [
        "And so we",
        "deploy on Friday.",
    ]


def test_a_name_or_a_pronoun_keeps_its_capital_where_a_sentence_goes_on() -> None:
    script = {"avec": "with", "ma sœur je crois": "I think my sister", "et Inès": "Inès too"}
    assert targets(translated("avec", "ma sœur je crois", "et Inès", script=script))[1:] == [
        "I think my sister",
        "Inès too",
    ]


def test_a_sentence_that_opens_begins_with_a_capital() -> None:
    script = {"Fini.": "Done.", "c'est bien.": "it is good."}
    assert targets(translated("Fini. c'est bien.", script=script)) == ["Done.", "It is good."]


def test_a_doubtful_translation_is_tried_again_in_halves() -> None:
    script = {
        "un deux trois quatre cinq six": "no no no no no no",
        "un deux trois": "one two three.",
        "quatre cinq six": "four five six.",
    }
    result = translated("un deux trois quatre cinq six", script=script)
    (translation,) = result.translations
    assert translation.target == "One two three four five six"
    assert translation.doubts == ()
    assert max(link.target_end for link in translation.links) <= len(translation.target)


def test_terms_stay_with_their_half() -> None:
    script = {
        "le nœud un deux le Product Owner": "no no no no no no",
        "le nœud un deux": "the ⟦node⟧ one two.",
        "le Product Owner": "the ⟦Product Owner⟧",
    }
    (translation,) = translated("le nœud un deux le Product Owner", script=script).translations
    assert translation.target == "The node one two the Product Owner"
    assert [translation.target[o.start : o.end] for o in translation.outcomes] == ["node", "Product Owner"]


def test_a_translation_that_stays_doubtful_carries_its_doubt() -> None:
    script = {"un deux trois": "no no no no no no"}
    (translation,) = translated("un deux trois", script=script).translations
    assert translation.doubts == (Doubt.REPETITION,)


def test_only_what_looks_wrong_is_asked_again() -> None:
    engine = ScriptedEngine(Script(translations={"Oui.": "Yes.", "Non.": "no no no no no no"}))
    turns = (Turn(speaker="A", text="Oui. Non."),)
    plan = prepare(Episode(id="e", title="Oui.", language="fr", turns=turns), GLOSSARY, engine)
    translate(plan.requests, engine, Decoding(beam_size=2))
    assert [[request.text for request in call] for call in engine.calls[:2]] == [["Oui.", "Non.", "Oui."], ["Non."]]


def test_a_long_text_is_cut_to_what_the_engine_takes() -> None:
    engine = ScriptedEngine(Script(translations={}, max_tokens=20, inline_terms=False))
    text = " ".join(["mot"] * 55)
    plan = prepare(Episode(id="e", title="T", language="fr", turns=(Turn(speaker="A", text=text),)), GLOSSARY, engine)
    assert all(engine.count_tokens(passage.request.text) <= 20 for passage in plan.passages)
    assert " ".join(passage.request.text for passage in plan.passages) == text


def test_a_speakers_name_is_required_but_is_no_hit() -> None:
    engine = ScriptedEngine(Script(translations={"Merci Inès pour le nœud.": "Thanks ⟦Inès⟧ for the ⟦node⟧."}))
    turns = (Turn(speaker="Inès Moreau", text="Merci Inès pour le nœud."),)
    episode = Episode(id="e", title="T", language="fr", turns=turns)
    plan = prepare(episode, GLOSSARY, engine)
    assert [term.target for term in plan.requests[0].terms] == ["Inès", "node"]
    hypotheses = translate(plan.requests, engine)
    (translation,) = finish(plan, hypotheses, tell(episode, language("fr")), SIGNATURE).translations
    (outcome,) = translation.outcomes
    assert (translation.target, outcome.rendering, outcome.hit.term.id) == ("Thanks Inès for the node.", "node", "node")


def test_a_speaker_whose_name_is_a_word_is_not_required() -> None:
    turns = (Turn(speaker="Pierre", text="Pierre est là."), Turn(speaker=None, text="Oui."))
    plan = prepare(
        Episode(id="e", title="T", language="fr", turns=turns), GLOSSARY, ScriptedEngine(Script(translations={}))
    )
    assert plan.requests[0].terms == ()


def test_an_ellipsis_has_three_dots() -> None:
    script = {"Et... le nœud... oui.": "And..... the ⟦node⟧.. yes."}
    (translation,) = translated("Et... le nœud... oui.", script=script).translations
    assert translation.target == "And... the node... yes."
    assert [translation.target[o.start : o.end] for o in translation.outcomes] == ["node"]
    assert max(link.target_end for link in translation.links) == len(translation.target)


def test_a_files_name_is_no_title_to_translate() -> None:
    engine = ScriptedEngine(Script(translations={"Oui.": "Yes.", "cues.": "Greek."}))
    episode = Episode(id="cues", title="cues", language="fr", turns=(Turn(speaker="A", text="Oui."),))
    plan = prepare(episode, GLOSSARY, engine, titled=False)
    result = finish(plan, translate(plan.requests, engine), tell(episode, language("fr")), SIGNATURE)
    assert result.title == "cues"


def test_a_term_that_a_title_lacks_is_noted_until_it_is_there() -> None:
    """Titles have no outcomes, and no missed hit may be silent."""
    titled = Episode(
        id="e",
        title="Le nœud",
        language="fr",
        turns=(Turn(speaker="A", text="Oui."),),
        chapters=(Chapter(title="Un nœud perdu", start_ms=0), Chapter(title="La suite", start_ms=9)),
        duration_ms=1000,
    )

    def noted(episode: Episode, script: dict[str, str]) -> list[Note]:
        engine = ScriptedEngine(Script(translations={"Oui.": "Yes.", "La suite.": "What follows.", **script}))
        plan = prepare(episode, GLOSSARY, engine)
        made = finish(plan, translate(plan.requests, engine), tell(episode, language("fr")), SIGNATURE)
        again.append(made.episode)
        return [note for note in made.episode.notes if note.kind is NoteKind.MISSED]

    again: list[Episode] = []
    (note,) = noted(titled, {"Le nœud.": "The node.", "Un nœud perdu.": "A lost knot."})
    assert (note.place, note.before, note.after) == ("title of chapter 1", "Un nœud perdu", "A lost knot")
    assert note.message == "nothing stands for 'nœud' (should be 'node')"
    assert noted(again[0], {"Le nœud.": "The node.", "Un nœud perdu.": "A lost node."}) == []
