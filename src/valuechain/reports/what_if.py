"""What if, in words: what was set, what it would do to the customers and to everybody else."""

from __future__ import annotations

from valuechain.model.scenarios import Scenario
from valuechain.questions.service import ServiceDiagnosis
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

CAREFUL = f"{MODEST} What is not set stays as it was found: own shortfalls, dependences, and what nobody measured."
from valuechain.tolerances import WORTH_NAMING


def report(found: WhatIf) -> Report:
    """Put a what-if into words."""
    sections = [
        _set(found),
        _verdicts(found),
        _causes(found),
        Section("How sure this is", CAREFUL),
    ]
    title = shown(found.chain.title)
    if found.scenario.name:
        title = f"{title}: {shown(found.scenario.name)}" if title else shown(found.scenario.name)
    return Report(
        title, answer(found), tuple(section for section in sections if section), _table(found)
    )


def answer(found: WhatIf) -> str:
    given = asked(found.scenario)
    if found.before.outcome is None or found.outcome is None:
        return f"With {given} the customers would change by {signed_points(found.change)}; how satisfied they are nobody can say yet."
    bounds = found.before.upper_bound, found.upper_bound
    if abs(found.change) < WORTH_NAMING:
        bound = "at most " if found.upper_bound else ""
        return f"With {given} hardly anything changes for the customers: {bound}{percent(found.outcome)}."
    spanned = from_to(found.before.outcome, found.outcome, bounds, found.chain.target)
    return f"With {given}: customers from {spanned} ({signed_points(found.change)})."


def asked(scenario: Scenario) -> str:
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
        if abs(rise) >= WORTH_NAMING and party not in found.external_customers
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
