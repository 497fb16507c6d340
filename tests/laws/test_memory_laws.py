"""What holds for any memory, any journal, any edit: nothing is changed by remembering it."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import translated_episodes

from translate import answers, edits, exchange, memory
from translate.answers import Maker
from translate.edits import Edit
from translate.engine import Decoding, Hypothesis, Link, Rendering, Request, RequiredTerm
from translate.engines.scripted import Script, ScriptedEngine
from translate.journal import JournalledEngine, cut_blocks, open_journal
from translate.memory import Memory, RememberingEngine, Row, open_memory
from translate.season import Shard
from translate.translation import TranslatedEpisode

FEW = settings(max_examples=20)
words = st.sampled_from(["nœud", "le", "sprint", "\x00", "é\u2028", "a < b", "\ud800", "😀", '"'])
texts = st.lists(words, max_size=5).map(" ".join)
small = st.integers(0, 9)
links = st.builds(Link, source_start=small, source_end=small, target_start=small, target_end=small)
renderings = st.builds(Rendering, term=small, start=small, end=small)
answered = st.builds(
    Hypothesis,
    text=texts,
    score=st.floats(-50, 0),
    links=st.lists(links, max_size=2).map(tuple),
    renderings=st.lists(renderings, max_size=2).map(tuple),
)
hypotheses = st.builds(replace, answered, alternatives=st.lists(answered, max_size=1).map(tuple))
terms = st.lists(st.builds(RequiredTerm, start=st.just(0), end=st.just(2), target=texts), max_size=1).map(tuple)
requests = st.builds(Request, text=texts, terms=terms, prefix=st.sampled_from(["", "the", "\ud800"]))
calls = st.lists(requests, max_size=6)
decodings = st.builds(Decoding, beam_size=st.integers(1, 2), repetition_penalty=st.sampled_from([1.0, 1.2]))


def told(_: str) -> None:
    """Hear nothing."""


def engine() -> ScriptedEngine:
    return ScriptedEngine(Script(translations={"le nœud": "the ⟦node⟧"}))


@contextmanager
def a_memory() -> Iterator[Memory]:
    with tempfile.TemporaryDirectory() as folder:
        opened = open_memory(Path(folder) / memory.NAME, told)
        yield opened
        opened.close()


def remembering(bare: ScriptedEngine, opened: Memory) -> RememberingEngine:
    return RememberingEngine(bare, opened, horizon=opened.horizon(), episode="e", source="fr", target="en")


@given(hypotheses)
def test_an_answer_survives_being_kept(hypothesis: Hypothesis) -> None:
    assert answers.hypothesis(answers.answer(hypothesis)) == hypothesis


@given(st.lists(hypotheses, max_size=3))
def test_a_block_survives_being_kept(block: list[Hypothesis]) -> None:
    assert answers.hypotheses(answers.block(block)) == tuple(block)


@given(terms)
def test_terms_survive_being_kept(some: tuple[RequiredTerm, ...]) -> None:
    assert answers.terms(answers.terms_text(Request(text="", terms=some))) == some


@FEW
@given(calls, decodings)
def test_an_engine_behind_an_empty_memory_is_the_bare_engine(asked: list[Request], decoding: Decoding) -> None:
    bare, wrapped = engine(), engine()
    with a_memory() as opened:
        assert remembering(wrapped, opened).translate(asked, decoding) == bare.translate(asked, decoding)
    assert wrapped.calls == bare.calls


@FEW
@given(calls, calls, decodings)
def test_behind_any_memory_it_answers_as_the_bare_engine(
    before: list[Request], asked: list[Request], decoding: Decoding
) -> None:
    with a_memory() as opened:
        first = remembering(engine(), opened)
        first.translate(before, decoding)
        opened.remember(first.learned)
        later = remembering(engine(), opened)
        assert later.translate(asked, decoding) == engine().translate(asked, decoding)
        assert {row.request for row in later.learned} & {row.request for row in opened.rows()} == set()


@FEW
@given(calls, decodings, st.integers(0, 3))
def test_a_journal_changes_no_answer_and_no_kept_block_is_asked_again(
    asked: list[Request], decoding: Decoding, kept: int
) -> None:
    blocks = cut_blocks(list(dict.fromkeys(asked)), 256)
    with tempfile.TemporaryDirectory() as folder:
        journal = open_journal(Path(folder) / "journal.sqlite", memory="m", horizon=lambda: 0, note=told)

        def journalled(bare: ScriptedEngine) -> JournalledEngine:
            return JournalledEngine(bare, journal, episode="e", source="fr", target="en", stopping=lambda: None)

        for block in blocks[:kept]:
            journalled(engine()).translate(block, decoding)
        bare = engine()
        assert journalled(bare).translate(asked, decoding) == engine().translate(asked, decoding)
        assert bare.calls == list(blocks[kept:])
        journal.close()


@given(st.lists(requests, unique=True), st.integers(1, 4))
def test_blocks_hold_every_request_once_the_longest_first(asked: list[Request], size: int) -> None:
    blocks = cut_blocks(asked, size)
    together = [request for block in blocks for request in block]
    assert sorted(map(repr, together)) == sorted(map(repr, asked))
    assert [len(request.text) for request in together] == sorted((len(r.text) for r in asked), reverse=True)
    assert all(len(block) <= size for block in blocks)


@given(st.text(), st.integers(1, 12))
def test_every_episode_is_in_one_shard(episode: str, count: int) -> None:
    assert sum(Shard(index=index, count=count).has(episode) for index in range(1, count + 1)) == 1


rows = st.builds(
    Row,
    maker=st.builds(Maker, engine=texts, decoding=texts, source=st.just("fr"), target=st.just("en")),
    request=requests,
    hypothesis=hypotheses,
    episode=texts,
)
some_edits = st.builds(Edit, episode=texts, source=texts, target=texts, occurrence=small)


@FEW
@given(st.lists(rows, max_size=3), st.lists(some_edits, max_size=3))
def test_a_memory_survives_tmx(kept: list[Row], by_hand: list[Edit]) -> None:
    writable = [row for row in kept if "\ud800" not in f"{row.maker.engine}{row.maker.decoding}{row.episode}"]
    sound = [row for row in writable if "\x00" not in f"{row.maker.engine}{row.maker.decoding}{row.episode}"]
    named = [edit for edit in by_hand if not {"\ud800", "\x00"} & set(edit.episode)]
    lines = exchange.render(sound, named, source="fr", target="en")
    units = exchange.read_tmx("\n".join(lines).encode(), name="m.tmx", source="fr", target="en")
    assert (units.rows, units.edits, units.changed, units.pairs) == (tuple(sound), tuple(named), (), ())


def targets(translated: TranslatedEpisode) -> list[str]:
    return [translation.target for translation in translated.translations]


@FEW
@given(translated_episodes(), st.data())
def test_edited_subtitles_come_back_word_for_word(translated: TranslatedEpisode, data: st.DataObject) -> None:
    before = [word for target in targets(translated) for word in target.split()]
    wanted = data.draw(st.lists(st.sampled_from([*before, "new", "‹i›"]), max_size=12)) if targets(translated) else []
    found = edits.from_words(translated, wanted)
    after = edits.apply(translated, found)
    words = " ".join(targets(after.translated)).split()
    assert list(map(edits.alike, words)) == list(map(edits.alike, wanted))
    assert after.unused == ()


@FEW
@given(translated_episodes())
def test_an_episode_that_nobody_edited_has_no_edits(translated: TranslatedEpisode) -> None:
    places = dict(zip(edits.places(translated), targets(translated), strict=True))
    assert edits.from_targets(translated, places) == ()
    assert edits.from_words(translated, " ".join(targets(translated)).split()) == ()
    assert edits.apply(translated, ()).translated == translated


@FEW
@given(translated_episodes(), st.data())
def test_what_a_table_shows_is_what_the_next_run_writes(translated: TranslatedEpisode, data: st.DataObject) -> None:
    here = list(zip(edits.places(translated), targets(translated), strict=True))
    drawn = {place: data.draw(st.sampled_from([target, "one", "two"])) for place, target in here}
    known = [
        Edit(episode=translated.episode.id, source=source, occurrence=occurrence, target=data.draw(texts))
        for (source, occurrence), _ in here
        if data.draw(st.booleans())
    ]
    change = edits.change(translated, edits.from_targets(translated, drawn), known, shown=drawn)
    after = {edit.place: edit for edit in known if edit not in change.back} | {edit.place: edit for edit in change.made}
    written = edits.apply(translated, after.values()).translated
    assert [target.strip() for target in targets(written)] == [target.strip() for target in drawn.values()]


@FEW
@given(translated_episodes(), texts)
def test_a_persons_words_are_never_mended(translated: TranslatedEpisode, target: str) -> None:
    wanted = [
        Edit(episode=translated.episode.id, source=source, occurrence=occurrence, target=target)
        for source, occurrence in edits.places(translated)
    ]
    done = edits.apply(translated, wanted).translated
    assert targets(done) == [target] * len(wanted)
    assert all(translation.edited for translation in done.translations)
    assert all(link.target_end <= len(target) for t in done.translations for link in t.links)


@given(st.lists(requests, max_size=3), st.lists(requests, max_size=3))
def test_other_questions_have_other_keys(first: list[Request], second: list[Request]) -> None:
    made_by = Maker(engine="e", decoding=json.dumps([4]), source="fr", target="en")
    assert (answers.key(made_by, first) == answers.key(made_by, second)) == (first == second)
