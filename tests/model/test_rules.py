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


def test_a_loop_of_total_dependence_behind_other_total_services():
    services = [("a", "b", 1), ("c", "b", 1), ("b", "d", 1), ("d", "b", 0.5), ("d", "z", 1)]
    parties = [Party(i, kind="customer" if i == "z" else "team") for i in "abcdz"]
    assert ValueChain(parties, [Service(f"{p}->{c}", p, c, dependence=d) for p, c, d in services])
    total = [Service(f"{p}->{c}", p, c, dependence=1) for p, c, _ in services]
    (problem,) = problems(parties, total)
    assert "the loop" in problem
