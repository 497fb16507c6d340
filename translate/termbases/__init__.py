"""Glossaries in other programs' formats, read and written, with an account of what each cannot hold."""

import re
from enum import StrEnum

from translate.entries import parse
from translate.errors import InputError, UsageError
from translate.glossary import GlossaryFile, decode, faults, refusal
from translate.glossary_file import document
from translate.termbases import rows, tbx, tmx, toml
from translate.termbases.carried import TAG, Exported, Imported, Loss, Losses, Pair


class Format(StrEnum):
    """The formats; rows are cut at commas (.csv) or at tabs (.tsv, .tab), as the file's name says."""

    TOML = "toml"
    DEEPL = "deepl"
    GOOGLE = "google"
    AMAZON = "amazon"
    TBX2 = "tbx2"
    TBX3 = "tbx3"
    TMX = "tmx"


_TEXTS = re.compile(
    r"""\"{3} (?:\\.|[^\\])*? \"{3} | '{3} .*? '{3} | \" (?:\\.|[^\"\\\n])* \" | ' [^'\n]* ' | \# [^\n]*""",
    re.DOTALL | re.VERBOSE,
)
"""The strings and the comments of a TOML file."""
_ROWS = (Format.DEEPL, Format.GOOGLE, Format.AMAZON)
_TABS = ("tsv", "tab", "txt")
_ENDINGS = {
    "toml": Format.TOML,
    **dict.fromkeys(("csv", *_TABS), Format.DEEPL),
    "tbx": Format.TBX3,
    "xml": Format.TBX3,
    "martif": Format.TBX2,
    "tmx": Format.TMX,
}


def of_name(name: str) -> Format:
    """Return the format that a file's name stands for: DeepL's for rows, TBX 3 for `.tbx`. Raises `UsageError`."""
    found = _ENDINGS.get(_ending(name))
    if found is None:
        mend = f"Name it with --from or --to ({', '.join(Format)}), or give it one of .toml .csv .tsv .tbx .tmx."
        raise UsageError("the name does not say which format it is", where=name, mend=mend)
    return found


def read(data: bytes, *, name: str, pair: Pair, given: Format | None = None) -> Imported:
    """Read a glossary; without a format, the name and the content tell. Raises `InputError` that lists all faults."""
    kind = given or of_name(name)
    if kind is Format.TOML:
        return _ours(decode(name, data))
    if kind is Format.TMX:
        return tmx.read(data, name=name, pair=pair)
    if kind in {Format.TBX2, Format.TBX3}:  # the document itself says which
        return tbx.read(data, name=name, pair=pair)
    service = rows.Service(kind) if given is not None else None
    return rows.read(data, name=name, pair=pair, tabs=_ending(name) in _TABS, service=service)


def write(imported: Imported, *, name: str, target: str, given: Format | None = None) -> Exported:
    """Return a glossary's text in a format. Raises `InputError` where it would not be valid as ours.

    `target` is the language of formats that hold one pair, and of plain renderings in ours.
    """
    kind, contents = given or of_name(name), imported.contents
    if kind is Format.TOML:
        made = toml.write(contents, target=target)
        wrong = faults([GlossaryFile(name=name, text=made.text)])
        if wrong:
            raise refusal(wrong)
        return made
    if not TAG.match(contents.language):
        what = f'"{contents.language}" is no language that other programs know'
        raise InputError(what, where=name, mend='Write a language tag at the head of the glossary: language = "fr".')
    if kind is Format.TMX:
        return tmx.write(contents, target=target)
    if kind in {Format.TBX2, Format.TBX3}:
        version = tbx.Version.TWO if kind is Format.TBX2 else tbx.Version.THREE
        return tbx.write(contents, version=version, target=target)
    return rows.write(contents, service=rows.Service(kind), target=target, tabs=_ending(name) in _TABS)


def _ours(file: GlossaryFile) -> Imported:
    """Return the contents of a glossary file of ours. Raises `InputError`."""
    contents = parse(file)
    if contents.faults:
        raise refusal(contents.faults)
    if not contents.entries:
        raise InputError("there is no entry in it", where=file.name, mend="Begin each entry with [[terms]].")
    losses = Losses()
    comments = sum(text.startswith("#") for text in _TEXTS.findall(file.text))
    if comments:
        losses.add("comments", count=comments)
    values, _ = document(file)
    named = values.get("cues") if values is not None else None
    if isinstance(named, dict) and named:
        losses.add("named lists of cues, written out where they are used", count=len(named))
    return Imported(contents=contents, losses=losses.told())


def _ending(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


__all__ = ["Exported", "Format", "Imported", "Loss", "Pair", "of_name", "read", "write"]
