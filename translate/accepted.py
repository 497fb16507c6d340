"""Suggestions that a person accepted, written into the show's own glossary file, and nothing in it disturbed.

A new term is put at the file's end. A misheard form goes into the term's entry: in place, where the file has that
entry, else into a copy of the entry from the glossary that it was found with (an entry counts whole, so that the copy
must say all that the other said). Comments, order and layout stay; the result is read back and must say what was meant,
or nothing is written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate.entries import Case, Contents, Entry, Rendering, claim, clash, parse, slug
from translate.errors import InputError, UsageError
from translate.glossary import Glossary, GlossaryFile, Term, refusal
from translate.suggest import Kind, Suggestion
from translate.termbases import toml

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*terms[ \t]*\]\][^\r\n]*", re.MULTILINE)
_MISHEARD = re.compile(r"^([ \t]*misheard[ \t]*=[ \t]*\[)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A suggestion that was accepted, and the rendering that was given for it ("" for the suggested one)."""

    suggestion: Suggestion
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A glossary file's new text, and a line for each thing that was put into it."""

    text: str
    lines: tuple[str, ...]


def chosen(asked: Sequence[str], suggestions: Sequence[Suggestion]) -> tuple[Choice, ...]:
    """Return the suggestions named by `ID` or `ID=RENDERING`. Raises `UsageError` for an id that nothing has."""
    by_id = {suggestion.id: suggestion for suggestion in suggestions}
    made: list[Choice] = []
    for text in asked:
        name, _, target = text.partition("=")
        if name not in by_id:
            near = [one for one in by_id if one.split(":")[-1] == name.split(":")[-1]]
            mend = f"Did you mean {near[0]}?" if near else "The first column of the table has the ids."
            raise UsageError(f"there is no suggestion {name}", where="--accept", mend=mend)
        if target and by_id[name].kind is Kind.MISHEARD:
            mend = f"Leave it out: --accept {name}"
            raise UsageError(f"{name} is a misheard form, which has no rendering of its own", where=text, mend=mend)
        made.append(Choice(suggestion=by_id[name], target=target.strip()))
    return tuple(made)


def accept(text: str, choices: Sequence[Choice], glossary: Glossary, *, name: str) -> Written:
    """Return a glossary file with what was accepted; an empty text begins a file.

    Raises `InputError` where the file is not valid, is for another language, or would not be valid afterwards.
    """
    code = glossary.source_language
    before = parse(GlossaryFile(name=name, text=text or f"language = {toml.quoted(code)}\n"))
    if before.faults:
        raise refusal(before.faults)
    if before.language != code:
        what = f'the file is for "{before.language}", and "{code}" is spoken'
        raise InputError(what, where=name, mend="Name another file with --write.")
    made = text or f"# The show's own vocabulary.\nlanguage = {toml.quoted(code)}\n"
    lines: list[str] = []
    for choice in choices:
        step = _misheard if choice.suggestion.kind is Kind.MISHEARD else _term
        made, line = step(made, choice, glossary, name)
        lines.append(line)
    return Written(text=made, lines=tuple(lines))


def _term(text: str, choice: Choice, glossary: Glossary, name: str) -> tuple[str, str]:
    """Put a new entry at a file's end."""
    contents = parse(GlossaryFile(name=name, text=text))
    suggestion = choice.suggestion
    target = choice.target or suggestion.target
    owner = next((e for e in contents.entries if _claims(e, suggestion.text)), None)
    if owner is not None:
        return text, f'{owner.place}: has "{suggestion.text}" already (id {owner.id})'
    taken = {entry.id for entry in contents.entries} | {term.id for term in glossary.terms}
    base = slug(suggestion.text)
    free = next(one for one in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if one not in taken)
    kept = target == suggestion.text
    entry = Entry(
        id=free,
        place=name,
        source=suggestion.text,
        renderings=(Rendering(language="*" if kept else glossary.target_language, target=target),),
    )
    made = _appended(text, entry, glossary, name)
    return made, f'{name}: "{suggestion.text}" becomes "{target}" (id {free})'


def _misheard(text: str, choice: Choice, glossary: Glossary, name: str) -> tuple[str, str]:
    """Put a misheard form into its term's entry, or into a copy of it."""
    suggestion = choice.suggestion
    contents = parse(GlossaryFile(name=name, text=text))
    at = next((at for at, entry in enumerate(contents.entries) if entry.id == suggestion.term), None)
    if at is not None:
        if suggestion.text in contents.entries[at].misheard:
            return text, f'{contents.entries[at].place}: has "{suggestion.text}" already'
        made = _inserted(text, contents, at, suggestion.text, name)
        return made, f'{contents.entries[at].place}: "{suggestion.text}" is misheard for it'
    term = next((term for term in glossary.terms if term.id == suggestion.term), None)
    if term is None:
        what = f"the glossary has no entry {suggestion.term}"
        raise InputError(what, where=name, mend="Give the glossary that the suggestion was made with.")
    made = _appended(text, _copied(term, suggestion.text, glossary, name), glossary, name)
    return made, f'{name}: a copy of {term.id}, with "{suggestion.text}" misheard for it'


def _copied(term: Term, heard: str, glossary: Glossary, name: str) -> Entry:
    """Return a term as an entry, with one more misheard form."""
    rendering = Rendering(
        language=glossary.target_language, target=term.target, allowed=term.allowed, forbidden=term.forbidden
    )
    return Entry(
        id=term.id,
        place=name,
        source=term.source,
        renderings=(rendering,),
        forms=term.forms,
        variants=term.variants,
        misheard=(*term.misheard, heard),
        suspected=tuple(text for text in term.suspected if text != heard),
        pos=term.pos,
        case=Case(term.case),
        need=term.need,
        deny=term.deny,
        note=term.note,
    )


def _appended(text: str, entry: Entry, glossary: Glossary, name: str) -> str:
    """Return a file with one more entry at its end, checked to read back as that entry."""
    for plain in (glossary.target_language, ""):
        ending = _line_end(text)
        made = f"{text.rstrip()}{ending * 2}{toml.table(entry, target=plain).replace(chr(10), ending)}"
        after = parse(GlossaryFile(name=name, text=made))
        if after.faults:
            raise refusal(after.faults)
        if _same(after.entries[-1], entry):
            return made
    raise _by_hand(name, toml.table(entry, target=glossary.target_language))


def _inserted(text: str, contents: Contents, at: int, heard: str, name: str) -> str:
    """Return a file whose entry number `at` has one more misheard form, all else as it was."""
    headers = list(_HEADER.finditer(text))
    known, said = contents.entries[at].misheard, toml.quoted(heard)
    if len(headers) == len(contents.entries):  # else a header stands inside a text
        start = headers[at].end()
        end = headers[at + 1].start() if at + 1 < len(headers) else len(text)
        block = text[start:end]
        if known:
            block = _MISHEARD.sub(lambda found: f"{found[1]}{said}, ", block, count=1)
        else:
            block = f"{_line_end(text)}misheard = [{said}]{block}"
        made = text[:start] + block + text[end:]
        after = parse(GlossaryFile(name=name, text=made))
        if after.faults:
            raise refusal(after.faults)
        wanted = list(contents.entries)
        wanted[at] = replace(wanted[at], misheard=(heard, *known))
        if list(after.entries) == wanted:
            return made
    raise _by_hand(name, f"misheard = [{said}]")


def _same(one: Entry, other: Entry) -> bool:
    """Say whether two entries differ in nothing but their place."""
    return replace(one, place="") == replace(other, place="")


def _claims(entry: Entry, text: str) -> bool:
    """Say whether an entry has a wording already."""
    return any(clash(claim(text, Case.ANY), claim(wording, entry.case)) for wording in entry.claimed)


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _by_hand(name: str, line: str) -> InputError:
    """Return the error of a file that is laid out in a way that cannot be added to without disturbing it."""
    what = "the file is laid out so that nothing can be put into it without changing what is there"
    return InputError(what, where=name, mend=f"Put this in by hand: {line}")
