"""All subtitles of an episode: each language's cues, and both in one."""

from dataclasses import dataclass

from translate import retime
from translate.bilingual import bilingual
from translate.cues import Cue, cut
from translate.languages import language
from translate.presets import Preset
from translate.translation import TranslatedEpisode


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtitles:
    """The cues of the source, of the target, and the target's with the source above; `presets` are the two sides'."""

    source: tuple[Cue, ...]
    target: tuple[Cue, ...]
    bilingual: tuple[Cue, ...]
    presets: tuple[Preset, Preset]


def subtitles(translated: TranslatedEpisode, presets: tuple[Preset, Preset]) -> Subtitles:
    """Cut an episode into cues; `presets` are the source's and the target's."""
    source_preset, target_preset = presets
    spoken, wanted = language(translated.episode.language), language(translated.target_language)
    said = retime.blocks(translated, "source")
    target = cut(retime.blocks(translated, "target"), target_preset, wanted)
    return Subtitles(
        source=cut(said, source_preset, spoken),
        target=target,
        bilingual=tuple(page.stacked for page in bilingual(target, said, source_preset, spoken)),
        presets=presets,
    )
