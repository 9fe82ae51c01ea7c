"""Tests of `reports.frontier`: what every budget would win, in words."""

import valuechain as vc
from helpers.decision_words import chain_of


def test_a_frontier_in_words(shop):
    words = " ".join(str(vc.frontier(shop)).split())
    assert "Money can take the customers from 60 to 82 %, for 4,100." in words
    assert (
        "The target of 75 % is met from 4,100 on. Most for the money: 'written order form' at 300, 1.3 points for each 100."
        in words
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
    assert "2,900 74.8 +15 0.26 second van order stock from tomorrow's list" in words
