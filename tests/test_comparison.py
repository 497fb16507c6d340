"""Start errors against a reference, with known answers."""

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from translate.comparison import compare
from translate.cues import Cue
from translate.edit_rate import edit_rate
from translate.errors import UsageError
from translate.translation import Provenance

WORDS = [f"word{at}" for at in range(60)]


def cue(start_ms: int, text: str) -> Cue:
    return Cue(
        start_ms=start_ms,
        end_ms=start_ms + 900,
        lines=tuple(text.split("\n")),
        speaker=None,
        provenance=Provenance.GIVEN,
        sentences=(),
    )


REFERENCE = [cue(1000 * at, " ".join(WORDS[6 * at : 6 * at + 6])) for at in range(10)]


def test_a_file_is_its_own_reference() -> None:
    result = compare(REFERENCE, REFERENCE)
    assert (result.compared, result.median_ms, result.p90_ms, result.bias_ms) == (10, 0, 0, 0)
    assert result.within == (1.0, 1.0, 1.0)


def test_a_shift_is_the_error_and_the_bias() -> None:
    late = [replace(one, start_ms=one.start_ms + 400, end_ms=one.end_ms + 400) for one in REFERENCE]
    result = compare(late, REFERENCE)
    assert (result.median_ms, result.p90_ms, result.bias_ms, result.within) == (400, 400, 400, (0.0, 1.0, 1.0))
    assert compare(REFERENCE, late).bias_ms == -400


def test_cues_that_are_cut_elsewhere_are_held_to_a_time_inside_the_reference() -> None:
    """The fourth word of six stands at 15 of 29 characters: 18/35 of 900 ms into the cue."""
    halves = [cue(0, "aa bb cc"), cue(450, "dd ee ff gg")]
    result = compare(halves, [cue(0, "aa bb cc dd ee ff gg")])
    assert result.compared == 2
    assert result.p90_ms == 450 - 900 * 9 // 20


def test_other_words_between_anchors_do_not_disturb() -> None:
    changed = [replace(REFERENCE[0], lines=("quite another text here",)), *REFERENCE[1:]]
    result = compare(changed, REFERENCE)
    assert (result.cues, result.compared, result.median_ms) == (10, 9, 0)


def test_a_swapped_passage_is_not_tied_backwards() -> None:
    swapped = [*REFERENCE[5:], *REFERENCE[:5]]
    assert compare(swapped, REFERENCE).compared == 5


def test_files_without_a_common_word_cannot_be_compared() -> None:
    result = compare([cue(0, "rien de tel")], REFERENCE)
    assert (result.compared, result.median_ms, result.p90_ms, result.within) == (0, None, None, (0.0, 0.0, 0.0))
    assert compare([], []).median_ms is None


def test_long_stretches_that_differ_are_left_alone() -> None:
    ours = [cue(1000 * at, f"a{at} b{at} the") for at in range(600)]
    theirs = [cue(1000 * at, f"c{at} d{at} the") for at in range(600)]
    assert compare(ours, theirs).compared == 0


def test_the_subtitle_edit_rate_of_a_file_to_itself_is_none() -> None:
    pytest.importorskip("suber")
    assert edit_rate(REFERENCE, [*reversed(REFERENCE)]) == 0.0


def test_the_subtitle_edit_rate_counts_words_and_breaks() -> None:
    """Of four words and two breaks, one word differs: 1 / 6."""
    pytest.importorskip("suber")
    reference = [cue(0, "one two\nthree four"), cue(5000, "")]
    assert edit_rate([cue(0, "one two\nthree five")], reference) == pytest.approx(100 / 6, abs=0.01)


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002  # the builtin's own names
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] = (),
        level: int = 0,
    ) -> object:
        if name.startswith("suber"):
            raise ImportError(name)
        return real(name, globals, locals, fromlist, level)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(UsageError, match="not installed") as caught:
        edit_rate(REFERENCE, REFERENCE)
    assert "glossub[suber]" in caught.value.mend


def test_a_refrain_is_held_to_its_own_place() -> None:
    """Thirty cues of three texts, each missing a word here and there: the longest run in common lay minutes away."""
    texts = ["we moved it all", "what surprised me is that", "nobody wrote it down"]
    reference = [cue(1000 * at, texts[at % 3]) for at in range(30)]
    ours = [replace(one, lines=("oh well",)) if at % 7 == 3 else one for at, one in enumerate(reference)]
    result = compare(ours, reference)
    assert (result.compared, result.p90_ms) == (26, 0)
