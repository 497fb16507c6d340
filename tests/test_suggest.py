"""What a glossary could take in: terms, words rendered in many ways, mishearings, each with its evidence."""

import re

from translate.engine import Link
from translate.episode import Episode, Turn
from translate.evidence import Evidence
from translate.glossary import Glossary, GlossaryFile, read
from translate.languages import language
from translate.sentences import Sentence
from translate.suggest import Kind, Suggestion, suggest
from translate.terms import find
from translate.translation import Outcome, Provenance, Status, TranslatedEpisode, Translation, WordTime

GLOSSARY = read(
    [
        GlossaryFile(
            name="g.toml",
            text='language = "fr"\n[[terms]]\nid = "k8s"\nsource = "Kubernetes"\ntarget = "Kubernetes"\n',
        )
    ]
)


def episode(*pairs: tuple[str, str], name: str = "e1", glossary: Glossary = GLOSSARY) -> TranslatedEpisode:
    """Make an episode of turns and their translations, a word a second; links go from word to word."""
    texts = [text for text, _ in pairs]
    sentences = [Sentence(turn=turn, start=0, end=len(text)) for turn, text in enumerate(texts)]
    hits = find(texts, sentences, glossary, language("fr"))
    words = [(turn, word) for turn, text in enumerate(texts) for word in re.finditer(r"\S+", text)]
    return TranslatedEpisode(
        episode=Episode(
            id=name, title="", language="fr", turns=tuple(Turn(speaker="Inès", text=text) for text in texts)
        ),
        target_language="en",
        title="",
        chapter_titles=(),
        translations=tuple(
            Translation(
                sentence=sentence,
                target=target,
                links=tuple(
                    Link(source_start=a.start(), source_end=a.end(), target_start=b.start(), target_end=b.end())
                    for a, b in zip(re.finditer(r"\w+", text), re.finditer(r"\w+", target), strict=False)
                ),
                outcomes=tuple(
                    Outcome(hit=hit, status=Status.MISSED, tier="") for hit in hits if hit.turn == sentence.turn
                ),
            )
            for sentence, (text, target) in zip(sentences, pairs, strict=True)
        ),
        words=tuple(
            WordTime(
                turn=turn,
                start=word.start(),
                end=word.end(),
                start_ms=1000 * at,
                end_ms=1000 * at + 900,
                provenance=Provenance.ESTIMATED,
            )
            for at, (turn, word) in enumerate(words)
        ),
        error_band_ms=0,
        signature="",
    )


def of_kind(kind: Kind, *episodes: TranslatedEpisode) -> list[Suggestion]:
    """Return the suggestions of a kind."""
    return [one for one in suggest(episodes, GLOSSARY) if one.kind is kind]


def test_a_name_that_comes_back_is_suggested_with_every_place() -> None:
    first = episode(("On passe par Kafka.", "We use Kafka."), ("Avec Kafka, oui.", "With Kafka, yes."))
    second = episode(("Merci Kafka !", "Thanks Kafka!"), name="e2")
    (one,) = of_kind(Kind.TERM, first, second)
    assert (one.id, one.text, one.target, one.count, one.episodes) == ("term:kafka", "Kafka", "Kafka", 3, 2)
    assert one.places == (
        Evidence(episode="e1", sentence=0, time_ms=0, speaker="Inès", text="On passe par Kafka."),
        Evidence(episode="e1", sentence=1, time_ms=4000, speaker="Inès", text="Avec Kafka, oui."),
        Evidence(episode="e2", sentence=0, time_ms=0, speaker="Inès", text="Merci Kafka !"),
    )


def test_a_word_of_the_other_language_begins_with_its_usual_rendering() -> None:
    (one,) = of_kind(Kind.TERM, episode(*[("leur staging marche", "their sandbox works")] * 3))
    assert (one.id, one.target, one.why) == ("term:staging", "sandbox", "a word of the other language")


def test_a_small_word_that_no_dictionary_has_is_suggested() -> None:
    (one,) = of_kind(Kind.TERM, episode(*[("le frobnicateur marche", "the gizmo works")] * 5))
    assert (one.id, one.target, one.count) == ("term:frobnicateur", "gizmo", 5)
    assert one.why == "a word that no dictionary has"


def test_a_pair_of_names_is_counted_where_nothing_stands_between() -> None:
    pairs = [("Via Kafka Streams.", "x")] * 3 + [("Via Kafka, Streams.", "x")]
    by_id = {one.id: one.count for one in of_kind(Kind.TERM, episode(*pairs))}
    assert by_id["term:kafka-streams"] == 3


def test_ids_are_distinct() -> None:
    pairs = [("Du F# ou du F++.", "x")] * 3
    assert [one.id for one in of_kind(Kind.TERM, episode(*pairs))] == ["term:f", "term:f-2"]


def test_adverbs_that_dictionaries_lack_are_no_terms() -> None:
    assert of_kind(Kind.TERM, episode(*[("On va Jamais au temps.", "We never go.")] * 3)) == []


def test_a_noun_with_many_renderings_is_suggested() -> None:
    pairs = [("La carte", "The card")] * 2 + [("Une carte", "A map")] * 2 + [("La carte", "The menu")]
    (one,) = of_kind(Kind.RENDERING, episode(*pairs))
    assert (one.id, one.text, one.target, one.count) == ("rendering:carte", "carte", "card", 5)
    assert one.why == "rendered in 3 ways: card 2, map 2, menu 1"


def test_a_noun_with_one_usual_rendering_is_fine() -> None:
    pairs = [("La grille", "The grid")] * 4 + [("La grille", "The gate")] * 2
    assert of_kind(Kind.RENDERING, episode(*pairs)) == []
    assert of_kind(Kind.RENDERING, episode(*[("La grille", "The grid")] * 3 + [("La grille", "The gate")])) == []


def test_a_mishearing_is_suggested_for_its_term() -> None:
    (one,) = suggest([episode(("Sur kubernettes.", "On kubernettes."))], GLOSSARY)
    assert (one.id, one.kind, one.term) == ("misheard:k8s:kubernettes", Kind.MISHEARD, "k8s")
    assert one.why == "sounds like Kubernetes"
    assert one.places[0].text == "Sur kubernettes."


def test_what_may_be_misheard_is_no_new_term() -> None:
    found = suggest([episode(*[("Avec Kubernettes ici.", "x")] * 3)], GLOSSARY)
    assert [one.kind for one in found] == [Kind.MISHEARD]


def test_a_suggestion_of_ordinary_words_warns() -> None:
    suspecting = read(
        [
            GlossaryFile(
                name="g",
                text='language = "fr"\n[[terms]]\nid = "d"\nsource = "DevFest"\ntarget = "DevFest"\n'
                'suspected = ["des fesses"]\n',
            )
        ]
    )
    (one,) = suggest([episode(("On revient des fesses.", "x"), glossary=suspecting)], suspecting)
    assert one.why.startswith("the glossary suspects it; made of ordinary words")
