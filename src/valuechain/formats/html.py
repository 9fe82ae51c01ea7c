"""Results as HTML: the same report, every name escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from valuechain.reports.report import Report, Section, Table
from valuechain.reports.words import when


def render(report: Report, width: int = 0, *, full: bool = False, detail: bool = True) -> str:
    """The report's answer, its table, and why; a page is as wide as it is."""
    del width, full
    title = _in("h3", report.title)
    answer = f"<p><b>{escape(report.answer)}</b></p>"
    why = "".join(map(section_of, report.sections))
    if report.detail is None and report.table.rows:
        why = folded("Why", why)
    elif report.detail is not None:
        why += when(detail, folded("Detail", all_of(report.detail())))
    return f"<div>{title}{answer}{table_of(report.table)}{why}</div>"


def paragraphs(text: str) -> str:
    """A text with its lines.

    >>> paragraphs("<b>")
    '<p>&lt;b&gt;</p>'
    """
    return f"<p>{_lines(text)}</p>"


def _in(tag: str, text: str) -> str:
    """A text within a tag, nothing for none."""
    return when(text, f"<{tag}>{escape(text)}</{tag}>")


def all_of(report: Report) -> str:
    """The sections of a report, then its table."""
    return "".join((*map(section_of, report.sections), table_of(report.table)))


def folded(heading: str, text: str) -> str:
    """What is shown when it is asked for, nothing for nothing."""
    return when(text, f"<details><summary>{heading}</summary>{text}</details>")


def section_of(section: Section, heading: str = "h4") -> str:
    """A section with its items, under a heading of this level."""
    items = "".join(f"<li>{_lines(item)}</li>" for item in section.items)
    listed = when(items, f"<ul>{items}</ul>")
    return f"{_in(heading, section.heading)}{_in('p', section.introduction)}{listed}"


def _lines(item: str) -> str:
    return "<br>".join(map(escape, item.split("\n")))


_STYLED = (
    ' style="text-align: left; padding: 2px 8px"',
    ' style="text-align: right; padding: 2px 8px"',
)
"""What says how a cell looks, of a text and of a number, where there is no page around."""


def table_of(table: Table, looks: tuple[str, str] = _STYLED) -> str:
    """A table, nothing for one without rows; `looks` are attributes of a text and of a number."""
    if not table.rows:
        return ""
    sides = [looks[numeric] for numeric in table.numeric]
    head = _row("th", table.heads, sides)
    body = "".join(_row("td", row, sides) for row in table.rows)
    whole = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    return f"{whole}{_in('p', table.rest)}"


def _row(tag: str, cells: Sequence[str], sides: Sequence[str]) -> str:
    aligned = (
        f"<{tag}{side}>{escape(cell)}</{tag}>" for cell, side in zip(cells, sides, strict=True)
    )
    return f"<tr>{''.join(aligned)}</tr>"
