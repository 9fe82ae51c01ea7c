"""Tests of `sampling.errors`: how far may a score be off?"""

import numpy as np
import pytest

import valuechain as vc
from valuechain.sampling.errors import error_variances


def variances(*scores, people=None):
    parties = [vc.Party("c", kind="customer", people=people)]
    parties += [vc.Party(f"p{i}") for i in range(len(scores))]
    services = [
        vc.Service(f"p{i}->c", f"p{i}", "c", satisfaction=score and vc.Score.parse(score))
        for i, score in enumerate(scores)
    ]
    return error_variances(vc.ValueChain(parties, services)).tolist()


def test_one_share_has_the_unbiased_variance():
    assert variances("80% (11 responses)") == pytest.approx([0.8 * 0.2 / 10])
    for words in ("CSAT 80% (11)", "0.8 (11 responses)", "{units: 11, on_time: 8}"):
        share = vc.Score.parse(words).value
        assert variances(words) == pytest.approx([share * (1 - share) / 10])


def test_where_some_of_few_people_answered_the_others_alone_are_in_doubt():
    (twelve,) = variances("75% (12 responses)", people=16)
    assert twelve == pytest.approx(0.75 * 0.25 / 11 * 4 / 16)
    assert variances("75% (12 responses)", people=12) == [0.0]


def test_a_mean_of_marks_has_the_variance_of_its_answers():
    (one,) = variances("{scale: 1-5, value: 3, responses: 20, sd: 1}")
    assert one == pytest.approx(1 / 4**2 / 20)


def test_few_answers_are_drawn_towards_the_others_on_their_scale():
    agreed, others = variances("100% (5 responses)", "50% (21 responses)")
    spreads, freedoms = (0.0, 0.25 * 21 / 20), (4, 20)
    usual = np.average(spreads, weights=freedoms)
    for found, spread, freedom in zip((agreed, others), spreads, freedoms, strict=True):
        mixed = (freedom * spread + 5 * usual) / (freedom + 5)
        assert found == pytest.approx(mixed / (freedom + 1))


def test_what_nobody_knows_is_taken_from_the_same_scale_or_stays_unknown():
    told = "{scale: 1-5, value: 3, responses: 20, sd: 1}"
    _, borrowed, single = variances(told, "4/5 (10 responses)", "4/5 (1 response)")
    assert (borrowed, single) == pytest.approx((1 / 16 / 10, 1 / 16))
    found = variances("4/5 (10 responses)", "80%", None, "80% (1 response)", "NPS 20 (9 responses)")
    assert np.isnan(found).all()


def test_on_average_the_variances_are_those_of_repeated_surveys():
    """Of shares that people with known chances give: the mean of the variances against the errors."""
    random = np.random.default_rng(0)
    chances = random.uniform(0.6, 1.0, 4000)
    answers = random.integers(3, 12, 4000)
    seen = random.binomial(answers, chances) / answers
    scores = [f"{100 * s:.10f}% ({n} responses)" for s, n in zip(seen, answers, strict=True)]
    assert np.mean(variances(*scores)) == pytest.approx(np.mean((seen - chances) ** 2), rel=0.06)


def test_counted_work_is_as_sure_whoever_is_served():
    """Of 200 units nobody was asked: that the customer has ten people makes none of them known."""
    text = (
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: {units: 200, defects: 40}}}}, "
        "b: {%sserves: {c: {satisfaction: 50%% (10 responses)}}}}, customers: {c: }}"
    )
    few, unsaid = (error_variances(vc.loads(text % people)) for people in ("people: 10, ", ""))
    assert few[0] == unsaid[0] > 0
