"""What is found in an episode, and what only looks like a fault."""

from dataclasses import replace

import pytest
from checked_episode import DEPLOY, DEVFEST, NODE, POD, Said, episode

from translate.episode import Note, NoteKind
from translate.findings import Alarm, Finding, Rule, Severity
from translate.glossary import Term
from translate.inspection import inspect
from translate.translation import Confidence, Doubt, Misgiving, sentence_confidences


def only(*said: Said) -> Finding:
    [finding] = inspect(episode(*said))
    return finding


def test_an_episode_without_fault_has_no_findings() -> None:
    assert (
        inspect(episode(Said(source="Le nœud tombe.", target="The node fails.", hits=((NODE, "nœud", "node"),)))) == ()
    )


def test_an_empty_episode_has_no_findings() -> None:
    assert inspect(episode()) == ()


def test_a_missed_term_is_an_error_with_its_place() -> None:
    finding = only(
        Said(source="Bonjour.", target="Hello."),
        Said(
            source="Le nœud tombe.", target="The thing fails.", hits=((NODE, "nœud", None),), links=(("nœud", "thing"),)
        ),
    )
    assert (finding.rule, finding.severity, finding.alarm) == (Rule.MISSED_TERM, Severity.ERROR, None)
    assert (finding.place.sentence, finding.place.hit, finding.place.time_ms) == (1, (3, 7), 10_000)
    assert finding.place.speaker == "Ada"
    assert finding.message == "'nœud' should be 'node'; 'thing' stands for it"


def test_a_missed_term_without_links_says_that_nothing_stands_for_it() -> None:
    finding = only(Said(source="Le nœud tombe.", target="It fails.", hits=((NODE, "nœud", None),)))
    assert finding.message == "'nœud' should be 'node'; nothing stands for it"


def test_a_forbidden_rendering_stands_for_the_missed_hit_it_explains() -> None:
    finding = only(Said(source="Le nœud tombe.", target="The Knots fall.", hits=((NODE, "nœud", None),)))
    assert (finding.rule, finding.severity) == (Rule.FORBIDDEN_RENDERING, Severity.ERROR)
    assert "'Knots', which the glossary forbids" in finding.message


def test_of_two_missed_hits_a_forbidden_rendering_explains_one() -> None:
    found = inspect(
        episode(Said(source="Un nœud, un nœud.", target="A knot.", hits=((NODE, "nœud", None), (NODE, "nœud", None))))
    )
    assert [finding.rule for finding in found] == [Rule.FORBIDDEN_RENDERING, Rule.MISSED_TERM]
    assert [finding.place.hit for finding in found] == [(3, 7), (12, 16)]


def test_a_forbidden_word_that_is_not_the_whole_word_is_none() -> None:
    assert inspect(episode(Said(source="Un nœud.", target="A node, unknotted.", hits=((NODE, "nœud", "node"),)))) == ()


@pytest.mark.parametrize(
    ("doubt", "rule", "severity"),
    [
        (Doubt.EMPTY, Rule.EMPTY, Severity.ERROR),
        (Doubt.REPETITION, Rule.REPETITION, Severity.WARNING),
        (Doubt.LENGTH_RATIO, Rule.LENGTH_RATIO, Severity.WARNING),
        (Doubt.UNTRANSLATED, Rule.UNTRANSLATED, Severity.WARNING),
    ],
)
def test_a_doubt_is_a_finding(doubt: Doubt, rule: Rule, severity: Severity) -> None:
    finding = only(Said(source="Voilà, voilà.", target="There, there.", doubts=(doubt,)))
    assert (finding.rule, finding.severity, finding.target) == (rule, severity, "There, there.")


def test_a_time_in_doubt_is_a_warning_on_every_sentence_that_it_touches() -> None:
    """The aligner cuts sentences in its own way: what it doubts may reach over two translations."""
    said = [Said(source="Oui. Voilà.", target="Yes. There."), Said(source="Non.", target="No.")]
    whole = episode(*said)
    doubted = Confidence(turn=0, start=0, end=5, score=0.2, misgivings=(Misgiving.GAP, Misgiving.RATE))
    sure = Confidence(turn=0, start=5, end=11, score=0.9)
    translated = replace(whole, confidences=(doubted, sure, Confidence(turn=1, start=0, end=4, score=0.9)))
    [finding] = inspect(translated)
    assert (finding.rule, finding.severity, finding.place.sentence) == (Rule.DOUBTFUL_TIME, Severity.WARNING, 0)
    assert finding.message.endswith("in doubt: beside a stretch without text, too fast or too slow")
    assert sentence_confidences(translated)[0] == replace(doubted, end=11)
    assert sentence_confidences(whole) == (None, None)


def test_damage_that_was_not_mended_is_a_warning_and_what_was_mended_is_none() -> None:
    notes = tuple(
        Note(kind=kind, place="line 4", message="a lost letter", before="c\ufffdt")
        for kind in (NoteKind.REPAIRED, NoteKind.UNREPAIRED)
    )
    [finding] = inspect(episode(Said(source="Oui.", target="Yes."), notes=notes))
    assert (finding.rule, finding.severity, finding.place.sentence) == (Rule.DAMAGE, Severity.WARNING, None)


def test_a_term_that_a_title_lacks_is_a_finding() -> None:
    note = Note(kind=NoteKind.MISSED, place="title", message="nothing stands for 'nœud'", before="Le nœud", after="It")
    [finding] = inspect(episode(Said(source="Oui.", target="Yes."), notes=(note,)))
    assert (finding.rule, finding.place.sentence) == (Rule.MISSED_TERM, None)
    assert finding.message == "title: nothing stands for 'nœud': 'Le nœud'"


def test_another_allowed_rendering_than_usual_is_a_note_and_no_fault() -> None:
    said = Said(source="Le nœud tombe.", target="The node fails.", hits=((NODE, "nœud", "node"),))
    other = Said(source="Les nœuds !", target="The cluster nodes!", hits=((NODE, "nœuds", "cluster nodes"),))
    finding = only(said, said, other)
    assert (finding.rule, finding.severity) == (Rule.INCONSISTENT_RENDERING, Severity.NOTE)
    assert finding.alarm is Alarm.ALLOWED
    assert finding.place.sentence == 2
    assert "'cluster node' here, and 'node' 2 times" in finding.message


def test_a_plural_is_no_other_rendering() -> None:
    said = Said(source="Le nœud tombe.", target="The node fails.", hits=((NODE, "nœud", "node"),))
    plural = Said(source="Les nœuds !", target="The Nodes!", hits=((NODE, "nœuds", "Nodes"),))
    assert inspect(episode(said, plural)) == ()


def test_a_hit_linked_to_a_pronoun_is_probably_rendered_by_it() -> None:
    finding = only(
        Said(source="Ce nœud tombe.", target="It fails.", hits=((NODE, "nœud", None),), links=(("nœud", "It"),))
    )
    assert (finding.alarm, finding.severity) == (Alarm.PRONOUN, Severity.NOTE)


@pytest.mark.parametrize(("said", "alarm"), [("deployment", Alarm.INFLECTION), ("deplete", None), ("roll out", None)])
def test_a_word_built_on_the_renderings_stem_is_an_inflection(said: str, alarm: Alarm | None) -> None:
    finding = only(
        Said(
            source="On va déployer.",
            target=f"The {said} is next.",
            hits=((DEPLOY, "déployer", None),),
            links=(("déployer", said),),
        )
    )
    assert finding.alarm is alarm


def test_a_rendering_in_the_next_sentence_that_no_hit_asked_for_is_said_there() -> None:
    finding = only(
        Said(source="Le nœud,", target="The,", hits=((NODE, "nœud", None),)),
        Said(source="il tombe.", target="node fails."),
    )
    assert finding.alarm is Alarm.NEIGHBOUR


def test_a_rendering_in_the_next_sentence_that_pays_for_its_own_hit_excuses_nothing() -> None:
    finding = only(
        Said(source="Le nœud,", target="The,", hits=((NODE, "nœud", None),)),
        Said(source="un nœud.", target="a node.", hits=((NODE, "nœud", "node"),)),
    )
    assert finding.alarm is None


def test_a_misheard_form_that_was_missed_may_be_a_recognition_error() -> None:
    finding = only(Said(source="On revient du Défesse.", target="We are back.", hits=((DEVFEST, "Défesse", None),)))
    assert finding.alarm is Alarm.RECOGNITION


def test_a_word_of_several_senses_that_got_another_rendering_may_have_another_sense() -> None:
    finding = only(Said(source="Un pod.", target="A capsule.", hits=((POD, "pod", None),), links=(("pod", "capsule"),)))
    assert finding.alarm is Alarm.OTHER_SENSE


def test_forbidden_words_inside_another_terms_rendering_are_nested() -> None:
    tie = Term(id="tie", source="cravate", target="knot tie")
    finding = only(
        Said(
            source="Un nœud, une cravate.",
            target="A node, a knot tie.",
            hits=((NODE, "nœud", "node"), (tie, "cravate", "knot tie")),
        )
    )
    assert (finding.rule, finding.alarm) == (Rule.FORBIDDEN_RENDERING, Alarm.NESTED)


def test_a_forbidden_rendering_that_passed_for_an_inflection_is_a_fault() -> None:
    """The engine's plural of a rendering may be what the glossary forbids (feedback, feedbacks)."""
    feedback = Term(id="feedback", source="feedback", target="feedback", forbidden=("feedbacks",))
    finding = only(
        Said(source="Des feedbacks.", target="Some feedbacks.", hits=((feedback, "feedbacks", "feedbacks"),))
    )
    assert (finding.severity, finding.alarm) == (Severity.ERROR, None)


def test_a_forbidden_word_that_renders_something_else_may_have_another_sense() -> None:
    finding = only(
        Said(
            source="Le nœud et la boucle.",
            target="The node and the knot.",
            hits=((NODE, "nœud", "node"),),
            links=(("nœud", "node"), ("boucle", "knot")),
        )
    )
    assert finding.alarm is Alarm.OTHER_SENSE


def test_a_forbidden_word_of_unknown_origin_is_a_fault() -> None:
    finding = only(Said(source="Le nœud.", target="The node, the knot.", hits=((NODE, "nœud", "node"),)))
    assert finding.alarm is None


def test_a_link_to_half_of_the_sentence_tells_nothing() -> None:
    long = "a thing that goes on and on and on, for more characters than any term has"
    finding = only(Said(source="Un pod.", target=f"So {long}.", hits=((POD, "pod", None),), links=(("pod", long),)))
    assert (finding.message, finding.alarm) == ("'pod' should be 'pod'; nothing stands for it", None)


def test_findings_survive_a_recut_of_the_sentences() -> None:
    """The fingerprint is of the sentence as spoken, which ends with the speaker's full stop."""
    whole = episode(
        Said(source="On a un nœud qui tombe. Voilà.", target="We have one. There.", hits=((NODE, "nœud", None),))
    )
    parts = episode(
        Said(source="On a un", target="We have"),
        Said(source="nœud qui tombe.", target="one.", hits=((NODE, "nœud", None),), joined=True),
        Said(source="Voilà.", target="There.", joined=True),
    )
    assert [f.fingerprint for f in inspect(whole)] == [f.fingerprint for f in inspect(parts)]


def test_findings_survive_what_is_said_before_them() -> None:
    missed = Said(source="Un nœud.", target="One.", hits=((NODE, "nœud", None),))
    before = inspect(episode(missed))
    after = inspect(episode(Said(source="Alors.", target="So."), replace(missed, speaker="Léo")))
    assert [f.fingerprint for f in before] == [f.fingerprint for f in after]
    assert before[0].place != after[0].place


def test_equal_findings_in_equal_sentences_are_told_apart() -> None:
    missed = Said(source="Un nœud.", target="One.", hits=((NODE, "nœud", None),))
    prints = [f.fingerprint for f in inspect(episode(missed, missed))]
    assert len(set(prints)) == 2
    assert prints[0] == inspect(episode(missed))[0].fingerprint
