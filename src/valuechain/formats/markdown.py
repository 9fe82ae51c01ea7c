"""Results as Markdown, for wikis, issues and mails."""

from __future__ import annotations

import re
from collections.abc import Sequence

from valuechain.reports.report import Report, Section, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")


def render(report: Report, width: int = 0, *, full: bool = False) -> str:
    """The report's answer, its table, and its sections; lines are as long as they are."""
    del width, full
    blocks = [
        f"# {_escaped(report.title)}" if report.title else "",
        f"**{_escaped(report.answer)}**",
        _table(report.table),
        *map(_section, report.sections),
    ]
    return "\n\n".join(block for block in blocks if block)


def _section(section: Section) -> str:
    items = "\n".join(f"* {_lines(item)}" for item in section.items)
    blocks = (f"## {_escaped(section.heading)}", _escaped(section.introduction), items)
    return "\n\n".join(block for block in blocks if block)


def _table(table: Table) -> str:
    if not table.rows:
        return ""
    sides = ["--:" if numeric else "---" for numeric in table.numeric]
    lines = [_row(map(_escaped, table.heads)), _row(sides)]
    lines += [_row(map(_escaped, row)) for row in table.rows]
    text = "\n".join(lines)
    return f"{text}\n\n{_escaped(table.rest)}" if table.rest else text


def _row(cells: Sequence[str] | map[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _lines(item: str) -> str:
    return "<br>".join(map(_escaped, item.split("\n")))


def _escaped(text: str) -> str:
    """Text in which nothing is taken for markup."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", " ")
