"""Surveys: every scale against its published definition, every mistake at its row and column, and what small groups keep to themselves."""

import datetime
import io
import itertools
import random
import statistics
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import valuechain as vc
from valuechain.files import raw
from valuechain.files.cells import cell_text, neutral, unneutral
from valuechain.model.scales import USUAL, mark_scale
from valuechain.survey.leniency import without_leniency
from valuechain.survey.withholding import withheld

HEAD = "provider,customer,score,delivers,aspect,respondent,wave,scale\n"
CHAIN = """valuechain: 1
teams:
  clerk:
    name: The clerk
    serves:
      designer: {delivers: order form, satisfaction: 50%}
      delivery:
        - {delivers: address, satisfaction: 74%}
        - {delivers: time slot}
  designer:
    people: 8
    serves: {delivery: {delivers: bouquet, quality: 70%}}
  delivery:
    serves: {customer: }
customers:
  customer: {name: Customer}
"""


def table(*rows, head="provider,customer,score"):
    return io.StringIO("\n".join([head, *rows]) + "\n")


def answers(provider, customer, marks, **more):
    return [{"provider": provider, "customer": customer, "score": mark, **more} for mark in marks]


def problems(source, *arguments, **options):
    with pytest.raises(vc.FormatError) as caught:
        vc.read_survey(source, *arguments, **options)
    return caught.value.problems


def book(path, **sheets):
    """A workbook with these rows on its sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


# Scores.


def fractions_of(scale, marks):
    """How satisfied each answer is, by the textbook."""
    if scale == "nps":
        return [1.0 if mark >= 9 else 0.0 if mark <= 6 else 0.5 for mark in marks]
    if scale.startswith("csat"):
        return [1.0 if mark >= int(scale[-1]) - 1 else 0.0 for mark in marks]
    if scale == "yes-no":
        return [float(mark) for mark in marks]
    low, high = {
        "1-5": (1, 5),
        "1-7": (1, 7),
        "1-9": (1, 9),
        "0-10": (0, 10),
        "percent": (0, 100),
        "0-100": (0, 100),
        "ces 1-7": (1, 7),
    }[scale]
    return [(mark - low) / (high - low) for mark in marks]


LEVELS = {
    "1-5": range(1, 6),
    "1-7": range(1, 8),
    "1-9": range(1, 10),
    "0-10": range(11),
    "0-100": range(0, 101, 5),
    "percent": range(0, 101, 10),
    "yes-no": range(2),
    "csat 1-5": range(1, 6),
    "csat 1-7": range(1, 8),
    "nps": range(11),
    "ces 1-7": range(1, 8),
}


@pytest.mark.parametrize("scale", LEVELS)
def test_the_score_of_a_question_is_mean_spread_and_number_of_its_answers(scale):
    rng = random.Random(scale)
    for _ in range(30):
        marks = rng.choices(LEVELS[scale], k=rng.randint(1, 40))
        (row,) = vc.read_survey(answers("clerk", "designer", marks), scale).rows
        worths = fractions_of(scale, marks)
        assert row.score.value == pytest.approx(statistics.mean(worths), abs=1e-12)
        assert row.responses == row.score.responses == len(marks)
        if scale in ("yes-no", "csat 1-5", "csat 1-7"):
            assert row.score.scale.share and row.score.sd is None
        elif len(marks) > 1:
            assert row.score.sd == pytest.approx(statistics.stdev(worths), abs=1e-9)
        else:
            assert row.score.sd is None
        assert vc.Score.parse(row.score.text) == row.score


def test_csat_is_the_share_of_the_top_two():
    (row,) = vc.read_survey(answers("a", "b", [5, 5, 4, 4, 4, 3, 2, 1, 1, 3]), "csat 1-5").rows
    assert row.score.short == "CSAT 50 % (10 responses)"


def test_nps_is_promoters_less_detractors():
    (row,) = vc.read_survey(answers("a", "b", [10, 9, 9, 8, 7, 6, 0, 10, 10, 5]), "nps").rows
    assert row.score.short == "NPS 20 (10 responses)"
    assert row.score.value == pytest.approx((20 + 100) / 200)


def test_ces_is_the_mean_ease():
    (row,) = vc.read_survey(answers("a", "b", [7, 5, 4]), "ces 1-7").rows
    assert row.score.short.startswith("CES 5.33/7")
    assert row.score.value == pytest.approx((16 / 3 - 1) / 6)


@pytest.mark.parametrize(
    ("marks", "scale", "text", "value"),
    [
        (["4/5", "5 / 5"], "0-10", "1-5", 0.875),
        (["80%", "60 %"], "1-5", "0-100", 0.7),
        (["yes", "No", "Y", "true", "n"], "1-5", "percent", 0.6),
        ([True, False], "1-5", "percent", 0.5),
        (["7/10"], "nps", "nps", 0.5),
        (["5/7"], "ces 1-7", "ces 1-7", 4 / 6),
        (["4/7", "7/7"], "1-5", "1-7", 0.75),
        (["8/10"], "1-5", "0-10", 0.8),
        (["80/100"], "1-5", "0-100", 0.8),
        (["1", "0", "0", "0"], "yes/no", "percent", 0.25),
        ([4.0, np.int64(5), np.float64(3)], "1-5", "1-5", 0.75),
        (["3.5", "4"], "1-5", "1-5", 0.6875),
        ([" 4 ", "4"], "1 - 5", "1-5", 0.75),
        ([4], "1 to 5", "1-5", 0.75),
        ([4], "1..5", "1-5", 0.75),
        ([40, 60], "%", "0-100", 0.5),
        ([40], "Percent", "0-100", 0.4),
        (["5"], "CES 1-5", "ces 1-5", 1.0),
        ([3, 2], "csat 1-3", "csat", 1.0),
    ],
)
def test_answers_are_read_on_their_scale(marks, scale, text, value):
    (row,) = vc.read_survey(answers("a", "b", marks), scale).rows
    assert row.score.value == pytest.approx(value, abs=1e-9)
    assert row.score.text.startswith(f"{{scale: {text},")


def test_marks_between_marks_have_mean_and_spread_too():
    rng = random.Random(1)
    for scale, low, high in (("1-5", 1, 5), ("0-10", 0, 10), ("percent", 0, 100)):
        marks = [round(rng.uniform(low, high), 2) for _ in range(17)] + [low + 0.5]
        (row,) = vc.read_survey(answers("a", "b", marks), scale).rows
        worths = [(mark - low) / (high - low) for mark in marks]
        assert row.score.value == pytest.approx(statistics.mean(worths), abs=1e-9)
        assert row.score.sd == pytest.approx(statistics.stdev(worths), abs=1e-7)
    (row,) = vc.read_survey(answers("a", "b", [3.5])).rows
    assert row.score.sd is None


def test_every_usual_scale_is_one():
    for name in USUAL:
        assert mark_scale(name).name == name
        assert (
            0
            <= mark_scale(name).worth(Fraction(mark_scale(name).low))
            < mark_scale(name).worth(Fraction(mark_scale(name).high))
            <= 1
        )


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


# Leniency.


def lenient(worth, who, question):
    """The formula of the documentation, one answer at a time."""
    out = []
    for x, r, q in zip(worth, who, question, strict=True):
        own = [
            worth[j]
            - statistics.mean(worth[k] for k in range(len(worth)) if question[k] == question[j])
            for j in range(len(worth))
            if who[j] == r
        ]
        out.append(x - statistics.mean(own) if r >= 0 and len(own) > 1 else x)
        assert q >= 0
    return out


def test_leniency_is_what_its_formula_says():
    rng = random.Random(7)
    for _ in range(60):
        count = rng.randint(1, 25)
        worth = [rng.randint(0, 4) / 4 for _ in range(count)]
        who = [rng.randint(-1, 5) for _ in range(count)]
        question = [rng.randint(0, 3) for _ in range(count)]
        found = without_leniency(np.array(worth), np.array(who), np.array(question))
        assert found.tolist() == pytest.approx(lenient(worth, who, question), abs=1e-12)


def test_where_everyone_answers_everything_means_stay_and_levels_leave_the_spread():
    marks = {"r1": (5, 4, 5), "r2": (2, 1, 3), "r3": (4, 4, 2)}
    given = [
        {"provider": "a", "customer": f"c{q}", "respondent": who, "score": mark}
        for who, own in marks.items()
        for q, mark in enumerate(own)
    ]
    plain, adjusted = vc.read_survey(given), vc.read_survey(given, leniency=True)
    grand = statistics.mean((mark - 1) / 4 for own in marks.values() for mark in own)
    for q, (before, after) in enumerate(zip(plain, adjusted, strict=True)):
        centred = [
            (own[q] - 1) / 4 - statistics.mean((mark - 1) / 4 for mark in own) + grand
            for own in marks.values()
        ]
        assert after.score.value == pytest.approx(before.score.value, abs=1e-9)
        assert after.score.sd == pytest.approx(statistics.stdev(centred), abs=1e-7)
        assert after.responses == 3


def test_leniency_shifts_means_where_people_answer_different_questions_and_stays_within_the_scale():
    given = [
        *answers("a", "b", [5, 5], respondent="kind"),
        *answers("a", "c", [5], respondent="kind"),
        *answers("a", "c", [1], respondent="stern"),
        *answers("a", "d", [1], respondent="stern"),
        *answers("a", "d", [3]),
    ]
    given[1]["delivers"] = "x"
    worth = [1.0, 1.0, 1.0, 0.0, 0.0, 0.5]
    question = [0, 1, 2, 2, 3, 3]
    expected = lenient(worth, [0, 0, 0, 1, 1, -1], question)
    for q, row in enumerate(vc.read_survey(given, leniency=True)):
        own = [x for x, asked in zip(expected, question, strict=True) if asked == q]
        assert row.score.value == pytest.approx(min(1, max(0, statistics.mean(own))), abs=1e-9)


def test_leniency_leaves_aspects_their_whole():
    given = [
        {"provider": "a", "customer": "b", "aspect": aspect, "respondent": who, "score": mark}
        for who, marks in (("r1", (5, 3)), ("r2", (2, 2)))
        for aspect, mark in zip(("time", "quality"), marks, strict=True)
    ]
    whole, time, quality = vc.read_survey(given, leniency=True).rows
    assert whole.score.value == pytest.approx(
        (time.score.value + quality.score.value) / 2, abs=1e-9
    )
    assert whole.score.sd == pytest.approx(0, abs=1e-6)


def test_leniency_leaves_out_who_did_not_answer():
    rows = ["a,b,5,r1", "a,c,5,r1", "a,b,,r2", "a,b,1,r3", "a,c,1,r3"]
    survey = vc.read_survey(table(*rows, head="provider,customer,score,respondent"), leniency=True)
    assert [(row.responses, row.score.value) for row in survey] == [(2, 0.5), (2, 0.5)]


def test_leniency_needs_respondents_and_marks():
    (problem,) = problems(answers("a", "b", [4]), leniency=True)
    assert "leniency needs to know who answered" in problem.message
    assert "respondent" in problem.hint
    with pytest.raises(vc.ArgumentError, match="share of people such as nps"):
        vc.read_survey(answers("a", "b", [4], respondent="r"), "nps", leniency=True)


# Mistakes.

# (name, table, row, column, heading, words of the message, words of the hint)
MISTAKES = [
    (
        "no provider",
        "provider,customer,score\n,b,4\n",
        2,
        1,
        "provider",
        "no provider",
        "who serves whom",
    ),
    (
        "no customer",
        "provider,customer,score\na,b,4\na,,4\n",
        3,
        2,
        "customer",
        "no customer",
        "who serves whom",
    ),
    (
        "above the scale",
        "provider,customer,score\na,b,6\n",
        2,
        3,
        "score",
        "6 is outside the scale 1-5",
        "such as 1-7",
    ),
    (
        "below the scale",
        "provider,customer,score\na,b,4\na,b,0\n",
        3,
        3,
        "score",
        "0 is outside the scale 1-5",
        "such as 0-10",
    ),
    (
        "far above",
        "provider,customer,score\na,b,500\n",
        2,
        3,
        "score",
        "500 is outside the scale 1-5",
        "correct it",
    ),
    (
        "above the top",
        "provider,customer,score\na,b,6/5\n",
        2,
        3,
        "score",
        "6 is outside the scale 1-5",
        "correct it",
    ),
    (
        "above all",
        "provider,customer,score\na,b,101%\n",
        2,
        3,
        "score",
        "101 is outside the scale percent",
        "correct it",
    ),
    (
        "comma",
        'provider,customer,score\na,b,"4,5"\n',
        2,
        3,
        "score",
        "'4,5' has a comma",
        "write '4.5'",
    ),
    (
        "word",
        "provider,customer,score\na,b,good\n",
        2,
        3,
        "score",
        "'good' is not an answer",
        "4/5, 80% or yes",
    ),
    ("negative", "provider,customer,score\na,b,-1\n", 2, 3, "score", "'-1' is not an answer", ""),
    ("odd top", "provider,customer,score\na,b,4/12\n", 2, 3, "score", "no scale '1-12'", ""),
    (
        "no mark of nps",
        "provider,customer,score,scale\na,b,8.5,nps\n",
        2,
        3,
        "score",
        "8.5 is no mark of the scale nps",
        "whole number",
    ),
    (
        "unknown scale",
        "provider,customer,score,scale\na,b,4,1-55\n",
        2,
        4,
        "scale",
        "no scale '1-55'",
        "did you mean '1-5'?",
    ),
    (
        "two scales",
        "provider,customer,score\na,b,4\na,b,5\na,b,80%\n",
        4,
        3,
        "score",
        "scale percent",
        "one scale",
    ),
    (
        "scale changes",
        "provider,customer,score,scale\na,b,4,1-5\na,b,4,1-7\na,b,4,1-7\n",
        2,
        3,
        "score",
        "on the scale 1-5 among 2 on 1-7",
        "one scale",
    ),
    (
        "answered twice",
        "provider,customer,score,respondent\na,b,4,r1\na,b,5,r2\na,b,4,r1\n",
        4,
        4,
        "respondent",
        "'r1' answered this already in row 2",
        "keep one",
    ),
    (
        "aspect in lines",
        'provider,customer,score,aspect\na,b,4,"x\ny"\n',
        2,
        4,
        "aspect",
        "names no aspect",
        "timeliness",
    ),
    (
        "aspect that hides",
        "provider,customer,score,aspect\na,b,4,x\u202ey\n",
        2,
        4,
        "aspect",
        "bidirectional character U+202E",
        "leave it out",
    ),
    (
        "nobody answered",
        "provider,customer,score\na,b,\na,c,\n",
        2,
        3,
        "score",
        "no row has a score",
        "into this column",
    ),
    (
        "unknown heading",
        "provider,customer,score,wav\na,b,4,x\n",
        1,
        4,
        "wav",
        "unknown column 'wav'",
        "did you mean 'wave'?",
    ),
    (
        "heading misspelt",
        "provder,customer,score\na,b,4\n",
        1,
        1,
        "provder",
        "unknown column 'provder'",
        "did you mean 'provider'?",
    ),
    (
        "heading twice",
        "provider,customer,score,Score\na,b,4,4\n",
        1,
        4,
        "Score",
        "column 'Score' is here twice",
        "keep one",
    ),
    (
        "heading missing",
        "provider,customer,mark\na,b,4\n",
        1,
        None,
        "score",
        "column 'score' is missing",
        "provider, customer, score",
    ),
    (
        "no headings",
        "clerk,designer,4\nclerk,designer,5\n",
        1,
        None,
        "",
        "the first row names no columns (clerk, designer, 4)",
        "must name provider",
    ),
    (
        "no rows",
        "provider,customer,score\n\n,,\n",
        1,
        None,
        "",
        "empty but for its headings",
        "one row for each entry",
    ),
    ("empty", "", None, None, "", "the table is empty", "names the columns: provider"),
    (
        "blank lines only",
        "\n\n,,\n",
        None,
        None,
        "",
        "the table is empty",
        "names the columns: provider",
    ),
    (
        "row too long",
        "provider,customer,score\na,b,4\na,b,4,5\n",
        3,
        None,
        "",
        "the row has 4 cells, the headings 3",
        "quotes",
    ),
    ("open quote", 'provider,customer,score\na,b,4\n"a,b,4\n', 3, 1, "", "not CSV", "quotes"),
    ("text after a quote", 'provider,customer,score\n"a"x,b,4\n', 2, 1, "", "not CSV", "quotes"),
    (
        "many columns",
        "provider,customer,score" + "," * 17_000 + "\na,b,4\n",
        1,
        None,
        "",
        "a table of 17,003 columns",
        "another kind",
    ),
]


@pytest.mark.parametrize("case", MISTAKES, ids=[case[0] for case in MISTAKES])
def test_one_mistake_is_one_problem_with_its_row_and_column(case):
    _, text, row, column, heading, message, hint = case
    found = problems(io.StringIO(text))
    assert len(found) == 1, [str(problem) for problem in found]
    assert message in found[0].message
    assert hint in found[0].hint
    assert (found[0].line, found[0].column, found[0].heading) == (row, column, heading)


def test_a_mistake_made_often_is_told_once_with_its_number():
    (problem,) = problems(table("a,b,4", *["a,b,6"] * 3))
    assert problem.message == "6 is outside the scale 1-5 (and 2 more like it)"
    assert problem.line == 3


def test_mistakes_come_all_at_once_in_the_order_of_the_rows(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(
        "provider,customer,score,scale\na,b,9,\n,b,4,\na,b,4,stars\na,b,x,\n", encoding="utf-8"
    )
    found = problems(path)
    assert [problem.line for problem in found] == [2, 3, 4, 5]
    assert str(found[0]).startswith(
        f"{path}, row 2, column 'score': 9 is outside the scale 1-5\n    "
    )


def test_a_thousand_mistakes_are_collected():
    assert len(problems(answers("a", "b", [f"x{i}" for i in range(1200)]))) == 1000
    assert (
        len(
            problems(
                answers(
                    "a",
                    "b",
                    [datetime.date(2026, 1, 1) + datetime.timedelta(i) for i in range(1200)],
                )
            )
        )
        == 1000
    )
    assert len(problems(answers("a", "b", [4] * 1200, respondent="r"))) == 1000


def test_every_row_too_long_is_told():
    found = problems(table("a,b,4,5", "a,b,4", "a,b,4,6"))
    assert [problem.line for problem in found] == [2, 4]


def test_a_row_that_is_short_ends_in_empty_cells():
    survey = vc.read_survey(
        table("a,b,4", "a,b,5,r2", "a,b,3,r1,,", head="provider,customer,score,respondent")
    )
    assert survey.rows[0].responses == 3


def test_rows_without_a_score_are_left_out_and_counted():
    survey = vc.read_survey(table("a,b,4", "a,b,", ",,", "x,,", "a,b,5"))
    assert survey.rows[0].responses == 2
    assert "2 of 4 rows have no score and are left out." in survey.notes


def test_only_answers_of_somebody_can_be_given_twice():
    survey = vc.read_survey(
        table(
            "a,b,4,r1",
            "a,b,,r1",
            "a,b,5,",
            "a,b,3,",
            "a,c,3,r1",
            head="provider,customer,score,respondent",
        )
    )
    assert [row.responses for row in survey] == [3, 1]


def test_columns_that_nobody_reads_are_named():
    heads = [f"extra {i}" for i in range(10)]
    survey = vc.read_survey(
        table("a,b,4" + ",x" * 10, head="provider,customer,score," + ",".join(heads))
    )
    assert survey.notes[0] == f"Columns that are not read: {', '.join(heads[:8])} ...."
    assert (
        vc.read_survey(table("a,b,4,x", head="provider,customer,score,remark")).notes[0]
        == "Columns that are not read: remark."
    )


def test_a_column_without_a_heading_is_passed_over():
    assert (
        vc.read_survey([["provider", None, "customer", "score", ""], ["a", "x", "b", 4, None]])
        .rows[0]
        .responses
        == 1
    )


@pytest.mark.parametrize("heading", ["provider", "customer", "aspect"])
@pytest.mark.parametrize(
    "cell",
    [
        datetime.date(2026, 5, 4),
        datetime.datetime(2026, 5, 4, tzinfo=datetime.UTC),
        datetime.time(4, 5),
        datetime.timedelta(days=1),
    ],
)
def test_a_date_where_a_text_belongs_is_one_mistake(heading, cell):
    rows = [
        *answers("a", "b", [4], aspect="t"),
        {"provider": "a", "customer": "b", "score": 5, "aspect": "t", heading: cell},
    ]
    found = problems(rows)
    assert len(found) == 1, [str(problem) for problem in found]
    assert (found[0].line, found[0].heading) == (2, heading)
    assert "a date or time" in found[0].message
    assert "4/5" in found[0].hint


def test_a_date_where_a_score_belongs_is_one_mistake():
    (problem,) = problems(
        [*answers("a", "b", [4]), *answers("a", "b", [np.datetime64("2026-05-04"), 5])]
    )
    assert (problem.line, problem.column, problem.heading) == (2, 3, "score")
    assert "a date or time (2026-05-04)" in problem.message


def test_two_dates_in_one_row_are_two_mistakes():
    day = datetime.date(2026, 5, 4)
    found = problems([*answers("a", "b", [4], wave="1"), *answers("a", "b", [day], wave=day)])
    assert [problem.heading for problem in found] == ["score", "wave"]


# Tables from everywhere.


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_whatever_separates_its_cells(delimiter, end, tmp_path):
    lines = ["", "Provider,CUSTOMER,score,Delivers", '"a",b,4,"x, y; z"', "a,b,5,x"]
    text = end.join(
        line.replace(",", delimiter)
        if '"x' not in line
        else delimiter.join(['"a"', "b", "4", '"x, y; z"'])
        for line in lines
    )
    for encoding in ("utf-8", "utf-8-sig"):
        path = tmp_path / "answers.csv"
        path.write_bytes((text + end).encode(encoding))
        survey = vc.read_survey(path)
        assert [(row.delivers, row.score.value) for row in survey] == [
            ("x, y; z", 0.75),
            ("x", 1.0),
        ]
        assert survey.rows[0].place.line == 3
        assert survey == vc.read_survey(str(path))
        with path.open("rb") as file:
            assert vc.read_survey(file).rows == survey.rows
        with path.open(encoding=encoding, newline="") as file:
            assert vc.read_survey(file).rows == survey.rows
    assert vc.read_survey(io.BytesIO(text.encode())).file == ""
    assert vc.read_survey(io.StringIO("\ufeff" + text)).rows[0].provider == "a"


def test_a_file_with_a_number_for_a_name_is_read():
    handle = io.BytesIO(b"provider,customer,score\na,b,4\n")
    handle.name = 7
    assert vc.read_survey(handle).file == ""


def test_the_same_answers_make_the_same_survey_from_everywhere(tmp_path):
    rng = random.Random(11)
    names = ["provider", "customer", "score", "aspect", "respondent", "wave"]
    rows = [
        [rng.choice("ab"), "c", rng.randint(1, 5), rng.choice(["", "time"]), f"r{i}", "2026"]
        for i in range(60)
    ]
    records = [dict(zip(names, row, strict=True)) for row in rows]
    expected = [
        (row.provider, row.customer, row.aspect, row.wave, row.responses, row.score)
        for row in vc.read_survey(records)
    ]
    text = "\n".join(",".join(map(str, row)) for row in [names, *rows])
    frame = pd.DataFrame(records)
    path = book(tmp_path / "answers.xlsx", notes=[["hello"]], answers=[names, *rows])
    plain = book(tmp_path / "plain.xlsx", first=[names, *rows], other=[["x"]])
    sources = [
        [names, *rows],
        (row for row in records),
        io.StringIO(text),
        frame,
        frame.convert_dtypes(),
        path,
        str(plain),
    ]
    for source in sources:
        found = [
            (row.provider, row.customer, row.aspect, row.wave, row.responses, row.score)
            for row in vc.read_survey(source)
        ]
        assert found == expected
    assert vc.read_survey(path, sheet="ANSWERS").rows[0].place.sheet == "answers"


def test_rows_in_python_are_numbered_from_their_first():
    assert problems(answers("a", "b", [4, 9]))[0].line == 2
    assert problems([["provider", "customer", "score"], ["a", "b", 9]])[0].line == 2


@pytest.mark.parametrize("source", [5, None, 3.5])
def test_what_is_no_table_is_refused(source):
    with pytest.raises(vc.ArgumentError, match=f"not {type(source).__name__}"):
        vc.read_survey(source)


@pytest.mark.parametrize(
    "source", [["abc", "def"], [{"provider": "a"}, ["b"]], [5], {"provider": "a"}, [b"x"]]
)
def test_rows_that_are_none_are_refused(source):
    with pytest.raises(vc.ArgumentError, match="mappings by heading, or sequences"):
        vc.read_survey(source)


def test_no_rows_are_an_empty_table():
    assert "empty" in problems([])[0].message
    assert "empty" in problems([[], [None, ""]])[0].message
    assert "empty" in problems(pd.DataFrame(columns=["provider", "customer", "score"]))[0].message


@pytest.mark.parametrize(
    "nothing", [None, "", float("nan"), np.float64("nan"), pd.NA, pd.NaT], ids=repr
)
def test_missing_values_of_every_kind_are_empty(nothing):
    assert cell_text(nothing) == ""
    for first in ("r1", nothing):
        survey = vc.read_survey(
            [{"respondent": first, "provider": "a", "customer": "b", "score": 4, "wave": nothing}]
        )
        assert survey.waves == ("",)


def test_numbers_are_written_as_people_would():
    assert [
        cell_text(x)
        for x in (4, 4.0, 0.81, True, False, np.int32(7), np.float32(0.5), np.bool_(True), 1e300)
    ] == [
        "4",
        "4",
        "0.81",
        "true",
        "false",
        "7",
        "0.5",
        "true",
        "1e+300",
    ]
    assert cell_text(Fraction(1, 2)) == "1/2"
    assert cell_text("x") == "x"


def test_a_data_frame_with_a_column_twice_is_told():
    (problem,) = problems(
        pd.DataFrame([["a", "b", 4, 5]], columns=["provider", "customer", "score", "score"])
    )
    assert "column 'score' is here twice" in problem.message


def test_what_a_spreadsheet_would_run_is_made_harmless_and_back():
    rng = random.Random(13)
    for _ in range(2000):
        text = "".join(rng.choices("=+-@\t'a ", k=rng.randint(0, 6)))
        assert unneutral(neutral(text)) == text
        assert neutral(text)[:1] not in tuple("=+-@\t\r")
        assert neutral(text) in (text, "'" + text)


def test_a_workbook_under_another_name_is_told(tmp_path):
    path = book(
        tmp_path / "a.xlsx", answers=[["provider", "customer", "score"], ["a", "b", 4]]
    ).rename(tmp_path / "a.csv")
    (problem,) = problems(path)
    assert "this is a workbook, not CSV" in problem.message
    assert ".xlsx" in problem.hint


def test_files_that_cannot_be_read_are_the_error_they_are(tmp_path):
    for name in ("none.csv", "none.xlsx"):
        with pytest.raises(FileNotFoundError, match=name):
            vc.read_survey(tmp_path / name)
    with pytest.raises(IsADirectoryError):
        vc.read_survey(tmp_path)
    path = tmp_path / "latin.csv"
    path.write_bytes("provider,customer,score\ncaf\xe9,b,4\n".encode("latin-1"))
    (problem,) = problems(path)
    assert "not UTF-8" in problem.message
    assert problem.line == 2


def test_a_file_that_is_too_large_is_told(monkeypatch):
    monkeypatch.setattr(raw, "MAX_BYTES", 2**20)
    assert "more than 1 MB" in problems(io.BytesIO(b"x" * (2**20 + 1)))[0].message
    assert "more than 1 MB" in problems(io.StringIO("x" * (2**20 + 1)))[0].message


# Workbooks.


def test_a_formula_in_an_answer_is_told_with_sheet_row_and_column(tmp_path):
    head = ["provider", "customer", "score"]
    path = book(
        tmp_path / "a.xlsx",
        notes=[["see answers"]],
        answers=[head, ["a", "b", 4], ["a", "b", "=2+2"]],
    )
    (problem,) = problems(path)
    assert (problem.sheet, problem.line, problem.column, problem.heading) == (
        "answers",
        3,
        3,
        "score",
    )
    assert problem.message == "a formula"
    assert "paste its value" in problem.hint
    assert str(problem).startswith(f"{path}, sheet 'answers', row 3, column 'score': a formula")


@pytest.mark.parametrize("heading", ["provider", "customer", "score", "wave"])
def test_a_formula_anywhere_is_one_mistake(heading, tmp_path):
    head = ["provider", "customer", "score", "wave"]
    cells = [
        "=A2" if name == heading else cell
        for name, cell in zip(head, ["a", "b", 4, "2026"], strict=True)
    ]
    found = problems(book(tmp_path / "a.xlsx", answers=[head, ["a", "b", 4, "2026"], cells]))
    assert len(found) == 1, [str(problem) for problem in found]
    assert (found[0].heading, found[0].message) == (heading, "a formula")


def test_two_formulas_in_one_row_are_two_mistakes(tmp_path):
    head = ["provider", "customer", "score", "wave"]
    found = problems(book(tmp_path / "a.xlsx", answers=[head, ["a", "b", "=2+2", "=1+1"]]))
    assert [problem.heading for problem in found] == ["score", "wave"]


def test_formulas_in_columns_that_nobody_reads_do_no_harm(tmp_path):
    head = ["provider", "customer", "score", "remark"]
    assert (
        vc.read_survey(book(tmp_path / "a.xlsx", answers=[head, ["a", "b", 4, "=1+1"]]))
        .rows[0]
        .responses
        == 1
    )


def test_merged_cells_are_told(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "answers"
    for row in (["provider", "customer", "score", "wave"], ["a", "b", 4, "x"], ["a", "b", 5, None]):
        sheet.append(row)
    sheet.merge_cells("D2:D3")
    made.save(tmp_path / "a.xlsx")
    found = problems(tmp_path / "a.xlsx")
    assert (found[0].line, found[0].heading, found[0].sheet) == (2, "wave", "answers")
    assert all(
        problem.message == "the cells D2 to D3 are merged" and "unmerge" in problem.hint
        for problem in found
    )


def test_one_merged_range_is_one_mistake(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "answers"
    for row in (["provider", "customer", "score"], ["a", "b", 4], [None, "b", 5], [None, "b", 3]):
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    made.save(tmp_path / "a.xlsx")
    found = problems(tmp_path / "a.xlsx")
    assert len(found) == 1, [str(problem) for problem in found]
    assert found[0].line == 2


def test_dates_in_a_workbook_are_told(tmp_path):
    head = ["provider", "customer", "score"]
    found = problems(
        book(
            tmp_path / "a.xlsx",
            answers=[head, ["a", "b", datetime.date(2026, 5, 4)], ["a", "b", datetime.time(4, 5)]],
        )
    )
    assert [(problem.line, problem.heading) for problem in found] == [(2, "score"), (3, "score")]
    assert "2026-05-04" in found[0].message


def test_rows_of_a_workbook_are_numbered_as_the_spreadsheet_shows_them(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    for row, column, value in (
        (3, 2, "provider"),
        (3, 3, "customer"),
        (3, 4, "score"),
        (6, 2, "a"),
        (6, 3, "b"),
        (6, 4, 9),
    ):
        sheet.cell(row, column, value)
    made.save(tmp_path / "a.xlsx")
    (problem,) = problems(tmp_path / "a.xlsx")
    assert problem.line == 6
    assert problem.heading == "score"


def test_a_cell_far_away_does_not_end_the_process(tmp_path):
    made = openpyxl.load_workbook(
        book(tmp_path / "far.xlsx", answers=[["provider", "customer", "score"], ["a", "b", 4]])
    )
    made["answers"].cell(1_048_576, 16_384, "x")
    made.save(tmp_path / "far.xlsx")
    script = (
        "import resource, sys\nresource.setrlimit(resource.RLIMIT_AS, (4 * 2**30,) * 2)\nimport valuechain as vc\n"
        "try:\n    vc.read_survey(sys.argv[1])\nexcept vc.FormatError:\n    pass\nprint('alive')"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "far.xlsx")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (found.returncode, found.stdout) == (0, "alive\n"), found.stderr[:200]


def test_the_sheet_is_found_or_asked_for(tmp_path):
    rows = [["provider", "customer", "score"], ["a", "b", 4]]
    two = book(tmp_path / "two.xlsx", first=rows, second=rows)
    assert vc.read_survey(two, sheet="Second").rows[0].place.sheet == "second"
    assert "2 have the columns" in problems(two)[0].message
    assert "'first', 'second'" in problems(two)[0].hint
    (problem,) = problems(two, sheet="frist")
    assert "no sheet 'frist'" in problem.message
    assert problem.hint == "did you mean 'first'?"
    assert "there are 'first', 'second'" in problems(two, sheet="zzzzzzzzzz")[0].hint
    none = book(tmp_path / "none.xlsx", a=[["x"]], b=[[None]])
    assert "none has the columns provider" in problems(none)[0].message


def test_a_hundred_thousand_rows_are_read():
    rng = random.Random(17)
    lines = [f"p{rng.randint(0, 9)},c,{rng.randint(1, 5)},r{i}" for i in range(100_000)]
    survey = vc.read_survey(table(*lines, head="provider,customer,score,respondent"))
    assert survey.answers == 100_000
    assert len(survey) == 10


# Into a chain.


def test_a_wave_is_filled_in_and_all_else_stays():
    chain = vc.loads(CHAIN)
    rows = [
        *answers("clerk", "designer", [4, 4, 2, 5, 1], wave="2026"),
        *answers("The Clerk", "DELIVERY", [5], delivers="Time slot", wave="2026"),
        *answers("designer", "delivery", [3], aspect="time", wave="2026"),
        *answers("clerk", "designer", [1], wave="2025"),
        *answers("delivery", "customer", [1], wave="2026", delivers="anything"),
    ]
    survey = vc.read_survey(rows)
    filled = survey.apply(chain)
    form, address, slot, bouquet, last = filled.services.values()
    assert form.satisfaction.value == pytest.approx((3.2 - 1) / 4)
    assert form.satisfaction.responses == 5
    assert form.satisfaction.sd == pytest.approx(statistics.stdev([4, 4, 2, 5, 1]) / 4)
    assert address == chain.services["clerk->delivery#1"]
    assert slot.satisfaction.value == 1
    assert (bouquet.quality, bouquet.satisfaction.value) == (None, 0.5)
    assert [(word, score.value) for word, score in bouquet.aspects] == [("time", 0.5)]
    assert last.satisfaction.value == 0
    assert filled.parties == chain.parties
    assert survey.apply(chain, "2025").services["clerk->designer"].satisfaction.value == 0
    assert (
        survey.apply(chain, "2025").services["designer->delivery"]
        == chain.services["designer->delivery"]
    )
    said = survey.remarks(chain)
    assert "Filled in: wave 2026 (the latest) of 2025, 2026." in said
    assert "Nobody was asked about 1 of 5 services: clerk->delivery#1." in said
    assert "Answers take the place of an expert's quality: designer->delivery." in said
    assert any(
        text.startswith("Fewer than 5 answers, ")
        and "clerk->DELIVERY" not in text
        and "designer->delivery: time (1)" in text
        for text in said
    )


def test_where_everything_was_asked_often_there_is_nothing_to_remark():
    chain = vc.loads("valuechain: 1\nteams:\n  a: {serves: {c: x}}\ncustomers:\n  c:\n")
    assert vc.read_survey(answers("a", "c", ["4/5"] * 5)).remarks(chain, withhold=True) == ()


def test_a_service_may_be_named_by_its_id():
    rows = answers("clerk", "delivery", [5], delivers="clerk->delivery#2")
    assert (
        vc.read_survey(rows).apply(vc.loads(CHAIN)).services["clerk->delivery#2"].satisfaction.value
        == 1
    )


# (name, rows as provider, customer, delivers; row, heading, message, hint)
UNMATCHED = [
    (
        "unknown provider",
        [("clerc", "designer", "")],
        1,
        "provider",
        "no party 'clerc'",
        "did you mean 'clerk'?",
    ),
    (
        "unknown customer",
        [("clerk", "zzz", "")],
        1,
        "customer",
        "no party 'zzz'",
        "add it to the chain",
    ),
    (
        "near a name",
        [("clerk", "Custumer", "")],
        1,
        "customer",
        "no party 'Custumer'",
        "did you mean 'Customer'?",
    ),
    (
        "no such service",
        [("designer", "clerk", "")],
        1,
        "provider",
        "no service runs from 'designer' to 'clerk'",
        "add it",
    ),
    (
        "which of two",
        [("clerk", "delivery", "")],
        1,
        "provider",
        "2 services run from 'clerk' to 'delivery'",
        "'address', 'time slot'",
    ),
    (
        "none delivers it",
        [("clerk", "delivery", "adress")],
        1,
        "provider",
        "no service from 'clerk' to 'delivery' delivers 'adress'",
        "'address'",
    ),
    (
        "something else",
        [("clerk", "designer", "zzz")],
        1,
        "provider",
        "delivers 'zzz'",
        "there is 'order form'",
    ),
    (
        "two names",
        [("clerk", "designer", ""), ("The clerk", "designer", "")],
        2,
        "provider",
        "'clerk->designer' is named in two ways",
        "row 1",
    ),
    (
        "too many answers",
        [("clerk", "designer", "")] * 9,
        1,
        "customer",
        "9 answers about 'clerk->designer', but 'designer' has only 8",
        "people",
    ),
    (
        "one name often",
        [("clerc", "designer", ""), ("clerc", "delivery", "")],
        1,
        "provider",
        "no party 'clerc'",
        "",
    ),
]


@pytest.mark.parametrize("case", UNMATCHED, ids=[case[0] for case in UNMATCHED])
def test_one_name_that_the_chain_lacks_is_one_problem(case):
    _, rows, row, heading, message, hint = case
    survey = vc.read_survey(
        [{"provider": p, "customer": c, "delivers": d, "score": 4} for p, c, d in rows]
    )
    with pytest.raises(vc.FormatError) as caught:
        survey.apply(vc.loads(CHAIN))
    assert len(caught.value.problems) == 1, str(caught.value)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert (problem.line, problem.heading) == (row, heading)


def test_both_ends_unknown_are_two_problems_and_all_come_at_once():
    survey = vc.read_survey(
        [
            {"provider": p, "customer": c, "score": 4}
            for p, c in (("x", "y"), ("designer", "clerk"), ("z", "clerk"))
        ]
    )
    with pytest.raises(vc.FormatError) as caught:
        survey.apply(vc.loads(CHAIN))
    found = [(problem.line, problem.heading) for problem in caught.value.problems]
    assert [line for line, _ in found] == [1, 1, 2, 3]
    assert sorted(found) == [(1, "customer"), (1, "provider"), (2, "provider"), (3, "provider")]


def test_a_name_of_several_parties_is_told():
    chain = vc.loads(
        "valuechain: 1\nteams:\n  a: {name: Desk, serves: {c: x}}\n  b: {name: desk, serves: {c: y}}\ncustomers:\n  c:\n"
    )
    with pytest.raises(vc.FormatError) as caught:
        vc.read_survey(answers("Desk", "c", [4])).apply(chain)
    (problem,) = caught.value.problems
    assert "'Desk' names 2 parties" in problem.message
    assert problem.hint == "write the id: 'a', 'b'"


def test_several_services_that_deliver_the_same_are_told():
    chain = vc.loads("valuechain: 1\nteams:\n  a: {serves: {c: [x, x]}}\ncustomers:\n  c:\n")
    with pytest.raises(vc.FormatError, match="2 services run from 'a' to 'c'"):
        vc.read_survey(answers("a", "c", [4], delivers="x")).apply(chain)


def test_apply_takes_a_chain():
    with pytest.raises(vc.ArgumentError, match="apply takes a ValueChain, not dict"):
        vc.read_survey(answers("a", "b", [4])).apply({})


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


@pytest.mark.parametrize("waves", [["spring", "autumn"], ["2025", "second"], ["", "2026"]])
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


# Small groups.


def rank_without(rows):
    """Row-reduced, with exact fractions."""
    reduced = []
    for row in rows:
        left = list(row)
        for pivot, known in reduced:
            if left[pivot]:
                factor = left[pivot]
                left = [a - factor * b for a, b in zip(left, known, strict=True)]
        pivot = next((i for i, value in enumerate(left) if value), None)
        if pivot is not None:
            reduced.append((pivot, [value / left[pivot] for value in left]))
    return reduced


def follows(reduced, wanted):
    """Whether a combination of the unknowns follows from what is known."""
    left = list(wanted)
    for pivot, known in reduced:
        if left[pivot]:
            factor = left[pivot]
            left = [a - factor * b for a, b in zip(left, known, strict=True)]
    return not any(left)


def random_survey(rng):
    """A survey with small groups, parallel services, aspects and services asked about in aspects only."""
    rows = []
    named = rng.random() < 0.5  # each answer by somebody else, or by nobody knows whom
    for provider, customer in itertools.product("abc", "xyz"):
        if rng.random() < 0.35:
            continue
        for delivers in rng.choice([[""], [""], ["", "more"]]):
            words = rng.choice(
                [
                    [""],
                    [""],
                    [""],
                    ["", "time"],
                    ["time", "quality"],
                    ["time"],
                    ["time", "quality", "words"],
                ]
            )
            for aspect in words:
                count = rng.choice([1, 2, 3, 4, 4, 5, 6, 8, 12])
                rows += answers(
                    provider,
                    customer,
                    rng.choices(range(1, 6), k=count),
                    delivers=delivers,
                    aspect=aspect,
                )
    rows = [
        row | {"respondent": f"r{i}" if named else ""}
        for i, row in enumerate(rows or answers("a", "x", [4]))
    ]
    return vc.read_survey(rows, min_responses=rng.choice([3, 5, 5, 5, 8]))


def told(survey):
    """What a client is shown and knows: a row of coefficients for each, over the satisfaction of the survey's rows."""
    rows = survey.of_wave()
    hidden = survey.withheld()
    unit = [[Fraction(i == j) for j in range(len(rows))] for i in range(len(rows))]
    known = [unit[i] for i, row in enumerate(rows) if row not in hidden]
    for by in ("provider", "customer"):
        for name, (value, _) in survey.totals(by, withhold=True).items():
            if value is not None:
                known.append(
                    [
                        Fraction(row.responses)
                        if getattr(row, by) == name and not row.aspect
                        else Fraction(0)
                        for row in rows
                    ]
                )
    for whole in rows:
        if whole.from_aspects:
            ends = (whole.provider, whole.customer, whole.delivers)
            parts = [
                row.responses
                if row.aspect and (row.provider, row.customer, row.delivers) == ends
                else 0
                for row in rows
            ]
            if whole.responses != sum(
                parts
            ):  # respondents are not known: the mean of the aspects, else that of all respondents
                parts = [int(part > 0) for part in parts]
            known.append(
                [
                    Fraction(row is whole) - Fraction(part, sum(parts))
                    for row, part in zip(rows, parts, strict=True)
                ]
            )
    return rows, hidden, rank_without(known)


def test_no_small_group_follows_from_what_is_shown():
    rng = random.Random(19)
    opened = closed = 0
    for _ in range(400):
        survey = random_survey(rng)
        rows, hidden, reduced = told(survey)
        assert set(survey.small) <= set(hidden)
        for i, row in enumerate(rows):
            if row.responses < survey.min_responses:
                assert not follows(reduced, [Fraction(i == j) for j in range(len(rows))]), (
                    row,
                    hidden,
                )
        opened += len(hidden) > len(survey.small)
        closed += any(
            value is None
            for by in ("provider", "customer")
            for value, _ in survey.totals(by, withhold=True).values()
        )
        if not survey.small:
            assert hidden == ()
    assert opened > 100
    assert closed > 50


def test_no_sum_of_groups_that_are_small_together_follows_from_what_is_shown():
    rng = random.Random(23)
    for _ in range(200):
        survey = random_survey(rng)
        rows, hidden, reduced = told(survey)
        small = [i for i, row in enumerate(rows) if row in hidden and not row.aspect]
        for size in (2, 3):
            for group in itertools.combinations(small, size):
                if sum(rows[i].responses for i in group) < survey.min_responses:
                    wanted = [
                        Fraction(rows[i].responses if i in group else 0) for i in range(len(rows))
                    ]
                    assert not follows(reduced, wanted), [
                        (rows[i].provider, rows[i].customer, rows[i].responses) for i in group
                    ]


def test_withholding_keeps_cells_of_any_table():
    rng = random.Random(29)
    for _ in range(400):
        sizes = [rng.choice([0, 1, 2, 4, 5, 7, 9, 20]) for _ in range(rng.randint(1, 9))]
        totals = [
            sorted(rng.sample(range(len(sizes)), rng.randint(1, len(sizes))))
            for _ in range(rng.randint(0, 6))
        ]
        hidden, closed = withheld(sizes, totals, 5)
        shown = [
            [Fraction(i == j) for j in range(len(sizes))]
            for i in range(len(sizes))
            if i not in hidden
        ]
        shown += [
            [Fraction(i in cells) for i in range(len(sizes))]
            for at, cells in enumerate(totals)
            if at not in closed
        ]
        reduced = rank_without(shown)
        for i, size in enumerate(sizes):
            if 0 < size < 5:
                assert i in hidden
                assert not follows(reduced, [Fraction(i == j) for j in range(len(sizes))])
    assert withheld([9, 9], [[0, 1]], 5) == (set(), set())


def test_totals_are_the_means_of_all_answers():
    rng = random.Random(31)
    for _ in range(50):
        survey = random_survey(rng)
        for by in ("provider", "customer"):
            sums = {}
            for row in survey:
                if not row.aspect:
                    sums.setdefault(getattr(row, by), []).extend([row.score.value] * row.responses)
            found, shown = survey.totals(by), survey.totals(by, withhold=True)
            assert list(found) == list(shown) == list(sums)
            for name, worths in sums.items():
                assert found[name][0] == pytest.approx(statistics.mean(worths))
                assert found[name][1] == shown[name][1] == len(worths)
                assert shown[name][0] in (None, found[name][0])
    with pytest.raises(vc.UnknownNameError, match="no level to sum up by"):
        survey.totals("provder")


def test_what_would_be_found_by_subtraction_is_withheld_too():
    given = [*answers("a", "x", [1] * 3), *answers("a", "y", [4] * 6), *answers("a", "z", [5] * 9)]
    survey = vc.read_survey(given)
    assert [row.customer for row in survey.small] == ["x"]
    assert [row.customer for row in survey.withheld()] == ["x", "y"]
    assert survey.totals("provider", withhold=True)["a"][0] is not None
    assert {
        name: value is None for name, (value, _) in survey.totals("customer", withhold=True).items()
    } == {
        "x": True,
        "y": True,
        "z": False,
    }


def test_a_group_alone_closes_its_total():
    survey = vc.read_survey(answers("a", "x", [1] * 3))
    assert survey.totals("provider", withhold=True) == {"a": (None, 3)}
    assert survey.totals("provider") == {"a": (0.0, 3)}


def test_withheld_scores_are_not_filled_in():
    chain = vc.loads(CHAIN)
    given = [
        *answers("clerk", "designer", [2] * 3),
        *answers("clerk", "delivery", [4] * 6, delivers="address"),
        *answers("clerk", "delivery", [4] * 9, delivers="time slot"),
        *answers("designer", "delivery", [4] * 9, aspect="time"),
        *answers("designer", "delivery", [4] * 2, aspect="quality"),
    ]
    survey = vc.read_survey(given)
    hidden = {(row.provider, row.customer, row.delivers, row.aspect) for row in survey.withheld()}
    filled = survey.apply(chain, withhold=True)
    for row in survey:
        (asked,) = (
            s
            for s in filled.services.values()
            if (s.provider, s.customer) == (row.provider, row.customer)
            and row.delivers in ("", s.delivers)
        )
        kept = dict(asked.aspects).get(row.aspect) if row.aspect else asked.satisfaction
        assert (kept is None) == ((row.provider, row.customer, row.delivers, row.aspect) in hidden)
    assert filled.services["designer->delivery"].quality.value == 0.7  # nothing took its place
    assert ("clerk", "designer", "", "") in hidden
    said = survey.remarks(chain, withhold=True)
    assert any("fewer than 5 answered" in text and "clerk->designer" in text for text in said)
    assert not any(text.startswith("Fewer than 5") for text in said)


def test_many_names_are_cut_short():
    rows = [row for i in range(8) for row in answers("clerk", "designer", [4], aspect=f"a{i}")]
    said = vc.read_survey(rows).remarks(vc.loads(CHAIN))
    assert any(text.endswith(" and 4 more.") for text in said)


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


def test_where_groups_are_too_many_to_try_no_sum_of_them_is_shown():
    hidden, closed = withheld([1] * 80 + [9, 9], [[*range(80), 80], [*range(40), 81], [80, 81]], 5)
    assert hidden == set(range(80))
    assert closed == {0, 1}


def test_many_small_groups_are_withheld_quickly():
    rows = [
        {"provider": f"p{i % 30}", "customer": f"q{i // 30}", "aspect": a, "score": 4}
        for i in range(200)
        for a in ("", "t", "u")
        for _ in range(3)
    ]
    survey = vc.read_survey(rows)
    assert len(survey.withheld()) == len(survey)
    assert all(told is None for told, _ in survey.totals("provider", withhold=True).values())
