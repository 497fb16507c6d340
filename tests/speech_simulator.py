"""Podcasts made of synthetic speech, with the true time of everything that is said.

The voices are SVOX Pico's French one (the wheel `py-nanotts`: hidden Markov models, nothing in common with the formant
synthesis of espeak-ng, which speaks the aligner's reference) as it is, and the same with a longer vocal tract. Without
the wheel espeak-ng's own other voices stand in: that is the easier case, and `Mix.voices` says which one it was.

Around the speech there are pauses, jingles, noise, and an advertisement that the transcript does not have; the
transcript has words dropped and words heard wrong. Synthetic speech is cleaner than people: nobody hesitates, laughs or
interrupts here.
"""

import importlib.util
import random
import re
import shutil
import subprocess
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from translate.episode import Episode, Turn

RATE = 16_000
Samples = NDArray[np.float32]
Voice = Callable[[str, float], Samples]
"""Speaks a text at a speed (1 is usual), without silence around it, at 16 kHz."""

_SUBJECTS = (
    "notre équipe|la plateforme|le service de paiement|cette bibliothèque|mon ancien collègue|le client|la base "
    "de données|un développeur débutant|l'architecte du projet|le tableau de bord|la production|une jeune "
    "entreprise|le moteur de recherche|la communauté|le serveur de secours|notre responsable produit"
).split("|")
_VERBS = (
    "a complètement changé|ralentit chaque matin|demande beaucoup de travail|fonctionne sans surveillance|coûte "
    "moins cher qu'avant|ne répond plus depuis mardi|attend toujours une réponse|progresse à petits pas|nous a "
    "surpris|mérite une vraie documentation|tient sur une seule machine|grandit plus vite que prévu|pose un "
    "problème de sécurité"
).split("|")
_PLACES = (
    "pendant les vacances|après la mise à jour|dans un petit bureau à Lyon|au milieu de la nuit|avec trois "
    "personnes|sans prévenir personne|depuis le début de l'année|grâce aux tests automatiques|malgré la panne du "
    "réseau|quand le trafic augmente|à cause d'un vieux contrat|le jour de la démonstration|entre deux "
    "réunions|sous la pluie"
).split("|")
_OPENERS = (
    "franchement|du coup|et puis|ce qui est drôle|à mon avis|comme tu disais|en fait|pour être honnête|par "
    "exemple|au bout d'un moment|le plus étonnant|si je me souviens bien|bref|je crois"
).split("|")
_QUESTIONS = (
    "Comment est-ce que vous avez fait ?|Et ça marche vraiment ?|Tu peux nous raconter ?|Pourquoi ce choix "
    "?|D'accord.|C'est intéressant.|Oui, tout à fait.|Ah bon ?|Exactement.|Et aujourd'hui, qui s'en occupe ?"
).split("|")
_WRONG = "maison tarte soleil vingt chapeau rivière doucement peut-être jaune tomber fenêtre avril".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the transcript (turn, character) and when it is really heard; a sentence's start or a clause's."""

    turn: int
    start: int
    ms: int
    opens_sentence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """A simulated recording, its transcript and the truth; `voices` says what spoke, `ads` when nothing transcribed."""

    samples: Samples
    episode: Episode
    places: tuple[Place, ...]
    ads: tuple[tuple[int, int], ...]
    voices: str

    def save(self, path: Path) -> Path:
        """Write the recording as a WAV file and return its path."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes((np.clip(self.samples, -1, 1) * 32_767).astype("<i2").tobytes())
        return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What goes into a mix: the levels in dB, the lengths in seconds, shares between 0 and 1."""

    seed: int = 1
    characters: int = 3_600
    noise_db: float = 15.0
    word_errors: float = 0.08
    jingles: int = 2
    ad_s: float = 60.0
    unspoken_turns: tuple[int, ...] = ()


def speeches(seed: int, characters: int) -> list[str]:
    """Return the turns of two people who talk about nothing, `characters` in all."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    turns: list[str] = []
    while sum(map(len, turns)) < characters:
        if len(turns) % 2 == 0 and turns:
            turns.append(" ".join(dice.sample(_QUESTIONS, dice.randint(1, 2))))
        else:
            turns.append(" ".join(_sentence(dice) for _ in range(dice.randint(1, 6))))
    return turns


def simulate(recipe: Recipe = Recipe()) -> Mix:
    """Return a recording of two people with the troubles of a recipe."""
    dice = random.Random(recipe.seed)  # noqa: S311  # no secret
    noise = np.random.default_rng(recipe.seed)
    texts = speeches(recipe.seed, recipe.characters)
    speakers, names = voices()
    parts: list[Samples] = [_jingle(noise, 8.0)] if recipe.jingles else []
    extras = _extras(recipe, len(texts), speakers[1], noise)
    now = sum(map(len, parts))
    turns, places, ads = [], [], []
    for at, text in enumerate(texts):
        for ad, extra in extras.get(at, ()):
            parts += [_silence(0.4), extra, _silence(0.5)]
            if ad:
                ads.append((_ms(now + len(parts[-3])), _ms(now + len(parts[-3]) + len(extra))))
            now += sum(map(len, parts[-3:]))
        written = ""
        for opens, clause in _clauses(text):
            heard = _written(clause, recipe.word_errors, dice)
            if at not in recipe.unspoken_turns:
                pause = _silence(dice.uniform(0.2, 0.9) if opens else dice.uniform(0.02, 0.25))
                spoken = speakers[at % 2](clause, dice.uniform(0.9, 1.15))
                places.append(Place(turn=at, start=len(written), ms=_ms(now + len(pause)), opens_sentence=opens))
                parts += [pause, spoken]
                now += len(pause) + len(spoken)
            written += heard + " "
        turns.append(Turn(speaker=("Camille", "Noé")[at % 2], text=written.rstrip()))
    parts.append(_silence(1.0))
    return Mix(
        samples=_noisy(np.concatenate(parts), recipe.noise_db, noise),
        episode=Episode(id="mix", title="Mix", language="fr", turns=tuple(turns)),
        places=tuple(places),
        ads=tuple(ads),
        voices=names,
    )


def voices() -> tuple[tuple[Voice, Voice], str]:
    """Return two voices that are not the reference's, and what they are."""
    if importlib.util.find_spec("py_nanotts"):
        return (lambda text, speed: _pico(text, speed, 1.0), lambda text, speed: _pico(text, speed, 1.18)), "pico"
    if shutil.which("espeak-ng"):
        return (
            lambda text, speed: _espeak(text, speed, "fr-be+f4"),
            lambda text, speed: _espeak(text, speed, "fr+m3"),
        ), ("espeak-ng's other voices (the easier case)")
    raise RuntimeError("no voice: pip install py-nanotts, or install espeak-ng")


def _pico(text: str, speed: float, tract: float) -> Samples:
    """Speak with Pico; a longer vocal tract is the same speech played slower, spoken faster to make up for it."""
    import py_nanotts

    pcm = py_nanotts.NanoTTS().speak(text, voice="fr-FR", speed=speed * tract)
    spoken = np.frombuffer(pcm, "<i2").astype(np.float32) / 32_768
    at = np.arange(0, len(spoken) - 1, 1 / tract)
    return _trimmed(np.interp(at, np.arange(len(spoken)), spoken).astype(np.float32))


def _espeak(text: str, speed: float, voice: str) -> Samples:
    command = ["espeak-ng", "-v", voice, "-s", str(round(185 * speed)), "-p", "40", "--stdout", text]
    wav = subprocess.run(command, check=True, capture_output=True).stdout
    spoken = np.frombuffer(wav[44:], "<i2").astype(np.float32) / 32_768
    at = np.arange(0, len(spoken) - 1, 22_050 / RATE)
    return _trimmed(np.interp(at, np.arange(len(spoken)), spoken).astype(np.float32))


def _trimmed(spoken: Samples) -> Samples:
    """Return speech of a fixed loudness without the silence around it."""
    loud = np.flatnonzero(np.abs(spoken) > 0.01)
    spoken = spoken[loud[0] : loud[-1] + 1] if len(loud) else spoken
    return (spoken * (0.1 / max(float(np.sqrt(np.mean(spoken**2))), 1e-6))).astype(np.float32)


def _sentence(dice: random.Random) -> str:
    clause = f"{dice.choice(_SUBJECTS)} {dice.choice(_VERBS)} {dice.choice(_PLACES)}"
    if dice.random() < 0.6:
        clause = f"{dice.choice(_OPENERS)}, {clause}"
    if dice.random() < 0.5:
        clause += f", et {dice.choice(_SUBJECTS)} {dice.choice(_VERBS)}"
    return clause[0].upper() + clause[1:] + "."


def _clauses(text: str) -> list[tuple[bool, str]]:
    """Return the clauses of a turn, each with whether it opens a sentence."""
    clauses = re.split(r"(?<=[.?!,])\s", text)
    return [(at == 0 or clauses[at - 1][-1] != ",", clause) for at, clause in enumerate(clauses)]


def _written(clause: str, errors: float, dice: random.Random) -> str:
    """Return what a recogniser makes of a clause: words dropped and words heard wrong, the first one kept."""
    words = clause.split()
    kept = words[:1]
    for word in words[1:]:
        fate = dice.random()
        if fate >= errors:
            kept.append(word)
        elif fate >= errors / 3:
            kept.append(dice.choice(_WRONG))
    return " ".join(kept)


def _extras(
    recipe: Recipe, turns: int, voice: Voice, noise: np.random.Generator
) -> dict[int, list[tuple[bool, Samples]]]:
    """Return what stands before which turn: the other jingles, and the advertisement in the middle."""
    extras: dict[int, list[tuple[bool, Samples]]] = {}
    for number in range(1, recipe.jingles):
        extras.setdefault(turns * number * 2 // (3 * max(1, recipe.jingles - 1)), []).append(
            (False, _jingle(noise, 6.0))
        )
    if recipe.ad_s:
        extras.setdefault(turns // 2, []).append((True, _advertisement(recipe, voice, noise)))
    return extras


def _advertisement(recipe: Recipe, voice: Voice, noise: np.random.Generator) -> Samples:
    """Return speech that no transcript has, over music."""
    text = speeches(recipe.seed + 999, round(recipe.ad_s * 22))
    spoken = np.concatenate([voice(turn, 1.0) for turn in text])[: round(recipe.ad_s * RATE)]
    return np.asarray(spoken + 0.15 * _jingle(noise, len(spoken) / RATE)[: len(spoken)], np.float32)


def _jingle(noise: np.random.Generator, seconds: float) -> Samples:
    """Return decaying chords."""
    at = np.arange(round(0.5 * RATE)) / RATE
    chords = []
    for _ in range(int(np.ceil(seconds / 0.5))):
        notes = 220 * 2 ** (noise.choice([0, 3, 5, 7, 10, 12], 3) / 12)
        tones = sum(np.sin(2 * np.pi * note * k * at) / k for note in notes for k in (1, 2, 3))
        chords.append(0.05 * np.exp(-3 * at) * tones)
    return np.asarray(np.concatenate(chords), np.float32)


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def _noisy(samples: Samples, noise_db: float, noise: np.random.Generator) -> Samples:
    """Add noise that falls by 3 dB an octave or so, `noise_db` below the speech, in blocks."""
    level = 0.1 * 10 ** (-noise_db / 20)
    mixed = samples.copy()
    for start in range(0, len(mixed), 60 * RATE):
        white = noise.standard_normal(min(60 * RATE, len(mixed) - start) + 3).astype(np.float32)
        pink = white[3:] + white[2:-1] + 0.7 * white[1:-2] + 0.3 * white[:-3]
        mixed[start : start + 60 * RATE] += level * pink / np.float32(np.std(pink))
    return mixed


def _ms(samples: int) -> int:
    return round(samples * 1000 / RATE)
