"""What a change of the glossary changes: just the sentences that are asked for in another way."""

from dataclasses import replace

from translate.engines.scripted import Script, ScriptedEngine
from translate.episode import Chapter, Episode, Turn
from translate.glossary import Glossary, Term
from translate.impact import changes

ENGINE = ScriptedEngine(Script(translations={}))
EPISODE = Episode(
    id="e",
    title="Le nœud",
    language="fr",
    turns=(Turn(speaker="Ada", text="Un nœud tombe. Rien ici. Le sprint finit."), Turn(speaker="Léo", text="Oui.")),
    chapters=(Chapter(title="Sprint", start_ms=0),),
)
NODE = Term(id="node", source="nœud", target="node")
SPRINT = Term(id="sprint", source="sprint", target="sprint")


def glossary(*terms: Term) -> Glossary:
    return Glossary(source_language="fr", target_language="en", terms=terms, fingerprint="x")


def test_nothing_changes_where_nothing_changed() -> None:
    assert changes(EPISODE, glossary(NODE, SPRINT), glossary(SPRINT, NODE), ENGINE) == ()


def test_another_target_changes_the_sentences_and_titles_with_the_term() -> None:
    changed = changes(EPISODE, glossary(NODE, SPRINT), glossary(replace(NODE, target="knot"), SPRINT), ENGINE)
    assert [(one.text.rstrip("."), one.title, one.before, one.now) for one in changed] == [
        ("Un nœud tombe", False, ("nœud → node",), ("nœud → knot",)),
        ("Le nœud", True, ("nœud → node",), ("nœud → knot",)),
    ]
    assert (changed[0].turn, changed[0].start, changed[0].end) == (0, 0, 15)


def test_a_new_entry_changes_what_it_hits_and_a_note_changes_nothing() -> None:
    added = changes(EPISODE, glossary(NODE), glossary(replace(NODE, note="K8s"), SPRINT), ENGINE)
    assert [(one.text.rstrip("."), one.before, one.now) for one in added] == [
        ("Le sprint finit", (), ("sprint → sprint",)),
        ("Sprint", (), ("Sprint → sprint",)),
    ]


def test_a_new_misheard_form_changes_the_text_that_is_asked() -> None:
    heard = changes(
        EPISODE, glossary(), glossary(Term(id="r", source="React", target="React", misheard=("Rien ici",))), ENGINE
    )
    assert [(one.text, one.now) for one in heard] == [("React.", ("React → React",))]


def test_a_sentence_that_stands_twice_is_named_where_its_own_request_changes() -> None:
    turns = tuple(Turn(speaker="A", text=text) for text in ("Le nœud tombe.", "Oui.", "Le nœud tombe.", "Une cravate."))
    episode = replace(EPISODE, turns=turns, title="T", chapters=())
    changed = changes(episode, glossary(NODE), glossary(replace(NODE, deny=("cravate",))), ENGINE)
    assert [(one.turn, one.before, one.now) for one in changed] == [(2, ("nœud → node",), ())]
