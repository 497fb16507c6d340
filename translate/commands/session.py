"""What several episodes of one run share: engines and glossaries, opened once for equal settings."""

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from translate.errors import GlossubError, InputError
from translate.settings import DEFAULTS, FILE_NAME, Settings, combine, setting
from translate.settings import read as read_settings

if TYPE_CHECKING:
    from translate.engine import Engine
    from translate.glossary import Glossary
    from translate.memory import Memory
    from translate.translation import TranslatedEpisode


class Opening(Protocol):
    """Opens an engine: here, as `engines.open_engine`, or elsewhere."""

    def __call__(
        self, *, model: str, kind: str, device: str, source: str, target: str, note: Callable[[str], None]
    ) -> "Engine":
        """Return the engine. Raises `EngineError` or `UsageError`."""
        ...


class Session:
    """The engines and glossaries that are open."""

    def __init__(self, opening: Opening | None = None) -> None:
        """Start with none; `opening` opens engines, by default on this machine."""
        self._opening = opening
        self._engines: dict[tuple[object, ...], Engine] = {}
        self._glossaries: dict[tuple[object, ...], Glossary] = {}
        self._memories: dict[Path, Memory] = {}

    def engine(self, settings: Settings) -> "Engine":
        """Return the engine that settings name; `auto` must be what made the output folder's episodes."""
        from translate.agreement import check_auto
        from translate.catalogue import AUTO
        from translate.engines import open_engine

        model, kind, device = setting(settings.model), setting(settings.engine), setting(settings.device)
        source, target = setting(settings.source), setting(settings.target)
        key = (model, kind, device, source, target)
        if key not in self._engines:
            opening = self._opening or open_engine
            self._engines[key] = opening(model=model, kind=kind, device=device, source=source, target=target, note=tell)
        if model == AUTO:
            check_auto(Path(setting(settings.out)), self._engines[key].signature, source=source, target=target)
        return self._engines[key]

    def glossary(self, settings: Settings) -> "Glossary":
        """Return the glossary that settings name: ours unless it is switched off, then the files in order."""
        from translate.glossary import read, shipped
        from translate.storage import glossary_files

        source, target = setting(settings.source), setting(settings.target)
        key = (settings.default_glossary, settings.glossary, source, target)
        if key not in self._glossaries:
            ours = shipped() if settings.default_glossary else ()
            files = (*ours, *glossary_files(settings.glossary))
            self._glossaries[key] = read(files, source=source, target=target)
        return self._glossaries[key]

    def memory(self, settings: Settings, path: str | None) -> "Memory | None":
        """Return the memory that is at `path` or in the output folder; None where there is none."""
        from translate.memory import NAME

        place = Path(path) if path is not None else Path(setting(settings.out)) / NAME
        if place not in self._memories:
            if path is None and not place.exists():
                return None
            self._memories[place] = memory_beside(Path(setting(settings.out)), place)
        return self._memories[place]


def memory_beside(out: Path, path: Path) -> "Memory":
    """Open the memory of an output folder, or begin one; a new one takes over the edits that episodes there show.

    So what people wrote outlives a memory that was damaged or lost.
    """
    from translate import edits
    from translate.memory import open_memory

    memory = open_memory(path, tell)
    shown = [edit for episode in episodes(out) for edit in edits.made(episode)] if memory.is_new() else []
    if shown:
        memory.edit(shown)
        tell(f"{path}: it is new, and took over {len(shown):,} edits by hand from the episodes in {out}.")
    return memory


def episodes(out: Path) -> "Iterator[TranslatedEpisode]":
    """Yield the episodes of an output folder, as their documents have them."""
    from translate import document
    from translate.storage import read_input

    for file in sorted(out.glob(f"*/{document.NAME}")):
        with suppress(GlossubError):  # what cannot be read is for its episode to report
            yield document.parse(read_input(file).decode(errors="replace"), name=str(file))


def tell(message: str) -> None:
    """Tell a person something, on standard error."""
    print(f"glossub: {message}", file=sys.stderr)


def settings_for(path: Path, asked: Settings) -> Settings:
    """Return what holds for one input: the command line, its `glossub.toml`, the working folder's, the defaults."""
    return combine(asked, *_shows(path), DEFAULTS)


def _shows(path: Path) -> Iterator[Settings]:
    """Yield the settings beside the input, then those of the working folder."""
    seen = set()
    for folder in (path.parent, Path()):
        file = folder / FILE_NAME
        if is_there(file) and file.resolve() not in seen:
            seen.add(file.resolve())
            try:
                text = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                what = f"it cannot be read: {error}"
                raise InputError(what, where=str(file), mend="Save it as UTF-8 text.") from error
            own = read_settings(text, where=str(file))
            yield replace(own, glossary=(*_own_glossary(folder), *own.glossary))


def is_there(file: Path) -> bool:
    """Say whether a file is there; in a folder that cannot be entered none is, and reading the input says why."""
    with suppress(OSError):
        return file.is_file()
    return False


def _own_glossary(folder: Path) -> tuple[str, ...]:
    """Return the show's own glossary: the folder `glossary` beside its `glossub.toml`, if there are files in it."""
    own = folder / "glossary"
    return (str(own),) if any(own.glob("*.toml")) else ()
