"""Tests of `files.workbook`: workbooks: the only place that reads and writes them."""

import openpyxl

import valuechain as vc
from chains import EXAMPLES
from valuechain.files.tables import csv_text, template
from valuechain.model.parts import SERVICE_COLUMNS


def test_a_workbook_has_drop_downs_and_notes(tmp_path):
    vc.write_excel(vc.load(EXAMPLES[0]), tmp_path / "x.xlsx")
    made = openpyxl.load_workbook(tmp_path / "x.xlsx")
    kinds = [rule.formula1 for rule in made["parties"].data_validations.dataValidation]
    assert '"supplier,team,customer,chain"' in kinds
    assert '"mean,weakest"' in kinds
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
