"""Tests of `files.counted`: is a table counted already, and of `files.fractional`: fractions for marks."""

import random
import statistics

import pytest

import valuechain as vc
from helpers.answers import answers, book, problems, table
from valuechain.files.counted import COUNTS, SPREADS

COUNTED = "provider,customer,score,count"
MEANS = "provider,customer,score,n"


@pytest.mark.parametrize("heading", [*COUNTS, "Count", "N", "Number of responses", "# Responses"])
def test_marks_with_counts_are_as_many_answers(heading):
    rng = random.Random(heading)
    often = {mark: rng.randint(0, 9) for mark in range(1, 5)} | {5: 2}
    lines = [f"a,b,{mark},{count}" for mark, count in often.items()]
    survey = vc.read_survey(table(*lines, head=f"provider,customer,score,{heading}"))
    each = [mark for mark, count in often.items() for _ in range(count)]
    assert survey.rows[0].score == vc.read_survey(answers("a", "b", each)).rows[0].score
    name = "_".join(heading.casefold().split())
    assert f"Column '{name}' says how often each answer was given." in survey.notes
    assert survey.answers == len(each)


@pytest.mark.parametrize(
    ("scale", "often"),
    [
        ("nps", {mark: mark + 1 for mark in range(11)}),
        ("csat 1-5", {1: 3, 4: 2, 5: 9}),
        ("yes-no", {"yes": 30, "no": 10}),
        ("1-5", {"5 - Very satisfied": 3, "4 - Satisfied": 8, "N/A": 7}),
        ("1-5", {"Very satisfied": 3, "Satisfied": 8, "Very dissatisfied": 0}),
        ("percent", {"80%": 3, "60%": 8}),
    ],
)
def test_answers_of_every_kind_may_be_counted(scale, often):
    lines = [f"a,b,{mark},{count}" for mark, count in often.items()]
    (row,) = vc.read_survey(table(*lines, head=COUNTED), scale).rows
    each = [mark for mark, count in often.items() for _ in range(count)]
    assert row.score == vc.read_survey(answers("a", "b", each), scale).rows[0].score


@pytest.mark.parametrize(
    "heading", ["n", "responses", "count", "Responses", "respondents", "Anzahl"]
)
def test_means_with_numbers_of_answers_are_scores(heading):
    survey = vc.read_survey(
        table("a,b,3.4,12", "b,c,4.1,140", head=f"provider,customer,score,{heading}")
    )
    assert [row.score.short for row in survey] == [
        "3.4/5 (12 responses)",
        "4.1/5 (140 responses)",
    ]
    assert [row.score.sd for row in survey] == [None, None]
    assert (survey.answers, survey.small) == (152, ())
    assert survey.notes[0].startswith("Each score is a mean; column")


@pytest.mark.parametrize(
    ("score", "scale", "short"),
    [
        ("3.4", "1-7", "3.4/7 (12 responses)"),
        ("4", "1-5", "4/5 (12 responses)"),
        ("3.4/5", "0-10", "3.4/5 (12 responses)"),
        ("81%", "1-5", "81/100 (12 responses)"),
        ("5.2", "ces 1-7", "CES 5.2/7 (12 responses)"),
    ],
)
def test_a_mean_is_read_on_its_scale(score, scale, short):
    (row,) = vc.read_survey(table(f"a,b,{score},12", head=MEANS), scale).rows
    assert row.score.short == short
    assert row.responses == row.score.responses == 12


def test_a_spread_makes_a_mean_as_sure_as_its_answers():
    rng = random.Random(5)
    for scale, low, high in (("1-5", 1, 5), ("0-10", 0, 10), ("ces 1-7", 1, 7)):
        marks = [rng.randint(low, high) for _ in range(30)]
        mean, sd = statistics.mean(marks), statistics.stdev(marks)
        head = f"provider,customer,score,n,{rng.choice(SPREADS)}"
        (row,) = vc.read_survey(table(f"a,b,{mean:.9f},30,{sd:.9f}", head=head), scale).rows
        (same,) = vc.read_survey(answers("a", "b", marks), scale).rows
        assert row.score.value == pytest.approx(same.score.value, abs=1e-8)
        assert row.score.sd == pytest.approx(same.score.sd, abs=1e-8)


def test_a_number_of_answers_may_have_decimals_that_say_nothing():
    assert vc.read_survey(table("a,b,3.4,12.0", head=MEANS)).rows[0].responses == 12


def test_whole_means_and_marks_that_all_gave_are_alike():
    (row,) = vc.read_survey(table("a,b,4,12", head=MEANS)).rows
    assert (row.score.value, row.responses, row.score.sd) == (0.75, 12, None)


def test_whom_nobody_answered_is_left_out():
    survey = vc.read_survey(table("a,b,3.4,12", "a,c,4.1,0", "a,d,,0", head=MEANS))
    assert [row.customer for row in survey] == ["b"]
    assert "no row has a score" in str(problems(table("a,b,3.4,0", head=MEANS))[0])


def test_means_of_aspects_make_the_whole_as_sure_as_the_least_answered():
    survey = vc.read_survey(
        table("a,b,3.4,t,10", "a,b,3.8,u,12", head="provider,customer,score,aspect,n")
    )
    assert [(row.aspect, row.score.short) for row in survey] == [
        ("", "3.6/5 (10 responses)"),
        ("t", "3.4/5 (10 responses)"),
        ("u", "3.8/5 (12 responses)"),
    ]


MISTAKES = [
    ("no number", "a,b,4,x\na,b,5,7", COUNTED, 2, "count", "'x' is no number of answers", "0 for nobody"),
    ("negative", "a,b,4,-1", COUNTED, 2, "count", "'-1' is no number of answers", "such as 12"),
    ("thousands", 'a,b,4,"1,200"', COUNTED, 2, "count", "'1,200' is no number", "write '1200'"),
    ("half", "a,b,4,2.5", COUNTED, 2, "count", "'2.5' is no number", "whole number"),
    ("none said", "a,b,4,\na,b,5,1", COUNTED, 2, "count", "for the score '4'", "0 for nobody"),
    ("ids", "a,b,4,r1\na,b,5,r2", "provider,customer,score,respondents", 2, "respondents", "'r1' is no number", "call the column 'respondent'"),
    ("numbers of rows", "a,b,4,1\na,b,5,2\na,b,3,3", MEANS, 2, "n", "the numbers of the rows, or", "'count' if"),
    ("respondents too", "a,b,4,r1,3", "provider,customer,score,respondent,n", 2, "n", "'respondent' beside 'n'", "delete"),
    ("two counts", "a,b,4,1,1", "provider,customer,score,n,count", 2, "n", "two columns say how many", "delete one"),
    ("spread alone", "a,b,3.4,0.8", "provider,customer,score,sd", 2, "sd", "none that says how many answered", "'n'"),
    ("no spread", "a,b,3.4,9,x", "provider,customer,score,n,sd", 2, "sd", "'x' is no spread", "0.8"),
    ("wide spread", "a,b,3.4,9,7", "provider,customer,score,n,sd", 2, "sd", "cannot differ so much", "correct"),
    ("two means", "a,b,3.4,9\na,b,3.5,8", MEANS, 3, "score", "row 2 has one", "make one row"),
]  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES, ids=[case[0] for case in MISTAKES])
def test_one_mistake_is_one_problem_with_its_row_and_column(case):
    _, rows, head, line, heading, message, hint = case
    found = problems(table(*rows.splitlines(), head=head))
    ours = [problem for problem in found if message in problem.message]
    assert len(ours) == 1, [str(problem) for problem in found]
    assert hint in ours[0].hint
    assert (ours[0].line, ours[0].heading) == (line, heading)
    assert ours[0].column == head.split(",").index(heading) + 1
    if line == 2:
        assert len({(problem.line, problem.message) for problem in found}) <= rows.count("\n") + 1


@pytest.mark.parametrize("scale", ["nps", "csat 1-5", "yes-no"])
def test_a_mean_of_what_makes_a_share_is_refused(scale):
    (problem,) = problems(table("a,b,31,100", head=MEANS), scale)
    assert "which make a share of people" in problem.message
    assert "with how often" in problem.hint


def test_a_row_without_score_and_count_says_nothing():
    survey = vc.read_survey(table("a,b,4,7", "a,b,,", "a,b,5,1", head=COUNTED))
    assert survey.answers == 8
    assert "1 of 3 rows have no score and are left out." in survey.notes


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ("provider,customer,score,answers", ["a,b,4,fine", "a,b,5,so so"]),
        ("provider,customer,score,respondent,n", ["a,b,4,r1,7", "a,b,5,r2,8", "a,b,3,r3,9"]),
        ("provider,customer,score,respondent,count", ["a,b,4,r1,1", "a,b,5,r2,1"]),
    ],
)
def test_a_column_that_only_sounds_like_counts_is_left_out_and_named(head, rows):
    survey = vc.read_survey(table(*rows, head=head))
    assert survey.answers == len(rows)
    said = f"Columns that hold no numbers of answers, and are not read: {head.split(',')[-1]}."
    assert said in survey.notes


def test_numbers_that_do_not_begin_at_1_may_number_rows_too():
    assert (
        "numbers of the rows"
        in problems(table("a,b,4,7", "a,b,5,8", "a,c,4,9", head=MEANS))[0].message
    )
    assert vc.read_survey(table("a,b,4,7", "a,b,5,8", head=MEANS)).answers == 15


def test_leniency_needs_single_answers():
    with pytest.raises(vc.FormatError, match="who answered"):
        vc.read_survey(table("a,b,4,7", "a,b,5,1", head=COUNTED), leniency=True)
    head = "provider,customer,score,count,respondent"
    with pytest.raises(vc.FormatError, match="who answered"):
        vc.read_survey(table("a,b,4,7,", "a,b,5,1,", head=head), leniency=True)


def test_a_formula_among_the_counts_is_one_mistake(tmp_path):
    head = COUNTED.split(",")
    rows = [head, ["a", "b", 4, 7], ["a", "b", 5, "=1+1"]]
    (problem,) = problems(book(tmp_path / "a.xlsx", answers=rows))
    assert (problem.message, problem.line, problem.heading) == ("a formula", 3, "count")


# Fractions for marks.


@pytest.mark.parametrize("scale", ["percent", "0-100"])
def test_fractions_on_a_scale_to_100_are_refused_and_the_remedy_works(scale):
    rows = ["v,k,0.81", "v,k,0.75", "v,k,0.9", "v,k,1", "l,v,80", "l,v,65.5"]
    (problem,) = problems(table(*rows), scale)
    assert (problem.line, problem.heading) == (2, "score")
    assert problem.message.endswith("from 0 to 1: 0.81 read on 0 to 100 is 0.81 %")
    assert problem.hint == "write 81 or 81% for 0.81, and so on"
    right = ["v,k,81%", "v,k,75%", "v,k,90%", "v,k,100%", "l,v,80%", "l,v,65.5%"]
    assert vc.read_survey(table(*right), scale).rows[0].score.value == pytest.approx(0.865)


def test_fractions_are_found_question_by_question_on_every_scale_from_0():
    found = problems(table("a,b,0.5", "c,d,0.25", "e,f,7"), "0-10")
    assert [problem.line for problem in found] == [2, 3]
    assert found[0].message.endswith("0.5 read on 0 to 10 is 5 %")
    assert found[0].hint == "write 5 or 50% for 0.5, and so on"
    (mean,) = problems(table("a,b,0.81,12", head=MEANS), "percent")
    assert "0.81 read on 0 to 100" in mean.message


@pytest.mark.parametrize(
    "marks", [[0, 1], [1, 1], ["0.5%", "0.7%"], ["0.5", "80"], ["0.5/100", "1"]]
)
def test_what_may_be_meant_is_read_as_it_stands(marks):
    (row,) = vc.read_survey(answers("a", "b", marks), "percent").rows
    numbers = [float(str(mark).rstrip("%").removesuffix("/100")) for mark in marks]
    assert row.score.value == pytest.approx(statistics.mean(numbers) / 100)


@pytest.mark.parametrize("scale", ["1-5", "nps", "csat 1-5", "yes-no"])
def test_more_answers_than_a_score_can_have_are_refused_in_their_place(scale):
    """Each number could be, their sum cannot: else every scale would have its own limit."""
    first, second = ("yes", "no") if scale == "yes-no" else (3, 4)
    rows = ["x,b,3,1" if first == 3 else "x,b,yes,1", f"a,b,{first},999999999"]
    (problem,) = problems(table(*rows, f"a,b,{second},1", head=COUNTED), scale)
    assert problem.message == "1,000,000,000 answers to one question"
    assert (problem.line, problem.heading) == (3, "count")
    assert problem.hint == "at most 999,999,999: correct them"
    survey = vc.read_survey(table(*rows, f"a,b,{second},0", head=COUNTED), scale)
    assert survey.rows[1].score.responses == 999_999_999
