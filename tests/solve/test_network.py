"""Tests of `solve.network`: in which order a network can be solved: loops found, everything else in levels."""

import random

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from helpers.compared import differences
from valuechain.solve import network


@pytest.fixture
def numpy_levels(monkeypatch):
    """Solve small chains level by level in numpy too: the plain lists are for long thin chains."""
    monkeypatch.setattr(network, "NARROW", 0)


@pytest.mark.usefixtures("numpy_levels")
@pytest.mark.parametrize("seed", range(20))
def test_levels_in_numpy(seed):
    rng = random.Random(1000 + seed)
    for _ in range(25):
        assert not differences(
            random_chain(rng, parties=rng.randint(3, 7), services=rng.randint(1, 14))
        )


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e200, 1e308])
def test_weights_of_any_scale_are_shares(scale):
    ends = np.array([0, 1, 0]), np.array([2, 2, 1])
    none = np.full(3, np.inf), np.zeros(3, dtype=bool)
    found = network.arrange(np.arange(3), ends, np.array([0.25, 0.75, 0.5]) * scale, *none)
    assert sorted(found.weight) == pytest.approx([0.25, 0.75, 1.0])


def test_loops_of_two_one_after_the_other_are_solved_one_after_the_other():
    """By quality alone, so that what the first passes on goes round in the second, too."""
    dependence, own = 0.8, {"ab": 0.1, "ba": 0.2, "bc": 0.15, "cd": 0.05, "dc": 0.25, "dx": 0.1}
    ids = [f"{name[0]}->{name[1]}" for name in own]
    parties = [vc.Party(name) for name in "abcd"] + [vc.Party("x", kind="customer")]
    services = [
        vc.Service(each, each[0], each[-1], quality=vc.Score.of(1 - lacks))
        for each, lacks in zip(ids, own.values(), strict=True)
    ]
    lacks = dict.fromkeys("abcdx", 0.0)
    for _ in range(2000):
        for party in lacks:
            got = [own[name] + dependence * lacks[name[0]] for name in own if name[1] == party]
            lacks[party] = sum(got) / len(got) if got else 0.0
    diagnosis = vc.diagnose(vc.ValueChain(parties, services))
    assert diagnosis.received == pytest.approx({name: 1 - part for name, part in lacks.items()})
