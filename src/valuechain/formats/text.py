"""Results as plain text, for terminals and logs."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from valuechain.reports.report import Report, Section, Table

WIDTH = 96
"""Columns of a text where there is no terminal to ask."""


def render(report: Report, width: int = WIDTH, *, full: bool = False) -> str:
    """The report in lines of at most `width` columns; a table is as wide as it is."""
    del full
    blocks = [
        report.title,
        _filled(report.answer, width),
        *(_section(section, width) for section in report.sections),
        _table(report.table),
    ]
    return "\n\n".join(block for block in blocks if block)


def _section(section: Section, width: int) -> str:
    lines = [section.heading]
    if section.introduction:
        lines.append(_filled(section.introduction, width, "  ", "  "))
    if section.verbatim:
        return "\n".join(
            [*lines, *(f"  * {item}".replace("\n", "\n    ") for item in section.items)]
        )
    lines += [_filled(item, width, "  * ", "    ") for item in section.items]
    return "\n".join(lines)


def _filled(text: str, width: int, first: str = "", rest: str = "") -> str:
    """Lines of at most `width`; a number stays with its percent sign."""
    joined = text.replace(" %", "\u00a0%")
    lines = textwrap.fill(
        joined,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace("\u00a0%", " %")


def _table(content: Table) -> str:
    """A table in columns: texts to the left, numbers to the right."""
    if not content.rows:
        return ""
    widths = [max(map(_width, column)) for column in zip(content.heads, *content.rows, strict=True)]
    right = content.numeric
    lines = [_line(content.heads, widths, right), "  ".join("-" * width for width in widths)]
    lines += [_line(row, widths, right) for row in content.rows]
    return "\n".join([*lines, content.rest] if content.rest else lines)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        " " * (width - _width(cell)) + cell if to_right else cell + " " * (width - _width(cell))
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    )
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Columns a terminal needs: wide characters take two, combining ones none."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)
