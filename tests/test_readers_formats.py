"""Every layout and format, one sample each, and the oddities that real files have."""

import json
from pathlib import Path

import pytest
from small_episode import SMALL

from translate import document
from translate.episode import Episode, NoteKind, TimedSpan, Turn
from translate.readers import read, slug

SAMPLES = Path(__file__).parent / "samples"
SPOKEN = read((SAMPLES / "names-colon.txt").read_bytes(), name="names-colon.txt").turns


def text(content: str, name: str = "essai.txt", language: str = "fr") -> Episode:
    return read(content.encode(), name=name, language=language)


def said(episode: Episode) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in episode.turns]


def kinds(episode: Episode, kind: NoteKind) -> list[tuple[str, str, str]]:
    return [(note.place, note.before, note.after) for note in episode.notes if note.kind is kind]


@pytest.mark.parametrize(
    ("name", "layout", "first_ms"),
    [
        ("names-colon.txt", "names-colon", None),
        ("names-then-stamps.txt", "names-colon", 112_000),
        ("stamped-names.txt", "stamped-names", 112_000),
        ("stamps-names-text.txt", "stamps-names", 112_000),
        ("ranges.txt", "stamped-names", 112_000),
        ("bold-names.md", "bold-names", None),
        ("otter.txt", "names-stamped", 112_000),
        ("latin-1.txt", "names-colon", None),
        ("utf-16.txt", "names-colon", None),
        ("cues.srt", "srt", 112_000),
        ("cues.vtt", "webvtt", 112_000),
        ("whisperx.json", "whisper-json", 112_000),
        ("podcasting.json", "podcast-json", 112_000),
        ("podcasting.html", "podcast-html", 112_000),
        ("blog-page.html", "podcast-page", None),
    ],
)
def test_a_sample_of_each_layout_with_speakers_reads_alike(name: str, layout: str, first_ms: int | None) -> None:
    """Nine turns, the same words; WhisperX has numbers for names, and a blog types no-break spaces."""
    episode = read((SAMPLES / name).read_bytes(), name=name)
    assert episode.layout == layout
    expected = [turn.text.replace("…", "...") if name == "latin-1.txt" else turn.text for turn in SPOKEN]
    assert [turn.text.replace("\xa0", " ") for turn in episode.turns] == expected
    speakers = [turn.speaker for turn in SPOKEN]
    numbered = {speaker: f"SPEAKER_{index:02}" for index, speaker in enumerate(dict.fromkeys(speakers))}
    assert [turn.speaker for turn in episode.turns] == [
        numbered[speaker] if name == "whisperx.json" else speaker for speaker in speakers
    ]
    assert episode.turns[0].start_ms == first_ms


@pytest.mark.parametrize("name", ["bare-lines.txt", "cues.sbv", "whisper.json", "faster-whisper.json"])
def test_a_sample_of_each_layout_without_speakers_holds_the_same_words(name: str) -> None:
    episode = read((SAMPLES / name).read_bytes(), name=name)
    assert " ".join(turn.text for turn in episode.turns) == " ".join(turn.text for turn in SPOKEN)
    assert {turn.speaker for turn in episode.turns} == {None}
    assert len(episode.turns) == 2, "a turn without a speaker ends at a sentence after 600 characters"


def test_a_label_needs_evidence() -> None:
    """`Alors :`, `Note:`, a time of day and a web address are speech; a guest who speaks once is a speaker."""
    lines = (
        "Inès : Bonjour.\nAlors : voilà.\n12:30 : on mange.\nhttps://quai.example : le site\n"
        "Thibault : Salut.\nNote: c'est dit.\nInès : Oui.\nThibault : Non.\nKoz : Moi aussi.\n"
    )
    assert said(text(lines)) == [
        ("Inès", "Bonjour. Alors : voilà. 12:30 : on mange. https://quai.example : le site"),
        ("Thibault", "Salut. Note: c'est dit."),
        ("Inès", "Oui."),
        ("Thibault", "Non."),
        ("Koz", "Moi aussi."),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "Trois choses :\n- Kubernetes : le port\n- Docker : les bateaux\n- Terraform : le quai\nVoilà.\n",
        "Kubernetes : le port.\nEt Docker.\nKubernetes : encore lui.\nOn continue.\nEt encore.\nToujours.\n",
        "Bilan : tout va bien.\nMerci Inès : à toi.\nTranscription Note: rien.\nEt là : non.\n",
    ],
)
def test_lists_and_remarks_are_no_labels(lines: str) -> None:
    episode = text(lines)
    assert [turn.speaker for turn in episode.turns] == [None]
    assert "".join(episode.turns[0].text.split()) == "".join(lines.split())


def test_markdown_headings_may_be_the_names() -> None:
    episode = text("### Inès\n\nBonjour.\n\n### Koz\n\nSalut.\n\n### Inès\n\nBien.\n")
    assert said(episode) == [("Inès", "Bonjour."), ("Koz", "Salut."), ("Inès", "Bien.")]


def test_a_service_s_closing_line_is_dropped() -> None:
    episode = text("Koz  0:03\nBonjour.\n\nInès  0:07\nSalut.\n\nTranscribed by https://otter.ai\n")
    assert said(episode) == [("Koz", "Bonjour."), ("Inès", "Salut.")]


def test_a_line_before_the_first_label_is_speech_unless_it_is_a_title() -> None:
    episode = text("Le quai des devs\n\nBonjour, ici le générique.\n\nInès : Salut.\n\nThibault : Salut.\n")
    assert episode.title == "Le quai des devs"
    assert said(episode)[0] == (None, "Bonjour, ici le générique.")


@pytest.mark.parametrize(
    "head",
    ["**{}** :", "**{} :**", "**{}**", "- **{}** :", "**{}** (0:12) :", "**[0:12] {}** :", "**{} (0:12)**", "__{}__ —"],
)
def test_markdown_names_may_hold_times_and_colons(head: str) -> None:
    episode = text(f"{head.format('Inès')} Bonjour **à tous**.\n\n{head.format('Thibault')} Salut.\n")
    assert said(episode) == [("Inès", "Bonjour à tous."), ("Thibault", "Salut.")]
    assert episode.turns[0].start_ms == (12_000 if "0:12" in head else None)


@pytest.mark.parametrize(
    "head",
    [
        "[00:12] {} :",
        "[00:12] {}\n",
        "00:12 - {}\n",
        "{} (00:12):",
        "{} [00:12]\n",
        "{}, 00:12\n",
        "00:12\n{} :",
        "{}\t0:12\n",
    ],
)
def test_times_beside_names_are_starts(head: str) -> None:
    episode = text("".join(f"{head.format(name)} Bonjour.\n\n" for name in ("Inès", "Thibault", "Inès")))
    assert said(episode) == [("Inès", "Bonjour."), ("Thibault", "Bonjour."), ("Inès", "Bonjour.")]
    assert [turn.start_ms for turn in episode.turns] == [12_000] * 3


def test_names_alone_on_their_lines_are_labels_if_they_come_back() -> None:
    lines = "Inès\nBonjour à tous.\n\nThibault\nSalut.\n\nInès\nÇa va ?\n\nThibault\nOui.\n"
    assert said(text(lines)) == [
        ("Inès", "Bonjour à tous."),
        ("Thibault", "Salut."),
        ("Inès", "Ça va ?"),
        ("Thibault", "Oui."),
    ]


def test_times_of_paragraphs_become_segments_of_their_turn() -> None:
    episode = text("Inès :\n[0:05] Bonjour.\n[0:09] Ça va ?\n\nThibault :\n[0:12] Oui.\n")
    assert episode.turns[0].segments == (TimedSpan(start=0, end=8, start_ms=5000, end_ms=9000),)
    assert [turn.start_ms for turn in episode.turns] == [5000, 12_000]


def test_a_range_s_end_is_the_end_of_the_whole_turn() -> None:
    episode = text("0:05 à 0:09 Inès :\nUn.\nDeux.\n\n0:10 à 0:12 Thibault :\nTrois.\n")
    assert [(turn.start_ms, turn.end_ms, turn.text) for turn in episode.turns] == [
        (5000, 9000, "Un. Deux."),
        (10_000, 12_000, "Trois."),
    ]


def test_timed_lines_without_names_keep_their_times() -> None:
    episode = text("[0:00] Bonjour.\n[0:04] Ça va ?\n[0:06] Oui.\n")
    assert episode.layout == "stamped-lines"
    assert episode.turns[0].text == "Bonjour. Ça va ? Oui."
    assert [span.start_ms for span in episode.turns[0].segments] == [0, 4000]


def test_times_on_lines_of_their_own_time_the_next_line() -> None:
    episode = text("0:00\nBonjour.\n0:04\nÇa va ?\n")
    assert (episode.turns[0].text, episode.turns[0].start_ms) == ("Bonjour. Ça va ?", 0)


def test_one_very_long_line_is_cut_at_sentences() -> None:
    episode = text("Une phrase de quarante caractères, disons. " * 40)
    assert len(episode.turns) == 3
    assert all(len(turn.text) < 700 for turn in episode.turns)


SRT = """\ufeff1\r
00:00:01,000 --> 00:00:02,5\r
{\\an8}<font color="#fff">Inès: Bonjour</font>\r
\r
à tous.\r
\r
00:00:02,000 --> 00:00:04,000\r
<i>List&lt;String&gt;</i> & <Nom>.\r
\r
3\r
00:00:09,5 --> 00:00:10,000\r
- Oui.\r
- Non.\r
\r
4\r
00:00:12,000 --> 00:00:13,000\r
42\r
\r
5\r
00:00:14,000 --> 00:0"""


def test_srt_is_read_as_it_is_found() -> None:
    """No index, blank lines in the text, styling, a short fraction, an overlap, dashes, a number as text, a cut end."""
    episode = text(SRT)
    assert said(episode) == [
        (None, "Inès: Bonjour à tous. List<String> & <Nom>."),
        (None, "Oui."),
        (None, "Non."),
        (None, "42"),
    ]
    assert [(turn.start_ms, turn.end_ms) for turn in episode.turns] == [
        (1000, 4000),
        (9500, None),
        (None, 10_000),
        (12_000, 13_000),
    ]
    assert episode.turns[0].segments[0].end_ms == 2000
    assert kinds(episode, NoteKind.TIMING) == [
        ("the end of the file", "5 00:00:14,000 --> 00:0", ""),
        ("cue at line 2", "", ""),
    ]


def test_srt_speakers_go_on_until_the_next_name() -> None:
    cues = ["Inès: Un.", "Deux.", "Thibault: Trois.", "Inès: Quatre.", "THIBAULT: Cinq."]
    content = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}\n\n" for n, cue in enumerate(cues, start=1))
    assert said(text(content)) == [
        ("Inès", "Un. Deux."),
        ("Thibault", "Trois."),
        ("Inès", "Quatre."),
        ("THIBAULT", "Cinq."),
    ]


def test_a_pause_of_two_seconds_ends_a_turn_without_speakers() -> None:
    times = ((0, 1), (2, 3), (5, 6))
    content = "".join(f"00:00:0{start},000 --> 00:00:0{end},000\nMot {start}.\n\n" for start, end in times)
    assert said(text(content)) == [(None, "Mot 0. Mot 2."), (None, "Mot 5.")]


VTT = """WEBVTT - Le quai
Kind: captions

STYLE
::cue { color: red }

NOTE
un commentaire
sur deux lignes

intro
00:01.000 --> 00:02.000 align:start position:10%
<v.loud Inès>Bonjour <c.jaune>à</c> <00:00:01.500>tous &amp; toutes</v>

suite sans temps

00:00:02.000 --> 00:00:03.000
<v Thibault>Salut.</v> <v Inès>Oui ?

00:00:03.000 --> 00:00:04.000
Une voix.
"""


def test_webvtt_keeps_voices_and_leaves_out_what_is_no_speech() -> None:
    episode = text(VTT)
    assert episode.title == "Le quai"
    assert said(episode) == [
        ("Inès", "Bonjour à tous & toutes"),
        (None, "suite sans temps"),
        ("Thibault", "Salut."),
        ("Inès", "Oui ?"),
        (None, "Une voix."),
    ]
    notes = kinds(episode, NoteKind.CHROME)
    assert notes[0][1] == "STYLE\n::cue { color: red }\nNOTE\nun commentaire\nsur deux lignes"
    assert notes[1][1] == "intro"


def test_webvtt_without_voices_finds_names_in_the_text() -> None:
    cues = "".join(f"00:0{n}.000 --> 00:0{n}.900\n{name}: Mot {n}.\n\n" for n, name in enumerate(["Inès", "Koz"] * 2))
    assert [turn.speaker for turn in text(f"WEBVTT\n\n{cues}").turns] == ["Inès", "Koz", "Inès", "Koz"]


def test_broadcast_marks_change_the_speaker() -> None:
    cues = "".join(
        f"0:00:0{n}.000,0:00:0{n}.900\n{row}\n\n" for n, row in enumerate([">> Un.", "Deux[br]et demi.", ">> Trois."])
    )
    assert said(text(cues)) == [(None, "Un. Deux et demi."), (None, "Trois.")]


def test_whisper_words_are_spans_of_the_text() -> None:
    words = [
        {"word": " L'", "start": 0.0, "end": 0.2},
        {"word": "API", "start": 0.2, "end": 0.5},
        {"word": "perdu", "start": 0.5, "end": 0.6},
        {"word": " 3,5"},
        {"word": " fois", "start": 0.9, "end": 1.0},
    ]
    segments = [{"start": 0, "end": 1, "text": " L'API,  3,5 fois", "words": words}]
    episode = text(json.dumps({"segments": segments}))
    turn = episode.turns[0]
    assert turn.text == "L'API, 3,5 fois"
    assert [turn.text[word.start : word.end] for word in turn.words] == ["L'", "API", "fois"]
    assert [word.start_ms for word in turn.words] == [0, 200, 900]
    assert "1 words" in next(note.message for note in episode.notes)


@pytest.mark.parametrize(
    "document",
    [
        [{"start": 1, "end": 2, "text": "Bonjour."}],
        {"segments": [{"start": "1.0", "end": "2", "text": "Bonjour."}]},
        {"transcription": [{"offsets": {"from": 1000, "to": 2000}, "text": " Bonjour."}]},
        {"segments": [{"startTime": 1, "endTime": 2, "body": "Bonjour."}]},
        {"segments": [{"start": "00:00:01,000", "end": "00:00:02,000", "text": "Bonjour."}]},
        {"results": [{"segments": [{"start": 1, "end": 2, "text": "Bonjour."}]}]},
        {"segments": [{"start": 1, "end": 2, "words": [{"word": "Bonjour."}]}]},
    ],
)
def test_recognisers_name_the_same_fields_differently(document: object) -> None:
    episode = text(json.dumps(document))
    assert episode.turns == (
        Turn(
            speaker=None,
            text="Bonjour.",
            segments=(TimedSpan(start=0, end=8, start_ms=1000, end_ms=2000),),
            start_ms=1000,
            end_ms=2000,
        ),
    )


def test_json_with_a_text_alone_is_one_turn_without_times() -> None:
    assert text('{"text": " Bonjour à tous."}').turns == (Turn(speaker=None, text="Bonjour à tous."),)


def test_words_beside_the_segments_are_given_to_them() -> None:
    document = {
        "segments": [{"start": 0, "end": 1, "text": "Un"}, {"start": 1, "end": 2, "text": "deux"}],
        "words": [{"word": "Un", "start": 0.1, "end": 0.4}, {"word": "deux", "start": 1.1, "end": 1.5}],
    }
    turn = text(json.dumps(document)).turns[0]
    assert [(turn.text[word.start : word.end], word.start_ms) for word in turn.words] == [("Un", 100), ("deux", 1100)]


def test_times_that_cannot_be_are_dropped_and_the_text_is_kept() -> None:
    """One wild time does not spoil those after it; the end of a cue that begins nowhere is no end."""
    times = [(1, 2), (90, 91), (3, 4), (5, 2), (6, None), (-1, 7), (float("nan"), 9)]
    segments = [
        {"start": start, "end": end, "text": f"Mot {start}.", "speaker": str(n)} for n, (start, end) in enumerate(times)
    ]
    episode = text(json.dumps({"segments": segments}))
    assert len(episode.turns) == 7
    assert [turn.start_ms for turn in episode.turns] == [1000, None, 3000, 5000, 6000, None, None]
    assert [turn.end_ms for turn in episode.turns] == [2000, None, 4000, None, None, 7000, 9000]
    assert kinds(episode, NoteKind.TIMING) == [("segment 2, segment 4, segment 6 and 1 more", "", "")]


def test_html_drops_scripts_keeps_entities_and_sets_navigation_apart() -> None:
    page = (
        "<html><head><title>Quai &amp; Devs</title><script>var x = '<p>Non</p>';</script></head><body>"
        "<nav>Menu</nav><!-- <p>caché</p> --><div><p><b>In&egrave;s</b> : A&nbsp;<em>b</em><br>c &lt;d&gt;</p>"
        "<p><b>Koz</b> : <span>e<span>f</span></span></p><p><b>In&egrave;s</b> : g</p></div>"
        "<svg><text>rien</text></svg><footer>Pied</footer>fin <b"
    )
    episode = text(page)
    assert episode.title == "Quai & Devs"
    assert said(episode) == [("Inès", "A\xa0b c <d>"), ("Koz", "ef"), ("Inès", "g fin")]
    assert kinds(episode, NoteKind.CHROME)[0][1] == "Menu\nPied"


def test_html_of_nothing_but_navigation_is_read() -> None:
    assert said(text("<html><nav><p>Inès : Un.</p><p>Koz : Deux.</p></nav>")) == [("Inès", "Un."), ("Koz", "Deux.")]


def test_preformatted_text_keeps_its_lines() -> None:
    assert said(text("<html><body><pre>Inès : Un.\nKoz : Deux.\n</pre>")) == [("Inès", "Un."), ("Koz", "Deux.")]


def test_podcast_html_reads_what_has_no_paragraph_and_leaves_out_the_rest() -> None:
    page = "<h1>Titre</h1><cite>Inès:</cite><time>0:05</time><p>Un.</p><p>Deux.</p>trois<footer>pied</footer>"
    episode = text(page)
    assert (episode.title, said(episode), episode.turns[0].start_ms) == ("Titre", [("Inès", "Un. Deux. trois")], 5000)
    assert kinds(episode, NoteKind.CHROME)[0][1] == "Titre\npied"


def test_our_own_document_gives_its_episode_back() -> None:
    rendered = document.render(SMALL, input_name="essai.txt", files={})
    assert text(rendered, name="translation.json") == SMALL.episode


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Épisode n° 12.txt", "episode-n-12"), ("Le cœur.srt", "le-coeur"), ("ÆON.html", "aeon"), ("日本.txt", "episode")],
)
def test_a_slug_is_plain_ascii(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_language_without_a_module_is_read_without_its_helps() -> None:
    episode = text("Ana: Buenos días.\nBob: Hola.\n", language="es")
    assert said(episode) == [("Ana", "Buenos días."), ("Bob", "Hola.")]
    assert episode.language == "es"
