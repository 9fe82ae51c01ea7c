"""Tests of `survey.survey`: what a survey found: for each question its score, and the chain with the scores filled in."""

import random
import statistics
import sys
from pathlib import Path

import pytest

import valuechain as vc
from helpers.answers import CHAIN, LEVELS, answers, book, fractions_of, table

# Scores.


@pytest.mark.parametrize(
    "scale", ["1-12", "2-5", "ces 1-9", "ces 0-10", "stars", "", 5, None, ["1-5"]]
)
def test_what_is_no_scale_is_said_at_once(scale):
    with pytest.raises(vc.ArgumentError, match="no such scale") as caught:
        vc.read_survey(answers("a", "b", [4]), scale)
    assert "1-5" in str(caught.value) or "ces 1-7" in str(caught.value)


@pytest.mark.parametrize("least", [0, -1, 2.5, True, "5", None])
def test_the_smallest_group_is_a_whole_number(least):
    with pytest.raises(vc.ArgumentError, match="min_responses"):
        vc.read_survey(answers("a", "b", [4]), min_responses=least)


def test_where_nothing_was_left_out_or_taken_for_granted_nothing_is_noted():
    survey = vc.read_survey([{"provider": "a", "customer": "b", "score": "4/5"}] * 6)
    assert survey.notes == ()
    assert "Worth knowing" not in str(survey)


def test_a_scale_may_stand_in_the_table():
    survey = vc.read_survey(
        table(
            "a,b,4,1-5",
            "a,c,9,nps",
            "c,b,50,percent",
            "b,c,5,",
            head="provider,customer,score,scale",
        ),
        "1-7",
    )
    assert [row.score.text.split(",")[0] for row in survey] == [
        "{scale: 1-5",
        "{scale: nps",
        "{scale: 0-100",
        "{scale: 1-7",
    ]
    assert survey.notes == ("Scores that name no scale are read as 1-7.",)


def test_questions_are_told_apart_by_all_that_names_them():
    rng = random.Random(3)
    given = [
        (
            *rng.choice([("a", "b"), ("b", "c")]),
            rng.choice(["", "x"]),
            rng.choice(["", "time"]),
            rng.choice(["1", "2"]),
            rng.randint(1, 5),
        )
        for _ in range(300)
    ]
    names = ("provider", "customer", "delivers", "aspect", "wave", "score")
    survey = vc.read_survey([dict(zip(names, row, strict=True)) for row in given])
    expected = {}
    for *question, mark in given:
        expected.setdefault(tuple(question), []).append((mark - 1) / 4)
    asked = [row for row in survey if not row.from_aspects]
    assert [
        (row.provider, row.customer, row.delivers, row.aspect, row.wave) for row in asked
    ] == list(expected)
    for row, worths in zip(asked, expected.values(), strict=True):
        assert row.score.value == pytest.approx(statistics.mean(worths))
        assert row.responses == len(worths)
    assert survey.answers == 300
    assert len(survey) == len(survey.rows) == len(list(survey))
    assert "300 answers" in repr(survey)


# Aspects.


def test_a_service_asked_about_in_aspects_only_has_the_mean_of_each_respondents_mean():
    rng = random.Random(5)
    for scale in ("1-5", "nps", "csat 1-5", "yes-no", "percent"):
        given = [
            {
                "provider": "a",
                "customer": "b",
                "aspect": aspect,
                "respondent": f"r{i}",
                "score": rng.choice(list(LEVELS[scale])),
            }
            for i in range(9)
            for aspect in ("time", "quality", "words")
            if rng.random() < 0.8
        ]
        whole = vc.read_survey(given, scale).rows[0]
        people = {}
        for row in given:
            people.setdefault(row["respondent"], []).extend(fractions_of(scale, [row["score"]]))
        means = [statistics.mean(worths) for worths in people.values()]
        assert whole.from_aspects and whole.aspect == ""
        assert whole.responses == len(people)
        assert whole.score.value == pytest.approx(statistics.mean(means), abs=1e-9)
        if scale in ("1-5", "nps", "percent"):
            assert whole.score.sd == pytest.approx(statistics.stdev(means), abs=1e-7)


def test_without_respondents_the_whole_is_the_mean_of_its_aspects_and_as_sure_as_the_least_answered():
    given = [
        *answers("a", "b", [1, 2, 3, 4], aspect="time"),
        *answers("a", "b", [5, 5], aspect="quality"),
    ]
    whole, time, quality = vc.read_survey(given).rows
    assert (whole.from_aspects, time.from_aspects, quality.from_aspects) == (True, False, False)
    assert whole.score.value == pytest.approx((time.score.value + quality.score.value) / 2)
    assert (whole.responses, whole.score.sd) == (2, None)
    assert vc.read_survey(given).answers == 6


def test_aspects_on_several_scales_make_a_percentage():
    given = [*answers("a", "b", [5], aspect="time"), *answers("a", "b", ["40%"], aspect="quality")]
    assert vc.read_survey(given).rows[0].score.short == "70/100 (1 response)"


def test_a_service_that_was_asked_about_as_a_whole_keeps_its_answers():
    given = [*answers("a", "b", [1], aspect="time"), *answers("a", "b", [5])]
    survey = vc.read_survey(given)
    assert [row.aspect for row in survey] == ["time", ""]
    assert not any(row.from_aspects for row in survey)


# Waves.


@pytest.mark.parametrize(
    ("waves", "latest"),
    [
        (["2026", "2025"], "2026"),
        (["wave 2", "wave 10", "wave 9"], "wave 10"),
        ([2026, 2025], "2026"),
        (["2025-11", "2026-02"], "2026-02"),
        (["spring"], "spring"),
        ([""], ""),
    ],
)
def test_the_latest_wave_is_known_by_its_number(waves, latest):
    survey = vc.read_survey([row for wave in waves for row in answers("a", "b", [4], wave=wave)])
    assert survey.waves[-1] == latest
    assert {row.wave for row in survey.of_wave()} == {latest}


@pytest.mark.parametrize(
    "waves", [["spring", "autumn"], ["2025", "second"], ["", "2026"], ["25", "2024"]]
)
def test_nobody_guesses_which_wave_is_the_latest(waves):
    survey = vc.read_survey(
        [row for wave in waves for row in answers("clerk", "designer", [4], wave=wave)]
    )
    assert survey.waves == tuple(waves)
    for ask in (
        survey.of_wave,
        survey.withheld,
        lambda: survey.totals("provider"),
        lambda: survey.apply(vc.loads(CHAIN)),
    ):
        with pytest.raises(vc.ArgumentError, match="which wave is meant"):
            ask()
    assert len(survey.of_wave(waves[0])) == 1
    with pytest.raises(vc.UnknownNameError, match="no wave 'autum'"):
        survey.of_wave("autum")
    alone = vc.read_survey(answers("clerk", "designer", [4]))
    with pytest.raises(vc.UnknownNameError, match="no wave '2099': there is none"):
        alone.of_wave("2099")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Q4 2025", "Q1 2026"),
        ("12/2025", "01/2026"),
        ("15.12.2025", "01.02.2026"),
        ("H2 2025", "H1 2026"),
    ],
)
def test_a_wave_that_begins_with_the_quarter_or_month_is_not_taken_for_an_earlier_one(
    earlier, later
):
    survey = vc.read_survey(
        [*answers("a", "b", [4], wave=earlier), *answers("a", "b", [5], wave=later)]
    )
    try:
        latest = survey.of_wave()[0].wave
    except vc.ArgumentError:
        return  # not guessed
    assert latest == later


# As a value.


def test_a_survey_is_a_value_and_a_table():
    given = [*answers("a", "b", [4, 5, 5], aspect="time"), *answers("b", "c", ["80%"])]
    survey = vc.read_survey(given)
    assert survey == vc.read_survey(given)
    assert survey != vc.read_survey(given[1:])
    frame = survey.to_pandas()
    assert list(frame["responses"]) == [row.responses for row in survey]
    assert list(frame["satisfaction"]) == [row.score.value for row in survey]
    assert list(frame["score"]) == [
        "4.67/5 (3 responses)",
        "4.67/5 (3 responses)",
        "80/100 (1 response)",
    ]
    text = str(survey)
    for word in ("4 answers about 2 services", "4.67/5", "91.7 %", "from its aspects", "(few)"):
        assert word in text


def test_what_is_not_installed_is_named(monkeypatch, tmp_path):
    survey = vc.read_survey(answers("a", "b", [4]))
    path = book(tmp_path / "a.xlsx", answers=[["provider", "customer", "score"], ["a", "b", 4]])
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(vc.MissingExtraError, match=r"valuechain\[pandas\]"):
        survey.to_pandas()
    with pytest.raises(vc.MissingExtraError, match=r"valuechain\[excel\]"):
        vc.read_survey(path)


def test_the_documented_example_is_what_it_says():
    survey = vc.read_survey(
        [
            {"provider": "clerk", "customer": "designer", "score": mark}
            for mark in (4, 3, 5, 4, 4, 5)
        ]
    )
    assert survey.rows[0].score.short == "4.17/5 (6 responses)"
    assert Path(survey.file) == Path()


def test_another_scale_than_before_is_told():
    text = (
        "valuechain: 1\nteams:\n  a: {{serves: {{c: {{satisfaction: {}}}}}}}\ncustomers: {{c: }}\n"
    )
    survey = vc.read_survey([{"provider": "a", "customer": "c", "score": "4/5"}] * 6)
    told = " ".join(survey.remarks(vc.loads(text.format("NPS 61 (388 responses)"))))
    assert "Asked on another scale than before: a->c (nps before, 1-5 now)." in told
    assert "Replaced by fewer answers: a->c (388 before, 6 now)." in told
    assert "another scale" not in " ".join(survey.remarks(vc.loads(text.format("3.9/5"))))


def test_names_that_look_alike_are_told():
    asked = {"provider": "a", "score": 4}
    survey = vc.read_survey([asked | {"customer": who} for who in ("K\u00fcche", "Ku\u0308che")])
    assert any("Column 'customer' has" in note and "U+0308" in note for note in survey.notes)


def test_scores_of_before_that_stay_are_named():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 20%}}}, b: {serves: {c: x}}, "
        "d: {serves: {c: x}}}, customers: {c: }}"
    )
    survey = vc.read_survey([{"provider": "b", "customer": "c", "score": 4}] * 12)
    said = survey.remarks(chain)
    assert "Nobody was asked about 2 of 3 services: a->c, d->c." in said
    assert "Scores of before that stay as they are: a->c." in said


def test_scores_that_give_way_to_withheld_ones_are_not_said_to_be_replaced():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 80% (100 responses)}}}}, customers: {c: }}"
    )
    few = vc.read_survey([{"provider": "a", "customer": "c", "score": 4}] * 3)
    assert few.apply(chain, withhold=True).services["a->c"].satisfaction is None
    said = few.remarks(chain, withhold=True)
    assert "Scores of before that give way to withheld ones: a->c." in said
    assert not [each for each in said if each.startswith("Replaced")]
    assert [each for each in few.remarks(chain) if each.startswith("Replaced by fewer answers")]


NAMED = (
    "{valuechain: 1, teams: {a: {serves: {b: x, d: x}}, c: {serves: {b: x, d: x}}, "
    "b: {name: Beta, people: 10, serves: {k: x}}, d: {serves: {k: x}}}, customers: {k: }}"
)


def rows_of(provider, customer, first, count):
    return [
        {"provider": provider, "customer": customer, "score": 1 + at % 5, "respondent": f"p{at}"}
        for at in range(first, first + count)
    ]


@pytest.mark.parametrize("called", ["b", "Beta"])
def test_who_answered_is_counted_whatever_their_party_is_called(called):
    survey = vc.read_survey(rows_of("a", "b", 0, 5) + rows_of("c", called, 3, 6))
    rates = survey.response_rates(vc.loads(NAMED))
    assert (rates["b"].answered, rates["b"].people) == (9, 10)


@pytest.mark.parametrize("called", ["b", "Beta"])
def test_how_alike_one_person_answers_does_not_hang_on_what_a_party_is_called(called):
    survey = vc.read_survey(rows_of("a", "b", 0, 12) + rows_of("c", called, 0, 12))
    chain = vc.loads(NAMED.replace("people: 10", "people: 20"))
    assert survey.apply(chain).rater_correlation == 1.0
    assert any("who answers" in said for said in survey.remarks(chain))


@pytest.mark.parametrize("called", ["b", "Beta"])
def test_what_is_withheld_does_not_hang_on_what_a_party_is_called(called):
    survey = vc.read_survey(rows_of("a", "b", 0, 3) + rows_of("c", called, 0, 7), min_responses=5)
    filled = survey.apply(vc.loads(NAMED), withhold=True)
    assert [filled.services[each].satisfaction for each in ("a->b", "c->b")] == [None, None]
