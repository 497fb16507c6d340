"""Re-timing on invented sentences whose answers are known."""

from dataclasses import replace
from re import finditer

from translate.engine import Link
from translate.episode import Episode, Turn
from translate.glossary import Term
from translate.retime import blocks
from translate.sentences import Sentence
from translate.terms import Hit, Reason
from translate.translation import Outcome, Provenance, Status, TranslatedEpisode, Translation, WordTime


def episode(source: str, target: str, links: str = "", pauses: dict[int, int] | None = None) -> TranslatedEpisode:
    """Return one sentence of words that last 100 ms each; `links` pairs the numbers of words, target first: `0-1 2-0`.

    `pauses` are silences (ms) before source words.
    """
    said, shown = ([match.span() for match in finditer(r"\S+", text)] for text in (source, target))
    times = []
    now_ms = 1000
    for number, (start, end) in enumerate(said):
        now_ms += (pauses or {}).get(number, 0)
        times.append(
            WordTime(turn=0, start=start, end=end, start_ms=now_ms, end_ms=now_ms + 100, provenance=Provenance.ALIGNED)
        )
        now_ms += 100
    pairs = [tuple(map(int, pair.split("-"))) for pair in links.split()]
    return TranslatedEpisode(
        episode=Episode(id="e", title="E", language="fr", turns=(Turn(speaker="Camille Durand", text=source),)),
        target_language="en",
        title="E",
        chapter_titles=(),
        translations=(
            Translation(
                sentence=Sentence(turn=0, start=0, end=len(source)),
                target=target,
                links=tuple(
                    Link(
                        source_start=said[b][0],
                        source_end=said[b][1],
                        target_start=shown[a][0],
                        target_end=shown[a][1],
                    )
                    for a, b in pairs
                ),
            ),
        ),
        words=tuple(times),
        error_band_ms=0,
        signature="",
    )


def starts(translated: TranslatedEpisode) -> list[int]:
    """Return when the target's words begin, in milliseconds."""
    return [word.start_ms for word in blocks(translated, "target")[0].words]


def test_links_say_where_a_word_is_heard() -> None:
    assert starts(episode("un deux trois quatre", "four fa fe", "0-0 1-2 2-3")) == [1000, 1200, 1300]


def test_what_lies_unclaimed_before_a_word_belongs_to_the_word_before() -> None:
    target = blocks(episode("un deux trois quatre", "four fa fe", "0-0 1-2 2-3"), "target")[0]
    assert [(word.start_ms, word.end_ms) for word in target.words] == [(1000, 1200), (1200, 1300), (1300, 1400)]


def test_words_on_one_source_word_share_its_time_by_their_length() -> None:
    target = blocks(episode("aujourd'hui", "to day"), "target")[0]
    assert [(word.start_ms, word.end_ms) for word in target.words] == [(1000, 1040), (1040, 1100)]


def test_a_number_is_heard_where_it_was_said_whatever_the_links_say() -> None:
    assert starts(episode("il y a 42 nœuds ici", "there are 42 nodes", "2-5"))[2] == 1300


def test_a_number_is_one_number_with_comma_or_point() -> None:
    assert starts(episode("on a 1,5 % de pertes ici même", "losses are somewhere near the 1.5%"))[5] == 1200


def test_a_name_is_heard_where_it_was_said() -> None:
    assert starts(episode("et hier soir à la fin Docker marche", "and Docker works"))[1] == 1600


def test_a_terms_rendering_is_heard_where_the_term_was_said() -> None:
    translated = episode(
        "alors la carnet de produit grossit encore et encore", "then it is so big: the product backlog"
    )
    term = Term(id="backlog", source="carnet de produit", target="product backlog")
    outcome = Outcome(
        hit=Hit(term=term, turn=0, start=9, end=26, form="carnet de produit", reason=Reason.FORM),
        status=Status.KEPT,
        tier="engine",
        rendering="product backlog",
        start=23,
        end=38,
    )
    termed = replace(translated, translations=(replace(translated.translations[0], outcomes=(outcome,)),))
    assert starts(termed)[6:] == [1200, 1300]
    assert blocks(termed, "target")[0].protected == ((23, 38),)
    assert blocks(termed, "source")[0].protected == ((9, 26),)


def test_crossing_links_never_turn_time_back() -> None:
    found = starts(episode("un nœud rouge sang vif", "aa red ba node", "1-2 3-1"))
    assert found == sorted(found)


def test_after_punctuation_a_word_begins_after_the_pause() -> None:
    text = "ah bon, euh voilà donc je code"
    with_pause = episode(text, "oh, well so then there I type", pauses={2: 800})
    assert starts(with_pause)[1] == 2000


def test_a_misheard_term_is_shown_as_its_term_and_timed_as_what_was_heard() -> None:
    translated = episode("on va à Défesse l'île, demain", "we go")
    term = Term(id="devfest", source="DevFest Lille", target="DevFest Lille")
    outcome = Outcome(
        hit=Hit(term=term, turn=0, start=8, end=21, form="Défesse l'île", reason=Reason.MISHEARD),
        status=Status.MISSED,
        tier="",
    )
    heard = replace(translated, translations=(replace(translated.translations[0], outcomes=(outcome,)),))
    source = blocks(heard, "source")[0]
    assert source.text == "on va à DevFest Lille, demain"
    assert source.protected == ((8, 22),)
    assert [(word.start_ms, word.end_ms) for word in source.words[3:]] == [(1300, 1407), (1407, 1500), (1500, 1600)]


def test_a_speakers_name_is_not_to_be_broken() -> None:
    named = blocks(episode("merci Camille  Durand", "thanks, Camille Durand!"), "target")[0]
    assert [named.text[start:end] for start, end in named.protected] == ["Camille Durand!"]
    assert blocks(episode("merci Camille  Durand", ""), "source")[0].protected == ((6, 20),)


def test_a_translation_without_text_has_no_block() -> None:
    assert blocks(episode("un deux", ""), "target") == ()


def test_a_sentence_nobody_is_heard_saying_has_no_length() -> None:
    translated = replace(episode("un", "one two"), words=())
    assert [(w.start_ms, w.end_ms) for w in blocks(translated, "target")[0].words] == [(0, 0), (0, 0)]
    assert [(w.start_ms, w.end_ms) for w in blocks(translated, "source")[0].words] == [(0, 0)]


def test_a_target_without_a_source_takes_the_sentences_place() -> None:
    translated = episode(" ", "one")
    assert [(w.start_ms, w.end_ms) for w in blocks(translated, "target")[0].words] == [(0, 0)]
