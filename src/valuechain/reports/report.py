"""What a report is made of: an answer, sections, a table; and the pieces that every report has."""

from __future__ import annotations

from dataclasses import dataclass

from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.words import capital, listed, shown

FEW = 5
"""Items told one by one in a section."""
ROWS = 25
"""Rows of a table."""
MODEST = "The model attributes; it does not prove causes."


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, an introduction in a sentence or two (or ``""``), and items."""

    heading: str
    introduction: str = ""
    items: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Report:
    """A diagnosis in words: `answer` is what to remember."""

    title: str
    answer: str
    sections: tuple[Section, ...]
    table: Table


def section_of(heading: str, introduction: str, items: list[str], total: int) -> Section | None:
    """A section that tells the first of `total` things, if there are any."""
    if not items:
        return None
    if total > len(items):
        items = [*items, f"and {total - len(items)} more"]
    return Section(heading, introduction, tuple(items))


def headed(row: ServiceDiagnosis) -> str:
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
