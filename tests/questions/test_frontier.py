"""Tests of `questions.frontier`: what would how much money win? The best plan at every budget, and which actions enter and leave on the way."""

import itertools
import random

import pytest

import oracle
import valuechain as vc
from chains import random_chain, with_actions
from valuechain.tolerances import WORTH_NAMING


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("seed", range(8))
def test_frontiers_against_brute_force(seed):
    rng = random.Random(50 + seed)
    for _ in range(4):
        chain = random_chain(rng, parties=5, services=7, critical=rng.choice([0, 0.4]), scores=0.95)
        chain = with_actions(rng, chain, most=5, links=rng.random() < 0.6)
        expected, most = [], -1.0
        for cost, gain, _ in sorted(
            oracle.every_set(chain), key=lambda found: (found[0], -found[1])
        ):
            if gain >= most + (WORTH_NAMING if expected else 0) + 1e-9:
                expected.append((cost, gain))
                most = gain
        found = vc.frontier(chain)
        assert found.exact
        assert [step.cost for step in found] == pytest.approx([cost for cost, _ in expected])
        assert [step.gain for step in found] == pytest.approx(
            [gain for _, gain in expected], abs=1e-6
        )
        done = set()
        for before, step in itertools.pairwise([None, *found.steps]):
            done = (done | {action.id for action in step.entering}) - {
                action.id for action in step.leaving
            }
            assert done == {action.id for action in step.actions}
            assert before is None or step.gain >= before.gain + WORTH_NAMING
            assert step.worth == pytest.approx(step.gain / step.cost if step.cost else 0)
            assert vc.plan(chain, step.cost).gain == pytest.approx(step.gain, abs=1e-6)
