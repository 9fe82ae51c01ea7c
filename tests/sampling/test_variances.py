"""Tests of `sampling.variances`: how much do a few answers differ, given how much they do elsewhere?"""

import math

import numpy as np
import pytest
from scipy.special import polygamma, psi

from valuechain.sampling import variances as module
from valuechain.sampling.variances import Usual, usual


def test_the_series_are_psi_and_its_derivative():
    for x in np.geomspace(0.05, 1000, 50):
        assert module._psi(x) == pytest.approx(psi(x), rel=1e-8, abs=1e-8)
        assert module._psi_slope(x) == pytest.approx(polygamma(1, x), rel=1e-8)
    for value in np.geomspace(1e-3, 1e3, 20):
        assert polygamma(1, module._inverse_slope(value)) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(("prior", "answers"), [(4.0, 4), (10.0, 9), (30.0, 3)])
def test_planted_usual_variances_are_found(prior, answers):
    random = np.random.default_rng(2)
    true = prior * 0.05 / random.chisquare(prior, 6000)
    seen = true * random.chisquare(answers, 6000) / answers
    found = usual(seen, np.full(6000, float(answers)))
    assert found.variance == pytest.approx(0.05, rel=0.06)
    assert found.freedom == pytest.approx(prior, rel=0.25)


def test_where_all_are_alike_the_usual_is_all_that_counts():
    random = np.random.default_rng(3)
    seen = 0.05 * random.chisquare(9, 12) / 9
    found = usual(np.linspace(0.049, 0.051, 12), np.full(12, 9.0))
    assert math.isinf(found.freedom)
    assert found.moderated(0.2, 3.0) == (found.variance, math.inf)
    assert usual(seen, np.full(12, 9.0)).variance == pytest.approx(0.05, rel=0.3)


def test_of_few_services_nothing_is_usual():
    assert usual(np.full(4, 0.05), np.full(4, 9.0)) == Usual()
    assert usual(np.zeros(9), np.full(9, 9.0)) == Usual()
    assert Usual().moderated(0.08, 4.0) == (0.08, 4.0)


def test_a_moderated_t_is_distributed_as_it_says():
    """Of what did not change, one in twenty seems to, however few answered."""
    random = np.random.default_rng(4)
    true = 6.0 * 0.05 / random.chisquare(6.0, 4000)
    answers = random.normal(size=(4000, 5)) * np.sqrt(true)[:, None]
    seen = answers.var(axis=1, ddof=1)
    common = usual(seen, np.full(4000, 4.0))
    from valuechain.sampling.chances import of_t

    moved = [common.moderated(each, 4.0) for each in seen.tolist()]
    chances = [
        of_t(mean / math.sqrt(variance / 5), int(freedom))
        for mean, (variance, freedom) in zip(answers.mean(axis=1), moved, strict=True)
    ]
    assert np.mean(np.array(chances) < 0.05) == pytest.approx(0.05, abs=0.012)
