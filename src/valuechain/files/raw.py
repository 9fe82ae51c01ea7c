"""The rows of a table from anywhere: CSV, a sheet of a workbook, or rows in Python."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from valuechain.files.headings import Headings, RawTable, folded
from valuechain.files.source import MAX_BYTES, decoded
from valuechain.files.workbook import WORKBOOKS, Workbook
from valuechain.problems import ArgumentError, FormatError, Problem

_Rows: TypeAlias = "Iterable[Mapping[str, Any]] | Iterable[Sequence[Any]]"
TableSource: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes] | _Rows"
_OTHERS = (".xls", ".xlsb", ".ods", ".numbers")
_DELIMITERS = ",;\t|"
_TOP = 100_000  # characters in which the headings stand


def raw_table(source: TableSource, headings: Headings, sheet: str | None) -> RawTable:
    """The rows of any table as they were found; see `table_of`."""
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
    data, name = _content(source)
    if len(data) > MAX_BYTES:
        raise _fault(f"the file has more than {MAX_BYTES // 2**20} MB", "split it", name)
    if data[:2] == b"PK":
        raise _fault("this is a workbook, not CSV", "give it a name that ends in .xlsx", name)
    text = decoded(data, name)
    delimiter = _delimiter(text[:_TOP], headings)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return RawTable(list(reader), name, neutral=True)
    except csv.Error as error:
        message = f"not CSV: {error}"
        if "field limit" in str(error):
            message = f"a cell of more than {csv.field_size_limit():,} characters"
        hint = "check the quotes in this row"
        raise _fault(message, hint, name, reader.line_num) from None


def _content(source: str | os.PathLike[str] | IO[str] | IO[bytes]) -> tuple[str | bytes, str]:
    """What a file holds, and what it is called."""
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1), str(source)
    name = getattr(source, "name", "")
    return source.read(MAX_BYTES + 1), name if isinstance(name, str) else ""


def _fault(message: str, hint: str, file: str, line: int = 1) -> FormatError:
    """The error of a file that is no table."""
    return FormatError([Problem(message, hint, line, 1, file)])


def _delimiter(text: str, headings: Headings) -> str:
    """What separates the known headings in the first line that has any words."""
    line = next((line for line in text.splitlines() if line.strip(_DELIMITERS + " ")), "")
    if not headings.known:  # a table whose headings nobody knows yet
        return max(_DELIMITERS, key=lambda sign: _cells(text, sign))
    return max(
        _DELIMITERS,
        key=lambda sign: sum(
            folded(word.strip('"')) in headings.known for word in line.split(sign)
        ),
    )


def _cells(text: str, delimiter: str) -> int:
    """How many cells the first record has, with this sign between them."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return max((len(row) for row in islice(lines, 2)), default=0)


def _raw_rows(source: Iterable[Any]) -> RawTable:
    """Rows in Python: mappings by heading, or sequences of which the first has the headings.

    Also a DataFrame.
    """
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
        what = "the rows of a table are mappings by heading"
        raise ArgumentError(f"{what}, or sequences of which the first has the headings")
    return RawTable(rows)
