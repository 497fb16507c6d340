"""Fixtures that many tests share; and tests may import what lies beside them (`strategies`, `small_episode`)."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from translate.engine import Engine
from translate.engines import open_engine

sys.path.insert(0, str(Path(__file__).parent))
settings.register_profile(
    "glossub",
    deadline=None,  # a busy machine is no fault of the code
    # Glossaries and episodes are drawn whole, and those that are none are left out: slow, and no fault either.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    derandomize="CI" in os.environ,  # what CI finds, anyone can find again
)
settings.load_profile("glossub")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep converted models out of the user's cache."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GLOSSUB_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def embedded(cache: Path) -> Engine:
    """Open the engine that a user has by default: the embedded checkpoint, int8, on the CPU."""
    assert cache.is_dir()
    return open_engine(device="cpu", threads=2)


@pytest.fixture(scope="session")
def exact(cache: Path) -> Engine:
    """Open the embedded checkpoint in float32, on the CPU."""
    assert cache.is_dir()
    return open_engine(device="cpu", compute_type="float32", threads=2)


@pytest.fixture
def make_checkpoint(tmp_path: Path) -> Callable[..., Path]:
    """Give a maker of very small checkpoints, with the options of `small_checkpoint.make_checkpoint`."""
    from small_checkpoint import make_checkpoint as make

    return lambda **options: make(tmp_path / "small", **options)
