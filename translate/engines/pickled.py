"""Reading `pytorch_model.bin` without torch, and without running what a pickle may ask for.

torch has written two forms. Since 1.6: a zip with `NAME/data.pkl`, a pickle of the tensors by name whose storages are
references, and a member `NAME/data/KEY` for each storage. Before (most OPUS-MT models on the hub are that old): a magic
number, a protocol number and the system's facts, each a pickle; the pickle of the tensors; a pickle of the storages'
keys; then for each key its element count as eight bytes and its elements. All numbers are little-endian.

A pickle may name any function. Here the names that a state dict needs are known, and every other one is refused.
"""

import collections
import math
import pickle
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from translate.errors import EngineError

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_TYPES = {"FloatStorage": "<f4", "HalfStorage": "<f2", "DoubleStorage": "<f8", "LongStorage": "<i8"}
_AGAIN = "Fetch the model's folder again."

Array = NDArray[np.floating]
Load = Callable[[str, np.dtype[np.floating], int], Array]
"""Gives the elements of a storage: its key, their type, their count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Storage:
    """A run of elements that tensors are views of; `key` names it in the file."""

    key: str
    type: np.dtype[np.floating]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tensor:
    """A view of a storage: `offset` and `strides` count elements."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_pickle(path: Path) -> dict[str, Array]:
    """Return the tensors of a `pytorch_model.bin` by name; raises `EngineError` when it is damaged or holds others."""
    try:
        return _read_zip(path) if zipfile.is_zipfile(path) else _read_stream(path)
    except EngineError:
        raise
    except Exception as error:  # pickle raises whatever its bytes lead to
        what = f"the model's weights are damaged: {error or type(error).__name__}"
        raise EngineError(what, where=str(path), mend=_AGAIN) from error


def _read_zip(path: Path) -> dict[str, Array]:
    with zipfile.ZipFile(path) as archive:
        found = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        if len(found) != 1:
            raise ValueError("there is no data.pkl in it")
        folder = found[0].removesuffix("data.pkl")
        with archive.open(found[0]) as stream:
            tensors = _tensors(stream, path)
        keys = {tensor.storage.key: tensor.storage for tensor in tensors.values()}
        contents = {key: _elements(archive.read(f"{folder}data/{key}"), storage) for key, storage in keys.items()}
    return {name: _viewed(tensor, contents) for name, tensor in tensors.items()}


def _read_stream(path: Path) -> dict[str, Array]:
    with path.open("rb") as stream:
        if _Unpickler(stream, path).load() != _MAGIC or _Unpickler(stream, path).load() != _PROTOCOL:
            raise ValueError("torch did not write it")
        facts = _Unpickler(stream, path).load()
        if not isinstance(facts, Mapping) or facts.get("little_endian") is not True:
            raise ValueError("it comes from a big-endian machine")
        tensors = _tensors(stream, path)
        keys = _Unpickler(stream, path).load()
        storages = {tensor.storage.key: tensor.storage for tensor in tensors.values()}
        contents: dict[str, Array] = {}
        for key in keys:
            count = int.from_bytes(stream.read(8), "little")
            if count != storages[key].count:
                raise ValueError(f"storage {key} has {count} elements, not {storages[key].count}")
            contents[key] = _elements(stream.read(count * storages[key].type.itemsize), storages[key])
    return {name: _viewed(tensor, contents) for name, tensor in tensors.items()}


def _tensors(stream: IO[bytes], path: Path) -> dict[str, _Tensor]:
    """Read the pickle of the tensors by name."""
    tensors = _Unpickler(stream, path).load()
    if not isinstance(tensors, dict) or not all(isinstance(tensor, _Tensor) for tensor in tensors.values()):
        raise ValueError("it does not hold tensors by name")
    return tensors


def _elements(content: bytes, storage: _Storage) -> Array:
    if len(content) != storage.count * storage.type.itemsize:
        raise ValueError(f"storage {storage.key} is cut short")
    return np.frombuffer(content, dtype=storage.type)


def _viewed(tensor: _Tensor, contents: Mapping[str, Array]) -> Array:
    """Return a tensor's elements; raises `ValueError` where it reaches out of its storage."""
    elements = contents[tensor.storage.key]
    reach = sum((size - 1) * stride for size, stride in zip(tensor.shape, tensor.strides, strict=True))
    sizes = (tensor.offset, *tensor.shape, *tensor.strides)
    if min(sizes) < 0 or max(tensor.offset + reach, math.prod(tensor.shape) - 1) >= len(elements):
        raise ValueError(f"a tensor reaches out of storage {tensor.storage.key}")
    strides = [stride * elements.itemsize for stride in tensor.strides]
    view = np.lib.stride_tricks.as_strided(elements[tensor.offset :], tensor.shape, strides, writeable=False)
    return np.asarray(view, order="C")


def _rebuilt(storage: _Storage, offset: int, shape: Sequence[int], strides: Sequence[int], *_: object) -> _Tensor:
    """Stand in for `torch._utils._rebuild_tensor_v2`."""
    return _Tensor(storage=storage, offset=offset, shape=tuple(shape), strides=tuple(strides))


class _Unpickler(pickle.Unpickler):
    """Reads the pickles of a state dict."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        super().__init__(stream)
        self._path = path

    def find_class(self, module: str, name: str) -> object:
        """Return what stands for a name; refuse what no state dict of a Marian model needs."""
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuilt
        if module == "torch" and name in _TYPES:
            return np.dtype(_TYPES[name])
        raise EngineError(
            f"the model's weights ask for {module}.{name}, which no MarianMT checkpoint needs",
            where=str(self._path),
            mend="Use a checkpoint with model.safetensors, or one that you trust and saved anew with transformers.",
        )

    def persistent_load(self, pid: tuple[object, ...]) -> _Storage:
        """Return the storage that a reference names: `("storage", type, key, place, count)`, older ones with a view."""
        tag, kind, key, _place, count = pid[:5]
        if tag != "storage" or not isinstance(kind, np.dtype) or not isinstance(count, int) or any(pid[5:]):
            raise ValueError(f"an unknown reference: {pid!r}")
        return _Storage(key=str(key), type=kind, count=count)
