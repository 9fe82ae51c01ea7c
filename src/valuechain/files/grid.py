"""A table from anywhere: CSV, a sheet of a workbook, or rows in Python, as columns of texts with the place of every cell."""

from __future__ import annotations

import csv
import datetime
import io
import math
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from valuechain.files.nodes import MAX_BYTES, decoded
from valuechain.files.raw import RawTable, table_fault
from valuechain.files.workbook import Workbook
from valuechain.model.problems import COLLECTED, ArgumentError, FormatError, Problem, nearest, quoted

TableSource: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes] | Iterable[Mapping[str, Any]] | Iterable[Sequence[Any]]"
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_DELIMITERS = ",;\t|"
_RUNS = "=+-@\t\r"
_MOST_COLUMNS = 1000


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


def raw_csv(source: str | os.PathLike[str] | IO[str] | IO[bytes], known: Collection[str]) -> RawTable:
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
    heading_line = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=lambda sign: sum(_folded(word.strip('"')) in known for word in heading_line.split(sign)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return RawTable(list(reader), name, neutral=True)
    except csv.Error as error:
        raise FormatError([Problem(f"not CSV: {error}", "check the quotes around this row", reader.line_num, 1, name)]) from None


def raw_rows(source: Iterable[Any]) -> RawTable:
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


def raw_table(source: TableSource, known: Collection[str], sheet: str | None, usual: str) -> RawTable:
    """The rows of any table; of a workbook the `sheet`, or the one with the `usual` name, or with the known headings."""
    if isinstance(source, str | os.PathLike):
        if Path(source).suffix.lower() in WORKBOOKS:
            return Workbook(source).table(sheet, usual, known)
        return raw_csv(source, known)
    if hasattr(source, "read"):
        return raw_csv(cast("IO[str] | IO[bytes]", source), known)
    return raw_rows(source)


def grid(
    table: RawTable,
    known: Collection[str],
    required: Collection[str],
    *,
    strict: bool,
    prefixes: tuple[str, ...] = (),
    verbatim: Collection[str] = (),
) -> Grid:
    """The table's columns by their headings.

    Args:
        table: as it was found.
        known: headings that mean something.
        required: those that must be there.
        strict: whether an unknown heading is a problem; else only one that is nearly a known one.
        prefixes: with which further headings may begin.
        verbatim: columns whose texts keep the white space at their ends.

    Raises:
        FormatError: there are no rows, or the headings are not right; every problem with them.
    """
    filled = [i for i, row in enumerate(table.rows) if (row and row[0]) or _has_values(row)]
    if not filled:
        raise table_fault(table, "the table is empty", f"its first row names the columns: {', '.join(known)}", None)
    top = filled[0]
    headings, notes = _headings(table, top, known, required, strict=strict, prefixes=prefixes)
    body = filled[1:]
    if not body:
        raise table_fault(table, "the table has headings and no rows", "one row for each entry", table.first + top)
    width = len(table.rows[top])
    rows = [table.rows[i] for i in body]
    if set(map(len, rows)) != {width}:
        rows = [_fitted(table, i, width) for i in body]
    broken: list[tuple[int, str, str, str]] = []
    columns = {}
    for cells, (at, heading) in zip(_chosen(rows, list(headings)), headings.items(), strict=True):
        read = unneutral if table.neutral else str
        columns[heading] = _texts(
            cells, heading, broken, lambda text, name=heading, read=read: read(text if name in verbatim else text.strip())
        )
    index = {i: number for number, i in enumerate(body)}
    for (row, column), (message, hint) in (table.broken or {}).items():
        if row in index and column in headings:
            broken.append((index[row], headings[column], message, hint))
    return Grid(columns, [table.first + i for i in body], table.file, table.sheet, tuple(notes), tuple(broken[:COLLECTED]))


def _chosen(rows: Sequence[Sequence[Any]], columns: list[int]) -> list[Sequence[Any]]:
    """Some columns of the rows."""
    return [[row[column] for row in rows] for column in columns]


def _has_values(row: Sequence[Any]) -> bool:
    return any(cell not in ("", None) for cell in row)


def _fitted(table: RawTable, at: int, width: int) -> Sequence[Any]:
    """A row as long as the headings'."""
    row = table.rows[at]
    if _has_values(row[width:]):
        message = f"the row has {len(row)} cells, the headings {width}"
        raise table_fault(table, message, "put quotes around a cell that contains the separator", table.first + at)
    return [*row[:width], *[""] * (width - len(row))]


def _headings(
    table: RawTable, top: int, known: Collection[str], required: Collection[str], *, strict: bool, prefixes: tuple[str, ...]
) -> tuple[dict[int, str], list[str]]:
    """The known headings by their columns, and what is said of others."""
    row = table.first + top
    found: dict[int, str] = {}
    problems: list[Problem] = []
    others: list[str] = []
    if len(table.rows[top]) > _MOST_COLUMNS:
        raise table_fault(table, f"a table of {len(table.rows[top]):,} columns", "this is another kind of table", row)
    for column, cell in enumerate(table.rows[top]):
        word = "" if cell is None else (unneutral(str(cell)) if table.neutral else str(cell)).strip()
        name = _folded(word)
        if name not in known and any(name.startswith(prefix) for prefix in prefixes):
            name = name.split(".")[0] + "." + word.split(".", 1)[1].strip()
        elif name not in known:
            hint = nearest(name, known)
            if word and (strict or hint):
                message = f"unknown column {quoted(word)}"
                problems.append(_heading_problem(table, row, column, word, message, hint or f"known here: {', '.join(known)}"))
            elif word:
                others.append(word)
            continue
        if name in found.values():
            problems.append(_heading_problem(table, row, column, word, f"column {quoted(word)} is here twice", "keep one of them"))
        found[column] = name
    missing = [name for name in required if name not in found.values()]
    if len(missing) == len(required) and required:
        told = ", ".join(str(cell) for cell in table.rows[top][:6])
        raise table_fault(table, f"the first row names no columns ({told:.80})", f"it needs {', '.join(required)}", row)
    suggested = any(problem.hint.startswith("did you mean") for problem in problems)
    problems += [
        Problem(
            f"column {quoted(name)} is missing",
            f"the first row must name {', '.join(required)}",
            row,
            None,
            table.file or "<table>",
            heading=name,
            sheet=table.sheet,
        )
        for name in missing
        if not (suggested and any(quoted(name) in problem.hint for problem in problems))
    ]
    if problems:
        raise FormatError(problems)
    notes = [f"Columns that are not read: {', '.join(others[:8])}{' ...' * (len(others) > 8)}."] if others else []
    return found, notes


def _heading_problem(table: RawTable, row: int, column: int, word: str, message: str, hint: str) -> Problem:
    return Problem(message, hint, row, column + 1, table.file or "<table>", heading=word, sheet=table.sheet)


def _folded(word: str) -> str:
    return "_".join(word.casefold().split())


def _texts(cells: Sequence[Any], heading: str, broken: list[tuple[int, str, str, str]], meaning: Callable[[str], str]) -> list[str]:
    """The cells of a column as texts."""
    if set(map(type, cells)) == {str}:
        meant = {cell: text for cell in set(cells) if (text := meaning(cell)) != cell}
        return [meant.get(cell, cell) for cell in cells] if meant else list(cells)
    texts = []
    for i, cell in enumerate(cells):
        try:
            texts.append(meaning(cell) if isinstance(cell, str) else cell_text(cell))
        except ValueError as error:
            texts.append("")
            if len(broken) < COLLECTED:
                message, hint = error.args
                broken.append((i, heading, message, hint))
    return texts


def cell_text(cell: Any) -> str:
    """The text that a value in a cell stands for.

    Raises:
        ValueError: it stands for none; message and hint.

    >>> cell_text(4.0), cell_text(0.81), cell_text(True), cell_text(None)
    ('4', '0.81', 'true', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        raise ValueError(
            f"a date or time ({cell}), not what was typed",
            "format the column as text and type it again: a spreadsheet takes 4/5 for a date",
        )
    if hasattr(cell, "item") and callable(cell.item):  # numpy's numbers
        return cell_text(cell.item())
    if isinstance(cell, float):
        if math.isnan(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if type(cell).__name__ in ("NAType", "NaTType"):
        return ""
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
