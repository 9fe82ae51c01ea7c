"""How a mistake is shown: a caret under its place, whatever stands before it."""

import pytest

import valuechain as vc
from valuechain.problems import COLLECTED, PRINTED, Problem, report


@pytest.mark.parametrize(
    ("before", "blanks"),
    [
        ("", ""),
        ("ab: ", "    "),
        ("\tab: ", "\t    "),
        ("日本: ", "      "),  # each is two columns wide
        ("\uff41", "  "),
        ("\x1b[0m", "    "),  # what a terminal would obey takes one column, as its sign does
    ],
)
def test_the_caret_stands_under_the_place(before, blanks):
    shown = str(Problem("no", "", 1, 1, "f.yaml", f"{before}x", len(before))).split("\n")
    assert shown[2] == f"{blanks}^"
    assert shown[1] == before.replace("\x1b", "\ufffd") + "x"


@pytest.mark.parametrize(
    ("count", "end"),
    [
        (1, "no"),
        (PRINTED, "no"),
        (PRINTED + 1, "... and 1 more problems"),
        (COLLECTED - 1, f"... and {COLLECTED - 1 - PRINTED} more problems"),
        (COLLECTED, f"... and at least {COLLECTED - PRINTED} more problems"),
    ],
)
def test_a_report_counts_what_it_does_not_print(count, end):
    lines = report([Problem("no")] * count).split("\n")
    assert lines[-1] == end
    assert lines[:PRINTED] == ["no"] * min(count, PRINTED)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({}, "no: yes"),
        ({"file": "a.csv"}, "a.csv: no\n    yes"),
        ({"file": "a.csv", "line": 3}, "a.csv, row 3: no\n    yes"),
        (
            {"file": "a.xlsx", "sheet": "S", "line": 3, "column": 2, "heading": "score"},
            "a.xlsx, sheet 'S', row 3, column 'score': no\n    yes",
        ),
        ({"line": 3, "column": 2}, "<text>:3:2: no\n    yes"),
    ],
)
def test_a_place_is_named_as_its_reader_does(place, expected):
    assert str(Problem("no", "yes", **place)) == expected
    assert str(Problem("no", **place)) == expected.partition("yes")[0].rstrip(": \n")


def test_where_no_name_is_near_some_that_there_are_are_told(shop):
    """What to do next is said there, too; where the kind names them all, once is enough."""
    found = vc.diagnose(shop)
    with pytest.raises(vc.UnknownNameError, match=r"no service 'xyz': there are \d+, such as '\w"):
        found["xyz"]
    with pytest.raises(vc.UnknownNameError) as caught:
        found.by("xyz")
    assert str(caught.value).count("there are") == 1
