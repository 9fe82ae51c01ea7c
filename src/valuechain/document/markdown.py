"""The document as Markdown, for who writes around it."""

from __future__ import annotations

from collections.abc import Iterator

from valuechain.document.chapter import Chapter
from valuechain.document.contents import CustomerOutcome, Document, method
from valuechain.document.services import columns, service_rows
from valuechain.formats.markdown import escaped, section_of, table_of
from valuechain.language import say
from valuechain.reports.report import Report, Table
from valuechain.reports.words import when


def markdown(document: Document) -> str:
    """All of it in words; of the pictures, what they show is in the tables."""
    return "\n\n".join(filter(None, _blocks(document))) + "\n"


def _blocks(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    yield f"**{escaped(document.answer)}**"
    yield "\n".join(_outcome(customer, document.target) for customer in document.customers)
    yield escaped(document.note)
    for chapter in document.chapters:
        if chapter.report is not None:
            yield from _chapter(chapter, chapter.report)
    if document.department:
        return
    yield f"## {say('Every service')}"
    heads = tuple(column.heading for column in columns())
    yield table_of(Table(heads, tuple(service_rows(document.diagnosis))))
    yield section_of(method(document))


def _outcome(customer: CustomerOutcome, target: str) -> str:
    interval = when(customer.interval, f"; {customer.interval}")
    aim = say("target {target}", target=target)
    return f"* {escaped(customer.name)}: {customer.satisfaction} ({aim}{interval})"


def _chapter(chapter: Chapter, report: Report) -> Iterator[str]:
    yield f"## {escaped(chapter.heading)}"
    yield when(report.answer, f"**{escaped(report.answer)}**")
    yield table_of(report.table) or escaped(report.table.rest)
    for section in report.sections:
        yield section_of(section, level=3)
