"""How many chapters are tied to the text rightly, wrongly or not at all, on pages whose openings are listed by hand.

A chapter is tied rightly where it opens within 5 s, by the text's length, of the labelled place (in the labelled turn,
where a label names no place). `GLOSSUB_REAL_PAGE` names the page that the labels call `real-page`; it may be missing.
"""

import os
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from translate import readers
from translate.clock import CHARACTERS_PER_SECOND, tell
from translate.episode import Episode
from translate.languages import language

LABELS = Path(__file__).parent.parent / "tests" / "labels"
NEAR = 5 * CHARACTERS_PER_SECOND
"""Characters that are 5 s of speech."""

Label = dict[str, str | int]


def judged(path: Path, labels: list[Label]) -> Iterator[tuple[str, str]]:
    """Yield, for each chapter that does not open the episode, its title and whether it was tied rightly."""
    episode = readers.read(path.read_bytes(), name=path.name)
    *begins, _ = accumulate((len(turn.text) + 1 for turn in episode.turns), initial=0)
    for opening, label in zip(tell(episode, language("fr")).openings, labels, strict=True):
        if not opening.chapter.start_ms:
            continue
        if opening.turn is None:
            yield opening.chapter.title, "not tied"
            continue
        turn, at = place(episode, label)
        away = begins[opening.turn] + opening.start - begins[turn] - (at or 0)
        right = abs(away) <= NEAR if at is not None else opening.turn == turn
        yield opening.chapter.title, "right" if right else "wrong"


def place(episode: Episode, label: Label) -> tuple[int, int | None]:
    """Return the turn and the position that a label names: where its phrase stands, else its own numbers."""
    phrase = str(label.get("phrase", ""))
    for number, turn in enumerate(episode.turns):
        if phrase and phrase in turn.text.replace("’", "'"):
            return number, turn.text.replace("’", "'").index(phrase)
    return int(label["turn"]), int(label["at"]) if "at" in label else None


def pages() -> Iterator[tuple[str, Path, list[Label]]]:
    """Yield every labelled page that is here."""
    table: dict[str, list[Label]] = tomllib.loads((LABELS / "chapters.toml").read_text(encoding="utf-8"))
    for name, labels in table.items():
        real = os.environ.get("GLOSSUB_REAL_PAGE", "")
        path = Path(real) if name == "real-page" else LABELS / "chapters" / name
        if path.is_file():
            yield name, path, labels


def main() -> None:
    """Print the verdicts of each page, and their sum over the invented ones."""
    invented: Counter[str] = Counter()
    for name, path, labels in pages():
        found = list(judged(path, labels))
        counts = Counter(verdict for _, verdict in found)
        invented += counts if name != "real-page" else Counter()
        print(f"{name}: {told(counts)}")
        for title, verdict in found:
            print(f"  {verdict:<9} {title}")
    print(f"invented pages: {told(invented)}")


def told(counts: Counter[str]) -> str:
    """Return counts as people read them."""
    return f"{counts['right']} right, {counts['wrong']} wrong, {counts['not tied']} not tied"


if __name__ == "__main__":
    main()
