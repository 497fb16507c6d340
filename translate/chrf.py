"""chrF, the character n-gram F-score, over a corpus: how near texts are to their references, 0 to 100.

The formula is Popović, "chrF: character n-gram F-score for automatic MT evaluation" (WMT 2015), with the parameters of
sacrebleu's default (orders 1 to 6, beta 2, spaces left out, one reference a text); the tests hold it to sacrebleu.
"""

from collections import Counter
from collections.abc import Sequence

ORDERS = range(1, 7)
BETA_SQUARED = 4  # recall counts twice as much as precision


def chrf(hypotheses: Sequence[str], references: Sequence[str]) -> float:
    """Return the corpus chrF of hypotheses against their references, in order; 0 where nothing can be compared."""
    found = {order: [0, 0, 0] for order in ORDERS}
    for hypothesis, reference in zip(hypotheses, references, strict=True):
        ours, theirs = "".join(hypothesis.split()), "".join(reference.split())
        for order, sums in found.items():
            mine, wanted = _grams(ours, order), _grams(theirs, order)
            # A reference too short for an order says nothing of it, whatever the hypothesis has: as sacrebleu.
            sums[0] += mine.total() if wanted else 0
            sums[1] += wanted.total()
            sums[2] += (mine & wanted).total()
    shares = [(match / mine, match / wanted) for mine, wanted, match in found.values() if mine and wanted]
    if not shares:
        return 0.0
    precision = sum(share for share, _ in shares) / len(shares)
    recall = sum(share for _, share in shares) / len(shares)
    if not precision + recall:
        return 0.0
    return 100 * (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall)


def _grams(text: str, order: int) -> Counter[str]:
    return Counter(text[at : at + order] for at in range(len(text) - order + 1))
