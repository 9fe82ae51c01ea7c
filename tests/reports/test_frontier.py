"""Tests of `reports.frontier`: what every budget would win, in words."""

import pytest

import valuechain as vc
from helpers.decision_words import chain_of


def test_a_frontier_in_words(shop):
    words = " ".join(str(vc.frontier(shop)).split())
    assert "Money can take the customers from 64 to 86 %, for 4,100." in words
    assert (
        "The target of 75 % is met from 1,500 on. Most for the money: 'order stock from tomorrow's list' and 'written order form' "
        "for 1,500, 20 points, 1.3 for each 100." in words
    )
    improve = "improve: [{action: x, cost: 1, quality: 60%}, {action: y, cost: 2, quality: 70%}]"
    low, high = (
        chain_of(
            f"target: {t}%\nteams: {{a: {{serves: {{c: {{satisfaction: 50%, {improve}}}}}}}}}\ncustomers: {{c: }}"
        )
        for t in (90, 40)
    )
    assert "The target of 90 % is out of reach." in " ".join(str(vc.frontier(low)).split())
    assert "The target of 40 % is met. Most" in " ".join(str(vc.frontier(high)).split())
    assert "4,100 85.5 +22 0.53 second van" in words
    assert "The first step by what it wins Start with Inventory keeper -> Designer" in words


def test_most_for_the_money_is_counted_from_nothing():
    """D wins 16.7 points for 12; what it wins beyond the plan before it says nothing of its worth."""
    text = """
teams:
  d: {serves: {c: {satisfaction: 50%, improve: [{action: A, cost: 11.5, quality: 90%}, {action: D, cost: 12, quality: 100%}]}}}
  e: {serves: {c: {satisfaction: 80%, weight: 2}}}
customers: {c: }
"""
    found = vc.frontier(chain_of(text))
    best = max(found, key=lambda step: step.worth)
    assert best.worth == pytest.approx(best.gain / best.cost)
    assert "Most for the money: 'D' for 12, 17 points, 14 for each 10." in found.answer


def test_what_wins_less_than_can_be_named_is_no_step():
    text = """
teams:
  d: {serves: {c: {satisfaction: 50%, improve: [{action: A, cost: 1, quality: 60%}]}}}
  e: {serves: {c: {satisfaction: 80%, improve: [{action: B, cost: 1, quality: 80.05%}]}}}
  f: {serves: {c: {satisfaction: 80%, improve: [{action: C, cost: 9, quality: 90%}]}}}
customers: {c: }
"""
    found = vc.frontier(chain_of(text))
    assert [step.cost for step in found] == [0, 1, 10]
    done = set()
    for step in found:
        done = done - {action.id for action in step.leaving} | {
            action.id for action in step.entering
        }
        assert done == {action.id for action in step.actions}


def test_what_costs_nothing_is_told_though_there_is_nothing_to_choose():
    free = "improve: [{action: x, cost: 0, quality: 90%}, {action: y, cost: 100, quality: 60%}]"
    found = vc.frontier(
        chain_of(
            f"teams: {{a: {{serves: {{c: {{satisfaction: 50%, {free}}}}}}}}}\ncustomers: {{c: }}"
        )
    )
    assert [step.gain for step in found] == [pytest.approx(0.4)]
    assert found.answer == "What costs nothing takes the customers from 50 to 90 %."
