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
