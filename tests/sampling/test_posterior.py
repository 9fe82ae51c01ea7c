"""Tests of `sampling.posterior`: what is drawn: for each score, the satisfactions that its answers allow."""

import dataclasses
import random
from dataclasses import replace

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from helpers.simulated import answered, drawn, made
from valuechain.model.chain import ValueChain
from valuechain.sampling.ensemble import random_of
from valuechain.sampling.setup import ensemble_of


def beta_moments(mean, weight):
    """Mean and variance of Beta(m s + 1/2, m (1 - s) + 1/2), from the textbook."""
    a, b = weight * mean + 0.5, weight * (1 - mean) + 0.5
    return a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))


@pytest.mark.parametrize(
    ("score", "mean", "weight"),
    [
        ("60% (20 responses)", 0.6, 20),
        ("CSAT 90% (10 responses)", 0.9, 10),
        ("3.4/5 (9 responses)", 0.6, 9),
        ("{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}", 0.6, 0.24 * 9 / 0.2**2),
        ("{scale: 1-5, value: 3.4, responses: 9, sd: 0}", 0.6, 9),
        ("{scale: 1-5, value: 3.4, responses: 9, sd: 2.07}", 0.6, 9),
        (
            "{scale: nps, responses: 10, promoters: 5, detractors: 2}",
            0.65,
            0.65 * 0.35 * 10 / ((7 - 0.9) / 9 / 4),
        ),
        ("100% (7 responses)", 1.0, 7),
        ("{scale: percent, value: 60, responses: 20, sd: 5}", 0.6, 20),
        ("quality 70% (6 responses)", 0.7, 6),
    ],
)
def test_scores_are_drawn_as_the_contract_says(score, mean, weight):
    values = drawn(score)
    wanted, variance = beta_moments(mean, weight)
    assert abs(values.mean() - wanted) < 5 * (variance / len(values)) ** 0.5
    assert abs(values.var() / variance - 1) < 0.05
    assert values.min() >= 0
    assert values.max() <= 1


def test_a_share_of_counted_people_is_a_number_of_them():
    values = drawn("75% (12 responses)", people=15)
    counts = np.rint(values * 15)
    assert np.abs(values * 15 - counts).max() < 1e-9
    assert set(counts.astype(int)) == {9, 10, 11, 12}
    theta, variance = beta_moments(0.75, 12)
    assert abs(values.mean() - (9 + 3 * theta) / 15) < 0.002
    spread = (
        3 * (theta * (1 - theta) - variance) + 9 * variance
    )  # of the binomial with a drawn share
    assert abs(values.var() * 225 / spread - 1) < 0.05


def test_a_mean_of_counted_people_varies_less():
    free = drawn("{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}")
    few = drawn("{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}", people=12)
    assert np.allclose(few, 0.6 + (3 / 11) ** 0.5 * (free - 0.6))


@pytest.mark.parametrize(
    "score",
    [
        "75% (12 responses)",
        "{scale: 1-5, value: 3.4, responses: 12, sd: 0.8}",
        "3.4/5 (12 responses)",
    ],
)
def test_who_was_asked_completely_is_known_exactly(score):
    values = drawn(score, people=12)
    assert np.ptp(values) < 1e-12
    found = vc.simulate(made(("a", "x", score), people={"x": 12}), draws=200)
    low, high = found["a->x"].satisfaction
    assert abs(low - values[0]) < 1e-12
    assert abs(high - values[0]) < 1e-12


def test_one_person_who_answered_is_everyone():
    assert np.ptp(drawn("3.4/5 (1 response)", people=1)) == 0


def test_nine_of_twelve_in_a_team_is_surer_than_in_a_city():
    def width(people):
        low, high = vc.simulate(made(("a", "x", "75% (12 responses)"), people=people))[
            "a->x"
        ].satisfaction
        return high - low

    assert width({"x": 15}) < 0.5 * width(None)
    assert abs(width({"x": 10**6}) - width(None)) < 0.01


def test_a_common_range_is_drawn_once_and_others_each_for_itself():
    chain = made(("a", "b", "50%"), ("b", "c"), ("c", "x"), ("d", "x", "90%"))
    ranged = {"dependence": 0.7, "dependence_range": (0.5, 0.9)}
    services = [replace(s, **ranged) for s in chain.services.values()]
    services[3] = replace(services[3], dependence=0.2, dependence_range=(0.1, 0.3))
    chain = ValueChain(chain.parties, services, dependence=0.7, dependence_range=(0.5, 0.9))
    ensemble = ensemble_of(vc.diagnose(chain).solution)
    values = ensemble.ranges.drawn(random_of(1, 1), ensemble.observations.dependence, 5000)[
        vc.diagnose(chain).solution.solved_at
    ]
    assert (values[0] == values[1]).all()
    assert (values[1] == values[2]).all()
    for row, low, high in ((0, 0.5, 0.9), (3, 0.1, 0.3)):
        assert low <= values[row].min() < low + 0.01
        assert high - 0.01 < values[row].max() <= high
        assert abs(values[row].mean() - (low + high) / 2) < 0.01
    assert abs(np.corrcoef(values[0], values[3])[0, 1]) < 0.06


def several(alike, cases=40_000):
    """Draws of what one party says of three providers, and another of one."""
    chain = made(
        ("a", "x", "60% (20 responses)"),
        ("b", "x", "NPS 10 (30 responses)"),
        ("d", "x", "3.4/5 (12 responses)"),
        ("a", "b", "70% (9 responses)"),
        ("d", "a", "quality 70% (9 responses)"),
    )
    chain = replace(chain, rater_correlation=alike)
    diagnosis = vc.diagnose(chain)
    posterior = ensemble_of(diagnosis.solution).posterior
    rows = diagnosis.solution.solved_at[[list(chain.services).index(s) for s in chain.services]]
    at = [posterior.rows.tolist().index(row) for row in rows]
    return posterior.drawn(random_of(5, 1), cases)[at]


def ranks(values):
    return values.argsort(axis=1).argsort(axis=1)


@pytest.mark.parametrize("alike", [0.3, 0.8])
def test_scores_of_one_party_are_drawn_together_and_each_as_alone(alike):
    alone, together = several(0.0), several(alike)
    for one, other in zip(alone, together, strict=True):
        assert np.abs(np.sort(one) - np.sort(other)).max() < 0.1
        assert one.mean() == pytest.approx(other.mean(), abs=0.003)
        assert one.std() == pytest.approx(other.std(), rel=0.02)
    found = np.corrcoef(ranks(together))
    wanted = 6 / np.pi * np.arcsin(alike / 2)  # rank correlation of a Gaussian copula
    assert found[np.triu_indices(3, 1)] == pytest.approx([wanted] * 3, abs=0.02)
    assert np.abs(found[3:, :3]).max() < 0.02  # another party, and an expert
    assert np.abs(found[3, 4]) < 0.02
    assert np.abs(np.corrcoef(ranks(alone)) - np.eye(5)).max() < 0.02


def _shuffled(chain, rng):
    """The same chain in another order; parallel services keep theirs."""
    parties = list(chain.parties.values())
    rng.shuffle(parties)
    ends = list(dict.fromkeys((s.provider, s.customer) for s in chain.services.values()))
    rng.shuffle(ends)
    services = [
        s for pair in ends for s in chain.services.values() if (s.provider, s.customer) == pair
    ]
    return replace(chain, parties=parties, services=services)


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_entries_changes_no_draw(seed):
    rng = random.Random(seed)
    chain = answered(random_chain(rng, parties=7, services=14, scores=0.7), rng)
    chain = replace(chain, rater_correlation=rng.choice([0, 0.3]))
    other = _shuffled(chain, rng)
    assert other == chain
    one, two = vc.simulate(chain, 200), vc.simulate(other, 200)
    for row in one.services:
        for name, value in dataclasses.asdict(row).items():
            there = getattr(two[row.id], name)
            assert there == (pytest.approx(value, abs=1e-12) if name != "verdict" else value)
    assert one.outcome == (two.outcome and pytest.approx(two.outcome, abs=1e-12))
    assert [step.id for step in one.steps] == [step.id for step in two.steps]


def test_lenient_people_make_the_outcome_less_sure():
    chain = made(*((one, "x", "60% (20 responses)") for one in "abdefghi"))
    sure = vc.simulate(chain, draws=4000).outcome
    less = vc.simulate(replace(chain, rater_correlation=0.3), draws=4000).outcome
    # of eight that are alike by 0.3, the mean varies 1 + 7 * 0.3 times as much
    wider = (less[1] - less[0]) / (sure[1] - sure[0])
    assert wider == pytest.approx(np.sqrt(1 + 7 * 0.3), rel=0.05)
