"""The parts of training, each on its own."""

import gzip
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from small_pairs import SOURCES_AND_TARGETS

from scripts.training import card, choosing, labels, linking, measures
from scripts.training.attention import link_pairs, read_network
from scripts.training.augment import Example, Mixture, flatten, mark_terms
from scripts.training.evaluation import Yardsticks, evaluate, read_sets
from scripts.training.export import check_folder, read_shape, write_checkpoint
from scripts.training.fitting import Course, Fit, Place, Recipe, Report, run
from scripts.training.network import Network, start_of
from scripts.training.packed import IGNORED, Packed, joined, pack, piece_links
from scripts.training.pairs import Copies, Pair, pair_files, read_copies, read_pairs
from scripts.training.preparing import Preparation, phase_files, prepare
from scripts.training.schedule import Budget, Schedule
from scripts.training.shape import SHAPES
from scripts.training.vocabulary import Vocabulary, train_vocabulary, words_of
from translate.engines.checkpoints import EMBEDDED
from translate.errors import EngineError, InputError, OutputError, UsageError

LABELS = Path(__file__).parent / "labels"


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    """Let torch use one core: networks this small lose time on more."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # no secret


# Pairs


def test_pairs_are_read_from_plain_and_packed_files_with_and_without_links(tmp_path: Path) -> None:
    plain, zipped = tmp_path / "a.tsv", tmp_path / "b.tsv.gz"
    plain.write_text("\ufeffLe nœud\tThe node\t0-0 1-1\nSeul\t\n\nRien\tNothing\n", encoding="utf-8")
    zipped.write_bytes(gzip.compress(b"Oui\tYes\n"))
    assert read_pairs(plain) == (
        Pair(source="Le nœud", target="The node", links=((0, 0), (1, 1))),
        Pair(source="Rien", target="Nothing"),
    )
    assert read_pairs(zipped) == (Pair(source="Oui", target="Yes"),)
    assert pair_files(tmp_path) == (plain, zipped)


def test_a_bilingual_table_is_read_by_its_columns_with_quotes_and_escapes(tmp_path: Path) -> None:
    table = tmp_path / "bilingual.tsv"
    table.write_text(
        'speaker\tsource\ttarget\nAna\t"Un ""nœud""."\tA\\tnode \\\\ \\u2028 x\nAna\tSeul\t\n', encoding="utf-8"
    )
    assert read_pairs(table) == (Pair(source='Un "nœud".', target="A node \\ x"),)
    table.write_text('"speaker"\t"source"\t"target"\r\n"Ana"\t"Oui."\t"Yes."\r\n', encoding="utf-8-sig", newline="")
    assert read_pairs(table) == (Pair(source="Oui.", target="Yes."),)


@pytest.mark.parametrize("text", ["", "one column\n", "a\tb\t0_0\n", "a\tb\t0-0-1\n"])
def test_a_file_without_pairs_or_with_bad_links_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.tsv"):
        read_pairs(tmp_path / "a.tsv")


def test_a_table_that_lacks_a_side_names_the_column(tmp_path: Path) -> None:
    table = tmp_path / "bilingual.tsv"
    table.write_text("speaker\tsource\tenglish\nAna\tOui.\tYes.\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column 'target'"):
        read_pairs(table)
    table.write_text("source\tspring\n", encoding="utf-8")
    assert read_pairs(table) == (Pair(source="source", target="spring"),)


def test_what_is_no_text_or_no_archive_is_refused(tmp_path: Path) -> None:
    for name in ("a.tsv", "b.tsv.gz", "c.tsv.xz"):
        (tmp_path / name).write_bytes(b"\xff\xfe\x00")
        with pytest.raises(InputError, match=r"cannot be read|no UTF-8 text"):
            read_pairs(tmp_path / name)
    with pytest.raises(InputError, match="no file of pairs"):
        pair_files(tmp_path / "nowhere")


def test_weights_are_copies_of_the_main_and_the_final_phase(tmp_path: Path) -> None:
    path = tmp_path / "WEIGHTS.tsv"
    path.write_text("# file\na.tsv\t2\nb.tsv\t0.5\t0\n", encoding="utf-8")
    assert read_copies(path) == {"a.tsv": Copies(main=2, final=2), "b.tsv": Copies(main=0.5, final=0)}
    path.write_text("a.tsv\tmany\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_copies(path)


# Links


def test_eflomal_links_are_the_intersection_of_both_directions_on_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / linking.PROGRAM
    # l' équipe code .  |  the team codes .   forward and reverse agree on all but l'-the
    program.write_text(
        '#!/bin/sh\nshift\necho "0-0 1-1 2-2 3-3" >"$6"\necho "1-1 2-2 3-3 0-1" >"$8"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert linking.can_link()
    (pair,) = linking.link_pairs([Pair(source="L'équipe code.", target="The team codes.")])
    assert pair.links == ((0, 1), (1, 2))


def test_without_eflomal_the_mend_names_it_and_its_failure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="pip install eflomal"):
        linking.link_pairs([Pair(source="a", target="b")])
    program = tmp_path / linking.PROGRAM
    program.write_text("#!/bin/sh\necho broken >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(EngineError, match="broken"):
        linking.link_pairs([Pair(source="a", target="b")])


def test_the_embedded_checkpoint_links_a_pair_by_its_own_attention() -> None:
    pair = Pair(source="Le serveur rouge est en panne.", target="The red server is down.")
    (linked,) = link_pairs(read_network(EMBEDDED), Vocabulary(EMBEDDED), [pair], least=0.4)
    assert {(1, 2), (2, 1)} <= set(linked.links or ())


# Augmentation


def test_an_elided_article_and_punctuation_stay_outside_the_marks() -> None:
    example = Example(source=("L'équipe", "code."), target=("The", "team", "codes."), links=((0, 1), (1, 2)))
    found = {
        word
        for seed in range(40)
        if (marked := mark_terms(example, _chance(seed), Mixture(strangers=0, lemmas=0)))
        for word in (*marked.source, *marked.target)
    }
    assert {"L'⟦équipe⇒team⟧", "⟦team⟧"} <= found
    assert {"⟦code⇒codes⟧.", "⟦codes⟧."} <= found


def test_half_of_the_hints_are_dictionary_forms_and_a_quarter_strangers() -> None:
    example = Example(source=("les", "Serveurs"), target=("the", "Servers"), links=((1, 1),))
    some = [mark_terms(example, _chance(seed), Mixture(), ("zebra",)) for seed in range(2000)]
    hints = [word for one in some if one for word in one.source if "⇒" in word]
    shares = {
        hint: sum(word.endswith(f"⇒{hint}⟧") for word in hints) / len(hints) for hint in ("Server", "Servers", "zebra")
    }
    assert shares["zebra"] == pytest.approx(0.25, abs=0.05)
    assert shares["Server"] == pytest.approx(0.375, abs=0.05)
    assert sum(shares.values()) == pytest.approx(1)


def test_flattening_splits_what_punctuation_joined_and_moves_links() -> None:
    example = Example(source=("Oui,non", "?", "Fin."), target=("yes", "end"), links=((0, 0), (2, 1)))
    flat = flatten(example, _chance(1))
    assert flat.source == ("oui", "non", "fin")
    assert flat.links == ((0, 0), (1, 0), (2, 1))
    assert flatten(Example(source=("?",), target=("?",), links=None), _chance(1)).source == ("?",)


# Vocabulary and packing


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Learn a very small vocabulary."""
    folder = tmp_path_factory.mktemp("work") / "vocabulary"
    texts = (text for pair in SOURCES_AND_TARGETS for text in pair)
    train_vocabulary(texts, folder, size=SHAPES["nano"].pieces, threads=1)
    return folder


def test_a_new_vocabulary_has_the_marks_as_pieces_and_marians_order(vocabulary: Path) -> None:
    words = Vocabulary(vocabulary)
    assert (words.size, words.end, words.pad) == (308, 0, 307)
    assert words.inline_terms
    assert words.ids(["</s>", "<unk>", "<pad>", "never seen"]) == [0, 1, 307, 1]
    (pieces,) = words.pieces(["le ⟦nœud⇒node⟧ 漢"], "source")
    assert {"⟦", "⇒", "⟧", "<0xE6>"} <= set(pieces)


def test_too_small_a_corpus_for_a_vocabulary_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no vocabulary of 8000 pieces"):
        train_vocabulary(["un deux trois"], tmp_path, size=8000, threads=1)
    with pytest.raises(InputError, match=r"lacks source\.spm"):
        Vocabulary(tmp_path)


def test_word_links_become_links_of_all_their_pieces() -> None:
    example = Example(source=("le", "nœud"), target=("the", "node"), links=((1, 1), (0, 0)))
    assert piece_links(["▁le", "▁n", "œud"], ["▁the", "▁no", "de"], example) == [(0, 0), (1, 1), (1, 2), (2, 1), (2, 2)]
    assert piece_links(["▁le", "▁n", "▁œud"], ["▁the", "▁node"], example) == []
    assert words_of(["le", "▁n", "œud"]) == [0, 1, 1]


def test_batches_hold_every_example_once_within_the_tokens(vocabulary: Path, tmp_path: Path) -> None:
    words = Vocabulary(vocabulary)
    examples = [
        Example(source=tuple(source.split()), target=tuple(target.split()), links=((0, 0),))
        for source, target in SOURCES_AND_TARGETS
    ]
    packed = joined([pack(examples[:20], words, longest=200), pack(examples[20:], words, longest=200)])
    packed.save(tmp_path / "main0.npz")
    loaded = Packed.load(tmp_path / "main0.npz")
    batches = list(loaded.batches(tokens=300, seed=(1, 2), pad=words.pad, end=words.end))
    sources = [tuple(int(number) for number in row if number != words.pad) for one in batches for row in one.source]
    expected = [
        (*words.ids(pieces), words.end) for pieces in words.pieces([s for s, _ in SOURCES_AND_TARGETS], "source")
    ]
    assert sorted(sources) == sorted(expected)
    assert all(one.source.size <= 300 and one.target.size <= 300 for one in batches)
    assert all((one.links[:, 0] < len(one.source)).all() and len(one.links) for one in batches)
    assert all((one.target == IGNORED).sum() < one.target.size for one in batches)
    assert phase_files(tmp_path, "main") == (tmp_path / "main0.npz",)


def test_examples_that_are_too_long_are_left_out(vocabulary: Path) -> None:
    example = Example(source=("mot",) * 50, target=("word",) * 50, links=None)
    packed = pack([example], Vocabulary(vocabulary), longest=20)
    assert not len(packed.source_lengths)
    assert list(packed.batches(tokens=100, seed=(1,), pad=307, end=0)) == []


def test_weights_that_leave_no_pair_for_a_phase_are_refused(vocabulary: Path) -> None:
    pairs = {"a.tsv": [Pair(source="Le nœud", target="The node")]}
    with pytest.raises(InputError, match="leave no pair"):
        prepare(vocabulary.parent, pairs, {"a.tsv": Copies(main=0, final=0)}, Preparation(copies=1), print)


# Schedule, network and fitting


def test_the_rate_warms_up_holds_and_cools_down_with_the_budget() -> None:
    schedule = Schedule(peak=1.0, warm_up=10, hold=0.6)
    assert schedule.rate(0.0, 0) == pytest.approx(0.1)
    assert schedule.rate(0.5, 100) == 1.0
    assert schedule.rate(0.8, 100) == pytest.approx(0.5)
    assert schedule.rate(1.0, 100) == pytest.approx(0.02)
    assert Budget(seconds=10).share(5, 1000) == 0.5
    assert Budget(seconds=10, steps=4).share(1, 3) == 0.75
    assert Budget(seconds=0).share(0, 0) == 1.0
    assert Budget(seconds=10, steps=0).share(0, 0) == 1.0


def test_a_target_is_moved_by_one_behind_pad() -> None:
    moved = start_of(torch.tensor([[5, 6, 0], [7, 0, IGNORED]]), 9)
    assert moved.tolist() == [[9, 5, 6], [9, 7, 0]]
    assert start_of(torch.tensor([[5, IGNORED, IGNORED]]), 9).tolist() == [[9, 5, 9]]


def test_the_network_computes_what_transformers_computes() -> None:
    model = transformers.MarianMTModel.from_pretrained(EMBEDDED, dtype=torch.float32, attn_implementation="eager")
    network = read_network(EMBEDDED).eval()
    source, said = torch.tensor([[10, 400, 500, 0, 7999], [9, 300, 200, 100, 0]]), torch.tensor([[7999, 50, 60]] * 2)
    with torch.inference_mode():
        states, first = network(source, said)
        theirs = model(input_ids=source, attention_mask=source != 7999, decoder_input_ids=said, output_attentions=True)
        assert torch.allclose(network.project(states), theirs.logits[:, :, :-1], atol=1e-3)
        assert torch.allclose(first, theirs.cross_attentions[-1][:, 0], atol=1e-4)


class Ticking:
    """A clock that goes on by a second whenever it is asked."""

    def __init__(self) -> None:
        """Begin at 0."""
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds so far."""
        self.now += 1
        return self.now


@pytest.fixture(scope="module")
def course(vocabulary: Path) -> Course:
    """Prepare two files of either phase, and a budget of 12 ticks."""
    pairs = [Pair(source=source, target=target, links=((0, 0), (1, 2))) for source, target in SOURCES_AND_TARGETS]
    prepare(vocabulary.parent, {"a.tsv": pairs}, {}, Preparation(copies=2), lambda _: None)
    main, final = (phase_files(vocabulary.parent, phase) for phase in ("main", "final"))
    return Course(main=main, final=final, budget=Budget(seconds=12), steps_per_report=1)


def _fit(*, half: bool) -> Fit:
    torch.manual_seed(3)
    schedule = Schedule(peak=1e-3, warm_up=4, hold=0.6)
    recipe = Recipe(schedule=schedule, tokens=900, dropout=0.1, half=half)
    return Fit(Network(SHAPES["nano"], dropout=0.1), recipe, device="cpu", vocabulary="a")


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("stop", [2, 9])
def test_a_training_that_stops_and_goes_on_takes_the_same_steps(
    course: Course, tmp_path: Path, stop: int, *, half: bool
) -> None:
    """Stopped in the main phase (2) or in the final one (9), it comes to the same weights, to the bit."""
    straight = _fit(half=half)
    run(straight, course, clock=Ticking(), tell=lambda _: None)
    stopped = _fit(half=half)

    def tell(report: Report) -> None:
        if report.place.step == stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stopped, course, clock=Ticking(), tell=tell)
    stopped.save(tmp_path / "state.pt")
    resumed = _fit(half=half)
    resumed.load(tmp_path / "state.pt")
    assert resumed.place == stopped.place
    run(resumed, course, clock=Ticking(), tell=lambda _: None)
    assert resumed.place == straight.place
    assert resumed.place.step == 12
    own, other = resumed.weights(), straight.weights()
    assert all(torch.equal(own[name], other[name]) for name in own)


def test_the_row_of_pad_stays_zero_through_training(course: Course) -> None:
    fit = _fit(half=True)
    run(fit, replace(course, budget=Budget(seconds=3)), clock=Ticking(), tell=lambda _: None)
    assert not fit.weights()["shared.weight"][-1].any()
    assert fit.weights()["shared.weight"][-2].any()


def test_a_state_of_another_shape_or_vocabulary_or_no_state_is_refused(tmp_path: Path) -> None:
    fit = _fit(half=False)
    fit.save(tmp_path / "state.pt")
    fit.vocabulary = "b"
    with pytest.raises(InputError, match="another shape or vocabulary"):
        fit.load(tmp_path / "state.pt")
    (tmp_path / "bad.pt").write_bytes(b"no state")
    with pytest.raises(InputError, match="cannot be read"):
        fit.load(tmp_path / "bad.pt")
    assert fit.place == Place()


def test_a_step_whose_gradient_is_not_finite_changes_nothing(course: Course) -> None:
    fit = _fit(half=False)
    before = {name: one.clone() for name, one in fit.weights().items()}
    (batch, *_) = Packed.load(course.main[0]).batches(tokens=900, seed=(1,), pad=307, end=0)
    with torch.no_grad():
        fit._network.bias[0] = float("nan")  # noqa: SLF001  # nothing public makes a loss infinite
    fit.step(batch, 1.0)
    assert all(torch.equal(before[name], one) for name, one in fit.weights().items())


# Checkpoints


def test_a_checkpoint_is_never_written_over_something_else(vocabulary: Path, tmp_path: Path) -> None:
    """Not into a folder with a file of one's own, and not over the checkpoint in the package, beside its card."""
    with pytest.raises(OutputError, match=r"holds LICENSE"):
        check_folder(EMBEDDED)
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds mine\.txt"):
        write_checkpoint(
            tmp_path,
            shape=SHAPES["nano"],
            weights={"shared.weight": np.zeros((308, 64), np.float32)},
            bias=np.zeros(307),
            vocabulary=vocabulary,
            languages=("fr", "en"),
        )


def test_a_work_folder_without_examples_names_what_writes_them(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="scripts/train prepare"):
        phase_files(tmp_path, "main")


def test_a_checkpoint_that_cannot_be_trained_is_refused(tmp_path: Path) -> None:
    from small_checkpoint import make_checkpoint

    with pytest.raises(EngineError, match="can be trained"):
        read_shape(make_checkpoint(tmp_path / "untied", tied=False, max_position_embeddings=512))
    with pytest.raises(EngineError, match="activation"):
        read_shape(make_checkpoint(tmp_path / "gelu", max_position_embeddings=512, activation_function="gelu"))


# Labels, measures, choosing


def test_the_term_set_has_as_many_terms_as_the_rule_of_choosing_needs() -> None:
    sentences = labels.read_terms(LABELS / "terms-model.tsv")
    counts = {kind: sum(len(one.terms) for one in sentences if one.kind == kind) for kind in labels.KINDS}
    assert counts["given"] >= 200
    assert counts["unseen"] >= 100
    assert counts["counterfactual"] >= 40
    texts = [one.text for one in sentences]
    assert len(texts) == len(set(texts))
    for one in sentences:
        assert all(one.text[t.required.start : t.required.end] == t.form for t in one.terms)
        assert not set("[|]") & set(one.text)


def test_the_pairs_linked_by_hand_cover_almost_every_word() -> None:
    gold = labels.read_links(LABELS / "links.tsv")
    assert len(gold) >= 30
    for one in gold:
        assert len({j for _, j in one.possible}) >= len(one.pair.target.split()) - 1


def test_a_term_counts_in_any_listed_form_as_whole_words() -> None:
    sentences = labels.read_terms(LABELS / "terms-model.tsv")
    (sentence,) = (one for one in sentences if "herbiers" in one.text)
    (term,) = sentence.terms
    assert term.rendered("Two thousand Herbaria.")
    assert term.rendered("an herbarium")
    assert not term.rendered("herbariumlike")


@pytest.mark.parametrize("line", ["given\tno [[term]]", "odd\t[[a|b]]", "one column", "given\t[[a|b|c|d]]"])
def test_bad_term_labels_are_refused_with_their_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "terms.tsv").write_text(f"# head\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        labels.read_terms(tmp_path / "terms.tsv")


@pytest.mark.parametrize("link", ["0-9", "9-0", "0+0"])
def test_links_that_point_at_no_word_are_refused(tmp_path: Path, link: str) -> None:
    (tmp_path / "links.tsv").write_text(f"un\tone\t{link}\n", encoding="utf-8")
    with pytest.raises(InputError, match="unexpected link"):
        labels.read_links(tmp_path / "links.tsv")
    with pytest.raises(InputError, match="cannot be read"):
        labels.read_links(tmp_path / "none.tsv")


def test_a_term_that_a_corpus_holds_is_found_in_capitals_and_behind_a_curly_elision(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("unseen\tL'[[aérofrein|air brake]] et le [[nœud|node]]\n", encoding="utf-8")
    sentences = labels.read_terms(path)
    assert labels.seen_terms(sentences, ["Avec l’Aérofrein", "des nœuds"]) == ("aérofrein",)


def test_the_alignment_error_is_that_of_och_and_ney() -> None:
    pair = Pair(source="a b c", target="x y z")
    gold = [
        labels.LinkedPair(pair=pair, sure=frozenset({(0, 0), (1, 1)}), possible=frozenset({(0, 0), (1, 1), (2, 2)}))
    ]
    assert measures.alignment_error(gold, [[(0, 0), (1, 1), (2, 2)]]) == pytest.approx(0)
    assert measures.alignment_error(gold, [[(0, 1)]]) == pytest.approx(1)
    assert measures.alignment_error(gold, [[(0, 0), (2, 0)]]) == pytest.approx(1 - (1 + 1) / (2 + 2))


def _evaluation(
    chrf: tuple[float, float], given: int = 96, unseen: int = 94, size: int = 18_000_000
) -> measures.Evaluation:
    sets = tuple(
        measures.SetScore(
            name=name,
            sentences=10,
            bleu=20.0,
            chrf=score,
            bleu_signature="b",
            chrf_signature="c",
            tokens_per_second=1234.0,
        )
        for name, score in zip(("one", "two"), chrf, strict=True)
    )
    terms = tuple(
        measures.TermScore(kind=kind, terms=100, given=found, plain=50)
        for kind, found in (("given", given), ("unseen", unseen))
    )
    return measures.Evaluation(
        model="m", fingerprint="f", size=size, machine="a machine", sets=sets, terms=terms, alignment_error=0.16
    )


@pytest.mark.parametrize(
    ("candidate", "failing"),
    [
        (_evaluation((50.5, 44.8)), []),
        (_evaluation((50.0, 45.0)), ["mean chrF"]),
        (_evaluation((51.0, 44.6)), ["two is down"]),
        (_evaluation((51.0, 45.0), given=94), ["terms, given"]),
        (_evaluation((51.0, 45.0), unseen=92), ["terms, unseen"]),
        (_evaluation((51.0, 45.0), size=60_000_001), ["size"]),
    ],
)
def test_a_candidate_ships_only_if_every_part_of_the_rule_holds(
    candidate: measures.Evaluation, failing: list[str]
) -> None:
    conditions = choosing.judge(candidate, _evaluation((50.0, 45.0)))
    failed = [condition.text for condition in conditions if not condition.holds]
    assert len(failed) == len(failing)
    assert all(text.startswith(start) for text, start in zip(failed, failing, strict=True))


def test_candidates_are_not_judged_on_other_sets_than_the_present_checkpoint() -> None:
    present = _evaluation((50.0, 45.0))
    conditions = choosing.judge(_evaluation((51.0, 46.0)), replace(present, sets=present.sets[:1]))
    assert not conditions[0].holds


def test_an_evaluation_survives_its_json_and_anything_else_is_refused(tmp_path: Path) -> None:
    path, evaluation = tmp_path / "evaluation.json", _evaluation((50.0, 45.0))
    path.write_text(measures.render(evaluation), encoding="utf-8")
    assert measures.read(path) == evaluation
    for text in ("[]", "{}", '{"format": "other"}', '{"format": "glossub-evaluation/1", "sets": [], "terms": []}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError):
            measures.read(path)


def test_a_card_without_a_place_for_measures_is_refused() -> None:
    with pytest.raises(InputError, match="no place"):
        card.replace_measured("nothing", "new")


def test_sets_need_both_sides_of_the_same_length(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no set"):
        read_sets(tmp_path, source="fr", target="en")
    (tmp_path / "a.fr").write_text("un\ndeux\u2028trois\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no a\.en"):
        read_sets(tmp_path, source="fr", target="en")
    (tmp_path / "a.en").write_text("one\n", encoding="utf-8")
    with pytest.raises(InputError, match="number of lines"):
        read_sets(tmp_path, source="fr", target="en")
    (tmp_path / "a.en").write_text("one\ntwo", encoding="utf-8")
    assert read_sets(tmp_path, source="fr", target="en", limit=1)[0].sources == ("un",)


def test_the_embedded_checkpoint_keeps_to_the_bars_of_its_own_rule() -> None:
    yardsticks = Yardsticks(
        terms=labels.read_terms(LABELS / "terms-model.tsv"), links=labels.read_links(LABELS / "links.tsv")
    )
    evaluation = evaluate(EMBEDDED, yardsticks, source="fr", target="en")
    assert evaluation.success("given") >= choosing.LEAST_GIVEN
    assert evaluation.success("unseen") >= choosing.LEAST_UNSEEN
    assert evaluation.size <= choosing.MOST_BYTES
    assert evaluation.alignment_error is not None
    assert evaluation.alignment_error < 0.2
