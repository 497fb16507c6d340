"""`glossub glossary`: looking a glossary over, exchanging it with other programs, and what it could take in."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate.commands import options
from translate.commands.reporting import reported
from translate.commands.session import Session, settings_for
from translate.errors import OutputError, UsageError
from translate.settings import DEFAULTS, Settings, setting

if TYPE_CHECKING:
    from translate.lint import Remark
    from translate.suggest import Suggestion
    from translate.termbases import Loss
    from translate.translation import TranslatedEpisode

glossaries = typer.Typer(
    name="glossary", help="Look glossaries over, convert them, and find what they lack.", no_args_is_help=True
)
_FINDINGS = 1
_OWN = Path("glossary") / "own.toml"
_FORMATS = "toml, deepl, google, amazon, tbx2, tbx3 or tmx"
_SHOWN = 72  # characters of a sentence that the table shows


@glossaries.command()
def lint(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Glossary files or folders, the later wins; without any, ours."),
    ] = None,
    *,
    fail_on: Annotated[str, options.option("error or warning: what makes the exit code 1.", default="error")] = "error",
    target: options.Target = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the remarks as JSON.")] = False,
    debug: options.Debug = False,
) -> None:
    """Look glossary files over: faults, duplicates, conflicts, entries and cues that can never work."""
    with _failing(debug=debug) as codes:
        from translate.findings import Severity
        from translate.glossary import shipped
        from translate.lint import lint as looked_over
        from translate.lint import worst
        from translate.storage import glossary_files

        if fail_on not in {Severity.ERROR, Severity.WARNING}:
            raise UsageError(f"{fail_on!r} is no gate", where="--fail-on", mend="Choose error or warning.")
        read = glossary_files(files) if files else shipped()
        remarks = looked_over(read, target=target or setting(DEFAULTS.target))
        if as_json:
            print(json.dumps([asdict(remark) for remark in remarks], ensure_ascii=False))
        else:
            _print_remarks(remarks, len(read))
        if any(file.faults for file in read):  # one that cannot be read is no finding about what it says
            codes.append(UsageError.exit_code)
        elif worst(remarks, Severity(fail_on)):
            codes.append(_FINDINGS)


@glossaries.command()
def convert(  # noqa: PLR0913  # each is an option of the command line
    source_file: Annotated[Path, typer.Argument(metavar="IN", help="A glossary: TOML, CSV, TSV, TBX or TMX.")],
    target_file: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; its ending says the format.")],
    *,
    given: Annotated[str | None, options.option(f"What IN is: {_FORMATS}.", "--from", default="as named")] = None,
    wanted: Annotated[str | None, options.option(f"What OUT shall be: {_FORMATS}.", "--to", default="as named")] = None,
    source: options.Source = None,
    target: options.Target = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT if it is there.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what became of it as JSON.")] = False,
    debug: options.Debug = False,
) -> None:
    """Convert a glossary to or from DeepL's, Google's or Amazon's rows, TBX 2 or 3, TMX 1.4, and our TOML."""
    with _failing(debug=debug):
        from translate import termbases
        from translate.storage import read_input, write_file

        pair = termbases.Pair(source=source or setting(DEFAULTS.source), target=target or setting(DEFAULTS.target))
        kinds = [_format(name) if name else None for name in (given, wanted)]
        _check_place(target_file, force=force)
        if kinds[1] is None:
            kinds[1] = termbases.of_name(target_file.name)
        imported = termbases.read(read_input(source_file), name=str(source_file), pair=pair, given=kinds[0])
        exported = termbases.write(imported, name=str(target_file), target=pair.target, given=kinds[1])
        if not exported.count:
            what = f"no entry of it has a rendering in {pair.target}, so nothing is written"
            raise UsageError(what, where=str(source_file), mend="Name the language with --target.")
        write_file(target_file, [exported.text])
        count = exported.count
        if as_json:
            told = {"entries": count, "file": str(target_file), "format": kinds[1]}
            lists = {"reading": _told(imported.losses), "writing": _told(exported.losses)}
            print(json.dumps({**told, **lists}, ensure_ascii=False))
            return
        for step, losses in (("reading", imported.losses), ("writing", exported.losses)):
            for loss in losses:
                print(f"not carried in {step}: {loss}", file=sys.stderr)
        print(f"{target_file}: {count:,} {'entry' if count == 1 else 'entries'} ({kinds[1]})")


@glossaries.command()
def suggest(
    outputs: Annotated[
        list[Path],
        typer.Argument(metavar="OUTPUT...", help="Episodes' folders, folders of them, or translation.json."),
    ],
    *,
    accept: Annotated[
        list[str] | None,
        options.option('Take this one in: ID, or "ID=RENDERING". Repeatable.', "--accept"),
    ] = None,
    write: Annotated[
        Path | None, options.option("The show's own glossary, where that is written.", "--write", default=str(_OWN))
    ] = None,
    glossary: options.GlossaryPaths = None,
    default_glossary: options.DefaultGlossary = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the suggestions as JSON, with every place.")] = False,
    debug: options.Debug = False,
) -> None:
    """Find what the glossary lacks: new terms, words rendered in many ways, misheard terms; and take some of it in."""
    asked = Settings(glossary=tuple(glossary or ()), default_glossary=default_glossary)
    with _failing(debug=debug):
        from translate.accepted import chosen
        from translate.suggest import suggest as suggested

        if write is not None and not accept:
            raise UsageError("nothing to write is named", where="--write", mend="Name suggestions with --accept.")
        episodes = _episodes(outputs)
        settings = settings_for(outputs[0] / "any" if outputs[0].is_dir() else outputs[0], asked)
        languages = {(one.episode.language, one.target_language) for one in episodes}
        if len(languages) > 1:
            raise UsageError("the episodes are in several languages", mend="Name those of one pair at a time.")
        ((spoken, target),) = languages
        known = Session().glossary(_with_languages(settings, spoken, target))
        found = suggested(episodes, known)
        if accept:
            _write(write or _OWN, chosen(accept, found), known)
        elif as_json:
            print(json.dumps([{**asdict(one), "count": one.count} for one in found], ensure_ascii=False))
        else:
            _print_suggestions(found, len(episodes))


@contextmanager
def _failing(*, debug: bool) -> Iterator[list[int]]:
    """Report what goes wrong and end with its exit code, or with one that was added."""
    codes: list[int] = []
    with reported(codes, debug=debug):
        yield codes
    if codes:
        raise typer.Exit(codes[0])


def _print_remarks(remarks: Sequence["Remark"], files: int) -> None:
    """Print the remarks, worst first as they count, and how many there are."""
    for remark in remarks:
        name = f" ({remark.id})" if remark.id else ""
        print(f"{remark.severity}: {remark.place}{name}: {remark.what}; {remark.mend} [{remark.rule}]")
    counts = {remark.severity: 0 for remark in remarks}
    for remark in remarks:
        counts[remark.severity] += 1
    told = ", ".join(f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in sorted(counts.items()))
    print(f"{files} file{'s' if files > 1 else ''}: {told or 'nothing to remark'}")


def _format(name: str) -> Any:  # noqa: ANN401  # termbases.Format, which is imported where it is used
    """Return the format of a name. Raises `UsageError`."""
    from translate.termbases import Format

    if name not in set(Format):
        raise UsageError(f"{name!r} is no format", where="--from, --to", mend=f"Choose {_FORMATS}.")
    return Format(name)


def _check_place(path: Path, *, force: bool) -> None:
    """See that a file may be written. Raises `OutputError`."""
    if path.is_dir():
        raise OutputError("this is a folder", where=str(path), mend="Name the file to write.")
    if path.exists() and not force:
        raise OutputError("the file is there already", where=str(path), mend="Name another, or replace it: --force.")


def _told(losses: Sequence["Loss"]) -> list[dict[str, object]]:
    return [asdict(loss) for loss in losses]


def _episodes(outputs: Sequence[Path]) -> list["TranslatedEpisode"]:
    """Read the episodes that paths stand for. Raises `GlossubError`."""
    from translate import document
    from translate.check import Kind, find
    from translate.storage import read_input

    episodes: list[TranslatedEpisode] = []
    for output in map(find, outputs):
        if output.kind is Kind.SUBTITLES:
            mend = "Name an episode's folder, or its translation.json: subtitles alone tell too little."
            raise UsageError("these are subtitles", where=str(output.files[0]), mend=mend)
        for path in output.files:
            text = read_input(path).decode("utf-8", errors="replace")
            episodes.append(document.parse(text, name=str(path)))
    return episodes


def _with_languages(settings: Settings, source: str, target: str) -> Settings:
    """Return settings for the languages that episodes are in."""
    from translate.settings import combine

    return combine(Settings(source=source, target=target), settings)


def _write(path: Path, choices: Any, known: Any) -> None:  # noqa: ANN401  # imported where they are used
    """Put what was accepted into a glossary file, and say so. Raises `GlossubError`; nothing is then written."""
    from translate.glossary import is_shipped
    from translate.storage import holding, write_file

    if is_shipped(path):
        what = "this is a folder of the glossary that comes with Glossub, which an update replaces"
        raise OutputError(what, where=str(path), mend="Name a file of the show's own, beside its glossub.toml.")
    _accepted(path, choices, known)  # what is refused is refused before a folder is made
    with holding(path.absolute().parent, name=f".{path.name}.lock", what="another run is writing to this glossary"):
        text, lines = _accepted(path, choices, known)
        write_file(path, [text])
    print("\n".join(lines))
    print(f"It counts in a folder `glossary` beside glossub.toml, or where it is named: --glossary {path}.")


def _accepted(path: Path, choices: Any, known: Any) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401  # as in `_write`
    """Return a glossary file's text with what was accepted, and a line for each thing put in. Raises `GlossubError`."""
    from translate.accepted import accept
    from translate.glossary import decode, refusal
    from translate.storage import read_input

    data = read_input(path) if path.exists() else b""
    mark = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
    file = decode(str(path), data)
    if file.faults:
        raise refusal(file.faults)
    written = accept(file.text, choices, known, name=str(path))
    return mark + written.text, written.lines


def _print_suggestions(found: Sequence["Suggestion"], episodes: int) -> None:
    """Print the suggestions as a table: what, how often, why, and the first place."""
    for one in found:
        becomes = f" (for {one.term})" if one.term else f' → "{one.target}"'
        times = "once" if one.count == 1 else f"{one.count} times"
        where = f"{times} in {one.episodes} episodes" if one.episodes > 1 else times
        print(f'{one.id}\n  "{one.text}"{becomes}: {where}; {one.why}')
        if one.places:
            place = one.places[0]
            speaker = f" {place.speaker}:" if place.speaker else ""
            print(f"  {place.episode} {_clock(place.time_ms)}{speaker} {_short(place.text, one.text)}")
    told = f"{len(found)} suggestions" if len(found) != 1 else "1 suggestion"
    print(f"{told} from {episodes} episode{'s' if episodes != 1 else ''}; take one in with --accept ID.")


def _clock(time_ms: int) -> str:
    hours, rest = divmod(time_ms // 1000, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


def _short(sentence: str, text: str) -> str:
    """Return the part of a sentence around a wording."""
    at = max(0, sentence.casefold().find(text.casefold()))
    start = max(0, min(at - _SHOWN // 2, len(sentence) - _SHOWN))
    end = min(len(sentence), start + _SHOWN)
    return f"{'…' if start else ''}{sentence[start:end].strip()}{'…' if end < len(sentence) else ''}"
