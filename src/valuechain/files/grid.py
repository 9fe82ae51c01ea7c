"""A table from anywhere: CSV, a sheet of a workbook, or rows in Python, as columns of texts with the place of every cell."""

from __future__ import annotations

import csv
import datetime
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from valuechain.files.headings import Headings, RawTable, folded, is_empty, table_fault
from valuechain.files.nodes import MAX_BYTES, decoded
from valuechain.files.workbook import WORKBOOKS, Workbook
from valuechain.problems import (
    COLLECTED,
    ArgumentError,
    Fault,
    FormatError,
    Problem,
    nearest,
    quoted,
)

TableSource: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes] | Iterable[Mapping[str, Any]] | Iterable[Sequence[Any]]"
_OTHERS = (".xls", ".xlsb", ".ods", ".numbers")
_DELIMITERS = ",;\t|"
_DATE = "format the column as text and type it again: a spreadsheet takes 4/5 for a date"
_QUOTES = "put quotes around a cell that contains the separator"
_TOP = 100_000  # characters in which the headings stand
_RUNS = "=+-@\t\r"
_MOST_COLUMNS = 16_384  # as many as a sheet has


@dataclass(frozen=True)
class Grid:
    """A table as columns.

    Attributes:
        columns: texts by heading, all of one length; a cell without a value is ``""``.
        rows: the number of each row in the file, the headings' row being 1 as a rule.
        file, sheet: what it is called, ``""`` for nothing.
        notes: columns that were left out, as sentences.
        broken: cells that cannot be read: index of the row, heading (``""`` for the row), message
            (``""`` where it is told of another cell), hint.
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

    def problems(self) -> list[Problem]:
        """What is wrong with the cells themselves."""
        return [self.problem(*fault) for fault in self.broken if fault[2]]

    @cached_property
    def faulty(self) -> frozenset[tuple[int, str]]:
        """The cells that cannot be read, by index of the row and heading: nothing more is to be said of them."""
        return frozenset((index, heading) for index, heading, _, _ in self.broken)

    def problem(self, index: int, heading: str, message: str, hint: str = "") -> Problem:
        """A problem with one cell, or with a whole row (heading ``""``)."""
        number = list(self.columns).index(heading) + 1 if heading in self.columns else None
        return Problem(
            message, hint, self.rows[index], number, self.file, heading=heading, sheet=self.sheet
        )


def table_of(source: TableSource, headings: Headings, sheet: str | None = None) -> Grid:
    """The columns of any table; of a workbook the `sheet`, or the one with the usual name, or with these headings.

    Raises:
        FormatError: there are no rows, or the headings are not right; every problem with them.
        OSError: the file cannot be read.
        ArgumentError: `source` is no table.
    """
    return grid(_raw_table(source, headings, sheet), headings)


def _raw_table(source: TableSource, headings: Headings, sheet: str | None) -> RawTable:
    if not (sheet is None or isinstance(sheet, str)):
        raise ArgumentError(f"sheet is the name of a sheet, not {sheet!r:.60}")
    if isinstance(source, str | os.PathLike) and Path(source).suffix.lower() in (
        *WORKBOOKS,
        *_OTHERS,
    ):
        return Workbook(source).table(headings, sheet)
    if sheet is not None:
        raise ArgumentError(f"sheet={sheet!r}: only a workbook has sheets")
    if isinstance(source, str | os.PathLike):
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
        raise FormatError(
            [Problem(f"the file has more than {MAX_BYTES // 2**20} MB", "split it", 1, 1, name)]
        )
    if isinstance(data, bytes) and data[:2] == b"PK":
        raise FormatError(
            [
                Problem(
                    "this is a workbook, not CSV", "give it a name that ends in .xlsx", 1, 1, name
                )
            ]
        )
    text = decoded(data, name) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    delimiter = _delimiter(text[:_TOP], headings)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return RawTable(list(reader), name, neutral=True)
    except csv.Error as error:
        limit = csv.field_size_limit()
        large = "field limit" in str(error)
        message = f"a cell of more than {limit:,} characters" if large else f"not CSV: {error}"
        raise FormatError(
            [Problem(message, "check the quotes in this row", reader.line_num, 1, name)]
        ) from None


def _delimiter(text: str, headings: Headings) -> str:
    """What separates the known headings in the first line that has any words."""
    line = next((line for line in text.splitlines() if line.strip(_DELIMITERS + " ")), "")
    return max(
        _DELIMITERS,
        key=lambda sign: sum(
            folded(word.strip('"')) in headings.known for word in line.split(sign)
        ),
    )


def _raw_rows(source: Iterable[Any]) -> RawTable:
    """Rows in Python: mappings by heading, or sequences of which the first has the headings; also a DataFrame."""
    if hasattr(source, "itertuples") and hasattr(source, "columns"):
        source = [list(source.columns), *source.itertuples(index=False, name=None)]
        return RawTable(source, first=0)
    try:
        rows: list[Any] = list(source)
    except TypeError:
        raise ArgumentError(
            f"a table is a path, an open file or rows, not {type(source).__name__}"
        ) from None
    if rows and all(isinstance(row, Mapping) for row in rows):
        headings = list(dict.fromkeys(key for row in rows for key in row))
        return RawTable([headings, *([row.get(key) for key in headings] for row in rows)], first=0)
    if not all(isinstance(row, Sequence) and not isinstance(row, str | bytes) for row in rows):
        raise ArgumentError(
            "the rows of a table are mappings by heading, or sequences of which the first has the headings"
        )
    return RawTable(rows)


def grid(table: RawTable, headings: Headings) -> Grid:
    """The table's columns by their headings.

    Raises:
        FormatError: there are no rows, or the headings are not right; every problem with them.
    """
    filled = [i for i, row in enumerate(table.rows) if _has_values(row)]
    if not filled:
        raise table_fault(
            table,
            "the table is empty",
            f"its first row names the columns: {', '.join(headings.known)}",
        )
    top, *body = filled
    found, others = _Headings(table, top, headings).read()
    if not body:
        raise table_fault(
            table,
            "the table is empty but for its headings",
            "one row for each entry",
            table.first + top,
        )
    width = len(table.rows[top])
    rows = [table.rows[i] for i in body]
    broken: list[tuple[int, str, str, str]] = []
    if set(map(len, rows)) != {width}:
        for at, row in enumerate(rows):
            if _has_values(row[width:]):
                broken.append(
                    (at, "", f"the row has {len(row)} cells, the headings {width}", _QUOTES)
                )
        rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    columns = {}
    for column, heading in found.items():
        columns[heading] = _texts(
            [row[column] for row in rows], heading, broken, _meaning(table, headings.keeps(heading))
        )
    index = {i: number for number, i in enumerate(body)}
    for (at, column), (message, hint) in (table.broken or {}).items():
        if at in index and column in found:
            broken.append(
                (index[at], found[column], message, hint)
            )  # without a message: told already
    notes = (
        [f"Columns that are not read: {', '.join(others[:8])}{' ...' * (len(others) > 8)}."]
        if others
        else []
    )
    return Grid(
        columns,
        [table.first + i for i in body],
        table.file,
        table.sheet,
        tuple(notes),
        tuple(broken[:COLLECTED]),
    )


def _has_values(row: Sequence[Any]) -> bool:
    return not all(map(is_empty, row))


class _Headings:
    """The first row of a table, read."""

    def __init__(self, table: RawTable, top: int, wanted: Headings) -> None:
        self.table, self.cells, self.wanted = table, table.rows[top], wanted
        self.row = table.first + top
        self.problems: list[Problem] = []

    def read(self) -> tuple[dict[int, str], list[str]]:
        """The known headings by their columns, and the others."""
        if len(self.cells) > _MOST_COLUMNS:
            raise table_fault(
                self.table,
                f"a table of {len(self.cells):,} columns",
                "this is another kind of table",
                self.row,
            )
        found: dict[int, str] = {}
        others: list[str] = []
        for column, cell in enumerate(self.cells):
            message, hint = (self.table.broken or {}).get(
                (self.row - self.table.first, column), ("", "")
            )
            if message:
                self._note(column, str(cell or ""), message, hint)
            word = (
                ""
                if cell is None
                else (unneutral(str(cell)) if self.table.neutral else str(cell)).strip()
            )
            name = self._known(word)
            if name and name in found.values():
                self._note(column, word, f"column {quoted(word)} is here twice", "keep one of them")
            elif name:
                found[column] = name
                if (fault := self._family_fault(name)) is not None:
                    self._note(column, word, *fault)
            elif word and not self._refused(column, word):
                others.append(word)
        self._check_missing(found)
        if self.problems:
            raise FormatError(self.problems)
        return found, others

    def _known(self, word: str) -> str:
        """The heading that a word means, ``""`` for none."""
        name = folded(word)
        if family := self.wanted.family(name):
            return family + word.split(".", 1)[1].strip()
        return name if name in self.wanted.known else ""

    def _family_fault(self, name: str) -> tuple[str, str] | None:
        """Why the column of an aspect, an action or a scenario is called wrongly."""
        family = self.wanted.family(name)
        return self.wanted.families[family](name.removeprefix(family)) if family else None

    def _refused(self, column: int, word: str) -> bool:
        """Whether an unknown heading is a problem."""
        hint = nearest(folded(word), self.wanted.known)
        if not (self.wanted.strict or hint):
            return False
        self._note(
            column,
            word,
            f"unknown column {quoted(word)}",
            hint or f"known here: {', '.join(self.wanted.known)}",
        )
        return True

    def _check_missing(self, found: Mapping[int, str]) -> None:
        required = self.wanted.required
        missing = [name for name in required if name not in found.values()]
        told = f"the first row must name {', '.join(required)}"
        misspelt = any(
            quoted(name) in problem.hint
            for problem in self.problems
            for name in required
            if "did you mean" in problem.hint
        )
        if len(missing) == len(required) and not misspelt:
            shown = ", ".join(str(cell) for cell in self.cells[:6])
            raise table_fault(
                self.table, f"the first row names no columns ({shown:.80})", told, self.row
            )
        refused = [
            problem for problem in self.problems if not problem.hint.startswith("did you mean")
        ]
        for name in missing if not refused else ():
            if not any(
                quoted(name) in problem.hint for problem in self.problems
            ):  # it is only misspelt
                self._note(None, name, f"column {quoted(name)} is missing", told)

    def _note(self, column: int | None, heading: str, message: str, hint: str) -> None:
        number = None if column is None else column + 1
        name = self.table.file or "<table>"
        self.problems.append(
            Problem(
                message,
                hint,
                self.row or None,
                number,
                name,
                heading=heading,
                sheet=self.table.sheet,
            )
        )


def _meaning(table: RawTable, verbatim: bool) -> Callable[[str], str]:  # noqa: FBT001
    """What a cell's text means."""
    read = unneutral if table.neutral else str
    return read if verbatim else lambda text: read(text.strip())


def _texts(
    cells: Sequence[Any],
    heading: str,
    broken: list[tuple[int, str, str, str]],
    meaning: Callable[[str], str],
) -> list[str]:
    """The cells of a column as texts."""
    if set(map(type, cells)) == {str}:
        meant = {cell: text for cell in set(cells) if (text := meaning(cell)) != cell}
        return [meant.get(cell, cell) for cell in cells] if meant else list(cells)
    texts = []
    for i, cell in enumerate(cells):
        try:
            texts.append(meaning(cell) if isinstance(cell, str) else cell_text(cell))
        except Fault as error:
            texts.append("")
            if len(broken) < COLLECTED:
                broken.append((i, heading, error.message, error.hint))
    return texts


def cell_text(cell: Any) -> str:
    """The text that a value in a cell stands for.

    Raises:
        Fault: it stands for none; message and hint.

    >>> cell_text(4.0), cell_text(0.81), cell_text(True), cell_text(None)
    ('4', '0.81', 'true', '')
    """
    if hasattr(cell, "item") and callable(cell.item):  # numpy's numbers
        cell = cell.item()
    if cell is None or type(cell).__name__ in ("NAType", "NaTType") or cell != cell:  # noqa: PLR0124  not a number is not itself
        return ""
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        raise Fault(f"a date or time ({cell}), not what was typed", _DATE)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    try:
        return repr(float(cell)) if isinstance(cell, int) and abs(cell) >= 1e15 else str(cell)
    except (ValueError, OverflowError):
        raise Fault("a number with thousands of digits", "correct it") from None


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
