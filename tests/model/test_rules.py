"""Tests of `model.rules`: what makes parties and services a chain: the rules that hold however the chain was made."""

import re

import pytest

import valuechain as vc
from helpers.parts import problems
from valuechain import Party, Service, ValueChain

# What few files have.


def test_every_total_loop_is_named_once():
    """Also one that begins on the way to another."""
    ends = ["ab", "bc", "cb", "bd", "da", "xz", "az"]
    parties = [vc.Party(name) for name in "abcdx"] + [vc.Party("z", kind="customer")]
    services = [vc.Service(f"{p}->{c}", p, c, dependence=1.0) for p, c in ends]
    with pytest.raises(vc.ModelError) as caught:
        vc.ValueChain(parties, services)
    (problem,) = caught.value.problems  # a, b and d close a loop too, but b is in one that is named
    assert "the loop b -> c -> b depends on itself" in problem.message
    loops = [*ends, "xd", "dx"]
    services = [vc.Service(f"{p}->{c}", p, c, dependence=1.0) for p, c in loops]
    with pytest.raises(vc.ModelError) as caught:
        vc.ValueChain(parties, services)
    found = [
        re.findall(r"\b[a-z]\b", p.message.split(" depends")[0]) for p in caught.value.problems
    ]
    assert [set(loop) for loop in found] == [{"b", "c"}, {"d", "x"}]
    assert all(loop[0] == loop[-1] for loop in found)


ENDS = ("ab", "cb", "bd", "db", "dz")


def total(ends=ENDS, critical=(), below=()):
    """Services of dependence 1, but for those below."""
    return [
        Service(
            f"{p}->{c}", p, c, dependence=1 - 0.5 * (p + c in below), critical=p + c in critical
        )
        for p, c in ends
    ]


PARTIES = [Party(i, kind="customer" if i == "z" else "team") for i in "abcdz"]


def test_a_loop_of_total_dependence_that_also_receives_from_outside_has_one_answer():
    chain = ValueChain(PARTIES, total())
    assert vc.diagnose(chain).outcome is None  # nothing is measured
    assert ValueChain(PARTIES, total(below=("db",)))


def test_a_loop_is_total_where_everyone_in_it_is_held_by_the_others():
    for services in (total(("bd", "db", "dz")), total(critical=("db",))):
        (problem,) = problems(PARTIES, services)
        assert "the loop" in problem
        assert "depends on itself completely" in problem
    (problem,) = problems(PARTIES, total(), rule="weakest")
    assert "the loop" in problem
    assert ValueChain(PARTIES, total(critical=("ab",)))
    assert ValueChain(PARTIES, total(critical=("db",), below=("db",)))


def test_what_is_reachable_is_at_least_the_target():
    services = [Service("a->z", "a", "z", target=0.8, reachable=0.7)]
    (problem,) = problems(PARTIES, services)
    assert "service 'a->z': reachable, 70%, lies below its target of 80%" in problem
    (problem,) = problems(PARTIES, total(), reachable=0.6)
    assert "reachable, 60%, lies below the target of 75%" in problem
    aiming_high = ValueChain(PARTIES, [Service("a->z", "a", "z", target=0.95)])
    assert any("only 90% is taken to be reachable" in said for said in aiming_high.warnings)
