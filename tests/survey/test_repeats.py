"""Tests of `survey.repeats` and `repeat_sd`: how far do the same people's answers vary when asked again?"""

from dataclasses import replace

import numpy as np
import pytest

import valuechain as vc
from valuechain.sampling.posterior import posterior_of_scores
from valuechain.survey.repeats import repeated


def twice(people, random, error=0.0, services=3, waves=("2025", "2026")):
    """Rows of people who mean the same every time, and say it more or less well."""
    rows = []
    for person in range(people):
        for service in range(services):
            meant = random.uniform(30, 70)
            rows += [
                {
                    "provider": f"p{service}",
                    "customer": "c",
                    "respondent": f"r{person}",
                    "wave": wave,
                    "scale": "percent",
                    "score": round(meant + (5 if wave == "2026" else 0) + random.normal(0, error)),
                }
                for wave in waves
            ]
    return rows


def test_the_planted_unsteadiness_is_found():
    survey = vc.read_survey(twice(60, np.random.default_rng(3), error=12))
    assert survey.repeated.sd == pytest.approx(0.12, rel=0.1)
    assert survey.repeated.answers == 180
    told = " ".join(str(survey).split())
    assert f"answers vary by {100 * survey.repeated.sd:.0f} points" in told
    assert "(standard deviation of 180 answers given twice" in told
    assert survey.to_dict()["repeated"] == {"sd": survey.repeated.sd, "answers": 180}


def test_by_a_slow_plain_count():
    rows = twice(9, np.random.default_rng(4), error=8, waves=("2024", "2025", "2026"))
    survey = vc.read_survey(rows)
    squares, count = 0.0, 0
    for first, second in (("2024", "2025"), ("2025", "2026")):
        for service in ("p0", "p1", "p2"):
            both = [
                [
                    row["score"] / 100
                    for row in rows
                    if (row["provider"], row["wave"]) == (service, w)
                ]
                for w in (first, second)
            ]
            change = np.array(both[1]) - np.array(both[0])
            squares += change.var(ddof=1) * (len(change) - 1)
            count += len(change) - 1
    assert survey.repeated.sd == pytest.approx((squares / count / 2) ** 0.5, rel=1e-12)


def test_what_changed_for_all_does_not_count_and_few_answers_tell_nothing():
    steady = vc.read_survey(twice(10, np.random.default_rng(5)))
    assert steady.repeated.sd == pytest.approx(0.0, abs=0.006)  # rounded to whole per cent
    assert vc.read_survey(twice(6, np.random.default_rng(5))).repeated is None
    assert repeated([np.zeros(1)] * 40) is None
    one = vc.read_survey(twice(30, np.random.default_rng(5), waves=("2026",)))
    assert one.repeated is None and "From one wave" not in str(one)
    assert vc.read_survey(twice(30, np.random.default_rng(5)), leniency=True).repeated is None


TEXT = """
valuechain: 1
repeat_sd: 0.2
teams:
  a: {serves: {b: {satisfaction: {scale: 1-5, value: 3, responses: 16, sd: 1}}}}
  b: {people: 16, serves: {c: {satisfaction: 70% (16 responses)}}}
customers: {c: {people: 16}}
"""


def test_where_everybody_answered_that_doubt_stays():
    chain = vc.loads(TEXT)
    sure = replace(chain, repeat_sd=0.0)
    assert vc.loads(vc.dumps(chain)) == chain
    assert "repeat_sd: 0.2" in vc.dumps(chain)
    assert vc.simulate(sure, 500)["a->b"].satisfaction == (0.5, 0.5)
    told = vc.simulate(chain, 20_000)
    for service, middle in (("a->b", 0.5), ("b->c", 0.7)):
        low, high = told[service].satisfaction
        assert (low + high) / 2 == pytest.approx(middle, abs=0.005)
        assert high - low == pytest.approx(2 * 1.96 * 0.2 / 4, rel=0.04)
    words = " ".join(str(told).split())
    assert "One person's answers vary by 0.2 of the scale (repeat_sd) who is asked again" in words
    assert "Everyone there is to ask" not in words
    assert "Everyone there is to ask" in " ".join(str(vc.simulate(sure, 500)).split())


@pytest.mark.parametrize("people", [None, 16, 20, 400])
def test_never_more_than_was_taken_off(people):
    """The variance is that of people asked, less what is known of all, and what is unsteady."""
    score = vc.Score.parse("{scale: 1-5, value: 3, responses: 16, sd: 1}")
    posterior = replace(posterior_of_scores([score], [people]), repeat_sd=0.2)
    drawn = posterior.drawn(np.random.default_rng(1), 40_000)[0]
    missing = 1.0 if people is None else (people - 16) / (people - 1)
    alone = posterior_of_scores([score], [None]).drawn(np.random.default_rng(2), 40_000)[0].var()
    wanted = alone * missing + 0.2**2 / 16 * (1 - missing)
    assert drawn.var() == pytest.approx(wanted, rel=0.04)
