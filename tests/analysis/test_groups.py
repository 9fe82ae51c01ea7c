"""Tests of `analysis.groups`: what do services win the customers together?"""

import random

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain.analysis import changes
from valuechain.questions import steps


@pytest.mark.parametrize("seed", range(20))
def test_the_best_of_many_are_those_of_all(seed, monkeypatch):
    """Where solving all takes long, only those that may be first are solved."""
    monkeypatch.setattr(steps, "_FEW", 1)
    rng = random.Random(seed)
    for critical in (0.0, 0.4):
        chain = random_chain(rng, parties=9, services=40, critical=critical, scores=1.0)
        whole = vc.diagnose(chain)
        first = [step.id for step in whole.links.first]
        gains = [step.gain for step in whole.steps]
        monkeypatch.setattr(changes, "FREELY", 3)
        large = vc.diagnose(chain)
        assert [step.id for step in large.links.first] == first
        best = [step.gain for step in large.best_steps]
        assert best == pytest.approx(gains[: len(best)]) or critical
        assert best[0] == pytest.approx(gains[0])
        monkeypatch.undo()
        monkeypatch.setattr(steps, "_FEW", 1)


def test_groups_without_a_name_or_a_score_are_none():
    chain = random_chain(random.Random(3), parties=8, services=20, scores=0.5)
    diagnosis = vc.diagnose(chain)
    groups = {party.group for party in chain.parties.values()} - {""}
    assert {step.group for step in diagnosis.departments} <= groups
    told = [service for step in diagnosis.steps for service in step.services]
    assert sorted(told) == sorted(set(chain.services) - set(diagnosis.unmeasured))
    order = diagnosis.links.groups.everyone
    assert np.array_equal(order, np.arange(len(diagnosis.steps)))
