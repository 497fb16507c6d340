"""What is known of models, and what is said of better ones."""

import pytest

from translate.catalogue import EMBEDDED_MODEL, KNOWN, better, did_you_mean, getting, hub_name, known, rank, short_name
from translate.engines.checkpoints import EMBEDDED, read_checkpoint
from translate.errors import UsageError


def test_the_figures_of_the_embedded_model_are_those_of_the_checkpoint_in_the_package() -> None:
    """A checkpoint that takes its place must bring its own figures, and its fingerprint."""
    assert read_checkpoint(EMBEDDED, name="x").fingerprint == EMBEDDED_MODEL.fingerprint
    assert sum(path.stat().st_size for path in EMBEDDED.iterdir()) / 10**6 == pytest.approx(
        EMBEDDED_MODEL.megabytes, abs=1
    )


def test_the_embedded_model_says_what_the_next_better_one_brings_and_costs() -> None:
    line = better("embedded", source="fr", target="en")
    assert line == (
        "glossub model get opus-mt-fr-en (304 MB, about 10 times the time, BLEU 38.0 against 20.2 on newstest2014)"
    )


def test_an_installed_model_says_what_the_best_one_brings() -> None:
    line = better("Helsinki-NLP/opus-mt-fr-en", source="fr", target="en")
    assert line is not None
    assert line.startswith("glossub model get opus-mt-tc-big-fr-en (464 MB, about 2 times the time")
    assert line.endswith("BLEU 39.4 against 38.0 on newstest2014)")


@pytest.mark.parametrize(
    ("used", "source", "target"),
    [("opus-mt-tc-big-fr-en", "fr", "en"), ("my-folder", "fr", "en"), ("embedded", "de", "en")],
)
def test_where_nothing_better_is_known_nothing_is_said(used: str, source: str, target: str) -> None:
    assert better(used, source=source, target=target) is None


def test_families_rank_as_their_published_figures_do() -> None:
    names = ["Helsinki-NLP/opus-mt-tc-big-fr-en", "opus-mt-fr-en", "someone/opus-mt-fr-en", "embedded"]
    assert [rank(name) for name in names] == [0, 1, 2, 3]
    best_first = sorted(KNOWN, key=lambda model: rank(model.name))
    bleu = [model.scores[0].bleu for model in best_first]
    assert {model.scores[0].test_set for model in KNOWN} == {"newstest2014"}
    assert bleu == sorted(bleu, reverse=True)


@pytest.mark.parametrize("name", ["Helsinki-NLP/opus-mt-fr-en", "someone/else"])
def test_a_hub_name_is_what_its_short_name_stands_for(name: str) -> None:
    assert hub_name(short_name(name)) == name


def test_a_name_that_can_be_none_asks_for_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        hub_name("opusmt-fr-en")
    assert caught.value.mend == "Did you mean opus-mt-fr-en? A hub name is owner/name."
    assert did_you_mean("opus-mt-fr-en") == ""
    assert did_you_mean("fr-en") == "Did you mean opus-mt-fr-en? "
    assert did_you_mean("tc-big-fr-en") == "Did you mean opus-mt-tc-big-fr-en? "
    assert did_you_mean("quite/another") == ""


def test_models_are_known_by_either_name() -> None:
    assert known("opus-mt-fr-en") == known("Helsinki-NLP/opus-mt-fr-en") == KNOWN[1]
    assert known("someone/opus-mt-fr-en") is None


def test_the_usual_model_of_a_pair_is_named_by_its_pattern() -> None:
    assert getting("de", "fr") == "glossub model get opus-mt-de-fr"
