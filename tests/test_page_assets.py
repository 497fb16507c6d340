import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import html

from translate.episode import Episode
from translate.errors import UsageError
from translate.translation import TranslatedEpisode
from translate.writers.page import render

TEXT = (Path(__file__).parent / "golden" / "page" / "transcript.html").read_text(encoding="utf-8")
PAGE = html.document_fromstring(TEXT)
SILENT = TranslatedEpisode(
    episode=Episode(id="silence", title="Silence", language="fr", turns=()),
    target_language="en",
    title="Silence",
    chapter_titles=(),
    translations=(),
    words=(),
    error_band_ms=0,
    signature="glossub/0.1.0",
)


def test_nothing_is_loaded_from_anywhere() -> None:
    assert PAGE.xpath("//@src") == []
    assert PAGE.xpath("//link/@href") == ["data:,"]
    assert re.findall(r"https?:|url\(|@import", TEXT) == []


def test_the_content_policy_admits_this_style_and_this_script_and_nothing_else() -> None:
    [policy] = PAGE.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    style, script = (
        b64encode(sha256(PAGE.xpath(f"string(//{tag})").encode()).digest()).decode() for tag in ("style", "script")
    )
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def test_there_are_no_inline_styles_or_handlers() -> None:
    assert PAGE.xpath("//@style | //@*[starts-with(name(), 'on')]") == []


def test_without_scripts_everything_is_there_to_read() -> None:
    """Only what a script would use is hidden."""
    assert PAGE.xpath("//*[@hidden]/@class | //*[@hidden]/@id") == ["tools", "nothing"]
    assert PAGE.xpath("//template | //noscript") == []


@pytest.mark.parametrize(
    ("audio", "address", "media"),
    [
        ("https://example.org/5.mp3?a=1&b=%20#t=3", "https://example.org/5.mp3?a=1&b=%20#t=3", "https:"),
        ("HTTP://example.org/5.mp3", "HTTP://example.org/5.mp3", "http: https:"),
        ("../audio/5.mp3", "../audio/5.mp3", "'self' file:"),
        ("Épisode #3 100%?.mp3", "%C3%89pisode%20%233%20100%25%3F.mp3", "'self' file:"),
        ("na\udcefve.mp3", "na%EFve.mp3", "'self' file:"),
    ],
)
def test_a_recording_is_played_and_allowed_by_the_policy(audio: str, address: str, media: str) -> None:
    found = html.document_fromstring(render(SILENT, audio=audio))
    assert found.xpath("//audio/@src") == [address]
    assert found.xpath("//meta/@content")[0].endswith(f"; media-src {media}")


@pytest.mark.parametrize("audio", ["javascript:alert(1)", "C:/audio/5.mp3", "data:audio/mp3;base64,AAAA"])
def test_an_address_that_is_neither_web_nor_relative_is_refused(audio: str) -> None:
    with pytest.raises(UsageError, match="cannot play") as raised:
        render(SILENT, audio=audio)
    assert "relative to the page" in raised.value.mend


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance of `#rrggbb`."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_has_the_contrast_of_wcag_aa_on_every_ground(theme: int) -> None:
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TEXT)
    colours = {name: values[theme] for name, *values in pairs}
    inks = [name for name in colours if name in {"ink", "soft", "link", "missed", "repaired"} or "speaker" in name]
    grounds = ["paper", "raised", "playing"]
    checked = [(ink, ground) for ink in inks for ground in grounds] + [("ink", "found"), ("ink", "current")]
    poor = []
    for ink, ground in checked:
        darker, lighter = sorted((luminance(colours[ink]), luminance(colours[ground])))
        if (lighter + 0.05) / (darker + 0.05) < 4.5:
            poor.append((ink, ground, round((lighter + 0.05) / (darker + 0.05), 2)))
    assert len(inks) == 13
    assert poor == []
