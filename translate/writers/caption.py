"""What SRT and WebVTT share: time codes, and lines that cannot end a cue before its time."""

import re

from translate.cues import Cue

_HIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff]")


def timecode(time_ms: int, mark: str) -> str:
    """Return `00:01:02,345`, with `mark` before the milliseconds; hours have as many digits as they need."""
    minutes, rest_ms = divmod(time_ms, 60_000)
    seconds, milliseconds = divmod(rest_ms, 1000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{mark}{milliseconds:03}"


def timing(cue: Cue, mark: str) -> str:
    """Return a cue's line of times."""
    return f"{timecode(cue.start_ms, mark)} --> {timecode(cue.end_ms, mark)}"


def shown_lines(cue: Cue) -> tuple[str, ...]:
    """Return the lines of a cue that show something.

    A blank line would end the cue, and an arrow would begin another: line breaks inside a line make lines of their own,
    arrows become `→`, and control characters, which nobody sees, go.
    """
    lines = (one_line(part) for line in cue.lines for part in line.splitlines())
    return tuple(line for line in lines if line)


def labelled_lines(cue: Cue) -> tuple[str, ...]:
    """Return what a cue shows in a format without voices: its label stands before or above the first line."""
    lines = shown_lines(cue)
    label = one_line(cue.label)
    if not lines or not label:
        return lines
    return (label, *lines) if cue.label.endswith("\n") else (f"{label} {lines[0]}", *lines[1:])


def one_line(text: str) -> str:
    """Return a text without what would break a line or a cue."""
    return _HIDDEN.sub("", " ".join(text.splitlines()).replace("\t", " ")).replace("-->", "→").strip()
