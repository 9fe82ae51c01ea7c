"""Tests of `files.kumu`: the workbook of Kumu, elements and connections, as a chain's two tables."""

import openpyxl
import pytest

import valuechain as vc


def book(path, elements, connections):
    made = openpyxl.Workbook()
    made.active.title = "Elements"
    sheets = (made.active, elements), (made.create_sheet("Connections"), connections)
    for sheet, rows in sheets:
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


ELEMENTS = [
    ["Label", "Type", "Description", "Group", "Tags"],
    ["Clerk", "Team", "takes orders", "Shop", "a|b"],
    ["Designer", "team", None, "Shop", None],
    ["Customer", "Customer", None, None, None],
]
CONNECTIONS = [
    ["From", "To", "Direction", "Label", "Type", "Satisfaction"],
    ["Clerk", "Designer", "directed", "order form", "serves", "60% (12 responses)"],
    ["Designer", "Customer", "directed", "bouquet", "serves", 0.65],
]


def test_a_map_of_kumu_is_a_chain(tmp_path):
    chain = vc.read_excel(book(tmp_path / "map.xlsx", ELEMENTS, CONNECTIONS))
    assert {name: party.kind for name, party in chain.parties.items()} == {
        "Clerk": "team",
        "Designer": "team",
        "Customer": "customer",
    }
    assert chain.parties["Clerk"].group == "Shop"
    first, second = chain.services.values()
    assert (first.id, first.delivers, first.satisfaction.responses) == (
        "Clerk->Designer",
        "order form",
        12,
    )
    assert second.satisfaction.value == 0.65


def test_connections_without_directions_run_one_way(tmp_path):
    rows = [[*row[:2], *row[3:]] for row in CONNECTIONS]
    chain = vc.read_excel(book(tmp_path / "map.xlsx", ELEMENTS, rows))
    assert list(chain.services) == ["Clerk->Designer", "Designer->Customer"]


def test_a_title_above_the_headings_moves_the_rows_that_are_named(tmp_path):
    wrong = [["Our map"], *ELEMENTS[:2], ["Designer", "person"], ELEMENTS[3]]
    with pytest.raises(vc.FormatError) as caught:
        vc.read_excel(book(tmp_path / "map.xlsx", wrong, CONNECTIONS))
    (problem,) = caught.value.problems
    assert (problem.sheet, problem.line) == ("Elements", 4)
    assert "person" in problem.message


def test_what_runs_both_ways_is_no_service(tmp_path):
    rows = [CONNECTIONS[0], [*CONNECTIONS[1][:2], "mutual", "x", None, None], CONNECTIONS[2]]
    with pytest.raises(vc.FormatError) as caught:
        vc.read_excel(book(tmp_path / "map.xlsx", ELEMENTS, rows))
    (problem,) = caught.value.problems
    assert (problem.sheet, problem.line, problem.heading) == ("Connections", 2, "Direction")
    assert "another row for the way back" in problem.hint


def test_a_merged_cell_is_told_where_it_stands(tmp_path):
    path = book(tmp_path / "map.xlsx", ELEMENTS, CONNECTIONS)
    made = openpyxl.load_workbook(path)
    made["Elements"].merge_cells("D2:D3")
    made.save(path)
    with pytest.raises(vc.FormatError, match="D2 to D3 are merged"):
        vc.read_excel(path)
