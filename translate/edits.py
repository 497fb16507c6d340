"""What people changed in a translation by hand, and how it is put back after every run.

An edit belongs to an episode, to a source sentence and to its occurrence in that episode (counted from 0), never to an
index or a time: it survives another cutting of the cues, another glossary, another model. An edit with no episode holds
for every episode and every occurrence of its sentence; the episode's own edit is before it. A text that a person wrote
is never mended: hits are only looked up in it.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from translate import enforce
from translate.corrected import corrected
from translate.engine import Link
from translate.languages import language
from translate.translation import TranslatedEpisode, Translation

EVERYWHERE = ""
"""The `episode` of an edit that holds for all."""
_LIKENESSES = str.maketrans("<>{}", "‹›()")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A person's translation of a sentence, in one episode at one occurrence, or everywhere."""

    episode: str
    source: str
    target: str
    occurrence: int = 0

    @property
    def place(self) -> tuple[str, str, int]:
        """Return where it holds: there is one edit for each."""
        return self.episode, self.source, self.occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """An episode after its edits, and the edits of it that no sentence has any more."""

    translated: TranslatedEpisode
    unused: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an edited file changes among the edits that there are: those to keep, and those to forget."""

    made: tuple[Edit, ...]
    back: tuple[Edit, ...] = ()


def apply(translated: TranslatedEpisode, edits: Iterable[Edit]) -> Edited:
    """Put edits in the place of what the engine wrote; edits of other episodes change nothing."""
    own: dict[tuple[str, int], Edit] = {}
    everywhere: dict[str, Edit] = {}
    for edit in edits:
        if edit.episode == EVERYWHERE:
            everywhere[edit.source] = edit
        elif edit.episode == translated.episode.id:
            own[edit.source, edit.occurrence] = edit
    if not own and not everywhere:
        return Edited(translated=translated, unused=())
    used: set[tuple[str, int]] = set()
    made: list[Translation] = []
    for place, translation in zip(places(translated), translated.translations, strict=True):
        wanted = own.get(place) or everywhere.get(place[0])
        used.add(place)
        made.append(translation if wanted is None else _rewritten(translated, translation, wanted.target))
    unused = tuple(edit for place, edit in own.items() if place not in used)
    return Edited(translated=replace(translated, translations=tuple(made)), unused=unused)


def places(translated: TranslatedEpisode) -> Iterator[tuple[str, int]]:
    """Yield, for each translation, its source as shown and which occurrence of it this is."""
    seen: Counter[str] = Counter()
    for translation in translated.translations:
        source = shown(translated, translation)
        yield source, seen[source]
        seen[source] += 1


def shown(translated: TranslatedEpisode, translation: Translation) -> str:
    """Return a translation's source as the tables show it."""
    sentence = translation.sentence
    hits = (outcome.hit for outcome in translation.outcomes)
    return corrected(translated.episode.turns[sentence.turn].text, sentence.start, sentence.end, hits).text.strip()


def made(translated: TranslatedEpisode) -> tuple[Edit, ...]:
    """Return the edits that an episode shows."""
    pairs = zip(places(translated), translated.translations, strict=True)
    return tuple(
        Edit(episode=translated.episode.id, source=place[0], occurrence=place[1], target=translation.target)
        for place, translation in pairs
        if translation.edited
    )


def from_targets(translated: TranslatedEpisode, targets: Mapping[tuple[str, int], str]) -> tuple[Edit, ...]:
    """Return the edits that targets, by source and occurrence, are: those that differ from the episode's."""
    pairs = zip(places(translated), translated.translations, strict=True)
    return tuple(
        Edit(episode=translated.episode.id, source=place[0], occurrence=place[1], target=targets[place].strip())
        for place, translation in pairs
        if place in targets and targets[place].strip() != translation.target.strip()
    )


def from_words(translated: TranslatedEpisode, words: Sequence[str]) -> tuple[Edit, ...]:
    """Return the edits that the words of edited subtitles are, however they are cut into cues.

    The words are laid along the episode's own; a sentence has what lies between its words' places. Words put between
    two sentences belong to the one before. A word that only looks as subtitles show it (`alike`) was not edited.
    """
    before = [(word, at) for at, t in enumerate(translated.translations) for word in t.target.split()]
    owned: list[list[str]] = [[] for _ in translated.translations]
    for old, new in _changes([alike(word) for word, _ in before], [alike(word) for word in words]):
        owners = [at for _, at in before[old.start : old.stop]]
        fallback = before[old.start - 1][1] if old.start else 0
        for offset, word in enumerate(words[new.start : new.stop]):
            at = min(offset * len(owners) // len(new), len(owners) - 1) if owners else 0
            was = before[old.start + at][0] if owners else ""
            owned[owners[at] if owners else fallback].append(was if alike(was) == alike(word) else word)
    pairs = zip(places(translated), translated.translations, owned, strict=True)
    return tuple(
        Edit(episode=translated.episode.id, source=place[0], occurrence=place[1], target=" ".join(mine))
        for place, translation, mine in pairs
        if mine != translation.target.split()
    )


def change(
    translated: TranslatedEpisode,
    made: Iterable[Edit],
    known: Iterable[Edit],
    *,
    shown: Container[tuple[str, int]],
    everywhere: bool = False,
) -> Change:
    """Return what a file that holds the edits `made` changes, for its episode or for every episode.

    `known` are the edits that there are, `shown` the places that the file shows. A sentence that it shows as the
    document does is as somebody wants it: an edit that no run has applied yet is forgotten for the engine's
    translation, and gives way to an edit that the document shows.
    """
    reach: Callable[[Edit], Edit] = _for_all if everywhere else lambda edit: edit
    wanted = {edit.place: edit for edit in map(reach, made)}
    waiting = {edit.place: edit for edit in known if edit.place not in wanted}
    back: dict[tuple[str, str, int], Edit] = {}
    for place, translation in zip(places(translated), translated.translations, strict=True):
        target = translation.target.strip()
        as_is = reach(Edit(episode=translated.episode.id, source=place[0], occurrence=place[1], target=target))
        here = waiting.get(as_is.place)
        if place not in shown or here is None or here.target.strip() == target:
            continue
        if not translation.edited:
            back[here.place] = here
        elif not everywhere:
            wanted[as_is.place] = as_is
    return Change(made=tuple(wanted.values()), back=tuple(back.values()))


def change_for_all(
    pairs: Iterable[tuple[str, str]], known: Iterable[Edit], *, written: Collection[tuple[str, str]]
) -> Change:
    """Return what sources and targets of no one episode change for every episode.

    A pair that is `written` by an engine is no edit; an edit for every episode that no run has applied yet is forgotten
    for it.
    """
    made: dict[str, Edit] = {}
    as_written: dict[str, str] = {}
    for source, target in pairs:
        if (source, target) in written:
            as_written[source] = target
        else:
            made[source] = Edit(episode=EVERYWHERE, source=source, target=target)
    back = [e for e in known if e.episode == EVERYWHERE and e.source in as_written and e.source not in made]
    waiting = [edit for edit in back if edit.target.strip() != as_written[edit.source]]
    return Change(made=tuple(made.values()), back=tuple(waiting))


def written(translated: TranslatedEpisode) -> Iterator[tuple[str, str]]:
    """Yield the sources as shown and the targets that an engine, and no person, wrote in an episode."""
    for (source, _), translation in zip(places(translated), translated.translations, strict=True):
        if not translation.edited:
            yield source, translation.target.strip()


def _for_all(edit: Edit) -> Edit:
    """Return an edit as one that holds for every episode."""
    return replace(edit, episode=EVERYWHERE, occurrence=0)


def likeness(translated: TranslatedEpisode, words: Sequence[str]) -> float:
    """Return the share of words, of the longer text's, that an episode and subtitles have in the same order."""
    before = [alike(word) for translation in translated.translations for word in translation.target.split()]
    after = [alike(word) for word in words]
    same = sum(before[old.start : old.stop] == after[new.start : new.stop] for old, new in _changes(before, after))
    return same / max(len(before), len(after), 1)


def alike(word: str) -> str:
    """Return a word so that those that SRT shows by one another's likeness (`<i>` as `‹i›`) are equal."""
    return word.replace("-->", "→").translate(_LIKENESSES)


def _rewritten(translated: TranslatedEpisode, translation: Translation, target: str) -> Translation:
    """Return a translation with a person's target: links of words that stayed follow them, hits are looked up anew."""
    hits = [outcome.hit for outcome in translation.outcomes]
    return replace(
        translation,
        target=target,
        links=tuple(_moved_links(translation, target)),
        outcomes=enforce.found(target, hits, language(translated.target_language)),
        doubts=(),
        edited=True,
    )


def _moved_links(translation: Translation, target: str) -> Iterator[Link]:
    """Yield the links of the words that a new target has in common with the old one."""
    before, after = list(_WORD.finditer(translation.target)), list(_WORD.finditer(target))
    matcher = SequenceMatcher(None, [w.group() for w in before], [w.group() for w in after], autojunk=False)
    shifts = {
        at: (before[at], after[match.b + at - match.a])
        for match in matcher.get_matching_blocks()
        for at in range(match.a, match.a + match.size)
    }
    for link in translation.links:
        for old, new in shifts.values():
            if old.start() <= link.target_start and link.target_end <= old.end():
                by = new.start() - old.start()
                yield replace(link, target_start=link.target_start + by, target_end=link.target_end + by)


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[range, range]]:
    """Yield stretches of two texts that stand for each other, in order, together all of both.

    Runs of words that either text has once are tied first, so that an hour of subtitles takes no longer than its
    length; what lies between is compared word by word.
    """
    old = new = 0
    for old_at, new_at in (*_anchors(before, after), (len(before), len(after))):
        if old_at < old or new_at < new:
            continue
        matcher = SequenceMatcher(None, before[old:old_at], after[new:new_at], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                yield from (
                    (range(old + a + k, old + a + k + 1), range(new + c + k, new + c + k + 1)) for k in range(b - a)
                )
            else:
                yield range(old + a, old + b), range(new + c, new + d)
        old, new = old_at, new_at


def _anchors(before: Sequence[str], after: Sequence[str], size: int = 4) -> list[tuple[int, int]]:
    """Return places in both texts, rising in both, where a run of words begins that each has exactly once."""
    places_of: list[dict[tuple[str, ...], int]] = []
    for words in (before, after):
        runs = [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]
        counts = Counter(runs)
        places_of.append({run: at for at, run in enumerate(runs) if counts[run] == 1})
    both = [(at, places_of[1][run]) for run, at in places_of[0].items() if run in places_of[1]]
    rising: list[tuple[int, int]] = []
    for pair in both:  # a passage that moved would cross: the later of two that cross is no anchor
        if not rising or pair[1] > rising[-1][1]:
            rising.append(pair)
    return rising
