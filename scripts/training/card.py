"""The measured part of a model card: Markdown between two marks, written anew from evaluations."""

import re
from collections.abc import Mapping, Sequence

from scripts.training.measures import Evaluation
from translate.errors import InputError

BEGIN, END = "<!-- measured by scripts/train: begin -->", "<!-- measured by scripts/train: end -->"

Published = Mapping[str, tuple[float, float]]
"""BLEU and chrF that another model publishes, by the set's name."""


def render(evaluations: Sequence[tuple[str, Evaluation]], published: Published, other: str) -> str:
    """Return the measured part: evaluations, each with what its sets are for (`chosen on`, `published`)."""
    lines = [f"| set | use | sentences | BLEU | chrF | {other}, published |", "|---|---|---|---|---|---|"]
    for use, evaluation in evaluations:
        for score in evaluation.sets:
            theirs = "{:.1f} / {:.1f}".format(*published[score.name]) if score.name in published else ""
            lines.append(
                f"| {score.name} | {use} | {score.sentences} | {score.bleu:.1f} | {score.chrf:.1f} | {theirs} |"
            )
    last = evaluations[-1][1]
    if last.terms:
        lines += ["", "| terms | number | without help | given inline |", "|---|---|---|---|"]
        lines += [
            f"| {score.kind} | {score.terms} | {score.plain / score.terms:.1%} | {score.given / score.terms:.1%} |"
            for score in last.terms
        ]
    return "\n".join([*lines, "", *_facts(last)])


def replace_measured(card: str, measured: str) -> str:
    """Return a card with its measured part replaced; raises `InputError` when it has no place for one."""
    place = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not place.search(card):
        raise InputError(f"the card has no place for what is measured: {BEGIN} ... {END}")
    return place.sub(lambda _: f"{BEGIN}\n{measured}\n{END}", card)


def _facts(evaluation: Evaluation) -> list[str]:
    facts = []
    if evaluation.alignment_error is not None:
        facts.append(f"- Alignment error rate on the pairs linked by hand: {evaluation.alignment_error:.3f}.")
    if evaluation.sets:
        fastest = max(score.tokens_per_second for score in evaluation.sets)
        facts.append(f"- Speed: {fastest:,.0f} source tokens per second ({evaluation.machine}).")
        score = evaluation.sets[0]
        facts.append(f"- sacrebleu: `{score.bleu_signature}`, `{score.chrf_signature}`.")
    return [*facts, f"- Size: {evaluation.size / 1e6:.1f} MB. Fingerprint: `{evaluation.fingerprint}`."]
