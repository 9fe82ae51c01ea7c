"""Tests of `drawing.budget`: the frontier as a staircase: the best outcome at every budget, and what is done from where on."""

import dataclasses

import numpy as np
import pytest

import valuechain as vc
from helpers.decision_words import chain_of, inside, off_the_paper
from helpers.verbs import flat
from valuechain.drawing.budget import named_steps
from valuechain.reports.words import money

# As pictures


def test_the_staircase(shop):
    staircase = vc.frontier(shop)
    ax = vc.draw(staircase)
    texts = inside(ax)
    assert {"1", "2", "3"} <= set(texts)
    assert "4" not in texts
    beside = flat(" ".join(texts))
    for number, step in enumerate(staircase.steps[1:], 1):
        does = " and ".join(action.action for action in step.entering)
        assert f"{number}. {money(step.cost)}: {round(100 * step.outcome)} % (+" in beside
        assert f"by {does}" in beside
    assert "Flower shop: what money can buy" in texts
    for wrong in ({"view": "walk"}, {"focus": "clerk"}):
        with pytest.raises(vc.ArgumentError, match="frontier"):
            vc.draw(staircase, **wrong)
    with pytest.raises(vc.ArgumentError, match="a frontier is no graph"):
        vc.export(staircase, "x.dot")
    blank = chain_of(
        "teams:\n  a: {serves: {c: {improve: [{action: x, cost: 1, quality: 90%}]}}}\ncustomers: {c: }"
    )
    with pytest.raises(vc.ArgumentError, match="a frontier needs scores"):
        vc.draw(vc.frontier(blank))
    assert "<svg" not in vc.frontier(blank)._repr_html_()


def test_the_staircase_of_many_steps_names_those_that_win_most():
    service = "{{serves: {{c: {{satisfaction: 50%, improve: [{{action: do, cost: {}, quality: {}%}}]}}}}}}"
    teams = "".join(f"  t{i}: {service.format(2**i, 51 + 2**i)}\n" for i in range(5))
    found = vc.frontier(chain_of(f"teams:\n{teams}customers: {{c: }}"))
    assert len(found) > 20
    texts = inside(vc.draw(found))
    named = named_steps(found.steps)
    assert len(named) == 12
    assert {text for text in texts if text.isdecimal()} == set(map(str, named))
    rises = [step.gain - found.steps[i].gain for i, step in enumerate(found.steps[1:])]
    left_out = [rise for i, rise in enumerate(rises, 1) if i not in named]
    assert min(rises[i - 1] for i in named) >= max(left_out) - 1e-9
    late = dataclasses.replace(found, exact=False)
    assert "found in time" in " ".join(inside(vc.draw(late)))


def test_the_staircase_of_nothing():
    chain = chain_of(
        "teams:\n  a: {serves: {c: {satisfaction: 95%, improve: [{action: x, cost: 1, quality: 96%}]}}}\ncustomers: {c: }"
    )
    assert not off_the_paper(vc.draw(vc.frontier(chain)))
    idle = chain_of(
        "teams:\n  a: {serves: {c: {satisfaction: 95%, improve: [{action: x, cost: 1, quality: 90%}]}}}\ncustomers: {c: }"
    )
    assert not off_the_paper(vc.draw(vc.frontier(idle)))


# Curves


def test_a_frontier_is_placed_as_its_diagnosis_and_says_what_is_only_a_bound():
    chain = vc.loads("""
valuechain: 1
teams:
  a: {serves: {b: {satisfaction: 50%, improve: [{action: train, cost: 3, quality: 90%}]}}}
  b: {serves: {c: {satisfaction: 60%}}}
  d: {serves: {c: talk}}
customers: {c: }
""")
    frontier = vc.frontier(chain)
    assert frontier.before.upper_bound
    assert vc.layout(frontier) == vc.layout(chain)
    assert vc.draw(frontier).get_ylabel() == "satisfaction of the customers, %, at most"


def test_circles_of_steps_that_lie_close_are_moved_apart():
    close = chain_of(
        """
teams:
  a: {serves: {c: {satisfaction: 50%, improve: [{action: x, cost: 100, quality: 51%}]}}}
  b: {serves: {c: {satisfaction: 50%, improve: [{action: y, cost: 101, quality: 52%}]}}}
  d: {serves: {c: {satisfaction: 50%, improve: [{action: z, cost: 900, quality: 99%}]}}}
customers: {c: }
"""
    )
    ax = vc.draw(vc.frontier(close))
    circles = [text for text in ax.texts if text.get_text().isdecimal()]
    assert len(circles) == 7
    assert any(text.arrow_patch is not None for text in circles)
    unit = 72 / ax.figure.dpi
    middles = [
        ax.transData.transform(text.xy) * unit + np.array(text.get_position()) for text in circles
    ]
    gaps = [np.hypot(*(one - other)) for i, one in enumerate(middles) for other in middles[:i]]
    assert min(gaps) >= 17 - 1e-6  # a circle's breadth, and a little
