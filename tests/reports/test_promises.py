"""Tests of `reports.promises`: what it would take to keep a promise, in words."""

import valuechain as vc


def test_promises_in_words(shop):
    words = " ".join(str(vc.promises(shop)).split())
    assert (
        "For the customers to come from 64 to 75 %, every service must become 6.3 points better by itself; or Inventory keeper -> Designer"
        in words
    )
    assert "The first step by what it wins Start with Inventory keeper -> Designer" in words
    assert "It is not among these" not in words
