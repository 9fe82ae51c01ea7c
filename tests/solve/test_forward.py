"""Tests of `solve.forward`: what everybody lacks: the least shortfall that satisfies all equations."""

import random

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from helpers.compared import differences
from helpers.simulated import answered
from valuechain.analysis.reading import passing, read
from valuechain.sampling.setup import ensemble_of
from valuechain.solve import loops, network
from valuechain.solve.adjoint import importances, importances_of_cases
from valuechain.solve.branches import Solved, branches
from valuechain.solve.forward import received_again, shortfalls


@pytest.mark.parametrize("most", [0.01, 0.9])
@pytest.mark.parametrize("critical", [0.0, 0.3])
@pytest.mark.parametrize("dependence", [0.8, 0.999])
def test_large_loops_of_many_cases_agree_with_one_by_one(critical, dependence, most):
    rng = random.Random(4)
    chain = random_chain(
        rng,
        parties=40,
        services=160,
        scores=0.5,
        quality=0.1,
        critical=critical,
        rule="mean",
        dependence=dependence,
    )
    ensemble = ensemble_of(vc.diagnose(answered(chain, rng)).solution)
    random_numbers = np.random.default_rng(2)
    own = (
        random_numbers.random((160, 9))
        * np.where(ensemble.observations.observed, 1.0, most)[:, None]
    )
    slope = passing(ensemble.observations)
    many = shortfalls(ensemble.network, own, slope)
    effective = ensemble.observations.dependence * random_numbers.random((160, 9)) ** 0.2
    worth = importances_of_cases(
        ensemble.network,
        Solved(many.delivered, many.received, effective),
        ensemble.weights,
        ensemble.usual,
    )
    for case in range(9):
        one = shortfalls(ensemble.network, own[:, case], slope[:, 0])
        assert np.abs(one.received - many.received[:, case]).max() < 1e-9
        assert np.abs(one.delivered - many.delivered[:, case]).max() < 1e-9
        alone = importances(
            ensemble.network,
            Solved(
                many.delivered[:, case].copy(),
                many.received[:, case].copy(),
                effective[:, case].copy(),
            ),
            ensemble.weights,
        )
        assert np.abs(alone - worth[:, case]).max() < 1e-8 * max(1.0, alone.max())


def test_loops_too_large_for_an_inverse_are_solved_one_by_one(monkeypatch):
    rng = random.Random(4)
    chain = random_chain(rng, parties=12, services=40, scores=0.5, rule="mean", critical=0.0)
    ensemble = ensemble_of(vc.diagnose(chain).solution)
    own = np.random.default_rng(2).random((40, 3)) * 0.05
    slope = np.full((40, 1), 0.5)
    many = shortfalls(ensemble.network, own, slope)
    effective = np.full((40, 3), 0.6)
    worth = importances_of_cases(
        ensemble.network,
        Solved(many.delivered, many.received, effective),
        ensemble.weights,
        ensemble.usual,
    )
    monkeypatch.setattr(loops, "DENSE", 2)
    monkeypatch.setattr(loops, "DIRECT", 2)
    again = shortfalls(ensemble.network, own, slope)
    assert np.abs(many.received - again.received).max() < 1e-9
    assert (
        np.abs(
            importances_of_cases(
                ensemble.network,
                Solved(again.delivered, again.received, effective),
                ensemble.weights,
                ensemble.usual,
            )
            - worth
        ).max()
        < 1e-9
    )


def test_loops_near_total_dependence_give_numbers():
    chain = vc.loads(
        "{valuechain: 1, dependence: 0.9999999, teams: {a: {serves: {b: {satisfaction: 50% (2 responses)}, c: }}, "
        "b: {serves: {a: {satisfaction: 3/5 (3 responses)}}}}, customers: {c: }}"
    )
    found = vc.simulate(chain, draws=300)
    for row in found:
        for low, high in (row.contribution, row.own_shortfall, row.satisfaction):
            assert 0 <= low <= high <= 1
    assert sum(step.p_first for step in found.steps) + found.p_nothing == pytest.approx(1)


@pytest.mark.parametrize(("cases", "thin"), [(None, 4), (2, 0), (2, 10**6)])
def test_nobody_lacks_more_than_everything_to_the_last_bit(cases, thin, monkeypatch):
    """Shares of what is received may add up to a little more than one."""
    monkeypatch.setattr(network, "THIN", thin)
    for count in range(2, 60):
        services = [
            vc.Service(f"p{i}->z", f"p{i}", "z", weight=1 + (i * 0.37) % 1) for i in range(count)
        ]
        parties = [*(vc.Party(f"p{i}") for i in range(count)), vc.Party("z", kind="customer")]
        net = read(vc.ValueChain(parties, services)).network
        own = np.ones((count, cases) if cases else count)
        found = shortfalls(net, own, np.full_like(own, 0.5))
        assert found.received.max() == pytest.approx(1.0)
        assert found.received.max() <= 1.0
        none = np.zeros((len(parties), *own.shape[1:]))
        again = received_again(net, own, np.full_like(own, 0.5), none, 0)
        assert again.max() == pytest.approx(1.0)
        assert again.max() <= 1.0


@pytest.mark.parametrize("thin", [0, 10**6])
@pytest.mark.parametrize("rule", ["mean", "weakest", "fdna"])
def test_many_cases_by_levels_and_by_rows_agree_with_one_by_one(rule, thin, monkeypatch):
    monkeypatch.setattr(network, "THIN", thin)
    rng, numbers = random.Random(rule), np.random.default_rng(3)
    for _ in range(25):
        chain = random_chain(rng, rng.randint(3, 9), rng.randint(3, 16), rule=rule)
        arranged = read(chain).network
        own, slope = numbers.random((2, len(chain.services), 4)) ** [[[3.0]], [[0.3]]]
        slope *= 0.98 * (numbers.random((len(slope), 1)) > 0.2)
        many = shortfalls(arranged, own, slope)
        solved = Solved(many.delivered, many.received, slope)
        seed = numbers.random(arranged.parties)
        worth = importances_of_cases(arranged, solved, seed, slope[:, 0])
        for case in range(4):
            one = shortfalls(arranged, own[:, case], slope[:, case])
            assert many.received[:, case] == pytest.approx(one.received, abs=1e-12)
            assert many.delivered[:, case] == pytest.approx(one.delivered, abs=1e-12)
            alone = Solved(*(values[:, case].copy() for values in solved))
            assert worth[:, case] == pytest.approx(importances(arranged, alone, seed), rel=1e-9)


def drawn_networks(seed, count):
    """Networks of all rules, loops among them, with three cases of own shortfalls and dependences."""
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    for _ in range(count):
        rule = rng.choice(["mean", "weakest", "fdna"])
        chain = random_chain(rng, rng.randint(3, 7), rng.randint(4, 14), rule=rule)
        net = read(chain).network
        size = (len(net.services), 3)
        own, dependence = 0.8 * numbers.random(size), 0.9 * numbers.random(size)
        yield net, own, np.where(numbers.random(size) < 0.3, 0.0, dependence)


def of_case(case, *arrays):
    return tuple(np.ascontiguousarray(each[:, case]) for each in arrays)


def test_each_of_many_cases_is_what_it_is_alone():
    """What passes on nothing in one case may pass on something in the next."""
    for net, own, dependence in drawn_networks(5, 40):
        many = shortfalls(net, own, dependence)
        solved = Solved(many.delivered, many.received, dependence)
        seed = np.linspace(0.0, 1.0, net.parties)
        worth = {
            divided: importances_of_cases(
                net, solved, seed, dependence.mean(axis=1), divided=divided
            )
            for divided in (False, True)
        }
        usual = importances_of_cases(net, solved, seed, dependence.mean(axis=1))
        assert np.array_equal(usual, worth[False])
        for case in range(3):
            one = shortfalls(net, *of_case(case, own, dependence))
            assert one.received == pytest.approx(many.received[:, case], abs=1e-12)
            assert one.delivered == pytest.approx(many.delivered[:, case], abs=1e-12)
            alone = Solved(*of_case(case, *solved))
            small = importances(net, alone, seed)
            assert np.array_equal(small, importances(net, alone, seed, divided=False))
            near, usual_ones = branches(net, alone, divided=False), branches(net, alone)
            assert np.array_equal(near.slope, usual_ones.slope)
            for divided, found in worth.items():
                found_alone = importances(net, alone, seed, divided=divided)
                assert found_alone == pytest.approx(found[:, case], abs=1e-9)


def test_what_comes_after_a_step_is_found_again_from_what_came_before():
    for net, own, dependence in drawn_networks(6, 40):
        before = shortfalls(net, own, dependence)
        steps = (net.bounds.network if net.bounds else net).steps
        for start in range(len(steps)):
            changed = np.where(net.customer[:, None] < steps[start].start, own, own[:, ::-1])
            after = shortfalls(net, changed, dependence)
            many = received_again(net, changed, dependence, before.received, start)
            assert many == pytest.approx(after.received, abs=1e-12)
            one = of_case(0, changed, dependence, before.received)
            again = received_again(net, *one, start)
            assert again == pytest.approx(after.received[:, 0], abs=1e-12)
            known = shortfalls(net, *one, start)
            assert known.received == pytest.approx(after.received[:, 0], abs=1e-12)
            assert known.delivered == pytest.approx(after.delivered[:, 0], abs=1e-12)


@pytest.mark.parametrize("largest", [150, 1], ids=["direct", "iterated"])
@pytest.mark.parametrize("narrow", [0, 10**9], ids=["arrays", "lists"])
def test_however_it_is_solved_the_same_comes_out(largest, narrow, monkeypatch):
    """In arrays or lists; loops directly or step by step, what enters them among their services."""
    for net, own, dependence in drawn_networks(7, 25):
        usual = shortfalls(net, own[:, 0], dependence[:, 0])
        solved = Solved(usual.delivered, usual.received, dependence[:, 0])
        seed = np.linspace(1.0, 0.0, net.parties)
        worth = importances(net, solved, seed)
        with monkeypatch.context() as other:
            other.setattr(network, "NARROW", narrow)
            other.setattr(loops, "DIRECT", largest)
            other.setattr(loops, "DENSE", largest)
            found = shortfalls(net, own[:, 0], dependence[:, 0])
            assert found.received == pytest.approx(usual.received, abs=1e-11)
            assert found.delivered == pytest.approx(usual.delivered, abs=1e-11)
            assert importances(net, solved, seed) == pytest.approx(worth, abs=1e-9)


@pytest.mark.parametrize("narrow", [0, 10**9], ids=["arrays", "lists"])
@pytest.mark.parametrize(
    "teams",
    [
        # what enters a loop lacks no more than everything
        "s: {serves: {a: {quality: 20%, weight: 3}}}, a: {serves: {b: , z: }}, b: {serves: {a: {quality: 70%}}}",
        # one loop of two behind another
        "s: , a: {serves: {b: {quality: 70%}}}, b: {serves: {a: {quality: 60%}, c: {quality: 80%}}}, c: {serves: {d: }}, d: {serves: {c: {quality: 50%}, z: }}",
    ],
)
def test_loops_behind_one_another_and_behind_those_who_lack_nearly_everything(
    teams, narrow, monkeypatch
):
    monkeypatch.setattr(network, "NARROW", narrow)
    begin = "suppliers: {x: {serves: {s: {quality: 10%}}}}"
    text = f"{{valuechain: 1, {begin}, teams: {{{teams}}}, customers: {{z: }}}}"
    assert not differences(vc.loads(text))
