"""Laws of cutting a call into batches."""

from hypothesis import given
from hypothesis import strategies as st

from translate.engines.batches import Batch, cut_batches, halves, target_limit

LENGTHS = st.lists(st.integers(0, 200), max_size=60)


@given(LENGTHS, st.integers(1, 9))
def test_every_source_with_tokens_is_in_one_batch(lengths: list[int], size: int) -> None:
    batches = cut_batches(lengths, size=size, positions=512)
    found = [index for batch in batches for index in batch.indices]
    assert sorted(found) == [index for index, length in enumerate(lengths) if length]
    assert all(1 <= len(batch.indices) <= size for batch in batches)


@given(LENGTHS, st.integers(1, 9))
def test_the_limit_on_a_target_is_a_function_of_its_own_length(lengths: list[int], size: int) -> None:
    for batch in cut_batches(lengths, size=size, positions=300):
        assert {target_limit(lengths[index], 300) for index in batch.indices} == {batch.max_target}


@given(st.integers(1, 511))
def test_the_limit_leaves_room_for_a_translation(length: int) -> None:
    limit = target_limit(length, 512)
    assert limit < 512
    assert limit >= min(2 * length + 20, 511)


@given(st.lists(st.integers(0, 99), min_size=2, max_size=40))
def test_halves_are_the_batch_in_two_parts_of_a_size(indices: list[int]) -> None:
    first, second = halves(Batch(indices=tuple(indices), max_target=9))
    assert [*first.indices, *second.indices] == indices
    assert 0 <= len(second.indices) - len(first.indices) <= 1
    assert first.max_target == second.max_target == 9
