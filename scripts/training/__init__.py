"""Training, judging and fine-tuning the checkpoints that Glossub runs: what `scripts/train` is made of.

    pairs ── linking ── augment ── vocabulary ── packed ──► work folder        (prepare)
    work folder ── network, schedule ── fitting ── export ──► MarianMT folder  (fit)
    MarianMT folder ── evaluation ── choosing, card                            (evaluate, choose, card)

Only `__main__` prints. torch stands in `network`, `fitting` and `attention`; sentencepiece in `vocabulary`;
sacrebleu in `evaluation`.
"""
