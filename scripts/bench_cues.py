"""How long an episode of 96 minutes takes from word times to cues, in both languages: 17,000 invented words each."""

import random
import time
from itertools import accumulate

from translate import cues, retime
from translate.engine import Link
from translate.episode import Episode, Turn
from translate.languages import language
from translate.presets import PRESETS
from translate.sentences import Sentence
from translate.translation import Provenance, TranslatedEpisode, Translation, WordTime

WORDS, SENTENCE, TURN = 17_000, 20, 100
"""Words in all, in a sentence and in a turn."""

FRENCH = "le la de et que on nous avec équipe, produit déploiement nœud cluster alors c'est quand tests".split()
ENGLISH = "the of and that we with team, product deployment node cluster then it's when tests in".split()


def episode() -> TranslatedEpisode:
    """Return an episode of random words, the same every time, linked one to one with a little noise."""
    chance = random.Random(7)  # noqa: S311 - no secret: the episode must be the same every time
    turns: list[Turn] = []
    times: list[WordTime] = []
    translations: list[Translation] = []
    now_ms = 0
    for turn in range(WORDS // TURN):
        said = [chance.choice(FRENCH) + "." * (at % SENTENCE == SENTENCE - 1) for at in range(TURN)]
        shown = [chance.choice(ENGLISH) + "." * (at % SENTENCE == SENTENCE - 1) for at in range(TURN)]
        starts = list(accumulate((len(word) + 1 for word in said), initial=0))
        for word, start in zip(said, starts, strict=False):
            end_ms = now_ms + 60 * (len(word) + 1)
            times.append(
                WordTime(
                    turn=turn,
                    start=start,
                    end=start + len(word),
                    start_ms=now_ms,
                    end_ms=end_ms,
                    provenance=Provenance.ESTIMATED,
                )
            )
            now_ms = end_ms
        for first in range(0, TURN, SENTENCE):
            part = shown[first : first + SENTENCE]
            at = 0
            links = []
            for number, word in enumerate(part):
                other = first + min(max(number + chance.choice([-1, 0, 0, 0, 1]), 0), SENTENCE - 1)
                links.append(
                    Link(
                        source_start=starts[other],
                        source_end=starts[other] + len(said[other]),
                        target_start=at,
                        target_end=at + len(word),
                    )
                )
                at += len(word) + 1
            sentence = Sentence(turn=turn, start=starts[first], end=starts[first + SENTENCE])
            translations.append(Translation(sentence=sentence, target=" ".join(part), links=tuple(links)))
        turns.append(Turn(speaker=("Ada", "Léo")[turn % 2], text=" ".join(said) + " "))
    return TranslatedEpisode(
        episode=Episode(id="bench", title="Bench", language="fr", turns=tuple(turns)),
        target_language="en",
        title="Bench",
        chapter_titles=(),
        translations=tuple(translations),
        words=tuple(times),
        error_band_ms=0,
        signature="",
    )


def main() -> None:
    """Print the seconds of one core that each stage takes."""
    translated = episode()
    marks = [time.process_time()]
    source = retime.blocks(translated, "source")
    marks.append(time.process_time())
    target = retime.blocks(translated, "target")
    marks.append(time.process_time())
    french = cues.cut(source, PRESETS["podcast"], language("fr"))
    marks.append(time.process_time())
    english = cues.cut(target, PRESETS["podcast"], language("en"))
    marks.append(time.process_time())
    stages = (
        "time the source",
        "time the target",
        f"cut {len(french)} French cues",
        f"cut {len(english)} English cues",
    )
    for stage, before, after in zip(stages, marks, marks[1:], strict=False):
        print(f"{after - before:6.3f} s  {stage}")
    print(f"{marks[-1] - marks[0]:6.3f} s  in all")


if __name__ == "__main__":
    main()
