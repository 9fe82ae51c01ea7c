"""What if, in words: what was set, what it would do to the customers and to everybody else."""

from __future__ import annotations

from collections.abc import Iterator

from valuechain.model.scenarios import Scenario, Setting
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.what_if import WhatIf
from valuechain.reports.diagnosed import causes_left, headed, known, name_of
from valuechain.reports.report import MODEST, Report, Section, Table, how_sure, section_of, table_of
from valuechain.reports.verdict_words import verdict_name
from valuechain.reports.words import (
    at_most,
    from_to,
    listed,
    percent,
    shown,
    signed,
    signed_points,
    tenths,
)
from valuechain.tolerances import DIGITS, WORTH_NAMING

CAREFUL = (
    f"{MODEST} What is not set stays as it was found: own shortfalls, dependences, and what "
    "nobody measured."
)


def report(found: WhatIf) -> Report:
    """Put a what-if into words."""
    title = ": ".join(filter(None, (shown(found.chain.title), shown(found.scenario.name))))
    sections = [_set(found), _verdicts(found), _causes(found), how_sure(CAREFUL)]
    return Report.of(title, answer(found), sections, _table(found))


def answer(found: WhatIf) -> str:
    """What it would do to the customers."""
    given, change = asked(found.scenario), signed_points(found.change)
    then, now = found.before.outcome, found.outcome
    if then is None or now is None:
        unknown = "how satisfied they are nobody can say yet"
        return f"With {given} the customers would change by {change}; {unknown}."
    if abs(found.change) < WORTH_NAMING:
        standing = f"{at_most(found.upper_bound)}{percent(now)}"
        return f"With {given} hardly anything changes for the customers: {standing}."
    bounds = found.before.upper_bound, found.upper_bound
    spanned = from_to(then, now, bounds, found.chain.target)
    return f"With {given}: customers from {spanned} ({change})."


def asked(scenario: Scenario) -> str:
    """A scenario by its name, or by what it sets."""
    if scenario.name:
        return f"'{shown(scenario.name)}'"
    settings = [f"{shown(service)} {_aim(setting)}" for service, setting in scenario.settings]
    return listed(settings, 3) or "nothing set"


def _aim(setting: Setting) -> str:
    if setting == "failed":
        return "failed"
    if setting == "target":
        return "at its target"
    return f"at {percent(float(setting))} by itself"


def _set(found: WhatIf) -> Section | None:
    def item(pair: tuple[str, Setting]) -> str:
        service, setting = pair
        then, now = found.before[service], found[service]
        own = from_to(1 - then.own_shortfall, _reached(then, setting))
        satisfied = from_to(then.satisfaction, now.satisfaction)
        return f"{headed(now)} {_aim(setting)}: own quality {own}, satisfaction {satisfied}."

    return section_of("What is set", found.scenario.settings, item)


def _reached(then: ServiceDiagnosis, setting: Setting) -> float:
    """The own quality that is set."""
    if setting == "failed":
        return 0.0
    if setting == "target":
        return max(1 - then.own_shortfall, then.target)
    return float(setting)


def _verdicts(found: WhatIf) -> Section | None:
    def item(row: ServiceDiagnosis) -> str:
        then, now = verdict_name(found.before[row.id].verdict), verdict_name(row.verdict)
        return f"{headed(row)}: {then} becomes {now}."

    rows = [row for row in found.services if row.verdict != found.before[row.id].verdict]
    return section_of("Verdicts that change", rows, item)


def _causes(found: WhatIf) -> Section | None:
    """What would be left to do."""
    if found.before.root_causes and not found.root_causes:
        return Section("What is left", "No weak link is a root cause any more.")
    return causes_left(found.root_causes, _costs)


def _costs(contribution: float) -> str:
    return f"{signed(contribution).lstrip('+')} points"


def _table(found: WhatIf) -> Table:
    """Who feels it: the outcome, every external customer, then every party that it moves."""
    heads = ("satisfied with what they receive", "now", "then", "change")
    parties = "parties (all of them: --format json)"
    return table_of(heads, list(_rows(found)), _cells, parties)


def _rows(found: WhatIf) -> Iterator[tuple[str, float, float]]:
    """Who, and how satisfied they are and would be."""
    if found.before.outcome is not None and found.outcome is not None:
        yield "all customers", found.before.outcome, found.outcome
    customers = known(found.before.external_customers)
    if len(customers) > 1:
        for party, value in customers.items():
            yield name_of(found.chain.parties, party), value, found.received[party]
    for party in _moved(found):
        before, after = found.before.received[party], found.received[party]
        yield name_of(found.chain.parties, party), before, after


def _moved(found: WhatIf) -> list[str]:
    """The parties that feel it, the customers aside; who feels it most first."""
    rises = {
        party: rise
        for party, rise in found.parties.items()
        if abs(rise) >= WORTH_NAMING and party not in found.external_customers
    }
    return sorted(rises, key=lambda party: (-round(abs(rises[party]), DIGITS), party))


def _cells(row: tuple[str, float, float]) -> tuple[str, ...]:
    who, before, after = row
    return who, tenths(before), tenths(after), signed(after - before)
