"""Tests of `files.sheets`: sheets to go on with: headings that stay, notes on what belongs where, drop-downs."""

import datetime
import io
import os
import random
import re
import struct
import zipfile

import openpyxl
import pytest

import valuechain as vc
from helpers.tables import PARTIES, TINY, problems

SERVICES = [["provider", "customer", "satisfaction"], ["clerk", "customer", "81%"]]


def book(path, **sheets):
    """A workbook with these rows on its sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


# Workbooks as people make them.


def test_a_workbook_made_by_hand_is_read(tmp_path):
    parties = [["id", "kind", "people"], ["clerk", "team", 2.0], [], [7, "customer", None]]
    services = [
        ["provider", "customer", "satisfaction", "critical", "weight"],
        ["clerk", 7, 0.81, True, 2],
    ]
    chain = vc.read_excel(
        book(tmp_path / "x.xlsx", Services=services, notes=[["x"]], PARTIES=parties)
    )
    assert chain.parties["clerk"].people == 2
    (only,) = chain.services.values()
    assert (only.id, only.satisfaction.value, only.critical, only.weight) == (
        "clerk->7",
        0.81,
        True,
        2,
    )


def test_a_number_in_a_cell_is_no_guess(tmp_path):
    path = book(
        tmp_path / "x.xlsx",
        parties=PARTIES,
        services=[["provider", "customer", "satisfaction"], ["clerk", "customer", 1.0]],
    )
    (problem,) = problems(vc.read_excel, path)
    assert "a bare '1'" in problem.message
    assert (problem.sheet, problem.line, problem.column, problem.heading) == (
        "services",
        2,
        3,
        "satisfaction",
    )
    assert str(problem).startswith(f"{path}, sheet 'services', row 2, column 'satisfaction': ")


def test_sheets_are_found_by_their_headings(tmp_path):
    services = [[*SERVICES[0], "weight"], [*SERVICES[1], 2]]
    path = book(tmp_path / "x.xlsx", notes=[[], ["x"]], who=[[], *PARTIES], what=services)
    assert list(vc.read_tables(path, path).services) == ["clerk->customer"]
    path = book(tmp_path / "x.xlsx", who=PARTIES, whom=PARTIES, what=services)
    (problem,) = problems(vc.read_tables, path, path)
    assert "2 have the columns id" in problem.message
    assert "name the sheet 'parties'" in problem.hint


@pytest.mark.parametrize("missing", ["parties", "services"])
def test_a_missing_sheet_is_told(missing, tmp_path):
    sheets = {"parties": PARTIES, "services": SERVICES, "notes": [["x"]]}
    del sheets[missing]
    path = book(tmp_path / "x.xlsx", **sheets)
    (problem,) = problems(vc.read_excel, path)
    assert f"no sheet '{missing}'" in problem.message
    assert "'notes'" in problem.hint
    (problem,) = problems(vc.read_tables, path, path)
    assert "none has the columns" in problem.message


def test_both_sheets_missing_are_told_at_once(tmp_path):
    assert len(problems(vc.read_excel, book(tmp_path / "x.xlsx", notes=[["x"]]))) == 2


@pytest.mark.parametrize(("cell", "heading"), [("A2", "id"), ("B2", "kind"), ("C2", "people")])
def test_a_formula_is_one_mistake_with_its_place(cell, heading, tmp_path):
    made = openpyxl.load_workbook(book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES))
    made["parties"][cell] = "=1+1"
    made.save(tmp_path / "x.xlsx")
    found = problems(vc.read_excel, tmp_path / "x.xlsx")
    assert len(found) == 1, [str(problem) for problem in found]
    assert (found[0].message, found[0].sheet, found[0].line, found[0].heading) == (
        "a formula",
        "parties",
        2,
        heading,
    )


def test_a_formula_far_to_the_right_is_told(tmp_path):
    heads = ["provider", "customer", *(f"aspects.a{i}" for i in range(30))]
    rows = [heads, ["clerk", "customer", *["80%"] * 29, "=1"]]
    (problem,) = problems(vc.read_excel, book(tmp_path / "x.xlsx", parties=PARTIES, services=rows))
    assert (problem.heading, problem.column) == ("aspects.a29", 32)


def test_merged_cells_are_told(tmp_path):
    made = openpyxl.load_workbook(book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES))
    made["parties"].merge_cells("C2:C3")
    made.save(tmp_path / "x.xlsx")
    found = problems(vc.read_excel, tmp_path / "x.xlsx")
    assert len(found) == 1, [str(problem) for problem in found]
    assert (found[0].message, found[0].sheet, found[0].line, found[0].heading) == (
        "the cells C2 to C3 are merged",
        "parties",
        2,
        "people",
    )


def test_dates_are_told(tmp_path):
    rows = [
        ["provider", "customer", "satisfaction"],
        ["clerk", "customer", datetime.date(2026, 5, 4)],
    ]
    (problem,) = problems(vc.read_excel, book(tmp_path / "x.xlsx", parties=PARTIES, services=rows))
    assert (problem.sheet, problem.line, problem.heading) == ("services", 2, "satisfaction")
    assert "4/5" in problem.hint


NO_WORKBOOK = {
    "empty": b"",
    "text": b"provider,customer\n",
    "zip": None,
    "broken zip": b"PK\x03\x04" + bytes(100),
    "old magic": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
    "noise": random.Random(8).randbytes(5000),
}


@pytest.mark.parametrize("name", NO_WORKBOOK)
@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_what_is_no_workbook_is_told(name, suffix, tmp_path):
    path = tmp_path / f"x{suffix}"
    path.write_bytes(
        NO_WORKBOOK[name] if NO_WORKBOOK[name] is not None else zipped({"hello.txt": b"x"})
    )
    (problem,) = problems(vc.read_excel, path)
    assert "this is no workbook" in problem.message
    assert "as CSV" in problem.hint
    assert problem.file == str(path)
    assert len(problems(vc.read_tables, path, SERVICES)) == 1


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_file_that_is_not_there_is_the_error_it_is(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"x\.xlsx"):
        vc.read_excel(tmp_path / "x.xlsx")
    with pytest.raises(IsADirectoryError):
        vc.read_excel(tmp_path)


def test_a_workbook_that_is_too_large_is_told(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK")
    os.truncate(path, 256 * 2**20 + 1)
    assert "too large" in problems(vc.read_excel, path)[0].message


def test_a_workbook_that_unpacks_to_too_much_is_told(tmp_path):
    path = book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES)
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 2**31)
    path.write_bytes(data)
    (problem,) = problems(vc.read_excel, path)
    assert "too large" in problem.message
    assert "CSV" in problem.hint


def test_a_sheet_that_cannot_be_read_is_told(tmp_path):
    path = book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES)
    parts = parts_of(path)
    del parts["xl/worksheets/sheet2.xml"]
    path.write_bytes(zipped(parts))
    (problem,) = problems(vc.read_excel, path)
    assert "the sheet cannot be read" in problem.message
    assert problem.sheet == "services"


def test_formulas_are_found_wherever_a_workbook_keeps_its_sheets(tmp_path):
    path = book(
        tmp_path / "x.xlsx",
        parties=PARTIES,
        services=[SERVICES[0], ["clerk", "customer", '="81%"']],
    )
    absolute = parts_of(path)
    assert b'Target="/xl/worksheets' in absolute["xl/_rels/workbook.xml.rels"]
    relative = dict(absolute)
    relative["xl/_rels/workbook.xml.rels"] = relative["xl/_rels/workbook.xml.rels"].replace(
        b'Target="/xl/', b'Target="'
    )
    for parts in (absolute, relative):
        path.write_bytes(zipped(parts))
        (problem,) = problems(vc.read_excel, path)
        assert (problem.message, problem.line) == ("a formula", 2)


def test_formulas_are_found_under_any_prefix(tmp_path):
    path = book(
        tmp_path / "x.xlsx",
        parties=PARTIES,
        services=[SERVICES[0], ["clerk", "customer", '="81%"']],
    )
    parts = parts_of(path)
    # calamine knows both prefixes
    book_part = (
        parts["xl/workbook.xml"]
        .replace(b" r:id=", b" relationships:id=")
        .replace(b"xmlns:r=", b"xmlns:relationships=")
    )
    path.write_bytes(zipped(parts | {"xl/workbook.xml": book_part}))
    assert problems(vc.read_excel, path)[0].message == "a formula"


def compound(**streams):
    """A compound file (OLE 2) of these streams, each of 4096 bytes at least."""
    sector = 512
    contents = [
        data.ljust(-(-max(len(data), 4096) // sector) * sector, b"\0") for data in streams.values()
    ]
    fat = [0xFFFFFFFD, 0xFFFFFFFE]  # the table itself, the directory
    starts = []
    for data in contents:
        starts.append(len(fat))
        count = len(data) // sector
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))

    def entry(name, kind, child, right, start, size):
        words = (name + "\0").encode("utf-16-le")
        head = words.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(words), kind, 1, 0xFFFFFFFF, right, child
        )
        return head + bytes(36) + struct.pack("<IQ", start, size)

    names = list(streams)
    directory = entry("Root Entry", 5, 1, 0xFFFFFFFF, 0xFFFFFFFE, 0)
    for i, name in enumerate(names):
        directory += entry(
            name,
            2,
            0xFFFFFFFF,
            i + 2 if i + 1 < len(names) else 0xFFFFFFFF,
            starts[i],
            len(contents[i]),
        )
    directory = directory.ljust(sector, b"\0")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += (
        struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<I", 0)
        + b"\xff" * 432
    )
    return head + struct.pack("<128I", *fat) + directory + b"".join(contents)


def test_a_locked_workbook_is_told(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(compound(EncryptedPackage=b"x", EncryptionInfo=b"y"))
    (problem,) = problems(vc.read_excel, path)
    assert "locked with a password" in problem.message
    assert "without" in problem.hint


@pytest.mark.parametrize("kind", [".xls", ".xlsb", ".ods"])
def test_other_workbooks_are_refused_with_a_remedy(tmp_path, kind):
    path = tmp_path / f"x{kind}"
    path.write_bytes(b"whatever")
    for read in (vc.read_excel, vc.read_survey):
        (problem,) = problems(read, path)
        assert "are not read" in problem.message
        assert "save it as .xlsx" in problem.hint


def styled(path, cells, **sheets):
    """A workbook with some cells of the sheet of services changed: by value and number format."""
    made = openpyxl.load_workbook(book(path, **sheets))
    for place, (value, shown) in cells.items():
        made["services"][place] = value
        made["services"][place].number_format = shown
    made.save(path)
    return path


# What a workbook shows and does not say.


@pytest.mark.parametrize("shown", ["0%", "0.00%", "0.0%"])
def test_a_percentage_is_read_as_one(tmp_path, shown):
    cells = {"C2": (1.0, shown), "D2": (0.5, "0.00"), "E2": ("60%", shown)}
    rows = [
        ["provider", "customer", "satisfaction", "dependence", "target"],
        ["clerk", "customer", None, None, None],
    ]
    service = vc.read_excel(
        styled(tmp_path / "x.xlsx", cells, parties=PARTIES, services=rows)
    ).services["clerk->customer"]
    assert (service.satisfaction.text, service.dependence, service.target) == ("100%", 0.5, 0.6)


def test_an_error_of_the_spreadsheet_is_told(tmp_path):
    rows = [["provider", "customer", "satisfaction"], ["clerk", "customer", None]]
    (problem,) = problems(
        vc.read_excel,
        styled(tmp_path / "x.xlsx", {"C2": ("#N/A", "General")}, parties=PARTIES, services=rows),
    )
    assert (problem.message, problem.sheet, problem.line, problem.heading) == (
        "an error of the spreadsheet (#N/A)",
        "services",
        2,
        "satisfaction",
    )


def test_a_formula_or_merged_cells_as_headings_are_told(tmp_path):
    rows = [["provider", "customer", "=A1"], ["clerk", "customer", "x"]]
    (problem,) = problems(vc.read_excel, book(tmp_path / "x.xlsx", parties=PARTIES, services=rows))
    assert (problem.message, problem.line) == ("a formula", 1)
    made = openpyxl.load_workbook(
        book(
            tmp_path / "y.xlsx",
            parties=PARTIES,
            services=[["provider", "customer"], ["clerk", "customer"]],
        )
    )
    made["services"].merge_cells("A1:B1")
    made.save(tmp_path / "y.xlsx")
    (problem,) = problems(vc.read_excel, tmp_path / "y.xlsx")
    assert (problem.message, problem.line) == ("the cells A1 to B1 are merged", 1)


def rewritten(path, name, change):
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            if data:
                archive.writestr(part, data)
    return path


def test_cells_without_a_place_cannot_be_checked(tmp_path):
    path = book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES)
    rewritten(path, "xl/worksheets/sheet2.xml", lambda data: re.sub(rb' r="[A-Z]+1"', b"", data))
    (problem,) = problems(vc.read_excel, path)
    assert (problem.message, problem.sheet) == ("the sheet cannot be read", "services")


def test_a_workbook_without_styles_is_read(tmp_path):
    path = tmp_path / "x.xlsx"
    vc.write_excel(vc.loads(TINY), path)
    rewritten(path, "xl/styles.xml", lambda _: b"")
    assert vc.read_excel(path) == vc.loads(TINY)


def test_a_sheet_whose_text_is_broken_is_told(tmp_path):
    path = book(tmp_path / "x.xlsx", parties=PARTIES, services=SERVICES)
    rewritten(path, "xl/worksheets/sheet2.xml", lambda data: data[: len(data) // 2])
    (problem,) = problems(vc.read_excel, path)
    assert "cannot be read" in problem.message
    assert problem.sheet == "services"


def test_only_a_workbook_has_sheets():
    for sheet, words in ((0, "is the name of a sheet"), ("a", "only a workbook has sheets")):
        with pytest.raises(vc.ArgumentError, match=words):
            vc.read_survey([["provider", "customer", "score"], ["a", "b", 4]], sheet=sheet)


def test_a_number_of_thousands_of_digits_is_told():
    (problem,) = problems(vc.read_survey, [["provider", "customer", "score"], ["a", "b", 10**5000]])
    assert problem.message == "a number with thousands of digits"


def test_a_contradicting_scale_is_told():
    (problem,) = problems(
        vc.read_survey, [["provider", "customer", "score", "scale"], ["a", "b", "yes", "1-5"]]
    )
    assert "the column 'scale' says 1-5" in problem.message


# Ranges and aspects that were made in Python.


@pytest.mark.parametrize("cell", ["XFD1048576", "AC1000000", "C700000"])
def test_a_sheet_with_a_stray_cell_is_told(tmp_path, cell):
    path = styled(
        tmp_path / "x.xlsx",
        {cell: ("stray", "General")},
        parties=PARTIES,
        services=SERVICES,
    )
    (problem,) = problems(vc.read_excel, path)
    assert "a stray cell stands far away" in problem.message
    assert problem.sheet == "services"


@pytest.mark.parametrize("shown", ['0" %"', "0\\%", "0_%", '"100% = "0', "[>1%]0"])
def test_a_literal_percent_sign_makes_no_percentage(tmp_path, shown):
    rows = [["provider", "customer", "weight"], ["clerk", "customer", None]]
    path = styled(tmp_path / "x.xlsx", {"C2": (4, shown)}, parties=PARTIES, services=rows)
    assert vc.read_excel(path).services["clerk->customer"].weight == 4


@pytest.mark.parametrize("cell", ["/>", "></c>", " t='n'><v></v></c>"])
def test_a_far_cell_with_a_format_only_is_no_cell(cell, tmp_path):
    """However a program writes that: openpyxl does otherwise where lxml is installed."""
    path = styled(tmp_path / "x.xlsx", {}, parties=PARTIES, services=SERVICES)
    with zipfile.ZipFile(path) as made:
        inside = {name: made.read(name).decode() for name in made.namelist()}
    far = f'<row r="1048576"><c r="XFD1048576" s="1"{cell}</row></sheetData>'
    with zipfile.ZipFile(tmp_path / "y.xlsx", "w") as other:
        for name, text in inside.items():
            sheet = name == "xl/worksheets/sheet2.xml"
            other.writestr(name, text.replace("</sheetData>", far) if sheet else text)
    assert vc.read_excel(tmp_path / "y.xlsx").services
    path = styled(
        tmp_path / "x.xlsx", {"XFD1048576": (None, "0%")}, parties=PARTIES, services=SERVICES
    )
    assert vc.read_excel(path).services
