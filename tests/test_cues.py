"""Cues as a subtitler would want them, on invented speech at 15 characters a second."""

from dataclasses import replace
from re import finditer

import pytest

from translate.blocks import Block
from translate.cues import Cue, cut
from translate.episode import TimedSpan
from translate.languages import language
from translate.presets import PRESETS, Preset, Speakers
from translate.translation import Provenance

PODCAST = PRESETS["podcast"]


def said(*sentences: tuple[str | None, str], protected: str = "", start_ms: int = 0, pace: float = 15) -> list[Block]:
    """Return one turn for each sentence, spoken one after the other at `pace` characters a second."""
    blocks = []
    at = 0
    for index, (speaker, text) in enumerate(sentences):
        words = tuple(
            TimedSpan(
                start=word.start(),
                end=word.end(),
                start_ms=start_ms + int((at + word.start()) * 1000 / pace),
                end_ms=start_ms + int((at + word.end() + 1) * 1000 / pace),
            )
            for word in finditer(r"\S+", text)
        )
        found = [match.span() for match in finditer(protected, text)] if protected else []
        blocks.append(
            Block(
                text=text,
                words=words,
                speaker=speaker,
                sentence=index,
                turn=index,
                provenance=Provenance.ANCHORED if index else Provenance.SEGMENT,
                protected=tuple(found),
            )
        )
        at += len(text) + 1
    return blocks


def shown(blocks: list[Block], preset: Preset = PODCAST, code: str = "en") -> list[str]:
    """Return cues as text: label, then lines between bars."""
    return [cue.label + " | ".join(cue.lines) for cue in cut(blocks, preset, language(code))]


def test_no_blocks_make_no_cues() -> None:
    assert cut([], PODCAST, language("en")) == ()
    assert shown(said(("Ann", ""))) == []


def test_words_that_are_not_the_texts_are_refused() -> None:
    with pytest.raises(ValueError, match="do not tile the text of sentence 7"):
        Block(text="one two", words=(), speaker=None, sentence=7, turn=0, provenance=Provenance.GIVEN)


def test_a_cue_holds_a_sentence_with_its_label_times_and_provenance() -> None:
    assert cut(said(("Ann", "We moved it all last spring."), start_ms=2000), PODCAST, language("en")) == (
        Cue(
            start_ms=2000,
            end_ms=4433,
            lines=("We moved it all last spring.",),
            speaker="Ann",
            provenance=Provenance.SEGMENT,
            sentences=(0,),
            label="Ann: ",
        ),
    )


def test_a_long_sentence_is_cut_at_its_joints() -> None:
    text = "When you have two hundred services, you can't remember what each of them does, and nobody wants to ask."
    assert shown(said(("Ann", text)), replace(PODCAST, speakers=Speakers.NEVER)) == [
        "When you have two hundred services,",
        "you can't remember what each of them does,",
        "and nobody wants to ask.",
    ]


def test_french_is_cut_by_french_joints() -> None:
    text = "Quand on a deux cents services, on ne sait plus ce que fait chacun d'eux et personne n'ose demander."
    assert shown(said(("Ann", text)), replace(PODCAST, speakers=Speakers.NEVER), "fr") == [
        "Quand on a deux cents services,",
        "on ne sait plus ce que fait chacun d'eux | et personne n'ose demander.",
    ]


def test_what_fits_one_line_stays_on_one() -> None:
    assert shown(said(("Ann", "Yes, of course it works, always."))) == ["Ann: Yes, of course it works, always."]


def test_a_short_sentence_joins_its_neighbour_and_the_cue_names_both() -> None:
    cues = cut(said(("Ann", "Yes."), ("Ann", "I think that it works.")), PODCAST, language("en"))
    assert [(cue.lines, cue.sentences) for cue in cues] == [(("Yes. I think that it works.",), (0, 1))]
    assert cues[0].provenance is Provenance.ANCHORED


def test_a_change_of_speaker_begins_a_cue_with_a_label() -> None:
    assert shown(said(("Ann", "Does it work?"), ("Bo", "It does."), ("Bo", "Most days."))) == [
        "Ann: Does it work?",
        "Bo: It does. Most days.",
    ]


def test_turns_without_speakers_share_no_cue() -> None:
    assert shown(said((None, "Does it work?"), (None, "It does."))) == ["Does it work?", "It does."]


@pytest.mark.parametrize(("name", "expected"), [("netflix-en", "-Really? | -Yes."), ("arte", "- Really? | - Yes.")])
def test_two_short_turns_share_a_cue_where_the_preset_has_dashes(name: str, expected: str) -> None:
    blocks = said(("Ann", "Really?"), ("Bo", "Yes."), ("Ann", "I would not have thought so."))
    cues = cut(blocks, PRESETS[name], language("en"))
    assert shown(blocks, PRESETS[name]) == [expected, "I would not have thought so."]
    assert (cues[0].speaker, cues[0].second_speaker, cues[0].label, cues[0].sentences) == ("Ann", "Bo", "", (0, 1))
    assert shown(said((None, "Really?"), (None, "Yes.")), PRESETS[name]) == ["Really?", "Yes."]


def test_an_answer_after_a_pause_is_not_given_away() -> None:
    """A shared cue shows the answer with the question: before a second of silence has passed, that is too early."""
    asked, answered = said(("Ann", "Will it hold?")), said(("Bob", "Never."), start_ms=3000)
    blocks = [*asked, replace(answered[0], sentence=1, turn=1)]
    assert shown(blocks, PRESETS["arte"]) == ["Will it hold?", "Never."]


def test_where_names_are_always_shown_every_cue_has_room_for_them() -> None:
    text = "We tried pair programming for a month, and at the end nobody wanted to stop."
    assert shown(said(("Camille", text)), replace(PODCAST, speakers=Speakers.ALWAYS)) == [
        "Camille: We tried pair | programming for a month,",
        "Camille: and at the end | nobody wanted to stop.",
    ]


def test_a_term_is_not_broken() -> None:
    text = "You really should look at the pull request review queue every morning."
    assert shown(said(("Ann", text))) == [
        "Ann: You really should look at the pull | request review queue every morning."
    ]
    assert shown(said(("Ann", text), protected="pull request")) == [
        "Ann: You really should look at the | pull request review queue every morning."
    ]


def test_a_term_longer_than_a_line_is_broken_inside_its_cue() -> None:
    text = "We have a very, very long-winded name for the internal developer platform team"
    cues = shown(said(("Ann", f"{text}, yes."), protected=text), replace(PODCAST, speakers=Speakers.NEVER))
    assert [" ".join(cue.split(" | ")) for cue in cues] == [f"{text}, yes."]


def test_a_word_longer_than_a_line_is_cut_and_loses_nothing() -> None:
    link = "https://example.org/" + "a" * 50
    assert shown(said(("Ann", f"See {link} please"))) == [f"Ann: See | {link[:42]}", f"{link[42:]} please"]


def test_a_label_gives_way_to_a_long_first_word() -> None:
    word = "anticonstitutionnellement"
    assert shown(said(("Jean-Marc Villeneuve", f"{word} vrai"))) == [f"Jean-Marc: {word} vrai"]


def test_ted_joins_no_sentences_end_to_the_next_ones_beginning() -> None:
    text = (
        "The certificate expired on a Sunday, and the only person with access was on a plane. "
        "Well, I think the first question you should ask is why you need a cluster at all."
    )
    assert "and the only person | with access was on a plane. Well," in shown(said(("Ann", text)))
    assert "and the only person | with access was on a plane." in shown(said(("Ann", text)), PRESETS["ted"])


def test_ted_has_no_line_under_half_the_other() -> None:
    blocks = said(("Ann", "In the end we did it by hand. So, the tests."))
    assert shown(blocks) == ["Ann: In the end we did it by hand. | So, the tests."]
    assert shown(blocks, PRESETS["ted"]) == ["Ann: In the end we did | it by hand. So, the tests."]


def test_a_cue_ends_where_the_speaker_pauses() -> None:
    before = said(("Ann", "So we went to look at the old server room"))
    after = said(("Ann", "with the whole team that afternoon."), start_ms=6000)
    assert shown([*before, *after], replace(PODCAST, speakers=Speakers.NEVER)) == [
        "So we went to look at the old server room",
        "with the whole team that afternoon.",
    ]


def test_one_line_presets_have_one_line() -> None:
    text = "We tried pair programming for a month, and at the end nobody wanted to stop."
    assert shown(said(("Ann", text)), replace(PODCAST, lines=1)) == [
        "Ann: We tried pair programming",
        "for a month, and at the end",
        "nobody wanted to stop.",
    ]


def test_reading_counts_spaces_and_the_line_break_but_no_label() -> None:
    cue = Cue(
        start_ms=0,
        end_ms=1000,
        lines=("We do,", "yes."),
        speaker="Ann",
        provenance=Provenance.GIVEN,
        sentences=(0,),
        label="Ann: ",
    )
    assert cue.characters == 11


def test_times_that_run_back_do_not_turn_cues_round() -> None:
    late, early = said(("Ann", "It works."), start_ms=5000), said(("Bo", "It does."), start_ms=0)
    first, second = cut([*late, *early], PODCAST, language("en"))
    assert (first.speaker, second.speaker) == ("Ann", "Bo")
    assert first.end_ms + 83 <= second.start_ms


def test_a_label_beside_which_the_first_word_has_no_room_stands_on_a_line_of_its_own() -> None:
    """The word lost its question mark to the next line."""
    blocks = said(("Marie-Antoinette", "Incompréhensible ?"), ("Bo", "Oui."))
    cues = cut(blocks, PRESETS["shorts"], language("fr"))
    assert [cue.written for cue in cues] == [("M.-A.:", "Incompréhensible ?"), ("Bo: Oui.",)]
    assert cues[0].characters == len("Incompréhensible ?")


def test_a_word_longer_than_its_line_keeps_a_letter_with_its_closing_sign() -> None:
    """The word has 25 letters and its line 24; ` ?` stood alone on the next one."""
    blocks = said((None, "anticonstitutionnellement ?"))
    assert shown(blocks, PRESETS["shorts"], "fr") == ["anticonstitutionnellemen | t ?"]
