"""Sheets that a consultant can go on with: headings that stay, notes on what belongs where, drop-downs."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from valuechain.model.parts import KINDS, RULES
from valuechain.model.tables import CHAIN
from valuechain.problems import ArgumentError

LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_ROWS = 2000  # rows that have drop-downs
_NOTES = {
    "id": "A short name, without -> and #. Services name parties by it.",
    "kind": "supplier (outside, upstream), team (inside) or customer (external). The row 'chain' says what holds for all.",
    "group": "Department.",
    "people": "How many they are: a survey of nine of twelve is surer than one of nine of a city.",
    "share": "Weight of an external customer in the outcome (1).",
    "column": "Where it would best stand in a picture, counted from 1.",
    "target": "Satisfaction aimed at, such as 75%.",
    "dependence": "Share of what a provider lacks that it passes on: 0.2 it helps, 0.5 it matters, 0.8 I need it; or 0.5..0.9.",
    "rule": "mean, or weakest: every service is critical.",
    "satisfaction": "As you have it: 81%, 3.4/5 (9 responses), NPS 31 (140 responses), CES 5.2/7.",
    "quality": "An expert's view of the provider alone, instead of satisfaction.",
    "weight": "How much it counts among the services its customer receives (1).",
    "critical": "TRUE: its customer lacks at least what this service lacks.",
    "score": "One answer in each row (copy the row for the next respondent): 4/5, 80%, yes; or a bare mark, and the scale when it is read.",
    "aspect": "Part of the service, such as timeliness; empty for the service as a whole.",
    "respondent": "Anything that tells people apart; never a name.",
    "wave": "Of the survey, such as 2026.",
    "delivers": "What; needed where several services run between the same two.",
}
_WIDTHS = {
    "id": 18,
    "name": 28,
    "provider": 18,
    "customer": 18,
    "delivers": 30,
    "satisfaction": 26,
    "question": 70,
    "answer": 14,
}


class Sheets:
    """A workbook being written; in memory, so that the file can be written whole."""

    def __init__(self, xlsxwriter: Any) -> None:
        self._out = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book: Any = xlsxwriter.Workbook(self._out, options)
        self._head = self._book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F6"})
        self._text = self._book.add_format({"num_format": "@"})
        self._quoted = self._book.add_format({"num_format": "@", "quote_prefix": True})

    def finished(self) -> bytes:
        """The bytes of the workbook."""
        self._book.close()
        return self._out.getvalue()

    def parties(self, rows: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> None:
        """The sheet of parties, the row of the chain first."""
        sheet = self.add("parties", headings, rows)
        self._choices(sheet, headings, "kind", [*KINDS, CHAIN])
        self._choices(sheet, headings, "rule", list(RULES))

    def services(self, rows: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> None:
        """The sheet of services; providers and customers are chosen among the parties."""
        sheet = self.add("services", headings, rows)
        self._party_choices(sheet, headings)
        self._choices(sheet, headings, "critical", ["TRUE", "FALSE"])

    def answers(self, rows: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> None:
        """The sheet of a survey's answers."""
        self._party_choices(self.add("answers", headings, rows), headings)

    def add(self, name: str, headings: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Any:
        """Any sheet: headings that stay in view, with notes; texts as texts."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.set_column(
                column, column, _WIDTHS.get(heading, max(12, len(heading) + 2)), self._text
            )
            sheet.write_string(0, column, heading, self._head)
            if heading in _NOTES:
                sheet.write_comment(0, column, _NOTES[heading], {"x_scale": 2})
        for at, row in enumerate(rows, 1):
            for column, heading in enumerate(headings):
                self._write(sheet, at, column, row.get(heading))
        sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float) and float(f"{value:.16G}") == value:
            sheet.write_number(row, column, value)
        elif isinstance(
            value, int | float
        ):  # a workbook keeps 16 digits of a number, a text keeps all
            sheet.write_string(row, column, repr(float(value)), self._text)
        elif len(value) > LONGEST:
            raise ArgumentError(
                f"a text of {len(value):,} characters: a cell of a workbook holds {LONGEST:,}; write CSV or YAML"
            )
        else:
            # The sign that makes it a text in the eyes of the spreadsheet, also after it was
            # edited.
            sheet.write_string(
                row,
                column,
                value,
                self._quoted if value[:1] in "=+-@\t\r'" and value else self._text,
            )

    def _choices(
        self, sheet: Any, headings: Sequence[str], heading: str, choices: list[str]
    ) -> None:
        column = list(headings).index(heading)
        sheet.data_validation(
            1, column, _ROWS, column, {"validate": "list", "source": choices, "ignore_blank": True}
        )

    def _party_choices(self, sheet: Any, headings: Sequence[str]) -> None:
        told = "choose a party of the sheet 'parties', or add it there first"
        for heading in ("provider", "customer"):
            column = list(headings).index(heading)
            rule = {
                "validate": "list",
                "source": f"=parties!$A$2:$A${_ROWS}",
                "error_title": "No such party",
                "error_message": told,
            }
            sheet.data_validation(1, column, _ROWS, column, rule)
