"""Tests of `reports.words`: the words numbers are told in: percentages, points, lists; nothing a terminal or a page would obey."""

from decimal import ROUND_HALF_UP, Decimal

import valuechain as vc
from helpers.decision_words import SHOP, chain_of
from valuechain.reports.words import (
    bare_points,
    capital,
    from_to,
    money,
    percent,
    signed,
    signed_points,
    tenths,
)


def test_numbers():
    assert (signed(0.0), signed(-0.0004), signed(0.031), signed(-0.5)) == ("0", "0", "+3.1", "-50")
    assert signed_points(0.0) == "0 points"
    assert from_to(0.5, 0.5) == "50 %"
    assert (money(0), money(12.5), money(1e15)) == ("0", "12.5", "1,000,000,000,000,000")


def test_at_most_stands_where_it_belongs():
    text = "teams: {{a: {{serves: {{c: {{satisfaction: {}%, improve: [{{action: x, cost: 1, quality: 90%}}]}}}}}}, u: {{serves: {{c: {}}}}}}}\ncustomers: {{c: }}"
    known, blind = chain_of(text.format(40, "{satisfaction: 0%}")), chain_of(text.format(40, "x"))
    assert "Customers from 20 to at most 70 %" in str(vc.compare(known, blind))
    assert "Customers from at most 70 to 20 %" in str(vc.compare(blind, known))
    assert "from at most 70 to at most 95 %" in " ".join(str(vc.frontier(blind)).split())
    assert "For the customers to come from at most 70 to at most 75 %" in " ".join(
        str(vc.promises(blind)).split()
    )
    assert "from 64.00 to 64.01 %" in " ".join(str(vc.promises(vc.load(SHOP), 0.6401)).split())


def test_at_most_stands_with_each_customer_and_with_what_is_set():
    text = """
teams:
  a: {serves: {c: {satisfaction: 40%, improve: [{action: x, cost: 1, quality: 60%}]},
    d: {satisfaction: 40%, improve: [{action: y, cost: 1, quality: 60%}]}}}
  u: {serves: {c: news}}
customers: {c: , d: }
"""
    chain = chain_of(text)
    planned = " ".join(str(vc.plan(chain, 2)).split())
    assert "* c: at most 70 to at most 80 % * d: 40 to 60 %" in planned
    diagnosis = vc.diagnose(chain)
    assert "would win 38 points: customers at most 93 %." in " ".join(diagnosis.details.split())
    known = chain_of(text.replace("news", "{satisfaction: 0%}"))
    told = " ".join(str(vc.compare(known, chain)).split())
    assert "* c: 20 to at most 70 % (at most +50 points) * d: 40 % (0 points)" in told
    unknown = chain_of(text.replace("d: {satisfaction: 40%, improve", "d: {improve"))
    assert "d: unknown before, 40 % after" in str(vc.compare(unknown, chain))
    pair = vc.side_by_side(chain, {"good": {"a->c": 0.8}, "bad": {"a->c": 0.0}}).answer
    assert "'good' wins the customers most: +10 points, at most 65 %." in pair
    assert "'bad' costs them most: -10 points, at most 45 %." in pair
    sure = vc.side_by_side(chain, {"sure": {"a->c": 0.9, "u->c": 0.9}}).answer
    assert "points, 65 %." in sure, "nothing is unmeasured there"


def test_small_amounts_and_steep_steps():
    text = "teams: {a: {serves: {c: {satisfaction: 40%, improve: [{action: x, cost: 0.001, quality: 100%}, {action: y, cost: 1, quality: 41%}]}}}}\n"
    words = " ".join(str(vc.frontier(chain_of(text + "customers: {c: }"))).split())
    assert "from 40 to 100 %, for 0.001." in words
    assert "e+" not in words


def test_a_gain_too_small_to_print():
    text = "teams: {a: {serves: {c: {satisfaction: 40%, improve: [{action: x, cost: 1, quality: 40.01%}]}}}}\ncustomers: {c: }"
    words = " ".join(str(vc.plan(chain_of(text), 1)).split())
    assert "Customers from 40.00 to 40.01 % (less than 0.1 points)" in words
    assert "No action on offer wins the customers anything worth naming" in str(
        vc.frontier(chain_of(text))
    )


def test_a_letter_that_would_become_two_stays_small():
    assert [capital(text) for text in ("b", "ßeta", "", "épée")] == ["B", "ßeta", "", "Épée"]


def test_halves_go_up_in_whatever_is_told():
    """Against decimals, worked out exactly: of every 200th of a percent."""
    for i in range(20_001):
        exact = Decimal(i) / 200  # percent
        share = i / 20_000

        def up(digits, number=exact):
            return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)

        if 1 <= exact <= 99:
            assert percent(share) == f"{up(0)} %"
        assert tenths(share) == str(up(1))
        told = up(0) if up(1) >= 10 else up(1)
        assert bare_points(share) == str(told).removesuffix(".0")
        if told:
            assert signed(-share) == f"-{told}".removesuffix(".0")


def test_a_change_and_its_points_are_rounded_alike():
    text = "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: %s%%}}}}\ncustomers: {c: }"
    found = vc.compare(vc.loads(text % 50), vc.loads(text % 62.5))
    assert found.answer.startswith("Customers from 50 to 63 % (+13 points).")
