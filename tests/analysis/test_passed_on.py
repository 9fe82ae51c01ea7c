"""Tests of `analysis.passed_on`: how much of what a provider lacks does it pass on?"""

import itertools

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import stdtrit

from valuechain.analysis.passed_on import (
    HARSHNESS,
    OWN,
    SHARED,
    TOP,
    Fit,
    Likelihood,
    Shortfalls,
    _interval,
    passed_on,
    reliability,
    student,
)


def some(seed=0, *, teams=14, layers=4, slope=0.6, harsh=0.0, alike=0.0, contrasts=1, missing=0.0):
    """Layers of teams, each served by two of the layer before; drawn from the model itself."""
    random = np.random.default_rng(seed)
    ends = [
        ((layer, int(server)), (layer + 1, team))
        for layer in range(layers)
        for team in range(teams)
        for server in random.choice(teams, 2, replace=False)
    ]
    numbers = {party: i for i, party in enumerate(sorted({p for pair in ends for p in pair}))}
    provider = np.array([numbers[a] for a, _ in ends])
    customer = np.array([numbers[b] for _, b in ends])
    received = (provider[:, None] == customer).astype(float)
    total = received.sum(axis=1, keepdims=True)
    received /= np.where(total > 0, total, 1.0)
    count = len(ends)
    error = np.zeros((count, contrasts, contrasts))
    error[:, range(contrasts), range(contrasts)] = random.uniform(0.001, 0.004, (count, contrasts))
    seen = np.zeros((count, contrasts))
    for k in range(contrasts):
        own = 0.1 + random.normal(0, 0.07, count) + random.normal(0, alike, len(numbers))[provider]
        for i in range(count):  # in the order of the flow
            seen[i, k] = own[i] + slope * sum(received[i, j] * seen[j, k] for j in range(i))
        judged = random.normal(0, harsh, len(numbers))[customer]
        seen[:, k] += judged + random.normal(0, np.sqrt(error[:, k, k]))
    measured = random.random(count) >= missing
    linked = received @ measured > 0.4
    received *= linked[:, None]
    return Shortfalls(seen, error, measured, received, linked, provider, customer)


def told(of, slope, variances, vague):
    """Logarithm of the density of the scores, level of every contrast nearly anywhere: by its definition.

    The covariances are those of sums over all ways that own shortfalls take through the network.
    """
    count, contrasts = of.seen.shape
    ways, power = np.zeros((count, count)), np.eye(count)
    for _ in range(count):
        ways, power = ways + power, slope * power @ of.received
    own = np.zeros((count, count))
    for i, j in itertools.product(range(count), repeat=2):
        own[i, j] = variances[OWN] * (i == j)
        own[i, j] += variances[SHARED] * (of.provider[i] == of.provider[j])
        own[i, j] += vague * (of.linked[i] == of.linked[j])
    spread = ways @ own @ ways.T
    at = np.flatnonzero(of.measured)
    blocks = [[np.zeros((len(at), len(at))) for _ in range(contrasts)] for _ in range(contrasts)]
    for k, m in itertools.product(range(contrasts), repeat=2):
        for a, b in itertools.product(range(len(at)), repeat=2):
            i, j = at[a], at[b]
            value = of.error[i, k, m] * (i == j)
            if k == m:
                value += spread[i, j] + variances[HARSHNESS] * (of.customer[i] == of.customer[j])
            blocks[k][m][a, b] = value
    covariance = np.block(blocks)
    scores = np.concatenate([of.seen[at, k] for k in range(contrasts)])
    sign, logarithm = np.linalg.slogdet(covariance)
    assert sign > 0
    return -logarithm / 2 - scores @ np.linalg.solve(covariance, scores) / 2


@pytest.mark.parametrize("contrasts", [1, 2])
@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_the_likelihood_is_that_of_its_definition(contrasts, missing):
    of = some(teams=4, layers=3, contrasts=contrasts, missing=missing)
    likelihood = Likelihood(of)

    def value(slope, variances):
        return likelihood.value(*likelihood._parts(slope), variances)[0]

    points = [(0.0, (0.01, 0.0, 0.002)), (0.5, (0.004, 0.003, 0.0)), (0.9, (0.02, 0.001, 0.004))]
    ours = [value(slope, np.array(variances)) for slope, variances in points]
    theirs = [told(of, slope, variances, vague=1e4) for slope, variances in points]
    assert np.diff(ours) == pytest.approx(np.diff(theirs), abs=1e-3)


def test_no_other_variances_fit_better():
    likelihood = Likelihood(some(harsh=0.05, alike=0.03))
    best = likelihood.at(0.6, [OWN, SHARED, HARSHNESS], np.full(3, 0.001))
    parts = likelihood._parts(0.6)
    assert likelihood.value(*parts, best.variances)[0] == pytest.approx(best.value)
    for factors in itertools.product((0.0, 0.9, 1.1, 2.0), repeat=3):
        other = best.variances * factors + 1e-6
        assert likelihood.value(*parts, other)[0] <= best.value + 1e-4


def test_what_is_not_allowed_stays_nothing():
    best = Likelihood(some(harsh=0.05)).at(0.6, [OWN], np.full(3, 0.001))
    assert best.variances[SHARED] == best.variances[HARSHNESS] == 0


@pytest.mark.parametrize("seed", range(3))
def test_no_other_slope_fits_better_and_at_the_ends_the_fall_is_that_of_student(seed):
    of = some(seed, slope=0.5, layers=6)
    found = passed_on(of)
    likelihood = Likelihood(of)

    def at(slope):
        return likelihood.at(slope, [OWN, HARSHNESS], found.fit.variances).value

    assert all(at(slope) <= found.fit.value + 1e-4 for slope in np.linspace(0, TOP, 9))
    fall = student(len(set(of.provider[of.linked])) - 2) ** 2 / 2
    assert found.low < found.slope < found.high
    assert found.low > 0 or found.fit.value - at(0.0) <= fall
    assert found.high < 1 or found.fit.value - at(TOP) <= fall
    for end in {found.low, found.high} - {0.0, 1.0}:
        assert found.fit.value - at(end) == pytest.approx(fall, rel=0.05)


def test_the_slope_is_found_without_harshness_and_with_it():
    for harsh in (0.0, 0.08):
        found = [passed_on(some(seed, harsh=harsh)) for seed in range(8)]
        assert np.mean([each.slope for each in found]) == pytest.approx(0.6, abs=0.15)
        assert np.mean([each.low <= 0.6 <= each.high for each in found]) >= 0.85
        shown = np.sqrt(np.median([each.fit.variances[HARSHNESS] for each in found]))
        assert shown == pytest.approx(harsh, abs=0.02)
        assert np.mean([each.harsh for each in found]) == pytest.approx(float(harsh > 0), abs=0.25)


def test_a_slope_that_ignores_the_errors_is_too_flat_and_this_one_is_not():
    """Least squares on what is seen: the errors of what is received flatten it."""
    ours, naive = [], []
    for seed in range(24):
        of = some(seed, slope=0.9, layers=2)
        of.seen[:] += np.random.default_rng(seed).normal(0, 0.08, of.seen.shape)
        of.error[:] += 0.08**2
        x, y = (of.received @ of.seen)[of.linked, 0], of.seen[of.linked, 0]
        naive.append(np.polyfit(x, y, 1)[0])
        ours.append(passed_on(of).slope)
    assert np.median(naive) < 0.55
    assert np.median(ours) > 0.75


def test_what_the_services_of_a_provider_share_widens_the_interval():
    alike = [passed_on(some(seed, alike=0.07)) for seed in range(10)]
    assert np.mean([each.fit.variances[SHARED] > 0 for each in alike]) > 0.5
    assert np.mean([each.low <= 0.6 <= each.high for each in alike]) >= 0.8


def test_ends_of_the_scale_are_reached():
    assert passed_on(some(1, slope=0.0)).low == 0.0
    most = passed_on(some(1, slope=1.3))
    assert (most.slope, most.high) == (1.0, 1.0)


def test_two_unrelated_contrasts_tell_as_much_as_each_of_them_together():
    of = some(3)
    twice = Shortfalls(
        np.hstack([of.seen, of.seen]),
        of.error * np.eye(2),
        of.measured,
        of.received,
        of.linked,
        of.provider,
        of.customer,
    )
    one, two = Likelihood(of), Likelihood(twice)
    variances = np.array([0.01, 0.001, 0.002])
    single = one.value(*one._parts(0.4), variances)[0]
    assert two.value(*two._parts(0.4), variances)[0] == pytest.approx(2 * single)


@pytest.mark.parametrize(
    ("freedom", "table"), [(8, 2.306), (10, 2.228), (20, 2.086), (60, 2.000), (120, 1.980)]
)
def test_students_t_is_that_of_the_tables(freedom, table):
    assert student(freedom) == pytest.approx(table, abs=0.006)


def test_reliability_is_the_share_that_is_no_error():
    """Two providers, each served once: (0.5 - 0.1)² / 2 seen, 0.01 error each."""
    of = Shortfalls(
        np.array([[0.1], [0.5], [0.3], [0.3]]),
        np.full((4, 1, 1), 0.01),
        np.ones(4, dtype=bool),
        np.array([[0.0] * 4, [0.0] * 4, [1.0, 0, 0, 0], [0, 1.0, 0, 0]]),
        np.array([False, False, True, True]),
        np.array([0, 0, 1, 2]),
        np.array([1, 2, 3, 3]),
    )
    assert reliability(of, 0.0) == pytest.approx(1 - 0.01 / 0.08)
    assert reliability(of, 0.02) == pytest.approx(1 - 0.03 / 0.08)
    assert reliability(of, 1.0) == 0.0
    of.seen[:] = 0.3
    assert reliability(of, 0.0) == 0.0


CHANCE = (
    2.706 / 2
)  # chi square with one degree of freedom exceeds 2.706 in 10 %, on one side in 5 %


def curved(monkeypatch, peak, sharp=200.0, gained=(0.0, 0.0)):
    """The likelihood is a parabola over the slopes; what two of the variances gain is said."""

    def at(self, slope, allowed, start):
        del self, start
        value = -sharp * (slope - peak) ** 2 / 2
        value += sum(gained[each - 1] for each in allowed if each != OWN)
        return Fit(slope, value, np.isin(range(3), allowed).astype(float))

    monkeypatch.setattr(Likelihood, "at", at)


@pytest.mark.parametrize("peak", [0.0, 0.004, 0.1, 0.3371, 0.5, 0.62, 0.9, 0.9989, TOP])
def test_the_best_slope_is_found_in_few_steps_between_those_beside_it(peak, monkeypatch):
    curved(monkeypatch, peak)
    slopes = [fit.slope for fit in Likelihood(some(teams=3, layers=2)).along([OWN])]
    assert slopes == sorted(slopes)
    assert (slopes[0], slopes[-1]) == (0.0, pytest.approx(TOP))
    assert min(abs(slope - peak) for slope in slopes) < 1e-3
    assert len(slopes) < 30
    assert np.diff(slopes).max() < 0.14


@pytest.mark.parametrize("shared", [CHANCE - 0.01, CHANCE + 0.01])
@pytest.mark.parametrize("harsh", [CHANCE - 0.01, CHANCE + 0.01])
def test_what_is_no_more_than_chance_is_not_supposed(shared, harsh, monkeypatch):
    curved(monkeypatch, 0.4, gained=(shared, harsh))
    found = passed_on(some(teams=4, layers=3))
    assert bool(found.fit.variances[SHARED]) == (shared > CHANCE)
    assert found.harsh == (harsh > CHANCE)


@pytest.mark.parametrize(
    ("peak", "sharp"),
    [(0.5, 200.0), (0.5, 5000.0), (0.05, 200.0), (0.95, 200.0), (0.4, 1.0), (0.7, 40.0)],
)
def test_the_interval_ends_where_a_parabola_has_fallen_so_far(peak, sharp, monkeypatch):
    """By t squared over two, of as many degrees as there are providers less two."""
    curved(monkeypatch, peak, sharp)
    of = some(teams=6, layers=3, missing=0.2)
    found = passed_on(of)
    providers = len(set(of.provider[of.linked & of.measured].tolist()))
    wide = student(providers - 2) / np.sqrt(sharp)
    low, high = max(0.0, peak - wide), peak + wide
    assert found.low == pytest.approx(low, abs=2e-3)
    assert found.high == pytest.approx(high if high <= TOP else 1.0, abs=2e-3)


@pytest.mark.parametrize(("peak", "slope"), [(TOP, 1.0), (0.995, 0.995)])
def test_only_the_largest_slope_that_is_tried_stands_for_one(peak, slope, monkeypatch):
    curved(monkeypatch, peak)
    assert passed_on(some(teams=4, layers=3)).slope == pytest.approx(slope, abs=5e-4)


@pytest.mark.parametrize("seed", range(3))
def test_reliability_by_its_definition(seed):
    """Sums over providers, services and judges, one by one."""
    of = some(seed, teams=4, layers=3, contrasts=2, missing=0.2)
    services, contrasts = range(len(of.seen)), range(2)
    mean = of.seen[of.measured].mean(axis=0)
    rows = [i for i in services if of.linked[i] and of.measured[i]]
    taken = np.array([[of.received[i, j] * of.measured[j] for j in services] for i in rows])
    received = [
        [
            sum(row[j] * of.seen[j, k] for j in services if of.measured[j])
            + (1 - sum(row)) * mean[k]
            for k in contrasts
        ]
        for row in taken
    ]
    spread = sum(np.var([each[k] for each in received]) for k in contrasts) * len(rows)
    noise = 0.0
    for row in taken - taken.mean(axis=0):
        for j in services:
            if of.measured[j]:
                noise += row[j] ** 2 * sum(of.error[j, k, k] for k in contrasts)
        for judge in set(of.customer.tolist()):
            total = sum(row[j] for j in services if of.customer[j] == judge)
            noise += 0.0004 * 2 * total**2
    assert 0 < noise < spread
    assert reliability(of, 0.0004) == pytest.approx(1 - noise / spread)


def test_reliability_is_said_with_harshness_and_without():
    of = some(1, harsh=0.08)
    found = passed_on(of)
    assert found.fit.variances[HARSHNESS] > 0
    assert found.reliability == reliability(of, found.fit.variances[HARSHNESS])
    assert found.without_harshness == reliability(of, 0.0) > found.reliability


@pytest.mark.parametrize("allowed", [(OWN, HARSHNESS), (OWN, SHARED, HARSHNESS)], ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_variances_are_as_good_as_a_search_of_another_kind_finds(seed, allowed):
    """From small ones, from large ones and from none, where some are best at 0."""
    of = some(seed, teams=5, layers=3, contrasts=1 + seed % 2, harsh=0.05 * (seed > 1))
    likelihood, indices = Likelihood(of), list(allowed)
    parts = likelihood._parts(0.5)

    def lost(variances):
        whole = np.zeros(3)
        whole[indices] = variances
        return -likelihood.value(*parts, whole)[0]

    search = minimize(
        lost, np.full(len(allowed), 0.004), bounds=[(0, 1)] * len(allowed), method="Powell"
    )
    for start in (0.0, 0.001, 0.05):
        found = likelihood.at(0.5, indices, np.full(3, start))
        assert found.value >= -search.fun - 1e-4
        assert (found.variances >= 0).all()


def test_between_two_fits_the_root_of_the_fall_is_straight():
    def interval(*roots):
        fits = [Fit(i / 10, -(root**2.0), np.zeros(3)) for i, root in enumerate(roots)]
        return _interval(fits, max(fits, key=lambda fit: fit.value), 1.5**2)

    assert interval(5, 2, 1, 0, 1, 3, 9) == pytest.approx((0.15, 0.425))
    assert interval(3, 1, 0, 1, 3) == pytest.approx((0.075, 0.325))
    assert interval(1, 0, 1) == (0.0, 1.0)
    assert interval(0, 3, 9) == pytest.approx((0.0, 0.05))
    assert interval(9, 3, 0) == pytest.approx((0.15, 1.0))


@pytest.mark.parametrize("freedom", [8, 10, 20, 30, 60, 120])
def test_students_t_is_as_near_as_the_next_term_of_its_series_is_small(freedom):
    """Abramowitz & Stegun 26.7.5: the term behind the last that is taken."""
    z = 1.959964
    left = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160 / freedom**4
    assert student(freedom) == pytest.approx(stdtrit(freedom, 0.975), abs=1.3 * left + 1e-8)
