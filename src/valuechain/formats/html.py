"""Results as HTML: the same report, every name escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.diagnosis import report
from valuechain.reports.report import Report, Section, Table
from valuechain.reports.words import shown


def diagnosis_html(diagnosis: Diagnosis) -> str:
    """The report of a diagnosis."""
    return report_html(report(diagnosis))


def report_html(told: Report) -> str:
    """Any report: its answer, its table, and why."""
    title = f"<h3>{escape(told.title)}</h3>" if told.title else ""
    sections = "".join(_section(section) for section in told.sections)
    table = _table(told.table) if told.table.rows else ""
    return f"<div>{title}<p><b>{escape(told.answer)}</b></p>{table}<details><summary>Why</summary>{sections}</details></div>"


def chain_html(chain: ValueChain) -> str:
    """The services of a chain, the first fifty of them."""
    heads = ("provider", "serves", "delivers", "score")
    rows = tuple(
        (
            shown(chain.parties[service.provider].name),
            shown(chain.parties[service.customer].name),
            shown(service.delivers),
            _score(service),
        )
        for service in list(chain.services.values())[:50]
    )
    rest = (
        f"and {len(chain.services) - len(rows)} more services"
        if len(chain.services) > len(rows)
        else ""
    )
    return f"<div><p><b>{escape(str(chain))}</b></p>{_table(Table(heads, rows, rest))}</div>"


def _score(service: Service) -> str:
    if service.score is None:
        return "?"
    return shown(service.score.short) + (" (expert)" if service.quality else "")


def _section(section: Section) -> str:
    introduction = f"<p>{escape(section.introduction)}</p>" if section.introduction else ""
    items = "".join(f"<li>{escape(item)}</li>" for item in section.items)
    return f"<h4>{escape(section.heading)}</h4>{introduction}{items and f'<ul>{items}</ul>'}"


def _table(table: Table) -> str:
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
