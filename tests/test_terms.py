"""Finding terms: examples, one rule each."""

import unicodedata
from typing import Any

import pytest

from translate.entries import Case
from translate.glossary import Glossary, Term
from translate.languages import Language, language
from translate.sentences import Sentence
from translate.terms import Reason, find, protected

FRENCH = language("fr")


def glossary(*terms: Term) -> Glossary:
    """Make a glossary of terms."""
    return Glossary(source_language="fr", target_language="en", terms=terms, fingerprint="0" * 12)


def term(source: str, **fields: Any) -> Term:  # noqa: ANN401 -- any of a term's fields
    """Make a term whose target is nobody's concern here."""
    return Term(id=source, source=source, target="target", **fields)


def found(text: str, *terms: Term, speech: Language = FRENCH) -> list[tuple[str, Reason]]:
    """Return the forms found in a text that is one sentence, and why."""
    hits = find([text], [Sentence(turn=0, start=0, end=len(text))], glossary(*terms), speech)
    assert all(text[hit.start : hit.end] == hit.form for hit in hits)
    return [(hit.form, hit.reason) for hit in hits]


def forms(text: str, *terms: Term, speech: Language = FRENCH) -> list[str]:
    """Return the forms found in a text that is one sentence."""
    return [form for form, _ in found(text, *terms, speech=speech)]


def test_the_longest_wording_wins_and_nested_terms_yield() -> None:
    text = "on relit le backlog de sprint avant le sprint"
    terms = (term("backlog"), term("sprint"), term("backlog de sprint"))
    assert forms(text, *terms) == ["backlog de sprint", "sprint"]


def test_the_longest_of_two_that_overlap_wins_wherever_it_begins() -> None:
    assert forms("un mot sprint review ici", term("mot sprint"), term("sprint review")) == ["sprint review"]


def test_each_wording_says_why_it_counts() -> None:
    """Listed forms, variants, misheard forms (in any case) and unlisted inflections have reasons of their own."""
    owner = term("nœud", forms=("nœuds",), variants=("node",), misheard=("neux machine",))
    text = "un nœud, des nœuds, un node, Neux Machine, des nodes"
    assert found(text, owner) == [
        ("nœud", Reason.FORM),
        ("nœuds", Reason.FORM),
        ("node", Reason.VARIANT),
        ("Neux Machine", Reason.MISHEARD),
        ("nodes", Reason.INFLECTION),
    ]


@pytest.mark.parametrize(
    "text", ["l'issue", "L’issue", "d'issue", "cette issue-là", "« issue »", "(issue)", "l' issue"]
)
def test_an_elided_article_a_clitic_and_punctuation_stay_outside(text: str) -> None:
    assert [form.lower() for form in forms(text, term("issue"))] == ["issue"]


@pytest.mark.parametrize(
    "text",
    [
        "tissue",
        "issue_id",
        "issues2",
        "aujourd'issue",
        "issue-tracker",
        "issue.com",
        "www.issue",
        "@issue",
        "issue@home",
        "issue'r",
    ],
)
def test_nothing_is_found_inside_a_longer_word_a_name_or_an_address(text: str) -> None:
    assert forms(text, term("issue")) == []


@pytest.mark.parametrize("text", ["PO-PM", "mi-PO", "PO.Ensuite", "PO/PM", "PO's", "PO-2"])
def test_what_is_only_put_together_is_found(text: str) -> None:
    assert forms(text, term("PO", case=Case.EXACT)) == ["PO"]


@pytest.mark.parametrize("text", ["noeud", "nœud", "NŒUD", "Noeuds", unicodedata.normalize("NFD", "nœuds")])
def test_ligatures_and_capitals_make_no_difference(text: str) -> None:
    assert forms(f"un {text} ici", term("nœud")) == [text]


def test_text_that_is_not_composed_is_found_at_its_own_places() -> None:
    """Accents in two characters keep the positions of the text as read."""
    text = unicodedata.normalize("NFD", "la dépendance du rôle")
    assert forms(text, term("rôle")) == [unicodedata.normalize("NFD", "rôle")]


@pytest.mark.parametrize("text", ["micro-service", "micro service", "microservice", "micro‑services"])
def test_a_listed_hyphen_is_also_a_space_or_nothing(text: str) -> None:
    assert forms(f"un {text} de plus", term("micro-service")) == [text]


@pytest.mark.parametrize("text", ["load-balancer", "loadbalancer", "LoadBalancer", "loadbalancers"])
def test_the_space_of_a_listed_compound_is_also_a_hyphen_or_nothing(text: str) -> None:
    assert forms(f"un {text} de plus", term("load balancer")) == [text]


@pytest.mark.parametrize("text", ["dev ops", "dev-ops", "Dev Ops", "DevOps"])
def test_a_name_with_capitals_inside_is_also_written_in_several_words(text: str) -> None:
    assert forms(f"la culture {text} ici", term("DevOps"), term("dev")) == [text]


def test_a_compound_in_one_word_is_left_to_what_else_is_written_so() -> None:
    """A word of the dictionary is no way of writing another term, nor is a wording that another entry lists."""
    assert forms("on va parsemer, enfin", term("par semer")) == []
    hits = find(
        ["une userstory"],
        [Sentence(turn=0, start=0, end=13)],
        glossary(term("user story"), Term(id="other", source="userstory", target="x")),
        FRENCH,
    )
    assert [hit.term.id for hit in hits] == ["other"]


@pytest.mark.parametrize("text", ["un chef deprojet", "l'ia c'est bien", "un do d"])
def test_single_letters_and_longer_phrases_are_written_in_one_way(text: str) -> None:
    assert forms(text, term("chef de projet"), term("IaC"), term("DoD")) == []


@pytest.mark.parametrize("text", ["critère d'acceptation", "critère d’acceptation", "critères d' acceptation"])
def test_apostrophes_inside_a_wording_are_all_alike(text: str) -> None:
    assert forms(text, term("critère d'acceptation")) == [text]


@pytest.mark.parametrize("text", ["Product. Owner", "Product, Owner", "Product ? Owner", "Product - Owner", "CI CD"])
def test_a_wording_does_not_cross_punctuation(text: str) -> None:
    assert forms(text, term("Product Owner"), term("CI/CD")) == []


@pytest.mark.parametrize(("text", "form"), [("du CI / CD", "CI / CD"), ("en Node.js.", "Node.js"), ("en C++", "C++")])
def test_punctuation_that_a_wording_has_must_be_there(text: str, form: str) -> None:
    assert forms(text, term("CI/CD"), term("Node.js"), term("C++"), term("C")) == [form]


def test_what_a_wording_begins_with_is_part_of_it() -> None:
    """A name may begin or end with punctuation."""
    assert forms("du .NET chez Yahoo! et du NET chez Yahoo", term(".NET"), term("Yahoo!")) == [".NET", "Yahoo!"]
    assert forms("dit « oui » ou dit oui", term("dit « oui »")) == ["dit « oui »"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la PO et les POs", ["PO", "POs"]),
        ("le po, le Po, des pos", []),
        ("PO au début", ["PO"]),
        ("Daily au début. Daily encore, un Daily", ["Daily", "Daily"]),
        ("Un daily", ["daily"]),
    ],
)
def test_case_matters_where_the_entry_says_so(text: str, expected: list[str]) -> None:
    """`PO` is a term and `po` is none; a capital that only begins a sentence says nothing."""
    terms = (term("PO", case=Case.EXACT), term("daily", case=Case.EXACT))
    assert forms(text, *terms) == expected


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("on déployait", "déployer"),
        ("des réseaux", "réseau"),
        ("trois pods", "pod"),
        ("les dépendances", "dépendance"),
        ("deux stories", "story"),
        ("les mises à l'échelle", "mise à l'échelle"),
        ("les parties prenantes", "partie prenante"),
        ("des chaînes de caractères", "chaîne de caractères"),
        ("critères d'acceptation", "critère d'acceptation"),
    ],
)
def test_unlisted_inflections_are_found(text: str, source: str) -> None:
    ((form, reason),) = found(text, term(source))
    assert (form in text, reason) == (True, Reason.INFLECTION)


@pytest.mark.parametrize(
    ("text", "source"),
    [("ils sont issus de là", "issue"), ("les gens ont dit", "gen AI"), ("un conteur", "conteneur")],
)
def test_a_word_of_another_family_is_no_inflection(text: str, source: str) -> None:
    """Lemmas are compared with the wording itself, and short words inside a phrase are not inflected."""
    assert forms(text, term(source)) == []


@pytest.mark.parametrize("text", ["mergera", "mergeons", "mergeait", "mergées", "mergent"])
def test_verbs_that_the_dictionary_lacks_are_found_in_their_regular_forms(text: str) -> None:
    assert found(f"on {text} tout", term("merger")) == [(text, Reason.INFLECTION)]


def test_a_word_of_the_dictionary_is_no_form_of_a_verb_that_it_lacks() -> None:
    """`pote` is a word of its own, whatever `poter` may be."""
    assert forms("mon pote est là", term("poter")) == []


def test_misheard_forms_are_taken_as_they_are_listed() -> None:
    """A misheard form is not inflected: what sounds like its plural is another word."""
    devfest = term("DevFest", misheard=("Défesse",))
    assert found("à Défesse, des défesses", devfest) == [("Défesse", Reason.MISHEARD)]


def sense(text: str, *others: str, need: tuple[str, ...] = (), deny: tuple[str, ...] = ()) -> bool:
    """Say whether `nœud` is a term in the first of some sentences, in one turn each."""
    turns = [text, *others]
    sentences = [Sentence(turn=turn, start=0, end=len(said)) for turn, said in enumerate(turns)]
    hits = find(turns, sentences, glossary(term("nœud", need=need, deny=deny)), FRENCH)
    return any(hit.turn == 0 for hit in hits)


def test_a_term_that_needs_a_cue_is_none_without() -> None:
    assert not sense("le nœud est là", need=("cluster",))
    assert sense("le nœud du cluster est là", need=("cluster",))


def test_the_nearer_of_two_cues_decides_and_deny_where_both_are_as_near() -> None:
    query = term("requête", need=("SQL",), deny=("avocat",))
    assert forms("la requête SQL de notre client avocat", query) == ["requête"]
    assert forms("la requête de cet avocat ne parle pas de SQL", query) == []
    assert forms("SQL requête avocat", query) == []
    assert forms("avocat, et là, cette base SQL et sa requête", query) == ["requête"]


def test_a_word_of_the_trade_that_stands_nearer_speaks_for_a_term_that_needs_none() -> None:
    deploy = term("déployer", deny=("police",))
    assert forms("on va déployer notre logiciel dans la police", deploy) == ["déployer"]
    assert forms("on va déployer la police, dit ce logiciel", deploy) == []


def test_another_term_that_nothing_speaks_against_is_a_word_of_the_trade() -> None:
    """One that is itself in doubt is none."""
    cloak = term("nœud", deny=("cravate",))
    assert forms("le nœud Zorglub, cravate ou pas", cloak, term("Zorglub")) == ["nœud", "Zorglub"]
    assert forms("le nœud Zorglub, cravate ou pas", cloak, term("Zorglub", deny=("chemise",))) == ["Zorglub"]


@pytest.mark.parametrize(
    ("before", "said", "expected"),
    [
        ("Ma cravate est bleue.", "Ce nœud tient.", []),
        ("Ma cravate est bleue.", "Ce nœud tient au logiciel.", ["nœud"]),
        ("Ma cravate et mon logiciel sont bleus.", "Ce nœud tient.", ["nœud"]),
        ("Ma chemise est bleue.", "Ce nœud tient.", ["nœud"]),
    ],
)
def test_words_of_the_trade_weigh_what_the_neighbours_say(before: str, said: str, expected: list[str]) -> None:
    turns = [before, said]
    sentences = [Sentence(turn=at, start=0, end=len(turn)) for at, turn in enumerate(turns)]
    hits = find(turns, sentences, glossary(term("nœud", deny=("cravate",))), FRENCH)
    assert [hit.form for hit in hits] == expected


def test_what_is_said_far_away_speaks_against_no_term() -> None:
    """Something that speaks for one may be said anywhere in the sentence."""
    far = " ".join(["et"] * 11)
    assert forms(f"un nœud {far} cravate", term("nœud", deny=("cravate",))) == ["nœud"]
    assert forms("un nœud et et et cravate", term("nœud", deny=("cravate",))) == []
    assert forms(f"un nœud {far} Docker", term("nœud", need=("Docker",), deny=("cravate",))) == ["nœud"]


def test_a_phrase_whose_every_word_has_a_star_is_found() -> None:
    assert forms("un nœud au grands ouvriers", term("nœud", deny=("grand* ouv*",))) == []
    assert forms("un nœud aux grandes portes", term("nœud", deny=("grand* ouv*",))) == ["nœud"]


def test_a_phrase_is_found_by_any_of_its_words_that_is_the_longest() -> None:
    lets_in = term("nœud", need=("à bord du paquebot", "le quai"))
    assert forms("un nœud à bord du paquebot", lets_in) == ["nœud"]
    assert forms("un nœud sur le quai", lets_in) == ["nœud"]
    assert forms("un nœud de quai, du paquebot", lets_in) == []
    assert forms("quai, et un nœud", lets_in) == []


def test_a_denied_cue_in_the_sentence_rules_it_out() -> None:
    """Even where a needed cue stands there too, farther away."""
    assert not sense("le nœud de cette cravate et le cluster", need=("cluster",), deny=("cravate",))


def test_cues_count_in_every_inflection_and_by_their_beginning() -> None:
    assert sense("les clusters ont un nœud", need=("cluster",))
    assert sense("ça orchestrait chaque nœud", need=("orchestr*",))
    assert not sense("ça déchiffre chaque nœud", need=("chiffr*",))


def test_neighbours_count_where_the_sentence_says_nothing() -> None:
    """Its own evidence comes first; a denied cue next door counts only without any."""
    assert sense("le nœud est là", "on parle bien du cluster", need=("cluster",))
    assert not sense("le nœud est là", "il a mis sa cravate bleue", deny=("cravate",))
    assert sense("le nœud du cluster", "il a mis sa cravate bleue", need=("cluster",), deny=("cravate",))
    assert not sense("le nœud est là", "mais que dit donc Paul", "on parle bien du cluster", need=("cluster",))


def test_an_interjection_is_no_neighbour_of_its_own() -> None:
    """One looks past a few words, three sentences at most."""
    assert sense("le nœud est là", "oui", "exact", "le cluster est grand", need=("cluster",))
    assert not sense("le nœud est là", "oui", "exact", "ah", "le cluster est grand", need=("cluster",))


def test_a_phrase_that_holds_the_term_counts_only_around_it() -> None:
    """`À l'issue` rules out its own `issue` and no other; of two such phrases the longer decides."""
    issue = term("issue", need=("GitHub", "les issues du projet"), deny=("à l'issue", "issues du"))
    text = "à l'issue du vote on ouvre une issue sur GitHub"
    (hit,) = find([text], [Sentence(turn=0, start=0, end=len(text))], glossary(issue), FRENCH)
    assert hit.start == text.rindex("issue")
    assert forms("les issues du projet", issue) == ["issues"]
    assert forms("GitHub dit : issues du vote", issue) == []


def test_a_star_may_stand_after_any_word_of_a_phrase() -> None:
    go = term("Go", case=Case.EXACT, deny=("1* Go",))
    assert forms("16 Go de mémoire et du Go", go) == ["Go"]


def test_the_term_is_no_evidence_for_itself() -> None:
    pod = term("pod", need=("pod", "pods", "cluster"))
    assert forms("des pods et un pod", pod) == []


def test_a_ruled_out_wording_makes_room_for_what_it_covered() -> None:
    long = term("nœud papillon", need=("smoking",))
    assert forms("un nœud papillon", long, term("papillon")) == ["papillon"]


def test_a_hit_lies_inside_one_sentence() -> None:
    text = "le Product Owner parle"
    cut = [Sentence(turn=0, start=0, end=11), Sentence(turn=0, start=11, end=len(text))]
    assert find([text], cut, glossary(term("Product Owner")), FRENCH) == ()
    assert find([text], cut[:1], glossary(term("Owner")), FRENCH) == ()


def test_another_language_runs_without_the_helps() -> None:
    """Listed wordings are found; nothing is known of articles and plurals."""
    klingon = language("tlh")
    assert forms("the node and nodes", term("node"), speech=klingon) == ["node"]


def test_protected_spans_are_listed_wordings_whatever_their_context() -> None:
    """Inflections are not listed; the longest of overlapping spans stays."""
    terms = (term("nœud", need=("cluster",)), term("mise en production"), term("production"))
    text = "un nœud, la mise en production, des mises en production"
    assert [text[start:end] for start, end in protected(text, glossary(*terms), FRENCH)] == [
        "nœud",
        "mise en production",
        "production",
    ]


def test_a_cue_in_an_inflected_form_counts_as_it_is() -> None:
    """`Le repos` (rest) says nothing against `le repo` (a repository)."""
    repo = term("repo", deny=("le repos",))
    assert forms("sur le repo", repo) == ["repo"]
    assert forms("pour le repos", repo) == []
