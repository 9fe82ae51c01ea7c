"""Tests of `files.raw`: the rows of a table from anywhere: CSV, a sheet of a workbook, or rows in Python."""

import io
import random
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import valuechain as vc
from helpers.answers import answers, book, problems
from valuechain.files import raw
from valuechain.files.cells import cell_text


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
    assert cell_text(Fraction(1, 2)) == "0.5"
    assert cell_text("x") == "x"


def test_a_data_frame_with_a_column_twice_is_told():
    (problem,) = problems(
        pd.DataFrame([["a", "b", 4, 5]], columns=["provider", "customer", "score", "score"])
    )
    assert "column 'score' is here twice" in problem.message


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
