"""The default engine, on the embedded checkpoint."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from translate.engine import Decoding, Engine, Request, RequiredTerm
from translate.engines import open_engine
from translate.engines.marian import available_cores
from translate.errors import EngineError, UsageError

TALK = [
    "Bonjour à tous et bienvenue dans ce nouvel épisode.",
    "Aujourd'hui, on parle des équipes produit et de leur façon de travailler.",
    "Le cluster est tombé hier soir.",
    "Oui.",
    "Et du coup, qu'est-ce que vous avez fait quand vous avez vu que ça ne marchait plus du tout ?",
]


def request(text: str, **terms: str) -> Request:
    """Return a request whose terms are given as french=target."""
    spans = [(text.index(french), french, target) for french, target in terms.items()]
    return Request(
        text=text,
        terms=tuple(
            RequiredTerm(start=start, end=start + len(french), target=target) for start, french, target in sorted(spans)
        ),
    )


def test_hypotheses_come_in_the_order_of_the_requests(embedded: Engine) -> None:
    answers = embedded.translate([request(text) for text in TALK])
    assert [answer.text for answer in embedded.translate([request(text) for text in reversed(TALK)])] == [
        answer.text for answer in reversed(answers)
    ]
    assert "welcome" in answers[0].text.lower()
    assert all(answer.score < 0 for answer in answers)


def test_equal_calls_give_equal_answers(embedded: Engine) -> None:
    requests = [request(text, **{text.split()[0]: "so"}) for text in TALK] * 3
    assert embedded.translate(requests) == embedded.translate(requests)


def test_the_number_of_threads_changes_nothing(embedded: Engine) -> None:
    requests = [request(text) for text in TALK * 20]
    assert open_engine(device="cpu", threads=1).translate(requests) == embedded.translate(requests)


def test_a_required_term_comes_out_where_its_rendering_says(embedded: Engine) -> None:
    asked = request("Alors le nœud du cluster est tombé hier soir.", nœud="node")
    (answer,) = embedded.translate([asked])
    (rendering,) = answer.renderings
    assert answer.text[rendering.start : rendering.end].startswith("node")


def test_links_are_spans_of_both_texts(exact: Engine) -> None:
    text = "Le cluster est tombé hier soir."
    (answer,) = exact.translate([request(text)], Decoding(beam_size=1))
    pairs = [(text[a.source_start : a.source_end], answer.text[a.target_start : a.target_end]) for a in answer.links]
    assert ("cluster", "cluster") in pairs
    assert [link.target_start for link in answer.links] == sorted(link.target_start for link in answer.links)


def test_a_hint_links_to_the_term_it_belongs_to(exact: Engine) -> None:
    asked = request("Alors le nœud du cluster est tombé hier soir.", nœud="node")
    (answer,) = exact.translate([asked], Decoding(beam_size=1))
    (rendering,) = answer.renderings
    inside = [link for link in answer.links if rendering.start <= link.target_start < rendering.end]
    assert {asked.text[link.source_start : link.source_end] for link in inside} == {"nœud"}


def test_the_links_of_a_sentence_do_not_depend_on_its_neighbours(exact: Engine) -> None:
    """A beam search in CTranslate2 gives a sentence its neighbour's first attention row: that row is not used."""
    together = exact.translate([request(text) for text in TALK])
    alone = [exact.translate([request(text)])[0] for text in TALK]
    assert [answer.links for answer in together] == [answer.links for answer in alone]
    greedy = exact.translate([request(TALK[0])], Decoding(beam_size=1))[0]
    assert len(greedy.links) > len([link for link in alone[0].links if link.target_start > 0])


@pytest.mark.parametrize("text", ["", "  ", "\n\t", "\u200b"])
def test_a_blank_text_is_answered_without_the_model(embedded: Engine, text: str) -> None:
    (answer,) = embedded.translate([request(text)])
    assert (answer.text, answer.score, answer.links) == ("", 0.0, ())
    assert embedded.count_tokens(text) == 0


def test_nothing_is_asked_and_nothing_is_answered(embedded: Engine) -> None:
    assert embedded.translate([]) == ()


@pytest.mark.parametrize(
    "text", ["Le ⟦nœud⇒node⟧ tombe.", "⟦⟦⟦", "OUI OUI OUI", "🎉", "a\ud800b", "-->", "\x00", ">>deu<< oui"]
)
def test_odd_text_gives_some_text_without_marks(embedded: Engine, text: str) -> None:
    (answer,) = embedded.translate([request(text)])
    assert not set("⟦⇒⟧") & set(answer.text)
    answer.text.encode()


def test_progress_counts_to_the_end_and_blank_requests_count(embedded: Engine) -> None:
    told: list[tuple[int, int]] = []
    embedded.translate(
        [request(text) for text in [*TALK, "", *TALK * 10]], progress=lambda done, total: told.append((done, total))
    )
    assert told[-1] == (56, 56)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) > 2


def test_a_request_over_the_positions_is_refused_and_never_cut(embedded: Engine) -> None:
    with pytest.raises(EngineError, match="tokens with its terms; the model takes 512"):
        embedded.translate([request("oui " * 600)])
    assert embedded.max_tokens == 200


def test_a_request_of_many_tokens_is_answered_whole(embedded: Engine) -> None:
    (answer,) = embedded.translate([request(" ".join(TALK * 4))])
    assert len(answer.text) > len(TALK[0])


def test_tokens_are_counted_as_they_are_sent(embedded: Engine) -> None:
    assert embedded.count_tokens("Oui.") == 3  # with </s>


def test_the_signature_names_engine_checkpoint_and_type(embedded: Engine, exact: Engine) -> None:
    kind, fingerprint, compute_type = embedded.signature.split(":")
    assert (kind, len(fingerprint), compute_type) == ("marian", 12, "int8_float32")
    assert exact.signature == f"marian:{fingerprint}:float32"


def test_a_score_is_per_token_whatever_the_length_penalty(exact: Engine) -> None:
    asked = [request("Le cluster est tombé hier soir.")]
    plain, penalised = (exact.translate(asked, Decoding(length_penalty=penalty))[0] for penalty in (1.0, 0.6))
    assert plain.text == penalised.text
    assert plain.score == pytest.approx(penalised.score, abs=1e-5)


def test_the_other_decoding_options_reach_the_engine(exact: Engine) -> None:
    asked = [request("Oui, oui, oui, oui, oui, oui, oui.")]
    (plain,) = exact.translate(asked)
    (varied,) = exact.translate(asked, Decoding(no_repeat_ngram_size=2, repetition_penalty=1.5))
    assert plain.text != varied.text


def test_a_failure_of_ctranslate2_is_an_engine_error(embedded: Engine) -> None:
    with pytest.raises(EngineError, match="CTranslate2 failed"):
        embedded.translate([request("Oui.")], Decoding(beam_size=0))


def test_a_compute_type_that_the_processor_lacks_is_an_engine_error() -> None:
    with pytest.raises(EngineError, match="cannot be loaded on cpu"):
        open_engine(device="cpu", compute_type="int3")


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_there_is_at_least_one_core(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    if platform != "linux":
        monkeypatch.setattr(sys, "platform", platform)
    assert available_cores() >= 1


def test_an_unknown_engine_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no engine 'magic'"):
        open_engine(kind="magic")


def test_importing_the_package_imports_no_engine() -> None:
    code = (
        "import sys, translate.engines; "
        "print({'ctranslate2', 'torch', 'transformers', 'numpy', 'sentencepiece', 'filelock'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_the_engine_runs_without_torch_and_transformers(tmp_path: Path) -> None:
    """The base install has neither: opening, converting and translating import none of them."""
    code = (
        "import sys; sys.modules['torch'] = sys.modules['transformers'] = None; "
        "from translate.engine import Request; from translate.engines import open_engine; "
        "print(open_engine(device='cpu').translate([Request(text='Bonjour.')])[0].text)"
    )
    environment = {"GLOSSUB_CACHE": str(tmp_path), "PATH": "/usr/bin"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.strip()


def test_alternatives_leave_the_answer_as_it_is(exact: Engine) -> None:
    asked = [request(text) for text in TALK[1:3]]
    broken = [replace(each, terms=(RequiredTerm(start=0, end=2, target="zebra"),)) for each in asked]
    unmarked = open_engine(model="embedded", compute_type="float32", inline_terms=False)
    plain = unmarked.translate(broken)
    several = unmarked.translate(broken, Decoding(alternatives=3))
    assert [replace(answer, alternatives=()) for answer in several] == list(plain)
    assert [len(answer.alternatives) for answer in several] == [3, 3]
    assert unmarked.translate(asked, Decoding(alternatives=3))[0].alternatives == ()
    assert all(a.score >= b.score for a in several for b in a.alternatives)
    assert unmarked.signature == f"{exact.signature}-unmarked"


def test_an_answer_goes_on_after_its_prefix(exact: Engine) -> None:
    asked = request(TALK[2])
    free, forced = exact.translate([asked, replace(asked, prefix="Yesterday, the cluster")])
    assert not free.text.startswith("Yesterday")
    assert forced.text.startswith("Yesterday, the cluster ")
    assert forced.links
