"""Tests of `model.actions`: what can be done about a service: actions, what each costs and the quality it reaches."""

import dataclasses
import itertools
import math
import random

import pytest

import valuechain as vc
from helpers.decisions import TWO
from valuechain import Action, Party, Scenario, Service, ValueChain
from valuechain.model.action_rules import broken_plans, listed_few


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


def chain_of(*improve):
    """A chain with a service for each of these lists of actions."""
    names = [f"t{i}" for i in range(len(improve))]
    services = [
        Service(f"{name}->c", name, "c", improve=tuple(some))
        for name, some in zip(names, improve, strict=True)
    ]
    return ValueChain([*map(Party, names), Party("c", kind="customer")], services)


@pytest.mark.parametrize("seed", range(4))
def test_what_can_never_be_done_is_what_no_set_of_actions_allows(seed):
    """All that an action needs, done together: one of a service, and none excludes another."""
    rng, met = random.Random(seed), 0
    for _ in range(60):
        ids = [f"x{i}" for i in range(rng.randint(2, 6))]
        owner = {name: rng.randrange(3) for name in ids}
        needs = {
            name: tuple(each for each in ids[:i] if rng.random() < 0.4)
            for i, name in enumerate(ids)
        }
        excludes = {
            name: tuple(each for each in ids if each != name and rng.random() < 0.15)
            for name in ids
        }
        lists = [
            [
                Action(name, 1, 0.5, name, needs[name], excludes[name])
                for name in ids
                if owner[name] == at
            ]
            for at in range(3)
        ]
        together = {}
        for name in ids:  # what they need stands before
            together[name] = {name}.union(*(together[each] for each in needs[name]))
        bad = {
            name
            for name, some in together.items()
            if needs[name]
            and any(
                owner[one] == owner[other] or one in excludes[other]
                for one, other in itertools.permutations(some, 2)
            )
        }
        first = {name for name in bad if not bad & set(needs[name])}
        told = set()
        try:
            chain_of(*lists)
        except vc.ModelError as error:
            told = {each.message.partition("' can never be done")[0] for each in error.problems}
        assert told == {f"action '{name}" for name in first}
        met += bool(first)
    assert 10 < met < 55


@pytest.mark.parametrize(
    ("named", "refused", "may"),
    [
        ("x", ["x"], True),
        ("a->b: x", ["x"], True),
        ("x", ["y", "x"], True),
        ("ax", ["x"], False),
        ("a->b: y", ["x"], False),
        ("y", ["", "x"], True),
        ("y", [""], True),
        ("y", [], False),
    ],
)
def test_a_name_may_be_that_of_an_action_that_was_refused(named, refused, may):
    services = [Service("t0->c", "t0", "c", improve=(Action("own", 1, 0.5, needs=(named,)),))]
    assert (not [*broken_plans(services, (), refused)]) == may


@pytest.mark.parametrize(("count", "more"), [(1, ""), (5, ""), (6, ", ..."), (7, ", ...")])
def test_five_names_are_listed(count, more):
    names = [f"n{i}" for i in range(count)]
    assert listed_few(names) == ", ".join(f"'{name}'" for name in names[:5]) + more


def test_wrong_actions_are_told_of_every_service_and_wrong_ids_of_every_setting():
    services = [
        Service("a->c", "a", "c", improve="x"),
        Service("b->c", "b", "c", improve=(Action("", 1, 0.5),)),
    ]
    with pytest.raises(vc.ModelError) as caught:
        ValueChain([Party("a"), Party("b"), Party("c", kind="customer")], services)
    told = [problem.message.partition(":")[0] for problem in caught.value.problems]
    assert list(dict.fromkeys(told)) == ["service 'a->c'", "service 'b->c'"]
    mixed = Scenario("s", (("a->c", 0.5), (3, 0.5)))
    with pytest.raises(vc.ModelError, match="settings are") as caught:
        ValueChain(
            [Party("a"), Party("c", kind="customer")],
            [Service("a->c", "a", "c")],
            scenarios=[mixed],
        )
    assert caught.value.problems[0].hint == "service ids are texts"


@pytest.mark.parametrize(("quality", "futile"), [(0.69, True), (0.7, True), (0.71, False)])
def test_an_action_that_reaches_what_is_so_already_is_worth_a_look(quality, futile):
    service = Service(
        "a->c", "a", "c", satisfaction=vc.Score.of(0.7), improve=(Action("x", 1, quality),)
    )
    unknown = Service("b->c", "b", "c", improve=(Action("y", 1, 0.1),))
    parties = [Party("a"), Party("b"), Party("c", kind="customer")]
    told = [str(each) for each in ValueChain(parties, [service, unknown]).warnings]
    assert any("'x' reaches no more" in each for each in told) == futile
    assert not any("'y'" in each for each in told)
