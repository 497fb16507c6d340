"""Faults of judgement in glossary files: entries that are well formed, and still cannot do what they were written for.

What `translate.entries` calls a fault makes a glossary unusable, and comes first, as an error. The rest is found by
comparing entries with each other and with the language's dictionary, and by trying them out
(`translate.rehearsal`): only once the files are free of faults, since a broken entry has nothing to try.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from translate import rehearsal
from translate.entries import Contents, Entry, claim, clash, parse
from translate.findings import Severity
from translate.glossary import GlossaryFile, Term, read
from translate.languages import Language, language
from translate.languages.lexicon import is_known
from translate.languages.spelling import WORD, Spelling, fold, spelling

_TRIED = 10_000
"""The most entries that are tried out, which takes up to a millisecond for each."""


class Rule(StrEnum):
    """What is wrong with an entry."""

    FAULT = "fault"
    REPLACED = "replaced-entry"
    DUPLICATE = "duplicate-wording"
    NESTED = "nested-conflict"
    ORDINARY = "ordinary-word"
    FORBIDDEN = "forbidden-allowed"
    UNREACHABLE = "unreachable-entry"
    SILENT = "unreachable-wording"
    DEAD_CUE = "dead-cue"
    NEVER = "context-never-holds"
    DENIED = "always-denied"
    UNTRIED = "not-tried"


MEANINGS: dict[Rule, str] = {
    Rule.FAULT: "The file or the entry cannot be read; none of the glossary is used.",
    Rule.REPLACED: "A later file has an entry with the same id, which counts instead, whole.",
    Rule.DUPLICATE: "Two files claim one wording, which belongs to the later file's entry; or an entry lists it twice.",
    Rule.NESTED: "A wording lies inside another entry's, and the shared part is rendered in another way there.",
    Rule.ORDINARY: "A misheard form is an ordinary word, which would be rewritten wherever it is said.",
    Rule.FORBIDDEN: "A rendering is forbidden and accepted at once, or an accepted one holds a forbidden one.",
    Rule.UNREACHABLE: "No wording of the entry is ever found as this entry.",
    Rule.SILENT: "A wording is never found as its entry.",
    Rule.DEAD_CUE: "A cue of `need` lets nothing in or everything, or a cue of `deny` rules nothing out.",
    Rule.NEVER: "No cue of `need` lets anything in: the entry is never found.",
    Rule.DENIED: "The entry's own words are among its cues of `deny`: the wording is never found.",
    Rule.UNTRIED: "The files have too many entries for each to be tried out.",
}
"""What each rule says of what it finds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something wrong with a glossary: the `place` (file, entry), the entry's `id`, `what` it is, how to mend it."""

    rule: Rule
    severity: Severity
    place: str
    what: str
    mend: str
    id: str = ""


def lint(files: Sequence[GlossaryFile], *, target: str = "en") -> tuple[Remark, ...]:
    """Return what is wrong in glossary files that are used together: faults, then the rest in order of the entries.

    `target` is the language (ISO 639-1) whose renderings decide what is tried out.
    """
    contents = [parse(file) for file in files]
    remarks = [
        Remark(rule=Rule.FAULT, severity=Severity.ERROR, place=fault.place, what=fault.what, mend=fault.mend)
        for content in contents
        for fault in content.faults
    ]
    for code in dict.fromkeys(content.language for content in contents if content.language):
        spoken = [content for content in contents if content.language == code]
        remarks += _remarks(spoken, language(code))
        count = sum(len(content.entries) for content in spoken)
        if count > _TRIED:
            what = f"{count:,} entries; more than {_TRIED:,} are not tried out, only compared"
            mend = "look the files over one by one to have each entry tried"
            remarks.append(Remark(rule=Rule.UNTRIED, severity=Severity.NOTE, place=files[0].name, what=what, mend=mend))
        elif not any(content.faults for content in contents):
            remarks += _tried(files, spoken, language(code), target)
    order = {entry.place: at for at, entry in enumerate(entry for content in contents for entry in content.entries)}
    return tuple(sorted(remarks, key=lambda one: -1 if one.rule == Rule.FAULT else order.get(one.place, -1)))


def _remarks(contents: Sequence[Contents], spoken: Language) -> Iterator[Remark]:
    """Yield what shows by comparing the entries of one language."""
    entries: dict[str, Entry] = {}
    for entry in (entry for content in contents for entry in content.entries):
        if entry.id in entries and _file(entry) != _file(entries[entry.id]):
            what = f'"{entry.id}" is the id of {entries[entry.id].place} too, which counts no longer'
            mend = "take what you need of it into this entry, or give this one another id"
            yield _remark(Rule.REPLACED, Severity.NOTE, entry, what, mend)
        entries[entry.id] = entry
    counting = tuple(entries.values())
    yield from _duplicates(counting)
    yield from _nested(counting)
    for entry in counting:
        yield from _ordinary(entry, spoken)
        yield from _contradictions(entry)


def _duplicates(entries: Sequence[Entry]) -> Iterator[Remark]:
    """Yield the wordings that an entry lists twice, or that entries of two files claim (those of one are faults)."""
    taken: dict[str, list[tuple[tuple[str, str], Entry]]] = defaultdict(list)
    for entry in entries:
        for text, count in Counter(entry.claimed).items():
            if count > 1:
                what = f'"{text}" is listed {count} times'
                yield _remark(Rule.DUPLICATE, Severity.WARNING, entry, what, "leave it where it belongs")
        for text in dict.fromkeys(entry.claimed):
            mine = claim(text, entry.case)
            for theirs, rival in taken[mine[0]]:
                if _file(rival) != _file(entry) and clash(mine, theirs):
                    what = f'"{text}" is claimed by {rival.place} (id {rival.id}) too, and belongs to this entry'
                    mend = f"leave it to one of the two, or call this entry {rival.id} to replace the other whole"
                    yield _remark(Rule.DUPLICATE, Severity.WARNING, entry, what, mend)
            taken[mine[0]].append((mine, entry))


def _nested(entries: Sequence[Entry]) -> Iterator[Remark]:
    """Yield the entries whose wordings hold another entry's, rendered in another way."""
    named: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        for words in {spelling(text).words for text in (entry.source, *entry.forms, *entry.variants)}:
            named[words].append(entry)
    for entry in entries:
        told = {entry.id}
        for text in (entry.source, *entry.forms, *entry.variants):
            words = spelling(text).words
            for start, end in combinations(range(len(words) + 1), 2):
                for inner in named.get(words[start:end], ()) if end - start < len(words) else ():
                    if inner.id not in told and (found := _conflict(entry, text, inner)) is not None:
                        told.add(inner.id)
                        yield found


def _conflict(entry: Entry, text: str, inner: Entry) -> Remark | None:
    """Return the remark about an entry whose wording holds another entry's; None where both render it in one way."""
    for outer, rendering in ((outer, inner.rendering(outer.language)) for outer in entry.renderings):
        if rendering is None:
            continue
        mine = [_letters(one) for one in (outer.target, *outer.allowed)]
        wrong = next((one for one in rendering.forbidden if _holds(outer.target, one)), None)
        if wrong is not None:
            what = f'"{text}" becomes "{outer.target}", and {inner.place} (id {inner.id}) forbids "{wrong}"'
            mend = "choose another target, or take the forbidden rendering out there"
            return _remark(Rule.NESTED, Severity.WARNING, entry, what, mend)
        if not any(_letters(one) in whole for one in (rendering.target, *rendering.allowed) for whole in mine):
            what = (
                f'"{text}" becomes "{outer.target}", and its part that is {inner.place} (id {inner.id}) '
                f'becomes "{rendering.target}" elsewhere'
            )
            return _remark(Rule.NESTED, Severity.NOTE, entry, what, "leave it if both are meant: the longer one wins")
    return None


def _ordinary(entry: Entry, spoken: Language) -> Iterator[Remark]:
    """Yield the misheard forms that are words of the language; several of them in a row are only worth a look."""
    for text in entry.misheard:
        words = [word.lower() for word in WORD.findall(text)]
        if all(is_known(word, spoken.code) for word in words):
            one = len(words) == 1
            kind = f"an ordinary {spoken.name} word" if one else f"made of ordinary {spoken.name} words"
            mend = f'move it to suspected = ["{text}"], which only suggests it'
            severity = Severity.WARNING if one else Severity.NOTE
            yield _remark(Rule.ORDINARY, severity, entry, f'the misheard form "{text}" is {kind}', mend)


def _contradictions(entry: Entry) -> Iterator[Remark]:
    """Yield the forbidden renderings that are accepted too but for case or hyphens, or stand inside an accepted one."""
    for rendering in entry.renderings:
        for wrong in rendering.forbidden:
            for right in (rendering.target, *rendering.allowed):
                if _same(wrong, right):
                    what = f'"{wrong}" is forbidden, and "{right}" is accepted'
                    yield _remark(Rule.FORBIDDEN, Severity.ERROR, entry, what, "take one of the two out")
                elif _holds(right, wrong):
                    what = f'"{wrong}" is forbidden, and stands in "{right}", which is accepted'
                    mend = "forbid something longer, or take the accepted one out"
                    yield _remark(Rule.FORBIDDEN, Severity.WARNING, entry, what, mend)


def _tried(
    files: Sequence[GlossaryFile], contents: Sequence[Contents], spoken: Language, target: str
) -> Iterator[Remark]:
    """Yield what shows when the entries of one language are tried out."""
    glossary = read(files, source=spoken.code, target=target)
    places = {entry.id: entry for content in contents for entry in content.entries}
    kept = {term.id for term in glossary.terms}
    for entry in places.values():
        if entry.id not in kept and entry.rendering(target) is not None:
            what = "other entries, of later files, claim every name that it has"
            yield _remark(Rule.UNREACHABLE, Severity.WARNING, entry, what, "take it out, or give it a name of its own")
    lost: dict[str, list[rehearsal.Silent]] = defaultdict(list)
    for silent in rehearsal.silent(glossary, spoken):
        lost[silent.term.id].append(silent)
    for name, wordings in lost.items():
        yield from _unreachable(places[name], wordings)
    for dead in rehearsal.dead(glossary, spoken):
        if dead.term.id not in lost:
            yield from _contexts(places[dead.term.id], dead)
            yield from _idle(dead, places)


def _unreachable(entry: Entry, wordings: Sequence[rehearsal.Silent]) -> Iterator[Remark]:
    """Yield the remark about an entry that is not found by its own wordings."""
    takers = {silent.taker.id for silent in wordings if silent.taker is not None}
    by = f"; {', '.join(sorted(takers))} takes the place" if takers else ""
    mend = "write it as it is said, with nothing but words, spaces, hyphens and apostrophes"
    if len(wordings) == len(dict.fromkeys(wordings[0].term.claimed)):
        yield _remark(Rule.UNREACHABLE, Severity.WARNING, entry, f"no wording of it is ever found{by}", mend)
        return
    for silent in wordings:
        yield _remark(Rule.SILENT, Severity.WARNING, entry, f'"{silent.wording}" is never found{by}', mend)


def _contexts(entry: Entry, dead: rehearsal.Dead) -> Iterator[Remark]:
    """Yield the remarks about an entry's context."""
    for wording in dead.denied:
        what = f'"{wording}" is never found: the entry\'s own words are among its cues of deny'
        mend = "take the cue out, or write it as a phrase that is longer than the term"
        yield _remark(Rule.DENIED, Severity.ERROR, entry, what, mend)
    if dead.never:
        what = "no cue of need can let it in, so it is never found"
        yield _remark(Rule.NEVER, Severity.ERROR, entry, what, "write cues that deny does not rule out")
        return
    own = _own(dead.term)
    other = "deny rules it out, or it is no word that can be said"
    for cue in dead.cues:
        yield _dead_cue(entry, f'"{cue}" of need lets nothing in', other, itself=fold(cue.rstrip("*")) in own)
    for cue in dead.always:
        yield _dead_cue(entry, f'"{cue}" of need lets everything in', "it stands in the term's own words")


def _idle(dead: rehearsal.Dead, places: Mapping[str, Entry]) -> Iterator[Remark]:
    """Yield the remarks about cues of deny that rule nothing out; what another file takes may be there for a reason."""
    entry = places[dead.term.id]
    for idle in dead.idle:
        what, taker = f'"{idle.wording}" of deny rules nothing out', idle.taker
        if taker is None:
            itself = fold(idle.wording.rstrip("*")) in _own(dead.term)
            yield _dead_cue(entry, what, "it cannot be said so that it is found beside the term", itself=itself)
            continue
        together = _file(places[taker.id]) == _file(entry)
        mend = "take it out" if together else "leave it if this file is used without that one"
        severity = Severity.WARNING if together else Severity.NOTE
        why = f"{places[taker.id].place} (id {taker.id}) takes the place there"
        yield _remark(Rule.DEAD_CUE, severity, entry, f"the cue {what}: {why}", mend)


def _own(term: Term) -> frozenset[str]:
    """Return the single words that are a term by themselves."""
    return frozenset(words[0] for text in term.claimed if len(words := spelling(text).words) == 1)


def _dead_cue(entry: Entry, what: str, why: str, *, itself: bool = False) -> Remark:
    """Return the remark about a cue that does nothing, for the reason given or because it is the term `itself`."""
    why = "it is the term itself" if itself else why
    mend = "leave it if it comes with a list that others use" if itself else "take it out, or write what is said beside"
    severity = Severity.NOTE if itself else Severity.WARNING
    return _remark(Rule.DEAD_CUE, severity, entry, f"the cue {what}: {why}", mend)


def _remark(rule: Rule, severity: Severity, entry: Entry, what: str, mend: str) -> Remark:
    return Remark(rule=rule, severity=severity, place=entry.place, what=what, mend=mend, id=entry.id)


def _file(entry: Entry) -> str:
    """Return the name of the file that an entry stands in."""
    return entry.place.rsplit(": ", 1)[0]


def _letters(text: str) -> str:
    """Return a rendering's words run together, so that GitHub holds Git."""
    return "".join(spelling(text).words)


def _same(one: str, other: str) -> bool:
    """Say whether two renderings differ in nothing but case, hyphens and the like."""
    first, second = spelling(one), spelling(other)
    return _bare(first) == _bare(second)


def _bare(taken: Spelling) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    return taken.words, taken.gaps, taken.before, taken.after


def _holds(whole: str, part: str) -> bool:
    """Say whether a rendering's words hold those of a shorter one."""
    outer, inner = spelling(whole).words, spelling(part).words
    return 0 < len(inner) < len(outer) and any(
        outer[at : at + len(inner)] == inner for at in range(len(outer) - len(inner) + 1)
    )


def worst(remarks: Iterable[Remark], gate: Severity) -> tuple[Remark, ...]:
    """Return the remarks that matter at least so much."""
    order = list(Severity)
    return tuple(remark for remark in remarks if order.index(remark.severity) <= order.index(gate))
