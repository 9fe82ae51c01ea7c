"""The document as a workbook: its numbers in tables that sort, in names; and the chain itself.

Values, no formulas: what a spreadsheet would work out anew is what the library has worked out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from valuechain.document.contents import Document
from valuechain.drawing.style import BELOW, CUSTOMER_EDGE
from valuechain.files.sheets import Column, Sheets
from valuechain.files.tables import add_chain
from valuechain.files.workbook import xlsxwriter
from valuechain.language import say
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.frontier import Frontier
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.advice import advised_steps, step_ends
from valuechain.reports.diagnosed import name_of
from valuechain.reports.verdict_words import VERDICT_WORDS
from valuechain.reports.words import as_given, when

_NAME, _WORDS = 26, 34
_BUT = "at most: some was not measured"
_LEARNT = "learnt, not won: measured only once"
_SHIFTED = "only shifted, not by its own score"
_STEPS = (
    Column("Step", width=2 * _NAME),
    Column("Wins, points", "points"),
    Column("If perfect, points", "points", 18),
)
_WALK = (
    Column("From perfect to today", width=2 * _NAME),
    Column("Left, points", "points"),
    Column("Costs, points", "points"),
    Column("Customers, points", "points", 18),
    Column("Can be won, points", "points", 18),
)
_SERVICES = (
    Column("Provider", width=_NAME),
    Column("Serves", width=_NAME),
    Column("Delivers", width=_WORDS),
    Column("Score", "percent"),
    Column("Target", "percent"),
    Column("Answers", "number"),
    Column("Own quality", "percent"),
    Column("Costs, points", "points"),
    Column("Wins, points", "points"),
    Column("Verdict", width=_WORDS),
)
_PARTIES = (
    Column("Party", width=_NAME),
    Column("Kind"),
    Column("Department or segment", width=_NAME),
    Column("Satisfied with what it receives", "percent", 30),
    Column("But", width=_WORDS),
)
_PLANS = (
    Column("Cost", "number"),
    Column("Customers", "percent"),
    Column("Won, points", "points"),
    Column("Done", width=60),
    Column("But", width=_WORDS),
)
_CHANGES = (
    Column("Provider", width=_NAME),
    Column("Serves", width=_NAME),
    Column("Delivers", width=_WORDS),
    Column("Part, points", "points"),
    Column("Score then", "percent"),
    Column("Score now", "percent"),
    Column("But", width=_WORDS),
)


def workbook(document: Document) -> bytes:
    """All of it; needs the extra ``excel``.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    sheets = Sheets(xlsxwriter())
    diagnosis = document.diagnosis
    columns = _summary(document)
    summary = sheets.table("Summary", columns, list(_customers(document)), top=4)
    said = "\n".join(filter(None, (document.answer, document.note)))
    sheets.say(summary, document.title, said, len(columns))
    _steps(sheets, diagnosis)
    if diagnosis.outcome is not None:
        _walk(sheets, document, diagnosis.outcome)
    rows = list(_services(diagnosis))
    table = sheets.table("All services", _SERVICES, rows)
    sheets.below_aim(table, (1, max(1, len(rows))), 3, 4)
    sheets.table("All parties", _PARTIES, list(_parties(diagnosis)))
    if document.frontier is not None:
        _plans(sheets, document.frontier)
    if document.comparison is not None:
        sheets.table("Changes", _CHANGES, list(_changes(document.comparison)))
    add_chain(sheets, diagnosis.chain)
    return sheets.finished()


def _points(fraction: float | None) -> float | None:
    return None if fraction is None else 100 * fraction


def _summary(document: Document) -> tuple[Column, ...]:
    """How satisfied the customers are, and between what that lies."""
    low, high = "From", "To"
    if document.simulation is not None:
        sure = say("{level} sure", level=as_given(document.simulation.level))
        low, high = (f"{say(end)}, {sure}" for end in (low, high))
    return (
        Column("Customers", width=_NAME),
        Column("Satisfied", "percent"),
        Column(low, "percent", 18),
        Column(high, "percent", 18),
        Column("Target", "percent"),
        Column("But", width=_WORDS),
    )


def _customers(document: Document) -> Iterator[tuple[Any, ...]]:
    target = document.diagnosis.chain.target
    for customer in document.customers:
        ends = customer.ends or (None, None)
        yield (customer.name, customer.share, *ends, target, when(customer.bounded, say(_BUT)))


def _steps(sheets: Sheets, diagnosis: Diagnosis) -> None:
    rows = [
        (
            " \u2192 ".join(step_ends(diagnosis, step)),
            _points(step.gain),
            _points(step.potential),
        )
        for step in advised_steps(diagnosis, diagnosis.steps)
    ]
    sheet = sheets.table("Steps", _STEPS, rows)
    if rows:
        last = min(len(rows), 10)
        series = {
            "name": say("Points that the first steps win"),
            "categories": [sheet.name, 1, 0, last, 0],
            "values": [sheet.name, 1, 1, last, 1],
        }
        sheets.chart(sheet, "E2", "bar", series)


def _walk(sheets: Sheets, document: Document, outcome: float) -> None:
    """What costs the customers their satisfaction, as a waterfall."""
    from valuechain.drawing.walk import PERFECT, left_after, numbers, steps, today  # matplotlib

    diagnosis = document.diagnosis
    found = steps(diagnosis)
    rows: list[tuple[Any, ...]] = [(say(PERFECT), None, None, 100.0, None)]
    for step, left in zip(found, left_after(found), strict=True):
        rows.append((step.words, 100 * left, 100 * step.size, None, _points(step.won)))
    rows.append((today(diagnosis), None, None, 100 * outcome, None))
    sheet = sheets.table("Walk", _WALK, rows)
    title = say("Where the points are lost: from 100 % down to the outcome")
    sheets.waterfall(
        sheet, title, ["", *numbers(found, document.simulation), ""], (BELOW, CUSTOMER_EDGE)
    )


def _services(diagnosis: Diagnosis) -> Iterator[tuple[Any, ...]]:
    chain = diagnosis.chain
    for row in diagnosis.rows:
        score = chain.services[row.id].score
        measured = row.verdict != "unmeasured"
        yield (
            name_of(chain.parties, row.provider),
            name_of(chain.parties, row.customer),
            row.delivers,
            row.satisfaction if measured else None,
            row.target,
            None if score is None else score.answers,
            row.quality if measured else None,
            _points(row.contribution),
            _points(row.gain),
            say(VERDICT_WORDS[row.verdict]),
        )


def _parties(diagnosis: Diagnosis) -> Iterator[tuple[Any, ...]]:
    served = {service.customer for service in diagnosis.chain.services.values()}
    for party in diagnosis.chain.parties.values():
        received = diagnosis.received[party.id] if party.id in served else None
        but = when(received is not None and party.id in diagnosis.solution.bounded, say(_BUT))
        name = name_of(diagnosis.chain.parties, party.id)
        yield name, say(party.kind), party.group, received, but


def _plans(sheets: Sheets, frontier: Frontier) -> None:
    but = when(frontier.before.upper_bound, say(_BUT))
    rows = [
        (
            step.cost,
            step.outcome,
            _points(step.gain),
            ", ".join(action.action for action in step.actions),
            but,
        )
        for step in frontier.steps
    ]
    sheet = sheets.table("Plan", _PLANS, rows)
    if len(rows) > 1:
        bound = when(frontier.before.upper_bound, say(", at most"))
        series = {
            "name": f"{say('Satisfaction of the customers by what is spent')}{bound}",
            "categories": [sheet.name, 1, 0, len(rows), 0],
            "values": [sheet.name, 1, 1, len(rows), 1],
        }
        sheets.chart(sheet, "G2", "scatter", series)


def _changes(comparison: Comparison) -> Iterator[tuple[Any, ...]]:
    parties = {**comparison.before.chain.parties, **comparison.after.chain.parties}
    for row in comparison.services:
        yield (
            name_of(parties, row.provider),
            name_of(parties, row.customer),
            row.delivers,
            _points(row.part),
            None if row.verdict_before == "unmeasured" else row.satisfaction_before,
            None if row.verdict_after == "unmeasured" else row.satisfaction_after,
            _but(row),
        )


def _but(row: ServiceChange) -> str:
    """Why its part is not won."""
    if row.measured_once:
        return say(_LEARNT)
    return when(row.shifted, say(_SHIFTED))
