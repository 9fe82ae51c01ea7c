"""Tests of `sampling.chances`: how probable is a difference by chance, and which of many may be named?"""

import math

import numpy as np
import pytest
from scipy import stats

from valuechain.sampling.chances import discoveries, of_chance, of_normal, of_t, of_t_95


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 10, 29, 30, 101])
def test_it_is_the_distribution_of_student(freedom):
    for t in np.linspace(-9, 9, 37):
        assert of_t(t, freedom) == pytest.approx(2 * stats.t.sf(abs(t), freedom), abs=1e-12)
    assert of_t(math.inf, freedom) == 0.0


def test_it_is_the_normal_distribution():
    for z in np.linspace(-6, 6, 25):
        assert of_normal(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_discoveries_are_those_of_benjamini_and_hochberg(seed):
    random = np.random.default_rng(seed)
    chances = random.uniform(0, 1, 40) ** random.uniform(1, 6)
    found = discoveries({f"s{i}": chance for i, chance in enumerate(chances.tolist())})
    adjusted = stats.false_discovery_control(chances)
    assert found == {f"s{i}" for i in np.flatnonzero(adjusted <= 0.05)}


def test_nothing_is_found_among_nothing():
    assert discoveries({}) == frozenset()
    assert discoveries({"a": 0.2}) == frozenset()


def test_quantiles_of_students_t_and_of_the_normal_are_those_of_scipy():
    for freedom in (1, 2, 3, 9, 30, 1000, 10**6):
        assert of_t_95(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-6)
    assert of_t_95(10**7) == pytest.approx(stats.norm.ppf(0.975))
    for chance in (1.0, 0.5, 0.05, 1e-9):
        assert of_chance(chance) == pytest.approx(stats.norm.isf(chance / 2), abs=1e-12)
    assert of_chance(0.0) > 30
