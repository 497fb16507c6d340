"""Reading `pytorch_model.bin` without torch, in both forms, and refusing what a pickle should not ask for."""

import collections
import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from translate.engine import Request
from translate.engines import open_engine
from translate.engines.pickled import read_pickle
from translate.errors import EngineError

Maker = Callable[..., Path]
MAGIC, PROTOCOL, FACTS = 0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}


class _Reference:
    """Something that is pickled as a reference to a storage."""

    def __init__(self, *parts: object) -> None:
        self.parts = parts


class _Tensor:
    """Something that is pickled as torch pickles a tensor."""

    def __init__(self, *arguments: object) -> None:
        self.arguments = arguments


class _Named:
    """Something that is pickled as a name."""

    def __init__(self, name: str) -> None:
        self.name = name


def pickled(value: object) -> bytes:
    """Pickle as torch does, without torch: names are written as they are, whether they can be imported or not."""
    base: Any = pickle._Pickler  # noqa: SLF001  # the one whose parts can be replaced

    class Pickler(base):  # type: ignore[misc]  # its type is private
        def persistent_id(self, item: object) -> object:
            return item.parts if isinstance(item, _Reference) else None

        def save(self, item: object, save_persistent_id: bool = True) -> None:
            if isinstance(item, _Named):
                module, _, name = item.name.rpartition(".")
                self.write(b"c" + f"{module}\n{name}\n".encode())
            elif isinstance(item, _Tensor):
                self.save(_Named("torch._utils._rebuild_tensor_v2"))
                self.save(item.arguments)
                self.write(pickle.REDUCE)
            else:
                super().save(item, save_persistent_id)

    stream = io.BytesIO()
    Pickler(stream, 2).dump(value)
    return stream.getvalue()


def storage(count: int = 6, kind: str = "torch.FloatStorage", *view: object) -> _Reference:
    """Return a reference to the storage `0`."""
    return _Reference("storage", _Named(kind), "0", "cpu", count, *view)


def tensor(*, shape: tuple[int, ...] = (2, 3), strides: tuple[int, ...] = (3, 1), offset: int = 0) -> _Tensor:
    """Return a view of the storage `0`."""
    return _Tensor(storage(), offset, shape, strides, 0, collections.OrderedDict())


NUMBERS = np.arange(6, dtype="<f4")


def write_zip(path: Path, value: object, content: bytes = NUMBERS.tobytes()) -> Path:
    """Write the form that torch has written since 1.6."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickled(value))
        archive.writestr("archive/data/0", content)
    return path


def write_stream(path: Path, value: object, *, facts: object = FACTS, magic: int = MAGIC, count: int = 6) -> Path:
    """Write the form that torch wrote before."""
    head = b"".join(pickled(part) for part in (magic, PROTOCOL, facts, value, ["0"]))
    path.write_bytes(head + count.to_bytes(8, "little") + NUMBERS.tobytes())
    return path


@pytest.mark.parametrize("write", [write_zip, write_stream])
def test_tensors_are_read_as_the_views_that_they_are(write: Callable[..., Path], tmp_path: Path) -> None:
    views = {
        "whole": tensor(),
        "turned": tensor(shape=(3, 2), strides=(1, 3)),
        "last": tensor(shape=(2,), strides=(1,), offset=4),
        "one": tensor(shape=(), strides=(), offset=5),
    }
    read = read_pickle(write(tmp_path / "pytorch_model.bin", collections.OrderedDict(views)))
    assert list(read) == list(views)
    assert read["whole"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert read["turned"].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert read["last"].tolist() == [4, 5]
    assert read["one"].tolist() == 5


def test_half_precision_is_read(tmp_path: Path) -> None:
    value = {"a": _Tensor(storage(6, "torch.HalfStorage"), 0, (6,), (1,), 0, None)}
    path = write_zip(tmp_path / "x.bin", value, NUMBERS.astype("<f2").tobytes())
    assert read_pickle(path)["a"].dtype == np.float16


def test_a_pickle_that_asks_for_a_function_is_refused_unrun(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "run",))

    path = write_zip(tmp_path / "x.bin", {"a": Evil()})
    with pytest.raises(EngineError, match="which no MarianMT checkpoint needs") as caught:
        read_pickle(path)
    assert caught.value.where == str(path)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ([1], "does not hold tensors by name"),
        ({"a": 1}, "does not hold tensors by name"),
        ({"a": tensor(offset=1)}, "reaches out of storage 0"),
        ({"a": tensor(strides=(-3, 1))}, "reaches out of storage 0"),
        ({"a": tensor(shape=(10**9,), strides=(0,))}, "reaches out of storage 0"),
        ({"a": tensor(shape=(2,), strides=(3, 1))}, "damaged"),
        ({"a": _Tensor(_Reference("module", 1, 2, 3, 4), 0, (), (), 0, None)}, "an unknown reference"),
        ({"a": _Tensor(storage(6, "torch.FloatStorage", ("1", 0, 2)), 0, (), (), 0, None)}, "an unknown reference"),
    ],
)
@pytest.mark.parametrize("write", [write_zip, write_stream])
def test_what_is_no_state_dict_is_an_engine_error(
    write: Callable[..., Path], value: object, fault: str, tmp_path: Path
) -> None:
    with pytest.raises(EngineError, match=fault):
        read_pickle(write(tmp_path / "x.bin", value))


def test_a_type_that_numpy_lacks_is_refused_by_name(tmp_path: Path) -> None:
    value = {"a": _Tensor(storage(6, "torch.BFloat16Storage"), 0, (6,), (1,), 0, None)}
    with pytest.raises(EngineError, match=r"torch\.BFloat16Storage"):
        read_pickle(write_zip(tmp_path / "x.bin", value))


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"magic": 1}, "torch did not write it"),
        ({"facts": {"little_endian": False}}, "big-endian"),
        ({"facts": []}, "big-endian"),
        ({"count": 5}, "has 5 elements, not 6"),
    ],
)
def test_an_older_file_that_is_odd_is_an_engine_error(options: dict[str, object], fault: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=fault):
        read_pickle(write_stream(tmp_path / "x.bin", {"a": tensor()}, **options))  # type: ignore[arg-type]  # of many types


@pytest.mark.parametrize("write", [write_zip, write_stream])
def test_a_file_that_is_cut_short_is_an_engine_error(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write(tmp_path / "x.bin", {"a": tensor()})
    content = path.read_bytes()
    for end in (0, 10, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:end])
        with pytest.raises(EngineError, match="damaged"):
            read_pickle(path)


def test_a_zip_without_a_pickle_or_with_too_few_elements_is_an_engine_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="storage 0 is cut short"):
        read_pickle(write_zip(tmp_path / "x.bin", {"a": tensor()}, b"1234"))
    with zipfile.ZipFile(tmp_path / "x.bin", "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(EngineError, match=r"no data\.pkl"):
        read_pickle(tmp_path / "x.bin")


@pytest.mark.torch
@pytest.mark.parametrize("zipped", [True, False])
def test_what_torch_writes_is_read_as_torch_reads_it(zipped: bool, make_checkpoint: Maker) -> None:
    import torch

    folder = make_checkpoint()
    before = open_engine(model=str(folder), device="cpu").translate([Request(text="Oui.")])
    weights = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    path = folder / "pytorch_model.bin"
    tensors = {name: torch.from_numpy(array) for name, array in weights.items()}
    torch.save(
        collections.OrderedDict(
            tensors, again=tensors["model.shared.weight"], part=tensors["final_logits_bias"][:, 3:9]
        ),
        path,
        _use_new_zipfile_serialization=zipped,
    )
    read = read_pickle(path)
    assert all(np.array_equal(read[name], array) for name, array in weights.items())
    assert np.array_equal(read["part"], weights["final_logits_bias"][:, 3:9])
    assert open_engine(model=str(folder), device="cpu").translate([Request(text="Oui.")]) == before
