"""Tests of `sampling.marginals`: what may each score be, on its own?"""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy import integrate, stats

import valuechain as vc
from valuechain.sampling.marginals import Smooth, Stepped, chance_of_none, marginals_of
from valuechain.sampling.posterior import posterior_of_scores

RANDOM = np.random.default_rng(1)


def marginals(*told, repeat_sd=0.0):
    """Of scores, each with how many could be asked."""
    scores = [vc.Score.parse(score) for score, _ in told]
    posterior = posterior_of_scores(scores, [people for _, people in told])
    posterior = replace(posterior, repeat_sd=repeat_sd)
    return posterior, marginals_of(posterior, np.arange(len(told)), RANDOM)


def beta(score, answers):
    return stats.beta(score * answers + 0.5, (1 - score) * answers + 0.5)


def chance(one, other):
    """Two-sided, that two independent distributions differ so much by chance, by quadrature."""
    middle = one.mean()
    less, _ = integrate.quad(
        lambda x: one.pdf(x) * other.cdf(x), 0, 1, points=[middle, other.mean()], limit=500
    )
    return min(1.0, 2 * min(less, 1 - less))


SHARES = [(0.0, 3), (0.02, 50), (0.5, 1), (0.6, 20), (0.75, 400), (0.99, 100), (1.0, 8)]


@pytest.mark.parametrize(("one", "other"), list(product(SHARES, SHARES)))
def test_two_shares_of_answers_compare_as_their_posteriors(one, other):
    told = [(f"{100 * share:g}% ({answers} responses)", None) for share, answers in (one, other)]
    _, (before, after) = marginals(*told)
    expected = chance(beta(*one), beta(*other))
    assert chance_of_none(before, after) == pytest.approx(expected, rel=0.01, abs=1e-7)
    assert chance_of_none(after, before) == pytest.approx(expected, rel=0.01, abs=1e-7)


@pytest.mark.parametrize("share", SHARES)
def test_the_cells_hold_the_distribution(share):
    _, (found,) = marginals((f"{100 * share[0]:g}% ({share[1]} responses)", None))
    at = np.linspace(0.001, 0.999, 999)
    assert found.below(at) == pytest.approx(beta(*share).cdf(at), abs=1e-3)
    assert found.above(at) == pytest.approx(beta(*share).sf(at), abs=1e-3)
    assert found.chances.sum() == pytest.approx(1.0)


def test_of_counted_people_the_rest_has_a_beta_binomial_distribution():
    posterior, (found,) = marginals(("60% (5 responses)", 12))
    rest = stats.betabinom(7, 3.5, 2.5)
    assert isinstance(found, Stepped)
    assert found.values * 12 == pytest.approx(np.arange(3, 11))
    assert found.chances == pytest.approx(rest.pmf(np.arange(8)))
    drawn = posterior.drawn(np.random.default_rng(3), 20_000)[0]
    assert found.below(np.array([0.5]))[0] == pytest.approx((drawn < 0.49).mean(), abs=0.01)


def test_counted_people_compare_person_by_person():
    """Ties count as no difference, whichever is first."""
    _, (one, other) = marginals(("60% (5 responses)", 12), ("75% (4 responses)", 8))
    pairs = [
        (p * q, round(24 * (v - w)))
        for (p, v), (q, w) in product(
            zip(one.chances, one.values, strict=True),
            zip(other.chances, other.values, strict=True),
        )
    ]
    higher, lower = (sum(p for p, rise in pairs if rise * sign > 0) for sign in (-1, 1))
    expected = min(1.0, 2 * (1 - max(higher, lower)))
    assert chance_of_none(one, other) == pytest.approx(expected)
    assert chance_of_none(other, one) == pytest.approx(expected)


def test_steps_and_cells_compare():
    _, (steps, cells) = marginals(("60% (5 responses)", 12), ("80% (30 responses)", None))
    less = sum(p * beta(0.8, 30).cdf(v) for p, v in zip(steps.chances, steps.values, strict=True))
    expected = 2 * min(less, 1 - less)
    assert chance_of_none(steps, cells) == pytest.approx(expected, rel=0.01)
    assert chance_of_none(cells, steps) == pytest.approx(expected, rel=0.01)


def test_marks_of_counted_people_are_nearer():
    """The finite population correction, of marks; whoever asked everyone knows."""
    score = "{scale: 1-5, value: 4, responses: 9, sd: 1}"
    posterior, (some, everyone) = marginals((score, 10), (score, 9))
    drawn = posterior.drawn(np.random.default_rng(4), 40_000)[0]
    assert isinstance(some, Smooth)
    for at in np.quantile(drawn, [0.01, 0.2, 0.5, 0.9]):
        assert some.below(np.array([at]))[0] == pytest.approx((drawn < at).mean(), abs=0.01)
    assert everyone.values.tolist() == [0.75]
    assert chance_of_none(everyone, everyone) == 1.0


@pytest.mark.parametrize(("people", "repeat_sd"), [(30, 0.2), (20_000, 0.0)])
def test_what_is_not_written_down_is_drawn(people, repeat_sd):
    posterior, (found,) = marginals(("60% (20 responses)", people), repeat_sd=repeat_sd)
    drawn = posterior.drawn(np.random.default_rng(5), 40_000)[0]
    at = np.quantile(drawn, [0.01, 0.2, 0.5, 0.9])
    expected = [(drawn < each).mean() for each in at]
    assert len(found.values) == 10_000
    assert found.below(at) == pytest.approx(expected, abs=0.02)
    _, (known,) = marginals(("60% (20 responses)", 9_000))
    assert len(known.values) == 8_981
