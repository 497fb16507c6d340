r"""SubRip subtitles.

SRT has no way to escape anything and no place for a signature. Players eat what looks like a tag (`<i>`, `<Name>`) or
like an override (`{\an8}`, `{y:i}`), so angle and curly brackets that would be taken for one are shown by their
likenesses: `‹i›`, `(y:i)`. What was said stands unchanged in every other file.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

import srt

from translate.cues import Cue
from translate.writers.caption import labelled_lines

_TAG = re.compile(r"<(?=[^\W\d_]|[/!])([^<>]*)>")
_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!])")
_CURLY = str.maketrans("{}", "()")


def render(cues: Sequence[Cue]) -> str:
    """Return the subtitles, numbered from 1; a cue's label stands before its first line."""
    shown = [(cue, text) for cue in cues if (text := _text(cue))]
    composed: str = srt.compose(
        (
            srt.Subtitle(number, timedelta(milliseconds=cue.start_ms), timedelta(milliseconds=cue.end_ms), text)
            for number, (cue, text) in enumerate(shown, start=1)
        ),
        reindex=False,
    )
    return composed.removesuffix("\n")


def _text(cue: Cue) -> str:
    """Return what a cue shows, nothing where it has no text."""
    return "\n".join(map(_plain, labelled_lines(cue)))


def _plain(line: str) -> str:
    """Return a line in which nothing looks like a tag."""
    return _OPEN_TAG.sub("‹", _TAG.sub(r"‹\1›", line)).translate(_CURLY)
