"""Tests of `files.cells`: what a cell of a table means, as a text."""

import csv
import itertools
import random
import re
import zipfile
from dataclasses import replace

import openpyxl

import valuechain as vc
from helpers.tables import odd_chain
from valuechain.files.cells import neutral, unneutral
from valuechain.files.tables import csv_text

# Tables from everywhere.


def test_what_a_spreadsheet_would_run_is_made_harmless_and_back():
    rng = random.Random(13)
    for _ in range(2000):
        text = "".join(rng.choices("=+-@\t'a ", k=rng.randint(0, 6)))
        assert unneutral(neutral(text)) == text
        assert neutral(text)[:1] not in tuple("=+-@\t\r")
        assert neutral(text) in (text, "'" + text)


# What a spreadsheet would run.


def test_no_cell_of_a_csv_file_is_run(tmp_path):
    rng = random.Random(6)
    for _ in range(100):
        chain = odd_chain(rng)
        vc.write_tables(chain, tmp_path / "p.csv", tmp_path / "s.csv")
        for name in ("p.csv", "s.csv"):
            with (tmp_path / name).open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]
            assert len({len(row) for row in rows}) == 1


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path):
    rng = random.Random(7)
    run = 0
    for _ in range(25):
        chain = odd_chain(rng)
        vc.write_excel(replace(chain, title="=1+1"), tmp_path / "x.xlsx")
        made = openpyxl.load_workbook(tmp_path / "x.xlsx")
        assert made.sheetnames == ["parties", "services"]
        for sheet in made:
            for cell in itertools.chain.from_iterable(sheet.iter_rows()):
                assert cell.data_type in ("s", "n", "b")
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and cell.value[:1] in "=+-@":
                    assert cell.quotePrefix
                    run += 1
        with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
            for name in archive.namelist():
                assert name.startswith("xl/worksheets/_rels") or not re.search(
                    rb"<f[ >]", archive.read(name)
                )
    assert run > 25


def test_headings_are_made_harmless_too():
    assert csv_text([{"=x": "@y", "n": None}], ["=x", "n"]) == "'=x,n\r\n'@y,\r\n"


def test_a_csv_file_from_a_spreadsheet_is_read(tmp_path):
    (tmp_path / "p.csv").write_bytes(
        '\ufeffid;kind;name\r\nclerk;team;\'=1+1\r\n"two words";customer;\r\n'.encode()
    )
    (tmp_path / "s.csv").write_bytes(b"provider;customer;critical\r\nclerk;two words;TRUE\r\n")
    chain = vc.read_tables(tmp_path / "p.csv", tmp_path / "s.csv")
    assert chain.parties["clerk"].name == "=1+1"
    assert chain.services["clerk->two words"].critical
