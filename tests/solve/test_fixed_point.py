"""Tests of `solve.fixed_point`: what is stated of a solution that is off, and from where it is found."""

import random
from fractions import Fraction

import numpy as np
import pytest

from helpers.exact_loops import EPS, exactly, furthest, loop, reach
from valuechain.solve import amplification, fixed_point, loops
from valuechain.solve.amplification import FAR, holding
from valuechain.solve.forward import shortfalls
from valuechain.solve.loops import Loops, NotConverged
from valuechain.solve.network import arrange

NONE = np.inf


def made(ends, allowance, weight=None):
    """A loop of these services, and its only step as `Loops`."""
    sides = tuple(np.array(side) for side in zip(*ends, strict=True))
    parties, services = 1 + max(map(max, ends)), len(ends)
    weights = np.ones(services) if weight is None else np.array(weight)
    network = arrange(
        np.arange(parties), sides, weights, np.array(allowance), np.zeros(services, dtype=bool)
    )
    (step,) = network.steps
    return network, Loops.of(network, step)


def drawn(seed, count, critical=0.0, bounding=0.0):
    """So many small loops."""
    draw = random.Random(seed)
    for _ in range(count):
        parties = draw.randint(3, 5)
        yield loop(draw, parties, parties + draw.randint(0, 3), critical, 1.0, bounding)


def columns(*values):
    return tuple(np.array(value, dtype=float)[:, None] for value in values)


def test_one_party_that_is_off_shows_in_the_error_of_alike_cases(monkeypatch):
    """Though the equations of all others hold."""
    times = loops.times

    def off(*given):
        found = times(*given)
        found[0] += 1e-8
        return found

    monkeypatch.setattr(fixed_point, "times", off)
    for network, own, dependence in drawn("alike", 20):
        slope = np.minimum(dependence, 0.9)
        found = shortfalls(network, own[:, None] * [0.1, 0.2], slope)
        exact = exactly(network, own * 0.1, slope)
        assert furthest(found.received[:, 0], exact) <= Fraction(found.error + 4 * EPS)


def test_the_error_of_alike_cases_is_that_of_a_rounding_of_the_largest():
    """Sixteenths leave none; the third party lacks nothing, and the first little."""
    network, _ = made([(0, 1), (1, 2), (2, 0)], [NONE] * 3)
    order = network.services
    own = np.array([2.0**-10, 0.0, 2.0**-9])[order]
    dependence = np.array([0.5, 0.0, 0.5])[order]
    found = shortfalls(network, own[:, None] * [1.0, 0.5], dependence)
    most = found.received.max()
    assert most < 0.01
    assert found.received.min() == 0
    assert EPS * most <= found.error <= 4 * EPS * most


@pytest.mark.parametrize("off", [1e-10, 5e-9])
def test_one_party_that_is_off_shows_in_the_error_of_a_dense_solve(off, monkeypatch):
    newton = fixed_point.newton

    def moved(*given):
        found = newton(*given)
        found[0, 0] += off
        return found

    monkeypatch.setattr(fixed_point, "newton", moved)
    for network, own, dependence in drawn("dense", 20, 0.3):
        slope = np.minimum(dependence, 0.9)
        if off > 1e-9:  # of the second of two cases nothing is
            with pytest.raises(NotConverged):
                shortfalls(network, own[:, None] * [0.1, 0.2], slope[:, None] * [1.0, 0.9])
            continue
        found = shortfalls(network, own * 0.1, slope)
        exact = exactly(network, own * 0.1, slope)
        assert off * 0.99 < furthest(found.received, exact) <= Fraction(found.error + 4 * EPS)


@pytest.mark.parametrize(("off", "refused"), [(2.1e-10, False), (4.5e-10, True)])
def test_with_allowances_no_error_is_as_large_as_what_tells_bounds_apart(off, refused, monkeypatch):
    """With half of `FAR` on either side, a bound that does not hold might."""
    newton, shifts = fixed_point.newton, off * np.array([[1.0], [-1.0]])
    monkeypatch.setattr(fixed_point, "newton", lambda *given: newton(*given) + shifts)
    _, both = made([(0, 1), (1, 0), (1, 0)], [NONE, 0.3, NONE])
    own, dependence = columns([0.0001, 0.0002, 0.0001], [amplification.EASY] * 3)
    error = off * (1 + amplification.EASY) / (1 - amplification.EASY)
    assert FAR / 3 < error < 2 * FAR
    if not refused:
        _, stated = fixed_point.solve_loops(both, own, dependence, np.zeros((2, 1)))
        assert stated == pytest.approx(error, rel=1e-3)
        return
    with pytest.raises(NotConverged):
        fixed_point.solve_loops(both, own, dependence, np.zeros((2, 1)))


def test_a_growth_that_is_known_is_taken_where_no_bound_can_hold_nearby():
    own, dependence, start = columns([0.1, 0.2, 0.1], [0.5, 0.6, 0.7], [0.0, 0.0])
    ends, known = [(0, 1), (1, 0), (1, 0)], np.array([1000.0])
    for allowance, taken in ((NONE, True), (0.0, True), (0.05, False)):
        _, both = made(ends, [NONE, allowance, NONE])
        (_, least), (_, given) = (
            fixed_point._directly(both, own, dependence, start, growth) for growth in (None, known)
        )
        assert (given > 100 * least) == taken
        assert given >= least


def test_which_bounds_may_hold_near_a_solution():
    """Those that miss what is received by at most `FAR`: with no allowance in what may grow."""
    _, both = made([(0, 1), (1, 0), (1, 0), (0, 1)], [0.1, 0.2, NONE, 0.3])
    received = np.array([[0.5], [0.4]])
    away = np.where(np.isinf(both.allowance), 0.0, both.allowance)[:, None]
    level = received[both.customer] + away
    for below, holds in ((0.0, True), (0.9 * FAR, True), (1.1 * FAR, False), (1e-4, False)):
        found = holding(both, level - below, received)
        bounds = np.where(np.isfinite(both.allowance) & holds, 0.0, NONE)
        assert np.array_equal(found[:, 0], bounds)
    assert FAR == 1e-6


def test_iterated_loops_with_allowances_are_solved_to_what_is_promised(monkeypatch):
    """Where 400 steps leave a change of some 1e-13, which could grow fifteenfold."""
    monkeypatch.setattr(loops, "DIRECT", 1)
    draw = random.Random("slow")
    for _ in range(10):
        network, own, dependence = loop(draw, 4, 7, 0.0, 1.0, 0.4)
        slope = np.full_like(dependence, 0.935)
        found = shortfalls(network, own * 0.3 + 0.01, slope)
        exact = exactly(network, own * 0.3 + 0.01, slope)
        assert furthest(found.received, exact) <= Fraction(found.error + 4 * EPS)
        assert found.error <= loops.GOOD


def test_what_is_too_large_for_a_dense_solve_and_does_not_settle_is_refused(monkeypatch):
    for name, value in (("DIRECT", 1), ("DENSE", 2), ("ENDLESS", 20)):
        monkeypatch.setattr(loops, name, value)
    network, _ = made([(0, 1), (1, 2), (2, 0)], [NONE] * 3)
    own, dependence = np.full(3, 0.001), np.full(3, 0.99)
    with pytest.raises(NotConverged, match="3 parties"):
        shortfalls(network, own, dependence)
    monkeypatch.setattr(loops, "DENSE", 3)
    assert shortfalls(network, own, dependence).error < 1e-12


@pytest.mark.parametrize("start", [0.0, 0.5, 1.0])
def test_caps_that_were_guessed_wrong_make_no_difference(start):
    """From above all may look capped; of the least solution only some are."""
    several = 0
    draw = random.Random("caps")
    for _ in range(40):
        network, own, dependence = loop(draw, 4, 8, 0.3, 1.0)
        slope = np.minimum(dependence, 0.95)
        own = np.minimum(own * draw.choice([1.0, 10.0, 30.0]), 1.0)
        guess = np.full((4, 1), start)
        exact = exactly(network, own, slope)
        capped = [own[e] + slope[e] * exact[p] > 1 for e, p in enumerate(network.provider.tolist())]
        several += 0 < sum(capped) < len(capped)
        (step,) = network.steps
        found, error = fixed_point._directly(
            Loops.of(network, step), own[:, None], slope[:, None], guess
        )
        assert furthest(found[:, 0], exact) <= Fraction(error + 4 * EPS)
        assert error <= 64 * EPS * max(float(reach(network, slope)), 20)
    assert several > 5
