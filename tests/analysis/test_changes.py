"""Tests of `analysis.changes`: what does a change of services change at the end?"""

import random
from itertools import pairwise

import numpy as np
import pytest

import valuechain as vc
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis import changes as module
from valuechain.analysis.changes import Cases, rises_at_the_end
from valuechain.solve.forward import shortfalls


def wide_chain(seed):
    """So many services a level that it is no long thin chain; some of them are critical."""
    rng = random.Random(seed)
    levels = [[f"p{level}-{i}" for i in range(9)] for level in range(3)] + [["y", "z"]]
    services = [
        Service(
            f"{a}->{b}", a, b, quality=Score.of(rng.uniform(0.4, 0.9)), critical=rng.random() < 0.1
        )
        for before, after in pairwise(levels)
        for a in before
        for b in after
    ]
    parties = [
        Party(name, kind="customer" if name in "yz" else "team")
        for level in levels
        for name in level
    ]
    return ValueChain(parties, services)


@pytest.mark.parametrize(
    "limits",
    [{}, {"_LARGE": 0}, {"_CASES": 1}, {"_CASES": 7}, {"_NUMBERS": 1000}, {"_NUMBERS": 1}],
    ids=str,
)
def test_many_cases_at_once_are_each_solved_anew(limits, monkeypatch):
    for name, value in limits.items():
        monkeypatch.setattr(module, name, value)
    changes = vc.diagnose(wide_chain(1)).solution.changes
    reading = changes.reading
    assert not reading.network.narrow
    chosen = np.random.default_rng(2).permutation(len(reading.own))[:40]
    own = np.linspace(0.0, 1.0, len(chosen))
    found = rises_at_the_end(reading, changes.seed, Cases.single(chosen, own))
    for service, u, rise in zip(chosen, own, found, strict=True):
        other = reading.own.copy()
        other[service] = u
        after = shortfalls(reading.network, other, reading.effective).received
        assert rise == pytest.approx(changes.seed @ (after - reading.received), abs=1e-14)


def test_a_case_in_which_nothing_changes_changes_nothing():
    changes = vc.diagnose(wide_chain(1)).solution.changes
    cases = Cases(3, np.array([1]), np.array([0]), np.array([1.0]))
    rises = rises_at_the_end(changes.reading, changes.seed, cases)
    assert (rises > 0).tolist() == [False, True, False]
    assert rises[[0, 2]].tolist() == [0.0, 0.0]
