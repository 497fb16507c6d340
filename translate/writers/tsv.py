r"""The bilingual table: a header, then a row per sentence, for spreadsheets and scripts.

Fields are separated by tabs, rows end with a line feed, and a field with a double quote is quoted as spreadsheets do it
(Python's `excel-tab`). So that every row is one line, a field's own tabs and line breaks are written as `\t`, `\n`,
`\r` or `\uXXXX`, and a backslash as `\\`. The header has to be the first line, so there is no signature.
"""

import csv
import io
from collections.abc import Sequence

from translate.terms import Reason
from translate.translation import Outcome, Status, TranslatedEpisode
from translate.writers.page.view import Row, rows

COLUMNS = ("start_ms", "end_ms", "provenance", "speaker", "source", "target", "terms", "doubts")
_BREAKS = "\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_ESCAPES = str.maketrans(
    {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"} | {mark: f"\\u{ord(mark):04x}" for mark in _BREAKS}
)


def render(translated: TranslatedEpisode) -> str:
    """Return the table; `terms` are as `backlog → backlog (kept); US → – (missed)`, parted by semicolons."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, dialect="excel-tab", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([one_line(str(field)) for field in _fields(translated, row)] for row in rows(translated))
    return table.getvalue()


def one_line(field: str) -> str:
    """Return a field without anything that would part a row."""
    return field.translate(_ESCAPES)


def _fields(translated: TranslatedEpisode, row: Row) -> Sequence[str | int]:
    """Return the fields of a row, in the order of the columns."""
    translation, time = row.translation, row.time
    return (
        time.start_ms,
        time.end_ms,
        time.provenance,
        translated.episode.turns[translation.sentence.turn].speaker or "",
        row.source.text.strip(),
        translation.target.strip(),
        "; ".join(map(_term, translation.outcomes)),
        ", ".join(row.doubts),
    )


def _term(outcome: Outcome) -> str:
    """Say what became of a hit."""
    hit = outcome.hit
    misheard = hit.reason is Reason.MISHEARD
    found, written = (hit.term.source, f", written {hit.form}") if misheard else (hit.form, "")
    rendering = "–" if outcome.status is Status.MISSED else outcome.rendering
    return f"{found} → {rendering} ({outcome.status}{written})"
