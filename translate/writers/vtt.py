"""WebVTT subtitles, with a voice on every cue.

Escapes are the standard's (https://www.w3.org/TR/webvtt1/): `&amp;`, `&lt;`, `&gt;`, in a voice's name as well. The
signature is a comment.
"""

from collections.abc import Sequence

from translate.cues import Cue
from translate.writers.caption import one_line, shown_lines, timing

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render(cues: Sequence[Cue], signature: str) -> str:
    """Return the subtitles; a cue that two speakers share has a voice on each of its two lines."""
    blocks = ["WEBVTT\n", f"NOTE\n{one_line(signature)}\n"]
    for cue in cues:
        lines = shown_lines(cue)
        if lines:
            blocks.append(f"{timing(cue, '.')}\n{_spoken(cue, lines)}\n")
    return "\n".join(blocks)


def _spoken(cue: Cue, lines: Sequence[str]) -> str:
    """Return lines under their speakers' voices."""
    text = [line.translate(_ESCAPES) for line in lines]
    if cue.second_speaker is None:
        return _voice(cue.speaker) + "\n".join(text)
    first, *rest = text
    return f"{_closed(cue.speaker, first)}\n{_closed(cue.second_speaker, ' '.join(rest))}".rstrip("\n")


def _closed(speaker: str | None, line: str) -> str:
    """Return a line inside a voice of its own."""
    voice = _voice(speaker)
    return f"{voice}{line}</v>" if voice and line else line


def _voice(speaker: str | None) -> str:
    """Return a voice's opening tag; nothing where nobody is named."""
    name = " ".join(one_line(speaker or "").split())
    close = " >" if name.endswith("--") else ">"  # no arrow may stand in a cue; a name's last space does not count
    return f"<v {name.translate(_ESCAPES)}{close}" if name else ""
