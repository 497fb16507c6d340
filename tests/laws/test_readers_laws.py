"""Laws of the readers: nothing said is lost, what a layout renders reads back, and nothing but InputError is raised."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from translate.episode import Episode
from translate.errors import InputError
from translate.readers import read

NAMES = (
    *("Maëlle", "Thibault", "Inès", "Anne-Lise Le Goff", "Speaker 1", "Yann d'Arvor", "DJ Koz", "Marie de Brest"),
    "Noé 🎙️",
)
SAYINGS = (
    "Alors : voilà, on y est.",
    "Note: il faut relire",
    "Rendez-vous à 12:30, devant https://quai.example/a?b=1",
    "Oui",
    "on a 3,5 nodes et 1h36 de logs…",
    "« Ça marche », dit-elle : parfait !",
    "Et là,\xa0c'est le drame\xa0!",
    "List<String> & R&D, 2 < 3",
    "jeté, déployé, oublié ?",
    "Transcription",
    "Merci Inès : à toi",
    "-5 degrés",
    "DevOps * amour_toujours",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A turn as it was said."""

    speaker: str
    text: str
    start_ms: int
    end_ms: int


@st.composite
def dialogues(draw: st.DrawFn) -> tuple[Said, ...]:
    """Two to eight turns; two speakers at least, each of whom speaks twice, never the same one twice running."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True))
    count = draw(st.integers(2 * len(names), 8))
    turns: list[Said] = []
    now_ms = draw(st.integers(0, 4000)) * 1000
    for index in range(count):
        text = " ".join(draw(st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=3)))
        end_ms = now_ms + draw(st.integers(1, 90)) * 1000
        turns.append(Said(speaker=names[index % len(names)], text=text, start_ms=now_ms, end_ms=end_ms))
        now_ms = end_ms + draw(st.integers(0, 3)) * 1000
    return tuple(turns)


def clock(milliseconds: int, *, point: str = "", hours: bool = True) -> str:
    minutes, rest = divmod(milliseconds, 60_000)
    fraction = f"{point}{rest % 1000:03d}" if point else ""
    if hours:
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{fraction}"
    return f"{minutes}:{rest // 1000:02d}{fraction}"


def colon(turns: tuple[Said, ...]) -> str:
    return "".join(f"{turn.speaker}: {turn.text}\n" for turn in turns)


def french_colon(turns: tuple[Said, ...]) -> str:
    return "".join(f"{turn.speaker}\xa0:\n{turn.text}\n\n" for turn in turns)


def stamped_text(turns: tuple[Said, ...]) -> str:
    return "".join(f"{turn.speaker} :\n[{clock(turn.start_ms, hours=False)}] {turn.text}\n\n" for turn in turns)


def stamped_names(turns: tuple[Said, ...]) -> str:
    return "".join(f"[{clock(turn.start_ms)}] {turn.speaker}\n{turn.text}\n\n" for turn in turns)


def stamps_alone(turns: tuple[Said, ...]) -> str:
    return "".join(f"{clock(turn.start_ms)}\n{turn.speaker}\n{turn.text}\n\n" for turn in turns)


def ranges(turns: tuple[Said, ...]) -> str:
    return "".join(f"{clock(turn.start_ms)} à {clock(turn.end_ms)} {turn.speaker} :\n{turn.text}\n\n" for turn in turns)


def bold(turns: tuple[Said, ...]) -> str:
    return "# Un épisode\n\n" + "".join(f"**{turn.speaker}** : {turn.text}\n\n" for turn in turns)


def otter(turns: tuple[Said, ...]) -> str:
    return "".join(f"{turn.speaker}  {clock(turn.start_ms, hours=False)}\n{turn.text}\n\n" for turn in turns)


def page(turns: tuple[Said, ...]) -> str:
    body = "".join(f"  • {turn.speaker}\n\n    {turn.text}\n\n" for turn in turns)
    chapters = "Chapters\n\n  • Le début\n\n    00:00\n\n  • La fin\n\n    01:04:45\n\n"
    return f"Quai\n\nQuai 1\n\n1h36 |30/09/2025\nPlay\n\nTranscription\n\n{body}{chapters}Share\n"


def page_html(turns: tuple[Said, ...]) -> str:
    body = "".join(f"<li><b>{html.escape(turn.speaker)}</b><p>{html.escape(turn.text)}</p></li>\n" for turn in turns)
    return f"<!DOCTYPE html><html><body><h1>Quai</h1><h2>Transcription</h2><ul>{body}</ul></body></html>"


def names_html(turns: tuple[Said, ...]) -> str:
    body = "".join(
        f"<p><strong>{html.escape(turn.speaker)}&nbsp;:</strong>\n{html.escape(turn.text)}</p>" for turn in turns
    )
    return f"<html><body><script>var a = '<p>Non : rien</p>';</script><h2>Transcription</h2>{body}</body></html>"


def podcast_html(turns: tuple[Said, ...]) -> str:
    return "".join(
        f"<cite>{html.escape(turn.speaker)}:</cite><time>{clock(turn.start_ms, hours=False)}</time>"
        f"<p>{html.escape(turn.text)}</p>\n"
        for turn in turns
    )


def srt(turns: tuple[Said, ...]) -> str:
    return "".join(
        f"{index}\n{clock(turn.start_ms, point=',')} --> {clock(turn.end_ms, point=',')}\n"
        f"{turn.speaker}: {turn.text}\n\n"
        for index, turn in enumerate(turns, start=1)
    )


def webvtt(turns: tuple[Said, ...]) -> str:
    return "WEBVTT\n\n" + "".join(
        f"{clock(turn.start_ms, point='.')} --> {clock(turn.end_ms, point='.')} line:80%\n"
        f"<v {turn.speaker}>{html.escape(turn.text, quote=False)}</v>\n\n"
        for turn in turns
    )


def whisper(turns: tuple[Said, ...]) -> str:
    segments = [
        {"start": turn.start_ms / 1000, "end": turn.end_ms / 1000, "text": f" {turn.text}", "speaker": turn.speaker}
        for turn in turns
    ]
    return json.dumps({"segments": segments})


def podcast_json(turns: tuple[Said, ...]) -> str:
    segments = [
        {"startTime": turn.start_ms / 1000, "endTime": turn.end_ms / 1000, "body": turn.text, "speaker": turn.speaker}
        for turn in turns
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False)


UNTIMED = (colon, french_colon, bold, page, page_html, names_html)
STARTED = (stamped_text, stamped_names, stamps_alone, otter, podcast_html)
TIMED = (ranges, srt, webvtt, whisper, podcast_json)


@pytest.mark.parametrize("render", [*UNTIMED, *STARTED, *TIMED])
@given(turns=dialogues())
@settings(max_examples=25, deadline=None)
def test_a_dialogue_reads_back_from_every_layout(
    render: Callable[[tuple[Said, ...]], str], turns: tuple[Said, ...]
) -> None:
    """Speakers, texts and times that a layout holds come back, turn by turn."""
    episode = read(render(turns).encode(), name="essai.txt")
    assert [(turn.speaker, turn.text) for turn in episode.turns] == [(turn.speaker, turn.text) for turn in turns]
    starts = [None if render in UNTIMED else turn.start_ms for turn in turns]
    assert [turn.start_ms for turn in episode.turns] == starts
    assert [turn.end_ms for turn in episode.turns] == [turn.end_ms if render in TIMED else None for turn in turns]


@given(turns=dialogues(), copies=st.integers(2, 4))
@settings(max_examples=25, deadline=None)
def test_copies_of_a_page_become_one(turns: tuple[Said, ...], copies: int) -> None:
    """However often the transcript stands on the page, it is read once, and the note counts the others."""
    episode = read((page(turns) * copies).encode(), name="essai.txt")
    assert [turn.text for turn in episode.turns] == [turn.text for turn in turns]
    assert [note.message.split()[0] for note in episode.notes if note.kind == "copy"] == [str(copies - 1)]


@given(
    sayings=st.lists(st.sampled_from([*SAYINGS[:9], *SAYINGS[10:]]), min_size=1, max_size=12),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(max_examples=50, deadline=None)
def test_bare_lines_lose_no_character(sayings: list[str], newline: str) -> None:
    """Without speakers every character that is no space is text, even `Alors :` and `Note:`."""
    episode = read(newline.join(sayings).encode(), name="essai.txt")
    spoken = "".join(turn.text for turn in episode.turns)
    assert re.sub(r"\s", "", spoken) == re.sub(r"\s", "", "".join(sayings))
    assert {turn.speaker for turn in episode.turns} == {None}


FRAGMENTS = (
    *SAYINGS,
    *NAMES,
    *(f"{name} :" for name in NAMES[:3]),
    *(f"{name}: {saying}" for name, saying in zip(NAMES, SAYINGS, strict=False)),
    *("[00:12] Inès", "00:12", "[1:05] bonjour", "0:00:05 à 0:01:43 Maëlle :", "Thibault  3:07", "99:99"),
    *("  • Inès", "  • Le backlog", "    Bonjour", "- Oui", "- Non", "**Maëlle** : salut", "# Titre", "* point"),
    *("Transcription", "Chapters", "Description", "1h36 |30/09/2025", "Play", "undefined cover"),
    *("00:00:01,000 --> 00:00:02,000", "00:01.000 --> 00:02.000 align:start", "0:00:01.000,0:00:02.000", "12"),
    *(
        "WEBVTT",
        "NOTE commentaire",
        "STYLE",
        "<v Inès>Bonjour</v>",
        "<i>penché</i>",
        "{\\an8}haut",
        "&eacute;t&eacute;",
    ),
    *("<p>Bonjour", "<li>Inès", "<ul>", "</ul>", "<cite>Inès:</cite>", "<time>0:01</time>", "<!-- caché"),
    *('{"segments": [', '{"start": 1, "end": 2, "text": " Bonjour"},', '{"text": "salut"}', "]}", "[", "{"),
    *("", "", "\ufffd\ufffdquipe", "jet\ufffd\ufffd", ">> Bonjour", "\xa0", "Sous-titres réalisés par la communauté"),
)
SOUPS = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("\n".join)


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", text))


def told(episode: Episode) -> str:
    """Return all that an episode says anywhere."""
    notes = [part for note in episode.notes for part in (note.before, note.after, note.message)]
    turns = [f"{turn.speaker} {turn.text}" for turn in episode.turns]
    return "\n".join([episode.title, *(chapter.title for chapter in episode.chapters), *turns, *notes])


@given(soup=SOUPS)
@example(soup="Transcription\n\n  • Inès\n\nTranscription")
@settings(max_examples=500, deadline=None)
def test_every_word_of_any_text_stands_somewhere(soup: str) -> None:
    """Whatever lines come together, a word is speech, a label, a field, or in the notes; nothing vanishes silently."""
    try:
        episode = read(soup.encode(), name="essai.txt")
    except InputError:
        return
    shown = re.sub(r"<[^<>]*>|<[!/?a-z][^<>]*\Z|\{\\an8\}|<!--", " ", html.unescape(soup))
    if not episode.layout.endswith("json"):
        assert words(shown) - words(html.unescape(told(episode))) <= {"WEBVTT", "align", "start"}


TIMES = st.none() | st.floats() | st.integers() | st.sampled_from(["", "2", "1e999", "-3", "0:07", "99:99", "jamais"])


@given(times=st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_a_time_that_a_recogniser_gives_is_kept_or_noted(times: list[tuple[object, object]]) -> None:
    """Whatever stands for a time, it becomes the turn's, or the notes tell of a time that was dropped."""
    segments = [{"start": start, "end": end, "text": "Oui.", "speaker": n} for n, (start, end) in enumerate(times)]
    episode = read(json.dumps({"segments": segments}).encode(), name="essai.json")
    pairs = [
        (time in {None, ""}, kept is None)
        for given_times, turn in zip(times, episode.turns, strict=True)
        for time, kept in zip(given_times, (turn.start_ms, turn.end_ms), strict=True)
    ]
    assert all(lost for absent, lost in pairs if absent)
    assert any(lost and not absent for absent, lost in pairs) == any(note.kind == "timing" for note in episode.notes)


@given(data=st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes at all raise anything but InputError, and what is read has words."""
    try:
        episode = read(data, name="essai")
    except InputError as error:
        assert error.where == "essai"  # noqa: PT017 - both outcomes are checked
    else:
        assert all(turn.text.strip() == turn.text != "" for turn in episode.turns)


@given(
    soup=SOUPS,
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]),
    cut=st.integers(0, 99),
)
@settings(max_examples=300, deadline=None)
def test_any_lines_are_read_or_refused_however_encoded_and_cut(soup: str, encoding: str, cut: int) -> None:
    """Layout-like lines, cut anywhere, in any encoding: an episode whose times and spans are sane, or InputError."""
    data = soup.encode(encoding)
    try:
        episode = read(data[: len(data) * cut // 99], name="essai.txt")
    except InputError:
        return
    starts = [turn.start_ms for turn in episode.turns if turn.start_ms is not None]
    assert starts == sorted(starts)
    for turn in episode.turns:
        for spans in (turn.words, turn.segments):
            assert all(0 <= span.start < span.end <= len(turn.text) for span in spans)
            assert all(0 <= span.start_ms <= span.end_ms for span in spans)
            assert all(before.end <= after.start for before, after in pairwise(spans))
            assert all(before.end_ms <= after.start_ms for before, after in pairwise(spans))
