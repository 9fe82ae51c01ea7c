"""The numeric core against the plain oracle, on thousands of chains with loops, ties, shields and unmeasured services."""

import random

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from helpers.compared import differences


@pytest.mark.parametrize("seed", range(40))
def test_small_chains(seed):
    rng = random.Random(seed)
    for _ in range(40):
        assert not differences(
            random_chain(rng, parties=rng.randint(3, 6), services=rng.randint(1, 10))
        )


@pytest.mark.parametrize("seed", range(12))
def test_larger_chains_of_the_plain_mean(seed):
    assert not differences(
        random_chain(random.Random(seed), parties=12, services=30, rule="mean", critical=0)
    )


@pytest.mark.parametrize("seed", range(6))
def test_larger_chains_with_bottlenecks(seed):
    assert not differences(
        random_chain(random.Random(seed), parties=12, services=30, critical=0.5, scores=0.5)
    )


def test_numbers_are_finite_and_in_range():
    rng = random.Random(77)
    for _ in range(200):
        diagnosis = vc.diagnose(random_chain(rng, parties=8, services=20))
        for row in diagnosis.services:
            values = [
                row.satisfaction,
                row.own_shortfall,
                row.importance,
                row.contribution,
                row.gain,
                row.loss_if_failed,
            ]
            assert np.isfinite(values).all()
            assert min(values) >= 0
            assert row.gain <= row.importance * (1 - row.quality) + 1e-12
            if diagnosis.chain.rule != "fdna":
                assert row.gain <= row.contribution + 1e-12
