"""SubER, the subtitle edit rate of Wilken et al. 2022: words, line breaks and cue breaks at once, in percent.

The one place that asks `subtitle-edit-rate`, which is an extra.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from translate.cues import Cue
from translate.errors import MissingExtra

if TYPE_CHECKING:
    from suber.data_types import Subtitle


def edit_rate(cues: Sequence[Cue], reference: Sequence[Cue]) -> float:
    """Return SubER of cues against a reference, both in order; 0 is the reference itself.

    Raises `MissingExtra`.
    """
    try:
        from suber.metrics.suber import calculate_SubER  # noqa: PLC0415  # an extra
    except ImportError:
        what = "SubER needs the package subtitle-edit-rate, which is not installed"
        raise MissingExtra(what, "suber", where="--suber") from None
    return float(calculate_SubER(hypothesis=_subtitles(cues), reference=_subtitles(reference), metric="SubER"))


def _subtitles(cues: Sequence[Cue]) -> "list[Subtitle]":
    """Return cues as SubER's own values."""
    from suber.data_types import LineBreak, Subtitle, TimedWord  # noqa: PLC0415  # an extra

    made = []
    for index, cue in enumerate(sorted(cues, key=lambda cue: cue.start_ms), start=1):
        start, end = cue.start_ms / 1000, max(cue.start_ms, cue.end_ms) / 1000
        words: list[TimedWord] = []
        for line in cue.lines:
            words += [TimedWord(string=w, subtitle_start_time=start, subtitle_end_time=end) for w in line.split()]
            if words:
                words[-1].line_break = LineBreak.END_OF_LINE
        if words:
            words[-1].line_break = LineBreak.END_OF_BLOCK
            made.append(Subtitle(word_list=words, index=index, start_time=start, end_time=end))
    return made
