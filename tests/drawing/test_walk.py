"""Tests of `drawing.walk`: the satisfaction walk: from 100 % down to the outcome, step by step."""

import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import VIEWS
from valuechain.drawing.walk import steps


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_walk_adds_up(path):
    diagnosis = vc.diagnose(vc.load(path))
    if diagnosis.outcome is None:
        return
    told = steps(diagnosis)
    assert sum(step.size for step in told) == pytest.approx(1 - diagnosis.outcome)
    named = [step.size for step in told if not step.words.startswith("the rest")]
    assert named == sorted(named, reverse=True)
    assert sum(named) >= 0.8 * (1 - diagnosis.outcome) - 1e-9 > sum(named[:-1]) - 1e-6
    ax = vc.draw(diagnosis, view="walk")
    ends = [patch.get_x() for patch in ax.patches]
    assert ends[-2] == pytest.approx(100 * diagnosis.outcome)
    assert len(ax.get_yticklabels()) == len(told) + 2


def test_a_chain_in_which_nobody_lacks_anything():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 100%}}}}, customers: {c: }}"
    )
    assert steps(vc.diagnose(chain)) == []
    for view in VIEWS:
        vc.draw(chain, view=view)
