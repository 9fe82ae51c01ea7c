"""Tests of `files.stray_rows`: which rows of a table are no entries: totals, and the headings once more?"""

import pytest

import valuechain as vc
from helpers.answers import book, problems, table
from valuechain.files.stray_rows import listed

TOTALS = [
    "Total", "TOTAL:", "Grand Total", "Sum", "Average score", "Mean", "Gesamt", "Summe",
    "Gesamtergebnis", "Mittelwert", "Durchschnitt", "Somme", "Moyenne", "Promedio", "Suma",
    "Média", "Soma", "Totale", "Totaal", "Gemiddelde", "Total (12)", "Ø",
]  # fmt: skip


@pytest.mark.parametrize("word", TOTALS)
@pytest.mark.parametrize("row", ["{},,4.5", ",{},9", "{},,"])
def test_a_total_is_called_one_and_left_out(word, row):
    survey = vc.read_survey(table("a,b,4", "a,c,5", row.format(word)))
    assert [(each.customer, each.responses) for each in survey] == [("b", 1), ("c", 1)]
    assert f"Totals are left out: row 4 ('{word}')." in survey.notes


def test_a_total_in_a_column_that_nobody_reads_is_one_too():
    survey = vc.read_survey(table("1,a,b,4", "Total,,,4", head="nr,provider,customer,score"))
    assert survey.answers == 1
    assert survey.notes[0] == "Totals are left out: row 3 ('Total')."


def test_a_party_may_be_called_total():
    survey = vc.read_survey(table("Total,b,4", "a,Total,4"))
    assert [(row.provider, row.customer) for row in survey] == [("Total", "b"), ("a", "Total")]


def test_other_rows_without_a_name_stay_mistakes():
    found = problems(table("a,,4", ",b,3"))
    assert [problem.message for problem in found] == ["no customer", "no provider"]


def test_a_row_without_both_names_is_one_mistake():
    (problem,) = problems(table("a,b,4", ",,4"))
    assert (problem.line, problem.message) == (3, "no provider and no customer")
    assert "it may be a total" in problem.hint


def test_a_formula_in_a_total_does_no_harm(tmp_path):
    head = ["provider", "customer", "score"]
    rows = [head, ["a", "b", 4], ["Average", None, "=AVERAGE(C2:C2)"], ["a", "b", 5]]
    survey = vc.read_survey(book(tmp_path / "a.xlsx", answers=rows))
    assert survey.answers == 2
    assert survey.notes[0] == "Totals are left out: row 3 ('Average')."


def test_in_a_chain_a_total_is_one_mistake_and_the_remedy_works():
    parties = [{"id": "a", "kind": "team"}, {"id": "c", "kind": "customer"}]
    services = [{"provider": "a", "customer": "c", "weight": 2}]
    total = {"provider": "Total", "customer": "", "weight": "x"}
    with pytest.raises(vc.FormatError) as caught:
        vc.read_tables(parties, [*services, total])
    (problem,) = caught.value.problems
    assert (problem.line, problem.message) == (2, "a row of totals ('Total')")
    assert problem.hint == "delete the row"
    assert vc.read_tables(parties, services).services


def test_headings_that_come_once_more_are_left_out():
    survey = vc.read_survey(
        table("a,b,4", "Provider,customer,Score", "a,b,5", head="Provider,customer,Score")
    )
    assert survey.answers == 2
    assert survey.notes[0] == "Headings that come once more are left out: row 3."
    with pytest.raises(vc.FormatError, match="the headings once more"):
        vc.read_tables(
            [{"id": "a", "kind": "team"}, {"id": "c", "kind": "customer"}],
            [["provider", "customer"], ["a", "c"], ["provider", "customer"]],
        )
    assert problems(table("provider,b,4", "c,d,x9"))[0].line == 3


def test_a_table_of_nothing_but_totals_is_empty():
    assert "empty but for its headings" in problems(table("Total,,4"))[0].message


def test_a_long_list_says_how_many_more():
    assert listed([f"row {i}" for i in range(8)]).endswith("row 4 and 3 more")
