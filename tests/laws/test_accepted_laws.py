"""Laws of taking suggestions in: what stood in the file stands there still, and what was accepted reads back."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from translate.accepted import Choice, accept
from translate.entries import Entry, Rendering, parse
from translate.errors import InputError
from translate.glossary import GlossaryFile, read
from translate.suggest import Kind, Suggestion
from translate.termbases import toml

SHIPPED = read(
    [GlossaryFile(name="g", text='language = "fr"\n[[terms]]\nid = "k8s"\nsource = "Kubernetes"\nkeep = true\n')]
)
wordings = st.sampled_from(
    ["nœud", "a.b*", "C++", 'dit "ça"', "l'issue", "x\\y", "# pas un commentaire", "[[terms]]", "é"]
)
layouts = st.sampled_from(["", "# un commentaire\n", "\n\n", "   \n", "[cues]\nteam = ['sprint*']\n", "# [[terms]]\n"])


@st.composite
def files(draw: st.DrawFn) -> str:
    """Draw a show's own glossary, with comments and odd layout between its entries."""
    text = f'# à nous\nlanguage = "fr"\n{draw(layouts)}'
    for number, source in enumerate(draw(st.lists(wordings, max_size=3, unique=True))):
        entry = Entry(
            id=f"e{number}",
            place="",
            source=source,
            renderings=(Rendering(language="en", target=source),),
            misheard=tuple(draw(st.lists(st.sampled_from(["mot un", "mot deux"]), max_size=1)) if number == 0 else ()),
            note=draw(st.sampled_from(["", "[[terms]]\nmisheard = [", "deux\nlignes"])),
        )
        text += toml.table(entry, target="en") + draw(st.sampled_from(["", "\n# fin\n", "\n\n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """Draw something that was accepted."""
    kind = draw(st.sampled_from([Kind.TERM, Kind.MISHEARD]))
    text = draw(wordings | st.sampled_from(["Kafka", "cube net"]))
    term = draw(st.sampled_from(["k8s", "e0", "e1"])) if kind is Kind.MISHEARD else ""
    return Choice(
        suggestion=Suggestion(id="x", kind=kind, text=text, target=text, why="", episodes=1, places=(), term=term)
    )


@settings(max_examples=60)
@given(text=files(), accepted=st.lists(choices(), max_size=2))
def test_nothing_that_stood_there_is_changed(text: str, accepted: list[Choice]) -> None:
    """Every line stays, in order, and every entry but for misheard forms that were added; or the file is refused."""
    before = parse(GlossaryFile(name="own", text=text))
    try:
        written = accept(text, accepted, SHIPPED, name="own")
    except InputError:
        return
    after = parse(GlossaryFile(name="own", text=written.text))
    assert (before.faults, after.faults) == ((), ())
    for one, other in zip(before.entries, after.entries, strict=False):
        assert replace(other, misheard=one.misheard) == one
        assert set(one.misheard) <= set(other.misheard)
    rest = iter(written.text.splitlines())
    kept = [line for line in text.splitlines() if line.strip() and not line.startswith("misheard")]
    assert all(line in rest for line in kept)
    heard = {(e.id, form) for e in after.entries for form in e.misheard}
    for choice in accepted:
        suggestion = choice.suggestion
        if suggestion.kind is Kind.MISHEARD:
            assert (suggestion.term, suggestion.text) in heard
        else:
            assert any(suggestion.text in entry.claimed for entry in after.entries)
