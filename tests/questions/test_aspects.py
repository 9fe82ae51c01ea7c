"""Tests of `questions.aspects`: is it speed or manners? The aspects that drag weak links."""

import dataclasses

import numpy as np
import pytest
from scipy import stats

import valuechain as vc
from helpers.dragging import CLINIC
from valuechain import ArgumentError, Score
from valuechain.questions.aspect_rows import aspect_rows, provider_rows


@pytest.fixture(scope="module")
def found():
    return vc.aspects(vc.loads(CLINIC))


def test_an_aspect_drags_where_it_is_surely_below_the_others(found):
    told = {row.id: row.verdict for row in found}
    assert told == {
        "it->ward: speed": "drags",
        "it->ward: clarity": "below target",
        "it->ward: manners": "below target",
        "it->lab: speed": "too few answers",
        "it->lab: manners": "on target",
        "ward->patients: waiting": "below target",
        "ward->patients: talk": "below target",
    }
    assert list(dict.fromkeys(row.service for row in found)) == [
        row.id for row in found.diagnosis.weak_links if row.id != "lab->ward"
    ]
    speed = found["it->ward: speed"]
    assert speed.below == pytest.approx((0.65 + 0.55) / 2 - 0.30)
    assert (speed.responses, speed.target, speed.aspect) == (60, 0.75, "speed")
    assert repr(found) == "<Aspects 'Clinic': 1 of 7 aspects of weak links drag>"


def test_intervals_are_those_of_the_posterior(found):
    """Against the quantile function of the beta distribution; of a difference, the sum of variances."""
    for row, share, count in (
        (found["it->ward: speed"], 0.3, 60),
        (found["ward->patients: talk"], 0.62, 290),
    ):
        beta = stats.beta(share * count + 0.5, (1 - share) * count + 0.5)
        assert row.interval == pytest.approx(beta.ppf([0.025, 0.975]), abs=0.006)
    speed = found["it->ward: speed"]
    spread = np.sqrt(
        stats.beta(0.3 * 60 + 0.5, 0.7 * 60 + 0.5).var()
        + stats.beta(0.65 * 60 + 0.5, 0.35 * 60 + 0.5).var() / 4
        + stats.beta(0.55 * 58 + 0.5, 0.45 * 58 + 0.5).var() / 4
    )
    middle = sum(speed.below_interval) / 2
    half = (speed.below_interval[1] - speed.below_interval[0]) / 2
    assert middle == pytest.approx(speed.below, abs=0.02)
    assert half == pytest.approx(stats.norm.ppf(1 - 0.05 / 6) * spread, rel=0.06)


def test_a_provider_is_judged_over_all_its_services_each_against_its_own(found):
    by = {row.id: row for row in found.providers}
    speed = by["it: speed"]
    assert (speed.services, speed.satisfaction) == (2, pytest.approx(0.35))
    assert speed.below == pytest.approx((0.30 + 0.35) / 2)
    assert speed.verdict == "drags"
    assert by["it: clarity"].services == 1
    alone = vc.loads(CLINIC.replace(", manners: 75% (14 responses)", ""))
    (lab,) = aspect_rows(alone, alone.services["it->lab"])
    assert lab.below == pytest.approx(0.57 - 0.40)  # the service as a whole
    pooled = {row.aspect: row for row in provider_rows(alone, "it")}
    assert pooled["speed"].services == 2
    assert pooled["speed"].below == pytest.approx((0.30 + 0.17) / 2)


def test_a_single_aspect_of_what_nobody_asked_about_as_a_whole_is_compared_with_nothing():
    text = CLINIC.replace(", talk: 62% (290 responses)", "")
    chain = vc.loads(text.replace("satisfaction: 66% (300 responses)", "quality: 66%"))
    (waiting,) = aspect_rows(chain, chain.services["ward->patients"])
    assert (waiting.below, waiting.below_interval, waiting.verdict) == (None, None, "below target")
    (pooled,) = provider_rows(chain, "ward")
    assert (pooled.below, pooled.verdict) == (None, "below target")


def test_aspects_that_are_alike_are_hardly_ever_named():
    """Of 400 services with three equally good aspects, asked of 15 people each."""
    random = np.random.default_rng(5)
    chain = vc.loads(CLINIC)
    service, named = chain.services["it->ward"], 0
    for number in range(400):
        shares = random.binomial(15, 0.5, 3) / 15
        aspects = tuple(
            (word, Score.of(float(share), 15)) for word, share in zip("abc", shares, strict=True)
        )
        alike = dataclasses.replace(service, id=f"s{number}", aspects=aspects)
        named += any(row.verdict == "drags" for row in aspect_rows(chain, alike))
    assert named / 400 <= 0.05


def test_a_planted_drag_is_found():
    """One aspect of three 30 points lower, asked of 40 people each."""
    random = np.random.default_rng(6)
    chain = vc.loads(CLINIC)
    service, right = chain.services["it->ward"], 0
    for number in range(200):
        shares = random.binomial(40, [0.35, 0.65, 0.65]) / 40
        aspects = tuple(
            (word, Score.of(float(share), 40)) for word, share in zip("abc", shares, strict=True)
        )
        planted = dataclasses.replace(service, id=f"s{number}", aspects=aspects)
        drags = [row.aspect for row in aspect_rows(chain, planted) if row.verdict == "drags"]
        right += drags == ["a"]
    assert right / 200 >= 0.7


def test_scores_without_responses_are_exact():
    found = vc.aspects(vc.loads(CLINIC.replace(" (60 responses)", "")))
    speed = found["it->ward: speed"]
    assert (speed.responses, speed.verdict) == (None, "drags")
    assert speed.interval == pytest.approx((0.3, 0.3))


def test_units_of_counted_work_are_no_answers():
    counted = "{units: 60, defects: 42}"
    found = vc.aspects(vc.loads(CLINIC.replace("30% (60 responses)", counted)))
    speed = found["it->ward: speed"]
    assert (speed.satisfaction, speed.responses, speed.verdict) == (0.3, None, "drags")
    assert speed.interval[0] < 0.3 < speed.interval[1]


def test_of_people_who_all_answered_nothing_is_unsure():
    text = CLINIC.replace("name: Laboratory,", "name: Laboratory, people: 14,")
    text = text.replace("40% (14 responses)", "50% (14 responses)")
    found = vc.aspects(vc.loads(text))
    assert found["it->lab: speed"].interval == pytest.approx((0.5, 0.5))
    assert found["it->lab: speed"].verdict == "drags"


def test_each_service_is_drawn_by_itself(found):
    """Whatever else is in the file, and in whatever order."""
    lines = CLINIC.replace("        delivers: accounts\n", "")
    other = vc.aspects(vc.loads(lines.replace("  lab: {name", "  more: {name: x}\n  lab: {name")))
    assert [row.interval for row in other] == [row.interval for row in found]


def test_how_sure_it_is_to_be(found):
    sure = vc.aspects(found.diagnosis, level=0.5)
    wide = sure["it->lab: speed"].interval
    assert wide[1] - wide[0] < np.diff(found["it->lab: speed"].interval)
    assert sure["it->lab: speed"].verdict == "drags"
    for level in (0, 1, "95%"):
        with pytest.raises(ArgumentError, match="above 0 and below 1"):
            vc.aspects(found.diagnosis, level)
    with pytest.raises(ArgumentError, match="aspects takes a ValueChain"):
        vc.aspects("it")


def test_as_data(found):
    told = found.to_dict()
    assert told["level"] == 0.95
    assert len(told["weak_links"]) == len(found) == 7
    assert {row["id"] for row in told["providers"]} >= {"it: speed", "ward: talk"}
    frame = found.to_pandas()
    assert frame.loc["it->ward: speed", "verdict"] == "drags"
    none = vc.aspects(vc.loads(CLINIC.replace("aspects:", "#")))
    assert list(none.to_pandas().columns)[:2] == ["service", "provider"]
