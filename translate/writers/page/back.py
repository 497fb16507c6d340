"""The foot of the page: the terms with all their places, the reader's notes, and the signature."""

from collections import Counter
from collections.abc import Sequence

from translate.episode import Note
from translate.translation import Outcome, Status, TranslatedEpisode
from translate.writers.page.markup import anchor, clock, escaped, tongue
from translate.writers.page.view import Row


def back(translated: TranslatedEpisode, made: Sequence[Row]) -> str:
    """Return what stands below the transcript."""
    return (
        f'<div class="back">\n{_terms(translated, made)}{_notes(translated.episode.notes)}'
        f"<footer><p>Made by <code>{escaped(translated.signature)}</code></p></footer>\n</div>"
    )


def _terms(translated: TranslatedEpisode, made: Sequence[Row]) -> str:
    """Return an entry per term that was said, those that were missed most first, with links to its sentences."""
    places: dict[str, list[tuple[Outcome, Row]]] = {}
    for row in made:
        for outcome in row.translation.outcomes:
            places.setdefault(outcome.hit.term.id, []).append((outcome, row))
    if not places:
        return ""
    source, target = tongue(translated.episode.language), tongue(translated.target_language)
    ordered = sorted(places.values(), key=lambda found: (-_missed(found), found[0][0].hit.term.source.casefold()))
    entries = "\n".join(_term(found, source, target) for found in ordered)
    return (
        f'<section id="terms" aria-labelledby="terms-title">\n<h2 id="terms-title">Terms</h2>\n'
        f"<ul>\n{entries}\n</ul>\n</section>\n"
    )


def _term(found: Sequence[tuple[Outcome, Row]], source: str, target: str) -> str:
    """Return a term's entry: what it is, what became of it, and where."""
    term = found[0][0].hit.term
    counted = Counter(outcome.status for outcome, _ in found)
    tally = ", ".join(f"{counted[status]} {status}" for status in Status if counted[status])
    links = " ".join(
        f'<a class="{outcome.status}" href="#{row.anchor}">{clock(row.time.start_ms)}</a>' for outcome, row in found
    )
    pair = f"<b {source}>{escaped(term.source)}</b> → <b {target}>{escaped(term.target)}</b>"
    return (
        f'<li id="{anchor("term", term.id)}">{pair}'
        f' <span>({escaped(term.id)}: {tally})</span><div class="places">{links}</div></li>'
    )


def _missed(found: Sequence[tuple[Outcome, Row]]) -> int:
    """Count the places where a term was missed."""
    return sum(outcome.status is Status.MISSED for outcome, _ in found)


def _notes(notes: Sequence[Note]) -> str:
    """Return what the reader repaired, dropped or found odd, folded away."""
    if not notes:
        return ""
    entries = "\n".join(_note(note) for note in notes)
    return (
        f"<details>\n<summary>What the reader changed or left out ({len(notes)})</summary>\n"
        f"<ul>\n{entries}\n</ul>\n</details>\n"
    )


def _note(note: Note) -> str:
    """Return a note: where, what, and the text before and after."""
    change = "".join(
        f" <{tag}>{escaped(text)}</{tag}>" for tag, text in (("del", note.before), ("ins", note.after)) if text
    )
    return f"<li><span>{escaped(note.kind)}, {escaped(note.place)}:</span> {escaped(note.message)}{change}</li>"
