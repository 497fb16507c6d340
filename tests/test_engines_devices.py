"""Devices: which are chosen, whether their libraries are there, and what becomes of work when one fails."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import ctranslate2
import pytest
from fake_gpus import ILLEGAL_ACCESS, OUT_OF_MEMORY, FakeGpus

from translate.engine import Decoding, Engine, Request
from translate.engines import devices, open_engine
from translate.engines.devices import Device, Fault, choose_devices, fault, load_cublas, usable_devices
from translate.engines.marian import MarianEngine
from translate.engines.pool import LostError, PooledEngine
from translate.errors import EngineError, MissingExtra, UsageError

CPU = (Device(kind="cpu"),)
ASKED = [Request(text=f"Le cluster numéro {number} est tombé hier soir.") for number in range(10)]
WINDOWS = sys.platform == "win32"
NAMES = ["cublasLt64_12.dll", "cublas64_12.dll"] if WINDOWS else ["libcublasLt.so.12", "libcublas.so.12"]


def missing() -> None:
    raise OSError("libcublas.so.12: cannot open shared object file")


def present() -> None:
    """Load what is there."""


def test_auto_takes_a_gpu_where_there_is_one() -> None:
    assert choose_devices("auto", lambda: 0) == CPU
    assert choose_devices("auto", lambda: 2) == (Device(kind="cuda"),)
    assert choose_devices("cpu", lambda: 2) == CPU


@pytest.mark.parametrize(
    ("device", "indices"), [("cuda", [0]), ("cuda:1", [1]), ("cuda:0,1,2", [0, 1, 2]), ("cuda:0,0", [0, 0])]
)
def test_gpus_are_named_by_number(device: str, indices: list[int]) -> None:
    chosen = choose_devices(device, lambda: 3)
    assert chosen == tuple(Device(kind="cuda", index=index) for index in indices)
    assert [str(one) for one in chosen] == [f"cuda:{index}" for index in indices]


@pytest.mark.parametrize(("device", "gpus"), [("cuda", 0), ("cuda:0", 0), ("cuda:0,2", 2)])
def test_a_gpu_that_is_not_there_is_an_engine_error(device: str, gpus: int) -> None:
    with pytest.raises(EngineError, match="is not there") as caught:
        choose_devices(device, lambda: gpus)
    assert "--device cpu" in caught.value.mend


@pytest.mark.parametrize("device", ["tpu", "cuda:", "cuda:0,", "cuda:x", "cuda:-1", "cuda:٣", "CUDA", "", "cpu:0"])
def test_no_device_is_a_usage_error(device: str) -> None:
    with pytest.raises(UsageError, match=f"unknown device {device!r}"):
        choose_devices(device, lambda: 9)


def test_without_its_libraries_a_gpu_that_is_asked_for_is_an_error_that_names_the_command() -> None:
    with pytest.raises(MissingExtra, match=r"libcublas\.so\.12: cannot open") as caught:
        usable_devices("cuda:1", lambda: 2, load=missing, note=pytest.fail)
    assert caught.value.where == "--device cuda:1"
    assert "pip install 'glossub[gpu]'" in caught.value.mend


def test_without_its_libraries_auto_takes_the_cpu_and_says_so() -> None:
    told: list[str] = []
    assert usable_devices("auto", lambda: 1, load=missing, note=told.append) == CPU
    (note,) = told
    assert "there is a GPU, but its CUDA libraries cannot be loaded" in note
    assert "The CPU is used; to use the GPU: pip install 'glossub[gpu]'" in note


def test_the_libraries_are_wanted_for_gpus_only() -> None:
    assert usable_devices("cpu", lambda: 1, load=missing, note=pytest.fail) == CPU
    assert usable_devices("auto", lambda: 0, load=missing, note=pytest.fail) == CPU
    assert usable_devices("auto", lambda: 1, load=present, note=pytest.fail) == (Device(kind="cuda"),)


def test_cublas_is_loaded_from_the_package_that_holds_all_of_it(tmp_path: Path) -> None:
    half, whole = tmp_path / "half", tmp_path / "whole"
    for folder, names in ((half, NAMES[1:]), (whole, NAMES)):
        folder.mkdir()
        for name in names:
            (folder / name).touch()
    loaded: list[str] = []
    load_cublas(loaded.append, [half, whole])
    assert loaded == [str(whole / name) for name in NAMES]


def test_cublas_is_else_looked_for_where_the_system_looks(tmp_path: Path) -> None:
    loaded: list[str] = []
    load_cublas(loaded.append, [tmp_path])
    assert loaded == NAMES


def test_cublas_is_looked_for_in_pips_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ("bin" if WINDOWS else "lib")
    folder.mkdir()
    for name in NAMES:
        (folder / name).touch()
    found = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(devices, "find_spec", lambda name: {"nvidia.cublas": found}[name])
    loaded: list[str] = []
    load_cublas(loaded.append)
    assert loaded == [str(folder / name) for name in NAMES]


def test_without_pips_package_the_system_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_parent(name: str) -> None:
        raise ModuleNotFoundError(name)

    for finder in (no_parent, lambda _: None):
        monkeypatch.setattr(devices, "find_spec", finder)
        loaded: list[str] = []
        load_cublas(loaded.append)
        assert loaded == NAMES


@pytest.mark.skipif(WINDOWS, reason="a stand-in for a library is made with a Linux compiler's names")
@pytest.mark.parametrize("file", ["", "lib/libcublas.so.12"])
def test_pips_package_is_found_and_a_file_that_is_no_library_is_an_os_error(tmp_path: Path, file: str) -> None:
    """In a process of its own, with a package of NVIDIA's on the path, whole or empty."""
    folder = tmp_path / "nvidia" / "cublas"
    (folder / "lib").mkdir(parents=True)
    for name in NAMES if file else []:
        (folder / "lib" / name).write_bytes(b"no library")
    code = (
        "from translate.engines.devices import load_cublas\ntry: load_cublas()\nexcept OSError as error: print(error)"
    )
    path = {"PYTHONPATH": f"{tmp_path}:{Path(__file__).parent.parent}", "PATH": "/usr/bin"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path)
    assert ("invalid ELF header" in run.stdout or "file too short" in run.stdout) == bool(file)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (RuntimeError(OUT_OF_MEMORY), Fault.MEMORY),
        (RuntimeError("cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED"), Fault.MEMORY),
        (RuntimeError("std::bad_alloc: cudaErrorMemoryAllocation"), Fault.MEMORY),
        (RuntimeError("mkl_malloc: failed to allocate memory"), Fault.MEMORY),
        (MemoryError("std::bad_alloc"), Fault.MEMORY),
        (MemoryError(), Fault.MEMORY),
        (RuntimeError(ILLEGAL_ACCESS), Fault.LOST),
        (RuntimeError("CUDA failed with error unspecified launch failure"), Fault.LOST),
        (RuntimeError("CUDA failed with error uncorrectable ECC error encountered"), Fault.LOST),
        (RuntimeError("cuBLAS failed with status CUBLAS_STATUS_EXECUTION_FAILED"), Fault.LOST),
        (RuntimeError("cuBLAS failed with status CUBLAS_STATUS_NOT_SUPPORTED"), Fault.OTHER),
        (RuntimeError("cuBLAS failed with status CUBLAS_STATUS_INVALID_VALUE"), Fault.OTHER),
        (RuntimeError("Library libcublas.so.12 is not found or cannot be loaded"), Fault.OTHER),
        (ValueError("The beam size must be > 0"), Fault.OTHER),
    ],
)
def test_what_an_error_means(error: Exception, meaning: Fault) -> None:
    assert fault(error) is meaning


def gpus(patch: pytest.MonkeyPatch, device: str, gpus: FakeGpus, told: list[str]) -> Engine:
    gpus.install(patch)
    return open_engine(model="embedded", device=device, note=told.append)


def test_one_gpu_is_one_engine_and_several_are_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeGpus(count=3).install(monkeypatch)
    alone, pool = (open_engine(model="embedded", device=device) for device in ("cuda:1", "cuda:0,2"))
    assert isinstance(alone, MarianEngine)
    assert isinstance(pool, PooledEngine)
    assert (alone.device, pool.device, pool.size) == ("cuda:1", "cuda:0,2", 2)
    assert pool.signature == alone.signature
    assert pool.signature.endswith(":float16")


def test_a_gpu_without_float16_computes_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    """As those before Volta (2017)."""
    engine = gpus(monkeypatch, "cuda", FakeGpus(types=frozenset({"float32", "int8"})), [])
    assert engine.signature.endswith(":float32")


def test_each_gpu_answers_in_turn_and_as_the_others(monkeypatch: pytest.MonkeyPatch, embedded: Engine) -> None:
    fake = FakeGpus()
    pool = gpus(monkeypatch, "cuda:0,1", fake, [])
    whole = embedded.translate(ASKED)
    assert [pool.translate(ASKED), pool.translate(ASKED)] == [whole, whole]
    assert fake.batches == {0: [10], 1: [10]}


@pytest.mark.parametrize("error", [RuntimeError(OUT_OF_MEMORY), MemoryError("std::bad_alloc")])
def test_a_batch_that_does_not_fit_is_done_in_halves(
    error: Exception, monkeypatch: pytest.MonkeyPatch, embedded: Engine
) -> None:
    told: list[str] = []
    progress: list[tuple[int, int]] = []
    fake = FakeGpus(holds=4, out_of_memory=error)
    engine = gpus(monkeypatch, "cuda", fake, told)
    other = [Request(text="Le cluster est tombé. " * 6), Request(text="")]  # of another length, so in another batch
    answers = engine.translate([*ASKED, *other], progress=lambda done, total: progress.append((done, total)))
    assert [answer.text for answer in answers] == [answer.text for answer in embedded.translate([*ASKED, *other])]
    assert [answer.halved for answer in answers] == [True] * 10 + [False] * 2
    assert progress[-1] == (12, 12)
    assert fake.batches[0] == [1, 10, 5, 5, 2, 3, 2, 3]
    engine.translate(ASKED)
    (note,) = told  # once for an engine, however many batches
    assert note.startswith("a batch of 10 sentences does not fit into the memory of cuda:0: it is done in halves")


def test_a_sentence_that_does_not_fit_is_an_error_and_the_engine_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeGpus(holds=0)
    engine = gpus(monkeypatch, "cuda:0,1", fake, [])
    with pytest.raises(EngineError, match="a single sentence") as caught:
        engine.translate(ASKED)
    assert not isinstance(caught.value, LostError)
    assert "--beam" in caught.value.mend
    fake.holds = 10
    assert engine.translate(ASKED)[0].text


def test_a_gpu_that_fails_is_said_and_the_other_answers(monkeypatch: pytest.MonkeyPatch, embedded: Engine) -> None:
    told: list[str] = []
    pool = gpus(monkeypatch, "cuda:0,1", FakeGpus(lost_at={0: 1}), told)
    assert pool.translate(ASKED) == embedded.translate(ASKED)
    assert pool.device == "cuda:1"
    (note,) = told
    assert note.startswith("cuda:0 is lost, and its work goes to the others (1 left): CTranslate2 failed: CUDA failed")


def test_the_last_gpu_that_fails_is_an_error_that_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = gpus(monkeypatch, "cuda:1", FakeGpus(lost_at={1: 2}), [])
    engine.translate(ASKED)
    with pytest.raises(LostError, match="illegal memory access") as caught:
        engine.translate(ASKED)
    assert caught.value.where.endswith(" on cuda:1")
    assert "nvidia-smi" in caught.value.mend


def test_a_model_on_a_failed_gpu_is_never_freed(monkeypatch: pytest.MonkeyPatch) -> None:
    """CTranslate2 would end the process: it frees memory in a destructor, and CUDA refuses."""
    engine = gpus(monkeypatch, "cuda", FakeGpus(lost_at={0: 1}), [])
    assert isinstance(engine, MarianEngine)
    before = sys.getrefcount(engine._translator)  # noqa: SLF001  # what is kept is private
    with pytest.raises(LostError):
        engine.translate(ASKED)
    assert sys.getrefcount(engine._translator) > before  # noqa: SLF001  # the same


def test_a_gpu_that_cannot_hold_the_model_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> object:
        raise RuntimeError(OUT_OF_MEMORY)

    FakeGpus().install(monkeypatch)
    monkeypatch.setattr(ctranslate2, "Translator", full)
    with pytest.raises(EngineError, match="the model cannot be loaded on cuda:1: CUDA failed") as caught:
        open_engine(model="embedded", device="cuda:1")
    assert "nvidia-smi" in caught.value.mend


@pytest.mark.torch
def test_the_reference_engine_takes_the_first_of_the_same_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `reference`")
    with pytest.raises(UsageError, match="unknown device 'tpu'"):
        open_engine(model="embedded", kind="reference", device="tpu")
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    with pytest.raises(EngineError, match="the device cuda:0,1 is not there: 1 CUDA devices are seen"):
        open_engine(model="embedded", kind="reference", device="cuda:0,1")
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    assert open_engine(model="embedded", kind="reference", device="auto").device == "cpu"


@pytest.fixture
def gpu() -> None:
    """Skip where there is no GPU that works."""
    if not ctranslate2.get_cuda_device_count():
        pytest.skip("there is no GPU")
    try:
        load_cublas()
    except OSError as error:
        pytest.skip(f"the extra `gpu` is not installed: {error}")


@pytest.mark.gpu
@pytest.mark.usefixtures("gpu")
def test_a_real_gpu_answers_as_the_cpu(embedded: Engine, exact: Engine) -> None:
    """float32 word for word, float16 (the default) for nearly all sentences."""
    same = open_engine(model="embedded", device="cuda", compute_type="float32").translate(ASKED)
    assert [answer.text for answer in same] == [answer.text for answer in exact.translate(ASKED)]
    half = open_engine(model="embedded", device="cuda")
    assert half.signature.endswith(":float16")
    pairs = zip(half.translate(ASKED), embedded.translate(ASKED), strict=True)
    assert sum(one.text == other.text for one, other in pairs) >= 8


@pytest.mark.gpu
@pytest.mark.usefixtures("gpu")
def test_real_gpus_make_a_pool_in_which_all_answer_alike() -> None:
    """On a machine with one GPU the pool has two engines on it."""
    count = ctranslate2.get_cuda_device_count()
    pool = open_engine(model="embedded", device="cuda:0,1" if count > 1 else "cuda:0,0")
    assert isinstance(pool, PooledEngine)
    assert pool.size == 2
    first, second = pool.translate(ASKED, Decoding()), pool.translate(ASKED, Decoding())
    assert first == second
