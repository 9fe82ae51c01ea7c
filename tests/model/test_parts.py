"""Tests of `model.parts`: who, and who serves whom: the party and the service."""

import dataclasses

import pytest

import valuechain as vc
from helpers.parts import AC, A, C, problems
from valuechain import Party, Score


@pytest.mark.parametrize(
    ("service", "message"),
    [
        (dataclasses.replace(AC, weight=0), "weight of 0"),
        (dataclasses.replace(AC, weight=float("inf")), "weight of inf"),
        (dataclasses.replace(AC, weight=True), "weight of True"),
        (dataclasses.replace(AC, dependence=1.5), "dependence of 1.5"),
        (dataclasses.replace(AC, dependence=float("nan")), "dependence of nan"),
        (dataclasses.replace(AC, target="75%"), "target of '75%'"),
        (dataclasses.replace(AC, critical="yes"), "critical is 'yes'"),
        (dataclasses.replace(AC, delivers=None), "delivers is None"),
        (dataclasses.replace(AC, satisfaction=0.8), "make it with Score"),
        (dataclasses.replace(AC, satisfaction=Score(0.5, "80%")), "make it with Score"),
        (dataclasses.replace(AC, satisfaction=Score(0.5, "good")), "make it with Score"),
        (dataclasses.replace(AC, satisfaction=Score(0.5, 5)), "make it with Score"),
        (
            dataclasses.replace(AC, satisfaction=Score.of(1), quality=Score.of(1)),
            "'satisfaction' beside 'quality'",
        ),
        (dataclasses.replace(AC, id="other"), "it is 'a->c'"),
        (dataclasses.replace(AC, id="a->d", customer="d"), "no party 'd'"),
        (
            dataclasses.replace(AC, id="c->a", provider="c", customer="a"),
            "external customer 'c' serves 'a'",
        ),
        (dataclasses.replace(AC, id="a->a", customer="a"), "serves itself"),
    ],
)
def test_services_that_are_none(service, message):
    (problem,) = problems([A, C], [service])
    assert message in problem


@pytest.mark.parametrize(
    ("party", "message"),
    [
        (Party(""), "needs an id"),
        (Party("a b "), "white space"),
        (Party("b", kind="boss"), "no kind 'boss'"),
        (Party("b", people=0), "0 people"),
        (Party("b", people=1.5), "1.5 people"),
        (Party("b", share=-1), "share of -1"),
        (Party("b", share=5), "only external customers"),
        (Party("b", kind="customer", share=10**400), "share of 1000"),
        (Party("b", people=10**10), "999,999,999"),
        (Party("b", group=None), "group is None"),
        (A, "defined twice"),
    ],
)
def test_parties_that_are_none(party, message):
    assert any(message in problem for problem in problems([A, party, C], [AC]))


def test_a_column_hint():
    chain = vc.loads(
        "{valuechain: 1, suppliers: {s: {column: 2, serves: {c: x}}}, customers: {c: }}"
    )
    assert chain.parties["s"].column == 2
    assert vc.loads(vc.dumps(chain)) == chain
    assert vc.ValueChain.from_networkx(chain.graph) == chain
    with pytest.raises(vc.ModelError) as caught:
        vc.ValueChain(
            [
                vc.Party("a", column=0),
                vc.Party("c", kind="customer", column=1),
                vc.Party("d", kind="customer", column=True),
            ],
            [vc.Service("a->c", "a", "c")],
        )
    said = [problem.message for problem in caught.value.problems]
    assert said == [
        "party 'a': a column of 0",
        "party 'c': a column of 1",
        "party 'd': a column of True",
    ]
