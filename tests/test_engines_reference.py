"""Parity: `marian` and `reference` give the same tokens, and the conversion is CTranslate2's own."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from translate.engine import Decoding, Engine, Request, RequiredTerm
from translate.engines import open_engine
from translate.engines.checkpoints import EMBEDDED, read_checkpoint
from translate.engines.weights import sinusoidal_positions
from translate.errors import EngineError, MissingExtra

Maker = Callable[..., Path]

SENTENCES = """\
Bonjour à toutes et à tous, et bienvenue dans ce nouvel épisode de Café Déploiement.
Aujourd'hui, je reçois Solène, qui dirige une équipe produit chez un éditeur de logiciels.
Salut Solène, comment ça va ?
Ça va très bien, merci de m'avoir invitée !
Alors, est-ce que tu peux nous raconter un peu ton parcours ?
J'ai commencé comme développeuse, il y a une quinzaine d'années.
Ensuite, je suis devenue cheffe de projet, puis responsable produit.
On travaillait avec des cycles de deux semaines, et tous les vendredis on montrait ce qu'on avait fait.
Au début, personne ne voulait venir.
Et puis un jour, le directeur est venu, et tout a changé.
Il a vu que ça marchait.
Non.
Oui, exactement.
C'est une très bonne question.
Je pense que le plus difficile, c'est de dire non.
On a mille idées, mais on n'a pas mille développeurs.
Du coup, on choisit, et on explique pourquoi.
Le serveur est tombé trois fois dans la même nuit.
On a tout relancé à la main, à 4 h du matin.
Depuis, on a écrit des tests.
Beaucoup de tests.
Moi, je préfère les petites équipes : cinq ou six personnes, pas plus.
Quand il y en a plus, on passe son temps en réunion.
Et toi, tu en penses quoi ?
Franchement, je ne sais pas.
Ça dépend du contexte.
Par exemple, dans une banque, on ne peut pas déployer dix fois par jour.
Ah bon ? Pourquoi ?
Parce qu'il y a des règles, des audits, des gens qui doivent signer.
On utilise Kubernetes depuis 2019, avec environ 120 services.
La facture a augmenté de 35 % en un an.
On a réduit la mémoire, on a éteint les machines la nuit, et on a économisé 12 000 euros par mois.
Les utilisateurs, eux, n'ont rien vu.
C'est ça qui est beau.
Il faut mesurer avant d'optimiser.
Sinon, on optimise n'importe quoi.
L'autre jour, un collègue m'a dit : « tu vas trop vite ».
Il avait raison.
J'ai ralenti, et la qualité est remontée.
alors euh donc voilà on a fait ça pendant six mois et puis après on s'est dit que ce n'était pas la bonne solution
parce que les gens ne comprenaient pas ce qu'on leur demandait
et du coup on a tout repris à zéro
On ne jette jamais le code, on l'archive.
Le vieux système tourne encore dans un coin, et personne n'ose l'éteindre.
Qui a écrit cette fonction ?
Personne ne s'en souvient.
La documentation, c'est comme le sport : tout le monde sait que c'est bien.
Mais peu de gens en font.
Merci beaucoup, c'était passionnant.
On se retrouve dans deux semaines pour un nouvel épisode.
D'ici là, prenez soin de vous, et de vos serveurs.
À bientôt !""".splitlines()

WITH_TERMS = [
    ("Le nœud ne répond plus.", {"nœud": "node"}),
    ("L'équipe a priorisé le carnet de produit.", {"équipe": "team", "carnet de produit": "product backlog"}),
    ("On fait une mêlée quotidienne tous les matins.", {"mêlée quotidienne": "daily stand-up"}),
    ("La dette technique nous ralentit.", {"dette technique": "technical debt"}),
    ("On a mis en place l'intégration continue.", {"intégration continue": "continuous integration"}),
    (
        "Les tests de charge passent, les tests unitaires aussi.",
        {"tests de charge": "load test", "tests unitaires": "unit test"},
    ),
    ("Le déploiement a échoué.", {"déploiement": "rollout"}),
    ("Elle anime la rétrospective du sprint.", {"rétrospective": "retrospective", "sprint": "sprint"}),
]


def requests() -> list[Request]:
    """Return all sentences, and then those with terms."""
    marked = [
        Request(
            text=text,
            terms=tuple(
                RequiredTerm(start=text.index(french), end=text.index(french) + len(french), target=target)
                for french, target in terms.items()
            ),
        )
        for text, terms in WITH_TERMS
    ]
    return [*(Request(text=text) for text in SENTENCES), *marked]


@pytest.fixture(scope="module")
def reference() -> Engine:
    """Open the embedded checkpoint on transformers."""
    return open_engine(kind="reference", device="cpu", threads=1)


@pytest.mark.torch
@pytest.mark.parametrize("beam", [1, 4])
def test_both_engines_give_the_same_answers(exact: Engine, reference: Engine, beam: int) -> None:
    """Texts and renderings are equal, scores almost; links too, but for the first token, which has none with a beam."""
    ours, theirs = (engine.translate(requests(), Decoding(beam_size=beam)) for engine in (exact, reference))
    assert [answer.text for answer in ours] == [answer.text for answer in theirs]
    assert [answer.renderings for answer in ours] == [answer.renderings for answer in theirs]
    assert [answer.score for answer in ours] == pytest.approx([answer.score for answer in theirs], abs=2e-3)
    for one, other in zip(ours, theirs, strict=True):
        known = [link for link in other.links if beam == 1 or link.target_start >= one.links[0].target_start]
        assert list(one.links) == known


@pytest.mark.torch
def test_the_reference_is_an_engine_like_the_other(exact: Engine, reference: Engine) -> None:
    told: list[tuple[int, int]] = []
    asked = [Request(text="Oui."), Request(text=" ")]
    answers = reference.translate(asked, progress=lambda *now: told.append(now))
    assert answers[1].text == ""
    assert told == [(2, 2)]
    assert reference.count_tokens("Oui.") == exact.count_tokens("Oui.")
    assert reference.signature == exact.signature.replace("marian", "reference")
    assert (reference.max_tokens, reference.inline_terms) == (200, True)


@pytest.mark.torch
@pytest.mark.parametrize(("shared", "tied"), [(True, True), (False, True), (False, False)])
def test_both_engines_agree_on_every_kind_of_embeddings(make_checkpoint: Maker, *, shared: bool, tied: bool) -> None:
    folder = str(make_checkpoint(shared=shared, tied=tied, activation_function="swish"))
    asked = [Request(text=text) for text in SENTENCES[:12]]
    ours = open_engine(model=folder, device="cpu", compute_type="float32").translate(asked, Decoding(beam_size=1))
    theirs = open_engine(model=folder, device="cpu", kind="reference", threads=1).translate(
        asked, Decoding(beam_size=1)
    )
    assert [answer.text for answer in ours] == [answer.text for answer in theirs]
    # What ran into the limit has no </s> to score; the rest must agree.
    ended = [index for index, answer in enumerate(ours) if len(answer.text.split()) < 30]
    assert [ours[index].score for index in ended] == pytest.approx([theirs[index].score for index in ended], abs=1e-4)
    assert len({answer.text for answer in ours}) > 1


@pytest.mark.torch
def test_the_conversion_answers_as_ctranslates_own(
    tmp_path: Path, exact: Engine, embedded: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Models converted with and without torch give the same answers and scores, in float32 and in int8.

    CTranslate2's converter is told to read float32, since it would round the positions to the checkpoint's float16.
    """
    import ctranslate2
    import transformers

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers' own
    shutil.copytree(EMBEDDED, tmp_path / "float32")
    config = (tmp_path / "float32" / "config.json").read_text(encoding="utf-8")
    (tmp_path / "float32" / "config.json").write_text(config.replace('"float16"', '"float32"'), encoding="utf-8")
    with pytest.warns(UserWarning, match="sacremoses"):
        ctranslate2.converters.TransformersConverter(str(tmp_path / "float32")).convert(str(tmp_path / "own"))
    vocabularies = [(folder / "shared_vocabulary.json").read_bytes() for folder in (tmp_path / "own", _converted())]
    assert vocabularies[0] == vocabularies[1]
    for engine, compute_type in ((exact, "float32"), (embedded, "int8")):
        ours = engine.translate(requests())
        translator = ctranslate2.Translator(str(tmp_path / "own"), compute_type=compute_type, intra_threads=1)
        with monkeypatch.context() as patch:
            patch.setattr(engine, "_translator", translator)
            assert engine.translate(requests()) == ours


def _converted() -> Path:
    """Return the folder of the embedded checkpoint's converted model."""
    from translate.engines.converted import cache_folder

    fingerprint = read_checkpoint(EMBEDDED, name="embedded").fingerprint
    (folder,) = [path for path in (cache_folder() / "models").glob(f"marian-{fingerprint}-*") if path.is_dir()]
    return folder


@pytest.mark.torch
def test_positions_are_those_of_transformers() -> None:
    from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding

    theirs = MarianSinusoidalPositionalEmbedding(40, 16).create_weight().numpy()  # type: ignore[no-untyped-call]  # transformers' own
    assert np.abs(sinusoidal_positions(40, 16) - theirs).max() < 1e-6


@pytest.mark.torch
def test_weights_in_bfloat16_are_an_engine_error(make_checkpoint: Maker) -> None:
    import torch
    from safetensors.torch import save_file

    folder = make_checkpoint()
    save_file({"model.shared.weight": torch.zeros(2, 2, dtype=torch.bfloat16)}, folder / "model.safetensors")
    with pytest.raises(EngineError, match="numpy lacks"):
        open_engine(model=str(folder), device="cpu")


@pytest.mark.torch
def test_a_failure_of_transformers_is_an_engine_error(reference: Engine) -> None:
    with pytest.raises(EngineError, match="transformers failed"):
        reference.translate([Request(text="Oui.")], Decoding(repetition_penalty=-1.0))


def test_the_reference_without_torch_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra, match="torch is not installed") as caught:
        open_engine(kind="reference")
    assert "pip install 'glossub[reference]'" in caught.value.mend


@pytest.mark.torch
def test_a_reference_that_cannot_be_loaded_is_an_engine_error(make_checkpoint: Maker) -> None:
    folder = make_checkpoint()
    (folder / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EngineError, match="cannot be loaded"):
        open_engine(model=str(folder), kind="reference", device="cpu")


@pytest.mark.torch
def test_both_engines_agree_on_alternatives_and_prefixes(exact: Engine, reference: Engine) -> None:
    text = "Le nœud ne répond plus depuis ce matin."
    broken = Request(text=text, terms=(RequiredTerm(start=0, end=0, target="zebra"),))
    asked = [broken, Request(text=text, prefix="The worker node"), Request(text=text)]
    ours, theirs = (engine.translate(asked, Decoding(alternatives=3)) for engine in (exact, reference))
    assert [answer.text for answer in ours] == [answer.text for answer in theirs]
    assert [answer.score for answer in ours] == pytest.approx([answer.score for answer in theirs], abs=0.002)
    assert ours[1].text.startswith("The worker node")
    assert {a.text for a in ours[0].alternatives} & {a.text for a in theirs[0].alternatives}
