"""Laws of exchange: what a format holds comes back, what it does not hold is told, and bad files are refused."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from translate.entries import POS, Case, Contents, Entry, Rendering, parse
from translate.errors import InputError
from translate.glossary import GlossaryFile
from translate.termbases import Format, Imported, Pair, read, toml, write

_LETTERS = "aéœZ9 -'.+#&<>\"\\,;=[]{}()*?^$|"
HOSTILE = [
    "=1+1",
    "a&amp;b",
    "]]>",
    "<b>",
    "C++",
    "x{1,9}",
    '"a"',
    "a, b",
    "a\u00a0b",
    "l’a",
    "[[terms]]",
    "\U0001f9d1a",
]


def wordings() -> st.SearchStrategy[str]:
    """Draw texts that a glossary can hold, special characters among them."""
    around = st.text(_LETTERS, max_size=6)
    spoken = st.tuples(around, st.sampled_from("aéœZ9"), around).map("".join)
    return spoken.map(lambda text: " ".join(text.split())) | st.sampled_from(HOSTILE)


def lists() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(wordings(), max_size=2, unique=True).map(tuple)


@st.composite
def renderings(draw: st.DrawFn, language: str) -> Rendering:
    """Draw what an entry becomes."""
    target, *others = draw(st.lists(wordings(), min_size=1, max_size=4, unique_by=str.casefold))
    cut = draw(st.integers(0, len(others)))
    return Rendering(language=language, target=target, allowed=tuple(others[:cut]), forbidden=tuple(others[cut:]))


@st.composite
def contents(draw: st.DrawFn) -> Contents:
    """Draw a glossary that reads back without a fault."""
    made: list[Entry] = []
    for number in range(draw(st.integers(1, 3))):
        # A number at the end keeps the wordings of entries, and of one entry, apart.
        own = [f"{text} {number}{at}" for at, text in enumerate(draw(st.lists(wordings(), min_size=1, max_size=5)))]
        cuts = sorted(draw(st.integers(1, len(own))) for _ in range(3))
        codes = draw(st.sampled_from([("en",), ("en", "de"), ("de", "en")]))
        need, deny = (tuple(text for text in draw(lists()) if not set(text) & set("*@")) for _ in range(2))
        kept = draw(st.sampled_from([False, False, True])) and not number
        every = Rendering(language="*", target=own[0], allowed=tuple(own[1 : cuts[0]]))
        made.append(
            Entry(
                id=draw(st.sampled_from(["a", "é", "a b", "<x>", "_1", "9"])) + str(number),
                place="",
                source=own[0],
                renderings=(every,) if kept else tuple(draw(renderings(code)) for code in codes),
                forms=tuple(own[1 : cuts[0]]),
                variants=tuple(own[cuts[0] : cuts[1]]),
                misheard=tuple(own[cuts[1] : cuts[2]]),
                suspected=draw(lists()),
                pos=draw(st.sampled_from(POS)),
                case=draw(st.sampled_from(Case)),
                need=need,
                deny=deny,
                note=draw(st.text(max_size=12)),
            )
        )
    drawn = Contents(language="fr", entries=tuple(made))
    read_back = parse(GlossaryFile(name="x", text=toml.write(drawn, target="en").text))
    assume(not read_back.faults)
    return drawn


def again(glossary: Contents, kind: Format) -> tuple[Imported, tuple[str, ...]]:
    """Write and read a glossary; return what came back, and what was told as lost on the way."""
    name = "x.csv" if kind in {Format.DEEPL, Format.GOOGLE, Format.AMAZON} else "x"
    exported = write(Imported(contents=glossary), name=name, target="en", given=kind)
    made = read(exported.text.encode(), name=name, pair=Pair(), given=kind)
    return made, tuple(loss.what for loss in (*exported.losses, *made.losses))


@settings(max_examples=40)
@given(glossary=contents(), target=st.sampled_from(["en", "de"]))
def test_our_own_format_reads_back_as_it_was(glossary: Contents, target: str) -> None:
    exported = write(Imported(contents=glossary), name="x.toml", target=target)
    made = parse(GlossaryFile(name="x", text=exported.text))
    assert [replace(entry, place="") for entry in made.entries] == list(glossary.entries)


TELLING = {
    "id": ("ids",),
    "forms": ("inflected forms",),
    "variants": ("variants",),
    "misheard": ("misheard forms",),
    "suspected": ("suspected mishearings",),
    "pos": ("parts of speech",),
    "case": ("that case matters",),
    "need": ("cues that are needed",),
    "deny": ("cues that deny",),
    "note": ("notes", "characters that XML cannot hold"),
    "languages": ("renderings",),
    "target": ("renderings",),
    "allowed": ("other accepted renderings",),
    "forbidden": ("forbidden renderings",),
}


def changed(one: Entry, other: Entry | None) -> set[str]:
    """Return what of an entry is another thing, or nothing, in what came back."""
    if other is None:
        return {"languages"}
    fields = {key for key in TELLING.keys() & set(Entry.__slots__) if getattr(one, key) != getattr(other, key)}
    mine, theirs = ({found.language: found for found in each.renderings} for each in (one, other))
    for code, rendering in mine.items():
        there = theirs.get(code)
        if there is None:
            fields.add("languages")
            continue
        fields |= {key for key in ("target", "allowed", "forbidden") if getattr(rendering, key) != getattr(there, key)}
    return fields


@settings(max_examples=60)
@given(glossary=contents(), kind=st.sampled_from(Format), tabs=st.booleans())
def test_there_and_back_nothing_is_lost_that_was_not_told(glossary: Contents, kind: Format, tabs: bool) -> None:
    """Whatever of an entry does not come back was told on the way out, with that entry's id."""
    name = "x.tsv" if tabs else "x.csv"
    exported = write(Imported(contents=glossary), name=name, target="en", given=kind)
    made = read(exported.text.encode(), name=name, pair=Pair(), given=kind)
    back = {entry.source: entry for entry in made.contents.entries}
    for entry in glossary.entries:
        told = {loss.what for loss in exported.losses if entry.id in loss.places}
        for field in changed(entry, back.get(entry.source)):
            assert any(what.startswith(TELLING[field]) for what in told), (field, entry, back.get(entry.source))
    extra = back.keys() - {entry.source for entry in glossary.entries}
    assert not extra or any("rows of their own" in loss.what for loss in exported.losses)


@settings(max_examples=40)
@given(glossary=contents(), kind=st.sampled_from([Format.DEEPL, Format.GOOGLE, Format.AMAZON]))
def test_rows_keep_each_wording_with_its_target(glossary: Contents, kind: Format) -> None:
    made, _ = again(glossary, kind)
    pairs = {
        (text, rendering.target)
        for entry in glossary.entries
        if (rendering := entry.rendering("en")) is not None
        for text in (entry.source, *entry.variants)
    }
    found = {
        (entry.source, rendering.target)
        for entry in made.contents.entries
        if (rendering := entry.rendering("en")) is not None
    }
    assert found == pairs


@settings(max_examples=60)
@given(data=st.binary(max_size=60) | st.text(max_size=60).map(str.encode), kind=st.sampled_from(Format))
def test_any_bytes_are_read_or_refused(data: bytes, kind: Format) -> None:
    try:
        made = read(data, name="x.csv", pair=Pair(), given=kind)
    except InputError as error:
        assert error.where  # noqa: PT017  # either outcome is right
        assert error.mend  # noqa: PT017
    else:
        assert made.contents.entries
