"""Tests of `sampling.unasked`: those whom nobody asked are as satisfied as those who were."""

import numpy as np
import pytest

import valuechain as vc
from valuechain.sampling.ensemble import random_of
from valuechain.sampling.unasked import Unasked, unasked

SCORES = np.array([0.2, 0.5, 0.6, 0.9])


def picks(count, cases, seed=1):
    """What so many unmeasured services are like, of four that were measured."""
    scores = np.concatenate([np.repeat(SCORES[:, None], cases, axis=1), np.ones((count, cases))])
    models = np.arange(len(SCORES))
    rows = len(SCORES) + np.arange(count)
    nobody = np.zeros(0, dtype=np.intp)
    return Unasked(rows, models, nobody, SCORES).drawn(random_of(seed, 1), scores)


def test_each_is_one_of_the_measured_all_alike_often():
    found = picks(3, 40_000)
    assert set(np.unique(found)) == set(SCORES)
    for row in found:
        shares = [(row == score).mean() for score in SCORES]
        assert shares == pytest.approx([0.25] * 4, abs=0.01)


def test_together_they_are_drawn_as_with_weights_of_the_bayesian_bootstrap():
    cases, count = 60_000, 3
    random = np.random.default_rng(7)
    weights = random.dirichlet(np.ones(len(SCORES)), cases)
    limits = weights.cumsum(axis=1)[:, None, :]
    chosen = (random.random((cases, count, 1)) > limits).sum(axis=2)
    wanted = SCORES[chosen].T
    found = picks(count, cases)
    # how often two, and all three, are alike: 2/5 and 2/5 * 3/6
    for some in (slice(0, 2), slice(0, 3)):
        alike = [(np.ptp(each[some], axis=0) == 0).mean() for each in (found, wanted)]
        assert alike[0] == pytest.approx(alike[1], abs=0.01)
    assert (found[0] == found[2]).mean() == pytest.approx(0.4, abs=0.01)
    assert np.var(found.mean(axis=0)) == pytest.approx(np.var(wanted.mean(axis=0)), rel=0.03)


def test_parallel_services_that_say_the_same_count_once_and_experts_are_as_modelled():
    chain = vc.loads("""
valuechain: 1
teams:
  vendor: {serves: {a: software}}
  a: {serves: {c: [{delivers: x, satisfaction: 60%}, {delivers: y, satisfaction: 60%}], d: {quality: 90%}}}
  b: {serves: {a: {satisfaction: 50%}}}
customers: {c: , d: }
""")
    diagnosis = vc.diagnose(chain)
    found = unasked(diagnosis.solution.reading, diagnosis.solution.by_id)
    assert len(found.rows) == 1
    assert len(found.models) == 3
    told = sorted(found.satisfaction.round(9).tolist())
    assert told == sorted(
        round(diagnosis[service].satisfaction, 9) for service in ("a->c#1", "a->d", "b->a")
    )
    assert len(found.modelled) == 1


def test_where_nothing_is_measured_nothing_is_drawn():
    chain = vc.loads("{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}")
    solution = vc.diagnose(chain).solution
    assert not len(unasked(solution.reading, solution.by_id).rows)
    assert vc.simulate(chain, draws=100).outcome is None


def vendor(more=""):
    """A team whose only supplier nobody was asked about."""
    return vc.loads(f"""
valuechain: 1
teams:
  vendor: {{serves: {{it: software}}}}
  it: {{serves: {{desk: {{satisfaction: 50% (400 responses)}}}}}}
  desk: {{serves: {{customer: {{satisfaction: 64% (400 responses)}}}}{more}}}
customers: {{customer: }}
""")


def test_a_team_is_not_blamed_for_a_supplier_whom_nobody_asked_about():
    chain = vendor()
    found = vc.simulate(chain)
    assert found["it->desk"].p_root_cause < 0.1
    assert found["it->desk"].verdict == "undecided"
    assert found.ask_next[0].id == "vendor->it"
    alone = vc.diagnose(chain)
    assert found.first.id == alone.advice.first[0].id
    assert found.first.expected_gain < 0.5 * alone.advice.gain
    # what was observed behind it bounds the outcome, whatever the vendor does
    low, high = found.outcome
    assert low < alone.outcome < high
    assert not alone.upper_bound


def test_what_asking_is_worth_is_what_brute_force_finds():
    """One score fixed at a time, over a plain simulation: what is best then, less what is now."""
    chain = vendor()
    found = vc.simulate(chain, draws=20_000)
    worth = []
    for satisfaction in (0.5, 0.64):  # the two that it may be like, to a percent or two
        known = vc.diagnose(
            vc.loads(vc.dumps(chain).replace("software", f"{{satisfaction: {satisfaction:.0%}}}"))
        )
        worth.append(max(step.gain for step in known.steps))
    blind = max(step.expected_gain for step in found.steps)
    assert found["vendor->it"].worth_asking == pytest.approx(np.mean(worth) - blind, abs=0.02)


def test_an_interval_holds_what_nobody_measured():
    open_end = vc.loads("""
valuechain: 1
teams:
  a: {serves: {c: {satisfaction: 80%}}}
  b: {serves: {c: {satisfaction: 40%}}}
  d: {serves: {c: talk}}
customers: {c: }
""")
    found = vc.simulate(open_end, draws=4000)
    assert found.diagnosis.upper_bound
    low, high = found.outcome
    assert (low, high) == pytest.approx(((0.8 + 0.4 + 0.4) / 3, (0.8 + 0.4 + 0.8) / 3))
    assert high < found.diagnosis.outcome
