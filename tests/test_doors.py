"""What goes out of a door comes in again, the same chain; thousands of them in `benchmarks/bench_doors.py`."""

import random
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings

import valuechain as vc
from chains import rich_chain
from helpers.doors import DOORS, OFFICE, saved_by_office
from strategies import rich_chains


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@settings(deadline=None, max_examples=30)
@given(chain=rich_chains())
def test_what_goes_out_comes_in_again(door, chain):
    with tempfile.TemporaryDirectory() as folder:
        assert door(chain, Path(folder)) == chain


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a_workbook_that_libreoffice_saved_is_the_same_chain(tmp_path):
    chains = [rich_chain(random.Random(seed)) for seed in range(10)]
    assert saved_by_office(chains, tmp_path) == chains


@pytest.mark.parametrize(
    ("formula", "value"), [("=TRUE()", True), ("=FALSE()", False), ("= TRUE", True)]
)
def test_a_formula_that_is_a_yes_or_a_no_is_one(formula, value, tmp_path):
    chain = _with_critical(formula, tmp_path)
    assert chain.services["a->c"].critical is value


@pytest.mark.parametrize("formula", ["=NOT(TRUE())", "=AVERAGE(1,0)", "=TRUE()*1"])
def test_other_formulas_stay_refused(formula, tmp_path):
    with pytest.raises(vc.FormatError, match="a formula"):
        _with_critical(formula, tmp_path)


def _book(critical):
    """A workbook of one service, with this in the column that says whether it is critical."""
    made = openpyxl.Workbook()
    made.active.title = "parties"
    for row in (["id", "kind"], ["a", "team"], ["c", "customer"]):
        made.active.append(row)
    services = made.create_sheet("services")
    services.append(["provider", "customer", "critical"])
    services.append(["a", "c", critical])
    return made


def _with_critical(formula, folder):
    _book(formula).save(folder / "book.xlsx")
    return vc.read_excel(folder / "book.xlsx")


def test_a_workbook_of_google_sheets_has_many_empty_rows_and_says_yes_in_figures(tmp_path):
    """Check boxes are booleans there, and a sheet has a thousand rows with a format."""
    made = _book(True)
    for sheet in made:
        for row in range(1, 1001):
            sheet.cell(row, 26).number_format = "0.00"
    made.save(tmp_path / "book.xlsx")
    assert vc.read_excel(tmp_path / "book.xlsx").services["a->c"].critical is True
