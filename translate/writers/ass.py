r"""Advanced SubStation Alpha, for burning subtitles into a picture (`ffmpeg -vf ass=...`), written by `pysubs2`.

The style is large, outlined and low in a picture of 1920 by 1080, which players scale; lines break only where the cue
breaks. `{...}` would be an instruction and `\N` a line break, so curly brackets are shown as round ones, and a
backslash is parted from the letter after it by a word joiner, which nobody sees.
"""

from collections.abc import Sequence

from translate.cues import Cue
from translate.errors import MissingExtra, UsageError
from translate.writers.caption import labelled_lines, one_line

WIDTH, HEIGHT = 1920, 1080
FONT, FONT_SIZE, TALL_FONT_SIZE = "Arial", 60, 48
"""The font of cues of up to two lines, and of files that have taller cues (bilingual ones)."""
OUTLINE, MARGIN = 3, 60
LATEST_MS = 10 * 3_600_000 - 10
"""The latest time that the format can write: its hours have one digit."""
_CURLY = str.maketrans({"{": "(", "}": ")", "\\": "\\\u2060"})


def render(cues: Sequence[Cue], signature: str) -> str:
    """Return the subtitles; a field that players do not show names the speaker.

    Raises `MissingExtra`, and `UsageError` for times that the format cannot write.
    """
    try:
        from pysubs2 import SSAEvent, SSAFile, SSAStyle  # noqa: PLC0415  # an extra
    except ModuleNotFoundError:
        raise MissingExtra("writing ASS needs the extra `formats`", "formats", where="--format ass") from None
    if any(cue.end_ms > LATEST_MS for cue in cues):
        mend = "Choose ttml, or cut the subtitles into parts."
        raise UsageError("ASS cannot write times from 10 hours on", where="--format ass", mend=mend)
    made = SSAFile()
    tall = any(len(cue.lines) > 2 for cue in cues)
    made.info.update({"Title": one_line(signature), "PlayResX": str(WIDTH), "PlayResY": str(HEIGHT), "WrapStyle": "2"})
    made.styles["Default"] = SSAStyle(
        fontname=FONT, fontsize=TALL_FONT_SIZE if tall else FONT_SIZE, outline=OUTLINE, shadow=0, marginv=MARGIN
    )
    for cue in cues:
        lines = [line.translate(_CURLY) for line in labelled_lines(cue)]
        if lines:
            name = one_line(cue.speaker or "").replace(",", " ")
            made.append(SSAEvent(start=cue.start_ms, end=cue.end_ms, text="\\N".join(lines), name=name))
    return made.to_string("ass")
