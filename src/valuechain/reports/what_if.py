"""What if, in words: what was set, what it would do to the customers and to everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from valuechain.model.chain import ValueChain
from valuechain.model.scenarios import Scenario, Setting
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.what_if import WhatIf
from valuechain.reports.advice import next_step, service_named, told_apart
from valuechain.reports.diagnosed import all_counted, headed, known, name_of
from valuechain.reports.report import MODEST, Report, Section, Table, how_sure, section_of, table_of
from valuechain.reports.verdict_words import verdict_name
from valuechain.reports.words import (
    at_most,
    bounded_points,
    from_to,
    listed,
    percent,
    sentences,
    shown,
    signed,
    signed_points,
    tenths,
    when,
)
from valuechain.tolerances import DIGITS, FAVOUR, WORTH_NAMING

CAREFUL = (
    f"{MODEST} What is not set stays as it was found: own shortfalls, dependences, and what "
    "nobody measured."
)

_AIMS = {
    "failed": "failed",
    "target": "by itself as good as its target",
    "reachable": "as good as can be reached",
}


class _Row(NamedTuple):
    """Who is how satisfied now and then, and whether each is but an upper bound."""

    who: str
    now: float
    then: float
    bounded: tuple[bool, bool]


def report(found: WhatIf) -> Report:
    """Put a what-if into words."""
    title = ": ".join(filter(None, (shown(found.chain.title), shown(found.scenario.name))))
    sections = [_set(found), _verdicts(found), _next(found), how_sure(CAREFUL)]
    return Report.of(title, answer(found), sections, _table(found))


def answer(found: WhatIf) -> str:
    """What it would do to the customers."""
    given, change = asked(found.chain, found.scenario), signed_points(found.change)
    then, now = found.before.outcome, found.outcome
    if then is None or now is None:
        unknown = "how satisfied they are nobody can say yet"
        return f"With {given} the customers would change by {change}; {unknown}."
    if abs(found.change) < WORTH_NAMING and (moved := _moved_customers(found)):
        told = listed(moved, 3)
        unknown = "how satisfied they are nobody can say yet"
        return (
            f"With {given} {told}; {unknown}. The customers who are known stay at {percent(now)}."
        )
    if abs(found.change) < WORTH_NAMING:
        standing = f"{at_most(found.upper_bound)}{percent(now)}"
        changes = "hardly anything changes" if abs(found.change) > FAVOUR else "nothing changes"
        who_count = " who count" * _moves_others(found)
        hardly = f"With {given} {changes} for the customers{who_count}: {standing}."
        return sentences(hardly, _already(found))
    bounds = found.before.upper_bound, found.upper_bound
    spanned = from_to(then, now, bounds, found.chain.target)
    change = bounded_points(found.change, bounds)
    return sentences(f"With {given}: customers from {spanned} ({change}).", _already(found))


def _moves_others(found: WhatIf) -> bool:
    """Whether it changes anything for customers who have no share in the outcome."""
    others = found.customers.keys() - found.solution.counted_customers
    return any(abs(found.customers[party] or 0.0) >= WORTH_NAMING for party in others)


def _moved_customers(found: WhatIf) -> list[str]:
    """By how much each external customer changes of whom nothing is known."""
    unknown = [party for party, value in found.before.external_customers.items() if value is None]
    return [
        f"{name_of(found.chain.parties, party)} would change by {signed_points(change)}"
        for party in unknown
        if abs(change := found.parties[party]) >= WORTH_NAMING
    ]


def _already(found: WhatIf) -> str:
    """What is set no higher than it is already."""
    if not found.reached_already:
        return ""
    rows = [found.before[service] for service in found.reached_already]
    chain = found.chain
    unasked = [told_apart(chain, row.id) for row in rows if row.verdict == "unmeasured"]
    named = [
        f"{told_apart(chain, row.id)} ({percent(row.quality)})"
        for row in rows
        if row.verdict != "unmeasured"
    ]
    there = "are as good by themselves already"
    if len(named) == 1:
        there = "is as good by itself already"
    perfect = "it counts" if len(unasked) == 1 else "they count"
    return sentences(
        when(named, f"{listed(named, 3)} {there}."),
        when(unasked, f"Nobody measured {listed(unasked, 3)}: {perfect} as perfect here already."),
    )


def asked(chain: ValueChain, scenario: Scenario) -> str:
    """A scenario by its name, or by what it sets."""
    if scenario.name:
        return f"'{shown(scenario.name)}'"
    settings = [f"{_named(chain, name)} {_aim(setting)}" for name, setting in scenario.settings]
    return listed(settings, 3) or "nothing set"


def _named(chain: ValueChain, name: str) -> str:
    """A service or a party, in names; of several services between two, which of them."""
    if name in chain.parties:
        return f"all that {name_of(chain.parties, name)} delivers"
    _, mark, number = name.partition("#")
    return f"{service_named(chain, name)}{mark}{number}"


def _aim(setting: Setting) -> str:
    if isinstance(setting, str):
        return _AIMS[setting]
    return f"at {percent(float(setting))} by itself"


def _own(setting: Setting, now: ServiceDiagnosis) -> float:
    """How good a service is by itself: as set, though it may have nothing left to spoil."""
    if setting == "failed":
        return 0.0
    return now.quality if isinstance(setting, str) else float(setting)


def _set(found: WhatIf) -> Section | None:
    def item(pair: tuple[str, Setting]) -> str:
        service, setting = pair
        then, now = found.before[service], found[service]
        own = from_to(then.quality, _own(setting, now))
        satisfied = from_to(then.satisfaction, now.satisfaction)
        unasked = when(then.verdict == "unmeasured", "; nobody measured it, it counted as perfect")
        named = f"{headed(now)} {_aim(setting)}"
        return f"{named}: own quality {own}, satisfaction {satisfied}{unasked}."

    return section_of("What is set", found.settings, item)


def _verdicts(found: WhatIf) -> Section | None:
    def item(row: ServiceDiagnosis) -> str:
        then, now = verdict_name(found.before[row.id].verdict), verdict_name(row.verdict)
        return f"{headed(row)}: {then} becomes {now}."

    rows = [row for row in found.services if row.verdict != found.before[row.id].verdict]
    return section_of("Verdicts that change", rows, item)


def _next(found: WhatIf) -> Section | None:
    """What to do then, unless what a step would win is not known any more."""
    if not found.spoilt:
        return next_step(found)
    named = listed([told_apart(found.chain, service) for service in found.spoilt], 3)
    why = f"Nothing is left of {named}, however good it is by itself"
    said = f"{why}: what a step would win from there is not told."
    return Section("What to do next", said)


def _table(found: WhatIf) -> Table:
    """Who feels it: the outcome, every external customer, then every party that it moves."""
    heads = ("satisfied with what they receive", "now", "then", "change")
    parties = "parties (all of them: --format json)"
    return table_of(heads, list(_rows(found)), _cells, parties)


def _rows(found: WhatIf) -> Iterator[_Row]:
    """The customers together and each, then all others who feel it."""
    if found.before.outcome is not None and found.outcome is not None:
        bounds = found.before.upper_bound, found.upper_bound
        yield _Row(all_counted(found).lower(), found.before.outcome, found.outcome, bounds)
    customers = list(known(found.before.external_customers))
    for party in (*(customers if len(customers) > 1 else ()), *_moved(found)):
        before = found.before.received[party]
        assert before is not None
        bounds = party in found.before.solution.bounded, party in found.solution.bounded
        name = name_of(found.chain.parties, party)
        yield _Row(name, before, before + found.parties[party], bounds)


def _moved(found: WhatIf) -> list[str]:
    """The parties that feel it, the customers aside; who feels it most first."""
    rises = {
        party: rise
        for party, rise in found.parties.items()
        if abs(rise) >= WORTH_NAMING
        and party not in found.external_customers
        and found.before.received[party] is not None
    }
    return sorted(rises, key=lambda party: (-round(abs(rises[party]), DIGITS), party))


def _cells(row: _Row) -> tuple[str, ...]:
    ends = zip(row.bounded, (row.now, row.then), strict=True)
    now, then = (f"{at_most(bounded)}{tenths(value)}" for bounded, value in ends)
    return row.who, now, then, signed(row.then - row.now)
