"""Entries from outside made fit for a glossary: each has an id, no wording has two owners, and all of it is valid.

Formats hold rows or concepts that say the same thing twice, or the same word for two things; a glossary of ours cannot.
Rows for one wording become one entry: the first rendering is the target, the others are accepted too. Rows that differ
in nothing but capitals and mean different things become entries for which case matters. What cannot be said at all is
a fault, and with a fault nothing is taken in.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from translate.entries import MOST, Case, Contents, Entry, Rendering, claim, clash, complaint, slug
from translate.errors import InputError
from translate.glossary import Fault, refusal
from translate.termbases.carried import TAG, Imported, Losses

_LISTS = ("forms", "variants", "misheard", "suspected", "need", "deny")
_MERGED = "rows or concepts for the same wording, made one entry"
_CASED = "wordings that differ in capitals alone, for which case matters now"


def admit(name: str, language: str, drafts: Iterable[Entry], losses: Losses) -> Imported:
    """Return drafts of entries as the contents of a glossary.

    A draft's id may be empty or taken. Raises `InputError` that lists all that is wrong, or says that there are too
    many or none.
    """
    taken: list[Entry] = []
    faults: list[Fault] = []
    for draft in drafts:
        if len(taken) == MOST:
            what = f"it has more than {MOST:,} entries, and a glossary file may have {MOST:,}"
            raise InputError(what, where=name, mend="Split it into several files.")
        taken.append(draft)
        faults.extend(_faults(draft))
    if faults:
        raise refusal(faults)
    if not taken:
        raise InputError("there is no entry in it", where=name, mend="Check the file, --source and --target.")
    entries = _Entries(losses=losses)
    for draft in taken:
        entries.add(draft)
    return Imported(contents=Contents(language=language, entries=tuple(entries.settled())), losses=losses.told())


def _faults(entry: Entry) -> Iterator[Fault]:
    """Yield what is wrong with an entry's wordings."""
    spoken = {"source": (entry.source,), **{key: getattr(entry, key) for key in _LISTS}}
    written = {
        key: texts
        for one in entry.renderings
        for key, texts in (
            (f"target ({one.language})", (one.target,)),
            (f"allowed ({one.language})", one.allowed),
            (f"forbidden ({one.language})", one.forbidden),
        )
    }
    for fields, said in ((spoken, True), (written, False)):
        for key, texts in fields.items():
            for text in texts:
                wrong = complaint(text, spoken=said)
                if wrong is not None:
                    yield Fault(place=f"{entry.place}: {key}", what=wrong[0], mend=wrong[1])
    for text in entry.need + entry.deny:
        if text.startswith("@") or re.search(r"(?<!\w)\*|\*(?=[^\s])", text):
            yield Fault(place=entry.place, what=f'"{text}" is no cue', mend="a star stands at the end of a word")


@dataclass(slots=True)
class _Entries:
    """The entries so far: by number, with their ids and what each wording belongs to."""

    losses: Losses
    _entries: list[Entry] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)
    _claims: dict[str, dict[str, int]] = field(default_factory=dict)
    _next: dict[str, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take an entry in, or merge it into the one that has its source already."""
        folded, surface = claim(entry.source, Case.EXACT)
        owners = self._claims.setdefault(folded, {})
        same = owners.get(surface)
        if same is None and owners:
            first = next(iter(owners.values()))
            cased = self._entries[first].case is Case.EXACT and (len(owners) > 1 or entry.case is Case.EXACT)
            if not cased and _says_the_same(self._entries[first], entry):
                same = first
            else:
                if entry.case is not Case.EXACT or not cased:
                    self.losses.add(_CASED, entry.place)
                self._entries[first] = replace(self._entries[first], case=Case.EXACT)
                entry = replace(entry, case=Case.EXACT)
        if same is not None:
            self.losses.add(_MERGED, entry.place)
            self._entries[same] = _merged(self._entries[same], entry, self.losses)
            return
        owners[surface] = len(self._entries)
        self._entries.append(replace(entry, id=self._free(entry.id or slug(entry.source))))

    def settled(self) -> Iterator[Entry]:
        """Yield the entries, each wording with the first that claims it, sources before all else."""
        claims: dict[str, list[tuple[tuple[str, str], int]]] = {}
        for at, entry in enumerate(self._entries):
            mine = claim(entry.source, entry.case)
            claims.setdefault(mine[0], []).append((mine, at))
        for at, entry in enumerate(self._entries):
            kept = {key: self._unclaimed(at, entry, key, claims) for key in ("forms", "variants", "misheard")}
            yield _without_contradictions(replace(entry, **kept), self.losses)  # type: ignore[arg-type]  # lists of texts

    def _unclaimed(
        self, at: int, entry: Entry, key: str, claims: dict[str, list[tuple[tuple[str, str], int]]]
    ) -> tuple[str, ...]:
        """Return those of an entry's wordings that no other entry has."""
        kept: list[str] = []
        for text in dict.fromkeys(getattr(entry, key)):
            mine = claim(text, entry.case)
            owners = claims.setdefault(mine[0], [])
            if any(owner != at and clash(mine, theirs) for theirs, owner in owners):
                self.losses.add("wordings that another entry has already", entry.place)
                continue
            right = (claim(said, Case.ANY) for said in (entry.source, *entry.forms)) if key == "misheard" else ()
            if any(clash(claim(text, Case.ANY), theirs) for theirs in right):
                self.losses.add("misheard forms that are the term itself", entry.place)
                continue
            owners.append((mine, at))
            kept.append(text)
        return tuple(kept)

    def _free(self, wanted: str) -> str:
        """Return an id that no entry has: the wanted one, or it with a number."""
        found = wanted
        while found in self._ids:
            self._next[wanted] = self._next.get(wanted, 1) + 1
            found = f"{wanted}-{self._next[wanted]}"
        self._ids.add(found)
        return found


def _says_the_same(one: Entry, other: Entry) -> bool:
    """Say whether two entries have one target in each language, but for capitals."""
    ours = {rendering.language: rendering.target.casefold() for rendering in one.renderings}
    return ours == {rendering.language: rendering.target.casefold() for rendering in other.renderings}


def _merged(one: Entry, other: Entry, losses: Losses) -> Entry:
    """Return two entries for one wording as one."""
    renderings = {rendering.language: rendering for rendering in one.renderings}
    for rendering in other.renderings:
        mine = renderings.get(rendering.language)
        renderings[rendering.language] = rendering if mine is None else _joined(mine, rendering)
    if other.source != one.source:
        losses.add("other capitals or hyphens of a wording, which count as the same", other.place)
    lists = {key: (*getattr(one, key), *getattr(other, key)) for key in _LISTS}
    notes = dict.fromkeys(filter(None, (one.note, other.note)))
    return replace(
        one,
        renderings=tuple(renderings.values()),
        note="\n".join(notes),
        **{key: tuple(dict.fromkeys(texts)) for key, texts in lists.items()},  # type: ignore[arg-type]  # lists of texts
    )


def _joined(one: Rendering, other: Rendering) -> Rendering:
    """Return two renderings in one language as one: the second target is accepted too."""
    allowed = dict.fromkeys((*one.allowed, other.target, *other.allowed))
    return replace(
        one,
        allowed=tuple(text for text in allowed if text != one.target),
        forbidden=tuple(dict.fromkeys((*one.forbidden, *other.forbidden))),
    )


def _without_contradictions(entry: Entry, losses: Losses) -> Entry:
    """Return an entry that forbids nothing that it accepts."""
    renderings: list[Rendering] = []
    for rendering in entry.renderings:
        accepted = {text.casefold() for text in (rendering.target, *rendering.allowed)}
        kept = tuple(text for text in rendering.forbidden if text.casefold() not in accepted)
        if len(kept) < len(rendering.forbidden):
            losses.add("forbidden renderings that are accepted too", entry.place, len(rendering.forbidden) - len(kept))
        renderings.append(replace(rendering, forbidden=kept))
    return replace(entry, renderings=tuple(renderings))


def primary(code: str) -> str:
    """Return the language of a language tag, without its region or script: `fr` of `fr-CA`."""
    return re.split(r"[-_]", code.strip(), maxsplit=1)[0].lower()


def spoken_in(code: str, place: str, losses: Losses) -> str:
    """Return the language of a language tag, "" for what is none; a region or script is counted as lost."""
    if not TAG.match(code.strip()):
        losses.add("texts in a language without a tag", place)
        return ""
    found = primary(code)
    if code.strip().lower() != found:
        losses.add(f"regions of languages ({code.strip()})", place)
    return found


def unspoken(name: str, found: Sequence[str], wanted: str) -> InputError:
    """Return the error of a file that lacks a language."""
    languages = ", ".join(dict.fromkeys(found)) or "none"
    what = f'there is nothing in the language "{wanted}" in it; it has {languages}'
    return InputError(what, where=name, mend="Name the languages with --source and --target.")
