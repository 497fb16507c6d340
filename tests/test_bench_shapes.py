"""The benchmark of shapes: it makes its checkpoints, forces the length, and says what cannot run."""

from pathlib import Path

import ctranslate2
import pytest

from scripts import bench_shapes
from scripts.bench_shapes import Failure, Job, Row, apart, job_for, main, measure, same_as_cpu
from scripts.device_facts import CUBLAS, peak_memory, without_cublas
from scripts.random_checkpoints import SHAPES, Shape, random_batch, write_checkpoint
from translate.engines.checkpoints import END, read_checkpoint
from translate.errors import EngineError

TINY = Shape(vocabulary=60, width=16, inner=32, heads=2, layers=1)


def tiny_job(folder: Path, engine: str, precision: str) -> Job:
    """Make a checkpoint and the job of measuring it."""
    options = bench_shapes._options(["--seconds", "0", "--sizes", "1,3", "--beams", "1,2", "--length", "5"])  # noqa: SLF001  # the defaults that users get
    options.threads = 1
    return job_for(options, write_checkpoint(folder / "tiny", TINY), folder / "converted", engine, precision)


def refuse() -> None:
    """Load no library."""
    raise OSError(CUBLAS)


@pytest.mark.parametrize("precision", ["int8", "float32"])
def test_ctranslate2_gives_a_row_for_each_size_and_beam(tmp_path: Path, precision: str) -> None:
    rows = measure(tiny_job(tmp_path, "ctranslate2", precision))
    assert [(row.beam, row.size) for row in rows] == [(1, 1), (1, 3), (2, 1), (2, 3)]
    assert all(isinstance(row, Row) and row.calls == 1 and row.memory_mib > 0 for row in rows)


def test_a_row_that_fails_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(batch: bench_shapes.Batch, _: int) -> int:
        if len(batch) > 1:
            raise RuntimeError("CUDA failed with error\nout of memory")
        return 5

    monkeypatch.setattr(bench_shapes, "open_ctranslate2", lambda *_: decode)
    one, three = measure(tiny_job(tmp_path, "ctranslate2", "int8"))[:2]
    assert isinstance(one, Row)
    assert three == Failure(size=3, beam=1, reason="CUDA failed with error out of memory")


def test_answers_of_another_length_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_shapes, "open_ctranslate2", lambda *_: lambda *_: 4)
    with pytest.raises(EngineError, match="4 tokens came where 1 x 5 were asked for"):
        measure(tiny_job(tmp_path, "ctranslate2", "int8"))


@pytest.mark.torch
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_transformers_gives_the_same_rows(tmp_path: Path, precision: str) -> None:
    pytest.importorskip("torch", reason="needs the extra `reference`")
    rows = measure(tiny_job(tmp_path, "transformers", precision))
    assert [(row.beam, row.size) for row in rows if isinstance(row, Row)] == [(1, 1), (1, 3), (2, 1), (2, 3)]


def test_a_random_checkpoint_has_the_shape_that_was_asked_for(tmp_path: Path) -> None:
    checkpoint = read_checkpoint(write_checkpoint(tmp_path / "tiny", TINY), name="tiny")
    assert checkpoint.architecture.activation == "swish"
    assert len(checkpoint.vocabulary) == TINY.vocabulary
    assert checkpoint.architecture.pad == TINY.vocabulary - 1


def test_a_batch_is_random_but_the_same_every_time_and_ends_each_sentence() -> None:
    pieces = [END, "<unk>", "a", "b", "c", "<pad>"]
    batch = random_batch(pieces, 4, 6)
    assert batch == random_batch(pieces, 4, 6)
    assert [len(sentence) for sentence in batch] == [6] * 4
    assert all(sentence[-1] == END and set(sentence[:-1]) <= {"a", "b", "c"} for sentence in batch)


def test_the_command_prints_the_machine_and_one_line_per_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(SHAPES, "tc-big", TINY)
    monkeypatch.setitem(bench_shapes.KINDS, "cpu", (("ctranslate2", "int8"),))
    assert main(["--shapes", "tc-big", "--sizes", "2", "--beams", "1", "--seconds", "0", "--threads", "1"]) == 0
    hardware, heading, row = capsys.readouterr().out.splitlines()
    assert f"ctranslate2 {ctranslate2.__version__}" in hardware
    assert heading.split()[:5] == ["shape", "engine", "precision", "batch", "beam"]
    assert row.split()[:5] == ["tc-big", "ctranslate2", "int8", "2", "1"]


@pytest.mark.skipif(ctranslate2.get_cuda_device_count() > 0, reason="a CUDA device is there")
def test_without_cuda_it_ends_with_one_line_and_the_exit_code_of_engines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--device", "cuda"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert printed.err.startswith("error: the device cuda is not there: 0 CUDA devices are seen. Check")


def test_a_cublas_that_loads_is_no_matter() -> None:
    assert without_cublas(lambda: None) == ""


def test_another_cublas_is_named_with_the_link_that_may_do(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    other = tmp_path / "lib" / "libcublas.so.13"
    other.touch()
    said = without_cublas(refuse, [tmp_path])
    assert f"ln -s {other} ~/cublas/{CUBLAS}" in said
    assert f"LD_LIBRARY_PATH=~/cublas:{tmp_path / 'lib'}" in said


def test_a_cublas_outside_the_search_path_is_named(tmp_path: Path) -> None:
    (tmp_path / CUBLAS).touch()
    assert f"export LD_LIBRARY_PATH={tmp_path}" in without_cublas(refuse, [tmp_path])


def test_no_cublas_at_all_is_said(tmp_path: Path) -> None:
    assert "pip install 'glossub[gpu]'" in without_cublas(refuse, [tmp_path])


def test_memory_on_a_gpu_is_what_is_used_over_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for nvidia-smi says what a file says."""
    said, tool = tmp_path / "used", tmp_path / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\nread -r used < {said}\necho $used\n", encoding="ascii")
    tool.chmod(0o755)
    said.write_text("500\n", encoding="ascii")
    monkeypatch.setenv("PATH", str(tmp_path))
    with peak_memory("cuda", 500) as peak:
        said.write_text("1700\n", encoding="ascii")
    assert peak() == 1200


def test_without_nvidia_smi_memory_on_a_gpu_is_an_engine_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match="nvidia-smi cannot be asked"), peak_memory("cuda", 0):
        pass


def test_where_ctranslate2_lacks_cublas_transformers_still_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def print_rows(_: str, job: Job) -> int:
        ran.append(job.engine)
        return 1

    monkeypatch.setattr(bench_shapes, "choose_devices", lambda *_: None)
    monkeypatch.setattr(bench_shapes, "ask_gpu", lambda _: "A card, 1, 80")
    monkeypatch.setattr(bench_shapes, "used_gpu_mib", lambda: 0)
    monkeypatch.setattr(bench_shapes, "unavailable", lambda engine, _: "no cuBLAS" if engine == "ctranslate2" else "")
    monkeypatch.setattr(bench_shapes, "_print_rows", print_rows)
    assert main(["--device", "cuda", "--shapes", "embedded"]) == 0
    assert ran == ["transformers"]
    assert "no cuBLAS" in capsys.readouterr().out


def test_the_check_finds_the_cpu_equal_to_itself() -> None:
    assert same_as_cpu("cpu") == (4, 4)


@pytest.mark.gpu
@pytest.mark.skipif(ctranslate2.get_cuda_device_count() == 0, reason="needs a CUDA device")
def test_the_gpu_answers_as_the_cpu() -> None:
    if reason := without_cublas():
        pytest.skip(reason)
    assert apart(same_as_cpu, "cuda") == (4, 4)
