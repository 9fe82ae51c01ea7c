"""Tests of `sampling.histogram`: counting without keeping, but for few cases, which are kept."""

import numpy as np
import pytest

from valuechain.sampling.histogram import (
    BINS,
    FEW,
    MOST_OF_TWO_BYTES,
    Fallen,
    bytes_taken,
    most_cases,
)

EVERY = slice(None)


def fallen_one_by_one(bins):
    """(services, BINS + 1) counts, by looking at one bin after the other."""
    return np.stack([(bins == number).sum(axis=1) for number in range(BINS + 1)], axis=1)


@pytest.mark.parametrize(
    "cases", [(1, 1), (3, FEW), (FEW, 3), (FEW - 3, 3), (600, 7), (7, 600), (600, 900, 1024)]
)
def test_few_cases_are_kept_and_many_counted_with_one_answer(cases):
    random = np.random.default_rng(sum(cases))
    parts = [random.integers(0, BINS + 1, (5, number)).astype(np.uint8) for number in cases]
    total = Fallen.of(parts[0])
    for part in parts[1:]:
        total = total.plus(Fallen.of(part))
    wanted = fallen_one_by_one(np.concatenate(parts, axis=1))
    assert total.cases == sum(cases)
    assert (total.counts(EVERY) == wanted).all()
    assert (total.counts(np.array([3, 0])) == wanted[[3, 0]]).all()
    assert total.held.nbytes == bytes_taken(len(wanted), sum(cases))


def test_counts_grow_beyond_two_bytes():
    total = Fallen(np.full((2, BINS + 1), 257, dtype=np.uint16), 65_535)
    more = Fallen.of(np.zeros((2, 700), dtype=np.uint8))
    total = total.plus(more).plus(more)
    assert total.counts(EVERY)[:, 0].tolist() == [257 + 1400] * 2
    assert total.counts(EVERY).sum() == 2 * total.cases == 2 * 66_935
    assert total.held.nbytes == bytes_taken(2, total.cases)


@pytest.mark.parametrize("numbers", [1, 3, 1000])
@pytest.mark.parametrize("room", [1000, 20_000, 1_000_000])
def test_the_most_cases_that_fit_are_the_last_that_do(numbers, room):
    most = most_cases(numbers, room)
    assert bytes_taken(numbers, most) <= room
    assert bytes_taken(numbers, most + 1) > room or most == MOST_OF_TWO_BYTES
