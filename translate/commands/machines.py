"""Where a batch's engines run, as its options say: on this machine, or on the actors of a cluster."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from translate.commands.session import Opening
from translate.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """A cluster's address, none for this machine, and what is asked of it (see `engines.cluster.Share`)."""

    cluster: str | None
    actors: int | None
    actor_cpus: float | None
    actor_gpus: float | None

    def __post_init__(self) -> None:
        """Raise `UsageError` for what would have no effect."""
        if self.cluster is None and (self.actors, self.actor_cpus, self.actor_gpus) != (None, None, None):
            what = "--actors, --actor-cpus and --actor-gpus say how a cluster is used, and none is named"
            raise UsageError(what, mend="Pass --cluster ray, or a cluster's address.")

    @contextmanager
    def opening(self) -> Iterator[Opening | None]:
        """Give what opens engines while the cluster is connected; None for this machine's own way."""
        if self.cluster is None:
            yield None
            return
        from translate.engines.cluster import Share, connect

        share = Share(actors=self.actors, cpus=self.actor_cpus, gpus=self.actor_gpus)
        with closing(connect(self.cluster, share)) as connected:
            yield connected.engine
