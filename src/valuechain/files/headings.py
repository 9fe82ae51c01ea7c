"""A table as it was found, before anything in it means something."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Any

from valuechain.problems import FormatError, Problem

NOT_AVAILABLE = ("an error of the spreadsheet (#N/A)", "correct it, or empty the cell")
"""What is said of a cell that holds this error; as an answer it is none."""
NOTES = "notes"
"""A column for whoever fills in a table; of what stands there only one word is read."""
_SEARCHED = 100  # rows among which the headings may stand
_WIDEST = 16_384  # columns that a sheet has


class HeldIn(Enum):
    """What a column holds, as far as it matters to how its cells are read."""

    WORDS = "words"
    DATES = "words among which dates are welcome"
    SCORES = "scores"
    FRACTIONS = "scores that are fractions in Python"


MOST_COLUMNS = 16_384
"""Columns that a table has at most: as many as a sheet."""


@dataclass(frozen=True)
class RawTable:
    """Rows of cells as they were found, the first of them the headings'.

    `first` is the number of the first row; `broken` says of cells (row, column from 0) why they
    cannot be read; `neutral` is whether texts were made harmless by an apostrophe; `hidden` are the
    rows (from 0) that a spreadsheet does not show; `typed` is whether a number in a cell is the
    one that somebody made, so that 1.0 differs from 1.
    """

    rows: Sequence[Sequence[Any]]
    file: str = ""
    sheet: str = ""
    first: int = 1
    broken: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    neutral: bool = False
    hidden: frozenset[int] = frozenset()
    typed: bool = False


@dataclass(frozen=True)
class Headings:
    """Which columns a table has.

    Attributes:
        sheet: what the sheet is called as a rule.
        known: headings that mean something.
        required: those that must be there.
        strict: whether an unknown heading is a problem; else only one that is nearly a known one.
        families: with what further headings may begin, and for each what is wrong with the rest of
            such a heading, if anything.
        verbatim: columns whose texts keep the white space at their ends.
        scores: columns, and beginnings of further ones, that hold scores.
        dates: columns in which dates are words like others.
        quiet: headings that are never suggested for a misspelt one.
        keeps_examples: whether the reader decides which rows that show how to fill in others count;
            else they are left out once there are others.
    """

    sheet: str
    known: Sequence[str]
    required: Sequence[str]
    strict: bool = True
    families: Mapping[str, Callable[[str], tuple[str, str] | None]] = field(default_factory=dict)
    verbatim: Sequence[str] = ()
    scores: tuple[str, ...] = ()
    dates: Sequence[str] = ()
    quiet: Sequence[str] = ()
    keeps_examples: bool = False

    @property
    def loud(self) -> list[str]:
        """Headings that are suggested."""
        return [name for name in self.known if name not in self.quiet]

    @property
    def all_known(self) -> tuple[str, ...]:
        """Headings that may be there."""
        return *self.known, NOTES

    def keeps(self, heading: str) -> bool:
        """Whether a column's texts keep the white space at their ends."""
        return heading in self.verbatim or self.family(heading) != ""

    def held_in(self, heading: str) -> HeldIn:
        """What a column holds."""
        if heading in self.dates:
            return HeldIn.DATES
        return HeldIn.SCORES if heading.startswith(self.scores) else HeldIn.WORDS

    def family(self, heading: str) -> str:
        """What the heading begins with, if it is one of a family; else ``""``."""
        return next((start for start in self.families if heading.startswith(start)), "")


def folded(heading: str) -> str:
    """A heading as it is known, whatever its capitals and blanks.

    >>> folded(" Delivers ")
    'delivers'
    """
    return "_".join(heading.casefold().split())


def top_of(table: RawTable, headings: Headings) -> int:
    """The row (from 0) that names the columns.

    The first with all required headings; else the one that knows most of them, the first of all
    where none knows two.

    Raises:
        StopIteration: no row has a value.
    """
    filled = (at for at, row in enumerate(table.rows) if not all(map(is_empty, row)))
    tops = list(islice(filled, _SEARCHED))
    best, most = next(iter(tops)), 1
    for at in tops:
        cells = islice(table.rows[at], _WIDEST)
        words = {folded(str(cell).lstrip("'")) for cell in cells if not is_empty(cell)}
        if words.issuperset(headings.required):
            return at
        if (known := len(words.intersection(headings.known))) > most:
            best, most = at, known
    return best


def top_of_any(table: RawTable) -> int | None:
    """The first row (from 0) that has several values, else the first that has one."""
    counts = {
        at: sum(not is_empty(cell) for cell in row) for at, row in enumerate(table.rows[:_SEARCHED])
    }
    several = (at for at, count in counts.items() if count > 1)
    return next(several, next((at for at, count in counts.items() if count), None))


def is_empty(cell: Any) -> bool:
    """Whether a cell has no value."""
    return cell is None or (isinstance(cell, str) and not cell)


def table_fault(
    table: RawTable, message: str, hint: str = "", row: int | None = None, column: str = ""
) -> FormatError:
    """The error of a table that cannot be read at all."""
    return FormatError(
        [
            Problem(
                message,
                hint,
                row or None,
                None,
                table.file or "<table>",
                heading=column,
                sheet=table.sheet,
            )
        ]
    )
