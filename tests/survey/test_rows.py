"""Tests of `survey.rows`: one question of a survey and what was answered."""

import datetime
import io

import numpy as np
import pytest

import valuechain as vc
from helpers.answers import answers, problems, table

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
        "provider,customer,score\na,b,fish\n",
        2,
        3,
        "score",
        "'fish' is not an answer",
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
    assert found[0].hint == "format the column as text and type it again"


def test_a_date_where_a_score_belongs_is_one_mistake():
    (problem,) = problems(
        [*answers("a", "b", [4]), *answers("a", "b", [np.datetime64("2026-05-04"), 5])]
    )
    assert (problem.line, problem.column, problem.heading) == (2, 3, "score")
    assert "a date or time (2026-05-04)" in problem.message


def test_two_dates_in_one_row_are_two_mistakes():
    day = datetime.date(2026, 5, 4)
    found = problems([*answers("a", "b", [4], aspect="t"), *answers("a", "b", [day], aspect=day)])
    assert [problem.heading for problem in found] == ["score", "aspect"]
