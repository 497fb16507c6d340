"""The JSON files that podcast hosts and players take: transcripts and chapters of the Podcasting 2.0 namespace.

Transcript: https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md (version 1.0.0).
Chapters: https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md (version 1.2.0).
Times are seconds, with milliseconds as decimals. Neither format has a place for a signature.
"""

import json
from collections.abc import Iterable, Sequence

from translate.cues import Cue


def transcript(cues: Sequence[Cue]) -> str:
    """Return a transcript with a segment per cue, or per line of a cue that two speakers share."""
    segments = [_segment(cue, speaker, body) for cue in cues for speaker, body in _said(cue)]
    return _laid_out({"version": "1.0.0"}, "segments", segments)


def chapters(title: str, marks: Iterable[tuple[int, str]]) -> str:
    """Return the chapters of an episode; `marks` are when each starts, in milliseconds, and its title."""
    listed = [{"startTime": start_ms / 1000, "title": chapter} for start_ms, chapter in marks]
    return _laid_out({"version": "1.2.0", "title": title}, "chapters", listed)


def _said(cue: Cue) -> Sequence[tuple[str | None, str]]:
    """Return who says what in a cue."""
    if cue.second_speaker is None:
        return [(cue.speaker, " ".join(cue.lines))]
    first, *rest = (line.removeprefix("-").lstrip() for line in cue.lines)
    return [(cue.speaker, first), (cue.second_speaker, " ".join(rest))]


def _segment(cue: Cue, speaker: str | None, body: str) -> dict[str, object]:
    """Return a segment; it has a speaker where one is named."""
    named = {"speaker": speaker} if speaker else {}
    return {**named, "startTime": cue.start_ms / 1000, "endTime": cue.end_ms / 1000, "body": body}


def _laid_out(head: dict[str, str], name: str, items: Sequence[dict[str, object]]) -> str:
    """Return an object of a head and a list, each item on a line of its own."""
    lines = [f'"{key}": {_json(value)},' for key, value in head.items()]
    inside = ",\n".join(f" {_json(item)}" for item in items)
    return "\n".join(("{", *lines, f'"{name}": [', *([inside] if inside else []), "]", "}", ""))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
