"""Tests of `sampling.information`: where to ask next: what knowing one service's satisfaction for sure would be worth, in points at the customers."""

from dataclasses import replace

import numpy as np
import pytest

import valuechain as vc
from helpers.simulated import made, service
from valuechain.model.chain import ValueChain
from valuechain.sampling.ensemble import LINKS, random_of, solved
from valuechain.sampling.histogram import BINS, rule
from valuechain.sampling.setup import ensemble_of


def nested(chain, asked, outer=2500, inner=500, seed=1):
    """The expected value of perfect information by brute force: one score fixed, the others drawn, for all its draws."""
    rng = np.random.default_rng(seed)
    diagnosis = vc.diagnose(chain)
    ensemble = ensemble_of(diagnosis.solution)
    row = int(diagnosis.solution.solved_at[list(chain.services).index(asked)])
    names = diagnosis.links.groups.names
    likely = [names.index((r.provider, r.customer)) for r in vc.simulate(chain).candidates]
    column = ensemble.posterior.rows.tolist().index(row)
    fixed = ensemble.posterior.drawn(random_of(seed, 1), outer)[column]

    class Fixed:
        rows = ensemble.posterior.rows

        def __init__(self, value):
            self.value = value

        def drawn(self, stream, cases):
            values = ensemble.posterior.drawn(stream, cases)
            if self.value is not None:
                values[column] = self.value
            return values

    def gains(value, cases):
        return (
            solved(
                replace(ensemble, posterior=Fixed(value)),
                np.random.default_rng(rng.integers(2**60)),
                cases,
                np.array(likely),
            )
            .numbers[LINKS][likely]
            .mean(axis=1)
        )

    return np.mean([gains(value, inner).max() for value in fixed]) - gains(None, 50_000).max()


@pytest.mark.parametrize("critical", [False, True])
def test_what_an_answer_is_worth_agrees_with_brute_force(critical):
    chain = ValueChain(
        [vc.Party("a"), vc.Party("b"), vc.Party("c"), vc.Party("x", kind="customer")],
        [
            service("a", "b", "50% (8 responses)"),
            service("b", "x", "45% (60 responses)", critical=critical),
            service("c", "x", "60% (9 responses)"),
        ],
    )
    found = vc.simulate(chain)
    for asked in ("a->b", "c->x"):
        wanted = nested(chain, asked)
        assert abs(found[asked].worth_asking - wanted) < max(0.002, 0.12 * wanted), (
            asked,
            found[asked].worth_asking,
            wanted,
        )


def test_no_answer_is_worth_anything_where_everything_is_decided():
    found = vc.simulate(made(("a", "x", "30% (200 responses)"), ("b", "x", "95% (100 responses)")))
    assert found.ask_next == ()


def test_what_changes_no_gain_is_worth_nothing_to_know():
    services = [
        service("d", "a", "50% (4 responses)"),
        *(service(i, "x", "60% (6 responses)", dependence=0.0) for i in ("a", "b")),
    ]
    members = [vc.Party(i) for i in "dab"] + [vc.Party("x", kind="customer")]
    for seed in range(10):
        found = vc.simulate(ValueChain(members, services), draws=2000, seed=seed)
        assert found["d->a"].worth_asking == 0
        assert found["a->x"].worth_asking > 0.02


def test_bins_reach_half_a_range_beyond_what_the_first_draws_showed():
    found = rule(np.array([[0.4], [0.1]]), np.array([[0.6], [0.9]]), 0.0, 1.0)
    assert np.allclose(found.low, [[0.3], [0.0]])
    assert np.allclose(found.low + BINS * found.width, [[0.7], [1.0]])


def test_all_who_are_alike_are_worth_the_same():
    found = vc.simulate(made(*((f"a{i}", "x", "60% (6 responses)") for i in range(16))))
    worth = [row.worth_asking for row in found]
    assert min(worth) > 0.0035
    assert max(worth) - min(worth) < 0.001
