"""The rule of Functional Dependency Network Analysis: published values, and what follows from a bound."""

import dataclasses
import random
from itertools import pairwise

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain import Party, Score, Service, ValueChain


def fed(*feeders):
    """A customer fed by parties of some operability P, with (P, dependence a, criticality b) of each."""
    parties, services = [Party("j", kind="customer")], []
    for number, (operability, dependence, criticality) in enumerate(feeders):
        source, feeder = f"s{number}", f"i{number}"
        parties += [Party(source, kind="supplier"), Party(feeder)]
        services += [
            Service(f"{source}->{feeder}", source, feeder, quality=Score.of(operability)),
            Service(f"{feeder}->j", feeder, "j", dependence=dependence, criticality=criticality),
        ]
    return ValueChain(parties, services, rule="fdna")


# Garvey & Pinto 2009.


@pytest.mark.parametrize(
    ("operability", "left"), [(0, 0.05), (0.2, 0.25), (0.5, 0.55), (0.8, 0.82), (1, 1)]
)
def test_one_feeder_as_published(operability, left):
    assert vc.diagnose(fed((operability, 0.9, 0.05))).outcome == pytest.approx(left, abs=1e-12)


def test_two_feeders_as_published():
    found = vc.diagnose(fed((0.6, 0.85, 0.1), (0.9, 0.45, 0.4)))
    assert found.outcome == pytest.approx(0.70, abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_the_formula_by_hand(seed):
    """P_j = min(mean_i(a_ij P_i + 1 - a_ij), min_i(P_i + b_ij)), party by party down a tree."""
    draw = random.Random(seed)
    feeders = []
    for _ in range(draw.randint(1, 5)):
        depends = draw.random()
        feeders.append((draw.random(), depends, draw.random() * (1 - depends)))
    mean = np.mean([a * p + 1 - a for p, a, _ in feeders])
    bound = min(p + b for p, _, b in feeders)
    assert vc.diagnose(fed(*feeders)).outcome == pytest.approx(min(mean, bound), abs=1e-12)


# What follows.


def test_a_service_bounds_by_its_own_failing_too():
    """A supplier whom nobody serves is as good as what it delivers."""
    chain = vc.loads(
        "{valuechain: 1, rule: fdna, suppliers: {s: {serves: {c: {quality: 20%, criticality: 5%}}},"
        " t: {serves: {c: {quality: 100%, weight: 9}}}}, customers: {c: }}"
    )
    assert vc.diagnose(chain).outcome == pytest.approx(0.25)


def test_parts_add_up_and_more_may_be_won_than_a_part():
    """S and t each make half of what i lacks; c is spared 10 points of it, once."""
    chain = vc.loads(
        "{valuechain: 1, rule: fdna, dependence: 0.5, suppliers: {s: {serves: {i: {quality: 60%}}},"
        " t: {serves: {i: {quality: 60%}}}}, teams: {i: {serves: {c: {criticality: 10%}}}}, customers: {c: }}"
    )
    found = vc.diagnose(chain)
    assert found.outcome == pytest.approx(0.7)
    assert [found[name].contribution for name in ("s->i", "t->i")] == pytest.approx([0.15, 0.15])
    assert [found[name].potential for name in ("s->i", "t->i")] == pytest.approx([0.2, 0.2])
    assert [found[name].importance for name in ("s->i", "t->i")] == pytest.approx([0.5, 0.5])


def test_a_gain_above_the_part_is_explained():
    chain = vc.loads(
        "{valuechain: 1, rule: fdna, dependence: 0.5, reachable: 100%, suppliers: {s: {serves: {i: {quality: 60%}}},"
        " t: {serves: {i: {quality: 60%}}}}, teams: {i: {serves: {c: {criticality: 10%}}}}, customers: {c: }}"
    )
    told = " ".join(str(vc.diagnose(chain).details).split())
    assert (
        "It costs the customers 15 points, and wins 20 points if it is mended first: what" in told
    )


@pytest.mark.parametrize("seed", range(40))
def test_plans_and_promises_see_what_bounds_pass_on(seed):
    """Also past a dependence of 0, and where a service wins more than its part."""
    rng = random.Random(seed)
    chain = random_chain(rng, parties=5, services=7, rule="fdna", scores=0.9)
    zero = {name: rng.choice([0.0, 0.5]) for name in chain.services}
    services = [
        dataclasses.replace(
            service,
            dependence=zero[service.id] if rng.random() < 0.5 else service.dependence,
            improve=(vc.Action("better", 1, 1.0),) if service.score else (),
        )
        for service in chain.services.values()
    ]
    chain = ValueChain(chain.parties.values(), services, rule="fdna")
    diagnosis = vc.diagnose(chain)
    if diagnosis.outcome is None:
        return
    wins = {
        row.id: vc.what_if(diagnosis, {row.id: 1.0}).change
        for row in diagnosis.services
        if chain.services[row.id].score
    }
    idle = {action.service for action in vc.frontier(diagnosis).idle}
    assert all(wins[name] < 1e-9 for name in idle)
    best = max(wins.values())
    assert vc.plan(diagnosis, 1).gain == pytest.approx(best, abs=1e-6)
    need = 0.6 * best
    if need > 1e-6:
        found = vc.promises(diagnosis, diagnosis.outcome + need)
        assert set(found.alone) == {name for name, won in wins.items() if won >= need - 1e-9}


def test_without_criticalities_it_is_the_mean():
    chain = vc.example("hospital")
    mean, other = vc.diagnose(chain), vc.diagnose(dataclasses.replace(chain, rule="fdna"))
    assert other.to_dict() == mean.to_dict()


def test_bounds_round_a_loop_lose_their_allowances():
    """A and b would hold each other down for ever, did each not leave the other 10 points."""
    chain = vc.loads(
        "{valuechain: 1, rule: fdna, dependence: 0.5, suppliers: {s: {serves: {a: {quality: 20%}}}}, teams: {"
        "a: {serves: {b: {criticality: 10%}, c: {criticality: 0}}}, b: {serves: {a: {criticality: 10%}}}},"
        " customers: {c: }}"
    )
    received = vc.diagnose(chain).received
    lacks = {party: 1 - received[party] for party in "abc"}
    mean = (0.8 + 0.5 * lacks["b"]) / 2
    assert lacks["a"] == pytest.approx(max(mean, lacks["b"] - 0.1))
    assert lacks["b"] == pytest.approx(lacks["a"] - 0.1)
    assert lacks["c"] == pytest.approx(lacks["a"])


def test_large_loops_with_bounds_are_solved_by_iteration_and_by_matrices(monkeypatch):
    """180 parties round a circle, each held down by the one before it: the same either way."""
    names = [f"t{number}" for number in range(180)]
    services = [
        Service(
            f"{one}->{other}", one, other, quality=Score.of(0.99), dependence=0.5, criticality=0.02
        )
        for one, other in pairwise([*names, names[0]])
    ]
    services += [
        Service("s->t0", "s", "t0", quality=Score.of(0.0), weight=9.0),
        Service("t90->c", "t90", "c", dependence=0.5, criticality=0.0),
    ]
    parties = [*map(Party, names), Party("s", kind="supplier"), Party("c", kind="customer")]
    chain = ValueChain(parties, services, rule="fdna")
    iterated = vc.diagnose(chain)
    monkeypatch.setattr("valuechain.solve.loops.DIRECT", 1000)
    direct = vc.diagnose(chain)
    assert iterated.received == pytest.approx(direct.received, abs=1e-10)
    assert iterated.outcome == pytest.approx(1 - iterated_by_hand(chain)["c"], abs=1e-10)


def iterated_by_hand(chain):
    """The least solution, from below."""
    lacks = dict.fromkeys(chain.parties, 0.0)
    for _ in range(3000):
        new = {}
        for party in lacks:
            into = [each for each in chain.services.values() if each.customer == party]
            found = [
                1 - each.quality.value + each.dependence * lacks[each.provider]
                if each.quality
                else each.dependence * lacks[each.provider]
                for each in into
            ]
            total = sum(each.weight for each in into)
            mean = sum(each.weight * x for each, x in zip(into, found, strict=True)) / (total or 1)
            bounds = [
                max(x, lacks[each.provider]) - each.criticality
                for each, x in zip(into, found, strict=True)
                if each.criticality is not None
            ]
            new[party] = min(1.0, max([mean, *bounds]))
        lacks = new
    return lacks


def test_a_slope_is_not_told_from_scores_under_it():
    chain = fed((0.6, 0.85, 0.1), (0.9, 0.45, 0.4))
    with pytest.raises(vc.ModelError, match="'i0->j' and 1 more has a criticality") as caught:
        vc.estimate_dependence(chain)
    assert "write 'rule: mean'" in caught.value.problems[0].hint
