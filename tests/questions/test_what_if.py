"""Tests of `questions.what_if`: what if? The diagnosis of a chain in which the own quality of some services is otherwise."""

import dataclasses
import pickle
import random

import numpy as np
import pytest

import oracle
import valuechain as vc
from chains import random_chain, with_scenarios
from helpers.decisions import TWO, chain_of
from valuechain import Scenario


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
                told = found.received[party]
                assert told is None or told == pytest.approx(1 - lacks, abs=1e-9)
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
            perfect = vc.what_if(diagnosis, {row.id: 1.0}).change
            assert perfect == pytest.approx(row.potential, abs=1e-9)
            reached = vc.what_if(diagnosis, {row.id: "reachable"}).change
            assert reached == pytest.approx(row.gain, abs=1e-9)
            assert vc.what_if(diagnosis, {row.id: "failed"}).change == pytest.approx(
                -row.loss_if_failed, abs=1e-9
            )


def test_a_party_is_all_that_it_delivers():
    rng = random.Random(12)
    for _ in range(40):
        diagnosis = vc.diagnose(random_chain(rng, parties=5, services=9, scores=1.0))
        for team in diagnosis.teams:
            found = vc.what_if(diagnosis, {team.provider: "reachable"})
            assert found.change == pytest.approx(team.gain, abs=1e-9)
            assert dict(found.settings) == dict.fromkeys(team.services, "reachable")
            single = vc.what_if(diagnosis, dict.fromkeys(team.services, "reachable"))
            assert found.outcome == single.outcome
            together = vc.side_by_side(diagnosis, {"x": {team.provider: "reachable"}})
            assert together.changes["x"] == pytest.approx(team.gain, abs=1e-9)


def test_who_is_set_twice_or_serves_nobody():
    with pytest.raises(vc.ModelError, match="both 'clerk' and 'clerk->designer', which is one of"):
        vc.what_if(TWO, {"clerk": 0.9, "clerk->designer": 0.8})
    with pytest.raises(vc.ModelError, match="'customer' serves nobody: set a service, or a party"):
        vc.what_if(TWO, {"customer": 0.9})


def test_what_is_as_good_already_is_said():
    """The delivery is at 97 % by itself: its target of 75 % changes nothing, what it lacks is passed on."""
    found = vc.what_if(TWO, {"designer->customer": "target"})
    assert found.change == 0
    assert found.reached_already == ("designer->customer",)
    assert "designer -> customer (97 %) is as good by itself already" in found.answer
    assert vc.what_if(TWO, {"designer": "reachable"}).reached_already == ("designer->customer",)
    assert vc.what_if(TWO, {"clerk": "reachable"}).reached_already == ()
    both = chain_of(
        "teams:\n  a: {serves: {b: {satisfaction: 95%}, c: {satisfaction: 96%}}}\n  b: {serves: {c: {satisfaction: 50%}}}\ncustomers: {c: }"
    )
    several = vc.what_if(both, {"a": "target"})
    assert "a -> b (95 %) and a -> c (96 %) are as good by themselves already" in several.answer


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
    assert repr(second).startswith("<WhatIf '': designer->customer 100%, change +0.0")


def test_what_was_undecided_stays_so_whatever_is_supposed():
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
    # What was answered was answered while nobody knew what u delivers: that stays undecided.
    assert known["b->customer"].verdict == "undecided"
    assert not known.upper_bound
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
            ["'clerk->designer': a quality of 1.2", "no service 'x'", "a quality of True"],
        ),
        (
            {"clerk->designer": "perfect"},
            ["'perfect' is no quality: write 90% or 4.5/5, target, reachable or failed"],
        ),
        ({3: 0.4}, ["no service '3'"]),
        ({"clerk->designer": None}, ["a quality of None"]),
        ({"clerk->designer": np.True_}, [f"a quality of {np.True_!r}"]),
        ({"clerk->designer": 10**400}, ["a quality of 1000"]),
        ({"clerk->designer": "90% (3 responses)"}, ["is a score that was asked"]),
        ({"clerk->designer": "faild"}, ["did you mean 'failed'?"]),
        ({"clerk->designer": " "}, ["write 90% or 4.5/5, target, reachable or failed"]),
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
