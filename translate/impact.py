"""What a change of the glossary changes: the sentences whose request to the engine is another one.

A request is its text and its required terms; the decoding options are the same on both sides. Both glossaries prepare
the episode from its transcript, so that a sentence counts also where a listed form moved the cut between two sentences.
What a later run translates anew is just these requests, as far as the memory has not seen them elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from translate.engine import Engine, RequiredTerm
from translate.episode import Episode
from translate.glossary import Glossary
from translate.pipeline import Passage, Plan, prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A sentence whose request changes: `text` as the engine gets it, the terms required of it before and now.

    `turn`, `start`, `end` are its place (for a title: its number, the episode's first, and `title` is true).
    """

    turn: int
    start: int
    end: int
    title: bool
    text: str
    before: tuple[str, ...]
    now: tuple[str, ...]


def changes(episode: Episode, old: Glossary, new: Glossary, engine: Engine) -> tuple[Change, ...]:
    """Return the sentences and titles of an episode that `new` asks for in another way than `old` did."""
    before, now = prepare(episode, old, engine), prepare(episode, new, engine)
    asked = {_place(passage, title=title): passage.request for passage, title in _all(before)}
    return tuple(
        Change(
            turn=passage.sentence.turn,
            start=passage.sentence.start,
            end=passage.sentence.end,
            title=title,
            text=passage.request.text,
            before=_required_there(before, passage, title=title),
            now=tuple(_told(passage.request.text, term) for term in passage.request.terms),
        )
        for passage, title in _all(now)
        if asked.get(_place(passage, title=title)) != passage.request
    )


def _place(passage: Passage, *, title: bool) -> tuple[bool, int, int, int]:
    """Return where a passage stands."""
    return title, passage.sentence.turn, passage.sentence.start, passage.sentence.end


def _all(plan: Plan) -> Iterator[tuple[Passage, bool]]:
    """Yield all passages, and whether each is a title."""
    yield from ((passage, False) for passage in plan.passages)
    yield from ((passage, True) for passage in plan.titles)


def _required_there(plan: Plan, passage: Passage, *, title: bool) -> tuple[str, ...]:
    """Return what a plan required in the stretch of a passage."""
    sentence = passage.sentence
    return tuple(
        _told(other.request.text, term)
        for other, is_title in _all(plan)
        if is_title is title
        and other.sentence.turn == sentence.turn
        and other.sentence.start < sentence.end
        and sentence.start < other.sentence.end
        for term in other.request.terms
    )


def _told(text: str, term: RequiredTerm) -> str:
    """Return a required term as people read it."""
    return f"{text[term.start : term.end]} → {term.target}"
