"""Tests of `solve.returns`: what of its own shortfall comes back to a service, when its provider is in a loop."""

import random
from fractions import Fraction

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from helpers.compared import differences
from helpers.exact_loops import EPS, furthest, loop, reach, ways
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis.reading import read
from valuechain.solve import returns
from valuechain.solve.branches import Solved
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import arrange


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


@pytest.mark.parametrize(("direct", "alike"), [(1, True), (2, True), (3, False)])
def test_large_loops_return_in_draws_what_they_do_as_they_are(direct, alike, monkeypatch):
    """A loop of three is large where only two are solved directly."""
    monkeypatch.setattr(returns, "DIRECT", direct)
    reading = read(ring(3))
    twice = Solved(*(np.repeat(values[:, None], 2, axis=1) for values in reading.solved))
    usual = np.full(len(reading.returned), 7.0)
    found = returns.returning_in_cases(reading.network, twice, usual)
    own = np.where(reading.network.looped, reading.returned, usual)
    expected = usual if alike else own
    assert found == pytest.approx(np.repeat(expected[:, None], 2, axis=1))


def drawn(seed, count):
    """Small loops whose dependences are no larger than 0.9."""
    draw = random.Random(seed)
    for _ in range(count):
        parties = draw.randint(2, 6)
        network, _, dependence = loop(draw, parties, parties + draw.randint(0, 5), 0.0, 1.0)
        yield network, np.minimum(dependence, 0.9)


def nothing_lacking(network, dependence):
    """Where the mean decides everywhere."""
    return Solved(
        np.zeros(dependence.shape), np.zeros((network.parties, *dependence.shape[1:])), dependence
    )


def exact_factors(network, dependence):
    """1 and what comes back from each service's customer to its provider."""
    slope = network.weight * dependence
    between = ways(network, slope)
    ends = zip(network.customer, network.provider, slope.tolist(), strict=True)
    return [1 + Fraction(passed) * between[a][b] for b, a, passed in ends]


@pytest.mark.parametrize(("full", "left"), [(2500, 0.0), (1, 1e-10)], ids=["inverse", "followed"])
def test_what_returns_is_what_fractions_say(full, left, monkeypatch):
    """Followed, some 1e-13 is left out wherever a way is given up."""
    monkeypatch.setattr(returns, "FULL", full)
    for network, dependence in drawn("returns", 40):
        found = returns.returning(network, nothing_lacking(network, dependence))
        growth = float(reach(network, dependence))
        exact = exact_factors(network, dependence)
        assert furthest(found.factor, exact) <= left + 64 * EPS * growth
        assert found.complete


def test_how_much_more_each_lacks_in_the_end(monkeypatch):
    for network, dependence in drawn("amplifications", 30):
        solved = nothing_lacking(network, dependence)
        found = returns.amplifications(network, solved)
        between = ways(network, network.weight * dependence)
        exact = [between[party][party] for party in range(network.parties)]
        assert furthest(found, exact) <= 64 * EPS * float(reach(network, dependence))
        with monkeypatch.context() as small:
            small.setattr(returns, "FULL", network.parties - 1)
            assert np.isnan(returns.amplifications(network, solved)).all()
            small.setattr(returns, "FULL", network.parties)
            assert returns.amplifications(network, solved) == pytest.approx(found)


def test_what_one_causes_round_an_allowance_is_all_that_it_lacks():
    """Only 0->1 lacks anything of its own; back comes what is bound by the allowance of 1->0."""
    provider, customer = np.array([0, 1, 2]), np.array([1, 0, 0])
    allowance = np.array([np.inf, 0.1, np.inf])
    network = arrange(np.arange(3), (provider, customer), np.ones(3), allowance, np.zeros(3, bool))
    own = np.array([0.4, 0.0, 0.0])[network.services]
    dependence = np.array([0.5, 0.8, 0.0])[network.services]
    found = shortfalls(network, own, dependence)
    first = int(np.argmax(own))
    back = 0.8 * found.delivered[first] - 0.1
    assert back > 0.8 * found.delivered[first] / 2, "the bound decides, not the mean"
    assert found.delivered[first] == pytest.approx(0.4 + 0.5 * back)
    solved = Solved(found.delivered, found.received, dependence)
    assert returns.returning(network, solved).factor[first] * 0.4 == pytest.approx(
        found.delivered[first], abs=1e-12
    )


@pytest.mark.parametrize("entries", [1, 60, 2**22], ids=["one by one", "in batches", "at once"])
def test_what_returns_in_draws_is_what_fractions_say(entries, monkeypatch):
    monkeypatch.setattr(returns, "_ENTRIES", entries)
    for network, dependence in drawn("draws", 15):
        slopes = dependence[:, None] * [1.0, 0.7, 0.2, 0.0, 0.95]
        usual = np.full(len(slopes), np.nan)
        found = returns.returning_in_cases(network, nothing_lacking(network, slopes), usual)
        for case, slope in enumerate(slopes.T):
            allowed = 64 * EPS * float(reach(network, slope))
            assert furthest(found[:, case], exact_factors(network, slope)) <= allowed


def test_loops_behind_those_who_are_in_none():
    """A supplier of one who serves a loop of two, and one whom they serve."""
    provider, customer = np.array([0, 1, 2, 1, 4]), np.array([1, 2, 1, 3, 0])
    none = np.full(5, np.inf), np.zeros(5, dtype=bool)
    network = arrange(np.arange(5), (provider, customer), np.ones(5), *none)
    dependence = np.array([0.9, 0.8, 0.5, 0.7, 0.6])[network.services]
    exact = exact_factors(network, dependence)
    many = dependence[:, None] * [1.0, 1.0]
    drawn_ones = returns.returning_in_cases(network, nothing_lacking(network, many), np.ones(5))
    solved = nothing_lacking(network, dependence)
    for found in (returns.returning(network, solved).factor, drawn_ones[:, 1]):
        assert furthest(found, exact) <= 64 * EPS
    more = returns.amplifications(network, solved)
    between = ways(network, network.weight * dependence)
    assert furthest(more, [between[party][party] for party in range(5)]) <= 64 * EPS
    assert sorted(more) == pytest.approx([1, 1, 1, 1.25, 1.25])
