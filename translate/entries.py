"""The entries of a glossary file, and everything that is wrong in it, each fault with its place and its mend.

A file's head says `language`, the language spoken, and may say `target`, the language of plain renderings ("en" where
it says nothing). `target`, `allowed` and `forbidden` may each be a table per target language; `keep = true` stands for
the source in every language. `[cues]` names lists of cues, which `need` and `deny` take in as `@name`.
"""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from translate.glossary_file import Fault, GlossaryFile, document
from translate.languages import language as known_language
from translate.languages.spelling import spelling, surface

_LONGEST = 200  # characters of one wording; a longer one is a sentence that slipped in
MOST = 100_000
"""The most entries that one file may have."""
_HEAD = ("language", "target", "cues", "terms")
_FORMS = ("forms", "variants", "misheard", "suspected")
_CUES = ("need", "deny")
_RENDERINGS = ("allowed", "forbidden")
_KEYS = ("id", "source", "target", "keep", "pos", "case", "note", *_FORMS, *_CUES, *_RENDERINGS)
POS = ("noun", "verb", "adj", "adverb", "proper", "phrase")
"""The parts of speech."""
ANY_LANGUAGE = "*"
"""The language of a rendering that holds in all that are not named."""
_CODE = re.compile(r"[a-z]{2,3}\Z")  # ISO 639, as the settings name languages; one with a region would match nothing
_ODD = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # controls, formats, surrogates, private, line ends
_KINDS = {bool: "a boolean", int: "an integer", float: "a float", str: "a string", list: "an array", dict: "a table"}


class Case(StrEnum):
    """When letter case must agree for a form to count."""

    ANY = "any"  # Sprint, sprint
    EXACT = "exact"  # PO is a term, po and Po are not


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What an entry becomes in one target language; the language "*" stands for all that are not named."""

    language: str
    target: str
    allowed: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One `[[terms]]` table: see `translate.glossary.Term` for its fields, `place` for where it stands."""

    id: str
    place: str
    source: str
    renderings: tuple[Rendering, ...]
    forms: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    misheard: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()
    pos: str = "noun"
    case: Case = Case.ANY
    need: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    note: str = ""

    @property
    def claimed(self) -> tuple[str, ...]:
        """Every wording that is taken for the term."""
        return (self.source, *self.forms, *self.variants, *self.misheard)

    def rendering(self, language: str) -> Rendering | None:
        """Return what the entry becomes in a language, or None where it has nothing for it."""
        found = {rendering.language: rendering for rendering in self.renderings}
        return found.get(language, found.get(ANY_LANGUAGE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a glossary file holds: the language spoken, its entries, and everything that is wrong."""

    language: str = ""
    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()


def parse(file: GlossaryFile) -> Contents:
    """Read a glossary file; with faults, the entries are those that could still be read."""
    values, wrong = document(file)
    if values is None:
        return Contents(faults=wrong)
    head = _Table(place=file.name, values=values, faults=list(wrong))
    head.known(_HEAD, separator=": ")
    language = head.code("language", head.text("language", 'write language = "fr" at the top'))
    target = head.code("target", head.text("target", 'write target = "en"')) if "target" in values else "en"
    cues = {**known_language(language).registers, **_cues(head)}
    tables = values.get("terms", [])
    if not isinstance(tables, list):
        head.fault("terms", f"expected an array of tables, found {_kind(tables)}", "begin each entry with [[terms]]")
        tables = []
    if len(tables) > MOST:
        head.fault("terms", f"{len(tables)} entries, and a file may have {MOST}", "split the file")
        tables = []
    entries = [
        entry
        for index, table in enumerate(tables)
        if (entry := _entry(f"{file.name}: terms[{index}]", table, target, cues, head.faults)) is not None
    ]
    head.faults.extend(_duplicates(entries))
    return Contents(language=language, entries=tuple(entries), faults=tuple(head.faults))


def claim(text: str, case: Case) -> tuple[str, str]:
    """Return what a wording takes for its entry: its folded spelling, and its surface where case matters."""
    taken = spelling(text)
    folded = "\x1f".join((taken.before, *taken.words, *taken.gaps, taken.after))
    return folded, surface(text) if case is Case.EXACT else ""


def clash(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Say whether two claims can be about the same words."""
    return one[0] == other[0] and (not one[1] or not other[1] or one[1] == other[1])


def complaint(text: str, *, spoken: bool) -> tuple[str, str] | None:
    """Return what is wrong with a wording and how to mend it, or None."""
    odd = next((letter for letter in text if unicodedata.category(letter) in _ODD), "")
    complaints = (
        (not text.strip(), "is empty", "write what it should say, or leave it out"),
        (odd, f"holds the control character U+{ord(odd or ' '):04X}", "take it out: an entry is one line of text"),
        (text != text.strip(), f'"{text}" begins or ends with a space', "take the space out"),
        (set("⟦⇒⟧") & set(text), f'"{text}" holds a mark (⟦ ⇒ ⟧)', "take it out: the engine marks terms with it"),
        (len(text) > _LONGEST, f"has {len(text)} characters, at most {_LONGEST} may be", "a term is a few words"),
        (spoken and not spelling(text).words, f'"{text}" holds no letter and no digit', "write words"),
    )
    return next(((what, mend) for wrong, what, mend in complaints if wrong), None)


def slug(text: str) -> str:
    """Return an id made of a wording's letters and digits."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "-", letters).strip("-") or "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A TOML table on its way in: what is wrong with a value goes to `faults`, and something harmless is returned."""

    place: str
    values: Mapping[str, object]
    faults: list[Fault]

    def fault(self, key: str, what: str, mend: str) -> None:
        separator = ": " if "[" not in self.place else "."
        self.faults.append(Fault(place=f"{self.place}{separator}{key}", what=what, mend=mend))

    def known(self, keys: Sequence[str], separator: str = ".") -> None:
        """Report keys that mean nothing here."""
        for key in self.values:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1)
                mend = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(keys)}"
                self.faults.append(Fault(place=f"{self.place}{separator}{_plain(key)}", what="unknown key", mend=mend))

    def text(self, key: str, mend: str) -> str:
        """Return a text that must be there."""
        if key not in self.values:
            self.fault(key, "missing", mend)
            return ""
        return self.wording(key, self.values[key], mend)

    def wording(self, key: str, value: object, mend: str, *, spoken: bool = False) -> str:
        """Return a text without anything that could not be said or would be taken for a mark."""
        if not isinstance(value, str):
            self.fault(key, f"expected a string, found {_kind(value)}", mend)
            return ""
        wrong = complaint(value, spoken=spoken)
        if wrong is not None:
            self.fault(key, *wrong)
            return ""
        return value

    def code(self, key: str, text: str) -> str:
        """Return a language's code, which nothing would ever match if it were spelt in another way."""
        if text and not _CODE.match(text):
            self.fault(key, f'"{text}" is no language code', 'write two small letters, such as "fr" or "en"')
        return text

    def texts(self, key: str, value: object, *, spoken: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        mend = f'write {key.split(".", 1)[0]} = ["..."]'
        if not isinstance(value, list):
            self.fault(key, f"expected an array of strings, found {_kind(value)}", mend)
            return ()
        read = (self.wording(f"{key}[{at}]", item, mend, spoken=spoken) for at, item in enumerate(value))
        return tuple(text for text in read if text)

    def per_language(self, key: str) -> dict[str, tuple[str, ...]]:
        """Return a list, under the language "", or a table of lists per language."""
        value = self.values.get(key, [])
        if isinstance(value, dict):
            return {_plain(code): self.texts(f"{key}.{_plain(code)}", item) for code, item in value.items()}
        return {"": self.texts(key, value)}

    def choice(self, key: str, options: Sequence[str]) -> str:
        """Return one of several words, the first of them where nothing is said."""
        value = self.values.get(key, options[0])
        if value not in options:
            self.fault(key, f"{_plain(value)!r} is none of {', '.join(options)}", f'write {key} = "{options[0]}"')
            return options[0]
        return str(value)


def _entry(
    place: str, value: object, target: str, cues: Mapping[str, tuple[str, ...]], to: list[Fault]
) -> Entry | None:
    """Read one entry; None where so much is wrong that there is none."""
    if not isinstance(value, dict):
        to.append(Fault(place=place, what=f"expected a table, found {_kind(value)}", mend="begin it with [[terms]]"))
        return None
    table = _Table(place=place, values=value, faults=to)
    table.known(_KEYS)
    name = table.text("id", 'write id = "a-short-name", which no other entry has')
    source = table.wording("source", value["source"], 'write source = "..."', spoken=True) if "source" in value else ""
    if "source" not in value:
        table.fault("source", "missing", 'write source = "what is said"')
    spoken = {key: table.texts(key, value.get(key, []), spoken=True) for key in _FORMS}
    context = {key: _context(table, key, cues) for key in _CUES}
    renderings = _renderings(table, source, spoken["forms"], target)
    for at, text in enumerate(spoken["misheard"]):
        if any(clash(claim(text, Case.ANY), claim(right, Case.ANY)) for right in (source, *spoken["forms"])):
            table.fault(
                f"misheard[{at}]", f'"{text}" is the term itself', "a misheard form is a wrong one: take it out"
            )
    pos = table.choice("pos", POS)
    case = Case(table.choice("case", tuple(Case)))
    note = value.get("note", "")
    if not isinstance(note, str):
        table.fault("note", f"expected a string, found {_kind(note)}", 'write note = "..."')
    if not name or not source:
        return None
    return Entry(
        id=name, place=place, source=source, renderings=renderings, pos=pos, case=case, note=note, **spoken, **context
    )


def _renderings(table: _Table, source: str, forms: tuple[str, ...], target: str) -> tuple[Rendering, ...]:
    """Read what an entry becomes in each target language."""
    targets = _targets(table, source, target)
    lists = {key: table.per_language(key) for key in _RENDERINGS}
    plain = ANY_LANGUAGE if ANY_LANGUAGE in targets else target
    codes = [*targets, *(code for key in _RENDERINGS for code in lists[key] if code and code not in targets)]
    renderings: list[Rendering] = []
    for code in dict.fromkeys(codes):
        text = targets.get(code, targets.get(ANY_LANGUAGE, ""))
        if not text:
            key = next(key for key in _RENDERINGS if code in lists[key]) if code not in targets else "target"
            if code not in targets:
                table.fault(f"{key}.{code}", f"there is no target for {code}", f'add it: target = {{ {code} = "..." }}')
            continue
        kept = forms if plain == ANY_LANGUAGE else ()
        allowed, forbidden = (
            (*lists[key].get("", ()), *lists[key].get(code, ()))
            if code in {plain, ANY_LANGUAGE} or plain == "*"
            else lists[key].get(code, ())
            for key in _RENDERINGS
        )
        accepted = {text.casefold() for text in (text, *allowed)}
        for at, wrong in enumerate(forbidden):
            if wrong.casefold() in accepted:
                table.fault(f"forbidden[{at}]", f'"{wrong}" is the target or allowed too', "take it out of one of them")
        renderings.append(
            Rendering(language=code, target=text, allowed=tuple(dict.fromkeys((*allowed, *kept))), forbidden=forbidden)
        )
    return tuple(renderings)


def _targets(table: _Table, source: str, target: str) -> dict[str, str]:
    """Read `keep` and `target`: a rendering per language, under "*" for a source that stays as it is."""
    keep, value = table.values.get("keep", False), table.values.get("target")
    if not isinstance(keep, bool):
        table.fault("keep", f"expected a boolean, found {_kind(keep)}", "write keep = true, or leave it out")
        return {}
    if keep:
        if value is not None:
            table.fault("target", "stands beside keep = true", "leave out one of the two")
        return {ANY_LANGUAGE: source}
    if value is None:
        table.fault("target", "missing", 'write target = "...", or keep = true where the source stays as it is')
        return {}
    if isinstance(value, dict):
        codes = {_plain(code): text for code, text in value.items()}
        return {
            code if code == ANY_LANGUAGE else table.code(f"target.{code}", code): table.wording(
                f"target.{code}", text, f'write target.{code} = "..."'
            )
            for code, text in codes.items()
        }
    return {target: table.wording("target", value, 'write target = "..."')}


def _cues(head: _Table) -> dict[str, tuple[str, ...]]:
    """Read the head's named lists of cues."""
    value = head.values.get("cues", {})
    if not isinstance(value, dict):
        head.fault("cues", f"expected a table, found {_kind(value)}", 'write [cues] and below it name = ["..."]')
        return {}
    lists = {_plain(name): head.texts(f"cues.{_plain(name)}", items, spoken=True) for name, items in value.items()}
    for name, texts in lists.items():
        for at, text in enumerate(texts):
            _check_star(head, f"cues.{name}[{at}]", text)
    return lists


def _context(table: _Table, key: str, cues: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Read `need` or `deny`, its `@name` replaced by the list of that name."""
    found: list[str] = []
    for at, text in enumerate(table.texts(key, table.values.get(key, []), spoken=True)):
        if not text.startswith("@"):
            found.append(text)
        elif text[1:] in cues:
            found.extend(cues[text[1:]])
        else:
            near = difflib.get_close_matches(text[1:], cues, n=1)
            mend = f"did you mean @{near[0]}?" if near else "name the list under [cues]"
            table.fault(f"{key}[{at}]", f"there is no list of cues {text}", mend)
        _check_star(table, f"{key}[{at}]", text)
    return tuple(dict.fromkeys(found))


def _check_star(table: _Table, key: str, text: str) -> None:
    """Report a star that does not end a word."""
    if re.search(r"(?<!\w)\*|\*(?=[^\s])", text):
        table.fault(key, f'"{text}" has a star in an odd place', "a star stands at the end of a word")


def _duplicates(entries: Sequence[Entry]) -> list[Fault]:
    """Return the ids and the wordings that two entries of one file claim."""
    found: list[Fault] = []
    ids: dict[str, Entry] = {}
    taken: dict[str, list[tuple[tuple[str, str], Entry]]] = {}
    for entry in entries:
        first = ids.setdefault(entry.id, entry)
        if first is not entry:
            what = f'"{entry.id}" is the id of {_short(first)} too'
            found.append(Fault(place=f"{entry.place}.id", what=what, mend="give each entry an id of its own"))
        for text in dict.fromkeys(entry.claimed):
            mine = claim(text, entry.case)
            claims = taken.setdefault(mine[0], [])
            rival = next((by for theirs, by in claims if by is not entry and clash(mine, theirs)), None)
            claims.append((mine, entry))
            if rival is not None:
                what = f'"{text}" is claimed by {_short(rival)} (id {rival.id}) too'
                found.append(Fault(place=entry.place, what=what, mend="leave it to one of the two"))
    return found


def _short(entry: Entry) -> str:
    """Return where an entry stands inside its file."""
    return entry.place.rsplit(": ", 1)[-1]


def _kind(value: object) -> str:
    """Name a value's type as TOML does."""
    return _KINDS.get(type(value), "a date or time")


def _plain(value: object) -> str:
    """Return a key as a message can show it: one line, not too long."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(value))[:60]
