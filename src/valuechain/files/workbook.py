"""Workbooks: the only place that reads and writes them.

Needs the extra ``excel``: python-calamine reads, XlsxWriter writes.
"""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from valuechain.files.headings import NOT_AVAILABLE, Headings, RawTable, folded, is_empty, top_of
from valuechain.files.questionnaire import wide_fault
from valuechain.files.source import MAX_BYTES
from valuechain.model.score import as_percentage
from valuechain.problems import FormatError, MissingExtraError, Problem, nearest, quoted

_UNPACKED = 2**30  # bytes of a sheet beyond which it is not read
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_SAYS = re.compile(rb'\b(r|hidden)="([^"]*)"')
_CONSTANT = rb"[^>]*>\s*(TRUE|FALSE)\s*(?:\(\s*\))?\s*</"  # as some programs write a yes or no
_NOTHING = rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>(?:(\s*<(?:\w+:)?f\b)(?:%b)?|(\s*<(?:\w+:)?v>#N/A<)|(%b))?"
    % (_CONSTANT, _NOTHING)
)
_ATTRIBUTE = re.compile(rb'\b([rst])="([^"]*)"')
_PLACE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # what a format shows as it is
_STYLE = re.compile(r"<(?:\w+:)?xf\b([^>]*)")
WORKBOOKS = (".xlsx", ".xlsm")
"""Kinds of workbooks in which formulas, errors and percentages differ from what was typed."""
_LARGEST = 30_000_000  # cells that a sheet spans, beyond which it is not read
_SPARSE = 1_000_000, 20  # likewise where it spans so many times as many as it holds
_FORMULA = ("a formula", "copy the cell and paste its value: what it shows may be out of date")
_ERROR = ("an error of the spreadsheet", "correct it, or empty the cell")
_PERCENTS = (9, 10)  # the formats of percentages that every workbook has


def _calamine() -> Any:
    try:
        import python_calamine
    except ImportError:
        raise MissingExtraError(
            "reading a workbook needs python-calamine: install 'valuechain[excel]'"
        ) from None
    return python_calamine


def xlsxwriter() -> Any:
    """The package that writes workbooks."""
    try:
        import xlsxwriter as found
    except ImportError:
        raise MissingExtraError(
            "writing a workbook needs XlsxWriter: install 'valuechain[excel]'"
        ) from None
    return found


class Workbook:
    """A workbook to read tables from.

    Raises:
        FormatError: the file is no workbook.
        OSError: it cannot be read.
        MissingExtraError: python-calamine is not installed.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path: Path = Path(path)
        calamine = _calamine()
        with self.path.open("rb") as file:  # so that a missing file is the OSError it is
            file.read(1)
        if self.path.suffix.lower() not in WORKBOOKS:
            raise self._fault(
                f"workbooks of the kind {quoted(self.path.suffix)} are not read",
                "save it as .xlsx, or its sheets as CSV",
            )
        if self.path.stat().st_size > MAX_BYTES or _unpacked(self.path) > _UNPACKED:
            raise self._fault("the workbook is too large", "save the sheet as CSV")
        try:
            self._book: Any = calamine.CalamineWorkbook.from_path(str(path))
        except calamine.PasswordError:
            raise self._fault(
                "the workbook is locked with a password", "save it without one"
            ) from None
        except (calamine.CalamineError, ValueError, OSError) as error:
            raise self._fault(
                f"this is no workbook ({str(error)[:100]})", "save it as .xlsx, or the sheet as CSV"
            ) from None

    def _fault(self, message: str, hint: str, sheet: str = "") -> FormatError:
        return FormatError([Problem(message, hint, None, None, str(self.path), sheet=sheet)])

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets."""
        return list(self._book.sheet_names)

    def named(self, name: str) -> str | None:
        """The sheet of this name, whatever its capitals."""
        return next(
            (sheet for sheet in self.sheets if sheet.strip().casefold() == name.casefold()), None
        )

    def table(self, headings: Headings, sheet: str | None = None) -> RawTable:
        """The sheet asked for; else the one with the usual name, or with these headings.

        Raises:
            FormatError: there is none, or several.
        """
        if sheet is not None:
            found = self.named(sheet)
            if found is None:
                raise self._fault(
                    f"there is no sheet {quoted(sheet)}",
                    nearest(sheet, self.sheets) or f"there are {self._names()}",
                )
            return self.read(found)
        if (found := self.named(headings.sheet)) is not None:
            return self.read(found)
        tables = list(map(self.read, self.sheets))
        fitting = [table for table in tables if _headed(table, headings)]
        if not fitting and not headings.strict:
            wide = [table for table in tables if wide_fault(table) is not None]
            fitting = wide if len(wide) == 1 else tables if len(tables) == 1 else []
        if len(fitting) != 1:
            usual = quoted(headings.sheet)
            how_many = f"{len(fitting)} have" if fitting else "none has"
            columns = f"the columns {', '.join(headings.required)}"
            hint = f"name the sheet {usual}, or say which it is; there are {self._names()}"
            raise self._fault(f"there is no sheet {usual}, and {how_many} {columns}", hint)
        return fitting[0]

    def _names(self) -> str:
        return ", ".join(map(quoted, self.sheets[:10]))

    def read(self, sheet: str) -> RawTable:
        """All rows of a sheet; what is merged or computed is marked as broken."""
        calamine = _calamine()
        try:
            marked = _marked(self.path, self.sheets.index(sheet))
        except (zipfile.BadZipFile, KeyError, OSError, ValueError, zlib.error):
            raise self._fault(
                "the sheet cannot be read", "save the workbook again", sheet
            ) from None
        if marked.is_too_large:
            raise self._fault(
                "the sheet is far too large: a stray cell stands far away from the others",
                "delete it",
                sheet,
            )
        try:
            found = self._book.get_sheet_by_name(sheet)
            rows = found.to_python(skip_empty_area=False)
            merged = found.merged_cell_ranges
        except (calamine.CalamineError, ValueError, OSError) as error:
            raise self._fault(
                f"the sheet cannot be read ({str(error)[:100]})", "save the workbook again", sheet
            ) from None
        broken: dict[tuple[int, int], tuple[str, str]] = {}
        for (top, left), (bottom, right) in merged or ():
            cells = [
                (row, column)
                for row in range(top, min(bottom, len(rows)) + 1)
                for column in range(left, min(right, left + 100) + 1)
            ]
            broken |= dict.fromkeys(cells, ("", ""))  # one mistake, one problem
            message = f"the cells {_name(top, left)} to {_name(bottom, right)} are merged"
            broken[top, left] = message, "unmerge them and write the value into every row"
        for row, column in (*marked.percent, *marked.constants):
            with contextlib.suppress(IndexError):  # a cell without a value ends no row
                constant = marked.constants.get((row, column))
                rows[row][column] = _meant(rows[row][column], constant)
        broken |= dict.fromkeys(marked.errors, _ERROR) | dict.fromkeys(marked.formulas, _FORMULA)
        broken |= dict.fromkeys(marked.not_available, NOT_AVAILABLE)
        return RawTable(rows, str(self.path), sheet, 1, broken, hidden=marked.hidden)


def _meant(cell: Any, constant: bool | None) -> Any:  # noqa: FBT001
    """What a cell says: the yes or no that it holds as a formula, or a number as a percentage."""
    if constant is not None:
        return constant
    return as_percentage(cell) if type(cell) in (int, float) else cell


def _headed(table: RawTable, headings: Headings) -> bool:
    """Whether a row of a sheet has all that is required."""
    if all(all(map(is_empty, row)) for row in table.rows):
        return False
    top = table.rows[top_of(table, headings)]
    return set(headings.required) <= {folded(str(cell)) for cell in top}


def _unpacked(path: Path) -> int:
    """How large the workbook is, unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return 0  # an older kind of workbook, or none


@dataclass(frozen=True)
class _Marked:
    """What calamine does not show of the cells (row, column from 0) of a sheet.

    `span` is how many cells lie between its first and its last, `filled` how many say something.
    """

    formulas: list[tuple[int, int]]
    constants: dict[tuple[int, int], bool]
    errors: list[tuple[int, int]]
    not_available: list[tuple[int, int]]
    percent: list[tuple[int, int]]
    span: int
    filled: int = 0
    hidden: frozenset[int] = frozenset()

    @property
    def is_too_large(self) -> bool:
        """Whether reading it would take far more memory than what it holds."""
        many, times = _SPARSE
        return self.span > _LARGEST or self.span > max(many, times * self.filled)


def _marked(path: Path, number: int) -> _Marked:
    """What is special in the sheet with this number."""
    with zipfile.ZipFile(path) as archive:
        data = archive.read(_part_of(archive, number))
        percents = _percent_styles(archive)
    found = _Marked([], {}, [], [], [], 0)
    rows = columns = filled = 0
    for attributes, formula, constant, lacks, nothing in _CELL.findall(data):
        if nothing or attributes.endswith(b"/"):  # it has a format and no value
            continue
        said = dict(_ATTRIBUTE.findall(attributes))
        place = _PLACE.fullmatch(said.get(b"r", b""))
        if place is None:
            raise ValueError(attributes)
        row, column = int(place[2]) - 1, _column(place[1])
        rows, columns = max(rows, row + 1), max(columns, column + 1)
        filled += 1
        if constant:
            found.constants[row, column] = constant == b"TRUE"
        elif formula:
            found.formulas.append((row, column))
        elif said.get(b"t") == b"e" and lacks:
            found.not_available.append((row, column))
        elif said.get(b"t") == b"e":
            found.errors.append((row, column))
        elif said.get(b"s") in percents:
            found.percent.append((row, column))
    return replace(found, span=rows * columns, filled=filled, hidden=_hidden(data))


def _hidden(data: bytes) -> frozenset[int]:
    """The rows (from 0) that a spreadsheet does not show."""
    hidden, at = [], -1
    for attributes in _ROW.findall(data) if b"hidden=" in data else ():
        said = dict(_ROW_SAYS.findall(attributes))
        at = int(said.get(b"r", b"%d" % (at + 2))) - 1
        if said.get(b"hidden") in (b"1", b"true"):
            hidden.append(at)
    return frozenset(hidden)


def _name(row: int, column: int) -> str:
    """A cell as a spreadsheet names it.

    >>> _name(1, 27)
    'AB2'
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = 26 * column + letter - 64
    return column - 1


def _percent_styles(archive: zipfile.ZipFile) -> set[bytes]:
    """The styles in which a number is shown as a percentage."""
    try:
        styles = archive.read("xl/styles.xml").decode("utf-8", "replace")
    except KeyError:
        return set()
    named = re.search(r"<(?:\w+:)?numFmts\b(.*?)</(?:\w+:)?numFmts>", styles, re.DOTALL)
    formats = re.findall(r'numFmtId="(\d+)"\s+formatCode="([^"]*)"', named[1]) if named else []
    own = {
        int(code) for code, text in formats if "%" in _LITERAL.sub("", text.replace("&quot;", '"'))
    }
    cells = re.search(r"<(?:\w+:)?cellXfs\b(.*?)</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    used = (
        [re.search(r'numFmtId="(\d+)"', style) for style in _STYLE.findall(cells[1])]
        if cells
        else []
    )
    return {
        b"%d" % i for i, found in enumerate(used) if found and int(found[1]) in {*_PERCENTS, *own}
    }


def _part_of(archive: zipfile.ZipFile, number: int) -> str:
    """The file within the archive that holds the sheet with this number."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    sheets = re.findall(r'<(?:\w+:)?sheet\b[^>]*?\w+:id="([^"]*)"', book)
    targets = {}
    for link in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        words = dict(re.findall(r'(\w+)="([^"]*)"', link))
        targets[words.get("Id", "")] = words.get("Target", "")
    target = targets[sheets[number]] if number < len(sheets) else ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
