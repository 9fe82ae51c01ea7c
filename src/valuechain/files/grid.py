"""A table from anywhere as columns of texts, with the place of every cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from valuechain.files.cells import are_fractions, texts_of, unneutral
from valuechain.files.heading_row import HeadingRow
from valuechain.files.headings import (
    NOT_AVAILABLE,
    NOTES,
    Headings,
    HeldIn,
    RawTable,
    is_empty,
    table_fault,
    top_of,
)
from valuechain.files.raw import TableSource, raw_table
from valuechain.files.stray_rows import AGAIN, listed, stray_rows, told
from valuechain.files.template_rows import still_an_example
from valuechain.model.scalars import scalar
from valuechain.problems import COLLECTED, FormatError, Problem, quoted

Broken: TypeAlias = tuple[int, str, str, str]
_QUOTES = "put quotes around a cell that contains the separator"


_CHOSEN = ("kind", "rule")
"""Columns with one of a few words."""


@dataclass(frozen=True)
class Grid:
    """A table as columns.

    Attributes:
        columns: texts by heading, all of one length; a cell without a value is ``""``.
        rows: the number of each row in the file, the headings' row being 1 as a rule.
        file, sheet: what it is called, ``""`` for nothing.
        notes: rows and columns that were left out, and hidden ones that were not, as sentences.
        broken: cells that cannot be read: index of the row, heading (``""`` for the row), message
            (``""`` where another cell has it), hint.
        places: the number of each column in the file.
    """

    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    file: str = ""
    sheet: str = ""
    notes: tuple[str, ...] = ()
    broken: tuple[Broken, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)

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
        number = self.places.get(heading)
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
    # `any` is quicker where it says yes; but a zero is a value, too, and pandas' NA has no truth.
    surely = _has_values if table.typed else any
    filled = [i for i, row in enumerate(table.rows) if surely(row) or _has_values(row)]
    if not filled:
        hint = f"its first row names the columns: {', '.join(headings.loud)}"
        raise table_fault(table, "the table is empty", hint)
    top = top_of(table, headings)
    above = [i for i in filled if i < top]
    found, others = HeadingRow(table, top, headings).read()
    if above and headings.strict:
        raise _under_others(table, above, top)
    body = _without_examples(table, found, headings, filled[len(above) + 1 :])
    if not body:
        raise _without_entries(table, top)
    columns, broken = _columns(table, top, found, headings, body)
    heads = {name: _word(table, top, at) for at, name in found.items()}
    names = headings.required[:2]
    stray = stray_rows(lambda at: _free(table.rows[body[at]], found), columns, heads, names)
    notes = [*_above(table, above), *told(stray, lambda at: table.first + body[at])]
    if stray and headings.strict:
        broken += [fault for at, word in stray.items() for fault in _stray(at, word, columns)]
    elif stray:
        body = [i for at, i in enumerate(body) if at not in stray]
        if not body:
            raise _without_entries(table, top)
        columns, broken = _columns(table, top, found, headings, body)
    return Grid(
        columns,
        [table.first + i for i in body],
        table.file,
        table.sheet,
        (*notes, *hidden_rows(table, body), *_notes(others)),
        tuple(broken[:COLLECTED]),
        {name: at + 1 for at, name in found.items()},
    )


def _free(row: Sequence[Any], found: Mapping[int, str]) -> list[Any]:
    """The cells that hold what somebody wrote, not one of a few words, such as the rule `mean`."""
    return [cell for at, cell in enumerate(row) if found.get(at) not in _CHOSEN]


def _without_examples(
    table: RawTable, found: Mapping[int, str], headings: Headings, body: list[int]
) -> list[int]:
    """The rows less those that show how to fill in others, once there are others."""
    if NOTES not in found.values() or headings.keeps_examples:
        return body
    own = [i for i in body if not still_an_example(_texts(table.rows[i], found))]
    return own or body


def _texts(row: Sequence[Any], found: Mapping[int, str]) -> dict[str, str]:
    """The cells of a row by heading."""
    return {name: _shown(row[at]) for at, name in found.items() if at < len(row)}


def _columns(
    table: RawTable, top: int, found: Mapping[int, str], headings: Headings, body: Sequence[int]
) -> tuple[dict[str, list[str]], list[Broken]]:
    """The texts of these rows by heading, and the cells that cannot be read."""
    rows, broken = _even([table.rows[i] for i in body], len(table.rows[top]))
    columns = {}
    for column, heading in found.items():
        meaning = _meaning(table, verbatim=headings.keeps(heading))
        cells = [row[column] for row in rows]
        held = headings.held_in(heading)
        if table.typed and held is HeldIn.SCORES and are_fractions(cells):
            held = HeldIn.FRACTIONS
        columns[heading], faults = texts_of(cells, meaning, held)
        broken += [(i, heading, fault.message, fault.hint) for i, fault in faults.items()]
    index = {i: number for number, i in enumerate(body)} if table.broken else {}
    for (at, column), said in table.broken.items():
        if at not in index or column not in found:
            continue
        held = headings.held_in(found[column])
        if said is NOT_AVAILABLE and held is HeldIn.SCORES and not headings.strict:
            columns[found[column]][index[at]] = "#N/A"
        else:
            broken.append((index[at], found[column], *said))
    return columns, broken


def _without_entries(table: RawTable, top: int) -> FormatError:
    """The error of a table that has nothing below its headings."""
    message = "the table is empty but for its headings"
    return table_fault(table, message, "one row for each entry", table.first + top)


def _under_others(table: RawTable, above: Sequence[int], top: int) -> FormatError:
    """The error of headings that are not the first row."""
    row = table.first + top
    hint = f"delete the rows above row {row}"
    message = f"no headings: they stand in row {row}"
    return table_fault(table, message, hint, table.first + above[0])


def _stray(at: int, word: str, columns: Mapping[str, Sequence[str]]) -> list[Broken]:
    """A row that is no entry as one mistake."""
    what = AGAIN if word == AGAIN else f"a row of totals ({quoted(word)})"
    quiet = [(at, heading, "", "") for heading in columns]
    return [(at, "", what, "delete the row"), *quiet]


def _above(table: RawTable, above: Sequence[int]) -> list[str]:
    """What is said of rows above the headings."""
    words = {i: text for i in above if (text := "".join(map(_shown, table.rows[i])).strip())}
    if not words:
        return []
    first = next(filter(None, map(_shown, table.rows[next(iter(words))])))
    rows = listed([f"row {table.first + i}" if table.first + i else "the top" for i in words])
    return [f"Above the headings, and left out: {rows} ({quoted(first)})."]


def _shown(cell: Any) -> str:
    """A cell in a row that is left out, as somebody sees it."""
    value = scalar(cell)
    return "" if value is None else str(value)


def hidden_rows(table: RawTable, body: Sequence[int]) -> list[str]:
    """What is said of rows that a spreadsheet hides, for a filter or for good."""
    hidden = [f"row {table.first + i}" for i in body if i in table.hidden] if table.hidden else []
    if not hidden:
        return []
    if len(hidden) == 1:
        one = f"{hidden[0]}; delete it if it is not meant"
        return [f"1 hidden row of the sheet is read as the others: {one}."]
    several = f"{listed(hidden)}; delete what is not meant"
    return [f"{len(hidden)} hidden rows of the sheet are read as the others: {several}."]


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


def _word(table: RawTable, top: int, column: int) -> str:
    """A heading as the table spells it."""
    return str(table.rows[top][column]).strip()


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
