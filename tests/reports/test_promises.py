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


def test_of_several_services_between_two_it_says_which_could_do_it_alone():
    two = vc.loads(
        "valuechain: 1\nteams:\n  a: {serves: {c: [{delivers: tea, satisfaction: 40%}, {delivers: news, satisfaction: 90%}]}}\ncustomers: {c: }"
    )
    assert vc.promises(two).answer.endswith("or a -> c (tea) alone, from 40 to 60 %.")
