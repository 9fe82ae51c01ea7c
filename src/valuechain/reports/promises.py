"""What it would take to keep a promise, in words."""

from __future__ import annotations

from valuechain.questions.promises import Promises
from valuechain.reports.report import FEW, MODEST, ROWS, Report, Section, Table, headed, section_of
from valuechain.reports.words import (
    from_to,
    percent,
    points,
    shown,
)


def report(found: Promises) -> Report:
    """Put what a promise takes into words."""
    how = (
        f"{MODEST} Own quality is what a provider does well by itself; where it is good enough already, satisfaction still "
        "rises with what is received."
    )
    sections = [_alone(found), Section("How this was found", how)]
    return Report(
        shown(found.before.chain.title),
        answer(found),
        tuple(section for section in sections if section),
        _promised(found),
    )


def answer(found: Promises) -> str:
    """What it takes, or that nothing is missing."""
    outcome = found.before.outcome
    assert outcome is not None  # else there is none
    bound = found.before.upper_bound
    if found.lift == 0:
        return f"Customers {'at most ' if bound else ''}{percent(outcome)}: the target of {percent(found.target)} is met."
    return f"For the customers to come from {from_to(outcome, found.target, (bound, False))}, {_takes(found)}"


def _takes(found: Promises) -> str:
    every = f"every service must become {points(found.lift)} better by itself"
    if not found.alone:
        return f"{every}; no single service could do it alone."
    first, quality = next(iter(found.alone.items()))
    return f"{every}; or {shown(first)} alone, from {from_to(1 - found.before[first].own_shortfall, quality)}."


def _alone(found: Promises) -> Section | None:
    items = [
        f"{headed(found.before[name])}: own quality from {from_to(1 - found.before[name].own_shortfall, quality)}."
        for name, quality in list(found.alone.items())[:FEW]
    ]
    return section_of("Each of these could do it alone", "", items, len(found.alone))


def _promised(found: Promises) -> Table:
    heads = ("service", "own quality", "must reach", "satisfied", "then")
    rows = [
        (
            shown(row.id),
            *(
                f"{100 * value:.1f}"
                for value in (row.quality_now, row.quality, row.satisfaction_now, row.satisfaction)
            ),
        )
        for row in found.services[:ROWS]
    ]
    rest = (
        f"and {len(found.services) - ROWS} more services (all of them: --format json, to_pandas())"
        if len(found.services) > ROWS
        else ""
    )
    return Table(heads, tuple(rows), rest)
