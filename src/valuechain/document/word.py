"""The document for a word processor: for who writes around it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from valuechain.document.chapter import Chapter
from valuechain.document.chapter_pictures import pixels
from valuechain.document.contents import CustomerOutcome, Document, method
from valuechain.document.packed import undated
from valuechain.document.services import columns, service_rows
from valuechain.drawing.sketch import printable
from valuechain.language import say, spoken
from valuechain.problems import MissingExtraError
from valuechain.reports.report import Section
from valuechain.reports.words import when

_WIDE = 6.3
"""Inches of a picture."""
_LOOK = "Light List Accent 1"
"""Of tables, as Word calls it."""


def word(document: Document) -> bytes:
    """All of it; needs the extra ``word``.

    Raises:
        MissingExtraError: python-docx is not installed.
    """
    paper = _Paper()
    paper.heading(document.title, 0)
    paper.text(document.answer, bold=True)
    for customer in document.customers:
        paper.item(_outcome(customer, document.target))
    paper.text(document.note)
    for chapter in document.chapters:
        _chapter(paper, chapter)
    if not document.department:
        paper.heading(say("Every service"), 1)
        paper.table([column.heading for column in columns()], service_rows(document.diagnosis))
        paper.section(method(document), 1)
    return paper.finished()


def _outcome(customer: CustomerOutcome, target: str) -> str:
    interval = when(customer.interval, f"; {customer.interval}")
    aim = say("target {target}", target=target)
    return f"{customer.name}: {customer.satisfaction} ({aim}{interval})"


def _chapter(paper: _Paper, chapter: Chapter) -> None:
    paper.heading(chapter.heading, 1)
    report = chapter.report
    if report is not None:
        paper.text(report.answer, bold=True)
        if report.table.rows:
            paper.table(report.table.heads, report.table.rows)
        paper.text(report.table.rest)
        for section in report.sections:
            paper.section(section, 2)
    if chapter.shows is not None:
        paper.picture(pixels(*chapter.shows), chapter.about)


class _Paper:
    """A text being written."""

    def __init__(self) -> None:
        self._tools: Any = _docx()
        self._paper: Any = self._tools.Document()
        qualified = self._tools.oxml.ns.qn
        for each in self._paper.styles.element.iter(qualified("w:lang")):
            each.set(qualified("w:val"), spoken().tag)  # in which spelling is checked

    def finished(self) -> bytes:
        """The bytes, the same for the same content."""
        out = io.BytesIO()
        self._paper.save(out)
        return undated(out.getvalue())

    def heading(self, text: str, level: int) -> None:
        """A heading; 0 is the title."""
        self._paper.add_heading(printable(text), level)

    def text(self, text: str, *, bold: bool = False) -> None:
        """A paragraph, none of nothing."""
        if text:
            self._paper.add_paragraph().add_run(printable(text)).bold = bold

    def item(self, text: str) -> None:
        """An item of a list."""
        self._paper.add_paragraph(printable(text), style="List Bullet")

    def section(self, section: Section, level: int) -> None:
        """A section with its items."""
        if section.heading:
            self.heading(section.heading, level)
        self.text(section.introduction)
        for item in section.items:
            self.item(item)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table."""
        listed = list(rows)
        table = self._paper.add_table(rows=1 + len(listed), cols=len(heads), style=_LOOK)
        small = self._tools.shared.Pt(8)
        for row, cells in zip(table.rows, (heads, *listed), strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                run = cell.paragraphs[0].add_run(printable(text))
                run.font.size = small

    def picture(self, png: bytes, about: str) -> None:
        """A picture as wide as the text, with what it shows for who does not see it."""
        drawn = self._paper.add_picture(io.BytesIO(png), width=self._tools.shared.Inches(_WIDE))
        drawn._inline.docPr.set("descr", about)  # noqa: SLF001  python-docx has no other way


def _docx() -> Any:
    """python-docx, an extra, behind this one door."""
    try:
        import docx
        import docx.shared
    except ImportError:
        message = "a Word file needs python-docx: install 'valuechain[word]'"
        raise MissingExtraError(message) from None
    return docx
