"""Training inside a budget, resumable to the step.

The optimiser works on float32 masters; the forward and backward passes run on a copy in bfloat16 (a small step is
lost in bfloat16's eight bits, and at high rates training diverges). The loss is label-smoothed cross-entropy plus
`guide` times the cross-entropy of head 0 against the links.

What a step does is decided by the state alone: the next batch by the epoch's number and the place in it, the rate by
the budget spent. A training that is stopped and goes on therefore takes the steps that it would have taken.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from pickle import UnpicklingError
from typing import TypedDict

import numpy as np
import torch
from torch import Tensor
from torch.optim import AdamW

from scripts.training.network import Network, start_of
from scripts.training.packed import Batch, Packed
from scripts.training.schedule import Budget, Schedule
from translate.errors import InputError

Clock = Callable[[], float]
"""Seconds since some moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to train. `tokens` are a batch's padded tokens a side, `guide` is the weight of the guided alignment."""

    schedule: Schedule = field(default_factory=Schedule)
    tokens: int = 3000
    dropout: float = 0.0
    smoothing: float = 0.1
    guide: float = 0.2
    weight_decay: float = 0.01
    half: bool = True
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a training stands: steps and seconds since it began, and the next batch by its epoch, phase and place.

    `begun` is the step at which the present cycle of warming up, holding and cooling down began.
    """

    step: int = 0
    spent: float = 0.0
    begun: int = 0
    epoch: int = 0
    cooling: bool = False
    batch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the steps since the last report came to: mean losses, the highest gradient norm, target tokens seen."""

    place: Place
    share: float
    rate: float
    loss: float
    guided: float
    norm: float
    tokens: int


class _State(TypedDict):
    """What a state file holds."""

    shape: dict[str, int | str]
    vocabulary: str
    step: int
    spent: float
    begun: int
    epoch: int
    cooling: bool
    batch: int
    weights: dict[str, Tensor]
    bias: Tensor
    optimiser: dict[str, object]
    random: Tensor


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Taken:
    loss: Tensor
    guided: Tensor
    norm: float
    tokens: int


class Fit:
    """A network at training."""

    def __init__(self, network: Network, recipe: Recipe, *, device: str, vocabulary: str) -> None:
        """Take the network over; `vocabulary` is the fingerprint of the one that it was made for."""
        torch.manual_seed(recipe.seed)
        self.shape, self.recipe, self.vocabulary, self.device = network.shape, recipe, vocabulary, device
        self.place = Place()
        network.to(device).train()
        self._names = [name for name, _ in network.named_parameters()]
        self._masters = [parameter.detach().clone().float() for parameter in network.parameters()]
        self._network = network.to(torch.bfloat16 if recipe.half else torch.float32)
        self._network.bias = self._network.bias.float()
        self._live = list(network.parameters())
        self._optimiser = AdamW(
            self._masters, betas=(0.9, 0.98), eps=1e-9, weight_decay=recipe.weight_decay, fused=True
        )

    def weights(self) -> dict[str, Tensor]:
        """Return the masters by name."""
        return dict(zip(self._names, self._masters, strict=True))

    @property
    def bias(self) -> Tensor:
        """The bias over the vocabulary, as the checkpoint that was started from has it."""
        return self._network.bias

    def save(self, path: Path) -> None:
        """Write the whole state, or nothing."""
        state: _State = {
            "shape": asdict(self.shape),
            "vocabulary": self.vocabulary,
            "step": self.place.step,
            "spent": self.place.spent,
            "begun": self.place.begun,
            "epoch": self.place.epoch,
            "cooling": self.place.cooling,
            "batch": self.place.batch,
            "weights": self.weights(),
            "bias": self.bias,
            "optimiser": self._optimiser.state_dict(),
            "random": torch.get_rng_state(),
        }
        part = path.with_name(f"{path.name}.part")
        torch.save(state, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        """Go on from a state that `save` wrote; raises `InputError` when it is of another shape or vocabulary."""
        state = _read_state(path, self.device)
        if state["shape"] != asdict(self.shape) or state["vocabulary"] != self.vocabulary:
            raise InputError(
                "the state is of another shape or vocabulary",
                where=str(path),
                mend="Name another file with --state, or remove this one to begin anew.",
            )
        self.place = Place(
            step=state["step"],
            spent=state["spent"],
            begun=state["begun"],
            epoch=state["epoch"],
            cooling=state["cooling"],
            batch=state["batch"],
        )
        self._optimiser.load_state_dict(state["optimiser"])
        with torch.no_grad():
            for name, master in self.weights().items():
                master.copy_(state["weights"][name])
            self._network.bias = state["bias"].to(self.device)
            self._copy_masters()
        torch.set_rng_state(state["random"].cpu())

    def begin_cycle(self) -> None:
        """Warm up, hold and cool down once more."""
        self.place = replace(self.place, spent=0.0, begun=self.place.step, epoch=self.place.epoch + 1, batch=0)

    def step(self, batch: Batch, rate: float) -> _Taken:
        """Take a step; one whose gradient is not finite changes nothing."""
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        source, target = (torch.from_numpy(side).to(self.device) for side in (batch.source, batch.target))
        states, first = self._network(source, start_of(target, self.shape.pad))
        said = target >= 0
        loss = _smoothed(self._network.project(states[said]), target[said], self.recipe.smoothing)
        guided = _guided(first, torch.from_numpy(batch.links).to(self.device))
        torch.autograd.backward(loss + self.recipe.guide * guided)
        for master, live in zip(self._masters, self._live, strict=True):
            master.grad = None if live.grad is None else live.grad.float()
            live.grad = None
        norm = float(torch.nn.utils.clip_grad_norm_(self._masters, 1.0))
        if math.isfinite(norm):
            self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        with torch.no_grad():
            self._copy_masters()
        return _Taken(loss=loss.detach(), guided=guided.detach(), norm=norm, tokens=int(said.sum()))

    def _copy_masters(self) -> None:
        self.weights()["shared.weight"][self.shape.pad].zero_()
        for live, master in zip(self._live, self._masters, strict=True):
            live.copy_(master)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What to train on and for how long: files of packed examples of the main and the final phase, taken in turn."""

    main: tuple[Path, ...]
    final: tuple[Path, ...]
    budget: Budget
    steps_per_report: int = 50


def run(
    fit: Fit, course: Course, *, clock: Clock, tell: Callable[[Report], None], keep: Callable[[], None] = lambda: None
) -> None:
    """Train until the budget is spent; `keep` is called after every report, and may save.

    On `KeyboardInterrupt` between two steps the state is whole: `fit.save` keeps it.
    """
    schedule, budget = fit.recipe.schedule, course.budget
    began, before = clock(), fit.place.spent
    taken: list[_Taken] = []
    batches: Iterator[Batch] = iter(())
    fresh = True
    while (share := budget.share(fit.place.spent, fit.place.step - fit.place.begun)) < 1:
        if schedule.cooling(share) != fit.place.cooling:
            fit.place = replace(fit.place, cooling=schedule.cooling(share), epoch=fit.place.epoch + 1, batch=0)
            fresh = True
        if fresh:
            batches, fresh = _epoch(fit, course), False
        batch = next(batches, None)
        if batch is None:
            fit.place = replace(fit.place, epoch=fit.place.epoch + 1, batch=0)
            fresh = True
            continue
        rate = schedule.rate(share, fit.place.step - fit.place.begun)
        taken.append(fit.step(batch, rate))
        spent = before + clock() - began
        fit.place = replace(fit.place, step=fit.place.step + 1, batch=fit.place.batch + 1, spent=spent)
        if fit.place.step % course.steps_per_report == 0:
            tell(_report(fit, share, rate, taken))
            taken.clear()
            keep()


def choose_device(name: str, threads: int | None = None) -> str:
    """Return `cpu` or `cuda` for `auto`, `cpu` or `cuda`; torch is to use so many threads, if a number is given."""
    if threads:
        torch.set_num_threads(threads)
    return ("cuda" if torch.cuda.is_available() else "cpu") if name == "auto" else name


def _epoch(fit: Fit, course: Course) -> Iterator[Batch]:
    """Yield what is left of the epoch at which the training stands."""
    files = course.final if fit.place.cooling else course.main
    packed = Packed.load(files[fit.place.epoch % len(files)])
    if not len(packed.source_lengths):
        raise InputError("there is no example to train on", where=str(files[0].parent), mend="Give more pairs.")
    batches = packed.batches(
        tokens=fit.recipe.tokens, seed=(fit.recipe.seed, fit.place.epoch), pad=fit.shape.pad, end=0
    )
    for _ in range(fit.place.batch):
        next(batches, None)
    return batches


def _report(fit: Fit, share: float, rate: float, taken: Sequence[_Taken]) -> Report:
    return Report(
        place=fit.place,
        share=share,
        rate=rate,
        loss=float(np.mean([float(one.loss) for one in taken])),
        guided=float(np.mean([float(one.guided) for one in taken])),
        norm=max(one.norm for one in taken),
        tokens=sum(one.tokens for one in taken),
    )


def _smoothed(scores: Tensor, target: Tensor, smoothing: float) -> Tensor:
    """Return the cross-entropy against the target with `smoothing` of its weight on all pieces alike."""
    whole = torch.logsumexp(scores, -1)
    right = scores.gather(1, target[:, None])[:, 0]
    return (whole - (1 - smoothing) * right - smoothing * scores.mean(-1)).mean()


def _guided(first: Tensor, links: Tensor) -> Tensor:
    """Return minus the logarithm of the weight that linked target pieces give to their sources, on average."""
    if not len(links):
        return first.new_zeros(())
    linked = torch.zeros_like(first)
    linked[links[:, 0], links[:, 1], links[:, 2]] = 1.0
    known = linked.amax(-1) > 0
    return -((first * linked).sum(-1)[known] + 1e-5).log().mean()


def _read_state(path: Path, device: str) -> _State:
    try:
        state: _State = torch.load(path, map_location=device, weights_only=True)
    except (OSError, RuntimeError, EOFError, ValueError, UnpicklingError) as error:
        raise InputError(f"the state cannot be read: {error}", where=str(path)) from error
    return state
