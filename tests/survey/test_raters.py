"""Tests of `survey.raters`: how much of an answer is the person who gives it."""

import itertools

import numpy as np
import pytest

import valuechain as vc
from valuechain.survey.raters import RaterCorrelation, rater_correlation
from valuechain.survey.remarks import alike


def planted(random, correlation, parties=6, people=8, services=6, missing=0.3):
    """Answers of which so much of the variance is the person, some of them left out."""
    rows = []
    for party in range(parties):
        lenient = random.normal(size=people) * np.sqrt(correlation)
        usual = random.uniform(0.3, 0.8, services)
        for one, two in itertools.product(range(people), range(services)):
            if random.random() >= missing:
                rest = random.normal() * np.sqrt(1 - correlation)
                worth = usual[two] + 0.2 * (lenient[one] + rest)
                rows.append((worth, party * people + one, party * services + two, party))
    worth, *others = map(np.array, zip(*rows, strict=True))
    return worth, *others


def by_pairs(worth, person, service):
    """The same from the formula, pair by pair."""
    who = {s: set(person[service == s].tolist()) for s in set(service.tolist())}
    mean = {s: worth[service == s].mean() for s in who}
    given = {(p, s): w for w, p, s in zip(worth, person.tolist(), service.tolist(), strict=True)}
    products = pairs = squares = answers = 0.0
    for (p, s), w in given.items():
        if len(who[s]) < 2:
            continue
        squares += (w - mean[s]) ** 2
        answers += 1 - 1 / len(who[s])
        for other, group in who.items():
            if other != s and p in group and len(group) > 1:
                n, m = len(who[s]), len(group)
                products += (w - mean[s]) * (given[p, other] - mean[other])
                pairs += 1 - 1 / n - 1 / m + len(who[s] & group) / (n * m)
    return max(0.0, (products / pairs) / (squares / answers))


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_the_formula_says(seed):
    worth, person, service, asked = planted(np.random.default_rng(seed), 0.3)
    found = rater_correlation(worth, person, service, asked)
    assert found.value == pytest.approx(by_pairs(worth, person, service), abs=1e-12)
    again = np.random.default_rng(9).permutation(len(worth))
    shuffled = rater_correlation(worth[again], person[again], service[again], asked[again])
    assert shuffled.value == pytest.approx(found.value, abs=1e-12)
    assert shuffled.low == pytest.approx(found.low, abs=1e-12)


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.6])
def test_planted_correlations_are_found_and_lie_in_the_interval(correlation):
    random = np.random.default_rng(3)
    found = [rater_correlation(*planted(random, correlation)) for _ in range(200)]
    values = np.array([each.value for each in found])
    inside = np.mean([each.low <= correlation <= each.high for each in found])
    assert values.mean() == pytest.approx(correlation, abs=0.03)
    assert inside >= 0.86


def test_too_few_people_tell_nothing():
    few = planted(np.random.default_rng(1), 0.3, parties=1, people=9, missing=0)
    assert rater_correlation(*few) is None
    single = planted(np.random.default_rng(1), 0.3, services=1, missing=0)
    assert rater_correlation(*single) is None  # nobody answered about two services
    empty = np.zeros(0, dtype=np.intp)
    assert rater_correlation(np.zeros(0), empty, empty, empty) is None
    same = np.repeat(np.arange(12), 2), np.tile([0, 1], 12), np.zeros(24, dtype=np.intp)
    assert rater_correlation(np.full(24, 0.5), *same) is None  # nothing differs


ROWS = [
    {"provider": provider, "customer": "desk", "score": score, "respondent": f"r{person}"}
    for person in range(12)
    for provider, score in (("it", 2 + person % 3), ("hr", 3 + person % 3))
]
CHAIN = """
valuechain: 1 # kept
teams:
  it: {serves: {desk: help}}
  hr: {serves: {desk: people}}
  desk: {serves: {customer: {satisfaction: 70% (9 responses)}}}
customers: {customer: }
"""


def test_a_survey_tells_and_writes_how_alike_answers_are():
    survey = vc.read_survey(ROWS)
    told = " ".join(str(survey).split())
    assert survey.raters.value == 1.0  # whoever gives more, gives more to both
    assert survey.raters.people == 12
    assert "100 % of how answers differ is the person" in told
    assert survey.to_dict()["raters"]["people"] == 12
    chain = vc.loads(CHAIN)
    assert survey.apply(chain).rater_correlation == 1.0
    nobody = [{**row, "respondent": ""} for row in ROWS]
    assert vc.read_survey(nobody).raters is None
    assert vc.read_survey(nobody).apply(chain).rater_correlation == 0.0
    assert vc.read_survey(ROWS, leniency=True).raters is None
    assert "'rater_correlation: 1'" in told
    assert any("'rater_correlation: 1'" in remark for remark in survey.remarks(chain))


def test_aspects_of_a_service_are_one_answer():
    """Who likes one aspect likes the other: that is no leniency."""
    random = np.random.default_rng(2)
    rows = []
    for person in range(40):
        for provider in ("it", "hr"):
            liked = int(random.integers(1, 6))
            for aspect in ("speed", "manners"):
                about = {"provider": provider, "customer": "desk", "aspect": aspect}
                rows.append(about | {"score": liked, "respondent": f"r{person}"})
    assert vc.read_survey(rows).raters.value < 0.3
    # where the services were asked about as wholes too, these answers count
    wholes = [row | {"aspect": ""} for row in rows if row["aspect"] == "speed"]
    mixed = rows + [row | {"score": 3 + i // 2 % 2} for i, row in enumerate(wholes)]
    assert vc.read_survey(mixed).raters.value == 1.0


def test_waves_are_people_of_their_own():
    two = [{**row, "wave": wave} for wave in ("2025", "2026") for row in ROWS]
    assert vc.read_survey(two).raters.people == 24


def test_where_people_are_not_alike_they_count_as_independent():
    (told,) = alike(RaterCorrelation(0.001, 0.0, 0.1, 60))
    assert told.endswith(
        "from 60 people who answered about several services): they count as independent."
    )
    (told,) = alike(RaterCorrelation(0.31, 0.2, 0.4, 60))
    assert told.endswith("several services): 'rater_correlation: 0.31'.")
