"""The options that commands share, each written once: what it is called, what it says, and its type."""

from pathlib import Path
from typing import Annotated, Any

import typer

from translate.settings import DEFAULTS


def option(text: str, *names: str, default: object = None, least: int | None = None) -> Any:  # noqa: ANN401  # as typer says
    """Return an option whose help names its default; the default itself is filled in when settings are combined."""
    shown = f"{text} [default: {default}]" if default is not None else text
    return typer.Option(*names, help=shown, min=least, show_default=False)


Episodes = Annotated[
    list[Path],
    typer.Argument(metavar="EPISODE...", help="Transcripts: a saved podcast page, SRT, VTT, Whisper JSON ..."),
]
Out = Annotated[str | None, option("The folder that gets one folder per episode.", default=DEFAULTS.out)]
Name = Annotated[str | None, option("The name of the episode's folder and files.", default="the input's name")]
Title = Annotated[str | None, option("The episode's title.", default="as read")]
GlossaryPaths = Annotated[
    list[str] | None,
    option("A glossary file, or a folder of them, added to ours; the later wins. Repeatable.", "--glossary"),
]
DefaultGlossary = Annotated[
    bool | None,
    option("Use the glossary that comes with Glossub.", "--default-glossary/--no-default-glossary", default="yes"),
]
Model = Annotated[
    str | None, option("auto, a folder with a MarianMT checkpoint, or its hub name.", default=DEFAULTS.model)
]
EngineKind = Annotated[str | None, option("marian, reference or scripted.", "--engine", default=DEFAULTS.engine)]
Device = Annotated[str | None, option("auto, cpu, cuda, or GPUs: cuda:0,1.", default=DEFAULTS.device)]
Beam = Annotated[int | None, option("Beam size.", default=DEFAULTS.beam, least=1)]
Constrain = Annotated[
    bool | None,
    option("Search again where a term broke (slow; extra `reference`).", "--constrain", default="no"),
]
Source = Annotated[str | None, option("The language spoken (ISO 639-1).", default=DEFAULTS.source)]
Target = Annotated[str | None, option("The language wanted (ISO 639-1).", default=DEFAULTS.target)]
PresetName = Annotated[
    str | None, option("The subtitles' limits: podcast, netflix-en, ted, bbc ...", "--preset", default=DEFAULTS.preset)
]
PresetAnew = Annotated[
    str | None,
    option(
        "The subtitles' limits: podcast, netflix-en, ted, bbc ...",
        "--preset",
        default=f"an episode's own, else {DEFAULTS.preset}",
    ),
]
Cpl = Annotated[int | None, option("Characters per line.", default="the preset's", least=1)]
Lines = Annotated[int | None, option("Lines per cue.", default="the preset's", least=1)]
Cps = Annotated[float | None, option("The most characters per second.", default="the preset's", least=1)]
Labels = Annotated[
    str | None, option("When a cue names its speaker: change, never or always.", "--speakers", default="the preset's")
]
Sync = Annotated[
    list[str] | None,
    option('A time and the words heard then: "12:34=je vous propose". Repeatable.', "--sync"),
]
Audio = Annotated[
    str | None, option("The recording: the page's times link to it; a file, not an address, also times the words.")
]
AudioLink = Annotated[str | None, option("The recording that the page's times link to.", "--audio")]
Words = Annotated[str | None, option("Word times: WhisperX's JSON, or the words.json of `glossub align`.", "--words")]
Align = Annotated[
    bool | None, option("Time the words by the recording, if it is a file.", "--align/--no-align", default="yes")
]
MemoryPath = Annotated[
    str | None,
    option("The translation memory.", "--memory", default="memory.sqlite in --out, where `glossub batch` made one"),
]
ClusterAddress = Annotated[
    str | None,
    option(
        "Translate on a Ray cluster: ray (RAY_ADDRESS, else one on this machine), auto, head:6379, ray://head:10001.",
        "--cluster",
    ),
]
Actors = Annotated[
    int | None, option("Engines on the cluster, an actor each.", default="as many as it has room for", least=1)
]
ActorCpus = Annotated[float | None, option("Cores of each actor.", default=1, least=0)]
ActorGpus = Annotated[float | None, option("GPUs of each actor.", default="1 where there are GPUs, else 0", least=0)]
Force = Annotated[bool, option("Keep files that someone edited as .bak and write anew.", "--force")]
AsJson = Annotated[bool, option("Print the summary as JSON, one line per episode.", "--json")]
Debug = Annotated[bool, option("Show where an error comes from.", "--debug")]
