"""Tests of `drawing.budget`: the frontier as a staircase: the best outcome at every budget, and what is done from where on."""

import dataclasses
import random

import pytest

import valuechain as vc
from chains import random_chain, with_actions
from helpers.decision_words import chain_of, inside, off_the_paper

# As pictures


def test_the_staircase(shop):
    staircase = vc.frontier(shop)
    ax = vc.draw(staircase)
    texts = inside(ax)
    assert {"1", "2", "3", "4", "82 %", "just below 75 %"} <= set(texts)
    assert any("second van instead of order stock" in text for text in texts)
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
    rng = random.Random(1)
    chain = with_actions(
        rng,
        random_chain(rng, parties=20, services=60, rule="mean", critical=0, scores=1),
        most=30,
        links=False,
    )
    found = vc.frontier(chain)
    assert len(found) > 20
    texts = inside(vc.draw(found))
    assert {"1", "12"} <= set(texts)
    assert "13" not in texts
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
