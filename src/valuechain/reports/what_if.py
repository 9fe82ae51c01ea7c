"""What if, in words: what was set, what it would do to the customers and to everybody else."""

from __future__ import annotations

from valuechain.model.scenarios import Scenario
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.side_by_side import SideBySide
from valuechain.questions.what_if import WhatIf
from valuechain.reports.report import (
    FEW,
    MODEST,
    ROWS,
    Report,
    Section,
    Table,
    headed,
    name_of,
    section_of,
)
from valuechain.reports.verdict import VERDICT_WORDS
from valuechain.reports.words import from_to, listed, percent, shown, signed, signed_points

_NOTHING = 5e-4  # a change below this is not worth naming
_CAREFUL = f"{MODEST} What is not set stays as it was found: own shortfalls, dependences, and what nobody measured."


def what_if_report(found: WhatIf) -> Report:
    """Put a what-if into words."""
    sections = [
        _set(found),
        _verdicts(found),
        _causes(found),
        Section("How sure this is", _CAREFUL),
    ]
    title = shown(found.chain.title)
    if found.scenario.name:
        title = f"{title}: {shown(found.scenario.name)}" if title else shown(found.scenario.name)
    return Report(
        title, _answer(found), tuple(section for section in sections if section), _table(found)
    )


def _answer(found: WhatIf) -> str:
    asked = _asked(found.scenario)
    if found.before.outcome is None or found.outcome is None:
        return f"With {asked} the customers would change by {signed_points(found.change)}; how satisfied they are nobody can say yet."
    bounds = found.before.upper_bound, found.upper_bound
    if abs(found.change) < _NOTHING:
        bound = "at most " if found.upper_bound else ""
        return f"With {asked} hardly anything changes for the customers: {bound}{percent(found.outcome)}."
    spanned = from_to(found.before.outcome, found.outcome, bounds, found.chain.target)
    return f"With {asked}: customers from {spanned} ({signed_points(found.change)})."


def _asked(scenario: Scenario) -> str:
    if scenario.name:
        return f"'{shown(scenario.name)}'"
    told = [f"{shown(service)} {_aim(setting)}" for service, setting in scenario.settings]
    return listed(told, 3) or "nothing set"


def _aim(setting: float | str) -> str:
    return {"failed": "failed", "target": "at its target"}.get(
        str(setting)
    ) or f"at {percent(float(setting))} by itself"


def _set(found: WhatIf) -> Section | None:
    items = []
    for service, setting in found.scenario.settings[:FEW]:
        then, now = found.before[service], found[service]
        own = from_to(1 - then.own_shortfall, _reaches(then, setting))
        items.append(
            f"{headed(now)} {_aim(setting)}: own quality {own}, satisfaction {from_to(then.satisfaction, now.satisfaction)}."
        )
    return section_of("What is set", "", items, len(found.scenario.settings))


def _reaches(then: ServiceDiagnosis, setting: float | str) -> float:
    """The own quality that is set."""
    if isinstance(setting, str):
        return 0.0 if setting == "failed" else max(1 - then.own_shortfall, then.target)
    return setting


def _verdicts(found: WhatIf) -> Section | None:
    rows = [row for row in found.services if row.verdict != found.before[row.id].verdict]
    items = [
        f"{headed(row)}: {_word(found.before[row.id].verdict)} becomes {_word(row.verdict)}."
        for row in rows[:FEW]
    ]
    return section_of("Verdicts that change", "", items, len(rows))


def _word(verdict: str) -> str:
    return VERDICT_WORDS[verdict].partition(":")[0]


def _causes(found: WhatIf) -> Section | None:
    """What would be left to do."""
    if not found.root_causes:
        return (
            Section("What is left", "No weak link is a root cause any more.")
            if found.before.root_causes
            else None
        )
    items = [
        f"{headed(row)}: costs the customers {signed(row.contribution).lstrip('+')} points."
        for row in found.root_causes[:FEW]
    ]
    return section_of("Likely root causes that are left", "", items, len(found.root_causes))


def _table(found: WhatIf) -> Table:
    """Who feels it: the outcome, every external customer, then every party that it moves."""
    rows = []
    if found.before.outcome is not None and found.outcome is not None:
        rows.append(("all customers", *_cells(found.before.outcome, found.outcome)))
    known = {
        party: value
        for party, value in found.before.external_customers.items()
        if value is not None
    }
    if len(known) > 1:
        rows += [
            (name_of(found, party), *_cells(value, found.received[party]))
            for party, value in known.items()
        ]
    moved = [
        party
        for party, rise in found.parties.items()
        if abs(rise) >= _NOTHING and party not in found.external_customers
    ]
    moved.sort(key=lambda party: (-round(abs(found.parties[party]), 12), party))
    rows += [
        (name_of(found, party), *_cells(found.before.received[party], found.received[party]))
        for party in moved
    ]
    rest = (
        f"and {len(rows) - ROWS} more parties (all of them: --format json)"
        if len(rows) > ROWS
        else ""
    )
    return Table(
        ("satisfied with what they receive", "now", "then", "change"), tuple(rows[:ROWS]), rest
    )


def _cells(before: float, after: float) -> tuple[str, str, str]:
    return f"{100 * before:.1f}", f"{100 * after:.1f}", signed(after - before)


def side_by_side_report(found: SideBySide) -> Report:
    """Put scenarios side by side into words."""
    best = max(found, key=lambda name: (round(found.changes[name], 12), name))
    worst = min(found, key=lambda name: (round(found.changes[name], 12), name))
    told = []
    if found.changes[best] >= _NOTHING:
        told.append(f"'{shown(best)}' wins the customers most: {_reached(found, best)}.")
    if found.changes[worst] <= -_NOTHING:
        told.append(f"'{shown(worst)}' costs them most: {_reached(found, worst)}.")
    items = [
        f"{shown(name)}: {_asked(Scenario('', scenario.settings))}."
        for name, scenario in found.scenarios.items()
    ]
    sections = (
        section_of("What is set", "", items[:ROWS], len(items)) or Section("What is set"),
        Section("How sure this is", _CAREFUL),
    )
    answer = " ".join(told) or "No scenario changes anything for the customers."
    return Report(shown(found.before.chain.title), answer, sections, _columns(found))


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
