"""What to do about it: what-ifs, plans, comparisons, robustness and promises against the plain oracle and brute force."""

import ctypes
import dataclasses
import itertools
import math
import os
import pickle
import random
import sys

import numpy as np
import pytest

import oracle
import valuechain as vc
from chains import random_chain, with_actions, with_scenarios
from valuechain import Action, Party, Scenario, Score, Service, ValueChain
from valuechain.analysis import sweep as sweep_module
from valuechain.model import action_rules as plan_rules
from valuechain.model.parts import service_ids
from valuechain.optimise import enumeration, stdout_filter
from valuechain.optimise.milp import Milp
from valuechain.optimise.options import options_of
from valuechain.questions import frontier as frontier_module
from valuechain.questions import plan as plan_module
from valuechain.questions import side_by_side as scenarios_module
from valuechain.solve import network as arrangement


def chain_of(text):
    return vc.loads("valuechain: 1\n" + text)


TWO = chain_of(
    """
teams:
  clerk: {serves: {designer: {satisfaction: 60%}}}
  designer: {serves: {customer: {satisfaction: 65%}}}
customers: {customer: }
"""
)
BOTTLENECKS = chain_of(
    """
teams:
  left:
    serves:
      middle: {satisfaction: 60%, critical: true, improve: [{action: mend left, cost: 10, quality: 100%}]}
  right:
    serves:
      middle: {satisfaction: 60%, critical: true, improve: [{action: mend right, cost: 10, quality: 100%}]}
  side:
    serves:
      customer: {satisfaction: 90%, improve: [{action: polish, cost: 10, quality: 100%}]}
  middle: {serves: {customer: {dependence: 1}}}
customers: {customer: }
"""
)


# What if


@pytest.mark.parametrize("seed", range(25))
def test_what_if_against_the_oracle(seed):
    rng = random.Random(seed)
    for _ in range(12):
        chain = with_scenarios(
            rng, random_chain(rng, parties=rng.randint(3, 7), services=rng.randint(1, 12)), 4
        )
        diagnosis = vc.diagnose(chain)
        before = oracle.lost(chain, oracle.read(chain)[3])
        together = vc.side_by_side(diagnosis)
        for name, scenario in chain.scenarios.items():
            found = vc.what_if(diagnosis, name)
            received = oracle.set_to(chain, dict(scenario.settings))
            assert found.change == pytest.approx(before - oracle.lost(chain, received), abs=1e-9)
            assert together.changes[name] == pytest.approx(found.change, abs=1e-9)
            for party, lacks in received.items():
                assert found.received[party] == pytest.approx(1 - lacks, abs=1e-9)
            for party, change in together.customers[name].items():
                assert (change is None) == (found.customers[party] is None)
                assert change is None or change == pytest.approx(found.customers[party], abs=1e-9)
            if found.outcome is not None:
                assert sum(row.contribution for row in found.services) == pytest.approx(
                    1 - found.outcome, abs=1e-9
                )
                assert together.outcome(name) == pytest.approx(found.outcome, abs=1e-9)
            for row in found.services:
                assert row.own_shortfall + row.inherited_shortfall == pytest.approx(
                    1 - row.satisfaction, abs=1e-12
                )
                assert row.tipping_dependence is None


@pytest.fixture
def large_chains(monkeypatch):
    """Solve case by case, as for very large chains."""
    from valuechain.analysis import changes

    monkeypatch.setattr(changes, "_LARGE", 0)
    monkeypatch.setattr(arrangement, "NARROW", 0)


@pytest.mark.usefixtures("large_chains")
@pytest.mark.parametrize("seed", range(6))
def test_side_by_side_case_by_case(seed):
    rng = random.Random(100 + seed)
    for _ in range(10):
        chain = with_scenarios(rng, random_chain(rng, parties=6, services=10), 5)
        found = vc.side_by_side(chain)
        for name in chain.scenarios:
            assert found.changes[name] == pytest.approx(vc.what_if(chain, name).change, abs=1e-9)


def test_nothing_set_changes_nothing():
    rng = random.Random(4)
    for _ in range(60):
        diagnosis = vc.diagnose(random_chain(rng, parties=6, services=10, scores=0.6))
        found = vc.what_if(diagnosis, {})
        assert found.change == pytest.approx(0, abs=1e-15)
        assert found.outcome == pytest.approx(diagnosis.outcome, abs=1e-15)
        assert [(row.id, row.verdict, row.decided_by) for row in found.services] == [
            (row.id, row.verdict, row.decided_by) for row in diagnosis.services
        ]


def test_gains_and_losses_are_what_ifs():
    rng = random.Random(8)
    for _ in range(40):
        diagnosis = vc.diagnose(random_chain(rng, parties=5, services=8))
        for row in diagnosis.services:
            assert vc.what_if(diagnosis, {row.id: 1.0}).change == pytest.approx(row.gain, abs=1e-9)
            assert vc.what_if(diagnosis, {row.id: "failed"}).change == pytest.approx(
                -row.loss_if_failed, abs=1e-9
            )


def test_one_what_if_goes_on_from_another():
    first = vc.what_if(TWO, {"clerk->designer": 0.9})
    second = vc.what_if(first, {"designer->customer": 1.0})
    both = vc.what_if(TWO, {"clerk->designer": 0.9, "designer->customer": 1.0})
    assert second.before is first
    assert second.outcome == pytest.approx(both.outcome)
    assert second.change == pytest.approx(both.change - first.change)
    assert [row.verdict for row in second.services] == [row.verdict for row in both.services]
    assert pickle.loads(pickle.dumps(second)) == second != first
    assert first != vc.diagnose(TWO)
    assert first != 1
    assert hash(second) == hash(pickle.loads(pickle.dumps(second)))
    assert repr(second).startswith("<WhatIf '': : designer->customer 100%, change +0.0")


def test_an_undecided_service_may_become_decided():
    chain = chain_of(
        """
teams:
  a: {serves: {b: {satisfaction: 40%}, c: x}}
  u: {serves: {b: {weight: 3}}}
  b: {serves: {customer: {satisfaction: 60%}}}
  c: {serves: {customer: {satisfaction: 90%}}}
customers: {customer: }
"""
    )
    diagnosis = vc.diagnose(chain)
    assert diagnosis["b->customer"].verdict == "undecided"
    known = vc.what_if(diagnosis, {"u->b": 1.0})
    assert known["u->b"].verdict == "sound"
    assert known["b->customer"].verdict != "undecided"
    assert known.upper_bound == (diagnosis["a->c"].importance > 0)
    assert vc.what_if(diagnosis, {"a->b": 0.45})["b->customer"].verdict == "undecided"
    assert vc.what_if(vc.what_if(diagnosis, {}), {})["b->customer"].verdict == "undecided"


def test_what_if_keeps_what_is_known_of_the_customers():
    chain = chain_of("teams:\n  a: {serves: {b: x, c: y}}\ncustomers: {b: , c: }")
    found = vc.what_if(chain, {"a->b": "failed"})
    assert found.outcome is None
    assert found.change == pytest.approx(-0.5)
    assert dict(found.customers) == {"b": None, "c": None}
    assert vc.side_by_side(chain, {"x": {"a->b": 0.5}}).outcome("x") is None


def test_settings_are_read_as_in_a_file():
    found = vc.what_if(TWO, {"clerk->designer": "4.5/5", "designer->customer": "target"})
    assert dict(found.scenario.settings) == {
        "clerk->designer": 0.875,
        "designer->customer": "target",
    }
    assert found["designer->customer"].own_shortfall == pytest.approx(
        0.03
    )  # better than its target, so it stays
    assert vc.what_if(TWO, {"clerk->designer": "target"})[
        "clerk->designer"
    ].own_shortfall == pytest.approx(0.25)
    assert vc.what_if(TWO, {"clerk->designer": np.float64(0.9)}).change == pytest.approx(0.24)
    assert (
        vc.what_if(TWO, {"clerk->designer": 1}).change
        == vc.what_if(TWO, Scenario("x", (("clerk->designer", 1.0),))).change
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"clerk->desinger": 0.9},
            ["no service 'clerk->desinger'", "did you mean 'clerk->designer'?"],
        ),
        (
            {"clerk->designer": 1.2, "x": True},
            ["'clerk->designer': a quality of 1.2", "no service 'x'", "a quality of nan"],
        ),
        (
            {"clerk->designer": "perfect"},
            ["'perfect' is no quality: write 90% or 4.5/5, target or failed"],
        ),
        ({3: 0.4}, ["no service '3'"]),
        ({"clerk->designer": None}, ["a quality of None"]),
        ({"clerk->designer": np.True_}, ["a quality of nan"]),
        ({"clerk->designer": 10**400}, ["a quality of 1000"]),
        ({"clerk->designer": "90% (3 responses)"}, ["is a score that was asked"]),
        ({"clerk->designer": "faild"}, ["did you mean 'failed'?"]),
        ({"clerk->designer": " "}, ["write 90% or 4.5/5, target or failed"]),
    ],
)
def test_settings_that_are_none(settings, words):
    with pytest.raises(vc.ModelError) as caught:
        vc.what_if(TWO, settings)
    for word in words:
        assert word in str(caught.value)


def test_what_cannot_be_asked():
    chain = dataclasses.replace(
        TWO, scenarios=[Scenario("strike", (("clerk->designer", "failed"),))]
    )
    with pytest.raises(vc.UnknownNameError, match=r"no scenario 'strik'.*did you mean 'strike'"):
        vc.what_if(chain, "strik")
    with pytest.raises(vc.UnknownNameError, match="the file has none"):
        vc.what_if(TWO, "strike")
    with pytest.raises(vc.ArgumentError, match="settings are qualities"):
        vc.what_if(TWO, 0.9)
    for function in (vc.what_if, vc.side_by_side, vc.plan, vc.compare):
        with pytest.raises(vc.ArgumentError, match="takes a ValueChain or its Diagnosis, not str"):
            function("shop.yaml", {})
    with pytest.raises(vc.ArgumentError, match="has no scenarios"):
        vc.side_by_side(TWO)
    for bad in ("strike", 3):
        with pytest.raises(vc.ArgumentError, match="scenarios are settings by name"):
            vc.side_by_side(TWO, bad)
    with pytest.raises(
        vc.ArgumentError, match="scenarios are settings by name, or Scenario values, not int"
    ):
        vc.side_by_side(TWO, [1])
    with pytest.raises(vc.ArgumentError, match="no scenarios to compare"):
        vc.side_by_side(TWO, {})
    named = vc.side_by_side(
        TWO,
        {
            "a": Scenario("q", (("clerk->designer", 0.5),)),
            "b": Scenario("q", (("clerk->designer", 0.6),)),
        },
    )
    assert list(named) == ["a", "b"]
    with pytest.raises(vc.ModelError, match="scenario '1' is here twice"):
        vc.side_by_side(TWO, {1: {}, "1": {}})
    with pytest.raises(vc.ModelError, match="scenario 'x' is here twice"):
        vc.side_by_side(TWO, [Scenario("x", (("clerk->designer", 0.5),))] * 2)
    with pytest.raises(vc.ModelError, match="scenario 'x': no service 'y'"):
        vc.side_by_side(TWO, {"x": {"y": 0.5}})
    with pytest.raises(vc.UnknownNameError, match="no scenario 'y'"):
        vc.side_by_side(TWO, {"x": {}})["y"]


def test_side_by_side_is_a_value():
    found = vc.side_by_side(
        TWO, {"better": {"clerk->designer": 0.9}, "worse": {"clerk->designer": 0.1}, "same": {}}
    )
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert hash(again) == hash(found)
    assert list(found) == ["better", "worse", "same"]
    assert len(found) == 3
    assert found["better"].change == pytest.approx(found.changes["better"])
    assert found.to_dict()["scenarios"][0]["outcome"] == pytest.approx(0.89)
    assert list(found.to_pandas().columns) == ["outcome", "change", "customer"]
    assert "SideBySide" in repr(found)


def test_many_scenarios_take_the_straight_way_only_where_nothing_bends(monkeypatch):
    """Where a service lacks everything, or a maximum counts, cases are solved again; elsewhere never."""
    called = []
    again = scenarios_module.solved_again
    monkeypatch.setattr(
        scenarios_module, "solved_again", lambda *args: called.append(1) or again(*args)
    )
    settings = {f"s{i}": {"clerk->designer": i / 10} for i in range(11)}
    assert vc.side_by_side(TWO, settings).changes["s0"] == pytest.approx(
        vc.what_if(TWO, settings["s0"]).change
    )
    assert not called
    assert vc.side_by_side(dataclasses.replace(TWO, rule="weakest"), settings).changes
    assert called


@pytest.mark.parametrize("worth", [0, 1000])
def test_scenarios_that_could_meet_a_cap_are_watched(monkeypatch, worth):
    """Close to total failure: each service that could get there is looked at, where that is worth it, and only what does is solved again."""
    meets, told = scenarios_module._meet_a_cap, []
    monkeypatch.setattr(scenarios_module, "_WORTH_WATCHING", worth)
    monkeypatch.setattr(
        scenarios_module, "_meet_a_cap", lambda *args: told.append(meets(*args)) or told[-1]
    )
    rng = random.Random(12)
    for _ in range(300):
        chain = random_chain(rng, parties=7, services=14, critical=0, rule="mean")
        chain = dataclasses.replace(
            chain, services=[s for s in chain.services.values() if s.provider > s.customer]
        )  # no circles
        chain = with_scenarios(rng, chain, 12)
        before = oracle.lost(chain, oracle.read(chain)[3])
        found = vc.side_by_side(chain)
        for name, scenario in chain.scenarios.items():
            assert found.changes[name] == pytest.approx(
                before - oracle.lost(chain, oracle.set_to(chain, dict(scenario.settings))), abs=1e-9
            )
    assert sum(cases.sum() for cases in told) > 50
    assert worth or sum((~cases).sum() for cases in told) > 50


# Plans


@pytest.fixture(params=["tried", "solver"])
def way(request, monkeypatch):
    """How plans are found: by trying sets, or by the solver wherever there is anything to choose."""
    if request.param == "solver":
        for module in (plan_module, frontier_module):
            monkeypatch.setattr(
                module,
                "enumerated",
                lambda options, budget: (
                    None if len(options) else enumeration.enumerated(options, budget)
                ),
            )
    return request.param


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


@pytest.mark.parametrize("seed", range(8))
def test_frontiers_against_brute_force(seed, way):
    rng = random.Random(50 + seed)
    for _ in range(4):
        chain = random_chain(rng, parties=5, services=7, critical=rng.choice([0, 0.4]), scores=0.95)
        chain = with_actions(rng, chain, most=5, links=rng.random() < 0.6)
        expected, most = [], -1.0
        for cost, gain, _ in sorted(
            oracle.every_set(chain), key=lambda found: (found[0], -found[1])
        ):
            if gain > most + (1e-11 if way == "tried" else 1e-6):
                expected.append((cost, gain))
                most = gain
        found = vc.frontier(chain)
        assert found.exact
        assert [step.cost for step in found] == pytest.approx([cost for cost, _ in expected])
        assert [step.gain for step in found] == pytest.approx(
            [gain for _, gain in expected], abs=1e-6
        )
        done = set()
        for before, step in itertools.pairwise([None, *found.steps]):
            done = (done | {action.id for action in step.entering}) - {
                action.id for action in step.leaving
            }
            assert done == {action.id for action in step.actions}
            if before:
                assert step.worth == pytest.approx(
                    (step.gain - before.gain) / (step.cost - before.cost)
                )
            assert vc.plan(chain, step.cost).gain == pytest.approx(step.gain, abs=1e-6)


def test_two_bottlenecks_win_nothing_alone_and_forty_points_together(way):
    found = vc.plan(BOTTLENECKS, 20)
    assert [action.action for action in found] == ["mend left", "mend right"]
    assert found.gain == pytest.approx(0.2)
    assert sum(found.alone.values()) == 0
    assert found.without == pytest.approx({action.id: found.gain for action in found})
    assert [action.action for action in vc.plan(BOTTLENECKS, 10)] == ["polish"]
    assert "do not stop half-way" in " ".join(str(found).split())
    assert way in ("tried", "solver")


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
    budget = milp.programme.budget_row(20)
    best, *_ = milp._solved(milp.programme.objective, [budget], 1e9)
    cut = (
        np.concatenate([best, np.zeros(milp.programme.parties)]).astype(float),
        float(best.sum()) - 1,
    )
    other, *_ = milp._solved(milp.programme.objective, [budget, cut], 1e9)
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


def test_what_the_solver_prints_by_itself_is_taken_out(capfd):
    with stdout_filter.without_solver_lines():
        os.write(1, b"HighsMipSolverData::mended\nsomebody else\n")
        ctypes.CDLL(None).puts(b"Highs of its own")
    assert capfd.readouterr().out == "somebody else\n"
    with pytest.raises(ValueError, match="trouble"), stdout_filter.without_solver_lines():
        raise ValueError("trouble")


def test_without_a_standard_output_nothing_is_caught(monkeypatch):
    monkeypatch.setattr(os, "dup", lambda _: (_ for _ in ()).throw(OSError("closed")))
    with stdout_filter.without_solver_lines():
        pass


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
        "Would change nothing, because that is reached already or no customer hangs on it: 'in vain' and 'slack'."
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
        np.timedelta64(5),
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


# Before and after


def changed_survey(rng, chain):
    """The same organisation later: other scores and weights, some services gone, some new."""
    kept = [service for service in chain.services.values() if rng.random() < 0.8]
    kept = [
        dataclasses.replace(service, satisfaction=Score.of(rng.randint(0, 100) / 100), quality=None)
        if rng.random() < 0.5
        else service
        for service in kept
    ]
    kept = [
        dataclasses.replace(service, weight=rng.choice([1.0, 2.0, 3.0]))
        if rng.random() < 0.2
        else service
        for service in kept
    ]
    inside = [party.id for party in chain.parties.values() if party.kind != "customer"]
    ends = [(rng.choice(inside), rng.choice(list(chain.parties))) for _ in range(rng.randint(0, 2))]
    ends.append((inside[0], chain.external_customers[0]))
    kept += [
        Service("", *pair, rng.choice(["orders", "new"]), satisfaction=Score.of(0.5))
        for pair in ends
        if pair[0] != pair[1]
    ]
    ids = service_ids((service.provider, service.customer) for service in kept)
    return ValueChain(
        chain.parties,
        [dataclasses.replace(s, id=name) for s, name in zip(kept, ids, strict=True)],
        rule=chain.rule,
    )


@pytest.mark.parametrize("seed", range(30))
def test_parts_add_up(seed):
    rng = random.Random(seed)
    for _ in range(40):
        waves = [random_chain(rng, parties=rng.randint(3, 7), services=rng.randint(2, 12))]
        waves += [changed_survey(rng, waves[0])]
        waves += [changed_survey(rng, waves[1])]
        diagnoses = [vc.diagnose(wave) for wave in waves]
        if any(diagnosis.outcome is None for diagnosis in diagnoses):
            continue
        first, second, whole = (
            vc.compare(diagnoses[i], diagnoses[j]) for i, j in ((0, 1), (1, 2), (0, 2))
        )
        for found in (first, second, whole):
            assert sum(row.part for row in found) == pytest.approx(found.change, abs=1e-9)
            for row in found:
                assert row.fate != "kept" or row.quality + row.position == pytest.approx(
                    row.part, abs=1e-12
                )
                assert row.fate == "kept" or (row.quality, row.position) == (0, 0)
            assert {row.id for row in found if row.fate != "vanished"} == set(
                found.after.chain.services
            )
            assert len(found) >= len(found.after.chain.services)
        for level in ("provider", "group"):
            one, two, both = (found.by(level) for found in (first, second, whole))
            assert sum(both.values()) == pytest.approx(whole.change, abs=1e-9)
            assert all(
                both[name] == pytest.approx(one.get(name, 0) + two.get(name, 0), abs=1e-12)
                for name in both
            )


def test_parts_are_what_the_contract_says():
    rng = random.Random(11)
    for _ in range(30):
        before = random_chain(rng, parties=5, services=8)
        after = changed_survey(rng, before)
        then, now = oracle.diagnose(before)["services"], oracle.diagnose(after)["services"]
        for row in vc.compare(before, after):
            if row.fate != "kept" or row.id_before != row.id:
                continue
            old, new = then[row.id], now[row.id]
            rise = new["own_shortfall"] - old["own_shortfall"]
            assert row.quality == pytest.approx(
                -(old["importance"] + new["importance"]) / 2 * rise, abs=1e-9
            )
            shift = new["importance"] - old["importance"]
            assert row.position == pytest.approx(
                -(old["own_shortfall"] + new["own_shortfall"]) / 2 * shift, abs=1e-9
            )


def test_services_are_matched_by_id_then_by_what_is_delivered():
    one = "teams:\n  a: {serves: {c: {delivers: bread, satisfaction: 60%}}}\ncustomers: {c: }"
    two = "teams:\n  a: {serves: {c: [{delivers: cake, satisfaction: 90%}, {delivers: bread, satisfaction: 70%}]}}\ncustomers: {c: }"
    found = vc.compare(chain_of(one), chain_of(two))
    assert {row.id: row.fate for row in found} == {"a->c#2": "kept", "a->c#1": "appeared"}
    assert found["a->c#2"].id_before == "a->c"
    back = vc.compare(chain_of(two), chain_of(one))
    assert {row.id: row.fate for row in back} == {"a->c": "kept", "a->c#1": "vanished"}
    assert [str(difference) for difference in back.differences if difference.field == "id"] == [
        "service a->c: id a->c#2 -> a->c"
    ]


def test_worse_by_itself_and_yet_it_matters_less():
    text = "teams:\n  a: {{serves: {{c: {{satisfaction: {}%, weight: {}}}}}}}\n  b: {{serves: {{c: {{satisfaction: 80%}}}}}}\ncustomers: {{c: }}"
    found = vc.compare(chain_of(text.format(60, 3)), chain_of(text.format(50, 1)))
    row = found["a->c"]
    assert row.quality < 0 < row.position
    assert row.part == pytest.approx(0.3 - 0.25)
    assert "by its own quality" in " ".join(str(found).split())
    assert "because it matters less than it did" in " ".join(str(found).split())


def test_compare_knows_what_sample_sizes_explain():
    text = "teams:\n  a: {{serves: {{c: {{satisfaction: {}}}}}}}\ncustomers: {{c: }}"

    def significant(then, now):
        found = vc.compare(chain_of(text.format(then)), chain_of(text.format(now)))
        return found.significant["a->c"], found.outcome_interval

    assert significant("60% (100 responses)", "90% (100 responses)")[0] is True
    assert significant("60% (3 responses)", "70% (3 responses)")[0] is False
    assert significant("60%", "90% (100 responses)") == (
        None,
        pytest.approx((0.23, 0.34), abs=0.02),
    )
    assert significant("60%", "90%") == (None, None)
    low, high = significant("60% (100 responses)", "70% (100 responses)")[1]
    assert low < 0.0 < high
    # the usual interval of a difference of shares
    sd = math.sqrt(0.6 * 0.4 / 100 + 0.7 * 0.3 / 100)
    assert (low, high) == (
        pytest.approx(0.1 - 1.96 * sd, abs=0.01),
        pytest.approx(0.1 + 1.96 * sd, abs=0.01),
    )


def test_a_census_is_certain():
    text = "teams:\n  a: {{serves: {{c: {{satisfaction: {}% (4 responses)}}}}}}\ncustomers: {{c: {{people: 4}}}}"
    found = vc.compare(chain_of(text.format(50)), chain_of(text.format(75)))
    assert found.significant["a->c"] is True
    assert found.outcome_interval == pytest.approx((0.25, 0.25))
    assert "more than chance" in str(found)
    too_many = chain_of(text.format(50).replace("4 responses", "5 responses"))
    with pytest.raises(vc.ModelError, match="5 responses, but 'c' only 4 people"):
        str(vc.compare(too_many, too_many))


def test_no_change_is_rarely_taken_for_one():
    """Surveys of the same organisation: of a hundred, about five look different at 95 %."""
    random_numbers = np.random.default_rng(0)
    text = "teams:\n  a: {{serves: {{c: {{scale: csat, satisfied: {}, responses: 40}}}}}}\ncustomers: {{c: }}"
    text = text.replace("{{scale", "{{satisfaction: {{scale").replace("40}}", "40}}}}")
    told = []
    for _ in range(60):
        then, now = random_numbers.binomial(40, 0.7, 2)
        told.append(
            vc.compare(chain_of(text.format(then)), chain_of(text.format(now))).significant["a->c"]
        )
    assert sum(told) <= 9


def test_a_comparison_with_what_is_not_known():
    blank = chain_of("teams:\n  a: {serves: {c: x}}\ncustomers: {c: }")
    asked = chain_of(
        "teams:\n  a: {serves: {c: {delivers: x, satisfaction: 60%}}}\ncustomers: {c: }"
    )
    found = vc.compare(blank, asked)
    assert found.change is None
    assert found.customers["c"] is None
    assert "not known before" in str(found)
    assert found.to_dict()["change"] is None
    assert found["a->c"].satisfaction is None
    with pytest.raises(vc.ArgumentError, match="slope lines need scores"):
        vc.draw(found, view="slope")
    assert vc.draw(found).texts


def test_two_chains_of_different_organisations():
    one = chain_of(
        "teams:\n  clerk: {name: Front desk, serves: {customer: x}}\ncustomers: {customer: }"
    )
    other = chain_of("teams:\n  desk: {name: front desk, serves: {guest: x}}\ncustomers: {guest: }")
    with pytest.raises(
        vc.ArgumentError, match="'front desk' is 'clerk' in one and 'desk' in the other"
    ):
        vc.compare(one, other)
    near = chain_of("teams:\n  clark: {serves: {costumer: x}}\ncustomers: {costumer: }")
    with pytest.raises(vc.ArgumentError, match="did you mean 'clerk'"):
        vc.compare(one, near)
    far = chain_of("teams:\n  x: {serves: {y: x}}\ncustomers: {y: }")
    with pytest.raises(vc.ArgumentError, match="two chains of one organisation"):
        vc.compare(one, far)


def test_a_comparison_with_a_what_if_says_what_it_would_do_where():
    found = vc.compare(TWO, vc.what_if(TWO, {"clerk->designer": 0.9}))
    assert found.change == pytest.approx(0.24)
    assert found["clerk->designer"].part == pytest.approx(0.24)
    assert found.sureness is None
    assert found["clerk->designer"].verdict_changed


def test_a_comparison_is_a_value():
    other = vc.what_if(TWO, {"clerk->designer": 0.9})
    found = vc.compare(TWO, other)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(vc.compare(TWO, other))
    assert found != 3
    assert "<Comparison" in repr(found)
    assert len(found.to_pandas()) == len(found) == 2
    with pytest.raises(vc.UnknownNameError, match="no service 'x'"):
        found["x"]


# Robustness


def at(chain, x):
    """The chain with every dependence at x."""

    def moved(dependence):
        return x * dependence if x <= 1 else dependence + (x - 1) * (1 - dependence)

    services = {
        name: dataclasses.replace(service, dependence=moved(service.dependence))
        for name, service in chain.services.items()
    }
    return dataclasses.replace(chain, services=services)


def first_of(diagnosis):
    return diagnosis.root_causes[0].id if diagnosis.root_causes else None


@pytest.mark.parametrize("seed", range(20))
def test_robustness_against_diagnoses_of_other_dependences(seed):
    rng = random.Random(seed)
    for _ in range(6):
        chain = random_chain(
            rng,
            parties=rng.randint(3, 7),
            services=rng.randint(2, 11),
            critical=rng.choice([0, 0.3]),
            scores=rng.choice([0.95, 0.6]),
        )
        found = vc.robustness(chain)
        top = 1.999 if found.diagnosis.loops else 2
        for x in [rng.uniform(1e-3, top) for _ in range(6)]:
            other = vc.diagnose(at(chain, x))
            assert told_at(found.first, x, first_of(other)), x
            for row in other.services:
                assert told_at(found[row.id].verdicts, x, row.verdict), (x, row.id)
        for spans in [found.first, *(row.verdicts for row in found)]:
            assert spans[0][0] == 0
            assert spans[-1][1] == 2
            assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))


def told_at(spans, x, expected):
    """Whether the spans say what is expected, or x lies within a millionth of an end."""
    near = any(abs(x - end) < 1e-6 for low, high, _ in spans for end in (low, high))
    return near or next(what for low, high, what in spans if low <= x <= high) == expected


def test_where_there_is_no_root_cause_there_is_no_line():
    sound = chain_of("teams: {a: {serves: {c: {satisfaction: 90%}}}}\ncustomers: {c: }")
    assert vc.diagnose(sound).first_holds is None
    assert vc.diagnose(TWO).first_holds == (pytest.approx(0.4375 / 0.8), 2.0)


def test_ends_are_exact():
    found = vc.robustness(TWO)
    row = vc.diagnose(TWO)["designer->customer"]
    (low, high), *_ = found["designer->customer"].holds
    assert found.dependence(low) == pytest.approx(row.tipping_dependence, abs=1e-7)
    assert found.dependence(high) == 1
    assert found.dependence(found.first[0][1]) == pytest.approx(0.4375, abs=1e-7)
    assert found["designer->customer"].first == ((0.0, pytest.approx(0.4375 / 0.8)),)


def test_a_short_reign_is_not_missed():
    """A root cause over a span narrower than the first pieces, found because its signs come and go."""
    chain = chain_of(
        """
dependence: 0.79
teams:
  a: {serves: {b: {quality: 60%}}}
  b: {serves: {customer: {quality: 74.9%, target: 50%}}}
customers: {customer: }
"""
    )
    found = vc.robustness(chain)
    (low, high), *_ = found["b->customer"].first
    assert low < 0.625 / 0.79 < high
    assert [name for *_, name in found.first] == ["a->b", "b->customer", "a->b"]
    words = " ".join(str(found).split())
    assert "For any dependence from 0.623 to 0.627: b->customer." in " ".join(words.split())


def test_spans_finer_than_a_millionth_are_nobodys():
    spans = [(0.0, 0.5, 1), (0.5, 0.5 + 1e-8, 2), (0.5 + 1e-8, 1.0, 1), (1.0 + 1e-8, 2.0, 3)]
    assert sweep_module._joined(spans, 2.0) == [
        (0.0, pytest.approx(1.0), 1),
        (pytest.approx(1.0), 2.0, 3),
    ]


def test_twins_share_no_end():
    """Two services that cost exactly the same at every dependence tie by id and never change places."""
    twins = chain_of(
        """
teams:
  b: {serves: {c: {satisfaction: 60%}}}
  a: {serves: {c: {satisfaction: 60%}}}
customers: {c: }
"""
    )
    found = vc.robustness(twins)
    assert found.first == ((0.0, 2.0, "a->c"),)
    assert "for any dependence" in str(vc.diagnose(twins))


def test_what_cannot_be_settled_is_not_halved_for_ever(monkeypatch):
    monkeypatch.setattr(sweep_module, "_MANY", 0)
    found = vc.robustness(TWO)
    assert found.dependence(found.first[0][1]) == pytest.approx(0.4375, abs=0.05)


def test_a_loop_is_left_out_at_full_dependence():
    chain = chain_of(
        """
teams:
  a: {serves: {b: {quality: 80%}, c: {satisfaction: 50%}}}
  b: {serves: {a: {quality: 90%}}}
customers: {c: }
"""
    )
    found = vc.robustness(chain)
    assert found.first[-1][1] == 2
    assert found["a->c"].verdicts[0][2] == "root cause"


def test_the_rule_is_tried_the_other_way_round():
    for rule, other in (("mean", "weakest"), ("weakest", "mean")):
        chain = dataclasses.replace(BOTTLENECKS, rule=rule)
        found = vc.robustness(chain)
        assert found.other_rule == other
        assert found.first_under_other_rule == first_of(
            vc.diagnose(dataclasses.replace(chain, rule=other))
        )
        assert found.depends_on_rule == (found.first_now != found.first_under_other_rule)


def test_robustness_is_a_value():
    found = vc.robustness(TWO)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(vc.robustness(TWO))
    assert found != 3
    assert "<Robustness" in repr(found)
    assert len(found) == len(list(found)) == 2
    assert set(found.to_pandas().columns) == {"verdict", "from", "to"}
    assert found.to_dict()["first"][1]["id"] == "clerk->designer"
    assert "clerk->designer: root cause for x in 0.000 to 2.000" in str(found["clerk->designer"])
    with pytest.raises(vc.UnknownNameError, match="no service 'x'"):
        found["x"]
    with pytest.raises(vc.ArgumentError, match="not a what-if"):
        vc.robustness(vc.what_if(TWO, {}))


# Promises


@pytest.mark.parametrize("seed", range(15))
def test_promises_against_the_oracle(seed):
    rng = random.Random(seed)
    for _ in range(8):
        chain = random_chain(rng, parties=5, services=8, scores=0.95)
        diagnosis = vc.diagnose(chain)
        if diagnosis.outcome is None or diagnosis.outcome > 0.95:
            continue
        target = rng.uniform(diagnosis.outcome + 0.01, 1)
        found = vc.promises(diagnosis, target)
        _, effective, *_ = oracle.read(chain)
        u = oracle.read(chain)[0]

        def outcome(own, chain=chain, effective=effective):
            return 1 - oracle.lost(chain, oracle.solve(chain, own, effective, [None] * len(own))[0])

        def lifted(rise, u=u):
            return [max(0.0, own - rise) for own in u]

        assert outcome(lifted(found.lift)) >= target - 1e-9
        assert outcome(lifted(found.lift - 1e-6)) < target
        ids = list(chain.services)
        for row in diagnosis.services:
            alone = [0.0 if name == row.id else own for name, own in zip(ids, u, strict=True)]
            assert (row.id in found.alone) == (outcome(alone) >= target - 1e-9)
            if row.id in found.alone:
                quality = found.alone[row.id]
                assert outcome(
                    [
                        1 - quality if name == row.id else own
                        for name, own in zip(ids, u, strict=True)
                    ]
                ) == pytest.approx(max(target, outcome(u)), abs=1e-8)


def test_a_promise_of_everything_hangs_on_no_rounding():
    """What a perfect service shields leaves 1e-300 of a shortfall: nothing to lift anybody for."""
    chain = chain_of(
        "teams: {a: {serves: {b: {satisfaction: 10%}}}, b: {serves: {c: {satisfaction: 100%}}}, d: {serves: {c: {satisfaction: 80%}}}}\ncustomers: {c: }"
    )
    assert vc.promises(chain, 1.0).lift == pytest.approx(0.2)


def test_promises_that_are_kept_already():
    found = vc.promises(TWO, 0.5)
    assert found.lift == 0
    assert found.alone == {}
    assert "is met" in str(found)
    assert all(row.quality == row.quality_now for row in found)


def test_promises_are_a_value():
    found = vc.promises(TWO)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(vc.promises(TWO))
    assert "<Promises" in repr(found)
    assert len(found) == len(found.to_pandas()) == 2
    assert found["clerk->designer"].quality == pytest.approx(0.6875)
    assert found.to_dict()["lift"] == pytest.approx(0.0875)
    for name in ("x", ["x"]):
        with pytest.raises(vc.UnknownNameError, match="no service that matters"):
            found[name]
    for target in (1.2, -0.1, "75%", True, math.nan):
        with pytest.raises(vc.ArgumentError, match="target="):
            vc.promises(TWO, target)
    with pytest.raises(vc.ArgumentError, match="nobody can say"):
        vc.promises(chain_of("teams:\n  a: {serves: {c: x}}\ncustomers: {c: }"))
    assert "no single service could do it alone" in str(vc.promises(BOTTLENECKS, 0.99))


@pytest.mark.parametrize("function", [vc.side_by_side, vc.frontier, vc.robustness, vc.promises])
def test_tables_need_pandas(function, monkeypatch):
    chain = dataclasses.replace(BOTTLENECKS, scenarios=[Scenario("x", (("left->middle", 1.0),))])
    found = function(chain)
    monkeypatch.setitem(sys.modules, "pandas", None)
    for value in (found, vc.plan(chain, 20), vc.compare(chain, chain)):
        with pytest.raises(vc.MissingExtraError, match=r"valuechain\[pandas\]"):
            value.to_pandas()


def test_actions_and_scenarios_made_in_python():
    service = Service("a->c", "a", "c", improve=(Action("x", 1, 0.5),))
    assert service.improve[0].service == "a->c"
    assert service.improve[0].id == "a->c: x"
    moved = dataclasses.replace(service, id="b->c", provider="b")
    assert moved.improve[0].id == "b->c: x"
    assert moved.improve[0].of("b->c") is moved.improve[0]
    assert Action("x", 1, 0.5, "own").of("b->c").named
    parties = [Party("a"), Party("c", kind="customer")]
    bad = [
        Service(
            "a->c",
            "a",
            "c",
            improve=(
                Action("", -1, 2, "z", needs=["y"]),
                Action("x\ny", math.inf, True, 3, excludes=(1,)),
            ),
        ),
    ]
    scenarios = [
        Scenario("", ()),
        Scenario("w", [("a->c", 1.0)]),
        Scenario("w", (("a->c", 3), ("a->c", True), ("a->c", "so"))),
    ]
    with pytest.raises(vc.ModelError) as caught:
        ValueChain(parties, bad, scenarios=scenarios)
    text = str(caught.value)
    for words in (
        "an action's action is empty",
        "a cost of -1",
        "a quality of 2",
        "needs is ['y']",
        "with a line break or tab",
        "a cost of inf",
        "a quality of True",
        "an action's id is 3",
        "excludes is (1,)",
        "a scenario's name is empty",
        "scenario '' sets nothing",
        "scenario 'w' is defined twice",
        "scenario 'w': a service is set twice",
        "settings are [('a->c', 1.0)]",
        "a quality of 3",
        "a quality of 'so'",
    ):
        assert words in text, words
    with pytest.raises(vc.ModelError, match="a quality of 1e-80"):
        ValueChain(
            parties, [Service("a->c", "a", "c")], scenarios=[Scenario("x", (("a->c", 1e-80),))]
        )
    for settings in (None, (("a->c",),), ((["u"], 0.5),), ((None, 0.5),)):
        with pytest.raises(vc.ModelError, match="settings are"):
            ValueChain(parties, [Service("a->c", "a", "c")], scenarios=[Scenario("x", settings)])
        with pytest.raises(vc.ModelError, match="settings are"):
            vc.what_if(TWO, Scenario("x", settings))
    with pytest.raises(vc.ModelError, match="names an action twice"):
        ValueChain(
            parties, [Service("a->c", "a", "c", improve=(Action("x", 1, 0.5, needs=("y", "y")),))]
        )
    with pytest.raises(vc.ModelError, match="which YAML keeps for itself"):
        ValueChain(parties, [Service("a->c", "a", "c", improve=(Action("<<", 1, 0.5),))])
    for improve in ([Action("x", 1, 0.5)], ("x",), "x"):
        with pytest.raises(vc.ModelError, match="a tuple of Action values"):
            ValueChain(parties, [Service("a->c", "a", "c", improve=improve)])
    with pytest.raises(vc.ArgumentError, match="takes Scenario values with a text as name"):
        ValueChain(parties, [Service("a->c", "a", "c")], scenarios=["x"])
    with pytest.raises(vc.ArgumentError, match="are their names"):
        ValueChain(
            parties, [Service("a->c", "a", "c")], scenarios={"y": Scenario("x", (("a->c", 1.0),))}
        )
    with pytest.raises(vc.ModelError, match="a quality of 1e-80"):
        ValueChain(parties, [Service("a->c", "a", "c", improve=(Action("x", 1, 1e-80),))])
