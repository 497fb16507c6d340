"""The bilingual transcript: one page for a browser, with everything in it.

The page needs no network: style and script stand in it and are the only ones that its content policy admits (by their
hash), so that nothing a transcript says can run or load. With scripts off it is all there to read, with links from each
time to its sentence and from each marked term to its entry; the script adds search, filters, the theme's switch, the
cards of the terms and, where there is a recording, playing from a sentence on.

The page understands `#q=sprint` (search), `#t=12:34` (the sentence heard then), `#theme=dark`, `#show=target`,
and several of them joined by `&`.
"""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import Template

from translate.translation import TranslatedEpisode
from translate.writers.page.back import back
from translate.writers.page.front import front, language_name
from translate.writers.page.markup import audio_address, escaped
from translate.writers.page.transcript import transcript
from translate.writers.page.view import parts, rows, speaker_classes


def render(translated: TranslatedEpisode, *, audio: str | None = None) -> str:
    """Return the page.

    `audio` is the recording's web address, or the path of its file relative to the page, with slashes: with it, a
    sentence's time plays the recording from there. Raises `UsageError` for an address that is neither.
    """
    made = rows(translated)
    under = parts(translated, made)
    speakers = speaker_classes(translated.episode.turns)
    style, script = shared_style() + _asset("page.css"), _asset("page.js")
    address, media = audio_address(audio) if audio is not None else ("", "")
    return Template(_asset("page.html")).substitute(
        policy=policy(style, script, media),
        title=escaped(_heading(translated)),
        style=style,
        script=script,
        front=front(translated, made, under, speakers),
        source_name=escaped(language_name(translated.episode.language)),
        target_name=escaped(language_name(translated.target_language)),
        check_count=sum(row.to_check for row in made),
        transcript=transcript(translated, under, speakers),
        back=back(translated, made),
        player=_player(address) if address else "",
    )


def _heading(translated: TranslatedEpisode) -> str:
    """Return the title of the window: the translated one, and the original where it differs."""
    return " · ".join(dict.fromkeys((translated.title, translated.episode.title)))


def shared_style() -> str:
    """Return the style that all of Glossub's pages share: colours, type, marks of terms, colours of speakers."""
    return _asset("shared.css")


def policy(style: str, script: str = "", media: str = "") -> str:
    """Return the content policy: nothing but this style and, where there are any, this script and the recording."""
    rules = [
        "default-src 'none'",
        f"style-src '{_digest(style)}'",
        *([f"script-src '{_digest(script)}'"] if script else []),
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join([*rules, f"media-src {media}"] if media else rules)


def _digest(text: str) -> str:
    """Return a text's hash in a content policy's form."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _player(address: str) -> str:
    """Return the recording's player."""
    return (
        '<aside class="player" aria-label="Recording">\n'
        f'<audio controls preload="none" src="{address}"></audio>\n'
        '<label class="box"><input type="checkbox" id="follow" checked> Follow the transcript</label>\n'
        '<span id="trouble" role="alert" hidden>The recording cannot be played from here.</span>\n</aside>'
    )


def _asset(name: str) -> str:
    """Return one of the page's own files."""
    return (files(__package__) / name).read_text(encoding="utf-8")
