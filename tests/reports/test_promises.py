"""Tests of `reports.promises`: what it would take to keep a promise, in words."""

import valuechain as vc


def test_promises_in_words(shop):
    words = " ".join(str(vc.promises(shop)).split())
    assert (
        "For the customers to come from 64 to 75 %, every service must become 6.3 points better by itself (or perfect); or Inventory keeper -> Designer"
        in words
    )
    assert "The first step by what it wins Start with Inventory keeper -> Designer" in words
    assert "It is not among these" not in words


def test_of_several_services_between_two_it_says_which_could_do_it_alone():
    two = vc.loads(
        "valuechain: 1\nteams:\n  a: {serves: {c: [{delivers: tea, satisfaction: 40%}, {delivers: news, satisfaction: 90%}]}}\ncustomers: {c: }"
    )
    assert vc.promises(two).answer.endswith("or a -> c (tea) alone, from 40 to 60 %.")


def test_what_cannot_become_so_much_better_becomes_perfect():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: %d%%}}}, b: {serves: {c: {satisfaction: 40%%}}}}, customers: {c: }}"
    told = vc.promises(vc.loads(text % 99), 0.75)
    assert any(row.quality_now + told.lift > 1 for row in told.services)
    assert "better by itself (or perfect)" in told.answer
    assert "perfect" not in vc.promises(vc.loads(text % 50), 0.75).answer
