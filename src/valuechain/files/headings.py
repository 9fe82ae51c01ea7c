"""A table as it was found, before anything in it means something."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from valuechain.problems import FormatError, Problem


@dataclass(frozen=True)
class RawTable:
    """Rows of cells as they were found, the first of them the headings'.

    `first` is the number of the first row; `broken` says of cells (row, column from 0) why they
    cannot be read; `neutral` is whether texts were made harmless by an apostrophe.
    """

    rows: Sequence[Sequence[Any]]
    file: str = ""
    sheet: str = ""
    first: int = 1
    broken: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    neutral: bool = False


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
        otherwise: how a table without these columns is read, to go on a hint with.
    """

    sheet: str
    known: Sequence[str]
    required: Sequence[str]
    strict: bool = True
    families: Mapping[str, Callable[[str], tuple[str, str] | None]] = field(default_factory=dict)
    verbatim: Sequence[str] = ()
    otherwise: str = ""

    def keeps(self, heading: str) -> bool:
        """Whether a column's texts keep the white space at their ends."""
        return heading in self.verbatim or self.family(heading) != ""

    def family(self, heading: str) -> str:
        """What the heading begins with, if it is one of a family; else ``""``."""
        return next((start for start in self.families if heading.startswith(start)), "")


def folded(heading: str) -> str:
    """A heading as it is known, whatever its capitals and blanks.

    >>> folded(" Delivers ")
    'delivers'
    """
    return "_".join(heading.casefold().split())


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
