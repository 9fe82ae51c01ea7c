"""What it would take to keep a promise, in words."""

from __future__ import annotations

from valuechain.questions.promises import PromisedService, Promises
from valuechain.reports.advice import by_worth, told_apart
from valuechain.reports.diagnosed import headed, outcome_of
from valuechain.reports.report import (
    ALL,
    MODEST,
    Report,
    Section,
    Table,
    how_found,
    section_of,
    table_of,
)
from valuechain.reports.words import (
    at_most,
    enough,
    from_to,
    percent,
    points,
    shown,
    target_met,
    tenths,
)
from valuechain.tolerances import FAVOUR

_OWN = (
    "Own quality is what a provider does well by itself; where it is good enough already, "
    "satisfaction still rises with what is received."
)


def report(found: Promises) -> Report:
    """Put what a promise takes into words."""
    title = shown(found.before.chain.title)
    sections = [_alone(found), by_worth(found.before), how_found(MODEST, _OWN)]
    return Report.of(title, answer(found), sections, _table(found))


def answer(found: Promises) -> str:
    """What it takes, or that nothing is missing."""
    outcome, bounded = outcome_of(found.before), found.before.upper_bound
    if found.lift == 0:
        standing = target_met(found.target, bounded)
        return f"Customers {at_most(bounded)}{percent(outcome)}: {standing}."
    spanned = from_to(outcome, found.target, (bounded, bounded))
    return f"For the customers to come from {spanned}, {_takes(found)}."


def _takes(found: Promises) -> str:
    every = f"every service must become {points(found.lift)} better by itself"
    if any(row.quality_now + found.lift > 1.0 + FAVOUR for row in found.services):
        every += " (or perfect)"
    if not found.alone:
        return f"{every}; no single service could do it alone"
    first = next(iter(found.alone))
    ends = told_apart(found.before.chain, first)
    return f"{every}; or {ends} alone, from {_rise(found, first)}"


def _rise(found: Promises, name: str) -> str:
    """Of the own quality of one service, were it to do it alone."""
    return (
        f"{percent(found.before[name].quality).removesuffix(' %')} to {enough(found.alone[name])}"
    )


def _alone(found: Promises) -> Section | None:
    return section_of(
        "Each of these could do it alone",
        list(found.alone),
        lambda name: f"{headed(found.before[name])}: own quality from {_rise(found, name)}.",
    )


def _table(found: Promises) -> Table:
    heads = ("service", "own quality", "must reach", "satisfied", "then")
    return table_of(heads, found.services, _cells, f"services {ALL}")


def _cells(row: PromisedService) -> tuple[str, ...]:
    numbers = (row.quality_now, row.quality, row.satisfaction_now, row.satisfaction)
    return shown(row.id), *map(tenths, numbers)
