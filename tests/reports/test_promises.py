"""Tests of `reports.promises`: what it would take to keep a promise, in words."""

import valuechain as vc


def test_promises_in_words(shop):
    words = " ".join(str(vc.promises(shop)).split())
    assert (
        "For the customers to come from 60 to 75 %, every service must become 6.8 points better by itself; or delivery->customer"
        in words
    )
