"""`translation.json`: a `TranslatedEpisode` in full, and the record of the files that were made from it.

The document is JSON laid out for people and for diffs: a turn, a sentence's translation or a run of word times on each
line. `parse(render(value))` is the value. Its shape is in `data/translation.schema.json`; `parse` checks that, and what
a schema cannot say: that sentences tile their turns and that every position is inside its text.

The record (the input's name, the limits of the subtitles, a digest of every output file and one of the document itself)
tells whether a file is still as it was written, and how to write it again. `run` tells which run translated: it stays
when the folder is timed anew, exported or checked.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from translate.engine import Link
from translate.episode import Chapter, Episode, Note, NoteKind, TimedSpan, Turn
from translate.errors import InputError
from translate.fields import Fields, Quad
from translate.glossary import Case, Term
from translate.outputs import Record, digest_of
from translate.sentences import Sentence
from translate.terms import Hit, Reason
from translate.translation import (
    Confidence,
    Doubt,
    Misgiving,
    Outcome,
    Provenance,
    Status,
    TranslatedEpisode,
    Translation,
    WordTime,
)

NAME = "translation.json"
FORMAT = "glossub-translation/1"
_MEND = "The file was cut short or changed by hand: make it again with `glossub subtitle`."
_FIELDS = (
    "format digest signature input files target_language title error_band_ms episode chapters notes turns terms "
    "translations words"
).split()
_OPTIONAL = ("limits", "run", "confidences")
_TERM_LISTS = "forms variants misheard suspected allowed forbidden need deny".split()
_DIGEST = re.compile(r'^"digest": "([0-9a-f]{64})",$', re.MULTILINE)
_SHA256 = re.compile("[0-9a-f]{64}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def render(
    translated: TranslatedEpisode,
    *,
    input_name: str,
    files: Mapping[str, str],
    limits: Mapping[str, str | float] = MappingProxyType({}),
    run: str = "",
) -> str:
    """Write the document; `files` are the digests of the files that were made from it, the rest is as in `Record`."""
    episode = translated.episode
    chapters = zip(episode.chapters, translated.chapter_titles, strict=True)
    turns = episode.turns
    hits = [outcome.hit for translation in translated.translations for outcome in translation.outcomes]
    terms = {hit.term.id: hit.term for hit in hits}
    fields: dict[str, object] = {
        "format": FORMAT,
        "digest": "",
        "signature": translated.signature,
        "input": input_name,
        "files": dict(sorted(files.items())),
        **_filled({}, limits=limits, run=run),
        "target_language": translated.target_language,
        "title": translated.title,
        "error_band_ms": translated.error_band_ms,
        "episode": {
            "id": episode.id,
            "title": episode.title,
            "language": episode.language,
            "date": episode.date,
            "duration_ms": episode.duration_ms,
            "layout": episode.layout,
        },
        "chapters": [{"start_ms": c.start_ms, "title": c.title, "target_title": title} for c, title in chapters],
        "notes": [_note(note) for note in episode.notes],
        "turns": [_turn(turn) for turn in turns],
        "terms": [_term(term) for _, term in sorted(terms.items())],
        "translations": [_translation(translation) for translation in translated.translations],
        "words": _words(translated.words),
        **_filled({}, confidences=[_confidence(confidence) for confidence in translated.confidences]),
    }
    blank = _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", _laid_out(fields))
    return blank.replace('"digest": ""', f'"digest": "{digest_of(blank)}"', 1)


def parse(text: str, *, name: str = NAME) -> TranslatedEpisode:
    """Read a document; `name` is the file's name in messages.

    Raises `InputError`, with the path of the fault, for anything that `render` could not have written.
    """
    fields = _opened(text, name).only(*_FIELDS, *_OPTIONAL)
    header = fields.inner("episode").only("id", "title", "language", "date", "duration_ms", "layout")
    chapters = [c.only("start_ms", "title", "target_title") for c in fields.objects("chapters")]
    turns = tuple(_parsed_turn(turn) for turn in fields.objects("turns"))
    terms = {term.id: term for term in map(_parsed_term, fields.objects("terms"))}
    return TranslatedEpisode(
        episode=Episode(
            id=header.text("id"),
            title=header.text("title"),
            language=header.text("language"),
            turns=turns,
            date=header.optional_text("date"),
            duration_ms=header.optional_integer("duration_ms"),
            chapters=tuple(Chapter(title=c.text("title"), start_ms=c.integer("start_ms")) for c in chapters),
            notes=tuple(_parsed_note(note) for note in fields.objects("notes")),
            layout=header.text("layout"),
        ),
        target_language=fields.text("target_language"),
        title=fields.text("title"),
        chapter_titles=tuple(c.text("target_title") for c in chapters),
        translations=_parsed_translations(fields, turns, terms),
        words=_parsed_words(fields, turns),
        error_band_ms=fields.integer("error_band_ms"),
        signature=fields.text("signature"),
        confidences=tuple(_parsed_confidence(item, turns) for item in fields.objects("confidences")),
    )


def read_record(text: str, *, name: str = NAME) -> Record:
    """Read what a document says of its folder, without the rest. Raises `InputError` as `parse` does."""
    fields = _opened(text, name)
    written = _DIGEST.search(text)
    return Record(
        input_name=fields.text("input"),
        files=fields.texts_by_name("files"),
        texts=tuple(turn.text("text") for turn in fields.objects("turns")),
        intact=written is not None and digest_of(text.replace(written[1], "", 1)) == fields.text("digest"),
        limits=fields.scalars_by_name("limits"),
        run=fields.text("run", ""),
    )


def _laid_out(fields: Mapping[str, object]) -> str:
    """Write an object with each field on a line, and each item of a field on a line of its own."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, dict) and value:
            inside = ",\n".join(f" {_encode(key)}: {_encode(item)}" for key, item in value.items())
            lines.append(f'"{name}": {{\n{inside}\n}}')
        elif isinstance(value, list) and value:
            inside = ",\n".join(f" {_encode(item)}" for item in value)
            lines.append(f'"{name}": [\n{inside}\n]')
        else:
            lines.append(f'"{name}": {_encode(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _filled(required: Mapping[str, object], **optional: object) -> dict[str, object]:
    """Return the required fields and those optional ones that hold something."""
    return {**required, **{name: value for name, value in optional.items() if value}}


def _note(note: Note) -> dict[str, object]:
    required = {"kind": note.kind, "place": note.place, "message": note.message}
    return _filled(required, before=note.before, after=note.after)


def _turn(turn: Turn) -> dict[str, object]:
    required = {"speaker": turn.speaker, "start_ms": turn.start_ms, "end_ms": turn.end_ms, "text": turn.text}
    return _filled(required, segments=_spans(turn.segments), words=_spans(turn.words))


def _spans(spans: Iterable[TimedSpan | WordTime]) -> list[Quad]:
    return [(span.start, span.end, span.start_ms, span.end_ms) for span in spans]


def _term(term: Term) -> dict[str, object]:
    required = {"id": term.id, "source": term.source, "target": term.target, "pos": term.pos, "case": term.case}
    return _filled(required, **{name: getattr(term, name) for name in _TERM_LISTS}, note=term.note)


def _translation(translation: Translation) -> dict[str, object]:
    sentence = translation.sentence
    required = {"turn": sentence.turn, "start": sentence.start, "end": sentence.end, "target": translation.target}
    return _filled(
        required,
        continues=sentence.continues,
        edited=translation.edited,
        doubts=translation.doubts,
        outcomes=[_outcome(outcome) for outcome in translation.outcomes],
        links=[(k.source_start, k.source_end, k.target_start, k.target_end) for k in translation.links],
    )


def _outcome(outcome: Outcome) -> dict[str, object]:
    hit = outcome.hit
    required = {
        "term": hit.term.id,
        "start": hit.start,
        "end": hit.end,
        "form": hit.form,
        "reason": hit.reason,
        "status": outcome.status,
        "tier": outcome.tier,
    }
    place = {"target_start": outcome.start, "target_end": outcome.end} if outcome.start >= 0 else {}
    return _filled({**required, **place}, rendering=outcome.rendering)


def _words(words: Sequence[WordTime]) -> list[dict[str, object]]:
    """Write word times in runs of one turn and provenance."""
    return [
        {"turn": turn, "provenance": provenance, "spans": _spans(run)}
        for (turn, provenance), run in groupby(words, key=lambda word: (word.turn, word.provenance))
    ]


def _confidence(confidence: Confidence) -> dict[str, object]:
    place = {"turn": confidence.turn, "start": confidence.start, "end": confidence.end}
    return _filled({**place, "score": confidence.score}, misgivings=confidence.misgivings)


def _opened(text: str, name: str) -> Fields:
    """Read JSON and see that it is one of our documents."""
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        short = not text.rstrip().endswith("}")
        what = "the document is cut short" if short else f"this is no JSON ({error.msg})"
        raise InputError(what, where=f"{name}: line {error.lineno}, column {error.colno}", mend=_MEND) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, arrays in thousands of arrays
        raise InputError("this JSON is none of ours", where=name, mend=_MEND) from None
    fields = Fields(value, source=name, mend=_MEND)
    found = fields.text("format")
    if found != FORMAT:
        ours, _, version = found.rpartition("/")
        newer = ours == FORMAT.rpartition("/")[0] and version.isdigit()
        raise InputError(
            f'the format is "{found}", not "{FORMAT}"',
            where=f"{name}: format",
            mend="A newer Glossub wrote it: upgrade with `pip install --upgrade glossub`." if newer else _MEND,
        )
    for required in _FIELDS:
        if required not in fields:
            raise fields.error("", f'the field "{required}" is missing')
    fields.texts_by_name("files")
    fields.scalars_by_name("limits")
    for name_of_text in ("digest", "input"):
        fields.text(name_of_text)
    if "run" in fields and not _SHA256.fullmatch(fields.text("run")):
        raise fields.error("run", "expected 64 hexadecimal digits")
    return fields


def _parsed_note(note: Fields) -> Note:
    note.only("kind", "place", "message", "before", "after")
    return Note(
        kind=note.choice("kind", NoteKind),
        place=note.text("place"),
        message=note.text("message"),
        before=note.text("before", ""),
        after=note.text("after", ""),
    )


def _parsed_turn(turn: Fields) -> Turn:
    turn.only("speaker", "start_ms", "end_ms", "text", "segments", "words")
    text = turn.text("text")
    inside = range(len(text))
    return Turn(
        speaker=turn.optional_text("speaker"),
        text=text,
        words=_timed(turn.quads("words", inside)),
        segments=_timed(turn.quads("segments", inside)),
        start_ms=turn.optional_integer("start_ms"),
        end_ms=turn.optional_integer("end_ms"),
    )


def _timed(rows: Iterable[Quad]) -> tuple[TimedSpan, ...]:
    return tuple(TimedSpan(start=a, end=b, start_ms=start_ms, end_ms=end_ms) for a, b, start_ms, end_ms in rows)


def _parsed_term(term: Fields) -> Term:
    term.only("id", "source", "target", "pos", "case", "note", *_TERM_LISTS)
    return Term(
        id=term.text("id"),
        source=term.text("source"),
        target=term.text("target"),
        pos=term.text("pos"),
        case=term.choice("case", Case),
        note=term.text("note", ""),
        **{name: term.texts(name) for name in _TERM_LISTS},
    )


def _parsed_translations(fields: Fields, turns: Sequence[Turn], terms: Mapping[str, Term]) -> tuple[Translation, ...]:
    """Read the translations and see that their sentences tile the turns, in order."""
    translations: list[Translation] = []
    turn, done = 0, 0
    for item in fields.objects("translations"):
        item.only("turn", "start", "end", "target", "continues", "edited", "doubts", "outcomes", "links")
        sentence = Sentence(
            turn=item.integer("turn"),
            start=item.integer("start"),
            end=item.integer("end"),
            continues=item.flag("continues"),
        )
        while turn < min(sentence.turn, len(turns)) and done == len(turns[turn].text):
            turn, done = turn + 1, 0
        if (sentence.turn, sentence.start) != (turn, done):
            raise item.error("start", f"expected {done} of turn {turn}, where the sentence before ends")
        if turn == len(turns) or not done <= sentence.end <= len(turns[turn].text):
            raise item.error("end", f"{sentence.end} is not in turn {turn}")
        done = sentence.end
        translations.append(_parsed_translation(item, sentence, terms))
    while turn < len(turns) and done == len(turns[turn].text):
        turn, done = turn + 1, 0
    if turn < len(turns):
        raise fields.error("translations", f"the text of turn {turn} goes on at {done}, where no sentence follows")
    return tuple(translations)


def _parsed_translation(item: Fields, sentence: Sentence, terms: Mapping[str, Term]) -> Translation:
    target = item.text("target")
    rows = item.quads("links", range(sentence.start, sentence.end), range(len(target)))
    return Translation(
        sentence=sentence,
        target=target,
        links=tuple(Link(source_start=a, source_end=b, target_start=c, target_end=d) for a, b, c, d in rows),
        outcomes=tuple(_parsed_outcome(o, sentence, target, terms) for o in item.objects("outcomes")),
        doubts=item.choices("doubts", Doubt),
        edited=item.flag("edited"),
    )


def _parsed_outcome(item: Fields, sentence: Sentence, target: str, terms: Mapping[str, Term]) -> Outcome:
    item.only("term", "start", "end", "form", "reason", "status", "tier", "rendering", "target_start", "target_end")
    term = terms.get(item.text("term"))
    if term is None:
        raise item.error("term", f'"{item.text("term")}" is not in the table of terms')
    start, end = item.span("start", "end", range(sentence.start, sentence.end))
    there = "target_start" in item or "target_end" in item
    target_start, target_end = item.span("target_start", "target_end", range(len(target))) if there else (-1, -1)
    return Outcome(
        hit=Hit(
            term=term,
            turn=sentence.turn,
            start=start,
            end=end,
            form=item.text("form"),
            reason=item.choice("reason", Reason),
        ),
        status=item.choice("status", Status),
        tier=item.text("tier"),
        rendering=item.text("rendering", ""),
        start=target_start,
        end=target_end,
    )


def _parsed_words(fields: Fields, turns: Sequence[Turn]) -> tuple[WordTime, ...]:
    words: list[WordTime] = []
    for run in fields.objects("words"):
        run.only("turn", "provenance", "spans")
        turn, provenance = run.integer("turn"), run.choice("provenance", Provenance)
        if turn >= len(turns):
            raise run.error("turn", f"there are only {len(turns)} turns")
        words += [
            WordTime(turn=turn, start=start, end=end, start_ms=start_ms, end_ms=end_ms, provenance=provenance)
            for start, end, start_ms, end_ms in run.quads("spans", range(len(turns[turn].text)))
        ]
    return tuple(words)


def _parsed_confidence(item: Fields, turns: Sequence[Turn]) -> Confidence:
    turn = item.only("turn", "start", "end", "score", "misgivings").integer("turn")
    if turn >= len(turns):
        raise item.error("turn", f"there are only {len(turns)} turns")
    start, end = item.span("start", "end", range(len(turns[turn].text)))
    misgivings = item.choices("misgivings", Misgiving)
    return Confidence(turn=turn, start=start, end=end, score=item.share("score"), misgivings=misgivings)
