"""A glossary: the trade's terms, what each becomes in the target language, and what must not be taken for it.

A glossary file is TOML: a head (`language = "fr"`, and `[cues]`, named lists of context cues) and one `[[terms]]` table
per entry. Everything that is wrong in the files is found before anything is used: `faults` lists it, `read` raises it.
Several files combine: of two entries with one id the later file's counts, whole; a form that two entries claim belongs
to the later file's. An entry without a rendering in the target language gives no hit and claims nothing.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate.entries import Case, Entry, claim, clash, parse
from translate.errors import InputError
from translate.glossary_file import Fault, GlossaryFile, decode

_SHOWN = 20  # faults that a message spells out


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry for one pair of languages.

    `source` and `forms` (inflections) are what is said; `variants` are other names for the same thing; `misheard` is
    what a recogniser writes for it (rewritten before translation), `suspected` what it might write (only suggested).
    `target` is the rendering, `allowed` its other accepted renderings (inflections included), `forbidden` known wrong
    ones. `need` and `deny` are context cues: words or phrases; a star after a word takes every ending (`orchestr*`).
    The nearest evidence decides. First, phrases around the hit that hold the term itself (`à l'issue`): the longest.
    Then the sentence: a cue of `deny` rules the hit out, unless a cue of `need` stands nearer; a cue of `need` lets it
    in. Then its neighbours: any cue of `deny`, else one of `need`. Without any evidence, a term with `need` is no hit
    and a term without is one. For a term without `need`, words of the trade speak as its cues would.
    """

    id: str
    source: str
    target: str
    forms: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    misheard: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    pos: str = "noun"
    case: Case = Case.ANY
    need: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    note: str = ""

    @property
    def claimed(self) -> tuple[str, ...]:
        """Every wording that is taken for the term."""
        return (self.source, *self.forms, *self.variants, *self.misheard)

    @property
    def renderings(self) -> tuple[str, ...]:
        """Every rendering that is accepted, the target first."""
        return tuple(dict.fromkeys((self.target, *self.allowed)))

    def is_exact(self, rendering: str) -> bool:
        """Say whether a rendering's case must agree: all capitals (*IT* is not *it*), or one word of an exact entry.

        Several words are told apart without: of the entry PO, *product owner* is as good as *Product Owner*.
        """
        return rendering.isupper() or (self.case is Case.EXACT and " " not in rendering)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """Terms for one pair of languages, and a fingerprint of all that decides a translation.

    `notes` say where a later file overruled an earlier one.
    """

    source_language: str
    target_language: str
    terms: tuple[Term, ...]
    fingerprint: str
    notes: tuple[str, ...] = ()


def faults(files: Sequence[GlossaryFile]) -> tuple[Fault, ...]:
    """Return everything that is wrong in glossary files, in order."""
    return tuple(fault for file in files for fault in parse(file).faults)


def read(files: Sequence[GlossaryFile], *, source: str = "fr", target: str = "en") -> Glossary:
    """Combine glossary files, the later ones winning, for one pair of languages (ISO 639-1).

    A file for another spoken language counts for nothing. Raises `InputError` that lists all that is wrong.
    """
    contents = [parse(file) for file in files]
    wrong = tuple(fault for content in contents for fault in content.faults)
    if wrong:
        raise refusal(wrong)
    notes: list[str] = []
    entries: dict[str, Entry] = {}
    for content in contents:
        for entry in content.entries if content.language == source else ():
            if entry.id in entries:
                notes.append(f"{entry.place}: replaces {entries[entry.id].place} (id {entry.id})")
                del entries[entry.id]  # so that the later file's place in the order counts
            entries[entry.id] = entry
    spoken = [(entry, term) for entry in entries.values() if (term := _term(entry, target)) is not None]
    terms = _settle(spoken, notes)
    return Glossary(
        source_language=source,
        target_language=target,
        terms=terms,
        fingerprint=fingerprint(source, target, terms),
        notes=tuple(notes),
    )


def fingerprint(source: str, target: str, terms: Sequence[Term]) -> str:
    """Return 12 hexadecimal digits of all that decides a translation: not ids, notes, suspicions or order."""
    deciding = sorted(
        json.dumps(
            [
                [term.source, term.target, term.case, term.pos],
                *(
                    sorted(values)
                    for values in (
                        term.forms,
                        term.variants,
                        term.misheard,
                        term.allowed,
                        term.forbidden,
                        term.need,
                        term.deny,
                    )
                ),
            ],
            ensure_ascii=False,
        )
        for term in terms
    )
    return hashlib.sha256(json.dumps([source, target, deciding], ensure_ascii=False).encode()).hexdigest()[:12]


def refusal(wrong: Sequence[Fault]) -> InputError:
    """Return one error that lists the faults, the first ones in full."""
    lines = [f"  {fault}" for fault in wrong[:_SHOWN]]
    if len(wrong) > _SHOWN:
        lines.append(f"  and {len(wrong) - _SHOWN} more")
    count = "1 fault" if len(wrong) == 1 else f"{len(wrong)} faults"
    return InputError(
        f"the glossary has {count}, so none of it is used:\n" + "\n".join(lines),
        where=wrong[0].place.split(":", 1)[0],
        mend="mend them in the files; nothing else was changed.",
    )


def shipped(package: Path = Path(__file__).parent) -> tuple[GlossaryFile, ...]:
    """Read the glossary files that come with the package: inside it (a wheel) or beside it (a source tree)."""
    for folder in _folders(package):
        paths = sorted(folder.glob("*.toml"))
        if paths:
            return tuple(decode(f"glossary/{path.name}", path.read_bytes()) for path in paths)
    raise InputError(
        "the package's own glossary files are missing",
        where=str(package / "data" / "glossary"),
        mend="install the package again, or do without them: --no-default-glossary.",
    )


def is_shipped(path: Path, package: Path = Path(__file__).parent) -> bool:
    """Say whether a file is, or would be, one of those that come with the package."""
    return path.absolute().parent.resolve() in {folder.resolve() for folder in _folders(package)}


def _folders(package: Path) -> tuple[Path, Path]:
    """Return where the package's own files are: in a wheel, in a source tree."""
    return package / "data" / "glossary", package.parent / "glossary"


def _term(entry: Entry, target: str) -> Term | None:
    """Return an entry for a target language, or None where it has no rendering for it."""
    rendering = entry.rendering(target)
    if rendering is None:
        return None
    return Term(
        id=entry.id,
        source=entry.source,
        target=rendering.target,
        forms=entry.forms,
        variants=entry.variants,
        misheard=entry.misheard,
        suspected=entry.suspected,
        allowed=rendering.allowed,
        forbidden=rendering.forbidden,
        pos=entry.pos,
        case=entry.case,
        need=entry.need,
        deny=entry.deny,
        note=entry.note,
    )


def _settle(spoken: Sequence[tuple[Entry, Term]], notes: list[str]) -> tuple[Term, ...]:
    """Leave every wording to the last entry that claims it; an entry that keeps none is dropped."""
    taken: dict[str, list[tuple[tuple[str, str], Entry]]] = {}
    settled: list[Term] = []
    for entry, term in reversed(spoken):
        lost: set[str] = set()
        for text in term.claimed:
            mine = claim(text, term.case)
            rival = next((by for theirs, by in taken.get(mine[0], []) if by is not entry and clash(mine, theirs)), None)
            if rival is None:
                taken.setdefault(mine[0], []).append((mine, entry))
            else:
                lost.add(text)
                notes.append(f'{rival.place}: takes "{text}" from {entry.place} (id {entry.id})')
        kept = _without(term, lost) if lost else term
        if kept is not None:
            settled.append(kept)
    return tuple(reversed(settled))


def _without(term: Term, lost: set[str]) -> Term | None:
    """Return a term without some of its wordings, or None where no name of it is left."""
    names = [form for form in (term.source, *term.forms) if form not in lost]
    variants = [form for form in term.variants if form not in lost]
    misheard = tuple(form for form in term.misheard if form not in lost)
    if not names and not variants:
        return None
    return replace(
        term,
        source=(names or variants)[0],
        forms=tuple(names[1:]),
        variants=tuple(variants if names else variants[1:]),
        misheard=misheard,
    )


__all__ = [
    "Case",
    "Fault",
    "Glossary",
    "GlossaryFile",
    "Term",
    "decode",
    "faults",
    "fingerprint",
    "is_shipped",
    "read",
    "refusal",
    "shipped",
]
