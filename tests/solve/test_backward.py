"""Tests of `solve.backward`: what the shortfall of each party of a loop is worth, against fractions."""

import random

import numpy as np
import pytest

from helpers.exact_loops import EPS, adjoint, furthest, loop, reach
from valuechain.solve import amplification, backward, loops
from valuechain.solve.loops import Loops


def drawn(seed, count):
    """Small loops without critical services: the slopes within, and what each party is worth."""
    draw = random.Random(seed)
    for _ in range(count):
        parties = draw.randint(2, 6)
        network, _, dependence = loop(draw, parties, parties + draw.randint(0, 5), 0.0, 1.0)
        known = np.array([draw.choice([0.0, 0.5, draw.random()]) for _ in range(parties)])
        known *= draw.choice([1.0, 1e-9])
        (step,) = network.steps
        yield network, Loops.of(network, step), dependence, known


@pytest.mark.parametrize("direct", [150, 1], ids=["direct", "iterated"])
def test_what_parties_are_worth_is_exact_to_rounding(direct, monkeypatch):
    monkeypatch.setattr(loops, "DIRECT", direct)
    worst = 0.0
    for network, made, dependence, known in drawn("worth", 80):
        slope = network.weight * dependence
        exact = adjoint(network, slope, known)
        growth = float(reach(network, dependence))
        true = furthest(backward.solve_loops_backward(made, slope, known), exact)
        largest = float(max(exact))
        assert true <= loops.GOOD * (direct == 1) + 16 * EPS * growth * max(largest, EPS)
        worst = max(worst, float(true))
    assert worst > 0


def test_how_far_an_error_may_grow_is_bounded_from_above():
    for network, made, dependence, _ in drawn("reach", 80):
        exact = float(reach(network, dependence))
        if exact > 1e4:
            continue  # such loops are given up, and solved directly
        slope = network.weight * dependence
        found = backward._reach(made, slope)
        assert exact * (1 - 1e-9) <= found
        assert np.isfinite(found) or exact > 100  # it takes about as many steps
        passed_on = np.add.reduceat(slope, made.starts)
        if passed_on.max() <= amplification.EASY:
            assert found * (1 - passed_on.max()) <= 1 + 1e-12
        elif np.isfinite(found):
            assert found <= 2 * exact


@pytest.mark.parametrize("known_as", [(1.0, 1e-6, 1.0, 1e-6), (1e-6,) * 4], ids=["mixed", "small"])
@pytest.mark.parametrize("near", [0.01, 0.05])
def test_many_cases_near_the_usual_ones(near, known_as, monkeypatch):
    """Each step carries an error at most so much further; so where it ends is that near, too."""
    monkeypatch.setattr(backward, "solve_loops_backward", None)  # none is left over
    for network, made, dependence, _ in drawn(f"near {near}", 20):
        usual = network.weight * np.minimum(dependence, 0.9)
        draw = np.random.default_rng(3)
        slopes = usual[:, None] * (1 - near * draw.random((len(usual), 4)))
        known = draw.random((network.parties, 4)) * known_as
        found = backward.solve_cases_backward(made, slopes, known, usual)
        for case in range(4):
            exact = adjoint(network, slopes[:, case], known[:, case])
            assert furthest(found[:, case], exact) <= 3 * backward._CLOSE * float(max(exact))


def test_cases_far_from_the_usual_ones_are_solved_one_by_one():
    """From no dependence to nearly all of it the steps do not end; the answer is as exact."""
    for network, made, dependence, known in drawn("far", 30):
        slopes = (network.weight * np.minimum(dependence, 0.9999))[:, None] * [1.0, 0.5, 0.0]
        worth = np.repeat(known[:, None], 3, axis=1)
        found = backward.solve_cases_backward(made, slopes, worth, np.zeros(len(slopes)))
        for case in range(3):
            exact = adjoint(network, slopes[:, case], known)
            allowed = 1e-8 * max(1.0, float(max(exact)))
            assert furthest(found[:, case], exact) <= allowed


@pytest.mark.parametrize("close", [0.5, 0.98], ids=["these steps end", "some do not"])
def test_in_large_loops_steps_without_an_inverse_come_first(close, monkeypatch):
    """Those whose steps do not end are taken on with it; the answers are as exact."""
    monkeypatch.setattr(backward, "_LARGE", 1)
    inverses = []
    inverse = Loops.inverse

    def counted(self, slope):
        inverses.append(slope)
        return inverse(self, slope)

    monkeypatch.setattr(Loops, "inverse", counted)
    for network, made, _, _ in drawn("large", 30):
        share = np.add.reduceat(network.weight, made.starts)[made.customer]
        usual = close * network.weight / share
        slopes = usual[:, None] * [1.0, 0.9, 0.3]
        known = np.random.default_rng(4).random((network.parties, 3))
        found = backward.solve_cases_backward(made, slopes, known, usual)
        for case in range(3):
            exact = adjoint(network, slopes[:, case], known[:, case])
            allowed = 1e-11 if close < 0.9 else 1e-8
            assert furthest(found[:, case], exact) <= allowed * float(max(exact))
    assert bool(inverses) == (close > 0.9)
