"""`glossub memory`: what the translation memory holds, carrying it elsewhere, and people's edits."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate.commands import options
from translate.commands.reporting import reported
from translate.commands.session import episodes, memory_beside, settings_for, tell
from translate.errors import InputError, OutputError, UsageError
from translate.settings import Settings, setting

if TYPE_CHECKING:
    from translate.edits import Change, Edit
    from translate.exchange import Pair
    from translate.memory import Memory
    from translate.translation import TranslatedEpisode

memories = typer.Typer(
    name="memory",
    help="Look into the translation memory, carry it elsewhere, and keep your edits.",
    no_args_is_help=True,
)
_MOST_BYTES = 4_000_000_000
"""The largest TMX file that is read: a catalogue of some thousands of episodes."""
_TOLD = 5
"""How many unused rows of a file are told one by one."""
_LIKE = 0.5
"""The share of words below which subtitles are not an episode's: edits leave far more, another text has hardly any."""
_FILES = typer.Argument(
    metavar="FILE...", help="Memories (.sqlite, .tmx), or edited tables and subtitles (.tsv, .srt)."
)
_EPISODE = typer.Option(help="The episode whose translation the files edit.")
_ALL = typer.Option("--all", help="Apply the edits to every episode that has the sentence.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reach:
    """Whose the edits in a file are: an episode's, or every episode's; and the folder with all of them."""

    out: Path
    translated: "TranslatedEpisode | None"
    everywhere: bool

    def __str__(self) -> str:
        """Return it for people."""
        if self.everywhere:
            return "every episode"
        return self.translated.episode.id if self.translated is not None else "no episode"


@memories.command()
def stats(
    *,
    out: options.Out = None,
    memory: options.MemoryPath = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    debug: options.Debug = False,
) -> None:
    """Say what the memory holds."""
    with _failing(debug=debug), _looked_into(out, memory) as opened:
        found = opened.stats()
        if as_json:
            print(json.dumps({"memory": str(opened.path), **asdict(found)}, ensure_ascii=False))
            return
        print(f"{opened.path}: {found.size / 10**6:.1f} MB")
        for engine, rows, characters in found.engines:
            print(f"  {engine}: {rows:,} sentences, {characters:,} characters")
        print(f"  first met in {found.episodes:,} episodes; {found.finished:,} episodes are finished")
        print(f"  edits by hand: {found.edits:,} of single sentences, {found.edits_everywhere:,} for every episode")


@memories.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The TMX file to write.")],
    *,
    out: options.Out = None,
    memory: options.MemoryPath = None,
    source: options.Source = None,
    target: options.Target = None,
    debug: options.Debug = False,
) -> None:
    """Write the memory, edits included, as TMX 1.4 for other tools."""
    with _failing(debug=debug), _looked_into(out, memory) as opened:
        from translate import exchange
        from translate.storage import write_file

        settings = settings_for(Path("any"), Settings(source=source, target=target))
        lines = exchange.render(
            opened.rows(), opened.edits(), source=setting(settings.source), target=setting(settings.target)
        )
        write_file(file, (f"{line}\n" for line in lines))
        print(f"{file}: {opened.count():,} sentences, {len(opened.edits()):,} edits")


@memories.command("import")
def import_(
    files: Annotated[list[Path], _FILES],
    *,
    episode: Annotated[str | None, _EPISODE] = None,
    everywhere: Annotated[bool, _ALL] = False,
    out: options.Out = None,
    memory: options.MemoryPath = None,
    source: options.Source = None,
    target: options.Target = None,
    debug: options.Debug = False,
) -> None:
    """Merge other memories into this one, or keep what was edited by hand (then run the batch again)."""
    with _failing(debug=debug):
        settings = settings_for(Path("any"), Settings(out=out, source=source, target=target))
        folder = Path(setting(settings.out))
        translated = _document(folder, episode) if episode is not None else None
        reach = _Reach(out=folder, translated=translated, everywhere=everywhere)
        for file in files:
            if not file.is_file():
                raise InputError("there is no such file", where=str(file), mend="Check the path.")
        with _opened(out, memory, make=True) as opened:
            for file in files:
                _import(file, opened, reach, settings)


@memories.command()
def prune(
    *,
    engine: Annotated[str | None, typer.Option(help="Forget the sentences of this engine (as in `stats`).")] = None,
    episode: Annotated[str | None, typer.Option(help="Forget the sentences first met in this episode.")] = None,
    edits: Annotated[
        bool, typer.Option("--edits", help="Forget edits by hand: those of --episode, or those made with --all.")
    ] = False,
    out: options.Out = None,
    memory: options.MemoryPath = None,
    debug: options.Debug = False,
) -> None:
    """Forget sentences: by default those of every model but the last one used. Edits by hand stay without --edits."""
    with _failing(debug=debug), _opened(out, memory) as opened:
        _see_unused(opened, Path(setting(settings_for(Path("any"), Settings(out=out)).out)))
        if edits and engine:
            raise UsageError("an edit by hand is of no engine", where="--engine", mend="Leave out --engine or --edits.")
        if edits:
            from translate.edits import EVERYWHERE
            from translate.summary import counted

            gone = opened.forget_edits(episode or EVERYWHERE)
            if not gone:
                raise _no_edits(opened, episode)
            print(f"{opened.path}: forgot {counted(gone, 'edit')}; run the batch again")
            return
        print(f"{opened.path}: forgot {opened.prune(engine=engine, episode=episode):,} sentences")


def _no_edits(memory: "Memory", episode: str | None) -> UsageError:
    """Return what to say where edits were to be forgotten that are not there; the mend names those that are."""
    found = sorted({edit.episode for edit in memory.edits()})
    own = [f"--episode {name}" for name in found if name]
    ways = own[:_TOLD] + (["without --episode"] if len(own) < len(found) else [])
    more = f", and of {len(own) - _TOLD:,} more episodes" if len(own) > _TOLD else ""
    what = f"there are no edits of the episode {episode!r}" if episode else "there are no edits for every episode"
    mend = f"There are some to forget: {', '.join(ways)}{more}." if found else "There are no edits at all."
    return UsageError(what, where=str(memory.path), mend=mend)


def _see_unused(memory: "Memory", out: Path) -> None:
    """See that no interrupted batch reads a memory: none beside it, none of it in the output folder.

    Raises `OutputError`.
    """
    from translate.journal import is_of

    beside, pattern = memory.path.parent, ".glossub-batch*.sqlite"
    journals = sorted(beside.glob(pattern))
    if not (out.exists() and out.samefile(beside)):
        journals += [path for path in sorted(out.glob(pattern)) if is_of(path, memory.identity)]
    if journals:
        what = "a batch that uses this memory is not done"
        mend = "Run the batch again until it is done, and prune then."
        raise OutputError(what, where=str(journals[0]), mend=mend)


@contextmanager
def _failing(*, debug: bool) -> Iterator[None]:
    """Report what goes wrong and end with its exit code."""
    codes: list[int] = []
    with reported(codes, debug=debug):
        yield
    if codes:
        raise typer.Exit(codes[0])


@contextmanager
def _opened(out: str | None, memory: str | None, *, make: bool = False) -> "Iterator[Memory]":
    """Open the memory that options name; raises `InputError` where there is none and none is to be made."""
    from translate.memory import open_memory

    path = _place(out, memory, make=make)
    opened = open_memory(path, tell) if memory is not None else memory_beside(path.parent, path)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def _looked_into(out: str | None, memory: str | None) -> "Iterator[Memory]":
    """Open the memory that options name without changing it; raises `InputError` where there is none."""
    from translate.memory import open_memory_to_read

    opened = open_memory_to_read(_place(out, memory))
    try:
        yield opened
    finally:
        opened.close()


def _place(out: str | None, memory: str | None, *, make: bool = False) -> Path:
    """Return where the memory is that options name; raises `InputError` where none is and none is to be made."""
    from translate.memory import NAME

    settings = settings_for(Path("any"), Settings(out=out))
    path = Path(memory) if memory is not None else Path(setting(settings.out)) / NAME
    if not make and not path.exists():
        raise InputError("there is no memory", where=str(path), mend="Name it with --memory, or its folder with --out.")
    return path


def _document(folder: Path, episode: str) -> "TranslatedEpisode":
    """Read the document of an episode."""
    from translate import document
    from translate.storage import read_input

    path = folder / episode / document.NAME
    if not path.is_file():
        raise InputError("there is no such episode", where=str(path), mend="Name its folder, as in --out.")
    return document.parse(read_input(path).decode(errors="replace"), name=str(path))


def _import(file: Path, memory: "Memory", reach: "_Reach", settings: Settings) -> None:
    """Take in one file and say what came of it."""
    from translate.storage import read_input

    if file.suffix == ".sqlite":
        rows, merged, differing = _merged(file, memory)
        print(f"{file}: {rows:,} new sentences, {merged:,} new edits")
        _tell_kept(differing)
        return
    if file.suffix == ".tmx":
        change = _from_tmx(file, memory, reach, settings)
    elif file.suffix in {".tsv", ".srt"}:
        change = _from_people(file, read_input(file), memory.edits(), reach)
    else:
        raise UsageError(
            "this is no memory and no edited file", where=str(file), mend="Give .sqlite, .tmx, .tsv, .srt."
        )
    memory.edit(change.made)
    if change.back:
        memory.forget(change.back)
    if file.suffix == ".tmx" and not change.made and not change.back:
        return
    print(f"{file}: {len(change.made):,} edits for {reach}")
    for edit in change.made:
        print(f"  {edit.source} → {edit.target or '(nothing)'}")
    for edit in change.back:
        print(f"  forgotten, since the file shows the engine's again: {edit.source} → {edit.target or '(nothing)'}")


def _tell_kept(differing: "Sequence[Edit]") -> None:
    """Tell which edits were not taken, since there are others in their places."""
    for edit in differing:
        print(f"  not taken, the edit that is here stays: {edit.source} → {edit.target or '(nothing)'}")


def _merged(file: Path, memory: "Memory") -> "tuple[int, int, tuple[Edit, ...]]":
    """Merge another memory, which is left as it is."""
    from translate.memory import open_memory_to_read

    if file.samefile(memory.path):
        raise UsageError("this is the memory itself", where=str(file), mend="Name another one with --memory.")
    other = open_memory_to_read(file)
    try:
        return memory.merge(other)
    finally:
        other.close()


def _from_tmx(file: Path, memory: "Memory", reach: "_Reach", settings: Settings) -> "Change":
    """Take in the rows and edits of a memory, and return what its pairs change."""
    from translate import exchange
    from translate.edits import Change
    from translate.storage import read_input

    units = exchange.read_tmx(
        read_input(file, most=_MOST_BYTES),
        name=str(file),
        source=setting(settings.source),
        target=setting(settings.target),
    )
    change = _made(file, units.pairs, memory.edits(), reach) if units.pairs else Change(made=())
    memory.remember(units.rows)
    memory.edit(units.changed)
    new, differing = memory.adopt(units.edits)
    print(f"{file}: {len(units.rows):,} sentences, {new + len(units.changed):,} new edits of a memory")
    _tell_kept(differing)
    return change


def _from_people(file: Path, data: bytes, known: "Sequence[Edit]", reach: "_Reach") -> "Change":
    """Return what an edited table or SRT changes among the edits that are known."""
    from translate import edits, exchange

    if file.suffix == ".tsv":
        return _made(file, exchange.read_tsv(data, name=str(file)), known, reach)
    translated = reach.translated
    if translated is None:
        raise UsageError("whose subtitles are these?", where=str(file), mend="Name the episode with --episode.")
    words = exchange.read_words(data, name=str(file), translated=translated)
    _see_edited(file, translated, words)
    made, shown = edits.from_words(translated, words), set(edits.places(translated))
    return edits.change(translated, made, known, shown=shown, everywhere=reach.everywhere)


def _see_edited(file: Path, translated: "TranslatedEpisode", words: "Sequence[str]") -> None:
    """See that subtitles are the target's of an episode, edited. Raises `InputError`."""
    from translate import edits
    from translate.languages import language

    episode, source, target = translated.episode.id, translated.episode.language, translated.target_language
    wanted = f"Give the edited {episode}.{target}.srt"
    others = {f".{source}.srt": language(source).name, f".{source}-{target}.srt": "bilingual"}
    for ending, name in others.items():
        if file.name.lower().endswith(ending):
            raise InputError(f"these are the {name} subtitles", where=str(file), mend=f"{wanted}.")
    if edits.likeness(translated, words) < _LIKE:
        what = f"these are not the edited subtitles of {episode}: fewer than half of the words are its translation's"
        mend = f"{wanted}; what is new as a whole is taken from a table (bilingual.tsv with another `target`)."
        raise InputError(what, where=str(file), mend=mend)


def _made(file: Path, pairs: "Sequence[Pair]", known: "Sequence[Edit]", reach: "_Reach") -> "Change":
    """Return what pairs change: those are edits that differ from the episode, or from all, and from other tools all."""
    from translate import edits, exchange

    translated = reach.translated
    if translated is not None:
        targets = exchange.numbered(pairs, translated)
        _tell_unknown(file, sorted(set(targets) - set(edits.places(translated))), translated.episode.id)
        made = edits.from_targets(translated, targets)
        return edits.change(translated, made, known, shown=targets, everywhere=reach.everywhere)
    if not reach.everywhere:
        mend = "Name the episode with --episode, or apply them to every episode with --all."
        raise UsageError(f"whose are the {len(pairs):,} translations in it?", where=str(file), mend=mend)
    rows = [(pair.source, pair.target) for pair in pairs]
    asked = set(rows)
    written = {pair for episode in episodes(reach.out) for pair in edits.written(episode) if pair in asked}
    if same := sum(row in written for row in rows):
        tell(f"{file}: {same:,} of {len(rows):,} rows are as the engine translated them in {reach.out}, and no edits.")
    return edits.change_for_all(rows, known, written=written)


def _tell_unknown(file: Path, unknown: "Sequence[tuple[str, int]]", episode: str) -> None:
    """Tell which rows of an edited file count for nothing, since nobody says so in the episode."""
    for source, _ in unknown[:_TOLD]:
        tell(f"{file}: {episode} has no such sentence, so its row is not used: {source!r}")
    if more := unknown[_TOLD:]:
        tell(f"{file}: and {len(more):,} more")
