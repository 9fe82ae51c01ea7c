"""Tests of `reports.plan`: what to do with this much money, in words."""

import valuechain as vc
from helpers.decision_words import chain_of


def test_a_plan_in_words(shop):
    words = " ".join(str(vc.plan(shop, 1500)).split())
    assert "For 1,500: 'order stock from tomorrow's list' and 'written order form'." in words
    assert "Customers from 64 to 84 % (+20 points): the target of 75 % is met." in words
    assert "No other choice within the budget wins more" in words
    assert "The first step by what it wins Start with Inventory keeper -> Designer" in words
    assert "What to do next Start with Floral auction -> Inventory keeper" in words
    poor = " ".join(str(vc.plan(shop, 300)).split())
    assert "Customers from 64 to 66 % (+2.2 points): the target of 75 % is still missed." in poor
    assert "It is not among these: they are what the actions on offer win for the money." in poor
    near = vc.what_if(shop, {"inventory->designer": 0.715})
    assert "customers from 64 to just below 75 % (+11 points)" in " ".join(str(near).split())
    rich = " ".join(str(vc.plan(shop, 5000)).split())
    assert "For 4,100 of 5,000" in rich
    assert "is met" in rich


def test_a_target_that_an_upper_bound_reaches_is_not_said_to_be_met():
    """What nobody measured counts as perfect, and may lower it."""
    improve = "improve: [{action: x, cost: 1, quality: 70%}, {action: y, cost: 2, quality: 90%}]"
    chain = chain_of(
        f"teams:\n  a: {{serves: {{c: {{satisfaction: 40%, {improve}}}}}}}\n  b: {{serves: {{c: news}}}}\n"
        "customers: {c: }"
    )
    hangs = "whether the target of 75 % is met hangs on what nobody measured"
    assert f"(+15 points): {hangs}." in vc.plan(chain, 1).answer
    assert f"From 1 on, {hangs}." in vc.frontier(chain).answer
    there = vc.what_if(chain, {"a->c": 0.6})
    assert f"W{hangs[1:]}." in vc.frontier(there).answer
    assert vc.promises(chain).answer.startswith(
        "For the customers to come from at most 70 to at most 75 %, every service"
    )


def test_a_plan_for_several_customers_and_one_for_customers_nobody_knows():
    improve = "improve: [{action: x, cost: 1, quality: 90%}]"
    chain = chain_of(
        f"teams:\n  a: {{serves: {{b: {{satisfaction: 50%, {improve}}}, c: {{satisfaction: 70%}}}}}}\ncustomers: {{b: , c: {{name: Small}}}}"
    )
    assert "Small: 70 %" in str(vc.plan(chain, 5))
    zero = chain_of(
        f"teams:\n  a: {{serves: {{b: {{satisfaction: 50%, {improve}}}, c: x}}}}\ncustomers: {{b: {{share: 0}}, c: }}"
    )
    assert "no action on offer wins" in str(vc.plan(zero, 5))
    assert (
        "No action on offer wins the customers anything worth naming, whatever the budget."
        in str(vc.frontier(zero))
    )


def test_what_is_done_because_others_need_it_is_not_told_as_left_out():
    """X wins nothing by itself, and y needs it."""
    text = """
teams:
  a:
    serves:
      b: {satisfaction: 95%, improve: [{action: x, cost: 1, quality: 80%, id: x}]}
      c: {satisfaction: 50%, improve: [{action: y, cost: 1, quality: 90%, needs: x}]}
  b: {serves: {c: {satisfaction: 95%, improve: [{action: z, cost: 1, quality: 80%}]}}}
customers: {c: }
"""
    for found in (vc.plan(chain_of(text), 2), vc.frontier(chain_of(text))):
        words = " ".join(str(found).split())
        assert "Not considered * Would change nothing" in words
        assert "no customer who counts hangs on it: 'z'." in words
    rows = {
        row.split()[0]: row.split() for row in str(vc.plan(chain_of(text), 2)).splitlines() if row
    }
    assert rows["x"][3:] == ["95.0", "95.0", "0", "-20"], "without it y cannot be done"
    assert rows["y"][3:] == ["50.0", "90.0", "+20", "-20"]
