"""Tests of `files.answers`: the answers of a table, each checked: what is alike is looked at once."""

import datetime
import random
import subprocess
import sys

import openpyxl
import pytest

import valuechain as vc
from helpers.answers import CHAIN, book, problems, table
from places import on_linux


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


@on_linux
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


def test_a_row_without_a_name_is_not_looked_up_in_the_chain():
    found = problems(
        table("clerk,designer,4", ",designer,4", "clerk,boss,4"), chain=vc.loads(CHAIN)
    )
    assert [(problem.line, problem.heading) for problem in found] == [
        (3, "provider"),
        (4, "customer"),
    ]
