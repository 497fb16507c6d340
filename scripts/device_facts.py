"""What a device says of itself: memory in use, the GPU's name, and whether CTranslate2 finds its cuBLAS (Linux)."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from translate.engines.devices import load_cublas
from translate.errors import EngineError

CUBLAS = "libcublas.so.12"


@contextmanager
def peak_memory(device: str, used_mib: int) -> Iterator[Callable[[], int]]:
    """Watch memory; what is yielded gives, afterwards, the most MiB in use (cuda: over `used_mib`)."""
    if device == "cpu":
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # resets VmHWM, proc_pid_clear_refs(5)
        yield _resident_peak_mib
        return
    peaks, done = [used_gpu_mib()], threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            peaks.append(used_gpu_mib())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield lambda: max(peaks) - used_mib
    finally:
        peaks.append(used_gpu_mib())  # both engines keep what they have allocated
        done.set()
        watcher.join()


def _resident_peak_mib() -> int:
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8", errors="replace"))
    if found is None:
        raise EngineError("the system does not tell peak memory", where="/proc/self/status")
    return int(found[1]) // 1024


def used_gpu_mib() -> int:
    """Return the MiB in use on the first GPU that this process may see; raises `EngineError` without nvidia-smi."""
    return int(ask_gpu("memory.used").split()[0])


def ask_gpu(fields: str) -> str:
    """Return what nvidia-smi says of the first GPU that this process may see."""
    index = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0] or "0"
    command = ["nvidia-smi", "-i", index, f"--query-gpu={fields}", "--format=csv,noheader,nounits"]
    try:
        result = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # no input in it
    except (OSError, subprocess.CalledProcessError) as error:
        raise EngineError(f"nvidia-smi cannot be asked: {error}", mend="Install the NVIDIA driver's tools.") from error
    return result.stdout.strip()


def without_cublas(load: Callable[[], object] = load_cublas, roots: Sequence[Path] | None = None) -> str:
    """Return why CTranslate2 cannot multiply matrices on a GPU, and how to mend it; nothing where it can.

    It needs `libcublas.so.12`, which `load` loads. Of another CUDA release's cuBLAS, a link by that name may do.
    """
    try:
        load()
    except OSError:
        found = sorted(
            path for root in (_cuda_roots() if roots is None else roots) for path in root.rglob("libcublas.so.*")
        )
    else:
        return ""
    missing = f"CTranslate2 does not run: {CUBLAS} is not among the libraries that the system loads."
    if not found:
        return f"{missing} There is no other cuBLAS either: pip install 'glossub[gpu]'."
    same = next((path for path in found if path.name == CUBLAS), None)
    if same is not None:
        return f"{missing} It is there: export LD_LIBRARY_PATH={same.parent}"
    other = found[-1]
    return (
        f"{missing} {other} is there; a link to it may do, where the check against the CPU holds: "
        f"mkdir -p ~/cublas && ln -s {other} ~/cublas/{CUBLAS} && export LD_LIBRARY_PATH=~/cublas:{other.parent}"
    )


def _cuda_roots() -> list[Path]:
    """Return the folders where cuBLAS may lie: pip's, the toolkit's, the system's."""
    packages = [Path(folder) / "nvidia" for folder in sys.path if folder.endswith("-packages")]
    return [*packages, *Path("/usr/local").glob("cuda*"), Path("/usr/lib/x86_64-linux-gnu"), Path("/usr/lib64")]
