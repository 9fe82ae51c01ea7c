"""Tests of `files.heading_row` and `files.headings`: which words of a table are its headings?"""

import csv
import decimal
import io

import numpy as np
import openpyxl
import pandas as pd
import polars
import pyarrow
import pytest

import valuechain as vc
from helpers.answers import book, problems, table
from valuechain.files.tables import template

HEAD = "provider,customer,score"
HARMLESS = [
    "relation", "Response", "response id", "question_id", "id", "date", "Respondent type",
    "scores", "comment", "Kommentar", "Note", "remarks", "provider_name", "customer id", "rate",
    "scale_label", "timestamp", "mark", "department", "total",
]  # fmt: skip
MISSPELT = {
    "wav": "wave", "waves": "wave", "Aspekt": "aspect", "aspects": "aspect",
    "respondant": "respondent", "Respondent ID": "respondent", "scal": "scale",
    "deliver": "delivers",
}  # fmt: skip


@pytest.mark.parametrize("heading", HARMLESS)
def test_a_column_that_is_not_ours_is_left_out_and_named(heading):
    survey = vc.read_survey(table("a,b,4,x", head=f"{HEAD},{heading}"))
    assert survey.notes[0] == f"Columns that are not read: {heading}."


@pytest.mark.parametrize("heading", MISSPELT)
def test_a_misspelt_heading_is_a_problem_where_its_right_form_is_missing(heading):
    meant = MISSPELT[heading]
    (problem,) = problems(table("a,b,4,x", head=f"{HEAD},{heading}"))
    assert (problem.line, problem.column, problem.heading) == (1, 4, heading)
    assert problem.hint == f"did you mean '{meant}'?"
    both = table("a,b,4,1-5,x", head=f"{HEAD},{meant},{heading}")
    assert f"Columns that are not read: {heading}." in vc.read_survey(both).notes


def test_a_misspelt_required_heading_stands_before_what_is_missing():
    found = problems(table("a,b,4", head="Provder,customer,points"))
    assert [(problem.heading, problem.column) for problem in found] == [
        ("Provder", 1),
        ("score", None),
    ]
    (problem,) = problems(table("a,b,4", head="provider,customer,Response"))
    assert problem.message == "column 'score' is missing"


def test_places_are_those_of_the_file():
    (problem,) = problems(table("x,a,y,b,9", head="nr,provider,note,customer,score"))
    assert (problem.line, problem.column, problem.heading) == (2, 5, "score")


TITLES = [
    "Survey 2025\n", "Survey 2025\n\n", "\n\nSurvey,2025\n,,\nStand: March,,\n", "provider\n",
    "score,of 2025\n\n",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_headings_below_a_title_are_found_and_it_is_said(title):
    survey = vc.read_survey(io.StringIO(f"{title}{HEAD}\na,b,4\n"))
    assert survey.answers == 1
    above = [i for i, line in enumerate(title.split("\n"), 1) if line.strip(",")]
    rows = ", ".join(f"row {i}" for i in above)
    assert survey.notes[0].startswith(f"Above the headings, and left out: {rows} ('")
    (problem,) = problems(io.StringIO(f"{title}{HEAD}\na,b,9\n"))
    assert problem.line == title.count("\n") + 2


def test_misspelt_headings_below_a_title_are_told_in_their_row():
    (problem,) = problems(io.StringIO("Survey\nprovder,customer,score\na,b,4\n"))
    assert (problem.line, problem.heading) == (2, "provder")


def test_a_frame_with_a_title_for_headings_is_read():
    rows = [[None] * 3, ["provider", "customer", "score"], ["a", "b", 4]]
    frame = pd.DataFrame(rows, columns=["Survey", "Unnamed: 1", "Unnamed: 2"])
    survey = vc.read_survey(frame)
    assert survey.notes[0] == "Above the headings, and left out: the top ('Survey')."


def test_a_title_in_a_workbook_may_be_merged_or_a_formula(tmp_path):
    rows = [["=1+1"], [], HEAD.split(","), ["a", "b", 4]]
    for name in ("answers", "anything"):
        survey = vc.read_survey(book(tmp_path / "a.xlsx", notes=[["x"]], **{name: rows}))
        assert survey.answers == 1


def test_in_a_chain_rows_above_the_headings_are_refused_and_the_remedy_works():
    parties = [["Project"], [], ["id", "kind"], ["a", "team"], ["c", "customer"]]
    services = [["provider", "customer"], ["a", "c"]]
    with pytest.raises(vc.FormatError) as caught:
        vc.read_tables(parties, services)
    (problem,) = caught.value.problems
    assert (problem.line, problem.message) == (1, "no headings: they stand in row 3")
    assert problem.hint == "delete the rows above row 3"
    assert vc.read_tables(parties[2:], services).parties.keys() == {"a", "c"}


def test_in_a_chain_a_column_for_notes_is_told_where_to_go():
    services = [{"provider": "a", "customer": "c", "Kommentar": "ask again"}]
    with pytest.raises(vc.FormatError) as caught:
        vc.read_tables([{"id": "a", "kind": "team"}, {"id": "c", "kind": "customer"}], services)
    (problem,) = caught.value.problems
    assert "a column for notes is called 'notes'" in problem.hint
    services[0]["Notes"] = services[0].pop("Kommentar")
    parties = [{"id": "a", "kind": "team", "notes": "ask her"}, {"id": "c", "kind": "customer"}]
    assert vc.read_tables(parties, services).services.keys() == {"a->c"}


def test_examples_no_longer_count_once_there_are_other_rows(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(template())
    chain = vc.read_excel(path)
    assert chain.services["clerk->customer"].improve[0].cost == 400
    assert list(chain.scenarios) == ["the clerk leaves"]
    made = openpyxl.load_workbook(path)
    made["parties"].append(["lager", "Lager", "team"])
    made["services"].append(["lager", "customer", "goods"])
    made["answers"].append(["lager", "customer", None, "3/5"])
    made.save(path)
    chain = vc.read_excel(path)
    assert (list(chain.services), list(chain.parties)) == (
        ["lager->customer"],
        ["customer", "lager"],
    )
    assert vc.read_survey(path).apply(chain).services["lager->customer"].satisfaction.value == 0.5


def test_who_types_over_an_example_has_written_a_row_that_counts(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(template())
    made = openpyxl.load_workbook(path)
    sheet = made["services"]
    sheet["A2"], sheet["C2"] = "lager", "goods"
    sheet.append(["clerk", "customer", "advice"])
    parties = made["parties"]
    parties["A3"], parties["B3"] = "lager", "Lager"
    parties.append(["clerk", "Clerk", "team"])
    made.save(path)
    chain = vc.read_excel(path)
    assert list(chain.services) == ["lager->customer", "clerk->customer"]
    assert chain.services["lager->customer"].satisfaction.responses == 9
    assert chain.parties["lager"].people == 12


@pytest.mark.parametrize("frame", [polars.DataFrame, pyarrow.table, pd.DataFrame])
def test_tables_of_other_libraries_are_read_as_rows_are(frame):
    parties = frame(
        {"id": ["a", "b", "c"], "kind": ["team", "team", "customer"], "people": [3, None, None]}
    )
    services = frame(
        {
            "provider": ["a", "b"],
            "customer": ["b", "c"],
            "satisfaction": [0.8, None],
            "weight": [1, 2],
            "critical": [True, False],
        }
    )
    chain = vc.read_tables(parties, services)
    first, second = chain.services.values()
    assert (first.satisfaction.value, second.satisfaction, second.weight) == (0.8, None, 2)
    assert (first.critical, chain.parties["a"].people) == (True, 3)
    answers = frame({"provider": ["a"] * 2, "customer": ["b"] * 2, "score": [4, 5]})
    assert vc.read_survey(answers).apply(chain).services["a->b"].satisfaction.responses == 2
    empty = frame({"provider": [], "customer": [], "score": []})
    with pytest.raises(vc.FormatError, match="empty but for its headings"):
        vc.read_survey(empty)


def test_decimals_and_short_floats_are_told_as_they_were_written():
    rows = [
        {"provider": "a", "customer": "c", "satisfaction": value}
        for value in (decimal.Decimal("0.30"), np.float32(0.3))
    ]
    parties = [{"id": "a", "kind": "team"}, {"id": "c", "kind": "customer"}]
    chain = vc.read_tables(parties, rows)
    assert {str(service.satisfaction) for service in chain.services.values()} == {"0.3"}
    for kind in ("float32", "Float32"):
        frame = pd.DataFrame(rows).assign(satisfaction=pd.array([0.3, None], dtype=kind))
        first, second = vc.read_tables(parties, frame).services.values()
        assert (str(first.satisfaction), second.satisfaction) == ("0.3", None)


@pytest.mark.parametrize("cell", [b"x", ["x"], {"scale": "1-5"}, 1j])
def test_what_is_no_text_and_no_number_is_refused(cell):
    parties = [{"id": "a", "kind": "team"}, {"id": "c", "kind": "customer"}]
    with pytest.raises(vc.FormatError, match="is no text and no number"):
        vc.read_tables(parties, [{"provider": "a", "customer": "c", "delivers": cell}])


def test_cells_beyond_the_headings_are_not_lost():
    text = "provider,customer,delivers\na,c,forms, letters\n"
    parties = [{"id": "a", "kind": "team"}, {"id": "c", "kind": "customer"}]
    with pytest.raises(vc.FormatError, match="the row has 4 cells, the headings 3"):
        vc.read_tables(parties, list(csv.DictReader(io.StringIO(text))))
