"""Tests of `analysis.groups`: what do services win the customers together?"""

import random

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain.analysis import changes, groups
from valuechain.analysis.groups import best_exactly, links_of, sums_of_groups
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


@pytest.mark.parametrize("seed", range(8))
def test_what_groups_can_win_at_most_is_what_their_services_promise(seed):
    """The largest first, in parts that make up all groups."""
    chain = random_chain(random.Random(seed), parties=12, services=60, scores=0.7)
    solution = vc.diagnose(chain).solution
    links = links_of(solution)
    reading, importance = solution.reading, solution.changes.importance
    falls = importance * (reading.own - reading.reached)
    parts = [*links.promising()]
    some, most = (np.concatenate(each) for each in zip(*parts, strict=True))
    assert sorted(some.tolist()) == links.everyone.tolist()
    assert most.tolist() == sorted(most.tolist(), reverse=True)
    for group, at_most in zip(some, most, strict=True):
        assert at_most == pytest.approx(falls[links.group == group].sum(), abs=1e-12)
    gains, perfect = links.won(some)
    assert (gains <= most + 1e-12).all()
    assert (gains <= perfect).all()


def test_sums_of_groups_are_those_of_their_members():
    numbers = np.random.default_rng(1)
    values = numbers.random((30, 4))
    group = np.append(np.arange(5), numbers.integers(-1, 5, 25))
    expected = [values[group == each].sum(axis=0) for each in range(5)]
    assert sums_of_groups(values, group, 5) == pytest.approx(np.array(expected))
    assert sums_of_groups(values, np.full(30, -1), 5).tolist() == np.zeros((5, 4)).tolist()


def test_what_may_be_best_is_exact_and_no_more_is_solved_than_that():
    numbers = np.random.default_rng(1)
    most = numbers.random((9, 20))
    true = most * numbers.random((9, 20))
    asked = []

    def exactly(group, case):
        asked.extend(zip(group.tolist(), case.tolist(), strict=True))
        return true[group, case]

    found = best_exactly(most, {2: true[2]}, exactly)
    assert (found[2] == true[2]).all()
    for case in range(20):
        needed, best = set(), true[2, case]
        for group in sorted({*range(9)} - {2}, key=lambda each: -most[each, case]):
            if most[group, case] > best:
                needed.add(group)
                best = max(best, true[group, case])
        assert {group for group, at in asked if at == case} == needed
        exact = needed | {2}
        expected = [true[g, case] if g in exact else most[g, case] for g in range(9)]
        assert found[:, case].tolist() == expected
        assert max(true[:, case]) == max(true[g, case] for g in exact)
    assert len(asked) == len(set(asked))


def test_what_may_tie_with_the_best_is_exact_and_of_very_many_some(monkeypatch):
    """Bounds as high as the best are no wins."""
    most = np.full((9, 2), 0.5)
    true = np.full((9, 2), 0.3)
    true[4] = 0.5
    most[7], true[7] = 0.0, 0.0

    def exactly(group, case):
        return true[group, case]

    found = best_exactly(most, {}, exactly)
    assert np.array_equal(found, true)
    monkeypatch.setattr(groups, "_MOST_TIES", 5)
    found = best_exactly(most, {}, exactly)
    assert found.max() == 0.5
    assert 3 <= (found == true)[:, 0].sum() < 9


def test_without_groups_nothing_is_won():
    assert best_exactly(np.zeros((0, 3)), {}, None).shape == (0, 3)
