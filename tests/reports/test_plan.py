"""Tests of `reports.plan`: what to do with this much money, in words."""

import valuechain as vc
from helpers.decision_words import chain_of


def test_a_plan_in_words(shop):
    words = " ".join(str(vc.plan(shop, 1500)).split())
    assert "For 1,500: 'order stock from tomorrow's list' and 'written order form'." in words
    assert "Customers from 60 to 71 % (+11 points): the target of 75 % is still missed." in words
    assert "No other choice within the budget wins more" in words
    assert "delivery->customer" not in words.partition("Likely root causes")[0]
    near = " ".join(str(vc.plan(shop, 2900)).split())
    assert (
        "Customers from 60 to just below 75 % (+15 points): the target of 75 % is still missed."
        in near
    )
    both = vc.what_if(shop, {"delivery->customer": 0.95, "clerk->delivery": 0.92})
    assert "customers from 60 to just below 75 % (+15 points)" in " ".join(str(both).split())
    rich = " ".join(str(vc.plan(shop, 5000)).split())
    assert "For 4,100 of 5,000" in rich
    assert "is met" in rich


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
    assert "No action on offer wins the customers anything, whatever the budget." in str(
        vc.frontier(zero)
    )
