"""Results as HTML: the same report, every name escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from valuechain.reports.report import Report, Section, Table


def render(report: Report, width: int = 0, *, full: bool = False) -> str:
    """The report's answer, its table, and why; a page is as wide as it is."""
    del width, full
    title = f"<h3>{escape(report.title)}</h3>" if report.title else ""
    answer = f"<p><b>{escape(report.answer)}</b></p>"
    return f"<div>{title}{answer}{_table(report.table)}{_why(report.sections)}</div>"


def _why(sections: Sequence[Section]) -> str:
    if not sections:
        return ""
    return f"<details><summary>Why</summary>{''.join(map(_section, sections))}</details>"


def _section(section: Section) -> str:
    introduction = f"<p>{escape(section.introduction)}</p>" if section.introduction else ""
    items = "".join(f"<li>{_lines(item)}</li>" for item in section.items)
    return f"<h4>{escape(section.heading)}</h4>{introduction}{items and f'<ul>{items}</ul>'}"


def _lines(item: str) -> str:
    return "<br>".join(map(escape, item.split("\n")))


def _table(table: Table) -> str:
    if not table.rows:
        return ""
    sides = ["right" if numeric else "left" for numeric in table.numeric]
    body = "".join(_row("td", row, sides) for row in table.rows)
    rest = f"<p>{escape(table.rest)}</p>" if table.rest else ""
    return (
        f"<table><thead>{_row('th', table.heads, sides)}</thead><tbody>{body}</tbody></table>{rest}"
    )


def _row(tag: str, cells: Sequence[str], sides: Sequence[str]) -> str:
    told = (
        f'<{tag} style="text-align: {side}; padding: 2px 8px">{escape(cell)}</{tag}>'
        for cell, side in zip(cells, sides, strict=True)
    )
    return "<tr>" + "".join(told) + "</tr>"
