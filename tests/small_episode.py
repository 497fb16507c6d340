"""A small translated episode with a bit of everything, for golden files; the show and its people are invented."""

import re
from dataclasses import replace

from translate.cues import Cue
from translate.engine import Link
from translate.episode import Chapter, Episode, Note, NoteKind, TimedSpan, Turn
from translate.glossary import Term
from translate.sentences import Sentence
from translate.terms import Hit, Reason
from translate.translation import Doubt, Outcome, Provenance, Status, TranslatedEpisode, Translation, WordTime

SPRINT = Term(id="sprint", source="sprint", target="sprint", forms=("sprints",))
DEVFEST = Term(id="devfest", source="DevFest", target="DevFest", misheard=("Défesse",), note="a conference")
NODE = Term(id="node", source="nœud", target="node", forms=("nœuds",), forbidden=("knot",))

WELCOME = "Bonjour et bienvenue ! On revient du Défesse, le sprint est fini."
ANSWER = "Merci <Ada> & co. Deux nœuds | une *issue*."
LAST = "Voilà, voilà."


def _hit(term: Term, turn: int, text: str, form: str, reason: Reason = Reason.FORM) -> Hit:
    start = text.index(form)
    return Hit(term=term, turn=turn, start=start, end=start + len(form), form=form, reason=reason)


def _outcome(hit: Hit, status: Status, tier: str, target: str, rendering: str) -> Outcome:
    start = target.index(rendering)
    return Outcome(hit=hit, status=status, tier=tier, rendering=rendering, start=start, end=start + len(rendering))


def _words() -> tuple[WordTime, ...]:
    """Return a word every 500 ms."""
    words: list[WordTime] = []
    for turn, text in enumerate((WELCOME, ANSWER, LAST)):
        for word in re.finditer(r"\S+", text):
            at, provenance = 500 * len(words), Provenance.ANCHORED if turn else Provenance.SEGMENT
            span = {"start": word.start(), "end": word.end(), "start_ms": at, "end_ms": at + 450}
            words.append(WordTime(turn=turn, provenance=provenance, **span))
    return tuple(words)


BACK = "We are back from DevFest, the sprint is over."
NODES = "Two knots | one *issue*."

SMALL = TranslatedEpisode(
    episode=Episode(
        id="la-boucle-5",
        title="La Boucle 5 : nœuds & sprints",
        language="fr",
        turns=(
            Turn(
                speaker="Ada",
                text=WELCOME,
                start_ms=0,
                segments=(TimedSpan(start=0, end=len(WELCOME), start_ms=0, end_ms=6000),),
            ),
            Turn(speaker="Léo", text=ANSWER),
            Turn(speaker=None, text=LAST, words=(TimedSpan(start=0, end=6, start_ms=10_500, end_ms=10_950),)),
        ),
        date="2030-05-01",
        duration_ms=3_725_000,
        chapters=(Chapter(title="Bonjour", start_ms=0), Chapter(title="Les nœuds", start_ms=8_000)),
        notes=(
            Note(kind=NoteKind.REPAIRED, place="line 4", message="a lost letter", before="jet\ufffd", after="jeté"),
            Note(kind=NoteKind.COPY, place="lines 9-16", message="a copy was dropped"),
        ),
        layout="podcast-page",
    ),
    target_language="en",
    title="La Boucle 5: nodes & sprints",
    chapter_titles=("Hello", "The nodes"),
    translations=(
        Translation(
            sentence=Sentence(turn=0, start=0, end=23),
            target="Hello and welcome!",
            links=(
                Link(source_start=0, source_end=7, target_start=0, target_end=5),
                Link(source_start=8, source_end=10, target_start=6, target_end=9),
            ),
        ),
        Translation(
            sentence=Sentence(turn=0, start=23, end=len(WELCOME)),
            target=BACK,
            outcomes=(
                _outcome(_hit(DEVFEST, 0, WELCOME, "Défesse", Reason.MISHEARD), Status.KEPT, "inline", BACK, "DevFest"),
                _outcome(_hit(SPRINT, 0, WELCOME, "sprint"), Status.REPAIRED, "n-best", BACK, "sprint"),
            ),
        ),
        Translation(sentence=Sentence(turn=1, start=0, end=18), target="Thanks <Ada> & co."),
        Translation(
            sentence=Sentence(turn=1, start=18, end=len(ANSWER), continues=True),
            target=NODES,
            outcomes=(
                Outcome(
                    hit=_hit(NODE, 1, ANSWER, "nœuds", Reason.INFLECTION), status=Status.MISSED, tier="substitution"
                ),
            ),
        ),
        Translation(
            sentence=Sentence(turn=2, start=0, end=len(LAST)),
            target="There you go, there you go.",
            doubts=(Doubt.REPETITION, Doubt.LENGTH_RATIO),
        ),
    ),
    words=_words(),
    error_band_ms=20_000,
    signature="glossub/0.1.0 scripted:9f2c glossary:41d0 beam=4 fr-en",
)


def _cue(at: int, lines: tuple[str, ...], speaker: str | None, *sentences: int, label: str = "") -> Cue:
    provenance = Provenance.SEGMENT if speaker == "Ada" else Provenance.ANCHORED
    return Cue(
        start_ms=at,
        end_ms=at + 2000,
        lines=lines,
        speaker=speaker,
        provenance=provenance,
        sentences=sentences,
        label=label,
    )


TARGET_CUES = (
    _cue(0, ("Hello and welcome!",), "Ada", 0, label="Ada: "),
    _cue(2083, ("We are back from DevFest,", "the sprint is over."), "Ada", 1),
    _cue(6000, ("Thanks <Ada> & co.",), "Léo", 2, label="Léo: "),
    _cue(8083, ("Two knots | one *issue*.",), "Léo", 3),
    _cue(10_500, ("There you go, there you go.",), None, 4),
)
SOURCE_CUES = (
    _cue(0, ("Bonjour et bienvenue !",), "Ada", 0, label="Ada: "),
    _cue(2083, ("On revient du DevFest,", "le sprint est fini."), "Ada", 1),
    _cue(6000, ("Merci <Ada> & co.",), "Léo", 2, label="Léo: "),
    _cue(8083, ("Deux nœuds | une *issue*.",), "Léo", 3),
    _cue(10_500, ("Voilà, voilà.",), None, 4),
)
STACKED_CUES = tuple(
    replace(target, lines=(*source.lines, *target.lines))
    for source, target in zip(SOURCE_CUES, TARGET_CUES, strict=True)
)
