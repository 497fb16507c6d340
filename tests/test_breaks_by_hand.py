"""How nearly the cutter breaks English as a person did: `labels/breaks-en.txt`, and a second reading of part of it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from re import finditer

from translate.blocks import Block
from translate.cues import cut
from translate.episode import TimedSpan
from translate.languages import language
from translate.presets import PRESETS, Speakers
from translate.translation import Provenance

LABELS = Path(__file__).parent / "labels"
Breaks = dict[str, frozenset[tuple[int, str]]]


def read(name: str) -> Breaks:
    """Return, for each sentence of a file, the numbers of words before a break and the kind of break."""
    found: Breaks = {}
    for line in (LABELS / name).read_text(encoding="utf-8").splitlines():
        words: list[str] = []
        places: set[tuple[int, str]] = set()
        for part in line.split() if not line.startswith("#") else ():
            if part in {"|", "||"}:
                places.add((len(words), part))
            else:
                words.append(part)
        if words:
            found[" ".join(words)] = frozenset(places)
    return found


def broken(text: str) -> frozenset[tuple[int, str]]:
    """Return the breaks of the cutter, with the podcast preset and 15 characters a second."""
    words = tuple(
        TimedSpan(start=m.start(), end=m.end(), start_ms=m.start() * 1000 // 15, end_ms=(m.end() + 1) * 1000 // 15)
        for m in finditer(r"\S+", text)
    )
    block = Block(
        text=text, words=words, speaker="Ann", sentence=0, turn=0, provenance=Provenance.ESTIMATED, protected=()
    )
    cues = cut([block], replace(PRESETS["podcast"], speakers=Speakers.NEVER), language("en"))
    lines = [
        (line, "|" if number + 1 < len(cue.lines) else "||") for cue in cues for number, line in enumerate(cue.lines)
    ]
    done = 0
    places = []
    for line, kind in lines[:-1]:
        done += len(line.split())
        places.append((done, kind))
    return frozenset(places)


def f1(pairs: Iterable[tuple[frozenset[object], frozenset[object]]]) -> float:
    """Return how far two ways to break agree, over all sentences."""
    counts = [(len(one & other), len(one) + len(other)) for one, other in pairs]
    return 2 * sum(same for same, _ in counts) / sum(both for _, both in counts)


def places(breaks: frozenset[tuple[int, str]]) -> frozenset[object]:
    """Return breaks without their kind."""
    return frozenset(place for place, _ in breaks)


def test_the_cutter_breaks_where_a_person_did() -> None:
    by_hand = read("breaks-en.txt")
    assert len(by_hand) == 208
    by_cutter = {text: broken(text) for text in by_hand}
    assert f1((places(by_cutter[text]), places(by_hand[text])) for text in by_hand) >= 0.75
    assert f1((frozenset(by_cutter[text]), frozenset(by_hand[text])) for text in by_hand) >= 0.71


def test_a_second_reading_agrees_with_the_first_in_nine_breaks_of_ten() -> None:
    first, second = read("breaks-en.txt"), read("breaks-en-second.txt")
    assert len(second) == 60
    assert round(f1((places(first[text]), places(second[text])) for text in second), 2) == 0.90
    assert sum(first[text] == second[text] for text in second) == 52
