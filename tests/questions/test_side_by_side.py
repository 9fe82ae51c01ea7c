"""Tests of `questions.side_by_side`: what if, many times? Scenarios side by side: the outcome and every external customer in each of them."""

import dataclasses
import pickle
import random

import pytest

import oracle
import valuechain as vc
from chains import random_chain, with_scenarios
from helpers.decisions import TWO
from valuechain.questions import side_by_side as scenarios_module
from valuechain.solve import network as arrangement


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
