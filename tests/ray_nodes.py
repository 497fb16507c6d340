"""A Ray cluster on this machine whose nodes can be killed, as a power cut would."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

_STORE = 80 * 2**20
"""Bytes of each node's object store, near the least that Ray takes."""

_CHECKS = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 2}
"""A dead node is noticed within seconds."""


class Nodes:
    """The nodes beside a head that has no cores."""

    def __init__(self, folder: Path) -> None:
        """Start the head."""
        from ray.cluster_utils import Cluster  # type: ignore[import-untyped, unused-ignore]

        head = {"num_cpus": 0, "include_dashboard": False, "temp_dir": str(folder), "_system_config": _CHECKS}
        self._cluster: Any = Cluster(initialize_head=True, head_node_args={**head, "object_store_memory": _STORE})
        self.address: str = self._cluster.address
        self.running: list[Any] = []

    def bring_to(self, count: int) -> None:
        """Start nodes of one core until there are so many."""
        while len(self.running) < count:
            self.running.append(self._cluster.add_node(num_cpus=1, object_store_memory=_STORE, wait=False))
        self._cluster.wait_for_nodes()  # and for the head to know which are dead

    def kill(self) -> None:
        """Kill the node that runs longest, and whatever is at work on it, which would outlive it by a second or two."""
        node = self.running.pop(0)
        workers = _children(node.all_processes["raylet"][0].process.pid)
        self._cluster.remove_node(node, allow_graceful=False)
        for worker in workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    def shut_down(self) -> None:
        """End all nodes."""
        self._cluster.shutdown()


def _children(process: int) -> list[int]:
    """Return the processes that another one has started, as Linux tells."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
    return [child for child, parent in parents.items() if parent == process]


@contextmanager
def started() -> Iterator[Nodes]:
    """Give a head, whose files are removed at the end; nothing is sent anywhere, nothing written in the home folder."""
    folder = Path(tempfile.mkdtemp(prefix="ray-"))  # short: sockets lie in it
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_TMPDIR", str(folder))  # the cluster's address goes into a folder `ray` there
        (folder / "ray").mkdir()
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_AUTH_MODE", "disabled")
        nodes = Nodes(folder)
        try:
            yield nodes
        finally:
            nodes.shut_down()
            shutil.rmtree(folder, ignore_errors=True)
