"""A table from anywhere: CSV, a sheet of a workbook, or rows in Python, as columns of texts with the place of every cell."""

from __future__ import annotations

import csv
import datetime
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from valuechain.files.nodes import MAX_BYTES, decoded
from valuechain.files.raw import Headings, RawTable, folded, is_empty, table_fault
from valuechain.files.workbook import Workbook
from valuechain.model.problems import COLLECTED, ArgumentError, FormatError, Problem, nearest, quoted

TableSource: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes] | Iterable[Mapping[str, Any]] | Iterable[Sequence[Any]]"
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_DELIMITERS = ",;\t|"
_DATE = "format the column as text and type it again: a spreadsheet takes 4/5 for a date"
_RUNS = "=+-@\t\r"
_MOST_COLUMNS = 1000


class NoText(Exception):
    """A value in a cell stands for no text: message and hint."""


@dataclass(frozen=True)
class Grid:
    """A table as columns.

    Attributes:
        columns: texts by heading, all of one length; a cell without a value is ``""``.
        rows: the number of each row in the file, the headings' row being 1 as a rule.
        file, sheet: what it is called, ``""`` for nothing.
        notes: columns that were left out, as sentences.
        broken: cells that cannot be read: index of the row, heading, message, hint.
    """

    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    file: str = ""
    sheet: str = ""
    notes: tuple[str, ...] = ()
    broken: tuple[tuple[int, str, str, str], ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, heading: str) -> Sequence[str]:
        """The column's texts; empty ones where there is no such column."""
        return self.columns.get(heading) or [""] * len(self.rows)

    def problem(self, index: int, heading: str, message: str, hint: str = "") -> Problem:
        """A problem with one cell, or with a whole row (heading ``""``)."""
        number = list(self.columns).index(heading) + 1 if heading in self.columns else None
        return Problem(message, hint, self.rows[index], number, self.file, heading=heading, sheet=self.sheet)


def table_of(source: TableSource, headings: Headings, sheet: str | None = None) -> Grid:
    """The columns of any table; of a workbook the `sheet`, or the one with the usual name, or with these headings.

    Raises:
        FormatError: there are no rows, or the headings are not right; every problem with them.
        OSError: the file cannot be read.
        ArgumentError: `source` is no table.
    """
    return grid(_raw_table(source, headings, sheet), headings)


def _raw_table(source: TableSource, headings: Headings, sheet: str | None) -> RawTable:
    if isinstance(source, str | os.PathLike):
        if Path(source).suffix.lower() in WORKBOOKS:
            return Workbook(source).table(headings, sheet)
        return _raw_csv(source, headings)
    if hasattr(source, "read"):
        return _raw_csv(cast("IO[str] | IO[bytes]", source), headings)
    return _raw_rows(source)


def _raw_csv(source: str | os.PathLike[str] | IO[str] | IO[bytes], headings: Headings) -> RawTable:
    """The rows of a CSV file, separated by what separates its known headings."""
    if isinstance(source, str | os.PathLike):
        name = str(source)
        with Path(source).open("rb") as file:
            data: str | bytes = file.read(MAX_BYTES + 1)
    else:
        given = getattr(source, "name", "")
        name = given if isinstance(given, str) else ""
        data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise FormatError([Problem(f"the file has more than {MAX_BYTES // 2**20} MB", "split it", 1, 1, name)])
    if isinstance(data, bytes) and data[:2] == b"PK":
        raise FormatError([Problem("this is a workbook, not CSV", "give it a name that ends in .xlsx", 1, 1, name)])
    text = decoded(data, name) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=lambda sign: sum(folded(word.strip('"')) in headings.known for word in first.split(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return RawTable(list(reader), name, neutral=True)
    except csv.Error as error:
        raise FormatError([Problem(f"not CSV: {error}", "check the quotes around this row", reader.line_num, 1, name)]) from None


def _raw_rows(source: Iterable[Any]) -> RawTable:
    """Rows in Python: mappings by heading, or sequences of which the first has the headings; also a DataFrame."""
    to_dict = getattr(source, "to_dict", None)
    if callable(to_dict) and hasattr(source, "columns"):
        source = to_dict("records")
    try:
        rows: list[Any] = list(source)
    except TypeError:
        raise ArgumentError(f"a table is a path, an open file or rows, not {type(source).__name__}") from None
    if rows and all(isinstance(row, Mapping) for row in rows):
        headings = list(dict.fromkeys(key for row in rows for key in row))
        return RawTable([headings, *([row.get(key) for key in headings] for row in rows)], first=0)
    if not all(isinstance(row, Sequence) and not isinstance(row, str | bytes) for row in rows):
        raise ArgumentError("the rows of a table are mappings by heading, or sequences of which the first has the headings")
    return RawTable(rows)


def grid(table: RawTable, headings: Headings) -> Grid:
    """The table's columns by their headings.

    Raises:
        FormatError: there are no rows, or the headings are not right; every problem with them.
    """
    filled = [i for i, row in enumerate(table.rows) if (row and row[0]) or _has_values(row)]
    if not filled:
        raise table_fault(table, "the table is empty", f"its first row names the columns: {', '.join(headings.known)}")
    top, *body = filled
    found, others = _Headings(table, top, headings).read()
    if not body:
        raise table_fault(table, "the table has headings and no rows", "one row for each entry", table.first + top)
    width = len(table.rows[top])
    rows = [table.rows[i] for i in body]
    if set(map(len, rows)) != {width}:
        rows = [_fitted(table, i, width) for i in body]
    broken: list[tuple[int, str, str, str]] = []
    columns = {}
    for column, heading in found.items():
        columns[heading] = _texts([row[column] for row in rows], heading, broken, _meaning(table, heading in headings.verbatim))
    index = {i: number for number, i in enumerate(body)}
    for (row, column), (message, hint) in (table.broken or {}).items():
        if row in index and column in found:
            broken.append((index[row], found[column], message, hint))
    notes = [f"Columns that are not read: {', '.join(others[:8])}{' ...' * (len(others) > 8)}."] if others else []
    return Grid(columns, [table.first + i for i in body], table.file, table.sheet, tuple(notes), tuple(broken[:COLLECTED]))


def _has_values(row: Sequence[Any]) -> bool:
    return not all(map(is_empty, row))


def _fitted(table: RawTable, at: int, width: int) -> Sequence[Any]:
    """A row as long as the headings'."""
    row = table.rows[at]
    if _has_values(row[width:]):
        message = f"the row has {len(row)} cells, the headings {width}"
        raise table_fault(table, message, "put quotes around a cell that contains the separator", table.first + at)
    return [*row[:width], *[""] * (width - len(row))]


class _Headings:
    """The first row of a table, read."""

    def __init__(self, table: RawTable, top: int, wanted: Headings) -> None:
        self.table, self.cells, self.wanted = table, table.rows[top], wanted
        self.row = table.first + top
        self.problems: list[Problem] = []

    def read(self) -> tuple[dict[int, str], list[str]]:
        """The known headings by their columns, and the others."""
        if len(self.cells) > _MOST_COLUMNS:
            raise table_fault(self.table, f"a table of {len(self.cells):,} columns", "this is another kind of table", self.row)
        found: dict[int, str] = {}
        others: list[str] = []
        for column, cell in enumerate(self.cells):
            word = "" if cell is None else (unneutral(str(cell)) if self.table.neutral else str(cell)).strip()
            name = self._known(word)
            if name and name in found.values():
                self._note(column, word, f"column {quoted(word)} is here twice", "keep one of them")
            elif name:
                found[column] = name
            elif word and not self._refused(column, word):
                others.append(word)
        self._check_missing(found)
        if self.problems:
            raise FormatError(self.problems)
        return found, others

    def _known(self, word: str) -> str:
        """The heading that a word means, ``""`` for none."""
        name, prefix = folded(word), self.wanted.prefix
        if prefix and name.startswith(prefix) and len(name) > len(prefix):
            return prefix + word.split(".", 1)[1].strip()
        return name if name in self.wanted.known else ""

    def _refused(self, column: int, word: str) -> bool:
        """Whether an unknown heading is a problem."""
        hint = nearest(folded(word), self.wanted.known)
        if not (self.wanted.strict or hint):
            return False
        self._note(column, word, f"unknown column {quoted(word)}", hint or f"known here: {', '.join(self.wanted.known)}")
        return True

    def _check_missing(self, found: Mapping[int, str]) -> None:
        required = self.wanted.required
        missing = [name for name in required if name not in found.values()]
        told = f"the first row must name {', '.join(required)}"
        if len(missing) == len(required):
            shown = ", ".join(str(cell) for cell in self.cells[:6])
            raise table_fault(self.table, f"the first row names no columns ({shown:.80})", told, self.row)
        for name in missing:
            if not any(quoted(name) in problem.hint for problem in self.problems):  # it is only misspelt
                self._note(None, name, f"column {quoted(name)} is missing", told)

    def _note(self, column: int | None, heading: str, message: str, hint: str) -> None:
        number = None if column is None else column + 1
        name = self.table.file or "<table>"
        self.problems.append(Problem(message, hint, self.row, number, name, heading=heading, sheet=self.table.sheet))


def _meaning(table: RawTable, verbatim: bool) -> Callable[[str], str]:  # noqa: FBT001
    """What a cell's text means."""
    read = unneutral if table.neutral else str
    return read if verbatim else lambda text: read(text.strip())


def _texts(cells: Sequence[Any], heading: str, broken: list[tuple[int, str, str, str]], meaning: Callable[[str], str]) -> list[str]:
    """The cells of a column as texts."""
    if set(map(type, cells)) == {str}:
        meant = {cell: text for cell in set(cells) if (text := meaning(cell)) != cell}
        return [meant.get(cell, cell) for cell in cells] if meant else list(cells)
    texts = []
    for i, cell in enumerate(cells):
        try:
            texts.append(meaning(cell) if isinstance(cell, str) else cell_text(cell))
        except NoText as error:
            texts.append("")
            if len(broken) < COLLECTED:
                broken.append((i, heading, *error.args))
    return texts


def cell_text(cell: Any) -> str:
    """The text that a value in a cell stands for.

    Raises:
        NoText: it stands for none; message and hint.

    >>> cell_text(4.0), cell_text(0.81), cell_text(True), cell_text(None)
    ('4', '0.81', 'true', '')
    """
    if hasattr(cell, "item") and callable(cell.item):  # numpy's numbers
        cell = cell.item()
    if cell is None or cell != cell or type(cell).__name__ in ("NAType", "NaTType"):  # noqa: PLR0124  not a number is not itself
        return ""
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        raise NoText(f"a date or time ({cell}), not what was typed", _DATE)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def neutral(text: str) -> str:
    """A text that no spreadsheet runs as a formula when it opens a CSV file: with an apostrophe before it.

    >>> neutral("=1+1"), neutral("order form")
    ("'=1+1", 'order form')
    """
    return "'" + text if text.lstrip("'")[:1] in tuple(_RUNS) else text


def unneutral(text: str) -> str:
    """The text that `neutral` was given.

    >>> unneutral(neutral("'=1+1"))
    "'=1+1"
    """
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in tuple(_RUNS) else text
