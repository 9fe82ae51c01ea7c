"""Tests of `questions.plan`: what to do first with this much money? The actions that win the customers most, and what more money would win."""

import dataclasses
import math
import pickle
import random
import sys

import numpy as np
import pytest

import oracle
import valuechain as vc
from chains import random_chain, with_actions
from helpers.decisions import BOTTLENECKS, TWO, chain_of
from valuechain.model import action_rules as plan_rules
from valuechain.optimise.milp import Milp
from valuechain.optimise.options import options_of
from valuechain.questions import frontier as frontier_module
from valuechain.questions import plan as plan_module


@pytest.mark.parametrize("seed", range(12))
def test_plans_against_brute_force(seed, way):
    rng = random.Random(seed)
    exactly = 1e-9 if way == "tried" else 1e-6
    for _ in range(6):
        chain = random_chain(
            rng,
            parties=rng.randint(3, 6),
            services=rng.randint(2, 9),
            critical=rng.choice([0, 0.4]),
            scores=0.95,
        )
        chain = with_actions(rng, chain, links=rng.random() < 0.6)
        sets = list(oracle.every_set(chain))
        for budget in (0, 1, 2.3, 100):
            found = vc.plan(chain, budget)
            assert found.gain == pytest.approx(
                max(gain for cost, gain, _ in sets if cost <= budget + 1e-9), abs=exactly
            )
            assert found.cost <= budget + 1e-9
            assert found.exact
            assert found.bound == found.outcome
            assert {action.id for action in found} in [names for *_, names in sets]


def test_two_bottlenecks_win_nothing_alone_and_forty_points_together(way):
    found = vc.plan(BOTTLENECKS, 20)
    assert [action.action for action in found] == ["mend left", "mend right"]
    assert found.gain == pytest.approx(0.2)
    assert sum(found.alone.values()) == 0
    assert found.without == pytest.approx({action.id: found.gain for action in found})
    assert [action.action for action in vc.plan(BOTTLENECKS, 10)] == ["polish"]
    assert "do not stop half-way" in " ".join(str(found).split())
    assert way in ("tried", "solver")


def test_needless_actions_are_left_out():
    """What wins nothing is not done, even where the budget has room and the solver does not care."""
    options = options_of(vc.diagnose(BOTTLENECKS).solution)
    everything = np.array([True, True, True])
    left = dataclasses.replace(
        options,
        own=np.where(
            np.arange(3) == 2, options.before.reading.own[options.service[2]], options.own
        ),
    )
    kept = Milp(left)._without_needless(everything, float(left.gains(everything[None])[0]))
    assert kept.tolist() == [True, True, False]


def test_a_plan_without_scipy(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.setattr(plan_module, "enumerated", lambda *_: None)
    with pytest.raises(vc.MissingExtraError, match=r"valuechain\[plan\]"):
        vc.plan(BOTTLENECKS, 20)


def test_a_plan_that_wins_no_more_than_a_cheaper_one_is_no_step():
    nothing = np.zeros(1, dtype=bool)
    points = {0.0: (0.0, 0.0, nothing), 1.0: (1.0, 0.0, ~nothing), 2.0: (2.0, 0.5, ~nothing)}
    assert [point[0] for point in frontier_module._improving(points)] == [0.0, 2.0]


def test_needs_are_followed_once():
    needs = {"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}
    assert plan_rules.all_needed("a", needs) == ["b", "c", "d"]


def test_greedy_does_what_is_needed_first():
    chain = chain_of(
        """
teams:
  a:
    serves:
      b: {satisfaction: 90%, improve: [{action: base, id: base, cost: 1, quality: 91%, needs: ground}]}
      c: {satisfaction: 50%, improve: [{action: top, id: top, cost: 1, quality: 100%, needs: base}]}
      d: {delivers: x, satisfaction: 90%, improve: [{action: ground, id: ground, cost: 1, quality: 50%}]}
  b: {serves: {c: x}}
  d: {serves: {c: x}}
customers: {c: }
"""
    )
    milp = Milp(options_of(vc.diagnose(chain).solution))
    assert milp._greedy(3).tolist() == [True, True, True]
    assert not milp._greedy(2.5)[2]
    assert [action.id for action in vc.plan(chain, 3)] == ["top", "base", "ground"]


def test_actions_that_change_nothing_are_named():
    chain = chain_of(
        """
teams:
  a:
    serves:
      c: {satisfaction: 80%, improve: [{action: slack, cost: 1, quality: 60%}, {action: better, cost: 1, quality: 90%}]}
      b: {delivers: y, satisfaction: 50%, improve: [{action: in vain, cost: 1, quality: 90%}]}
  u: {serves: {c: {improve: [{action: blind, cost: 1, quality: 90%}]}}}
  b: {}
customers: {c: }
"""
    )
    assert any("'slack' reaches no more" in warning for warning in chain.warnings)
    found = vc.plan(chain, 10)
    assert [action.action for action in found] == ["better"]
    assert [action.action for action in found.idle] == ["in vain", "slack"]
    assert [action.action for action in found.unmeasured] == ["blind"]
    words = " ".join(str(found).split())
    assert (
        "Nobody measured the service, so what it would win cannot be told; ask first: 'blind' (u->c)."
        in words
    )
    assert (
        "Would change nothing, because that is reached already or no customer who counts hangs on it: 'in vain' and 'slack'."
        in words
    )
    nothing = vc.plan(chain, 0)
    assert nothing.gain == 0
    assert len(nothing) == 0
    assert nothing.to_pandas().empty
    assert "no action on offer wins" in str(nothing)


def test_a_plan_is_a_value():
    found = vc.plan(BOTTLENECKS, 20)
    assert found.alone
    assert found.without
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(vc.plan(BOTTLENECKS, 20))
    assert "<Plan" in repr(found)
    assert list(found.to_pandas().index) == [action.id for action in found.actions]
    assert found.to_dict()["exact"] is True
    staircase = vc.frontier(BOTTLENECKS)
    assert hash(staircase) == hash(vc.frontier(BOTTLENECKS))
    assert "<Frontier" in repr(staircase)
    assert len(staircase) == len(staircase.to_pandas()) == len(staircase.to_dict()["steps"])
    assert staircase.at(25).gain == pytest.approx(0.2)
    assert staircase.at(0).actions == ()
    tenths = chain_of(
        "teams: {a: {serves: {c: {satisfaction: 50%, improve: [{action: x, cost: 0.1, quality: 80%}]}}},"
        " b: {serves: {c: {satisfaction: 50%, improve: [{action: y, cost: 0.2, quality: 90%}]}}}}\ncustomers: {c: }"
    )
    assert vc.frontier(tenths).at(0.3).gain == vc.plan(tenths, 0.3).gain == pytest.approx(0.35)
    assert vc.plan(vc.what_if(BOTTLENECKS, {"left->middle": 1.0}), 10).gain == pytest.approx(0.2)


def test_what_no_plan_can_be_made_of():
    with pytest.raises(vc.ArgumentError, match="lists no actions"):
        vc.plan(TWO, 100)
    for budget in (
        -1,
        math.inf,
        math.nan,
        "100",
        True,
        None,
        10**400,
        np.timedelta64(5, "D"),
        np.complex64(3),
    ):
        with pytest.raises(vc.ArgumentError, match="budget="):
            vc.plan(BOTTLENECKS, budget)
    with pytest.raises(vc.ArgumentError, match="seconds="):
        vc.frontier(BOTTLENECKS, seconds=-1)
    with pytest.raises(vc.ArgumentError, match="budget="):
        vc.frontier(BOTTLENECKS).at(-1)


def test_a_plan_goes_on_from_a_what_if_that_knows_more():
    chain = chain_of(
        "teams: {a: {serves: {c: {improve: [{action: form, cost: 10, quality: 90%}]}, d: {satisfaction: 50%}}}}\ncustomers: {c: , d: }"
    )
    known = vc.what_if(dataclasses.replace(chain), {"a->c": 0.5})
    assert known.unmeasured == ()
    assert vc.plan(known, 20).unmeasured == ()


def test_a_budget_is_kept_to_the_last_digit():
    text = "teams: {a: {serves: {c: {satisfaction: 50%, improve: [{action: x, cost: 1e-10, quality: 80%}]}}}}\ncustomers: {c: }"
    assert len(vc.plan(chain_of(text), 0)) == 0
    assert len(vc.plan(chain_of(text), 1e-10)) == 1
    huge = text.replace("1e-10", "1e15")
    assert "for 1,000,000,000,000,000" in " ".join(str(vc.frontier(chain_of(huge))).split())


def test_a_plan_where_nothing_is_known():
    chain = chain_of(
        "teams:\n  a: {serves: {c: {improve: [{action: x, cost: 1, quality: 90%}]}}}\ncustomers: {c: }"
    )
    found = vc.plan(chain, 5)
    assert found.outcome is None
    assert found.bound is None
    assert found.gain == 0
    assert vc.frontier(chain).steps[0].outcome is None
    scored = "teams:\n  a: {serves: {c: {satisfaction: 50%, improve: [{action: x, cost: 1, quality: 90%}]}, d: y}}\n"
    nobody = chain_of(scored + "customers: {c: {share: 0}, d: }")
    assert "no action on offer" in str(vc.plan(nobody, 5))
