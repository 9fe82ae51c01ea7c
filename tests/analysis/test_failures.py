"""Tests of `analysis.failures`: what does the failure of a service in a large loop cost?"""

import random

import pytest

import valuechain as vc
from chains import random_chain
from helpers.compared import differences
from valuechain.analysis import failures
from valuechain.analysis.reading import read


@pytest.mark.parametrize("seed", range(20))
def test_what_is_read_off_the_inverse_is_what_solving_again_finds(seed, monkeypatch):
    """Small loops taken for large ones, against the plain oracle; where something bends it is solved."""
    monkeypatch.setattr(failures, "DIRECT", 1)
    rng = random.Random(seed)
    straight = 0
    for _ in range(15):
        chain = random_chain(
            rng,
            parties=rng.randint(3, 7),
            services=rng.randint(4, 16),
            critical=rng.choice([0.0, 0.0, 0.2]),
            rule="mean",
        )
        assert not differences(chain)
        straight += failures.straight(read(chain)).known.sum()
    assert straight


def test_of_bottlenecks_nothing_is_read_off(monkeypatch):
    monkeypatch.setattr(failures, "DIRECT", 1)
    chain = random_chain(random.Random(1), parties=5, services=14, rule="weakest")
    assert vc.diagnose(chain).loops
    assert not failures.straight(read(chain)).known.any()
