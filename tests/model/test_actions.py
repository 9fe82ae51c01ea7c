"""Tests of `model.actions`: what can be done about a service: actions, what each costs and the quality it reaches."""

import dataclasses
import math

import pytest

import valuechain as vc
from helpers.decisions import TWO
from valuechain import Action, Party, Scenario, Service, ValueChain


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


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        ("a", "its services are 'a->c'"),
        ("x->c", "there are 2: 'x->c#1' to 'x->c#2'"),
        ("a->d", "did you mean"),
        ("zzz", "services are named"),
    ],
)
def test_a_scenario_that_names_no_service_says_what_there_is(named, hint):
    parties = [vc.Party("a"), vc.Party("x"), vc.Party("c", kind="customer")]
    services = [
        vc.Service("a->c", "a", "c"),
        vc.Service("x->c#1", "x", "c", "one"),
        vc.Service("x->c#2", "x", "c", "two"),
    ]
    with pytest.raises(vc.ModelError) as caught:
        vc.ValueChain(parties, services, scenarios=[vc.Scenario("s", ((named, 0.5),))])
    (problem,) = caught.value.problems
    assert hint in problem.hint
