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
    named = [step for step in told if not step.words.startswith("the rest")]
    loss = 1 - diagnosis.outcome
    costly = {(s.provider, s.customer) for s in diagnosis.services if s.contribution > 1e-9}
    assert len(named) <= 12
    assert len(costly) > 12 or len(named) == len(costly)
    if len(costly) > 12 > len(named):
        sizes = [step.size for step in named]
        assert sum(sizes) >= 0.8 * loss - 1e-9 > sum(sizes[:-1]) - 1e-6
    # in the order of the steps, and no step won more than it costs
    place = {service: i for i, row in enumerate(diagnosis.steps) for service in row.services}
    order = [min(place.get(service, len(place)) for service in step.services) for step in named]
    assert order == sorted(order)
    assert all(-1e-12 <= step.won <= step.size + 1e-12 for step in named)
    assert all(step.won is None for step in told if step not in named)
    assert [step.first for step in told] == [
        not set(step.services).isdisjoint(diagnosis.advice.services) for step in told
    ]
    ax = vc.draw(diagnosis, view="walk")
    # what each step costs, what of each can be won; then come the customers
    *_, won, customers = ax.patches
    costs = ax.patches[-2 - len(told)]
    assert costs.get_x() == pytest.approx(100 * diagnosis.outcome)
    assert won.get_x() + won.get_width() == pytest.approx(costs.get_x() + costs.get_width())
    assert customers.get_width() == pytest.approx(100 * diagnosis.outcome)
    assert len(ax.get_yticklabels()) == len(told) + 2


def test_a_chain_in_which_nobody_lacks_anything():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 100%}}}}, customers: {c: }}"
    )
    assert steps(vc.diagnose(chain)) == []
    for view in VIEWS:
        vc.draw(chain, view=view)
