"""The numeric core against the plain oracle, on thousands of chains with loops, ties, shields and unmeasured services."""

import random

import numpy as np
import pytest

import oracle
import valuechain as vc
from chains import random_chain
from valuechain.propagation import arrangement, loops

NUMBERS = (
    "satisfaction",
    "own_shortfall",
    "inherited_shortfall",
    "effective_dependence",
    "importance",
    "contribution",
    "gain",
    "loss_if_failed",
)


def compare(chain):
    expected, found = oracle.diagnose(chain), vc.diagnose(chain)
    if expected["outcome"] is None:
        assert found.outcome is None
    else:
        assert found.outcome == pytest.approx(expected["outcome"], abs=1e-9)
        assert sum(row.contribution for row in found.services) == pytest.approx(1 - found.outcome, abs=1e-9)
    for party, satisfaction in expected["received"].items():
        assert found.received[party] == pytest.approx(satisfaction, abs=1e-9)
    for service_id, row in expected["services"].items():
        for name in NUMBERS:
            assert getattr(found[service_id], name) == pytest.approx(row[name], abs=1e-9), (service_id, name)
        assert found[service_id].verdict == row["verdict"], service_id
    some = next(iter(chain.services))
    assert found.spread(some) == pytest.approx(expected["services"][some]["spread"], abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_small_chains(seed):
    rng = random.Random(seed)
    for _ in range(40):
        compare(random_chain(rng, parties=rng.randint(3, 6), services=rng.randint(1, 10)))


@pytest.mark.parametrize("seed", range(12))
def test_larger_chains_of_the_plain_mean(seed):
    compare(random_chain(random.Random(seed), parties=12, services=30, rule="mean", critical=0))


@pytest.mark.parametrize("seed", range(12))
def test_larger_chains_with_bottlenecks(seed):
    compare(random_chain(random.Random(seed), parties=12, services=30, critical=0.5, scores=0.5))


@pytest.fixture
def numpy_levels(monkeypatch):
    """Solve small chains level by level in numpy too: the plain lists are for long thin chains."""
    monkeypatch.setattr(arrangement, "NARROW", 0)


@pytest.mark.usefixtures("numpy_levels")
@pytest.mark.parametrize("seed", range(20))
def test_levels_in_numpy(seed):
    rng = random.Random(1000 + seed)
    for _ in range(25):
        compare(random_chain(rng, parties=rng.randint(3, 7), services=rng.randint(1, 14)))


@pytest.fixture
def iterated_loops(monkeypatch):
    """Iterate small loops as if they were too large for a dense solve."""
    monkeypatch.setattr(loops, "DIRECT", 1)


@pytest.mark.usefixtures("iterated_loops")
@pytest.mark.parametrize("seed", range(20))
def test_iterated_loops(seed):
    rng = random.Random(2000 + seed)
    for _ in range(15):
        compare(random_chain(rng, parties=rng.randint(3, 6), services=rng.randint(4, 14)))


@pytest.mark.usefixtures("iterated_loops")
def test_iterated_loops_that_lose_little_fall_back_to_dense(monkeypatch):
    monkeypatch.setattr(loops, "_PATIENCE", 5)
    rng = random.Random(5)
    for _ in range(40):
        compare(random_chain(rng, parties=5, services=12, dependence=0.97))


@pytest.mark.usefixtures("iterated_loops")
def test_loops_too_large_for_dense_are_iterated_to_the_end(monkeypatch):
    monkeypatch.setattr(loops, "DENSE", 1)
    rng = random.Random(6)
    for _ in range(20):
        compare(random_chain(rng, parties=4, services=9))


def test_numbers_are_finite_and_in_range():
    rng = random.Random(77)
    for _ in range(200):
        diagnosis = vc.diagnose(random_chain(rng, parties=8, services=20))
        for row in diagnosis.services:
            values = [row.satisfaction, row.own_shortfall, row.importance, row.contribution, row.gain, row.loss_if_failed]
            assert np.isfinite(values).all()
            assert min(values) >= 0
            assert row.gain <= row.contribution + 1e-12
