"""Train, judge, choose and fine-tune the checkpoints that Glossub runs: docs/training.md explains it.

Needs the extra `train`; eflomal, where it is on the PATH, links pairs word for word.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts.training import commands
from scripts.training.schedule import Schedule
from scripts.training.shape import SHAPES
from translate.engines.checkpoints import EMBEDDED
from translate.errors import GlossubError

_LABELS = Path(__file__).parents[2] / "tests" / "labels"
_SCHEDULE = Schedule()

Command = Callable[[argparse.Namespace], int]


class _Help(argparse.ArgumentDefaultsHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """Shows defaults and keeps the description's lines."""


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    whole = argparse.ArgumentParser(prog="scripts/train", description=__doc__, formatter_class=_Help)
    parts = whole.add_subparsers(required=True, metavar="COMMAND")

    def add(command: Command, name: str) -> argparse.ArgumentParser:
        help_text = (command.__doc__ or "").strip()
        part = parts.add_parser(name, help=help_text, description=help_text, formatter_class=_Help)
        part.set_defaults(command=command)
        return part

    _add_prepare(add(commands.prepare, "prepare"))
    _add_fit(add(commands.fit, "fit"))
    part = add(commands.export, "export")
    part.add_argument("--state", type=Path, required=True, help="what `fit --state` wrote")
    _add_work(part)
    part = add(commands.average, "average")
    part.add_argument("checkpoints", nargs="+", type=Path, help="what `fit` exported, at several times")
    part.add_argument("--out", type=Path, required=True)
    part = add(commands.evaluate, "evaluate")
    part.add_argument("model", type=Path)
    part.add_argument("--json", type=Path, help="write what was measured here, for `card`")
    _add_yardsticks(part, required=False)
    part = add(commands.choose, "choose")
    part.add_argument("candidate", type=Path)
    part.add_argument("--present", type=Path, default=EMBEDDED, help="the checkpoint that it would replace")
    _add_yardsticks(part, required=True)
    _add_card(add(commands.write_card, "card"))
    part = add(commands.check_labels, "labels")
    part.add_argument("--data", type=Path, required=True, help="the folder of pairs that were trained on")
    part.add_argument("--terms", type=Path, default=_LABELS / "terms-model.tsv")
    _add_finetune(add(commands.finetune, "finetune"))
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    options = parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except GlossubError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:  # `fit` answers it itself: it keeps its state
        print("interrupted; no checkpoint was written", file=sys.stderr)
        return 130
    except ModuleNotFoundError as error:
        print(f"{error.name} is not installed\n  pip install -e '.[train]'", file=sys.stderr)
        return 3


def _positive(kind: Callable[[str], float]) -> Callable[[str], float]:
    """Return what reads a number above 0; argparse refuses what it raises for."""

    def number(text: str) -> float:
        value = kind(text)
        if not 0 < value < float("inf"):
            raise ValueError
        return value

    number.__name__ = "number above 0"  # what argparse calls it
    return number


def _add_prepare(part: argparse.ArgumentParser) -> None:
    part.add_argument("--data", type=Path, required=True, help="folder of *.tsv(.gz|.xz) and perhaps WEIGHTS.tsv")
    part.add_argument("--work", type=Path, required=True, help="folder to write")
    part.add_argument("--shape", choices=tuple(SHAPES), default="tiny", help="decides the number of pieces")
    part.add_argument("--pieces", type=_positive(int), help="size of the vocabulary, if it is not the shape's")
    part.add_argument("--vocabulary", type=Path, help="a checkpoint's folder whose vocabulary is taken over")
    part.add_argument("--copies", type=_positive(int), default=3, help="how often the pairs are marked and joined anew")
    part.add_argument(
        "--links", choices=("auto", "given", "eflomal"), default="auto", help="auto: eflomal where none are given"
    )


def _add_fit(part: argparse.ArgumentParser) -> None:
    _add_work(part)
    part.add_argument("--start", type=Path, help="a checkpoint to go on from")
    part.add_argument("--state", type=Path, help="file that keeps the whole state; what is there is gone on with")
    part.add_argument("--again", action="store_true", help="warm up, hold and cool down once more from the state")
    part.add_argument("--seconds", type=float, default=1200.0, help="the budget of a cycle on the clock")
    part.add_argument("--steps", type=int, help="the budget in steps, if that is less")
    part.add_argument("--tokens", type=_positive(int), default=3000, help="padded tokens in a batch")
    part.add_argument("--rate", type=_positive(float), default=_SCHEDULE.peak, help="the highest learning rate")
    part.add_argument("--warm-up", type=int, default=_SCHEDULE.warm_up, help="steps")
    part.add_argument("--hold", type=float, default=_SCHEDULE.hold, help="share of the budget before cooling down")
    part.add_argument("--dropout", type=float, default=0.0)
    part.add_argument("--guide", type=float, default=0.2, help="weight of the guided alignment")
    part.add_argument("--float32", action="store_true", help="for a processor that is slow in bfloat16")
    part.add_argument("--save-every", type=float, default=600.0, help="seconds")
    _add_device(part)


def _add_work(part: argparse.ArgumentParser) -> None:
    part.add_argument("--work", type=Path, required=True, help="what `prepare` wrote")
    part.add_argument("--out", type=Path, required=True, help="the checkpoint's folder")
    part.add_argument("--shape", choices=tuple(SHAPES), default="tiny", help="ignored with --start")
    _add_languages(part)


def _add_languages(part: argparse.ArgumentParser) -> None:
    part.add_argument("--source", default="fr")
    part.add_argument("--target", default="en")


def _add_device(part: argparse.ArgumentParser) -> None:
    part.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    part.add_argument("--threads", type=_positive(int), help="cores for torch; one is fastest where others work too")


def _add_yardsticks(part: argparse.ArgumentParser, *, required: bool) -> None:
    part.add_argument("--sets", type=Path, required=required, help="folder of NAME.fr and NAME.en")
    part.add_argument("--limit", type=_positive(int), help="lines of a set")
    part.add_argument("--terms", type=Path, default=_LABELS / "terms-model.tsv")
    part.add_argument("--links", type=Path, default=_LABELS / "links.tsv")
    part.add_argument("--threads", type=_positive(int), help="cores to use")
    part.add_argument("--device", default="cpu")
    _add_languages(part)


def _add_card(part: argparse.ArgumentParser) -> None:
    part.add_argument("measured", nargs="+", metavar="USE=FILE", help="published=test.json 'chosen on=dev.json'")
    part.add_argument(
        "--published", nargs="*", default=[], metavar="SET=BLEU/CHRF", help="what another model publishes"
    )
    part.add_argument("--other", default="opus-mt-fr-en", help="the name of that model")
    part.add_argument("--write", type=Path, help="the card to write into; else it is printed")


def _add_finetune(part: argparse.ArgumentParser) -> None:
    part.add_argument("pairs", type=Path, nargs="+", help="bilingual.tsv, or source and target with a tab between")
    part.add_argument("--out", type=Path, required=True, help="the new checkpoint's folder")
    part.add_argument("--start", type=Path, default=EMBEDDED, help="the checkpoint to go on from")
    part.add_argument("--passes", type=_positive(int), default=6, help="over the pairs")
    part.add_argument("--seconds", type=_positive(float), default=1800.0, help="at most")
    part.add_argument("--rate", type=_positive(float), default=2e-4, help="the highest learning rate")
    part.add_argument("--all", action="store_true", help="hold no pair out")
    part.add_argument("--float32", action="store_true", help="for a processor that is slow in bfloat16")
    _add_device(part)


if __name__ == "__main__":
    sys.exit(main())
