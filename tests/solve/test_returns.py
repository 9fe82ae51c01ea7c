"""Tests of `solve.returns`: what of its own shortfall comes back to a service, when its provider is in a loop."""

import random

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from helpers.compared import differences
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis.reading import read
from valuechain.solve import returns
from valuechain.solve.branches import Solved


def ring(parties, dependence=0.8):
    """A ring that serves a customer, every service scored alike."""
    names = [f"r{i}" for i in range(parties)]
    ends = [*zip(names, [*names[1:], names[0]], strict=True), (names[0], "z")]
    services = [
        Service(f"{a}->{b}", a, b, satisfaction=Score.of(0.3), dependence=dependence)
        for a, b in ends
    ]
    return ValueChain([*map(Party, names), Party("z", kind="customer")], services)


@pytest.mark.parametrize("seed", range(10))
def test_following_ways_finds_what_the_inverse_does(seed, monkeypatch):
    monkeypatch.setattr(returns, "FULL", 1)
    rng = random.Random(seed)
    for _ in range(10):
        rule = rng.choice(["mean", "mean", "weakest"])  # bounds may hardly fade round a loop
        chain = random_chain(rng, rng.randint(3, 6), rng.randint(4, 14), rule=rule)
        assert not differences(chain)
        assert read(chain).all_returns


@pytest.mark.parametrize("parties", [2, 3, 7])
def test_a_ring_returns_the_product_of_its_dependences(parties):
    """Once round, twice round, ...: 1 / (1 - product)."""
    around = 0.8**parties
    row = vc.diagnose(ring(parties))["r0->r1"]
    expected = (1 - row.quality) / (1 - around)
    assert row.own_shortfall == pytest.approx(expected, abs=1e-12)
    assert row.own_shortfall + row.inherited_shortfall == pytest.approx(0.7)


def test_what_is_followed_too_far_is_left_out_and_said(monkeypatch):
    monkeypatch.setattr(returns, "FULL", 1)
    monkeypatch.setattr(returns, "_ROUNDS", 3)
    diagnosis = vc.diagnose(ring(6))
    assert not diagnosis.solution.reading.all_returns
    assert diagnosis["r0->r1"].own_shortfall == pytest.approx(1 - diagnosis["r0->r1"].quality)
    assert "what returns on long ways is not counted as own" in " ".join(str(diagnosis).split())
    monkeypatch.setattr(returns, "_ROUNDS", 400)
    monkeypatch.setattr(returns, "_FOLLOWED", 2)
    assert not vc.diagnose(ring(6)).solution.reading.all_returns


def test_large_loops_return_in_draws_what_they_do_as_they_are(monkeypatch):
    monkeypatch.setattr(returns, "DIRECT", 1)
    reading = read(ring(3))
    twice = Solved(*(np.repeat(values[:, None], 2, axis=1) for values in reading.solved))
    found = returns.returning_in_cases(reading.network, twice, reading.returned)
    assert found == pytest.approx(np.repeat(reading.returned[:, None], 2, axis=1))
