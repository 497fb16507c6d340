"""Who says what in a subtitle whose speakers stand in its text: labels, dashes and the `>>` of live captions.

A row may hold several speakers (`- One. - Two.`, `Ana: So? Bo: It broke.`), so rows are first parted at what may open
another speaker's words: a mark or a label after a sentence's end or a sound (`(laughs)`), and each `>>` of a row that
begins with one. Dashes count where there are several in a cue or one at its head, labels where they name a speaker of
the file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from translate.languages import Language
from translate.readers.heads import Head, head
from translate.readers.labels import NAME, accepted
from translate.readers.lines import Line
from translate.readers.markup import squeeze

CHANGE = re.compile(r"(?:>>+|&gt;&gt;)\s*")
_DASH = re.compile(r"[-–—]\s?(?=[^\s\d–—-])")
_ENDED = r"(?:(?<=[.!?…)\]♪])|(?<=[.!?…][\"'”’»)])|(?<=[.!?…]\s»))"
_INSIDE = re.compile(rf"{_ENDED}\s+(?={CHANGE.pattern}|{_DASH.pattern}|{NAME}\s?:\s)")
_LIVE = re.compile(rf"\s+(?={CHANGE.pattern})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What one speaker says in a cue, without mark and label.

    `opens` says that a mark or a label stands before it; without one the speaker of the cue before goes on.
    """

    text: str
    name: str | None = None
    opens: bool = False


def parts(rows: Iterable[str]) -> Iterator[str]:
    """Yield rows, parted where another speaker may begin inside of them."""
    for row in rows:
        yield from (_LIVE if CHANGE.match(row) else _INSIDE).split(row)


def names(cues: Sequence[Sequence[str]], language: Language) -> frozenset[str]:
    """Return the speakers that labels name in the rows of a file's cues."""
    openings = (_label(part) for rows in cues for part in parts(rows))
    return accepted((opening.name or "" for opening in openings if opening), len(cues), language)


def utterances(rows: Sequence[str], known: frozenset[str]) -> tuple[Utterance, ...]:
    """Return what is said in the rows of one cue, by speaker; `known` are the file's speakers."""
    pieces = list(parts(rows))
    dashes = sum(_unmarked(part) != part for part in pieces)
    found: list[Utterance] = []
    for index, part in enumerate(pieces):
        opening = _label(part) if known else None
        named = opening if opening and opening.name in known else None
        marked = _unmarked(part) != part and (dashes > 1 or index == 0 or CHANGE.match(part) is not None)
        opens = named is not None or marked
        text = named.rest if named else squeeze(_unmarked(part) if opens else part)
        if opens or not found:
            found.append(Utterance(text=text, name=named.name if named else None, opens=opens))
        else:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {text}".strip())
    return tuple(found)


def _label(part: str) -> Head | None:
    """Return what may be a label before a part's words."""
    return head(Line(number=1, indent=0, mark="", text=squeeze(_unmarked(part))), "names-colon")


def _unmarked(part: str) -> str:
    """Return a part without the marks at its head."""
    return _DASH.sub("", CHANGE.sub("", part, count=1), count=1) if _DASH.match(part) or CHANGE.match(part) else part
