import os
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from translate.episode import Chapter, Episode, Note, NoteKind, Turn
from translate.glossary import Term
from translate.sentences import Sentence
from translate.terms import Hit, Reason
from translate.translation import Doubt, Outcome, Provenance, Status, TranslatedEpisode, Translation, WordTime
from translate.writers.page import render

GOLDEN = Path(__file__).parent / "golden" / "page" / "transcript.html"

SPRINT = Term(id="sprint", source="sprint", target="sprint")
DEVFEST = Term(id="devfest", source="DevFest", target="DevFest", misheard=("Défesse",))
NODE = Term(id="node", source="nœud", target="node", forms=("nœuds",))
ISSUE = Term(id="issue", source="issue", target="issue")
HOSTILE = """</script><script>alert('&amp;')</script><img src=x onerror="alert(1)">"""

WELCOME = "Bonjour et bienvenue ! Le sprint est fini, Défesse approche."
ANSWER = "Deux nœuds, une issue. Voilà, voilà."


def hit(term: Term, turn: int, text: str, form: str, reason: Reason = Reason.FORM) -> Hit:
    start = text.index(form)
    return Hit(term=term, turn=turn, start=start, end=start + len(form), form=form, reason=reason)


def rendered(found: Hit, status: Status, tier: str, target: str, rendering: str) -> Outcome:
    start = target.index(rendering)
    return Outcome(hit=found, status=status, tier=tier, rendering=rendering, start=start, end=start + len(rendering))


SECOND = "The sprint is over, DevFest is coming."
THIRD = "Two nodes, one way out."
EPISODE = TranslatedEpisode(
    episode=Episode(
        id="la-boucle-locale-5",
        title="La Boucle locale 5 : les nœuds",
        language="fr",
        turns=(Turn(speaker="Solène", text=WELCOME), Turn(speaker="Maïwenn", text=ANSWER)),
        date="2025-09-03",
        duration_ms=4_000_000,
        chapters=(Chapter(title="Bonjour", start_ms=0), Chapter(title="Les nœuds", start_ms=3_700_000)),
        notes=(
            Note(kind=NoteKind.REPAIRED, place="line 4", message="a lost letter", before="jet\ufffd", after="jeté"),
            Note(kind=NoteKind.COPY, place="lines 9-16", message="a copy of the transcript was dropped"),
        ),
        layout="podcast-page",
    ),
    target_language="en",
    title="La Boucle locale 5: nodes",
    chapter_titles=("Hello", "Nodes"),
    translations=(
        Translation(sentence=Sentence(turn=0, start=0, end=23), target="Hello and welcome!"),
        Translation(
            sentence=Sentence(turn=0, start=23, end=len(WELCOME)),
            target=SECOND,
            outcomes=(
                rendered(hit(SPRINT, 0, WELCOME, "sprint"), Status.KEPT, "engine", SECOND, "sprint"),
                rendered(
                    hit(DEVFEST, 0, WELCOME, "Défesse", Reason.MISHEARD), Status.KEPT, "engine", SECOND, "DevFest"
                ),
            ),
        ),
        Translation(
            sentence=Sentence(turn=1, start=0, end=23),
            target=THIRD,
            outcomes=(
                rendered(hit(NODE, 1, ANSWER, "nœuds"), Status.REPAIRED, "replacement", THIRD, "nodes"),
                Outcome(hit=hit(ISSUE, 1, ANSWER, "issue"), status=Status.MISSED, tier="ladder"),
            ),
        ),
        Translation(
            sentence=Sentence(turn=1, start=23, end=len(ANSWER)),
            target="Voilà, voilà.",
            doubts=(Doubt.UNTRANSLATED, Doubt.REPETITION),
        ),
    ),
    words=(
        WordTime(turn=0, start=0, end=7, start_ms=500, end_ms=900, provenance=Provenance.ANCHORED),
        WordTime(turn=0, start=23, end=25, start_ms=65_000, end_ms=66_000, provenance=Provenance.ANCHORED),
        WordTime(turn=1, start=0, end=4, start_ms=3_699_000, end_ms=3_700_000, provenance=Provenance.ANCHORED),
        WordTime(turn=1, start=23, end=28, start_ms=3_725_000, end_ms=3_726_000, provenance=Provenance.ANCHORED),
    ),
    error_band_ms=17_000,
    signature="glossub/0.1.0 marian:0123abcd:int8 glossary:4567ef beam=4 fr-en",
)


def page(translated: TranslatedEpisode = EPISODE, audio: str | None = None) -> html.HtmlElement:
    return html.document_fromstring(render(translated, audio=audio))


def texts(found: html.HtmlElement, path: str) -> list[str]:
    return [element.text_content() for element in found.xpath(path)]


def with_turn(text: str, target: str, speaker: str | None = "Solène") -> TranslatedEpisode:
    """Return an episode of one sentence without chapters."""
    return replace(
        EPISODE,
        episode=replace(EPISODE.episode, turns=(Turn(speaker=speaker, text=text),), chapters=(), notes=()),
        chapter_titles=(),
        translations=(Translation(sentence=Sentence(turn=0, start=0, end=len(text)), target=target),),
        words=(),
    )


def test_the_page_of_a_small_episode_is_the_golden_one() -> None:
    """Set GLOSSUB_GOLDEN=1 to write it anew, then look at the difference, and at the page."""
    if os.environ.get("GLOSSUB_GOLDEN"):
        GOLDEN.write_text(render(EPISODE), encoding="utf-8", newline="\n")
    assert render(EPISODE) == GOLDEN.read_text(encoding="utf-8")


def test_every_sentence_stands_once_beside_its_translation() -> None:
    rows = page().xpath("//div[contains(@class, 'sentence ') or @class = 'sentence']")
    sides = [(row.xpath("string(p[@class='source'])"), row.xpath("string(p[@class='target'])")) for row in rows]
    assert sides == [
        ("Bonjour et bienvenue ! ", "Hello and welcome!"),
        ("Le sprint est fini, DevFest approche.", SECOND),
        ("Deux nœuds, une issue. ", THIRD),
        ("Voilà, voilà.", "Voilà, voilà."),
    ]


def test_each_side_says_its_language() -> None:
    assert set(page().xpath("//p[@class='source']/@lang")) == {"fr"}
    assert set(page().xpath("//p[@class='target']/@lang")) == {"en"}


def test_a_language_written_from_right_to_left_says_so() -> None:
    assert set(page(replace(EPISODE, target_language="ar")).xpath("//p[@class='target']/@dir")) == {"rtl"}


def test_ids_are_unique_and_every_link_inside_the_page_leads_somewhere() -> None:
    found = page()
    ids = Counter(found.xpath("//@id"))
    assert max(ids.values()) == 1
    assert {link[1:] for link in found.xpath("//a/@href")} <= set(ids)


def test_anchors_stay_when_times_and_neighbours_change() -> None:
    later = replace(EPISODE, words=(), translations=EPISODE.translations[1:])
    anchors = page().xpath("//div[@data-ms]/@id")
    assert page(later).xpath("//div[@data-ms]/@id") == anchors[1:]


def test_a_sentence_said_twice_has_two_anchors() -> None:
    again = Translation(sentence=Sentence(turn=1, start=0, end=3), target="Oh.")
    twice = replace(
        with_turn("Oh.", "Oh."),
        episode=replace(EPISODE.episode, turns=(Turn(speaker=None, text="Oh."),) * 2, chapters=()),
        translations=(replace(again, sentence=Sentence(turn=0, start=0, end=3)), again),
    )
    first, second = page(twice).xpath("//div[@data-ms]/@id")
    assert second == f"{first}-2"


def test_times_are_links_to_their_own_sentence() -> None:
    rows = page().xpath("//div[@data-ms]")
    assert [row.xpath("string(a[1])") for row in rows] == ["0:00", "1:05", "1:01:39", "1:02:05"]
    assert all(row.xpath("a[1]/@href") == [f"#{row.get('id')}"] for row in rows)


def test_every_hit_is_marked_with_its_outcome_on_both_sides() -> None:
    marks = [(mark.get("class"), mark.text) for mark in page().xpath("//a[starts-with(@class, 'term')]")]
    assert marks == [
        ("term kept", "sprint"),
        ("term kept misheard", "DevFest"),
        ("term kept", "sprint"),
        ("term kept", "DevFest"),
        ("term repaired", "nœuds"),
        ("term missed", "issue"),
        ("term repaired", "nodes"),
    ]


def test_a_mark_tells_the_entry_the_outcome_its_tier_the_form_and_the_reason() -> None:
    titles = page().xpath("//p[@class='source']/a/@title")
    assert titles[1:] == [
        "DevFest → DevFest\nKept (engine): “DevFest”\nWritten: “Défesse” (misheard)\nEntry: devfest",
        "nœud → node\nRepaired (replacement): “nodes”\nFound as: “nœuds” (form)\nEntry: node",
        "issue → issue\nMissed (ladder): “issue” is not in the translation\nFound as: “issue” (form)\nEntry: issue",
    ]


def test_a_misheard_form_stays_on_its_mark() -> None:
    assert page().xpath("//a[@data-written]/@data-written") == ["Défesse"]


def test_of_two_renderings_at_one_place_the_first_is_marked() -> None:
    both = tuple(
        rendered(found, Status.KEPT, "engine", "The sprint.", "sprint")
        for found in (hit(SPRINT, 0, "Le sprint DevFest.", "sprint"), hit(DEVFEST, 0, "Le sprint DevFest.", "DevFest"))
    )
    base = with_turn("Le sprint DevFest.", "The sprint.")
    found = page(replace(base, translations=(replace(base.translations[0], outcomes=both),)))
    assert texts(found, "//p[@class='target']/a") == ["sprint"]
    assert texts(found, "//p[@class='source']/a") == ["sprint", "DevFest"]


def test_missed_terms_and_doubts_are_said_in_words_on_their_sentence() -> None:
    assert texts(page(), "//ul[@class='flags']/li") == [
        "Missed term: issue, to be rendered as issue",
        "Doubt (untranslated): the translation looks like the original",
        "Doubt (repetition): the translation repeats itself",
    ]
    assert len(page().xpath("//div[@class='sentence check']")) == 2


def test_chapters_open_at_the_sentence_nearest_to_their_mark() -> None:
    sections = page().xpath("//section[@class='chapter']")
    assert [section.xpath("string(h2)") for section in sections] == ["Hello Bonjour", "Nodes Les nœuds"]
    assert [len(section.xpath(".//div[@data-ms]")) for section in sections] == [2, 2]
    assert texts(page(), "//nav//time") == ["0:00", "1:01:40"]


def test_what_is_said_before_the_first_chapter_is_shown_too() -> None:
    late = replace(EPISODE.episode, chapters=(Chapter(title="Les nœuds", start_ms=3_700_000),))
    found = page(replace(EPISODE, episode=late, chapter_titles=("Nodes",)))
    assert found.xpath("//section[@class='chapter']/@id") == ["opening", "chapter-1"]


def test_a_turn_that_crosses_a_chapter_names_its_speaker_again() -> None:
    marks = (Chapter(title="Bonjour", start_ms=0), Chapter(title="Le sprint", start_ms=65_000))
    found = page(replace(EPISODE, episode=replace(EPISODE.episode, chapters=marks)))
    assert texts(found, "//h3") == ["Solène", "Solène", "Maïwenn"]


def test_an_episode_without_sentences_still_makes_a_page() -> None:
    empty = replace(
        EPISODE, episode=replace(EPISODE.episode, turns=(), date=None, duration_ms=None), translations=(), words=()
    )
    assert "There are no times: nothing is said." in texts(page(empty), "//dd")
    assert texts(page(empty), "//section[@class='chapter']/h2") == ["Hello Bonjour", "Nodes Les nœuds"]


def test_facts_tell_what_is_known() -> None:
    facts = dict(zip(texts(page(), "//dl/dt"), texts(page(), "//dl/dd"), strict=True))
    assert facts == {
        "Date": "3 September 2025",
        "Duration": "1 h 6 min",
        "Speakers": "SolèneMaïwenn",
        "Languages": "French → English, translated by machine",
        "Timing": "Times are estimated between marks: expect them to be off by about 17 s.",
        "Terms": "2 kept, 1 repaired, 1 missed"
        " (each is marked in both languages; an asterisk: the transcript misheard it)",
        "To check": "2 of 4 sentences have a missed term or a doubtful translation",
    }


def test_what_is_not_known_is_not_shown() -> None:
    bare = with_turn("Oui.", "Yes.", speaker=None)
    found = page(replace(bare, episode=replace(bare.episode, date=None, duration_ms=None), target_language="xx"))
    assert texts(found, "//dl/dt") == ["Languages", "Timing", "Terms", "To check"]
    assert texts(found, "//dl/dd")[0] == "French → XX, translated by machine"
    assert texts(found, "//dl/dd")[2:] == ["none of the glossary’s terms was said", "nothing"]
    assert found.xpath("//h3 | //nav | //details | //section[@id='terms'] | //audio") == []


def test_a_date_that_is_no_full_date_stands_as_it_is() -> None:
    found = page(replace(EPISODE, episode=replace(EPISODE.episode, date="2025-09")))
    assert texts(found, "//dl/dd")[0] == "2025-09"


@pytest.mark.parametrize(
    ("provenance", "band_ms", "line"),
    [
        (Provenance.GIVEN, 0, "Times come from the transcript, word by word."),
        (
            Provenance.SEGMENT,
            400,
            "Times are placed inside the transcript's own time marks: expect them to be off by about 0.4 s.",
        ),
        (Provenance.ALIGNED, 0, "Times were found in the recording."),
        (
            Provenance.ESTIMATED,
            80_000,
            "Times are estimated from the length of the episode alone: expect them to be off by about 1 min 20 s.",
        ),
    ],
)
def test_the_timing_line_is_honest(provenance: Provenance, band_ms: int, line: str) -> None:
    words = tuple(replace(word, provenance=provenance) for word in EPISODE.words)
    assert line in texts(page(replace(EPISODE, words=words, error_band_ms=band_ms)), "//dd")


def test_mixed_times_are_counted_and_the_approximate_ones_marked() -> None:
    words = (replace(EPISODE.words[0], provenance=Provenance.GIVEN), *EPISODE.words[1:])
    found = page(replace(EPISODE, words=words))
    assert (
        "Of 4 sentences' times, 1 come from the transcript, word by word; 3 are estimated between marks:"
        " expect them to be off by about 17 s."
    ) in texts(found, "//dd")
    assert len(found.xpath("//a[@class='time']")) == 1
    assert len(found.xpath("//a[@class='time approximate']")) == 3


def test_both_titles_stand_at_the_top_and_in_the_window() -> None:
    assert texts(page(), "//h1 | //p[@class='original']") == [EPISODE.title, EPISODE.episode.title]
    assert texts(page(), "//title") == [f"{EPISODE.title} · {EPISODE.episode.title}"]


def test_a_title_that_is_the_same_in_both_languages_stands_once() -> None:
    same = replace(EPISODE, title=EPISODE.episode.title, chapter_titles=("Bonjour", "Les nœuds"))
    assert page(same).xpath("//p[@class='original'] | //small") == []
    assert texts(page(same), "//title") == [EPISODE.episode.title]


def test_terms_are_listed_with_all_their_places_the_missed_ones_first() -> None:
    assert texts(page(), "//section[@id='terms']//li") == [
        "issue → issue (issue: 1 missed)1:01:39",
        "DevFest → DevFest (devfest: 1 kept)1:05",
        "nœud → node (node: 1 repaired)1:01:39",
        "sprint → sprint (sprint: 1 kept)1:05",
    ]


def test_the_readers_notes_are_folded_away() -> None:
    assert page().xpath("//details/@open") == []
    assert texts(page(), "//details/summary") == ["What the reader changed or left out (2)"]
    assert texts(page(), "//details//li") == [
        "repaired, line 4: a lost letter jet\ufffd jeté",
        "copy, lines 9-16: a copy of the transcript was dropped",
    ]


def test_the_signature_stands_in_the_footer() -> None:
    assert texts(page(), "//footer//code") == [EPISODE.signature]


def test_speakers_have_a_colour_in_the_order_in_which_they_speak() -> None:
    classes = page().xpath("//div[starts-with(@class, 'turn')]/@class")
    assert classes == ["turn speaker-1", "turn speaker-2"]


def test_the_ninth_speaker_takes_the_first_colour_again() -> None:
    turns = tuple(Turn(speaker=f"Voix {number}", text="Oui.") for number in range(9))
    found = page(replace(with_turn("Oui.", "Yes."), episode=replace(EPISODE.episode, turns=turns, chapters=())))
    assert found.xpath("//li[starts-with(@class, 'name')]/@class")[8] == "name speaker-1"


def test_a_page_of_1400_sentences_is_small_and_quick() -> None:
    turns = EPISODE.episode.turns * 350
    translations = tuple(
        replace(one, sentence=replace(one.sentence, turn=one.sentence.turn + 2 * copy))
        for copy in range(350)
        for one in EPISODE.translations
    )
    long = replace(EPISODE, episode=replace(EPISODE.episode, turns=turns), translations=translations)
    started = time.process_time()
    text = render(long)
    assert time.process_time() - started < 1.5
    assert len(text.encode()) < 1_500_000


def test_hostile_text_is_text_wherever_it_stands() -> None:
    term = Term(id=HOSTILE, source=HOSTILE, target=HOSTILE)
    outcomes = (rendered(hit(term, 0, HOSTILE, HOSTILE), Status.REPAIRED, HOSTILE, HOSTILE, HOSTILE),)
    base = with_turn(HOSTILE, HOSTILE, speaker=HOSTILE)
    hostile = replace(
        base,
        title=HOSTILE,
        chapter_titles=(f"{HOSTILE}!",),
        signature=HOSTILE,
        target_language=HOSTILE,
        translations=(replace(base.translations[0], outcomes=outcomes),),
        episode=replace(
            base.episode,
            title=f"{HOSTILE}!",
            language=HOSTILE,
            date=HOSTILE,
            chapters=(Chapter(title=HOSTILE, start_ms=0),),
            notes=(Note(kind=NoteKind.CHROME, place=HOSTILE, message=HOSTILE, before=HOSTILE, after=HOSTILE),),
        ),
    )
    found = page(hostile, audio=f"https://example.org/{HOSTILE}")
    assert len(found.xpath("//script")) == 1
    assert found.xpath("//img | //@onerror") == []
    assert found.xpath("string(//p[@class='source'])") == HOSTILE
    assert found.xpath("//p[@class='source']/@lang") == [HOSTILE]
    assert found.xpath("string(//h3)") == HOSTILE
    assert found.xpath("//audio/@src") == [f"https://example.org/{HOSTILE}"]


def test_what_html_cannot_hold_stands_as_the_replacement_character() -> None:
    assert "a\ufffdb\ufffdc" in render(with_turn("a\x00b\ud800c", "Yes."))
