"""Bilingual subtitles: which words of the source stand above which cue, one example for each rule."""

from dataclasses import replace
from itertools import accumulate

from small_episode import SMALL

from translate import retime
from translate.bilingual import Bilingual, bilingual
from translate.blocks import Block
from translate.cues import Cue, cut
from translate.episode import TimedSpan
from translate.languages import language
from translate.presets import PRESETS, Preset, Speakers
from translate.translation import Provenance
from translate.writers import srt, vtt

PODCAST = PRESETS["podcast"]


def block(text: str, start_ms: int, end_ms: int, *, sentence: int = 0, speaker: str | None = "Ada") -> Block:
    """Return a sentence whose words take their time by their length."""
    words = text.split()
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    scale = (end_ms - start_ms) / starts[-1]
    spans = (
        TimedSpan(
            start=at,
            end=at + len(word),
            start_ms=start_ms + round(at * scale),
            end_ms=start_ms + round((at + len(word)) * scale),
        )
        for word, at in zip(words, starts, strict=False)
    )
    return Block(
        text=text,
        words=tuple(spans),
        speaker=speaker,
        sentence=sentence,
        turn=0,
        provenance=Provenance.ESTIMATED,
    )


def cue(start_ms: int, end_ms: int, *lines: str, sentences: tuple[int, ...] = (0,), label: str = "") -> Cue:
    """Return a cue of the target."""
    return Cue(
        start_ms=start_ms,
        end_ms=end_ms,
        lines=lines,
        speaker="Ada",
        provenance=Provenance.ESTIMATED,
        sentences=sentences,
        label=label,
    )


def shown(cues: list[Cue], blocks: list[Block], preset: Preset = PODCAST) -> tuple[Bilingual, ...]:
    """Return the target's cues with French above them."""
    return bilingual(cues, blocks, preset, language("fr"))


def test_a_word_stands_above_the_cue_that_is_on_screen_when_it_is_heard() -> None:
    said = block("On a tout repris depuis le début, et ça marche enfin.", 0, 6000)
    pages = shown([cue(0, 3600, "We started all over,"), cue(3700, 7000, "and it works at last.")], [said])
    assert [page.source_lines for page in pages] == [
        ("On a tout repris depuis le début,",),
        ("et ça marche enfin.",),
    ]


def test_a_cue_shows_no_words_of_another_cues_sentence() -> None:
    """The second sentence is heard while the first cue is still there: it waits for its own."""
    blocks = [block("Oui.", 0, 400), block("Non, pas du tout.", 400, 2000, sentence=1)]
    cues = [cue(0, 1500, "Yes."), cue(1600, 3000, "No, not at all.", sentences=(1,))]
    assert [page.source_lines for page in shown(cues, blocks)] == [("Oui.",), ("Non, pas du tout.",)]


def test_a_cue_that_shares_a_sentence_may_leave_it_to_the_next_one() -> None:
    """The first cue goes on to `No,`; in French the sentence's end is the better place to turn over."""
    blocks = [block("Oui, bien sûr.", 0, 1000), block("Non, pas du tout, enfin si.", 1000, 4000, sentence=1)]
    cues = [cue(0, 1500, "Yes, sure. No,", sentences=(0, 1)), cue(1600, 5000, "not at all.", sentences=(1,))]
    assert [page.source_lines for page in shown(cues, blocks)] == [
        ("Oui, bien sûr.",),
        ("Non, pas du tout, enfin si.",),
    ]


def test_more_of_the_source_than_a_cue_holds_turns_a_page() -> None:
    said = block("Alors là, " * 12 + "voilà.", 0, 9000)
    pages = shown([cue(1000, 8083, "So.", label="Ada: ")], [said])
    assert [(page.cue.start_ms, page.cue.end_ms, page.cue.label) for page in pages] == [
        (1000, 4500, "Ada: "),
        (4583, 8083, ""),
    ]
    assert {page.cue.lines for page in pages} == {("So.",)}
    assert " ".join(line for page in pages for line in page.source_lines) == said.text


def test_pages_of_a_short_cue_have_no_gap() -> None:
    pages = shown([cue(0, 500, "So.")], [block("Alors là, " * 12 + "voilà.", 0, 9000)])
    assert [(page.cue.start_ms, page.cue.end_ms) for page in pages] == [(0, 250), (250, 500)]


def test_a_term_is_not_parted_by_a_page_where_another_place_will_do() -> None:
    said = replace(block("un cluster Kubernetes tout neuf arrive", 0, 4000), protected=((3, 21),))
    pages = shown([cue(0, 1500, "a new cluster"), cue(1600, 5000, "is coming")], [said])
    assert "cluster Kubernetes" in pages[0].source_lines[0]


def test_the_label_stands_before_the_source() -> None:
    (page,) = shown([cue(0, 2000, "Hello!", label="Ada: ")], [block("Bonjour !", 0, 1000)])
    assert srt.render([page.stacked]).split("\n")[2:4] == ["Ada: Bonjour !", "Hello!"]
    assert "<v Ada>Bonjour !\nHello!\n" in vtt.render([page.stacked], "s")


def test_the_label_takes_room_in_the_first_line() -> None:
    said = block("Bonjour, et bienvenue dans ce bel épisode", 0, 2000)
    (plain,) = shown([cue(0, 2000, "Hello!")], [said])
    (named,) = shown([cue(0, 2000, "Hello!", label="Ada: ")], [said])
    assert (len(plain.source_lines), len(named.source_lines)) == (1, 2)


def test_what_was_said_and_not_translated_stands_with_the_next_cue() -> None:
    blocks = [block("Hein ?", 0, 500), block("Oui.", 600, 1000, sentence=1), block("Bref.", 1100, 1500, sentence=2)]
    (page,) = shown([cue(600, 2000, "Yes.", sentences=(1,))], blocks)
    assert " ".join(page.source_lines) == "Hein ? Oui. Bref."


def test_an_episode_without_cues_shows_the_source_alone() -> None:
    (page,) = shown([], [block("Bonjour !", 0, 1000)])
    assert (page.cue.lines, page.source_lines) == ((), ("Bonjour !",))


def test_two_speakers_in_one_cue_have_dashes_in_both_languages() -> None:
    preset = PRESETS["netflix-17"]
    blocks = [block("Ça va ?", 0, 900), block("Oui.", 1000, 1300, sentence=1, speaker="Léo")]
    shared = replace(cue(0, 2000, "- OK?", "- Yes.", sentences=(0, 1)), second_speaker="Léo")
    (page,) = shown([shared], blocks, preset)
    assert page.source_lines == ("- Ça va ?", "- Oui.")
    assert page.stacked.lines == ("- Ça va ?", "- Oui.", "- OK?", "- Yes.")
    assert "<v" not in vtt.render([page.stacked], "s")


def test_without_dashes_no_page_holds_two_speakers() -> None:
    """A sentence of another speaker that has no translation gets a page of its own."""
    blocks = [block("Ça va ?", 0, 900), block("Oui.", 1000, 1300, sentence=1, speaker="Léo")]
    pages = shown([cue(0, 2000, "OK?")], blocks, replace(PODCAST, speakers=Speakers.CHANGE))
    assert [page.source_lines for page in pages] == [("Ça va ?",), ("Oui.",)]


def test_a_small_episode_in_both_languages() -> None:
    source, target = retime.blocks(SMALL, "source"), retime.blocks(SMALL, "target")
    pages = bilingual(cut(target, PODCAST, language("en")), source, PODCAST, language("fr"))
    assert [" / ".join(page.stacked.lines) for page in pages] == [
        "Bonjour et bienvenue ! / Hello and welcome!",
        "On revient du DevFest, / We are back from DevFest,",
        "le sprint est fini. / the sprint is over.",
        "Merci <Ada> & co. / Thanks <Ada> & co.",
        "Deux nœuds | une *issue*. / Two knots | one *issue*.",
        "Voilà, voilà. / There you go, there you go.",
    ]


def test_a_preset_of_one_line_gives_each_language_one() -> None:
    preset = replace(PODCAST, lines=1)
    said = block("On a tout repris depuis le début, et ça marche enfin.", 0, 6000)
    pages = shown([cue(0, 6000, "We started all over.")], [said], preset)
    assert [page.source_lines for page in pages] == [
        ("On a tout repris depuis le début,",),
        ("et ça marche enfin.",),
    ]


def test_a_long_word_of_the_source_is_whole_beside_a_label_that_is_short_enough() -> None:
    """It was cut to the room beside the label, wherever it stood, and its parts were shown with a space between."""
    said = block("On parle d'infrastructures.", 0, 3000, speaker="Jean-Loup Vian")
    text = replace(
        said,
        text="Our talk.",
        words=(TimedSpan(start=0, end=3, start_ms=0, end_ms=900), TimedSpan(start=4, end=9, start_ms=900, end_ms=1800)),
    )
    preset = PRESETS["shorts"]
    pages = shown(list(cut([text], preset, language("en"))), [said], preset)
    assert [page.stacked.written for page in pages] == [("J.-L.V.: On parle", "d'infrastructures.", "Our talk.")]


def test_the_parts_of_a_word_longer_than_a_line_have_no_space_between() -> None:
    preset = replace(PODCAST, lines=1)
    pages = shown([cue(0, 6000, "Here.", label="Ada: ")], [block("x" * 90, 0, 6000)], preset)
    assert [page.source_lines for page in pages] == [("x" * 37,), ("x" * 37,), ("x" * 16,)]


def test_a_sign_that_stands_alone_never_opens_a_line() -> None:
    """French sets a space before its question mark; `On en parlait hier, non ?` is one too long for this line."""
    said = block("On en parlait hier, non ? On en parlait hier.", 0, 4000)
    pages = shown([cue(0, 4000, "We spoke of it", "yesterday, didn't we?")], [said], replace(PODCAST, cpl=24))
    assert [page.source_lines for page in pages] == [("On en parlait hier,", "non ?"), ("On en parlait hier.",)]
