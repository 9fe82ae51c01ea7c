"""Tests of `analysis.outcome`: which customers count, and how much?"""

import pytest

import valuechain as vc


def test_shares_too_large_to_be_added_up_weigh_as_small_ones_do():
    text = (
        "{{valuechain: 1, teams: {{a: {{serves: {{c: {{satisfaction: 60%}}, d: {{satisfaction: 90%}}}}}}}},"
        " customers: {{c: {{share: {0}}}, d: {{share: {1}}}}}}}"
    )
    small, large = (
        vc.diagnose(vc.loads(text.format(*x))) for x in ((1, 1.7), ("1e308", "1.7e308"))
    )
    assert small.outcome == pytest.approx((0.6 + 1.7 * 0.9) / 2.7)
    assert large.outcome == pytest.approx(small.outcome, abs=1e-15)


def test_what_leads_to_one_customer_leads_to_the_next_too():
    """b, whose supplies are scored, serves both customers; d is reached by way of b as c is."""
    diagnosis = vc.diagnose(
        vc.loads(
            "{valuechain: 1, dependence: 0.5, suppliers: {a: {serves: {b: {satisfaction: 60%}}}},"
            " teams: {b: {serves: {c: , d: }}}, customers: {c: , d: , }}"
        )
    )
    assert diagnosis.external_customers == pytest.approx({"c": 0.8, "d": 0.8})


def test_nobody_knows_the_outcome_where_only_those_are_known_who_do_not_count():
    diagnosis = vc.diagnose(
        vc.loads(
            "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60%}}}, b: {serves: {c: , d: }}},"
            " customers: {c: {share: 0}, d: {share: 1}}}"
        )
    )
    assert diagnosis.external_customers == {"c": pytest.approx(0.8), "d": None}
    assert diagnosis.outcome is None
    assert not diagnosis.upper_bound
