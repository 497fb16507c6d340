"""What is no transcript is refused by its name, with the way to one."""

import json
import zipfile
from io import BytesIO

import pytest

from translate.errors import InputError
from translate.readers import read
from translate.readers.refusals import LARGEST


def archive(entry: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(entry, "application/vnd.oasis.opendocument.text" if entry == "mimetype" else "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (archive("word/document.xml"), "Word document (DOCX)"),
        (archive("mimetype"), "OpenDocument"),
        (archive("notes.txt"), "ZIP archive"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"{\\rtf1 Bonjour}", "RTF"),
        (b"ID3\x04\x00\x00", "an MP3 recording"),
        (b"\xff\xfb\x90\x00", "an MP3 recording"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a WAV recording"),
        (b"\x00\x00\x00\x20ftypM4A ", "an MP4 or M4A recording"),
        (b"\x1aE\xdf\xa3", "Matroska or WebM"),
        (b"OggS\x00", "an Ogg recording"),
        (bytes(range(256)) * 20, "binary"),
        (b"\xff\xfeA\x00\x00\xd8A\x00", "looks like UTF-16-LE but is not"),
        (b"https://quai.example/12\n", "a web address"),
        (b"[InternetShortcut]\r\nURL=https://quai.example/12\r\n", "a link to a web page"),
        (b'<?xml version="1.0"?><!DOCTYPE plist><plist version="1.0"><dict/></plist>', "a link to a web page"),
        (b'<?xml version="1.0"?>\n<tt xmlns="http://www.w3.org/ns/ttml"><body/></tt>', "TTML subtitles"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "a podcast feed"),
        (b"[Script Info]\nTitle: x\n", "ASS subtitles"),
        (b"From: <Saved by Blink>\nSnapshot-Content-Location: x\n", "a web archive"),
        (b"start_ms\tend_ms\tprovenance\n", "a bilingual table"),
        (b"12 34 56\n--- 78 ---\n", "No transcript was found"),
        (b"<html><body><script>1</script></body></html>", "No transcript was found"),
        (b"WEBVTT\n\n", "No transcript was found"),
        ("Sous-titres réalisés par la communauté d'Amara.org".encode(), "No transcript was found"),
        (b"{}", "no transcript"),
        (b'{"a": 1, "b": []}', "an object with `a`, `b`"),
        (b"[[1, 2], [3]]", "a list of 2 entries"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"segments": [{"text": "Bon', "cut off at line 1, column 24"),
        (b'{"segments": [\n{"text": "Bonjour"},', "cut off at line 2"),
        (b'{"segments": oui, "text": "Bonjour"}', "broken at line 1, column 14"),
        (b'{"format": "glossub-translation/1", "episode": 3}', ""),
    ],
)
def test_what_is_no_transcript_is_refused_by_its_name(data: bytes, what: str) -> None:
    with pytest.raises(InputError) as refusal:
        read(data, name="essai.bin")
    assert what in refusal.value.what
    assert refusal.value.where == "essai.bin"
    assert refusal.value.mend


def test_a_huge_file_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="the largest transcript read is 25 MB"):
        read(b"Bonjour " * (LARGEST // 8 + 1), name="essai.txt")


def test_the_first_lines_are_shown_where_nothing_was_found() -> None:
    with pytest.raises(InputError, match=r"Looked for turns .* The file begins:\n    12 34\n    56 78"):
        read(b"\n12 34\n\n56 78\n", name="essai.txt")


def test_a_single_json_value_is_told_as_one() -> None:
    with pytest.raises(InputError, match="broken"):
        read(b'{"text" "Bonjour"}', name="essai.json")
    with pytest.raises(InputError, match="a list of 1 entries"):
        read(json.dumps(["Bonjour"]).encode(), name="essai.json")
