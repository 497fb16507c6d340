"""A glossary file before its entries: its text, what is wrong with that, and the TOML document in it.

Nothing here raises: what is wrong is kept beside what could be read, so that the faults of all files are told at once.
"""

import re
import tomllib
from dataclasses import dataclass

from translate.errors import InputError

_MOST_BYTES = 16 * 1024 * 1024  # a file beyond this is no hand-kept glossary, and reading it would take minutes
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # how UTF-16 begins
_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*"""
_LONG_KEY = re.compile(rf"(?:^[ \t\[]*|[{{,][ \t]*)(?:{_PART}){{32}}", re.MULTILINE)
"""A key of more parts than a person writes; reading one takes time that grows with the square of its length."""
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_DEEP = ("arrays, tables or keys are nested too deep", "a glossary needs no nesting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong in a glossary file: the `place` (file, entry, key), `what` it is, and how to mend it."""

    place: str
    what: str
    mend: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.place}: {self.what}; {self.mend}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryFile:
    """A glossary file's name, as messages show it, its text, and why some or all of that could not be read."""

    name: str
    text: str
    faults: tuple[Fault, ...] = ()


def decode(name: str, data: bytes) -> GlossaryFile:
    """Decode a glossary file, which must be UTF-8 and of a size that a person keeps by hand."""
    if len(data) > _MOST_BYTES:
        what = f"the file has {len(data):,} bytes, and a glossary file may have {_MOST_BYTES:,}"
        return _unread(name, what, "split it into several files, or check that it is a glossary at all")
    if data.startswith(_MARKS):
        return _unread(name, "the file is UTF-16, and a glossary is UTF-8", "save it as UTF-8")
    try:
        return GlossaryFile(name=name, text=data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"line {line} is not UTF-8 (byte 0x{data[error.start]:02x})"
        mend = "save the file as UTF-8; it may be Latin-1 or Windows-1252 now"
    return GlossaryFile(
        name=name,
        text=data.decode("utf-8-sig", errors="replace"),  # so that its other faults are found too
        faults=(Fault(place=name, what=what, mend=mend),),
    )


def unreadable(error: InputError) -> GlossaryFile:
    """Return the file that an error is about, with the error as its fault."""
    return _unread(error.where, error.what, f"{error.mend[:1].lower()}{error.mend[1:].rstrip('.')}")


def document(file: GlossaryFile) -> tuple[dict[str, object] | None, tuple[Fault, ...]]:
    """Return the TOML document in a file, None where there is none, and what is wrong with it so far."""
    if file.faults and not file.text:
        return None, file.faults
    text = file.text.replace("\r\n", "\n")
    long = _LONG_KEY.search(text)
    if long:
        line = text.count("\n", 0, long.start()) + 1
        return None, (*file.faults, Fault(place=f"{file.name}:{line}", what=_DEEP[0], mend=_DEEP[1]))
    try:
        return tomllib.loads(text), file.faults
    except tomllib.TOMLDecodeError as error:
        wrong = _syntax(file, str(error))
    except RecursionError:
        wrong = Fault(place=file.name, what=_DEEP[0], mend=_DEEP[1])
    except ValueError as error:  # a number of thousands of digits
        wrong = Fault(place=file.name, what=f"a number cannot be read: {error}", mend="a glossary has no numbers")
    return None, (*file.faults, wrong)


def _syntax(file: GlossaryFile, message: str) -> Fault:
    """Return the fault of a file that is no TOML, with line and column in its place, and the entry."""
    found = _PLACE.search(message)
    line, column = (found.group(1), found.group(2)) if found and found.group(1) else (None, None)
    line = line or str(file.text.count("\n") + 1)
    place = f"{file.name}:{line}:{column}" if column else f"{file.name}:{line}"
    above = "\n".join(file.text.split("\n", int(line))[: int(line)])
    entries = len(re.findall(r"^[ \t]*\[\[[ \t]*terms[ \t]*\]\]", above, re.MULTILINE))
    where = f" in terms[{entries - 1}]" if entries else ""
    what = message[: found.start()] if found else message
    return Fault(place=place, what=f"not TOML{where}: {what[:1].lower()}{what[1:]}", mend="mend the syntax there")


def _unread(name: str, what: str, mend: str) -> GlossaryFile:
    return GlossaryFile(name=name, text="", faults=(Fault(place=name, what=what, mend=mend),))
