"""Sheets to go on with: headings that stay, notes on what belongs where, drop-downs."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from valuechain.model.chain import CHAIN_FIELDS
from valuechain.model.fields import Field
from valuechain.model.parts import PARTY_FIELDS, SERVICE_FIELDS
from valuechain.problems import ArgumentError

LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_WIDEST = 34  # characters of a column whose heading is a sentence
_ROWS = 2000  # rows that have drop-downs
_NOTES = {
    "score": "One answer in each row (copy the row for the next respondent): 4/5, 80%, yes; "
    "or a bare mark, and the scale when it is read.",
    "aspect": "Part of the service, such as timeliness; empty for the service as a whole.",
    "respondent": "Anything that tells people apart; never a name.",
    "wave": "Of the survey, such as 2026.",
    "delivers": "What; needed where several services run between the same two.",
    "notes": "Whatever you like; it is not read. A row marked 'example' no longer counts "
    "once there are others.",
}
"""What belongs into the columns that no field of a chain has."""
_FAMILIES = {
    "aspects.": "How satisfied the served party is with this part of it: the word behind the point "
    "is yours. One column for each.",
    "improve.": "What can be done about it: action, cost (in the unit of your budget) and quality "
    "(what the provider then does well, such as 90%); then improve.2. for another.",
    "scenarios.": "What if: the name behind the point is yours, below it a quality such as 50%, "
    "target, reachable or failed.",
}
"""What belongs into columns whose headings begin so."""
_FIELDS = {
    "parties": {field.heading: field for field in (*CHAIN_FIELDS, *PARTY_FIELDS)},
    "services": {field.heading: field for field in SERVICE_FIELDS},
}
_PARTIES = ("provider", "customer")
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
        self._head = self._book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#EEF2F6", "text_wrap": True, "valign": "top"}
        )
        self._text = self._book.add_format({"num_format": "@"})
        self._quoted = self._book.add_format({"num_format": "@", "quote_prefix": True})

    def finished(self) -> bytes:
        """The bytes of the workbook."""
        self._book.close()
        return self._out.getvalue()

    def parties(self, rows: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> None:
        """The sheet of parties, the row of the chain first."""
        self.add("parties", headings, rows)

    def services(self, rows: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> None:
        """The sheet of services; providers and customers are chosen among the parties."""
        self.add("services", headings, rows)

    def answers(self, rows: Sequence[Mapping[str, Any]], headings: Sequence[str]) -> None:
        """The sheet of a survey's answers."""
        self.add("answers", headings, rows)

    def add(
        self,
        name: str,
        headings: Sequence[str],
        rows: Sequence[Mapping[str, Any]],
        choices: Mapping[str, Sequence[str]] | None = None,
    ) -> Any:
        """Any sheet: headings that stay in view, with notes and drop-downs; texts as texts.

        `choices` are what may be chosen in further columns.
        """
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            width = _WIDTHS.get(heading, min(_WIDEST, max(12, len(heading) + 2)))
            sheet.set_column(column, column, width, self._text)
            sheet.write_string(0, column, heading, self._head)
            self._explain(sheet, column, heading, _FIELDS.get(name, {}).get(heading))
            if choices and heading in choices:
                rule = {"validate": "list", "source": list(choices[heading]), "ignore_blank": True}
                sheet.data_validation(1, column, _ROWS, column, rule)
        for at, row in enumerate(rows, 1):
            for column, heading in enumerate(headings):
                self._write(sheet, at, column, row.get(heading))
        sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
        return sheet

    def _explain(self, sheet: Any, column: int, heading: str, field: Field | None) -> None:
        """Say what belongs into a column, and offer it where there is a choice."""
        family = heading.partition(".")[0] + "."
        note = field.note if field else _NOTES.get(heading, _FAMILIES.get(family, ""))
        if note:
            sheet.write_comment(0, column, note, {"x_scale": 2})
        rule: dict[str, Any] = {}
        if heading in _PARTIES:
            rule = _PARTY_CHOICE
        elif field and field.kind.choices:
            rule = {"source": list(field.kind.choices), "ignore_blank": True}
        if rule:
            sheet.data_validation(1, column, _ROWS, column, {"validate": "list", **rule})

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, str):
            self._write_text(sheet, row, column, value)
        elif float(f"{value:.16G}") == value:
            sheet.write_number(row, column, value)
        else:  # a workbook keeps 16 digits of a number, a text keeps all
            sheet.write_string(row, column, repr(float(value)), self._text)

    def _write_text(self, sheet: Any, row: int, column: int, text: str) -> None:
        if len(text) > LONGEST:
            what = f"a text of {len(text):,} characters: a cell of a workbook holds {LONGEST:,}"
            raise ArgumentError(f"{what}; write CSV or YAML")
        # The sign that makes it a text in the eyes of the spreadsheet, also after it was edited.
        runs = text[:1] in tuple("=+-@\t\r'")
        sheet.write_string(row, column, text, (self._text, self._quoted)[runs])


_PARTY_CHOICE = {
    "source": f"=parties!$A$2:$A${_ROWS}",
    "error_title": "No such party",
    "error_message": "choose a party of the sheet 'parties', or add it there first",
}
