"""CTranslate2 with GPUs that are none: they answer as the CPU does, and fail as they are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import ctranslate2
import pytest

from translate.engines import marian

OUT_OF_MEMORY = "CUDA failed with error out of memory"
ILLEGAL_ACCESS = "CUDA failed with error an illegal memory access was encountered"


@dataclass(kw_only=True)
class FakeGpus:
    """So many GPUs; `holds` sentences fit into the memory of one, and GPU `n` is lost at its `lost_at[n]`th batch."""

    count: int = 2
    holds: int = 1000
    types: frozenset[str] = frozenset({"float32", "float16", "int8"})
    lost_at: dict[int, int] = field(default_factory=dict)
    out_of_memory: Exception = field(default_factory=lambda: RuntimeError(OUT_OF_MEMORY))
    batches: dict[int, list[int]] = field(default_factory=dict)

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Put them in the place of real ones, with their libraries."""
        real = ctranslate2.Translator

        def translator(folder: str, *, device: str, device_index: int, **options: Any) -> Any:  # noqa: ANN401  # no types
            actual = real(folder, device="cpu", **options | {"compute_type": "int8"})
            return actual if device == "cpu" else _Translator(self, actual, device_index, options["compute_type"])

        patch.setattr(ctranslate2, "get_cuda_device_count", lambda: self.count)
        patch.setattr(ctranslate2, "get_supported_compute_types", lambda *_: self.types)
        patch.setattr(ctranslate2, "Translator", translator)
        patch.setattr(marian, "load_cublas", lambda: None)


class _Translator:
    """A translator on a GPU that is none."""

    num_translators = 1

    def __init__(self, gpus: FakeGpus, actual: Any, index: int, compute_type: str) -> None:  # noqa: ANN401  # no types
        self._gpus = gpus
        self._actual = actual
        self.compute_type = compute_type
        self._sizes = gpus.batches.setdefault(index, [])
        self._lost_at = gpus.lost_at.get(index, 0)

    def translate_batch(self, source: Sequence[Sequence[str]], **options: object) -> Any:  # noqa: ANN401  # the same
        """Answer, or give results that raise, as CTranslate2 does."""
        self._sizes.append(len(source))
        if self._lost_at and len(self._sizes) >= self._lost_at:
            return [_Failed(RuntimeError(ILLEGAL_ACCESS))] * len(source)
        if len(source) > self._gpus.holds:
            return [_Failed(self._gpus.out_of_memory)] * len(source)
        return self._actual.translate_batch(source, **options)


class _Failed:
    """A result that failed."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def result(self) -> object:
        """Raise."""
        raise self._error
