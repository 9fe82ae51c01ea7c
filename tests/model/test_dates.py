"""Tests of `model.dates`: did a spreadsheet take a score for a date?"""

import itertools

import pytest

import valuechain as vc
from helpers.answers import problems, table
from valuechain.model.dates import is_date

MADE_OF_SCORES = [
    "05. Apr", "4/5/2025", "5-Apr", "Apr-05", "5.4.2025", "2025-05-04", "04.Mai", "May 4",
    "2025-05-04 00:00:00", "5 avr.", "04/05/25", "9. Okt", "5-mrt", "4 de", "10. Sep",
]  # fmt: skip


@pytest.mark.parametrize("text", [text for text in MADE_OF_SCORES if text != "4 de"])
def test_a_date_as_a_score_has_its_story_in_a_survey_and_in_a_chain(text):
    assert is_date(text)
    (problem,) = problems(table("a,b,4", f"a,b,{text}"))
    assert (problem.line, problem.heading) == (3, "score")
    assert problem.message == f"'{text}' is a date, not what was typed"
    assert "takes 4/5 for a date" in problem.hint
    with pytest.raises(vc.FormatError, match="takes 4/5 for a date"):
        vc.read_tables(
            [{"id": "a", "kind": "team"}, {"id": "b", "kind": "customer"}],
            [{"provider": "a", "customer": "b", "satisfaction": text}],
        )


def test_scores_and_labels_are_no_dates():
    marks = [f"{mark}{sign}{top}" for mark, sign, top in itertools.product("0159", "/-.", "57")]
    marks += ["9/10", "3.25/5", "81%", "5 - mar rosso", "4 - maybe", "1 - sehr gut", "x" * 50, ""]
    assert not [mark for mark in marks if is_date(mark)]
