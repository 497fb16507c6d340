r"""SubRip subtitles.

SRT has no way to escape anything and no place for a signature. Players eat what looks like a tag (`<i>`, `<Name>`) or
like an override (`{\an8}`, `{y:i}`), so angle and curly brackets that would be taken for one are shown by their
likenesses: `‹i›`, `(y:i)`. What was said stands unchanged in every other file.
"""

import re
from collections.abc import Sequence

from translate.cues import Cue
from translate.writers.caption import labelled_lines, timing

_TAG = re.compile(r"<(?=[^\W\d_]|[/!])([^<>]*)>")
_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!])")
_CURLY = str.maketrans("{}", "()")


def render(cues: Sequence[Cue]) -> str:
    """Return the subtitles, numbered from 1; a cue's label stands before its first line."""
    shown = [(cue, _text(cue)) for cue in cues]
    numbered = enumerate(((cue, text) for cue, text in shown if text), start=1)
    return "\n".join(f"{number}\n{timing(cue, ',')}\n{text}\n" for number, (cue, text) in numbered)


def _text(cue: Cue) -> str:
    """Return what a cue shows, nothing where it has no text."""
    return "\n".join(map(_plain, labelled_lines(cue)))


def _plain(line: str) -> str:
    """Return a line in which nothing looks like a tag."""
    return _OPEN_TAG.sub("‹", _TAG.sub(r"‹\1›", line)).translate(_CURLY)
