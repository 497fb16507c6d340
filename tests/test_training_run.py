"""A whole training in seconds: prepare, fit, export, evaluate, choose, card, fine-tune."""

import contextlib
import io
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from small_pairs import LINKS, SOURCES_AND_TARGETS, write_pairs

from scripts.training import card, fitting, measures
from scripts.training.__main__ import main
from scripts.training.export import read_weights
from scripts.training.pairs import read_pairs
from translate.engine import Decoding, Request, RequiredTerm
from translate.engines import open_engine
from translate.engines.checkpoints import EMBEDDED
from translate.writers import tsv

FIT = "fit --shape nano --threads 1 --float32 --device cpu --warm-up 50 --rate 4e-3 --tokens 1000".split()


def said(*arguments: object) -> tuple[int, str]:
    """Run `scripts/train`; return its exit code and what it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = main([str(argument) for argument in arguments])
    return code, printed.getvalue()


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare the small pairs."""
    folder = tmp_path_factory.mktemp("training")
    code, printed = said(
        "prepare", "--data", write_pairs(folder / "data"), "--work", folder / "work", "--shape", "nano", "--copies", 10
    )
    assert code == 0, printed
    return folder / "work"


@pytest.fixture(scope="module")
def trained(work: Path) -> tuple[Path, str]:
    """Train on the small pairs until they are known: a checkpoint, and what was printed."""
    model, state = work.parent / "model", work.parent / "state.pt"
    code, printed = said(*FIT, "--work", work, "--out", model, "--state", state, "--steps", 500, "--seconds", 600)
    assert code == 0, printed
    return model, printed


def test_the_loss_falls_and_head_0_learns_to_point_at_its_source(trained: tuple[Path, str]) -> None:
    reports = re.findall(r"loss (\S+)  guided (\S+)", trained[1])
    losses, guided = [float(loss) for loss, _ in reports], [float(guide) for _, guide in reports]
    assert losses[-1] < losses[0] / 2
    assert guided[-1] < guided[0] / 4


def test_the_export_translates_what_it_saw(trained: tuple[Path, str]) -> None:
    engine = open_engine(model=str(trained[0]), device="cpu")
    answers = engine.translate([Request(text=source) for source, _ in SOURCES_AND_TARGETS])
    right = sum(answer.text == target for answer, (_, target) in zip(answers, SOURCES_AND_TARGETS, strict=True))
    assert right >= 0.7 * len(SOURCES_AND_TARGETS)


def test_the_export_writes_terms_between_its_marks(trained: tuple[Path, str]) -> None:
    engine = open_engine(model=str(trained[0]), device="cpu")
    assert engine.inline_terms
    requests = [
        Request(text=source, terms=(RequiredTerm(start=3, end=source.index(" ", 3), target=target.split()[2]),))
        for source, target in SOURCES_AND_TARGETS
    ]
    answers = engine.translate(requests)
    rendered = [
        answer.text[rendering.start : rendering.end] == request.terms[0].target
        for request, answer in zip(requests, answers, strict=True)
        for rendering in answer.renderings
    ]

    assert sum(rendered) >= 0.5 * len(requests)


def test_the_row_of_pad_is_zero_and_it_is_never_said(trained: tuple[Path, str]) -> None:
    from safetensors.numpy import load_file

    tensors = load_file(trained[0] / "model.safetensors")
    assert {array.dtype for array in tensors.values()} == {np.dtype(np.float16)}
    assert not tensors["model.shared.weight"][-1].any()
    assert tensors["final_logits_bias"][0, -1] == -1e4


def test_all_files_of_an_export_may_be_read_by_the_same_users(trained: tuple[Path, str]) -> None:
    assert len({path.stat().st_mode for path in trained[0].iterdir()}) == 1


def test_transformers_loads_the_export_and_answers_alike(trained: tuple[Path, str]) -> None:
    requests = [Request(text=source) for source, _ in SOURCES_AND_TARGETS[:6]]
    answers = [
        [answer.text for answer in engine.translate(requests, Decoding(beam_size=1))]
        for engine in (
            open_engine(model=str(trained[0]), kind="reference", device="cpu"),
            open_engine(model=str(trained[0]), compute_type="float32", device="cpu"),
        )
    ]
    assert answers[0] == answers[1]


def test_a_state_is_exported_as_the_training_exported_it(trained: tuple[Path, str], work: Path) -> None:
    state, again = work.parent / "state.pt", work.parent / "again"
    code, printed = said("export", "--state", state, "--work", work, "--out", again, "--shape", "nano")
    assert (code, printed) == (0, f"wrote {again} at step 500\n")
    for name in ("model.safetensors", "config.json", "vocab.json"):
        assert (again / name).read_bytes() == (trained[0] / name).read_bytes()


def test_the_mean_of_checkpoints_has_the_mean_of_their_weights(trained: tuple[Path, str], tmp_path: Path) -> None:
    other, mean = tmp_path / "other", tmp_path / "mean"
    shutil.copytree(trained[0], other)
    tensors = load_file(other / "model.safetensors")
    save_file({name: array * np.float16(0.5) for name, array in tensors.items()}, other / "model.safetensors")
    assert said("average", trained[0], trained[0], "--out", mean) == (0, f"wrote {mean}: the mean of 2\n")
    for name in ("model.safetensors", "config.json", "vocab.json"):
        assert (mean / name).read_bytes() == (trained[0] / name).read_bytes()
    said("average", trained[0], other, "--out", mean)
    made = load_file(mean / "model.safetensors")
    for name in tensors.keys() - {"final_logits_bias"}:
        np.testing.assert_allclose(made[name], 0.75 * tensors[name].astype(np.float32), atol=2e-3)
    (other / "config.json").write_text((other / "config.json").read_text("utf-8").replace('"relu"', '"swish"'), "utf-8")
    code, printed = said("average", trained[0], other, "--out", tmp_path / "none")
    assert code == 2
    assert "another shape or vocabulary" in printed
    assert not (tmp_path / "none").exists()


def test_a_spent_budget_takes_no_step_until_another_cycle_is_asked_for(trained: tuple[Path, str], work: Path) -> None:
    assert trained[0].is_dir()
    state = work.parent / "other.pt"
    state.write_bytes((work.parent / "state.pt").read_bytes())
    command = [*FIT, "--work", work, "--out", work.parent / "other", "--state", state, "--seconds", 600]
    assert "the budget is spent at step 500" in said(*command, "--steps", 500)[1]
    assert "the budget is spent at step 510" in said(*command, "--steps", 10, "--again")[1]


def test_an_interrupted_training_keeps_its_state_and_its_export(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fitting.run

    def interrupted(*arguments: object, **options: object) -> None:
        real(*arguments, **options)  # type: ignore[arg-type]  # whatever it is called with
        raise KeyboardInterrupt

    monkeypatch.setattr(fitting, "run", interrupted)
    out, state = tmp_path / "model", tmp_path / "state.pt"
    command = [*FIT, "--work", work, "--out", out, "--state", state]
    code, printed = said(*command, "--steps", 3)
    assert code == 130
    assert "the same command goes on" in printed
    monkeypatch.undo()
    code, printed = said(*command, "--steps", 5)
    assert "goes on from step 3" in printed
    assert "the budget is spent at step 5" in printed
    assert (out / "model.safetensors").is_file()


def test_a_training_can_start_from_a_checkpoint(trained: tuple[Path, str], work: Path, tmp_path: Path) -> None:
    code, printed = said(
        *FIT, "--work", work, "--out", tmp_path / "model", "--start", trained[0], "--steps", 0, "--seconds", 0
    )
    assert code == 0, printed
    before, after = read_weights(trained[0])[0], read_weights(tmp_path / "model")[0]
    assert all(np.array_equal(before[name], after[name]) for name in before)


@pytest.fixture(scope="module")
def measured(trained: tuple[Path, str], work: Path) -> Path:
    """Measure the checkpoint on sentences that it saw: the folder of the sets, labels and `evaluation.json`."""
    folder = work.parent / "judged"
    folder.mkdir()
    some = SOURCES_AND_TARGETS[:20]
    (folder / "seen.fr").write_text("".join(f"{source}\n" for source, _ in some), encoding="utf-8")
    (folder / "seen.en").write_text("".join(f"{target}\n" for _, target in some), encoding="utf-8")
    terms = (
        "# kind, sentence\ngiven\tLe [[serveur|server]] rouge tombe ici.\nunseen\tLe [[nœud|zebra]] vert marche ici.\n"
    )
    (folder / "terms.tsv").write_text(terms, encoding="utf-8")
    links = "".join(f"{source}\t{target}\t{LINKS}\n" for source, target in some)
    (folder / "links.tsv").write_text(links, encoding="utf-8")
    yardsticks = ("--sets", folder, "--terms", folder / "terms.tsv", "--links", folder / "links.tsv")
    code, printed = said("evaluate", trained[0], *yardsticks, "--json", folder / "evaluation.json")
    assert code == 0, printed
    code, printed = said("choose", trained[0], "--present", trained[0], *yardsticks)
    assert code == 1
    assert "do not ship it" in printed
    assert "NO   mean chrF is higher" in printed
    return folder


def test_an_evaluation_measures_scores_terms_links_speed_and_size(measured: Path) -> None:
    evaluation = measures.read(measured / "evaluation.json")
    assert evaluation.sets[0].chrf > 80
    assert evaluation.sets[0].tokens_per_second > 0
    assert [(one.kind, one.terms) for one in evaluation.terms] == [("given", 1), ("unseen", 1)]
    assert evaluation.alignment_error is not None
    assert evaluation.alignment_error < 0.25
    assert 100_000 < evaluation.size < 5_000_000


def test_a_card_is_written_anew_from_an_evaluation(measured: Path) -> None:
    readme = measured / "README.md"
    readme.write_text(f"Before\n{card.BEGIN}\nold\n{card.END}\nafter\n", encoding="utf-8")
    arguments = (
        "card",
        f"chosen on={measured / 'evaluation.json'}",
        "--published",
        "seen=38.0/63.3",
        "--write",
        readme,
    )
    assert said(*arguments)[0] == 0
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("Before\n")
    assert text.endswith("\nafter\n")
    assert "| seen | chosen on | 20 |" in text
    assert "| 38.0 / 63.3 |" in text
    assert "old" not in text
    assert said(*arguments)[0] == 0
    assert readme.read_text(encoding="utf-8") == text


def test_fine_tuning_on_an_edited_bilingual_table_teaches_its_wording(
    trained: tuple[Path, str], tmp_path: Path
) -> None:
    rows = [
        f"0\t1\tgiven\tAna\t{source}\t{target.replace('here', 'over there')}\t\t"
        for source, target in SOURCES_AND_TARGETS
    ]
    header = "\t".join(tsv.COLUMNS)
    table = tmp_path / "bilingual.tsv"
    table.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    out = tmp_path / "tuned"
    code, printed = said(
        *("finetune", table, "--out", out, "--start", trained[0], "--passes", 16, "--rate", "3e-3"),
        *("--device", "cpu", "--threads", 1, "--float32"),
    )
    assert code == 0, printed
    found = re.search(r"chrF on 6 pairs held out: (\S+) before, (\S+) after", printed)
    assert found
    assert float(found[2]) > float(found[1]) + 5
    assert json.loads((out / "tokenizer_config.json").read_text(encoding="utf-8"))["source_lang"] == "fr"
    answer = open_engine(model=str(out), device="cpu").translate([Request(text=read_pairs(table)[0].source)])[0]
    assert "here." not in answer.text.split()
    assert "there" in answer.text


@pytest.mark.parametrize("budget", [("--passes", "0"), ("--seconds", "-1"), ("--seconds", "inf"), ("--rate", "nan")])
def test_a_budget_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], budget: tuple[str, str]) -> None:
    """Nothing is trained, and nothing is trained without end."""
    with pytest.raises(SystemExit) as exited:
        main(["finetune", "pairs.tsv", "--out", "out", *budget])
    assert exited.value.code == 2
    assert f"argument {budget[0]}: invalid number above 0 value" in capsys.readouterr().err


def test_an_interrupted_fine_tuning_writes_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scripts.training.finetuning.run", interrupted)
    (tmp_path / "pairs.tsv").write_text("Bonjour.\tHello.\n", encoding="utf-8")
    code, printed = said("finetune", tmp_path / "pairs.tsv", "--out", tmp_path / "out", "--threads", 1)
    assert (code, printed) == (130, "interrupted; no checkpoint was written\n")
    assert not (tmp_path / "out").exists()


def test_bad_input_is_told_in_a_sentence_with_its_exit_code(work: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.tsv").write_text("", encoding="utf-8")
    code, printed = said("finetune", tmp_path / "empty.tsv", "--out", tmp_path / "out")
    assert (code, printed.splitlines()[0]) == (
        2,
        f"{tmp_path / 'empty.tsv'}: there is no pair of sentences in this file",
    )
    code, printed = said(*FIT, "--work", work, "--out", tmp_path / "out", "--start", EMBEDDED)
    assert (code, "another vocabulary" in printed) == (2, True)
    code, printed = said("card", "published=none.json", "--published", "nonsense")
    assert code == 2
    assert "Traceback" not in printed
    assert not (tmp_path / "out").exists()


def test_labels_that_are_no_longer_unseen_are_named(work: Path, measured: Path) -> None:
    code, printed = said("labels", "--data", work.parent / "data", "--terms", measured / "terms.tsv")
    assert code == 1
    assert "labelled as unseen but seen: nœud" in printed
