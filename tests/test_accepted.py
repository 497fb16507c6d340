"""Accepted suggestions go into the show's own glossary, and nothing that stands there is disturbed."""

import pytest

from translate.accepted import Choice, accept, chosen
from translate.entries import Case, parse
from translate.errors import InputError, UsageError
from translate.glossary import Glossary, GlossaryFile, read
from translate.suggest import Kind, Suggestion

NODE = 'language = "fr"\n[[terms]]\nid = "node"\nsource = "nœud"\ntarget = "node"\nforms = ["nœuds"]\n'
MORE = (
    'misheard = ["neu"]\nsuspected = ["neuf"]\nforbidden = ["knot"]\ncase = "exact"\nneed = ["cluster"]\nnote = "n"\n'
)
OWN = """# Ours; keep this line.
language = "fr"

[[terms]]   # the first
id = "kube"
source = "kube"
target = "Kubernetes"
# what Inès says
misheard = [  # heard in episode 3
    "cubes",
]

[[terms]]
id = "node"
source = "nœud"
target = "node"
"""


def glossary(text: str = NODE + MORE) -> Glossary:
    """Read a glossary of one file."""
    return read([GlossaryFile(name="g.toml", text=text)])


def term(text: str, target: str = "") -> Suggestion:
    """Make the suggestion of a term."""
    return Suggestion(
        id=f"term:{text.lower()}", kind=Kind.TERM, text=text, target=target or text, why="", episodes=1, places=()
    )


def misheard(text: str, of: str = "node") -> Suggestion:
    """Make the suggestion of a misheard form."""
    return Suggestion(
        id=f"misheard:{of}:{text}", kind=Kind.MISHEARD, text=text, target="node", why="", episodes=1, places=(), term=of
    )


def test_a_new_file_is_begun() -> None:
    written = accept("", [Choice(suggestion=term("Kafka"))], glossary(), name="own.toml")
    assert written.text == (
        '# The show\'s own vocabulary.\nlanguage = "fr"\n\n[[terms]]\nid = "kafka"\nsource = "Kafka"\nkeep = true\n'
    )
    assert written.lines == ('own.toml: "Kafka" becomes "Kafka" (id kafka)',)


def test_a_rendering_may_be_given() -> None:
    written = accept(OWN, [Choice(suggestion=term("socle"), target="platform")], glossary(), name="own.toml")
    assert written.text == OWN + '\n[[terms]]\nid = "socle"\nsource = "socle"\ntarget = "platform"\n'


def test_a_file_for_another_target_names_the_language() -> None:
    german = 'language = "fr"\ntarget = "de"\n'
    written = accept(german, [Choice(suggestion=term("socle", "platform"))], glossary(), name="own.toml")
    (entry,) = parse(GlossaryFile(name="x", text=written.text)).entries
    assert [(one.language, one.target) for one in entry.renderings] == [("en", "platform")]


def test_an_id_that_is_taken_gets_a_number() -> None:
    written = accept("", [Choice(suggestion=term("Node"))], glossary(), name="own.toml")
    assert 'id = "node-2"' in written.text


def test_what_is_there_already_is_not_put_in_twice() -> None:
    choices = [Choice(suggestion=term("KUBE")), Choice(suggestion=misheard("cubes", "kube"))]
    written = accept(OWN, choices, glossary(), name="own.toml")
    assert written.text == OWN
    assert written.lines == (
        'own.toml: terms[0]: has "KUBE" already (id kube)',
        'own.toml: terms[0]: has "cubes" already',
    )


def test_a_misheard_form_joins_the_list_in_place() -> None:
    """Comments and layout stay."""
    written = accept(OWN, [Choice(suggestion=misheard("cube net", "kube"))], glossary(), name="own.toml")
    assert written.text == OWN.replace("misheard = [  #", 'misheard = ["cube net",   #')
    assert written.lines == ('own.toml: terms[0]: "cube net" is misheard for it',)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_misheard_form_begins_a_list_in_place(ending: str) -> None:
    text = OWN.replace("\n", ending)
    written = accept(text, [Choice(suggestion=misheard("ne"))], glossary(), name="own.toml")
    assert written.text == text.replace(
        f'[[terms]]{ending}id = "node"', f'[[terms]]{ending}misheard = ["ne"]{ending}id = "node"'
    )


def test_new_entries_keep_the_files_line_ends() -> None:
    written = accept('language = "fr"\r\n', [Choice(suggestion=term("Kafka"))], glossary(), name="own.toml")
    assert "\n" not in written.text.replace("\r\n", "")


def test_a_misheard_form_of_another_files_entry_copies_it_whole() -> None:
    """An entry counts whole, so that the copy says all that the other said."""
    written = accept("", [Choice(suggestion=misheard("neuf"))], glossary(), name="own.toml")
    (entry,) = parse(GlossaryFile(name="x", text=written.text)).entries
    assert (entry.id, entry.forms, entry.misheard, entry.suspected) == ("node", ("nœuds",), ("neu", "neuf"), ())
    assert (entry.case, entry.need, entry.note) == (Case.EXACT, ("cluster",), "n")
    both = read([GlossaryFile(name="g.toml", text=NODE + MORE), GlossaryFile(name="own.toml", text=written.text)])
    assert [one.misheard for one in both.terms] == [("neu", "neuf")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("language = 1\n", "1 fault"),
        ('language = "es"\n', 'the file is for "es"'),
        ('language = "fr"\nterms = []\n', "fault"),
        (OWN.replace('target = "Kubernetes"', 'target = "Kubernetes"\nnote = """\n[[terms]]\n"""'), "by hand"),
        (OWN.replace('misheard = [  # heard in episode 3\n    "cubes",\n]', '"misheard" = ["cubes"]'), "by hand"),
    ],
)
def test_a_file_that_cannot_be_added_to_is_refused(text: str, message: str) -> None:
    """Nothing is half applied: there is no text to write."""
    choices = [Choice(suggestion=term("Kafka")), Choice(suggestion=misheard("cube net", "kube"))]
    with pytest.raises(InputError, match=message):
        accept(text, choices, glossary(), name="own.toml")


def test_a_misheard_form_that_is_the_term_is_refused() -> None:
    with pytest.raises(InputError, match="is the term itself"):
        accept(OWN, [Choice(suggestion=misheard("Kube", "kube"))], glossary(), name="own.toml")


def test_a_form_of_an_unknown_entry_is_refused() -> None:
    with pytest.raises(InputError, match="has no entry ghost"):
        accept("", [Choice(suggestion=misheard("a", "ghost"))], glossary(), name="own.toml")


def test_suggestions_are_chosen_by_id() -> None:
    found = (term("Kafka"), misheard("ne"))
    assert chosen(["term:kafka=Kafka bus", "misheard:node:ne"], found) == (
        Choice(suggestion=found[0], target="Kafka bus"),
        Choice(suggestion=found[1]),
    )


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("term:kafak", "there is no suggestion term:kafak(.|\n)*first column"),
        ("kafka", "there is no suggestion kafka(.|\n)*Did you mean term:kafka"),
        ("misheard:node:ne=x", "has no rendering of its own"),
    ],
)
def test_an_id_that_is_none_is_refused(asked: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        chosen([asked], (term("Kafka"), misheard("ne")))
