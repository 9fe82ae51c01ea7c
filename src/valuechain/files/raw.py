"""The rows of a table from anywhere: CSV, a sheet of a workbook, or rows in Python."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

from valuechain.files.headings import Headings, RawTable
from valuechain.files.source import MAX_BYTES
from valuechain.files.table_text import table_text
from valuechain.files.workbook import WORKBOOKS, Workbook
from valuechain.model.scalars import scalar
from valuechain.problems import ArgumentError, FormatError, Problem

_Rows: TypeAlias = "Iterable[Mapping[str, Any]] | Iterable[Sequence[Any]]"
TableSource: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes] | _Rows"
_GIVE_ROWS = ("to_dicts", "to_pylist")
_OTHERS = (".xls", ".xlsb", ".ods", ".numbers")


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
    text, delimiter, named = table_text(data, name, headings)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
        return RawTable([[], *rows[1:]] if named else rows, name, neutral=True)
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


def _raw_rows(source: Iterable[Any]) -> RawTable:
    """Rows in Python: mappings by heading, or sequences of which the first has the headings.

    Also a table of pandas, polars or pyarrow, and whatever gives its rows as they do.
    """
    if hasattr(source, "itertuples") and hasattr(source, "columns"):
        frame: Any = source
        columns = (_of_frame(frame.iloc[:, at]) for at in range(len(frame.columns)))
        return RawTable([list(frame.columns), *zip(*columns, strict=True)], first=0, typed=True)
    if given := next((name for name in _GIVE_ROWS if callable(getattr(source, name, None))), ""):
        named: Any = getattr(source, "column_names", None) or getattr(source, "columns", ())
        source = list(getattr(source, given)()) or [list(map(str, named))]
    try:
        rows: list[Any] = list(source)
    except TypeError:
        raise ArgumentError(
            f"a table is a path, an open file or rows, not {type(source).__name__}"
        ) from None
    if rows and all(isinstance(row, Mapping) for row in rows):
        headings = list(dict.fromkeys(key for row in rows for key in row if key is not None))
        # Under None a reader of CSV keeps what a row has beyond the headings.
        body = ([*map(row.get, headings), *(row.get(None) or ())] for row in rows)
        return RawTable([headings, *body], first=0, typed=True)
    if not all(isinstance(row, Sequence) and not isinstance(row, str | bytes) for row in rows):
        what = "the rows of a table are mappings by heading"
        raise ArgumentError(f"{what}, or sequences of which the first has the headings")
    return RawTable(rows, typed=True)


def _of_frame(column: Any) -> list[Any]:
    """A column of a DataFrame; numbers of few digits as they are written, such as 0.3."""
    kind = str(column.dtype).lower()
    if kind in ("float16", "float32"):
        return list(map(scalar, column.to_numpy(dtype=kind, na_value=math.nan)))
    return list(column)
