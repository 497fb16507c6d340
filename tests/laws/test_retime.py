"""Laws of re-timing: on invented sentences and links, whatever they are."""

import re
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from translate.engine import Link
from translate.episode import Episode, Turn
from translate.retime import blocks
from translate.sentences import Sentence
from translate.translation import Provenance, TranslatedEpisode, Translation, WordTime

words = st.lists(
    st.one_of(st.sampled_from("le, la nœud cluster 42 Ann, oui. – ?".split()), st.text("abc", min_size=1, max_size=9)),
    max_size=14,
)
spaces = st.sampled_from([" ", "  ", "\n"])


def spans(text: str) -> list[tuple[int, int]]:
    """Return the places of a text's words."""
    return [match.span() for match in re.finditer(r"\S+", text)]


@st.composite
def episodes(draw: st.DrawFn) -> TranslatedEpisode:
    """Draw turns of one or two sentences with word times, targets and links that need make no sense."""
    turns: list[Turn] = []
    translations: list[Translation] = []
    times: list[WordTime] = []
    now_ms = draw(st.integers(0, 5000))
    for turn in range(draw(st.integers(1, 3))):
        halves = [draw(spaces).join(draw(words)) for _ in range(2)]
        text = " ".join(halves)
        for start, end in spans(text):
            start_ms = now_ms + draw(st.sampled_from([0, 0, 100, 600]))
            now_ms = start_ms + draw(st.sampled_from([0, 80, 300]))
            times.append(
                WordTime(
                    turn=turn,
                    start=start,
                    end=end,
                    start_ms=start_ms,
                    end_ms=now_ms,
                    provenance=draw(st.sampled_from(Provenance)),
                )
            )
        middle = len(halves[0])
        for start, end in ((0, middle), (middle, len(text))):
            target = draw(spaces).join(draw(words))
            links = draw(st.lists(st.tuples(*[st.integers(0, 40)] * 4), max_size=8))
            translations.append(
                Translation(
                    sentence=Sentence(turn=turn, start=start, end=end),
                    target=target,
                    links=tuple(
                        Link(source_start=a, source_end=a + b, target_start=c, target_end=c + d) for a, b, c, d in links
                    ),
                )
            )
        turns.append(Turn(speaker=draw(st.sampled_from([None, "Ann", "Camille Durand"])), text=text))
    return TranslatedEpisode(
        episode=Episode(id="e", title="E", language="fr", turns=tuple(turns)),
        target_language="en",
        title="E",
        chapter_titles=(),
        translations=tuple(translations),
        words=tuple(times),
        error_band_ms=0,
        signature="",
    )


@settings(max_examples=100, deadline=None)
@given(episodes())
def test_the_source_keeps_its_own_times(translated: TranslatedEpisode) -> None:
    timed = [(w.start_ms, w.end_ms) for block in blocks(translated, "source") for w in block.words]
    assert timed == [(word.start_ms, word.end_ms) for word in translated.words]


@settings(max_examples=100, deadline=None)
@given(episodes())
def test_a_block_holds_its_sentences_words_single_spaced(translated: TranslatedEpisode) -> None:
    source = {block.sentence: block.text for block in blocks(translated, "source")}
    target = {block.sentence: block.text for block in blocks(translated, "target")}
    for index, translation in enumerate(translated.translations):
        sentence = translation.sentence
        text = translated.episode.turns[sentence.turn].text[sentence.start : sentence.end]
        assert source.get(index, "") == " ".join(text.split())
        assert target.get(index, "") == " ".join(translation.target.split())


@settings(max_examples=150, deadline=None)
@given(episodes())
def test_target_words_are_in_order_and_inside_their_sentence(translated: TranslatedEpisode) -> None:
    heard = {block.sentence: block for block in blocks(translated, "source")}
    for block in blocks(translated, "target"):
        assert all(word.start_ms <= word.end_ms for word in block.words)
        assert all(before.end_ms <= after.start_ms for before, after in pairwise(block.words))
        if block.sentence in heard:
            said = heard[block.sentence]
            assert said.words[0].start_ms == block.words[0].start_ms
            assert block.words[-1].end_ms == said.words[-1].end_ms
            assert block.provenance == said.provenance


@settings(max_examples=100, deadline=None)
@given(episodes(), st.booleans())
def test_words_that_are_linked_one_to_one_take_each_others_times(translated: TranslatedEpisode, alike: bool) -> None:
    """Also where the target's words have nothing in common with the source's and other lengths."""
    mirrored = []
    for translation in translated.translations:
        sentence = translation.sentence
        text = translated.episode.turns[sentence.turn].text[sentence.start : sentence.end]
        said = spans(text)
        forms = [text[a:b] if alike else "z" * (1 + (b * 7) % 5) for a, b in said]
        target = " ".join(forms)
        links = tuple(
            Link(source_start=sentence.start + a, source_end=sentence.start + b, target_start=start, target_end=end)
            for (a, b), (start, end) in zip(said, spans(target), strict=True)
        )
        mirrored.append(replace(translation, target=target, links=links))
    same = replace(translated, translations=tuple(mirrored))
    times = [[(w.start_ms, w.end_ms) for w in block.words] for block in blocks(same, "target")]
    if not alike or all(len(set(t.target.split())) == len(t.target.split()) for t in mirrored):
        assert times == [[(w.start_ms, w.end_ms) for w in block.words] for block in blocks(same, "source")]
