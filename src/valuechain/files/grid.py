"""A table from anywhere as columns of texts, with the place of every cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from valuechain.files.cells import texts_of, unneutral
from valuechain.files.heading_row import HeadingRow
from valuechain.files.headings import Headings, RawTable, is_empty, table_fault
from valuechain.files.raw import TableSource, raw_table
from valuechain.problems import COLLECTED, Problem

Broken: TypeAlias = tuple[int, str, str, str]
_QUOTES = "put quotes around a cell that contains the separator"


@dataclass(frozen=True)
class Grid:
    """A table as columns.

    Attributes:
        columns: texts by heading, all of one length; a cell without a value is ``""``.
        rows: the number of each row in the file, the headings' row being 1 as a rule.
        file, sheet: what it is called, ``""`` for nothing.
        notes: columns that were left out, as sentences.
        broken: cells that cannot be read: index of the row, heading (``""`` for the row), message
            (``""`` where another cell has it), hint.
    """

    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    file: str = ""
    sheet: str = ""
    notes: tuple[str, ...] = ()
    broken: tuple[Broken, ...] = ()

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
        """The cells that cannot be read, by index of the row and heading.

        Nothing more is to be said of them.
        """
        return frozenset((index, heading) for index, heading, _, _ in self.broken)

    def problem(self, index: int, heading: str, message: str, hint: str = "") -> Problem:
        """A problem with one cell, or with a whole row (heading ``""``)."""
        number = list(self.columns).index(heading) + 1 if heading in self.columns else None
        return Problem(
            message, hint, self.rows[index], number, self.file, heading=heading, sheet=self.sheet
        )


def table_of(source: TableSource, headings: Headings, sheet: str | None = None) -> Grid:
    """The columns of any table.

    Of a workbook the `sheet`, or the one with the usual name, or with these headings.

    Raises:
        FormatError: there are no rows, or the headings are not right; every problem with them.
        OSError: the file cannot be read.
        ArgumentError: `source` is no table.
    """
    return grid(raw_table(source, headings, sheet), headings)


def grid(table: RawTable, headings: Headings) -> Grid:
    """The table's columns by their headings.

    Raises:
        FormatError: there are no rows, or the headings are not right; every problem with them.
    """
    filled = [i for i, row in enumerate(table.rows) if _has_values(row)]
    if not filled:
        hint = f"its first row names the columns: {', '.join(headings.known)}"
        raise table_fault(table, "the table is empty", hint)
    top, *body = filled
    found, others = HeadingRow(table, top, headings).read()
    if not body:
        message = "the table is empty but for its headings"
        raise table_fault(table, message, "one row for each entry", table.first + top)
    rows, broken = _even([table.rows[i] for i in body], len(table.rows[top]))
    columns = {}
    for column, heading in found.items():
        meaning = _meaning(table, verbatim=headings.keeps(heading))
        texts, faults = texts_of([row[column] for row in rows], meaning)
        columns[heading] = texts
        broken += [(i, heading, fault.message, fault.hint) for i, fault in faults.items()]
    index = {i: number for number, i in enumerate(body)}
    for (at, column), said in table.broken.items():
        if at in index and column in found:
            broken.append((index[at], found[column], *said))
    numbers = [table.first + i for i in body]
    notes = _notes(others)
    return Grid(columns, numbers, table.file, table.sheet, notes, tuple(broken[:COLLECTED]))


def _has_values(row: Sequence[Any]) -> bool:
    return not all(map(is_empty, row))


def _even(
    rows: Sequence[Sequence[Any]], width: int
) -> tuple[Sequence[Sequence[Any]], list[Broken]]:
    """Rows of one width, and those that have too many cells."""
    if set(map(len, rows)) == {width}:
        return rows, []
    broken = [
        (at, "", f"the row has {len(row)} cells, the headings {width}", _QUOTES)
        for at, row in enumerate(rows)
        if _has_values(row[width:])
    ]
    return [[*row[:width], *[""] * (width - len(row))] for row in rows], broken


def _meaning(table: RawTable, *, verbatim: bool) -> Callable[[str], str]:
    """What a cell's text means."""
    read = unneutral if table.neutral else str
    return read if verbatim else lambda text: read(text.strip())


def _notes(others: Sequence[str]) -> tuple[str, ...]:
    """What is said of columns that are left out."""
    if not others:
        return ()
    dots = " ..." * (len(others) > 8)
    return (f"Columns that are not read: {', '.join(others[:8])}{dots}.",)
