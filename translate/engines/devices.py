"""Devices: what `--device` names, whether a GPU's libraries are there, and what a device's errors mean.

CTranslate2 brings what it needs of CUDA but for cuBLAS, which it loads by name at the first product of matrices: too
late for a choice. So cuBLAS is loaded here first, from pip's packages (the extra `gpu`), where no loader would look, or
else from the system; CTranslate2 then gets the library that is loaded.
"""

import ctypes
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from importlib.util import find_spec
from pathlib import Path

from translate.engines.converted import Note
from translate.errors import EngineError, MissingExtra, UsageError

_CUBLAS = (
    ("cublasLt64_12.dll", "cublas64_12.dll") if sys.platform == "win32" else ("libcublasLt.so.12", "libcublas.so.12")
)
"""cuBLAS of CUDA 12; the first is what the second needs."""
_MEMORY = re.compile(r"out of memory|ALLOC_FAILED|bad_alloc|failed to allocate", re.IGNORECASE)
_LOST = re.compile(r"CUDA failed|cuBLAS failed")
_ASKED_WRONGLY = re.compile(r"CUBLAS_STATUS_(?:INVALID_VALUE|NOT_SUPPORTED)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Where an engine runs: `kind` is `cpu` or `cuda`, `index` the GPU (0 for the CPU)."""

    kind: str
    index: int = 0

    def __str__(self) -> str:
        """Return it as people say it: `cpu`, `cuda:1`."""
        return self.kind if self.kind == "cpu" else f"{self.kind}:{self.index}"


class Fault(Enum):
    """What an error of CTranslate2 means."""

    MEMORY = auto()  # a smaller batch may fit
    LOST = auto()  # the GPU will not work again in this process
    OTHER = auto()


def choose_devices(device: str, count_gpus: Callable[[], int]) -> tuple[Device, ...]:
    """Return the devices that `auto`, `cpu`, `cuda` or `cuda:0,1` names; `auto` and `cuda` are the first GPU.

    Without a GPU, `auto` is the CPU. A number that is there twice gives two engines on one GPU. Raises `UsageError`
    when it is none of these, `EngineError` when it asks for a GPU that is not there.
    """
    match = re.fullmatch(r"auto|cpu|cuda(?::(\d+(?:,\d+)*))?", device, re.ASCII)
    if match is None:
        raise UsageError(f"unknown device {device!r}", mend="Pass auto, cpu, cuda, or cuda:0,1 with --device.")
    gpus = 0 if device == "cpu" else count_gpus()
    if device == "cpu" or (device == "auto" and not gpus):
        return (Device(kind="cpu"),)
    indices = [int(index) for index in match[1].split(",")] if match[1] else [0]
    if max(indices) >= gpus:
        raise EngineError(
            f"the device {device} is not there: {gpus} CUDA devices are seen",
            mend="Check the NVIDIA driver (nvidia-smi), or pass `--device cpu`.",
        )
    return tuple(Device(kind="cuda", index=index) for index in indices)


def usable_devices(
    device: str, count_gpus: Callable[[], int], *, load: Callable[[], None], note: Note
) -> tuple[Device, ...]:
    """Return the devices that `device` names, once `load` has loaded what GPUs need.

    Where that is missing, `auto` is the CPU, and `note` is told. Raises as `choose_devices` does, and `MissingExtra`
    when a GPU is asked for that lacks its libraries.
    """
    chosen = choose_devices(device, count_gpus)
    if chosen[0].kind == "cpu":
        return chosen
    try:
        load()
    except OSError as error:
        what = f"there is a GPU, but its CUDA libraries cannot be loaded: {error}"
        if device != "auto":
            raise MissingExtra(what, "gpu", where=f"--device {device}") from error
        note(f"{what}. The CPU is used; to use the GPU: pip install 'glossub[gpu]'")
        return (Device(kind="cpu"),)
    return chosen


def load_cublas(load: Callable[[str], object] = ctypes.CDLL, folders: Sequence[Path] | None = None) -> None:
    """Load cuBLAS from one of the folders (default: those of pip's packages), else from where the system looks.

    Raises `OSError` when it is nowhere.
    """
    places = _packages() if folders is None else folders
    place = next((place for place in places if all((place / name).is_file() for name in _CUBLAS)), None)
    for name in _CUBLAS:
        load(name if place is None else str(place / name))


def _packages() -> list[Path]:
    """Return where pip's cuBLAS may lie."""
    try:
        found = find_spec("nvidia.cublas")
    except ModuleNotFoundError:  # no package of NVIDIA's
        return []
    roots = found.submodule_search_locations if found is not None else None
    return [Path(root) / ("bin" if sys.platform == "win32" else "lib") for root in roots or ()]


def fault(error: Exception) -> Fault:
    """Return what an error of CTranslate2 means; it has no types for them, so the text must do."""
    text = str(error)
    if isinstance(error, MemoryError) or _MEMORY.search(text):
        return Fault.MEMORY
    return Fault.LOST if _LOST.search(text) and not _ASKED_WRONGLY.search(text) else Fault.OTHER
