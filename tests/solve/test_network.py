"""Tests of `solve.network`: in which order a network can be solved: loops found, everything else in levels."""

import random

import numpy as np
import pytest

from chains import random_chain
from helpers.compared import differences
from valuechain.solve import network


@pytest.fixture
def numpy_levels(monkeypatch):
    """Solve small chains level by level in numpy too: the plain lists are for long thin chains."""
    monkeypatch.setattr(network, "NARROW", 0)


@pytest.mark.usefixtures("numpy_levels")
@pytest.mark.parametrize("seed", range(20))
def test_levels_in_numpy(seed):
    rng = random.Random(1000 + seed)
    for _ in range(25):
        assert not differences(
            random_chain(rng, parties=rng.randint(3, 7), services=rng.randint(1, 14))
        )


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e200, 1e308])
def test_weights_of_any_scale_are_shares(scale):
    ends = np.array([0, 1, 0]), np.array([2, 2, 1])
    none = np.full(3, np.inf), np.zeros(3, dtype=bool)
    found = network.arrange(np.arange(3), ends, np.array([0.25, 0.75, 0.5]) * scale, *none)
    assert sorted(found.weight) == pytest.approx([0.25, 0.75, 1.0])
