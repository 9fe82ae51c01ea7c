"""Tests of `analysis.deciding`: what decides whose doing a weak link is?"""

import random

import pytest

import oracle
import valuechain as vc
from chains import random_chain
from valuechain.analysis import deciding as module


def upstream(chain, party, *, whole=False):
    """The unmeasured services that lead to a party; else with nothing observed on the way."""
    every = chain.services.values()
    open_ = [s for s in every if whole or not s.satisfaction or s.criticality is not None]
    met = {party}
    while more := {s.provider for s in open_ if s.customer in met} - met:
        met |= more
    return {s.id for s in chain.services.values() if s.customer in met and not oracle.measured(s)}


def expected(chain, row):
    """Those that change what its provider lacks, those that change most first; else all upstream."""
    changes = {name: abs(by) for name, by in oracle.deciding(chain)[row.id].items()}
    found = upstream(chain, row.provider) or upstream(chain, row.provider, whole=True)
    if any(changes[name] > oracle.EPS for name in found):
        found = {name for name in found if changes[name] > oracle.EPS}
    return tuple(sorted(found, key=lambda name: (-round(changes[name], 9), name)))


@pytest.mark.parametrize("at_once", [1, 2, 256])
def test_those_that_change_most_come_first(at_once, monkeypatch):
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    told = 0
    for seed in range(150):
        rng = random.Random(seed)
        chain = random_chain(
            rng, parties=rng.randint(3, 6), services=rng.randint(4, 12), scores=0.75
        )
        for row in vc.diagnose(chain).services:
            if row.verdict == "undecided":
                assert row.decided_by == expected(chain, row), (seed, row.id)
                told += len(row.decided_by) > 1
    assert told


@pytest.mark.parametrize("seed", [304, 721, 861, 1118])
def test_what_returns_may_hang_on_what_comes_before_what_was_observed(seed):
    """Every way to its provider was observed; what of its own returns to it hangs on others."""
    rng = random.Random(seed)
    chain = random_chain(rng, parties=rng.randint(3, 6), services=rng.randint(4, 12), scores=0.75)
    rows = [row for row in vc.diagnose(chain).services if row.verdict == "undecided"]
    returning = [row for row in rows if not upstream(chain, row.provider)]
    assert returning
    for row in returning:
        assert row.decided_by == expected(chain, row) != ()
