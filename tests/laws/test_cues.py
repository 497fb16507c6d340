"""Whatever is said, and however quickly: the laws of subtitles, checked without the cutter's own notions."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from translate.blocks import Block
from translate.cues import Cue, cut
from translate.episode import TimedSpan
from translate.languages import language
from translate.presets import PRESETS, Preset, Speakers
from translate.translation import Provenance

WORDS = ["a", "of", "the", "cluster", "we,", "Ann", "Durand", "stop.", "why?", "3", "ms", "«", "»", "…", "and", "I'm"]
NAMES = [None, "Bo", "Camille Durand", "Camille Petit", "Marie-Antoinette de la Rochefoucauld-Montbel", "X" * 50]

word = st.one_of(
    st.sampled_from(WORDS), st.text("abcdé-/", min_size=1, max_size=14), st.text("xyz/", min_size=30, max_size=130)
)
timed_word = st.tuples(word, st.sampled_from([0, 0, 40, 200, 900]), st.sampled_from([0, 1, 60, 250, 400, 9000]))


@st.composite
def episodes(draw: st.DrawFn, words: st.SearchStrategy[tuple[str, int, int]] = timed_word) -> tuple[Block, ...]:
    """Draw blocks: words as (text, silence before, duration), speakers that come and go, spans that must hold."""
    now_ms, turn = 0, 0
    blocks: list[Block] = []
    speaker: str | None = None
    for sentence in range(draw(st.integers(0, 8))):
        if draw(st.booleans()):
            turn, speaker = turn + 1, draw(st.sampled_from(NAMES))
        spans: list[TimedSpan] = []
        at = 0
        said = draw(st.lists(words, min_size=0, max_size=12))
        for text, silence, duration in said:
            start_ms = now_ms + silence
            now_ms = start_ms + duration
            spans.append(TimedSpan(start=at, end=at + len(text), start_ms=start_ms, end_ms=now_ms))
            at += len(text) + 1
        protected: tuple[tuple[int, int], ...] = ()
        if draw(st.booleans()) and spans:
            first = draw(st.integers(0, len(spans) - 1))
            last = draw(st.integers(first, min(first + 3, len(spans) - 1)))
            protected = ((spans[first].start, spans[last].end),)
        blocks.append(
            Block(
                text=" ".join(text for text, _, _ in said),
                words=tuple(spans),
                speaker=speaker,
                sentence=sentence,
                turn=turn,
                provenance=Provenance.ESTIMATED,
                protected=protected,
            )
        )
    return tuple(blocks)


presets = st.one_of(
    st.sampled_from(list(PRESETS.values())),
    st.builds(
        lambda cpl, lines, speakers, gap_ms: replace(
            PRESETS["podcast"], cpl=cpl, lines=lines, speakers=speakers, gap_ms=gap_ms
        ),
        st.integers(16, 60),
        st.integers(1, 2),
        st.sampled_from(Speakers),
        st.integers(0, 300),
    ),
)


def letters(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def spoken(cue: Cue, preset: Preset) -> list[str]:
    """Return a cue's lines without the dashes that a shared cue has."""
    return [line.removeprefix(preset.dash) if cue.second_speaker else line for line in cue.lines]


def letter_times(blocks: Sequence[Block]) -> list[tuple[str, str | None, int, int, int]]:
    """Return every letter with its speaker, its sentence, and when it is heard: its share of its word's time."""
    found = []
    for block in blocks:
        for timed in block.words:
            size, span = timed.end - timed.start, timed.end_ms - timed.start_ms
            for at, letter in enumerate(block.text[timed.start : timed.end]):
                times = timed.start_ms + span * at // size, timed.start_ms + span * (at + 1) // size
                found.append((letter, block.speaker, block.sentence, *times))
    return found


def placed(cues: Sequence[Cue], preset: Preset) -> Iterator[tuple[Cue, int, int]]:
    """Yield each cue with the letters that it shows, as positions among all letters."""
    at = 0
    for cue in cues:
        size = sum(len(letters(line)) for line in spoken(cue, preset))
        yield cue, at, at + size
        at += size


@settings(max_examples=150, deadline=None)
@given(episodes(), presets)
def test_no_character_is_lost_moved_or_added(blocks: tuple[Block, ...], preset: Preset) -> None:
    cues = cut(blocks, preset, language("en"))
    shown = "".join(letters(line) for cue in cues for line in spoken(cue, preset))
    assert shown == letters("".join(block.text for block in blocks))


@settings(max_examples=150, deadline=None)
@given(episodes(), presets)
def test_lines_fit_with_their_label(blocks: tuple[Block, ...], preset: Preset) -> None:
    for cue in cut(blocks, preset, language("en")):
        written = [*(cue.label + cue.lines[0]).split("\n"), *cue.lines[1:]]
        assert 1 <= len(written) <= preset.lines
        assert all(line and line == line.strip() for line in (*written, *cue.lines))
        assert all(len(line) <= preset.cpl for line in written)


@settings(max_examples=150, deadline=None)
@given(episodes(), presets)
def test_cues_lie_apart_and_last_as_long_as_they_may(blocks: tuple[Block, ...], preset: Preset) -> None:
    cues = cut(blocks, preset, language("en"))
    assert all(before.end_ms + preset.gap_ms <= after.start_ms for before, after in pairwise(cues))
    assert all(cue.start_ms >= 0 and preset.min_ms <= cue.end_ms - cue.start_ms <= preset.max_ms for cue in cues)


@settings(max_examples=150, deadline=None)
@given(episodes(), presets)
def test_a_line_is_one_speakers_and_a_cue_too_unless_it_has_dashes(blocks: tuple[Block, ...], preset: Preset) -> None:
    heard = letter_times(blocks)
    at = 0
    for cue in cut(blocks, preset, language("en")):
        assert cue.second_speaker is None or (preset.dash and len(cue.lines) == 2)
        for number, line in enumerate(spoken(cue, preset)):
            speaker = cue.second_speaker if cue.second_speaker and number else cue.speaker
            size = len(letters(line))
            assert {speaker for _, speaker, _, _, _ in heard[at : at + size]} == {speaker}
            at += size


@settings(max_examples=100, deadline=None)
@given(episodes(), presets)
def test_a_cue_names_the_sentences_that_it_shows(blocks: tuple[Block, ...], preset: Preset) -> None:
    heard = letter_times(blocks)
    for cue, first, last in placed(cut(blocks, preset, language("en")), preset):
        assert cue.sentences == tuple(dict.fromkeys(sentence for _, _, sentence, _, _ in heard[first:last]))


@settings(max_examples=100, deadline=None)
@given(episodes(), presets)
def test_a_label_stands_where_the_speaker_changes_and_nowhere_else(blocks: tuple[Block, ...], preset: Preset) -> None:
    before: str | None = None
    for cue in cut(blocks, preset, language("en")):
        changes = preset.speakers is Speakers.CHANGE and cue.speaker != before
        due = bool(cue.speaker) and (changes or preset.speakers is Speakers.ALWAYS)
        assert bool(cue.label) == due
        before = cue.second_speaker or cue.speaker


@settings(max_examples=150, deadline=None)
@given(episodes(), presets)
def test_a_cue_leaves_its_words_only_as_far_as_crowding_forces(blocks: tuple[Block, ...], preset: Preset) -> None:
    heard = letter_times(blocks)
    cues = cut(blocks, preset, language("en"))
    step = preset.min_ms + preset.gap_ms
    lent = 1500 + preset.gap_ms if preset.word_ms else 1000  # 500 where the recording's beginning is far enough
    starts = [heard[first][3] for _, first, _ in placed(cues, preset)]
    pushed = list(accumulate((start - step * index for index, start in enumerate(starts)), max))
    for index, (cue, first, last) in enumerate(placed(cues, preset)):
        assert starts[index] - 500 <= cue.start_ms <= pushed[index] + step * index + lent
        ends = max(end for _, _, _, _, end in heard[first:last])
        assert cue.end_ms <= max(ends + 1500, cue.start_ms + preset.min_ms)


rapid = episodes(st.tuples(st.sampled_from(WORDS), st.sampled_from([0, 0, 300, 1200]), st.sampled_from([40, 120, 250])))


@settings(max_examples=60, deadline=None)
@given(rapid, presets)
def test_reading_speed_gives_way_only_where_no_time_is_left(blocks: tuple[Block, ...], preset: Preset) -> None:
    """A cue that is read too fast stays until the next one comes, or as long as it may stay past its words."""
    heard = letter_times(blocks)
    cues = list(placed(cut(blocks, preset, language("en")), preset))
    following = [*(cue.start_ms - preset.gap_ms for cue, _, _ in cues[1:]), 10**9]
    for (cue, first, last), limit in zip(cues, following, strict=False):
        duration_ms = cue.end_ms - cue.start_ms
        if cue.characters * 1000 > preset.cap_cps * duration_ms:
            ends = max(end for _, _, _, _, end in heard[first:last])
            assert cue.end_ms >= min(limit, ends + 1500, cue.start_ms + preset.max_ms)


@settings(max_examples=100, deadline=None)
@given(episodes(st.tuples(st.sampled_from(WORDS), st.just(10), st.sampled_from([100, 250, 400]))), presets)
def test_a_protected_span_that_a_line_can_hold_is_not_broken(blocks: tuple[Block, ...], preset: Preset) -> None:
    cues = cut(blocks, preset, language("en"))
    lines = [line for cue in cues for line in spoken(cue, preset)]
    ends = set(accumulate(len(letters(line)) for line in lines))
    at = 0
    for block in blocks:
        for start, end in block.protected:
            inside = range(at + len(letters(block.text[:start])) + 1, at + len(letters(block.text[:end])))
            if end - start <= preset.cpl // 2 - len(preset.dash):
                assert not ends.intersection(inside)
        at += len(letters(block.text))


narrow = st.builds(
    lambda cpl, speakers: replace(PRESETS["shorts"], cpl=cpl, speakers=speakers),
    st.integers(16, 28),
    st.sampled_from([Speakers.CHANGE, Speakers.ALWAYS, Speakers.DASH_SPACE]),
)
signed_word = st.tuples(
    st.builds(str.__add__, st.text("abcdé", min_size=1, max_size=30), st.sampled_from(["", "?", "…", ",", "?!"])),
    st.sampled_from([0, 900]),
    st.sampled_from([60, 250]),
)


@settings(max_examples=50, deadline=None)
@given(episodes(signed_word), narrow)
def test_a_word_that_a_line_can_hold_is_whole_however_long_its_label(blocks: tuple[Block, ...], preset: Preset) -> None:
    ends = set(
        accumulate(len(letters(line)) for cue in cut(blocks, preset, language("en")) for line in spoken(cue, preset))
    )
    at = 0
    for block in blocks:
        for word in block.text.split():
            assert len(word) > preset.cpl or not ends.intersection(range(at + 1, at + len(word)))
            at += len(word)


@settings(max_examples=50, deadline=None)
@given(episodes(signed_word), st.sampled_from([" ?", " …", " »"]), narrow)
def test_no_line_begins_with_a_closing_sign(blocks: tuple[Block, ...], sign: str, preset: Preset) -> None:
    asked = []
    for block in blocks:
        after = TimedSpan(start=len(block.text) + 1, end=len(block.text + sign), start_ms=0, end_ms=0)
        if block.words:
            asked.append(replace(block, text=block.text + sign, words=(*block.words, after)))
    cues = cut(asked, preset, language("fr"))
    assert all(line.lstrip("- ")[0] in "abcdé" for cue in cues for line in cue.lines)


@settings(max_examples=30, deadline=None)
@given(episodes(), presets)
def test_the_same_blocks_give_the_same_cues(blocks: tuple[Block, ...], preset: Preset) -> None:
    assert cut(blocks, preset, language("en")) == cut(blocks, preset, language("en"))
