"""The files of an episode's folder: one module per format, each a pure function from values to text.

`translation.json` is not among them: it records the digests of the others, so whoever writes them makes it.
"""

import re
from collections.abc import Sequence

from translate.cues import Cue
from translate.outputs import OutputFile
from translate.translation import TranslatedEpisode
from translate.writers import markdown, page, podcasting, srt, tmx, tsv, vtt

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def outputs(
    translated: TranslatedEpisode,
    *,
    source_cues: Sequence[Cue],
    target_cues: Sequence[Cue],
    bilingual_cues: Sequence[Cue],
    audio: str | None = None,
) -> tuple[OutputFile, ...]:
    """Return every file of an episode but its document; `audio` is the recording's address for the page, if any.

    `bilingual_cues` have the source's lines above the target's. Lone surrogates, which no file can hold, stand as
    U+FFFD. Raises `UsageError` for an address that no page can play.
    """
    episode = translated.episode
    starts = [chapter.start_ms for chapter in episode.chapters]
    sides = (
        (episode.language, source_cues, episode.title, [chapter.title for chapter in episode.chapters]),
        (translated.target_language, target_cues, translated.title, translated.chapter_titles),
    )
    contents: dict[str, str] = {}
    for language, cues, title, chapter_titles in sides:
        contents[f"{episode.id}.{language}.srt"] = srt.render(cues)
        contents[f"{episode.id}.{language}.vtt"] = vtt.render(cues, translated.signature)
        contents[f"transcript.{language}.json"] = podcasting.transcript(cues)
        contents[f"chapters.{language}.json"] = podcasting.chapters(title, zip(starts, chapter_titles, strict=True))
    pair = f"{episode.language}-{translated.target_language}"
    contents[f"{episode.id}.{pair}.srt"] = srt.render(bilingual_cues)
    contents[f"{episode.id}.{pair}.vtt"] = vtt.render(bilingual_cues, translated.signature)
    contents["transcript.html"] = page.render(translated, audio=audio)
    contents["transcript.md"] = markdown.render(translated)
    contents["bilingual.tsv"] = tsv.render(translated)
    contents[f"{episode.id}.tmx"] = tmx.render(translated)
    return tuple(
        OutputFile(name=name, content=_LONE_SURROGATE.sub("\ufffd", content)) for name, content in contents.items()
    )


__all__ = ["OutputFile", "outputs"]
