"""Makers of translated episodes by hand, for what looks episodes over; the show and its people are invented."""

from collections.abc import Sequence
from dataclasses import dataclass

from translate.engine import Link
from translate.episode import Chapter, Episode, Note, Turn
from translate.glossary import Term
from translate.sentences import Sentence
from translate.terms import Hit, Reason
from translate.translation import Doubt, Outcome, Provenance, Status, TranslatedEpisode, Translation, WordTime

NODE = Term(
    id="node",
    source="nœud",
    target="node",
    forms=("nœuds",),
    allowed=("cluster node",),
    forbidden=("knot",),
    note="K8s",
)
POD = Term(id="pod", source="pod", target="pod", need=("cluster",))
DEPLOY = Term(id="deploy", source="déployer", target="deploy")
DEVFEST = Term(id="devfest", source="DevFest", target="DevFest", misheard=("Défesse",))
TERMS = (NODE, POD, DEPLOY, DEVFEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence and its translation; `hits` are (term, form, rendering), a rendering of None being missed.

    `links` are (word of the source, words of the target).
    """

    source: str
    target: str
    hits: tuple[tuple[Term, str, str | None], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    speaker: str | None = "Ada"
    joined: bool = False


def episode(
    *said: Said, name: str = "la-boucle-5", chapters: tuple[Chapter, ...] = (), notes: tuple[Note, ...] = ()
) -> TranslatedEpisode:
    """Return an episode with a turn per sentence (`joined` ones go on in the turn before), ten seconds each."""
    turns: list[Turn] = []
    made: list[Translation] = []
    words: list[WordTime] = []
    for at, one in enumerate(said):
        if one.joined:
            start = len(turns[-1].text) + 1
            turns[-1] = Turn(speaker=turns[-1].speaker, text=f"{turns[-1].text} {one.source}")
        else:
            start = 0
            turns.append(Turn(speaker=one.speaker, text=one.source))
        turn = len(turns) - 1
        made.append(_translation(one, turn, start))
        words.append(
            WordTime(
                turn=turn,
                start=start,
                end=start + len(one.source),
                start_ms=10_000 * at,
                end_ms=10_000 * at + 9_000,
                provenance=Provenance.SEGMENT,
            )
        )
    return TranslatedEpisode(
        episode=Episode(
            id=name,
            title=f"Titre de {name}",
            language="fr",
            turns=tuple(turns),
            duration_ms=10_000 * len(said),
            chapters=chapters,
            notes=notes,
        ),
        target_language="en",
        title=f"Title of {name}",
        chapter_titles=tuple(chapter.title for chapter in chapters),
        translations=tuple(made),
        words=tuple(words),
        error_band_ms=0,
        signature="glossub/0.1.0 scripted:1 glossary:2 beam=4 fr-en",
    )


def _translation(one: Said, turn: int, start: int) -> Translation:
    """Return a sentence's translation with its outcomes and links in the turn's positions."""
    links = tuple(
        Link(
            source_start=start + one.source.index(source),
            source_end=start + one.source.index(source) + len(source),
            target_start=one.target.index(target),
            target_end=one.target.index(target) + len(target),
        )
        for source, target in one.links
    )
    return Translation(
        sentence=Sentence(turn=turn, start=start, end=start + len(one.source)),
        target=one.target,
        links=links,
        outcomes=tuple(_outcomes(one, turn, start)),
        doubts=one.doubts,
    )


def _outcomes(one: Said, turn: int, start: int) -> Sequence[Outcome]:
    """Return the outcomes of a sentence; equal forms and renderings stand in order."""
    made: list[Outcome] = []
    source_at = target_at = 0
    for term, form, rendering in one.hits:
        source_at = one.source.index(form, source_at)
        reason = Reason.MISHEARD if form in term.misheard else Reason.FORM
        place = start + source_at
        hit = Hit(term=term, turn=turn, start=place, end=place + len(form), form=form, reason=reason)
        source_at += len(form)
        if rendering is None:
            made.append(Outcome(hit=hit, status=Status.MISSED, tier=""))
            continue
        target_at = one.target.index(rendering, target_at)
        end = target_at + len(rendering)
        made.append(Outcome(hit=hit, status=Status.KEPT, tier="inline", rendering=rendering, start=target_at, end=end))
        target_at = end
    return made
