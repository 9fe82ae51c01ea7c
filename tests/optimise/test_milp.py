"""Tests of `optimise.milp`: which set of actions wins most, where there are too many to try? A mixed-integer linear programme, solved by HiGHS."""

import dataclasses
import math

import numpy as np
import pytest

import valuechain as vc
from helpers.decisions import BOTTLENECKS, chain_of
from valuechain.optimise.milp import Milp
from valuechain.optimise.options import options_of
from valuechain.questions import frontier as frontier_module
from valuechain.questions import plan as plan_module


def test_a_solver_out_of_time_says_so(monkeypatch):
    from scipy import optimize

    def gave_up(*_args, **_options):
        return optimize.OptimizeResult(x=None, status=1, mip_dual_bound=None)

    monkeypatch.setattr(plan_module, "enumerated", lambda *_: None)
    monkeypatch.setattr(optimize, "milp", gave_up)
    found = vc.plan(BOTTLENECKS, 20)
    assert not found.exact
    assert found.outcome <= found.bound <= 1
    assert found.bound == pytest.approx(found.before.outcome + 0.25)  # all at once
    assert "not proven best" in str(found)
    assert "No plan can bring the customers above" in str(found)
    monkeypatch.setattr(frontier_module, "enumerated", lambda *_: None)
    staircase = vc.frontier(BOTTLENECKS, seconds=0)
    assert not staircase.exact
    assert "found in time" in str(staircase)


def test_a_set_that_costs_too_much_is_cut_off(monkeypatch):
    """The solver tolerates a millionth too much; what it then finds is excluded, and it is asked again."""
    answers = [np.array([True, True, True]), np.array([True, True, False]), None]
    asked = []

    def solved(_self, _objective, more, _end):
        asked.append(len(more))
        return answers[len(asked) - 1], -1e9, True

    monkeypatch.setattr(Milp, "_solved", solved)
    found = Milp(options_of(vc.diagnose(BOTTLENECKS).solution)).best(20, 1)
    assert asked == [1, 2, 2]  # the budget; the budget and a cut; what is cheaper and as good
    assert found.proven
    assert found.gain == pytest.approx(0.2)


@pytest.mark.parametrize("answer", [[True, True, True], [True, True, False]])
def test_a_solver_that_answers_nothing_useful_is_not_believed(answer, monkeypatch):
    """Too expensive for ever, or not allowed: then there is the fall-back, and nothing is proven."""
    monkeypatch.setattr(Milp, "_solved", lambda *_: (np.array(answer), None, True))
    options = options_of(vc.diagnose(BOTTLENECKS).solution)
    found = Milp(dataclasses.replace(options, excludes=() if answer[2] else ((0, 1),))).best(20, 1)
    assert not found.proven
    assert found.bound >= found.gain


def test_cuts_reach_the_solver():
    milp = Milp(options_of(vc.diagnose(BOTTLENECKS).solution))
    budget = milp._budget_row(20)
    best, *_ = milp._solved(milp._objective, [budget], 1e9)
    cut = np.concatenate([best, np.zeros(milp._parties)]).astype(float), float(best.sum()) - 1
    other, *_ = milp._solved(milp._objective, [budget, cut], 1e9)
    assert (best != other).any()


def test_trouble_in_presolving_is_tried_without(monkeypatch):
    from scipy import optimize

    solve, presolved = optimize.milp, []

    def once_in_trouble(*args, **options):
        presolved.append(options["options"]["presolve"])
        return (
            optimize.OptimizeResult(x=None, status=4) if presolved[-1] else solve(*args, **options)
        )

    monkeypatch.setattr(optimize, "milp", once_in_trouble)
    monkeypatch.setattr(plan_module, "enumerated", lambda *_: None)
    assert vc.plan(BOTTLENECKS, 20).exact
    assert presolved[:2] == [True, False]


def test_a_solver_in_trouble_for_ever_proves_nothing(monkeypatch):
    from scipy import optimize

    monkeypatch.setattr(
        optimize, "milp", lambda *_, **__: optimize.OptimizeResult(x=None, status=4)
    )
    monkeypatch.setattr(plan_module, "enumerated", lambda *_: None)
    assert not vc.plan(BOTTLENECKS, 20).exact


@pytest.mark.parametrize("costs", [(10.0, 2.0), (10.0, 2.37), (math.pi, math.e)])
def test_the_solver_too_prefers_the_cheaper_of_equals(costs, monkeypatch):
    monkeypatch.setattr(plan_module, "enumerated", lambda *_: None)
    dear, cheap = costs
    chain = chain_of(
        f"teams: {{a: {{serves: {{c: {{satisfaction: 10%, critical: true, improve: [{{action: dear, cost: {dear}, quality: 90%}}, "
        f"{{action: cheap, cost: {cheap}, quality: 90%}}]}}}}}}}}\ncustomers: {{c: }}"
    )
    assert [action.action for action in vc.plan(chain, 100)] == ["cheap"]
