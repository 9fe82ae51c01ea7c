"""Tests of `optimise.enumeration`: which sets of actions are there? All of them, where they are few; where gains add up, those that no other makes needless."""

import random

import pytest

import valuechain as vc
from chains import random_chain, with_actions
from helpers.decisions import BOTTLENECKS
from valuechain.optimise import enumeration
from valuechain.optimise.options import options_of
from valuechain.questions import plan as plan_module


def test_lists_of_undominated_sets_agree_with_all_sets():
    rng = random.Random(3)
    for _ in range(40):
        chain = with_actions(
            rng,
            random_chain(rng, parties=6, services=10, rule="mean", critical=0, scores=1),
            most=8,
            links=False,
        )
        options = options_of(vc.diagnose(chain).solution)
        for budget in (0.0, 1.0, 4.2, 50.0):
            short, all_of_them = (
                enumeration.undominated(options, budget),
                enumeration.every_set(options, budget),
            )
            assert short.gain[short.best(budget)] == pytest.approx(
                all_of_them.gain[all_of_them.best(budget)], abs=1e-12
            )
            assert len(short.gain) <= len(all_of_them.gain)


def test_lists_and_sets_that_grow_too_long_are_left_to_the_solver(monkeypatch):
    rng = random.Random(5)
    chain = with_actions(
        rng,
        random_chain(rng, parties=6, services=10, rule="mean", critical=0, scores=1),
        most=7,
        links=False,
    )
    expected = vc.plan(chain, 6)
    monkeypatch.setattr(enumeration, "_LONG", 1)
    solved = vc.plan(chain, 6)
    assert solved.method == plan_module.BY_SOLVER
    assert solved.gain == pytest.approx(expected.gain, abs=1e-6)
    monkeypatch.setattr(enumeration, "MANY", 1)
    tight = vc.plan(BOTTLENECKS, 20)
    assert tight.method == plan_module.BY_SOLVER
    assert tight.gain == pytest.approx(0.2)
