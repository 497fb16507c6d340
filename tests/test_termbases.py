"""Glossaries in other programs' formats: golden files both ways, and an account of what is not carried."""

import os
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from lxml import etree

from translate.entries import Case, Contents, Entry, Rendering, parse
from translate.errors import InputError, UsageError
from translate.glossary import GlossaryFile, shipped
from translate.termbases import Format, Imported, Pair, of_name, read, write
from translate.termbases.carried import Loss

GOLDEN = Path(__file__).parent / "golden" / "exchange"
FILES = {
    "small.deepl.csv": Format.DEEPL,
    "small.deepl.tsv": Format.DEEPL,
    "small.google.csv": Format.GOOGLE,
    "small.google.tsv": Format.GOOGLE,
    "small.amazon.csv": Format.AMAZON,
    "small.v2.tbx": Format.TBX2,
    "small.v3.tbx": Format.TBX3,
    "small.tmx": Format.TMX,
    "small.again.toml": Format.TOML,
}


def small() -> Imported:
    """Read the small glossary."""
    return read((GOLDEN / "small.toml").read_bytes(), name="small.toml", pair=Pair())


def taken(text: str, name: str, given: Format | None = None, pair: Pair | None = None) -> Imported:
    """Read a text."""
    return read(text.encode(), name=name, pair=pair or Pair(), given=given)


def lost(imported: Imported) -> dict[str, int]:
    """Return what was left out or changed in reading, and how often."""
    return {loss.what: loss.count for loss in imported.losses}


def pairs(imported: Imported, language: str = "en") -> list[tuple[str, str]]:
    """Return sources and targets."""
    found = ((entry.source, entry.rendering(language)) for entry in imported.contents.entries)
    return [(source, rendering.target) for source, rendering in found if rendering is not None]


@pytest.mark.parametrize("name", FILES)
def test_what_is_written_is_the_golden_file(name: str) -> None:
    """Each format's file is compared whole, and so is what it does not carry."""
    exported = write(small(), name=name, target="en", given=FILES[name])
    told = "".join(f"{loss}\n" for loss in exported.losses)
    for path, text in ((GOLDEN / name, exported.text), (GOLDEN / f"{name}.lost", told)):
        if os.environ.get("GLOSSUB_GOLDEN"):
            path.write_text(text, encoding="utf-8", newline="")
        assert path.read_bytes().decode() == text


@pytest.mark.parametrize("name", FILES)
def test_the_golden_files_are_read_back(name: str) -> None:
    """The entries of a file are those that were written, as far as the format holds them."""
    made = taken((GOLDEN / name).read_bytes().decode(), name, FILES[name])
    assert made.contents.language == "fr"
    assert {("PO", "PO"), ("nœud", "node"), ("mettre en production", "deploy to production")} <= set(pairs(made))
    entry = next(entry for entry in made.contents.entries if entry.source == "nœud")
    rendering = entry.rendering("en")
    assert rendering is not None
    if FILES[name] in {Format.TBX2, Format.TBX3, Format.TMX, Format.TOML}:
        assert (entry.forms, entry.variants) == (("nœuds",), ("point, de réseau", "nodule"))
        assert (rendering.allowed, rendering.forbidden) == (("nodes",), ("knot",))
        assert entry.rendering("de") == Rendering(language="de", target="Knoten", forbidden=("Schleife",))


def test_tmx_and_our_own_format_keep_everything() -> None:
    wanted = small().contents.entries
    for name in ("small.tmx", "small.again.toml"):
        made = taken((GOLDEN / name).read_bytes().decode(), name).contents.entries
        for one, other in zip(wanted, made, strict=True):
            spelt = one.renderings
            if other.renderings != spelt:  # keep is spelt out for the target
                assert [rendering.language for rendering in spelt] == ["*"]
                spelt = (replace(spelt[0], language="en"),)
            assert replace(one, place=other.place, renderings=spelt) == other


def test_tbx_keeps_what_it_holds_and_tells_the_rest() -> None:
    exported = write(small(), name="x.tbx", target="en")
    assert [loss.what for loss in exported.losses] == [
        "renderings for every language (keep), written for one",
        "that case matters",
        "misheard forms",
        "suspected mishearings",
        "cues that are needed",
        "cues that deny",
        "ids that XML cannot hold, replaced by numbers",
    ]
    made = taken(exported.text, "x.tbx").contents.entries
    assert [(e.id, e.pos, e.note) for e in made] == [
        ("po", "proper", small().contents.entries[0].note),
        ("node", "noun", ""),
        ("_3", "phrase", ""),
    ]


def test_an_independent_reader_reads_the_xml() -> None:
    """A validating library finds the terms where the standards put them."""
    three = etree.fromstring((GOLDEN / "small.v3.tbx").read_bytes())
    space = {"t": "urn:iso:std:iso:30042:ed-2"}
    assert three.xpath("//t:conceptEntry[@id='node']/t:langSec[@xml:lang='en']//t:term/text()", namespaces=space) == [
        "node",
        "nodes",
        "knot",
    ]
    two = etree.fromstring((GOLDEN / "small.v2.tbx").read_bytes())
    assert two.xpath("//termEntry[@id='node']/langSet[@xml:lang='de']/tig/term/text()") == ["Knoten", "Schleife"]
    memory = etree.fromstring((GOLDEN / "small.tmx").read_bytes())
    assert memory.xpath("//tu[@tuid='node']/tuv/seg/text()") == ["nœud", "node", "Knoten"]


def test_the_shipped_glossary_survives_tbx_and_tmx() -> None:
    entries = tuple(entry for file in shipped() for entry in parse(file).entries)
    ours = Imported(contents=Contents(language="fr", entries=entries))
    for given in (Format.TBX2, Format.TBX3, Format.TMX):
        exported = write(ours, name="x", target="en", given=given)
        made = taken(exported.text, "x", given)
        assert lost(made) == {}
        for one, other in zip(entries, made.contents.entries, strict=True):
            assert one.rendering("en") is not None
            assert (one.id, one.source, one.forms, one.variants) == (
                other.id,
                other.source,
                other.forms,
                other.variants,
            )


def test_rows_with_a_head_are_told_by_it() -> None:
    """Google's columns may come in any order; a row without the source or any target is told."""
    made = taken("de,fr,pos,description,en\nKnoten,nœud,noun,im Netz,node\n,grappe,verb,,\n,,,,x\n", "x.csv")
    (entry,) = made.contents.entries
    assert (entry.id, entry.source, entry.pos, entry.note) == ("noeud", "nœud", "noun", "im Netz")
    assert {r.language: r.target for r in entry.renderings} == {"de": "Knoten", "en": "node"}
    assert lost(made) == {"rows without a source or without a target": 2}


def test_rows_of_more_cells_than_they_should_have_are_told() -> None:
    made = taken("fr-FR,en-US,en-GB,fr-CA\nécran,screen,display,moniteur,x\n", "x.csv")
    assert made.contents.entries[0].renderings == (Rendering(language="en", target="screen", allowed=("display",)),)
    assert lost(made) == {"cells under no head": 1, "cells in a second column of the source's language": 1}


def test_an_unknown_part_of_speech_is_told() -> None:
    made = taken("fr,en,pos\nnœud,node,thing\n", "x.csv")
    assert made.contents.entries[0].pos == "noun"
    assert lost(made) == {'parts of speech that are none of ours ("thing")': 1}


def test_plain_rows_may_name_their_languages() -> None:
    made = taken("nœud,Knoten,FR,DE\nnudo,nodo,ES,IT\ncadre,frame,,\nx,y,z\n", "x.csv")
    assert pairs(made, "de") == [("nœud", "Knoten")]
    assert pairs(made) == [("cadre", "frame"), ("x", "y")]
    assert lost(made) == {"rows that are not in fr": 1, "cells beyond the source and the target": 1}


def test_a_head_of_words_is_no_entry() -> None:
    assert pairs(taken("Source\tTarget\nnœud\tnode\n", "x.tsv")) == [("nœud", "node")]


def test_deepl_has_no_head_though_a_row_looks_like_one() -> None:
    assert pairs(taken("fr,en\n", "x.csv", Format.DEEPL)) == [("fr", "en")]


def test_rows_for_one_wording_become_one_entry() -> None:
    """The first rendering is the target, the others are accepted too."""
    made = taken("nœud,node\nNœud,knot\nnœud,Node\nnœud,vertex\n", "x.csv")
    assert [(e.source, e.case) for e in made.contents.entries] == [("nœud", Case.EXACT), ("Nœud", Case.EXACT)]
    rendering = made.contents.entries[0].rendering("en")
    assert rendering is not None
    assert rendering.allowed == ("Node", "vertex")
    assert lost(made) == {
        "wordings that differ in capitals alone, for which case matters now": 1,
        "rows or concepts for the same wording, made one entry": 2,
    }


def test_many_spellings_of_one_word_are_read_in_no_time() -> None:
    """As many entries as there are ways to write one word in capitals, each compared with all the others once."""
    names = ["".join(p) for p in product(*((a, a.upper()) for a in "abcdefghijk"))]
    made = taken("".join(f"{name},{at}\n" for at, name in enumerate(names)), "x.csv")
    assert len(made.contents.entries) == len(names)
    assert {entry.case for entry in made.contents.entries} == {Case.EXACT}


def test_capitals_alone_make_no_entry() -> None:
    made = taken("nœud,node\nNœud,Node\n", "x.csv")
    assert pairs(made) == [("nœud", "node")]
    assert lost(made)["other capitals or hyphens of a wording, which count as the same"] == 1


def test_ids_are_made_unique() -> None:
    made = taken("C++,C++\nC#,C#\n?!1,x\nœuf,egg\n", "x.csv")
    assert [entry.id for entry in made.contents.entries] == ["c", "c-2", "1", "oeuf"]


def test_what_is_read_is_a_valid_glossary_of_ours() -> None:
    """Every golden file becomes a TOML file without a fault."""
    for name, given in FILES.items():
        made = taken((GOLDEN / name).read_bytes().decode(), name, given)
        text = write(made, name="x.toml", target="en").text
        assert parse(GlossaryFile(name="x.toml", text=text)).faults == ()


TBX = """<?xml version="1.0"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
  xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body>
<conceptEntry id="c1"><min:subjectField>networks</min:subjectField><note>as said</note>
  <transacGrp><transac>modification</transac></transacGrp>
  <langSec xml:lang="fr-CA"><basic:definition>un point
    du réseau</basic:definition>
    <termSec><term>noeud mort</term>
    <min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>
    <termSec><term>nœud</term><min:partOfSpeech>other</min:partOfSpeech><basic:termType>shortForm</basic:termType></termSec>
  </langSec>
  <langSec xml:lang="en"><termSec><term>knot</term>
    <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
    <termSec><term>node</term><basic:context>a node of the cluster</basic:context></termSec></langSec>
  <langSec xml:lang="de"><termSec><term>Schleife</term>
    <min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec></langSec>
</conceptEntry>
<conceptEntry><langSec xml:lang="en"><termSec><term>alone</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""


def test_tbx_with_categories_as_elements_is_read() -> None:
    """What has no field goes into the note or is told."""
    made = taken(TBX, "x.tbx")
    (entry,) = made.contents.entries
    assert (entry.id, entry.source, entry.variants) == ("c1", "nœud", ("noeud mort",))
    assert entry.renderings == (Rendering(language="en", target="node", forbidden=("knot",)),)
    assert entry.note.splitlines() == [
        "subjectField: networks",
        "as said",
        "definition: un point du réseau",
        "context: a node of the cluster",
    ]
    assert set(lost(made)) == {
        "elements of kind transacGrp",
        "regions of languages (fr-CA)",
        "kinds of terms (shortForm)",
        "statuses of deprecated terms of what is said, which count as variants",
        "languages in which every term is deprecated",
        "parts of speech that are none of ours (other)",
        "concepts without a term in fr, or with none in another language",
    }


def test_old_tbx_with_groups_is_read() -> None:
    text = """<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif type="TBX" xml:lang="en"><text><body>
    <termEntry id="IATE-1"><langSet xml:lang="fr"><ntig><termGrp><term>nœud</term>
    <termNote type="partOfSpeech">verb</termNote></termGrp></ntig></langSet>
    <langSet xml:lang="en"><tig><term>node</term></tig></langSet></termEntry></body></text></martif>"""
    (entry,) = taken(text, "x.tbx").contents.entries
    assert (entry.id, entry.source, entry.pos) == ("IATE-1", "nœud", "verb")


def test_tmx_of_another_tool_is_read() -> None:
    """Mark-up inside segments, unknown properties and further segments are told or kept."""
    text = """<tmx version="1.4"><body>
    <tu><prop type="domain">it</prop><note>a note</note>
      <tuv xml:lang="FR"><seg>le <bpt i="1">&lt;b&gt;</bpt>nœud<ept i="1">&lt;/b&gt;</ept></seg></tuv>
      <tuv xml:lang="FR"><seg>nodule</seg></tuv>
      <tuv xml:lang="en-GB"><note>check</note><seg>the node</seg></tuv><tuv xml:lang="en-US"><seg>node</seg></tuv></tu>
    <tu><tuv xml:lang="en"><seg>alone</seg></tuv></tu></body></tmx>"""
    made = taken(text, "x.tmx")
    (entry,) = made.contents.entries
    assert (entry.source, entry.variants, entry.note) == ("le nœud", ("nodule",), "a note")
    assert entry.renderings == (Rendering(language="en", target="the node", allowed=("node",)),)
    assert set(lost(made)) == {
        "mark-up inside segments (bpt)",
        "mark-up inside segments (ept)",
        "properties of kind domain",
        "regions of languages (en-GB)",
        "regions of languages (en-US)",
        "notes of one language",
        "units without fr, or with no other language",
    }


def test_wordings_that_another_entry_has_are_left_to_it() -> None:
    text = write(small(), name="x.tmx", target="en").text
    doubled = text.replace(
        "</body>",
        '<tu tuid="z"><prop type="x-variant">nodule</prop><prop type="x-misheard">zed</prop>'
        '<prop type="x-misheard">Z</prop><tuv xml:lang="fr"><seg>zed</seg></tuv>'
        '<tuv xml:lang="en"><prop type="x-forbidden">Zed</prop><seg>zed</seg></tuv></tu></body>',
    )
    made = taken(doubled, "x.tmx")
    assert made.contents.entries[-1].variants == ()
    assert made.contents.entries[-1].misheard == ("Z",)
    assert lost(made) == {
        "wordings that another entry has already": 1,
        "misheard forms that are the term itself": 1,
        "forbidden renderings that are accepted too": 1,
    }


def test_a_carriage_return_in_a_note_breaks_no_row() -> None:
    """Unquoted it would end the row, and the rest of the note would be another one."""
    rendering = Rendering(language="en", target="node")
    entry = Entry(id="a", place="x", source="nœud", renderings=(rendering,), note="one\rtwo\r\nthree")
    ours = Imported(contents=Contents(language="fr", entries=(entry,)))
    exported = write(ours, name="x.csv", target="en", given=Format.GOOGLE)
    assert "notes' carriage returns, written as line feeds" in {loss.what for loss in exported.losses}
    assert [e.note for e in taken(exported.text, "x.csv", Format.GOOGLE).contents.entries] == ["one\ntwo\nthree"]


def test_comments_are_counted_wherever_they_stand_and_no_number_sign_in_a_text_is_one() -> None:
    text = '''# one
language = "fr" # two
cues = { git = ["Git"] } # three
[[terms]]
id = "a"
source = 'C#'
target = "say \\"C#\\" # no"
note = """
# no
""" # four
'''
    assert lost(taken(text, "x.toml")) == {"comments": 4, "named lists of cues, written out where they are used": 1}


def test_an_entry_without_a_rendering_is_told() -> None:
    none = Entry(id="a", place="x", source="a", renderings=())
    german = Entry(id="b", place="x", source="b", renderings=(Rendering(language="de", target="B"),))
    ours = Imported(contents=Contents(language="fr", entries=(none, german)))
    assert [loss.what for loss in write(ours, name="x.csv", target="en").losses] == [
        "entries without a rendering",
        "ids, for which reading makes new ones",
        "renderings in other languages",
        "entries without a rendering in en",
    ]
    assert parse(GlossaryFile(name="x", text=write(ours, name="x.toml", target="de").text)).entries[0].renderings == ()


def test_a_language_that_is_none_is_told() -> None:
    """Neither read nor written, where a head of language codes would be none with it."""
    text = (GOLDEN / "small.tmx").read_text(encoding="utf-8").replace('xml:lang="de"', 'xml:lang="d e"')
    for name, form in (("x.tmx", text), ("x.tbx", TBX.replace('xml:lang="de"', 'xml:lang=""'))):
        made = taken(form, name)
        assert lost(made)["texts in a language without a tag"] == 1
    odd = Entry(id="a", place="x", source="a", renderings=(Rendering(language="d e", target="x"),))
    exported = write(Imported(contents=Contents(language="fr", entries=(odd,))), name="x.tmx", target="en")
    assert exported.count == 0
    assert [loss.what for loss in exported.losses] == [
        "renderings whose language is no language tag",
        "entries without a rendering",
    ]
    with pytest.raises(InputError, match='"f<r" is no language'):
        write(Imported(contents=Contents(language="f<r", entries=(odd,))), name="x.tmx", target="en")


def test_characters_that_xml_cannot_hold_are_told() -> None:
    odd = Entry(id="a", place="x", source="a", renderings=(Rendering(language="en", target="a\ufffe"),))
    ours = Imported(contents=Contents(language="fr", entries=(odd,)))
    for given in (Format.TBX3, Format.TMX):
        exported = write(ours, name="x", target="en", given=given)
        assert [loss.what for loss in exported.losses] == ["characters that XML cannot hold, replaced by U+FFFD"]
        assert pairs(taken(exported.text, "x", given)) == [("a", "a\ufffd")]


def test_an_id_that_xml_cannot_hold_gets_one_that_no_entry_has() -> None:
    plain = (Rendering(language="en", target="x"),)
    made = tuple(Entry(id=name, place="x", source=f"mot {name}", renderings=plain) for name in ("9", "_1", "a b"))
    text = write(Imported(contents=Contents(language="fr", entries=made)), name="x.tbx", target="en").text
    assert [entry.id for entry in taken(text, "x.tbx").contents.entries] == ["__1", "_1", "_3"]


def test_long_lists_stand_on_several_lines() -> None:
    forms = tuple(f"une forme assez longue {number}" for number in range(12))
    one = Entry(id="a", place="", source="a", renderings=(Rendering(language="en", target="b"),), forms=forms)
    text = write(Imported(contents=Contents(language="fr", entries=(one,))), name="x.toml", target="en").text
    assert max(map(len, text.splitlines())) <= 120
    (made,) = parse(GlossaryFile(name="x", text=text)).entries
    assert made.forms == forms


def test_a_loss_names_a_few_places() -> None:
    assert str(Loss(what="notes", count=7, places=tuple("abcdefg"))) == "notes (7): a, b, c, d, e and 2 more"
    assert str(Loss(what="a head row", count=1)) == "a head row (1)"


def test_a_name_says_the_format() -> None:
    assert [of_name(name) for name in ("a.TOML", "a.csv", "a.tbx", "a.tmx")] == ["toml", "deepl", "tbx3", "tmx"]
    with pytest.raises(UsageError, match="does not say which format"):
        of_name("glossary")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><tbx>&b;</tbx>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><tmx><body>&a;</body></tmx>'
PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]><tmx/>'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.tbx", BOMB, "an entity is declared"),
        ("x.tmx", OUTSIDE, "an entity is declared"),
        ("x.tmx", PARAMETER, "an entity is declared"),
        ("x.tmx", '<!DOCTYPE tmx SYSTEM "file:///etc/hostname"><tmx>&a;</tmx>', "there is nothing in the language"),
        ("x.tbx", "<tbx>" * 100, "nested more than 64 deep"),
        ("x.tbx", "<tbx><a></tbx>", "not XML: mismatched tag"),
        ("x.tbx", "", "not XML: no element found"),
        ("x.tbx", '<?xml version="1.0" encoding="klingon"?><a/>', "not XML: unknown encoding"),
        ("x.tbx", "<tbx/>", 'nothing in the language "fr" in it; it has none'),
        ("x.tmx", '<tmx><tu><tuv xml:lang="es"><seg>a</seg></tuv></tu></tmx>', "it has es"),
        ("x.csv", "", "there is no entry in it"),
        ("x.csv", "nœud;node\ngrappe;cluster\n", "its rows have one cell each, so they are not cut at commas"),
        ("x.csv", '"nœud,node\n', "line 1 cannot be read: unexpected end of data"),
        ("x.csv", '"nœud"x,node\n', "line 1 cannot be read"),
        ("x.csv", f"{'a' * 140_000},b\n", "line 1 cannot be read: field larger than field limit"),
        ("x.csv", "nœud,node\ngrappe\n", r"x.csv: row 2: target \(en\): is empty"),
        ("x.csv", "a⟦b,node\n,c\n", r"2 faults(.|\n)*row 1: source: .* holds a mark(.|\n)*row 2: source: is empty"),
        ("x.csv", "a\u0001b,node\n", "row 1: source: holds the control character"),
        ("x.csv", f"{'mot ' * 60},node\n", "row 1: source: has 239 characters"),
        ("x.csv", "...,node\n", "holds no letter and no digit"),
        ("x.csv", "mot,mot\n" * 100_002, "more than 100,000 rows"),
        ("x.toml", 'language = "fr"\n', "there is no entry in it"),
        ("x.toml", "language = 1", "2 faults|1 fault"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(name: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        taken(text, name)


def test_amazon_needs_a_head() -> None:
    with pytest.raises(InputError, match='nothing in the language "fr"'):
        taken("de,en\nKnoten,node\n", "x.csv", Format.AMAZON)


def test_other_encodings_are_refused() -> None:
    with pytest.raises(InputError, match="line 1 is not UTF-8"):
        read("nœud,été\n".encode("cp1252"), name="x.csv", pair=Pair())
    with pytest.raises(InputError, match="UTF-16"):
        read("nœud,node\n".encode("utf-16"), name="x.csv", pair=Pair())


def test_xml_says_its_own_encoding() -> None:
    text = (GOLDEN / "small.tmx").read_text(encoding="utf-8").replace("UTF-8", "windows-1252")
    made = read(text.encode("cp1252"), name="x.tmx", pair=Pair())
    assert ("nœud", "node") in pairs(made)


def test_a_file_beyond_any_glossary_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.termbases.markup.MOST_BYTES", 10)
    with pytest.raises(InputError, match="at most 10 are read"):
        taken("<tbx>         </tbx>", "x.tbx")


def test_too_many_concepts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.termbases.admission.MOST", 2)
    with pytest.raises(InputError, match="more than 2 entries"):
        taken("".join(f"a{n},b\n" for n in range(3)), "x.csv")


def test_an_odd_cue_is_refused() -> None:
    text = write(small(), name="x.tmx", target="en").text.replace("cluster*", "clus*ter")
    with pytest.raises(InputError, match='unit 2: "clus\\*ter" is no cue'):
        taken(text, "x.tmx")


def test_entries_that_would_not_be_valid_are_not_written() -> None:
    """What no reader let in is caught before a file is written."""
    odd = Entry(id="a", place="x", source=" ", renderings=())
    with pytest.raises(InputError, match="is empty"):
        write(Imported(contents=Contents(language="fr", entries=(odd,))), name="x.toml", target="en")
