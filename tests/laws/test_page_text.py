from collections import Counter
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from translate.corrected import corrected
from translate.episode import Chapter, Episode, Note, NoteKind, Turn
from translate.glossary import Term
from translate.sentences import Sentence
from translate.terms import Hit, Reason
from translate.translation import Doubt, Outcome, Provenance, Status, TranslatedEpisode, Translation, WordTime
from translate.writers.page import render

VOID = frozenset("meta link input br".split())
RAW = frozenset("style script".split())

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12) | st.sampled_from(
    [
        "</p>",
        "<script>",
        "&amp;",
        "&#13;",
        "\r\n",
        '"',
        "'",
        "]]>",
        "<!--",
        "-->",
        "e\u0301",
        "\u202e",
        "\xa0",
        "$title",
    ]
)
spoken = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)


@st.composite
def sentences(draw: st.DrawFn, turn: int, at: int) -> tuple[str, Translation]:
    """Draw a sentence that starts at `at` of its turn, of one to five pieces, any of which may be a hit."""
    source, target, outcomes = "", "", []
    for piece in draw(st.lists(spoken, min_size=1, max_size=5)):
        if draw(st.booleans()):
            term = Term(id=draw(words), source=draw(words), target=draw(words))
            start = at + len(source)
            hit = Hit(
                term=term,
                turn=turn,
                start=start,
                end=start + len(piece),
                form=piece,
                reason=draw(st.sampled_from(Reason)),
            )
            status, rendering = draw(st.sampled_from(Status)), draw(spoken)
            if status is Status.MISSED:
                outcomes.append(Outcome(hit=hit, status=status, tier=draw(words)))
            else:
                place = len(target)
                target += rendering
                outcomes.append(
                    Outcome(
                        hit=hit,
                        status=status,
                        tier=draw(words),
                        rendering=rendering,
                        start=place,
                        end=place + len(rendering),
                    )
                )
        source += piece
        target += draw(words)
    sentence = Sentence(turn=turn, start=at, end=at + len(source))
    doubts = tuple(draw(st.lists(st.sampled_from(Doubt), unique=True)))
    return source, Translation(sentence=sentence, target=target, outcomes=tuple(outcomes), doubts=doubts)


@st.composite
def episodes(draw: st.DrawFn) -> TranslatedEpisode:
    """Draw an episode of up to four turns and up to three chapters, with text of every kind in every place."""
    turns: list[Turn] = []
    translations: list[Translation] = []
    times: list[WordTime] = []
    for turn in range(draw(st.integers(0, 4))):
        text = ""
        for _ in range(draw(st.integers(1, 3))):
            said, translation = draw(sentences(turn, len(text)))
            translations.append(translation)
            text += said
        turns.append(Turn(speaker=draw(st.none() | words), text=text))
        start_ms = draw(st.integers(0, 9_000_000))
        provenance = draw(st.sampled_from(Provenance))
        times.append(
            WordTime(turn=turn, start=0, end=len(text), start_ms=start_ms, end_ms=start_ms + 900, provenance=provenance)
        )
    marks = sorted(draw(st.lists(st.integers(0, 9_000_000), max_size=3)))
    notes = draw(st.lists(st.builds(Note, kind=st.sampled_from(NoteKind), place=words, message=words), max_size=2))
    return TranslatedEpisode(
        episode=Episode(
            id="any",
            title=draw(words),
            language=draw(st.sampled_from(["fr", "de", '"><b>'])),
            turns=tuple(turns),
            date=draw(st.none() | words),
            duration_ms=draw(st.none() | st.integers(0, 9_000_000)),
            chapters=tuple(Chapter(title=draw(words), start_ms=mark) for mark in marks),
            notes=tuple(notes),
        ),
        target_language="en",
        title=draw(words),
        chapter_titles=tuple(draw(words) for _ in marks),
        translations=tuple(translations),
        words=tuple(times),
        error_band_ms=draw(st.integers(0, 90_000)),
        signature=draw(words),
    )


class Reading(HTMLParser):
    """What a page holds: the texts of both sides, the marked texts of each, the ids and links; balanced throughout."""

    def __init__(self, text: str) -> None:
        """Read a page; an end tag that closes another element than the open one is an error."""
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.sides: dict[str, list[str]] = {"source": [], "target": []}
        self.marks: dict[str, list[str]] = {"source": [], "target": []}
        self.into: list[list[str]] = []
        self.title = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element's id, link, and whether its text is one that is looked at."""
        values = dict(attrs)
        if values.get("id"):
            self.ids[values["id"] or ""] += 1
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag in VOID:
            return
        self.open.append(tag)
        kind = (values.get("class") or "").partition(" ")[0]
        if tag == "p" and kind in self.sides:
            self.sides[kind].append("")
            self.into = [self.sides[kind]]
        elif tag == "a" and kind == "term":
            marks = self.marks["source" if self.into[0] is self.sides["source"] else "target"]
            marks.append("")
            self.into.append(marks)

    def handle_endtag(self, tag: str) -> None:
        """Close the open element."""
        assert self.open.pop() == tag
        self.into = [] if tag == "p" else self.into[:1] if tag == "a" else self.into

    def handle_data(self, data: str) -> None:
        """Add a text to whatever it belongs to."""
        for texts in self.into:
            texts[-1] += data
        if self.open and self.open[-1] == "title":
            self.title += data


def spans(translation: Translation) -> list[str]:
    """Return the renderings that should be marked, in order."""
    places = sorted((o.start, o.end) for o in translation.outcomes if o.status is not Status.MISSED)
    return [translation.target[start:end] for start, end in places]


@settings(max_examples=80, deadline=None)
@given(episodes())
def test_any_text_comes_back_out_of_the_page_unchanged(translated: TranslatedEpisode) -> None:
    """Both sides of every sentence, once each and in order, whatever is said in it or stands around it."""
    reading = Reading(render(translated))
    turns = translated.episode.turns
    assert reading.sides["target"] == [translation.target for translation in translated.translations]
    assert reading.sides["source"] == [
        corrected(turns[s.turn].text, s.start, s.end, (o.hit for o in t.outcomes)).text
        for t in translated.translations
        for s in (t.sentence,)
    ]
    assert reading.title == " · ".join(dict.fromkeys((translated.title, translated.episode.title)))


@settings(max_examples=50, deadline=None)
@given(episodes())
def test_every_hit_is_marked_where_it_stands(translated: TranslatedEpisode) -> None:
    """In the source every hit that shows a character, in the target every rendering."""
    reading = Reading(render(translated))
    shown = [
        view.text[slice(*view.to_corrected(outcome.hit.start, outcome.hit.end))]
        for translation in translated.translations
        for view in (
            corrected(
                translated.episode.turns[translation.sentence.turn].text,
                translation.sentence.start,
                translation.sentence.end,
                (o.hit for o in translation.outcomes),
            ),
        )
        for outcome in translation.outcomes
    ]
    assert reading.marks["source"] == [text for text in shown if text]
    assert reading.marks["target"] == [span for t in translated.translations for span in spans(t)]


@settings(max_examples=50, deadline=None)
@given(episodes())
def test_a_page_is_balanced_its_ids_are_unique_and_its_links_lead_somewhere(translated: TranslatedEpisode) -> None:
    reading = Reading(render(translated))
    assert reading.open == []
    assert max(reading.ids.values()) == 1
    assert {link.removeprefix("#") for link in reading.links} <= set(reading.ids) | {"terms"}


@settings(max_examples=20, deadline=None)
@given(episodes())
def test_equal_episodes_make_equal_pages(translated: TranslatedEpisode) -> None:
    assert render(translated) == render(translated)
