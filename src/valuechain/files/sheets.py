"""Sheets to go on with: headings that stay, notes on what belongs where, drop-downs."""

from __future__ import annotations

import datetime
import io
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from valuechain.language import say
from valuechain.model.chain import CHAIN_FIELDS
from valuechain.model.fields import Field
from valuechain.model.parts import PARTY_FIELDS, SERVICE_FIELDS
from valuechain.problems import ArgumentError

_ALWAYS = datetime.datetime(1980, 1, 1)  # noqa: DTZ001  a workbook names no zone
"""When a workbook says that it was made: the same content gives the same bytes."""
LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_LONGEST_TAB = 28  # less than the 31 that are allowed by what tells it from another
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
_KEPT_NAMES = (*_FIELDS, "history")
"""Of the sheets of a chain, by which it is read back; and one that Excel keeps for itself."""
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


class Column(NamedTuple):
    """A heading, and what stands below it: text, percent, points or number."""

    heading: str
    form: str = "text"
    width: int = 14


_FORMS = {"text": "@", "percent": "0 %", "points": "0.0", "number": "#,##0"}


def _tab(name: str) -> str:
    """A name that a sheet may have.

    >>> _tab("Steps, wins/costs")
    'Steps, wins costs'
    """
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:_LONGEST_TAB].strip() or "-"


def apart(text: str, taken: Iterable[str]) -> str:
    """A text that is none of these, whatever their capitals: with a number where it would be.

    >>> apart("Plan", ["Steps"]), apart("Plan", ["plan", "Plan 2"])
    ('Plan', 'Plan 3')
    """
    met = {each.casefold() for each in taken}
    numbered = (f"{text} {number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([text], numbered) if each.casefold() not in met)


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
        self._book.set_properties({"created": _ALWAYS})
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

    def table(
        self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], top: int = 0
    ) -> Any:
        """A sheet with a table to be looked at: it sorts and filters, numbers stay numbers.

        The headings stand in row `top`, from 0; above it is room. They and the name of the sheet
        are given in English and said in the language that is spoken.
        """
        taken = [*_KEPT_NAMES, *(sheet.name for sheet in self._book.worksheets())]
        sheet = self._book.add_worksheet(apart(_tab(say(name)), taken))
        heads: list[str] = []
        for column in columns:
            heads.append(apart(say(column.heading), heads))
        style = {
            "name": name.replace(" ", "_"),
            "columns": [{"header": head} for head in heads],
            "style": "Table Style Light 1",
        }
        sheet.add_table(top, 0, top + max(1, len(rows)), len(columns) - 1, style)
        sheet.freeze_panes(top + 1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for at, column in enumerate(columns):
            form = self._book.add_format({"num_format": _FORMS[column.form], "valign": "top"})
            sheet.set_column(at, at, column.width, form)
            for row, cells in enumerate(rows, top + 1):
                if isinstance(cells[at], str):
                    self._write_text(sheet, row, at, cells[at])
                elif cells[at] is not None:
                    sheet.write_number(row, at, cells[at], form)
        return sheet

    def say(self, sheet: Any, title: str, text: str, columns: int) -> None:
        """Put a title and a text above a table that is so many columns wide."""
        large = self._book.add_format({"bold": True, "font_size": 14})
        whole = self._book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, title, large)
        sheet.merge_range(1, 0, 1, columns - 1, "", whole)
        sheet.write_string(1, 0, text[:LONGEST], whole)
        sheet.set_row(1, 75)

    def below_aim(self, sheet: Any, rows: tuple[int, int], score: int, aim: int) -> None:
        """Colour the scores of a column that are below what stands in another."""
        first, last = rows
        weak = self._book.add_format({"font_color": "#8F0F14", "bg_color": "#FBE9E7"})
        here, there = (f"${chr(ord('A') + at)}{first + 1}" for at in (score, aim))
        rule = {"type": "formula", "criteria": f'=AND({here}<>"",{here}<{there})'}
        sheet.conditional_format(first, score, last, score, {**rule, "format": weak})

    def chart(self, sheet: Any, place: str, kind: str, series: Mapping[str, Any]) -> None:
        """A native chart of one series; `kind` as XlsxWriter calls it."""
        drawn = self._book.add_chart({"type": kind})
        drawn.add_series({**series, "fill": {"color": "#1D5A91"}, "line": {"color": "#1D5A91"}})
        drawn.set_legend({"none": True})
        drawn.set_title({"name": series["name"], "name_font": {"size": 11}})
        if kind == "bar":
            drawn.set_y_axis({"reverse": True})
        sheet.insert_chart(place, drawn, {"x_scale": 1.2})

    def waterfall(
        self, sheet: Any, title: str, said: Sequence[str], colours: Sequence[str]
    ) -> None:
        """A native chart beside a table of names and three numbers, 0..100, the first row on top.

        The first number is not seen and carries the second; what is `said` of a row stands before
        that. The third stands by itself. `colours` are those of the second and the third.
        """
        drawn = self._book.add_chart({"type": "bar", "subtype": "stacked"})
        unseen = {"fill": {"none": True}, "border": {"none": True}, "gap": 40}
        before = {"value": True, "position": "inside_end"}
        words = [{"value": each} if each else {"delete": True} for each in said]
        alone = {**before, "num_format": "0.0", "font": {"color": "#FFFFFF"}}
        looks: tuple[dict[str, Any], ...] = (
            {**unseen, "data_labels": {**before, "custom": words}},
            {"fill": {"color": colours[0]}},
            {"fill": {"color": colours[1]}, "data_labels": alone},
        )
        for column, look in enumerate(looks, 1):
            series = {
                "name": [sheet.name, 0, column],
                "categories": [sheet.name, 1, 0, len(said), 0],
                "values": [sheet.name, 1, column, len(said), column],
            }
            drawn.add_series({**series, **look})
        drawn.set_legend({"none": True})
        drawn.set_title({"name": title, "name_font": {"size": 11}})
        drawn.set_y_axis({"reverse": True})
        lines = {"visible": True, "line": {"color": "#D5DAE0"}}
        drawn.set_x_axis({"min": 0, "max": 100, "major_gridlines": lines})
        sheet.insert_chart("G2", drawn, {"x_scale": 2, "y_scale": 0.5 + len(said) / 10})

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
