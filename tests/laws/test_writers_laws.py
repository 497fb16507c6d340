"""Whatever is said, independent readers find it again in every format."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pysubs2
import srt as independent_srt
import webvtt
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from strategies import cue_lists, texts, translated_episodes

from translate.cues import Cue
from translate.translation import TranslatedEpisode
from translate.writers import markdown, outputs, podcasting, srt, tmx, tsv, vtt
from translate.writers.caption import labelled_lines
from translate.writers.page.view import rows

LAW = settings(max_examples=35, deadline=None)


def words(text: str) -> str:
    """Return the letters and digits of a text: what no format may change."""
    return "".join(filter(str.isalnum, text))


def said(cue: Cue) -> str:
    """Return the letters and digits that a cue shows."""
    return words("".join(cue.lines))


@LAW
@given(cue_lists())
def test_srt_readers_find_the_same_cues(cues: tuple[Cue, ...]) -> None:
    text = srt.render(cues)
    found = list(independent_srt.parse(text))
    assert [round(cue.start.total_seconds() * 1000) for cue in found] == [cue.start_ms for cue in cues]
    assert [round(cue.end.total_seconds() * 1000) for cue in found] == [cue.end_ms for cue in cues]
    assert [words(cue.content) for cue in found] == [words(cue.label) + said(cue) for cue in cues]
    assert [cue.index for cue in found] == list(range(1, len(cues) + 1))
    assert independent_srt.compose(found, reindex=False) == text + "\n" * bool(cues)


@LAW
@given(cue_lists())
def test_players_take_nothing_in_srt_for_a_tag(cues: tuple[Cue, ...]) -> None:
    # It takes a last line of digits for the number of a cue to come, and two time codes on a line for a cue's times.
    assume(not any(re.search(r"(^|\s)\d+\s*$|00:00:01", "\n".join(labelled_lines(cue))) for cue in cues))
    found = pysubs2.SSAFile.from_string(srt.render(cues), format_="srt")
    plain = [re.sub(r"\\[Nnh]", "", cue.plaintext) for cue in found]
    expected = [re.sub(r"\\[Nnh]", "", f"{cue.label}{''.join(cue.lines)}") for cue in cues]
    assert [words(text) for text in plain] == [words(text) for text in expected]


@LAW
@given(cue_lists(), texts(2))
def test_webvtt_readers_find_the_same_cues_and_voices(cues: tuple[Cue, ...], signature: str) -> None:
    text = vtt.render(cues, signature)
    found = webvtt.from_string(text).captions
    assert text.count("-->") == len(cues)
    assert [(cue.start_in_seconds, cue.end_in_seconds) for cue in found] == [
        (cue.start_ms // 1000, cue.end_ms // 1000) for cue in cues
    ]
    for theirs, ours in zip(found, cues, strict=True):
        assert words(unescaped(theirs.text)) == said(ours)
        if ours.second_speaker is None:
            assert words(unescaped(theirs.voice or "")) == words(ours.speaker or "")
        assert not re.search("[<>]", re.sub("<v [^>]*>|</v>", "", theirs.raw_text))


def unescaped(text: str) -> str:
    """Undo WebVTT's escapes, which `webvtt-py` leaves."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@LAW
@given(cue_lists(), texts(2), st.lists(st.tuples(st.integers(0, 10**7), texts(2)), max_size=3))
def test_podcasting_json_holds_every_word(cues: tuple[Cue, ...], title: str, marks: list[tuple[int, str]]) -> None:
    document = json.loads(podcasting.transcript(cues))
    assert document["version"] == "1.0.0"
    bodies: dict[int, str] = {}
    for segment in document["segments"]:
        start_ms = round(segment["startTime"] * 1000)
        bodies[start_ms] = bodies.get(start_ms, "") + segment["body"]
    assert {start_ms: words(body) for start_ms, body in bodies.items()} == {cue.start_ms: said(cue) for cue in cues}
    listed = json.loads(podcasting.chapters(title, marks))
    assert (listed["version"], listed["title"]) == ("1.2.0", title)
    assert [(round(c["startTime"] * 1000), c["title"]) for c in listed["chapters"]] == marks


@LAW
@given(translated_episodes())
def test_a_table_has_a_row_per_sentence_whoever_reads_it(translated: TranslatedEpisode) -> None:
    text = tsv.render(translated)
    assert len(text.splitlines()) == len(translated.translations) + 1
    head, *found = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")
    assert tuple(head) == tsv.COLUMNS
    assert all(len(line.split("\t")) == len(tsv.COLUMNS) for line in text.split("\n")[:-1])
    unescape = {r"\\": "\\", r"\t": "\t", r"\n": "\n", r"\r": "\r"}
    for row, fields in zip(rows(translated), found, strict=True):
        source, target = (
            re.sub(r"\\u([0-9a-f]{4})|\\.", lambda m: chr(int(m[1], 16)) if m[1] else unescape[m[0]], field)
            for field in fields[4:6]
        )
        assert source == row.source.text.strip()
        assert target == row.translation.target.strip()
        assert (int(fields[0]), int(fields[1])) == (row.time.start_ms, row.time.end_ms)


@LAW
@given(translated_episodes())
def test_a_translation_memory_has_a_unit_per_sentence(translated: TranslatedEpisode) -> None:
    text = tmx.render(translated)
    ours, theirs = etree.fromstring(text.encode()), ET.fromstring(text)  # noqa: S314  # our own file
    for root in (ours, theirs):
        segments = ["".join(segment.itertext()) for segment in root.iter("seg")]
        illegal = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
        expected = [
            re.sub(illegal, "\ufffd", side)
            for row in rows(translated)
            for side in (row.source.text.strip(), row.translation.target.strip())
        ]
        assert segments == expected
        assert [header.get("srclang") for header in root.iter("header")] == [translated.episode.language]


@LAW
@given(translated_episodes())
def test_markdown_readers_see_the_text_and_no_other_markup(translated: TranslatedEpisode) -> None:
    tokens = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(markdown.render(translated))
    assert {token.type for token in tokens} <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline"),
        *("blockquote_open", "blockquote_close", "bullet_list_open", "bullet_list_close"),
        *("list_item_open", "list_item_close"),
    }
    inline = [token for token in tokens if token.type == "inline"]
    kinds = {child.type for token in inline for child in token.children or ()}
    assert kinds <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
        "em_open",
        "em_close",
        "code_inline",
        "softbreak",
    }
    shown = "".join(child.content for token in inline for child in token.children or ())
    for row in rows(translated):
        for side in (row.source.text, row.translation.target):
            assert words(side) in words(shown)


@settings(max_examples=15, deadline=None)
@given(translated_episodes(), cue_lists())
def test_every_file_can_be_written_as_utf_8_and_has_line_feeds_alone(
    translated: TranslatedEpisode, cues: tuple[Cue, ...]
) -> None:
    files = outputs(translated, source_cues=cues, target_cues=cues, bilingual_cues=cues)
    assert len({file.name for file in files}) == 14
    for file in files:
        assert b"\r" not in file.content.encode(), file.name
