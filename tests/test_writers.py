"""The files of an episode: whole, against golden ones, and one example for each trap of a format."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from small_episode import ANSWER, NODE, SMALL, SOURCE_CUES, STACKED_CUES, TARGET_CUES

from translate import document
from translate.cues import Cue
from translate.episode import Turn
from translate.outputs import digest_of
from translate.sentences import Sentence
from translate.terms import Hit, Reason
from translate.translation import Confidence, Misgiving, Outcome, Provenance, Status, Translation
from translate.writers import OutputFile, markdown, outputs, page, podcasting, srt, tmx, tsv, vtt

GOLDEN = Path(__file__).parent / "golden" / "small"
OUTPUTS = outputs(SMALL, source_cues=SOURCE_CUES, target_cues=TARGET_CUES, bilingual_cues=STACKED_CUES)
DOCUMENT = OutputFile(
    name="translation.json",
    content=document.render(
        SMALL,
        input_name="page.txt",
        # the page has golden files of its own, and changes more often
        files={f.name: digest_of(f.content) for f in OUTPUTS if f.name != "transcript.html"},
    ),
)


def cue(*lines: str, speaker: str | None = "Ada", label: str = "", second_speaker: str | None = None) -> Cue:
    return Cue(
        start_ms=3_723_004,
        end_ms=360_000_000,
        lines=lines,
        speaker=speaker,
        provenance=Provenance.GIVEN,
        sentences=(0,),
        label=label,
        second_speaker=second_speaker,
    )


@pytest.mark.parametrize(
    "file", [file for file in (*OUTPUTS, DOCUMENT) if file.name != "transcript.html"], ids=lambda file: file.name
)
def test_a_file_is_as_the_golden_one(file: OutputFile) -> None:
    """With GLOSSUB_GOLDEN set, the golden files are written again: look at what changed before you commit it."""
    path = GOLDEN / file.name
    if os.environ.get("GLOSSUB_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content.encode())
    assert file.content == path.read_bytes().decode()


def test_names_follow_the_episode_and_its_pair() -> None:
    german = replace(SMALL, episode=replace(SMALL.episode, id="folge-1", language="de"), target_language="es")
    assert sorted(file.name for file in outputs(german, source_cues=(), target_cues=(), bilingual_cues=())) == [
        "bilingual.tsv",
        "chapters.de.json",
        "chapters.es.json",
        "folge-1.de-es.srt",
        "folge-1.de-es.vtt",
        "folge-1.de.srt",
        "folge-1.de.vtt",
        "folge-1.es.srt",
        "folge-1.es.vtt",
        "folge-1.tmx",
        "transcript.de.json",
        "transcript.es.json",
        "transcript.html",
        "transcript.md",
    ]


def test_the_page_is_among_the_files_and_plays_the_recording() -> None:
    files = outputs(SMALL, source_cues=(), target_cues=(), bilingual_cues=(), audio="https://example.org/5.mp3")
    (page,) = (file for file in files if file.name == "transcript.html")
    assert "https://example.org/5.mp3" in page.content


def test_a_lone_surrogate_does_not_reach_a_file() -> None:
    odd = replace(SMALL, title="a\ud83d")
    files = outputs(odd, source_cues=(cue("b\udc00"),), target_cues=(), bilingual_cues=())
    assert all(file.content.encode() for file in files if not file.name.endswith("en.srt"))


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("a < b > c, x<3", "5 <6"), "a < b > c, x<3\n5 <6"),
        (("une List<String>, oui",), "une List‹String>, oui".replace(">", "›")),
        (("</font> <é> <!-- <v",), "‹/font› ‹é› ‹!-- ‹v"),
        (("{\\an8}haut {nom}",), "(\\an8)haut (nom)"),
        (("a --> b", "--->"), "a → b\n-→"),
        (("a\n\n\nb\r\n\u2028c", "  ", "\x00"), "a\nb\nc"),
        (("\tb\x07\ufeff ",), "b"),
    ],
)
def test_nothing_in_a_line_breaks_an_srt_file(lines: tuple[str, ...], shown: str) -> None:
    assert srt.render([cue(*lines)]) == f"1\n01:02:03,004 --> 100:00:00,000\n{shown}\n"


def test_an_srt_label_stands_before_the_first_line() -> None:
    assert srt.render([cue("un", "deux", label="A<b>\n: ")]).split("\n")[2:4] == ["A‹b› : un", "deux"]


def test_a_cue_that_shows_nothing_is_left_out_of_subtitles() -> None:
    cues = (cue("\n", ""), cue("a"))
    assert srt.render(cues).startswith("1\n") and srt.render(cues).count("-->") == 1  # noqa: PT018  # one numbering
    assert vtt.render(cues, "s").count("-->") == 1
    assert srt.render(()) == ""


@pytest.mark.parametrize(
    ("speaker", "spoken"),
    [
        ("Ada", "<v Ada>a"),
        ("R&D <x>\nLéo", "<v R&amp;D &lt;x&gt; Léo>a"),
        ("odd--", "<v odd-- >a"),
        (" \n", "a"),
        (None, "a"),
    ],
)
def test_a_voice_is_one_whatever_its_name(speaker: str | None, spoken: str) -> None:
    assert vtt.render([cue("a", speaker=speaker)], "s").split("\n")[-2] == spoken


def test_nothing_in_a_cue_or_a_signature_breaks_a_webvtt_file() -> None:
    text = vtt.render([cue("a --> <b> & c", "\n", "NOTE")], "x --> y\n\nz")
    assert text == ("WEBVTT\n\nNOTE\nx → y  z\n\n01:02:03.004 --> 100:00:00.000\n<v Ada>a → &lt;b&gt; &amp; c\nNOTE\n")


@pytest.mark.parametrize(
    ("lines", "spoken"),
    [
        (("- Oui ?", "- Non."), "<v Ada>- Oui ?</v>\n<v Léo>- Non.</v>\n"),
        (("- Oui ?", " "), "<v Ada>- Oui ?</v>\n"),
    ],
)
def test_a_cue_of_two_speakers_has_a_voice_on_each_line(lines: tuple[str, ...], spoken: str) -> None:
    assert vtt.render([cue(*lines, second_speaker="Léo")], "s").endswith(f"\n{spoken}")


def test_a_cue_of_two_speakers_is_two_segments() -> None:
    text = podcasting.transcript([cue("- Oui ?", "- Non.", second_speaker="Léo")])
    assert '"speaker": "Ada", "startTime": 3723.004, "endTime": 360000.0, "body": "Oui ?"}' in text
    assert '"speaker": "Léo", "startTime": 3723.004, "endTime": 360000.0, "body": "Non."}' in text


def test_a_table_quotes_and_escapes_as_it_says() -> None:
    odd = replace(SMALL.translations[0], target='"Hi"\tto\nall\\\x85.')
    row = tsv.render(replace(SMALL, translations=(odd, *SMALL.translations[1:]))).split("\n")[1]
    assert row.split("\t")[5] == r'"""Hi""\tto\nall\\\u0085."'


def test_a_time_in_doubt_stands_with_the_other_doubts_in_every_transcript() -> None:
    last = SMALL.translations[4].sentence
    why = (Misgiving.GAP,)
    unsure = Confidence(turn=last.turn, start=last.start, end=last.end, score=0.3, misgivings=why)
    doubted = replace(SMALL, confidences=(unsure,))
    assert tsv.render(doubted).split("\n")[5].endswith("repetition, length ratio, time: beside a stretch without text")
    assert '<prop type="x-doubt">time: beside a stretch without text</prop>' in tmx.render(doubted)
    assert "time: beside a stretch without text)*" in markdown.render(doubted)
    calm = replace(doubted, translations=(*SMALL.translations[:4], replace(SMALL.translations[4], doubts=())))
    assert '<ul class="flags"><li>Doubt (time): beside a stretch without text</li></ul>' in page.render(calm)


def test_a_translation_memory_has_no_speaker_where_nobody_is_named() -> None:
    assert tmx.render(SMALL).count('type="x-speaker"') == 4


def turn_of(text: str, target: str, *, outcomes: tuple[Outcome, ...] = (), times: int = 1) -> str:
    """Return the Markdown of an episode of one turn, without its head and foot."""
    whole = text * times
    sentences = [Sentence(turn=0, start=i * len(text), end=(i + 1) * len(text)) for i in range(times)]
    episode = replace(SMALL.episode, turns=(Turn(speaker="*Ada*", text=whole),), chapters=())
    made = replace(
        SMALL,
        episode=episode,
        chapter_titles=(),
        words=(),
        translations=tuple(Translation(sentence=s, target=target, outcomes=outcomes) for s in sentences),
    )
    return markdown.render(made).split("\n\n", 2)[2].rsplit("\n\n", 1)[0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("C'est un *vrai* snake_case à 5 < 6 & plus.", r"C'est un \*vrai\* snake\_case à 5 < 6 & plus."),
        ("# non", r"\# non"),
        ("- non", r"\- non"),
        ("12. non", r"12\. non"),
        ("12) non", r"12\) non"),
        ("=== non", r"\=== non"),
        ("> non", r"\> non"),
        ("<b> &amp; [x](y) `z` ~~a~~ $b$ :tada:", r"\<b> \&amp; \[x\](y) \`z\` \~\~a\~\~ \$b\$ \:tada:"),
        ("a\n\n    b\x00", "a b"),
        ("À 12:30, l'été !", "À 12:30, l'été !"),
    ],
)
def test_markdown_escapes_what_would_be_markup_and_nothing_else(text: str, shown: str) -> None:
    assert turn_of(text, text) == f"**\\*Ada\\*** · 0:00\n\n{shown}\n\n> {shown}"


def test_a_long_turn_is_several_pairs_of_paragraphs() -> None:
    text = turn_of("Une phrase. ", "A sentence of some length. " * 10, times=4)
    assert [paragraph[:5] for paragraph in text.split("\n\n")[1:]] == ["A sen", "> Une", "A sen", "> Une"]


def test_an_untranslated_sentence_leaves_its_source_alone() -> None:
    assert turn_of("Une phrase.", "") == "**\\*Ada\\*** · 0:00\n\n> Une phrase."


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([(5, 10)], "Deux **nœuds** | une"),
        ([(5, 10), (5, 8)], "Deux **nœu**ds | une"),
        ([(5, 8), (8, 10)], "Deux **nœu**ds | une"),
        ([(4, 10)], "Deux nœuds | une"),
        ([(5, 5)], "Deux nœuds | une"),
        ([(11, 12)], "Deux nœuds **|** une"),
        ([(8, 12)], "Deux nœuds | une"),
    ],
)
def test_a_term_is_bold_where_markdown_can_make_it_so(spans: list[tuple[int, int]], shown: str) -> None:
    text = ANSWER[18:34]
    hits = [Hit(term=NODE, turn=0, start=0, end=1, form="x", reason=Reason.FORM) for _ in spans]
    outcomes = tuple(
        Outcome(hit=hit, status=Status.KEPT, tier="inline", rendering=text[start:end], start=start, end=end)
        for hit, (start, end) in zip(hits, spans, strict=True)
    )
    assert turn_of(text, text, outcomes=outcomes).split("\n\n")[1] == shown


def test_titles_are_one_line_without_markup() -> None:
    odd = replace(SMALL, title="C#\n# D *x* #", chapter_titles=("", "B #"))
    text = markdown.render(odd)
    assert text.startswith("# C\\# \\# D \\*x\\* \\#\n\n")
    assert "\n## 0:00 · Bonjour\n" in text
    assert "\n## 0:08 · B \\#\n" in text


def test_what_is_unknown_is_not_in_the_head() -> None:
    bare = replace(
        SMALL,
        episode=replace(SMALL.episode, title="T", date=None, duration_ms=None, turns=(), chapters=()),
        title="T",
        chapter_titles=(),
        translations=(),
        words=(),
        error_band_ms=0,
        signature="s `t`",
    )
    assert markdown.render(bare) == "# T\n\n- Languages: fr → en\n\nMade by `s 't'`\n"


def test_a_label_on_a_line_of_its_own_stands_above_the_first_line() -> None:
    assert srt.render([cue("un", label="Ada:\n")]).split("\n")[2:4] == ["Ada:", "un"]
