"""Reading glossary files: what is wrong is found all at once, and several files combine."""

import shutil
from pathlib import Path

import pytest

import translate
from translate.entries import Case, parse
from translate.errors import InputError
from translate.glossary import Glossary, GlossaryFile, Term, decode, faults, read, shipped

HEAD = 'language = "fr"\n'


def file(body: str, name: str = "glossary/own.toml") -> GlossaryFile:
    """Make a French glossary file."""
    return GlossaryFile(name=name, text=HEAD + body)


def entry(**values: str) -> str:
    """Write one entry, its values as TOML."""
    return "[[terms]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())


def only(glossary: Glossary) -> Term:
    """Return the one term of a glossary."""
    (term,) = glossary.terms
    return term


def lines(*files: GlossaryFile) -> list[str]:
    """Return what is wrong in files, a line each."""
    return [str(fault) for fault in faults(files)]


def test_an_entry_is_read_with_all_its_fields() -> None:
    """Every field reaches the term, lists as tuples."""
    body = entry(
        id='"node"',
        source='"nœud"',
        forms='["nœuds"]',
        target='"node"',
        allowed='["nodes"]',
        forbidden='["knot"]',
        variants='["node"]',
        misheard='["neu"]',
        suspected='["ne"]',
        pos='"noun"',
        case='"exact"',
        need='["cluster*"]',
        deny='["cravate"]',
        note='"a note\\nof two lines"',
    )
    assert only(read([file(body)])) == Term(
        id="node",
        source="nœud",
        forms=("nœuds",),
        target="node",
        allowed=("nodes",),
        forbidden=("knot",),
        variants=("node",),
        misheard=("neu",),
        suspected=("ne",),
        case=Case.EXACT,
        need=("cluster*",),
        deny=("cravate",),
        note="a note\nof two lines",
    )


def test_a_kept_source_is_its_own_target_and_its_forms_are_allowed() -> None:
    """`keep = true` means the same on both sides, in any language."""
    body = entry(id='"po"', source='"PO"', keep="true", forms='["POs"]', allowed='["Product Owner"]')
    for target in ("en", "de"):
        term = only(read([file(body)], target=target))
        assert (term.target, term.allowed) == ("PO", ("Product Owner", "POs"))


def test_renderings_may_differ_by_target_language() -> None:
    """A table gives each language its own; a language without one gets no term."""
    body = entry(
        id='"string"',
        source='"chaîne de caractères"',
        target='{ en = "string", de = "Zeichenkette" }',
        allowed='{ de = ["Zeichenketten"] }',
        forbidden='{ en = ["chain"] }',
    )
    german = only(read([file(body)], target="de"))
    assert (german.target, german.allowed, german.forbidden) == ("Zeichenkette", ("Zeichenketten",), ())
    assert only(read([file(body)])).forbidden == ("chain",)
    assert read([file(body)], target="es").terms == ()


def test_a_plain_target_is_in_the_language_that_the_head_names() -> None:
    """A plain target is English unless the head says otherwise."""
    body = entry(id='"a"', source='"nœud"', target='"Knoten"')
    german = GlossaryFile(name="de.toml", text='language = "fr"\ntarget = "de"\n' + body)
    assert read([german]).terms == ()
    assert only(read([german], target="de")).target == "Knoten"


def test_a_file_for_another_spoken_language_counts_for_nothing() -> None:
    spanish = GlossaryFile(name="es.toml", text='language = "es"\n' + entry(id='"a"', source='"nodo"', target='"node"'))
    assert read([spanish]).terms == ()


def test_cues_may_be_named_once_and_taken_in_by_many() -> None:
    body = '[cues]\nforge = ["Git", "GitHub"]\n' + entry(
        id='"a"', source='"dépôt"', target='"repository"', need='["@forge", "clone*", "Git"]'
    )
    assert only(read([file(body)])).need == ("Git", "GitHub", "clone*")


def test_the_languages_own_lists_of_cues_are_there_unless_the_file_names_one_so() -> None:
    body = entry(id='"a"', source='"rôle"', target='"role"', deny='["@stage"]')
    assert "comédien" in only(read([file(body)])).deny
    assert only(read([file('[cues]\nstage = ["tréteau"]\n' + body)])).deny == ("tréteau",)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (
            entry(id='"a"', source='"nœud"', target="3"),
            'glossary/own.toml: terms[0].target: expected a string, found an integer; write target = "..."',
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', alowed='["nodes"]'),
            "glossary/own.toml: terms[0].alowed: unknown key; did you mean allowed?",
        ),
        (
            entry(id='"a"', source='"nœud"'),
            (
                'glossary/own.toml: terms[0].target: missing; write target = "...", '
                "or keep = true where the source stays as it is"
            ),
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', forms='"nœuds"'),
            'glossary/own.toml: terms[0].forms: expected an array of strings, found a string; write forms = ["..."]',
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', forms="[true]"),
            'glossary/own.toml: terms[0].forms[0]: expected a string, found a boolean; write forms = ["..."]',
        ),
        (
            entry(id='"a"', source='"  "', target='"node"'),
            "glossary/own.toml: terms[0].source: is empty; write what it should say, or leave it out",
        ),
        (
            entry(id='"a"', source='"nœud "', target='"node"'),
            'glossary/own.toml: terms[0].source: "nœud " begins or ends with a space; take the space out',
        ),
        (
            entry(id='"a"', source='"nœud"', target='"no\\tde"'),
            (
                "glossary/own.toml: terms[0].target: holds the control character U+0009; "
                "take it out: an entry is one line of text"
            ),
        ),
        (
            entry(id='"a"', source='"nœud"', target='"⟦node⟧"'),
            (
                'glossary/own.toml: terms[0].target: "⟦node⟧" holds a mark (⟦ ⇒ ⟧); '
                "take it out: the engine marks terms with it"
            ),
        ),
        (
            entry(id='"a"', source='"..."', target='"node"'),
            'glossary/own.toml: terms[0].source: "..." holds no letter and no digit; write words',
        ),
        (
            entry(id='"a"', source=f'"{"x" * 201}"', target='"node"'),
            "glossary/own.toml: terms[0].source: has 201 characters, at most 200 may be; a term is a few words",
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', forbidden='["Node"]'),
            'glossary/own.toml: terms[0].forbidden[0]: "Node" is the target or allowed too; take it out of one of them',
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', allowed='["nodes"]', forbidden='["knot", "nodes"]'),
            (
                'glossary/own.toml: terms[0].forbidden[1]: "nodes" is the target or allowed too; '
                "take it out of one of them"
            ),
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', misheard='["Noeud"]'),
            (
                'glossary/own.toml: terms[0].misheard[0]: "Noeud" is the term itself; '
                "a misheard form is a wrong one: take it out"
            ),
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', case='"upper"'),
            "glossary/own.toml: terms[0].case: 'upper' is none of any, exact; write case = \"any\"",
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', need='["@forges"]'),
            "glossary/own.toml: terms[0].need[0]: there is no list of cues @forges; name the list under [cues]",
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', need='["a*b"]'),
            'glossary/own.toml: terms[0].need[0]: "a*b" has a star in an odd place; a star stands at the end of a word',
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', keep="true"),
            "glossary/own.toml: terms[0].target: stands beside keep = true; leave out one of the two",
        ),
        (
            entry(id='"a"', source='"nœud"', keep='"yes"'),
            "glossary/own.toml: terms[0].keep: expected a boolean, found a string; write keep = true, or leave it out",
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', allowed='{ de = ["Knoten"] }'),
            'glossary/own.toml: terms[0].allowed.de: there is no target for de; add it: target = { de = "..." }',
        ),
        (
            entry(id='"a"', source='"nœud"', target='"node"', note="1979-05-27"),
            'glossary/own.toml: terms[0].note: expected a string, found a date or time; write note = "..."',
        ),
        (
            entry(source='"nœud"', target='"node"'),
            'glossary/own.toml: terms[0].id: missing; write id = "a-short-name", which no other entry has',
        ),
        (
            entry(id='"a"', target='"node"'),
            'glossary/own.toml: terms[0].source: missing; write source = "what is said"',
        ),
        ("terms = [3]", "glossary/own.toml: terms[0]: expected a table, found an integer; begin it with [[terms]]"),
        (
            "[terms]\n",
            "glossary/own.toml: terms: expected an array of tables, found a table; begin each entry with [[terms]]",
        ),
        (
            "cues = 1.5",
            'glossary/own.toml: cues: expected a table, found a float; write [cues] and below it name = ["..."]',
        ),
        ("langage = 1", "glossary/own.toml: langage: unknown key; did you mean language?"),
    ],
)
def test_a_fault_says_where_what_and_how_to_mend(body: str, line: str) -> None:
    assert lines(file(body)) == [line]


def test_a_misspelt_list_of_cues_is_guessed() -> None:
    body = '[cues]\nforge = ["Git"]\n' + entry(id='"a"', source='"x"', target='"y"', deny='["@forg"]')
    assert lines(file(body)) == [
        "glossary/own.toml: terms[0].deny[0]: there is no list of cues @forg; did you mean @forge?"
    ]


def test_two_entries_of_one_file_may_not_share_an_id_or_a_wording() -> None:
    """Spelling alike is enough: ligatures, hyphens and case make no difference."""
    body = entry(id='"a"', source='"nœud"', target='"node"') + entry(id='"a"', source='"NOEUD"', target='"knot"')
    assert lines(file(body)) == [
        'glossary/own.toml: terms[1].id: "a" is the id of terms[0] too; give each entry an id of its own',
        'glossary/own.toml: terms[1]: "NOEUD" is claimed by terms[0] (id a) too; leave it to one of the two',
    ]


def test_exact_entries_share_letters_but_not_a_wording() -> None:
    """Where case matters in both, `Go` and `GO` are two wordings."""
    body = entry(id='"a"', source='"Go"', keep="true", case='"exact"') + entry(
        id='"b"', source='"GO"', target='"gigabyte"', case='"exact"'
    )
    assert lines(file(body)) == []


def test_all_faults_are_reported_at_once_and_the_message_stays_short() -> None:
    """Twenty are spelt out, the rest counted."""
    body = "".join(entry(id=f'"a{number}"', source='""', target="1") for number in range(15))
    with pytest.raises(InputError) as caught:
        read([file(body)])
    assert caught.value.what.startswith("the glossary has 30 faults")
    assert caught.value.what.count("glossary/own.toml: ") == 20
    assert caught.value.what.endswith("and 10 more")
    assert caught.value.where == "glossary/own.toml"


def test_broken_syntax_has_a_line_and_a_column() -> None:
    (line,) = lines(file("[[terms]]\nid = \n"))
    assert line.startswith("glossary/own.toml:3:6: not TOML in terms[0]: invalid value")


def test_syntax_broken_at_the_end_has_the_last_line() -> None:
    (line,) = lines(GlossaryFile(name="a.toml", text='language = "fr"\nterms = ['))
    assert line.startswith("a.toml:2: not TOML: ")


def test_a_bomb_of_brackets_is_an_error_like_any_other() -> None:
    (line,) = lines(file("x = " + "[" * 100_000))
    assert "nested too deep" in line or "not TOML" in line


def test_too_many_entries_are_refused() -> None:
    """A hundred thousand entries are no glossary that people keep."""
    body = "terms = [" + "{}," * 100_001 + "]"
    assert lines(file(body)) == ["glossary/own.toml: terms: 100001 entries, and a file may have 100000; split the file"]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert decode("a.toml", b'\xef\xbb\xbflanguage = "fr"\r\n').text.startswith("language")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ('language = "fr" # été"\n'.encode("latin-1"), "line 1 is not UTF-8 (byte 0xe9)"),
        ("language".encode("utf-16"), "the file is UTF-16, and a glossary is UTF-8"),
        (b" " * (16 * 1024 * 1024 + 1), "the file has 16,777,217 bytes, and a glossary file may have 16,777,216"),
    ],
)
def test_what_cannot_be_a_glossary_is_refused_at_the_door(data: bytes, what: str) -> None:
    (fault,) = parse(decode("a.toml", data)).faults
    assert (fault.what, fault.place) == (what, "a.toml")
    assert fault.mend


def test_a_file_of_another_encoding_is_told_with_all_its_other_faults_and_those_of_other_files() -> None:
    """One save in the wrong encoding must not hide what is to be mended next."""
    broken = decode("a.toml", (HEAD + "# été\n" + entry(id='"a"', source='"nœud"')).encode("cp1252"))
    assert lines(
        broken, file("= 1"), file(entry(id='"b"', source="2", target='"b"')), decode("u.toml", b"\xff\xfea")
    ) == [
        "a.toml: line 2 is not UTF-8 (byte 0xe9); save the file as UTF-8; it may be Latin-1 or Windows-1252 now",
        'a.toml: terms[0].target: missing; write target = "...", or keep = true where the source stays as it is',
        "glossary/own.toml:2:1: not TOML: invalid statement; mend the syntax there",
        'glossary/own.toml: terms[0].source: expected a string, found an integer; write source = "..."',
        "u.toml: the file is UTF-16, and a glossary is UTF-8; save it as UTF-8",
    ]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("[" * 5000, "nested too deep"),
        ("{a=" * 5000, "nested too deep"),
        ("{" + "a." * 20_000 + "b = 1}", "nested too deep"),
        ("1" * 5000, "a number cannot be read"),
    ],
)
def test_what_only_an_attack_would_write_is_a_fault(value: str, what: str) -> None:
    """The parser gives up with other errors than its own, or takes a time that grows with the square."""
    (line,) = lines(file(f"[[terms]]\nid = {value}\n"))
    assert what in line


def test_a_long_dotted_text_is_no_key() -> None:
    assert lines(file(f"# {'a.' * 90}b\n" + entry(id='"a"', source='"n"', target='"n"', note=f'"{"a." * 90}b"'))) == []


def test_a_language_that_is_no_code_would_match_nothing_and_is_a_fault() -> None:
    wrong = 'language = "French"\n' + entry(id='"a"', source='"n"', target='{ EN = "n", de = "n", fr-CA = "n" }')
    assert lines(GlossaryFile(name="x", text=wrong)) == [
        'x: language: "French" is no language code; write two small letters, such as "fr" or "en"',
        'x: terms[0].target.EN: "EN" is no language code; write two small letters, such as "fr" or "en"',
        'x: terms[0].target.fr-CA: "fr-CA" is no language code; write two small letters, such as "fr" or "en"',
    ]


def test_a_later_file_replaces_an_entry_whole_by_its_id() -> None:
    """Nothing of the earlier entry is left, and a note says so."""
    first = file(entry(id='"a"', source='"sprint"', target='"sprint"', forms='["sprints"]'), "one.toml")
    second = file(entry(id='"a"', source='"sprint"', target='"iteration"'), "two.toml")
    glossary = read([first, second])
    assert only(glossary) == Term(id="a", source="sprint", target="iteration")
    assert glossary.notes == ("two.toml: terms[0]: replaces one.toml: terms[0] (id a)",)


def test_a_wording_belongs_to_the_later_file() -> None:
    """The earlier entry keeps its other wordings; one that keeps none is gone."""
    first = file(
        entry(id='"a"', source='"daily"', target='"daily"', forms='["dailies"]', misheard='["déli"]')
        + entry(id='"b"', source='"pod"', target='"pod"', misheard='["peaud"]')
        + entry(id='"c"', source='"nœud"', target='"node"', variants='["node"]'),
        "one.toml",
    )
    second = file(
        entry(id='"d"', source='"daily"', target='"Daily Scrum"', variants='["pod"]', misheard='["noeud", "Déli"]'),
        "two.toml",
    )
    glossary = read([first, second])
    assert [(term.id, term.source, term.forms, term.variants, term.misheard) for term in glossary.terms] == [
        ("a", "dailies", (), (), ()),
        ("c", "node", (), (), ()),
        ("d", "daily", (), ("pod",), ("noeud", "Déli")),
    ]
    assert 'two.toml: terms[0]: takes "daily" from one.toml: terms[0] (id a)' in glossary.notes


def test_an_entry_without_the_target_language_claims_nothing() -> None:
    first = file(entry(id='"a"', source='"daily"', target='"daily"'), "one.toml")
    second = file(entry(id='"b"', source='"daily"', target='{ de = "Daily" }'), "two.toml")
    assert only(read([first, second])).id == "a"


def test_the_fingerprint_holds_what_decides_a_translation_and_nothing_else() -> None:
    """Ids, notes, suspicions, comments and order do not change it; every other field does (verbs bend otherwise)."""
    plain = {"id": '"a"', "source": '"nœud"', "target": '"node"', "forms": '["nœuds", "noeuds"]'}
    other = entry(id='"b"', source='"pod"', keep="true")

    def mark(*bodies: str) -> str:
        return read([file("".join(bodies))]).fingerprint

    base = mark(entry(**plain), other)
    assert len(base) == 12
    same = entry(**(plain | {"id": '"z"', "note": '"n"', "suspected": '["x"]', "forms": '["noeuds", "nœuds"]'}))
    assert mark(other, "# a comment\n", same) == base
    for key, value in {
        "source": '"noue"',
        "target": '"knot"',
        "forms": "[]",
        "variants": '["v"]',
        "misheard": '["m"]',
        "pos": '"verb"',
        "allowed": '["nodes"]',
        "forbidden": '["knot"]',
        "case": '"exact"',
        "need": '["n"]',
        "deny": '["d"]',
    }.items():
        assert mark(entry(**(plain | {key: value})), other) != base, key


def test_the_shipped_glossary_has_no_fault_and_no_overlap() -> None:
    """At least 150 entries, in five files, none of which overrules another."""
    glossary = read(shipped())
    assert len(shipped()) >= 5
    assert len(glossary.terms) >= 150
    assert glossary.notes == ()


def test_the_shipped_glossary_is_found_inside_a_wheel_and_beside_a_source_tree(tmp_path: Path) -> None:
    """The wheel's copy lies in the package, the tree's beside it; the first is preferred."""
    tree = Path(translate.__file__).parent.parent / "glossary"
    package = tmp_path / "translate"
    package.mkdir()
    shutil.copytree(tree, tmp_path / "glossary")
    beside = shipped(package)
    (tmp_path / "glossary").rename(package / "glossary")
    (package / "data").mkdir()
    (package / "glossary").rename(package / "data" / "glossary")
    assert shipped(package) == beside == shipped()


def test_a_package_without_its_glossary_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="missing"):
        shipped(tmp_path / "translate")
