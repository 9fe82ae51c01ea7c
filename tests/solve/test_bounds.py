"""The error that is stated is never smaller than the true one: against fractions, and long iteration.

All dependences are below 1, so that the equations contract and have one solution: whatever satisfies
them exactly is it, however it was found.
"""

import random
from fractions import Fraction

import numpy as np
import pytest

import loop_bounds
from helpers.exact_loops import EPS, exactly, furthest, loop, reach, ways
from valuechain.solve import amplification, fixed_point, loops, policies
from valuechain.solve.forward import shortfalls
from valuechain.solve.loops import Loops
from valuechain.solve.network import arrange

ULP = 4 * EPS
ENDS = ("provider", "customer")


@pytest.mark.parametrize("direct", [150, 1], ids=["direct", "iterated"])
@pytest.mark.parametrize("critical", [0.0, 0.4])
@pytest.mark.parametrize("bounding", [0.0, 0.6], ids=["", "bounded"])
@pytest.mark.parametrize("small", [1.0, 40.0], ids=["free", "capped"])
def test_no_error_exceeds_what_is_stated_in_small_loops(
    direct, critical, bounding, small, monkeypatch
):
    monkeypatch.setattr(loops, "DIRECT", direct)
    draw = random.Random(f"{critical} {bounding} {small}")
    worst = 0.0
    for _ in range(60):
        parties = draw.randint(2, 5)
        network, own, dependence = loop(
            draw, parties, parties + draw.randint(0, 5), critical, small, bounding
        )
        own = np.minimum(own, 1.0)
        try:
            found = shortfalls(network, own, dependence)
        except loops.NotConverged:
            continue
        exact = exactly(network, own, dependence)
        true = furthest(found.received, exact)
        assert true <= Fraction(found.error + ULP)
        worst = max(worst, float(true))
    assert worst > 0  # else nothing was tried


@pytest.mark.parametrize("bounding", [0.0, 0.3], ids=["", "bounded"])
@pytest.mark.parametrize("seed", range(4))
def test_no_error_exceeds_what_is_stated_in_large_loops(seed, bounding):
    """Of 200 parties, iterated by the library; here iterated until nothing changes any more."""
    draw = random.Random(seed)
    network, own, dependence = loop(draw, 200, 420, 0.1 * (seed % 2), 1.0, bounding)
    dependence = np.minimum(dependence, 0.99)
    found = shortfalls(network, own, dependence)
    exact = np.zeros(200, dtype=np.longdouble)
    weight, slope = network.weight.astype(np.longdouble), dependence.astype(np.longdouble)
    starts = network.into[:-1]
    for _ in range(8000):
        delivered = np.minimum(own + slope * exact[network.provider], 1)
        mean = np.add.reduceat(weight * delivered, starts)
        reaching = np.where(network.bounding, exact[network.provider], 0)
        bound = np.maximum(delivered, reaching) - network.allowance
        exact = np.maximum(mean, np.maximum.reduceat(bound, starts))
    assert np.abs(found.received - exact).max() <= found.error + ULP
    assert found.error < 1e-10


def only_step(network):
    """The loops of a network that is one loop."""
    (step,) = network.steps
    return loops.Loops.of(network, step)


def drawn(seed, count, critical=0.0, small=1.0):
    """So many small loops."""
    draw = random.Random(seed)
    for _ in range(count):
        parties = draw.randint(2, 5)
        yield loop(draw, parties, parties + draw.randint(0, 5), critical, small)


@pytest.mark.parametrize("critical", [0.0, 0.4])
@pytest.mark.parametrize("direct", [150, 1], ids=["direct", "iterated"])
def test_the_error_that_is_stated_is_no_larger_than_rounding_can_grow(
    direct, critical, monkeypatch
):
    """A bound that is never too small may still say nothing: it stays near its own reason."""
    monkeypatch.setattr(loops, "DIRECT", direct)
    for network, own, dependence in drawn("tight", 60, critical):
        growth = float(reach(network, dependence))
        easy = 1 / (1 - dependence.max())
        allowed = 32 * EPS * max(growth, easy if easy <= 1001 else 0)
        if direct == 1:
            allowed = max(allowed, 1.1 * loops.GOOD)
        found = shortfalls(network, own, dependence)
        assert found.error <= allowed
        assert found.error >= 0.99 * growth * EPS * found.received.max()  # as for one rounding


def test_one_rounding_counts_where_nothing_changes_any_more(monkeypatch):
    monkeypatch.setattr(loops, "DIRECT", 1)
    ends, ones = np.array([0, 1]), np.ones(2)
    network = arrange(np.arange(2), (ends, ends[::-1].copy()), ones, ones * np.inf, ones < 0)
    found = shortfalls(network, np.array([0.9, 0.0]), ones * 1e-9)
    assert EPS * found.received.max() <= found.error <= 4 * EPS


@pytest.mark.parametrize("critical", [0.0, 0.4])
def test_how_far_an_error_may_grow_is_bounded_from_above(critical):
    for network, _, dependence in drawn("growth", 80, critical):
        exact = float(reach(network, dependence))
        if exact > 1e4:
            continue  # such loops are given up, and solved directly
        step = only_step(network)
        (found,) = amplification.amplification(step, dependence[:, None], step.bounds)
        assert exact * (1 - 1e-9) <= found
        assert np.isfinite(found) or exact > 100  # it takes about as many steps
        if dependence.max() <= amplification.EASY:
            assert found * (1 - dependence.max()) <= 1 + 1e-12
        elif np.isfinite(found):
            assert found <= 2 * exact


@pytest.mark.parametrize("entries", [1, 60, 2**24], ids=["one by one", "in batches", "at once"])
@pytest.mark.parametrize("critical", [0.0, 0.5])
@pytest.mark.parametrize("alike", [True, False], ids=["one dependence", "many"])
def test_no_error_exceeds_what_is_stated_for_many_cases(alike, critical, entries, monkeypatch):
    monkeypatch.setattr(fixed_point, "_ENTRIES", entries)
    worst = 0.0
    for network, own, dependence in drawn(f"cases {critical}", 25, critical, 2.0):
        factors = np.array([0.1, 0.3, 0.45, 1.0][: 3 if alike else 4])
        owns = np.minimum(own[:, None] * factors, 1.0)
        slopes = dependence if alike else dependence[:, None] * [1.0, 0.9, 0.5, 0.999]
        found = shortfalls(network, owns, slopes)
        for case, own_of_case in enumerate(owns.T):
            slope = dependence if alike else slopes[:, case]
            true = furthest(found.received[:, case], exactly(network, own_of_case, slope))
            assert true <= Fraction(found.error + ULP)
            worst = max(worst, float(true))
    assert worst > 0


@pytest.mark.parametrize("direct", [150, 1], ids=["direct", "iterated"])
def test_a_case_of_total_dependence_beside_others(direct, monkeypatch):
    """A ring on which nothing is lost but at one place: 1 / (1 - dependence) bounds nothing."""
    monkeypatch.setattr(loops, "DIRECT", direct)
    monkeypatch.setattr(loops, "DENSE", direct)
    draw = random.Random("total")
    for parties in (2, 3, 4, 5) * 3:
        network, own, dependence = loop(draw, parties, parties, 0.3, 1.0)
        total = np.ones(len(dependence))
        total[network.customer == 0] = 0.5
        slopes, owns = (
            np.stack([total, dependence * 0.5], axis=1),
            np.stack([own * 0.01] * 2, axis=1),
        )
        found = shortfalls(network, owns, slopes)
        for case in range(2):
            exact = exactly(network, owns[:, case], slopes[:, case])
            assert furthest(found.received[:, case], exact) <= Fraction(found.error + ULP)


def test_equations_that_are_not_solved_are_refused(monkeypatch):
    """What a solver gives is put into the equations, and beyond 1e-9 it is no solution."""
    network, own, dependence = next(drawn("refused", 1))
    dependence = np.minimum(dependence, 0.5)
    solve = np.linalg.solve
    for off, refused in ((3e-10, False), (3e-9, True)):
        monkeypatch.setattr(policies, "solved", lambda *given, off=off: solve(*given) + off)
        if refused:
            with pytest.raises(loops.NotConverged):
                shortfalls(network, own, dependence)
        else:
            assert shortfalls(network, own, dependence).error >= off * (1 - 1e-6)


def test_an_inverse_that_is_off_shows_in_the_error(monkeypatch):
    """Off so that every equation is off by the same: then the error is all that it can be."""
    off, times = 1e-8, loops.times
    for network, own, dependence in drawn("inverse", 10):
        slope, owns = np.minimum(dependence, 0.9), own[:, None] * [0.1, 0.2]
        grown = off * np.array([float(sum(row)) for row in ways(network, network.weight * slope)])
        monkeypatch.setattr(
            fixed_point, "times", lambda *given, by=grown: times(*given) + by[:, None]
        )
        found = shortfalls(network, owns, slope)
        true = furthest(found.received[:, 0], exactly(network, owns[:, 0], slope))
        assert true == pytest.approx(grown.max(), rel=1e-4)
        assert true <= Fraction(found.error * (1 + 1e-6)) <= Fraction(1.01 * grown.max())


def test_policies_are_tried_until_none_is_better_and_no_further(monkeypatch):
    """As many linear solves as there are policies on the way: a handful, not all that may be."""
    solves, solve = [], policies._solved_loops
    monkeypatch.setattr(policies, "_solved_loops", lambda *given: solves.append(1) or solve(*given))
    counts = set()
    for network, own, dependence in drawn("policies", 30, 0.5):
        solves.clear()
        shortfalls(network, own, np.minimum(dependence, 0.9))
        counts.add(len(solves))
    assert 2 <= max(counts) <= 8


def test_what_is_too_large_for_a_dense_solve_is_iterated_for_longer(monkeypatch):
    """At a dependence of 0.99 some 3,000 steps, where 400 are all that others get."""
    monkeypatch.setattr(loops, "DIRECT", 1)
    monkeypatch.setattr(loops, "DENSE", 1)
    for network, own, dependence in drawn("endless", 5):
        slope = np.full_like(dependence, 0.99)
        found = shortfalls(network, own, slope)
        assert furthest(found.received, exactly(network, own, slope)) <= found.error + ULP
        assert found.error <= 1.1 * loops.GOOD


@pytest.mark.parametrize("direct", [150, 1], ids=["direct", "iterated"])
def test_loops_of_one_size_are_solved_together(direct, monkeypatch):
    """Two loops on a level give what each gives alone."""
    monkeypatch.setattr(loops, "DIRECT", direct)
    draw = random.Random(7)
    for critical in (0.0, 0.5):
        one, two = (loop(draw, 3, 6, critical, 1.0) for _ in range(2))
        both = arrange(
            np.arange(6),
            tuple(np.concatenate([getattr(one[0], end), getattr(two[0], end) + 3]) for end in ENDS),
            np.concatenate([one[0].weight, two[0].weight]),
            np.concatenate([one[0].allowance, two[0].allowance]),
            np.zeros(12, dtype=bool),
        )
        (step,) = both.steps
        assert step.loop == 3
        own, dependence = (
            np.concatenate([a, b])[both.services] for a, b in zip(one[1:], two[1:], strict=True)
        )
        found = shortfalls(both, own, dependence)
        exact = [*exactly(*one), *exactly(*two)]
        assert furthest(found.received[both.position], exact) <= Fraction(found.error + ULP)


def test_loops_whose_slopes_are_alike_are_told_apart_by_their_customers():
    """Behind each other 0->1 twice, 1->2, 2->0, and 3->4, 3->5, 4->5, 5->3: the same slopes."""
    ends = [(6, 0), (2, 0), (0, 1), (0, 1), (1, 2), (1, 3), (5, 3), (3, 4), (3, 5), (4, 5)]
    given = [0.5, 0.5, 0.8, 0.8, 0.3, 0.5, 0.5, 0.4, 0.8, 0.6]
    sides = tuple(np.array(side) for side in zip(*ends, strict=True))
    ones = np.ones(len(ends))
    network = arrange(np.arange(7), sides, ones, ones * np.inf, ones < 0)
    dependence = np.array(given)[network.services]
    own = np.linspace(0.01, 0.1, len(ends))
    found = shortfalls(network, np.stack([own, own / 2], axis=1), dependence)
    assert found.error < 1e-14
    assert furthest(found.received[:, 0], exactly(network, own, dependence)) <= found.error + ULP


@pytest.mark.parametrize("critical", [0.0, 0.4])
def test_how_far_many_alike_cases_may_grow_is_bounded_from_above(critical, monkeypatch):
    """By a dense solve that is put into the equations, where iterating does not do."""
    monkeypatch.setattr(amplification, "PATIENCE", 1)
    for network, _, dependence in drawn("alike", 60, critical):
        exact, step = float(reach(network, dependence)), only_step(network)
        alike = np.repeat(dependence[:, None], 3, axis=1)
        for found in amplification.amplification(step, alike, step.bounds):
            assert exact * (1 - 1e-9) <= found
            if dependence.max() > amplification.EASY and np.isfinite(found):
                assert found <= 2.001 * exact
            assert np.isfinite(found) or exact > 1e9


def test_the_command_that_compares_many_loops():
    """Ten thousand take minutes: `tests/loop_bounds.py`."""
    tally = loop_bounds.compared(range(loop_bounds.LARGE))
    assert not tally.faults
    assert tally.counts["large"] == 1
    assert tally.counts["by a matrix"] > 40 < tally.counts["cases iterated"]
    assert tally.largest > 0
    assert tally.nearest <= 1


def test_a_stated_error_that_is_too_small_is_noticed(monkeypatch):
    monkeypatch.setattr(fixed_point, "ROUNDING", 1e-30)  # what a residual counts for at least
    monkeypatch.setattr(fixed_point, "GOOD", 1e-7)  # where iteration ends
    monkeypatch.setattr(
        fixed_point, "amplification", lambda _, dependence, __: 0 * dependence[0] + 1e-9
    )
    tally = loop_bounds.compared(range(20))
    assert tally.faults
    assert "is stated" in str(tally.faults[0])


@pytest.mark.parametrize("critical", [0.0, 0.4])
def test_from_where_a_dense_solve_starts_makes_no_difference(critical):
    """Its caps are tried first: none, all, or those of another solution."""
    capped = 0
    for network, own, dependence in drawn(f"starts {critical}", 60, critical, 40.0):
        owns, slopes = np.minimum(own, 1.0)[:, None], dependence[:, None]
        exact = exactly(network, owns[:, 0], dependence)
        near = np.array([[float(value)] for value in exact])
        capped += bool((owns + slopes * near[network.provider] > 1).any())
        for start in (0 * near, 0 * near + 1, near, near * 0.9):
            received, error = fixed_point._directly(only_step(network), owns, slopes, start)
            assert furthest(received[:, 0], exact) <= Fraction(error + ULP)
            assert error < 1e-6 or dependence.max() > 1 - 1e-8
    assert capped > 10


def test_each_of_many_cases_has_a_bound_of_its_own(monkeypatch):
    """Though one of its services passes on the same in all of them."""
    monkeypatch.setattr(amplification, "EASY", 0.3)
    draw = random.Random("bounds")
    for _ in range(30):
        parties = draw.randint(2, 5)
        network, _, dependence = loop(draw, parties, parties + draw.randint(0, 4), 0.2, 1.0)
        dependence = np.minimum(dependence, 0.99)
        cases = dependence[:, None] * [0.3, 1.0, 0.6]
        cases[0] = dependence[0]
        made = Loops.of(network, network.steps[0])
        found = amplification.amplification(made, cases, made.bounds)
        for case in range(3):
            exact = float(reach(network, cases[:, case]))
            assert exact * (1 - 1e-9) <= found[case] < np.inf
            one = cases[:, case : case + 1]
            assert amplification.amplification_directly(made, one, made.bounds) == pytest.approx(
                exact if one.max() > 0.3 else 1 / (1 - one.max())
            )


def test_large_loops_that_pass_on_nearly_all_are_iterated_for_as_long_as_it_takes(monkeypatch):
    monkeypatch.setattr(loops, "DENSE", 1)
    network, _, dependence = loop(random.Random(1), 3, 3, 0.0, 1.0)
    made = Loops.of(network, network.steps[0])
    cases = np.full((len(dependence), 2), 0.9995)
    (one, other) = amplification.amplification(made, cases, made.bounds)
    exact = float(reach(network, cases[:, 0]))
    assert exact > 1000
    assert exact * (1 - 1e-9) <= one == other <= 2 * exact
