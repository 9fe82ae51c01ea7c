"""Tests of `geometry.heights`: how high everything stands: lines as short and as straight as the order of columns allows."""

import itertools
import random

import numpy as np
import pytest

from valuechain.geometry.heights import heights, kept_apart


@pytest.mark.parametrize("seed", range(30))
def test_kept_apart_is_the_nearest_of_all_allowed_places(seed):
    rng = random.Random(seed)
    count = rng.randint(1, 6)
    wanted = [rng.uniform(-10, 10) for _ in range(count)]
    strength = [rng.choice([1, 2, 5]) for _ in range(count)]
    apart = [rng.uniform(1, 6) for _ in range(count)]
    found = kept_apart(wanted, strength, apart)

    def cost(places):
        return sum(s * (p - w) ** 2 for p, w, s in zip(places, wanted, strength, strict=True))

    candidates = []  # the optimum is a way to cut the column into rigid blocks, each at its own best place
    for cuts in itertools.product([False, True], repeat=count - 1):
        places, start = [], 0
        for end in [i + 1 for i, cut in enumerate(cuts) if cut] + [count]:
            offset = np.concatenate([[0.0], np.cumsum(apart[start + 1 : end])])
            base = np.average(np.array(wanted[start:end]) - offset, weights=strength[start:end])
            places += (base + offset).tolist()
            start = end
        if all(b - a >= d - 1e-9 for a, b, d in zip(places, places[1:], apart[1:], strict=False)):
            candidates.append(cost(places))
    assert cost(found) == pytest.approx(min(candidates))
    assert all(b - a >= d - 1e-9 for a, b, d in zip(found, found[1:], apart[1:], strict=False))


def test_a_line_alone_is_straight():
    found = heights(
        [[0], [1], [2], [3]],
        [[0], [0], [0], [0]],
        [[(1, 3, 1)], [(0, -3, 1), (2, 0, 8)], [(1, 0, 8), (3, 0, 2)], [(2, 0, 2)]],
    )
    assert found[0] == pytest.approx(found[1] + 3)
    assert found[1] == found[2] == found[3]
