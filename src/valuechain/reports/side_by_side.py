"""Scenarios side by side, in words."""

from __future__ import annotations

from valuechain.model.scenarios import Scenario
from valuechain.questions.side_by_side import SideBySide
from valuechain.reports.report import (
    FEW,
    ROWS,
    Report,
    Section,
    Table,
    section_of,
)
from valuechain.reports.what_if import CAREFUL, asked
from valuechain.reports.words import percent, shown, signed, signed_points
from valuechain.tolerances import DIGITS, WORTH_NAMING


def report(found: SideBySide) -> Report:
    """Put scenarios side by side into words."""
    items = [
        f"{shown(name)}: {asked(Scenario('', scenario.settings))}."
        for name, scenario in found.scenarios.items()
    ]
    sections = (
        section_of("What is set", "", items[:ROWS], len(items)) or Section("What is set"),
        Section("How sure this is", CAREFUL),
    )
    return Report(shown(found.title), answer(found), sections, _columns(found))


def answer(found: SideBySide) -> str:
    """Which scenario wins the customers most, and which costs them most."""
    changes = {name: round(change, DIGITS) for name, change in found.changes.items()}
    best = max(found, key=lambda name: (changes[name], name))
    worst = min(found, key=lambda name: (changes[name], name))
    told = []
    if found.changes[best] >= WORTH_NAMING:
        told.append(f"'{shown(best)}' wins the customers most: {_reached(found, best)}.")
    if found.changes[worst] <= -WORTH_NAMING:
        told.append(f"'{shown(worst)}' costs them most: {_reached(found, worst)}.")
    return " ".join(told) or "No scenario changes anything for the customers."


def _reached(found: SideBySide, name: str) -> str:
    outcome = found.outcome(name)
    return signed_points(found.changes[name]) + ("" if outcome is None else f", {percent(outcome)}")


def _columns(found: SideBySide) -> Table:
    """A row for each scenario; a column for each customer where there are few."""
    customers = [
        party for party, value in found.before.external_customers.items() if value is not None
    ]
    shown_customers = customers if 1 < len(customers) <= FEW else []
    heads = (
        "scenario",
        "customers",
        "change",
        *(shown(found.before.chain.parties[party].name) for party in shown_customers),
    )
    now = found.before.outcome
    rows = [
        ("as it is", "?" if now is None else f"{100 * now:.1f}", "", *("" for _ in shown_customers))
    ]
    for name in found:
        outcome = found.outcome(name)
        changes = [found.customers[name][party] for party in shown_customers]
        cells = ("?" if outcome is None else f"{100 * outcome:.1f}", signed(found.changes[name]))
        rows.append(
            (
                shown(name),
                *cells,
                *("?" if change is None else signed(change) for change in changes),
            )
        )
    rest = (
        f"and {len(rows) - ROWS - 1} more scenarios (all of them: --format json, to_pandas())"
        if len(rows) > ROWS + 1
        else ""
    )
    return Table(heads, tuple(rows[: ROWS + 1]), rest)
