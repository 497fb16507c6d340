"""Looking glossary files over: what is well formed and still cannot work is told, with its entry and its mend."""

from collections.abc import Sequence

import pytest

from translate.findings import Severity
from translate.glossary import Glossary, GlossaryFile, Term, shipped
from translate.lint import MEANINGS, Remark, Rule, lint, worst

HEAD = 'language = "fr"\n'


def file(*entries: str, name: str = "own.toml") -> GlossaryFile:
    """Make a French glossary file."""
    return GlossaryFile(name=name, text=HEAD + "".join(f"[[terms]]\n{entry}\n" for entry in entries))


def entry(id: str, source: str, target: str, more: str = "") -> str:  # noqa: A002  # the field's own name
    """Write one entry."""
    return f'id = "{id}"\nsource = "{source}"\ntarget = "{target}"\n{more}'


def told(*files: GlossaryFile) -> list[tuple[Rule, Severity, str]]:
    """Return the rules that files break, each with its severity and place."""
    return [(remark.rule, remark.severity, remark.place) for remark in lint(files)]


def only(remarks: Sequence[Remark]) -> Remark:
    """Return the one remark."""
    (remark,) = remarks
    return remark


def test_the_shipped_glossary_has_no_errors_and_no_warnings() -> None:
    assert worst(lint(shipped()), Severity.WARNING) == ()


def test_a_sound_glossary_has_nothing_to_remark() -> None:
    assert told(file(entry("node", "nœud", "node", 'need = ["cluster*", "le nœud du"]\ndeny = ["papillon"]'))) == []


def test_every_rule_has_a_meaning() -> None:
    assert set(MEANINGS) == set(Rule)


def test_faults_come_first_and_are_errors() -> None:
    """A fault is told with its place, though the rest of the file is looked over as well."""
    remarks = lint([file(entry("a", "Défesse", "a", 'misheard = ["table"]'), 'id = "b"\nsource = "b"')])
    assert [(r.rule, r.severity) for r in remarks] == [
        (Rule.FAULT, Severity.ERROR),
        (Rule.ORDINARY, Severity.WARNING),
    ]
    assert remarks[0].place == "own.toml: terms[1].target"


def test_a_broken_file_is_a_fault() -> None:
    assert told(GlossaryFile(name="x.toml", text="= 1")) == [(Rule.FAULT, Severity.ERROR, "x.toml:1:1")]


def test_an_entry_that_a_later_file_replaces_is_told() -> None:
    remark = only(lint([file(entry("a", "nœud", "node"), name="1.toml"), file(entry("a", "nœud", "knot"))]))
    assert (remark.rule, remark.severity, remark.place) == (Rule.REPLACED, Severity.NOTE, "own.toml: terms[0]")
    assert "1.toml: terms[0]" in remark.what


def test_a_wording_of_two_files_is_a_duplicate_and_its_loser_is_unreachable() -> None:
    files = (file(entry("a", "nœud", "node"), name="1.toml"), file(entry("b", "noeud", "knot")))
    assert told(*files) == [
        (Rule.UNREACHABLE, Severity.WARNING, "1.toml: terms[0]"),
        (Rule.DUPLICATE, Severity.WARNING, "own.toml: terms[0]"),
    ]


def test_a_wording_that_an_entry_lists_twice_is_a_duplicate() -> None:
    remark = only(lint([file(entry("a", "nœud", "node", 'variants = ["noue", "noue"]'))]))
    assert (remark.rule, remark.severity, remark.what) == (
        Rule.DUPLICATE, Severity.WARNING, '"noue" is listed 2 times'
    )  # fmt: skip


def test_case_keeps_wordings_apart() -> None:
    first = file(entry("a", "Go", "Go", 'case = "exact"'), name="1.toml")
    assert told(first, file(entry("b", "go", "go", 'case = "exact"'))) == []


def test_a_nested_term_that_is_rendered_in_another_way_is_told() -> None:
    remark = only(lint([file(entry("a", "nœud", "node"), entry("b", "nœud papillon", "bow tie"))]))
    assert (remark.rule, remark.severity, remark.id) == (Rule.NESTED, Severity.NOTE, "b")


def test_a_nested_term_that_is_rendered_in_the_same_way_is_fine() -> None:
    assert told(file(entry("git", "Git", "Git"), entry("hub", "Git Hub", "GitHub"))) == []


def test_a_rendering_that_the_nested_term_forbids_is_a_warning() -> None:
    files = file(entry("a", "nœud", "node", 'forbidden = ["knot"]'), entry("b", "nœud coulant", "slip knot"))
    remark = only(lint([files]))
    assert (remark.rule, remark.severity) == (Rule.NESTED, Severity.WARNING)
    assert 'forbids "knot"' in remark.what


def test_a_nested_term_without_that_language_is_no_conflict() -> None:
    german = 'id = "a"\nsource = "nœud"\ntarget = { de = "Knoten" }'
    assert told(file(german, entry("b", "nœud papillon", "bow tie"))) == []


@pytest.mark.parametrize(
    ("heard", "severity"), [("table", Severity.WARNING), ("table ronde", Severity.NOTE), ("tablubne", None)]
)
def test_a_misheard_form_of_ordinary_words_is_told(heard: str, severity: Severity | None) -> None:
    """One ordinary word would be rewritten everywhere; several in a row are only worth a look."""
    found = told(file(entry("a", "Tabla", "Tabla", f'misheard = ["{heard}"]')))
    assert found == ([] if severity is None else [(Rule.ORDINARY, severity, "own.toml: terms[0]")])


def test_a_rendering_is_forbidden_and_allowed_but_for_a_hyphen() -> None:
    remark = only(lint([file(entry("a", "cycle en V", "V-cycle", 'forbidden = ["v cycle"]'))]))
    assert (remark.rule, remark.severity) == (Rule.FORBIDDEN, Severity.ERROR)


def test_a_forbidden_rendering_inside_an_allowed_one_is_a_warning() -> None:
    more = 'allowed = ["food chain"]\nforbidden = ["chain"]'
    assert told(file(entry("a", "filière", "sector", more))) == [
        (Rule.FORBIDDEN, Severity.WARNING, "own.toml: terms[0]")
    ]


@pytest.mark.parametrize(("variants", "rule"), [((), Rule.UNREACHABLE), (("courriel",), Rule.SILENT)])
def test_a_wording_that_another_entry_takes_is_never_found(
    monkeypatch: pytest.MonkeyPatch, variants: tuple[str, ...], rule: Rule
) -> None:
    """The files' own checks let no two entries claim one wording; here they are by-passed."""
    rivals = (
        Term(id="a", source="email", target="email"),
        Term(id="b", source="email", target="e", variants=variants),
    )
    glossary = Glossary(source_language="fr", target_language="en", terms=rivals, fingerprint="x")
    monkeypatch.setattr("translate.lint.read", lambda *_, **__: glossary)
    remark = only(lint([file(entry("a", "mail", "email"), entry("b", "poste", "mail"))]))
    assert (remark.rule, remark.severity, remark.id) == (rule, Severity.WARNING, "b")
    assert "; a takes the place" in remark.what


def test_a_wording_whose_capital_may_open_a_sentence_is_tried_inside_one() -> None:
    """At a sentence's start `Go` may be `go`; that makes neither unreachable."""
    assert told(file(entry("a", "go", "go", 'case = "exact"'), entry("b", "Go", "Go", 'case = "exact"'))) == []


def test_a_needed_cue_that_is_denied_too_lets_nothing_in() -> None:
    more = 'need = ["cluster", "grappe"]\ndeny = ["clust*"]'
    remark = only(lint([file(entry("a", "nœud", "node", more))]))
    assert (remark.rule, remark.severity) == (Rule.DEAD_CUE, Severity.WARNING)
    assert '"cluster"' in remark.what


def test_a_denied_cue_that_a_longer_entry_takes_rules_nothing_out() -> None:
    """In one file it is dead; beside another file it may be there for those who use this one alone."""
    own = entry("way", "issue", "issue", 'deny = ["issue de secours"]')
    longer = entry("exit", "issue de secours", "emergency exit")
    remark = next(r for r in lint([file(own, longer)]) if r.rule is Rule.DEAD_CUE)
    assert (remark.severity, remark.id) == (Severity.WARNING, "way")
    assert '"issue de secours" of deny rules nothing out: own.toml: terms[1] (id exit) takes the place' in remark.what
    apart = [r for r in lint([file(own), file(longer, name="2.toml")]) if r.rule is Rule.DEAD_CUE]
    assert [r.severity for r in apart] == [Severity.NOTE]


def test_a_longer_entry_that_needs_a_context_does_not_always_take_a_denied_cue() -> None:
    own = entry("way", "issue", "issue", 'deny = ["issue de secours"]')
    longer = entry("exit", "issue de secours", "emergency exit", 'need = ["alarme"]')
    assert [r for r in lint([file(own, longer)]) if r.rule is Rule.DEAD_CUE] == []


@pytest.mark.parametrize("cue", ["issue", "issues", "issue*"])
def test_a_denied_cue_that_is_the_term_itself_rules_nothing_out(cue: str) -> None:
    remark = only(lint([file(entry("a", "issue", "issue", f'deny = ["{cue}"]\nforms = ["issues"]'))]))
    assert (remark.rule, remark.severity) == (Rule.DEAD_CUE, Severity.NOTE)
    assert "it is the term itself" in remark.what


@pytest.mark.parametrize(
    ("term", "cue"),
    [
        ("issue", "à l'issue de"),  # holds the term
        ("issue", "secours*"),  # stands beside it
        ("dépôt", "dépôt-vente"),  # the term is in it where it is said without the hyphen
        ("pull request", "pull request de démonstration"),  # holds a term of two words
        ("issue", "Node.js"),
    ],
)
def test_a_denied_cue_that_rules_something_out_is_alive(term: str, cue: str) -> None:
    assert told(file(entry("a", term, "a", f'deny = ["{cue}"]'))) == []


def test_a_denied_cue_counts_for_a_term_whose_case_matters_however_it_is_written() -> None:
    assert told(file(entry("a", "PO", "PO", 'case = "exact"\ndeny = ["po de chambre"]'))) == []


def test_a_denied_cue_in_the_terms_own_words_is_told_for_a_term_that_needs_a_context_too() -> None:
    more = 'variants = ["nœud maître"]\nneed = ["cluster"]\ndeny = ["maître"]'
    remark = only(lint([file(entry("a", "nœud", "node", more))]))
    assert (remark.rule, remark.severity) == (Rule.DENIED, Severity.ERROR)
    assert '"nœud maître"' in remark.what


def test_a_needed_cue_in_every_name_of_the_term_lets_everything_in() -> None:
    remark = only(lint([file(entry("a", "pull request", "pull request", 'need = ["request", "Git"]'))]))
    assert (remark.rule, remark.severity) == (Rule.DEAD_CUE, Severity.WARNING)
    assert '"request" of need lets everything in' in remark.what


def test_a_needed_cue_in_one_name_of_the_term_is_alive() -> None:
    assert told(file(entry("a", "nœud", "node", 'variants = ["nœud Kubernetes"]\nneed = ["Kubernetes"]'))) == []


def test_a_context_whose_every_cue_is_denied_never_holds() -> None:
    more = 'need = ["cluster", "le nœud du"]\ndeny = ["cluster", "le nœud du"]'
    assert told(file(entry("a", "nœud", "node", more))) == [(Rule.NEVER, Severity.ERROR, "own.toml: terms[0]")]


def test_a_cue_that_is_the_term_itself_is_no_evidence() -> None:
    """It may come with a list that others use, and so is only a note."""
    more = 'need = ["nœud*", "cluster"]'
    assert told(file(entry("a", "nœud", "node", more))) == [(Rule.DEAD_CUE, Severity.NOTE, "own.toml: terms[0]")]


def test_a_phrase_that_holds_the_term_is_a_living_cue() -> None:
    assert told(file(entry("a", "nœud", "node", 'need = ["le nœud maître"]'))) == []


def test_a_cue_that_needs_another_form_is_alive() -> None:
    """Beside the source another entry may take the words; any form will do."""
    files = file(
        entry("a", "nœud", "node", 'forms = ["les nœuds"]\nneed = ["maître"]'), entry("b", "nœud maître", "master node")
    )
    assert told(files) == []


def test_a_term_whose_own_words_are_denied_is_never_found() -> None:
    found = lint([file(entry("a", "chef de projet", "project manager", 'deny = ["projet"]'))])
    assert [(r.rule, r.severity) for r in found] == [(Rule.DENIED, Severity.ERROR)]


def test_entries_without_the_target_are_not_tried() -> None:
    assert told(file('id = "a"\nsource = "nœud"\ntarget = { de = "Knoten" }')) == []


def test_too_many_entries_are_compared_and_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.lint._TRIED", 1)
    files = file(entry("a", "@nœud", "node"), entry("b", "grappe", "cluster"))
    assert told(files) == [(Rule.UNTRIED, Severity.NOTE, "own.toml")]


def test_hostile_characters_of_regular_expressions_are_only_letters_to_it() -> None:
    """Nothing of an entry is taken for an expression."""
    more = "forms = ['a.b', 'n(œ)ud', 'C++', '[a-z]+$', 'x{1,9}']\nallowed = ['(?:a|b)*', '\\d+']\nforbidden = ['(']"
    assert {remark.rule for remark in lint([file(entry("a", "nœud", "node", more))])} == set()


def test_the_gate_lets_pass_what_matters_less() -> None:
    remarks = lint([file(entry("a", "nœud", "node"), entry("b", "nœud papillon", "bow tie"))])
    assert worst(remarks, Severity.WARNING) == ()
    assert worst(remarks, Severity.NOTE) == remarks


def test_a_star_in_an_odd_place_of_a_named_list_is_a_fault() -> None:
    text = HEAD + '[cues]\nteam = ["sp*rint"]\n'
    (remark,) = lint([GlossaryFile(name="x.toml", text=text)])
    assert (remark.rule, remark.place) == (Rule.FAULT, "x.toml: cues.team[0]")
