"""Scenarios side by side, in words."""

from __future__ import annotations

from collections.abc import Iterator

from valuechain.model.scenarios import Scenario
from valuechain.questions.side_by_side import SideBySide
from valuechain.reports.diagnosed import known, name_of
from valuechain.reports.report import (
    ALL,
    FEW,
    ROWS,
    Report,
    Section,
    Table,
    how_sure,
    section_of,
    table_of,
)
from valuechain.reports.what_if import CAREFUL, asked
from valuechain.reports.words import (
    at_most,
    bounded_points,
    cell,
    listed,
    percent,
    sentences,
    shown,
    signed,
    when,
)
from valuechain.tolerances import DIGITS, WORTH_NAMING

_NAMED = 3


def report(found: SideBySide) -> Report:
    """Put scenarios side by side into words."""
    sections = [_set(found), how_sure(CAREFUL)]
    return Report.of(shown(found.title), answer(found), sections, _table(found))


def answer(found: SideBySide) -> str:
    """Which scenario wins the customers most, and which costs them most."""
    changes = {name: round(change, DIGITS) for name, change in found.changes.items()}
    most, least = max(changes.values()), min(changes.values())
    best = [name for name in found if changes[name] == most]
    worst = [name for name in found if changes[name] == least]
    win, cost = (("s" if len(names) == 1 else "") for names in (best, worst))
    wins = f"Of these {_quoted(best)} win{win} the customers most: {_reached(found, best[0])}."
    costs = f"{_quoted(worst)} cost{cost} them most: {_reached(found, worst[0])}."
    both = sentences(
        when(most >= WORTH_NAMING, wins),
        when(least <= -WORTH_NAMING, costs),
    )
    who_count = " who count" * _moves_others(found)
    return both or f"No scenario changes anything for the customers{who_count}."


def _quoted(names: list[str]) -> str:
    return listed([f"'{shown(name)}'" for name in names], _NAMED)


def _moves_others(found: SideBySide) -> bool:
    """Whether any changes something for customers who have no share in the outcome."""
    changes = (change for each in found.customers.values() for change in each.values())
    return any(abs(change or 0.0) >= WORTH_NAMING for change in changes)


def _reached(found: SideBySide, name: str) -> str:
    bounds = found.before.upper_bound, found.upper_bound(name)
    outcome, change = found.outcome(name), bounded_points(found.changes[name], bounds)
    if outcome is None:
        return change
    return f"{change}, {at_most(found.upper_bound(name))}{percent(outcome)}"


def _set(found: SideBySide) -> Section | None:
    def item(name: str) -> str:
        settings = found.scenarios[name].settings
        return f"{shown(name)}: {asked(found.before.chain, Scenario('', settings))}."

    return section_of("What is set", list(found), item, most=ROWS)


def _table(found: SideBySide) -> Table:
    """A row for each scenario; a column for each customer where there are few."""
    customers = list(known(found.before.external_customers))
    if not 1 < len(customers) <= FEW:
        customers = []
    parties = found.before.chain.parties
    called = (name_of(parties, party) for party in customers)
    heads = ("scenario", "customers", "change", *called)
    rows = list(_rows(found, customers))
    return table_of(heads, rows, tuple, f"scenarios {ALL}", most=ROWS + 1)


def _rows(found: SideBySide, customers: list[str]) -> Iterator[tuple[str, ...]]:
    before = found.before
    as_it_is = _bounded(before.outcome, bounded=before.upper_bound)
    yield "as it is", as_it_is, "", *("" for _ in customers)
    for name in found:
        changes = (found.customers[name][party] for party in customers)
        reached = _bounded(found.outcome(name), bounded=found.upper_bound(name))
        yield (
            shown(name),
            reached,
            signed(found.changes[name]),
            *(cell(change, signed) for change in changes),
        )


def _bounded(outcome: float | None, *, bounded: bool) -> str:
    """How satisfied the customers are, as a table has it."""
    return f"{at_most(bounded)}{cell(outcome)}"
