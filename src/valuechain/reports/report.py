"""What a report is made of: an answer, sections, a table; and the pieces that every report has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.words import capital, listed, shown

T = TypeVar("T")


class Delivered(Protocol):
    """Anything that is about a service: its id, and what it delivers."""

    @property
    def id(self) -> str:
        """Of the service."""

    @property
    def delivers(self) -> str:
        """What, ``""`` where not said."""


FEW = 5
"""Items told one by one in a section."""
ROWS = 25
"""Rows of a table."""
MODEST = "The model attributes; it does not prove causes."


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, an introduction in a sentence or two (or ``""``), and items; `verbatim` ones are there to be copied."""

    heading: str
    introduction: str = ""
    items: tuple[str, ...] = ()
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Column heads and rows of texts; `rest` says what was left out, ``""`` for nothing."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rest: str = ""

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers, to be aligned to the right."""
        return [all(_is_number(cell) for cell in column) for column in zip(*self.rows, strict=True)]


def _is_number(cell: str) -> bool:
    bare = cell.removesuffix(" %").replace(".", "").replace(",", "").lstrip("+-")
    return (
        cell in ("", "?")
        or bare.isdecimal()
        or all(part.isdecimal() for part in bare.split("-", 1))
    )


NO_TABLE = Table((), ())
ALL = "all of them: --format json, to_pandas()"
"""Where to find what a table leaves out."""


@dataclass(frozen=True, slots=True)
class Report:
    """A result in words: `answer` is what to remember; `result` is what it tells of, for its data."""

    title: str
    answer: str
    sections: tuple[Section, ...]
    table: Table
    result: Any = field(default=None, repr=False, compare=False)

    @classmethod
    def of(
        cls, title: str, answer: str, sections: Iterable[Section | None], table: Table
    ) -> Report:
        """A report without the sections that have nothing to say."""
        return cls(title, answer, tuple(section for section in sections if section), table)


def section_of(heading: str, introduction: str, items: Sequence[str], total: int) -> Section | None:
    """A section that tells the first of `total` things, if there are any."""
    if not items:
        return None
    more = [f"and {total - len(items)} more"] if total > len(items) else []
    return Section(heading, introduction, (*items, *more))


def table_of(
    heads: tuple[str, ...],
    things: Sequence[T],
    cells: Callable[[T], tuple[str, ...]],
    name: str,
    where: str = ALL,
    most: int = ROWS,
) -> Table:
    """A table of the first things; of the rest how many there are, and where to find them."""
    left = len(things) - most
    rest = f"and {left} more {name}" if left > 0 else ""
    if rest and where:
        rest = f"{rest} ({where})"
    return Table(heads, tuple(map(cells, things[:most])), rest)


def headed(row: Delivered) -> str:
    """A service and what it delivers."""
    return f"{shown(row.id)} ({shown(row.delivers)})" if row.delivers else shown(row.id)


def name_of(diagnosis: Diagnosis, party: str) -> str:
    """What people call a party."""
    return shown(diagnosis.chain.parties[party].name)


def loops_section(diagnosis: Diagnosis) -> Section | None:
    """Who serves one another in circles, if anybody does."""
    items = [
        f"{listed([name_of(diagnosis, party) for party in loop], 6)} can all pass trouble round."
        for loop in diagnosis.loops[:FEW]
    ]
    return section_of("Loops", "", items, len(diagnosis.loops))


def remarks_section(diagnosis: Diagnosis) -> Section | None:
    """The chain's warnings, if there are any."""
    warnings = diagnosis.chain.warnings
    return section_of(
        "Worth a look", "", [f"{capital(warning)}." for warning in warnings[:FEW]], len(warnings)
    )
