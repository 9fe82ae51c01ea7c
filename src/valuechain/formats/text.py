"""Results as plain text, for terminals and logs."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import starmap

from valuechain.formats import WIDTH
from valuechain.reports.report import Report, Section, Table
from valuechain.reports.words import shown

_READABLE = 10
"""Columns below which a text in a table is not cut."""


def render(report: Report, width: int = WIDTH, *, full: bool = False, detail: bool = False) -> str:
    """The report in lines of at most `width` columns; a table is as wide as it is."""
    del full
    head = [report.title, _filled(report.answer, width)]
    sections, table = [_section(each, width) for each in report.sections], _table(report.table)
    blocks = [*head, *sections, table]
    if report.detail is not None:  # on one screen, what is in the table comes first, and fits
        blocks = [*head, _table(_fitting(report.table, width)), *sections]
    if detail and report.detail is not None:
        blocks.append(render(report.detail(), width))
    return "\n\n".join(filter(None, blocks))


def _section(section: Section, width: int) -> str:
    introduction = _filled(section.introduction, width, "  ", "  ")
    items = (_item(item, width, verbatim=section.verbatim) for item in section.items)
    return "\n".join(filter(None, (section.heading, introduction, *items)))


def _item(text: str, width: int, *, verbatim: bool) -> str:
    if verbatim:
        return f"  * {text}".replace("\n", "\n    ")
    return _filled(text, width, "  * ", "    ")


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


def _table(table: Table) -> str:
    """A table in columns: texts to the left, numbers to the right."""
    if not table.rows:
        return ""
    widths = [max(map(_width, column)) for column in zip(table.heads, *table.rows, strict=True)]
    rule = "  ".join("-" * width for width in widths)
    right = table.numeric
    head, *rows = (_line(row, widths, right) for row in (table.heads, *table.rows))
    return "\n".join((head, rule, *rows, *table.rest.splitlines()))


def _fitting(table: Table, width: int) -> Table:
    """The table with its longest texts cut until it is no wider, as far as that can be read."""
    columns = list(zip(table.heads, *table.rows, strict=True))
    widths = [max(map(_width, column)) for column in columns]
    texts = [i for i, numeric in enumerate(table.numeric) if not numeric]
    while sum(widths) + 2 * (len(widths) - 1) > width and texts:
        longest = max(texts, key=widths.__getitem__)
        if widths[longest] <= _READABLE:
            break
        widths[longest] -= 1
    rows = (tuple(map(shown, row, widths)) for row in table.rows)
    return replace(table, heads=tuple(map(shown, table.heads, widths)), rows=tuple(rows))


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = starmap(_padded, zip(cells, widths, right, strict=True))
    return "  ".join(padded).rstrip()


def _padded(cell: str, width: int, to_right: bool) -> str:  # noqa: FBT001
    blank = " " * (width - _width(cell))
    if to_right:
        return blank + cell
    return cell + blank


def _width(text: str) -> int:
    """Columns a terminal needs: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)
