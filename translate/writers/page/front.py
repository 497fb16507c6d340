"""The top of the page: titles, what there is to know about the episode, and its chapters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from translate.languages import language
from translate.translation import Provenance, Status, TranslatedEpisode
from translate.writers.page.markup import clock, escaped, span, titled, tongue
from translate.writers.page.view import Part, Row

_ORIGINS = {
    Provenance.GIVEN: "come from the transcript, word by word",
    Provenance.SEGMENT: "are placed inside the transcript's own time marks",
    Provenance.ALIGNED: "were found in the recording",
    Provenance.ANCHORED: "are estimated between marks",
    Provenance.ESTIMATED: "are estimated from the length of the episode alone",
}


def front(
    translated: TranslatedEpisode, made: Sequence[Row], parts: Sequence[Part], speakers: Mapping[str, str]
) -> str:
    """Return the page's header."""
    title, original = translated.title, translated.episode.title
    source, target = tongue(translated.episode.language), tongue(translated.target_language)
    second = f'<p class="original" {source}>{escaped(original)}</p>\n' if original != title else ""
    return (
        f'<header class="front" id="top">\n<h1 {target}>{escaped(title)}</h1>\n{second}'
        f"{_facts(translated, made, speakers)}\n{_chapters(translated, parts)}</header>"
    )


def timing(made: Sequence[Row], error_band_ms: int) -> str:
    """Return where the times come from, and how far off they may be, as a sentence or two."""
    counted = Counter(row.time.provenance for row in made)
    band = f"expect them to be off by about {span(error_band_ms)}" if error_band_ms else ""
    present = [provenance for provenance in Provenance if counted[provenance]]
    if not present:
        return "There are no times: nothing is said."
    if len(present) == 1:
        return f"Times {_ORIGINS[present[0]]}{': ' + band if band else ''}."
    shares = "; ".join(f"{counted[provenance]} {_ORIGINS[provenance]}" for provenance in present)
    return f"Of {len(made)} sentences' times, {shares}{': ' + band if band else ''}."


def _facts(translated: TranslatedEpisode, made: Sequence[Row], speakers: Mapping[str, str]) -> str:
    """Return date, duration, speakers, languages, timing and terms, as a list of descriptions."""
    episode = translated.episode
    names = "".join(f'<li class="name {colour}">{escaped(name)}</li>' for name, colour in speakers.items())
    languages = f"{language_name(episode.language)} → {language_name(translated.target_language)}"
    facts = (
        ("Date", _day(episode.date) if episode.date else ""),
        ("Duration", span(episode.duration_ms) if episode.duration_ms else ""),
        ("Speakers", f"<ul>{names}</ul>" if names else ""),
        ("Languages", f"{escaped(languages)}, translated by machine"),
        ("Timing", escaped(timing(made, translated.error_band_ms))),
        ("Terms", _terms(translated)),
        ("To check", _to_check(made)),
    )
    entries = "\n".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts if value)
    return f'<dl class="facts">\n{entries}\n</dl>'


def language_name(code: str) -> str:
    """Return a language's name, or its code in capitals where no module knows it."""
    known = language(code)
    return known.name if known.helps else code.upper()


def _day(day: str) -> str:
    """Return a date in words; `day` is ISO 8601, and stays as it is where it is not a full date."""
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return escaped(day)
    months = language("en").months
    return f'<time datetime="{when.isoformat()}">{when.day} {months[when.month - 1].title()} {when.year}</time>'


def _terms(translated: TranslatedEpisode) -> str:
    """Return how many terms were kept, repaired and missed, each written as its mark looks: the page's legend."""
    counted = Counter(o.status for translation in translated.translations for o in translation.outcomes)
    if not counted:
        return "none of the glossary’s terms was said"
    tally = ", ".join(f'{counted[status]} <span class="{status}">{status}</span>' for status in Status)
    return f"{tally} (each is marked in both languages; an asterisk: the transcript misheard it)"


def _to_check(made: Sequence[Row]) -> str:
    """Return how many sentences have something to check."""
    count = sum(row.to_check for row in made)
    return f"{count} of {len(made)} sentences have a missed term or a doubtful translation" if count else "nothing"


def _chapters(translated: TranslatedEpisode, parts: Sequence[Part]) -> str:
    """Return the table of contents; nothing where there are no chapters."""
    source, target = tongue(translated.episode.language), tongue(translated.target_language)
    entries = "\n".join(
        f"<li><time>{clock(part.chapter.start_ms)}</time>"
        f'<a href="#{part.anchor}">{titled(part.title, part.chapter.title, source, target)}</a></li>'
        for part in parts
        if part.chapter is not None
    )
    if not entries:
        return ""
    return (
        f'<nav class="chapters" aria-labelledby="chapters">\n<h2 id="chapters">Chapters</h2>\n'
        f"<ol>\n{entries}\n</ol>\n</nav>\n"
    )
