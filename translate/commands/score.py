"""`glossub score`: how well any translation keeps to a glossary, whoever made it."""

import json
from collections import Counter
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Annotated

import typer

from translate.commands import options
from translate.commands.reporting import reported
from translate.commands.session import Session, settings_for
from translate.errors import UsageError
from translate.settings import Settings, check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from translate.consistency import Consistency
    from translate.scoring import Judged, Pair, Scores, Stray

_SHOWN = 20  # faults that are spelt out for people


def score(  # noqa: PLR0913  # each is an option of the command line
    source: Annotated[
        Path,
        typer.Argument(metavar="SOURCE", help="A bilingual.tsv or translation.json; or text, one sentence a line."),
    ],
    target: Annotated[
        Path | None, typer.Argument(metavar="TARGET", help="The translation of a text file, line by line.")
    ] = None,
    *,
    reference: Annotated[
        Path | None, options.option("A reference translation, line by line or of the same kind.")
    ] = None,
    mode: Annotated[
        str, typer.Option(help="What the translation was told: proper, none, random or counterfactual.")
    ] = "proper",
    told: Annotated[
        bool, typer.Option("--told", help="Print the mode's glossary, to translate with; score nothing.")
    ] = False,
    glossary: options.GlossaryPaths = None,
    default_glossary: options.DefaultGlossary = None,
    source_language: Annotated[str | None, options.option("The language of SOURCE.", "--source")] = None,
    target_language: Annotated[str | None, options.option("The language of TARGET.", "--target")] = None,
    as_json: Annotated[bool, options.option("Print the scores as JSON.", "--json")] = False,
    debug: options.Debug = False,
) -> None:
    """Score a translation: terms rendered, how consistently, terms that nobody said, chrF with and without the terms.

    To test a system, print what it shall be told (--told --mode counterfactual > told.toml), have it translate with
    that glossary, and score what it wrote with the same --mode. `random` takes ordinary words from a reference.
    """
    asked = Settings(
        glossary=tuple(glossary or ()),
        default_glossary=default_glossary,
        source=source_language,
        target=target_language,
    )
    codes: list[int] = []
    with reported(codes, debug=debug):
        check(asked, where="command line")
        _score(source, target, reference, asked, mode=mode, told=told, as_json=as_json)
    if codes:
        raise typer.Exit(codes[0])


def _score(
    source: Path, target: Path | None, reference: Path | None, asked: Settings, *, mode: str, told: bool, as_json: bool
) -> None:
    """Read the files, score them and print what was found."""
    from translate import consistency, modes, scoring
    from translate.languages import language

    if mode not in list(modes.Mode):
        raise UsageError(f"there is no mode {mode!r}", mend=f"Modes: {', '.join(modes.Mode)}.")
    if mode == modes.Mode.RANDOM and reference is None:
        what = "the mode random takes its words from a reference, and there is none"
        raise UsageError(what, mend="Name one: --reference FILE")
    proper = Session().glossary(settings_for(source, asked))
    pairs = _pairs(source, target, reference, told=told)
    sources, references = [pair.source for pair in pairs], [pair.reference or "" for pair in pairs]
    if told:
        print(modes.toml(modes.told(proper, modes.Mode(mode), sources=sources, references=references)), end="")
        return
    held = modes.asked(proper, modes.Mode(mode), sources=sources, references=references)
    scores = scoring.score(pairs, held)
    measured = consistency.measure_scores(scores, pairs, language(held.target_language))
    if as_json:
        print(json.dumps(_machine(scores, pairs, mode, measured), ensure_ascii=False))
    else:
        print(f"  held to          {len(held.terms):,} entries (mode {mode})")
        _print(scores, pairs, measured)


def _pairs(source: Path, target: Path | None, reference: Path | None, *, told: bool) -> "tuple[Pair, ...]":
    """Read the pairs; a translation that is still to be made is empty."""
    from translate import pairs, storage

    data = storage.read_input(source)
    found = pairs.both_sides(data, name=str(source))
    if found is not None and target is not None:
        raise UsageError(f"{source} holds both sides already", mend="Leave the second file out.")
    if found is None and target is None and not told:
        raise UsageError(
            "there is no translation to score", mend="Name it after the source: glossub score SOURCE TARGET"
        )
    if found is None:
        lines = pairs.lines(data, name=str(source))
        other = _lines_of(target) if target is not None else [""] * len(lines)
        found = pairs.paired(lines, other, name=str(target))
    if reference is None:
        return found
    return pairs.with_references(found, _lines_of(reference), name=str(reference))


def _lines_of(path: Path) -> "Sequence[str]":
    """Return the translations that a file holds: its lines, or the targets of a table or a document."""
    from translate import pairs, storage

    data = storage.read_input(path)
    both = pairs.both_sides(data, name=str(path))
    return pairs.lines(data, name=str(path)) if both is None else [pair.target for pair in both]


def _print(scores: "Scores", pairs: "Sequence[Pair]", measured: "Sequence[Consistency]") -> None:
    """Print the scores for people, and the first faults."""
    from translate.consistency import Quadrant
    from translate.scoring import Verdict

    success = "no hits" if scores.success is None else f"{scores.found} of {len(scores.judged)} ({scores.success:.1%})"
    print(f"  sentences        {scores.pairs}")
    print(f"  terms rendered   {success}")
    print(f"  over-generation  {len(scores.strays)} ({scores.over_generation:.2f} per 1000 words)")
    if scores.chrf is not None and scores.masked_chrf is not None:
        print(f"  chrF             {scores.chrf:.1f}; {scores.masked_chrf:.1f} outside the terms")
    predefined, herfindahl = _means(measured)
    if predefined is not None and herfindahl is not None:
        several = Counter(one.quadrant for one in measured if one.predefined is not None)
        cases = ", ".join(f"{several[quadrant]} {quadrant}" for quadrant in Quadrant if several[quadrant])
        print(f"  consistency      {predefined:.3f} predefined, {herfindahl:.3f} Herfindahl; terms said twice: {cases}")
    meanings = {
        Verdict.FORBIDDEN: "a forbidden rendering",
        Verdict.NESTED: "only inside another term's rendering",
        Verdict.SOURCE: "left as it was said",
        Verdict.MISSING: "missing",
    }
    faults = [
        f"{one.pair + 1}: {one.hit.form} → {one.hit.term.target}: {meanings[one.verdict]}{_words(one, pairs)}"
        for one in scores.judged
        if one.verdict is not Verdict.FOUND
    ]
    _list("terms not rendered", faults)
    _list("terms that nobody said", [f"{one.pair + 1}: {one.term.target}{_words(one, pairs)}" for one in scores.strays])


def _list(name: str, lines: "Sequence[str]") -> None:
    """Print the first lines under their name, and how many there are more."""
    if lines:
        print(f"  {name} (number of the sentence first):")
    for line in lines[:_SHOWN]:
        print(f"    {line}")
    if len(lines) > _SHOWN:
        print(f"    and {len(lines) - _SHOWN} more (--json lists them all)")


def _words(one: "Judged | Stray", pairs: "Sequence[Pair]") -> str:
    """Return the words that something is about, where it is known, and the sentence that they stand in."""
    text = pairs[one.pair].target
    return f" ({text[one.start : one.end]}) in: {text}" if one.start >= 0 else f" in: {text}"


def _means(measured: "Sequence[Consistency]") -> tuple[float | None, float | None]:
    """Return the mean predefined consistency and Herfindahl index of the terms that have them."""
    known = [(one.predefined, one.herfindahl) for one in measured]
    predefined = [each for each, _ in known if each is not None]
    herfindahl = [each for _, each in known if each is not None]
    return (fmean(predefined), fmean(herfindahl)) if predefined and herfindahl else (None, None)


def _machine(
    scores: "Scores", pairs: "Sequence[Pair]", mode: str, measured: "Sequence[Consistency]"
) -> dict[str, object]:
    """Return the scores for machines; sentences are counted from 1."""
    predefined, herfindahl = _means(measured)
    return {
        "mode": mode,
        "sentences": scores.pairs,
        "hits": len(scores.judged),
        "found": scores.found,
        "success": scores.success,
        "over_generated": len(scores.strays),
        "over_generation_per_1000_words": scores.over_generation,
        "chrf": scores.chrf,
        "masked_chrf": scores.masked_chrf,
        "predefined_consistency": predefined,
        "herfindahl": herfindahl,
        "terms": [
            {"id": one.term.id, "hits": one.hits, "quadrant": one.quadrant.value,
             "predefined_consistency": one.predefined, "herfindahl": one.herfindahl,
             "renderings": [{"text": r.text, "count": r.count, "right": r.right} for r in one.renderings]}
            for one in measured
        ],
        "judged": [
            {"sentence": one.pair + 1, "term": one.hit.term.id, "form": one.hit.form, "verdict": one.verdict,
             "rendering": pairs[one.pair].target[max(0, one.start) : max(0, one.end)]}
            for one in scores.judged
        ],
        "strays": [
            {"sentence": one.pair + 1, "term": one.term.id, "rendering": pairs[one.pair].target[one.start : one.end]}
            for one in scores.strays
        ],
    }  # fmt: skip
