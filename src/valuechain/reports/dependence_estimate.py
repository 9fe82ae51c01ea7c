"""How much people depend on what they receive, in words: or what it would take to say it."""

from __future__ import annotations

from valuechain.model.numbers import decimal
from valuechain.questions.dependence_estimate import DependenceEstimate, UsedService
from valuechain.reports.report import (
    ALL,
    MODEST,
    Report,
    Section,
    Table,
    how_found,
    how_sure,
    section_of,
    table_of,
)
from valuechain.reports.words import (
    capital,
    counted,
    listed,
    percent,
    points,
    shown,
    tenths,
    when,
)

_WIDE = 0.5
_CONFUSED = "Suppliers that all fall short at one team look the same as a harsh team."


def report(found: DependenceEstimate) -> Report:
    """Put an estimate into words."""
    sections = [_sure(found), _left_out(found), _supposed(found), _then(found)]
    return Report.of(shown(found.title), answer(found), sections, _table(found))


def answer(found: DependenceEstimate) -> str:
    """The dependence with its interval, or why it cannot be told."""
    if found.dependence is None or found.written is None:
        return f"The dependence cannot be estimated: {found.refused}."
    low, high = found.written
    between = f"between {decimal(low)} and {decimal(high)} (95 %)"
    told = f"The dependence is about {found.dependence:.2f}, {between}."
    if high - low <= _WIDE:
        return told
    return f"{told} That is wide: hardly more than no answer."


def _sure(found: DependenceEstimate) -> Section:
    services, providers = (
        counted(len(found.services), "service"),
        counted(found.providers, "provider"),
    )
    waves = when(found.waves > 1, f", from what changed between {found.waves} waves")
    return how_sure(
        f"Used: {services} of {providers}{waves}.", _reliability(found), _harshness(found)
    )


def _reliability(found: DependenceEstimate) -> str:
    if found.reliability is None:
        return ""
    return (
        "Of the differences between what providers are seen to receive "
        f"{percent(found.reliability)} are real; chance is taken off."
    )


def _harshness(found: DependenceEstimate) -> str:
    if found.harshness is None:
        return ""
    if not found.harsh:
        return "That teams judge more or less harshly does not show."
    return (
        "Teams seem to judge more or less harshly: "
        f"by {points(found.harshness)} (one standard deviation), which is taken off. {_CONFUSED}"
    )


def _left_out(found: DependenceEstimate) -> Section | None:
    return section_of(
        "Left out",
        list(found.left_out.items()),
        lambda pair: f"{counted(pair[1], 'service')}: {pair[0]}.",
        most=len(found.left_out),
    )


def _supposed(found: DependenceEstimate) -> Section:
    return how_found(f"Supposed: {listed(found.assumptions)}.", MODEST)


def _then(found: DependenceEstimate) -> Section | None:
    if found.dependence is None:
        return None
    said = "Nothing uses it unasked: --into FILE, or apply(chain), writes it into a chain."
    return Section("What to do with it", capital(said))


def _table(found: DependenceEstimate) -> Table:
    heads = ("service", "provider receives", "satisfied")
    return table_of(heads, found.services, _cells, f"services {ALL}")


def _cells(row: UsedService) -> tuple[str, ...]:
    return shown(row.id), tenths(row.received), tenths(row.satisfaction)


def sentence(row: UsedService) -> str:
    """One service in a line."""
    received, satisfaction = percent(row.received), percent(row.satisfaction)
    return (
        f"{shown(row.id)}: {satisfaction} satisfied, its provider {received} with what it receives"
    )
