"""The unlisted mishearings of a report: what resembles a listed term, how nearly, and every place where it stands."""

import re
from collections.abc import Collection, Mapping, Sequence

from translate.findings import Place
from translate.languages.spelling import WORD
from translate.reports.page.shown import Shown
from translate.suggest import Evidence, Suggestion
from translate.writers.page.markup import anchor, escaped, tongue

OPEN = 3
"""Places of a suggestion above which they are folded away until somebody asks for them."""
MOST = 100
"""Places of a suggestion that are shown; the JSON has them all."""


def section(suggestions: Sequence[Suggestion] | None, spoken: Sequence[Shown], listed: Collection[str]) -> str:
    """Return the section; `listed` are the ids of the terms that the concordance has."""
    subjects = {one.subject.id: one for one in spoken}
    if suggestions is None:
        body = "<p>Not looked for yet: <code>glossub check</code> does that, and tells it here.</p>"
    else:
        body = "\n".join(_suggestion(one, subjects, listed) for one in suggestions) or "<p>None.</p>"
    return (
        '<section aria-labelledby="misheard-title">\n<h2 id="misheard-title">Perhaps misheard</h2>\n'
        '<p class="meaning">What looks or sounds like a term, though no entry lists it. Nothing was rewritten: '
        "<code>glossub glossary suggest --accept</code> takes a form in by its id.</p>\n"
        f"{body}\n</section>"
    )


def _suggestion(one: Suggestion, subjects: Mapping[str, Shown], listed: Collection[str]) -> str:
    """Return what may be a mishearing: of which term, why, how often, and where."""
    source, target = _tongues(subjects.get(one.places[0].episode))
    entries = "\n".join(_place(place, one.text, subjects) for place in one.places[:MOST])
    more = f"\n<li>and {one.count - MOST} more, in the JSON</li>" if one.count > MOST else ""
    within = f" in {one.episodes} episodes" if one.episodes > 1 else ""
    term = escaped(one.term)
    named = f'<a href="#{anchor("term", one.term)}">{term}</a>' if one.term in listed else term
    return (
        f'<details class="group"{"" if one.count > OPEN else " open"}>\n<summary><span {source}>{escaped(one.text)}'
        f"</span> → <span {target}>{escaped(one.target)}</span> "
        f'<span class="count">{one.count}{within}</span></summary>\n'
        f'<p class="meaning">Of the entry {named}: {escaped(one.why)}. <code>{escaped(one.id)}</code></p>\n'
        f'<ol class="found">\n{entries}{more}\n</ol>\n</details>'
    )


def _place(place: Evidence, text: str, subjects: Mapping[str, Shown]) -> str:
    """Return a place: when, who, in which of several episodes, and the sentence with the wording in it marked."""
    one = subjects.get(place.episode)
    at = Place(episode=place.episode, sentence=place.sentence, time_ms=place.time_ms)
    episode = f'<span class="episode">{escaped(place.episode)}</span>' if len(subjects) > 1 else ""
    head = " ".join(filter(None, (one.time(at), one.name(place.speaker), episode))) if one is not None else episode
    source, _ = _tongues(one)
    return (
        f'<li><div class="where">{head}</div><div class="what">'
        f'<p class="source" {source}>{_marked(place.text, text)}</p></div></li>'
    )


def _marked(sentence: str, wording: str) -> str:
    """Return a sentence in which a wording is marked, however its words are joined there."""
    joined = r"[-'’\s]".join(map(re.escape, WORD.findall(wording)))
    parts = re.split(rf"(?<!\w)({joined})(?!\w)", sentence, flags=re.IGNORECASE)
    return "".join(f"<b>{escaped(part)}</b>" if number % 2 else escaped(part) for number, part in enumerate(parts))


def _tongues(one: Shown | None) -> tuple[str, str]:
    """Return the attributes of an episode's two languages."""
    translated = one.subject.translated if one is not None else None
    return (tongue(translated.episode.language), tongue(translated.target_language)) if translated else ("", "")
