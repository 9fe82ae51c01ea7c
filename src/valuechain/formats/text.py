"""Results as plain text, for terminals and logs."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from valuechain.model.chain import ValueChain
from valuechain.model.showing import as_text
from valuechain.questions.comparison import Comparison, ServiceChange
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.explanation import Explanation
from valuechain.questions.frontier import Frontier
from valuechain.questions.plan import Plan
from valuechain.questions.promises import Promises
from valuechain.questions.robustness import Robustness, RobustService
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.side_by_side import SideBySide
from valuechain.questions.simulation import SimulatedService, Simulation
from valuechain.questions.survey_form import SurveyForm
from valuechain.reports.comparison import comparison_report
from valuechain.reports.diagnosis import report
from valuechain.reports.plan import frontier_report, plan_report, promises_report
from valuechain.reports.report import Report, Section, Table
from valuechain.reports.robustness import robustness_report
from valuechain.reports.simulation import (
    SURE_WORDS,
    between,
    chance,
    points_between,
    simulation_report,
)
from valuechain.reports.survey import form_text, survey_report
from valuechain.reports.verdict import VERDICT_WORDS
from valuechain.reports.what_if import side_by_side_report
from valuechain.reports.words import (
    arithmetic,
    bare_points,
    counted,
    listed,
    percent,
    points,
    shown,
    signed_points,
)
from valuechain.survey.survey import Survey

WIDTH = 96


@as_text.register
def _(diagnosis: Diagnosis) -> str:
    return told_text(report(diagnosis))


@as_text.register
def _(simulation: Simulation) -> str:
    return told_text(simulation_report(simulation))


@as_text.register
def _(found: SideBySide) -> str:
    return told_text(side_by_side_report(found))


@as_text.register
def _(found: Plan) -> str:
    return told_text(plan_report(found))


@as_text.register
def _(found: Frontier) -> str:
    return told_text(frontier_report(found))


@as_text.register
def _(found: Comparison) -> str:
    return told_text(comparison_report(found))


@as_text.register
def _(found: Robustness) -> str:
    return told_text(robustness_report(found))


@as_text.register
def _(found: Promises) -> str:
    return told_text(promises_report(found))


@as_text.register
def _(change: ServiceChange) -> str:
    return f"{shown(change.id)}: won the customers {signed_points(change.part)}" + (
        "" if change.fate == "kept" else f"; {change.fate}"
    )


@as_text.register
def _(row: RobustService) -> str:
    return f"{shown(row.id)}: {row.verdict} for x in {listed([f'{low:.3f} to {high:.3f}' for low, high in row.holds])}"


@as_text.register
def _(survey: Survey) -> str:
    return told_text(survey_report(survey))


@as_text.register
def _(form: SurveyForm) -> str:
    return form_text(form)


@as_text.register
def _(row: SimulatedService) -> str:
    if row.verdict == "unmeasured":
        return f"{shown(row.id)}: not measured"
    costs = f"costs the customers {points_between(row.contribution)}"
    return f"{shown(row.id)}: {between(row.satisfaction)}; {SURE_WORDS[row.verdict]}; {costs}; first in {chance(row.p_first)} of the draws"


def told_text(told: Report) -> str:
    """Any report."""
    blocks = [
        told.title,
        _filled(told.answer),
        *map(_section, told.sections),
        table(told.table) if told.table.rows else "",
    ]
    return "\n\n".join(block for block in blocks if block)


def _section(section: Section) -> str:
    lines = [section.heading]
    if section.introduction:
        lines.append(_filled(section.introduction, "  ", "  "))
    lines += [_filled(item, "  * ", "    ") for item in section.items]
    return "\n".join(lines)


def _filled(text: str, first: str = "", rest: str = "") -> str:
    """Lines of at most `WIDTH`; a number stays with its percent sign."""
    joined = text.replace(" %", "\u00a0%")
    lines = textwrap.fill(
        joined,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace("\u00a0%", " %")


def table(content: Table) -> str:
    """A table in columns: texts to the left, numbers to the right."""
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
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


@as_text.register
def _(row: ServiceDiagnosis) -> str:
    what = f"{shown(row.id)}: {percent(row.satisfaction)}, target {percent(row.target)}; {VERDICT_WORDS[row.verdict]}"
    return f"{what}; costs the customer {points(row.contribution)}" if row.contribution else what


@as_text.register
def _(explanation: Explanation) -> str:
    sum_of = arithmetic(
        explanation.satisfaction, explanation.own_shortfall, explanation.inherited_shortfall
    )
    guess = (
        "nobody measured it; if it is perfect by itself, "
        if explanation.verdict == "unmeasured"
        else ""
    )
    line = f"{shown(explanation.id)}: {guess}{sum_of}"
    line += f" (target {percent(explanation.target)}; {VERDICT_WORDS[explanation.verdict]})."
    if explanation.sources:
        parts = [f"{shown(source)} {bare_points(part)}" for source, part in explanation.sources]
        line += f" The inherited part comes from {listed(parts, 8)}."
    return line


@as_text.register
def _(chain: ValueChain) -> str:
    title = f"{shown(chain.title)}: " if chain.title else ""
    customers = listed([shown(chain.parties[party].name) for party in chain.external_customers], 5)
    return f"{title}{counted(len(chain.services), 'service')} among {counted(len(chain.parties), 'party', 'parties')}, ending at {customers}"
