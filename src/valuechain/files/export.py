"""Which rows of an export are headings, and what is each of its columns called?"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from valuechain.files.cells import texts_of, unneutral
from valuechain.files.headings import (
    MOST_COLUMNS,
    Headings,
    HeldIn,
    RawTable,
    is_empty,
    table_fault,
)
from valuechain.files.raw import TableSource, raw_table
from valuechain.files.stray_rows import total_of
from valuechain.files.workbook import WORKBOOKS, Workbook
from valuechain.problems import Fault

_QUALTRICS = "Qualtrics"
_HOW = frozenset(("status", "response type", "distributionchannel", "distribution channel"))
_PREVIEW = frozenset(("survey preview", "preview", "survey test"))
"""Columns in which Qualtrics says how an answer came, and what it says of its makers' own."""
_LAST = 4  # rows below answers in which totals may stand
UNKNOWN = Headings("", (), (), strict=False)
"""Of a table whose headings nobody knows yet."""
_CODE = re.compile(r"([^\W\d]\w*(?:\[\w+\])?)\.\s+(.+)", re.DOTALL)
_FILLERS = frozenset(("response", "open-ended response", ""))
_BOOKKEEPING = """
startdate|enddate|status|ipaddress|progress|duration (in seconds)|finished|recordeddate|
responseid|recipientlastname|recipientfirstname|recipientemail|externalreference|
externaldatareference|locationlatitude|locationlongitude|distributionchannel|userlanguage|
respondent id|collector id|start date|end date|ip address|email address|first name|
last name|custom data 1|id|start time|completion time|email|name|last modified time|
timestamp|username|submitdate|lastpage|startlanguage|seed|token|datestamp|ipaddr|refurl|
response id|date submitted|last page|start language|date started|date last action|
zeitstempel|e-mail-adresse|e-mail|startzeit|fertigstellungszeit|antwort id|
datum abgeschickt|letzte seite|start-sprache|ip-adresse|zugangscode|lfd. nr.
"""
_TOOLS_OWN = frozenset(_BOOKKEEPING.replace("\n", "").split("|"))


_OWN = {
    "Microsoft Forms": {"id", "start time", "completion time"},
    "Google Forms": {"timestamp"},
    "LimeSurvey": {"submitdate", "lastpage"},
}
"""Headings that tell who wrote a table with one row of them."""


def plain_heading(text: str) -> str:
    """A heading without what nobody sees: capitals, and how many blanks there are.

    >>> plain_heading(" Start  Date ")
    'start date'
    """
    return " ".join(text.casefold().split())


def letters(column: int) -> str:
    """A column (from 0) as a spreadsheet names it.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    named, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        named = chr(65 + letter) + named
    return named


@dataclass(frozen=True)
class Column:
    """A column of an export.

    Attributes:
        number: from 0.
        names: what it may be called, its fullest name first.
        code: the short name that the tool has for it, ``""`` for none.
        question, row: of a matrix, its question and the row; else the question and ``""``.
    """

    number: int
    names: tuple[str, ...]
    code: str = ""
    question: str = ""
    row: str = ""

    @property
    def letter(self) -> str:
        """As a spreadsheet names it."""
        return letters(self.number)

    @property
    def name(self) -> str:
        """Its fullest name, or its letter."""
        return self.names[0] if self.names else self.letter

    @property
    def is_bookkeeping(self) -> bool:
        """Whether the tool keeps it for itself."""
        return any(plain_heading(name) in _TOOLS_OWN for name in self.names)


class Coded(NamedTuple):
    """A column: its texts, for each cell which of them, and what is wrong with a cell.

    Several may be the same text.
    """

    texts: list[str]
    codes: NDArray[np.intp]
    faults: dict[int, Fault]


@dataclass(frozen=True)
class Sheet:
    """A table of an export: a respondent a row.

    Attributes:
        table: as it was found.
        tool: who wrote it, as far as one sees: ``Qualtrics``, ``SurveyMonkey`` or ``""``.
        headings: indices of the heading rows.
        body: indices of the others that are not empty.
        columns: those that have a heading or a value.
        totals: rows below the answers that are no answers, by their index: what they begin with.
        previews: how many rows were left out in which somebody only tried the survey.
    """

    table: RawTable
    tool: str
    headings: tuple[int, ...]
    body: tuple[int, ...]
    columns: tuple[Column, ...] = field(repr=False)
    totals: Mapping[int, str] = field(default_factory=dict, repr=False)
    previews: int = 0

    @property
    def numbers(self) -> list[int]:
        """The number of each row of the body in the file."""
        return [self.table.first + at for at in self.body]

    @cached_property
    def named(self) -> dict[str, list[Column]]:
        """Columns by each of their names, plain."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            for name in dict.fromkeys(map(plain_heading, column.names)):
                found.setdefault(name, []).append(column)
        return found

    def find(self, word: str) -> list[Column]:
        """The columns of this name, or of this letter where there is none of the name."""
        if found := self.named.get(plain_heading(word)):
            return found
        return [column for column in self.columns if column.letter == word]

    def cells(self, number: int) -> list[Any]:
        """The cells of a column, as they were found."""
        rows = [self.table.rows[at] for at in self.body]
        return [row[number] if number < len(row) else "" for row in rows]

    def coded(self, numbers: Sequence[int]) -> Iterator[Coded]:
        """Columns as the texts that each has, and for each cell which of them."""
        if self.table.neutral and len(numbers) > 1:  # of CSV, every cell is a text
            yield from self._coded_rows(numbers)
            return
        for number in numbers:
            texts, faults = self.texts(number)
            known = dict.fromkeys(texts)
            codes = {text: code for code, text in enumerate(known)}
            found = np.fromiter(map(codes.__getitem__, texts), np.intp, len(texts))
            yield Coded(list(known), found, faults)

    def _coded_rows(self, numbers: Sequence[int]) -> Iterator[Coded]:
        """As `coded`, row by row as the cells lie in memory: much faster."""
        width = max(numbers) + 1
        rows = [self.table.rows[at] for at in self.body]
        if min(map(len, rows)) < width:
            rows = [[*row, *[""] * (width - len(row))] for row in rows]
        known: defaultdict[str, int] = defaultdict(count().__next__)
        cells = chain.from_iterable(map(itemgetter(*numbers), rows))
        size = len(rows) * len(numbers)
        table = np.fromiter(map(known.__getitem__, cells), np.intp, size)
        texts = list(map(self._meaning, known))
        for codes in table.reshape(len(rows), len(numbers)).T:
            used = np.flatnonzero(np.bincount(codes, minlength=len(texts)))
            place = np.zeros(len(texts), np.intp)
            place[used] = np.arange(len(used))
            yield Coded([texts[at] for at in used.tolist()], place[codes], {})

    def texts(
        self, number: int, held: HeldIn = HeldIn.WORDS
    ) -> tuple[Sequence[str], dict[int, Fault]]:
        """The texts of a column, without blanks at their ends, and what is wrong with a cell."""
        texts, faults = texts_of(self.cells(number), self._meaning, held)
        if self.table.broken:
            for index, at in enumerate(self.body):
                if (at, number) in self.table.broken:
                    faults[index] = Fault(*self.table.broken[at, number])
        return texts, faults

    def _meaning(self, text: str) -> str:
        return unneutral(text.strip()) if self.table.neutral else text.strip()


def sheets_of(source: TableSource, sheet: str | None, headings: int | None = None) -> list[Sheet]:
    """The sheets of an export that are not empty: one, unless it is a workbook.

    Raises:
        FormatError: there are no rows.
        OSError: the file cannot be read.
        ArgumentError: `source` is no table.
    """
    if sheet is not None or not _is_workbook(source):
        return [_sheet(raw_table(source, UNKNOWN, sheet), headings)]
    book = Workbook(source)  # type: ignore[arg-type]  # a path, as just asked
    tables = [book.read(name) for name in book.sheets]
    filled = [table for table in tables if any(map(_has_values, table.rows))] or tables[:1]
    return [_sheet(table, headings, may_be_empty=len(filled) > 1) for table in filled]


def _is_workbook(source: TableSource) -> bool:
    if not isinstance(source, str | os.PathLike):
        return False
    return Path(source).suffix.lower() in WORKBOOKS


def _has_values(row: Sequence[Any]) -> bool:
    return not all(map(is_empty, row))


def _sheet(table: RawTable, headings: int | None, *, may_be_empty: bool = False) -> Sheet:
    filled = [at for at, row in enumerate(table.rows) if _has_values(row)]
    if headings is None:
        filled = filled[_titles([table.rows[at] for at in filled[:9]]) :]
    if not filled:
        raise table_fault(table, "the table is empty", "its first row bears the headings")
    tool, top = _top([_texts(table, at) for at in filled[:9]])
    rows = headings or top
    if len(filled) <= rows and not may_be_empty:
        message = "the table is empty but for its headings"
        raise table_fault(table, message, "one row for each respondent", table.first + filled[-1])
    heads = [_texts(table, at) for at in filled[:rows]]
    width = max(len(table.rows[at]) for at in filled)
    if width > MOST_COLUMNS:
        message = f"a table of {width:,} columns"
        raise table_fault(table, message, "this is no export of a survey", table.first + filled[0])
    columns = [
        column
        for column in _columns(tool, heads, width)
        if column.names or any(_is_filled(table, at, column.number) for at in filled[rows:])
    ]
    totals = _totals(table, filled[rows:])
    previews = _previews(table, columns, filled[rows:]) if tool == _QUALTRICS else set()
    body = tuple(at for at in filled[rows:] if at not in totals and at not in previews)
    return Sheet(table, tool, tuple(filled[:rows]), body, tuple(columns), totals, len(previews))


def _previews(table: RawTable, columns: Sequence[Column], body: Sequence[int]) -> set[int]:
    """The rows in which somebody only tried the survey, where a column of the tool says so."""
    own = [each.number for each in columns if _HOW.intersection(map(plain_heading, each.names))]
    return {
        at
        for at in body
        for number in own
        if number < len(table.rows[at]) and plain_heading(str(table.rows[at][number])) in _PREVIEW
    }


def _totals(table: RawTable, body: Sequence[int]) -> dict[int, str]:
    """The last rows that begin as a total does; a team may be called so, but not only there."""
    last = {at: word for at in body[-_LAST:] if (word := total_of(table.rows[at]))}
    others = {str(table.rows[at][0]).strip() for at in body if at not in last and table.rows[at]}
    return {at: word for at, word in last.items() if word not in others and len(body) > len(last)}


def _titles(rows: Sequence[Sequence[Any]]) -> int:
    """How many rows stand above the headings: titles, of one cell or two."""
    filled = [sum(not is_empty(cell) for cell in row) for row in rows]
    headed = (at for at, cells in enumerate(filled) if cells > max(2, max(filled) // 2))
    return next(headed, 0)


def _is_filled(table: RawTable, row: int, column: int) -> bool:
    cells = table.rows[row]
    return column < len(cells) and not is_empty(cells[column])


def _texts(table: RawTable, row: int) -> list[str]:
    """The headings in a row: one blank between words, none at the ends."""
    read = unneutral if table.neutral else str
    return [" ".join(read("" if cell is None else str(cell)).split()) for cell in table.rows[row]]


def _top(rows: Sequence[Sequence[str]]) -> tuple[str, int]:
    """Which tool wrote it, as far as one sees, and how many rows bear headings."""
    for at, row in enumerate(rows[:4]):
        if any('"ImportId"' in cell for cell in row):
            return _QUALTRICS, at + 1
    first = {plain_heading(_uncoded(cell)) for cell in rows[0]}
    if len(rows) > 1 and {"respondent id", "collector id"} & first and not rows[1][0]:
        return "SurveyMonkey", 2
    return next((tool for tool, own in _OWN.items() if own <= first), ""), 1


def _uncoded(text: str) -> str:
    """The code of a heading that begins with one, else all of it."""
    found = _CODE.fullmatch(text)
    return found[1] if found else text


def _columns(tool: str, heads: list[list[str]], width: int) -> Iterator[Column]:
    """Each column with its names."""
    rows = [[*row, *[""] * (width - len(row))] for row in heads]
    rows = [row for row in rows if not any('"ImportId"' in cell for cell in row)]
    before = ""
    for number in range(width):
        words = [row[number] for row in rows]
        if len(rows) == 2 and tool != "Qualtrics":
            before = words[0] or (before if words[1] else "")
            yield _of_two_rows(number, before, words)
        else:
            yield _of_words(number, [word for word in words if word])


def _of_two_rows(number: int, question: str, words: list[str]) -> Column:
    """The question stands over the first of its columns only, its rows below it."""
    row = "" if plain_heading(words[1]) in _FILLERS else words[1]
    full = " - ".join(filter(None, (question, row)))
    names = tuple(dict.fromkeys(filter(None, (full, row, question))))
    return Column(number, names, "", question, row)


def _of_words(number: int, words: list[str]) -> Column:
    """One text, or a code and a text."""
    if not words:
        return Column(number, ())
    names = list(reversed(words))
    code = words[0] if len(words) > 1 else ""
    if (found := _CODE.fullmatch(words[0])) and len(words) == 1:
        code, names = found[1], [words[0], found[2], found[1]]
    text = names[1] if len(words) == 1 and code else names[0]
    question, row = _matrix(text)
    return Column(number, tuple(names), code, question, row)


def _matrix(text: str) -> tuple[str, str]:
    """The question and the row of a matrix; the row is ``""`` for a question of its own.

    >>> _matrix("How was it? [Speed]"), _matrix("How was it? - Speed")
    (('How was it?', 'Speed'), ('How was it?', 'Speed'))
    """
    if found := re.fullmatch(r"(.+?)\s*\[([^\[\]]+)\]", text):
        return found[1], found[2]
    if found := re.fullmatch(r"(.+?[?:.!])\s+[-\u2013]\s+(.+)", text):
        return found[1], found[2]
    if found := re.fullmatch(r"(.+?[?:!])\.\s*(\S.*)", text):
        return found[1], found[2]
    return text, ""
