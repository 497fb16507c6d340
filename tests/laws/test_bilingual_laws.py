"""Laws of bilingual subtitles: both languages whole, within the limits, and in the cues of the target."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from translate.bilingual import Bilingual, bilingual
from translate.blocks import Block
from translate.cues import Cue, cut
from translate.episode import TimedSpan
from translate.languages import language
from translate.presets import PRESETS, Preset, Speakers
from translate.translation import Provenance

WORDS = ["le", "de", "cluster", "équipe,", "Ada", "fini.", "pourquoi", "?", "12", "ms", "x" * 29, "y" * 130]
ENGLISH = ["the", "of", "cluster", "team,", "Ada", "over.", "why?", "12"]
NAMES = [None, "Bo", "Camille Durand", "Marie Antoinette de la Rochefoucauld Montbel"]

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


def block(words: Sequence[str], speaker: str | None, sentence: int, turn: int, times: tuple[int, int]) -> Block:
    """Return a sentence whose words share its time equally."""
    spans: list[TimedSpan] = []
    at, step = 0, (times[1] - times[0]) // len(words)
    for number, word in enumerate(words):
        start_ms = times[0] + number * step
        spans.append(TimedSpan(start=at, end=at + len(word), start_ms=start_ms, end_ms=start_ms + step))
        at += len(word) + 1
    protected = ((0, spans[min(1, len(spans) - 1)].end),) if sentence % 3 == 0 else ()
    return Block(
        text=" ".join(words),
        words=tuple(spans),
        speaker=speaker,
        sentence=sentence,
        turn=turn,
        provenance=Provenance.ESTIMATED,
        protected=protected,
    )


@st.composite
def sides(draw: st.DrawFn) -> tuple[list[Block], list[Block]]:
    """Draw sentences on both sides; some have no target, and some far more of one than of the other."""
    source: list[Block] = []
    target: list[Block] = []
    now_ms, turn = 0, 0
    speaker = draw(st.sampled_from(NAMES))
    for sentence in range(draw(st.integers(0, 6))):
        if draw(st.booleans()):
            turn, speaker = turn + 1, draw(st.sampled_from(NAMES))
        end_ms = now_ms + draw(st.integers(0, 9000))
        said = draw(st.lists(st.sampled_from(WORDS), max_size=30))
        shown = draw(st.lists(st.sampled_from(ENGLISH), max_size=30))
        source += [block(said, speaker, sentence, turn, (now_ms, end_ms))] if said else []
        target += [block(shown, speaker, sentence, turn, (now_ms, end_ms))] if shown else []
        now_ms = end_ms + draw(st.integers(0, 3000))
    return source, target


def made(blocks: tuple[list[Block], list[Block]], preset: Preset) -> tuple[tuple[Cue, ...], tuple[Bilingual, ...]]:
    """Return the target's cues, and them with the source."""
    source, target = blocks
    cues = cut(target, preset, language("en"))
    return cues, bilingual(cues, source, preset, language("fr"))


def letters(text: str) -> str:
    """Return a text without white space and dashes (no word of these episodes has one)."""
    return "".join(text.split()).replace("-", "")


@settings(max_examples=60)
@given(sides(), presets)
def test_the_source_is_whole_and_in_order(blocks: tuple[list[Block], list[Block]], preset: Preset) -> None:
    _, pages = made(blocks, preset)
    shown = "".join(letters(line) for page in pages for line in page.source_lines)
    assert shown == "".join(letters(block.text) for block in blocks[0])


@settings(max_examples=60)
@given(sides(), presets)
def test_each_language_keeps_to_the_presets_lines(blocks: tuple[list[Block], list[Block]], preset: Preset) -> None:
    _, pages = made(blocks, preset)
    for page in pages:
        assert len(page.source_lines) <= preset.lines
        assert len(page.stacked.written) <= 2 * preset.lines
        assert all(len(line) <= preset.cpl for line in page.stacked.written)


@settings(max_examples=60)
@given(sides(), presets)
def test_the_target_is_as_it_was_and_on_screen_when_it_was(
    blocks: tuple[list[Block], list[Block]], preset: Preset
) -> None:
    cues, pages = made(blocks, preset)
    if not cues:
        assert all(page.cue.lines == () for page in pages)
        return
    by_cue = [list(group) for _, group in groupby(pages, key=lambda page: number(cues, page.cue))]
    assert len(by_cue) == len(cues)
    for cue, group in zip(cues, by_cue, strict=True):
        assert {page.cue.lines for page in group} == {cue.lines}
        assert (group[0].cue.start_ms, group[-1].cue.end_ms) == (cue.start_ms, cue.end_ms)
    assert all(before.cue.end_ms <= after.cue.start_ms for before, after in pairwise(pages))


def number(cues: Sequence[Cue], page: Cue) -> int:
    """Return the number of the cue that a page lies in."""
    return next(at for at, cue in enumerate(cues) if cue.start_ms <= page.start_ms and page.end_ms <= cue.end_ms)
