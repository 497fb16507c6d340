"""What is no transcript although people pass it: said by its name, with the way to a transcript."""

import re

from translate.errors import InputError

LARGEST = 25_000_000
"""Bytes. Ten hours of speech with a time for every word are about 20 MB of JSON."""

_LISTEN = (
    "Give the transcript, not the recording: run a recogniser (Whisper, for example) first and pass its SRT or JSON."
)
_PLAIN = "Open it and save it as plain text (UTF-8), then pass that file."
_SIGNATURES: tuple[tuple[bytes, int, str, str], ...] = (
    (b"%PDF", 0, "a PDF", "Copy its text into a .txt file, then pass that file."),
    (b"\xd0\xcf\x11\xe0", 0, "an old Office document", _PLAIN),
    (b"{\\rtf", 0, "an RTF document", _PLAIN),
    (b"ID3", 0, "an MP3 recording", _LISTEN),
    (b"\xff\xfb", 0, "an MP3 recording", _LISTEN),
    (b"\xff\xf3", 0, "an MP3 recording", _LISTEN),
    (b"\xff\xf2", 0, "an MP3 recording", _LISTEN),
    (b"\xff\xf1", 0, "an AAC recording", _LISTEN),
    (b"OggS", 0, "an Ogg recording", _LISTEN),
    (b"fLaC", 0, "a FLAC recording", _LISTEN),
    (b"WAVE", 8, "a WAV recording", _LISTEN),
    (b"AIFF", 8, "an AIFF recording", _LISTEN),
    (b"AVI ", 8, "a video", _LISTEN),
    (b"ftyp", 4, "an MP4 or M4A recording", _LISTEN),
    (b"\x1aE\xdf\xa3", 0, "a Matroska or WebM recording", _LISTEN),
    (b"\x1f\x8b", 0, "a gzip archive", "Unpack it, then pass the transcript inside."),
    (b"7z\xbc\xaf", 0, "a 7-Zip archive", "Unpack it, then pass the transcript inside."),
    (b"Rar!", 0, "a RAR archive", "Unpack it, then pass the transcript inside."),
    (b"\x89PNG", 0, "a picture", "Pass the text of the transcript."),
    (b"\xff\xd8\xff", 0, "a picture", "Pass the text of the transcript."),
    (b"GIF8", 0, "a picture", "Pass the text of the transcript."),
    (b"SQLite format 3", 0, "a database", "Pass the transcript itself."),
)
_OPENINGS: tuple[tuple[str, str, str], ...] = (
    (r"\[InternetShortcut\]", "a link to a web page", "Open the page, save it (Ctrl+S) and pass the saved file."),
    (r"https?://\S+\s*\Z", "a web address", "Open the page, save it (Ctrl+S) and pass the saved file."),
    (r"bplist00", "a link to a web page", "Open the page, save it (Ctrl+S) and pass the saved file."),
    (r"<\?xml[^>]*>.{0,300}<plist", "a link to a web page", "Open the page, save it (Ctrl+S) and pass the saved file."),
    (r"(?:<\?xml[^>]*>\s*)?<(?:\w+:)?tt[\s>]", "TTML subtitles", "Convert them to SRT or WebVTT first."),
    (
        r"(?:<\?xml[^>]*>\s*)?<(?:rss|feed)[\s>]",
        "a podcast feed",
        "Pass an episode's transcript (<podcast:transcript>).",
    ),
    (r"\[Script Info\]", "ASS subtitles", "Convert them to SRT or WebVTT first."),
    (r"(?:From|MIME-Version|Content-Type): ", "a web archive or a mail", "Save the page as HTML or as text instead."),
    (r"start_ms\tend_ms\t", "a bilingual table that Glossub wrote", "Pass the translation.json beside it."),
)


def refuse_bytes(data: bytes, name: str) -> None:
    """Raise InputError for an empty file, a huge one, and for formats that are recognised by their first bytes."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError("The file is empty.", where=name, mend="Pass a file that holds a transcript.")
    if data[:4] == b"PK\x03\x04":
        raise _zip(data, name)
    for signature, offset, kind, mend in _SIGNATURES:
        if data[offset : offset + len(signature)] == signature:
            raise InputError(f"This is {kind}, not a transcript in text.", where=name, mend=mend)
    if len(data) > LARGEST:
        raise InputError(
            f"The file holds {len(data) // 1_000_000} MB; the largest transcript read is {LARGEST // 1_000_000} MB.",
            where=name,
            mend="Check that it is the transcript of one episode; if it is, cut it into parts.",
        )


def refuse_text(text: str, name: str) -> None:
    """Raise InputError for text that points to a transcript, or is one in a format that is not read."""
    opening = text[:5000].lstrip()
    for pattern, kind, mend in _OPENINGS:
        if re.match(pattern, opening, re.IGNORECASE | re.DOTALL):
            raise InputError(f"This is {kind}, not a transcript.", where=name, mend=mend)


def nothing_found(name: str, text: str, looked_for: str) -> InputError:
    """Return the error for a file without a turn: what was looked for, and the file's first lines."""
    lines = [line.strip()[:80] for line in text[:5000].splitlines() if line.strip()][:4]
    shown = "".join(f"\n    {line}" for line in lines)
    return InputError(
        f"No transcript was found. Looked for {looked_for}. The file begins:{shown}",
        where=name,
        mend="Pass a saved podcast page, `Name: text` lines, SRT, WebVTT, SBV or the JSON of a recogniser.",
    )


def _zip(data: bytes, name: str) -> InputError:
    head = data[:4000]
    if b"word/" in head or b"word/" in data[-10_000:]:
        return InputError("This is a Word document (DOCX), not a transcript in text.", where=name, mend=_PLAIN)
    if b"opendocument" in head:
        return InputError("This is an OpenDocument file, not a transcript in text.", where=name, mend=_PLAIN)
    return InputError("This is a ZIP archive.", where=name, mend="Unpack it, then pass the transcript inside.")
