"""Parties and services as tables: CSV, sheets of a workbook, rows in Python; and back."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from valuechain.files import kumu, template_rows
from valuechain.files.atomic import path_of, write_all, write_whole
from valuechain.files.cells import BYTE_ORDER_MARK, neutral
from valuechain.files.collector import collector_paused
from valuechain.files.grid import Grid, grid, table_of
from valuechain.files.headings import NOTES
from valuechain.files.raw import TableSource
from valuechain.files.sheets import Sheets
from valuechain.files.table_reader import PARTIES, SERVICES, TableReader
from valuechain.files.workbook import Workbook, xlsxwriter
from valuechain.model.chain import ValueChain
from valuechain.model.format import PARTY_COLUMNS
from valuechain.model.parts import SERVICE_COLUMNS
from valuechain.model.tables import Row
from valuechain.problems import ArgumentError, FormatError, Problem

ANSWER_COLUMNS = (
    "provider",
    "customer",
    "delivers",
    "score",
    "aspect",
    "respondent",
    "wave",
    "scale",
    NOTES,
)


def read_tables(parties: TableSource, services: TableSource) -> ValueChain:
    """Read a chain from a table of its parties and one of its services.

    The columns bear the file format's names; which are needed are ``id`` and ``kind`` (supplier,
    team or customer), and ``provider`` and ``customer``. A row of the kind ``chain`` among the
    parties has the title (as `name`), target, dependence and rule of the whole. A column
    ``aspects.timeliness`` holds the scores of that aspect, ``scenarios.hard winter`` what that
    scenario sets, and ``improve.1.action``, ``improve.1.cost``, ``improve.1.quality`` the first
    action of each service; several ids in ``improve.1.needs`` stand on a line each. Empty cells are
    absent.

    Args:
        parties: path of a CSV file or a workbook, an open CSV file, rows as mappings or sequences,
            or a DataFrame.
        services: likewise.

    Raises:
        FormatError: the tables are no value chain; `problems` holds every mistake with its row and
            column.
        OSError: a file cannot be read.
        ArgumentError: an argument is no table.

    >>> parties = [{"id": "clerk", "kind": "team"}, {"id": "customer", "kind": "customer"}]
    >>> services = [{"provider": "clerk", "customer": "customer", "satisfaction": "81%"}]
    >>> read_tables(parties, services).services["clerk->customer"].satisfaction.value
    0.81
    """
    with collector_paused():
        return _read(lambda: table_of(parties, PARTIES), lambda: table_of(services, SERVICES))


def read_excel(path: str | os.PathLike[str]) -> ValueChain:
    """Read a chain from the sheets ``parties`` and ``services`` of a workbook.

    As `read_tables` does; needs the extra ``excel``. The workbook of Kumu, ``elements`` and
    ``connections``, is read too (see `files.kumu`).

    Raises:
        FormatError: the workbook holds no value chain; `problems` holds every mistake with its
            sheet, row and column.
        OSError: the file cannot be read.
        MissingExtraError: python-calamine is not installed.
    """
    if not isinstance(path, str | os.PathLike):
        raise ArgumentError(f"read_excel takes a path, not {type(path).__name__}")
    book = Workbook(path)
    parties = services = book.table
    if kumu.is_kumu(book):
        parties, services = partial(kumu.elements, book), partial(kumu.connections, book)
    with collector_paused():
        return _read(
            lambda: grid(parties(PARTIES), PARTIES), lambda: grid(services(SERVICES), SERVICES)
        )


def other_sheets(path: str | os.PathLike[str]) -> list[str]:
    """The sheets of a workbook that hold something, from which `read_excel` reads no chain."""
    book = Workbook(path)
    read = {"elements", "connections"}
    if not kumu.is_kumu(book):
        read = {book.table(headings).sheet.strip().casefold() for headings in (PARTIES, SERVICES)}
    return [
        name for name in book.sheets if name.strip().casefold() not in read and book.read(name).rows
    ]


def _read(parties: Callable[[], Grid], services: Callable[[], Grid]) -> ValueChain:
    """The chain of two tables; what is wrong with either is said at once."""
    problems: list[Problem] = []
    tables = []
    for table in (parties, services):
        try:
            tables.append(table())
        except FormatError as error:
            problems += error.problems
    if problems:
        raise FormatError(problems)
    return TableReader(*tables).chain()


# Writing.


def write_tables(
    chain: ValueChain, parties: str | os.PathLike[str], services: str | os.PathLike[str]
) -> None:
    """Write a chain as two CSV files, both whole or neither.

    `read_tables` reads them back as the same chain. They begin with a byte order mark, without
    which Excel shows letters such as ü wrong. A text that a spreadsheet would run as a formula
    begins with an apostrophe there.

    Raises:
        OSError: a file cannot be written.
        ArgumentError: `chain` is no ValueChain.
    """
    _check(chain, "write_tables")
    tables = chain.to_tables()
    texts = [
        csv_text(tables.parties, list(PARTY_COLUMNS)),
        csv_text(tables.services, _service_headings(tables.services)),
    ]
    marked = [BYTE_ORDER_MARK + text for text in texts]
    write_all(dict(zip(map(path_of, (parties, services)), marked, strict=True)))


def csv_text(rows: Iterable[Mapping[str, Any]], headings: Sequence[str]) -> str:
    """Rows as CSV that no spreadsheet runs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(heading) for heading in headings])
    writer.writerows([_written(row.get(heading)) for heading in headings] for row in rows)
    return out.getvalue()


def _written(value: Any) -> str:
    """A value as a cell of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= 10**15):
        return repr(float(value)).removesuffix(".0")
    return neutral(str(value))


def _service_headings(rows: list[Row]) -> list[str]:
    return list(rows[0]) if rows else list(SERVICE_COLUMNS)


def _check(chain: object, function: str) -> None:
    if not isinstance(chain, ValueChain):
        what = f"{function} takes a ValueChain, not {type(chain).__name__}"
        raise ArgumentError(f"{what}: make it with load(path) or loads(text)")


def write_excel(chain: ValueChain, path: str | os.PathLike[str]) -> None:
    """Write a chain as a workbook with the sheets ``parties`` and ``services``.

    `read_excel` reads it back as the same chain. Kinds, parties and flags have drop-downs, so that
    the workbook can be worked on. Texts are texts, whatever they begin with. The file is written
    whole or not at all.

    Raises:
        OSError: the file cannot be written.
        ArgumentError: `chain` is no ValueChain.
        MissingExtraError: XlsxWriter is not installed.
    """
    _check(chain, "write_excel")
    tables = chain.to_tables()
    write_whole(path_of(path), workbook(tables.parties, tables.services))


def workbook(
    parties: list[Row], services: list[Row], answers: tuple[Sequence[str], list[Row]] | None = None
) -> bytes:
    """A workbook of these rows; and of a survey's answers, if there are headings and rows."""
    sheets = Sheets(xlsxwriter())
    if answers:
        sheets.answers(answers[1], answers[0])
    notes = (NOTES,) if answers else ()
    sheets.parties(parties, (*PARTY_COLUMNS, *notes))
    sheets.services(services, _service_headings(services))
    return sheets.finished()


def add_chain(sheets: Sheets, chain: ValueChain) -> None:
    """The sheets of a chain, which `read_excel` reads back, behind others."""
    tables = chain.to_tables()
    sheets.parties(tables.parties, PARTY_COLUMNS)
    sheets.services(tables.services, _service_headings(tables.services))


def template() -> bytes:
    """A workbook to fill in: parties, services and answers, each with an example.

    The examples no longer count once there are other rows.
    """
    return workbook(
        template_rows.PARTIES, [template_rows.SERVICE], (ANSWER_COLUMNS, [template_rows.ANSWER])
    )
