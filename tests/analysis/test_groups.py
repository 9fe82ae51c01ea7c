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
        for count in (3, 20):
            head = [step.gain for step in large.steps[:count]]
            assert head == pytest.approx(gains[:count], abs=1e-12)
        best = [step.gain for step in large.best_steps]
        assert best == pytest.approx(gains[: len(best)]) or critical
        assert best[0] == pytest.approx(gains[0])
        monkeypatch.undo()
        monkeypatch.setattr(steps, "_FEW", 1)


def test_the_head_of_a_ranking_is_that_of_the_whole():
    chain = random_chain(random.Random(3), parties=30, services=300, critical=0, rule="mean")
    steps_of = vc.diagnose(chain).steps
    count = len(steps_of)
    assert count > steps._FEW
    head = steps_of[:20], steps_of[5], steps_of[3:9:2], steps_of[:0], steps_of[count:]
    assert "ranked" not in vars(vc.diagnose(chain).links)
    whole = tuple(steps_of)
    assert head == (whole[:20], whole[5], whole[3:9:2], (), ())
    assert steps_of[-1] is whole[-1]
    assert steps_of[::-1] == whole[::-1]
    assert steps_of == whole
    assert steps_of == vc.diagnose(chain).steps
    assert hash(steps_of) == hash(whole)
    assert repr(steps_of) == repr(whole)
    assert [step.gain for step in whole] == sorted((step.gain for step in whole), reverse=True)
    with pytest.raises(IndexError):
        steps_of[count]


def test_groups_without_a_name_or_a_score_are_none():
    chain = random_chain(random.Random(3), parties=8, services=20, scores=0.5)
    diagnosis = vc.diagnose(chain)
    groups = {party.group for party in chain.parties.values()} - {""}
    assert {step.group for step in diagnosis.departments} <= groups
    told = [service for step in diagnosis.steps for service in step.services]
    assert sorted(told) == sorted(set(chain.services) - set(diagnosis.unmeasured))
    order = diagnosis.links.groups.everyone
    assert np.array_equal(order, np.arange(len(diagnosis.steps)))
