"""Results as Markdown, for wikis, issues and mails."""

from __future__ import annotations

import re
from collections.abc import Iterable

from valuechain.reports.report import Report, Section, Table
from valuechain.reports.words import when

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")
"""What is markup wherever it stands."""
_AT_START = re.compile(r"^(\d*)([-.])(?=[\s-]|$)")
"""What begins a list or draws a line where a block begins."""


def render(report: Report, width: int = 0, *, full: bool = False, detail: bool = False) -> str:
    """The report's answer, its table, and its sections; lines are as long as they are."""
    del width, full
    return _blocks(
        when(report.title, f"# {escaped(report.title)}"),
        f"**{escaped(report.answer)}**",
        table_of(report.table),
        *map(section_of, report.sections),
        _more(report, detail=detail),
    )


def _more(report: Report, *, detail: bool) -> str:
    """What one screen leaves out, if it is asked for."""
    if report.detail is None or not detail:
        return ""
    more = report.detail()
    return _blocks(table_of(more.table), *map(section_of, more.sections))


def _blocks(*texts: str) -> str:
    """Texts with an empty line between, those that are empty left out."""
    return "\n\n".join(filter(None, texts))


def section_of(section: Section, level: int = 2) -> str:
    """A section with its items, under a heading of this level."""
    items = "\n".join(f"* {_lines(item)}" for item in section.items)
    heading = when(section.heading, f"{'#' * level} {escaped(section.heading)}")
    return _blocks(heading, _block(section.introduction), items)


def table_of(table: Table) -> str:
    """A table, nothing for one without rows."""
    if not table.rows:
        return ""
    sides = ["--:" if numeric else "---" for numeric in table.numeric]
    lines = [_row(map(escaped, table.heads)), _row(sides)]
    lines += [_row(map(escaped, row)) for row in table.rows]
    return _blocks("\n".join(lines), _block(table.rest))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _lines(item: str) -> str:
    return "<br>".join(map(_block, item.split("\n")))


def _block(text: str) -> str:
    """Text that stays text also where a block begins."""
    return _AT_START.sub(r"\1\\\2", escaped(text))


def escaped(text: str) -> str:
    """Text on one line in which nothing is taken for markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
