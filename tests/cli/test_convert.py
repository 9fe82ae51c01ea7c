"""Tests of `cli.convert`: ``valuechain convert IN OUT``: between YAML, workbooks and CSV."""

import openpyxl
import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.verbs import PLAIN, holds, said


@pytest.mark.usefixtures("here")
def test_a_template_converts_at_once_and_its_answers_fill_in():
    done = said("template", "t.xlsx")
    assert (done.status, done.err) == (0, "written: t.xlsx\n")
    assert done.out.endswith("valuechain convert t.xlsx t.yaml\n")
    assert said("convert", "t.xlsx", "t.yaml").status == 0
    assert vc.load("t.yaml") == vc.read_excel("t.xlsx")
    assert said("survey", "t.xlsx", "--into", "t.yaml").status == 0
    assert vc.load("t.yaml").services["clerk->customer"].satisfaction.value == 0.75
    assert said("simulate", "t.yaml").status == 0


@pytest.mark.usefixtures("here")
def test_what_of_a_workbook_is_no_chain_is_named():
    said("template", "t.xlsx")
    done = said("convert", "t.xlsx", "t.yaml")
    assert done.out.startswith("Only the chain is converted, not 'answers' of t.xlsx.\n")
    said("convert", "t.yaml", "plain.xlsx")
    assert "Only" not in said("convert", "plain.xlsx", "again.yaml").out


@pytest.mark.usefixtures("here")
def test_of_a_workbook_of_kumu_everything_is_read():
    book = openpyxl.Workbook()
    book.active.title = "elements"
    for row in (["Label", "Type"], ["a", "team"], ["c", "customer"]):
        book.active.append(row)
    sheet = book.create_sheet("connections")
    for row in (["From", "To"], ["a", "c"]):
        sheet.append(row)
    book.create_sheet("blank")
    book.save("kumu.xlsx")
    done = said("convert", "kumu.xlsx", "kumu.yaml")
    assert (done.status, done.out.splitlines()[-1]) == (
        0,
        "2 parties, 1 service. Next: valuechain survey ANSWERS --into kumu.yaml",
    )
    assert "Only" not in done.out


@pytest.mark.usefixtures("here")
def test_answers_beside_a_chain_without_scores_come_next():
    chain = vc.loads("{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}")
    vc.write_excel(chain, "plain.xlsx")
    book = openpyxl.load_workbook("plain.xlsx")
    sheet = book.create_sheet("Answers")
    for row in (["provider", "customer", "score"], ["a", "c", 4]):
        sheet.append(row)
    book.save("plain.xlsx")
    said_ = said("convert", "plain.xlsx", "plain.yaml").out
    assert said_.endswith("Next: valuechain survey plain.xlsx --into plain.yaml\n")


@pytest.mark.usefixtures("here")
def test_a_template_has_drop_downs_and_one_example():
    said("template", "t.xlsx")
    book = openpyxl.load_workbook("t.xlsx")
    assert set(book.sheetnames) == {"parties", "services", "answers"}
    chosen = {
        name: [rule.formula1 for rule in book[name].data_validations.dataValidation]
        for name in book.sheetnames
    }
    assert any("customer" in formula for formula in chosen["parties"])
    for name in ("services", "answers"):
        assert sum("parties!" in formula for formula in chosen[name]) == 2
        assert book[name].max_row == 2


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_there_and_back_is_the_same_chain(path, kind):
    assert said("convert", path, f"there.{kind}").status == 0
    done = said("convert", f"there.{kind}", "back.yml")
    assert done.status == 0
    assert vc.load("back.yml") == vc.load(path)


@pytest.mark.usefixtures("here")
def test_a_measured_chain_goes_there_and_back_with_its_answers_and_its_range(clinic):
    for kind in ("xlsx", "csv", "yaml"):
        assert said("convert", clinic.path, f"there.{kind}").status == 0
        assert said("convert", f"there.{kind}", f"back-{kind}.yaml").status == 0
        assert vc.load(f"back-{kind}.yaml") == clinic.chain


def test_two_files_of_csv_are_named_and_neither_is_replaced_unasked(plain, here):
    done = said("convert", plain, "x.csv")
    assert done.err == "written: x.parties.csv, x.services.csv\n"
    assert done.out == "2 parties, 1 service\n"
    (here / "x.parties.csv").unlink()
    before = holds(here)
    done = said("convert", plain, "x.csv")
    assert (done.status, holds(here)) == (1, before)
    assert "x.services.csv: exists already" in done.err
    assert said("convert", plain, "x.csv", "--force").status == 0
    assert vc.read_tables("x.parties.csv", "x.services.csv") == vc.load(plain)


def test_what_is_worth_a_look_is_said_when_converting(plain):
    plain.write_text(PLAIN.replace("customers:", "  lost:\ncustomers:"), encoding="utf-8")
    done = said("convert", plain, "x.xlsx")
    assert done.status == 0
    assert "lost" in done.out + done.err
