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
        cues = (text for text in draw(lists()) if "*" not in text and "@" not in text)
        made.append(
            Entry(
                id=draw(st.sampled_from(["a", "é", "a b", "<x>", "_1", "9"])) + str(number),
                place="",
                source=own[0],
                renderings=tuple(draw(renderings(code)) for code in codes),
                forms=tuple(own[1 : cuts[0]]),
                variants=tuple(own[cuts[0] : cuts[1]]),
                misheard=tuple(own[cuts[1] : cuts[2]]),
                suspected=draw(lists()),
                pos=draw(st.sampled_from(POS)),
                case=draw(st.sampled_from(Case)),
                need=tuple(cues),
                note=draw(st.text(max_size=12)).strip(" \t\r\n"),
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


@settings(max_examples=40)
@given(glossary=contents())
def test_tmx_reads_back_as_it_was(glossary: Contents) -> None:
    assume(all(_is_plain(entry.note) for entry in glossary.entries))
    made, lost = again(glossary, Format.TMX)
    assert lost == ()
    assert [replace(entry, place="") for entry in made.contents.entries] == list(glossary.entries)


@settings(max_examples=40)
@given(glossary=contents(), kind=st.sampled_from([Format.TBX2, Format.TBX3]))
def test_tbx_keeps_what_it_holds_and_tells_the_rest(glossary: Contents, kind: Format) -> None:
    assume(all(_is_plain(entry.note) for entry in glossary.entries))
    made, lost = again(glossary, kind)
    for one, other in zip(glossary.entries, made.contents.entries, strict=True):
        bare = replace(one, id=other.id, place=other.place, misheard=(), suspected=(), need=(), deny=(), case=Case.ANY)
        assert bare == other
        assert one.id == other.id or "ids that XML cannot hold, replaced by numbers" in lost
        assert not one.misheard or "misheard forms" in lost
        assert not one.suspected or "suspected mishearings" in lost
        assert not one.need or "cues that are needed" in lost
        assert one.case is Case.ANY or "that case matters" in lost


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


def _is_plain(text: str) -> bool:
    """Say whether XML can hold a text, and keeps its line ends."""
    return all(letter >= " " or letter == "\n" for letter in text) and not set(text) & set("\ufffe\uffff")
