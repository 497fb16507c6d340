"""From bytes to text: which encoding, and what had to be guessed.

A byte order mark decides; UTF-16 without one shows by its zero bytes; else the file is UTF-8. Bytes that are no UTF-8
are read as Windows-1252, one by one: that reads a whole Latin-1 file and a UTF-8 file with pasted Latin-1 parts alike.
Text that was encoded twice (`Ã©`) is undone only if the whole file undoes without a fault.
"""

import codecs
import re

from translate.episode import Note, NoteKind
from translate.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MANY, _FEW = 0.4, 0.1
_FOREIGN = re.compile("[\udc80-\udcff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TWICE = re.compile("[ÃÂâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_WINDOWS = {byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_WINDOWS |= {byte: chr(byte) for byte, letter in _WINDOWS.items() if letter == "\ufffd"}
_WINDOWS_BYTES = {ord(letter): chr(byte) for byte, letter in _WINDOWS.items()}


def characters(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """Return the text as it stands, byte order mark and line breaks included, and notes of what was guessed.

    Raises InputError for binaries.
    """
    text, notes = _decoded(data, name)
    if len(_CONTROLS.findall(text)) > len(text) // 200:
        raise InputError(
            "The file is binary, or its encoding is unknown.",
            where=name,
            mend="Pass a transcript in text; UTF-8 is best.",
        )
    return text, tuple(notes)


def decode(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """Return the text, with newlines as line breaks, and notes of what was guessed; raises InputError for binaries."""
    text, notes = characters(data, name)
    text, controls = _CONTROLS.subn(" ", text.removeprefix("\ufeff"))
    if controls:
        notes = (*notes, _note(f"{controls} control characters were read as spaces"))
    return re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text), notes


def _decoded(data: bytes, name: str) -> tuple[str, list[Note]]:
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None) or _wide(data)
    if encoding.startswith("utf-8"):
        return _narrow_text(data)
    width = int(encoding[4:6]) // 8
    whole = len(data) - len(data) % width
    try:
        text = data[:whole].decode(encoding)
    except UnicodeDecodeError as fault:
        raise InputError(
            f"The file looks like {encoding.upper()} but is not: {fault.reason} at byte {fault.start}.",
            where=name,
            mend="Save the transcript as UTF-8 again.",
        ) from fault
    notes = [_note(f"the file is {encoding.upper()}, not UTF-8")]
    if whole < len(data):
        notes.append(_note("the file ends in the middle of a character; the rest of it was left out"))
    return text, notes


def _wide(data: bytes) -> str:
    """Return UTF-16 by its zero bytes (Western text has one in each pair), else UTF-8."""
    sample = data[:4096]
    half = max(len(sample) // 2, 1)
    low, high = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if len(sample) >= 4 and high > _MANY and low < _FEW:
        return "utf-16-le"
    if len(sample) >= 4 and low > _MANY and high < _FEW:
        return "utf-16-be"
    return "utf-8"


def _narrow_text(data: bytes) -> tuple[str, list[Note]]:
    text = data.decode("utf-8", "surrogateescape")
    notes: list[Note] = []
    cut = re.search("[\udcc2-\udcf4][\udc80-\udcbf]{0,2}\\Z", text[-4:])
    rest = text[: -len(cut[0])] if cut else ""
    if not rest.isascii() and not _FOREIGN.search(rest):
        text = rest
        notes.append(_note("the file ends in the middle of a character; the rest of it was left out"))
    text, count = _FOREIGN.subn(lambda found: _WINDOWS[ord(found[0]) - 0xDC00], text)
    if count:
        notes.append(_note(f"{count} bytes that are no UTF-8 were read as Windows-1252"))
    once = _undo_twice(text)
    if once is not None:
        text = once
        notes.append(_note("the text had been encoded twice (`Ã©` for `é`) and was decoded once more"))
    return text, notes


def _undo_twice(text: str) -> str | None:
    """Return the text decoded once more, or None where that leaves any doubt."""
    if not _TWICE.search(text) or _SURROGATES.search(text):
        return None
    try:
        return text.translate(_WINDOWS_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _note(message: str) -> Note:
    return Note(kind=NoteKind.DECODED, place="the whole file", message=message)
