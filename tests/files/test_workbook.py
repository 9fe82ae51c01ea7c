"""Tests of `files.workbook`: workbooks: the only place that reads and writes them."""

import openpyxl
import pytest

import valuechain as vc
from chains import EXAMPLES
from valuechain.files.tables import csv_text, template
from valuechain.model.parts import SERVICE_COLUMNS


def test_a_workbook_has_drop_downs_and_notes(tmp_path):
    vc.write_excel(vc.load(EXAMPLES[0]), tmp_path / "x.xlsx")
    made = openpyxl.load_workbook(tmp_path / "x.xlsx")
    kinds = [rule.formula1 for rule in made["parties"].data_validations.dataValidation]
    assert '"supplier,team,customer,chain"' in kinds
    assert '"mean,weakest,fdna"' in kinds
    rules = made["services"].data_validations.dataValidation
    assert sorted(rule.formula1 for rule in rules)[-2:] == ["parties!$A$2:$A$2000"] * 2
    assert made["parties"].freeze_panes == made["services"].freeze_panes == "A2"
    assert "supplier" in made["parties"]["C1"].comment.text


def test_the_template_is_a_chain_and_a_survey(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(template())
    chain = vc.read_excel(path)
    assert chain.title == "My organisation"
    (service,) = chain.services.values()
    assert service.satisfaction.text == "3.4/5 (9 responses)"
    assert vc.read_survey(path).apply(chain).services[service.id].satisfaction.value == 0.75


def test_a_chain_without_services_has_headings(tmp_path):
    assert csv_text([], list(SERVICE_COLUMNS)) == ",".join(SERVICE_COLUMNS) + "\r\n"
    from valuechain.files.tables import workbook

    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook([], []))
    assert [cell.value for cell in openpyxl.load_workbook(path)["services"][1]] == list(
        SERVICE_COLUMNS
    )


def test_hidden_rows_that_are_read_are_mentioned(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "answers"
    for row in (["Survey"], ["provider", "customer", "score"], *[["a", "b", 4]] * 9):
        sheet.append(row)
    for number in (1, 3, 5, 6, 7, 8, 9):
        sheet.row_dimensions[number].hidden = True
    sheet.auto_filter.ref = "A2:C11"
    made.save(tmp_path / "a.xlsx")
    survey = vc.read_survey(tmp_path / "a.xlsx")
    assert survey.answers == 9
    rows = "row 3, row 5, row 6, row 7, row 8 and 1 more; delete what is not meant"
    assert f"6 hidden rows of the sheet are read as the others: {rows}." in survey.notes
    for number in range(1, 12):
        sheet.row_dimensions[number].hidden = number == 4
    made.save(tmp_path / "a.xlsx")
    note = "1 hidden row of the sheet is read as the others: row 4; delete it if it is not meant."
    assert note in vc.read_survey(tmp_path / "a.xlsx").notes


def test_not_available_is_no_answer_and_other_errors_are_mistakes(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "answers"
    for row in (["provider", "customer", "score"], ["a", "b", 4], ["a", "b", "#N/A"]):
        sheet.append(row)
    made.save(tmp_path / "a.xlsx")
    survey = vc.read_survey(tmp_path / "a.xlsx")
    assert survey.answers == 1
    assert survey.notes[0].endswith("'#N/A' 1.")
    sheet["C2"], sheet["A3"] = "#REF!", "#N/A"
    made.save(tmp_path / "a.xlsx")
    with pytest.raises(vc.FormatError) as caught:
        vc.read_survey(tmp_path / "a.xlsx")
    assert [(each.line, each.heading, each.message) for each in caught.value.problems] == [
        (2, "score", "an error of the spreadsheet"),
        (3, "provider", "an error of the spreadsheet (#N/A)"),
    ]
