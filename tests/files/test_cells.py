"""Tests of `files.cells`: what a cell of a table means, as a text."""

import csv
import datetime
import itertools
import random
import re
import zipfile
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest

import valuechain as vc
from helpers.tables import odd_chain
from valuechain.files.cells import are_fractions, cell_text, neutral, texts_of, unneutral
from valuechain.files.headings import HeldIn
from valuechain.files.tables import csv_text

# Tables from everywhere.


def test_what_a_spreadsheet_would_run_is_made_harmless_and_back():
    rng = random.Random(13)
    for _ in range(20_000):
        text = "".join(rng.choices("=+-@\t\r;|,'a ", k=rng.randint(0, 8)))
        assert unneutral(neutral(text)) == text
        for sign in (None, ",", ";", "\t", "|"):  # at which a spreadsheet may split it
            split = neutral(text).split(sign) if sign else [neutral(text)]
            assert not any(part[:1] in tuple("=+-@\t\r") for part in split if sign != ",")
        if not re.search("[;\t|]", text):
            assert neutral(text) in (text, "'" + text)


@pytest.mark.parametrize("name", ["Shop;=cmd|' /C calc'!A0;", "a\t=1", "b|@SUM(1)"])
def test_a_name_that_would_run_behind_another_separator(name, tmp_path):
    chain = vc.ValueChain(
        [vc.Party("a", name=name), vc.Party("c", kind="customer")], [vc.Service("a->c", "a", "c")]
    )
    vc.write_tables(chain, tmp_path / "p.csv", tmp_path / "s.csv")
    text = (tmp_path / "p.csv").read_text(encoding="utf-8")
    for sign in ";\t|,":
        cells = [cell for line in text.splitlines() for cell in line.split(sign)]
        assert not any(cell.strip('"')[:1] in tuple("=+-@") for cell in cells)
    assert vc.read_tables(tmp_path / "p.csv", tmp_path / "s.csv") == chain


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


# Dates and fractions.


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (datetime.date(2025, 3, 2), "2025-03-02"),
        (pd.Timestamp("2025-03-02").to_pydatetime(), "2025-03-02"),
        (datetime.datetime(2025, 3, 2, tzinfo=datetime.UTC), "2025-03-02"),
        (pd.Timestamp("2025-03-02 09:30").to_pydatetime(), "2025-03-02 09:30:00"),
        (pd.Timestamp("2025-03-02"), "2025-03-02"),
        (np.datetime64("2025-03-02"), "2025-03-02"),
        (datetime.time(9, 30), "09:30:00"),
    ],
)
@pytest.mark.parametrize("heading", ["wave", "respondent"])
def test_a_date_is_a_word_where_dates_are_welcome(heading, cell, text):
    rows = [{"provider": "a", "customer": "b", "score": 4, heading: other} for other in (cell, "x")]
    assert cell_text(cell, HeldIn.DATES) == text
    survey = vc.read_survey(rows)
    if heading == "wave":
        assert survey.waves == (text, "x")
    assert survey.answers == 2


def test_waves_that_are_dates_are_known_by_their_order():
    days = [datetime.date(2025, month, 1) for month in (11, 3, 7)]
    survey = vc.read_survey(
        [{"provider": "a", "customer": "b", "score": 4, "wave": day} for day in days]
    )
    assert survey.waves == ("2025-03-01", "2025-07-01", "2025-11-01")


PARTIES = [
    {"id": "a", "kind": "team"},
    {"id": "b", "kind": "team"},
    {"id": "c", "kind": "customer"},
]


def satisfied(cells, heading="satisfaction"):
    """What two services say in a column of a DataFrame."""
    frame = pd.DataFrame({"provider": ["a", "b"], "customer": ["c", "c"], heading: cells})
    return list(vc.read_tables(PARTIES, frame).services.values())


@pytest.mark.parametrize(
    "cells",
    [
        [0.8, 1.0], [0.8, 0.0], [1.0, 0.0], np.array([0.5, 1.0], "float32"),
        pd.array([0.5, 1.0], dtype="Float64"),
    ],
)  # fmt: skip
def test_floats_from_0_to_1_are_fractions(cells):
    assert [each.satisfaction.value for each in satisfied(cells)] == list(cells)
    assert [each.quality.value for each in satisfied(cells, "quality")] == list(cells)
    assert [dict(each.aspects)["x"].value for each in satisfied(cells, "aspects.x")] == list(cells)
    rows = [
        {"provider": name, "customer": "c", "satisfaction": float(cell)}
        for name, cell in zip("ab", cells, strict=True)
    ]
    made = vc.read_tables(PARTIES, rows).services.values()
    assert [each.satisfaction.value for each in made] == list(cells)


def test_a_gap_among_fractions_is_one_and_whole_numbers_with_gaps_are_none():
    for cells in ([None, 0.5], pd.array([pd.NA, 0.5], dtype="Float64")):
        assert [each.satisfaction and each.satisfaction.value for each in satisfied(cells)] == [
            None,
            0.5,
        ]
    for cells in ([1, 0], [1.0, None], [81.0, 1.0], [None, None, 1.0][:2] and [1.0, np.nan]):
        with pytest.raises(vc.FormatError, match="100%"):
            satisfied(cells)
    assert not are_fractions([None, np.nan])
    assert not are_fractions([])


def test_whole_numbers_are_written_alike_however_many_there_are():
    numbers = [0, 7, -3, 10**14]
    assert texts_of(numbers, str) == ([cell_text(number) for number in numbers], {})
    assert texts_of([*numbers, 10**15], str)[0][-1] == "1000000000000000.0"
